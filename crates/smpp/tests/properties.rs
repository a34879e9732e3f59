//! What holds for every PDU of every version, on values that are made up.

#[allow(dead_code, reason = "each test takes what it needs of the shared support")]
mod support;

use bytes::{Bytes, BytesMut};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestCaseError;
use smpp::{
    CommandId, CommandStatus, Decoder, Encoder, Field, Frame, Framing, Kind, Limits, OwnedPdu, Pdu,
    PduError, Tag, Version,
};
use support::layout::{LAYOUTS, Layout, TAGS};
use support::recipe::{Recipe, Value};
use support::strategy;

/// Made-up PDUs per layout and version.
const CASES: u32 = 256;

/// Holds `property` against PDUs of every layout in every version.
fn for_every_pdu(property: impl Fn(&Recipe, Version) -> Result<(), TestCaseError>) {
    for_every_pdu_of(strategy::recipe, property);
}

fn for_every_pdu_of(
    recipes: fn(&'static Layout, Version) -> BoxedStrategy<Recipe>,
    property: impl Fn(&Recipe, Version) -> Result<(), TestCaseError>,
) {
    for layout in LAYOUTS {
        for version in Version::ALL {
            support::runner(CASES)
                .run(&recipes(layout, version), |recipe| property(&recipe, version))
                .unwrap_or_else(|failure| panic!("{} in {version:?}: {failure}", layout.name));
        }
    }
}

/// The octets that the encoder writes.
fn encode(pdu: &Pdu<'_>, recipe: &Recipe, version: Version) -> Result<Bytes, PduError> {
    let mut out = BytesMut::new();
    let status = CommandStatus(recipe.status);
    let length = Encoder::new(version).encode(pdu, status, recipe.sequence, &mut out)?;
    assert_eq!(length, out.len());
    Ok(out.freeze())
}

/// A PDU that should not have been refused.
fn failed(error: PduError) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

#[test]
fn the_layouts_are_all_the_pdus_there_are() {
    let ids: Vec<u32> = LAYOUTS.iter().map(|layout| layout.id).collect();
    let named: Vec<u32> = CommandId::ALL.iter().map(|id| id.0).collect();
    for (one, other) in [(&ids, &named), (&named, &ids)] {
        let missing: Vec<&u32> = one.iter().filter(|id| !other.contains(id)).collect();
        assert!(missing.is_empty(), "on one side only: {missing:X?}");
    }
    for Layout { id, name, .. } in LAYOUTS {
        assert_eq!(CommandId(*id).name(), Some(*name));
    }
    let tags: Vec<Tag> = TAGS.iter().map(|(tag, ..)| Tag(*tag)).collect();
    assert_eq!(tags, Tag::ALL);
}

#[test]
fn a_pdu_is_written_as_the_standard_has_it_and_read_back_as_it_was() {
    for_every_pdu(|recipe, version| {
        let parts = recipe.parts();
        let pdu = recipe.view(&parts);
        let octets = encode(&pdu, recipe, version).map_err(failed)?;
        prop_assert_eq!(&octets[..], &recipe.octets()[..]);
        for decoder in [Decoder::strict(version), Decoder::lenient(version)] {
            let decoded = decoder.decode(&octets).map_err(failed)?;
            prop_assert_eq!(decoded.pdu, pdu);
            prop_assert_eq!(decoded.header.command.0, recipe.id);
            prop_assert_eq!(decoded.header.status.0, 0);
            prop_assert_eq!(decoded.header.sequence, recipe.sequence);
            prop_assert_eq!(decoded.deviations.count(), 0);
        }
        Ok(())
    });
}

/// Whatever is refused, what is written can be read by the strictest peer.
#[test]
fn what_is_written_is_read_back_whatever_was_asked_for() {
    for_every_pdu_of(strategy::odd_recipe, |recipe, version| {
        let parts = recipe.parts();
        let pdu = recipe.view(&parts);
        let Ok(octets) = encode(&pdu, recipe, version) else {
            return Ok(());
        };
        let decoded = Decoder::strict(version).decode(&octets).map_err(failed)?;
        prop_assert_eq!(decoded.pdu, pdu);
        prop_assert_eq!(decoded.deviations.count(), 0);
        Ok(())
    });
}

/// An entry cut short by the end of the PDU would hide the rest of the list from whoever walks it,
/// and run into the next field when it is written again.
#[test]
fn an_entry_of_a_list_must_end_itself_even_leniently() {
    let rows: [(&str, u32, &[u8], Field, Kind); 3] = [
        ("failure", 0x8000_0021, b"id\0\x01\x01\x01447700", Field::Destination, Kind::Unterminated),
        ("message id", 0x8000_0023, b"\x021A2B\x003C4D", Field::MessageId, Kind::Unterminated),
        (
            "list name",
            0x0000_0021,
            b"\0\0\0\0\x01\x02friends and relations",
            Field::ListName,
            Kind::TooLong,
        ),
    ];
    for (name, id, body, field, kind) in rows {
        let length = u32::try_from(16 + body.len()).expect("it is short");
        let head = [length, id, 0, 1].map(u32::to_be_bytes);
        let pdu = [head.as_flattened(), body].concat();
        let error = Decoder::lenient(Version::V34).decode(&pdu).expect_err(name);
        assert_eq!((error.field, error.kind), (field, kind), "{name}");
    }
}

/// SMPP 3.4 s5.3.2.32: with message_payload, sm_length is 0.
#[test]
fn text_stands_in_one_place() {
    for name in ["submit_sm", "deliver_sm", "submit_multi", "replace_sm"] {
        let layout = LAYOUTS.iter().find(|layout| layout.name == name).expect("it is a PDU");
        let recipes = strategy::recipe(layout, Version::V50);
        let tree = recipes.new_tree(&mut support::runner(1)).expect("nothing is rejected");
        let mut recipe = tree.current();
        recipe.short_message_mut().expect("it has a place for text").splice(.., *b"Hi");
        recipe.find_mut("esm_class").into_iter().for_each(|class| *class = Value::Byte(0));
        recipe.tlvs = vec![(0x0424, b"Ho".to_vec())];
        let parts = recipe.parts();
        let written = encode(&recipe.view(&parts), &recipe, Version::V50);
        assert_eq!(written.expect_err(name).kind, Kind::TextTwice);
        let octets = recipe.octets();
        let read = Decoder::strict(Version::V50).decode(&octets);
        assert_eq!(read.expect_err(name).kind, Kind::TextTwice);
    }
}

/// SMPP 3.4 s3.1: a TLV without value is as good as absent, so it cannot contradict the user data
/// header either (s5.2.12).
#[test]
fn a_tlv_without_value_is_absent() {
    let pdu = b"\0\0\0\x41\0\0\0\x04\0\0\0\0\0\0\0\x01\0\x01\x01447700900123\0\x01\x01\
        447700900124\0\x40\0\0\0\0\0\0\0\0\x04\x02\x70\0A\x02\x0A\0\0";
    let decoded = Decoder::strict(Version::V34).decode(pdu).expect("nothing contradicts");
    assert_eq!(decoded.pdu.tlvs().find(Tag::SOURCE_PORT), None);
    let found = decoded.deviations.first();
    assert_eq!(found.iter().map(|d| d.kind).collect::<Vec<_>>(), [Kind::TlvEmpty]);
}

#[test]
fn an_owned_pdu_shows_what_the_borrowed_view_shows() {
    fn travels<T: Send + 'static>(value: T) -> T {
        value
    }
    for_every_pdu(|recipe, version| {
        let octets = Bytes::from(recipe.octets());
        let decoder = Decoder::strict(version);
        let borrowed = decoder.decode(&octets).map_err(failed)?;
        let frame = Frame::new(octets.clone()).expect("the length is right");
        let owned = travels(OwnedPdu::read(frame, decoder).expect("it was read before"));
        prop_assert_eq!(owned.view(), borrowed.pdu);
        prop_assert_eq!(owned.header(), borrowed.header);
        prop_assert_eq!(owned.octets(), &octets[..]);
        Ok(())
    });
}

