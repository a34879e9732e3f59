//! How many submissions are due.

use std::time::Duration;

/// A share of the rate: so many in a second, evenly, and what was missed is not made up for beyond
/// [`SAVED_MAX`].
#[derive(Debug)]
pub(crate) struct Pace {
    every: Duration,
    next: Duration,
}

const SAVED_MAX: Duration = Duration::from_millis(100);

impl Pace {
    /// `rate` in a second over `sessions`, of which this is number `index`.
    pub(crate) fn new(rate: u32, sessions: usize, index: usize, now: Duration) -> Pace {
        let every = Duration::from_secs_f64(sessions as f64 / f64::from(rate.max(1)));
        let first = every.mul_f64(index as f64 / sessions as f64);
        Pace { every, next: now + first }
    }

    /// May one go now?
    pub(crate) fn take(&mut self, now: Duration) -> bool {
        if self.next > now {
            return false;
        }
        self.next = self.next.max(now.saturating_sub(SAVED_MAX)) + self.every;
        true
    }

    /// When the next may go.
    pub(crate) fn next(&self) -> Duration {
        self.next
    }
}
