//! The text of a receipt.

use super::Report;
use super::style::{
    Blanks, Coding, Counts, Dates, ErrWord, Fields, Labels, ReceiptStyle, StatWord, Tail,
};
use message::state::SmppState;
use message::text::alphabet::Alphabet;
use message::text::gsm::Tables;
use message::time::Timestamp;

#[derive(Clone, Copy)]
enum Field {
    Id,
    Sub,
    Dlvrd,
    Country,
    Submitted,
    Done,
    Price,
    Stat,
    Err,
}

use Field::{Country, Dlvrd, Done, Err as Error, Id, Price, Stat, Sub, Submitted};

const APPENDIX_B: &[Field] = &[Id, Sub, Dlvrd, Submitted, Done, Stat, Error];
const REFERENCE: &[Field] = &[Id, Sub, Submitted, Done, Stat, Error];
const NO_COUNTS: &[Field] = &[Id, Submitted, Done, Stat, Error];
const SHUFFLED: &[Field] = &[Sub, Id, Dlvrd, Error, Done, Submitted, Stat];
const FEW: &[Field] = &[Id, Stat, Error];
const FOREIGN: &[Field] = &[Id, Country, Sub, Dlvrd, Submitted, Done, Price, Stat, Error];

const LOCAL_AHEAD: i64 = 2 * 60 * 60 * 1000;

/// The text, with `id` as the operator writes it there.
pub(super) fn text(report: &Report, style: &ReceiptStyle, id: &str) -> String {
    let fields = match style.fields {
        Fields::AppendixB => APPENDIX_B,
        Fields::Reference => REFERENCE,
        Fields::NoCounts => NO_COUNTS,
        Fields::Shuffled => SHUFFLED,
        Fields::Few => FEW,
        Fields::Foreign => FOREIGN,
    };
    let words = fields.iter().filter_map(|field| word(*field, report, style, id));
    let tail = tail(report, style.tail).into_iter();
    let between = match style.blanks {
        Blanks::One | Blanks::AfterColon => " ",
        Blanks::Two => "  ",
        Blanks::Lines => "\n",
        Blanks::Nul => "\0",
    };
    words.chain(tail).collect::<Vec<_>>().join(between)
}

/// The octets of a text. What the alphabet lacks becomes `?`; control characters stay what they are.
pub(super) fn octets(text: &str, coding: Coding) -> Vec<u8> {
    let mut octets = Vec::with_capacity(text.len());
    let alphabet = match coding {
        Coding::Ascii | Coding::Latin1 => Alphabet::Latin1,
        Coding::Gsm => Alphabet::Gsm7(Tables::DEFAULT),
        Coding::Ucs2 => Alphabet::Ucs2,
    };
    for letter in text.chars() {
        let is_control = letter.is_ascii_control() && coding != Coding::Ucs2;
        let mut buffer = [0; 4];
        if is_control || alphabet.encode(letter.encode_utf8(&mut buffer), &mut octets).is_err() {
            octets.push(if is_control { letter as u8 } else { b'?' });
        }
    }
    octets
}

/// A field with its label; `None`: the style leaves it out.
fn word(field: Field, report: &Report, style: &ReceiptStyle, id: &str) -> Option<String> {
    let is_delivered = report.outcome.state == SmppState::Delivered;
    let (label, value) = match field {
        Field::Id => ("id", id.to_owned()),
        Field::Sub => ("sub", count(style.counts, true)),
        Field::Dlvrd => ("dlvrd", count(style.counts, is_delivered)),
        Field::Country => ("mcc", "234".to_owned()),
        Field::Submitted => ("submit date", date(style.dates, report.submitted)),
        Field::Done => ("done date", date(style.dates, report.done)),
        Field::Price => ("price", "0.01".to_owned()),
        Field::Stat => ("stat", stat(style.stat, report.outcome.state)),
        Field::Err if style.err == ErrWord::Missing => return None,
        Field::Err => ("err", err(style.err, report.outcome.error)),
    };
    if matches!(field, Field::Stat) && style.stat == StatWord::Unlabelled {
        return Some(value);
    }
    let colon = if style.blanks == Blanks::AfterColon { ": " } else { ":" };
    Some(format!("{}{colon}{value}", written(label, style)))
}

fn written(label: &str, style: &ReceiptStyle) -> String {
    match style.labels {
        Labels::Lower => label.to_owned(),
        Labels::Upper => label.to_ascii_uppercase(),
        Labels::Mixed => label.split(' ').map(capital).collect::<Vec<_>>().join(" "),
    }
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_ascii_uppercase() + rest
}

