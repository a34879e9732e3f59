//! PDUs that are taken one by one lead to the same as those that are kept.

use bytes::BytesMut;
use smpp::pdu::Decoded;
use smpp::pdu::bind::Bind;
use smpp::pdu::message::Sm;
use smpp::session::{BindKind, Output, Role, Session, Settings, Token};
use smpp::{CommandId, CommandStatus, Encoder, Pdu, Version};
use std::time::Duration;

const NOW: Duration = Duration::from_secs(7);

/// What a customer sends behind its bind: requests, one that is malformed, one that is out of place,
/// answers that nobody waits for and one that somebody does, and the end.
fn sent() -> Vec<u8> {
    let mut out = BytesMut::new();
    let text = Sm { short_message: b"Hello", ..Sm::default() };
    let mut put = |pdu: &Pdu<'_>, sequence| {
        let encoder = Encoder::new(Version::V34);
        encoder.encode(pdu, CommandStatus::OK, sequence, &mut out).expect("it can be written");
        out.len()
    };
    put(&Pdu::SubmitSm(text), 2);
    put(&Pdu::EnquireLink, 3);
    let malformed = put(&Pdu::SubmitSm(text), 4) - b"\x05Hello".len();
    put(&Pdu::DeliverSm(text), 5);
    for sequence in [1, 1] {
        put(&Pdu::empty(CommandId::DELIVER_SM_RESP).expect("it is known"), sequence);
    }
    put(&Pdu::Unbind, 6);
    let mut octets = out.to_vec();
    octets[malformed] = 6;
    octets
}

/// A message centre's session to which a transceiver is bound, with a request without answer.
fn bound() -> Session {
    let mut centre = Session::new(Role::MessageCentre, Settings::default(), NOW);
    let mut esme = Session::new(Role::Esme, Settings::default(), NOW);
    let bind = Bind { system_id: b"acme", ..Bind::default() };
    esme.bind(BindKind::Transceiver, &bind, NOW).expect("it may bind");
    centre.handle_bytes(&mut BytesMut::from(esme.pending()), NOW);
    centre.accept_bind(Settings::default(), NOW).expect("a bind waits");
    while centre.poll_output().is_some() {}
    let text = Sm { short_message: b"Hi", ..Sm::default() };
    centre.handle_request(Token(9), &Pdu::DeliverSm(text), NOW).expect("there is room");
    centre
}

fn show<P>(output: &Output<P>, pdu: impl Fn(&P) -> String) -> String {
    if let Output::Request(it) | Output::Answered { response: it, .. } = output {
        return pdu(it);
    }
    let Output::Refused { request, status, error } = output else {
        let Output::Unexpected(header) = output else { return "other".to_owned() };
        return format!("{header:?}");
    };
    format!("{request:?} {status:?} {error:?}")
}

#[test]
fn taken_and_kept_are_the_same() {
    let octets = sent();
    let mut kept = bound();
    let mut by_keeping = Vec::new();
    let mut buffer = BytesMut::from(octets.as_slice());
    while kept.handle_bytes(&mut buffer, NOW) > 0 {
        while let Some(output) = kept.poll_output() {
            by_keeping.push(show(&output, |it| format!("{:?}", (it.pdu.view(), &it.deviations))));
        }
    }
    let mut taken = bound();
    let mut by_taking = Vec::new();
    let mut at = 0;
    while let Some((length, output)) = taken.handle_pdu(&octets[at..], NOW) {
        at += length;
        let rest = std::iter::from_fn(|| taken.poll_rest::<Decoded<'_>>());
        for output in output.into_iter().chain(rest) {
            by_taking.push(show(&output, |it| format!("{:?}", (it.pdu, &it.deviations))));
        }
    }
    assert_eq!(by_taking, by_keeping);
    assert_eq!(by_taking.len(), 5, "{by_taking:#?}");
    assert_eq!((at, buffer.len()), (octets.len(), 0));
    assert_eq!(taken.pending(), kept.pending());
}

#[test]
fn what_is_not_whole_is_not_taken() {
    let octets = sent();
    let mut session = bound();
    assert!((0..21).all(|end| session.handle_pdu(&octets[..end], NOW).is_none()));
    assert!(session.handle_pdu(&[0, 0, 0, 1], NOW).is_some_and(|(octets, _)| octets == 0));
    assert!(session.handle_pdu(&octets, NOW).is_none(), "where the next begins is unknown");
}
