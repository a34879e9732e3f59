//! What operators answer and report, as action and code: every line of the two maps.

use message::code::{
    Action, Content, ErrorClass, GSM_ERRORS, GsmSpace, Meaning, ReportCode, SUBMIT_STATUSES,
    SubmitAnswer, report_code,
};
use message::state::SmppState;

const LOST: SubmitAnswer = SubmitAnswer::Lost { written: true };
const NEVER_LEFT: SubmitAnswer = SubmitAnswer::Lost { written: false };
const NO_ID: SubmitAnswer = SubmitAnswer::NoMessageId;

const fn status(code: u32) -> SubmitAnswer {
    SubmitAnswer::Status(code)
}

/// answer, action, counts as an attempt, code when refused for good (text).
#[rustfmt::skip]
const ANSWERS: &[(SubmitAnswer, Action, bool, Option<u16>)] = &[
    (status(0x00),  Action::Submitted,            false, None),
    (NO_ID,         Action::SubmittedUntraceable, false, Some(99)),
    (status(0x01),  Action::Refuse,               false, Some(10)),
    (status(0x02),  Action::OtherRoute,           false, Some(25)),
    (status(0x03),  Action::OtherRoute,           false, Some(25)),
    (status(0xC0),  Action::OtherRoute,           false, Some(25)),
    (status(0xC1),  Action::OtherRoute,           false, Some(25)),
    (status(0xC2),  Action::OtherRoute,           false, Some(25)),
    (status(0xC3),  Action::OtherRoute,           false, Some(25)),
    (status(0xC4),  Action::OtherRoute,           false, Some(25)),
    (status(0x06),  Action::OtherRoute,           false, Some(25)),
    (status(0x07),  Action::OtherRoute,           false, Some(25)),
    (status(0x43),  Action::OtherRoute,           false, Some(25)),
    (status(0x54),  Action::OtherRoute,           false, Some(25)),
    (status(0x63),  Action::OtherRoute,           false, Some(25)),
    (status(0x104), Action::OtherRoute,           false, Some(25)),
    (status(0x105), Action::OtherRoute,           false, Some(25)),
    (status(0x106), Action::OtherRoute,           false, Some(25)),
    (status(0x04),  Action::Rebind,               false, Some(16)),
    (status(0x05),  Action::Rebind,               false, Some(16)),
    (status(0x0D),  Action::Rebind,               false, Some(16)),
    (status(0x0E),  Action::Rebind,               false, Some(16)),
    (status(0x0F),  Action::Rebind,               false, Some(16)),
    (status(0x53),  Action::Rebind,               false, Some(16)),
    (status(0x08),  Action::Retry,                true,  Some(25)),
    (status(0xFF),  Action::Retry,                true,  Some(25)),
    (status(0x0A),  Action::Refuse,               false, Some(15)),
    (status(0x48),  Action::Refuse,               false, Some(15)),
    (status(0x49),  Action::Refuse,               false, Some(15)),
    (status(0x0B),  Action::Refuse,               false, Some(11)),
    (status(0x33),  Action::Refuse,               false, Some(11)),
    (status(0x34),  Action::Refuse,               false, Some(11)),
    (status(0x40),  Action::Refuse,               false, Some(11)),
    (status(0x50),  Action::Refuse,               false, Some(11)),
    (status(0x51),  Action::Refuse,               false, Some(11)),
    (status(0x14),  Action::SlowDown,             false, Some(16)),
    (status(0x58),  Action::SlowDown,             false, Some(16)),
    (status(0x15),  Action::Refuse,               false, Some(14)),
    (status(0x100), Action::Refuse,               false, Some(14)),
    (status(0x103), Action::Refuse,               false, Some(14)),
    (status(0x101), Action::Refuse,               false, Some(25)),
    (status(0x102), Action::Retry,                true,  Some(25)),
    (status(0x45),  Action::RetryTwice,           true,  Some(6)),
    (status(0x61),  Action::RefuseOrDropTimes,    false, Some(17)),
    (status(0x62),  Action::RefuseOrDropTimes,    false, Some(17)),
    (status(0x64),  Action::Retry,                true,  Some(25)),
    (status(0x65),  Action::Refuse,               false, Some(6)),
    (status(0x66),  Action::Refuse,               false, Some(6)),
    (status(0xFE),  Action::Refuse,               false, Some(6)),
    // unknown values
    (status(0x400), Action::Refuse,               false, Some(6)),
    (status(0x4FF), Action::Refuse,               false, Some(6)),
    (status(0x264A), Action::Refuse,              false, Some(6)),
    (status(0x09),  Action::Refuse,               false, Some(6)),
    (status(u32::MAX), Action::Refuse,            false, Some(6)),
    // not a response
    (SubmitAnswer::Nack(0x03), Action::OtherRoute,   false, Some(25)),
    (SubmitAnswer::Nack(0x02), Action::ResetSession, false, Some(25)),
    (SubmitAnswer::Nack(0x58), Action::SlowDown,     false, Some(16)),
    (SubmitAnswer::Nack(0x00), Action::Refuse,       false, Some(6)),
    (LOST,          Action::InDoubt,              false, Some(27)),
    (NEVER_LEFT,    Action::Requeue,              false, Some(16)),
];

