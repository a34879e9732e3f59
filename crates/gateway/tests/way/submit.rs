//! Way 5: a part goes to an operator, and its answer is taken.

use crate::scene::OPERATORS;
use crate::stage::{Stage, play};
use gateway::door::{Effect, Input};
use message::code::SUBMIT_STATUSES;

/// What follows an operator's statuses, where the rule has another operator; then where it has not.
struct Row {
    statuses: &'static [&'static str],
    follows: &'static [&'static str],
    alone: &'static [&'static str],
}

const fn row(
    statuses: &'static [&'static str],
    follows: &'static [&'static str],
    alone: &'static [&'static str],
) -> Row {
    Row { statuses, follows, alone }
}

const OTHER: &[&str] = &["-> south gets a #2"];
const UNREACHABLE: &[&str] = &["-> acme hears a 25 UNDELIV"];
const LATER: &[&str] = &["? a queued", ".. 799ms", ".. 201ms", "-> north gets a #2"];
const REBIND: &[&str] = &["-> closes north", "-> north/2 gets a #2"];
const SLOWER: &[&str] = &["? a queued", ".. 199ms", ".. 1ms", "-> north gets a #2"];
const SENDER: &[&str] = &["-> acme hears a 15 REJECTD"];
const NOBODY: &[&str] = &["-> acme hears a 11 UNDELIV"];
const BILLING: &[&str] = &["-> acme hears a 14 REJECTD"];
const EXPIRY: &[&str] = &["-> acme hears a 17 REJECTD"];
const FAILED: &[&str] = &["-> acme hears a 6 UNDELIV"];

#[rustfmt::skip]
const STATUSES: &[Row] = &[
    row(&["01"], &["-> acme hears a 10 REJECTD"], &["-> acme hears a 10 REJECTD"]),
    row(&["02", "03", "06", "07", "43", "54", "63", "c0", "c1", "c2", "c3", "c4", "104", "105", "106"], OTHER, UNREACHABLE),
    row(&["04", "05", "0d", "0e", "0f", "53"], REBIND, REBIND),
    row(&["08", "64", "ff", "102"], LATER, LATER),
    row(&["45"], LATER, LATER),
    row(&["0a", "48", "49"], SENDER, SENDER),
    row(&["0b", "33", "34", "40", "50", "51"], NOBODY, NOBODY),
    row(&["14", "58"], SLOWER, SLOWER),
    row(&["15", "100", "103"], BILLING, BILLING),
    row(&["61", "62"], EXPIRY, EXPIRY),
    row(&["65", "66", "fe"], FAILED, FAILED),
    row(&["101"], UNREACHABLE, UNREACHABLE),
    // Vendors' own, reserved, and beyond all.
    row(&["400", "4ff", "0c", "10a", "ffffffff"], FAILED, FAILED),
];

#[test]
fn every_status_has_its_consequence() {
    let mut played = Vec::new();
    for Row { statuses, follows, alone } in STATUSES {
        for status in *statuses {
            println!("status {status}");
            for (rule, follows) in [("north | south", follows), ("north", alone)] {
                answered(rule, &format!("north says a {status}"), follows);
            }
            played.push(u32::from_str_radix(status, 16).expect(status));
        }
    }
    let mut known = SUBMIT_STATUSES.iter().flat_map(|row| row.statuses);
    assert!(known.all(|status| *status == 0 || played.contains(status)));
}

#[test]
fn so_have_nacks_and_silence() {
    for (answer, follows, alone) in [
        ("north nacks a 03", OTHER, UNREACHABLE),
        ("north nacks a 02", REBIND, REBIND),
        // No nack is success, and one with the status of an answer means what that means.
        ("north nacks a 00", FAILED, FAILED),
        ("north nacks a 08", LATER, LATER),
        ("north unwritten a", &["-> north gets a #2"], &["-> north gets a #2"]),
        ("north loses a", &["-> north gets a #2 again?"], &["-> north gets a #2 again?"]),
        ("north ok a", &["? a submitted"], &["? a submitted"]),
        ("north ok a X", &["? a submitted"], &["? a submitted"]),
    ] {
        println!("{answer}");
        answered("north | south", answer, follows);
        answered("north", answer, alone);
    }
}

