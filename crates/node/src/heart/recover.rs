//! From the journal to a core that is as it was.

use super::Recovered;
use gateway::core::{Core, Limits, Settings};
use journal::{Entry, Journal, LogId, Position, ReadError};
use journal_file::{Directory, FileJournal};
use link::Time;
use message::id::Shard;
use records::BadRecord;
use registry::Snapshot;
use std::fmt;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use tracing::{error, info};

/// Why the journal cannot be taken up.
#[derive(Debug)]
pub enum OpenError {
    /// It cannot be opened.
    Open(journal_file::OpenError),
    /// It cannot be read.
    Read(ReadError),
    /// It holds what this release does not know.
    Record(Position, BadRecord),
}

/// The directory of the journal, and with it all data: nobody else can have it meanwhile.
pub(crate) fn claim(directory: &Path) -> Result<Arc<Directory>, OpenError> {
    Directory::open(directory).map(Arc::new).map_err(OpenError::Open)
}

/// Opens the journal in this directory, or begins one, and reads it.
pub(crate) fn recover(
    directory: Arc<Directory>,
    snapshot: Arc<Snapshot>,
    time: &Time,
) -> Result<Recovered, OpenError> {
    let settings = journal_file::Settings::new(LogId(fastrand::u64(..)));
    let opened = FileJournal::open(directory, settings).map_err(OpenError::Open)?;
    for finding in &opened.findings {
        error!(%finding, "the journal is not as it was left");
    }
    take_up(Box::new(opened.journal), snapshot, time)
}

/// Reads the journal.
pub(super) fn take_up(
    journal: Box<dyn Journal>,
    snapshot: Arc<Snapshot>,
    time: &Time,
) -> Result<Recovered, OpenError> {
    let limits = Limits { pending_octets_max: quarter_of_memory(), ..Limits::default() };
    let settings = Settings { shard: Shard::FIRST, limits, seed: fastrand::u64(..) };
    let begin = time.now();
    let mut core = Core::new(settings, snapshot, begin.wall);
    let batches = read(&*journal, &mut core)?;
    let now = time.now();
    core.start(now.wall);
    let took = now.mono.saturating_sub(begin.mono);
    info!(
        batches,
        waiting = core.waiting(),
        millis = took.as_millis() as u64,
        "the journal is read"
    );
    let floor = journal.health().end;
    Ok(Recovered { core, journal, floor })
}

/// What may wait at most, in octets of memory (proc(5)).
fn quarter_of_memory() -> u64 {
    let table = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total = table.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kibibytes = total.and_then(|it| it.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    let default = Limits::default().pending_octets_max;
    kibibytes.map_or(default, |kibibytes| kibibytes * 1024 / 4)
}

fn read(journal: &dyn Journal, core: &mut Core) -> Result<u64, OpenError> {
    let mut batches = 0;
    let mut bad = None;
    let read = journal.reader().read(Position::START, &mut |entry| match entry {
        Entry::Batch { at, payload, .. } => {
            batches += 1;
            match restore(core, payload, at) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    bad = Some(OpenError::Record(at, error));
                    ControlFlow::Break(())
                }
            }
        }
        Entry::Damage { at, next } => {
            error!(%at, %next, "DAMAGED: what stood here in the journal cannot be read");
            ControlFlow::Continue(())
        }
    });
    read.map_err(OpenError::Read)?;
    bad.map_or(Ok(batches), Err)
}

fn restore(core: &mut Core, payload: &[u8], at: Position) -> Result<(), BadRecord> {
    for record in records::read(payload)? {
        core.restore(&record?, at);
    }
    Ok(())
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::Open(error) => error.fmt(f),
            OpenError::Read(error) => error.fmt(f),
            OpenError::Record(at, error) => {
                write!(f, "the journal cannot be understood at {at}: {error}")
            }
        }
    }
}

impl std::error::Error for OpenError {}
