//! What the log consists of now. The engine changes it; readers look at it.

use journal::{BLOCK, Position, Segment};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

/// Shared by a journal and its readers. Held for a moment only, never over a call to the disk.
#[derive(Debug, Clone)]
pub(crate) struct Catalog(Arc<Mutex<Inner>>);

#[derive(Debug)]
pub(crate) struct Inner {
    /// Oldest first. The frames of each end where the next one begins.
    pub(crate) segments: VecDeque<Held>,
    /// Behind the last durable batch.
    pub(crate) end: Position,
}

/// A segment that is there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    pub(crate) segment: Segment,
    /// Damage was seen in it, so it is not removed but set aside.
    pub(crate) is_damaged: bool,
}

/// The part of the log that one segment must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) segment: Segment,
    /// Where the next segment, or the log, goes on.
    pub(crate) end: Position,
}

impl Catalog {
    pub(crate) fn new(inner: Inner) -> Catalog {
        Catalog(Arc::new(Mutex::new(inner)))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().expect("nothing panics while it holds the catalog")
    }

    /// The span that `at` lies in, or the oldest one behind it, up to `end` at most; `None` if
    /// there is nothing before `end`.
    pub(crate) fn span(&self, at: Position, end: Position) -> Option<Span> {
        let inner = self.lock();
        let later = inner.segments.partition_point(|held| held.segment.start <= at);
        let index = later.saturating_sub(1);
        let segment = inner.segments.get(index)?.segment;
        let next = inner.segments.get(index + 1);
        let end = next.map_or(end, |next| next.segment.start.min(end));
        (at.max(segment.start) < end).then_some(Span { segment, end })
    }

    pub(crate) fn end(&self) -> Position {
        self.lock().end
    }

    pub(crate) fn mark_damaged(&self, start: Position) {
        let mut inner = self.lock();
        let marked = inner.segments.iter_mut().find(|held| held.segment.start == start);
        if let Some(held) = marked {
            held.is_damaged = true;
        }
    }
}

impl Inner {
    /// Where the oldest batch begins.
    pub(crate) fn oldest(&self) -> Position {
        self.segments.front().map_or(self.end, |held| held.segment.start)
    }

    /// Octets of all files.
    pub(crate) fn held(&self) -> u64 {
        self.segments.iter().map(|held| BLOCK as u64 + held.segment.octets).sum()
    }

    /// Adds the segment that the log goes on in. It replaces a last one of the same name, which
    /// holds nothing: it was too short for its first batch.
    pub(crate) fn push(&mut self, segment: Segment) {
        if self.segments.back().is_some_and(|last| last.segment.start == segment.start) {
            self.segments.pop_back();
        }
        self.segments.push_back(Held { segment, is_damaged: false });
    }

    /// Takes the oldest segment out if all of it lies before `up_to`. The last one always stays.
    pub(crate) fn pop_before(&mut self, up_to: Position) -> Option<Held> {
        let next = self.segments.get(1)?;
        if next.segment.start > up_to { None } else { self.segments.pop_front() }
    }
}
