//! Lives of parts, told line by line: what happens, and where the part is then.

use gateway::life::{
    Attempt, COPIES_MAX, Follows, Illegal, Outcome, Part, PartState, Report, Retry, Terms,
};
use message::code::{Content, ReportCode, SubmitAnswer};
use message::object::OperatorId;
use message::state::SmppState;
use message::time::Timestamp;
use records::Octets;
use std::num::NonZeroU16;

const PLAIN: Terms =
    Terms { receipts: true, without_times: false, other_route: false, attempts_max: None };

#[track_caller]
fn check(script: &str) {
    check_with(PLAIN, script);
}

/// Each line is `what happens => state, what follows`; `!` for an illegal event.
#[track_caller]
fn check_with(terms: Terms, script: &str) {
    let mut part = Part::new();
    assert!(!part.goes_without_times() && part.barred().is_none());
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (happens, expected) = line.split_once("=>").expect(line);
        let words: Vec<&str> = happens.split_whitespace().collect();
        let before = part.clone();
        let found = match happen(&mut part, &terms, &words) {
            Ok(follows) => format!("{}, {}", name(part.state()), follow(&part, follows)),
            Err(illegal) => {
                assert_eq!(illegal.state, before.state(), "{line}");
                assert_eq!(part, before, "{line}: an illegal event left a trace");
                "!".to_owned()
            }
        };
        assert_eq!(found, expected.trim(), "in the line: {line}");
    }
}

fn happen(part: &mut Part, terms: &Terms, words: &[&str]) -> Result<Follows, Illegal> {
    match *words {
        ["send", operator] => {
            part.send(OperatorId(operator.parse().expect(operator)), Timestamp::default())
        }
        ["accept", attempt, id] => {
            answer(part, terms, attempt, SubmitAnswer::Status(0), Some(id.as_bytes().into()))
        }
        ["accept", attempt] => answer(part, terms, attempt, SubmitAnswer::NoMessageId, None),
        ["status", attempt, status] => {
            answer(part, terms, attempt, SubmitAnswer::Status(hex(status)), None)
        }
        ["nack", attempt, status] => {
            answer(part, terms, attempt, SubmitAnswer::Nack(hex(status)), None)
        }
        ["lose", attempt, "written"] => {
            answer(part, terms, attempt, SubmitAnswer::Lost { written: true }, None)
        }
        ["lose", attempt, "unwritten"] => {
            answer(part, terms, attempt, SubmitAnswer::Lost { written: false }, None)
        }
        ["receipt", attempt, code] => receipt(part, attempt, code, None),
        ["receipt", attempt, code, stat] => {
            receipt(part, attempt, code, SmppState::from_stat(stat.as_bytes()))
        }
        ["resend"] => part.resend(),
        ["reject", code] => part.reject(report_code(code)),
        ["expire"] => part.expire(),
        ["time", "out"] => part.time_out(),
        ["cancel"] => part.cancel(),
        _ => panic!("{words:?}"),
    }
}

fn answer(
    part: &mut Part,
    terms: &Terms,
    attempt: &str,
    answer: SubmitAnswer,
    id: Option<Octets>,
) -> Result<Follows, Illegal> {
    let word = part.judge(&answer.judge(Content::Text), terms);
    part.answer(attempt.parse().expect(attempt), word, id)
}

fn receipt(
    part: &mut Part,
    attempt: &str,
    code: &str,
    state: Option<SmppState>,
) -> Result<Follows, Illegal> {
    let code = report_code(code);
    let report = Report::of(code, state, code.is_final());
    part.receipt(attempt.parse().expect(attempt), report)
}

fn report_code(number: &str) -> ReportCode {
    ReportCode::from_number(number.parse().expect(number)).expect(number)
}

fn hex(status: &str) -> u32 {
    u32::from_str_radix(status, 16).expect(status)
}

fn name(state: PartState) -> String {
    match state {
        PartState::Waiting => "waiting".to_owned(),
        PartState::InFlight => "in flight".to_owned(),
        PartState::InDoubt => "in doubt".to_owned(),
        PartState::Submitted => "submitted".to_owned(),
        PartState::Final(outcome) => {
            format!("final {} {}", outcome.code().number(), outcome.smpp().stat())
        }
    }
}

