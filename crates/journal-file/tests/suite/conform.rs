//! The suite for all engines, on both disks.

use crate::folder::Folder;
use crate::sim::{Cut, Failure, Lie, SimDisk};
use journal::conformance::{self, FaultyStore, Store};
use journal::{Journal, LogId};
use journal_file::{Directory, Disk, FileJournal, Settings};
use std::sync::Arc;

const SETTINGS: Settings = Settings { segment: 64 << 10, reserve: 1 << 20, log: LogId(0xC0F0) };

#[track_caller]
fn open(disk: Arc<dyn Disk>) -> Box<dyn Journal> {
    let opened = FileJournal::open(disk, SETTINGS).expect("what an engine left can be opened");
    Box::new(opened.journal)
}

struct Simulated(SimDisk);

impl Store for Simulated {
    fn open(&mut self) -> Box<dyn Journal> {
        self.0.restart();
        open(Arc::new(self.0.clone()))
    }
}

impl FaultyStore for Simulated {
    fn set_full(&mut self, is_full: bool) {
        self.0.set_full(is_full);
    }

    fn break_next_append(&mut self) {
        self.0.fail_at(2, Failure::Eio); // its sync, or the making of a segment
    }

    fn cut_power(&mut self) {
        self.0 = self.0.cut(Cut::Dropped, Cut::Dropped, 0);
    }
}

struct Real(Folder);

impl Store for Real {
    fn open(&mut self) -> Box<dyn Journal> {
        open(Arc::new(Directory::open(self.0.path()).expect("nobody else has the directory")))
    }
}

#[test]
fn the_file_engine_passes_the_suite_on_the_simulated_disk() {
    let mut make = || -> Box<dyn FaultyStore> { Box::new(Simulated(SimDisk::new(1, Lie::None))) };
    assert_eq!(conformance::check_with_faults(&mut make), 15);
}

#[test]
fn the_file_engine_passes_the_suite_on_the_real_disk() {
    let mut stores = 0;
    let mut make = || -> Box<dyn Store> {
        stores += 1;
        Box::new(Real(Folder::new(&format!("conformance-{stores}"))))
    };
    assert_eq!(conformance::check(&mut make), 10);
}
