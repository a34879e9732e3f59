//! Wireshark's dissector on PDUs that we write: none is malformed, and every field is what was meant.

#[path = "support/capture.rs"]
mod capture;
#[path = "support/expected.rs"]
mod expected;
#[allow(dead_code, reason = "the codec's own tests need more of it")]
#[path = "../../crates/smpp/tests/support/mod.rs"]
mod recipes;

use bytes::BytesMut;
use capture::{Capture, dissect};
use expected::difference;
use proptest::strategy::{Strategy, ValueTree};
use recipes::layout::{LAYOUTS, Layout};
use recipes::recipe::{Recipe, Value};
use recipes::strategy;
use smpp::{CommandStatus, Encoder, Version};
use std::path::Path;

/// PDUs of each kind that are made up.
const CASES: usize = 700;

/// PDUs that tshark must have shown as they were meant.
const AGREED_MIN: usize = 10_000;

/// Something that the dissector of tshark 4.0 does not understand.
struct Exception {
    what: &'static str,
    why: &'static str,
    applies: fn(&Recipe) -> bool,
}

/// Everything that is known not to be shown. A row that is not needed fails the test.
const EXCEPTIONS: &[Exception] = &[
    Exception {
        what: "TLVs in requests and responses that name none",
        why: "tshark stops behind the mandatory fields",
        applies: |recipe| {
            !recipe.tlvs.is_empty()
                && matches!(
                    recipe.name,
                    "bind_receiver"
                        | "bind_transmitter"
                        | "bind_transceiver"
                        | "outbind"
                        | "query_sm"
                        | "query_sm_resp"
                        | "cancel_sm"
                        | "cancel_sm_resp"
                        | "replace_sm_resp"
                        | "cancel_broadcast_sm_resp"
                        | "unbind_resp"
                        | "enquire_link_resp"
                        | "generic_nack"
                )
        },
    },
    Exception {
        what: "broadcast_rep_num",
        why: "tshark goes on one octet too early",
        applies: |recipe| recipe.tlv(0x0604).is_some(),
    },
    Exception {
        what: "broadcast_end_time without terminator",
        why: "tshark looks for it behind the TLV",
        applies: |recipe| {
            recipe.tlvs.iter().any(|(tag, value)| *tag == 0x0609 && value.last() != Some(&0))
        },
    },
    Exception {
        what: "ms_validity with unit and count",
        why: "tshark knows the one octet of 3.4",
        applies: |recipe| recipe.tlvs.iter().any(|(tag, value)| *tag == 0x1204 && value.len() > 1),
    },
];

#[test]
fn tshark_shows_every_field_as_it_was_meant() {
    let (odd, mut plain): (Vec<_>, Vec<_>) = made_up()
        .into_iter()
        .partition(|recipe| EXCEPTIONS.iter().any(|exception| (exception.applies)(recipe)));
    assert!(plain.len() >= AGREED_MIN, "only {} PDUs", plain.len());
    // First come those that must not share a packet: tshark takes the user data header flag of the PDU
    // before for theirs.
    plain.sort_by_key(|recipe| !matches!(recipe.name, "replace_sm" | "submit_multi"));
    let capture = Path::new(env!("CARGO_TARGET_TMPDIR")).join("plain.pcap");
    write_plain(&plain, &capture);
    let dissected = dissect(&capture);
    assert_eq!(dissected.len(), plain.len(), "tshark saw another number of PDUs");
    for (recipe, dissected) in plain.iter().zip(&dissected) {
        if let Some(difference) = difference(recipe, dissected) {
            panic!("{difference}\n{recipe:?}");
        }
    }
    println!("tshark shows {} PDUs as they were meant", plain.len());
    every_exception_is_needed(&odd);
}

