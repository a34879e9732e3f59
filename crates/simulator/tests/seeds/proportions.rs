//! As often as the profile says: counted over a hundred thousand submissions.

use message::state::SmppState;
use message::time::Timestamp;
use simulator::chance::{Mix, Span};
use simulator::ledger::{Submission, What};
use simulator::profile::{AnswerMishap, First, ReceiptMishap, Way};
use simulator::receipt::{Outcome, ReportKind};
use simulator::{Action, Brain, Party, Profile, Reply, SessionId, Submit};
use smpp::pdu::message::Sm;
use smpp::session::BindKind;
use smpp::{CommandStatus, Pdu, Version};
use std::time::Duration;

const COUNT: u32 = 100_000;

/// Five standard deviations of `count` tosses that hit so often of a thousand.
#[track_caller]
fn assert_share(name: &str, hits: usize, count: usize, per_mille: usize) {
    let expected = count * per_mille / 1000;
    let variance = (count * per_mille * (1000 - per_mille)) as f64 / 1e6;
    let margin = (5.0 * variance.sqrt()).ceil() as usize;
    println!("{name}: {hits} of {count}, expected {expected} +- {margin}");
    assert!(hits.abs_diff(expected) <= margin, "{name}: {hits}, expected {expected} +- {margin}");
}

/// One submission a millisecond on session 1; session 2 receives too, all deliveries are taken.
fn run(profile: Profile) -> Brain {
    let mut brain = Brain::new(profile, 42, Timestamp::from_millis(1_795_379_963_101));
    for session in [1, 2] {
        let (kind, version) = (BindKind::Transceiver, Version::V34);
        brain.session_bound(Duration::ZERO, SessionId(session), kind, version);
    }
    let (source, destination) = (Party::new("777"), Party::new("447700900001"));
    for sequence in 1..=COUNT {
        let now = Duration::from_millis(u64::from(sequence));
        let text = sequence.to_string();
        let sm = Sm {
            source: source.view(),
            destination: destination.view(),
            registered_delivery: 0x11,
            short_message: text.as_bytes(),
            ..Sm::default()
        };
        brain.submit(now, SessionId(1), sequence, Submit::of(Pdu::SubmitSm(sm)).expect("one"));
        take(&mut brain, now);
    }
    take(&mut brain, Duration::from_secs(1_000_000));
    assert_eq!(brain.held(), 0);
    brain
}

fn take(brain: &mut Brain, now: Duration) {
    while let Some(action) = brain.poll(now) {
        if let Action::Deliver(deliver) = action {
            let ok = Reply::Status(CommandStatus::OK);
            brain.answered(now, deliver.session, deliver.token, ok);
        }
    }
}

fn base() -> Profile {
    let mut profile = Profile::calm();
    profile.receipts.first = Mix::always(None);
    profile.bounds.ledger_max = COUNT as usize;
    profile
}

fn entries(brain: &Brain, is: impl Fn(&Submission) -> bool) -> usize {
    brain.ledger().submissions().filter(|one| is(one)).count()
}

#[test]
fn statuses_and_outcomes() {
    let mut profile = base();
    profile.answers.statuses = Mix::always(CommandStatus::OK)
        .or(100, CommandStatus::THROTTLED)
        .or(50, CommandStatus::SYSTEM_ERROR)
        .or(1, CommandStatus(0x0403));
    profile.delivery.outcomes = Mix::always(Outcome::DELIVERED)
        .or(300, Outcome::new(SmppState::Undeliverable, 1))
        .or(20, Outcome::new(SmppState::Expired, 27));
    let brain = run(profile);
    let count = COUNT as usize;
    let with_status = |status| entries(&brain, |one| one.status == status);
    assert_share("throttled", with_status(CommandStatus::THROTTLED), count, 100);
    assert_share("system error", with_status(CommandStatus::SYSTEM_ERROR), count, 50);
    assert_share("vendor's", with_status(CommandStatus(0x0403)), count, 1);
    let taken = entries(&brain, |one| one.id.is_some());
    assert_share("taken", taken, count, 849);
    let with_state =
        |state| entries(&brain, |one| one.outcome.is_some_and(|outcome| outcome.state == state));
    assert_share("undeliverable", with_state(SmppState::Undeliverable), taken, 300);
    assert_share("expired", with_state(SmppState::Expired), taken, 20);
    assert_share("delivered", with_state(SmppState::Delivered), taken, 680);
}

