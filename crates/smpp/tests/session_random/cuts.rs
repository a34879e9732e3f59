//! One stream of octets, cut in different places, means the same.

use crate::chance::Chance;
use crate::hostile::{body, odd_header, put_odd};
use bytes::BytesMut;
use smpp::session::{BindKind, Role, Session, Settings};
use smpp::{CommandId, CommandStatus, Encoder, Version};
use std::time::Duration;

/// Plays the stream of this seed in pieces of up to `piece` octets; answers all that came out.
pub(crate) fn play(seed: u64, piece: usize) -> (Vec<String>, Vec<u8>) {
    let mut chance = Chance::new(seed);
    let mut stream = BytesMut::new();
    for _ in 0..chance.below(60) {
        let (command, sequence) = odd_header(&mut chance);
        put_odd(&mut chance, command, sequence, &mut stream);
    }
    let role = chance.pick(&[Role::MessageCentre, Role::Esme]);
    let mut session = bound(role);
    let (mut told, mut read) = (Vec::new(), BytesMut::new());
    let mut pieces = Chance::new(!seed);
    while !stream.is_empty() {
        let octets = (1 + pieces.below(piece)).min(stream.len());
        read.extend_from_slice(&stream.split_to(octets));
        session.handle_bytes(&mut read, Duration::ZERO);
        session.check_invariants().expect("invariant");
        told.extend(std::iter::from_fn(|| session.poll_output()).map(|it| format!("{it:?}")));
    }
    (told, without_lost_number(session.pending().to_vec()))
}

/// When framing is lost, the generic_nack has the number of the broken header if as much of it had
/// arrived, else 0. Of all that is sent only this depends on the cuts.
fn without_lost_number(mut sent: Vec<u8>) -> Vec<u8> {
    const NACK: [u8; 12] = [0, 0, 0, 16, 0x80, 0, 0, 0, 0, 0, 0, 2];
    let number = sent.len().saturating_sub(4);
    if sent[..number].ends_with(&NACK) {
        sent.truncate(number);
    }
    sent
}

/// A transceiver whose application says nothing more and may owe a lot.
fn bound(role: Role) -> Session {
    let settings = Settings { window_theirs: 1000, ..Settings::default() };
    let mut session = Session::new(role, settings.clone(), Duration::ZERO);
    let command = match role {
        Role::MessageCentre => CommandId::BIND_TRANSCEIVER,
        Role::Esme => CommandId::BIND_TRANSCEIVER_RESP,
    };
    if role == Role::Esme {
        let bind = smpp::pdu::bind::Bind::default();
        session.bind(BindKind::Transceiver, &bind, Duration::ZERO).expect("the session is open");
    }
    let mut octets = BytesMut::new();
    Encoder::new(Version::V50)
        .encode(&body(command), CommandStatus::OK, 1, &mut octets)
        .expect("a bind");
    session.handle_bytes(&mut octets, Duration::ZERO);
    if role == Role::MessageCentre {
        session.accept_bind(settings, Duration::ZERO).expect("a bind waits");
    }
    session
}
