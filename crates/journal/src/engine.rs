//! What an engine promises.

use crate::frame::BadSize;
use crate::position::Position;
use std::fmt;
use std::ops::ControlFlow;

/// An append-only log with one writer.
///
/// One thread owns it. Calls block for as long as the medium takes: while one batch is being made
/// durable, its owner's callers gather the next one, and that is the whole of group commit.
pub trait Journal: Send {
    /// Appends one batch and answers when it is durable: power may fail from then on. The answer
    /// is the position behind it; the batch begins where the one before ended.
    fn append(&mut self, payload: &[u8]) -> Result<Position, AppendError>;

    /// Nothing before `up_to` is needed any more. When its space comes back is the engine's
    /// affair, also whether it is still read after the next start; what stands at `up_to` or
    /// behind it is kept.
    fn release(&mut self, up_to: Position) -> Result<(), Fault>;

    /// A reader of its own for another thread. It also sees what is appended later.
    fn reader(&self) -> Box<dyn Reader>;

    /// How the log is now.
    fn health(&self) -> Health;
}

/// What a reader calls for each entry; `Break` ends the reading behind that entry.
pub type Visit<'v> = dyn FnMut(Entry<'_>) -> ControlFlow<()> + 'v;

/// Reads the durable part of a log, from any thread, without keeping its writer waiting.
pub trait Reader: Send {
    /// Shows every entry from `from` on, in order, up to what is durable now. Begins at the oldest
    /// entry if `from` lies before it. Answers where to go on: the end of what is durable, or behind
    /// the last entry shown if that broke off.
    ///
    /// `from` is a position that an append or a reader gave. From any other the reading begins at
    /// a batch behind it; a batch that was not appended is shown in no case.
    fn read(&mut self, from: Position, visit: &mut Visit<'_>) -> Result<Position, ReadError>;
}

/// What a reader finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry<'a> {
    /// A batch, exactly as it was appended.
    Batch {
        /// Where it begins.
        at: Position,
        /// Where the next one begins.
        next: Position,
        /// What was appended.
        payload: &'a [u8],
    },
    /// Batches stood here and cannot be read any more. Whoever sees this must say so loudly.
    Damage {
        /// Where they began.
        at: Position,
        /// Where the next entry begins.
        next: Position,
    },
}

impl Entry<'_> {
    /// Where the next entry begins.
    pub fn next(&self) -> Position {
        match *self {
            Entry::Batch { next, .. } | Entry::Damage { next, .. } => next,
        }
    }
}

/// How a log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// Where the oldest entry begins; equal to `end` in an empty log.
    pub oldest: Position,
    /// Where the next batch will begin. All before it is durable.
    pub end: Position,
    /// Octets that the log occupies.
    pub held: u64,
    /// Octets that it can still get.
    pub free: u64,
    /// `free` has fallen below the reserve. What can be refused must be refused from now on, so
    /// that what cannot (receipts, state changes, clearing up) still finds room.
    pub high_water: bool,
}

/// Why a batch was not appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppendError {
    /// The payload is empty or too long: the caller must cut its batches otherwise. Nothing changed.
    Size,
    /// There is no room. An ordinary answer that passes when room is made; nothing changed.
    Full,
    /// The engine is dead and will answer nothing else.
    Fault(Fault),
}

/// The medium failed. Whether the batch in hand is on it is not known before the next start;
/// until then nothing more is acknowledged. Holds what was tried and what the system said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(pub String);

/// Why reading stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// `from` lies behind the end of the log: what the caller has read before is not there any more.
    Beyond {
        /// The end of the log.
        end: Position,
    },
    /// The medium failed. Not taken for damage, because it may pass.
    Medium {
        /// Where reading may go on.
        at: Position,
        /// What was tried and what the system said.
        cause: String,
    },
}

impl From<BadSize> for AppendError {
    fn from(_: BadSize) -> Self {
        Self::Size
    }
}

impl From<Fault> for AppendError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the journal is dead: {}", self.0)
    }
}

impl fmt::Display for AppendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size => f.write_str("a batch has 1 octet to 1 MiB"),
            Self::Full => f.write_str("the journal is full"),
            Self::Fault(fault) => fault.fmt(f),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Beyond { end } => write!(f, "the journal ends at {end}, before what was read"),
            Self::Medium { at, cause } => write!(f, "the journal cannot be read at {at}: {cause}"),
        }
    }
}

impl std::error::Error for Fault {}
impl std::error::Error for AppendError {}
impl std::error::Error for ReadError {}
