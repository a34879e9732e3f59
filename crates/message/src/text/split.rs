//! The one splitter: a text or binary content becomes the parts of a message.
//!
//! It never truncates and never makes a part that is over its capacity: what does not fit the
//! allowed number of parts is an error that tells the number needed. Parts are counted by laying
//! them out, not by dividing, because neither an escape nor a surrogate pair is ever cut (TS 23.040
//! s9.2.3.24.1).

mod choose;
mod cut;
mod part;

pub use choose::Coding;
pub use part::Part;

use super::capacity::Unit;
use super::data_coding::{self, Mark};
use super::gsm::{Language, Tables};
use super::udh::{Header, Reference};
use part::{Layout, Rooms};
use std::num::NonZeroU8;

/// How a message may be split.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Languages whose national tables may be used, the preferred one first. Not every phone knows
    /// them.
    pub languages: &'a [Language],
    /// The reference of the parts, its size included; not written where one part is enough.
    pub reference: Reference,
    /// Elements that every part has to carry, such as ports; no concatenation and no national
    /// tables.
    pub elements: &'a Header,
    /// What the phone is told beside the content. Binary content carries a class at most.
    pub mark: Mark,
    /// The most parts wanted.
    pub parts_max: NonZeroU8,
}

/// A message in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// What stands behind the headers: septets, one per octet and not packed; octets as given; or
    /// UTF-16, high octet first.
    pub unit: Unit,
    /// The data_coding of every part.
    pub data_coding: u8,
    /// 1 to 255 parts, in order.
    pub parts: Vec<Part>,
}

/// What a text would take, without making the parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Unicode characters of the text.
    pub characters: usize,
    /// The alphabet, and with it what `units` and `left` count.
    pub coding: Coding,
    /// Septets or code units of the text, headers not counted.
    pub units: usize,
    /// Parts.
    pub parts: usize,
    /// Units free in the last part.
    pub left: usize,
}

/// Why content cannot be split as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitError {
    /// It takes more parts than allowed, or more than the 255 that a header can number.
    TooManyParts {
        /// Parts that it takes.
        needed: usize,
        /// Parts allowed.
        allowed: u8,
    },
    /// The elements that every part has to carry leave no room for the content.
    NoRoom,
    /// Among these elements is one that the splitter itself writes.
    ReservedElement {
        /// Its identifier.
        identifier: u8,
    },
}

impl std::fmt::Display for SplitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SplitError::TooManyParts { needed, allowed } => {
                write!(f, "the message takes {needed} parts, {allowed} are allowed")
            }
            SplitError::NoRoom => f.write_str("the header leaves no room for the content"),
            SplitError::ReservedElement { identifier } => {
                write!(f, "element {identifier:02X} is not to be given: the splitter writes it")
            }
        }
    }
}

impl std::error::Error for SplitError {}

/// Split a text, in the alphabet that takes the fewest parts.
pub fn text(text: &str, options: &Options<'_>) -> Result<Split, SplitError> {
    part::check_elements(options)?;
    let choice = choose::choose(text, options)?;
    let total = allowed(choice.parts, options)?;
    let alphabet = choice.coding.alphabet();
    let layout = Layout { tables: choice.coding.tables(), options, total };
    let parts = cut::slices(text, &choice)
        .zip(1..=total)
        .map(|(slice, sequence)| {
            layout.part(sequence, |octets| {
                alphabet.encode(slice, octets).expect("chosen because it has every character");
            })
        })
        .collect::<Result<_, _>>()?;
    let data_coding = match choice.coding {
        Coding::Gsm7(_) => data_coding::of_gsm7(options.mark),
        Coding::Ucs2 => data_coding::of_ucs2(options.mark),
    };
    Ok(Split { unit: choice.coding.unit(), data_coding, parts })
}

/// Split octets.
pub fn binary(octets: &[u8], options: &Options<'_>) -> Result<Split, SplitError> {
    part::check_elements(options)?;
    let rooms = Rooms::of(Tables::DEFAULT, Unit::Octet, options).ok_or(SplitError::NoRoom)?;
    let room = if octets.len() <= rooms.alone { rooms.alone } else { rooms.among_many };
    if room == 0 {
        return Err(SplitError::NoRoom);
    }
    let total = allowed(octets.len().div_ceil(room).max(1), options)?;
    let layout = Layout { tables: Tables::DEFAULT, options, total };
    let parts = (1..=total)
        .map(|sequence| {
            let from = usize::from(sequence - 1) * room;
            let to = octets.len().min(from + room);
            layout.part(sequence, |user_data| user_data.extend_from_slice(&octets[from..to]))
        })
        .collect::<Result<_, _>>()?;
    let class = match options.mark {
        Mark::Class(class) => Some(class),
        Mark::None | Mark::Waiting(_) => None,
    };
    Ok(Split { unit: Unit::Octet, data_coding: data_coding::of_binary(class), parts })
}

/// What [`text`] would make of a text.
pub fn count(text: &str, options: &Options<'_>) -> Result<Count, SplitError> {
    part::check_elements(options)?;
    let choice = choose::choose(text, options)?;
    allowed(choice.parts, options)?;
    let last = cut::slices(text, &choice).last().unwrap_or_default();
    let used: usize = last.chars().filter_map(|letter| choice.coding.cost(letter)).sum();
    Ok(Count {
        characters: text.chars().count(),
        coding: choice.coding,
        units: choice.units,
        parts: choice.parts,
        left: choice.room - used,
    })
}

fn allowed(parts: usize, options: &Options<'_>) -> Result<u8, SplitError> {
    let allowed = options.parts_max.get();
    match u8::try_from(parts) {
        Ok(parts) if parts <= allowed => Ok(parts),
        _ => Err(SplitError::TooManyParts { needed: parts, allowed }),
    }
}
