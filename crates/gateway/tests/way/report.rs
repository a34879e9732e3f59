//! Way 6: an operator reports on a message.

use crate::fixture::Fixture;
use crate::stage::{Stage, play};
use records::Record;
use records::attempt::{Matched, Reported};

/// An id as the operator gave it, and as its receipt names it.
#[rustfmt::skip]
const FORMS: &[(&str, &str, Matched)] = &[
    ("4062581461565934000241", "4062581461565934000241", Matched::Exact),
    ("rdwjwxns18krxr9936ey96ymcw", "rdwjwxns18krxr9936ey96ymcw", Matched::Exact),
    ("SAR-2347039245475-1eedf843-2-1", "SAR-2347039245475-1eedf843-2-1", Matched::Exact),
    ("1479978899.393701000100", "1479978899.393701000100", Matched::Exact),
    ("1_14839433040000", "1_14839433040000", Matched::Exact),
    ("4062581461565934000241", "04062581461565934000241", Matched::Folded),
    ("0059113978", "59113978", Matched::Folded),
    ("07EE36CBE3", "07ee36cbe3", Matched::Folded),
    ("07EE36CBE3", "7ee36cbe3", Matched::Folded),
    ("5b1ab1ea-36b4-4b59-a7d9-0e6a2c3f9d11", "5B1AB1EA36B44B59A7D90E6A2C3F9D11", Matched::Folded),
    ("1101c1c9d03df000", "1101c1-c9d03d-f000", Matched::Folded),
    ("0972660181", "39f99dd5", Matched::FromHex),
    ("39F99DD5", "972660181", Matched::FromDecimal),
    ("812FC7470000001B", "9308878062554710043", Matched::FromDecimal),
    ("9308878062554710043", "812fc7470000001b", Matched::FromHex),
    ("abcX1", "6162635831", Matched::FromCodes),
    ("6162635831", "abcX1", Matched::ToCodes),
];

#[test]
fn an_id_is_found_in_every_form() {
    for (given, named, matched) in FORMS {
        println!("{given} as {named}");
        let stage = play(&format!(
            "
            up north acme
            submit a b to=1
              -> north gets a
              -> north gets b
            north ok a {given}
            north ok b some-other
            north reports {named} 5
              -> acme hears a 5 DELIVRD
            ? b submitted
            "
        ));
        assert_eq!(reports(&stage.it), [*matched]);
    }
}

/// How each receipt so far was matched.
fn reports(it: &Fixture) -> Vec<Matched> {
    let matched = |record| match record {
        Record::Reported(it) => Some(it.matched),
        _ => None,
    };
    it.records().into_iter().filter_map(matched).collect()
}

fn last_report(it: &Fixture) -> Reported {
    let reported = |record| match record {
        Record::Reported(it) => Some(*it),
        _ => None,
    };
    it.records().into_iter().filter_map(reported).next_back().expect("a receipt is matched")
}

#[test]
fn an_early_receipt_is_found_in_every_form() {
    for (given, named, matched) in FORMS {
        let stage = play(&format!(
            "
            up north acme
            submit a b to=1
              -> north gets a
              -> north gets b
            north reports {named} 5
            ? parked 1 0
            north ok b some-other
            ? parked 1 0
            north ok a {given}
              -> acme hears a 5 DELIVRD
            ? parked 0 0
            "
        ));
        assert_eq!(reports(&stage.it), [*matched], "{given} as {named}");
    }
}

#[test]
fn one_of_two_ids_is_enough() {
    for given in ["38601fa", "0059113978"] {
        play(&format!(
            "
            up north acme
            submit a
              -> north gets a
            north ok a {given}
            north reports 38601fa 5 also=0059113978
              -> acme hears a 5 DELIVRD
            "
        ));
    }
}

#[test]
fn the_number_needs_not_be_right() {
    for party in ["to=2", "nobody"] {
        play(&format!(
            "
            up north acme
            submit a to=1
              -> north gets a
            north ok a X77
            north reports x77 5 {party}
              -> acme hears a 5 DELIVRD
            "
        ));
    }
}

