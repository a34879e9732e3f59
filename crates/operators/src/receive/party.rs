//! Addresses as operators write them.

use message::address::{self, Destination, Npi, Source, Ton};
use records::SmolStr;
use records::submission::Party;
use smpp::Address;
use std::borrow::Cow;

/// The digits of a number, without `+` or `00`; `None` if it is no number. For comparing only: a
/// national number stays one.
pub(super) fn digits(characters: &str) -> Option<SmolStr> {
    let text = characters.trim();
    let digits = text.strip_prefix('+').or_else(|| text.strip_prefix("00")).unwrap_or(text);
    is_digits(digits).then(|| digits.into())
}

/// A phone: normalised if it can be, else as it came.
pub(super) fn source(address: Address<'_>) -> Party {
    let text = characters(address);
    let normalised = tries(address, &text).find_map(|address| address.source(None).ok());
    normalised.map_or_else(|| as_it_came(address, &text), |source| party(source.address()))
}

/// Whose number the phone has written from.
pub(super) fn number_of(party: &Party) -> Option<address::Msisdn> {
    let address = address::Address { ton: Ton(party.ton), npi: Npi(party.npi), text: &party.text };
    match address.source(None) {
        Ok(Source::Number(number)) => Some(number),
        Ok(Source::ShortCode(_) | Source::Name(_)) | Err(_) => None,
    }
}

/// Where a phone has sent a text, and the same as a number that may be ours.
pub(super) fn destination(address: Address<'_>) -> (Party, Option<Destination>) {
    let text = characters(address);
    let found = tries(address, &text).find_map(|address| address.destination(None).ok());
    let party = found.map_or_else(|| as_it_came(address, &text), |to| party(to.address()));
    (party, found)
}

/// How an address may be meant: as it says, and if that cannot be, as its characters say. But what
/// is said to be national is no international number, unless it begins with `+`.
fn tries<'t>(address: Address<'_>, text: &'t str) -> impl Iterator<Item = address::Address<'t>> {
    let said = address::Address { ton: Ton(address.ton), npi: Npi(address.npi), text };
    let by_characters = address::Address { ton: Ton::UNKNOWN, ..said };
    let digits = text.trim();
    let says_name = said.ton == Ton::ALPHANUMERIC && is_digits(digits);
    let is_national = said.ton == Ton::NATIONAL && is_digits(digits) && digits.len() > SHORT_MAX;
    let first = if says_name { by_characters } else { said };
    [Some(first), (!is_national).then_some(by_characters)].into_iter().flatten()
}

/// Digits of a short code where nothing says that it is one; more are a number.
const SHORT_MAX: usize = 6;

pub(super) fn characters(address: Address<'_>) -> Cow<'_, str> {
    String::from_utf8_lossy(address.digits)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit())
}

fn party(address: address::Address<'_>) -> Party {
    Party { ton: address.ton.0, npi: address.npi.0, text: address.text.into() }
}

fn as_it_came(address: Address<'_>, text: &str) -> Party {
    Party { ton: address.ton, npi: address.npi, text: text.into() }
}