#[track_caller]
fn answered(rule: &str, answer: &str, follows: &[&str]) -> Stage {
    let follows = follows.join("\n");
    play(&format!(
        "
        rule 1 {rule}
        up north north/2 south acme
        submit a
          -> north gets a
        {answer}
        {follows}
        "
    ))
}

#[test]
fn a_text_of_wrong_length_is_told_by_its_kind() {
    for (fields, code) in [("", 10), ("text=", 20), ("dc=4", 21), ("dc=f5", 21), ("dc=8", 10)] {
        play(&format!(
            "
            up north acme
            submit a {fields}
              -> north gets a
            north says a 01
              -> acme hears a {code} REJECTD
            "
        ));
    }
}

#[test]
fn an_ambiguous_answer_is_taken_for_passing_twice() {
    play(
        "
        up north acme
        submit a
          -> north gets a
        north says a 45
        .. 1s
          -> north gets a #2
        north says a 45
        .. 1599ms
        .. 401ms
          -> north gets a #3
        north says a 45
          -> acme hears a 6 UNDELIV
        ",
    );
}

#[test]
fn times_are_left_out_once_where_the_operator_may_dislike_them() {
    let stage = play(
        "
        operator north drop_times
        up north acme
        submit a
          -> north gets a
        north says a 62
          -> north gets a #2
        north says a 61
          -> acme hears a 17 REJECTD
        ",
    );
    let [first, second] = stage.sent.as_slice() else { panic!("two attempts") };
    assert!(first.expires.is_some() && second.expires.is_none());
}

#[test]
fn a_part_goes_as_it_was_submitted() {
    let mut stage = play("up north acme");
    let mut submission = stage.it.submission();
    submission.esm_class = 0x43;
    submission.protocol_id = 0x41;
    submission.priority = 2;
    submission.data_coding = 4;
    submission.reference = Some(77);
    submission.registered_delivery = 0;
    stage.it.submit(submission);
    let [sent] = stage.it.sent().try_into().expect("it goes out");
    // The mode was between the account and us, and the receipt is for us.
    assert_eq!((sent.esm_class, sent.protocol_id, sent.priority), (0x40, 0x41, 2));
    assert_eq!((sent.data_coding, sent.reference, sent.registered_delivery), (4, Some(77), 1));
    assert_eq!((&*sent.source.text, &*sent.destination.text), ("447700900100", "447700900001"));
    assert_eq!(sent.expires.map(|at| at.millis() - stage.it.now.millis()), Some(48 * 3_600_000));
}

// === temporary errors ===

/// Milliseconds until the operator gets something.
fn until_sent(stage: &mut Stage) -> i64 {
    let begin = stage.it.now;
    let before = stage.sent.len();
    for _ in 0..10_000 {
        let due = stage.it.core.next_due(stage.it.now).expect("something is due");
        let wait = (due.millis() - stage.it.now.millis()).max(0);
        stage.line(&format!(".. {wait}ms"));
        if stage.sent.len() > before {
            return stage.it.now.millis() - begin.millis();
        }
    }
    panic!("nothing is sent");
}

#[test]
fn the_wait_doubles_up_to_five_minutes_and_differs_a_little() {
    let mut stage = play(
        "rule 1 to=447700900001 north \n rule 2 north \n up north acme \n submit a \n -> north gets a",
    );
    let mut waits = Vec::new();
    for round in 0..13 {
        stage.line("north says a 08");
        waits.push(until_sent(&mut stage));
        // The operator takes other messages: it is the part that has a problem.
        let other = format!("m{round}");
        stage.line(&format!("submit {other} to=2 rd=0"));
        stage.line(&format!("north ok {other} X{round}"));
    }
    let most = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300].map(|it: i64| it * 1000);
    let fits = |(wait, most): (&i64, &i64)| *wait <= *most && *wait >= most * 8 / 10;
    assert!(waits.iter().zip(&most).all(fits), "{waits:?}");
    assert!(waits[9..].iter().any(|wait| *wait != waits[9]), "no jitter: {waits:?}");
}

