//! Values and combinations that a version does not define, field by field.

mod common;

use common::{LENIENT, STRICT, accept, answer, header, hex, refuse, write};
use smpp::{Decoder, Field, Header, Kind, Pdu, PduError, Version};

/// A submit_sm without addresses: esm_class at 23, priority_flag at 25, registered_delivery at 28,
/// replace_if_present_flag at 29, sm_default_msg_id at 31. Its text can be read with and without UDHI.
const SUBMIT_SM: &str = "00000029 00000004 00000000 00000002 00 000000 000000
    00 00 00 00 00 00 00 00 00 08 050003050201 'LG'";
/// The same as a deliver_sm.
const DELIVER_SM: &str = "00000029 00000005 00000000 00000002 00 000000 000000
    00 00 00 00 00 00 00 00 00 08 050003050201 'LG'";
/// A data_sm without addresses: esm_class at 23, registered_delivery at 24.
const DATA_SM: &str = "00000026 00000103 00000000 00000002 00 000000 000000
    00 00 00 0424 0008 050003050201 'LG'";
/// A submit_multi to the list 'L': esm_class at 24, priority_flag at 26, registered_delivery at 29,
/// replace_if_present_flag at 30, sm_default_msg_id at 32.
const SUBMIT_MULTI: &str = "0000002A 00000021 00000000 00000002 00 000000 01 02 'L' 00
    00 00 00 00 00 00 00 00 00 08 050003050201 'LG'";

/// A replace_sm without text: registered_delivery at 22, sm_default_msg_id at 23.
const REPLACE_SM: &str = "00000019 00000007 00000000 00000002 00 000000 00 00 00 00 00";
/// A broadcast_sm: priority_flag at 21, replace_if_present_flag at 24, sm_default_msg_id at 26.
const BROADCAST_SM: &str = "00000034 00000111 00000000 00000002 00 000000 00 00 00 00 00 00 00
    0606 0001 00  0601 0003 000001  0604 0002 0001  0605 0003 080001";

/// A PDU with a field of one octet, in which versions it exists, and where in it the field stands.
struct Place {
    pdu: &'static str,
    since: Version,
    at: usize,
    /// The response to a value that does not exist, and its status.
    answer: (u32, u32),
}

/// The values that exist in 3.3, in 3.4 and in 5.0.
type Exists = [fn(u8) -> bool; 3];

/// Reads and writes the field with each of the 256 values in each version.
#[track_caller]
fn walk(field: Field, places: &[Place], exists: Exists) {
    for place in places {
        for (version, exists) in [Version::V33, Version::V34, Version::V50].into_iter().zip(exists)
        {
            if version < place.since {
                continue;
            }
            for value in 0x00..=0xFF {
                println!("{field} {value:#04x} in {version:?}");
                check(field, place, version, (value, exists(value)));
            }
        }
    }
}

/// One value, and whether it exists.
#[track_caller]
fn check(field: Field, place: &Place, version: Version, (value, exists): (u8, bool)) {
    let mut pdu = hex(place.pdu);
    pdu[place.at] = value;
    if exists {
        accept(Decoder::strict(version), &pdu, &[], |_| {});
        accept(Decoder::lenient(version), &pdu, &[], |read| {
            assert_eq!(write(version, read, header(&pdu)), Ok(pdu.clone()));
        });
        return;
    }
    let offset = place.at as u32;
    let (id, status) = place.answer;
    let fault = (field, offset, Kind::Value, status);
    refuse(Decoder::strict(version), &pdu, fault, answer(id, status));
    let note = (field, offset, Kind::Value);
    accept(Decoder::lenient(version), &pdu, &[note], |read| {
        refuse_to_write(version, read, &pdu, note);
    });
}

/// The writer refuses what the reader only noted.
#[track_caller]
fn refuse_to_write(version: Version, read: Pdu<'_>, pdu: &[u8], note: (Field, u32, Kind)) {
    let (field, offset, kind) = note;
    let Header { command, sequence, .. } = header(pdu);
    let expected = Err(PduError { command, sequence, field, offset, kind });
    assert_eq!(write(version, read, header(pdu)), expected);
}

