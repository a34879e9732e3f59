//! Time: schedules, ends of validity, ends of waiting, and a clock that is set back.

use crate::stage::play;
use message::id::MessageId;

#[test]
fn a_message_waits_for_its_schedule() {
    play(
        "
        up north acme
        submit a schedule=1h
        submit b
          -> north gets b
        ? a scheduled
        restart
        up north acme
          -> north gets b #2 again?
        .. 3599s
        ? a scheduled
        .. 1s
          -> north gets a
        north ok a X
        north reports X 5
          -> acme hears a 5 DELIVRD
        ",
    );
}

#[test]
fn a_schedule_meets_an_operator_that_is_down() {
    play(
        "
        up acme
        submit a schedule=1h for=2h
        .. 90m
        ? a queued
        .. 30m
          -> acme hears a 16 EXPIRED
        up north
        ",
    );
}

#[test]
fn validity_ends_while_it_waits() {
    play(
        "
        rule 1 north price=1
        up acme
        submit a for=1h
        submit b for=2h
        .. 3599999ms
        ? a queued
        .. 1ms
          -> acme hears a 16 EXPIRED
        up north
          -> north gets b
        ? books acme -1 1 0
        ",
    );
}

#[test]
fn validity_ends_while_it_waits_for_its_next_attempt() {
    play(
        "
        up north acme
        submit a for=1m
          -> north gets a
        .. 59500ms
        north says a 08
        .. 500ms
          -> acme hears a 16 EXPIRED
        ",
    );
}

#[test]
fn validity_ends_while_it_is_in_flight() {
    play(
        "
        up north acme
        submit a b c d for=1m
          -> north gets a
          -> north gets b
          -> north gets c
          -> north gets d
        .. 2m
        north ok a X
        ? a submitted
        north reports X 5
          -> acme hears a 5 DELIVRD
        north says b 08
          -> acme hears b 16 EXPIRED
        north unwritten c
          -> acme hears c 16 EXPIRED
        north says d 58
          -> acme hears d 16 EXPIRED
        ",
    );
}

#[test]
fn validity_ends_while_it_is_in_doubt() {
    play(
        "
        up north acme
        submit a for=1m
          -> north gets a
        down north
        north loses a
        .. 1m
        ? a queued
        up north
        .. 1h
        north reports X 5
          -> acme hears a 5 DELIVRD
        ",
    );
}

#[test]
fn what_is_in_doubt_and_never_heard_of_is_unknown_in_the_end() {
    play(
        "
        operator north receipt_timeout=1h
        rule 1 north price=1
        up north acme
        submit a b for=1m
          -> north gets a
          -> north gets b
        down north
        north loses a
        north loses b
        restart
        .. 1m
        north says b 08 late
        restart
        up acme
          -> acme hears b 16 EXPIRED
        .. 3599s
        .. 1s
          -> acme hears a 27 UNKNOWN
        ? books acme 0 0 0
        ",
    );
}

#[test]
fn without_a_receipt_it_is_told_so_a_day_after_validity() {
    play(
        "
        rule 1 north price=1
        up north acme
        submit a for=1h
          -> north gets a
        north ok a X
        .. 90m
        ? a submitted
        .. 23h
        restart
        up acme
        .. 29m
        .. 59999ms
        ? a submitted
        .. 1ms
          -> acme hears a 99 UNKNOWN
        north reports X 5
        ? a unknown 99
        ? books acme -1 0 1
        ",
    );
}

#[test]
fn each_operator_has_its_own_patience() {
    play(
        "
        operator north receipt_timeout=1h
        operator south receipt_timeout=2h
        rule 1 to=447700900001 north
        rule 2 south
        up north south acme
        submit a to=1 for=1h
          -> north gets a
        submit b to=2 for=1h
          -> south gets b
        north ok a X
        south ok b Y
        .. 2h
          -> acme hears a 99 UNKNOWN
        .. 1h
          -> acme hears b 99 UNKNOWN
        ",
    );
}

#[test]
fn a_message_whose_parts_end_at_different_times_ends_with_the_last() {
    play(
        "
        operator north receipt_timeout=1h
        up north acme
        submit a parts=3 for=1h
          -> north gets a.1
          -> north gets a.2
          -> north gets a.3
        north ok a.1 X
        north ok a.2 Y
        north says a.3 08
        north reports X 5
        down north
        .. 1h
        .. 1h
          -> acme hears a 101 UNDELIV 1/3
        ",
    );
}

#[test]
fn much_that_is_due_at_once_is_done_in_turns() {
    let mut stage = play("limits due=3 \n up acme window=100");
    for place in 0..20 {
        stage.line(&format!("submit m{place} for=1m"));
    }
    stage.line(".. 59999ms");
    assert!(stage.delivered.is_empty());
    stage.it.now = message::time::Timestamp::from_millis(stage.it.now.millis() + 1);
    for turns in 1..=6 {
        stage.line("idle");
        assert_eq!(stage.delivered.len(), 3 * turns, "a turn does a bounded number");
        assert!(stage.it.core.next_due(stage.it.now).is_some_and(|at| at <= stage.it.now));
    }
    stage.line(".. 0ms");
    assert_eq!(stage.delivered.len(), 20);
}

#[test]
fn an_hour_back_nothing_ends_early_and_ids_go_on() {
    let stage = play(
        "
        rule 1 north price=1
        up north acme
        submit a for=2h
          -> north gets a
        north ok a X
        submit b for=90m
          -> north gets b
        back 1h
        submit c for=1h
          -> north gets c
        restart
        .. 1s
        up north acme
          -> north gets b #2 again?
          -> north gets c #2 again?
        submit d
          -> north gets d
        north reports X 5
          -> acme hears a 5 DELIVRD
        north says b 08
        .. 1s
          -> north gets b #3 again?
        ",
    );
    let ids: Vec<MessageId> = ["a", "b", "c", "d"].map(|name| stage.id(name)).to_vec();
    assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{ids:?}");
    let given = ids[3].given_at();
    assert!(given > stage.it.now, "ids wait for the clock");
}

#[test]
fn an_hour_back_accounts_and_operators_keep_their_speed() {
    play(
        "
        account acme tps=2
        operator north tps=2
        up north window=9
        submit a b
          -> north gets a
        .. 1s
          -> north gets b
        back 1h
        submit c
          -> north gets c
        submit d
          -> refused d account_rate
        .. 1s
        submit e f
          -> north gets e
        submit g
          -> refused g account_rate
        .. 500ms
          -> north gets f
        ",
    );
}

#[test]
fn an_hour_back_a_receipt_still_finds_what_is_in_doubt() {
    play(
        "
        operator north hold
        up north acme
        submit a
          -> north gets a
        north loses a
        back 1h
        north reports X 5
          -> acme hears a 5 DELIVRD
        ",
    );
}
