//! User data becomes the parts of a message, each as it goes on the air.
//!
//! In the core's words a part is septets, one per octet, and then data_coding 0 is GSM 7-bit whatever
//! the account means by it; or it is octets, or UTF-16. Text in one of these that fits into one part
//! stays as it was submitted; all other text is read and written again.

use super::text::UserData;
use message::code::Refusal;
use message::text::alphabet::Alphabet;
use message::text::capacity::{OCTETS, Room, Unit, room};
use message::text::data_coding::{of_gsm7, of_ucs2};
use message::text::gsm::{Language, Tables};
use message::text::nearest::nearest;
use message::text::split::{self, Options, Split, SplitError};
use message::text::udh::Reference;
use records::submission::{Content, GroupKind};
use records::{Octets, SmolStr};
use registry::account::{MissingLetters, TextSettings};
use smallvec::SmallVec;
use std::num::NonZeroU8;

/// Mostly one.
type Parts = SmallVec<[Content; 1]>;

/// A text in parts.
pub(super) struct Written {
    pub(super) parts: Parts,
    pub(super) data_coding: u8,
    /// Its first characters; none of binary data and of text in UCS2.
    pub(super) beginning: Option<SmolStr>,
}

/// As many characters as any receipt shows.
const BEGINNING_MAX: usize = 25;

/// Octets of the concatenation that a part marked by TLVs gets on the air, with an 8-bit reference.
const CONCATENATION: usize = 5;

/// `reference`: for the parts, where the gateway splits.
pub(super) fn write(
    data: &UserData<'_>,
    settings: &TextSettings,
    reference: impl FnOnce() -> u8,
) -> Result<Written, Refusal> {
    let unit = unit(data.alphabet);
    let (parts, data_coding) = if data.header.len() > OCTETS {
        return Err(Refusal::PartTooLong);
    } else if unit.is_some_and(|unit| fits(data.body.len(), unit, own_room(data))) {
        (one(content(&data.header, data.body)), data.data_coding)
    } else if data.group.is_none() {
        split_parts(data, settings.parts_max, reference)?
    } else if unit.is_none() {
        own_part(data, settings)?
    } else {
        return Err(Refusal::PartTooLong);
    };
    Ok(Written { parts, data_coding, beginning: beginning(data) })
}

/// What a body is counted in, if it can go on the air as it is.
fn unit(alphabet: Option<Alphabet>) -> Option<Unit> {
    match alphabet {
        None => Some(Unit::Octet),
        Some(Alphabet::Gsm7(_)) => Some(Unit::Septet),
        Some(Alphabet::Ucs2) => Some(Unit::CodeUnit),
        Some(
            Alphabet::Ascii
            | Alphabet::Latin1
            | Alphabet::Latin9
            | Alphabet::Cyrillic
            | Alphabet::Hebrew
            | Alphabet::Japanese
            | Alphabet::JapaneseExtended
            | Alphabet::Korean,
        ) => None,
    }
}

fn fits(octets: usize, unit: Unit, room: Room) -> bool {
    let units = match unit {
        Unit::Septet | Unit::Octet => octets,
        Unit::CodeUnit => octets / 2,
    };
    units <= room.of(unit)
}

/// The room of one part behind its header, and behind the concatenation that TLVs stand for.
fn own_room(data: &UserData<'_>) -> Room {
    let by_tlvs = data.group.as_ref().is_some_and(|group| group.kind == GroupKind::Sar);
    let length_octet = usize::from(data.header.is_empty());
    let concatenation = if by_tlvs { length_octet + CONCATENATION } else { 0 };
    room(data.header.len() + concatenation)
}

/// The body as text; none: it is binary.
fn text(data: &UserData<'_>) -> Option<String> {
    data.alphabet.map(|alphabet| alphabet.decode(data.body).text)
}

fn one(content: Content) -> Parts {
    Parts::from_iter([content])
}

