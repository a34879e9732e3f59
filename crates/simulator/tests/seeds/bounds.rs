//! Whatever a peer does, what is held stays within its bounds.

use allocation_counter::measure;
use message::state::SmppState;
use message::time::Timestamp;
use simulator::phone::Presence;
use simulator::receipt::Outcome;
use simulator::{Action, Brain, Party, Profile, Reply, SendError, SessionId, Submit};
use smpp::pdu::message::Sm;
use smpp::session::BindKind;
use smpp::{CommandStatus, Pdu, Version};
use std::time::Duration;

const EXPIRED: Outcome = Outcome::new(SmppState::Expired, 27);

const HELD_MAX: usize = 1_000;
/// A message makes at most an answer twice, two reports of its own and two of its phone.
const EACH_MAX: usize = 6;

fn small(mut profile: Profile) -> Profile {
    profile.bounds.held_max = HELD_MAX;
    profile.bounds.ledger_max = 500;
    profile.bounds.phones_max = 50;
    profile.bounds.inbox_max = 20;
    profile
}

fn brain(profile: Profile) -> Brain {
    let mut brain = Brain::new(profile, 9, Timestamp::from_millis(1_795_379_963_101));
    let (kind, version) = (BindKind::Transceiver, Version::V34);
    brain.session_bound(Duration::ZERO, SessionId(1), kind, version);
    brain
}

fn submit(brain: &mut Brain, now: Duration, session: SessionId, number: u32) {
    let (source, phone) = (Party::new("777"), format!("4477009{:05}", number % 10_000));
    let (destination, text) = (Party::new(&phone), format!("text {number}"));
    let sm = Sm {
        source: source.view(),
        destination: destination.view(),
        registered_delivery: 0x11,
        short_message: text.as_bytes(),
        ..Sm::default()
    };
    brain.submit(now, session, number, Submit::of(Pdu::SubmitSm(sm)).expect("one"));
}

/// Nobody acknowledges anything.
fn flood(profile: Profile, count: u32) -> Brain {
    let mut brain = brain(small(profile));
    let mut session = SessionId(1);
    for number in 0..count {
        let now = Duration::from_millis(u64::from(number));
        submit(&mut brain, now, session, number);
        let _ = brain.phone_writes(now, "447700900001", &Party::new("777"), "Hello");
        while let Some(action) = brain.poll(now) {
            if action == Action::Close(session) {
                session.0 += 1;
                brain.session_bound(now, session, BindKind::Transceiver, Version::V34);
            }
        }
        assert!(brain.held() <= EACH_MAX * HELD_MAX, "{}", brain.held());
    }
    brain
}

#[test]
fn an_operator_that_is_full_says_so() {
    let mut brain = flood(Profile::calm(), 20_000);
    assert!(brain.held() >= HELD_MAX, "{}", brain.held());
    let last = brain.ledger().submissions().next_back().expect("many");
    assert_eq!(last.status, CommandStatus::QUEUE_FULL);
    let now = Duration::from_secs(100);
    let written = brain.phone_writes(now, "447700900001", &Party::new("777"), "Hello");
    assert_eq!(written, Err(SendError::Full));
    let counts = brain.ledger().counts();
    assert_eq!((counts.submissions, counts.answers, counts.unheard), (20_000, 20_000, 0));
    assert_eq!(brain.ledger().submissions().count(), 500);
    assert_eq!(counts.forgotten, counts.submissions - 500 + counts.from_phones.saturating_sub(500));
    assert_eq!(brain.phones().iter().count(), 50);
}

/// The answers of an operator that is full wait for the driver; when as many wait as it may hold,
/// it hears nothing more.
#[test]
fn a_driver_that_fetches_nothing_is_not_heard_any_more() {
    let mut brain = brain(small(Profile::calm()));
    for number in 0..20_000 {
        submit(&mut brain, Duration::ZERO, SessionId(1), number);
    }
    let counts = brain.ledger().counts();
    // Of each message an answer, a report and an attempt are held; then as many answers wait.
    assert_eq!((counts.taken, counts.answers), (HELD_MAX as u64 / 3 + 1, HELD_MAX as u64));
    assert_eq!(counts.submissions + counts.unheard, 20_000);
    assert_eq!(counts.submissions, counts.taken + counts.answers);
    let answers = std::iter::from_fn(|| brain.poll(Duration::ZERO)).count();
    assert_eq!(answers, HELD_MAX);
}

/// Ten times the traffic takes no more memory.
#[test]
fn memory_does_not_grow_with_traffic() {
    for (name, profile) in [("calm", Profile::calm()), ("chaos", Profile::chaos())] {
        let most = |count| measure(|| drop(flood(profile.clone(), count))).bytes_max;
        let (some, many) = (most(10_000), most(100_000));
        println!("{name}: {some} octets at most for 10,000 submissions, {many} for 100,000");
        assert!(many < some * 5 / 4, "{name}: {some}, then {many}");
    }
}

/// What is forgotten is no longer a duplicate, and no longer held.
#[test]
fn the_ledger_forgets_whole_entries() {
    let mut profile = small(Profile::calm());
    profile.bounds.ledger_max = 3;
    let mut brain = brain(profile);
    for number in [1, 2, 3, 1, 4, 5, 6, 1] {
        submit(&mut brain, Duration::ZERO, SessionId(1), number);
    }
    let counts = brain.ledger().counts();
    // The second 1 is one while the first is kept; the third comes when both are forgotten.
    assert_eq!((counts.taken, counts.duplicates, counts.forgotten), (8, 1, 5));
    while brain.poll(Duration::from_secs(60)).is_some() {}
    let entries: Vec<bool> =
        brain.ledger().submissions().map(|one| one.outcome.is_some()).collect();
    assert_eq!(entries, [true, true, true]);
    assert_eq!(brain.ledger().counts().delivered, 8);
}

/// Phones that are away hold what waits for them, and validity lets go of it.
#[test]
fn what_waits_for_a_phone_is_held_until_validity_ends() {
    let mut profile = small(Profile::calm());
    profile.delivery.validity = Duration::from_secs(3_600);
    let mut brain = brain(profile);
    brain.phones_mut().add("447700900007", Presence::Off).expect("there is room");
    for turn in 0..100 {
        submit(&mut brain, Duration::ZERO, SessionId(1), 7 + 10_000 * turn);
    }
    let deliveries = take(&mut brain, Duration::from_secs(3_000));
    // Each has been answered, and reported as on its way twice: by plan, and as retried.
    assert_eq!((brain.held(), deliveries), (100, 200));
    let deliveries = take(&mut brain, Duration::from_secs(4_000));
    assert_eq!((brain.held(), deliveries), (0, 100));
    let expired = brain.ledger().submissions().filter(|one| one.outcome == Some(EXPIRED)).count();
    assert_eq!(expired, 100);
}

/// Takes every delivery; answers how many.
fn take(brain: &mut Brain, now: Duration) -> u32 {
    let mut deliveries = 0;
    while let Some(action) = brain.poll(now) {
        if let Action::Deliver(deliver) = action {
            let ok = Reply::Status(CommandStatus::OK);
            brain.answered(now, deliver.session, deliver.token, ok);
            deliveries += 1;
        }
    }
    deliveries
}
