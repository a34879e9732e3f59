//! Sessions under random operations, from seeds: one session against anything, two sessions against
//! each other, and one stream cut in different places.

mod chance;
mod cuts;
mod hostile;
mod ledger;
mod pair;

use hostile::{Hostile, Tally};
use pair::{Pair, Weather};

#[test]
fn a_session_stands_anything() {
    let (mut operations, mut seed, mut tally) = (0_u64, 0, Tally::new());
    while operations < 2_000_000 {
        seed += 1;
        println!("seed {seed}"); // shown on failure
        let mut hostile = Hostile::new(seed);
        for _ in 0..2_000 {
            operations += 1;
            if !hostile.step() {
                break;
            }
        }
        for (name, count) in hostile.tally {
            *tally.entry(name).or_default() += count;
        }
    }
    println!("{operations} operations in {seed} sessions: {tally:#?}");
    assert!(operations >= 2_000_000);
    for name in EVERYTHING {
        assert!(tally.get(name).is_some_and(|&count| count >= 10), "{name} hardly ever happened");
    }
}

/// Plays pairs of sessions until there were enough operations.
fn pairs(weather: Weather) {
    let (mut operations, mut seed) = (0_u64, 0);
    let (mut asked, mut answered, mut unknown) = (0, 0, 0);
    while operations < 1_000_000 {
        seed += 1;
        println!("seed {seed}"); // shown on failure
        let mut pair = Pair::new(seed, weather);
        let mut steps = 0;
        while !pair.is_over() {
            steps += 1;
            assert!(steps < 200_000, "never ends");
            pair.step();
            if steps % 2_000 == 0 {
                pair.part();
            }
        }
        pair.judge();
        operations += steps;
        (asked, answered) = (asked + pair.asked, answered + pair.answered);
        unknown += pair.unknown;
    }
    println!("{weather:?}: {operations} operations, {seed} pairs");
    println!("{asked} requests, {answered} answered, {unknown} of unknown fate");
    assert!(operations >= 1_000_000 && asked >= 20_000);
    match weather {
        Weather::Calm => assert_eq!((answered, unknown), (asked, 0)),
        Weather::Rough => assert!(answered < asked && unknown >= 1_000),
    }
}

#[test]
fn between_two_sessions_every_request_is_answered() {
    pairs(Weather::Calm);
}

#[test]
fn between_two_sessions_every_fate_is_told_once() {
    pairs(Weather::Rough);
}

#[test]
fn a_stream_means_the_same_however_it_is_cut() {
    let (mut streams, mut outputs) = (0, 0);
    for seed in 0..3_000 {
        println!("seed {seed}"); // shown on failure
        let whole = cuts::play(seed, usize::MAX);
        assert_eq!(cuts::play(seed, 1), whole, "octet by octet");
        assert_eq!(cuts::play(seed, 50), whole, "in pieces");
        streams += 1;
        outputs += whole.0.len();
    }
    println!("{streams} streams, each cut in three ways, {outputs} outputs");
    assert!(streams == 3_000 && outputs > 50_000);
}

/// What must have happened for the run to mean anything.
const EVERYTHING: [&str; 24] = [
    "Bind",
    "Outbind",
    "Bound",
    "BindRefused",
    "Request",
    "Answered",
    "Failed NoAnswer",
    "Failed Nacked",
    "Failed Unreadable",
    "LateAnswer",
    "Unexpected",
    "Refused",
    "Closed Application",
    "Closed Unbound",
    "Closed PeerUnbound",
    "Closed PeerClosed",
    "Closed NoBind",
    "Closed BindUnanswered",
    "Closed TooManyRefusals",
    "Closed PeerSilent",
    "Closed PeerNotReading",
    "Closed Inactive",
    "Closed FramingLost",
    "Closed PeerLostFraming",
];
