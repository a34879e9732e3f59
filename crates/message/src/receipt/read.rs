//! The text of an operator's receipt: labels in any order and any case, values as they come.
//!
//! SMPP 3.4 appendix B shows one form and calls it vendor specific, and so every centre has its
//! own. The reader therefore refuses nothing: what it cannot understand it leaves out.
//!
//! It works on octets, not on characters: everything it looks for is ASCII, whose octets are the
//! same in GSM 7-bit (one septet per octet), Latin-1 and UTF-8, so whatever stands between comes
//! through as it was sent and an id is compared octet for octet. Only text in 16 bits (data_coding
//! 8) has to be decoded first, and handed in as the octets of the `&str`.
//!
//! The last field, `text:`, holds what a customer wrote. Nothing from there on is looked at: or a
//! customer could write `stat:DELIVRD` into a message and forge its receipt.

use crate::state::SmppState;
use crate::time::Timestamp;

/// What a receipt's text says; borrowed from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Receipt<'a> {
    /// After `id:`, as written.
    pub id: Option<&'a [u8]>,
    /// After `sub:`, parts submitted; `None` unless digits.
    pub sub: Option<u16>,
    /// After `dlvrd:`, parts delivered; `None` unless digits.
    pub dlvrd: Option<u16>,
    /// After `submit date:`.
    pub submit_date: Option<Date<'a>>,
    /// After `done date:`.
    pub done_date: Option<Date<'a>>,
    /// After `stat:`; where that label is missing, a word between the fields that is a state.
    pub stat: Option<Stat<'a>>,
    /// After `err:`, as written: its meaning is the operator's.
    pub err: Option<&'a [u8]>,
    /// Where the message's own text begins, if it does: after `text:`, or where words follow
    /// `err:` that belong to no label.
    pub text: Option<usize>,
}

/// A date, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date<'a> {
    /// The octets of the value.
    pub raw: &'a [u8],
}

/// A state, as written and as understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat<'a> {
    /// The octets of the value.
    pub raw: &'a [u8],
    /// The state, if the word is known.
    pub state: Option<SmppState>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Id,
    Sub,
    Dlvrd,
    SubmitDate,
    DoneDate,
    Stat,
    Err,
}

/// A space in a label stands for one or more blanks.
const LABELS: [(&str, Label); 7] = [
    ("id:", Label::Id),
    ("sub:", Label::Sub),
    ("dlvrd:", Label::Dlvrd),
    ("submit date:", Label::SubmitDate),
    ("done date:", Label::DoneDate),
    ("stat:", Label::Stat),
    ("err:", Label::Err),
];
/// What stands before the colon of the last label.
const TEXT: &[u8] = b"text";

/// Reads a receipt's text, without its user data header: octets in ASCII, GSM 7-bit (one septet per
/// octet), Latin-1 or UTF-8; text in 16 bits is decoded first. Never fails; an empty result means
/// that nothing was understood.
///
/// Where a label comes twice, the first value counts; so does a state without label before one with:
/// behind it may stand what a customer wrote. A value is one word: it ends at a blank, and
/// may be missing. A value may come after blanks (`err: 0`).
pub fn read(octets: &[u8]) -> Receipt<'_> {
    let mut receipt = Receipt::default();
    let mut previous = None;
    let mut at = skip_blanks(octets, 0);
    while at < octets.len() {
        let word;
        if let Some((label, length)) = label_at(&octets[at..]) {
            word = value_at(octets, at + length);
            receipt.fill(label, &octets[word.start..word.end]);
            previous = Some(label);
        } else {
            word = word_at(octets, at);
            if previous == Some(Label::Err) && word.end > at {
                receipt.text = Some(at);
                return receipt;
            }
            receipt.stat = receipt.stat.or_else(|| Stat::of_stray(&octets[at..word.end]));
        }
        if word.text.is_some() {
            receipt.text = word.text;
            return receipt;
        }
        at = skip_blanks(octets, word.end);
    }
    receipt
}

/// Does a text that nothing marks as a receipt look like one? It begins with an id and has a state
/// that is known before any `text:`. Only for operators that mark nothing: a phone's user can
/// write that too.
pub(super) fn looks_like_receipt(octets: &[u8]) -> bool {
    let begins = label_at(&octets[skip_blanks(octets, 0)..]);
    let receipt = read(octets);
    begins.is_some_and(|(label, _)| label == Label::Id)
        && receipt.id.is_some()
        && receipt.stat.is_some_and(|stat| stat.state.is_some())
}

pub(super) fn begins_with_label(octets: &[u8]) -> bool {
    label_at(&octets[skip_blanks(octets, 0)..]).is_some()
}

// === impl Receipt ===

