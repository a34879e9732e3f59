//! Where numbers are at home, as far as their first digits say.

mod table;

use arrayvec::ArrayString;
use message::address::{CountryCode, Home, Msisdn};
use std::fmt;
use table::{COUNTRIES, PREFIXES};

/// A country that has numbers: two capital letters of ISO 3166-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// A mobile network: three digits of country and two or three of network, `01` being another one
/// than `001` (E.212).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MccMnc(ArrayString<6>);

/// Where a number is at home, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Located {
    /// The country.
    pub country: Country,
    /// Who says so.
    pub origin: Origin,
}

/// Where knowledge of a number's home comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The number's first digits. They tell the country even of ported numbers, but not the
    /// network.
    Prefix,
}

// === impl Country ===

impl Country {
    /// `None` if no country of this code has numbers: `GB`, not `UK` and not `gb`.
    pub fn parse(text: &str) -> Option<Country> {
        row(text)?;
        let &[first, second] = text.as_bytes() else {
            return None;
        };
        Some(Country([first, second]))
    }

    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("two letters of the table")
    }

    /// What completes a national number of the country.
    pub fn home(&self) -> Home<'static> {
        let (_, code, trunk) = row(self.as_str()).expect("a country of the table");
        Home { country: CountryCode::new(*code).expect("the table has 1 to 998"), trunk }
    }
}

fn row(country: &str) -> Option<&'static (&'static str, u16, &'static str)> {
    let place = COUNTRIES.binary_search_by_key(&country, |row| row.0).ok()?;
    COUNTRIES.get(place)
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

// === impl Located ===

impl Located {
    /// The country of a number; none for satellite phones, international networks and free phone
    /// numbers.
    pub fn of(number: &Msisdn) -> Option<Located> {
        let mut digits = number.as_str();
        loop {
            // The last row up to the digits begins as the row that is looked for does, if any.
            let rows = PREFIXES.partition_point(|row| row.0 <= digits);
            let (prefix, country) = PREFIXES[..rows].last()?;
            if digits.starts_with(prefix) {
                let country = Country(*country.as_bytes().as_array()?);
                return Some(Located { country, origin: Origin::Prefix });
            }
            let common = prefix.bytes().zip(digits.bytes()).take_while(|(one, other)| one == other);
            digits = &digits[..common.count()];
        }
    }
}

// === impl MccMnc ===

impl MccMnc {
    /// `None` unless it is five or six digits.
    pub fn parse(text: &str) -> Option<MccMnc> {
        let is_code = (5..=6).contains(&text.len()) && text.bytes().all(|o| o.is_ascii_digit());
        is_code.then(|| ArrayString::from(text).ok().map(MccMnc)).flatten()
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MccMnc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order_and_know_the_same_countries() {
        assert!(COUNTRIES.is_sorted_by(|one, next| one.0 < next.0), "countries");
        assert!(PREFIXES.is_sorted_by(|one, next| one.0 < next.0), "prefixes");
        for (digits, country) in PREFIXES {
            let (_, code, _) = row(country).unwrap_or_else(|| panic!("{country} has no row"));
            assert!(digits.starts_with(&code.to_string()), "{digits} is not of {country}");
        }
        assert_eq!((COUNTRIES.len(), PREFIXES.len()), (245, 325));
        for (country, code, _) in COUNTRIES {
            assert!(CountryCode::new(*code).is_some(), "{country}");
        }
    }
}