#[test]
fn ids_belong_to_their_operator() {
    play(
        "
        rule 1 to=447700900001 north
        rule 2 south
        up north south acme
        submit a to=1
          -> north gets a
        submit b to=2
          -> south gets b
        north ok a X
        south ok b X
        south reports X 5 to=2
          -> acme hears b 5 DELIVRD
        ? a submitted
        south reports X 5 to=1
        north reports Y 5 to=2
        ? parked 1 0
        ? a submitted
        ",
    );
}

#[test]
fn a_receipt_comes_on_any_session_also_after_all_have_gone() {
    play(
        "
        up north north/2 acme
        submit a b
          -> north gets a
          -> north/2 gets b
        north ok a X
        north/2 ok b Y
        down north north/2
        north reports X 5
          -> acme hears a 5 DELIVRD
        restart
        north reports Y 5
        up acme
          -> acme hears a 5 DELIVRD
          -> acme hears b 5 DELIVRD
        ",
    );
}

// === ids that look like each other ===

#[test]
fn of_two_with_one_id_it_is_the_one_to_its_phone() {
    play(
        "
        up north acme
        submit a to=1
          -> north gets a
        submit b to=2
          -> north gets b
        north ok a 77
        north ok b 77
        north reports 77 5 to=2
          -> acme hears b 5 DELIVRD
        north reports 77 6 to=1
          -> acme hears a 6 UNDELIV
        ",
    );
}

#[test]
fn to_one_phone_it_is_the_last() {
    play(
        "
        up north acme
        submit a
          -> north gets a
        north ok a 77
        .. 1s
        submit b
          -> north gets b
        north ok b 77
        north reports 77 5
          -> acme hears b 5 DELIVRD
        ",
    );
}

#[test]
fn of_two_that_fit_alike_it_is_none() {
    play(
        "
        up north acme
        submit a b to=1
          -> north gets a
          -> north gets b
        north ok a 77
        north ok b 77
        north reports 77 5 to=1
        ? parked 1 0
        ? a submitted
        ? b submitted
        submit c d to=2
          -> north gets c
          -> north gets d
        north ok c 88
        north ok d 88
        north reports 88 5 to=3
        ? parked 2 0
        ",
    );
}

#[test]
fn the_same_octets_go_before_another_form() {
    play(
        "
        up north acme
        submit a b to=1
          -> north gets a
          -> north gets b
        north ok a 16
        north ok b 10
        north reports 10 5
          -> acme hears b 5 DELIVRD
        north reports 16 5
          -> acme hears a 5 DELIVRD
        ",
    );
}

#[test]
fn an_id_in_another_form_to_another_phone_is_a_look_alike() {
    play(
        "
        up north acme
        submit a to=1
          -> north gets a
        north ok a 16
        north reports 10 5 to=2
        ? a submitted
        ? parked 1 0
        north reports 10 5 to=1
          -> acme hears a 5 DELIVRD
        ",
    );
}

#[test]
fn an_operators_way_is_learned_and_kept() {
    let mut stage = play("up north acme window=100");
    for number in 100..103 {
        stage.line(&format!("submit m{number} to=1"));
        stage.line(&format!("north ok m{number} {number:x}a"));
        stage.line(&format!("north reports {} 5 to=1", number * 16 + 10));
    }
    assert_eq!(reports(&stage.it), [Matched::FromDecimal; 3]);
    stage.line("restart");
    stage.line(".. 1s");
    stage.line("up north acme window=100");
    // 4096 is 1000 in hexadecimal. Both are ids of this operator, and it is known how it changes them.
    stage.line("submit a to=1");
    stage.line("submit b to=1");
    stage.line("north ok a 4096");
    stage.line("north ok b 1000");
    stage.line("north reports 4096 5 to=9");
    stage.line("? a submitted");
    stage.line("? b delivered 5");
    assert_eq!(last_report(&stage.it).message, stage.id("b"));
    assert_eq!(stage.it.core.durable().parked().count(), 0);
}

