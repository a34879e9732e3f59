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
const LOUD: [&str; 5] = ["status", "written", "never_written", "deviations", "field"];

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

    /// The words in front of those of `self`.
    pub(crate) fn behind(mut self, words: &str) -> Line {
        let mut all = Line::words(words).words;
        all.append(&mut self.words);
        self.words = all;
        self
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.get(name).map(|text| match text.strip_prefix("0x") {
            Some(hex) => u64::from_str_radix(hex, 16).expect("a hexadecimal number"),
            None => text.parse().expect("a number"),
        })
    }

    /// Is `actual` what this line expects? Fields that the line does not name may be anything, but
    /// the loud ones.
    pub(crate) fn expects(&self, actual: &Line) -> bool {
        self.words == actual.words
            && self.fields.iter().all(|(name, value)| actual.get(name) == Some(value))
            && LOUD.iter().all(|&name| self.get(name) == actual.get(name))
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
