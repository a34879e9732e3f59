//! What is bounded although no dialogue comes near it.

use bytes::BytesMut;
use smpp::pdu::message::{MessageResp, Sm};
use smpp::session::{Output, Role, Session, Settings, SystemId, Token};
use smpp::{CommandStatus, Pdu};
use std::time::Duration;

/// `enquire_link_resp` that nobody asked for: each is told to the application.
const UNASKED: [u8; 16] = [0, 0, 0, 16, 0x80, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 1];

#[test]
fn outputs_that_nobody_takes_stop_the_reading() {
    let now = Duration::ZERO;
    let mut session = Session::new(Role::MessageCentre, Settings::default(), now);
    let mut octets = BytesMut::from(&UNASKED.repeat(3_000)[..]);
    for taken in [1_024, 1_024, 952, 0] {
        assert!(session.wants_bytes());
        assert_eq!(session.handle_bytes(&mut octets, now), taken);
        assert_eq!(session.wants_bytes(), taken < 1_024);
        assert_eq!(session.handle_bytes(&mut octets, now), 0, "no more until they are taken");
        let told: Vec<Output> = std::iter::from_fn(|| session.poll_output()).collect();
        assert_eq!(told.len(), taken);
        assert!(told.iter().all(|output| matches!(output, Output::Unexpected(_))));
    }
}

/// bind_transceiver of SMPP 3.4, system_id `a`, password `b`.
const BIND: &[u8] = b"\0\0\0\x19\0\0\0\x09\0\0\0\0\0\0\0\x01a\0b\0\0\x34\0\0\0";
/// submit_sm, number 2, to `1`, without text.
const SUBMIT: &[u8] =
    b"\0\0\0\x22\0\0\0\x04\0\0\0\0\0\0\0\x02\0\0\0\0\x01\x01\x31\0\0\0\0\0\0\0\0\0\0\0";
/// deliver_sm_resp to number 1.
const TAKEN: &[u8] = b"\0\0\0\x11\x80\0\0\x05\0\0\0\0\0\0\0\x01\0";

/// The window of the peer is full, so nothing is read, responses included: none is overdue then.
#[test]
fn what_we_do_not_read_is_not_overdue() {
    let second = Duration::from_secs(1);
    let settings = Settings { window_theirs: 1, ..Settings::default() };
    let mut session = Session::new(Role::MessageCentre, settings.clone(), Duration::ZERO);
    let mut octets = BytesMut::from(BIND);
    session.handle_bytes(&mut octets, Duration::ZERO);
    assert!(matches!(session.poll_output(), Some(Output::Bind(_))));
    session.accept_bind(settings, Duration::ZERO).expect("a bind waits");
    assert!(matches!(session.poll_output(), Some(Output::Bound { .. })));

    let deliver = Pdu::DeliverSm(Sm::default());
    session.handle_request(Token(7), &deliver, Duration::ZERO).expect("there is room");
    session.handle_written(session.pending().len());
    octets.extend_from_slice(SUBMIT);
    octets.extend_from_slice(TAKEN);
    assert_eq!(session.handle_bytes(&mut octets, second), 1, "the response stays where it is");
    assert!(matches!(session.poll_output(), Some(Output::Request(_))));

    session.handle_timeout(31 * second);
    assert!(session.poll_output().is_none(), "the response timer does not count our own silence");
    assert_eq!(session.next_deadline(), Some(61 * second), "all of it once more");

    let answer = Pdu::SubmitSmResp(MessageResp::default());
    session.handle_answer(2, CommandStatus::OK, &answer, 32 * second).expect("it is owed");
    assert_eq!(session.handle_bytes(&mut octets, 32 * second), 1);
    let answered = session.poll_output();
    assert!(matches!(answered, Some(Output::Answered { token: Token(7), .. })), "{answered:?}");
}

#[test]
fn a_system_id_can_be_sent() {
    for (name, octets, taken) in [
        ("empty", &b""[..], true),
        ("letters", b"GW", true),
        ("fifteen", b"123456789012345", true),
        ("sixteen", b"1234567890123456", false),
        ("a NUL", b"G\0W", false),
        ("not ASCII", b"G\xC3\x9C", false),
    ] {
        let system_id = SystemId::parse(octets);
        assert_eq!(system_id.as_ref().map(SystemId::octets), taken.then_some(octets), "{name}");
    }
}