// === early receipts ===

#[test]
fn an_early_receipt_waits_a_minute_then_it_is_an_orphan_for_a_week() {
    play(
        "
        up north acme
        north reports X 5
        ? parked 1 0
        .. 59999ms
        ? parked 1 0
        .. 1ms
        ? parked 0 1
        restart
        ? parked 0 1
        .. 6d
        .. 23h
        ? parked 0 1
        .. 1h
        ? parked 0 0
        ",
    );
}

#[test]
fn an_orphan_still_finds_its_message() {
    play(
        "
        up north acme
        submit a
          -> north gets a
        north reports X 5
        .. 10m
        ? parked 0 1
        north ok a X
          -> acme hears a 5 DELIVRD
        ? parked 0 0
        ",
    );
}

#[test]
fn all_that_was_early_is_told_in_its_order() {
    play(
        "
        up north acme
        submit a rd=11
          -> north gets a
        north reports X 4
        north reports X 5
        north reports X 5
        ? parked 3 0
        north ok a X
          -> acme hears a 3 ENROUTE so far
          -> acme hears a 4 ENROUTE so far
          -> acme hears a 5 DELIVRD
        ? parked 0 0
        ",
    );
}

#[test]
fn an_early_receipt_to_another_phone_is_not_taken() {
    play(
        "
        up north acme
        submit a to=1
          -> north gets a
        north reports X 5 to=2
        north ok a X
        ? a submitted
        .. 1m
          -> acme hears a 5 DELIVRD
        ? parked 0 0
        ",
    );
}

#[test]
fn an_early_receipt_of_what_the_operator_refuses_after_all_is_an_orphan() {
    play(
        "
        up north acme
        submit a
          -> north gets a
        north reports X 6
        north says a 0b
          -> acme hears a 11 UNDELIV
        .. 1m
        ? parked 0 1
        ",
    );
}

#[test]
fn orphans_are_bounded() {
    play(
        "
        limits orphans=2
        up north acme
        north reports X 5
        .. 1s
        north reports Y 5
        .. 1s
        north reports Z 5
        ? parked 2 0
        submit a b
          -> north gets a
          -> north gets b
        north ok a X
        north ok b Y
          -> acme hears b 5 DELIVRD
        ? a submitted
        ",
    );
}

#[test]
fn receipts_without_anything_to_go_by_are_kept() {
    let mut stage = play(
        "up north acme \n submit a \n -> north gets a \n north loses a \n -> north gets a #2 again?",
    );
    let mut report = stage.it.report_of(
        "X",
        message::code::ReportCode::Delivered,
        message::state::SmppState::Delivered,
    );
    report.ids = [None, None];
    report.parties = [None, None];
    stage.it.give(gateway::door::Input::Reported(Box::new(report)));
    stage.line("? parked 1 0");
    assert_eq!(stage.it.told.len(), 1);
    stage.line(".. 1m");
    stage.line(".. 7d");
    assert_eq!(stage.it.core.durable().parked().count(), 0);
}

// === in doubt ===

#[test]
fn the_only_one_in_doubt_to_this_phone_has_the_receipt() {
    let stage = play(
        "
        operator north hold
        rule 1 north price=1
        up north acme
        submit a to=1
          -> north gets a
        submit b to=2
          -> north gets b
        north loses a
        north loses b
        north reports X 5 to=2
          -> acme hears b 5 DELIVRD
        ? a queued
        ? books acme -2 1 1
        ",
    );
    assert_eq!(reports(&stage.it), [Matched::Destination]);
}

#[test]
fn of_two_in_doubt_it_is_none_until_one_is_settled() {
    play(
        "
        operator north hold
        up north acme
        submit a b to=1
          -> north gets a
          -> north gets b
        north loses a
        north loses b
        north reports X 5 to=1
        ? parked 1 0
        north ok a Y late
        .. 1m
          -> acme hears b 5 DELIVRD
        ? a submitted
        ",
    );
}

