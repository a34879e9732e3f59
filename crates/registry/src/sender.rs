//! Who may send as whom.

use crate::prefix::{Prefix, Prefixes};
use message::address::{Address, AddressError, Npi, Source, Ton};
use std::collections::BTreeSet;

/// The kinds of senders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum SenderKind {
    /// A phone number.
    Number,
    /// A short code.
    ShortCode,
    /// A name.
    Name,
}

/// One line of a list of senders; see [`Senders`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SenderPattern {
    /// Every sender.
    Any,
    /// Every sender of a kind.
    Kind(SenderKind),
    /// Every number with these first digits.
    Numbers(Prefix),
    /// Every name with these first characters.
    Names(Source),
    /// This sender.
    One(Source),
}

/// A set of senders. Each line of a list adds some:
///
/// | written | means |
/// |---|---|
/// | `ACME`, `+447700900100`, `12345` | this one, octet for octet |
/// | `ACME*` | every name that begins so |
/// | `+4477*` | every number that begins so |
/// | `name:*`, `number:*`, `short_code:*` | every one of this kind |
/// | `*` | every one |
#[derive(Debug, Clone, Default)]
pub struct Senders {
    kinds: BTreeSet<SenderKind>,
    ones: BTreeSet<Source>,
    numbers: Prefixes<()>,
    names: Prefixes<()>,
}

// === impl SenderKind ===

impl SenderKind {
    const ALL: [SenderKind; 3] = [SenderKind::Number, SenderKind::ShortCode, SenderKind::Name];

    /// The kind of a sender.
    fn of(source: &Source) -> SenderKind {
        match source {
            Source::Number(_) => SenderKind::Number,
            Source::ShortCode(_) => SenderKind::ShortCode,
            Source::Name(_) => SenderKind::Name,
        }
    }
}

// === impl SenderPattern ===

impl SenderPattern {
    /// Reads one line.
    ///
    /// # Errors
    /// The line, its star aside, is neither a sender nor the beginning of one.
    pub(crate) fn parse(text: &str) -> Result<SenderPattern, AddressError> {
        match text {
            "*" => return Ok(SenderPattern::Any),
            "number:*" => return Ok(SenderPattern::Kind(SenderKind::Number)),
            "short_code:*" => return Ok(SenderPattern::Kind(SenderKind::ShortCode)),
            "name:*" => return Ok(SenderPattern::Kind(SenderKind::Name)),
            _ => {}
        }
        match text.strip_suffix('*') {
            Some(beginning) => match Prefix::parse(beginning) {
                Some(digits) => Ok(SenderPattern::Numbers(digits)),
                None => written(beginning, Ton::ALPHANUMERIC).map(SenderPattern::Names),
            },
            None => written(text, Ton::UNKNOWN).map(SenderPattern::One),
        }
    }
}

/// The sender that people write so: digits are a number or a short code, anything else is a name.
pub(crate) fn written(text: &str, ton: Ton) -> Result<Source, AddressError> {
    Address { ton, npi: Npi::UNKNOWN, text }.source(None)
}

// === impl Senders ===

impl Senders {
    /// Does the sender belong to the set? Case counts: the phone shows it.
    pub fn contain(&self, source: &Source) -> bool {
        let beginnings = match source {
            Source::Number(_) => Some(&self.numbers),
            Source::Name(_) => Some(&self.names),
            Source::ShortCode(_) => None,
        };
        self.kinds.contains(&SenderKind::of(source))
            || self.ones.contains(source)
            || beginnings.is_some_and(|all| all.of(source.address().text).next().is_some())
    }
}

impl FromIterator<SenderPattern> for Senders {
    fn from_iter<I: IntoIterator<Item = SenderPattern>>(patterns: I) -> Senders {
        let mut senders = Senders::default();
        for pattern in patterns {
            match pattern {
                SenderPattern::Any => senders.kinds.extend(SenderKind::ALL),
                SenderPattern::Kind(kind) => senders.kinds.extend([kind]),
                SenderPattern::Numbers(digits) => senders.numbers.insert(digits.as_str(), ()),
                SenderPattern::Names(name) => senders.names.insert(name.address().text, ()),
                SenderPattern::One(source) => senders.ones.extend([source]),
            }
        }
        senders
    }
}
