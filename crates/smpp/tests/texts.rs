//! Where the text of a message stands, and the header that may begin it.

mod common;

use common::{Fault, LENIENT, STRICT, accept, answer, cut_off, header, hex, refuse};
use smpp::{Field, Kind, Tag};

/// A submit_sm without addresses: esm_class at 23, sm_length at 32, text and TLVs from 33 on.
fn submit_sm(esm_class: &str, text_and_tlvs: &str) -> Vec<u8> {
    let octets = format!(
        "00000000 00000004 00000000 00000002 00 000000 000000
         {esm_class} 00 00 00 00 00 00 00 00 {text_and_tlvs}"
    );
    let pdu = hex(&octets);
    cut_off(&pdu, pdu.len())
}

const fn tlv(tag: u16) -> Field {
    Field::Tlv(Tag(tag))
}

/// Refused by a strict reader, noted by a lenient one.
#[track_caller]
fn check(name: &str, pdu: &[u8], fault: Fault) {
    println!("{name}");
    let (field, offset, kind, status) = fault;
    let id = header(pdu).command.0 | 0x8000_0000;
    refuse(STRICT, pdu, fault, answer(id, status));
    accept(LENIENT, pdu, &[(field, offset, kind)], |_| {});
}

/// A data_sm without addresses: TLVs from octet 26 on.
fn data_sm(esm_class: &str, tlvs: &str) -> Vec<u8> {
    let octets =
        format!("00000000 00000103 00000000 00000002 00 000000 000000 {esm_class} 00 00 {tlvs}");
    let pdu = hex(&octets);
    cut_off(&pdu, pdu.len())
}

const PAYLOAD: Field = tlv(0x0424);

/// The offset is that of the text, or of the tag where the text is in a TLV.
#[test]
fn a_header_that_is_announced_must_fit_the_text() {
    let cases: [(&str, Vec<u8>, (Field, u32)); 9] = [
        ("no text", submit_sm("40", "00"), (Field::ShortMessage, 33)),
        ("no text, a TLV", submit_sm("40", "00 0204 0002 0007"), (Field::ShortMessage, 33)),
        ("UDHL the whole length", submit_sm("40", "06 060500030502"), (Field::ShortMessage, 33)),
        ("UDHL far beyond", submit_sm("C0", "03 FF 05 00"), (Field::ShortMessage, 33)),
        ("no text, empty payload", submit_sm("40", "00 0424 0000"), (Field::ShortMessage, 33)),
        ("in the payload", submit_sm("40", "00 0424 0003 030500"), (PAYLOAD, 33)),
        ("data_sm, payload", data_sm("40", "0204 0002 0007 0424 0001 FF"), (PAYLOAD, 32)),
        ("data_sm, no payload", data_sm("40", ""), (PAYLOAD, 26)),
        ("data_sm, another TLV", data_sm("40", "0204 0002 0007"), (PAYLOAD, 32)),
    ];
    for (name, pdu, (field, offset)) in cases {
        check(name, &pdu, (field, offset, Kind::UserDataHeader, 0x43));
    }
}

#[test]
fn a_header_that_fits_the_text() {
    let cases = [
        ("with text", submit_sm("40", "08 050003050201 'LG'")),
        ("without text behind it", submit_sm("40", "06 050003050201")),
        ("of no octets", submit_sm("40", "01 00")),
        ("in the payload", submit_sm("40", "00 0424 0008 050003050201 'LG'")),
        ("in the payload of a data_sm", data_sm("40", "0424 0008 050003050201 'LG'")),
        ("not announced", submit_sm("00", "03 FF 05 00")),
    ];
    for (name, pdu) in cases {
        println!("{name}");
        accept(STRICT, &pdu, &[], |_| {});
        accept(LENIENT, &pdu, &[], |_| {});
    }
}

/// Segments and ports are told by the header or by TLVs, not by both.
#[test]
fn a_header_and_tlvs_that_say_the_same() {
    let text = "08 050003050201 'LG'"; // up to octet 41
    let cases = [
        ("sar_msg_ref_num", 0x020C, "020C 0002 0005", 41),
        ("sar_total_segments", 0x020E, "020E 0001 02", 41),
        ("sar_segment_seqnum", 0x020F, "020F 0001 01", 41),
        ("source_port", 0x020A, "020A 0002 0B84", 41),
        ("destination_port, behind another", 0x020B, "0204 0002 0007 020B 0002 0B84", 47),
    ];
    for (name, tag, tlvs, offset) in cases {
        let pdu = submit_sm("40", &format!("{text} {tlvs}"));
        check(name, &pdu, (tlv(tag), offset, Kind::HeaderTwice, 0x43));
        let without_header = submit_sm("00", &format!("{text} {tlvs}"));
        accept(STRICT, &without_header, &[], |_| {});
    }
    println!("a port without a value is absent");
    let pdu = submit_sm("40", &format!("{text} 020B 0000"));
    accept(STRICT, &pdu, &[(tlv(0x020B), 41, Kind::TlvEmpty)], |_| {});
}

#[test]
fn text_in_two_places() {
    let fault = |offset| (PAYLOAD, offset, Kind::TextTwice, 0x01);
    check("submit_sm", &submit_sm("00", "02 'Hi' 0424 0002 'Hi'"), fault(35));
    let pdu = submit_sm("00", "02 'Hi' 0204 0002 0007 0424 0002 'Hi'");
    check("behind another TLV", &pdu, fault(41));
    let replace_sm = hex("
        00000021 00000007 00000000 00000002
        'A' 00 000000 00 00 00 00           # 16 message_id to sm_default_msg_id
        02 'Hi'                             # 25 sm_length
        0424 0001 'H'                       # 28 message_payload
    ");
    check("replace_sm", &replace_sm, fault(28));
    println!("an empty payload is no text");
    accept(STRICT, &submit_sm("00", "02 'Hi' 0424 0000"), &[], |_| {});
}
