//! Values and combinations that a version does not define, field by field.

mod common;

use common::{LENIENT, STRICT, accept, answer, hex, refuse};
use smpp::{Decoder, Field, Kind, Pdu, Version};

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

/// One field of one octet, in one version: the values that exist.
struct Octet {
    pdu: &'static str,
    version: Version,
    at: usize,
    field: Field,
    exists: fn(u8) -> bool,
    /// What a value that does not exist is answered with.
    answer: (u32, u32),
}

/// Reads the field with each of the 256 values.
#[track_caller]
fn walk(octets: &[Octet]) {
    for &Octet { pdu, version, at, field, exists, answer: (id, status) } in octets {
        for value in 0x00..=0xFF {
            println!("{field} {value:#04x} in {version:?}");
            let mut pdu = hex(pdu);
            pdu[at] = value;
            let fault = (field, at as u32, Kind::Value);
            if exists(value) {
                accept(Decoder::strict(version), &pdu, &[], |_| {});
                accept(Decoder::lenient(version), &pdu, &[], |_| {});
            } else {
                let strict = (field, at as u32, Kind::Value, status);
                refuse(Decoder::strict(version), &pdu, strict, answer(id, status));
                accept(Decoder::lenient(version), &pdu, &[fault], |_| {});
            }
        }
    }
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
    for (pdu, at, id) in [(SUBMIT_SM, 23, 0x8000_0004), (SUBMIT_MULTI, 24, 0x8000_0021)] {
        let of = |version, exists| {
            let answer = (id, 0x43);
            Octet { pdu, version, at, field: Field::EsmClass, exists, answer }
        };
        let rows = [
            of(Version::V33, to_centre as fn(u8) -> bool),
            of(Version::V34, to_centre),
            of(Version::V50, to_centre_in_5_0),
        ];
        walk(&rows);
    }
}

/// A data_sm goes either way and the codec does not know which: a receipt may come in one.
#[test]
fn esm_class_of_a_message_to_the_esme_and_of_a_data_sm() {
    for (pdu, id) in [(DELIVER_SM, 0x8000_0005), (DATA_SM, 0x8000_0103)] {
        let of = |version| {
            let answer = (id, 0x43);
            Octet { pdu, version, at: 23, field: Field::EsmClass, exists: to_esme, answer }
        };
        walk(&Version::ALL.map(of));
    }
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
