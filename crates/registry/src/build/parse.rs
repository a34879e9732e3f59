//! Every form that a field may have, with the words for those who missed it.

use super::check::Expected;
use crate::country::{Country, MccMnc};
use crate::inbound::{Keyword, Leased};
use crate::name::{Name, SystemId};
use crate::net::{Cidr, CidrError, Endpoint, WebUrl};
use crate::prefix::Prefix;
use crate::sender::{SenderPattern, written};
use message::address::{Source, Ton};
use message::money::Currency;

pub(super) fn name(text: &str) -> Result<Name, Expected> {
    Name::parse(text)
        .ok_or_else(|| Expected::some("1 to 64 visible characters, no blank at either end"))
}

pub(super) fn system_id(text: &str) -> Result<SystemId, Expected> {
    SystemId::parse(text).ok_or_else(|| Expected::some("1 to 15 characters of printable ASCII"))
}

pub(super) fn endpoint(text: &str) -> Result<Endpoint, Expected> {
    Endpoint::parse(text)
        .ok_or_else(|| Expected::some("smpp://HOST:PORT, or smpps://HOST:PORT for TLS"))
}

pub(super) fn web_url(text: &str) -> Result<WebUrl, Expected> {
    WebUrl::parse(text)
        .ok_or_else(|| Expected::some("https://HOST/PATH, or http:// to this machine"))
}

pub(super) fn cidr(text: &str) -> Result<Cidr, Expected> {
    Cidr::parse(text).map_err(|error| {
        let nearest = match error {
            CidrError::HostBits(network) => Some(network.to_string()),
            CidrError::Malformed => None,
        };
        Expected::rather("a network such as 192.0.2.0/24, or an address", nearest)
    })
}

pub(super) fn country(text: &str) -> Result<Country, Expected> {
    // The three that people write most often in another way.
    let nearest = match text.to_uppercase().as_str() {
        "UK" => Some("GB"),
        "EL" => Some("GR"),
        "USA" => Some("US"),
        _ => None,
    };
    let nearest = nearest.map(str::to_owned).or_else(|| {
        Country::parse(&text.to_uppercase()).map(|country| country.as_str().to_owned())
    });
    Country::parse(text)
        .ok_or_else(|| Expected::rather("two capital letters of ISO 3166-1, such as GB", nearest))
}

pub(super) fn mcc_mnc(text: &str) -> Result<MccMnc, Expected> {
    MccMnc::parse(text)
        .ok_or_else(|| Expected::some("five or six digits of country and network, such as 23410"))
}

pub(super) fn prefix(text: &str) -> Result<Prefix, Expected> {
    Prefix::parse(text).ok_or_else(|| Expected::some("+ and 1 to 15 digits, such as +44"))
}

pub(super) fn sender(text: &str) -> Result<Source, Expected> {
    written(text, Ton::UNKNOWN).map_err(|error| {
        Expected::some(format!("a number, a short code or a name of up to 11 characters: {error}"))
    })
}

pub(super) fn sender_pattern(text: &str) -> Result<SenderPattern, Expected> {
    SenderPattern::parse(text).map_err(|error| {
        Expected::some(format!(
            "a sender, the beginning of one and *, name:*, number:*, short_code:* or *: {error}"
        ))
    })
}

pub(super) fn leased(text: &str) -> Result<Leased, Expected> {
    Leased::parse(text).map_err(|error| {
        Expected::some(format!(
            "a number, the first digits of numbers and *, a short code or a sender: {error}"
        ))
    })
}

pub(super) fn keyword(text: &str) -> Result<Keyword, Expected> {
    Keyword::parse(text).ok_or_else(|| Expected::some("1 to 32 letters and digits"))
}

pub(super) fn currency(text: &str) -> Result<Currency, Expected> {
    Currency::parse(text).map_err(|_| Expected::some("three capital letters, such as EUR"))
}