/// SMPP 3.4 s4.4.2: no body. SMPP 5.0 s3.2.1.3: be ready for one.
#[test]
fn a_response_with_an_error_is_written_without_body_and_read_with_any() {
    for_every_pdu(|recipe, version| {
        if !CommandId(recipe.id).is_response() {
            return Ok(());
        }
        let whole = Recipe { status: 0x58, ..recipe.clone() };
        let bare = Recipe { fields: Vec::new(), tlvs: Vec::new(), ..whole.clone() };
        let empty = Pdu::empty(CommandId(recipe.id)).expect("the id is known");
        let written = encode(&empty, &bare, version).map_err(failed)?;
        prop_assert_eq!(&written[..], &bare.octets()[..]);
        let parts = whole.parts();
        let octets = whole.octets();
        for (octets, pdu) in [(&bare.octets(), empty), (&octets, whole.view(&parts))] {
            let decoded = Decoder::strict(version).decode(octets).map_err(failed)?;
            prop_assert_eq!(decoded.header.status, CommandStatus::THROTTLED);
            prop_assert_eq!(decoded.pdu, pdu);
        }
        Ok(())
    });
}

/// Some PDUs of a session, one behind the other.
fn stream() -> impl Strategy<Value = Vec<Vec<u8>>> {
    vec(strategy::any_recipe(Version::V34).prop_map(|recipe| recipe.octets()), 1..6)
}

