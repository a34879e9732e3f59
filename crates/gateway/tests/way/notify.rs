//! Way 7: what an account hears, until it has it.

use crate::stage::{Stage, play};
use gateway::door::{Body, Receipt};
use message::receipt::{ErrStyle, Form};
use records::Record;
use records::delivery::NoticeEnd;

// === which receipts ===

#[test]
fn registered_delivery_says_which_receipts_there_are() {
    // SMPP 3.4 s5.2.17 and, of 3, SMPP 5.0 s4.7.21: of a success, of a failure, on the way.
    for (rd, success, failure, on_the_way) in [
        ("0", false, false, false),
        ("1", true, true, false),
        ("2", false, true, false),
        ("3", true, false, false),
        ("10", false, false, true),
        ("11", true, true, true),
        ("12", false, true, true),
        ("e1", true, true, false),
        ("e0", false, false, false),
    ] {
        let so_far = |name| format!("-> acme hears {name} 3 ENROUTE so far");
        let heard = |is: bool, line: String| if is { line } else { String::new() };
        play(&format!(
            "
            up north acme
            submit a b c rd={rd}
              -> north gets a
              -> north gets b
              -> north gets c
            north ok a X
              {}
            north reports X 5
              {}
            north ok b Y
              {}
            north reports Y 6
              {}
            north says c 0b
              {}
            ",
            heard(on_the_way, so_far("a")),
            heard(success, "-> acme hears a 5 DELIVRD".into()),
            heard(on_the_way, so_far("b")),
            heard(failure, "-> acme hears b 6 UNDELIV".into()),
            heard(failure, "-> acme hears c 11 UNDELIV".into()),
        ));
    }
}

#[test]
fn an_account_without_receipts_hears_nothing() {
    play(
        "
        account acme off
        up north acme
        submit a b rd=11
          -> north gets a
          -> north gets b
        north ok a X
        north reports X 4
        north reports X 5
        north says b 0b
        ? a gone
        ? b gone
        ",
    );
}

#[test]
fn settings_of_the_time_of_acceptance_count() {
    let mut stage = play(
        "
        up north acme
        submit a
          -> north gets a
        change account acme off
        north ok a X
        north reports X 5
          -> acme hears a 5 DELIVRD
        ",
    );
    assert_eq!(receipt(&mut stage).style.form, Form::Reference);
}

/// The last receipt that went out.
fn receipt(stage: &mut Stage) -> Receipt {
    let last = stage.delivered.last().expect("something went out");
    let Body::Receipt(receipt) = last.body.clone() else { panic!("a text") };
    receipt
}

#[test]
fn a_receipt_says_all_that_is_to_be_said() {
    let mut stage = play("up north acme");
    let accepted = stage.it.now;
    stage.line("submit a ref=77 parts=2");
    stage.line("north ok a.1 X");
    stage.line("north ok a.2 Y");
    stage.line(".. 90s");
    stage.line("north reports X 5");
    stage.line(".. 10s");
    stage.line("north reports Y 5");
    let ended = stage.it.now;
    stage.line(".. 10s");
    let it = receipt(&mut stage);
    assert_eq!((it.sub, it.dlvrd, it.reference), (2, 2, Some(77)));
    assert_eq!((it.submitted, it.done), (accepted, ended));
    assert_eq!((it.style.form, it.style.err), (Form::Reference, ErrStyle::ZeroOnSuccess));
    assert_eq!(it.beginning.as_deref(), Some("Hello"));
    let last = stage.delivered.last().expect("it is not answered");
    // The phone reports, as it were.
    assert_eq!((&*last.source.text, &*last.destination.text), ("447700900001", "447700900100"));
}

#[test]
fn the_text_may_be_left_out_and_the_form_be_another() {
    let settings = "account acme hide_text form=appendix_b err=code";
    let mut stage = play(&format!("{settings}\nup north acme"));
    stage.line("submit a");
    stage.line("north says a 0b");
    let it = receipt(&mut stage);
    assert_eq!(
        (it.beginning, it.style.form, it.style.err),
        (None, Form::AppendixB, ErrStyle::Code)
    );
}