#[test]
fn the_reference_tells_which() {
    play(
        "
        operator north hold
        up north acme
        submit a ref=7 to=1
          -> north gets a
        submit b ref=8 to=1
          -> north gets b
        north loses a
        north loses b
        north reports X 5 ref=8 to=1
          -> acme hears b 5 DELIVRD
        north reports Y 5 ref=8 to=1
        ? a queued
        ? parked 1 0
        ",
    );
}

#[test]
fn doubt_with_one_operator_is_none_with_another() {
    play(
        "
        operator north hold
        up north acme
        submit a
          -> north gets a
        north loses a
        south reports X 5
        ? parked 1 0
        north reports X 5
          -> acme hears a 5 DELIVRD
        ",
    );
}

// === again and late ===

#[test]
fn so_they_are_when_the_message_is_gone() {
    let stage = play(
        "
        up north acme
        submit a
          -> north gets a
        north ok a X
        north reports X 5
          -> acme hears a 5 DELIVRD
        acme takes a
        ? a gone
        north reports x 5
        restart
        north reports x 6
        ? parked 0 0
        .. 599s
        north reports x 5
        ? parked 0 0
        .. 1s
        idle
        north reports x 5
        ? parked 1 0
        ",
    );
    use Matched::{Exact, Folded};
    assert_eq!(reports(&stage.it), [Exact, Folded, Folded, Folded]);
}

#[test]
fn what_an_operator_says_is_kept_octet_for_octet() {
    let stage = play(
        "
        up north acme
        submit a
          -> north gets a
        north ok a X
        north reports x 26 EXPIRED
          -> acme hears a 26 EXPIRED
        ",
    );
    let reported = last_report(&stage.it);
    assert_eq!(&*reported.raw.text, b"id:x");
    assert_eq!((reported.code.number(), reported.is_final, reported.attempt), (26, true, 1));
}

#[test]
fn each_final_code_has_its_state() {
    for (code, state) in [
        ("2", "ACCEPTD"),
        ("5", "DELIVRD"),
        ("6", "UNDELIV"),
        ("11", "UNDELIV"),
        ("13", "UNDELIV"),
        ("23", "EXPIRED"),
        ("24", "EXPIRED"),
        ("26", "EXPIRED"),
        ("27", "UNKNOWN"),
        ("6", "DELETED"),
        ("6", "REJECTD"),
    ] {
        play(&format!(
            "
            up north acme
            submit a
              -> north gets a
            north ok a X
            north reports X {code} {state}
              -> acme hears a {code} {state}
            "
        ));
    }
}

// === on the way ===

#[test]
fn who_asks_for_it_hears_how_far_a_message_is() {
    play(
        "
        up north acme
        submit a rd=10
          -> north gets a
        submit b rd=1
          -> north gets b
        north ok a X
          -> acme hears a 3 ENROUTE so far
        north ok b Y
        north reports X 3
        north reports X 4
          -> acme hears a 4 ENROUTE so far
        north reports Y 4
        north reports X 5
        north reports Y 5
          -> acme hears b 5 DELIVRD
        ",
    );
}

#[test]
fn that_an_operator_is_retrying_is_told_once_in_a_quarter_of_an_hour() {
    play(
        "
        up north acme
        submit a rd=11
          -> north gets a
        north ok a X
          -> acme hears a 3 ENROUTE so far
        north reports X 4
          -> acme hears a 4 ENROUTE so far
        north reports X 4
        .. 5m
        north reports X 4
        .. 599s
        north reports X 4
        restart
        north reports X 4
        .. 1s
        north reports X 4
        up acme
          -> acme hears a 3 ENROUTE so far
          -> acme hears a 4 ENROUTE so far
          -> acme hears a 4 ENROUTE so far
        ",
    );
}

#[test]
fn an_open_receipt_of_unknown_state_tells_nothing() {
    play(
        "
        up north acme
        submit a rd=11
          -> north gets a
        north ok a X
          -> acme hears a 3 ENROUTE so far
        north reports X 27 open
        ? a submitted
        north reports X 5
          -> acme hears a 5 DELIVRD
        ",
    );
}

