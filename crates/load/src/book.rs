//! Which messages wait for their receipts.

use crate::tally::Tally;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};
use std::time::Duration;

/// The one book of all sessions: a receipt may come at any of them.
pub(crate) struct Book {
    pub(crate) tally: Tally,
    /// By the id's hash: 1, it was accepted and has no receipt; -1, its receipt came first.
    awaited: HashMap<u64, i8>,
    /// When the last answer or receipt came.
    pub(crate) heard: Duration,
    /// Nothing more is submitted.
    pub(crate) is_closing: bool,
    /// Sessions are to unbind.
    pub(crate) is_over: bool,
    /// Receipts are asked for.
    pub(crate) receipts: bool,
}

impl Book {
    pub(crate) fn new(receipts: bool) -> Book {
        Book {
            tally: Tally::default(),
            awaited: HashMap::new(),
            heard: Duration::ZERO,
            is_closing: false,
            is_over: false,
            receipts,
        }
    }

    pub(crate) fn accepted(&mut self, id: &[u8], took: Duration, now: Duration) {
        self.heard = now;
        self.tally.accepted += 1;
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.tally.answers.saturating_record(micros);
        if self.receipts {
            self.note(id, 1);
        }
    }

    pub(crate) fn refused(&mut self, status: u32, now: Duration) {
        self.heard = now;
        *self.tally.refused.entry(status).or_default() += 1;
    }

    /// A final receipt.
    pub(crate) fn receipt(&mut self, id: &[u8], now: Duration) {
        self.heard = now;
        if self.note(id, -1) {
            self.tally.receipts += 1;
        } else {
            self.tally.surplus += 1;
        }
    }

    /// Is it the first of its kind?
    fn note(&mut self, id: &[u8], kind: i8) -> bool {
        let key = hash(id);
        match self.awaited.get(&key) {
            None => _ = self.awaited.insert(key, kind),
            Some(other) if *other == -kind => _ = self.awaited.remove(&key),
            Some(_) => return false,
        }
        true
    }

    /// Accepted messages that have no receipt.
    pub(crate) fn missing(&self) -> u64 {
        self.awaited.values().filter(|kind| **kind > 0).count() as u64
    }

    /// Is there anything that is not in pairs?
    pub(crate) fn missing_any(&self) -> bool {
        !self.awaited.is_empty()
    }

    /// Receipts that came and belong to nothing that was ever accepted.
    pub(crate) fn unknown(&self) -> u64 {
        self.awaited.values().filter(|kind| **kind < 0).count() as u64
    }
}

fn hash(id: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(id);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_secs(1);

    #[test]
    fn messages_and_receipts_are_paired_in_either_order() {
        let mut book = Book::new(true);
        book.accepted(b"1", NOW, NOW);
        book.receipt(b"1", NOW);
        book.receipt(b"2", NOW);
        book.accepted(b"2", NOW, NOW);
        assert_eq!((book.tally.accepted, book.tally.receipts, book.tally.surplus), (2, 2, 0));
        assert!(!book.missing_any());
    }

    #[test]
    fn what_is_missing_and_what_is_too_much() {
        let mut book = Book::new(true);
        book.accepted(b"no receipt", NOW, NOW);
        book.receipt(b"nobody's", NOW);
        book.receipt(b"nobody's", NOW);
        assert_eq!((book.missing(), book.unknown(), book.tally.surplus), (1, 1, 1));
        book.refused(0x58, NOW);
        book.refused(0x58, NOW);
        book.refused(0x14, NOW);
        assert_eq!(book.tally.refused(), 3);
    }
}
