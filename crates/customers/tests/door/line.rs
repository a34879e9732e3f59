//! One line of a dialogue: words, then fields such as `seq=1`. What happened is put into the same
//! form, so comparing is comparing text.

use std::collections::BTreeMap;
use std::fmt;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) words: Vec<String>,
    pub(crate) fields: BTreeMap<String, String>,
}

/// Fields that an expectation must name when they are there: nothing unusual passes unmentioned.
const LOUD: [&str; 10] =
    ["status", "why", "tlvs", "key", "group", "schedule", "validity", "mode", "deviations", "p2"];

impl Line {
    /// Reads `words name=value ...`; a value with spaces stands in double quotes.
    pub(crate) fn parse(text: &str) -> Line {
        let mut line = Line::default();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let quoted = rest.find("=\"").filter(|&at| !rest[..at].contains(' '));
            let end = match quoted {
                Some(at) => at + 2 + rest[at + 2..].find('"').expect("a quote is closed") + 1,
                None => rest.find(' ').unwrap_or(rest.len()),
            };
            let (piece, behind) = rest.split_at(end);
            match piece.split_once('=') {
                Some((name, value)) => line.set(name, value.trim_matches('"')),
                None => line.words.push(piece.to_owned()),
            }
            rest = behind.trim_start();
        }
        line
    }

    /// Words only.
    pub(crate) fn words(text: &str) -> Line {
        Line { words: text.split(' ').map(str::to_owned).collect(), fields: BTreeMap::new() }
    }

    pub(crate) fn set(&mut self, name: &str, value: impl ToString) {
        self.fields.insert(name.to_owned(), value.to_string());
    }

    pub(crate) fn with(mut self, name: &str, value: impl ToString) -> Line {
        self.set(name, value);
        self
    }

    pub(crate) fn with_some(self, name: &str, value: Option<impl ToString>) -> Line {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub(crate) fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", String::as_str)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.get(name).map(number)
    }

    pub(crate) fn octet(&self, name: &str) -> u8 {
        self.number(name).map_or(0, |number| u8::try_from(number).expect("an octet"))
    }

    /// Is `actual` what this line expects? Fields that the line does not name may be anything, but
    /// the loud ones.
    pub(crate) fn expects(&self, actual: &Line) -> bool {
        self.words == actual.words
            && self.fields.iter().all(|(name, value)| actual.get(name) == Some(value))
            && LOUD.iter().all(|&name| self.get(name) == actual.get(name))
    }
}

/// Decimal, or hexadecimal behind `0x`.
pub(crate) fn number(text: &str) -> u64 {
    match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).expect("a hexadecimal number"),
        None => text.parse().unwrap_or_else(|_| panic!("`{text}` is no number")),
    }
}

/// Octets written in hexadecimal; spaces do not count.
pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|octet| *octet != b' ').collect();
    let pair = |pair: &[u8]| {
        let pair = std::str::from_utf8(pair).expect("ASCII");
        u8::from_str_radix(pair, 16).unwrap_or_else(|_| panic!("`{pair}` is no octet"))
    };
    digits.chunks(2).map(pair).collect()
}

/// Printable ASCII as it is, anything else in hexadecimal behind `0x`; of what is long the first and
/// the last ten characters, or eight octets, and the number of octets.
pub(crate) fn shown(octets: &[u8]) -> String {
    let is_text = octets.iter().all(|octet| *octet == b' ' || octet.is_ascii_graphic());
    let piece = |octets: &[u8]| match is_text {
        true => String::from_utf8_lossy(octets).into_owned(),
        false => octets.iter().map(|octet| format!("{octet:02X}")).collect(),
    };
    let (mark, ends) = if is_text { ("", 10) } else { ("0x", 8) };
    match octets.len() {
        ..=64 => format!("{mark}{}", piece(octets)),
        length => {
            let (first, last) = (&octets[..ends], &octets[length - ends..]);
            format!("{mark}{}..{}#{length}", piece(first), piece(last))
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words.join(" "))?;
        for (name, value) in &self.fields {
            match value.contains(' ') {
                true => write!(f, " {name}=\"{value}\"")?,
                false => write!(f, " {name}={value}")?,
            }
        }
        Ok(())
    }
}