#[test]
fn an_operator_without_receipts_has_the_last_word_with_its_answer() {
    let stage: Stage = play(
        "
        operator north no_receipts
        rule 1 north price=1
        account beta handed_over=delivered
        up north acme beta
        submit a
          -> north gets a
        submit b by=beta
          -> north gets b
        north ok a X
          -> acme hears a 2 ACCEPTD
        north ok b Y
          -> beta hears b 2 DELIVRD
        north reports X 5
        ? a handed_over 2
        ? books acme -1 0 1
        ",
    );
    assert!(stage.sent.iter().all(|sent| sent.registered_delivery == 0));
}

#[test]
fn a_receipt_that_is_repeated_is_not_taken_for_one_in_doubt() {
    play(
        "
        operator north hold
        up north acme
        submit a to=1
          -> north gets a
        north ok a X
        north reports X 5 to=1
          -> acme hears a 5 DELIVRD
        acme takes a
        ? a gone
        submit b to=1
          -> north gets b
        north loses b
        north reports X 5 to=1
        ? b queued
        north reports Y 6 to=1
          -> acme hears b 6 UNDELIV
        ? parked 0 0
        ",
    );
}

#[test]
fn of_two_that_fit_alike_it_is_not_a_third_in_doubt() {
    play(
        "
        operator north hold
        up north acme
        submit a b c to=1
          -> north gets a
          -> north gets b
          -> north gets c
        north ok a 77
        north ok b 77
        north loses c
        north reports 77 5 to=1
        ? parked 1 0
        ? c queued
        ",
    );
}

#[test]
fn nothing_is_on_the_way_that_has_ended() {
    play(
        "
        up north acme
        submit a rd=11 parts=2
          -> north gets a.1
          -> north gets a.2
        north ok a.1 X
          -> acme hears a 3 ENROUTE 0/2 so far
        north reports X 5
        north reports X 4
        north ok a.2 Y
        north reports Y 5
          -> acme hears a 5 DELIVRD 2/2
        north reports Y 4
        ",
    );
}

#[test]
fn the_first_final_receipt_wins_and_the_others_are_events() {
    let stage = play(
        "
        rule 1 north price=1
        up north acme
        submit a rd=11
          -> north gets a
        north ok a X
          -> acme hears a 3 ENROUTE so far
        north reports X 6 REJECTD
          -> acme hears a 6 REJECTD
        north reports X 6 REJECTD
        north reports X 5
        north reports X 4
        north reports X 3
        ? a rejected 6
        ? books acme -1 0 1
        ",
    );
    assert_eq!(reports(&stage.it), [Matched::Exact; 5]);
}

#[test]
fn a_receipt_on_the_way_leaves_the_last_one_to_come() {
    play(
        "
        operator north hold
        up north acme
        submit a rd=11
          -> north gets a
        north loses a
        north reports X 4
          -> acme hears a 4 ENROUTE so far
        ? a submitted
        north reports X 5
          -> acme hears a 5 DELIVRD
        ? parked 0 0
        ",
    );
}

#[test]
fn an_answer_without_an_id_leaves_the_phone_to_go_by() {
    play(
        "
        rule 1 north price=1
        up north acme
        submit a to=1
          -> north gets a
        submit b to=2
          -> north gets b
        north ok a
        north ok b
        north reports X 5 to=2
          -> acme hears b 5 DELIVRD
        ? a submitted
        .. 71h
        .. 1h
          -> acme hears a 99 UNKNOWN
        ? books acme -2 0 2
        ",
    );
}

#[test]
fn copies_of_one_part_are_one_candidate() {
    play(
        "
        up north acme
        submit a
          -> north gets a
        north loses a
          -> north gets a #2 again?
        north loses a
          -> north gets a #3 again?
        north reports X 6
        ? a submitted
        north reports Y 5
          -> acme hears a 5 DELIVRD
        ? parked 0 0
        ",
    );
}