/// The types of message (bits 5-2) by direction. The mode (bits 1-0), the header and the reply path
/// (bits 7-6) are free in each.
fn to_centre(value: u8) -> bool {
    [0x00, 0x08, 0x10].contains(&(value & 0x3C))
}

fn to_centre_in_5_0(value: u8) -> bool {
    [0x00, 0x04, 0x08, 0x10, 0x20].contains(&(value & 0x3C))
}

fn to_esme(value: u8) -> bool {
    [0x00, 0x04, 0x08, 0x10, 0x18, 0x20].contains(&(value & 0x3C))
}

#[test]
fn esm_class_of_a_message_to_the_centre() {
    let places = [
        Place { pdu: SUBMIT_SM, since: Version::V33, at: 23, answer: (0x8000_0004, 0x43) },
        Place { pdu: SUBMIT_MULTI, since: Version::V33, at: 24, answer: (0x8000_0021, 0x43) },
    ];
    walk(Field::EsmClass, &places, [to_centre, to_centre, to_centre_in_5_0]);
}

/// A data_sm goes either way and the codec does not know which: a receipt may come in one.
#[test]
fn esm_class_of_a_message_to_the_esme_and_of_a_data_sm() {
    let places = [
        Place { pdu: DELIVER_SM, since: Version::V33, at: 23, answer: (0x8000_0005, 0x43) },
        Place { pdu: DATA_SM, since: Version::V34, at: 23, answer: (0x8000_0103, 0x43) },
    ];
    walk(Field::EsmClass, &places, [to_esme; 3]);
}

/// 3.3: no and yes; 3.4: four levels; 5.0: a fifth for cell broadcast.
#[test]
fn priority_flag() {
    let places = [
        Place { pdu: SUBMIT_SM, since: Version::V33, at: 25, answer: (0x8000_0004, 0x06) },
        Place { pdu: DELIVER_SM, since: Version::V33, at: 25, answer: (0x8000_0005, 0x06) },
        Place { pdu: SUBMIT_MULTI, since: Version::V33, at: 26, answer: (0x8000_0021, 0x06) },
        Place { pdu: BROADCAST_SM, since: Version::V50, at: 21, answer: (0x8000_0111, 0x06) },
    ];
    walk(
        Field::PriorityFlag,
        &places,
        [|value| value <= 1, |value| value <= 3, |value| value <= 4],
    );
}

/// Bits 1-0 are 3 only in 5.0; bits 4-2 ask for more and bits 7-5 are reserved and ignored.
#[test]
fn registered_delivery() {
    let places = [
        Place { pdu: SUBMIT_SM, since: Version::V33, at: 28, answer: (0x8000_0004, 0x07) },
        Place { pdu: DELIVER_SM, since: Version::V33, at: 28, answer: (0x8000_0005, 0x07) },
        Place { pdu: DATA_SM, since: Version::V34, at: 24, answer: (0x8000_0103, 0x07) },
        Place { pdu: SUBMIT_MULTI, since: Version::V33, at: 29, answer: (0x8000_0021, 0x07) },
        Place { pdu: REPLACE_SM, since: Version::V33, at: 22, answer: (0x8000_0007, 0x07) },
    ];
    let before: fn(u8) -> bool = |value| [0, 1, 2].contains(&(value & 0x03));
    walk(Field::RegisteredDelivery, &places, [before, before, |_| true]);
}

/// A submit_multi replaces nothing.
#[test]
fn replace_if_present_flag() {
    let places = [
        Place { pdu: SUBMIT_SM, since: Version::V33, at: 29, answer: (0x8000_0004, 0x43) },
        Place { pdu: DELIVER_SM, since: Version::V33, at: 29, answer: (0x8000_0005, 0x54) },
        Place { pdu: BROADCAST_SM, since: Version::V50, at: 24, answer: (0x8000_0111, 0x54) },
    ];
    walk(Field::ReplaceIfPresentFlag, &places, [|value| value <= 1; 3]);
    let place =
        Place { pdu: SUBMIT_MULTI, since: Version::V33, at: 30, answer: (0x8000_0021, 0x54) };
    walk(Field::ReplaceIfPresentFlag, &[place], [|value| value == 0; 3]);
}

