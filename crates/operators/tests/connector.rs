//! When sessions are opened, as timelines. A line is a time, what happens then, and behind `=>` what
//! the connector wants; behind `due`, when it wants to be asked again.

mod common;

use common::operator;
use operators::connector::{Action, Connector, Slot};
use smpp::CommandStatus;
use smpp::session::BindKind;
use std::time::Duration;

/// Milliseconds as people write them: `1.5s`.
fn shown(time: Duration) -> String {
    format!("{}s", time.as_millis() as f64 / 1_000.0)
}

fn time(text: &str) -> Duration {
    let seconds = text.strip_suffix('s').and_then(|digits| digits.parse().ok());
    Duration::from_secs_f64(seconds.unwrap_or_else(|| panic!("{text} is no time")))
}

fn wanted(connector: &mut Connector, now: Duration) -> String {
    let mut words = Vec::new();
    while let Some(action) = connector.poll(now) {
        words.push(match action {
            Action::Open { slot: Slot(slot), kind: BindKind::Transceiver } => {
                format!("open {slot}")
            }
            Action::Open { slot: Slot(slot), kind } => format!("open {slot} {kind:?}"),
            Action::Leave(Slot(slot)) => format!("leave {slot}"),
        });
    }
    if let Some(due) = connector.next_due() {
        words.push(format!("due {}", shown(due)));
    }
    if connector.is_alarming() {
        words.push("alarm".to_owned());
    }
    if connector.is_done() {
        words.push("done".to_owned());
    }
    words.join(", ")
}

fn happens(connector: &mut Connector, event: &str, now: Duration) {
    let words: Vec<&str> = event.split_whitespace().collect();
    let slot = || Slot(number(words[1]));
    match words[..] {
        [] => {}
        ["bound", _] => connector.bound(slot(), now),
        ["refused", _, status] => {
            connector.refused(slot(), CommandStatus(number(status)));
            connector.closed(slot(), now, 0);
        }
        ["closed", _] => connector.closed(slot(), now, 0),
        ["closed", _, chance] => connector.closed(slot(), now, number(chance)),
        ["drain"] => connector.drain(),
        _ => panic!("{event}"),
    }
}

fn number(text: &str) -> u32 {
    let hex = text.strip_prefix("0x").map(|digits| u32::from_str_radix(digits, 16));
    hex.unwrap_or_else(|| text.parse()).expect("a number")
}

#[track_caller]
fn check(bind: &str, sessions: u32, timeline: &str) {
    let operator = operator(|draft| {
        draft.bind = Some(bind.to_owned());
        draft.sessions = Some(sessions);
    });
    let mut connector = Connector::new(&operator, Duration::ZERO);
    for line in timeline.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (left, expected) = line.split_once("=>").expect("an expectation");
        let (at, event) = left.trim().split_once(' ').unwrap_or((left.trim(), ""));
        let now = time(at);
        happens(&mut connector, event.trim(), now);
        assert_eq!(wanted(&mut connector, now), expected.trim(), "{line}");
    }
}

#[test]
fn all_sessions_are_opened_at_once() {
    check("transceiver", 3, "0s => open 0, open 1, open 2");
    check(
        "pair",
        2,
        "0s => open 0 Transmitter, open 1 Receiver, open 2 Transmitter, open 3 Receiver",
    );
}

#[test]
fn nobody_there_is_asked_again_after_1_s_doubled_up_to_60_s() {
    check(
        "transceiver",
        1,
        "
        0s            => open 0
        0s   closed 0 => due 1s
        0.9s          => due 1s
        1s            => open 0
        1s   closed 0 => due 3s
        3s            => open 0
        4s   closed 0 => due 8s
        8s            => open 0
        8s   closed 0 => due 16s
        16s           => open 0
        16s  closed 0 => due 32s
        32s           => open 0
        32s  closed 0 => due 64s
        64s           => open 0
        64s  closed 0 => due 124s
        200s          => open 0
        200s closed 0 => due 260s
        260s          => open 0
        261s bound 0  =>
        300s closed 0 => due 301s
        301s          => open 0
        301s closed 0 => due 303s
        ",
    );
}

