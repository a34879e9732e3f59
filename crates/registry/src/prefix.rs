//! First digits, and tables that are asked by them.

use arrayvec::ArrayString;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;

/// The first digits of international numbers: 1 to 15, the first not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefix(ArrayString<15>);

/// Values by the beginnings of texts.
#[derive(Debug, Clone)]
pub(crate) struct Prefixes<T>(BTreeMap<Box<[u8]>, T>);

// === impl Prefix ===

impl Prefix {
    /// Reads digits, with `+` before them or without.
    pub fn parse(text: &str) -> Option<Prefix> {
        let digits = text.strip_prefix('+').unwrap_or(text);
        let is_prefix = digits.bytes().all(|octet| octet.is_ascii_digit())
            && !digits.is_empty()
            && !digits.starts_with('0');
        is_prefix.then(|| ArrayString::from(digits).ok().map(Prefix)).flatten()
    }

    /// The digits, without `+`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", self.0)
    }
}

// === impl Prefixes ===

impl<T> Default for Prefixes<T> {
    fn default() -> Prefixes<T> {
        Prefixes(BTreeMap::new())
    }
}

impl<T> Prefixes<T> {
    /// The value of exactly this beginning.
    pub(crate) fn at(&self, beginning: &str) -> Option<&T> {
        self.0.get(beginning.as_bytes())
    }

    /// The same, made if there is none.
    pub(crate) fn entry(&mut self, beginning: &str) -> &mut T
    where
        T: Default,
    {
        self.0.entry(beginning.as_bytes().into()).or_default()
    }

    pub(crate) fn insert(&mut self, beginning: &str, value: T) {
        self.0.insert(beginning.as_bytes().into(), value);
    }

    /// The values of all beginnings of `text`, that of the longest first.
    ///
    /// Everything between a beginning and the text starts as both do. So the last entry up to the
    /// text, cut to what it has in common with it, leads to the longest beginning in a few steps.
    pub(crate) fn of<'a>(&'a self, text: &str) -> impl Iterator<Item = &'a T> {
        let mut rest = text.as_bytes();
        std::iter::from_fn(move || {
            while !rest.is_empty() {
                let up_to = (Bound::Unbounded, Bound::Included(rest));
                let (entry, value) = self.0.range::<[u8], _>(up_to).next_back()?;
                let common = entry.iter().zip(rest).take_while(|(one, other)| one == other).count();
                if common == entry.len() {
                    rest = &rest[..common.saturating_sub(1)];
                    return Some(value);
                }
                rest = &rest[..common];
            }
            None
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(entries: &[&str], text: &str, expected: &[&str]) {
        let mut prefixes = Prefixes::default();
        for entry in entries {
            prefixes.insert(entry, *entry);
        }
        let found: Vec<&str> = prefixes.of(text).copied().collect();
        assert_eq!(found, expected, "{text:?} in {entries:?}");
    }

    #[test]
    fn all_beginnings_are_found_the_longest_first() {
        let entries = ["1", "4", "44", "447", "4477", "4479", "45", "47700", "5"];
        check(&entries, "447700900123", &["4477", "447", "44", "4"]);
        check(&entries, "447800900123", &["447", "44", "4"]);
        check(&entries, "447", &["447", "44", "4"]);
        check(&entries, "46", &["4"]);
        check(&entries, "9", &[]);
        check(&entries, "0", &[]);
        check(&entries, "", &[]);
        check(&[], "447", &[]);
        check(&["44", "4400", "440012", "4401"], "44013", &["4401", "44"]);
        check(&["Ä", "Ärz", "Äs"], "Ärzte", &["Ärz", "Ä"]);
        // The first octet of two letters is the same, and no beginning of either.
        check(&["Ä"], "Ö", &[]);
    }
}