#[test]
fn a_count_may_end_it_before_validity_does() {
    play(
        "
        rule 1 north attempts=3
        up north acme
        submit a
          -> north gets a
        north says a 64
        .. 1s
          -> north gets a #2
        north says a 58
        .. 1s
          -> north gets a #3
        north says a 64
        .. 2s
          -> north gets a #4
        north says a 64
          -> acme hears a 25 UNDELIV
        ",
    );
}

#[test]
fn a_part_that_waits_for_its_next_attempt_lets_the_others_pass() {
    play(
        "
        up north acme
        submit a
          -> north gets a
        north says a 08
        submit b
          -> north gets b
        ",
    );
}

#[test]
fn a_link_that_is_down_costs_no_attempt() {
    play(
        "
        rule 1 north attempts=1
        submit a
        .. 1h
        up north
          -> north gets a
        down north
        north unwritten a
        up north/2 acme
          -> north/2 gets a #2
        north/2 says a 08
          -> acme hears a 25 UNDELIV
        ",
    );
}

// === window and pace ===

#[test]
fn the_window_is_never_exceeded() {
    play(
        "
        up north window=2
        up north/2 window=1
        submit a b c d e f
          -> north gets a
          -> north gets b
          -> north/2 gets c
        ? flying 3
        north ok b X
          -> north gets d
        down north/2
        north/2 loses c
        ? waiting 3
        north ok a Y
          -> north gets c #2 again?
        ",
    );
}

#[test]
fn the_session_with_the_most_room_is_next() {
    play(
        "
        up north window=2
        up north/2 window=3
        submit a b c
          -> north/2 gets a
          -> north gets b
          -> north/2 gets c
        ",
    );
}

#[test]
fn the_pace_is_never_exceeded() {
    let mut stage = play("operator north tps=10 \n up north window=1000");
    for place in 0..100 {
        stage.line(&format!("submit m{place}"));
    }
    let begin = stage.it.now.millis();
    let mut times = Vec::new();
    while stage.sent.len() < 100 {
        times.resize(stage.sent.len(), stage.it.now.millis());
        until_sent(&mut stage);
    }
    times.resize(100, stage.it.now.millis());
    let took = stage.it.now.millis() - begin;
    assert!((9_000..=10_000).contains(&took), "{took}");
    for pair in times.windows(12) {
        assert!(pair[11] - pair[0] >= 1_000, "twelve in {} ms", pair[11] - pair[0]);
    }
}

#[test]
fn whoever_asks_to_slow_down_gets_half_and_then_more_again() {
    let mut stage = play("operator north tps=10 \n up north window=1000");
    for place in 0..60 {
        stage.line(&format!("submit m{place}"));
    }
    stage.line("north says m0 58");
    let mut counts = Vec::new();
    for _ in 0..7 {
        let before = stage.sent.len();
        stage.line(".. 1s");
        counts.push(stage.sent.len() - before);
    }
    // 5 t + t * t / 2 after t seconds, until it is 10 a second: 5, 12, 19, 28, 37; what is begun of a
    // part is not seen.
    assert_eq!(counts, [5, 6, 8, 8, 10, 10, 10]);
}

#[test]
fn a_whole_window_of_requests_to_slow_down_is_one_request() {
    play(
        "
        operator north tps=100
        up north window=3
        submit a b c d
          -> north gets a
          -> north gets b
          -> north gets c
        .. 1ms
        north says a 58
        north says b 58
        north says c 58
        .. 19ms
        .. 1ms
          -> north gets a #2
        .. 20ms
          -> north gets b #2
        .. 20ms
          -> north gets c #2
        ",
    );
}