// === several parts ===

/// What is heard of a text in three parts that end so: `5` delivered, `2` handed over, `6` failed.
#[rustfmt::skip]
const POLICIES: &[(&str, [&str; 3], [&str; 3])] = &[
    ("all", ["5", "5", "5"], ["", "", "5 DELIVRD 3/3"]),
    ("aggregated", ["5", "5", "5"], ["", "", "5 DELIVRD 3/3"]),
    ("aggregated", ["2", "2", "2"], ["", "", "2 ACCEPTD 3/3"]),
    ("aggregated", ["5", "2", "5"], ["", "", "2 ACCEPTD 3/3"]),
    ("aggregated", ["5", "6", "5"], ["", "", "101 UNDELIV 2/3"]),
    ("aggregated", ["6", "6", "2"], ["", "", "101 UNDELIV 1/3"]),
    ("aggregated", ["6", "6", "6"], ["", "", "102 UNDELIV 0/3"]),
    ("all", ["6", "5", "6"], ["", "", "101 UNDELIV 1/3"]),
    ("first", ["5", "6", "6"], ["5 DELIVRD 1/3", "", ""]),
    ("first", ["6", "5", "5"], ["6 UNDELIV 0/3", "", ""]),
    ("last", ["6", "6", "5"], ["", "", "5 DELIVRD 1/3"]),
    ("last", ["5", "5", "6"], ["", "", "6 UNDELIV 0/3"]),
];

#[test]
fn a_text_that_the_gateway_split_is_told_as_one() {
    for (policy, codes, heard) in POLICIES {
        println!("{policy} {codes:?}");
        let mut script = format!(
            "
            account acme parts={policy}
            up north acme
            submit a parts=3
              -> north gets a.1
              -> north gets a.2
              -> north gets a.3
            north ok a.1 X1
            north ok a.2 X2
            north ok a.3 X3
            "
        );
        for (part, (code, heard)) in (1..).zip(codes.iter().zip(heard)) {
            script += &format!("north reports X{part} {code}\n");
            if !heard.is_empty() {
                script += &format!("-> acme hears a {heard}\n");
            }
        }
        play(&script);
    }
}

#[test]
fn the_order_in_which_parts_end_is_no_matter() {
    for (policy, heard_at) in [("first", "1"), ("last", "3"), ("aggregated", "2")] {
        let mut script = format!(
            "account acme parts={policy}\nup north acme\nsubmit a parts=3\n\
            -> north gets a.1\n-> north gets a.2\n-> north gets a.3\n\
            north ok a.1 X1\nnorth ok a.2 X2\nnorth ok a.3 X3\n"
        );
        for part in ["3", "1", "2"] {
            script += &format!("north reports X{part} 5\n");
            if part == heard_at {
                let arrived = if policy == "aggregated" { 3 } else { 1 };
                script += &format!("-> acme hears a 5 DELIVRD {arrived}/3\n");
            }
        }
        play(&script);
    }
}

#[test]
fn parts_that_never_left_end_alike() {
    play(
        "
        up acme
        submit a parts=3 for=1m
        .. 1m
          -> acme hears a 16 EXPIRED 0/3
        submit b parts=3
        cancel b
          -> cancelled b
          -> acme hears b 6 DELETED 0/3
        ",
    );
}

#[test]
fn who_wants_failures_hears_of_a_part_that_failed() {
    play(
        "
        up north acme
        submit a parts=2 rd=2
          -> north gets a.1
          -> north gets a.2
        north ok a.1 X
        north reports X 5
        north says a.2 0b
          -> acme hears a 101 UNDELIV 1/2
        submit b parts=2 rd=3
          -> north gets b.1
          -> north gets b.2
        north ok b.1 Y
        north reports Y 5
        north says b.2 0b
        ? b gone
        ",
    );
}

