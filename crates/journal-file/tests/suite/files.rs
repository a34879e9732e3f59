//! Logs on the real disk, and what may happen to their files.

use crate::batches::{Batch, Entries, read, read_entries};
use crate::folder::Folder;
use journal::{Journal, LogId, Position, ReadError, Segment};
use journal_file::{Directory, FileJournal, Finding, OpenError, Opened, Settings};
use std::fs;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Room for twelve frames of 1,024 octets behind the block at the head.
const SEGMENT: u64 = 4096 + 12 * 1024;
const SETTINGS: Settings = Settings { segment: SEGMENT, reserve: 1 << 20, log: LogId(0xF11E) };
/// The files of a log of thirty such frames.
const NAMES: [&str; 3] = [
    "0000000000000000-000000000000f11e.segment",
    "0000000000003000-000000000000f11e.segment",
    "0000000000006000-000000000000f11e.segment",
];

fn try_open(folder: &Folder) -> Result<Opened, OpenError> {
    FileJournal::open(Arc::new(Directory::open(folder.path())?), SETTINGS)
}

#[track_caller]
fn open(folder: &Folder) -> Opened {
    try_open(folder).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn entries(opened: &Opened) -> Entries {
    read_entries(&opened.journal).unwrap_or_else(|error| panic!("{error}"))
}

/// Thirty batches with a frame of 1,024 octets each.
fn sample(name: &str) -> (Folder, Vec<Batch>) {
    let folder = Folder::new(name);
    let mut journal = open(&folder).journal;
    for number in 0..30 {
        assert!(journal.append(&[number; 1012]).is_ok());
    }
    let batches = read(&journal).expect("nothing is damaged");
    (folder, batches)
}

fn change(folder: &Folder, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
    let path = folder.path().join(name);
    let mut octets = fs::read(&path).expect("the file is there");
    change(&mut octets);
    fs::write(&path, octets).expect("the file can be written");
}

#[test]
fn segments_have_their_full_size_and_follow_each_other() {
    let (folder, batches) = sample("files-segments");
    let files = folder.files();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, NAMES);
    for (name, octets) in &files {
        assert_eq!(octets.len() as u64, SEGMENT, "{name}");
    }
    let at: Vec<Position> = batches.iter().map(|batch| batch.at).collect();
    let expected: Vec<Position> = (0..30).map(|number| Position(number * 1024)).collect();
    assert_eq!(at, expected);
    assert_eq!(open(&folder).journal.health().held, 3 * SEGMENT);
}

#[test]
fn a_second_opener_is_told_which_directory_is_in_use() {
    let folder = Folder::new("files-lock");
    let first = open(&folder);
    let second = try_open(&folder).map(|_| ()).expect_err("the directory is in use");
    let expected = format!("another process uses the journal in {}", folder.path().display());
    assert_eq!(second.to_string(), expected);
    let reader = first.journal.reader();
    drop(first);
    assert!(matches!(try_open(&folder), Err(OpenError::Busy { .. })), "a reader still uses it");
    drop(reader);
    assert!(try_open(&folder).is_ok());
}

#[test]
fn a_missing_directory_is_made_with_those_above_it() {
    let folder = Folder::new("files-made");
    let path = folder.path().join("data").join("journal");
    assert!(Directory::open(&path).is_ok());
    assert!(path.is_dir());
}

/// Turns one bit of a log's files. All batches but the one it lies in are read, something is
/// reported, and the log goes on.
fn turn_a_bit(folder: &Folder, batches: &[Batch], random: &mut fastrand::Rng) {
    let segment = random.usize(..NAMES.len());
    let (octet, bit) = (random.usize(..SEGMENT as usize), random.u8(..8));
    let name = format!("bit {bit} of octet {octet} in segment {segment}");
    change(folder, NAMES[segment], |octets| octets[octet] ^= 1 << bit);
    let hit = octet.checked_sub(4096).map(|octet| segment * 12 + octet / 1024);
    let kept: Vec<Batch> = (0..)
        .zip(batches)
        .filter(|&(number, _)| Some(number) != hit)
        .map(|(_, batch)| batch.clone())
        .collect();

    let mut opened = open(folder);
    let (found, damage) = entries(&opened);
    assert!(found == kept, "{name}: {} batches", found.len());
    let reported = damage.len() + opened.findings.len();
    assert!(reported > 0, "{name}: not detected");
    let next = opened.journal.append(b"behind").expect("the log goes on");
    drop(opened);
    let (found, _) = entries(&open(folder));
    assert_eq!(
        found.last().map(|batch| (batch.next, &batch.payload[..])),
        Some((next, &b"behind"[..]))
    );
    assert!(found[..found.len() - 1] == kept, "{name}: after the next start");
}

