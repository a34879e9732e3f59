//! Where texts from phones go: numbers and services.

use crate::name::Name;
use crate::net::Webhook;
use crate::prefix::Prefix;
use crate::sender::written;
use message::address::{AddressError, Source, Ton};
use message::object::{AccountId, NumberId, ServiceId};
use std::collections::BTreeSet;
use std::fmt;

/// What is leased to an account. It may send as this, and gets what phones send to it.
#[derive(Debug, Clone)]
pub struct Number {
    /// Its number, for records.
    pub id: NumberId,
    /// What is leased.
    pub leased: Leased,
    /// To whom.
    pub account: AccountId,
    /// Where texts go: those with a keyword of a service to it, all others to the one that has no
    /// keywords.
    pub services: Vec<ServiceId>,
}

/// One address, or a block of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leased {
    /// `+447700900100`, `12345`, `ACME`.
    One(Source),
    /// `+4477009001*`: all numbers that begin so.
    Block(Prefix),
}

/// What to do with texts from phones.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its number, for records.
    pub id: ServiceId,
    /// Its name, for people.
    pub name: Name,
    /// Whose it is.
    pub account: AccountId,
    /// Where the texts go.
    pub target: Target,
    /// The first words of the texts that it takes; none: it takes those that no other takes.
    pub keywords: BTreeSet<Keyword>,
}

/// Where texts go.
#[derive(Debug, Clone)]
pub enum Target {
    /// `smpp://`: to any session of the account that receives.
    Sessions,
    /// `https://...`: to a webhook.
    Webhook(Webhook),
    /// `keep`: nowhere; they are kept until somebody collects them.
    Keep,
}

/// The first word of a text: 1 to 32 letters and digits, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Keyword(Box<str>);

const KEYWORD_MAX: usize = 32;

// === impl Leased ===

impl Leased {
    /// Reads what is leased.
    ///
    /// # Errors
    /// The text is neither an address nor the beginning of numbers and a star.
    pub fn parse(text: &str) -> Result<Leased, AddressError> {
        match text.strip_suffix('*').and_then(Prefix::parse) {
            Some(digits) => Ok(Leased::Block(digits)),
            None => written(text, Ton::UNKNOWN).map(Leased::One),
        }
    }
}

impl fmt::Display for Leased {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Leased::One(Source::Number(number)) => write!(f, "+{}", number.as_str()),
            Leased::One(source) => source.fmt(f),
            Leased::Block(digits) => write!(f, "{digits}*"),
        }
    }
}

// === impl Keyword ===

impl Keyword {
    /// A keyword as people configure it; `None` if no text begins with it.
    pub fn parse(text: &str) -> Option<Keyword> {
        text.chars().all(char::is_alphanumeric).then(|| Keyword::of(text)).flatten()
    }

    /// The first letters and digits of a text, whatever signs and blanks stand before them: phones
    /// send ` "Stop". ` too. `None` if there are none, or too many for a keyword.
    pub fn of(text: &str) -> Option<Keyword> {
        let text = text.trim_start_matches(|character: char| !character.is_alphanumeric());
        let letters = text.chars().take_while(|character| character.is_alphanumeric());
        let word: String = letters.take(KEYWORD_MAX + 1).flat_map(char::to_lowercase).collect();
        (1..=KEYWORD_MAX).contains(&word.chars().count()).then(|| Keyword(word.into()))
    }

    /// The letters and digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Keyword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
