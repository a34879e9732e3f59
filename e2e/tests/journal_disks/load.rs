//! Numbered batches, so that each one is known again.

use journal::{AppendError, Entry, Journal, Position};
use journal_file::{Directory, FileJournal, OpenError, Settings};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

/// A journal and the number of the batch that comes next.
pub(crate) struct Load {
    pub(crate) journal: FileJournal,
    pub(crate) next: u64,
}

impl Load {
    /// Appends the next batch, of so many octets. Its number is used up only if that works.
    pub(crate) fn append(&mut self, octets: usize) -> Result<Position, AppendError> {
        let mut payload = vec![0; octets.max(8)];
        payload[..8].copy_from_slice(&self.next.to_le_bytes());
        self.journal.append(&payload).inspect(|_| self.next += 1)
    }
}

pub(crate) fn try_open(directory: &Path, settings: Settings) -> Result<FileJournal, OpenError> {
    let directory = Directory::open(directory)?;
    FileJournal::open(Arc::new(directory), settings).map(|opened| opened.journal)
}

#[track_caller]
pub(crate) fn open(directory: &Path, settings: Settings) -> FileJournal {
    match try_open(directory, settings) {
        Ok(journal) => journal,
        Err(error) => panic!("{}: {error}", directory.display()),
    }
}

/// Numbers of the batches in the log, which must be without damage.
#[track_caller]
pub(crate) fn numbers(journal: &FileJournal) -> Vec<u64> {
    let mut numbers = Vec::new();
    let read = journal.reader().read(Position::START, &mut |entry| {
        let Entry::Batch { payload, .. } = entry else { panic!("{entry:?}") };
        let number = payload.first_chunk().expect("a payload begins with its number");
        numbers.push(u64::from_le_bytes(*number));
        ControlFlow::Continue(())
    });
    assert_eq!(read, Ok(journal.health().end));
    numbers
}
