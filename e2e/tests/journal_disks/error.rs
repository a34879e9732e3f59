//! A disk that fails: an ext4 in a sparse file, on a file system that has no space left for the
//! file to grow. The kernel finds that out when it writes back, so writing a batch succeeds and
//! its `fdatasync` fails.

use crate::load::{Load, numbers, open, try_open};
use crate::mounts::{MIB, Mount, make_ext4, run, run_to, take_turn, text};
use journal::{AppendError, LogId};
use journal_file::Settings;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

const SETTINGS: Settings = Settings { segment: 8 * MIB, reserve: MIB, log: LogId(0xE10) };

/// An ext4 and the space it may grow in.
struct Failing {
    space: Mount,
    image: PathBuf,
}

impl Failing {
    fn new(name: &str, features: &str) -> Failing {
        let space = Mount::tmpfs(&format!("{name}-space"), 48 * MIB);
        let image = space.path().join("image");
        make_ext4(&image, 64 * MIB, features);
        Failing { space, image }
    }

    fn filler(&self) -> PathBuf {
        self.space.path().join("filler")
    }

    /// Takes all space away.
    fn fill(&self) {
        let mut filler = File::create(self.filler()).expect("a name needs no space");
        while filler.write(&[1; 4096]).is_ok_and(|octets| octets > 0) {}
    }

    fn empty(&self) {
        fs::remove_file(self.filler()).expect("it was filled");
    }
}

/// Appends until the disk fails; nothing is acknowledged from then on.
fn append_until_the_disk_fails(load: &mut Load) {
    // The space that is left within the image is used up long before.
    for _ in 0..5000 {
        if let Err(error) = load.append(1000) {
            assert!(matches!(error, AppendError::Fault(_)), "{error}");
            for _ in 0..5 {
                assert_eq!(load.append(1000).as_ref(), Err(&error), "a dead engine stays dead");
            }
            println!("after {} batches: {error}", load.next);
            return;
        }
    }
    panic!("the disk has not failed");
}

#[test]
fn an_error_of_fdatasync_ends_the_engine_and_loses_nothing() {
    let _turn = take_turn();
    let failing = Failing::new("journal-error", "has_journal");
    let disk = Mount::image("journal-error", &failing.image);
    let directory = disk.path().join("journal");
    let mut load = Load { journal: open(&directory, SETTINGS), next: 0 };
    for _ in 0..100 {
        assert!(load.append(1000).is_ok());
    }
    failing.fill();
    append_until_the_disk_fails(&mut load);
    let Load { journal, next } = load;
    drop(journal);
    failing.empty();
    drop(disk);

    let disk = Mount::image("journal-error", &failing.image);
    let mut load = Load { journal: open(&disk.path().join("journal"), SETTINGS), next };
    assert_kept(&numbers(&load.journal), next);
    load.next = numbers(&load.journal).len() as u64;
    assert!(load.append(1000).is_ok(), "the log goes on");
}

/// All that was acknowledged, and at most the batch of the fault.
#[track_caller]
fn assert_kept(held: &[u64], acknowledged: u64) {
    assert!((acknowledged..=acknowledged + 1).contains(&(held.len() as u64)), "{}", held.len());
    assert!(held.iter().copied().eq(0..held.len() as u64));
}

/// After a failed `fdatasync` the kernel takes the lost octets for written: they can be read and a
/// second `fdatasync` succeeds. What a new process reads must be on the disk all the same.
#[test]
fn what_is_read_after_a_failed_fdatasync_is_durable() {
    let _turn = take_turn();
    let failing = Failing::new("journal-doubt", "^has_journal");
    let disk = Mount::image("journal-doubt", &failing.image);
    let directory = disk.path().join("journal");
    let mut load = Load { journal: open(&directory, SETTINGS), next: 0 };
    for _ in 0..100 {
        assert!(load.append(1000).is_ok());
    }
    failing.fill();
    append_until_the_disk_fails(&mut load);
    let Load { journal, next } = load;
    drop(journal);
    failing.empty();

    let journal = try_open(&directory, SETTINGS).unwrap_or_else(|error| panic!("{error}"));
    let held = numbers(&journal);
    assert_eq!(held.len() as u64, next + 1, "the kernel still shows the batch of the fault");
    let after = power_cut(&failing.image);
    let disk_after = Mount::image("journal-doubt-after", &after);
    assert_eq!(numbers(&open(&disk_after.path().join("journal"), SETTINGS)), held);
}

/// What is on the disk at this moment, as a disk of its own.
fn power_cut(image: &Path) -> PathBuf {
    let copy = image.with_extension("after");
    run("cp", &["--sparse=always", text(image), text(&copy)]);
    // Without a journal of its own ext4 needs a check after a power cut; 1: it repaired something.
    run_to("e2fsck", &["-p", text(&copy)], &[0, 1]);
    copy
}
