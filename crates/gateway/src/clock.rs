//! The time that messages go by.

use message::time::Timestamp;
use std::time::Duration;

/// Follows the wall clock, but never by a jump: a process whose clock is set forward by an hour must
/// not end in one moment what had an hour left, and one that is set back must not live it twice.
///
/// Time goes on as the monotonic clock says, and up to a tenth faster or slower while the wall clock
/// is ahead or behind. After a restart it is the wall clock's at once; ids go on from the last one
/// all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Microseconds since 1970.
    now: i64,
    /// The monotonic clock when it was that.
    mono: Duration,
    /// How far the wall clock was ahead, in microseconds.
    ahead: i64,
}

/// The wall clock has been set: so far ahead of us it is now, or behind, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// By how much it was set; negative: back.
    pub by: i64,
    /// How far it is ahead of ours now; negative: behind.
    pub ahead: i64,
}

/// What two clocks of one machine differ by at most without having been set, in microseconds.
const STEP_MIN: i64 = 1_000_000;
/// So much slower or faster: a tenth.
const SLEW_DIVISOR: i64 = 10;

impl Clock {
    /// Begins with the wall clock.
    pub fn new(wall: Timestamp, mono: Duration) -> Clock {
        Clock { now: micros(wall), mono, ahead: 0 }
    }

    /// The time now, by both clocks; and whether the wall clock was set since the last call.
    pub fn read(&mut self, wall: Timestamp, mono: Duration) -> (Timestamp, Option<Step>) {
        let passed = mono.saturating_sub(self.mono);
        let passed = i64::try_from(passed.as_micros()).unwrap_or(i64::MAX);
        self.mono = self.mono.max(mono);
        let by_mono = self.now.saturating_add(passed);
        let ahead = micros(wall).saturating_sub(by_mono);
        let step = ahead.saturating_sub(self.ahead);
        let slew = passed / SLEW_DIVISOR;
        let correction = ahead.clamp(-slew, slew);
        self.now = by_mono.saturating_add(correction);
        self.ahead = ahead.saturating_sub(correction);
        let step = Step { by: step / 1_000, ahead: self.ahead / 1_000 };
        let now = Timestamp::from_millis(self.now / 1_000);
        (now, Some(step).filter(|step| step.by.abs() >= STEP_MIN / 1_000))
    }
}

fn micros(at: Timestamp) -> i64 {
    at.millis().saturating_mul(1_000)
}
