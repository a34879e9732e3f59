//! A segment is released in the moment in which a reader is about to open it.

use crate::sim::{Lie, SimDisk};
use journal::{Journal, LogId, Position};
use journal_file::{Disk, DiskFile, FileJournal, Settings};
use std::io;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

/// Room for two frames of 1,024 octets behind the block at the head.
const SETTINGS: Settings = Settings { segment: 4096 + 2048, reserve: 0, log: LogId(0xACE) };

/// A disk on which something happens just before a file is opened.
struct Delayed {
    disk: SimDisk,
    before_open: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl Disk for Delayed {
    fn open(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let happening = self.before_open.lock().expect("nothing panics with it").take();
        if let Some(happening) = happening {
            happening();
        }
        self.disk.open(name)
    }
    fn list(&self) -> io::Result<Vec<String>> {
        self.disk.list()
    }
    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        self.disk.create(name)
    }
    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.disk.rename(from, to)
    }
    fn set_aside(&self, name: &str) -> io::Result<()> {
        self.disk.set_aside(name)
    }
    fn remove(&self, name: &str) -> io::Result<()> {
        self.disk.remove(name)
    }
    fn sync_dir(&self) -> io::Result<()> {
        self.disk.sync_dir()
    }
    fn free(&self) -> io::Result<u64> {
        self.disk.free()
    }
}

#[test]
fn a_reader_that_comes_too_late_goes_on_with_the_oldest_that_is_left() {
    let disk = SimDisk::new(1, Lie::None);
    let disk = Arc::new(Delayed { disk, before_open: Mutex::new(None) });
    let opened = FileJournal::open(Arc::clone(&disk) as Arc<dyn Disk>, SETTINGS);
    let mut journal = opened.expect("an empty disk can be opened").journal;
    for number in 0..6 {
        assert!(journal.append(&[number; 1012]).is_ok());
    }
    let mut reader = journal.reader();
    let release = move || assert_eq!(journal.release(Position(4096)), Ok(()));
    *disk.before_open.lock().expect("nothing panics with it") = Some(Box::new(release));

    let mut seen = Vec::new();
    let read = reader.read(Position::START, &mut |entry| {
        seen.push(entry.next());
        ControlFlow::Continue(())
    });
    assert_eq!(read, Ok(Position(6144)));
    assert_eq!(seen, [Position(5120), Position(6144)]);
}
