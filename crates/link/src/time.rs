//! The one place that reads clocks.

use message::time::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// What time it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Since the process began: for timers.
    pub mono: Duration,
    /// By the calendar, as messages have it.
    pub wall: Timestamp,
}

/// The time of a process: all its parts have the same.
///
/// What messages go by is for one part to say, which knows what to do when the wall clock is set:
/// see [`Time::set`]. For all others it goes on from there as the monotonic clock does.
#[derive(Debug, Clone)]
pub struct Time {
    begin: Instant,
    /// How far the time of messages is ahead of the monotonic one, in microseconds.
    ahead: Arc<AtomicI64>,
}

impl Time {
    /// Begins now, with the wall clock.
    #[expect(clippy::new_without_default, reason = "it is no value: it reads clocks")]
    pub fn new() -> Time {
        let wall = micros(system());
        Time { begin: monotonic(), ahead: Arc::new(AtomicI64::new(wall)) }
    }

    /// What time it is.
    pub fn now(&self) -> Now {
        let mono = self.mono();
        let since = i64::try_from(mono.as_micros()).unwrap_or(i64::MAX);
        let wall = since.saturating_add(self.ahead.load(Ordering::Relaxed));
        Now { mono, wall: Timestamp::from_millis(wall / 1_000) }
    }

    /// How long the process has run.
    pub fn mono(&self) -> Duration {
        monotonic().saturating_duration_since(self.begin)
    }

    /// What the wall clock says, whatever messages go by.
    pub fn system(&self) -> Timestamp {
        system()
    }

    /// Messages go by this time: it was `now.wall` when the process had run for `now.mono`.
    pub fn set(&self, now: Now) {
        let since = i64::try_from(now.mono.as_micros()).unwrap_or(i64::MAX);
        self.ahead.store(micros(now.wall).saturating_sub(since), Ordering::Relaxed);
    }

    /// When the process will have run for so long, for a timer of tokio's.
    pub fn at(&self, mono: Duration) -> tokio::time::Instant {
        let far = self.begin + Duration::from_secs(365 * 24 * 3600);
        self.begin.checked_add(mono).unwrap_or(far).into()
    }
}

fn micros(at: Timestamp) -> i64 {
    at.millis().saturating_mul(1_000)
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the monotonic clock")]
fn monotonic() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
fn system() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
