//! The engine: append, release, health.

use crate::catalog::{Catalog, Held};
use crate::disk::Disk;
use crate::finding::{Finding, OpenError};
use crate::reader::FileReader;
use crate::recover::{Recovered, recover};
use crate::tail::Tail;
use journal::{
    AppendError, BLOCK, Fault, Health, Journal, LogId, Position, Reader, Segment, frame,
};
use std::io;
use std::sync::Arc;

/// How a log is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Octets of a segment's file. A batch that would not fit gets a longer one.
    pub segment: u64,
    /// The high-water mark is reached when fewer octets than this can still be appended.
    pub reserve: u64,
    /// The id of the log if there is none yet: a number drawn at random. A log keeps its own.
    pub log: LogId,
}

impl Settings {
    /// Segments of 64 MiB and a reserve of 1 GiB.
    pub fn new(log: LogId) -> Settings {
        Settings { segment: 64 << 20, reserve: 1 << 30, log }
    }
}

/// A log in files.
pub struct FileJournal {
    log: LogId,
    disk: Arc<dyn Disk>,
    settings: Settings,
    catalog: Catalog,
    tail: Option<Tail>,
    /// The frame that is written.
    frame: Vec<u8>,
    fault: Option<Fault>,
}

/// A log that was opened.
pub struct Opened {
    /// The log.
    pub journal: FileJournal,
    /// What was not as it should be in the heads and in the last segment. Damage elsewhere is
    /// shown by the readers, in its place.
    pub findings: Vec<Finding>,
}

impl FileJournal {
    /// Opens the log on a disk, or begins one. All that can be read afterwards is durable.
    pub fn open(disk: Arc<dyn Disk>, settings: Settings) -> Result<Opened, OpenError> {
        let Recovered { log, inner, tail, findings } = recover(&*disk, settings.log)?;
        let catalog = Catalog::new(inner);
        let (frame, fault) = (Vec::new(), None);
        let journal = FileJournal { log, disk, settings, catalog, tail, frame, fault };
        Ok(Opened { journal, findings })
    }
}

impl Journal for FileJournal {
    fn append(&mut self, payload: &[u8]) -> Result<Position, AppendError> {
        self.alive()?;
        let end = self.catalog.end();
        self.frame.clear();
        frame::encode(self.log, end, payload, &mut self.frame)?;
        if self.room(end) < self.frame.len() as u64 {
            self.begin_segment(end)?;
        }
        let committed = self.commit(end);
        self.or_die("writing a batch", committed)?;
        let next = end.plus(self.frame.len());
        self.catalog.lock().end = next;
        Ok(next)
    }

    fn release(&mut self, up_to: Position) -> Result<(), Fault> {
        self.alive()?;
        loop {
            let Some(held) = self.catalog.lock().pop_before(up_to) else {
                return Ok(());
            };
            let removed = self.remove(held);
            self.or_die("removing a segment", removed)?;
        }
    }

    fn reader(&self) -> Box<dyn Reader> {
        Box::new(FileReader::new(Arc::clone(&self.disk), self.catalog.clone()))
    }

    fn health(&self) -> Health {
        let (oldest, end, held) = {
            let inner = self.catalog.lock();
            (inner.oldest(), inner.end, inner.held())
        };
        // Space that cannot be asked for cannot be relied on.
        let free = self.disk.free().unwrap_or(0).saturating_add(self.room(end));
        Health { oldest, end, held, free, high_water: free < self.settings.reserve }
    }
}

impl FileJournal {
    fn alive(&self) -> Result<(), Fault> {
        self.fault.clone().map_or(Ok(()), Err)
    }

    /// After an error of the disk nothing is known of what it holds: PostgreSQL learnt in 2018 that
    /// a second fsync may succeed without having written anything.
    fn or_die<T>(&mut self, what: &str, answer: io::Result<T>) -> Result<T, Fault> {
        answer.map_err(|error| {
            let fault = Fault(format!("{what}: {error}"));
            self.fault = Some(fault.clone());
            fault
        })
    }

    fn room(&self, end: Position) -> u64 {
        self.tail.as_ref().map_or(0, |tail| tail.room(end))
    }

    /// Goes on in a new segment.
    fn begin_segment(&mut self, start: Position) -> Result<(), AppendError> {
        let octets = self.settings.segment.saturating_sub(BLOCK as u64);
        let octets = octets.max(self.frame.len() as u64);
        let segment = Segment { log: self.log, start, octets };
        let made = Tail::make(&*self.disk, segment);
        let made = self.or_die("making a segment", made)?;
        self.tail = Some(made.ok_or(AppendError::Full)?);
        self.catalog.lock().push(segment);
        Ok(())
    }

    fn commit(&self, at: Position) -> io::Result<()> {
        let tail = self.tail.as_ref().ok_or(io::ErrorKind::NotFound)?;
        tail.commit(&self.frame, at)
    }

    /// Removes a segment, durably: were the next one to go first, the log would have a hole after
    /// a power cut.
    fn remove(&self, held: Held) -> io::Result<()> {
        let name = held.segment.file_name();
        if held.is_damaged {
            self.disk.set_aside(&name)?;
        } else {
            self.disk.remove(&name)?;
        }
        self.disk.sync_dir()
    }
}