#[test]
fn mishaps_of_answers() {
    let mut profile = base();
    let mishaps = [
        (AnswerMishap::Unanswered, 30),
        (AnswerMishap::Twice, 20),
        (AnswerMishap::Nacked, 10),
        (AnswerMishap::WrongSequence, 15),
        (AnswerMishap::NoId, 5),
        (AnswerMishap::RepeatedId, 25),
    ];
    profile.answers.mishaps = mishaps
        .iter()
        .fold(Mix::always(AnswerMishap::None).or(40, AnswerMishap::Swallowed), |mix, row| {
            mix.or(row.1, row.0)
        });
    let brain = run(profile);
    let count = COUNT as usize;
    let counts = brain.ledger().counts();
    assert_share("swallowed", counts.unheard as usize, count, 40);
    for (mishap, per_mille) in mishaps {
        let hits = entries(&brain, |one| one.mishap == mishap);
        assert_share(&format!("{mishap:?}"), hits, count, per_mille.into());
    }
    let answered = |times| entries(&brain, |one| one.answers.len() == times);
    assert_eq!(answered(0), entries(&brain, |one| one.mishap == AnswerMishap::Unanswered));
    assert_eq!(answered(2), entries(&brain, |one| one.mishap == AnswerMishap::Twice));
}

#[test]
fn mishaps_of_receipts() {
    let mut profile = base();
    let first = First { state: SmppState::Enroute, as_receipt: false };
    profile.receipts.first = Mix::always(None).or(250, Some(first));
    profile.receipts.way = Mix::always(Way::Same).or(125, Way::Other);
    profile.receipts.mishaps = Mix::always(ReceiptMishap::None)
        .or(60, ReceiptMishap::Lost)
        .or(50, ReceiptMishap::Twice)
        .or(40, ReceiptMishap::Contradicted)
        .or(30, ReceiptMishap::Unreadable)
        .or(20, ReceiptMishap::PhoneAck);
    let brain = run(profile);
    let count = COUNT as usize;
    let reports = |one: &Submission, wanted: ReportKind, state: SmppState| {
        one.postings.iter().filter(|it| it.what == What::Report(wanted, state)).count()
    };
    let delivered = |one: &Submission| reports(one, ReportKind::Receipt, SmppState::Delivered);
    let has = |kind, state| entries(&brain, |one| reports(one, kind, state) > 0);
    let unreadable = has(ReportKind::Unreadable, SmppState::Delivered);
    assert_share("unreadable", unreadable, count, 30);
    let lost = entries(&brain, |one| delivered(one) == 0) - unreadable;
    assert_share("lost", lost, count, 60);
    assert_share("twice", entries(&brain, |one| delivered(one) == 2), count, 50);
    let contradicted = has(ReportKind::Receipt, SmppState::Undeliverable);
    assert_share("contradicted", contradicted, count, 40);
    let acks = has(ReportKind::PhoneAck, SmppState::Delivered);
    assert_share("acknowledged by the phone", acks, count, 20);
    let firsts = has(ReportKind::Intermediate, SmppState::Enroute);
    assert_share("on the way", firsts, count, 250);
    let postings: Vec<_> = brain.ledger().submissions().flat_map(|one| &one.postings).collect();
    let elsewhere = postings.iter().filter(|it| it.session == Some(SessionId(2))).count();
    assert_share("on the other session", elsewhere, postings.len(), 125);
}

#[test]
fn delays_and_their_tails() {
    let mut profile = base();
    let ms = Duration::from_millis;
    profile.answers.delay = Mix::always(Span::millis(10, 20)).or(100, Span::millis(500, 1_000));
    let brain = run(profile);
    let waits: Vec<Duration> =
        brain.ledger().submissions().map(|one| one.answers[0] - one.at).collect();
    let within = |from, to| waits.iter().filter(|wait| (from..=to).contains(*wait)).count();
    assert_eq!(within(ms(10), ms(20)) + within(ms(500), ms(1_000)), COUNT as usize);
    assert_share("late", within(ms(500), ms(1_000)), COUNT as usize, 100);
    assert_share("the earlier half", within(ms(10), ms(15)), within(ms(10), ms(20)), 500);
}