#[test]
fn every_answer_to_a_submission() {
    for (answer, action, counts, code) in ANSWERS {
        let row = answer.judge(Content::Text);
        assert_eq!(row.action, *action, "{answer:?}");
        assert_eq!(row.counts, *counts, "{answer:?}");
        assert_eq!(row.code.map(ReportCode::number), *code, "{answer:?}");
    }
}

#[test]
fn every_status_of_the_table_is_walked_and_stands_once() {
    let table: Vec<u32> = SUBMIT_STATUSES.iter().flat_map(|row| row.statuses).copied().collect();
    for code in &table {
        assert_eq!(table.iter().filter(|other| *other == code).count(), 1, "{code:#x}");
        assert!(ANSWERS.iter().any(|row| row.0 == status(*code)), "{code:#x}");
    }
}

#[test]
fn a_wrong_length_means_what_was_sent() {
    let code = |content| status(0x01).judge(content).code.map(ReportCode::number);
    assert_eq!(code(Content::Text), Some(10));
    assert_eq!(code(Content::Binary), Some(21));
    assert_eq!(code(Content::Empty), Some(20));
}

#[test]
fn what_our_own_people_must_look_at() {
    let alarm = |answer: SubmitAnswer| answer.judge(Content::Text).alarm;
    for code in [0x02, 0x43, 0x106, 0x101, 0x400, 0x9999] {
        assert!(alarm(status(code)), "{code:#x}");
    }
    for code in [0x00, 0x01, 0x08, 0x0B, 0x0D, 0x0F, 0x14, 0x58, 0x45, 0x61, 0x64, 0x66] {
        assert!(!alarm(status(code)), "{code:#x}");
    }
    assert!(alarm(NO_ID) && alarm(SubmitAnswer::Nack(3)) && alarm(SubmitAnswer::Nack(2)));
    assert!(!alarm(LOST) && !alarm(NEVER_LEFT));
}

use ErrorClass::{Absent, Barred, Billing, Duplicate, MemoryFull, Sender, UnknownSubscriber};

/// space, number, class.
#[rustfmt::skip]
const ERRORS: &[(GsmSpace, u16, ErrorClass)] = &[
    (GsmSpace::Map, 1,    UnknownSubscriber),
    (GsmSpace::Map, 5,    UnknownSubscriber),
    (GsmSpace::Rp,  1,    UnknownSubscriber),
    (GsmSpace::Rp,  28,   UnknownSubscriber),
    (GsmSpace::Rp,  30,   UnknownSubscriber),
    (GsmSpace::Map, 9,    Barred),
    (GsmSpace::Map, 12,   Barred),
    (GsmSpace::Map, 13,   Barred),
    (GsmSpace::Rp,  8,    Barred),
    (GsmSpace::Rp,  10,   Barred),
    (GsmSpace::Tp,  0xC4, Barred),
    (GsmSpace::Tp,  0xC5, Duplicate),
    (GsmSpace::Map, 32,   MemoryFull),
    (GsmSpace::Rp,  22,   MemoryFull),
    (GsmSpace::Tp,  0xD0, MemoryFull),
    (GsmSpace::Tp,  0xD3, MemoryFull),
    (GsmSpace::Map, 6,    Absent),
    (GsmSpace::Map, 27,   Absent),
    (GsmSpace::Rp,  27,   Absent),
];

