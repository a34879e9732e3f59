//! What an account asks about its messages, and takes back.

use crate::fixture::{ACME, Fixture};
use crate::stage::{Stage, play};
use gateway::door::{Effect, Enquiry, Input, Named, ReplyTo, Standing};
use message::id::{MessageId, ShortId};

#[test]
fn every_state_is_told() {
    play(
        "
        operator south no_receipts
        rule 1 to=447700900002 south
        rule 2 north
        up north south
        submit a schedule=1h
        query a
          -> a scheduled
        submit b for=1m
          -> north gets b
        query b
          -> b queued
        north ok b X
        query b
          -> b submitted
        north reports X 5
        query b
          -> b delivered 5
        submit c to=2
          -> south gets c
        south ok c Y
        query c
          -> c handed_over 2
        submit d e f g
          -> north gets d
          -> north gets e
          -> north gets f
          -> north gets g
        north says d 0b
        query d
          -> d undeliverable 11
        north says e 0a
        query e
          -> e rejected 15
        north ok f Z
        north reports Z 26
        query f
          -> f expired 26
        north ok g Q
        north reports Q 27
        query g
          -> g unknown 27
        cancel a
          -> cancelled a
        query a
          -> a deleted 6
        ",
    );
}

#[test]
fn a_message_is_told_of_for_ten_minutes_after_its_end() {
    play(
        "
        up north acme
        submit a
          -> north gets a
        north ok a X
        north reports X 5
          -> acme hears a 5 DELIVRD
        acme takes a
        ? a gone
        query a
          -> a delivered 5
        restart
        query a
          -> a delivered 5
        .. 599s
        idle
        query a
          -> a delivered 5
        .. 1s
        idle
        query a
          -> a unknown
        ",
    );
}

#[test]
fn the_number_of_those_that_are_gone_is_bounded() {
    play(
        "
        limits recent=2
        up north
        submit a b c rd=0
          -> north gets a
          -> north gets b
          -> north gets c
        north says a 0b
        north says b 0b
        north says c 0b
        query a
          -> a unknown
        query b
          -> b undeliverable 11
        query c
          -> c undeliverable 11
        ",
    );
}

#[test]
fn nobody_is_told_of_anothers_messages() {
    play(
        "
        up north
        submit a rd=0
          -> north gets a
        query a by=beta
          -> a unknown
        cancel a by=beta
          -> not cancelled a
        north says a 0b
        query a by=beta
          -> a unknown
        query a
          -> a undeliverable 11
        submit b schedule=1h
        cancel b by=beta
          -> not cancelled b
        query b
          -> b scheduled
        ",
    );
}

/// What is told of a message by this name.
fn asked(it: &mut Fixture, message: Named) -> Option<Standing> {
    let to = ReplyTo { session: crate::fixture::ACME_LINK, token: 9_999 };
    it.give(Input::Query(Enquiry { to, account: ACME, message }));
    match it.told.as_slice() {
        [Effect::Stands { to: answered, standing }] if *answered == to => standing.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_short_id_names_the_message_of_its_account() {
    let mut stage = play(
        "up north \n submit a id=short rd=0 \n -> north gets a \n submit b by=beta id=short \n -> north gets b",
    );
    let short = Named::Short(ShortId(1));
    let by_short = asked(&mut stage.it, short).expect("it is known");
    assert_eq!(&*by_short.id, "00000001");
    let a = Named::Id(stage.id("a"));
    assert_eq!(asked(&mut stage.it, a), Some(by_short.clone()));
    assert_eq!(asked(&mut stage.it, Named::Short(ShortId(2))), None);
    stage.line("north says a 0b");
    stage.line("? a gone");
    let gone = asked(&mut stage.it, short).expect("it is remembered");
    assert_eq!((&*gone.id, gone.code.map(|it| it.number())), ("00000001", Some(11)));
    assert_eq!(gone.ended, Some(stage.it.now));
}

#[test]
fn the_answer_has_the_id_and_the_end() {
    let mut stage: Stage = play(
        "
        account acme id=reference
        up north
        submit a parts=2 rd=1
          -> north gets a.1
          -> north gets a.2
        ",
    );
    let a = stage.id("a");
    let open = asked(&mut stage.it, Named::Id(a)).expect("it is known");
    assert_eq!((&*open.id, open.ended), (&*a.reference_form(), None));
    stage.line(".. 5s");
    stage.line("north says a.1 0b");
    stage.line(".. 5s");
    stage.line("north says a.2 0b");
    let ended = stage.it.now;
    stage.line(".. 5s");
    let closed = asked(&mut stage.it, Named::Id(a)).expect("its receipt waits");
    assert_eq!((closed.ended, closed.code.map(|it| it.number())), (Some(ended), Some(102)));
    let nobodys = MessageId::parse("1000000000000000000").expect("an id");
    assert_eq!(asked(&mut stage.it, Named::Id(nobodys)), None);
}

// === cancelling ===

#[test]
fn what_waits_is_not_sent() {
    play(
        "
        rule 1 north price=1
        up acme
        submit a b
        cancel a
          -> cancelled a
          -> acme hears a 6 DELETED
        ? books acme -1 1 0
        cancel a
          -> not cancelled a
        up north
          -> north gets b
        ",
    );
}

#[test]
fn what_an_operator_may_have_goes_its_way() {
    play(
        "
        operator north hold
        up north acme
        submit a b c
          -> north gets a
          -> north gets b
          -> north gets c
        cancel a
          -> not cancelled a
        north loses b
        cancel b
          -> not cancelled b
        north ok c X
        cancel c
          -> not cancelled c
        north reports X 5
          -> acme hears c 5 DELIVRD
        cancel c
          -> not cancelled c
        ",
    );
}

#[test]
fn what_waits_for_its_next_attempt_is_not_sent() {
    play(
        "
        rule 1 north price=1
        up north acme
        submit a
          -> north gets a
        north says a 08
        cancel a
          -> cancelled a
          -> acme hears a 6 DELETED
        .. 1h
        ? books acme 0 0 0
        ",
    );
}

#[test]
fn a_copy_that_waits_may_have_arrived_before() {
    play(
        "
        up north acme
        submit a
          -> north gets a
        down north
        north loses a
        cancel a
          -> not cancelled a
        up north
          -> north gets a #2 again?
        ",
    );
}

#[test]
fn of_several_parts_those_that_wait_are_not_sent() {
    play(
        "
        rule 1 north price=1
        up north window=1
        up acme
        submit a parts=3
          -> north gets a.1
        cancel a
          -> not cancelled a
        north ok a.1 X
        north reports X 5
          -> acme hears a 101 UNDELIV 1/3
        ? books acme -1 0 1
        ",
    );
}
