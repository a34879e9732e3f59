//! Which log, and where in it.

use std::fmt;

/// A place in a log, which has no end: batches lie one behind the other and each begins where the
/// one before it ended. In files and in memory it counts octets; other engines may count batches.
///
/// Grows with every batch; the place of an acknowledged batch is never given to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

impl Position {
    /// Where every log begins.
    pub const START: Position = Position(0);

    /// The place this many octets further on.
    pub fn plus(self, octets: usize) -> Position {
        Position(self.0.saturating_add(octets as u64))
    }

    /// Octets from `earlier` to here; 0 if `earlier` is not earlier.
    pub fn since(self, earlier: Position) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Tells one log from every other: a number drawn at random when the log is made.
///
/// It goes into the check of every batch, so neither octets that another log left on the disk nor
/// a customer's text made to look like a batch can pass for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LogId(pub u64);