fn follow(part: &Part, follows: Follows) -> String {
    match follows {
        Follows::Nothing => "nothing".to_owned(),
        Follows::AwaitAnswer => "await answer".to_owned(),
        Follows::AwaitReceipt => "await receipt".to_owned(),
        Follows::Back(Retry::AtOnce) => "back at once".to_owned(),
        Follows::Back(Retry::OtherRoute) => format!("back but not to {:?}", part.barred()),
        Follows::Back(Retry::WithoutTimes) => {
            assert!(part.goes_without_times());
            "back without times".to_owned()
        }
        Follows::Back(retry @ (Retry::Later | Retry::LaterAmbiguous)) => {
            format!("back in {} ms", part.delay(retry, 0).as_millis())
        }
        Follows::Close(_) => "close".to_owned(),
    }
}

// === the ordinary way ===

#[test]
fn accepted_and_delivered() {
    check(
        "
        send 7           => in flight, await answer
        accept 1 abc     => submitted, await receipt
        receipt 1 3      => submitted, nothing
        receipt 1 4      => submitted, nothing
        receipt 1 5      => final 5 DELIVRD, close
        ",
    );
}

#[test]
fn the_first_final_outcome_wins() {
    check(
        "
        send 7           => in flight, await answer
        accept 1 abc     => submitted, await receipt
        receipt 1 24     => final 24 UNDELIV, close
        receipt 1 5      => final 24 UNDELIV, nothing
        receipt 1 3      => final 24 UNDELIV, nothing
        cancel           => final 24 UNDELIV, nothing
        ",
    );
}

#[test]
fn the_operators_own_final_state_is_shown() {
    check(
        "
        send 7              => in flight, await answer
        accept 1 abc        => submitted, await receipt
        receipt 1 6 DELETED => final 6 DELETED, close
        ",
    );
}

#[test]
fn an_operator_without_receipts_has_the_last_word_in_its_answer() {
    check_with(
        Terms { receipts: false, ..PLAIN },
        "
        send 7           => in flight, await answer
        accept 1 abc     => final 2 ACCEPTD, close
        receipt 1 5      => final 2 ACCEPTD, nothing
        ",
    );
}

#[test]
fn accepted_without_an_id_waits_for_the_receipt_timeout() {
    check(
        "
        send 7           => in flight, await answer
        accept 1         => submitted, await receipt
        expire           => submitted, nothing
        cancel           => submitted, nothing
        time out         => final 99 UNKNOWN, close
        ",
    );
}

// === refused ===

#[test]
fn passing_errors_wait_longer_each_time_until_validity_ends() {
    check(
        "
        send 7           => in flight, await answer
        status 1 08      => waiting, back in 1000 ms
        send 7           => in flight, await answer
        status 2 64      => waiting, back in 2000 ms
        send 7           => in flight, await answer
        status 3 FF      => waiting, back in 4000 ms
        send 7           => in flight, await answer
        status 4 102     => waiting, back in 8000 ms
        expire           => final 16 EXPIRED, close
        ",
    );
}

#[test]
fn the_count_of_attempts_may_be_limited() {
    check_with(
        Terms { attempts_max: NonZeroU16::new(2), ..PLAIN },
        "
        send 7           => in flight, await answer
        status 1 08      => waiting, back in 1000 ms
        send 7           => in flight, await answer
        status 2 08      => final 25 UNDELIV, close
        ",
    );
}

#[test]
fn throttling_and_links_burn_no_attempt() {
    check_with(
        Terms { attempts_max: NonZeroU16::new(2), ..PLAIN },
        "
        send 7           => in flight, await answer
        status 1 58      => waiting, back at once
        send 7           => in flight, await answer
        status 2 14      => waiting, back at once
        send 7           => in flight, await answer
        status 3 0D      => waiting, back at once
        send 7           => in flight, await answer
        lose 4 unwritten => waiting, back at once
        send 7           => in flight, await answer
        nack 5 02        => waiting, back at once
        send 7           => in flight, await answer
        status 6 08      => waiting, back in 1000 ms
        send 7           => in flight, await answer
        status 7 08      => final 25 UNDELIV, close
        ",
    );
}

