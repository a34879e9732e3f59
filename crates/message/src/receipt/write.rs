//! The receipt that we send to an account.
//!
//! What the libraries of its readers do with it, as their sources have it:
//!
//! | reader | how it reads | reference form | appendix B form |
//! |---|---|---|---|
//! | Kannel | TLVs first; else `sscanf` of seven fields that needs `dlvrd`, else a search for `id:`, `stat:`, `err:` up to the next space | falls back to the search, complete | `sscanf`, complete |
//! | jSMPP | value from `label:` to the next space; throws on dates under ten digits, on counts that are no numbers and on states it does not list (older releases: `ENROUTE`) | complete, `dlvrd` -1 | complete |
//! | cloudhopper | labels anywhere, also in the text; strict mode throws without `dlvrd`, every mode on an unknown state and on a count that is no number | lenient mode only | complete |
//! | Jasmin | one regular expression per label; `stat` is exactly seven letters, `err` up to three, ids are letters, digits, `-` and `_` | complete | complete |
//! | vumi | TLVs first; else one expression over all fields in order, with `dlvrd` | TLVs only | complete |
//! | python-smpplib, node smpp | leave the text to the program | - | - |
//!
//! Hence ten-digit dates, seven-letter states, three-digit `err`, one space between fields, and
//! TLVs with every receipt to a peer of 3.4 or later. An account whose library needs `dlvrd` is
//! given [`Form::AppendixB`].

use crate::code::ReportCode;
use crate::state::SmppState;
use crate::time::Timestamp;
use arrayvec::ArrayString;
use std::fmt::Write;

/// A receipt to be sent: facts only.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The message's id, as `submit_sm_resp` gave it to the account.
    pub id: &'a str,
    /// Parts that were submitted.
    pub sub: u8,
    /// Parts that arrived.
    pub dlvrd: u8,
    /// When the message was submitted.
    pub submitted: Timestamp,
    /// When it came into its state.
    pub done: Timestamp,
    /// How it ended, or how far it is.
    pub code: ReportCode,
    /// Its state; see [`ReportCode::state`].
    pub state: SmppState,
    /// The message's text; `None` for text in UCS2, for binary data, and for accounts that want
    /// none shown.
    pub text: Option<&'a str>,
    /// The account's own reference, if the submission had one (TLV 0x0204).
    pub user_message_reference: Option<u16>,
}

/// The form that an account's receipts have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// The fields.
    pub form: Form,
    /// The `err` of success.
    pub err: ErrStyle,
}

/// Which fields a receipt has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// As the reference shows it: no `dlvrd`, 25 characters of text in quotes.
    #[default]
    Reference,
    /// As SMPP 3.4 appendix B shows it: `dlvrd`, 20 characters of text without quotes.
    AppendixB,
}

/// What `err` says of a success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ErrStyle {
    /// `000`; failures have their code.
    #[default]
    ZeroOnSuccess,
    /// The code, always.
    Code,
}

/// The values of the TLVs that go with a receipt to a peer of 3.4 or later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tlvs<'a> {
    /// 0x001E, a C-octet string: to be sent with its NUL.
    pub receipted_message_id: &'a str,
    /// 0x0427, one octet.
    pub message_state: u8,
    /// 0x0423: type 8, message centre specific, and the report code, of a success too.
    pub network_error_code: [u8; 3],
    /// 0x0204, two octets.
    pub user_message_reference: Option<u16>,
}

const REFERENCE_TEXT_MAX: usize = 25;
const APPENDIX_B_TEXT_MAX: usize = 20;
const MESSAGE_CENTRE_SPECIFIC: u8 = 8;

impl<'a> Report<'a> {
    /// The text of the receipt: printable ASCII, one octet per character.
    pub fn write(&self, style: Style) -> String {
        let mut octets = Vec::with_capacity(192);
        self.append(style, &mut octets);
        String::from_utf8(octets).expect("the id is text, and all else is ASCII")
    }

    /// The same octets, behind those that are there.
    pub fn append(&self, style: Style, out: &mut Vec<u8>) {
        let err = match style.err {
            ErrStyle::ZeroOnSuccess if self.code.is_success() => 0,
            ErrStyle::ZeroOnSuccess | ErrStyle::Code => self.code.number(),
        };
        let mut put = |pieces: &[&str]| {
            pieces.iter().for_each(|piece| out.extend_from_slice(piece.as_bytes()));
        };
        put(&["id:", self.id, " sub:", &three_digits(self.sub.into())]);
        if style.form == Form::AppendixB {
            put(&[" dlvrd:", &three_digits(self.dlvrd.into())]);
        }
        put(&[" submit date:", &self.submitted.yymmddhhmm()]);
        put(&[" done date:", &self.done.yymmddhhmm()]);
        put(&[" stat:", self.state.stat(), " err:", &three_digits(err), " text:"]);
        self.append_text(style.form, out);
    }