#[test]
fn what_was_refused_for_its_speed_keeps_its_place() {
    play(
        "
        up north window=3
        submit a b c d e
          -> north gets a
          -> north gets b
          -> north gets c
        north says b 58
        north says a 14
        .. 1s
          -> north gets a #2
          -> north gets b #2
        north ok c X
          -> north gets d
        north ok a Y
        .. 200ms
          -> north gets e
        ",
    );
}

// === an operator in trouble ===

const LETTERS: &str = "a b c d e f g h i j k l";

/// Twelve parts in flight, of which the operator refuses ten.
fn in_trouble() -> Stage {
    let mut stage =
        play(&format!("up north acme window=12 \n submit {LETTERS}\n{}", gets(LETTERS)));
    for name in LETTERS.split(' ').take(10) {
        stage.line(&format!("north says {name} 08"));
    }
    stage
}

fn gets(names: &str) -> String {
    names.split(' ').map(|name| format!("-> north gets {name}\n")).collect()
}

#[test]
fn ten_refusals_open_the_breaker_and_one_part_asks() {
    let mut stage = in_trouble();
    stage.line("north says k 08");
    stage.line("north says l 08");
    let sent = stage.sent.len();
    // It is left alone for 1 s, then asked by one part, 2 s later again, and so on up to a minute.
    for wait in [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000] {
        assert_eq!(until_sent(&mut stage), wait);
        assert_eq!(stage.it.core.in_flight(), 1);
        let asked = stage.sent.last().expect("one is sent");
        assert_eq!(asked.attempt.message, stage.id("a"), "order is kept");
        stage.line("north says a 08");
    }
    assert_eq!(stage.sent.len(), sent + 8);
    // It takes one: the others follow at once, in their order.
    until_sent(&mut stage);
    let sent = stage.sent.len();
    stage.line("north ok a X");
    let order: Vec<_> = stage.sent[sent..].iter().map(|sent| sent.attempt.message).collect();
    let expected: Vec<_> = LETTERS.split(' ').skip(1).map(|name| stage.id(name)).collect();
    assert_eq!(order, expected);
}

#[test]
fn nine_do_not() {
    let mut stage = play(&format!("up north window=12 \n submit {LETTERS}\n{}", gets(LETTERS)));
    for name in LETTERS.split(' ').take(9) {
        stage.line(&format!("north says {name} 08"));
    }
    stage.line("submit m");
    assert_eq!(stage.it.sent().len(), 1);
    stage.line("north ok j X");
    // Only those behind each other count.
    stage.line("north says k 08");
    stage.line("submit n");
    assert_eq!(stage.it.sent().len(), 1);
}

#[test]
fn refusals_of_one_part_are_no_trouble() {
    let mut stage =
        play(&format!("up north acme window=12 \n submit {LETTERS}\n{}", gets(LETTERS)));
    for name in LETTERS.split(' ') {
        stage.line(&format!("north says {name} 0b"));
    }
    stage.line("submit m");
    assert_eq!(stage.it.sent().len(), 1);
}

#[test]
fn when_the_one_that_asks_is_lost_another_asks() {
    for silence in ["north unwritten a", "north loses a", "north says a 58"] {
        let mut stage = in_trouble();
        stage.line("north says k 08");
        stage.line("north says l 08");
        assert_eq!(until_sent(&mut stage), 1_000);
        stage.line(silence);
        assert_eq!(until_sent(&mut stage), 1_000, "{silence}");
        assert_eq!(stage.it.core.in_flight(), 1, "{silence}");
    }
}