#[test]
fn an_ambiguous_answer_is_passing_twice() {
    check(
        "
        send 7           => in flight, await answer
        status 1 45      => waiting, back in 1000 ms
        send 7           => in flight, await answer
        status 2 08      => waiting, back in 2000 ms
        send 7           => in flight, await answer
        status 3 45      => waiting, back in 4000 ms
        send 7           => in flight, await answer
        status 4 45      => final 6 UNDELIV, close
        ",
    );
}

#[test]
fn another_route_is_tried_once() {
    let terms = Terms { other_route: true, ..PLAIN };
    let script = "
        send 7           => in flight, await answer
        status 1 C0      => waiting, back but not to Some(OperatorId(7))
        send 8           => in flight, await answer
        nack 2 03        => final 25 UNDELIV, close
        ";
    check_with(terms, script);
    check(
        "
        send 7           => in flight, await answer
        status 1 C0      => final 25 UNDELIV, close
        ",
    );
}

#[test]
fn schedule_and_validity_are_left_out_once() {
    let terms = Terms { without_times: true, ..PLAIN };
    let script = "
        send 7           => in flight, await answer
        status 1 62      => waiting, back without times
        send 7           => in flight, await answer
        status 2 61      => final 17 REJECTD, close
        ";
    check_with(terms, script);
    check(
        "
        send 7           => in flight, await answer
        status 1 62      => final 17 REJECTD, close
        ",
    );
}

#[test]
fn refused_for_good() {
    for (status, end) in [
        ("01", "final 10 REJECTD"),
        ("0A", "final 15 REJECTD"),
        ("0B", "final 11 UNDELIV"),
        ("15", "final 14 REJECTD"),
        ("45F", "final 6 UNDELIV"),
    ] {
        check(&format!("send 7 => in flight, await answer\n status 1 {status} => {end}, close"));
    }
}

#[test]
fn rejected_by_the_gateway() {
    check("reject 12 => final 12 REJECTD, close");
}

#[test]
fn cancelled_before_it_is_in_flight_and_never_after() {
    check("cancel => final 6 DELETED, close");
    check(
        "
        send 7           => in flight, await answer
        cancel           => in flight, nothing
        status 1 58      => waiting, back at once
        cancel           => final 6 DELETED, close
        ",
    );
}

// === in doubt ===

#[test]
fn held_in_doubt_ends_as_unknown() {
    check(
        "
        send 7           => in flight, await answer
        lose 1 written   => in doubt, await receipt
        expire           => in doubt, nothing
        time out         => final 27 UNKNOWN, close
        receipt 1 5      => final 27 UNKNOWN, nothing
        ",
    );
}

#[test]
fn a_receipt_resolves_a_doubt() {
    check(
        "
        send 7           => in flight, await answer
        lose 1 written   => in doubt, await receipt
        receipt 1 3      => submitted, await receipt
        time out         => final 99 UNKNOWN, close
        ",
    );
}

#[test]
fn a_late_answer_makes_the_copy_needless() {
    check(
        "
        send 7           => in flight, await answer
        lose 1 written   => in doubt, await receipt
        resend           => waiting, back at once
        accept 1 abc     => submitted, await receipt
        receipt 1 5      => final 5 DELIVRD, close
        ",
    );
}

#[test]
fn the_lost_attempt_delivers_while_its_copy_is_in_flight() {
    check(
        "
        send 7           => in flight, await answer
        lose 1 written   => in doubt, await receipt
        resend           => waiting, back at once
        send 8           => in flight, await answer
        receipt 1 5      => final 5 DELIVRD, close
        accept 2 def     => final 5 DELIVRD, nothing
        receipt 2 6      => final 5 DELIVRD, nothing
        ",
    );
}

#[test]
fn one_copy_fails_and_the_other_delivers() {
    check(
        "
        send 7           => in flight, await answer
        lose 1 written   => in doubt, await receipt
        resend           => waiting, back at once
        send 8           => in flight, await answer
        accept 2 def     => submitted, await receipt
        receipt 2 11     => in doubt, await receipt
        resend           => !
        receipt 1 5      => final 5 DELIVRD, close
        ",
    );
}

