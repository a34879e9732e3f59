use super::part::Rooms;
use super::{Options, SplitError};
use crate::text::alphabet::Alphabet;
use crate::text::capacity::Unit;
use crate::text::gsm::{Language, Tables};

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// GSM 7-bit with these tables.
    Gsm7(Tables),
    /// UTF-16.
    Ucs2,
}

/// A way to write a text, and what it takes.
pub(super) struct Choice {
    pub(super) coding: Coding,
    /// Units of the whole text.
    pub(super) units: usize,
    pub(super) parts: usize,
    /// Units that fit in each part.
    pub(super) room: usize,
}

/// The way that takes the fewest parts; among equals the plainest, that is the first of: default
/// alphabet, single shift table, locking shift table, both, UCS2. Languages rank as the options
/// list them.
///
/// Absent on purpose: the single shift table of one language with the locking shift table of
/// another.
pub(super) fn choose(text: &str, options: &Options<'_>) -> Result<Choice, SplitError> {
    let plain = measure(text, Coding::Gsm7(Tables::DEFAULT), options);
    if let Some(plain @ Choice { parts: 1, .. }) = plain {
        return Ok(plain);
    }
    let others =
        other_codings(options.languages).filter_map(|coding| measure(text, coding, options));
    plain.into_iter().chain(others).min_by_key(|choice| choice.parts).ok_or(SplitError::NoRoom)
}

fn other_codings(languages: &[Language]) -> impl Iterator<Item = Coding> {
    let all = || languages.iter().copied();
    let with_locking = || all().filter(|language| language.has_locking_table());
    let single = all().map(|one| Tables { single: Some(one), locking: None });
    let locking = with_locking().map(|one| Tables { single: None, locking: Some(one) });
    let both = with_locking().map(|one| Tables { single: Some(one), locking: Some(one) });
    single.chain(locking).chain(both).map(Coding::Gsm7).chain([Coding::Ucs2])
}

/// `None`: a character is missing or there is no room.
fn measure(text: &str, coding: Coding, options: &Options<'_>) -> Option<Choice> {
    let rooms = Rooms::of(coding.tables(), coding.unit(), options)?;
    let (mut units, mut parts, mut used) = (0, 1, 0);
    for letter in text.chars() {
        let cost = coding.cost(letter)?;
        units += cost;
        used += cost;
        if used > rooms.among_many {
            parts += 1;
            used = cost;
        }
    }
    if units <= rooms.alone {
        return Some(Choice { coding, units, parts: 1, room: rooms.alone });
    }
    // With less room than two units a character that takes two would never fit.
    (rooms.among_many >= 2).then_some(Choice { coding, units, parts, room: rooms.among_many })
}

impl Coding {
    /// What its texts are counted in.
    pub const fn unit(self) -> Unit {
        match self {
            Coding::Gsm7(_) => Unit::Septet,
            Coding::Ucs2 => Unit::CodeUnit,
        }
    }

    pub(super) const fn tables(self) -> Tables {
        match self {
            Coding::Gsm7(tables) => tables,
            Coding::Ucs2 => Tables::DEFAULT,
        }
    }

    pub(super) const fn alphabet(self) -> Alphabet {
        match self {
            Coding::Gsm7(tables) => Alphabet::Gsm7(tables),
            Coding::Ucs2 => Alphabet::Ucs2,
        }
    }

    /// Units of one character; `None`: it cannot be written.
    pub(super) fn cost(self, letter: char) -> Option<usize> {
        match self {
            Coding::Gsm7(tables) => tables.cost(letter),
            Coding::Ucs2 => Some(letter.len_utf16()),
        }
    }
}