fn every_exception_is_needed(odd: &[Recipe]) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("odd.pcap");
    let mut capture = Capture::create(&path);
    odd.iter().for_each(|recipe| capture.segment(40_000, &encode(recipe)));
    drop(capture);
    let dissected = dissect(&path);
    assert_eq!(dissected.len(), odd.len(), "tshark saw another number of odd PDUs");
    for Exception { what, why, applies } in EXCEPTIONS {
        let alone = |recipe: &Recipe| {
            EXCEPTIONS.iter().filter(|exception| (exception.applies)(recipe)).count() == 1
        };
        let needed = odd
            .iter()
            .zip(&dissected)
            .filter(|(recipe, _)| applies(recipe) && alone(recipe))
            .filter(|(recipe, dissected)| difference(recipe, dissected).is_some())
            .count();
        println!("{needed:5} differ by {what}: {why}");
        assert!(needed > 0, "tshark understands {what} now");
    }
}

/// PDUs of every kind that the dissector knows, all kinds in turns.
fn made_up() -> Vec<Recipe> {
    let mut runner = recipes::runner(1);
    let kinds: Vec<_> = LAYOUTS
        .iter()
        .filter(|layout| !is_legacy(layout))
        .map(|layout| strategy::recipe(layout, Version::V50))
        .collect();
    let turns = (0..CASES).flat_map(|_| &kinds);
    turns
        .map(|kind| kind.new_tree(&mut runner).expect("nothing is rejected").current())
        .map(with_real_user_data_header)
        .collect()
}

/// The operations that only 3.3 has are unknown to the dissector.
fn is_legacy(layout: &Layout) -> bool {
    (0x22..=0x24).contains(&(layout.id & 0x7FFF_FFFF))
}

/// tshark looks into a user data header, so it has to be one: here, of the first of two parts (TS
/// 23.040 s9.2.3.24.1). A text too short for it is announced without.
fn with_real_user_data_header(mut recipe: Recipe) -> Recipe {
    const ANNOUNCED: u8 = 0x40;
    let reference = recipe.sequence.to_be_bytes()[3];
    let Some(Value::Byte(esm_class)) = recipe.find("esm_class").cloned() else {
        return recipe;
    };
    if esm_class & ANNOUNCED == 0 {
        return recipe;
    }
    let header = recipe.short_message_mut().and_then(|text| text.first_chunk_mut());
    if let Some(header) = header {
        *header = [5, 0, 3, reference, 2, 1, b'!'];
    } else {
        let esm_class = Value::Byte(esm_class & !ANNOUNCED);
        *recipe.find_mut("esm_class").expect("found above") = esm_class;
    }
    recipe
}

/// What our encoder makes of it.
fn encode(recipe: &Recipe) -> Vec<u8> {
    let parts = recipe.parts();
    let mut out = BytesMut::new();
    Encoder::new(Version::V50)
        .encode(&recipe.view(&parts), CommandStatus(recipe.status), recipe.sequence, &mut out)
        .expect("the recipe is valid");
    out.to_vec()
}

/// A third of the PDUs with a segment each, a third with several in one, a third cut in their bodies.
fn write_plain(recipes: &[Recipe], path: &Path) {
    let mut capture = Capture::create(path);
    let pdus: Vec<Vec<u8>> = recipes.iter().map(encode).collect();
    let third = pdus.len() / 3;
    let (alone, others) = pdus.split_at(third);
    let (together, cut) = others.split_at(third);
    alone.iter().for_each(|pdu| capture.segment(40_001, pdu));
    together.chunks(5).for_each(|pdus| capture.segment(40_002, &pdus.concat()));
    write_cut(cut, &mut capture);
}

/// Each segment ends within the PDU that the next one goes on with, some PDUs taking many segments.
/// Headers stay whole: tshark gives a stream up when it sees less of one at the end of a segment.
fn write_cut(pdus: &[Vec<u8>], capture: &mut Capture) {
    const PORT: u16 = 40_003;
    const HEADER: usize = 16;
    const PIECE: usize = 100;
    let mut held = Vec::new();
    for (index, pdu) in pdus.iter().enumerate() {
        let (head, tail) = pdu.split_at(HEADER + index % (pdu.len() - HEADER + 1));
        held.extend_from_slice(head);
        capture.segment(PORT, &held);
        let (pieces, last) = tail.split_at(tail.len() - tail.len() % PIECE);
        pieces.chunks(PIECE).for_each(|piece| capture.segment(PORT, piece));
        held = last.to_vec();
    }
    capture.segment(PORT, &held);
}
