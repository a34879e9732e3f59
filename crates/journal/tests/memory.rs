//! The engine in memory: the suite, its scripted faults, and engines that must fail the suite.

use journal::conformance::{self, FaultyStore, Store};
use journal::{AppendError, Entry, Fault, Health, Journal, MemoryStore, Mishap, Position, Reader};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

const CAPACITY: u64 = 16 << 20;
const RESERVE: u64 = 1 << 20;

/// A way to spoil a journal.
type Spoil = fn(Box<dyn Journal>) -> Box<dyn Journal>;

struct Sample {
    store: MemoryStore,
    spoil: Spoil,
}

fn sample(spoil: Spoil) -> Box<dyn FaultyStore> {
    Box::new(Sample { store: MemoryStore::new(CAPACITY, RESERVE), spoil })
}

impl Store for Sample {
    fn open(&mut self) -> Box<dyn Journal> {
        (self.spoil)(Box::new(self.store.open()))
    }
}

impl FaultyStore for Sample {
    fn set_full(&mut self, is_full: bool) {
        self.store.set_full(is_full);
    }

    fn break_next_append(&mut self) {
        let next = self.store.appends() + 1;
        self.store
            .plan(next, if next.is_multiple_of(2) { Mishap::FaultLost } else { Mishap::FaultKept });
    }

    fn cut_power(&mut self) {} // what is in the store is durable
}

#[test]
fn the_memory_engine_passes_the_suite() {
    assert_eq!(conformance::check_with_faults(&mut || sample(|journal| journal)), 15);
}

// === engines that break their word ===

/// Passes calls on, but for what it spoils.
struct Spoilt {
    inner: Box<dyn Journal>,
    append: fn(&mut Spoilt, &[u8]) -> Result<Position, AppendError>,
    kept: Vec<u8>,
}

impl Journal for Spoilt {
    fn append(&mut self, payload: &[u8]) -> Result<Position, AppendError> {
        (self.append)(self, payload)
    }
    fn release(&mut self, up_to: Position) -> Result<(), Fault> {
        self.inner.release(up_to)
    }
    fn reader(&self) -> Box<dyn Reader> {
        self.inner.reader()
    }
    fn health(&self) -> Health {
        self.inner.health()
    }
}

fn spoilt(
    inner: Box<dyn Journal>,
    append: fn(&mut Spoilt, &[u8]) -> Result<Position, AppendError>,
) -> Box<dyn Journal> {
    Box::new(Spoilt { inner, append, kept: Vec::new() })
}

/// Holds every batch back until the next one comes.
fn answer_early(journal: &mut Spoilt, payload: &[u8]) -> Result<Position, AppendError> {
    let held_back = std::mem::replace(&mut journal.kept, payload.to_vec());
    if !held_back.is_empty() {
        journal.inner.append(&held_back)?;
    }
    Ok(journal.inner.health().end.plus(12 + payload.len()))
}

fn turn_an_octet(journal: &mut Spoilt, payload: &[u8]) -> Result<Position, AppendError> {
    let mut other = payload.to_vec();
    if let Some(last) = other.last_mut().filter(|_| payload.len() == 4096) {
        *last ^= 1;
    }
    journal.inner.append(&other)
}

fn write_twice(journal: &mut Spoilt, payload: &[u8]) -> Result<Position, AppendError> {
    journal.inner.append(payload)?;
    journal.inner.append(payload)
}

fn hide_faults(journal: &mut Spoilt, payload: &[u8]) -> Result<Position, AppendError> {
    match journal.inner.append(payload) {
        Err(AppendError::Fault(_)) => Ok(journal.inner.health().end),
        answer => answer,
    }
}

fn take_full_for_a_fault(journal: &mut Spoilt, payload: &[u8]) -> Result<Position, AppendError> {
    match journal.inner.append(payload) {
        Err(AppendError::Full) => Err(AppendError::Fault(Fault("full".to_owned()))),
        answer => answer,
    }
}

fn answer_where_it_began(journal: &mut Spoilt, payload: &[u8]) -> Result<Position, AppendError> {
    let begin = journal.inner.health().end;
    journal.inner.append(payload).map(|_| begin)
}

#[test]
fn an_engine_that_breaks_its_word_fails_the_suite() {
    let mutants: [(&str, Spoil); 6] = [
        ("answers early", |inner| spoilt(inner, answer_early)),
        ("turns an octet", |inner| spoilt(inner, turn_an_octet)),
        ("writes twice", |inner| spoilt(inner, write_twice)),
        ("hides faults", |inner| spoilt(inner, hide_faults)),
        ("takes full for a fault", |inner| spoilt(inner, take_full_for_a_fault)),
        ("answers where it began", |inner| spoilt(inner, answer_where_it_began)),
    ];
    for (name, spoil) in mutants {
        let run = || conformance::check_with_faults(&mut || sample(spoil));
        let outcome = catch_unwind(AssertUnwindSafe(run));
        assert!(outcome.is_err(), "an engine that {name} passed the suite");
    }
}

// === scripted faults ===

fn payloads(journal: &dyn Journal) -> Vec<Vec<u8>> {
    let mut payloads = Vec::new();
    let read = journal.reader().read(Position::START, &mut |entry| {
        if let Entry::Batch { payload, .. } = entry {
            payloads.push(payload.to_vec());
        }
        ControlFlow::Continue(())
    });
    assert!(read.is_ok(), "{read:?}");
    payloads
}

#[test]
fn a_mishap_strikes_the_append_it_was_planned_for() {
    let fault = || AppendError::Fault(Fault("append 3: a scripted fault".to_owned()));
    let cases: [(&str, Mishap, AppendError, &[&[u8]]); 3] = [
        ("full", Mishap::Full, AppendError::Full, &[b"1", b"2", b"4"]),
        ("lost", Mishap::FaultLost, fault(), &[b"1", b"2"]),
        ("kept", Mishap::FaultKept, fault(), &[b"1", b"2", b"3"]),
    ];
    for (name, mishap, answer, expected) in cases {
        let store = MemoryStore::new(CAPACITY, RESERVE);
        store.plan(3, mishap);
        let mut journal = store.open();
        assert_eq!(journal.append(b"1"), Ok(Position(13)), "{name}");
        assert_eq!(journal.append(b"2"), Ok(Position(26)), "{name}");
        assert_eq!(journal.append(b"3"), Err(answer), "{name}");
        assert_eq!(payloads(&journal), [b"1", b"2"], "{name}: nothing in doubt is shown");
        let fourth = journal.append(b"4");
        assert_eq!(fourth.is_ok(), mishap == Mishap::Full, "{name}");
        drop(journal);
        assert_eq!(payloads(&store.open()), expected, "{name}: after the next start");
    }
}

#[test]
fn a_store_is_full_when_its_capacity_is_used_and_release_makes_room() {
    let store = MemoryStore::new(100, 30);
    let mut journal = store.open();
    let steps = [
        ("the first", Ok(Position(40)), 60, false),
        ("the second", Ok(Position(80)), 20, true),
        ("one too many", Err(AppendError::Full), 20, true),
    ];
    for (name, answer, free, high_water) in steps {
        assert_eq!(journal.append(&[7; 28]), answer, "{name}");
        let health = journal.health();
        assert_eq!((health.free, health.high_water), (free, high_water), "{name}");
    }
    assert_eq!(journal.release(Position(40)), Ok(()));
    let expected =
        Health { oldest: Position(40), end: Position(80), held: 40, free: 60, high_water: false };
    assert_eq!(journal.health(), expected);
    assert_eq!(journal.append(&[7; 28]), Ok(Position(120)));
}
