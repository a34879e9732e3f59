//! Virtual time: what is to come, and what has been.

use crate::event::{Event, Party};
use crate::tally::{Count, Tally};
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// Events to come, the trace of those that have been, and their counts. The one place where time
/// passes.
///
/// Of events at one time the first that was entered comes first, so the order is the same in every
/// run.
#[derive(Debug, Default)]
pub struct Timeline {
    now: Duration,
    sequence: u64,
    events: BTreeMap<(Duration, u64), Event>,
    trace: Option<Vec<Line>>,
    /// How often what has happened.
    pub tally: Tally,
}

/// A line of the trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When, since the beginning.
    pub at: Duration,
    /// Who.
    pub who: Party,
    /// What.
    pub what: String,
}

impl Timeline {
    /// Nothing to come, at time zero; `traced`: keeps a trace.
    pub fn new(traced: bool) -> Timeline {
        Timeline { trace: traced.then(Vec::new), ..Timeline::default() }
    }

    /// The time, since the beginning.
    pub fn now(&self) -> Duration {
        self.now
    }

    /// Enters an event. What lies in the past happens now.
    pub fn at(&mut self, at: Duration, event: Event) {
        self.events.insert((at.max(self.now), self.sequence), event);
        self.sequence += 1;
    }

    /// Enters an event so much later than now.
    pub fn after(&mut self, wait: Duration, event: Event) {
        self.at(self.now.saturating_add(wait), event);
    }

    /// The next event, unless it lies behind `end`: it is that time now.
    pub fn next(&mut self, end: Duration) -> Option<Event> {
        let entry = self.events.first_entry().filter(|entry| entry.key().0 <= end)?;
        self.now = entry.key().0;
        Some(entry.remove())
    }

    /// Nothing more happens until then.
    pub fn pass_to(&mut self, at: Duration) {
        self.now = self.now.max(at);
    }

    /// How many events have been entered since the beginning.
    pub fn entered(&self) -> u64 {
        self.sequence
    }

    /// Writes a line into the trace, if there is one.
    pub fn note(&mut self, who: Party, what: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            trace.push(Line { at: self.now, who, what: what() });
        }
    }

    /// Counts one more.
    pub fn count(&mut self, count: Count) {
        self.tally.add(count);
    }

    /// The trace so far; empty if none is kept.
    pub fn take_trace(&mut self) -> Vec<Line> {
        self.trace.as_mut().map(std::mem::take).unwrap_or_default()
    }
}

/// `2d 03:04:05.678901  operator 1  what`.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.at.as_secs();
        let (days, hours) = (seconds / 86_400, seconds / 3_600 % 24);
        let (minutes, seconds) = (seconds / 60 % 60, seconds % 60);
        let micros = self.at.subsec_micros();
        let who = self.who.to_string();
        write!(
            f,
            "{days}d {hours:02}:{minutes:02}:{seconds:02}.{micros:06}  {who:<11} {}",
            self.what
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_by_time_and_then_in_the_order_of_their_entry() {
        let second = Duration::from_secs(1);
        let mut timeline = Timeline::new(false);
        let wake = |number| Event::Wake(Party::Customer(number));
        timeline.at(2 * second, wake(3));
        timeline.at(second, wake(1));
        timeline.at(second, wake(2));
        assert_eq!(timeline.next(Duration::MAX), Some(wake(1)));
        timeline.at(Duration::ZERO, wake(4));
        timeline.after(2 * second, wake(5));
        let rest: Vec<Event> = std::iter::from_fn(|| timeline.next(2 * second)).collect();
        assert_eq!((rest, timeline.now()), (vec![wake(2), wake(4), wake(3)], 2 * second));
        assert_eq!((timeline.next(Duration::MAX), timeline.now()), (Some(wake(5)), 3 * second));
    }

    #[test]
    fn a_line_shows_days_and_microseconds() {
        let at = Duration::from_micros(2 * 86_400_000_000 + 3 * 3_600_000_000 + 61_000_007);
        let line = Line { at, who: Party::Operator(1), what: "is down".to_owned() };
        assert_eq!(line.to_string(), "2d 03:01:01.000007  operator 1  is down");
    }
}
