//! Way 3: credit is set aside, the message gets its id, duplicates are found; then it is accepted.

use crate::stage::{Stage, play};
use gateway::door::{Body, Effect};
use records::Record;
use records::submission::Reason;

/// The bookings so far: why, and how many millionths.
fn bookings(stage: &Stage) -> Vec<(Reason, i64)> {
    let booked = |record| match record {
        Record::Booked(it) => Some((it.reason, it.lines[1].micros)),
        _ => None,
    };
    stage.it.records().into_iter().filter_map(booked).collect()
}

#[test]
fn what_is_set_aside_is_charged_part_by_part() {
    let stage = play(
        "
        account acme prepaid
        rule 1 north price=0.01
        up north acme
        topup acme 10
        ? books acme 10 0 0
        submit a parts=3
          -> north gets a.1
          -> north gets a.2
          -> north gets a.3
        ? books acme 9.97 0.03 0
        north ok a.1 X
        ? books acme 9.97 0.03 0
        north reports X 5
        ? books acme 9.97 0.02 0.01
        north says a.2 0b
        ? books acme 9.98 0.01 0.01
        north ok a.3 Y
        north reports Y 6
          -> acme hears a 101 UNDELIV 1/3
        ? books acme 9.98 0 0.02
        ",
    );
    use Reason::{Charge, Release, Reserve, TopUp};
    let expected = [
        (TopUp, 10_000_000),
        (Reserve, 30_000),
        (Charge, 10_000),
        (Release, 10_000),
        (Charge, 10_000),
    ];
    assert_eq!(bookings(&stage), expected);
}

#[test]
fn entries_are_made_at_no_price_too() {
    for rule in ["rule 1 north", "rule 1 north price=0"] {
        let stage = play(&format!(
            "
            account acme prepaid
            {rule}
            up north acme
            submit a b
              -> north gets a
              -> north gets b
            north ok a X
            north reports X 5
              -> acme hears a 5 DELIVRD
            north says b 0b
              -> acme hears b 11 UNDELIV
            "
        ));
        use Reason::{Charge, Release, Reserve};
        assert_eq!(bookings(&stage), [(Reserve, 0), (Reserve, 0), (Charge, 0), (Release, 0)]);
    }
}

#[test]
fn postpaid_accounts_may_owe() {
    play(
        "
        rule 1 north price=0.5
        submit a b
        ? books acme -1 1 0
        topup acme 3
        ? books acme 2 1 0
        ",
    );
}

#[test]
fn credit_must_cover_all_parts() {
    play(
        "
        account acme prepaid
        rule 1 north price=0.010001
        up north acme
        topup acme 0.030002
        submit a parts=3
          -> acme hears a 12 REJECTD 0/3
        ? a rejected 12
        ? books acme 0.030002 0 0
        topup acme 0.000001
        submit b parts=3
          -> north gets b.1
          -> north gets b.2
          -> north gets b.3
        ? books acme 0 0.030003 0
        submit c
          -> acme hears c 12 REJECTD
        acme takes a
        ? a gone
        ",
    );
}

#[test]
fn credit_of_another_account_is_of_no_use() {
    play(
        "
        account acme prepaid
        rule 1 north price=1
        up acme
        topup beta 100
        submit a
          -> acme hears a 12 REJECTD
        ",
    );
}

#[test]
fn who_can_know_is_told_later() {
    for (settings, fields, heard) in [
        ("", "rd=1", "-> acme hears a 12 REJECTD"),
        ("", "rd=2", "-> acme hears a 12 REJECTD"),
        ("webhook", "rd=0", ""),
        ("webhook off", "rd=1", ""),
    ] {
        let stage = play(&format!(
            "
            account acme prepaid {settings}
            rule 1 north price=1
            up north acme
            submit a {fields}
              {heard}
            "
        ));
        assert!(stage.it.wrote, "{settings} {fields}");
    }
}

#[test]
fn a_second_message_with_the_key_is_a_duplicate() {
    play(
        "
        account acme duplicates=10m prepaid
        rule 1 north price=1
        up north acme
        topup acme 10
        submit a key=k
          -> north gets a
        submit b key=k
          -> acme hears b 18 REJECTD
        ? books acme 9 1 0
        submit c key=l
          -> north gets c
        submit d key=k by=beta
          -> north gets d
        ",
    );
}

