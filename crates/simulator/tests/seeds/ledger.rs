//! After any run the ledger agrees with itself, with the driver, and with the phones.

use crate::world::{PHONES, World};
use simulator::ledger::{End, Submission};
use simulator::profile::AnswerMishap;
use simulator::{ContentKey, Profile};
use std::collections::BTreeMap;

/// Everything that chaos does, but what would go on for ever.
fn profile() -> Profile {
    let mut profile = Profile::chaos();
    profile.inbound.every = None;
    profile.sessions.lifetime = None;
    profile
}

fn ran(seed: u64) -> World {
    let mut world = World::new(profile(), seed);
    for _ in 0..2_000 {
        world.step();
    }
    world.calm_down();
    world
}

#[test]
fn the_books_balance() {
    let mut taken = 0;
    for seed in 0..40 {
        let world = ran(seed);
        let ledger = world.brain.ledger();
        let counts = ledger.counts();
        let entries: Vec<&Submission> = ledger.submissions().collect();
        assert_eq!(world.brain.held(), 0, "{seed}");
        assert_eq!(counts.forgotten, 0, "{seed}");

        // What the driver has seen.
        assert_eq!(counts.answers, world.seen.answers, "{seed}");
        assert_eq!(counts.sends, world.seen.deliveries, "{seed}");
        assert!(counts.submissions + counts.unheard >= world.seen.submissions, "{seed}");

        // Each count is that of the entries.
        let count =
            |is: &dyn Fn(&Submission) -> bool| entries.iter().filter(|one| is(one)).count() as u64;
        assert_eq!(counts.submissions, entries.len() as u64, "{seed}");
        assert_eq!(counts.taken, count(&|one| one.id.is_some()), "{seed}");
        assert_eq!(counts.taken, count(&|one| one.outcome.is_some()), "{seed}");
        let delivered = count(&|one| one.outcome == Some(simulator::receipt::Outcome::DELIVERED));
        assert_eq!(counts.delivered, delivered, "{seed}");
        for one in &entries {
            check_answers(seed, one);
        }
        taken += counts.taken;

        check_postings(seed, &world);
        check_duplicates(seed, &world);
        check_phones(seed, &world);
    }
    println!("40 seeds, {taken} messages taken");
    assert!(taken > 20_000, "{taken}");
}

fn check_answers(seed: u64, one: &Submission) {
    let most = match one.mishap {
        AnswerMishap::Unanswered | AnswerMishap::ClosedBefore | AnswerMishap::Swallowed => 0,
        AnswerMishap::Twice => 2,
        AnswerMishap::None
        | AnswerMishap::Nacked
        | AnswerMishap::WrongSequence
        | AnswerMishap::NoId
        | AnswerMishap::RepeatedId
        | AnswerMishap::ClosedBehind => 1,
    };
    assert!(one.answers.len() <= most, "{seed}: {one:?}");
    assert!(one.answers.iter().all(|at| *at >= one.at), "{seed}: {one:?}");
    assert!(
        one.id.is_some() || (one.postings.is_empty() && one.outcome.is_none()),
        "{seed}: {one:?}"
    );
    assert_eq!(one.id.is_some(), one.status == smpp::CommandStatus::OK, "{seed}: {one:?}");
}

fn check_postings(seed: u64, world: &World) {
    let ledger = world.brain.ledger();
    let reports = ledger.submissions().flat_map(|one| &one.postings);
    let postings: Vec<_> =
        reports.chain(ledger.from_phones().flat_map(|one| &one.postings)).collect();
    let counts = ledger.counts();
    let ended = |is: &dyn Fn(End) -> bool| postings.iter().filter(|it| is(it.end)).count() as u64;
    assert_eq!(counts.postings, postings.len() as u64, "{seed}");
    assert_eq!(counts.sends, postings.iter().map(|it| u64::from(it.sends)).sum::<u64>(), "{seed}");
    assert_eq!(counts.acknowledged, ended(&|end| end == End::Acknowledged), "{seed}");
    assert_eq!(counts.refused, ended(&|end| matches!(end, End::Refused(_))), "{seed}");
    assert_eq!(counts.lost, ended(&|end| matches!(end, End::Lost | End::Unwritable)), "{seed}");
    assert_eq!(ended(&|end| end == End::Open), 0, "{seed}");
    for posting in postings {
        let was_sent = posting.sends > 0 && posting.session.is_some();
        assert!(was_sent || posting.end == End::Unwritable, "{seed}: {posting:?}");
    }
}

fn check_duplicates(seed: u64, world: &World) {
    let ledger = world.brain.ledger();
    let mut times: BTreeMap<ContentKey, u32> = BTreeMap::new();
    for one in ledger.submissions().filter(|one| one.id.is_some()) {
        *times.entry(one.content.key()).or_default() += 1;
    }
    let again: u32 = times.values().map(|times| times - 1).sum();
    assert_eq!(ledger.counts().duplicates, u64::from(again), "{seed}");
    assert!(times.iter().all(|(key, times)| ledger.times_taken(*key) == *times), "{seed}");
    assert!(again > 0, "{seed}: one in ten was a repetition");
}

fn check_phones(seed: u64, world: &World) {
    let phones = world.brain.phones();
    let kept = phones.iter().map(|(_, phone)| phone.inbox().count() as u64 + phone.deleted());
    assert_eq!(
        kept.sum::<u64>() + phones.not_kept(),
        world.brain.ledger().counts().delivered,
        "{seed}"
    );
    assert!(phones.iter().all(|(number, _)| PHONES.contains(&number)), "{seed}");
}

/// Ids of different messages differ, and the destinations of one submit_multi share one.
#[test]
fn ids_are_given_once() {
    for seed in 0..20 {
        let world = ran(seed);
        let mut by_id = BTreeMap::new();
        for one in world.brain.ledger().submissions() {
            if let Some(id) = &one.id {
                let place = (one.session, one.sequence);
                assert_eq!(*by_id.entry(id.clone()).or_insert(place), place, "{seed}: {id}");
            }
        }
        assert!(by_id.len() > 200, "{seed}: {}", by_id.len());
    }
}
