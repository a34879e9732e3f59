//! Every call of the disk fails once. Whatever call it is: nothing is acknowledged after an error
//! of the medium, and nothing that was acknowledged is lost.

use crate::batches::read;
use crate::sim::{Cut, Failure, Lie, SimDisk};
use journal::{AppendError, Journal, LogId, Position};
use journal_file::{FileJournal, Settings};
use std::sync::Arc;

const SETTINGS: Settings = Settings { segment: 12 << 10, reserve: 1 << 20, log: LogId(0xE0) };

/// What came of a run.
#[derive(Default)]
struct Run {
    acknowledged: Vec<Vec<u8>>,
    released: usize,
    /// Answers of appends that were full, and of calls that failed.
    full: u32,
    faults: u32,
}

/// Appends, releases and opens again, with one call failing. Goes on after "full", stops at a fault.
fn run(disk: &SimDisk) -> Run {
    let mut run = Run::default();
    for chapter in 0..3 {
        let opened = match FileJournal::open(Arc::new(disk.clone()), SETTINGS) {
            Ok(opened) => opened,
            Err(error) => {
                assert!(disk.has_failed(), "{error}");
                run.faults += 1;
                return run;
            }
        };
        let mut journal = opened.journal;
        for number in 0..15 {
            let payload = vec![chapter * 20 + number; 900];
            match journal.append(&payload) {
                Ok(_) => run.acknowledged.push(payload),
                Err(AppendError::Full) => run.full += 1,
                Err(error) => {
                    run.faults += 1;
                    assert_dead(&mut journal, &error);
                    return run;
                }
            }
        }
        // Eight of these batches fill a segment.
        let up_to = Position(journal.health().oldest.0 + 9 * 912);
        run.released += 9;
        if journal.release(up_to).is_err() {
            run.faults += 1;
            return run;
        }
    }
    run
}

fn assert_dead(journal: &mut FileJournal, error: &AppendError) {
    let end = journal.health().end;
    for _ in 0..5 {
        assert_eq!(journal.append(b"more").as_ref(), Err(error), "a dead engine stays dead");
    }
    assert!(journal.release(end).is_err(), "a dead engine removes nothing");
    assert_eq!(journal.health().end, end, "a dead engine does not go on");
}

/// What is on the disk now: all that was acknowledged, and at most one batch behind it.
fn assert_kept(disk: SimDisk, run: &Run, name: &str) {
    let opened = FileJournal::open(Arc::new(disk), SETTINGS);
    let journal = opened.unwrap_or_else(|error| panic!("{name}: {error}")).journal;
    let found = read(&journal).unwrap_or_else(|error| panic!("{name}: {error}"));
    let found: Vec<Vec<u8>> = found.into_iter().map(|batch| batch.payload).collect();
    let acknowledged = &run.acknowledged[..];
    let gone = (0..=run.released).find(|&gone| {
        let kept = acknowledged.get(gone..).unwrap_or_default();
        found.starts_with(kept) && found.len() <= kept.len() + 1
    });
    assert!(gone.is_some(), "{name}: {} of {} are there", found.len(), acknowledged.len());
}

/// Lets every call fail in turn; how many there are, and in how many runs something was full or a
/// fault.
fn fail_every_call(failure: Failure) -> (u64, u32, u32) {
    let (mut call, mut full, mut faults) = (1, 0, 0);
    loop {
        let disk = SimDisk::new(call, Lie::None);
        disk.fail_at(call, failure);
        let run = run(&disk);
        if !disk.has_failed() {
            return (call - 1, full, faults);
        }
        let name = format!("call {call} fails with {failure:?}");
        for (data, names) in [(Cut::Dropped, Cut::Dropped), (Cut::Mixed, Cut::Mixed)] {
            assert_kept(disk.cut(data, names, call), &run, &format!("{name}, power is cut"));
        }
        disk.restart();
        assert_kept(disk, &run, &format!("{name}, the process dies"));
        full += run.full;
        faults += run.faults;
        call += 1;
    }
}

#[test]
fn after_an_error_of_the_medium_nothing_is_acknowledged_and_nothing_lost() {
    let (calls, full, faults) = fail_every_call(Failure::Eio);
    println!("each of {calls} calls failed with EIO: {faults} faults");
    assert!(calls > 150, "only {calls} calls");
    assert_eq!((full, u64::from(faults)), (0, calls), "each is a fault");
}

#[test]
fn want_of_space_is_full_where_a_segment_is_made_and_a_fault_elsewhere() {
    let (calls, full, faults) = fail_every_call(Failure::Enospc);
    println!("each of {calls} calls failed with ENOSPC: {full} times full, {faults} faults");
    assert_eq!(u64::from(full + faults), calls);
    // Six segments are made, each with one call for its name and one for its space.
    assert_eq!(full, 12);
}
