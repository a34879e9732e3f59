//! Responses with an error: without a body, with one NUL, with anything at all; and how ours are written.

mod common;

use common::{LENIENT, STRICT, accept, cut_off, hex};
use smpp::{Field, Kind, Pdu};

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
