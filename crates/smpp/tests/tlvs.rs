//! The optional part: what is kept, what is found, what is passed on.

mod common;

use common::{LENIENT, STRICT, accept, answer, header, hex, refuse, write};
use smpp::{Field, Kind, Tag, Version};

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
