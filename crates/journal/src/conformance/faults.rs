//! Cases on a medium that fills up, fails, or loses power.

use super::{FaultCase, FaultyStore, append, check_log, payloads, read_from};
use crate::engine::{AppendError, Journal};
use crate::position::Position;

pub(super) const CASES: [FaultCase; 5] = [
    ("full passes", full_passes),
    ("the high-water mark comes before full", high_water_comes_before_full),
    ("a fault is for good", a_fault_is_for_good),
    ("a fault loses nothing that was acknowledged", a_fault_loses_nothing),
    ("power may fail at any time", power_may_fail_at_any_time),
];

/// Appends until the answer is full; the batches that went in before.
fn fill(journal: &mut dyn Journal) -> Vec<Vec<u8>> {
    let mut kept = Vec::new();
    for number in 0_u32.. {
        let payload = vec![number.to_le_bytes(); 100].concat();
        match journal.append(&payload) {
            Ok(_) => kept.push(payload),
            Err(AppendError::Full) => break,
            Err(error) => panic!("append {number}: {error}"),
        }
    }
    kept
}

fn full_passes(store: &mut dyn FaultyStore) {
    let mut journal = store.open();
    let mut kept = Vec::new();
    for round in 0..20 {
        store.set_full(true);
        kept.extend(fill(&mut *journal));
        let end = journal.health().end;
        for _ in 0..3 {
            assert_eq!(journal.append(&[1; 400]), Err(AppendError::Full), "round {round}");
        }
        assert_eq!(journal.health().end, end, "a refused batch leaves no trace");
        check_log(&*journal, &kept);
        store.set_full(false);
        append(&mut *journal, b"room again");
        kept.push(b"room again".to_vec());
    }
    drop(journal);
    check_log(&*store.open(), &kept);
}

fn high_water_comes_before_full(store: &mut dyn FaultyStore) {
    let mut journal = store.open();
    append(&mut *journal, b"first");
    assert!(!journal.health().high_water, "an empty medium is below the mark");
    store.set_full(true);
    let health = journal.health();
    assert!(health.high_water, "a full one is not: {health:?}");
    store.set_full(false);
    assert!(!journal.health().high_water, "and the mark is left again");
}

fn a_fault_is_for_good(store: &mut dyn FaultyStore) {
    let mut journal = store.open();
    let end = append(&mut *journal, b"first");
    store.break_next_append();
    for attempt in 0..10 {
        let answer = journal.append(b"second");
        assert!(matches!(answer, Err(AppendError::Fault(_))), "attempt {attempt}: {answer:?}");
    }
    assert_eq!(journal.health().end, end, "nothing more is durable");
    check_log(&*journal, &[b"first".to_vec()]);
    assert!(journal.release(end).is_err(), "nothing is removed by a dead engine");
}

fn a_fault_loses_nothing(store: &mut dyn FaultyStore) {
    let payloads = payloads(20);
    let mut kept: Vec<Vec<u8>> = Vec::new();
    for (number, payload) in payloads.iter().enumerate() {
        let mut journal = store.open();
        let found = read_from(&*journal, Position::START);
        let found: Vec<Vec<u8>> = found.into_iter().map(|(_, _, payload)| payload).collect();
        assert!(found.starts_with(&kept), "start {number} finds what was acknowledged");
        assert!(found.len() <= kept.len() + 1, "and at most the batch of the fault");
        kept = found;
        append(&mut *journal, payload);
        kept.push(payload.clone());
        store.break_next_append();
        assert!(journal.append(b"in doubt").is_err());
        drop(journal);
        if number % 2 == 0 {
            store.cut_power();
        }
    }
}

fn power_may_fail_at_any_time(store: &mut dyn FaultyStore) {
    let payloads = payloads(60);
    for (number, payload) in payloads.iter().enumerate() {
        let mut journal = store.open();
        check_log(&*journal, &payloads[..number]);
        append(&mut *journal, payload);
        drop(journal);
        store.cut_power();
    }
    check_log(&*store.open(), &payloads);
}