#[test]
fn the_same_request_again_has_the_same_answer() {
    play(
        "
        account acme prepaid
        rule 1 north price=1
        up north acme
        topup acme 10
        submit a idempotency=k
          -> north gets a
        submit b idempotency=k
          -> b is a
        north ok a X
        north reports X 5
          -> acme hears a 5 DELIVRD
        acme takes a
        ? a gone
        submit c idempotency=k
          -> c is a
        .. 23h
        submit d idempotency=k
          -> d is a
        .. 1h
        submit e idempotency=k
          -> north gets e
        ? books acme 8 1 1
        ",
    );
}

#[test]
fn the_same_request_again_is_answered_whatever_has_become_of_the_account() {
    play(
        "
        account acme queue=1 tps=1
        submit a idempotency=k
        submit b idempotency=k
          -> b is a
        high water
        submit c idempotency=k
          -> c is a
        submit d idempotency=l
          -> refused d disk_full
        ",
    );
}

#[test]
fn a_request_that_was_short_of_credit_stays_so() {
    play(
        "
        account acme prepaid
        rule 1 north price=1
        up north acme
        submit a idempotency=k
          -> acme hears a 12 REJECTD
        topup acme 10
        submit b idempotency=k
          -> b is a
        ",
    );
}

/// The id as it was answered, and as the receipt has it.
fn ids(stage: &mut Stage, name: &str, fields: &str) -> (String, String) {
    stage.line(&format!("submit {name} {fields}"));
    let answered = stage.it.told.iter().find_map(|effect| match effect {
        Effect::Accepted { id, .. } => Some(id.to_string()),
        _ => None,
    });
    stage.line(&format!("north says {name} 0b"));
    let [delivery] = stage.it.delivered().try_into().expect("one receipt");
    let Body::Receipt(receipt) = delivery.body else { panic!("a text") };
    (answered.expect("it is accepted"), receipt.id.to_string())
}

#[test]
fn receipts_have_the_id_that_was_answered() {
    let at = 1_795_379_964_101_i64;
    for (settings, fields, expected) in [
        ("", "", format!("1{at:013}00000")),
        ("account acme id=reference", "", format!("1_{at:013}00000")),
        ("", "id=short", "00000001".to_owned()),
        ("account acme id=reference", "id=short", "00000001".to_owned()),
    ] {
        let mut stage = play(&format!("{settings}\nup north acme"));
        let (answered, reported) = ids(&mut stage, "a", fields);
        assert_eq!((answered, reported), (expected.clone(), expected), "{settings} {fields}");
    }
}

#[test]
fn short_ids_are_given_in_order_to_each_account() {
    let mut stage = play("up north acme");
    for (name, expected) in [("a", "00000001"), ("b", "00000002"), ("c", "00000003")] {
        assert_eq!(ids(&mut stage, name, "id=short").0, expected);
        stage.line(&format!("acme takes {name}"));
        stage.line("restart");
        stage.line(".. 1s");
        stage.line("up north acme");
    }
    stage.line("submit d by=beta id=short");
    let Effect::Accepted { id, .. } = &stage.it.told[0] else { panic!("{:?}", stage.it.told) };
    assert_eq!(&**id, "00000001");
}

#[test]
fn the_window_begins_with_the_message_that_counts() {
    play(
        "
        account acme duplicates=10m
        up north acme
        submit a key=k
          -> north gets a
        .. 6m
        submit b key=k
          -> acme hears b 18 REJECTD
        .. 4m
        submit c key=k
          -> north gets c
        ",
    );
}

#[test]
fn what_was_never_to_be_sent_is_no_first_message() {
    play(
        "
        account acme duplicates=10m prepaid
        rule 1 north price=1
        up north acme
        submit a key=k
          -> acme hears a 12 REJECTD
        topup acme 10
        submit b key=k
          -> north gets b
        ",
    );
}

#[test]
fn who_would_never_know_is_refused_at_once() {
    for (settings, fields) in [
        ("credit=synchronous", "rd=1"),
        ("", "rd=0"),
        ("", "rd=10"),
        // Only of successes would there be a receipt, and of these modes none.
        ("", "rd=3"),
        ("", "rd=1 mode=datagram"),
        ("off", "rd=1"),
    ] {
        let stage = play(&format!(
            "
            account acme prepaid {settings}
            rule 1 north price=1
            up north acme
            submit a {fields}
              -> refused a credit_insufficient
            "
        ));
        assert!(!stage.it.wrote, "{settings} {fields}");
        assert_eq!(stage.it.core.durable().messages().count(), 0);
    }
}
