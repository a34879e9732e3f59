//! Why an address means nobody, and what a submission with it is answered.

use super::Ton;
use crate::code::Refusal;
use std::fmt;

/// Why an address means nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressError {
    /// No character at all.
    Empty,
    /// A character that is no digit, in a number.
    NotDigit(char),
    /// An international number with so many digits: fewer than 7 or more than 15.
    NumberLength(usize),
    /// A short code with so many digits: fewer than 3 or more than 8.
    ShortCodeLength(usize),
    /// A national number, by its type or its leading 0, without a country to complete it.
    National,
    /// An alphanumeric destination.
    Alphanumeric,
    /// An alphanumeric sender with so many characters: more than 11.
    NameLength(usize),
    /// A character that the GSM default alphabet does not have, in an alphanumeric sender.
    NameCharacter(char),
    /// A type of number that nobody has assigned.
    UnknownTon(Ton),
}

impl AddressError {
    /// The refusal of a submission to such a destination.
    pub fn of_destination(self) -> Refusal {
        match self {
            AddressError::Empty => Refusal::DestinationEmpty,
            AddressError::NotDigit(_) => Refusal::DestinationNotDigits,
            AddressError::NumberLength(_) | AddressError::ShortCodeLength(_) => {
                Refusal::DestinationLength
            }
            AddressError::National => Refusal::DestinationNational,
            AddressError::Alphanumeric
            | AddressError::NameLength(_)
            | AddressError::NameCharacter(_) => Refusal::DestinationAlphanumeric,
            AddressError::UnknownTon(_) => Refusal::DestinationTypeUnknown,
        }
    }

    /// The refusal of a submission from such a source.
    pub fn of_source(self) -> Refusal {
        match self {
            AddressError::UnknownTon(_) => Refusal::SenderTypeUnknown,
            AddressError::Empty
            | AddressError::NotDigit(_)
            | AddressError::NumberLength(_)
            | AddressError::ShortCodeLength(_)
            | AddressError::National
            | AddressError::Alphanumeric
            | AddressError::NameLength(_)
            | AddressError::NameCharacter(_) => Refusal::SenderMalformed,
        }
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AddressError::Empty => f.write_str("the address is empty"),
            AddressError::NotDigit(other) => write!(f, "{other:?} is no digit"),
            AddressError::NumberLength(length) => {
                write!(f, "a number has 7 to 15 digits, not {length}")
            }
            AddressError::ShortCodeLength(length) => {
                write!(f, "a short code has 3 to 8 digits, not {length}")
            }
            AddressError::National => f.write_str("a national number needs a country"),
            AddressError::Alphanumeric => f.write_str("a destination is a number"),
            AddressError::NameLength(length) => {
                write!(f, "a sender has at most 11 characters, not {length}")
            }
            AddressError::NameCharacter(other) => {
                write!(f, "{other:?} is not in the GSM default alphabet")
            }
            AddressError::UnknownTon(Ton(ton)) => write!(f, "type of number {ton} is unassigned"),
        }
    }
}

impl std::error::Error for AddressError {}
