//! Operators.

use super::check::{Check, Expected, Problems};
use super::parse;
use super::words::{ALPHABETS, ERROR_CLASSES, GSM_SPACES, GSM7, MEANINGS, STATES_FROM};
use crate::draft::{OperatorDraft, ReadingDraft};
use crate::name::{Secret, is_printable};
use crate::operator::{LongMessages, OnLostAnswer, Operator, OperatorBind, ReceiptReading};
use crate::problem::{Fault, Kind};
use message::code::ErrorClass;
use message::object::OperatorId;
use message::receipt::Reading;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Of the field in a bind, without its end (the limit of many centres, not of SMPP 3.4 s4.1.1).
const PASSWORD_MAX: usize = 64;
const ERR_MAX: usize = 16;

pub(super) fn operators(
    drafts: &[OperatorDraft],
    problems: &mut Problems,
) -> BTreeMap<OperatorId, Operator> {
    let operators = drafts.iter().enumerate().filter_map(|(index, draft)| {
        operator(draft, &mut problems.of(Kind::Operator, index, &draft.name))
    });
    operators.map(|operator| (operator.id, operator)).collect()
}

fn operator(draft: &OperatorDraft, check: &mut Check<'_>) -> Option<Operator> {
    use {LongMessages as L, OnLostAnswer as O, OperatorBind as B};
    let name = parse::name(&draft.name).ok();
    let address = check.parsed("address", &draft.address, parse::endpoint);
    let system_id = check.parsed("system_id", &draft.system_id, parse::system_id);
    let password = password(draft.password.as_ref(), check);
    let bind = check.word("bind", &draft.bind, B::WORDS, B::Transceiver);
    let sessions = check.count("sessions", draft.sessions, 1..=1_000, 1);
    let window = check.count("window", draft.window, 1..=10_000, 10);
    let tps = check.count_if_any("tps", draft.tps, 1..=1_000_000);
    let lost = check.word("on_lost_answer", &draft.on_lost_answer, O::WORDS, O::Resend);
    let receipts = reading(&draft.receipts, &mut check.within("receipts"));
    let month = Duration::ZERO..=30 * DAY;
    let receipt_timeout = check.time("receipt_timeout", draft.receipt_timeout, month, DAY);
    let long = check.word("long_messages", &draft.long_messages, L::WORDS, L::Udh8);
    let alphabet = check.word("alphabet", &draft.alphabet, ALPHABETS, GSM7);
    Some(Operator {
        id: draft.id,
        name: name?,
        address: address?,
        system_id: system_id?,
        password: password?,
        bind,
        sessions,
        window,
        tps,
        on_lost_answer: lost,
        sends_receipts: !draft.no_receipts,
        receipts,
        receipt_timeout,
        drop_times: draft.drop_times,
        long_messages: long,
        alphabet,
    })
}

fn password(given: Option<&Secret>, check: &mut Check<'_>) -> Option<Secret> {
    let password = check.needed("password", given, "our password, or an empty one")?;
    let text = password.expose();
    if text.len() > PASSWORD_MAX || !is_printable(text) {
        let expected = Expected::some("at most 64 characters of printable ASCII");
        check.fail("password", Fault::Malformed, None, expected);
    }
    Some(password.clone())
}

fn reading(draft: &ReadingDraft, check: &mut Check<'_>) -> ReceiptReading {
    let default = Reading::default();
    ReceiptReading {
        unmarked: draft.unmarked,
        accepted: check.word("accepted", &draft.accepted, MEANINGS, default.accepted),
        unknown: check.word("unknown", &draft.unknown, MEANINGS, default.unknown),
        state_from: check.word("state_from", &draft.state_from, STATES_FROM, default.state_from),
        gsm: check.word("gsm", &draft.gsm, GSM_SPACES, default.gsm),
        errors: errors(&draft.errors, check),
    }
}

fn errors(draft: &[(String, String)], check: &mut Check<'_>) -> Vec<(Box<str>, ErrorClass)> {
    let mut errors = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, (err, class)) in draft.iter().enumerate() {
        let field = format!("errors[{index}]");
        // As the reader compares them.
        let key = err.trim_start_matches('0').to_ascii_lowercase();
        if key.is_empty() || err.len() > ERR_MAX || !err.bytes().all(|o| o.is_ascii_graphic()) {
            let expected = Expected::some("1 to 16 characters of an err, not zeros only");
            check.fail(&field, Fault::Malformed, Some(err), expected);
        } else if !seen.insert(key) {
            let expected = Expected::some("an err that no other line has, leading zeros aside");
            check.fail(&field, Fault::Duplicate, Some(err), expected);
        }
        let class = check.one_of(&field, class, ERROR_CLASSES);
        errors.extend(class.map(|class| (err.as_str().into(), class)));
    }
    errors
}
