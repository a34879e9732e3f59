//! Rates in virtual time.

use gateway::lane::{Pace, RateLimit};
use message::time::Timestamp;
use std::num::NonZeroU32;

const START: i64 = 5_000_000;

/// So many milliseconds after the start.
fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(START + millis)
}

fn rate(per_second: u32) -> NonZeroU32 {
    NonZeroU32::new(per_second).expect("a rate")
}

/// Takes at every millisecond all that can be had, and says how many of each millisecond.
fn greedy(mut take: impl FnMut(Timestamp) -> bool, millis: std::ops::Range<i64>) -> Vec<u32> {
    let all = |millis| (0..).take_while(|_: &u32| take(at(millis))).count();
    millis.map(all).map(|count| u32::try_from(count).expect("few")).collect()
}

// === limit ===

#[test]
fn a_quota_starts_empty_and_gives_one_at_a_time() {
    let mut limit = RateLimit::new(rate(50), at(0));
    assert!(!limit.take(at(0)));
    assert_eq!(limit.next_slot(at(0)), at(20));
    assert!(!limit.take(at(19)));
    assert!(limit.take(at(20)));
    assert!(!limit.take(at(20)));
    assert_eq!(limit.next_slot(at(20)), at(40));
    assert_eq!(limit.next_slot(at(90)), at(90));
}

#[test]
fn a_quota_saves_one_second_and_no_more() {
    for idle in [1_000, 10_000, 1_000_000_000_000] {
        let mut limit = RateLimit::new(rate(50), at(0));
        let burst = greedy(|now| limit.take(now), idle..idle + 1);
        assert_eq!(burst, [50], "after {idle} ms");
        assert_eq!(limit.next_slot(at(idle)), at(idle + 20));
    }
}

/// Rates that do not divide a second, and rates above one per millisecond, come out whole.
#[test]
fn a_quota_is_kept_exactly() {
    for (per_second, in_ten_seconds) in [(1, 10), (3, 30), (7, 70), (999, 9_990), (5_000, 50_000)] {
        let mut limit = RateLimit::new(rate(per_second), at(0));
        let taken: u32 = greedy(|now| limit.take(now), 0..10_001).iter().sum();
        assert_eq!(taken, in_ten_seconds, "{per_second}/s");
    }
}

#[test]
fn a_slot_is_exactly_when_it_was_said_to_be() {
    for per_second in [1, 3, 7, 50, 333, 999] {
        let mut limit = RateLimit::new(rate(per_second), at(0));
        let mut pace = Pace::new(rate(per_second), at(0));
        let mut now = at(0);
        for _ in 0..100 {
            let slot = limit.next_slot(now);
            assert_eq!(pace.next_slot(now), slot);
            let before = Timestamp::from_millis(slot.millis() - 1);
            let (mut early, mut early_pace) = (limit, pace);
            assert!(!early.take(before) && !early_pace.take(before), "{per_second}/s");
            assert!(limit.take(slot) && pace.take(slot), "{per_second}/s");
            now = slot;
        }
    }
}

#[test]
fn a_clock_that_goes_back_gives_nothing() {
    let mut limit = RateLimit::new(rate(50), at(0));
    assert!(limit.take(at(20)));
    assert!(!limit.take(at(0)));
    assert!(limit.take(at(20)));
}

// === pace ===

#[test]
fn a_pace_has_its_ceiling_and_saves_a_tenth_of_a_second() {
    let mut pace = Pace::new(rate(100), at(0));
    assert_eq!(pace.speed(at(0)), 100_000);
    assert_eq!(greedy(|now| pace.take(now), 60_000..60_011), [10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    let mut slow = Pace::new(rate(3), at(0));
    assert_eq!(greedy(|now| slow.take(now), 60_000..60_001), [1]);
}

#[test]
fn half_as_fast_then_a_tenth_of_the_ceiling_more_per_second() {
    let mut pace = Pace::new(rate(100), at(0));
    pace.slow_down(at(999), at(1_000));
    // Milliseconds after the start, thousandths of a message per second.
    let speeds = [
        (1_000, 50_000),
        (1_001, 50_010),
        (1_500, 55_000),
        (2_000, 60_000),
        (5_999, 99_990),
        (6_000, 100_000),
        (60_000, 100_000),
    ];
    for (millis, speed) in speeds {
        assert_eq!(pace.speed(at(millis)), speed, "at {millis} ms");
    }
    pace.slow_down(at(2_900), at(3_000));
    assert_eq!(pace.speed(at(3_000)), 35_000);
    assert_eq!(pace.speed(at(4_000)), 45_000);
}

#[test]
fn a_window_of_answers_is_one_request() {
    let mut pace = Pace::new(rate(100), at(0));
    for _ in 0..50 {
        pace.slow_down(at(900), at(1_000));
    }
    pace.slow_down(at(1_000), at(1_020));
    assert_eq!(pace.speed(at(1_020)), 50_200);
    pace.slow_down(at(1_001), at(1_030));
    assert_eq!(pace.speed(at(1_030)), 25_150);
}

#[test]
fn what_was_saved_is_lost_when_the_operator_wants_it_slow() {
    let mut pace = Pace::new(rate(100), at(0));
    pace.slow_down(at(59_000), at(60_000));
    assert!(!pace.take(at(60_000)));
    assert_eq!(pace.next_slot(at(60_000)), at(60_020));
}

#[test]
fn never_slower_than_one_per_second() {
    let mut pace = Pace::new(rate(4), at(0));
    for millis in 1..=20 {
        pace.slow_down(at(millis), at(millis));
    }
    assert_eq!(pace.speed(at(20)), 1_000);
    assert_eq!(pace.next_slot(at(20)), at(1_020));
    let mut least = Pace::new(rate(1), at(0));
    least.slow_down(at(0), at(0));
    assert_eq!(least.speed(at(0)), 1_000);
}

/// An operator that takes 60 per second and says so, and a ceiling of 100: what arrives is close
/// to the 60, and few are refused.
#[test]
fn it_finds_what_the_operator_can_take() {
    let mut pace = Pace::new(rate(100), at(0));
    let mut operator = RateLimit::new(rate(60), at(0));
    let (mut taken, mut refused) = (0, 0);
    for millis in 0..60_000 {
        while pace.take(at(millis)) {
            if operator.take(at(millis)) {
                taken += 1;
            } else {
                refused += 1;
                pace.slow_down(at(millis), at(millis));
            }
        }
    }
    println!("{taken} of 3,600 that were possible, {refused} refused");
    assert!(taken >= 3_600 * 85 / 100, "{taken}");
    assert!(refused * 100 <= taken, "{refused}");
}
