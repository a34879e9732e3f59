//! What peers in the field send, one test per habit: how a strict and a lenient reader take it, and
//! that the good enquire_link which follows in the same stream still comes out.

mod common;

use bytes::BytesMut;
use common::{LENIENT, STRICT, accept, answer, cut_off, header, hex, nack, refuse, write};
use smpp::frame::BadFrame;
use smpp::pdu::message::Sm;
use smpp::{Field, Frame, Framing, Kind, Limits, Pdu, Reply, Tag, Version};

const SUBMIT: u32 = 0x8000_0004;

/// The body of a submit_sm or deliver_sm.
fn sm(pdu: Pdu<'_>) -> Sm<'_> {
    if let Pdu::SubmitSm(sm) | Pdu::DeliverSm(sm) = pdu {
        return sm;
    }
    panic!("{pdu:?} is no message")
}

#[test]
fn destination_of_30_digits() {
    let pdu = hex("00000045 00000004 00000000 00000002 00 05 00 'Acme' 00
        01 01 '447700900123447700900123447700' 00       # 26 destination_addr
        00 00 00 00 00 01 00 00 00 02 'Hi'");
    let fault = (Field::Destination, 26, Kind::TooLong, 0x0B);
    refuse(STRICT, &pdu, fault, answer(SUBMIT, 0x0B));
    refuse(LENIENT, &pdu, fault, answer(SUBMIT, 0x0B));
}

#[test]
fn source_with_accents() {
    let utf_8 = hex("00000034 00000004 00000000 00000002 00
        05 00 'Caf' C3A9 00                             # 19 source_addr
        01 01 '447700900123' 00 00 00 00 00 00 01 00 00 00 02 'Hi'");
    let latin_1 = hex("00000033 00000004 00000000 00000002 00
        05 00 'Caf' E9 00
        01 01 '447700900123' 00 00 00 00 00 00 01 00 00 00 02 'Hi'");
    for (pdu, source) in [(utf_8, &b"Caf\xC3\xA9"[..]), (latin_1, b"Caf\xE9")] {
        let fault = (Field::Source, 19, Kind::NotAscii, 0x0A);
        refuse(STRICT, &pdu, fault, answer(SUBMIT, 0x0A));
        accept(LENIENT, &pdu, &[(Field::Source, 19, Kind::NotAscii)], |pdu| {
            assert_eq!(sm(pdu).source.digits, source);
            assert_eq!(sm(pdu).short_message, b"Hi");
        });
    }
}

#[test]
fn validity_of_5_characters() {
    let pdu = hex("00000038 00000004 00000000 00000002 00 05 00 'Acme' 00 01 01 '447700900123' 00
        00 00 00 00
        '00010' 00                                      # 43 validity_period
        01 00 00 00 02 'Hi'");
    refuse(STRICT, &pdu, (Field::ValidityPeriod, 43, Kind::TimeLength, 0x62), answer(SUBMIT, 0x62));
    accept(LENIENT, &pdu, &[(Field::ValidityPeriod, 43, Kind::TimeLength)], |pdu| {
        assert_eq!(sm(pdu).validity_period, b"00010");
        assert_eq!(sm(pdu).registered_delivery, 1);
    });
}

/// As the validity, with its own status; and longer than any time.
#[test]
fn schedule_of_17_characters() {
    let pdu = hex("00000044 00000004 00000000 00000002 00 05 00 'Acme' 00 01 01 '447700900123' 00
        00 00 00
        '26123123595900000' 00                          # 42 schedule_delivery_time
        00 01 00 00 00 02 'Hi'");
    let fault = (Field::ScheduleDeliveryTime, 42, Kind::TooLong, 0x61);
    refuse(STRICT, &pdu, fault, answer(SUBMIT, 0x61));
    accept(LENIENT, &pdu, &[(Field::ScheduleDeliveryTime, 42, Kind::TooLong)], |pdu| {
        assert_eq!(sm(pdu).schedule_delivery_time, b"26123123595900000");
    });
}

/// The NUL that would end the address is the first octet of the next PDU, which is not ours to read.
#[test]
fn end_inside_the_destination() {
    let pdu = hex("00000026 00000004 00000000 00000002 00 05 00 'Acme' 00
        01 01 '447700900123'                            # 26 destination_addr, up to the end
    ");
    let fault = (Field::Destination, 26, Kind::Unterminated, 0x0B);
    refuse(STRICT, &pdu, fault, answer(SUBMIT, 0x0B));
    let notes = [
        (Field::Destination, 26, Kind::Unterminated),
        (Field::EsmClass, 38, Kind::Truncated),
        (Field::ProtocolId, 38, Kind::Truncated),
        (Field::PriorityFlag, 38, Kind::Truncated),
        (Field::ScheduleDeliveryTime, 38, Kind::Truncated),
        (Field::ValidityPeriod, 38, Kind::Truncated),
        (Field::RegisteredDelivery, 38, Kind::Truncated),
        (Field::ReplaceIfPresentFlag, 38, Kind::Truncated),
        (Field::DataCoding, 38, Kind::Truncated),
        (Field::DefaultMessageId, 38, Kind::Truncated),
        (Field::ShortMessage, 38, Kind::Truncated),
    ];
    accept(LENIENT, &pdu, &notes, |pdu| {
        assert_eq!(sm(pdu).destination.digits, b"447700900123");
        assert_eq!(sm(pdu).short_message, b"");
    });
}

/// A submit_sm with this behind its text, which ends at octet 51.
fn submit_sm_and(tail: &str) -> Vec<u8> {
    let mandatory = "00000033 00000004 00000000 00000002
        00 05 00 'Acme' 00 01 01 '447700900123' 00 00 00 00 00 00 01 00 00 00 02 'Hi'";
    let pdu = [hex(mandatory), hex(tail)].concat();
    cut_off(&pdu, pdu.len())
}

#[test]
fn one_to_three_octets_behind_the_text() {
    for tail in ["00", "0000", "000000", "0204 00", "FF"] {
        let pdu = submit_sm_and(tail);
        let fault = (Field::TlvStream, 51, Kind::TrailingOctets, 0xC0);
        refuse(STRICT, &pdu, fault, answer(SUBMIT, 0xC0));
        accept(LENIENT, &pdu, &[(Field::TlvStream, 51, Kind::TrailingOctets)], |pdu| {
            assert_eq!(sm(pdu).short_message, b"Hi");
            assert!(sm(pdu).tlvs.is_empty());
        });
    }
}

/// The false length must not travel on to the next peer either.
#[test]
fn tlv_longer_than_the_pdu() {
    let pdu = submit_sm_and("0204 0009 1234");
    let fault = (Field::TlvStream, 51, Kind::TlvOverrun, 0xC0);
    refuse(STRICT, &pdu, fault, answer(SUBMIT, 0xC0));
    accept(LENIENT, &pdu, &[(Field::TlvStream, 51, Kind::TlvOverrun)], |read| {
        assert!(sm(read).tlvs.is_empty());
        assert_eq!(write(Version::V34, read, header(&pdu)), Ok(submit_sm_and("")));
    });

    let pdu = submit_sm_and("020D 0001 04  0204 FFFF 1234");
    let fault = (Field::TlvStream, 56, Kind::TlvOverrun, 0xC0);
    refuse(STRICT, &pdu, fault, answer(SUBMIT, 0xC0));
    accept(LENIENT, &pdu, &[(Field::TlvStream, 56, Kind::TlvOverrun)], |read| {
        assert_eq!(sm(read).tlvs.integer(Tag(0x020D)), Some(4));
        assert_eq!(write(Version::V34, read, header(&pdu)), Ok(submit_sm_and("020D 0001 04")));
    });
}

#[test]
fn user_message_reference_of_1_and_of_4_octets() {
    for tlv in ["0204 0001 07", "0204 0004 00000007"] {
        let pdu = submit_sm_and(&format!("020D 0001 04 {tlv} 0205 0001 09"));
        let field = Field::Tlv(Tag(0x0204));
        let fault = (field, 56, Kind::TlvLength, 0xC2);
        refuse(STRICT, &pdu, fault, answer(SUBMIT, 0xC2));
        accept(LENIENT, &pdu, &[(field, 56, Kind::TlvLength)], |read| {
            assert_eq!(sm(read).tlvs.find(Tag(0x0204)), None);
            assert_eq!(sm(read).tlvs.integer(Tag(0x0205)), Some(9));
            let passed_on = submit_sm_and("020D 0001 04 0205 0001 09");
            assert_eq!(write(Version::V34, read, header(&pdu)), Ok(passed_on));
        });
    }
}

/// A deliver_sm without addresses and text, and TLVs from octet 33 on.
fn deliver_sm_and(tlvs: &str) -> Vec<u8> {
    let mandatory = "00000021 00000005 00000000 00000002
        00 000000 000000 04 00 00 00 00 00 00 00 00 00";
    let pdu = [hex(mandatory), hex(tlvs)].concat();
    cut_off(&pdu, pdu.len())
}

#[test]
fn receipted_message_id_without_nul() {
    for tlv in ["001E 0004 'A1B2'", "001E 0005 'A1B2' 00"] {
        for decoder in [STRICT, LENIENT] {
            accept(decoder, &deliver_sm_and(tlv), &[], |pdu| {
                assert_eq!(sm(pdu).tlvs.text(Tag(0x001E)), Some(&b"A1B2"[..]));
            });
        }
    }
}

#[test]
fn message_state_without_value() {
    let pdu = deliver_sm_and("0427 0000  001E 0003 'A1' 00");
    let note = (Field::Tlv(Tag(0x0427)), 33, Kind::TlvEmpty);
    for decoder in [STRICT, LENIENT] {
        accept(decoder, &pdu, &[note], |read| {
            assert_eq!(sm(read).tlvs.find(Tag(0x0427)), None);
            assert_eq!(sm(read).tlvs.integer(Tag(0x0427)), None);
            assert_eq!(sm(read).tlvs.text(Tag(0x001E)), Some(&b"A1"[..]));
            let passed_on = deliver_sm_and("001E 0003 'A1' 00");
            assert_eq!(write(Version::V34, read, header(&pdu)), Ok(passed_on));
        });
    }
}

#[test]
fn command_id_that_nobody_knows() {
    for id in ["0000000A", "00000100", "00010200", "7FFFFFFF", "00000000"] {
        let pdu = hex(&format!("00000014 {id} 00000000 12345678 DEADBEEF"));
        let fault = (Field::Body, 4, Kind::UnknownCommand, 0x03);
        refuse(STRICT, &pdu, fault, nack(0x03));
        refuse(LENIENT, &pdu, fault, nack(0x03));
    }
}

/// What we do not know is for others: kept octet by octet and passed on, the reserved tags too.
#[test]
fn vendor_tlv_that_nobody_knows() {
    let tlvs = "1400 0003 'MNO'  3FFF 0000  1501 0001 FF  4001 0002 0000";
    let pdu = submit_sm_and(tlvs);
    for decoder in [STRICT, LENIENT] {
        accept(decoder, &pdu, &[], |read| {
            let kept: Vec<_> = sm(read).tlvs.iter().collect();
            let expected = [
                (Tag(0x1400), &b"MNO"[..]),
                (Tag(0x3FFF), b""),
                (Tag(0x1501), b"\xFF"),
                (Tag(0x4001), b"\0\0"),
            ];
            assert_eq!(kept, expected);
            assert_eq!(sm(read).tlvs.find(Tag(0x1400)), Some(&b"MNO"[..]));
            assert_eq!(write(Version::V34, read, header(&pdu)), Ok(pdu.clone()));
        });
    }
}

#[test]
fn enquire_link_and_unbind_with_a_body() {
    let cases =
        [("00000015", 0x8000_0015, Pdu::EnquireLink), ("00000006", 0x8000_0006, Pdu::Unbind)];
    for (id, response, expected) in cases {
        for (length, body) in
            [("00000011", "00"), ("00000015", "0204 0001 07"), ("00000014", "FFFFFFFF")]
        {
            let pdu = hex(&format!("{length} {id} 00000000 00000009 {body}"));
            let fault = (Field::Body, 16, Kind::UnexpectedBody, 0x02);
            refuse(STRICT, &pdu, fault, answer(response, 0x02));
            accept(LENIENT, &pdu, &[(Field::Body, 16, Kind::UnexpectedBody)], |pdu| {
                assert_eq!(pdu, expected);
            });
        }
    }
}

#[test]
fn submit_sm_resp_with_an_error_and_no_body() {
    let pdu = hex("00000010 80000004 00000045 00000002");
    for decoder in [STRICT, LENIENT] {
        accept(decoder, &pdu, &[], |pdu| assert_eq!(pdu, Pdu::SubmitSmResp(Default::default())));
    }
}

/// Accepted, but no receipt will ever match: noted.
#[test]
fn submit_sm_resp_without_error_and_without_body() {
    let pdu = hex("00000010 80000004 00000000 00000002");
    for decoder in [STRICT, LENIENT] {
        accept(decoder, &pdu, &[(Field::MessageId, 16, Kind::MissingBody)], |pdu| {
            assert_eq!(pdu, Pdu::SubmitSmResp(Default::default()));
        });
    }
}

#[test]
fn submit_sm_without_any_body() {
    let pdu = hex("00000010 00000004 00000000 00000002");
    let fault = (Field::ServiceType, 16, Kind::Truncated, 0x02);
    refuse(STRICT, &pdu, fault, answer(SUBMIT, 0x02));
    refuse(LENIENT, &pdu, fault, answer(SUBMIT, 0x02));
}

/// Where the next PDU begins is lost: no enquire_link can be found behind such a length. The sequence
/// number is for the generic_nack, if it has arrived.
#[test]
fn command_length_of_0_15_and_1_gib() {
    for (octets, length) in [("00000000", 0), ("0000000F", 15), ("40000000", 1 << 30)] {
        let whole = hex(&format!("{octets} 00000004 00000000 00000063"));
        for (arrived, sequence) in [(4, 0), (15, 0), (16, 0x63)] {
            let invalid = Framing::Invalid { length, sequence };
            assert_eq!(smpp::frame::frame(&whole[..arrived], Limits::BOUND), invalid);
            let mut stream = BytesMut::from(&whole[..arrived]);
            let bad = BadFrame { length, sequence };
            assert_eq!(Frame::take(&mut stream, Limits::BOUND), Err(bad));
            assert!(stream.capacity() < 1000, "nothing of that size is reserved");
        }
        assert_eq!(smpp::frame::frame(&whole[..3], Limits::BOUND), Framing::Incomplete);
    }
}

#[test]
fn vendor_status_with_a_body() {
    let pdu = hex("00000013 80000004 00000450 00000002 'A1' 00");
    for decoder in [STRICT, LENIENT] {
        accept(decoder, &pdu, &[], |read| {
            let Pdu::SubmitSmResp(resp) = read else { panic!("not a submit_sm_resp") };
            assert_eq!(resp.message_id, b"A1");
        });
        let read = decoder.decode(&pdu).expect("it was read");
        assert_eq!((read.header.status.0, read.header.status.name()), (0x450, None));
    }
}

/// A response that is malformed and has no error: nothing is answered to it, whatever is wrong.
#[test]
fn submit_sm_resp_with_half_a_body() {
    let pdu = hex("00000012 80000004 00000000 00000002 'A1'");
    let fault = (Field::MessageId, 16, Kind::Unterminated, 0x0C);
    refuse(STRICT, &pdu, fault, Reply::Nothing);
    accept(LENIENT, &pdu, &[(Field::MessageId, 16, Kind::Unterminated)], |pdu| {
        let Pdu::SubmitSmResp(resp) = pdu else { panic!("not a submit_sm_resp") };
        assert_eq!(resp.message_id, b"A1");
    });
}