/// Seven types of number; a plan of any number is kept.
#[test]
fn type_and_plan_of_numbers() {
    let places = [
        Place { pdu: SUBMIT_SM, since: Version::V33, at: 17, answer: (0x8000_0004, 0x0A) },
        Place { pdu: DATA_SM, since: Version::V34, at: 17, answer: (0x8000_0103, 0x0A) },
        Place { pdu: DELIVER_SM, since: Version::V33, at: 17, answer: (0x8000_0005, 0x48) },
        Place { pdu: SUBMIT_MULTI, since: Version::V33, at: 17, answer: (0x8000_0021, 0x48) },
        Place { pdu: REPLACE_SM, since: Version::V33, at: 17, answer: (0x8000_0007, 0x48) },
        Place { pdu: BROADCAST_SM, since: Version::V50, at: 17, answer: (0x8000_0111, 0x48) },
    ];
    walk(Field::Source, &places, [|ton| ton <= 6; 3]);
    let places = [
        Place { pdu: SUBMIT_SM, since: Version::V33, at: 20, answer: (0x8000_0004, 0x0B) },
        Place { pdu: DATA_SM, since: Version::V34, at: 20, answer: (0x8000_0103, 0x0B) },
        Place { pdu: DELIVER_SM, since: Version::V33, at: 20, answer: (0x8000_0005, 0x50) },
    ];
    walk(Field::Destination, &places, [|ton| ton <= 6; 3]);
    let places = places.map(|place| Place { at: place.at + 1, ..place });
    walk(Field::Destination, &places, [|_| true; 3]);
}

#[test]
fn any_protocol_id_and_any_data_coding() {
    let at = |at| Place { pdu: SUBMIT_SM, since: Version::V33, at, answer: (0, 0) };
    walk(Field::ProtocolId, &[at(24)], [|_| true; 3]);
    walk(Field::DataCoding, &[at(30)], [|_| true; 3]);
}

#[test]
fn sm_default_msg_id() {
    let places = [
        Place { pdu: SUBMIT_SM, since: Version::V33, at: 31, answer: (0x8000_0004, 0x01) },
        Place { pdu: SUBMIT_MULTI, since: Version::V33, at: 32, answer: (0x8000_0021, 0x63) },
        Place { pdu: REPLACE_SM, since: Version::V33, at: 23, answer: (0x8000_0007, 0x63) },
        Place { pdu: BROADCAST_SM, since: Version::V50, at: 26, answer: (0x8000_0111, 0x63) },
    ];
    let exists: Exists = [|value| value <= 100, |value| value <= 254, |_| true];
    walk(Field::DefaultMessageId, &places, exists);
}

#[test]
fn count_of_a_query_last_msgs() {
    let pdu = "00000014 00000023 00000000 00000002 000000 01";
    let place = Place { pdu, since: Version::V33, at: 19, answer: (0x8000_0023, 0x55) };
    walk(Field::MessageCount, &[place], [|count| count <= 100; 3]);
}

/// What is wrong first is told first.
#[test]
fn a_ton_that_does_not_exist_is_told_before_the_digits_behind_it() {
    let pdu = hex("00000025 00000004 00000000 00000002 00
         07 01 'Caf' E9 00              # 17 source
         01 01 00                       # 24 destination
         00 00 00 00 00 00 00 00 00 00");
    refuse(STRICT, &pdu, (Field::Source, 17, Kind::Value, 0x0A), answer(0x8000_0004, 0x0A));
    let noted = [(Field::Source, 17, Kind::Value), (Field::Source, 19, Kind::NotAscii)];
    accept(LENIENT, &pdu, &noted, |pdu| {
        let Pdu::SubmitSm(sm) = pdu else { panic!("not a submit_sm") };
        assert_eq!((sm.source.ton, sm.source.digits), (7, &b"Caf\xE9"[..]));
    });
}
