//! The fifteen traps that every implementation of SMPP falls into once. Those that concern a session
//! are tested here as far as octets go; what a session does with them is for its own tests.

mod common;

use common::{LENIENT, STRICT, accept, answer, cut_off, cut_out, header, hex, refuse, write};
use smpp::pdu::message::{MessageResp, Sm};
use smpp::{CommandStatus, Decoder, Field, Header, Kind, OwnedPdu, Pdu, Tag, TlvBuf, Version};

const SUBMIT: u32 = 0x8000_0004;

/// The body of a submit_sm or deliver_sm.
fn sm(pdu: Pdu<'_>) -> Sm<'_> {
    if let Pdu::SubmitSm(sm) | Pdu::DeliverSm(sm) = pdu {
        return sm;
    }
    panic!("{pdu:?} is no message")
}

/// A submit_sm without addresses: esm_class, registered_delivery and data_coding, then sm_length at
/// octet 32 and what follows.
fn submit_sm([esm_class, registered_delivery, data_coding]: [u8; 3], text: &str) -> Vec<u8> {
    let octets = format!(
        "00000000 00000004 00000000 00000002 00 000000 000000
         {esm_class:02X} 00 00 00 00 {registered_delivery:02X} 00 {data_coding:02X} 00"
    );
    let pdu = [hex(&octets), hex(text)].concat();
    cut_off(&pdu, pdu.len())
}

/// A receipt: a deliver_sm with this behind its mandatory fields, from octet 49 on.
fn receipt(tlvs: &str) -> Vec<u8> {
    let octets = "00000000 00000005 00000000 00000001
        00 01 01 '447700900123' 00 05 00 'Acme' 00 04 00 00 00 00 00 00 00 00
        14 'id:6699 stat:DELIVRD'";
    let pdu = [hex(octets), hex(tlvs)].concat();
    cut_off(&pdu, pdu.len())
}

/// Some peers drop the body of a refusal, some send a NUL, some all of it.
#[test]
fn trap_1_refusals_with_and_without_a_body() {
    let cases: [(&str, &[u8]); 3] = [
        ("00000010 80000004 00000058 00000003", b""),
        ("00000011 80000004 00000058 00000003 00", b""),
        ("00000013 80000004 00000058 00000003 'A1' 00", b"A1"),
    ];
    for (octets, message_id) in cases {
        for decoder in [STRICT, LENIENT] {
            accept(decoder, &hex(octets), &[], |pdu| {
                let expected = MessageResp { message_id, ..MessageResp::default() };
                assert_eq!(pdu, Pdu::SubmitSmResp(expected));
            });
        }
    }
}

#[test]
fn trap_2_vendor_tlvs_where_none_are_expected() {
    let bind = hex("00000022 80000009 00000000 00000001 'GW' 00
        1402 0002 'xy'  0210 0001 34  FFFF 0000");
    for decoder in [STRICT, LENIENT] {
        accept(decoder, &bind, &[], |pdu| {
            assert_eq!(pdu.tlvs().integer(Tag(0x0210)), Some(0x34));
            assert_eq!(pdu.tlvs().find(Tag(0x1402)), Some(&b"xy"[..]));
        });
        accept(decoder, &receipt("1403 0001 07  0427 0001 02  0008 0002 0000"), &[], |pdu| {
            assert_eq!(pdu.tlvs().integer(Tag(0x0427)), Some(2));
        });
    }
}

/// Hexadecimal in one, decimal in the other, letters large and small, zeros in front: what came is
/// kept. Whether two ids are one message is not for the codec to say.
#[test]
fn trap_3_message_ids_are_kept_as_they_came() {
    for (id, octets) in [
        (&b"1A2B"[..], "00000015 80000004 00000000 00000002 '1A2B' 00"),
        (b"001a2b", "00000017 80000004 00000000 00000002 '001a2b' 00"),
        (b" 1A2B", "00000016 80000004 00000000 00000002 ' 1A2B' 00"),
    ] {
        for version in Version::ALL {
            accept(Decoder::strict(version), &hex(octets), &[], |pdu| {
                let Pdu::SubmitSmResp(resp) = pdu else { panic!("not a submit_sm_resp") };
                assert_eq!(resp.message_id, id);
            });
        }
    }
    accept(STRICT, &receipt("001E 0005 '6699' 00"), &[], |pdu| {
        assert_eq!(pdu.tlvs().text(Tag(0x001E)), Some(&b"6699"[..]));
        assert_eq!(sm(pdu).short_message, b"id:6699 stat:DELIVRD");
    });
}

/// A receipt may come before the response, twice, or after the last one: the reader remembers nothing,
/// so each is read alike. When they come is for the session's dialogues and the receipts' own tests.
#[test]
fn trap_4_receipts_that_come_twice_are_read_alike() {
    let first = receipt("001E 0005 '6699' 00  0427 0001 02");
    let mut second = first.clone();
    second[15] = 0x2A;
    let (one, two) = (STRICT.decode(&first), STRICT.decode(&second));
    let (one, two) = (one.expect("it is good"), two.expect("it is good"));
    assert_eq!(one.pdu, two.pdu);
    assert_eq!((one.header.sequence, two.header.sequence), (1, 0x2A));
}

/// The request has bit 4, the notification bit 5; each other's bit means something else.
#[test]
fn trap_5_intermediate_is_0x10_when_asked_and_0x20_when_told() {
    for (registered_delivery, note) in [(0x10, "asked"), (0x20, "reserved, ignored")] {
        println!("{note}");
        accept(STRICT, &submit_sm([0, registered_delivery, 0], "00"), &[], |pdu| {
            assert_eq!(sm(pdu).registered_delivery, registered_delivery);
        });
    }
    let mut told = receipt("");
    for (esm_class, note) in [(0x20, "intermediate"), (0x10, "acknowledged by its reader")] {
        println!("{note}");
        told[39] = esm_class;
        accept(STRICT, &told, &[], |pdu| assert_eq!(sm(pdu).esm_class, esm_class));
    }
    let fault = (Field::EsmClass, 23, Kind::Value, 0x43);
    refuse(STRICT, &submit_sm([0x20, 0, 0], "00"), fault, answer(SUBMIT, 0x43));
}

/// 255 is for 5.0. Where that many octets are not there, nobody looks for them in the next PDU.
#[test]
fn trap_6_sm_length_255() {
    let fault = (Field::ShortMessage, 32, Kind::MessageLength, 0x01);
    let note = (Field::ShortMessage, 32, Kind::MessageLength);
    let whole = submit_sm([0, 0, 0], &format!("FF {}", "41".repeat(255)));
    for version in [Version::V33, Version::V34] {
        refuse(Decoder::strict(version), &whole, fault, answer(SUBMIT, 0x01));
        accept(Decoder::lenient(version), &whole, &[note], |pdu| {
            assert_eq!(sm(pdu).short_message, [0x41; 255]);
        });
    }
    accept(Decoder::strict(Version::V50), &whole, &[], |pdu| {
        assert_eq!(sm(pdu).short_message, [0x41; 255]);
    });
    let lying = submit_sm([0, 0, 0], "FF 'Hi'");
    for version in Version::ALL {
        refuse(Decoder::strict(version), &lying, fault, answer(SUBMIT, 0x01));
        accept(Decoder::lenient(version), &lying, &[note], |pdu| {
            assert_eq!(sm(pdu).short_message, b"Hi");
        });
    }
}

#[test]
fn trap_7_lengths_and_headers_that_do_not_fit() {
    let too_long = (Field::ShortMessage, 32, Kind::MessageLength);
    let no_header = (Field::ShortMessage, 33, Kind::UserDataHeader);
    let cases = [
        (submit_sm([0, 0, 0], "03 'Hi'"), too_long, 0x01),
        (submit_sm([0x40, 0, 0], "00"), no_header, 0x43),
        (submit_sm([0x40, 0, 0], "06 060003050201"), no_header, 0x43),
        (submit_sm([0x40, 0, 0], "02 FF00"), no_header, 0x43),
    ];
    for (pdu, note, status) in cases {
        let (field, offset, kind) = note;
        refuse(STRICT, &pdu, (field, offset, kind, status), answer(SUBMIT, status));
        accept(LENIENT, &pdu, &[note], |_| {});
    }
}

/// 0x00 is the letter @. A NUL that is counted in command_length alone is not text.
#[test]
fn trap_8_text_is_not_ended_by_a_nul() {
    let at_signs = submit_sm([0, 0, 0], "05 00 '@' 00 'A' 00");
    for decoder in [STRICT, LENIENT] {
        accept(decoder, &at_signs, &[], |read| {
            assert_eq!(sm(read).short_message, b"\0@\0A\0");
            assert_eq!(write(Version::V34, read, header(&at_signs)), Ok(at_signs.clone()));
        });
    }
    let uncounted = submit_sm([0, 0, 0], "02 'Hi' 00");
    let fault = (Field::TlvStream, 35, Kind::TrailingOctets, 0xC0);
    refuse(STRICT, &uncounted, fault, answer(SUBMIT, 0xC0));
    accept(LENIENT, &uncounted, &[(Field::TlvStream, 35, Kind::TrailingOctets)], |pdu| {
        assert_eq!(sm(pdu).short_message, b"Hi");
    });
}

/// The text is read without change by either reader, with nothing noted, and written the same.
#[track_caller]
fn check_untouched(data_coding: u8, text: &[u8]) {
    let digits: String = text.iter().map(|octet| format!("{octet:02X}")).collect();
    let pdu = submit_sm([0, 0, data_coding], &format!("{:02X} {digits}", text.len()));
    for decoder in [STRICT, LENIENT] {
        accept(decoder, &pdu, &[], |read| {
            assert_eq!(sm(read).data_coding, data_coding);
            assert_eq!(sm(read).short_message, text);
            assert_eq!(write(Version::V34, read, header(&pdu)), Ok(pdu.clone()));
        });
    }
}

/// Latin-1 letters and packed septets both come as data_coding 0.
#[test]
fn trap_9_data_coding_0_says_nothing_about_the_octets() {
    check_untouched(0, b"Caf\xE9");
    check_untouched(0, &[0xE8, 0x32, 0x9B, 0xFD, 0x06]);
}

/// Septets grow threefold in UTF-8. The codec grows nothing: the text of the longest message is lent
/// from the octets that came.
#[test]
fn trap_10_the_longest_text_is_lent_not_expanded() {
    let euros: Vec<u8> = [0x1B, 0x65].repeat(127);
    check_untouched(0, &euros);
    let pdu = submit_sm([0, 0, 0], &format!("FE {}", "1B65".repeat(127)));
    let read = STRICT.decode(&pdu).expect("it is good");
    assert_eq!(sm(read.pdu).short_message.as_ptr(), pdu[33..].as_ptr());
}

/// UCS2 with its octets swapped, with a byte order mark, with an odd octet: nothing is guessed.
#[test]
fn trap_11_ucs2_is_not_turned_round() {
    check_untouched(8, b"H\0i\0");
    check_untouched(8, b"\xFF\xFEH\0i\0");
    check_untouched(8, b"\xFE\xFF\0H\0i");
    check_untouched(8, b"\0H\0");
}

/// Both sides go on with the lower version: what a server of 3.4 answers to 0x50 is 0x34.
#[test]
fn trap_12_interface_version_0x50_from_everyone() {
    let bind = hex("00000017 00000009 00000000 00000001 00 00 00 50 00 00 00");
    accept(STRICT, &bind, &[], |pdu| {
        let Pdu::BindTransceiver(bind) = pdu else { panic!("not a bind_transceiver") };
        assert_eq!(bind.interface_version, 0x50);
        let agreed = Version::from_interface(bind.interface_version).min(Version::V34);
        assert_eq!((agreed, agreed.rules().interface_version), (Version::V34, 0x34));
    });
    for octet in 0x00..=0xFF {
        let expected = match octet {
            0x00..=0x33 => Version::V33,
            0x34..=0x4F => Version::V34,
            0x50..=0xFF => Version::V50,
        };
        assert_eq!(Version::from_interface(octet), expected, "{octet:#x}");
    }
}

/// Any PDU is a sign of life, a malformed one too: its frame and header are there before its body is
/// judged. The timers are tested with the session.
#[test]
fn trap_13_a_malformed_pdu_is_a_sign_of_life() {
    let pdu = hex("00000011 00000004 00000000 00000005 FF");
    let frame = cut_out(&pdu);
    assert_eq!(frame.header(), header(&pdu));
    assert!(STRICT.decode(frame.octets()).is_err());
}

/// 0, the same number twice, and numbers beyond 0x7FFFFFFF are read, told in errors and echoed. Which
/// request a response belongs to then is tested with the session.
#[test]
fn trap_14_any_sequence_number_is_echoed() {
    for sequence in ["00000000", "00000001", "00000001", "7FFFFFFF", "80000000", "FFFFFFFF"] {
        let number = u32::from_str_radix(sequence, 16).expect("hexadecimal");
        let request = hex(&format!("00000010 00000015 00000000 {sequence}"));
        accept(STRICT, &request, &[], |pdu| assert_eq!(pdu, Pdu::EnquireLink));
        let malformed = hex(&format!("00000011 00000015 00000000 {sequence} 00"));
        let error = STRICT.decode(&malformed).expect_err("it has a body");
        assert_eq!(error.sequence, number);
        let owned = OwnedPdu::read(cut_out(&request), STRICT).expect("it is good");
        let status = CommandStatus::OK;
        let response = Pdu::EnquireLinkResp(Default::default());
        let header =
            Header { command: response.command(), status, sequence: owned.header().sequence };
        let expected = hex(&format!("00000010 80000015 00000000 {sequence}"));
        assert_eq!(write(Version::V34, response, header), Ok(expected));
    }
}

/// One receipt for any of the sessions of an account: its octets differ by the sequence number, and by
/// the version of the session. Which session it goes to, and where again, is not for the codec.
#[test]
fn trap_15_a_receipt_fits_any_session() {
    let mut tlvs = TlvBuf::new();
    tlvs.push_text(Tag(0x001E), b"6699").expect("an id");
    let pdu = Pdu::DeliverSm(Sm {
        esm_class: 4,
        short_message: b"id:6699",
        tlvs: tlvs.view(),
        ..Sm::default()
    });
    let body = "00 000000 000000 04 00 00 00 00 00 00 00 00 07 'id:6699'";
    let cases = [
        (
            Version::V50,
            1,
            format!("00000031 00000005 00000000 00000001 {body} 001E 0005 '6699' 00"),
        ),
        (
            Version::V34,
            9,
            format!("00000031 00000005 00000000 00000009 {body} 001E 0005 '6699' 00"),
        ),
        (Version::V33, 9, format!("00000028 00000005 00000000 00000009 {body}")),
    ];
    for (version, sequence, expected) in cases {
        let header = Header { command: pdu.command(), status: CommandStatus::OK, sequence };
        assert_eq!(write(version, pdu, header), Ok(hex(&expected)), "{version:?}");
    }
}
