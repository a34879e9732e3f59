//! Which attempt a receipt is about: tables of what operators gave and what they report.

use gateway::receipt::{
    AttemptRef, Attempts, Doubt, Doubts, Found, Given, Learned, Parking, Sighting,
};
use message::id::{Likeness, MessageId};
use message::object::OperatorId;
use message::time::Timestamp;
use records::attempt::{Learned as Known, Matched};

const OPERATOR: OperatorId = OperatorId(1);
const OTHER: OperatorId = OperatorId(2);

fn id(number: u64) -> MessageId {
    MessageId::from_number(1_000_000_000_000_000_000 + number).expect("shard 1")
}

fn attempt(number: u64) -> AttemptRef {
    AttemptRef { message: id(number), part: 1, attempt: 1 }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_millis(second * 1000)
}

/// Attempts, and what their owner knows of each.
#[derive(Default)]
struct Kept {
    attempts: Attempts,
    given: Vec<(AttemptRef, &'static str, String)>,
}

impl Kept {
    fn give(&mut self, number: u64, id: &'static str, destination: &str) {
        self.attempts.give(OPERATOR, id.as_bytes(), attempt(number));
        self.given.push((attempt(number), id, destination.to_owned()));
    }

    fn find(&self, sighting: &Sighting<'_>) -> Found {
        self.attempts.find(sighting, |which| {
            let (_, id, destination) = self.given.iter().find(|(it, ..)| *it == which)?;
            let at = at((which.message.get() % 1_000) as i64);
            Some(Given { operator: OPERATOR, id: id.as_bytes(), destination, at })
        })
    }
}

/// Attempt N was given the Nth id, at second N, to destination 4477 and N.
fn attempts(given: &[&'static str]) -> Kept {
    let mut kept = Kept::default();
    for (number, given) in (1..).zip(given) {
        kept.give(number, given, &format!("4477{number}"));
    }
    kept
}

fn reported(ids: [Option<&str>; 2]) -> Sighting<'_> {
    let ids = ids.map(|id| id.map(str::as_bytes));
    Sighting { operator: OPERATOR, ids, parties: [None, None], rule: None }
}

#[test]
fn every_form_of_an_id_finds_its_attempt() {
    for (name, given, ids, expected) in [
        (
            "as it was",
            "rdwjwxns18krxr9936ey96ymcw",
            ["rdwjwxns18krxr9936ey96ymcw", ""],
            Likeness::Exact,
        ),
        ("in the reference's form", "1_14839433040000", ["1_14839433040000", ""], Likeness::Exact),
        (
            "with leading zeros",
            "4062581461565934000241",
            ["04062581461565934000241", ""],
            Likeness::Folded,
        ),
        (
            "without them",
            "04062581461565934000241",
            ["4062581461565934000241", ""],
            Likeness::Folded,
        ),
        ("in capitals", "07ee36cbe3", ["07EE36CBE3", ""], Likeness::Folded),
        (
            "a UUID without dashes",
            "c9bf9e57-1685-4c89-bafb-ff5af830be8a",
            ["c9bf9e5716854c89bafbff5af830be8a", ""],
            Likeness::Folded,
        ),
        ("hexadecimal, given decimal", "972660181", ["39f99dd5", ""], Likeness::FromHex),
        ("decimal, given hexadecimal", "39f99dd5", ["0972660181", ""], Likeness::FromDecimal),
        (
            "64 bits, beyond a signed number",
            "812FC7470000001B",
            ["9308878062554710043", ""],
            Likeness::FromDecimal,
        ),
        ("two bases in one PDU", "38601fa", ["0059113978", "38601fa"], Likeness::Exact),
        ("the codes of its characters", "abc", ["616263", ""], Likeness::FromCodes),
        ("the characters of its codes", "616263", ["abc", ""], Likeness::ToCodes),
    ] {
        let attempts = attempts(&["1", given, "999999999999"]);
        let ids = ids.map(|id| (!id.is_empty()).then_some(id));
        assert_eq!(attempts.find(&reported(ids)), Found::One(attempt(2), expected), "{name}");
    }
}

#[test]
fn an_id_means_nothing_with_another_operator() {
    let attempts = attempts(&["abc"]);
    let elsewhere = Sighting { operator: OTHER, ..reported([Some("abc"), None]) };
    assert_eq!(attempts.find(&elsewhere), Found::Nothing);
    assert_eq!(attempts.find(&reported([Some("abd"), None])), Found::Nothing);
    assert_eq!(attempts.find(&reported([None, None])), Found::Nothing);
}

/// 26 is 1a in hexadecimal: both attempts are possible.
#[test]
fn the_destination_goes_before_the_form_of_the_id() {
    let attempts = attempts(&["26", "1a"]);
    let ambiguous = reported([Some("26"), None]);
    assert_eq!(attempts.find(&ambiguous), Found::One(attempt(1), Likeness::Exact));
    for parties in [[Some("44772"), Some("777")], [Some("777"), Some("44772")]] {
        let to_the_second = Sighting { parties, ..ambiguous };
        assert_eq!(attempts.find(&to_the_second), Found::One(attempt(2), Likeness::FromDecimal));
    }
}

#[test]
fn what_was_learned_goes_before_the_look_of_the_id() {
    let attempts = attempts(&["26", "1a"]);
    let mut learned = Learned::default();
    let by_rule = |learned: &Learned| Sighting {
        rule: learned.rule(OPERATOR),
        ..reported([Some("26"), None])
    };
    for seen in 1..=3 {
        assert_eq!(attempts.find(&by_rule(&learned)), Found::One(attempt(1), Likeness::Exact));
        assert_eq!(learned.saw(OPERATOR, Likeness::FromDecimal), seen);
    }
    assert_eq!(attempts.find(&by_rule(&learned)), Found::One(attempt(2), Likeness::FromDecimal));
    assert_eq!(learned.rule(OTHER), None);
    let mut even = learned.clone();
    even.restore(&known(OPERATOR, Matched::FromHex, 3));
    assert_eq!(even.rule(OPERATOR), Some(Likeness::FromHex), "of equals the more trusted");
    let mut again = Learned::default();
    again.restore(&known(OPERATOR, Matched::FromDecimal, 3));
    assert_eq!(again, learned);
}

#[test]
fn an_operator_that_only_pads_its_ids_may_send_some_as_they_are() {
    let attempts = attempts(&["12345", "3039", "012345"]);
    let mut learned = Learned::default();
    learned.restore(&known(OPERATOR, Matched::Folded, 9));
    let sighting = Sighting { rule: learned.rule(OPERATOR), ..reported([Some("12345"), None]) };
    assert_eq!(attempts.find(&sighting), Found::One(attempt(1), Likeness::Exact));
}

#[test]
fn of_two_attempts_with_one_id_the_latest_to_the_destination_is_meant() {
    let mut attempts = Kept::default();
    for (number, destination) in [(1, "44771"), (2, "44771"), (3, "44773")] {
        attempts.give(number, "7", destination);
    }
    let sighting = reported([Some("7"), None]);
    let to = |destination| Sighting { parties: [Some(destination), None], ..sighting };
    assert_eq!(attempts.find(&to("44771")), Found::One(attempt(2), Likeness::Exact));
    assert_eq!(attempts.find(&to("44773")), Found::One(attempt(3), Likeness::Exact));
    assert_eq!(attempts.find(&sighting), Found::Several(3), "nothing tells whose it is");
    attempts.attempts.forget(OPERATOR, b"7", attempt(2));
    assert_eq!(attempts.find(&to("44771")), Found::One(attempt(1), Likeness::Exact));
}

/// `12-3` and `1-23` share a key: the ids themselves tell them apart.
#[test]
fn ids_that_differ_in_their_dashes_only_are_told_apart_when_they_come_as_they_were() {
    let attempts = attempts(&["12-3", "1-23"]);
    assert_eq!(
        attempts.find(&reported([Some("1-23"), None])),
        Found::One(attempt(2), Likeness::Exact)
    );
    assert_eq!(attempts.find(&reported([Some("123"), None])), Found::Several(2));
}

#[test]
fn what_is_forgotten_leaves_nothing_behind() {
    let mut attempts = attempts(&["a", "A", ""]);
    assert_eq!(
        attempts.attempts.len(),
        1,
        "a and A share a key, and nothing can be found by nothing"
    );
    attempts.attempts.forget(OPERATOR, b"a", attempt(1));
    attempts.attempts.forget(OPERATOR, b"b", attempt(2));
    assert_eq!(
        attempts.find(&reported([Some("a"), None])),
        Found::One(attempt(2), Likeness::Folded)
    );
    attempts.attempts.forget(OPERATOR, b"A", attempt(2));
    assert!(attempts.attempts.is_empty());
}

#[test]
fn an_attempt_in_doubt_is_found_when_it_is_the_only_one_that_fits() {
    let mut doubts = Doubts::default();
    let doubt =
        |number, reference| Doubt { attempt: attempt(number), at: at(number as i64), reference };
    doubts.doubt(OPERATOR, "44771", doubt(1, None));
    doubts.doubt(OPERATOR, "44771", doubt(5, Some(77)));
    let find = |doubts: &Doubts, to, window: (i64, i64), echoed| {
        doubts.find(OPERATOR, to, (at(window.0), at(window.1)), echoed)
    };
    for (name, to, window, echoed, expected) in [
        ("two fit", "44771", (0, 9), None, None),
        ("one is in the window", "44771", (2, 9), None, Some(attempt(5))),
        ("the ends of the window count", "44771", (1, 1), None, Some(attempt(1))),
        ("sent after the receipt came", "44771", (2, 4), None, None),
        ("one has the reference", "44771", (0, 9), Some(77), Some(attempt(5))),
        ("none has the reference", "44771", (0, 9), Some(78), None),
        ("another destination", "44772", (0, 9), None, None),
    ] {
        assert_eq!(find(&doubts, to, window, echoed), expected, "{name}");
    }
    assert_eq!(doubts.find(OTHER, "44771", (at(0), at(2)), None), None);
    doubts.settle(OPERATOR, "44771", attempt(5));
    assert_eq!(find(&doubts, "44771", (0, 9), None), Some(attempt(1)));
    doubts.settle(OPERATOR, "44771", attempt(1));
    doubts.settle(OPERATOR, "44771", attempt(1));
    assert!(doubts.is_empty());
}

#[test]
fn an_early_receipt_waits_for_its_id_in_any_form() {
    let mut parking = Parking::default();
    let waiting = |parking: &Parking, operator, given: &str| -> Vec<MessageId> {
        parking.waiting_for(operator, given.as_bytes()).collect()
    };
    parking.park(OPERATOR, &[b"39F99DD5"], id(1));
    parking.park(OPERATOR, &[b"0972660181", b"x"], id(2));
    assert_eq!(waiting(&parking, OPERATOR, "972660181"), [id(1), id(2)]);
    assert_eq!(waiting(&parking, OPERATOR, "39f99dd5"), [id(1), id(2)]);
    assert_eq!(waiting(&parking, OPERATOR, "X"), [id(2)]);
    assert_eq!(waiting(&parking, OPERATOR, ""), []);
    assert_eq!(waiting(&parking, OTHER, "972660181"), []);
    parking.leave(OPERATOR, &[b"0972660181", b"x"], id(2));
    assert_eq!(waiting(&parking, OPERATOR, "972660181"), [id(1)]);
    parking.leave(OPERATOR, &[b"39F99DD5"], id(1));
    assert!(parking.is_empty());
}

fn known(operator: OperatorId, matched: Matched, seen: u32) -> Known {
    Known { operator, matched, seen, at: Timestamp::default() }
}
