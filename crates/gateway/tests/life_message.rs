//! The state and the code of a message, from its parts.

use gateway::life::{Outcome, Part, Report, Terms, Word, standing};
use message::code::{Content, ReportCode, SubmitAnswer};
use message::object::OperatorId;
use message::time::Timestamp;

const OPERATOR: OperatorId = OperatorId(7);
const TERMS: Terms =
    Terms { receipts: true, without_times: false, other_route: false, attempts_max: None };

/// A part that has come as far as the word says.
fn part(word: &str) -> Part {
    let mut part = Part::new();
    let answer = |part: &mut Part, answer: SubmitAnswer| {
        part.send(OPERATOR, Timestamp::default()).expect("waiting");
        let word = part.judge(&answer.judge(Content::Text), &TERMS);
        part.answer(1, word, None).expect("in flight");
    };
    match word {
        "new" => {}
        "throttled" => answer(&mut part, SubmitAnswer::Status(0x58)),
        "flight" => drop(part.send(OPERATOR, Timestamp::default()).expect("waiting")),
        "doubt" => answer(&mut part, SubmitAnswer::Lost { written: true }),
        "submitted" => answer(&mut part, SubmitAnswer::Status(0)),
        "refused" => answer(&mut part, SubmitAnswer::Status(0x0B)),
        "at the network" => {
            part.send(OPERATOR, Timestamp::default()).expect("waiting");
            let outcome = Outcome::of(ReportCode::DeliveredToNetwork);
            part.answer(1, Word::Succeeded(outcome), None).expect("in flight");
        }
        "delivered" => {
            answer(&mut part, SubmitAnswer::Status(0));
            let report = Report::of(ReportCode::Delivered, None, true);
            part.receipt(1, report).expect("submitted");
        }
        "absent" => {
            answer(&mut part, SubmitAnswer::Status(0));
            let report = Report::of(ReportCode::AbsentSubscriber, None, true);
            part.receipt(1, report).expect("submitted");
        }
        "silent" => {
            answer(&mut part, SubmitAnswer::Status(0));
            part.time_out().expect("submitted");
        }
        "expired" => drop(part.expire().expect("waiting")),
        "throttled, expired" => {
            answer(&mut part, SubmitAnswer::Status(0x58));
            part.expire().expect("waiting");
        }
        "throttled, cancelled" => {
            answer(&mut part, SubmitAnswer::Status(0x58));
            part.cancel().expect("waiting");
        }
        "cancelled" => drop(part.cancel().expect("waiting")),
        "no credit" => drop(part.reject(ReportCode::InsufficientCredit).expect("waiting")),
        "failed in doubt" => {
            answer(&mut part, SubmitAnswer::Lost { written: true });
            part.resend().expect("in doubt");
            part.send(OPERATOR, Timestamp::default()).expect("waiting");
            part.answer(2, Word::Accepted, None).expect("in flight");
            let report = Report::of(ReportCode::AbsentSubscriber, None, true);
            part.receipt(2, report).expect("submitted");
        }
        _ => panic!("{word}"),
    }
    part
}

/// Parts, is it scheduled, state, code.
#[rustfmt::skip]
const MESSAGES: &[(&[&str], bool, &str, Option<u16>)] = &[
    // One part: its own way.
    (&["new"],                             true,  "scheduled",     None),
    (&["new"],                             false, "queued",        None),
    (&["throttled"],                       false, "queued",        None),
    (&["flight"],                          false, "queued",        None),
    (&["doubt"],                           false, "queued",        None),
    (&["submitted"],                       false, "submitted",     None),
    (&["failed in doubt"],                 false, "submitted",     None),
    (&["delivered"],                       false, "delivered",     Some(5)),
    (&["at the network"],                  false, "handed_over",   Some(2)),
    (&["absent"],                          false, "undeliverable", Some(24)),
    (&["refused"],                         false, "undeliverable", Some(11)),
    (&["expired"],                         false, "expired",       Some(16)),
    (&["no credit"],                       false, "rejected",      Some(12)),
    (&["cancelled"],                       true,  "deleted",       Some(6)),
    (&["silent"],                          false, "unknown",       Some(99)),
    // Several parts, some of them open.
    (&["new", "new"],                      true,  "scheduled",     None),
    (&["new", "cancelled"],                true,  "queued",        None),
    (&["flight", "new"],                   true,  "queued",        None),
    (&["throttled", "new"],                true,  "queued",        None),
    (&["refused", "new"],                  false, "queued",        None),
    (&["new", "submitted"],                false, "submitted",     None),
    (&["delivered", "new"],                false, "submitted",     None),
    (&["at the network", "doubt"],         false, "submitted",     None),
    (&["absent", "flight"],                false, "submitted",     None),
    // Several parts, all final.
    (&["delivered", "delivered"],          false, "delivered",     Some(5)),
    (&["delivered", "at the network"],     false, "handed_over",   Some(2)),
    (&["at the network", "at the network"], false, "handed_over",  Some(2)),
    (&["delivered", "absent"],             false, "undeliverable", Some(101)),
    (&["at the network", "silent"],        false, "undeliverable", Some(101)),
    (&["expired", "delivered"],            false, "undeliverable", Some(101)),
    (&["absent", "absent"],                false, "undeliverable", Some(102)),
    (&["refused", "refused"],              false, "undeliverable", Some(102)),
    (&["silent", "silent"],                false, "undeliverable", Some(102)),
    (&["expired", "absent"],               false, "undeliverable", Some(102)),
    // What ended in the gateway, all parts alike, is no matter of networks.
    (&["expired", "throttled, expired"],   false, "expired",       Some(16)),
    (&["cancelled", "throttled, cancelled"], false, "deleted",     Some(6)),
    (&["no credit", "no credit"],          false, "rejected",      Some(12)),
    (&["expired", "cancelled"],            false, "undeliverable", Some(102)),
];

#[test]
fn every_message() {
    for (words, scheduled, state, code) in MESSAGES {
        let parts: Vec<Part> = words.iter().map(|word| part(word)).collect();
        let found = standing(parts.iter(), *scheduled);
        let found_code = found.code.map(ReportCode::number);
        assert_eq!((found.state.name(), found_code), (*state, *code), "{words:?}");
    }
    assert_eq!(MESSAGES.len(), 38);
}

/// What an operator says of a part that has ended is an event, also for the message.
#[test]
fn late_words_change_nothing() {
    let mut parts = [part("flight"), part("flight")];
    for part in &mut parts {
        part.time_out().expect("it may be kept in flight by a stopped clock");
    }
    let before = standing(parts.iter(), false);
    assert_eq!(before.code, Some(ReportCode::MultipartFailed));
    for (part, status) in parts.iter_mut().zip([0x08, 0x58]) {
        let word = part.judge(&SubmitAnswer::Status(status).judge(Content::Text), &TERMS);
        part.answer(1, word, None).expect("it was in flight");
        assert_eq!(part.attempts(), []);
    }
    assert_eq!(standing(parts.iter(), false), before);
}
