//! What reading and writing cost in allocations, counted for every kind of PDU.

#[allow(dead_code, reason = "each test takes what it needs of the shared support")]
mod support;

use allocation_counter::measure;
use bytes::BytesMut;
use proptest::strategy::{Strategy, ValueTree};
use smpp::{CommandStatus, Decoder, Encoder, Frame, Limits, OwnedPdu, Pdu, Version};
use std::hint::black_box;
use support::layout::LAYOUTS;
use support::recipe::Recipe;
use support::strategy;

/// Some PDUs of every layout, all valid in 5.0.
fn recipes() -> Vec<Recipe> {
    let mut runner = support::runner(1);
    let some = LAYOUTS.iter().flat_map(|layout| std::iter::repeat_n(layout, 20));
    some.map(|layout| {
        let tree = strategy::recipe(layout, Version::V50).new_tree(&mut runner);
        tree.expect("nothing is rejected").current()
    })
    .collect()
}

/// How often `work` allocates.
fn allocations(work: impl FnOnce()) -> u64 {
    measure(work).count_total
}

/// Looks at everything that a PDU shows.
fn look_at(pdu: &Pdu<'_>) {
    for (tag, value) in pdu.tlvs().iter() {
        black_box((tag, value, pdu.tlvs().find(tag), pdu.tlvs().integer(tag)));
    }
    if let Pdu::SubmitMulti(body) = pdu {
        black_box(body.destinations.iter().count());
    }
    if let Pdu::SubmitMultiResp(body) = pdu {
        black_box(body.failures.iter().count());
    }
    black_box(pdu);
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(black_box(Box::new(1)))), 1);
}

#[test]
fn reading_allocates_nothing() {
    for recipe in recipes() {
        let octets = recipe.octets();
        for decoder in [Decoder::strict(Version::V50), Decoder::lenient(Version::V50)] {
            let counted = allocations(|| {
                let decoded = decoder.decode(&octets).expect("the recipe is valid");
                look_at(&decoded.pdu);
            });
            assert_eq!(counted, 0, "{} {decoder:?}", recipe.name);
        }
    }
}

#[test]
fn refusing_and_tolerating_allocate_nothing() {
    for recipe in recipes() {
        let octets = recipe.octets();
        for end in 0..octets.len() {
            for decoder in [Decoder::strict(Version::V34), Decoder::lenient(Version::V34)] {
                let counted = allocations(|| drop(black_box(decoder.decode(&octets[..end]))));
                assert_eq!(counted, 0, "{end} octets of {} {decoder:?}", recipe.name);
            }
        }
    }
}

/// The block that the octets were received in is shared: once for all PDUs in it.
#[test]
fn keeping_a_pdu_allocates_nothing_beyond_the_receive_block() {
    let recipes = recipes();
    let mut block = BytesMut::new();
    recipes.iter().for_each(|recipe| block.extend_from_slice(&recipe.octets()));
    let mut kept = Vec::with_capacity(recipes.len());
    let counted = allocations(|| {
        while let Some(frame) = Frame::take(&mut block, Limits::BOUND).expect("it is framed") {
            let decoder = Decoder::strict(Version::V50);
            kept.push(OwnedPdu::read(frame, decoder).expect("the recipe is valid"));
        }
    });
    assert_eq!(kept.len(), recipes.len());
    assert_eq!(counted, 1, "the count of the block's sharers");
    let counted = allocations(|| kept.iter().for_each(|pdu| look_at(&pdu.view())));
    assert_eq!(counted, 0, "looking again");
}

#[test]
fn writing_allocates_once_or_not_at_all() {
    for recipe in recipes() {
        let parts = recipe.parts();
        let pdu = recipe.view(&parts);
        let encoder = Encoder::new(Version::V50);
        let write = |out: &mut BytesMut| {
            encoder.encode(&pdu, CommandStatus::OK, 1, out).expect("the recipe is valid");
        };
        let mut out = BytesMut::new();
        assert_eq!(allocations(|| write(&mut out)), 1, "{}, no room yet", recipe.name);
        out.clear();
        assert_eq!(allocations(|| write(&mut out)), 0, "{}, room", recipe.name);
    }
}
