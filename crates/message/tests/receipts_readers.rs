//! Our receipts in the eyes of the libraries that will read them: each reader here is as strict as
//! the one that it is named after (written anew from what that one does), and reads both our forms.
//! The samples that they must refuse show that they are.

use message::code::ReportCode;
use message::receipt::{Form, Report, Style};
use message::state::SmppState;
use message::time::Timestamp;

/// What every library wants to know.
#[derive(Debug, PartialEq, Eq)]
struct Read {
    id: String,
    stat: String,
    err: String,
}

const THE_REFERENCES_SAMPLE: &str = "id:1_14839433040000 sub:001 submit date:170100935 \
    done date:170100940 stat:DELIVRD err:000 text:\"Sending SMS through SMPP \"";

/// code, state, message.
const ENDS: [(ReportCode, SmppState, Option<&str>); 8] = [
    (ReportCode::Delivered, SmppState::Delivered, Some("Sending SMS through SMPP")),
    (ReportCode::DeliveredToNetwork, SmppState::Accepted, Some("stat:FORGED dlvrd:x id:0")),
    (ReportCode::FailedAtOperator, SmppState::Undeliverable, Some("\"quoted\" text: err:1")),
    (ReportCode::AbsentSubscriber, SmppState::Expired, Some("Zażółć gęślą jaźń")),
    (ReportCode::FailedAtOperator, SmppState::Deleted, None),
    (ReportCode::ReceiptTimeout, SmppState::Unknown, Some("")),
    (ReportCode::InsufficientCredit, SmppState::Rejected, Some("a\nb\0c")),
    (ReportCode::AtNetwork, SmppState::Enroute, Some("On its way")),
];

/// Every receipt of `form`, with what a reader is to make of it.
fn ours(form: Form) -> Vec<(String, Read)> {
    let style = Style { form, ..Style::default() };
    let written = ENDS.iter().map(|(code, state, text)| {
        let report = Report {
            id: "1148394330400000000",
            sub: 1,
            dlvrd: 0,
            submitted: Timestamp::from_millis(1_483_954_500_000),
            done: Timestamp::from_millis(1_483_954_800_000),
            code: *code,
            state: *state,
            text: *text,
            user_message_reference: None,
        };
        let err = if code.is_success() { 0 } else { code.number() };
        let read =
            Read { id: report.id.into(), stat: state.stat().into(), err: format!("{err:03}") };
        (report.write(style), read)
    });
    written.collect()
}

fn both_forms() -> Vec<(String, Read)> {
    [ours(Form::Reference), ours(Form::AppendixB)].into_iter().flatten().collect()
}

// === Kannel: sscanf of seven fields, else the labels up to the next space ===

#[test]
fn kannel_scans_appendix_b() {
    for (text, expected) in ours(Form::AppendixB) {
        assert_eq!(kannel_scan(&text), Some(expected), "{text}");
    }
}

#[test]
fn kannel_finds_the_labels_of_the_reference_form() {
    for (text, expected) in ours(Form::Reference) {
        assert_eq!(kannel_scan(&text), None, "{text}");
        assert_eq!(kannel_search(&text), Some(expected), "{text}");
    }
    // What ends with err has no space behind it, and Kannel then sees no err.
    assert_eq!(kannel_search("id:1 stat:DELIVRD err:000"), None);
}

fn kannel_scan(text: &str) -> Option<Read> {
    let mut scan = Scan(text);
    let not_space = |character: char| character != ' ';
    let digit = |character: char| character.is_ascii_digit();
    let id = scan.after("id:", 64, not_space)?;
    scan.after(" sub:", 9, digit)?;
    scan.after(" dlvrd:", 9, digit)?;
    scan.after(" submit date:", 14, digit)?;
    scan.after(" done date:", 14, digit)?;
    let stat = scan.after(" stat:", 15, not_space)?;
    let err = scan.after(" err:", 3, not_space)?;
    Some(Read { id, stat, err })
}

/// sscanf: a literal, then one to `max` characters of a set.
struct Scan<'a>(&'a str);

impl Scan<'_> {
    fn after(&mut self, literal: &str, max: usize, set: fn(char) -> bool) -> Option<String> {
        let rest = self.0.strip_prefix(literal)?;
        let end = rest.chars().take(max).take_while(|character| set(*character)).count();
        let (value, rest) = rest.split_at(end);
        self.0 = rest;
        (!value.is_empty()).then(|| value.to_owned())
    }
}

fn kannel_search(text: &str) -> Option<Read> {
    let value = |label: &str| {
        let (_, rest) = text.split_once(label)?;
        rest.split_once(' ').map(|(value, _)| value.to_owned())
    };
    Some(Read { id: value("id:")?, stat: value("stat:")?, err: value("err:")? })
}

// === jSMPP: values up to the next space; dates, counts and states must be right ===

#[test]
fn jsmpp_reads_both_forms() {
    for (text, expected) in both_forms() {
        assert_eq!(jsmpp(&text), Some(expected), "{text}");
    }
}

#[test]
fn jsmpp_throws_on_the_references_own_sample() {
    assert_eq!(jsmpp(THE_REFERENCES_SAMPLE), None);
    assert_eq!(
        jsmpp("id:1 sub:... submit date:1701090935 done date:1701090935 stat:DELIVRD"),
        None
    );
    assert_eq!(
        jsmpp("id:1 submit date:1701090935 done date:1701090935 stat:SKIPPED err:000"),
        None
    );
}