#[test]
fn every_gsm_error() {
    assert_eq!(ERRORS.len(), GSM_ERRORS.len());
    for (space, number, class) in ERRORS {
        assert_eq!(space.class(*number), Some(*class), "{space:?} {number}");
    }
    // The same number is another error in another space; cause 1 of MAP 32 is not memory.
    assert_eq!(GsmSpace::Map.class(22), None);
    assert_eq!(GsmSpace::Tp.class(27), None);
    assert_eq!(GsmSpace::Map.class(0x0120), None);
    assert_eq!(GsmSpace::Map.class(31), None);
}

type Row = (&'static str, Option<SmppState>, Option<ErrorClass>, bool, u16);

/// name, state, class of error, names an error, code.
#[rustfmt::skip]
const REPORTS: &[Row] = &[
    ("delivered",                    Some(SmppState::Delivered),     None,                    false, 5),
    ("delivered, any class",         Some(SmppState::Delivered),     Some(Absent),            true,  5),
    ("on the way",                   Some(SmppState::Enroute),       None,                    false, 3),
    ("on the way, an error",         Some(SmppState::Enroute),       None,                    true,  4),
    ("on the way, absent",           Some(SmppState::Enroute),       Some(Absent),            true,  4),
    ("scheduled",                    Some(SmppState::Scheduled),     None,                    false, 3),
    ("scheduled, an error",          Some(SmppState::Scheduled),     None,                    true,  4),
    ("expired",                      Some(SmppState::Expired),       None,                    false, 26),
    ("expired, absent",              Some(SmppState::Expired),       Some(Absent),            true,  24),
    ("expired, memory",              Some(SmppState::Expired),       Some(MemoryFull),        true,  23),
    ("expired, another error",       Some(SmppState::Expired),       None,                    true,  26),
    ("undeliverable",                Some(SmppState::Undeliverable), None,                    false, 6),
    ("undeliverable, unknown",       Some(SmppState::Undeliverable), Some(UnknownSubscriber), true,  11),
    ("undeliverable, barred",        Some(SmppState::Undeliverable), Some(Barred),            true,  13),
    ("undeliverable, absent",        Some(SmppState::Undeliverable), Some(Absent),            true,  24),
    ("undeliverable, memory",        Some(SmppState::Undeliverable), Some(MemoryFull),        true,  23),
    ("undeliverable, duplicate",     Some(SmppState::Undeliverable), Some(Duplicate),         true,  18),
    ("undeliverable, another error", Some(SmppState::Undeliverable), None,                    true,  6),
    ("rejected",                     Some(SmppState::Rejected),      None,                    false, 6),
    ("rejected, sender",             Some(SmppState::Rejected),      Some(Sender),            true,  15),
    ("rejected, barred",             Some(SmppState::Rejected),      Some(Barred),            true,  13),
    ("rejected, billing",            Some(SmppState::Rejected),      Some(Billing),           true,  14),
    ("rejected, duplicate",          Some(SmppState::Rejected),      Some(Duplicate),         true,  18),
    ("rejected, another error",      Some(SmppState::Rejected),      None,                    true,  6),
    ("deleted",                      Some(SmppState::Deleted),       None,                    false, 6),
    ("skipped",                      Some(SmppState::Skipped),       None,                    false, 6),
    ("unknown",                      Some(SmppState::Unknown),       None,                    false, 27),
    ("unknown, an error",            Some(SmppState::Unknown),       None,                    true,  27),
    ("no state to be read",          None,                           None,                    false, 27),
    // A cause goes before 6, 26 and 27.
    ("cause before 6",               Some(SmppState::Deleted),       Some(Absent),            true,  24),
    ("cause before 26",              Some(SmppState::Expired),       Some(UnknownSubscriber), true,  11),
    ("cause before 27",              Some(SmppState::Unknown),       Some(Absent),            true,  24),
    ("cause without a state",        None,                           Some(Barred),            true,  13),
];

#[test]
fn every_state_and_class() {
    for (name, state, class, error, code) in REPORTS {
        let found = report_code(*state, *class, *error, Meaning::OnTheWay);
        assert_eq!(found.number(), *code, "{name}");
        // The setting for ACCEPTD touches no other state.
        assert_eq!(report_code(*state, *class, *error, Meaning::Final), found, "{name}");
    }
}

#[test]
fn accepted_is_what_the_operator_means_by_it() {
    let accepted = |meaning| report_code(Some(SmppState::Accepted), None, false, meaning).number();
    assert_eq!(accepted(Meaning::OnTheWay), 3);
    assert_eq!(accepted(Meaning::Final), 2);
}