#[test]
fn negative_only_when_all_are_and_with_the_cause_that_is_known() {
    check(
        "
        send 7           => in flight, await answer
        lose 1 written   => in doubt, await receipt
        resend           => waiting, back at once
        send 8           => in flight, await answer
        accept 2 def     => submitted, await receipt
        receipt 2 24     => in doubt, await receipt
        receipt 1 6      => final 24 UNDELIV, close
        ",
    );
    check(
        "
        send 7           => in flight, await answer
        lose 1 written   => in doubt, await receipt
        resend           => waiting, back at once
        send 8           => in flight, await answer
        status 2 65      => in doubt, await receipt
        time out         => final 6 UNDELIV, close
        ",
    );
}

/// Code of the copy that fails first, of the other, and of the part.
const TWO_FAILURES: [(u16, u16, u16); 8] = [
    (6, 24, 24),
    (24, 6, 24),
    (24, 11, 24),
    (11, 24, 11),
    (6, 26, 6),
    (26, 6, 26),
    (27, 23, 23),
    (25, 15, 15),
];

#[test]
fn of_two_failures_the_one_with_a_cause_is_told() {
    for (first, second, told) in TWO_FAILURES {
        let stat = ReportCode::from_number(told).expect("a code").state(None).stat();
        check(&format!(
            "
            send 7           => in flight, await answer
            lose 1 written   => in doubt, await receipt
            resend           => waiting, back at once
            send 8           => in flight, await answer
            accept 2 def     => submitted, await receipt
            receipt 2 {first} => in doubt, await receipt
            receipt 1 {second} => final {told} {stat}, close
            "
        ));
    }
}

#[test]
fn after_a_failure_for_good_nothing_is_tried_again() {
    check(
        "
        send 7           => in flight, await answer
        lose 1 written   => in doubt, await receipt
        resend           => waiting, back at once
        send 8           => in flight, await answer
        receipt 1 11     => in flight, nothing
        status 2 08      => final 11 UNDELIV, close
        ",
    );
    check(
        "
        send 7           => in flight, await answer
        lose 1 written   => in doubt, await receipt
        resend           => waiting, back at once
        send 8           => in flight, await answer
        status 2 0B      => in doubt, await receipt
        status 1 58      => final 11 UNDELIV, close
        ",
    );
}

#[test]
fn a_late_refusal_frees_a_held_part() {
    check(
        "
        send 7           => in flight, await answer
        lose 1 written   => in doubt, await receipt
        status 1 58      => waiting, back at once
        cancel           => final 6 DELETED, close
        ",
    );
}

#[test]
fn an_accepted_copy_makes_a_refusal_unimportant() {
    check(
        "
        send 7           => in flight, await answer
        lose 1 written   => in doubt, await receipt
        resend           => waiting, back at once
        send 8           => in flight, await answer
        accept 1 abc     => in flight, nothing
        status 2 0B      => submitted, await receipt
        receipt 1 5      => final 5 DELIVRD, close
        ",
    );
}

#[test]
fn validity_and_cancellation_while_a_copy_waits() {
    check(
        "
        send 7           => in flight, await answer
        lose 1 written   => in doubt, await receipt
        resend           => waiting, back at once
        cancel           => waiting, nothing
        expire           => in doubt, await receipt
        receipt 1 5      => final 5 DELIVRD, close
        ",
    );
}

#[test]
fn a_route_that_is_gone_while_a_copy_waits() {
    check(
        "
        send 7           => in flight, await answer
        lose 1 written   => in doubt, await receipt
        resend           => waiting, back at once
        reject 15        => in doubt, await receipt
        resend           => !
        status 1 08      => final 15 REJECTD, close
        ",
    );
}

#[test]
fn silence_of_the_operator_that_has_it_counts_before_the_failure_of_a_copy() {
    check(
        "
        send 7           => in flight, await answer
        lose 1 written   => in doubt, await receipt
        resend           => waiting, back at once
        send 8           => in flight, await answer
        accept 1 abc     => in flight, nothing
        status 2 0B      => submitted, await receipt
        time out         => final 99 UNKNOWN, close
        ",
    );
}

#[test]
fn copies_are_bounded() {
    assert_eq!(COPIES_MAX, 5);
    let round = |attempt: u32| {
        format!(
            "send 7 => in flight, await answer
             lose {attempt} written => in doubt, await receipt\n"
        )
    };
    let mut script = String::new();
    for attempt in 1..=4 {
        script += &round(attempt);
        script += "resend => waiting, back at once\n";
    }
    script += &round(5);
    script += "resend => !\n time out => final 27 UNKNOWN, close";
    check(&script);
}