fn jsmpp(text: &str) -> Option<Read> {
    const STATES: [&str; 8] =
        ["ENROUTE", "DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD", "UNKNOWN", "REJECTD"];
    let value = |label: &str| {
        let (_, rest) = text.split_once(label)?;
        Some(rest.split_once(' ').map_or(rest, |(value, _)| value).to_owned())
    };
    let count = |label: &str| value(label).is_none_or(|digits| digits.parse::<i32>().is_ok());
    let date = |label: &str| {
        let digits = value(label)?;
        let pair = |at: usize| digits.get(at..at + 2)?.parse::<u8>().ok();
        [0, 2, 4, 6, 8].into_iter().all(|at| pair(at).is_some()).then_some(())
    };
    if !count("sub:") || !count("dlvrd:") {
        return None;
    }
    date("submit date:")?;
    date("done date:")?;
    let stat = value("stat:").filter(|stat| STATES.contains(&stat.as_str()))?;
    Some(Read { id: value("id:")?, stat, err: value("err:")? })
}

// === cloudhopper: labels anywhere, also within the text; strict or lenient ===

#[test]
fn cloudhopper_reads_appendix_b_strictly_and_the_reference_form_leniently() {
    for (text, expected) in ours(Form::AppendixB) {
        assert_eq!(cloudhopper(&text, true), Some(expected), "{text}");
    }
    for (text, expected) in ours(Form::Reference) {
        assert_eq!(cloudhopper(&text, true), None, "{text}");
        assert_eq!(cloudhopper(&text, false), Some(expected), "{text}");
    }
}

#[test]
fn cloudhopper_would_fall_for_a_forged_count() {
    let forged = "id:1 sub:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 \
                  text:dlvrd:x";
    assert_eq!(cloudhopper(forged, false), None);
    assert_eq!(cloudhopper(THE_REFERENCES_SAMPLE, false), None);
}

fn cloudhopper(text: &str, strict: bool) -> Option<Read> {
    const LABELS: [&str; 8] =
        ["id:", "sub:", "dlvrd:", "submit date:", "done date:", "stat:", "err:", "text:"];
    const STATES: [&str; 8] =
        ["DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD", "UNKNOWN", "REJECTD", "ENROUTE"];
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<(usize, &str)> =
        LABELS.iter().filter_map(|label| Some((lower.find(label)?, *label))).collect();
    found.sort_unstable();
    let ends = found.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    let fields: Vec<(&str, &str)> = found
        .iter()
        .zip(ends)
        .map(|((at, label), end)| (*label, text[at + label.len()..end].trim()))
        .collect();
    let value = |label: &str| {
        let value = fields.iter().find(|(name, _)| *name == label)?.1;
        (!value.is_empty()).then_some(value)
    };
    let digits = |text: &str, lengths: &[usize]| {
        lengths.contains(&text.len()) && text.bytes().all(|octet| octet.is_ascii_digit())
    };
    let count = |label| value(label).map_or(!strict, |text| text.parse::<i32>().is_ok());
    let date = |label| value(label).map_or(!strict, |text| digits(text, &[10, 12, 14]));
    let good = count("sub:") && count("dlvrd:") && date("submit date:") && date("done date:");
    let stat = value("stat:").filter(|stat| good && STATES.contains(stat))?;
    let err = value("err:").filter(|err| err.len() <= 3)?;
    Some(Read { id: value("id:")?.to_owned(), stat: stat.to_owned(), err: err.to_owned() })
}

// === Jasmin: one expression per label ===

#[test]
fn jasmin_reads_both_forms() {
    for (text, expected) in both_forms() {
        assert_eq!(jasmin(&text), Some(expected), "{text}");
    }
    assert!(jasmin(THE_REFERENCES_SAMPLE).is_some());
    assert_eq!(jasmin("id:1 stat:FAILED err:000"), None); // six letters
}

fn jasmin(text: &str) -> Option<Read> {
    let word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let capture = |label: &str, max: usize, set: &dyn Fn(char) -> bool| {
        let (_, rest) = text.split_once(label)?;
        Some(rest.chars().take(max).take_while(|character| set(*character)).collect::<String>())
    };
    let id = capture("id:", usize::MAX, &|character| word(character) || character == '-')?;
    let stat = capture("stat:", 7, &word).filter(|stat| stat.len() == 7)?;
    let err = capture("err:", 3, &word)?;
    (!id.is_empty() && !err.is_empty()).then_some(Read { id, stat, err })
}

// === vumi: one expression over all fields, which needs dlvrd; the reference form needs TLVs ===

#[test]
fn vumi_reads_appendix_b() {
    for (text, expected) in ours(Form::AppendixB) {
        assert_eq!(vumi(&text), Some(expected), "{text}");
    }
    for (text, _) in ours(Form::Reference) {
        assert_eq!(vumi(&text), None, "{text}");
    }
}

fn vumi(text: &str) -> Option<Read> {
    let mut scan = Scan(text);
    let not_space = |character: char| character != ' ';
    let digit = |character: char| character.is_ascii_digit();
    let id = scan.after("id:", 65, not_space)?;
    let sub = scan.after(" sub:", 3, |_| true)?;
    let dlvrd = scan.after(" dlvrd:", 3, |_| true)?;
    scan.after(" submit date:", 99, digit)?;
    scan.after(" done date:", 99, digit)?;
    let stat = scan.after(" stat:", 7, |character| character.is_ascii_uppercase())?;
    let err = scan.after(" err:", 3, |_| true)?;
    let whole = [&sub, &dlvrd, &err].iter().all(|field| field.len() == 3) && stat.len() == 7;
    (whole && scan.0.starts_with(" text:")).then_some(Read { id, stat, err })
}
