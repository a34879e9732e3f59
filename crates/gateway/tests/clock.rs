//! Time that follows the wall clock without jumps.

use gateway::clock::{Clock, Step};
use message::time::Timestamp;
use std::time::Duration;

/// 2026-11-23 00:00 UTC.
const BEGINNING: i64 = 1_795_392_000_000;
const HOUR: i64 = 3_600_000;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(BEGINNING + millis)
}

struct Machine {
    clock: Clock,
    mono: i64,
    /// What the wall clock shows beside the monotonic one.
    set: i64,
}

impl Machine {
    fn new() -> Machine {
        Machine { clock: Clock::new(at(0), Duration::ZERO), mono: 0, set: 0 }
    }

    /// So many milliseconds later; milliseconds since the beginning, and what was noticed.
    fn after(&mut self, millis: i64) -> (i64, Option<Step>) {
        self.mono += millis;
        let mono = Duration::from_millis(self.mono.unsigned_abs());
        let (now, step) = self.clock.read(at(self.mono + self.set), mono);
        (now.millis() - BEGINNING, step)
    }
}

#[test]
fn clocks_that_agree_are_followed() {
    let mut machine = Machine::new();
    for second in 1..=1_000 {
        assert_eq!(machine.after(1_000), (second * 1_000, None));
    }
}

#[test]
fn a_small_difference_is_made_up_for_without_a_word() {
    let mut machine = Machine::new();
    machine.set = 900;
    assert_eq!(machine.after(1_000), (1_100, None));
    assert_eq!(machine.after(8_000), (9_900, None));
    assert_eq!(machine.after(1_000), (10_900, None), "then they agree");
}

#[test]
fn set_forward_by_an_hour_an_hour_lasts_ten() {
    let mut machine = Machine::new();
    machine.after(1_000);
    machine.set = HOUR;
    let (now, step) = machine.after(1_000);
    assert_eq!(now, 2_100);
    assert_eq!(step, Some(Step { by: HOUR, ahead: HOUR - 100 }));
    assert_eq!(machine.after(1_000), (3_200, None), "it is told once");
    let (now, _) = machine.after(10 * HOUR);
    assert_eq!(now, machine.mono + HOUR);
}

#[test]
fn set_back_by_a_day_time_goes_on_a_little_slower() {
    let mut machine = Machine::new();
    machine.set = -24 * HOUR;
    let (now, step) = machine.after(1_000);
    assert_eq!(now, 900);
    assert_eq!(step.map(|step| step.by), Some(-24 * HOUR));
    let mut last = now;
    for _ in 0..1_000 {
        let (now, step) = machine.after(10);
        assert_eq!((now - last, step), (9, None));
        last = now;
    }
}

#[test]
fn a_wall_clock_that_stands_still_does_not_stop_time() {
    let mut machine = Machine::new();
    let mut steps = 0;
    for second in 1..=100 {
        machine.set -= 1_000;
        let (now, step) = machine.after(1_000);
        assert_eq!(now, second * 900);
        steps += u32::from(step.is_some());
    }
    assert_eq!(steps, 100, "each reading finds it set back by another second");
}

#[test]
fn a_monotonic_clock_that_goes_back_is_not_believed() {
    let mut machine = Machine::new();
    assert_eq!(machine.after(5_000), (5_000, None));
    assert_eq!(machine.after(-3_000).0, 5_000);
    assert_eq!(machine.after(3_000).0, 5_000);
    assert_eq!(machine.after(1_000).0, 6_000);
}
