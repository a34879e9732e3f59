//! Which attempt a request of ours is.

use gateway::receipt::AttemptRef;
use smpp::session::Token;
use std::collections::VecDeque;

/// The attempts that were handed to the wire, by the names that they have there. The session that
/// gives the names bounds those without answer by its window.
#[derive(Debug, Default)]
pub(super) struct Attempts {
    /// The next name.
    next: u64,
    /// Without answer, in the order of their names. Most answers come in the order of the requests, so
    /// the first is looked at first.
    open: VecDeque<(Token, AttemptRef)>,
    /// The latest of those that were given up, in case their answers still come.
    late: VecDeque<(Token, AttemptRef)>,
}

/// As many as [`smpp::session::Session`] remembers.
const LATE_MAX: usize = 256;

impl Attempts {
    /// How many are without answer.
    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    /// A name that no attempt has had.
    pub(super) fn name(&mut self) -> Token {
        self.next += 1;
        Token(self.next)
    }

    /// An attempt has been handed over, under the latest name.
    pub(super) fn open(&mut self, token: Token, attempt: AttemptRef) {
        self.open.push_back((token, attempt));
    }

    /// An attempt has been answered.
    pub(super) fn take(&mut self, token: Token) -> Option<AttemptRef> {
        let index = match self.open.front() {
            Some((first, _)) if *first == token => 0,
            Some(_) | None => self.open.binary_search_by_key(&token, |(name, _)| *name).ok()?,
        };
        self.open.remove(index).map(|(_, attempt)| attempt)
    }

    /// An attempt has had no answer in time.
    pub(super) fn give_up(&mut self, token: Token) -> Option<AttemptRef> {
        let attempt = self.take(token)?;
        if self.late.len() == LATE_MAX {
            self.late.pop_front();
        }
        self.late.push_back((token, attempt));
        Some(attempt)
    }

    /// The answer to an attempt that was given up has come.
    pub(super) fn take_late(&mut self, token: Token) -> Option<AttemptRef> {
        let index = self.late.iter().position(|(late, _)| *late == token)?;
        self.late.remove(index).map(|(_, attempt)| attempt)
    }
}
