//! Reading a log back in one piece.

use journal::{Entry, Journal, Position};
use std::ops::ControlFlow;

/// A batch that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Batch {
    pub(crate) at: Position,
    pub(crate) next: Position,
    pub(crate) payload: Vec<u8>,
}

/// All batches, and the damage between them.
pub(crate) type Entries = (Vec<Batch>, Vec<(Position, Position)>);

/// All entries, or why they cannot be read.
pub(crate) fn read_entries(journal: &dyn Journal) -> Result<Entries, String> {
    let (mut batches, mut damage) = (Vec::new(), Vec::new());
    let read = journal.reader().read(Position::START, &mut |entry| {
        match entry {
            Entry::Damage { at, next } => damage.push((at, next)),
            Entry::Batch { at, next, payload } => {
                batches.push(Batch { at, next, payload: payload.to_vec() });
            }
        }
        ControlFlow::Continue(())
    });
    match read {
        Ok(end) if end == journal.health().end => Ok((batches, damage)),
        Ok(end) => Err(format!("reading ended at {end}")),
        Err(error) => Err(error.to_string()),
    }
}

/// All batches of a log in which nothing is damaged.
pub(crate) fn read(journal: &dyn Journal) -> Result<Vec<Batch>, String> {
    let (batches, damage) = read_entries(journal)?;
    if damage.is_empty() { Ok(batches) } else { Err(format!("damage: {damage:?}")) }
}
