//! A disk that is full: the journal answers so, keeps what it has, and goes on when there is space
//! again, without a restart.

use crate::load::{Load, numbers, open};
use crate::mounts::{MIB, Mount, take_turn};
use journal::{AppendError, Journal, LogId, Position};
use journal_file::Settings;
use std::fs;

const DISK: u64 = 16 * MIB;
const SETTINGS: Settings = Settings { segment: MIB, reserve: 4 * MIB, log: LogId(0xF011) };
const CYCLES: u64 = 20;
const PAYLOAD: usize = 10_000;

/// Appends until the high-water mark is reached.
#[track_caller]
fn append_to_the_mark(load: &mut Load) {
    while !load.journal.health().high_water {
        let answer = load.append(PAYLOAD);
        assert!(answer.is_ok(), "{answer:?} with {:?}", load.journal.health());
    }
}

/// Appends until there is no room; how many octets fitted.
#[track_caller]
fn append_until_full(load: &mut Load) -> u64 {
    let before = load.next;
    loop {
        match load.append(PAYLOAD) {
            Ok(_) => {}
            Err(AppendError::Full) => return (load.next - before) * PAYLOAD as u64,
            Err(error) => panic!("{error}"),
        }
    }
}

/// Fills the disk, sees it refused and usable again.
fn cycle(load: &mut Load, number: u64, disk: &Mount) {
    assert!(!load.journal.health().high_water, "cycle {number} begins below the mark");
    append_to_the_mark(load);
    // What must not be refused still fits: the reserve, but for a part of a segment.
    let reserved = append_until_full(load);
    assert!(reserved > SETTINGS.reserve - 2 * MIB, "cycle {number}: {reserved} octets fitted");
    for _ in 0..3 {
        assert_eq!(load.append(PAYLOAD), Err(AppendError::Full), "cycle {number}");
    }
    let held = numbers(&load.journal);
    assert_eq!(held.last(), Some(&(load.next - 1)), "cycle {number}: the last one is there");

    let health = load.journal.health();
    let half = Position(health.oldest.0 + health.end.since(health.oldest) / 2);
    assert_eq!(load.journal.release(half), Ok(()));
    assert!(load.append(PAYLOAD).is_ok(), "cycle {number}: there is room again");
    taken_by_another(load, disk);
}

/// Somebody else fills the disk, and takes the file away again.
fn taken_by_another(load: &mut Load, disk: &Mount) {
    let other = disk.path().join("other");
    let filled = fs::write(&other, vec![1; usize::try_from(DISK).expect("16 MiB")]);
    assert!(filled.is_err(), "the disk is smaller");
    assert!(load.journal.health().high_water);
    append_until_full(load);
    fs::remove_file(other).expect("it was written just now");
    let answer = load.append(PAYLOAD);
    assert!(answer.is_ok(), "there is room again: {answer:?}, {:?}", load.journal.health());
}

#[test]
fn a_full_disk_is_an_answer_and_passes() {
    let _turn = take_turn();
    let disk = Mount::tmpfs("journal-full", DISK);
    let directory = disk.path().join("journal");
    let mut load = Load { journal: open(&directory, SETTINGS), next: 0 };
    for number in 0..CYCLES {
        cycle(&mut load, number, &disk);
    }
    let Load { journal, next } = load;
    drop(journal);
    let held = numbers(&open(&directory, SETTINGS));
    let first = held[0];
    assert!(first < next && held == (first..next).collect::<Vec<_>>(), "from {first} to {next}");
    println!("{CYCLES} cycles of a full disk, {next} batches appended, {} held", held.len());
}