#[test]
fn a_hundred_turned_bits_in_files_are_detected() {
    let (folder, batches) = sample("files-bits");
    let files = folder.files();
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..100 {
        turn_a_bit(&folder, &batches, &mut random);
        folder.set_files(&files);
    }
    println!("100 turned bits in files detected");
}

/// What is done to the sample's files, and what must come of it.
struct Case {
    name: &'static str,
    act: fn(&Folder),
    /// Numbers of the batches that cannot be read.
    lost: std::ops::Range<usize>,
    findings: &'static [&'static str],
    /// What readers show as damage.
    damage: &'static [(u64, u64)],
}

const CASES: [Case; 11] = [
    Case {
        name: "the first block of a segment is damaged: its name is enough",
        act: |folder| change(folder, NAMES[1], |octets| octets[100] = 1),
        lost: 0..0,
        findings: &["DAMAGED: the first block of 0000000000003000-000000000000f11e.segment"],
        damage: &[],
    },
    Case {
        name: "a batch in an earlier segment is damaged",
        act: |folder| change(folder, NAMES[0], |octets| octets[4096 + 3 * 1024 + 500] ^= 4),
        lost: 3..4,
        findings: &[],
        damage: &[(3072, 4096)],
    },
    Case {
        name: "the last batch of an earlier segment is damaged",
        act: |folder| change(folder, NAMES[0], |octets| octets[4096 + 11 * 1024] ^= 4),
        lost: 11..12,
        findings: &[],
        damage: &[(11_264, 12_288)],
    },
    Case {
        name: "batches in the middle of the last segment are damaged",
        act: |folder| change(folder, NAMES[2], |octets| octets[4096 + 1500..4096 + 2500].fill(9)),
        lost: 25..27,
        findings: &["DAMAGED: what stood from 25600 to 27648 cannot be read"],
        damage: &[(25_600, 27_648)],
    },
    Case {
        name: "the last two batches are damaged: no crash does that",
        act: |folder| {
            change(folder, NAMES[2], |octets| {
                octets[4096 + 4 * 1024 + 20] ^= 1;
                octets[4096 + 5 * 1024 + 20] ^= 1;
            });
        },
        lost: 28..30,
        findings: &["DAMAGED: what stood from 28672 to 30720 cannot be read"],
        damage: &[(28_672, 30_720)],
    },
    Case {
        name: "the last batch is damaged: a crash may do that",
        act: |folder| change(folder, NAMES[2], |octets| octets[4096 + 5 * 1024 + 20] ^= 1),
        lost: 29..30,
        findings: &["a batch that was being written was cut off at 29696 (1024 octets)"],
        damage: &[],
    },
    Case {
        name: "an earlier segment is cut short",
        act: |folder| change(folder, NAMES[1], |octets| octets.truncate(4096 + 5 * 1024 + 10)),
        lost: 17..24,
        findings: &[
            "DAMAGED: 0000000000003000-000000000000f11e.segment is 7158 octets shorter than it was \
             made",
        ],
        damage: &[(17_408, 24_576)],
    },
    Case {
        name: "the last segment is cut short",
        act: |folder| change(folder, NAMES[2], |octets| octets.truncate(4096 + 3 * 1024 + 10)),
        lost: 27..30,
        findings: &[
            "DAMAGED: 0000000000006000-000000000000f11e.segment is 9206 octets shorter than it was \
             made",
            "DAMAGED: what stood from 27648 to 36864 cannot be read",
        ],
        damage: &[(27_648, 36_864)],
    },
    Case {
        name: "an earlier segment is empty",
        act: |folder| change(folder, NAMES[0], Vec::clear),
        lost: 0..12,
        findings: &["DAMAGED: the first block of 0000000000000000-000000000000f11e.segment"],
        damage: &[(0, 12_288)],
    },
    Case {
        name: "a segment is missing",
        act: |folder| fs::remove_file(folder.path().join(NAMES[1])).expect("it was there"),
        lost: 12..24,
        findings: &[],
        damage: &[(12_288, 24_576)],
    },
    Case {
        name: "a segment lies where another belongs",
        act: |folder| {
            let other = fs::read(folder.path().join(NAMES[0])).expect("it is there");
            change(folder, NAMES[1], |octets| *octets = other);
        },
        lost: 12..24,
        findings: &["DAMAGED: the first block of 0000000000003000-000000000000f11e.segment"],
        damage: &[(12_288, 24_576)],
    },
];