#[test]
fn other_operators_are_not_in_trouble() {
    let mut stage = play(&format!(
        "rule 1 to=447700900002 south \n rule 2 north \n up north south window=12 \n submit {LETTERS}\n{}",
        gets(LETTERS)
    ));
    for name in LETTERS.split(' ') {
        stage.line(&format!("north says {name} 08"));
    }
    stage.line("submit m to=2");
    assert_eq!(stage.it.sent().len(), 1);
    assert_eq!(OPERATORS[stage.sent.last().expect("it is sent").operator.0 as usize - 1], "south");
}

// === in doubt ===

#[test]
fn copies_are_bounded_and_the_last_is_held() {
    play(
        "
        rule 1 north price=1
        up north acme
        submit a
          -> north gets a
        north loses a
          -> north gets a #2 again?
        north loses a
          -> north gets a #3 again?
        north loses a
          -> north gets a #4 again?
        north loses a
          -> north gets a #5 again?
        north loses a
        ? a queued
        .. 71h
        .. 1h
          -> acme hears a 27 UNKNOWN
        ? books acme 0 0 0
        ",
    );
}

#[test]
fn operator_and_account_may_want_it_held() {
    for setting in ["operator north hold", "account acme hold"] {
        play(&format!(
            "
            {setting}
            rule 1 north price=1
            up north acme
            submit a
              -> north gets a
            north loses a
            .. 71h
            north reports X 5
              -> acme hears a 5 DELIVRD
            ? books acme -1 0 1
            "
        ));
    }
}

#[test]
fn a_late_answer_is_an_answer() {
    play(
        "
        operator north hold
        up north acme
        submit a b c
          -> north gets a
          -> north gets b
          -> north gets c
        north loses a
        north loses b
        north loses c
        north ok a X late
        ? a submitted
        north reports X 5
          -> acme hears a 5 DELIVRD
        north says b 0b late
          -> acme hears b 11 UNDELIV
        north says c 08 late
        .. 1s
          -> north gets c #2
        ",
    );
}

#[test]
fn a_late_answer_may_make_the_copy_needless() {
    play(
        "
        rule 1 north price=1
        up north window=1
        up acme
        submit a z
          -> north gets a
        north loses a
          -> north gets a #2 again?
        north ok a#1 X late
        ? a submitted
        north says a#2 0b
          -> north gets z
        ? a submitted
        north reports X 5
          -> acme hears a 5 DELIVRD
        ? books acme -2 1 1
        ",
    );
}

#[test]
fn any_copy_that_arrives_is_enough_and_costs_once() {
    play(
        "
        rule 1 north price=1
        up north acme
        submit a
          -> north gets a
        north loses a
          -> north gets a #2 again?
        north ok a#1 X late
        north ok a#2 Y
        north reports X 6
        ? a submitted
        north reports Y 5
          -> acme hears a 5 DELIVRD
        north reports X 5
        ? books acme -1 0 1
        acme takes a
        ? a gone
        north reports Y 5
        ? parked 0 0
        ? books acme -1 0 1
        ",
    );
}

#[test]
fn it_has_failed_when_all_copies_have() {
    play(
        "
        up north acme
        submit a
          -> north gets a
        north loses a
          -> north gets a #2 again?
        north says a#2 0b
        ? a queued
        north ok a#1 X late
        north reports X 6
          -> acme hears a 11 UNDELIV
        ",
    );
}

#[test]
fn an_answer_nobody_waits_for_changes_nothing() {
    play(
        "
        up north acme
        submit a
          -> north gets a
        north ok a X
        north ok a Y late
        north says a 0b late
        ? a submitted
        north reports X 5
          -> acme hears a 5 DELIVRD
        acme takes a
        north says a 0b late
        ? flying 0
        ",
    );
}

#[test]
fn a_crash_leaves_doubt_and_nothing_else() {
    play(
        "
        rule 1 north price=1
        up north window=1
        submit a b
          -> north gets a
        restart
        ? flying 0
        up north window=1
          -> north gets a #2 again?
        up acme
        north ok a X
          -> north gets b
        north reports X 5
          -> acme hears a 5 DELIVRD
        restart
        up north acme
          -> north gets b #2 again?
          -> acme hears a 5 DELIVRD
        ? books acme -2 1 1
        ",
    );
}

