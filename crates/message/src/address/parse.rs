//! From an address as sent to the party meant. All rules of normalisation are here.

use super::{Address, AddressError, Destination, Home, Msisdn, SenderName, ShortCode, Source, Ton};
use crate::text::gsm::Tables;
use arrayvec::ArrayString;
use std::fmt::Write;

const NAME_CHARACTERS_MAX: usize = 11;

/// Digits of a short code whose type does not say that it is one; a number has 7 at least.
const UNTYPED_SHORT_CODE_MAX: usize = 6;

/// What digits alone can mean.
enum Digits {
    Number(Msisdn),
    ShortCode(ShortCode),
}

impl Address<'_> {
    /// To whom it is. National numbers are completed with `home`, if there is one.
    pub fn destination(&self, home: Option<Home<'_>>) -> Result<Destination, AddressError> {
        if self.ton == Ton::ALPHANUMERIC {
            return Err(AddressError::Alphanumeric);
        }
        Ok(match digits(self.ton, self.text.trim(), home)? {
            Digits::Number(number) => Destination::Number(number),
            Digits::ShortCode(code) => Destination::ShortCode(code),
        })
    }

    /// From whom it is. A type of 0 leaves it to the characters: digits are a number, others a
    /// name.
    pub fn source(&self, home: Option<Home<'_>>) -> Result<Source, AddressError> {
        let text = self.text.trim();
        let is_name = match self.ton {
            Ton::ALPHANUMERIC => true,
            Ton::UNKNOWN => !is_number(text) && !text.is_empty(),
            _ => false,
        };
        if is_name {
            return name(text).map(Source::Name);
        }
        Ok(match digits(self.ton, text, home)? {
            Digits::Number(number) => Source::Number(number),
            Digits::ShortCode(code) => Source::ShortCode(code),
        })
    }
}

fn digits(ton: Ton, text: &str, home: Option<Home<'_>>) -> Result<Digits, AddressError> {
    if text.is_empty() {
        return Err(AddressError::Empty);
    }
    match ton {
        Ton::UNKNOWN => analysed(text, home),
        Ton::INTERNATIONAL => msisdn(international(text).unwrap_or(text)).map(Digits::Number),
        // Kannel calls everything national that has no `+`, short codes too, unless it is told otherwise.
        Ton::NATIONAL if home.is_none() && text.len() <= UNTYPED_SHORT_CODE_MAX => {
            short_code(text).map(Digits::ShortCode)
        }
        Ton::NATIONAL => completed(text, home).map(Digits::Number),
        Ton::NETWORK_SPECIFIC | Ton::SUBSCRIBER | Ton::ABBREVIATED => {
            short_code(text).map(Digits::ShortCode)
        }
        Ton::ALPHANUMERIC => Err(AddressError::Alphanumeric),
        other => Err(AddressError::UnknownTon(other)),
    }
}

/// A type of 0: international with `+` or `00`, national with the country's trunk digits, a short
/// code with up to six digits, else international.
fn analysed(text: &str, home: Option<Home<'_>>) -> Result<Digits, AddressError> {
    if let Some(number) = international(text) {
        return msisdn(number).map(Digits::Number);
    }
    let is_national =
        home.is_some_and(|home| !home.trunk.is_empty() && text.starts_with(home.trunk));
    match text.len() {
        ..=UNTYPED_SHORT_CODE_MAX => short_code(text).map(Digits::ShortCode),
        _ if is_national => completed(text, home).map(Digits::Number),
        _ => msisdn(text).map(Digits::Number),
    }
}

/// What follows one `+` or one `00`.
fn international(text: &str) -> Option<&str> {
    text.strip_prefix('+').or_else(|| text.strip_prefix("00"))
}

fn completed(text: &str, home: Option<Home<'_>>) -> Result<Msisdn, AddressError> {
    let home = home.ok_or(AddressError::National)?;
    let number = all_digits(text.strip_prefix(home.trunk).unwrap_or(text))?;
    let mut complete = ArrayString::<18>::new();
    // 3 digits of country and at most 15 of number; a longer number is none, whatever its country.
    let fits = write!(complete, "{}{number}", home.country);
    fits.map_err(|_| AddressError::NumberLength(number.len()))?;
    msisdn(&complete)
}

fn msisdn(text: &str) -> Result<Msisdn, AddressError> {
    let digits = all_digits(text)?;
    if digits.starts_with('0') {
        return Err(AddressError::National);
    }
    match digits.len() {
        7..=15 => Ok(Msisdn(ArrayString::from(digits).expect("at most 15"))),
        length => Err(AddressError::NumberLength(length)),
    }
}

fn short_code(text: &str) -> Result<ShortCode, AddressError> {
    let digits = all_digits(text)?;
    match digits.len() {
        3..=8 => Ok(ShortCode(ArrayString::from(digits).expect("at most 8"))),
        length => Err(AddressError::ShortCodeLength(length)),
    }
}

fn name(text: &str) -> Result<SenderName, AddressError> {
    if text.is_empty() {
        return Err(AddressError::Empty);
    }
    if let Some(other) = text.chars().find(|character| !is_name_character(*character)) {
        return Err(AddressError::NameCharacter(other));
    }
    match text.chars().count() {
        ..=NAME_CHARACTERS_MAX => {
            Ok(SenderName(ArrayString::from(text).expect("11 characters of at most 2 octets")))
        }
        length => Err(AddressError::NameLength(length)),
    }
}

/// One septet of the GSM default alphabet (TS 23.038 s6.2.1). Its control characters and its extension
/// table have no place in a sender.
fn is_name_character(character: char) -> bool {
    !character.is_control() && Tables::DEFAULT.cost(character) == Some(1)
}

fn all_digits(text: &str) -> Result<&str, AddressError> {
    if text.bytes().all(|octet| octet.is_ascii_digit()) {
        return Ok(text);
    }
    let other = text.chars().find(|character| !character.is_ascii_digit());
    Err(AddressError::NotDigit(other.unwrap_or_default()))
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit())
}
