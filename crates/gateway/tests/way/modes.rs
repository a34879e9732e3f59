//! What an account is promised: datagrams are tried once and never reported on, transactions are
//! answered at their outcome (SMPP 3.4 s2.10).

use crate::stage::play;

#[test]
fn a_datagram_is_stored_and_sent_once_and_nobody_hears_of_it() {
    let stage = play(
        "
        rule 1 north price=1
        up north acme
        submit a mode=datagram rd=11
          -> north gets a
        restart
        up acme
        .. 1s
        ? a queued
        submit b mode=datagram
        up north
          -> north gets b
        north ok b X
        ? b gone
        ? books acme -2 1 1
        ",
    );
    assert!(stage.sent.iter().all(|sent| sent.registered_delivery == 0));
}

#[test]
fn what_never_left_was_no_attempt() {
    play(
        "
        up north north/2
        submit a b c mode=datagram
          -> north gets a
          -> north/2 gets b
          -> north gets c
        north unwritten a
          -> north gets a #2
        north says c 0d
          -> closes north
          -> north/2 gets c #2
        north/2 says b 58
        .. 1s
          -> north/2 gets b #2
        ",
    );
}

#[test]
fn a_datagram_that_may_have_arrived_is_not_sent_again() {
    play(
        "
        rule 1 north price=1
        up north acme
        submit a mode=datagram
          -> north gets a
        north loses a
        .. 71h
        ? a queued
        .. 1h
        ? a gone
        ? books acme 0 0 0
        ",
    );
}

#[test]
fn a_transaction_is_answered_at_its_outcome() {
    play(
        "
        up north acme
        submit a b mode=transaction rd=11
          -> a waits for its outcome
          -> b waits for its outcome
          -> north gets a
          -> north gets b
        north ok a X
        north ok b Y
        .. 29s
        north reports X 4
        north reports X 5
          -> accepted a
        ? a gone
        north reports Y 6
          -> refused b delivery_failed
        ? b gone
        ",
    );
}

#[test]
fn a_transaction_of_several_parts_is_answered_when_all_have_ended() {
    play(
        "
        operator north no_receipts
        up north
        submit a parts=2 mode=transaction
          -> a waits for its outcome
          -> north gets a.1
          -> north gets a.2
        north ok a.1 X
        north ok a.2 Y
          -> accepted a
        submit b parts=2 mode=transaction
          -> b waits for its outcome
          -> north gets b.1
          -> north gets b.2
        north says b.1 0b
        north ok b.2 Z
          -> refused b delivery_failed
        ",
    );
}

#[test]
fn nobody_waits_longer_than_half_a_minute() {
    play(
        "
        operator north hold
        rule 1 north price=1
        up north
        submit a b mode=transaction
          -> a waits for its outcome
          -> b waits for its outcome
          -> north gets a
          -> north gets b
        north ok a X
        north loses b
        .. 29999ms
        .. 1ms
          -> refused a delivery_timeout
          -> refused b delivery_timeout
        north reports X 5
        ? a gone
        ? b queued
        .. 24h
        ? b gone
        ? books acme -1 0 1
        ",
    );
}

#[test]
fn what_has_not_left_by_then_has_failed() {
    play(
        "
        submit a mode=transaction
          -> a waits for its outcome
        .. 29999ms
        .. 1ms
          -> refused a delivery_failed
        ? a gone
        up north
        ",
    );
}

#[test]
fn a_transaction_that_is_cancelled_has_failed() {
    play(
        "
        submit a mode=transaction
          -> a waits for its outcome
        cancel a
          -> refused a delivery_failed
          -> cancelled a
        ",
    );
}

#[test]
fn short_credit_is_an_outcome() {
    play(
        "
        account acme prepaid
        rule 1 north price=1
        up north acme
        submit a mode=transaction rd=1
          -> refused a delivery_failed
        submit b mode=transaction rd=0
          -> refused b credit_insufficient
        ",
    );
}

#[test]
fn whoever_waited_before_a_crash_waits_for_nothing() {
    play(
        "
        up north
        submit a mode=transaction
          -> a waits for its outcome
          -> north gets a
        restart
        up north acme
        .. 1m
        ? a queued
        .. 25h
        ? a gone
        ",
    );
}

#[test]
fn one_attempt_is_one() {
    for refusal in
        ["says a 08", "says a 64", "says a 45", "says a 43", "says a 0b", "nacks a 03", "says a 62"]
    {
        play(&format!(
            "
            operator north drop_times
            rule 1 north price=1 | south
            up north south acme
            submit a mode=datagram
              -> north gets a
            north {refusal}
            ? a gone
            ? books acme 0 0 0
            submit t mode=transaction
              -> t waits for its outcome
              -> north gets t
            north {}
              -> refused t delivery_failed
            ",
            refusal.replace(" a", " t"),
        ));
    }
}
