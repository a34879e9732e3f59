//! From octets to entries, however damaged the octets are.

use crate::engine::Entry;
use crate::frame::{FRAME_MAX, HEADER, Piece, piece};
use crate::position::{LogId, Position};

/// Walks through a stretch of a log. Its driver hands in the octets, as many as it likes at a time.
///
/// Whatever is not a whole batch is passed octet by octet until one is found again, so damage costs
/// the batches it lies in and no other.
#[derive(Debug)]
pub struct Walk {
    log: LogId,
    at: Position,
    end: Position,
    lost: Option<Lost>,
}

/// Octets passed since the last batch.
#[derive(Debug)]
struct Lost {
    from: Position,
    /// Behind the last one that is not zero.
    written: Position,
    /// How far a single batch begun at `from` may reach.
    reach: Position,
}

/// What the driver must do.
#[derive(Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Come again with a window of at least so many octets from [`Walk::at`] on.
    More(usize),
    /// Take this, and come again.
    Entry(Entry<'a>),
    /// Stop: no further batch begins before the end.
    End(Rest),
}

/// What is left behind the last batch of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    /// Behind the last batch.
    pub at: Position,
    /// Behind the last octet that is not zero; `at` if there is none.
    pub written: Position,
    /// One batch that was being written can have left this. If not, batches that were durable
    /// have been destroyed.
    pub is_torn: bool,
}

impl Walk {
    /// A walk through `from..end`.
    pub fn new(log: LogId, from: Position, end: Position) -> Walk {
        Walk { log, at: from, end, lost: None }
    }

    /// Where the next window must begin.
    pub fn at(&self) -> Position {
        self.at
    }

    /// Looks at the octets from [`Walk::at`] on. They may reach beyond the end.
    pub fn step<'a>(&mut self, mut window: &'a [u8]) -> Step<'a> {
        loop {
            let left = usize::try_from(self.end.since(self.at)).unwrap_or(usize::MAX);
            window = &window[..window.len().min(left)];
            if left == 0 {
                return Step::End(self.rest());
            }
            let found = piece(self.log, self.at, window);
            let passed = match found {
                Piece::Batch { payload, octets } => {
                    return Step::Entry(self.batch(payload, octets));
                }
                Piece::Short { needed } if needed <= left => return Step::More(needed),
                Piece::BadPayload { octets } => octets,
                Piece::Short { .. } | Piece::NoHeader => to_next_candidate(window, left),
            };
            if passed == 0 {
                return Step::More(HEADER.min(left));
            }
            self.pass(&window[..passed], matches!(found, Piece::BadPayload { .. }));
            window = &window[passed..];
        }
    }

    /// The batch here, or the damage before it; then the batch is found again by the next step.
    fn batch<'a>(&mut self, payload: &'a [u8], octets: usize) -> Entry<'a> {
        let at = self.at;
        match self.lost.take() {
            Some(lost) => Entry::Damage { at: lost.from, next: at },
            None => {
                self.at = at.plus(octets);
                Entry::Batch { at, next: self.at, payload }
            }
        }
    }

    fn pass(&mut self, octets: &[u8], is_frame: bool) {
        let at = self.at;
        let lost = self.lost.get_or_insert_with(|| {
            let reach = if is_frame { octets.len() } else { FRAME_MAX };
            Lost { from: at, written: at, reach: at.plus(reach) }
        });
        if let Some(last) = octets.iter().rposition(|&octet| octet != 0) {
            lost.written = at.plus(last + 1);
        }
        self.at = at.plus(octets.len());
    }

    fn rest(&self) -> Rest {
        match &self.lost {
            None => Rest { at: self.end, written: self.end, is_torn: true }, // nothing is left
            Some(Lost { from, written, reach }) => {
                Rest { at: *from, written: *written, is_torn: written <= reach }
            }
        }
    }
}

/// Octets to pass to where a header may begin next; 0 if the window is too short to tell. Zeros are
/// passed at a stroke, but for the last three: a length may begin with them.
fn to_next_candidate(window: &[u8], left: usize) -> usize {
    let behind = window.get(1..).unwrap_or_default();
    match behind.iter().position(|&octet| octet != 0) {
        Some(zeros) => 1 + zeros.saturating_sub(3),
        None if window.len() == left => left,
        None => window.len().saturating_sub(3),
    }
}
