//! What is bounded although no dialogue comes near it.

use bytes::BytesMut;
use smpp::session::{Output, Role, Session, Settings, SystemId};
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
