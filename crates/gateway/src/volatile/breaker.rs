//! Whether an operator is to be left alone.

use message::time::Timestamp;

/// An operator that refuses everything for now is asked by one part at a time, and more and more
/// seldom, until it takes one.
///
/// A part that comes back from an operator in such trouble has not failed: it goes back to its old
/// place, and the order of a destination's messages stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Breaker {
    /// Temporary refusals behind each other.
    refusals: u32,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// As many as there is room for.
    Closed,
    /// None until then; the wait before that was so long, in milliseconds.
    Open { until: Timestamp, wait: i64 },
    /// One is on its way to find out.
    Probing { wait: i64 },
}

/// So many refusals are no chance any more. Fewer than a usual window, so that most of the parts in
/// flight keep their place.
const REFUSALS_MAX: u32 = 10;
const WAIT_FIRST: i64 = 1_000;
const WAIT_MAX: i64 = 60_000;

impl Default for Breaker {
    fn default() -> Breaker {
        Breaker { refusals: 0, state: State::Closed }
    }
}

impl Breaker {
    /// May a part be sent?
    pub(crate) fn allows(&self, now: Timestamp) -> bool {
        match self.state {
            State::Closed => true,
            State::Open { until, .. } => until <= now,
            State::Probing { .. } => false,
        }
    }

    /// When the next may be sent; `None`: only an answer can tell, or at once.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        match self.state {
            State::Open { until, .. } => Some(until),
            State::Closed | State::Probing { .. } => None,
        }
    }

    /// The operator is in trouble: what it refuses is not the parts' fault.
    pub(crate) fn is_open(&self) -> bool {
        self.state != State::Closed
    }

    /// A part has been sent.
    pub(crate) fn sent(&mut self) {
        if let State::Open { wait, .. } = self.state {
            self.state = State::Probing { wait };
        }
    }

    /// The operator took a part, or refused it for a reason of the part's own.
    pub(crate) fn works(&mut self) {
        *self = Breaker::default();
    }

    /// The operator refused a part for now.
    pub(crate) fn refused(&mut self, now: Timestamp) {
        self.refusals = self.refusals.saturating_add(1);
        match self.state {
            State::Closed if self.refusals >= REFUSALS_MAX => self.open(now, WAIT_FIRST),
            State::Probing { wait } => self.open(now, (wait * 2).min(WAIT_MAX)),
            State::Closed | State::Open { .. } => {}
        }
    }

    /// The answer to the part that was to find out is lost: another finds out.
    pub(crate) fn lost(&mut self, now: Timestamp) {
        if let State::Probing { wait } = self.state {
            self.open(now, wait);
        }
    }

    fn open(&mut self, now: Timestamp, wait: i64) {
        let until = Timestamp::from_millis(now.millis().saturating_add(wait));
        self.state = State::Open { until, wait };
    }
}