fn count(style: Counts, one: bool) -> String {
    let number = u8::from(one);
    match style {
        Counts::Three => format!("{number:03}"),
        Counts::One => number.to_string(),
        Counts::Zeros => "000".to_owned(),
        Counts::Dots => "...".to_owned(),
        Counts::Null => "null".to_owned(),
    }
}

fn date(style: Dates, at: Timestamp) -> String {
    let ten = at.yymmddhhmm();
    let seconds = at.millis() % 60_000 / 1000;
    let tenths = at.millis() % 1000 / 100;
    match style {
        Dates::Ten => ten.to_string(),
        Dates::Twelve => format!("{ten}{seconds:02}"),
        Dates::Fourteen => format!("20{ten}{seconds:02}"),
        Dates::Smpp => format!("{ten}{seconds:02}{tenths}00+"),
        Dates::Local => Timestamp::from_millis(at.millis() + LOCAL_AHEAD).yymmddhhmm().to_string(),
        Dates::Zeros => "0000000000".to_owned(),
        // The day's first digit is the lost one, as in the sample `170100935`.
        Dates::Nine => format!("{}{}", &ten[..4], &ten[5..]),
        Dates::Empty => String::new(),
    }
}

fn stat(style: StatWord, state: SmppState) -> String {
    let seven = state.stat();
    match style {
        StatWord::Seven | StatWord::Unlabelled => seven,
        StatWord::Lower => return seven.to_ascii_lowercase(),
        StatWord::Full => full(state),
        StatWord::Vendor => match state {
            SmppState::Delivered => "0",
            SmppState::Undeliverable => "FAILED",
            SmppState::Enroute => "BUFFRED",
            SmppState::Scheduled
            | SmppState::Expired
            | SmppState::Deleted
            | SmppState::Accepted
            | SmppState::Unknown
            | SmppState::Rejected
            | SmppState::Skipped => seven,
        },
        StatWord::Cmpp if state == SmppState::Undeliverable => "MK:0001",
        StatWord::Cmpp => seven,
    }
    .to_owned()
}

fn full(state: SmppState) -> &'static str {
    match state {
        SmppState::Scheduled => "SCHEDULED",
        SmppState::Enroute => "ENROUTE",
        SmppState::Delivered => "DELIVERED",
        SmppState::Expired => "EXPIRED",
        SmppState::Deleted => "DELETED",
        SmppState::Undeliverable => "UNDELIVERABLE",
        SmppState::Accepted => "ACCEPTED",
        SmppState::Unknown => "UNKNOWN",
        SmppState::Rejected => "REJECTED",
        SmppState::Skipped => "SKIPPED",
    }
}

fn err(style: ErrWord, error: u16) -> String {
    match style {
        ErrWord::Nul if error == 0 => "nul".to_owned(),
        ErrWord::Null if error == 0 => "null".to_owned(),
        ErrWord::Three | ErrWord::Nul | ErrWord::Null => format!("{error:03}"),
        ErrWord::One => error.to_string(),
        ErrWord::Four => format!("{error:04}"),
        ErrWord::Hex => format!("{error:x}"),
        ErrWord::Negative if error == 0 => "0".to_owned(),
        ErrWord::Negative => format!("-{error}"),
        ErrWord::Empty | ErrWord::Missing => String::new(),
    }
}

/// What stands behind the fields.
fn tail(report: &Report, tail: Tail) -> Option<String> {
    let shown = |characters: usize| {
        let text = report.content.text(Alphabet::Gsm7(Tables::DEFAULT)).unwrap_or_default().text;
        text.chars().take(characters).collect::<String>()
    };
    match tail {
        Tail::Twenty => Some(format!("text:{}", shown(20))),
        Tail::Quoted => Some(format!("text:\"{}\"", shown(25))),
        Tail::Capital => Some(format!("Text:{}", shown(20))),
        Tail::Capitals => Some(format!("TEXT:{}", shown(20))),
        Tail::Unlabelled => Some(shown(20)).filter(|text| !text.is_empty()),
        Tail::Raw => {
            let octets = report.content.user_data.iter().take(20);
            Some(format!("text:{}", octets.map(|octet| char::from(*octet)).collect::<String>()))
        }
        Tail::Empty => Some("text:".to_owned()),
        Tail::NoneWord => Some("text:none".to_owned()),
        Tail::Dash => Some("text:-".to_owned()),
        Tail::Missing => None,
        Tail::Nul => Some("\0".to_owned()),
    }
}
