//! An operator's id, in all the forms that it may come back in.
//!
//! The id of `submit_sm_resp` and that of the receipt ought to be one string (SMPP 3.4 appendix
//! B) and often are not: leading zeros, the case and dashes come and go, one of the two is
//! hexadecimal and the other decimal, or one is the other's characters written in hexadecimal.
//! So every attempt is indexed under one [`index_key`], and a receipt is looked up under all
//! its [`lookup_keys`]: together these find each of the forms in both directions.

use smallvec::SmallVec;
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
pub struct IdKey(Folded);

/// Most ids have no more octets.
type Folded = SmallVec<[u8; 32]>;

impl IdKey {
    /// What does not vary.
    pub fn octets(&self) -> &[u8] {
        &self.0
    }
}

/// Ids are at most 64 characters, and twice that as codes; what is longer has no other base
/// (the conversion is quadratic, and the octets come from a peer).
const CONVERTED_MAX: usize = 128;

/// The key under which the id of `submit_sm_resp` is kept; `None` for an empty id.
///
/// Two ids may share a key (`12-3` and `1-23`): the caller keeps the ids themselves and
/// prefers the one that is [`Likeness::Exact`], then the destination.
pub fn index_key(given: &[u8]) -> Option<IdKey> {
    let folded = fold(given);
    (!folded.is_empty()).then_some(IdKey(folded))
}

/// The keys to look a reported id up under, in the order of trust: one to five, each computed
/// when it is asked for, so that an exact match costs one.
pub fn lookup_keys(reported: &[u8]) -> impl Iterator<Item = (Likeness, IdKey)> {
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

impl fmt::Display for IdKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0))
    }
}

fn convert(likeness: Likeness, raw: &[u8], folded: &Folded) -> Option<Folded> {
    let too_long = folded.len() > CONVERTED_MAX && likeness != Likeness::Folded;
    if folded.is_empty() || too_long {
        return None;
    }
    match likeness {
        Likeness::Exact | Likeness::Folded => Some(folded.clone()),
        Likeness::FromHex => rebase(folded, 16, 10),
        Likeness::FromDecimal => rebase(folded, 10, 16),
        Likeness::FromCodes => characters(folded).map(|text| fold(&text)),
        // The codes are those of the characters as they came: case and zeros count.
        Likeness::ToCodes => Some(fold(&codes(trim(raw)))),
    }
}

/// Lower case, without dashes, blanks, control characters and leading zeros.
fn fold(id: &[u8]) -> Folded {
    let mut text = Folded::from_slice(id);
    text.iter_mut().for_each(|octet| *octet = KEPT[usize::from(*octet)]);
    if text.contains(&0) {
        text.retain(|octet| *octet != 0);
    }
    let zeros = text.iter().take_while(|octet| **octet == b'0').count();
    // Of nothing but zeros one stays.
    let zeros = zeros.min(text.len().saturating_sub(1));
    if zeros > 0 {
        text.drain(..zeros);
    }
    text
}

/// What each octet of an id counts as; 0: as nothing.
///
/// Octet 0x11 is `_` in the GSM alphabet (TS 23.038 s6.2.1): what a centre sends that writes
/// its receipts in it, while `submit_sm_resp` had the ASCII one.
const KEPT: [u8; 256] = {
    let mut kept = [0; 256];
    let mut place = 0;
    while place < kept.len() {
        let octet = place as u8;
        kept[place] = match octet {
            0x11 => b'_',
            b'-' | b' ' => 0,
            _ if octet.is_ascii_control() => 0,
            _ => octet.to_ascii_lowercase(),
        };
        place += 1;
    }
    kept
};

fn trim(id: &[u8]) -> &[u8] {
    let blank = |octet: &u8| *octet == b' ' || octet.is_ascii_control();
    let start = id.iter().position(|octet| !blank(octet)).unwrap_or(id.len());
    let end = id.iter().rposition(|octet| !blank(octet)).map_or(start, |last| last + 1);
    &id[start..end]
}

/// The number that `text` spells in base `from`, spelt in base `to`; of any length.
fn rebase(text: &[u8], from: u32, to: u32) -> Option<Folded> {
    let mut digits: Vec<u32> = Vec::new(); // the least significant first
    for octet in text {
        let mut carry = char::from(*octet).to_digit(from)?;
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
        digits.push(0);
    }
    digits.iter().rev().map(|digit| spelt(*digit, to)).collect()
}

/// `414243` -> `ABC`; only what spells printable ASCII.
fn characters(digits: &[u8]) -> Option<Vec<u8>> {
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
fn codes(text: &[u8]) -> Vec<u8> {
    let halves = text.iter().flat_map(|octet| [octet >> 4, octet & 15]);
    halves.filter_map(|half| spelt(u32::from(half), 16)).collect()
}

fn spelt(digit: u32, base: u32) -> Option<u8> {
    char::from_digit(digit, base).map(|digit| digit as u8)
}