// === whose turn it is ===

#[test]
fn accounts_take_turns() {
    play(
        "
        submit a b c d e
        submit x y by=beta
        up north window=7
          -> north gets a
          -> north gets x
          -> north gets b
          -> north gets y
          -> north gets c
          -> north gets d
          -> north gets e
        ",
    );
}

#[test]
fn priority_has_twice_the_turns_and_starves_nobody() {
    play(
        "
        submit a b c
        submit u v w x y z priority=1
        up north window=9
          -> north gets u
          -> north gets a
          -> north gets v
          -> north gets w
          -> north gets b
          -> north gets x
          -> north gets y
          -> north gets c
          -> north gets z
        ",
    );
}

#[test]
fn lanes_take_turns_too() {
    play(
        "
        rule 1 to=447700900002 north
        rule 2 north
        submit a b c to=1
        submit x y z to=2
        up north window=1
          -> north gets x
        north ok x X
          -> north gets a
        north ok a Y
          -> north gets y
        north ok y Z
          -> north gets b
        ",
    );
}

#[test]
fn what_was_accepted_first_goes_first() {
    play(
        "
        submit a b
        .. 1h
        submit c
        up north window=1
          -> north gets a
        north unwritten a
          -> north gets a #2
        north ok a X
          -> north gets b
        ",
    );
}

// === bounds of a turn ===

#[test]
fn a_turn_that_is_full_leaves_the_rest_to_the_next() {
    play(
        "
        limits batch=100
        up north
        submit a
        .. 0ms
          -> north gets a
        ",
    );
}

#[test]
fn however_much_comes_in_what_was_accepted_goes_on() {
    let mut it = play("limits batch=8000 \n up north window=1000").it;
    for _ in 0..3 {
        let many = (0..100).map(|_| Input::Submit(Box::new(it.submission()))).collect();
        let told = it.turn_once(many);
        let accepted = told.iter().filter(|it| matches!(it, Effect::Accepted { .. })).count();
        let sent = told.iter().filter(|it| matches!(it, Effect::Send(_))).count();
        assert!((5..50).contains(&accepted), "{accepted}");
        assert_eq!(sent, accepted);
    }
}

#[test]
fn what_a_turn_cannot_hand_out_the_next_one_does() {
    play(
        "
        limits handed_out=2
        submit a b c d e
        up north
          -> north gets a
          -> north gets b
        .. 0ms
          -> north gets c
          -> north gets d
          -> north gets e
        ",
    );
}

#[test]
fn when_nobody_waits_for_the_one_that_asks_another_asks() {
    let mut stage = play(
        "operator north receipt_timeout=1h \n up north acme \n submit z for=1m \n -> north gets z",
    );
    stage.line("north loses z");
    stage.line(&format!("submit {LETTERS}"));
    for name in LETTERS.split(' ').take(9) {
        stage.line(&format!("north says {name} 08"));
    }
    // The copy of z fails in the trouble of its operator, and asks as soon as it may.
    stage.line("north says j 08");
    stage.line("north says z 08");
    assert_eq!(until_sent(&mut stage), 1_000);
    // While it asks, its first copy arrives, and the account knows: there is no such message any more.
    stage.line("north reports Q 5");
    stage.line("acme takes z");
    stage.line("? z gone");
    stage.line("north says z 08");
    assert!(until_sent(&mut stage) <= 2_000, "nobody asks any more");
}

#[test]
fn a_session_is_not_lost_by_an_answer_that_nobody_waits_for() {
    play(
        "
        operator north hold
        up north acme
        submit a
          -> north gets a
        north loses a
        north reports X 5
          -> acme hears a 5 DELIVRD
        north says a 05 late
        submit b
          -> north gets b
        ",
    );
}
