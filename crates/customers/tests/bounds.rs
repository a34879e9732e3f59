//! What a peer, or a core, can make a session keep.

use bytes::BytesMut;
use customers::{Clock, Output, Peer, Session, Settings};
use gateway::door::{Body, Delivery, Effect, Input, SessionId, Text};
use message::id::MessageId;
use message::object::{AccountId, LoginId};
use message::time::Timestamp;
use records::Octets;
use records::submission::{Content, Party};
use registry::Snapshot;
use registry::draft::{AccountDraft, Draft, LoginDraft};
use registry::name::Secret;
use smpp::pdu::bind::Bind;
use smpp::pdu::message::Sm;
use smpp::{CommandStatus, Encoder, Pdu, Version};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

const CLOCK: Clock =
    Clock { mono: Duration::ZERO, wall: Timestamp::from_millis(1_767_225_600_000) };

fn put(pdu: &Pdu<'_>, sequence: u32, octets: &mut BytesMut) {
    let encoder = Encoder::new(Version::V34);
    encoder.encode(pdu, CommandStatus::OK, sequence, octets).expect("sound");
}

fn bound() -> Session {
    let mut account = AccountDraft::new(AccountId(7), "acme");
    account.logins.push(LoginDraft::new(LoginId(3), "esme", Secret::new("V")));
    let draft = Draft { accounts: vec![account], ..Draft::default() };
    let registry = Arc::new(Snapshot::build(&draft).expect("sound"));
    let peer = Peer { address: Ipv4Addr::LOCALHOST.into(), tls: false };
    let mut door = Session::new(SessionId(1), peer, Settings::default(), registry, CLOCK);
    let password = smpp::Secret(b"secret");
    let mut octets = BytesMut::new();
    let bind = Bind { system_id: b"esme", password, interface_version: 0x34, ..Bind::default() };
    put(&Pdu::BindTransceiver(bind), 1, &mut octets);
    door.handle_bytes(&mut octets, CLOCK);
    door.password_checked(true, 0, CLOCK);
    while door.poll().is_some() {}
    let written = door.pending().len();
    door.handle_written(written, CLOCK);
    door
}

/// A hundred thousand requests that have to be refused, and a driver that does not listen; then one
/// that listens and does not write.
#[test]
fn a_flood_of_nonsense_stops_at_the_socket() {
    let mut door = bound();
    let mut octets = BytesMut::new();
    for sequence in 2..100_002 {
        put(&Pdu::SubmitSm(Sm { short_message: b"x", ..Sm::default() }), sequence, &mut octets);
    }
    let taken = door.handle_bytes(&mut octets, CLOCK);
    assert!((1_024..2_100).contains(&taken), "{taken}");
    assert!(!door.wants_bytes());
    assert_eq!(door.handle_bytes(&mut octets, CLOCK), 0);
    let mut outputs = 0;
    while door.poll().is_some() {
        outputs += 1;
    }
    assert_eq!(outputs, taken);

    let mut taken = 0;
    while door.wants_bytes() {
        taken += door.handle_bytes(&mut octets, CLOCK);
        while door.poll().is_some() {}
    }
    assert!(taken > 10_000 && !octets.is_empty(), "{taken}");
    assert!((256 * 1024..300 * 1024).contains(&door.pending().len()), "{}", door.pending().len());
}

fn long_text(number: u64) -> Effect {
    let content = Content { header: None, octets: Octets::from(vec![b'x'; 30_000]) };
    let party = |text: &str| Party { ton: 1, npi: 1, text: text.into() };
    Effect::Deliver(Box::new(Delivery {
        session: SessionId(1),
        notice: MessageId::from_number(1_000_000_000_000_000_000 + number).expect("shard 1"),
        account: AccountId(7),
        source: party("447700900123"),
        destination: party("447700900999"),
        body: Body::Text(Text {
            at: CLOCK.wall,
            esm_class: 0,
            protocol_id: 0,
            data_coding: 0,
            parts: vec![content],
            tlvs: None,
        }),
    }))
}

fn taken(door: &mut Session) -> Vec<u64> {
    let mut taken = Vec::new();
    while let Some(output) = door.poll() {
        if let Output::Input(Input::Taken { notice, status: None, .. }) = output {
            taken.push(notice.get() % 100);
        }
    }
    taken
}

/// What finds no room among the octets to be written waits, goes out when there is, and comes back at
/// the end like everything else.
#[test]
fn deliveries_wait_for_room_among_the_octets() {
    let mut door = bound();
    (0..20).for_each(|number| door.handle_effect(long_text(number), CLOCK));
    let first = door.pending().len();
    assert!((256 * 1024..300 * 1024).contains(&first), "{first}");
    assert_eq!(taken(&mut door), [], "nothing came back");
    door.handle_written(first, CLOCK);
    let second = door.pending().len();
    assert!((256 * 1024..300 * 1024).contains(&second), "{second}");
    door.handle_written(second, CLOCK);
    let third = door.pending().len();
    assert_eq!(first + second + third, 20 * (first / 9), "nine at a time, then the last two");
    door.handle_peer_closed(CLOCK);
    assert_eq!(taken(&mut door), (0..20).collect::<Vec<_>>());
}

#[test]
fn what_waits_comes_back_too() {
    let mut door = bound();
    (0..20).for_each(|number| door.handle_effect(long_text(number), CLOCK));
    door.handle_peer_closed(CLOCK);
    assert_eq!(taken(&mut door), (0..20).collect::<Vec<_>>());
}
