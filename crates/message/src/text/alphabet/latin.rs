//! The alphabets of one octet a character whose code points hardly differ from the octets.

use super::{Decoded, MissingLetter};

/// The character of an octet in one alphabet; `None`: no character.
type Letter = fn(u8) -> Option<char>;

pub(super) fn ascii(octet: u8) -> Option<char> {
    octet.is_ascii().then_some(char::from(octet))
}

pub(super) fn latin1(octet: u8) -> Option<char> {
    Some(char::from(octet))
}

/// The eight places where ISO-8859-15 is not ISO-8859-1.
pub(super) fn latin9(octet: u8) -> Option<char> {
    Some(match octet {
        0xA4 => '€',
        0xA6 => 'Š',
        0xA8 => 'š',
        0xB4 => 'Ž',
        0xB8 => 'ž',
        0xBC => 'Œ',
        0xBD => 'œ',
        0xBE => 'Ÿ',
        same => char::from(same),
    })
}

pub(super) fn decode(octets: &[u8], letter: Letter, decoded: &mut Decoded) {
    decoded.text.reserve(octets.len());
    for octet in octets {
        let known = letter(*octet);
        decoded.meaningless += usize::from(known.is_none());
        decoded.text.push(known.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
}

pub(super) fn encode(text: &str, letter: Letter, out: &mut Vec<u8>) -> Result<(), MissingLetter> {
    out.reserve(text.len());
    for (at, wanted) in text.char_indices() {
        let octet = octet(wanted, letter).ok_or(MissingLetter { at, letter: wanted })?;
        out.push(octet);
    }
    Ok(())
}

/// Nearly always the code point itself; else one of the few octets A4 to BE that Latin-9 gave away.
fn octet(wanted: char, letter: Letter) -> Option<u8> {
    let same = u8::try_from(u32::from(wanted)).ok();
    same.into_iter().chain(0xA4..=0xBE).find(|octet| letter(*octet) == Some(wanted))
}