#[test]
fn parts_that_the_account_split_are_told_by_its_policy() {
    for (policy, heard) in [
        ("all", ["a", "b", "c"].as_slice()),
        ("aggregated", &["a", "b", "c"]),
        ("first", &["a"]),
        ("last", &["c"]),
    ] {
        let mut script = format!("account acme parts={policy}\nup north acme\n");
        for (name, place) in [("a", 1), ("b", 2), ("c", 3)] {
            script += &format!("submit {name} group=7:{place}/3\n-> north gets {name}\n");
        }
        for name in ["c", "a", "b"] {
            script += &format!("north says {name} 0b\n");
            if heard.contains(&name) {
                script += &format!("-> acme hears {name} 11 UNDELIV\n");
            }
        }
        play(&script);
    }
}

#[test]
fn how_far_a_text_is_is_told_once() {
    play(
        "
        up north acme
        submit a parts=3 rd=11
          -> north gets a.1
          -> north gets a.2
          -> north gets a.3
        north ok a.2 X2
          -> acme hears a 3 ENROUTE 0/3 so far
        north ok a.1 X1
        north ok a.3 X3
        north reports X1 4
          -> acme hears a 4 ENROUTE 0/3 so far
        north reports X2 4
        ",
    );
}

// === until it has it ===

#[test]
fn receipts_wait_for_a_receiver() {
    play(
        "
        up north
        submit a b by=acme
          -> north gets a
          -> north gets b
        north says a 0b
        north says b 0b
        ? open acme 2
        restart
        up beta
        .. 1d
        up acme
          -> acme hears a 11 UNDELIV
          -> acme hears b 11 UNDELIV
        acme takes b
        ? b gone
        restart
        up acme
          -> acme hears a 11 UNDELIV
        acme takes a
        ? open acme 0
        ",
    );
}

#[test]
fn each_account_hears_its_own() {
    play(
        "
        up north acme beta
        submit a
          -> north gets a
        submit b by=beta
          -> north gets b
        north says b 0b
          -> beta hears b 11 UNDELIV
        north says a 0b
          -> acme hears a 11 UNDELIV
        ",
    );
}

#[test]
fn a_receivers_window_is_never_exceeded() {
    play(
        "
        up north
        submit a b c d
          -> north gets a
          -> north gets b
          -> north gets c
          -> north gets d
        north says a 0b
        north says b 0b
        north says c 0b
        north says d 0b
        up acme window=2
          -> acme hears a 11 UNDELIV
          -> acme hears b 11 UNDELIV
        acme takes b
          -> acme hears c 11 UNDELIV
        up acme/2 window=1
          -> acme/2 hears d 11 UNDELIV
        ",
    );
}

#[test]
fn several_receivers_share() {
    play(
        "
        up north
        up acme acme/2 window=2
        submit a b c
          -> north gets a
          -> north gets b
          -> north gets c
        north says a 0b
          -> acme hears a 11 UNDELIV
        north says b 0b
          -> acme/2 hears b 11 UNDELIV
        north says c 0b
          -> acme hears c 11 UNDELIV
        ",
    );
}

#[test]
fn what_was_with_a_session_that_went_down_goes_to_another() {
    play(
        "
        up north acme window=1
        up acme/2 window=1
        submit a
          -> north gets a
        north says a 0b
          -> acme hears a 11 UNDELIV
        down acme
        acme ignores a
          -> acme/2 hears a 11 UNDELIV
        acme/2 takes a
        ? a gone
        ",
    );
}

#[test]
fn an_answer_of_a_session_that_went_down_counts() {
    play(
        "
        up north acme
        submit a
          -> north gets a
        north says a 0b
          -> acme hears a 11 UNDELIV
        down acme
        acme takes a
        ? a gone
        ",
    );
}

#[test]
fn what_is_not_answered_comes_again_in_its_order() {
    play(
        "
        up north
        up acme window=1
        submit a b
          -> north gets a
          -> north gets b
        north says a 0b
          -> acme hears a 11 UNDELIV
        north says b 0b
        acme ignores a
          -> acme hears a 11 UNDELIV
        acme takes a
          -> acme hears b 11 UNDELIV
        ",
    );
}