#[test]
fn only_a_final_report_with_a_final_code_is_an_outcome() {
    let report = |code, is_final| Report::of(code, None, is_final);
    assert_eq!(report(ReportCode::StatusUnknown, false), Report::OnTheWay);
    assert_eq!(report(ReportCode::AtNetwork, true), Report::OnTheWay);
    assert_eq!(report(ReportCode::AtNetwork, false), Report::OnTheWay);
    let outcome = Outcome::of(ReportCode::StatusUnknown);
    assert_eq!(report(ReportCode::StatusUnknown, true), Report::Final(outcome));
}

/// A gateway that stood still for days finds validity and receipt deadline past at once.
#[test]
fn both_ends_of_time_at_once() {
    let with_a_copy = "
        send 7           => in flight, await answer
        lose 1 written   => in doubt, await receipt
        resend           => waiting, back at once
        ";
    check("time out => final 16 EXPIRED, close");
    check(&format!("{with_a_copy} time out => final 27 UNKNOWN, close"));
    check(&format!(
        "{with_a_copy}
        send 7           => in flight, await answer
        time out         => final 27 UNKNOWN, close
        accept 2 abc     => final 27 UNKNOWN, nothing
        "
    ));
}

// === what cannot be ===

#[test]
fn attempts_that_nobody_knows() {
    check(
        "
        accept 1 abc     => !
        receipt 1 5      => !
        send 7           => in flight, await answer
        send 7           => !
        receipt 1 5      => !
        accept 2 abc     => !
        status 1 58      => waiting, back at once
        accept 1 abc     => !
        send 7           => in flight, await answer
        accept 2 abc     => submitted, await receipt
        accept 2 abc     => !
        receipt 1 5      => !
        receipt 2 5      => final 5 DELIVRD, close
        expire           => !
        time out         => !
        reject 12        => !
        ",
    );
}

// === the waits ===

#[test]
fn waits_double_up_to_five_minutes_less_the_jitter() {
    // Waits in milliseconds after the nth passing error: with the least and the most jitter.
    let waits: [(u64, u64); 12] = [
        (1_000, 801),
        (2_000, 1_601),
        (4_000, 3_201),
        (8_000, 6_401),
        (16_000, 12_801),
        (32_000, 25_601),
        (64_000, 51_201),
        (128_000, 102_401),
        (256_000, 204_801),
        (300_000, 240_001),
        (300_000, 240_001),
        (300_000, 240_001),
    ];
    let mut part = Part::new();
    let row = SubmitAnswer::Status(0x08).judge(Content::Text);
    for (number, (longest, shortest)) in (1..).zip(waits) {
        part.send(OperatorId(7), Timestamp::default()).expect("waiting");
        let word = part.judge(&row, &PLAIN);
        assert_eq!(part.answer(number, word, None), Ok(Follows::Back(Retry::Later)));
        let wait = |chance| part.delay(Retry::Later, chance).as_millis();
        assert_eq!(wait(0), u128::from(longest), "after {number}");
        assert_eq!(wait(u32::MAX), u128::from(shortest), "after {number}");
        let half = wait(1 << 31);
        assert_eq!(half, u128::from(longest - longest / 10), "after {number}");
        assert_eq!(part.delay(Retry::AtOnce, u32::MAX).as_millis(), 0);
    }
}

#[test]
fn a_part_refused_for_ever_keeps_no_more_than_a_fresh_one() {
    let mut part = Part::new();
    let row = SubmitAnswer::Status(0x58).judge(Content::Text);
    for number in 1..=100_000 {
        part.send(OperatorId(7), Timestamp::default()).expect("waiting");
        let word = part.judge(&row, &PLAIN);
        part.answer(number, word, None).expect("in flight");
    }
    assert_eq!(part.attempts(), []);
    let (octets, attempt) = (size_of::<Part>(), size_of::<Attempt>());
    assert_eq!(
        (octets, attempt),
        (96, 64),
        "one attempt has its place in the part, and an id its own"
    );
    println!("{octets} octets per part, {attempt} per attempt kept");
}
