//! The suite that every engine must pass. Cases are plain functions that panic where an engine
//! breaks its word; the tests of an engine call [`check`], or [`check_with_faults`] if its medium
//! can be made to fail.
//!
//! It is an ordinary module, not a test, so that engines in other crates can use it; programs that
//! do not call it do not contain it.

mod faults;
mod plain;

use crate::engine::{Entry, Journal};
use crate::position::Position;
use std::ops::ControlFlow;

/// A medium with at most one log, empty at first.
pub trait Store {
    /// The next start: a journal on what the one before it left. That one has been dropped, and
    /// its readers too.
    fn open(&mut self) -> Box<dyn Journal>;
}

/// A medium that fails when told.
pub trait FaultyStore: Store {
    /// Takes all free space away, or gives it back.
    fn set_full(&mut self, is_full: bool);

    /// Lets the next append fail for good.
    fn break_next_append(&mut self);

    /// Lets power fail: what is not durable is lost. The journal has been dropped.
    fn cut_power(&mut self);
}

type Case = (&'static str, fn(&mut dyn Store));
type FaultCase = (&'static str, fn(&mut dyn FaultyStore));

/// Runs every case that needs no faults, each on a store of its own. Answers how many there are.
pub fn check(make: &mut dyn FnMut() -> Box<dyn Store>) -> usize {
    for (name, case) in plain::CASES {
        println!("conformance: {name}");
        case(&mut *make());
    }
    plain::CASES.len()
}

/// Runs every case, each on a store of its own. Answers how many there are.
pub fn check_with_faults(make: &mut dyn FnMut() -> Box<dyn FaultyStore>) -> usize {
    for (name, case) in plain::CASES {
        println!("conformance: {name}");
        case(&mut *make());
    }
    for (name, case) in faults::CASES {
        println!("conformance: {name}");
        case(&mut *make());
    }
    plain::CASES.len() + faults::CASES.len()
}

/// A batch that was read: where it began, where it ended, what it held.
type Batch = (Position, Position, Vec<u8>);

/// Appends, and knows that this works.
#[track_caller]
fn append(journal: &mut dyn Journal, payload: &[u8]) -> Position {
    match journal.append(payload) {
        Ok(end) => end,
        Err(error) => panic!("an append of {} octets failed: {error}", payload.len()),
    }
}

/// Everything from `from` on, and that reading ended behind it.
#[track_caller]
fn read_from(journal: &dyn Journal, from: Position) -> Vec<Batch> {
    let mut batches = Vec::new();
    let stopped = journal.reader().read(from, &mut |entry| {
        batches.push(batch(entry));
        ControlFlow::Continue(())
    });
    assert_eq!(stopped, Ok(journal.health().end), "reading ends at the end of the log");
    batches
}

#[track_caller]
fn batch(entry: Entry<'_>) -> Batch {
    match entry {
        Entry::Batch { at, next, payload } => (at, next, payload.to_vec()),
        Entry::Damage { at, next } => panic!("damage from {at} to {next}, and nothing was damaged"),
    }
}

/// That the log holds these payloads, one behind the other without a gap.
#[track_caller]
fn check_log(journal: &dyn Journal, payloads: &[Vec<u8>]) {
    let batches = read_from(journal, Position::START);
    assert_eq!(batches.len(), payloads.len(), "batches in the log");
    let health = journal.health();
    let mut end = health.oldest;
    for (number, ((at, next, payload), expected)) in batches.iter().zip(payloads).enumerate() {
        assert!(payload == expected, "batch {number} of {} is another", payloads.len());
        assert_eq!(*at, end, "batch {number} begins where the one before ended");
        assert!(next > at, "batch {number} takes room");
        end = *next;
    }
    assert_eq!(health.end, end, "the log ends behind its last batch");
}

/// Payloads that differ in length and content, some of them awkward.
fn payloads(count: usize) -> Vec<Vec<u8>> {
    let one = |number: usize| {
        let fill = [0x00, 0xFF, 0x57, 0x0C][number % 4];
        let mut payload = vec![fill; 1 + number * 37 % 700];
        payload.extend_from_slice(&number.to_le_bytes());
        payload
    };
    (0..count).map(one).collect()
}
