//! Responses with an error: without a body, with one NUL, with anything at all; and how ours are written.

mod common;

use bytes::BytesMut;
use common::{LENIENT, STRICT, accept, cut_off, header, hex};
use smpp::pdu::bind::{BindResp, Tail};
use smpp::pdu::broadcast::{BroadcastSmResp, QueryBroadcastSmResp};
use smpp::pdu::legacy::{ParamRetrieveResp, QueryLastMsgsResp, QueryMsgDetailsResp};
use smpp::pdu::manage::QuerySmResp;
use smpp::pdu::message::{MessageResp, SubmitMultiResp};
use smpp::{CommandStatus, Decoder, Encoder, Field, Kind, Pdu, Tag, TlvBuf, Version};

const REFUSAL: &str = "00000000 80000004 00000058 00000003";

/// A submit_sm_resp ESME_RTHROTTLED with this body.
fn throttled(body: &str) -> Vec<u8> {
    let pdu = [hex(REFUSAL), hex(body)].concat();
    cut_off(&pdu, pdu.len())
}

/// Accepted by both readers with these notes and this message id.
#[track_caller]
fn check(pdu: &[u8], notes: &[(Field, u32, Kind)], message_id: &[u8]) {
    for decoder in [STRICT, LENIENT] {
        accept(decoder, pdu, notes, |pdu| {
            let Pdu::SubmitSmResp(resp) = pdu else { panic!("not a submit_sm_resp") };
            assert_eq!(resp.message_id, message_id);
        });
    }
}

#[test]
fn a_refusal_of_16_octets() {
    check(&throttled(""), &[], b"");
}

#[test]
fn a_refusal_of_17_octets() {
    check(&throttled("00"), &[], b"");
}

#[test]
fn a_refusal_with_a_whole_body() {
    check(&throttled("'A1' 00"), &[], b"A1");
}

#[test]
fn a_refusal_with_a_body_that_ends_early() {
    check(&throttled("'A1'"), &[(Field::MessageId, 16, Kind::Unterminated)], b"A1");
}

/// The status counts; the body is left alone, but not unsaid.
#[test]
fn a_refusal_with_a_body_that_nobody_can_read() {
    let body = "41".repeat(300);
    check(&throttled(&body), &[(Field::MessageId, 16, Kind::TooLong)], b"");
}

/// The octets of a response with this status.
fn written(encoder: Encoder, pdu: Pdu<'_>, status: u32) -> Vec<u8> {
    let mut out = BytesMut::new();
    let length = encoder.encode(&pdu, CommandStatus(status), 3, &mut out).expect("it is good");
    assert_eq!(length, out.len());
    out.to_vec()
}

