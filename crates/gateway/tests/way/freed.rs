//! The journal may be freed up to where the core says, and begin there: amid the lives of objects,
//! some of which are gone. Whoever reads it from there on knows what the core knows.

use crate::fixture::{ACME, ACME_LINK, Fixture, NORTH, NORTH_LINK, draft};
use gateway::core::Limits;
use gateway::door::{Effect, InboundText, Input, ReplyTo};
use message::address::{Address, Npi, Ton};
use message::code::ReportCode;
use message::id::MessageId;
use message::state::SmppState;
use records::Octets;
use records::submission::{Content, Group, GroupKind, Party};

/// The core carries forward when the journal is longer than this: so what was carried lies now
/// before, now behind the other records of the same story.
const LENGTHS: [u64; 6] = [0, 300, 1_000, 3_000, 10_000, 30_000];

#[test]
fn a_journal_that_begins_amid_lives_tells_the_same() {
    let mut places = 0;
    for journal_octets_min in LENGTHS {
        for seed in 0..5 {
            let limits = Limits { journal_octets_min, ..Limits::default() };
            let mut it = Fixture::with(&draft(), limits);
            it.turn(vec![
                Input::OperatorUp { session: NORTH_LINK, operator: NORTH, window: 10 },
                Input::ReceiverUp { session: ACME_LINK, account: ACME, window: 1_000 },
            ]);
            places += live(&mut it, fastrand::Rng::with_seed(seed));
        }
    }
    println!("{places} beginnings");
    assert!(places > 5_000, "{places}");
}

/// Messages and texts, whose notices are taken in any order.
fn live(it: &mut Fixture, mut chance: fastrand::Rng) -> usize {
    let mut places = 0;
    let mut notices: Vec<MessageId> = Vec::new();
    for number in 0..60_u32 {
        if chance.u8(..4) == 0 {
            let reference = u16::try_from(number).expect("a small number");
            for sequence in 1..=2 {
                it.give(Input::Inbound(Box::new(text(reference, sequence))));
                notices.extend(new_notices(it));
            }
        } else {
            let submission = it.submission();
            it.submit(submission);
            let [sent] = it.sent().try_into().expect("it goes out at once");
            let id = format!("{number:08}");
            it.answer(&sent, 0, &id);
            it.report(&id, ReportCode::Delivered, SmppState::Delivered);
            notices.extend(new_notices(it));
        }
        while !notices.is_empty() && chance.bool() {
            let taken = notices.remove(chance.usize(..notices.len()));
            it.take(taken, 0);
            notices.extend(new_notices(it));
        }
        if number % 10 == 9 {
            places += it.any_beginning_keeps();
        }
    }
    places
}

fn new_notices(it: &Fixture) -> Vec<MessageId> {
    it.delivered().into_iter().map(|delivery| delivery.notice).collect()
}

/// A part of a text of two.
fn text(reference: u16, sequence: u8) -> InboundText {
    let party = |text: &str| Party { ton: 1, npi: 1, text: text.into() };
    let short = Address { ton: Ton::UNKNOWN, npi: Npi::UNKNOWN, text: "777" };
    InboundText {
        to: ReplyTo { session: NORTH_LINK, token: u64::from(sequence) },
        operator: NORTH,
        source: party("447700900001"),
        destination: Party { ton: 3, npi: 0, text: "777".into() },
        addressed: short.destination(None).ok(),
        network: None,
        esm_class: 0x40,
        protocol_id: 0,
        data_coding: 0,
        content: Content { header: None, octets: Octets::from(b"Hello".as_slice()) },
        beginning: "Hello".into(),
        group: Some(Group { kind: GroupKind::Udh16, reference, total: 2, sequence }),
        tlvs: None,
    }
}

#[test]
fn a_text_in_parts_is_delivered_once() {
    let mut it = Fixture::bound(&draft());
    it.give(Input::Inbound(Box::new(text(7, 2))));
    assert!(matches!(it.told[..], [Effect::Acknowledged { .. }]), "it waits for the other");
    it.give(Input::Inbound(Box::new(text(7, 1))));
    let [delivery] = it.delivered().try_into().expect("both parts are one");
    assert_eq!(delivery.session, ACME_LINK);
    it.take(delivery.notice, 0);
    it.restart_keeps();
}