/// The frames that can be taken out of `buffer`.
fn take_all(buffer: &mut BytesMut) -> Vec<Bytes> {
    std::iter::from_fn(|| Frame::take(buffer, Limits::BOUND).expect("the lengths are right"))
        .map(Frame::into_octets)
        .collect()
}

#[test]
fn a_stream_gives_the_same_frames_however_it_is_cut() {
    let cuts = vec(1..200_usize, 1..40);
    support::runner(512)
        .run(&(stream(), cuts), |(pdus, cuts)| {
            let octets = pdus.concat();
            let mut rest = &octets[..];
            let mut buffer = BytesMut::new();
            let mut frames = Vec::new();
            for cut in cuts.into_iter().chain([usize::MAX]) {
                let (chunk, behind) = rest.split_at(cut.min(rest.len()));
                buffer.extend_from_slice(chunk);
                frames.append(&mut take_all(&mut buffer));
                rest = behind;
            }
            prop_assert_eq!(frames, pdus);
            prop_assert!(buffer.is_empty());
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn a_prefix_of_a_pdu_is_incomplete_whatever_its_length() {
    support::runner(256)
        .run(&strategy::any_recipe(Version::V50), |recipe| {
            let octets = recipe.octets();
            for length in 0..octets.len() {
                let found = smpp::frame::frame(&octets[..length], Limits::BOUND);
                prop_assert_eq!(found, Framing::Incomplete, "of {} octets", length);
            }
            let found = smpp::frame::frame(&octets, Limits::BOUND);
            prop_assert_eq!(found, Framing::Complete(octets.len()));
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}

/// A PDU whose strings end only in the PDU behind it must not borrow from there.
#[test]
fn what_is_read_does_not_depend_on_the_octets_behind_the_frame() {
    let body = (any::<proptest::sample::Index>(), vec(0x20..0x7F_u8, 0..60));
    let behind = || vec(any::<u8>(), 0..60);
    support::runner(4096)
        .run(&(body, behind(), behind()), |((which, body), one, other)| {
            let Layout { id, name, .. } = LAYOUTS[which.index(LAYOUTS.len())];
            let fields = vec![("body", Value::Text(body))];
            let recipe = Recipe { id, name, status: 0, sequence: 9, fields, tlvs: Vec::new() };
            let mut alone = recipe.octets();
            alone.pop(); // the terminator
            let length = u32::try_from(alone.len()).expect("it is short");
            alone[..4].copy_from_slice(&length.to_be_bytes());
            for decoder in [Decoder::strict(Version::V34), Decoder::lenient(Version::V34)] {
                let expected = decoder.decode(&alone);
                for tail in [&one, &other] {
                    let mut buffer = BytesMut::from(&[&alone[..], tail].concat()[..]);
                    let frame = Frame::take(&mut buffer, Limits::BOUND)
                        .expect("the length is right")
                        .expect("it is whole");
                    prop_assert_eq!(&decoder.decode(frame.octets()), &expected);
                    prop_assert_eq!(&buffer[..], &tail[..]);
                }
            }
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}