/// All that can be answered, and whether a version gives it a body.
fn responses() -> [(u32, Pdu<'static>, bool); 19] {
    [
        (0x8000_0000, Pdu::GenericNack(Tail::default()), false),
        (0x8000_0001, Pdu::BindReceiverResp(BindResp::default()), true),
        (0x8000_0002, Pdu::BindTransmitterResp(BindResp::default()), true),
        (0x8000_0003, Pdu::QuerySmResp(QuerySmResp::default()), true),
        (0x8000_0004, Pdu::SubmitSmResp(MessageResp::default()), true),
        (0x8000_0005, Pdu::DeliverSmResp(MessageResp::default()), true),
        (0x8000_0006, Pdu::UnbindResp(Tail::default()), false),
        (0x8000_0007, Pdu::ReplaceSmResp(Tail::default()), false),
        (0x8000_0008, Pdu::CancelSmResp(Tail::default()), false),
        (0x8000_0009, Pdu::BindTransceiverResp(BindResp::default()), true),
        (0x8000_0015, Pdu::EnquireLinkResp(Tail::default()), false),
        (0x8000_0021, Pdu::SubmitMultiResp(SubmitMultiResp::default()), true),
        (0x8000_0022, Pdu::ParamRetrieveResp(ParamRetrieveResp::default()), true),
        (0x8000_0023, Pdu::QueryLastMsgsResp(QueryLastMsgsResp::default()), true),
        (0x8000_0024, Pdu::QueryMsgDetailsResp(QueryMsgDetailsResp::default()), true),
        (0x8000_0103, Pdu::DataSmResp(MessageResp::default()), true),
        (0x8000_0111, Pdu::BroadcastSmResp(BroadcastSmResp::default()), true),
        (0x8000_0112, Pdu::QueryBroadcastSmResp(QueryBroadcastSmResp::default()), true),
        (0x8000_0113, Pdu::CancelBroadcastSmResp(Tail::default()), false),
    ]
}

/// 16, 17 and more octets, sense and nonsense, for each response, in each version.
#[test]
fn every_response_may_carry_an_error_and_any_body() {
    let bodies = ["", "00", "0000", "'A1' 00", "'ABC'", "00000000 00000000", "0204 0002 0007"];
    let bodies = bodies.map(hex).into_iter().chain([vec![0xFF; 64], vec![0x41; 300]]);
    for body in bodies {
        for (id, empty, _) in responses() {
            for (version, status) in Version::ALL.into_iter().zip([0x08_u32, 0x0450, 0xFFFF_FFFF]) {
                println!("{id:08X} {status:#x} {version:?}, {} octets of body", body.len());
                let head = hex(&format!("00000000 {id:08X} {status:08X} 00000009"));
                let pdu = [head, body.clone()].concat();
                let pdu = cut_off(&pdu, pdu.len());
                for decoder in [Decoder::strict(version), Decoder::lenient(version)] {
                    let read = decoder.decode(&pdu).expect("the status is never lost");
                    assert_eq!(read.header, header(&pdu));
                    assert_eq!(read.pdu.command(), empty.command());
                    if body.is_empty() {
                        assert_eq!((read.pdu, read.deviations.count()), (empty, 0));
                    }
                }
            }
        }
    }
}

#[test]
fn our_refusals_have_no_body() {
    for (id, pdu, _) in responses() {
        println!("{id:08X}");
        let expected = hex(&format!("00000010 {id:08X} 00000008 00000003"));
        for version in Version::ALL {
            assert_eq!(written(Encoder::new(version), pdu, 0x08), expected);
        }
    }
}

/// What a client of 3.3 may wait for, in those responses that have a body at all.
#[test]
fn our_refusals_have_one_nul_on_request() {
    for (id, pdu, has_body) in responses() {
        println!("{id:08X}");
        let expected = if has_body { "00000011" } else { "00000010" };
        let body = if has_body { "00" } else { "" };
        let expected = hex(&format!("{expected} {id:08X} 00000008 00000003 {body}"));
        let encoder = Encoder { version: Version::V33, nul_in_refusal: true };
        assert_eq!(written(encoder, pdu, 0x08), expected);
    }
    let body = Pdu::SubmitSmResp(MessageResp { message_id: b"A1", ..MessageResp::default() });
    let encoder = Encoder { version: Version::V33, nul_in_refusal: true };
    let accepted = hex("00000013 80000004 00000000 00000003 'A1' 00");
    assert_eq!(written(encoder, body, 0x00), accepted, "only refusals");
}

/// TLVs say why; they are worth a body. A peer of 3.3 gets neither.
#[test]
fn our_refusals_keep_the_tlvs_that_the_peer_may_have() {
    let mut tlvs = TlvBuf::new();
    tlvs.push(Tag(0x0425), &[2]).expect("one octet");
    let pdu = Pdu::DataSmResp(MessageResp { tlvs: tlvs.view(), ..MessageResp::default() });
    let with_tlv = hex("00000016 80000103 000000FE 00000003 00 0425 0001 02");
    let bare = hex("00000010 80000103 000000FE 00000003");
    let with_nul = hex("00000011 80000103 000000FE 00000003 00");
    let encoder = |version, nul_in_refusal| Encoder { version, nul_in_refusal };
    let cases = [
        (encoder(Version::V50, false), &with_tlv),
        (encoder(Version::V34, false), &with_tlv),
        (encoder(Version::V34, true), &with_tlv),
        (encoder(Version::V33, false), &bare),
        (encoder(Version::V33, true), &with_nul),
    ];
    for (encoder, expected) in cases {
        println!("{encoder:?}");
        assert_eq!(&written(encoder, pdu, 0xFE), expected);
    }
}
