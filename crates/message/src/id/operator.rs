//! An operator's id, in all the forms that it may come back in.
//!
//! The id of `submit_sm_resp` and that of the receipt ought to be one string (SMPP 3.4 appendix
//! B) and often are not: leading zeros, the case and dashes come and go, one of the two is
//! hexadecimal and the other decimal, or one is the other's characters written in hexadecimal.
//! So every attempt is indexed under one [`index_key`], and a receipt is looked up under all
//! its [`lookup_keys`]: together these find each of the forms in both directions.

use std::borrow::Cow;
use std::fmt;

/// How a reported id leads to the id that `submit_sm_resp` gave. The order is that of trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// Octet for octet the same, blanks at the ends aside.
    Exact,
    /// The same but for case, leading zeros, dashes and control characters.
    Folded,
    /// Reported in hexadecimal, given in decimal.
    FromHex,
    /// Reported in decimal, given in hexadecimal.
    FromDecimal,
    /// Reported as the hexadecimal codes of the characters that were given.
    FromCodes,
    /// Reported as the characters whose hexadecimal codes were given.
    ToCodes,
}

/// An id with all that varies taken out of it. Only ids of one operator may be compared: the
/// scope belongs to the caller.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdKey<'a>(Cow<'a, str>);

impl IdKey<'_> {
    /// What does not vary.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same, to be kept.
    pub fn into_owned(self) -> IdKey<'static> {
        IdKey(Cow::Owned(self.0.into_owned()))
    }
}

/// Ids are at most 64 characters, and twice that as codes; what is longer has no other base
/// (the conversion is quadratic, and the octets come from a peer).
const CONVERTED_MAX: usize = 128;

/// The key under which the id of `submit_sm_resp` is kept; `None` for an empty id.
///
/// Two ids may share a key (`12-3` and `1-23`): the caller keeps the ids themselves and
/// prefers the one that is [`Likeness::Exact`], then the destination.
pub fn index_key(given: &[u8]) -> Option<IdKey<'_>> {
    let folded = fold(given);
    (!folded.is_empty()).then_some(IdKey(folded))
}

/// The keys to look a reported id up under, in the order of trust: one to five, each computed
/// when it is asked for, so that an exact match costs one.
pub fn lookup_keys(reported: &[u8]) -> impl Iterator<Item = (Likeness, IdKey<'_>)> {
    let folded = fold(reported);
    [
        Likeness::Folded,
        Likeness::FromHex,
        Likeness::FromDecimal,
        Likeness::FromCodes,
        Likeness::ToCodes,
    ]
    .into_iter()
    .filter_map(move |likeness| {
        let text = convert(likeness, reported, &folded)?;
        let repeated = likeness != Likeness::Folded && text == folded;
        (!repeated && !text.is_empty()).then_some((likeness, IdKey(text)))
    })
}

/// How `reported` is the id that was `given`, if it is.
pub fn recognise(given: &[u8], reported: &[u8]) -> Option<Likeness> {
    let key = index_key(given)?;
    if given == reported || trim(given) == trim(reported) {
        return Some(Likeness::Exact);
    }
    lookup_keys(reported).find(|(_, other)| *other == key).map(|(likeness, _)| likeness)
}

impl fmt::Display for IdKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn convert<'a>(likeness: Likeness, raw: &[u8], folded: &Cow<'a, str>) -> Option<Cow<'a, str>> {
    let too_long = folded.len() > CONVERTED_MAX && likeness != Likeness::Folded;
    if folded.is_empty() || too_long {
        return None;
    }
    match likeness {
        Likeness::Exact | Likeness::Folded => Some(folded.clone()),
        Likeness::FromHex => rebase(folded, 16, 10).map(Cow::Owned),
        Likeness::FromDecimal => rebase(folded, 10, 16).map(Cow::Owned),
        Likeness::FromCodes => characters(folded).map(|text| Cow::Owned(folded_of(&text))),
        // The codes are those of the characters as they came: case and zeros count.
        Likeness::ToCodes => Some(Cow::Owned(folded_of(codes(trim(raw)).as_bytes()))),
    }
}

/// Lower case, without dashes, blanks, control characters and leading zeros.
///
/// Octet 0x11 is `_` in the GSM alphabet (TS 23.038 s6.2.1): what a centre sends that writes
/// its receipts in it, while `submit_sm_resp` had the ASCII one.
fn fold(id: &[u8]) -> Cow<'_, str> {
    // Most ids have nothing to fold, and every message has an id.
    let plain = |it: &u8| it.is_ascii_graphic() && !it.is_ascii_uppercase() && *it != b'-';
    let zeros = id.iter().take_while(|octet| **octet == b'0').count();
    // Of nothing but zeros one stays.
    let rest = &id[zeros.min(id.len().saturating_sub(1))..];
    match std::str::from_utf8(rest) {
        Ok(text) if rest.iter().all(plain) => Cow::Borrowed(text),
        Ok(_) | Err(_) => Cow::Owned(folded_of(id)),
    }
}

fn folded_of(id: &[u8]) -> String {
    let kept = id.iter().filter_map(|octet| match octet {
        0x11 => Some('_'),
        b'-' | b' ' | 0x7F => None,
        octet if octet.is_ascii_control() => None,
        octet => Some(char::from(octet.to_ascii_lowercase())),
    });
    let mut text = String::with_capacity(id.len());
    text.extend(kept);
    let zeros = text.bytes().take_while(|octet| *octet == b'0').count();
    // Of nothing but zeros one stays.
    text.drain(..zeros.min(text.len().saturating_sub(1)));
    text
}

fn trim(id: &[u8]) -> &[u8] {
    let blank = |octet: &u8| *octet == b' ' || octet.is_ascii_control();
    let start = id.iter().position(|octet| !blank(octet)).unwrap_or(id.len());
    let end = id.iter().rposition(|octet| !blank(octet)).map_or(start, |last| last + 1);
    &id[start..end]
}

/// The number that `text` spells in base `from`, spelt in base `to`; of any length.
fn rebase(text: &str, from: u32, to: u32) -> Option<String> {
    let mut digits: Vec<u32> = Vec::new(); // the least significant first
    for character in text.chars() {
        let mut carry = character.to_digit(from)?;
        for digit in &mut digits {
            carry += *digit * from;
            *digit = carry % to;
            carry /= to;
        }
        while carry > 0 {
            digits.push(carry % to);
            carry /= to;
        }
    }
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    digits.iter().rev().map(|digit| char::from_digit(*digit, to)).collect()
}

/// `414243` -> `ABC`; only what spells printable ASCII.
fn characters(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let octet = |pair: &[u8]| {
        let high = char::from(pair[0]).to_digit(16)?;
        let low = char::from(pair[1]).to_digit(16)?;
        u8::try_from(high * 16 + low).ok().filter(u8::is_ascii_graphic)
    };
    digits.chunks_exact(2).map(octet).collect()
}

/// `abc` -> `616263`.
fn codes(text: &[u8]) -> String {
    let halves = text.iter().flat_map(|octet| [octet >> 4, octet & 15]);
    halves.filter_map(|half| char::from_digit(u32::from(half), 16)).collect()
}