impl<'a> Receipt<'a> {
    fn fill(&mut self, label: Label, value: &'a [u8]) {
        if value.is_empty() {
            return;
        }
        match label {
            Label::Id => self.id = self.id.or(Some(value)),
            Label::Sub => self.sub = self.sub.or_else(|| count(value)),
            Label::Dlvrd => self.dlvrd = self.dlvrd.or_else(|| count(value)),
            Label::SubmitDate => self.submit_date = self.submit_date.or(Some(Date { raw: value })),
            Label::DoneDate => self.done_date = self.done_date.or(Some(Date { raw: value })),
            Label::Stat => self.stat = self.stat.or(Some(Stat::of(value))),
            Label::Err => self.err = self.err.or(Some(value)),
        }
    }
}

impl Date<'_> {
    /// The moment, if the octets are a date; UTC is assumed where no zone is given.
    pub fn at(self) -> Option<Timestamp> {
        Timestamp::from_report(self.raw)
    }
}

impl<'a> Stat<'a> {
    fn of(raw: &'a [u8]) -> Stat<'a> {
        Stat { raw, state: SmppState::from_stat(raw) }
    }

    /// A word that stands where no label is: taken only if it is a state spelt in letters.
    fn of_stray(word: &'a [u8]) -> Option<Stat<'a>> {
        let stat = Stat::of(word);
        (stat.state.is_some() && word.iter().all(u8::is_ascii_alphabetic)).then_some(stat)
    }
}

fn count(value: &[u8]) -> Option<u16> {
    value.iter().try_fold(0_u16, |count, octet| {
        let digit = octet.is_ascii_digit().then(|| u16::from(octet - b'0'))?;
        count.checked_mul(10)?.checked_add(digit)
    })
}

// === the scanner ===

/// What separates words: blanks, and the NULs and control characters that some centres end or pad
/// with. Not 0x11: that is `_` in the GSM alphabet (TS 23.038 s6.2.1), and ids have it. A table,
/// because it is asked of every octet of every receipt.
const BLANK: [bool; 256] = {
    let mut blank = [false; 256];
    let mut octet = 0x00;
    while octet <= b' ' {
        blank[octet as usize] = octet != 0x11;
        octet += 1;
    }
    blank[0x7F] = true;
    blank
};

fn is_blank(octet: u8) -> bool {
    BLANK[usize::from(octet)]
}

fn skip_blanks(octets: &[u8], from: usize) -> usize {
    let word = octets[from..].iter().position(|octet| !is_blank(*octet));
    word.map_or(octets.len(), |length| from + length)
}

/// A word, as far as it is none of the message's own text.
struct Word {
    start: usize,
    end: usize,
    /// Where that begins, if `text:` is in the word, and be it in the middle of it.
    text: Option<usize>,
}

fn word_at(octets: &[u8], start: usize) -> Word {
    let mut end = start;
    loop {
        let rest = octets[end..].iter();
        end += rest.take_while(|octet| !is_blank(**octet) && **octet != b':').count();
        if octets.get(end) != Some(&b':') {
            return Word { start, end, text: None };
        }
        let before = octets[..end].last_chunk::<{ TEXT.len() }>();
        if before.is_some_and(|before| before.eq_ignore_ascii_case(TEXT)) {
            return Word { start, end: end - TEXT.len(), text: Some(end + 1) };
        }
        end += 1;
    }
}

/// The value after a label that ended at `at`.
fn value_at(octets: &[u8], at: usize) -> Word {
    let start = skip_blanks(octets, at);
    let is_next_label = start > at && label_at(&octets[start..]).is_some();
    if is_next_label { Word { start, end: start, text: None } } else { word_at(octets, start) }
}

/// The label that `octets` begin with, and its length.
fn label_at(octets: &[u8]) -> Option<(Label, usize)> {
    plain_label_at(octets).or_else(|| {
        let mut labels = LABELS.iter();
        labels.find_map(|(name, label)| Some((*label, label_length(octets, name)?)))
    })
}

/// The same for labels in the letters that most centres write them in: a comparison or two.
fn plain_label_at(octets: &[u8]) -> Option<(Label, usize)> {
    match octets {
        it if it.starts_with(b"id:") => Some((Label::Id, 3)),
        it if it.starts_with(b"sub:") => Some((Label::Sub, 4)),
        it if it.starts_with(b"dlvrd:") => Some((Label::Dlvrd, 6)),
        it if it.starts_with(b"submit date:") => Some((Label::SubmitDate, 12)),
        it if it.starts_with(b"done date:") => Some((Label::DoneDate, 10)),
        it if it.starts_with(b"stat:") => Some((Label::Stat, 5)),
        it if it.starts_with(b"err:") => Some((Label::Err, 4)),
        _ => None,
    }
}

fn label_length(octets: &[u8], name: &str) -> Option<usize> {
    let mut at = 0;
    for expected in name.bytes() {
        let found = *octets.get(at)?;
        if expected == b' ' && is_blank(found) {
            at = skip_blanks(octets, at);
        } else if found.eq_ignore_ascii_case(&expected) {
            at += 1;
        } else {
            return None;
        }
    }
    Some(at)
}
