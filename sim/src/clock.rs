//! The wall clock: people and machines set it, and it goes on from there.

use message::time::Timestamp;
use std::time::Duration;

/// What the machine says the time is, while virtual time passes evenly below it.
#[derive(Debug, Clone)]
pub struct WallClock {
    /// At time zero.
    beginning: Timestamp,
    /// So many milliseconds it has been set forward.
    ahead: i64,
    /// It stands still since then.
    stopped: Option<Duration>,
}

impl WallClock {
    /// A clock that is right.
    pub fn new(beginning: Timestamp) -> WallClock {
        WallClock { beginning, ahead: 0, stopped: None }
    }

    /// What it shows.
    pub fn shows(&self, now: Duration) -> Timestamp {
        let passed = self.stopped.unwrap_or(now).as_millis();
        let passed = i64::try_from(passed).unwrap_or(i64::MAX);
        let millis = self.beginning.millis().saturating_add(passed).saturating_add(self.ahead);
        Timestamp::from_millis(millis)
    }

    /// Somebody sets it so many milliseconds forward, or back if negative.
    pub fn step(&mut self, millis: i64) {
        self.ahead = self.ahead.saturating_add(millis);
    }

    /// It stands still.
    pub fn stop(&mut self, now: Duration) {
        self.stopped.get_or_insert(now);
    }

    /// It goes on from where it stood, or, `corrected`, as if it had not stood still.
    pub fn go_on(&mut self, now: Duration, corrected: bool) {
        let Some(since) = self.stopped.take() else { return };
        if !corrected {
            let lost = now.saturating_sub(since).as_millis();
            self.step(-i64::try_from(lost).unwrap_or(i64::MAX));
        }
    }

    /// Somebody sets it right.
    pub fn set_right(&mut self) {
        (self.ahead, self.stopped) = (0, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_set_stops_and_goes_on() {
        let seconds = Duration::from_secs;
        let mut clock = WallClock::new(Timestamp::from_millis(1_000_000));
        let shows = |clock: &WallClock, at| clock.shows(seconds(at)).millis();
        assert_eq!(shows(&clock, 1), 1_001_000);
        clock.step(-3_000);
        assert_eq!(shows(&clock, 2), 999_000);
        clock.stop(seconds(3));
        assert_eq!((shows(&clock, 3), shows(&clock, 10)), (1_000_000, 1_000_000));
        clock.go_on(seconds(10), false);
        assert_eq!(shows(&clock, 11), 1_001_000);
        clock.stop(seconds(11));
        clock.go_on(seconds(20), true);
        assert_eq!(shows(&clock, 20), 1_010_000);
        clock.set_right();
        assert_eq!(shows(&clock, 20), 1_020_000);
    }
}