#[test]
fn a_passing_refusal_is_a_pause_and_order_is_kept() {
    // What only the account's side can get over.
    for status in ["04", "08", "0d", "14", "45", "58", "64", "fe", "ff"] {
        play(&format!(
            "
            up north
            up acme window=2
            submit a b c
              -> north gets a
              -> north gets b
              -> north gets c
            north says a 0b
              -> acme hears a 11 UNDELIV
            north says b 0b
              -> acme hears b 11 UNDELIV
            north says c 0b
            acme refuses a {status}
            acme refuses b {status}
            .. 999ms
            .. 1ms
              -> acme hears a 11 UNDELIV
              -> acme hears b 11 UNDELIV
            acme takes a
              -> acme hears c 11 UNDELIV
            "
        ));
    }
}

#[test]
fn pauses_grow_to_a_minute_and_end_when_something_is_taken() {
    let mut stage =
        play("up north \n up acme window=1 \n submit a b \n -> north gets a \n -> north gets b");
    stage.line("north says a 0b");
    stage.line("north says b 0b");
    let heard = |stage: &Stage| stage.delivered.len();
    for wait in [1, 2, 4, 8, 16, 32, 60, 60] {
        stage.line("acme refuses a 14");
        stage.line(&format!(".. {}ms", wait * 1000 - 1));
        assert_eq!(heard(&stage), 0, "{wait}");
        stage.line(".. 1ms");
        assert_eq!(heard(&stage), 1, "{wait}");
    }
    stage.line("acme takes a");
    stage.line("acme refuses b 14");
    stage.line(".. 999ms");
    assert_eq!(heard(&stage), 0);
    stage.line(".. 1ms");
    assert_eq!(heard(&stage), 1);
}

#[test]
fn a_new_session_ends_the_pause() {
    play(
        "
        up north acme
        submit a
          -> north gets a
        north says a 0b
          -> acme hears a 11 UNDELIV
        acme refuses a 14
        up acme/2
          -> acme hears a 11 UNDELIV
        ",
    );
}

#[test]
fn any_other_refusal_is_the_end_and_holds_up_nobody() {
    for status in ["01", "0b", "43", "65", "66", "c4", "400"] {
        let stage = play(&format!(
            "
            up north
            up acme window=1
            submit a b
              -> north gets a
              -> north gets b
            north says a 0b
              -> acme hears a 11 UNDELIV
            north says b 0b
            acme refuses a {status}
              -> acme hears b 11 UNDELIV
            ? a gone
            "
        ));
        let code = u32::from_str_radix(status, 16).expect(status);
        assert_eq!(ends(&stage), [(NoticeEnd::Refused, Some(code))]);
    }
}

/// How notices have ended, and by which status.
fn ends(stage: &Stage) -> Vec<(NoticeEnd, Option<u32>)> {
    let taken = |record| match record {
        Record::Taken(it) => Some((it.end, it.status)),
        _ => None,
    };
    stage.it.records().into_iter().filter_map(taken).collect()
}

#[test]
fn what_nobody_takes_is_kept_for_a_week_and_its_end_is_an_event() {
    let stage = play(
        "
        up north
        submit a
          -> north gets a
        north says a 0b
        north brings 777 Hello
        .. 6d
        restart
        ? open acme 2
        .. 23h
        .. 59m
        ? open acme 2
        .. 1m
        ? open acme 0
        ? a gone
        up acme
        ",
    );
    assert_eq!(ends(&stage), [(NoticeEnd::Expired, None); 2]);
}

#[test]
fn what_is_out_when_its_week_ends_is_still_taken() {
    play(
        "
        up north acme
        submit a
          -> north gets a
        north says a 0b
          -> acme hears a 11 UNDELIV
        .. 8d
        acme takes a
        ? a gone
        ",
    );
}
