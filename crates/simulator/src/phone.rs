//! Phones that keep what they received, joined and decoded, and that can write.

mod join;
mod read;
mod write;

pub(crate) use write::{Written, write};

use crate::content::Content;
use crate::party::Party;
use crate::profile::Bounds;
use crate::receipt::Outcome;
use join::{Group, Joins};
use message::state::SmppState;
use message::text::alphabet::Alphabet;
use message::text::udh::Ports;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

/// All phones of an operator. A number that nobody has added is a phone too, and switched on.
#[derive(Debug)]
pub struct Phones {
    by_number: BTreeMap<String, Phone>,
    default_alphabet: Alphabet,
    phones_max: usize,
    inbox_max: usize,
    joins_max: usize,
    not_kept: u64,
}

/// One phone.
#[derive(Debug)]
pub struct Phone {
    presence: Presence,
    inbox: VecDeque<Received>,
    deleted: u64,
    joins: Joins,
    /// Of the last long message that it wrote.
    reference: u16,
}

/// Can a phone be reached?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// Yes.
    On,
    /// It is off or out of reach: the operator tries until validity ends.
    Off,
    /// It has no room for another message.
    Full,
    /// It may not receive.
    Barred,
    /// Nobody has the number: submissions are answered ESME_RINVDSTADR.
    Unknown,
}

/// A message on a phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// When its last part came.
    pub at: Duration,
    /// From whom.
    pub from: Party,
    /// What it says.
    pub body: Body,
    /// The application it is for.
    pub ports: Option<Ports>,
    /// Parts that came.
    pub parts: usize,
    /// Parts that did not.
    pub missing: usize,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Text.
    Text {
        /// All that had a meaning.
        text: String,
        /// How many characters, or odd octets, had none.
        flaws: usize,
    },
    /// No text: the octets behind the headers.
    Binary(Vec<u8>),
}

/// No phone can be added, or written from, for this reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneError {
    /// There are as many as the bounds allow.
    Full,
    /// That is no number of a phone.
    NoNumber,
}

const ABSENT_SUBSCRIBER: u16 = 27;
const MEMORY_FULL: u16 = 32;
const CALL_BARRED: u16 = 13;
const UNKNOWN_SUBSCRIBER: u16 = 1;

/// The one form of a phone's number, however it is written; `None` if no phone can have it.
pub fn number(written: &str) -> Option<String> {
    Party::new(written).number()
}

// === impl Phones ===

impl Phones {
    pub(crate) fn new(bounds: &Bounds, default_alphabet: Alphabet) -> Phones {
        Phones {
            by_number: BTreeMap::new(),
            default_alphabet,
            phones_max: bounds.phones_max,
            inbox_max: bounds.inbox_max.max(1),
            joins_max: bounds.joins_max.max(1),
            not_kept: 0,
        }
    }

    /// Adds a phone, or changes the one that has the number.
    ///
    /// # Errors
    /// There is no room, or this is no number.
    pub fn add(&mut self, number: &str, presence: Presence) -> Result<(), PhoneError> {
        let number = Party::new(number).number().ok_or(PhoneError::NoNumber)?;
        self.entry(number).ok_or(PhoneError::Full)?.presence = presence;
        Ok(())
    }

    /// The phone with this number, in any form; `None` if nothing is known of it.
    pub fn phone(&self, number: &str) -> Option<&Phone> {
        self.by_number.get(&Party::new(number).number()?)
    }

    /// All phones, by number: digits without `+`.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Phone)> {
        self.by_number.iter().map(|(number, phone)| (number.as_str(), phone))
    }

    /// How many messages went to phones that there was no room for.
    pub fn not_kept(&self) -> u64 {
        self.not_kept
    }

    pub(crate) fn presence(&self, number: &str) -> Presence {
        self.by_number.get(number).map_or(Presence::On, |phone| phone.presence)
    }

    /// A part, or a whole message, reaches the phone.
    pub(crate) fn receive(&mut self, number: String, content: Arc<Content>, at: Duration) {
        let (default, max) = (self.default_alphabet, self.inbox_max);
        let Some(phone) = self.entry(number) else {
            self.not_kept += 1;
            return;
        };
        for group in phone.joins.add(content) {
            let received = show(group, at, default);
            phone.keep(received, max);
        }
    }

    /// The number for the phone's next long message.
    pub(crate) fn next_reference(&mut self, number: &str) -> u16 {
        let Some(phone) = self.entry(number.to_owned()) else { return 0 };
        phone.reference = phone.reference.wrapping_add(1);
        phone.reference
    }

    pub(crate) fn default_alphabet(&self) -> Alphabet {
        self.default_alphabet
    }

    /// The phone, new if need be; `None` if there is no room for a new one.
    fn entry(&mut self, number: String) -> Option<&mut Phone> {
        if self.by_number.len() >= self.phones_max && !self.by_number.contains_key(&number) {
            return None;
        }
        let joins_max = self.joins_max;
        Some(self.by_number.entry(number).or_insert_with(|| Phone::new(joins_max)))
    }
}

fn show(group: Group, at: Duration, default: Alphabet) -> Received {
    let (first, missing) = (&group.parts[0], group.missing);
    Received {
        at,
        from: first.source.clone(),
        body: read::body(&group.parts, default),
        ports: first.open().ports,
        parts: group.parts.len(),
        missing,
    }
}

// === impl Phone, Presence ===

impl Phone {
    fn new(joins_max: usize) -> Phone {
        Phone {
            presence: Presence::On,
            inbox: VecDeque::new(),
            deleted: 0,
            joins: Joins::new(joins_max),
            reference: 0,
        }
    }

    fn keep(&mut self, received: Received, max: usize) {
        if self.inbox.len() == max {
            self.inbox.pop_front();
            self.deleted += 1;
        }
        self.inbox.push_back(received);
    }

    /// Can it be reached?
    pub fn presence(&self) -> Presence {
        self.presence
    }

    /// What it has received and keeps, oldest first.
    pub fn inbox(&self) -> impl DoubleEndedIterator<Item = &Received> {
        self.inbox.iter()
    }

    /// How many messages it has deleted to make room.
    pub fn deleted(&self) -> u64 {
        self.deleted
    }

    /// Of how many long messages it waits for parts.
    pub fn joining(&self) -> usize {
        self.joins.len()
    }
}

impl Presence {
    /// How a message ends that such a phone does not take. For one that is off: if validity ends.
    pub(crate) fn outcome(self) -> Outcome {
        match self {
            Presence::On => Outcome::DELIVERED,
            Presence::Off => Outcome::new(SmppState::Expired, ABSENT_SUBSCRIBER),
            Presence::Full => Outcome::new(SmppState::Undeliverable, MEMORY_FULL),
            Presence::Barred => Outcome::new(SmppState::Undeliverable, CALL_BARRED),
            Presence::Unknown => Outcome::new(SmppState::Undeliverable, UNKNOWN_SUBSCRIBER),
        }
    }
}

impl std::fmt::Display for PhoneError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PhoneError::Full => f.write_str("there is no room for another phone"),
            PhoneError::NoNumber => f.write_str("that is no number of a phone"),
        }
    }
}

impl std::error::Error for PhoneError {}