#[test]
fn damage_is_reported_and_costs_no_more_than_it_must() {
    let (folder, batches) = sample("files-damage");
    let files = folder.files();
    for Case { name, act, lost, findings, damage } in CASES {
        act(&folder);
        let mut kept = batches.clone();
        kept.drain(lost);
        let damage: Vec<_> =
            damage.iter().map(|&(at, next)| (Position(at), Position(next))).collect();

        let mut opened = open(&folder);
        let told: Vec<String> = opened.findings.iter().map(Finding::to_string).collect();
        assert_eq!(told, findings, "{name}");
        let (found, shown) = entries(&opened);
        assert_eq!(shown, damage, "{name}");
        assert!(found == kept, "{name}: {} batches are read", found.len());

        assert!(opened.journal.append(b"behind").is_ok(), "{name}");
        drop(opened);
        let (found, shown) = entries(&open(&folder));
        assert_eq!(shown, damage, "{name}: after the next start");
        let (last, before) = found.split_last().expect("one was appended");
        assert!(before == kept && last.payload == b"behind", "{name}: after the next start");
        folder.set_files(&files);
    }
}

#[test]
fn what_a_crash_left_of_a_batch_is_cut_off() {
    let (folder, batches) = sample("files-torn");
    for octets in [1, 11, 12, 13, 600, 1023] {
        change(&folder, NAMES[2], |file| {
            let torn: Vec<u8> = file[4096..4096 + octets].to_vec();
            file[4096 + 6 * 1024..4096 + 6 * 1024 + octets].copy_from_slice(&torn);
        });
        let opened = open(&folder);
        let expected = [Finding::TornTail { at: Position(30_720), octets: octets as u64 }];
        assert_eq!(opened.findings, expected, "{octets} octets");
        assert!(entries(&opened) == (batches.clone(), vec![]), "{octets} octets");
        drop(opened);
        change(&folder, NAMES[2], |file| {
            assert!(file[4096 + 6 * 1024..].iter().all(|&octet| octet == 0), "{octets} octets");
        });
        assert_eq!(open(&folder).findings, [], "it is told once");
    }
}

#[test]
fn a_damaged_segment_is_set_aside_instead_of_removed() {
    let (folder, _) = sample("files-aside");
    change(&folder, NAMES[0], |octets| octets[5000] ^= 1);
    let files = folder.files();
    let mut opened = open(&folder);
    assert_eq!(entries(&opened).1, [(Position(0), Position(1024))]);
    assert_eq!(opened.journal.release(Position(24_576)), Ok(()));
    assert_eq!(folder.files(), files[2..], "two segments are gone");
    let aside = fs::read(folder.path().join("damaged").join(NAMES[0])).expect("it is kept");
    assert!(aside == files[0].1, "as it was");
    assert!(!folder.path().join("damaged").join(NAMES[1]).exists());
    drop(opened);
    assert_eq!(entries(&open(&folder)).0.len(), 6);
}

#[test]
fn a_directory_with_two_logs_is_refused() {
    let (folder, _) = sample("files-two-logs");
    let other = "0000000000009000-0000000000000bad.segment";
    fs::copy(folder.path().join(NAMES[0]), folder.path().join(other)).expect("there is space");
    let refused = try_open(&folder).map(|_| ()).expect_err("nobody knows which log counts");
    assert_eq!(
        refused.to_string(),
        "0000000000000000-000000000000f11e.segment and 0000000000009000-0000000000000bad.segment \
         belong to two journals; move one of them away"
    );
}

