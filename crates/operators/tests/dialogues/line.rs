//! A line of a dialogue: words, and fields with values.

use std::str::FromStr;
use std::time::Duration;

/// `who: word word key=value key="a value with blanks"`.
pub(crate) struct Line {
    pub(crate) who: String,
    words: Vec<String>,
    fields: Vec<(String, String)>,
}

impl Line {
    pub(crate) fn parse(text: &str) -> Line {
        let pieces = pieces(text);
        let mut line = Line { who: String::new(), words: Vec::new(), fields: Vec::new() };
        for (index, piece) in pieces.into_iter().enumerate() {
            if index == 0 {
                line.who = piece.trim_end_matches(':').to_owned();
            } else if let Some((key, value)) = piece.split_once('=') {
                line.fields.push((key.to_owned(), value.trim_matches('"').to_owned()));
            } else {
                line.words.push(piece);
            }
        }
        line
    }

    pub(crate) fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", String::as_str)
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        self.words.iter().any(|other| other == word)
    }

    pub(crate) fn field(&self, key: &str) -> Option<&str> {
        self.fields.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// A number, decimal or as 0x...
    pub(crate) fn number(&self, key: &str) -> Option<u64> {
        self.field(key).map(number)
    }

    pub(crate) fn duration(&self) -> Duration {
        let word = self.word(0);
        let (digits, unit) =
            word.split_at(word.find(|c: char| !c.is_ascii_digit()).expect("a unit"));
        let count: u64 = digits.parse().expect("a number");
        match unit {
            "ms" => Duration::from_millis(count),
            "s" => Duration::from_secs(count),
            other => panic!("{other}"),
        }
    }
}

/// Blanks part, except in quotes.
fn pieces(text: &str) -> Vec<String> {
    let (mut pieces, mut piece, mut quoted) = (Vec::new(), String::new(), false);
    for character in text.chars() {
        quoted ^= character == '"';
        if character == ' ' && !quoted {
            pieces.push(std::mem::take(&mut piece));
        } else {
            piece.push(character);
        }
    }
    pieces.push(piece);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

pub(crate) fn number(text: &str) -> u64 {
    let hex = text.strip_prefix("0x").map(|digits| u64::from_str_radix(digits, 16));
    hex.unwrap_or_else(|| u64::from_str(text)).unwrap_or_else(|_| panic!("{text} is no number"))
}

/// `05 00 03` or `050003`.
pub(crate) fn octets(text: &str) -> Vec<u8> {
    let digits: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let pairs = digits.as_bytes().chunks(2);
    let octet = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    pairs.map(|pair| octet(pair).unwrap_or_else(|| panic!("{text} is not hex"))).collect()
}

/// `1/1/4917`: type of number, numbering plan, characters.
pub(crate) fn address(text: &str) -> (u8, u8, String) {
    let mut parts = text.splitn(3, '/');
    let mut octet = || parts.next().map_or(0, |digits| number(digits) as u8);
    let (ton, npi) = (octet(), octet());
    (ton, npi, parts.next().unwrap_or_default().to_owned())
}
