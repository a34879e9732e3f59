//! The optional part: what is kept, what is found, what is passed on.

mod common;

use common::{LENIENT, STRICT, accept, answer, header, hex, refuse, write};
use smpp::{Decoder, Field, Kind, Tag, TlvBuf, Version};

/// A submit_sm without addresses and text, in front of TLVs at octet 33.
fn submit_sm_with(tlvs: &str) -> Vec<u8> {
    let mandatory = "00000000 00000004 00000000 00000002 00 000000 000000
                     00 00 00 00 00 00 00 00 00 00";
    let pdu = [hex(mandatory), hex(tlvs)].concat();
    common::cut_off(&pdu, pdu.len())
}

const REFERENCE: Field = Field::Tlv(Tag(0x0204));

/// A TLV of an impossible length counts as absent: the next of its kind is the first, for the reader
/// and for whoever it is passed on to.
#[test]
fn a_tlv_of_an_impossible_length_does_not_hide_a_good_one() {
    let pdu = submit_sm_with("0204 0001 05  0204 0002 0007");
    let fault = (REFERENCE, 33, Kind::TlvLength);
    refuse(STRICT, &pdu, (fault.0, fault.1, fault.2, 0xC2), answer(0x8000_0004, 0xC2));
    accept(LENIENT, &pdu, &[fault], |read| {
        assert_eq!(read.tlvs().find(Tag(0x0204)), Some(&[0x00, 0x07][..]));
        assert_eq!(read.tlvs().integer(Tag(0x0204)), Some(7));
        let passed_on = write(Version::V34, read, header(&pdu)).expect("what is left is good");
        assert_eq!(passed_on, submit_sm_with("0204 0002 0007"));
    });
}

/// In any order, in front of and behind those that nobody knows; the first of a tag counts.
#[test]
fn tlvs_are_kept_in_the_order_of_the_wire() {
    let octets = "0204 0002 0007  1400 0001 FF  0205 0001 09  0204 0002 0008";
    let pdu = submit_sm_with(octets);
    for decoder in [STRICT, LENIENT] {
        accept(decoder, &pdu, &[], |read| {
            let tags: Vec<_> = read.tlvs().iter().map(|(tag, _)| tag.0).collect();
            assert_eq!(tags, [0x0204, 0x1400, 0x0205, 0x0204]);
            assert_eq!(read.tlvs().integer(Tag(0x0204)), Some(7));
            assert_eq!(read.tlvs().octets(), hex(octets));
            assert_eq!(write(Version::V34, read, header(&pdu)), Ok(pdu.clone()));
        });
    }
}

#[test]
fn repeated_callback_numbers_are_all_there() {
    let pdu = submit_sm_with("0381 0005 01 01 01 '44'  0302 0001 00  0381 0005 01 01 01 '55'");
    accept(STRICT, &pdu, &[], |read| {
        let numbers: Vec<_> =
            read.tlvs().iter().filter(|(tag, _)| *tag == Tag(0x0381)).map(|row| row.1).collect();
        assert_eq!(numbers, [b"\x01\x01\x0144", b"\x01\x01\x0155"]);
    });
}

/// TLVs that the table of an operation does not list are read, those of a 3.3 session too.
#[test]
fn tlvs_are_read_from_anyone_and_anywhere() {
    let pdus = [
        "0000001D 00000002 00000000 00000001 00 00 00 33 00 00 00  0204 0002 0007",
        "0000001A 00000003 00000000 00000001 00 000000  0204 0002 0007",
        "00000017 80000004 00000000 00000001 00  0204 0002 0007",
        "00000016 80000015 00000000 00000001  0204 0002 0007",
        "00000017 00000022 00000000 00000001 00  0204 0002 0007",
    ];
    for pdu in pdus {
        for version in Version::ALL {
            accept(Decoder::strict(version), &hex(pdu), &[], |read| {
                assert_eq!(read.tlvs().integer(Tag(0x0204)), Some(7));
            });
        }
    }
}

/// Characters with and without terminator, numbers of one to four octets.
#[test]
fn values_by_their_shape() {
    let pdu = submit_sm_with(
        "001D 0003 'no' 00  001E 0002 'A1'  0017 0004 00015180  0613 0005 0000000001  0019 0001 FF",
    );
    accept(STRICT, &pdu, &[], |read| {
        let tlvs = read.tlvs();
        assert_eq!(tlvs.text(Tag(0x001D)), Some(&b"no"[..]));
        assert_eq!(tlvs.find(Tag(0x001D)), Some(&b"no\0"[..]));
        assert_eq!(tlvs.text(Tag(0x001E)), Some(&b"A1"[..]));
        assert_eq!(tlvs.integer(Tag(0x0017)), Some(86_400));
        assert_eq!(tlvs.integer(Tag(0x0613)), None, "no integer has five octets");
        assert_eq!(tlvs.integer(Tag(0x0019)), Some(255));
        assert_eq!(tlvs.integer(Tag(0x0204)), None);
    });
}

#[test]
fn characters_are_written_with_their_terminator() {
    let mut tlvs = TlvBuf::new();
    tlvs.push_text(Tag(0x001E), b"A1").expect("short enough");
    tlvs.push_text(Tag(0x001D), &[b'x'; 255]).expect("the terminator is the last of 256 octets");
    tlvs.push_text(Tag(0x001D), &[b'x'; 256]).expect_err("one more");
    let text = "78".repeat(255);
    assert_eq!(tlvs.view().octets(), hex(&format!("001E 0003 'A1' 00 001D 0100 {text} 00")));
    tlvs.clear();
    assert!(tlvs.view().is_empty());
}
