//! How fast: the rate that an account may use, and the one that an operator can take.
//!
//! Both are buckets of tokens, one for each message or part that goes, and both start empty:
//! nobody gains a burst by a restart.

use message::time::Timestamp;
use std::num::NonZeroU32;

/// What an account may send.
///
/// One token pays for a message with all its parts, however many: the caller asks for the first
/// part and lets the others pass, so that a long message is never refused halfway. Up to one
/// second's worth is saved.
#[derive(Debug, Clone, Copy)]
pub struct RateLimit {
    per_second: NonZeroU32,
    bucket: Bucket,
}

/// What an operator takes: at most its ceiling, half as much after each request to slow down, and
/// again a tenth of the ceiling more with every second.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Messages per second, from the operator's settings.
    ceiling: NonZeroU32,
    last_cut: Option<Cut>,
    bucket: Bucket,
}

/// When the operator asked to slow down, and the speed from then on.
#[derive(Debug, Clone, Copy)]
struct Cut {
    at: Timestamp,
    speed: Speed,
}

/// Thousandths of a message per second, which are millionths of one per millisecond.
type Speed = u64;

const PER_SECOND: Speed = 1_000;
/// Slower than one message per second it does not get: the answers are how we learn that it may
/// be faster again.
const SPEED_MIN: Speed = PER_SECOND;

// === impl RateLimit ===

impl RateLimit {
    /// So many messages per second.
    pub fn new(per_second: NonZeroU32, now: Timestamp) -> RateLimit {
        RateLimit { per_second, bucket: Bucket { millionths: 0, at: now } }
    }

    /// Takes one token, if there is one.
    pub fn take(&mut self, now: Timestamp) -> bool {
        let speed = self.speed();
        self.bucket.fill(speed, speed * TOKEN / PER_SECOND, now);
        self.bucket.take()
    }

    /// When there will be a token: `now` if there is one.
    pub fn next_slot(&self, now: Timestamp) -> Timestamp {
        self.bucket.next_slot(self.speed(), now)
    }

    /// The rate.
    pub fn per_second(&self) -> NonZeroU32 {
        self.per_second
    }

    fn speed(&self) -> Speed {
        u64::from(self.per_second.get()) * PER_SECOND
    }
}

// === impl Pace ===

impl Pace {
    /// At most so many messages per second.
    pub fn new(ceiling: NonZeroU32, now: Timestamp) -> Pace {
        Pace { ceiling, last_cut: None, bucket: Bucket { millionths: 0, at: now } }
    }

    /// The speed now, in thousandths of a message per second.
    pub fn speed(&self, now: Timestamp) -> u64 {
        let ceiling = u64::from(self.ceiling.get()) * PER_SECOND;
        match self.last_cut {
            None => ceiling,
            Some(cut) => {
                // A tenth of the ceiling per second: of its thousandths, a ten-thousandth per
                // millisecond. Reckoned from the cut, so that nothing is lost by rounding.
                let regained = (ceiling / PER_SECOND).saturating_mul(elapsed(cut.at, now)) / 10;
                cut.speed.saturating_add(regained).min(ceiling)
            }
        }
    }

    /// Is it as fast as it may ever be?
    pub fn is_at_ceiling(&self, now: Timestamp) -> bool {
        self.speed(now) >= u64::from(self.ceiling.get()) * PER_SECOND
    }

    /// The operator has asked to slow down (0x58, 0x14), in its answer to what was sent then.
    ///
    /// A whole window may be answered so at once: what was sent before the last cut tells nothing
    /// new and cuts no more.
    pub fn slow_down(&mut self, sent: Timestamp, now: Timestamp) {
        if self.last_cut.is_some_and(|cut| sent <= cut.at) {
            return;
        }
        let speed = (self.speed(now) / 2).max(SPEED_MIN);
        self.last_cut = Some(Cut { at: now, speed });
        self.bucket = Bucket { millionths: 0, at: now };
    }

    /// Takes one token, if there is one. Up to a tenth of a second's worth is saved.
    pub fn take(&mut self, now: Timestamp) -> bool {
        let speed = self.speed(self.bucket.at);
        self.bucket.fill(speed, (speed * TOKEN / PER_SECOND / 10).max(ONE_SAVED), now);
        self.bucket.take()
    }

    /// When there will be a token: `now` if there is one.
    pub fn next_slot(&self, now: Timestamp) -> Timestamp {
        self.bucket.next_slot(self.speed(self.bucket.at), now)
    }
}

// === Bucket ===

/// Tokens at a moment, in millionths.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    millionths: u64,
    at: Timestamp,
}

const TOKEN: u64 = 1_000_000;
/// One whole token, and what a late millisecond has made of the next.
const ONE_SAVED: u64 = 2 * TOKEN - 1;

impl Bucket {
    fn fill(&mut self, speed: Speed, most: u64, now: Timestamp) {
        let more = speed.saturating_mul(elapsed(self.at, now));
        self.millionths = self.millionths.saturating_add(more).min(most);
        self.at = now;
    }

    fn take(&mut self) -> bool {
        let left = self.millionths.checked_sub(TOKEN);
        self.millionths = left.unwrap_or(self.millionths);
        left.is_some()
    }

    /// The first millisecond by which this speed has made up a whole token.
    fn next_slot(&self, speed: Speed, now: Timestamp) -> Timestamp {
        let wait = TOKEN.saturating_sub(self.millionths).div_ceil(speed);
        if now < self.at {
            // The clock has gone back. Whoever goes now makes the bucket begin again at this time.
            return now;
        }
        let at = self.at.millis().saturating_add_unsigned(wait);
        Timestamp::from_millis(at).max(now)
    }
}

/// Milliseconds from one moment to a later one; none if the clock has gone back.
fn elapsed(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.millis() - from.millis()).unwrap_or(0)
}
