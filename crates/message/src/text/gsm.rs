//! The GSM 7-bit alphabet with its national tables, one septet per octet (TS 23.038 s6.2.1,
//! annex A).

mod language;
mod letters;
#[rustfmt::skip]
mod tables;

pub use language::Language;

/// The octet that announces a character of the single shift table.
const ESCAPE: u8 = 0x1B;

/// Which tables a text is written in; `None`: the default one. Headers name them in elements 24
/// and 25.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Tables {
    /// Replaces the default alphabet. Spanish has no such table and means the default one here too.
    pub locking: Option<Language>,
    /// Replaces the extension table, the one behind an escape.
    pub single: Option<Language>,
}

/// A character that the alphabet does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingLetter {
    /// Where it begins, in octets of the UTF-8 text.
    pub at: usize,
    /// The character.
    pub letter: char,
}

/// How one character is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Septets {
    One(u8),
    Escaped(u8),
}

impl Tables {
    /// The default alphabet and its extension table.
    pub const DEFAULT: Tables = Tables { locking: None, single: None };

    /// Septets that `letter` takes: 1, or 2 behind an escape. `None`: the tables lack it.
    pub fn cost(self, letter: char) -> Option<usize> {
        self.septets(letter).map(|septets| match septets {
            Septets::One(_) => 1,
            Septets::Escaped(_) => 2,
        })
    }

    fn septets(self, letter: char) -> Option<Septets> {
        match letters::locking(self.locking).code(letter) {
            Some(code) => Some(Septets::One(code)),
            None => letters::single(self.single).code(letter).map(Septets::Escaped),
        }
    }
}

/// Is every octet the same character in these tables as in ASCII?
pub(super) fn is_ascii(septets: &[u8], tables: Tables) -> bool {
    let locking = letters::locking(tables.locking);
    septets.iter().all(|&code| locking.is_ascii(code))
}

/// Append the septets of `text` to `out`. On an error these are the ones of the text before it.
pub fn encode(text: &str, tables: Tables, out: &mut Vec<u8>) -> Result<(), MissingLetter> {
    out.reserve(text.len());
    for (at, letter) in text.char_indices() {
        match tables.septets(letter) {
            Some(Septets::One(code)) => out.push(code),
            Some(Septets::Escaped(code)) => out.extend([ESCAPE, code]),
            None => return Err(MissingLetter { at, letter }),
        }
    }
    Ok(())
}

impl std::fmt::Display for MissingLetter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the alphabet has no {:?} (at octet {} of the text)", self.letter, self.at)
    }
}

impl std::error::Error for MissingLetter {}

/// Append the text of `septets` to `out` and tell how many octets had no meaning.
///
/// What has no meaning is shown as the standard wants (TS 23.038 s6.2.1.1): a code behind an escape
/// that the single shift table lacks as the character without escape, a second or a last escape as
/// a space. Where it is silent (an empty cell of a locking table, an octet above 7F) U+FFFD stands.
pub fn decode(septets: &[u8], tables: Tables, out: &mut String) -> usize {
    let locking = letters::locking(tables.locking);
    let single = letters::single(tables.single);
    let mut meaningless = 0;
    let mut or_else = |letter: Option<char>, shown: char| {
        meaningless += usize::from(letter.is_none());
        letter.unwrap_or(shown)
    };
    out.reserve(septets.len());
    let mut rest = septets.iter().copied();
    while let Some(code) = rest.next() {
        let letter = if code != ESCAPE {
            or_else(locking.letter(code), char::REPLACEMENT_CHARACTER)
        } else {
            match rest.next() {
                None | Some(ESCAPE) => or_else(None, ' '),
                Some(code) => {
                    let plain = locking.letter(code).unwrap_or(char::REPLACEMENT_CHARACTER);
                    or_else(single.letter(code), plain)
                }
            }
        };
        out.push(letter);
    }
    meaningless
}