fn content(header: &[u8], body: &[u8]) -> Content {
    let header = (!header.is_empty()).then(|| Octets::from(header));
    Content { header, octets: Octets::from(body) }
}

/// The account's own part of a longer text, in an alphabet that no phone knows: it cannot become
/// two. GSM 7-bit or UCS2 where all of it fits; else the nearest letters, if the account wants them.
fn own_part(data: &UserData<'_>, settings: &TextSettings) -> Result<(Parts, u8), Refusal> {
    let text = &text(data).unwrap_or_default();
    let room = own_room(data);
    let tables = data.summary().tables;
    let gsm = |text: &str| {
        let mut septets = Vec::new();
        let written = Alphabet::Gsm7(tables).encode(text, &mut septets);
        (written.is_ok() && septets.len() <= room.septets).then_some(septets)
    };
    if let Some(septets) = gsm(text) {
        return Ok((one(content(&data.header, &septets)), of_gsm7(data.mark)));
    }
    let mut units = Vec::new();
    if Alphabet::Ucs2.encode(text, &mut units).is_ok() && units.len() / 2 <= room.code_units {
        return Ok((one(content(&data.header, &units)), of_ucs2(data.mark)));
    }
    let septets = match settings.missing_letters {
        MissingLetters::Nearest => gsm(&nearest(text, tables).text),
        MissingLetters::Refuse => None,
    };
    let septets = septets.ok_or(Refusal::PartTooLong)?;
    Ok((one(content(&data.header, &septets)), of_gsm7(data.mark)))
}

/// Splits text, or binary data, in the way that takes the fewest parts.
fn split_parts(
    data: &UserData<'_>,
    parts_max: NonZeroU8,
    reference: impl FnOnce() -> u8,
) -> Result<(Parts, u8), Refusal> {
    let elements = data.elements().map_err(|_| Refusal::PartTooLong)?;
    let languages = languages(data.summary().tables);
    let options = Options {
        languages: &languages,
        reference: Reference::Eight(reference()),
        elements: &elements,
        mark: data.mark,
        parts_max,
    };
    let split = match text(data) {
        Some(text) => split::text(&text, &options),
        None => split::binary(data.body, &options),
    };
    let Split { parts, data_coding, .. } = split.map_err(refusal)?;
    let parts = parts.iter().map(|part| content(part.header(), part.body())).collect();
    Ok((parts, data_coding))
}

/// The languages whose tables the account uses itself: its phones know them.
fn languages(tables: Tables) -> Vec<Language> {
    let mut languages: Vec<Language> = tables.single.into_iter().chain(tables.locking).collect();
    languages.dedup();
    languages
}

fn refusal(error: SplitError) -> Refusal {
    match error {
        SplitError::TooManyParts { .. } => Refusal::TextTooManyParts,
        SplitError::NoRoom => Refusal::PartTooLong,
        SplitError::ReservedElement { .. } => Refusal::HeaderMalformed,
    }
}

/// Receipts are ASCII: text in other scripts would be nothing but question marks.
fn beginning(data: &UserData<'_>) -> Option<SmolStr> {
    let alphabet = match data.alphabet? {
        Alphabet::Ucs2
        | Alphabet::Cyrillic
        | Alphabet::Hebrew
        | Alphabet::Japanese
        | Alphabet::JapaneseExtended
        | Alphabet::Korean => return None,
        known @ (Alphabet::Gsm7(_) | Alphabet::Ascii | Alphabet::Latin1 | Alphabet::Latin9) => {
            known
        }
    };
    let first = &data.body[..data.body.len().min(BEGINNING_MAX)];
    if let Some(text) = alphabet.plain(first) {
        return Some(text.into());
    }
    // A character takes two octets at most, behind an escape.
    let octets = &data.body[..data.body.len().min(2 * BEGINNING_MAX)];
    let text = alphabet.decode(octets).text;
    let end = text.char_indices().nth(BEGINNING_MAX).map_or(text.len(), |(end, _)| end);
    Some(text[..end].into())
}