#[test]
fn a_segment_of_a_later_version_is_refused() {
    let (folder, _) = sample("files-version");
    change(&folder, NAMES[1], |octets| {
        octets[8] = 2;
        octets[4092..4096].copy_from_slice(&[0xFF, 0x9A, 0xF1, 0x48]); // computed with another program
    });
    let refused = try_open(&folder).map(|_| ()).expect_err("it cannot be read");
    let expected = "0000000000003000-000000000000f11e.segment has format 2 of a later release";
    assert_eq!(refused.to_string(), expected);
}

#[test]
fn a_log_keeps_the_id_it_was_made_with() {
    let (folder, batches) = sample("files-id");
    let settings = Settings { log: LogId(0xD1FF), ..SETTINGS };
    let disk = Arc::new(Directory::open(folder.path()).expect("it is free"));
    let mut opened = FileJournal::open(disk, settings).expect("it is intact");
    for number in 30..40 {
        assert!(opened.journal.append(&[number; 1012]).is_ok());
    }
    let (found, damage) = entries(&opened);
    assert!(found.starts_with(&batches) && found.len() == 40 && damage.is_empty());
    let names: Vec<String> = folder.files().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names[3], "0000000000009000-000000000000f11e.segment");
}

#[test]
fn files_that_are_not_segments_are_left_alone() {
    let (folder, _) = sample("files-others");
    for name in ["notes.txt", "0000.segment", "new.segment"] {
        fs::write(folder.path().join(name), b"?").expect("there is space");
    }
    let opened = open(&folder);
    assert_eq!(opened.findings, []);
    assert_eq!(entries(&opened).0.len(), 30);
    let names: Vec<String> = folder.files().into_iter().map(|(name, _)| name).collect();
    // `new.segment` is what the engine calls a segment that is still being made.
    assert_eq!(names, ["0000.segment", NAMES[0], NAMES[1], NAMES[2], "notes.txt"]);
}

#[test]
fn a_segment_too_short_for_its_first_batch_is_replaced() {
    let (folder, batches) = sample("files-replaced");
    let empty = Segment { log: SETTINGS.log, start: Position(24_576), octets: 12 * 1024 };
    let mut octets = empty.header().to_vec();
    octets.resize(usize::try_from(SEGMENT).expect("a file is small"), 0);
    change(&folder, NAMES[2], |file| *file = octets); // as if power had failed before its first batch
    let mut opened = open(&folder);
    assert_eq!(opened.findings, []);
    let next = opened.journal.append(&[7; 20_000]);
    assert_eq!(next, Ok(Position(24_576 + 20_012)));
    let files = folder.files();
    assert_eq!((files.len(), files[2].1.len()), (3, 4096 + 20_012));
    assert_eq!(opened.journal.health().held, 2 * SEGMENT + 4096 + 20_012);
    assert_eq!(opened.journal.release(Position(24_576)), Ok(()));
    let expected = Batch { at: Position(24_576), next: Position(44_588), payload: vec![7; 20_000] };
    assert!(entries(&opened).0 == [expected], "of {} batches the last is left", batches.len() + 1);
}

#[test]
fn a_reader_goes_on_when_what_it_would_read_is_released() {
    let (folder, _) = sample("files-follow");
    let mut journal = open(&folder).journal;
    let mut reader = journal.reader();
    let mut seen = Vec::new();
    let read = reader.read(Position::START, &mut |entry| {
        seen.push(entry.next().0 / 1024);
        assert_eq!(journal.release(Position(24_576)), Ok(()));
        ControlFlow::Continue(())
    });
    assert_eq!(read, Ok(Position(30_720)));
    let expected: Vec<u64> = (1..=12).chain(25..=30).collect();
    assert_eq!(seen, expected, "the segment at hand, then the oldest that is left");
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_of_the_medium_and_no_damage() {
    let (folder, _) = sample("files-unreadable");
    let opened = open(&folder);
    fs::remove_file(folder.path().join(NAMES[1])).expect("it was there");
    let mut batches = 0;
    let read = opened.journal.reader().read(Position::START, &mut |_| {
        batches += 1;
        ControlFlow::Continue(())
    });
    assert_eq!(batches, 12);
    let Err(ReadError::Medium { at, cause }) = read else { panic!("{read:?}") };
    assert_eq!(at, Position(12_288));
    assert!(cause.starts_with(&format!("reading {}: ", NAMES[1])), "{cause}");
}