    /// The values of the TLVs.
    pub fn tlvs(&self) -> Tlvs<'a> {
        let [high, low] = self.code.number().to_be_bytes();
        Tlvs {
            receipted_message_id: self.id,
            message_state: self.state.octet(),
            network_error_code: [MESSAGE_CENTRE_SPECIFIC, high, low],
            user_message_reference: self.user_message_reference,
        }
    }

    /// 0x04, or 0x20 for a report on the way (SMPP 3.4 s5.2.12).
    pub fn esm_class(&self) -> u8 {
        if self.code.is_final() { 0x04 } else { 0x20 }
    }

    /// 0, the default alphabet; 3, Latin-1, for an id with a character that is another one in
    /// GSM 7-bit: whoever reads data_coding 0 as that would make `1§1483` of `1_1483`.
    pub fn data_coding(&self) -> u8 {
        let same_in_gsm = |octet: u8| octet.is_ascii_alphanumeric() || b"-.:".contains(&octet);
        if self.id.bytes().all(same_in_gsm) { 0 } else { 3 }
    }

    fn append_text(&self, form: Form, out: &mut Vec<u8>) {
        let (quote, budget): (&[u8], usize) = match form {
            Form::Reference => (b"\"", REFERENCE_TEXT_MAX),
            Form::AppendixB => (b"", APPENDIX_B_TEXT_MAX),
        };
        out.extend_from_slice(quote);
        let start = out.len();
        let text = self.text.unwrap_or_default();
        let first = &text.as_bytes()[..text.len().min(budget)];
        if first.is_ascii() {
            out.extend(first.iter().map(|octet| harmless(char::from(*octet))));
        } else {
            out.extend(text.chars().take(budget).map(harmless));
        }
        defuse_labels(&mut out[start..]);
        out.extend_from_slice(quote);
    }
}

/// With zeros in front; a code is below 1,000.
fn three_digits(number: u16) -> ArrayString<5> {
    let mut digits = ArrayString::new();
    if number > 999 {
        write!(digits, "{number}").expect("16 bits are at most five digits");
    } else {
        let digit = |unit| char::from(b'0' + (number / unit % 10) as u8);
        [100, 10, 1].into_iter().for_each(|unit| digits.push(digit(unit)));
    }
    digits
}

/// One character of the message as one octet that every reader of data_coding 0 can show.
///
/// Control characters and quotes become spaces: they would end the field or the quotes. What is
/// not ASCII becomes `?`: its octet would be one letter in Latin-1, another in GSM 7-bit, and an
/// error in ASCII and UTF-8. The twelve ASCII characters that GSM 7-bit has elsewhere (`@`, `$`,
/// `_`, brackets, ...) stay: most readers show them right, none trips over them, and nothing is
/// ever matched by the text.
fn harmless(character: char) -> u8 {
    match u8::try_from(character) {
        Ok(b'"') => b' ',
        // The control characters behind ASCII (U+0080 to U+009F) too.
        Ok(octet) if char::from(octet).is_control() => b' ',
        Ok(octet) if octet.is_ascii() => octet,
        Ok(_) | Err(_) => b'?',
    }
}

/// Takes the colons of receipts' labels out of `text`: several readers look for labels in the text
/// too, and a customer could forge a second `stat:`, or the `dlvrd:` that the reference form lacks.
fn defuse_labels(text: &mut [u8]) {
    let mut from = 0;
    while let Some(found) = text[from..].iter().position(|octet| *octet == b':') {
        let colon = from + found;
        if ends_with_label(&text[..colon]) {
            text[colon] = b' ';
        }
        from = colon + 1;
    }
}

/// A label counts as a word of its own; `dlvrd`, the only one that may be missing before the text,
/// counts everywhere, because cloudhopper finds it everywhere.
fn ends_with_label(text: &[u8]) -> bool {
    const WORDS: [&[u8]; 6] = [b"id", b"sub", b"date", b"stat", b"err", b"text"];
    let start = text.iter().rposition(|octet| !octet.is_ascii_alphanumeric());
    let word = &text[start.map_or(0, |before| before + 1)..];
    let ends = word.last_chunk::<5>().is_some_and(|end| end.eq_ignore_ascii_case(b"dlvrd"));
    ends || WORDS.iter().any(|label| label.eq_ignore_ascii_case(word))
}
