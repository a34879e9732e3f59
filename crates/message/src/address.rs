//! Addresses: who sends, and to whom.
//!
//! [`Address`] is what stands in a packet or a request; [`Source`] and [`Destination`] are what it
//! means, in one form per party, however it was written. Only these are compared, routed and kept.

mod error;
mod parse;

pub use error::AddressError;

use arrayvec::ArrayString;
use std::fmt;

/// Type of number (SMPP 3.4 s5.2.5). Values without a name are kept, and refused on parsing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Ton(pub u8);

/// Numbering plan (SMPP 3.4 s5.2.6). Kept, never judged: no decision depends on it, and many
/// clients send any value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Npi(pub u8);

/// An address as it was sent. HTTP, which has no types, uses 0 for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Address<'a> {
    /// Its type of number.
    pub ton: Ton,
    /// Its numbering plan.
    pub npi: Npi,
    /// Its characters.
    pub text: &'a str,
}

/// The country of an account, to complete national numbers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Home<'a> {
    /// Its country code.
    pub country: CountryCode,
    /// The digits dialled before a national number, which are no part of it: mostly `0`, empty
    /// where there are none.
    pub trunk: &'a str,
}

/// A country code of E.164: one to three digits, the first not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode(u16);

/// An international number: 7 to 15 digits (E.164 s6), the first not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Msisdn(ArrayString<15>);

/// A number within one network: 3 to 8 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortCode(ArrayString<8>);

/// An alphanumeric sender: at most 11 characters of the GSM default alphabet, because that is what
/// TP-OA holds (TS 23.040 s9.1.2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SenderName(ArrayString<22>);

/// To whom a message goes. Whether an account may send to short codes is for the caller to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Destination {
    /// A phone anywhere.
    Number(Msisdn),
    /// A service within a network.
    ShortCode(ShortCode),
}

/// Who sends a message. Whether an account may use the sender is for the caller to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A phone number.
    Number(Msisdn),
    /// A short code.
    ShortCode(ShortCode),
    /// A name.
    Name(SenderName),
}

// === impl Ton, Npi ===

impl Ton {
    /// 0: to be found out from the digits.
    pub const UNKNOWN: Ton = Ton(0);
    /// 1: country code first.
    pub const INTERNATIONAL: Ton = Ton(1);
    /// 2: without country code.
    pub const NATIONAL: Ton = Ton(2);
    /// 3: known to one network.
    pub const NETWORK_SPECIFIC: Ton = Ton(3);
    /// 4: known to one exchange.
    pub const SUBSCRIBER: Ton = Ton(4);
    /// 5: a name.
    pub const ALPHANUMERIC: Ton = Ton(5);
    /// 6: a short form.
    pub const ABBREVIATED: Ton = Ton(6);
}

impl Npi {
    /// 0: unknown.
    pub const UNKNOWN: Npi = Npi(0);
    /// 1: telephone numbers, E.163 and E.164.
    pub const ISDN: Npi = Npi(1);
    /// 3: X.121.
    pub const DATA: Npi = Npi(3);
    /// 4: F.69.
    pub const TELEX: Npi = Npi(4);
    /// 6: E.212.
    pub const LAND_MOBILE: Npi = Npi(6);
    /// 8: national.
    pub const NATIONAL: Npi = Npi(8);
    /// 9: private.
    pub const PRIVATE: Npi = Npi(9);
    /// 10: ERMES.
    pub const ERMES: Npi = Npi(10);
    /// 14: IP.
    pub const INTERNET: Npi = Npi(14);
    /// 18: WAP client id.
    pub const WAP: Npi = Npi(18);
}

// === impl CountryCode ===

impl CountryCode {
    /// Country code 1 to 999.
    pub const fn new(code: u16) -> Option<CountryCode> {
        match code {
            1..=999 => Some(CountryCode(code)),
            _ => None,
        }
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

// === impl Msisdn, ShortCode, SenderName ===

impl Msisdn {
    /// The digits, without `+`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ShortCode {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SenderName {
    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

// === impl Destination, Source ===

impl Destination {
    /// The address, in the types that most operators expect; theirs are settings.
    pub fn address(&self) -> Address<'_> {
        match self {
            Destination::Number(number) => international(number),
            Destination::ShortCode(code) => network_specific(code),
        }
    }
}

impl Source {
    /// The address, in the types that most operators expect; theirs are settings.
    pub fn address(&self) -> Address<'_> {
        match self {
            Source::Number(number) => international(number),
            Source::ShortCode(code) => network_specific(code),
            Source::Name(name) => {
                Address { ton: Ton::ALPHANUMERIC, npi: Npi::UNKNOWN, text: name.as_str() }
            }
        }
    }
}

fn international(number: &Msisdn) -> Address<'_> {
    Address { ton: Ton::INTERNATIONAL, npi: Npi::ISDN, text: number.as_str() }
}

fn network_specific(code: &ShortCode) -> Address<'_> {
    Address { ton: Ton::NETWORK_SPECIFIC, npi: Npi::UNKNOWN, text: code.as_str() }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.address().text)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.address().text)
    }
}