#[test]
fn a_session_that_ends_at_once_is_left_alone_for_longer() {
    check(
        "transceiver",
        1,
        "
        0s             => open 0
        0s    bound 0  =>
        9.9s  closed 0 => due 10.9s
        10.9s          => open 0
        11s   bound 0  =>
        12s   closed 0 => due 14s
        14s            => open 0
        14s   bound 0  =>
        24s   closed 0 => due 25s
        ",
    );
}

#[test]
fn whom_the_operator_does_not_want_waits_30_s_and_raises_an_alarm() {
    for status in ["0x05", "0x0D", "0x0E", "0x0F"] {
        let timeline = "
            0s               => open 0
            0s   refused 0 S => due 30s
            30s              => open 0
            30s  refused 0 S => due 90s
            90s              => open 0
            90s  refused 0 S => due 150s
            150s             => open 0
            150s refused 0 S => due 210s
            210s             => open 0
            210s refused 0 S => due 270s, alarm
            270s             => open 0, alarm
            270s closed 0    => due 330s, alarm
            330s             => open 0, alarm
            330s bound 0     =>
            400s closed 0    => due 401s
            401s             => open 0
            401s refused 0 S => due 431s
        ";
        check("transceiver", 1, &timeline.replace('S', status));
    }
}

#[test]
fn other_refusals_may_be_gone_in_a_second() {
    check(
        "transceiver",
        1,
        "
        0s                => open 0
        0s refused 0 0x08 => due 1s
        1s                => open 0
        1s refused 0 0x14 => due 3s
        3s                => open 0
        3s refused 0 0x53 => due 7s
        ",
    );
}

#[test]
fn while_none_is_bound_one_tries_for_all() {
    check(
        "transceiver",
        3,
        "
        0s                 => open 0, open 1, open 2
        0s  refused 0 0x0E => due 30s
        0s  refused 1 0x0E => due 30s
        0s  refused 2 0x0E => due 30s
        30s                => open 0
        31s bound 0        => open 1, open 2
        31s bound 1        =>
        31s bound 2        =>
        ",
    );
    // The operator wants two: the third asks now and then, the others come back at once.
    check(
        "transceiver",
        3,
        "
        0s                 => open 0, open 1, open 2
        0s  bound 0        =>
        0s  bound 1        =>
        1s  refused 2 0x05 => due 31s
        20s closed 0       => due 21s
        21s                => open 0, due 31s
        21s bound 0        => due 31s
        31s                => open 2
        31s refused 2 0x05 => due 91s
        ",
    );
}

#[test]
fn a_wait_is_up_to_a_fifth_longer() {
    for (chance, due) in [(0, "1s"), (500, "1.1s"), (999, "1.199s"), (u32::MAX, "1.059s")] {
        let timeline = format!("0s => open 0\n 0s closed 0 {chance} => due {due}");
        check("transceiver", 1, &timeline);
    }
}

#[test]
fn draining_ends_what_there_is_and_opens_nothing() {
    check(
        "transceiver",
        4,
        "
        0s           => open 0, open 1, open 2, open 3
        1s  bound 0  =>
        1s  bound 1  =>
        2s  closed 2 => due 3s
        2s  drain    => leave 0, leave 1, leave 3
        2s  bound 3  =>
        3s  closed 0 =>
        3s  closed 3 =>
        99s closed 1 => done
        ",
    );
    check("transceiver", 1, "0s drain => done");
}

#[test]
fn what_cannot_have_happened_changes_nothing() {
    check(
        "transceiver",
        1,
        "
        0s bound 0         => open 0
        0s bound 9         =>
        0s closed 9        =>
        0s refused 9 0x0E  =>
        0s bound 0         =>
        0s bound 0         =>
        20s closed 0       => due 21s
        20s closed 0       => due 21s
        ",
    );
}

#[test]
fn bound_ones_are_counted() {
    let operator = operator(|draft| draft.sessions = Some(2));
    let mut connector = Connector::new(&operator, Duration::ZERO);
    while connector.poll(Duration::ZERO).is_some() {}
    assert_eq!(connector.count_bound(), 0);
    connector.bound(Slot(1), Duration::ZERO);
    assert_eq!(connector.count_bound(), 1);
}
