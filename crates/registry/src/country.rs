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
        let digits = number.as_str();
        let wanted = key(digits);
        let shelf = wanted as usize / SHELF;
        let begin = shelf.checked_sub(1).map_or(0, |before| ENDS[before]);
        // Of rows that begin alike the longer one stands behind.
        let rows = (begin..ENDS[shelf]).rev().map(usize::from);
        let near = |row: &usize| wanted.wrapping_sub(KEYS[*row]) < SPANS[*row];
        let longest = rows.filter(near).find(|row| digits.starts_with(PREFIXES[*row].0));
        let (_, country) = PREFIXES[longest.or(SHORT[shelf].map(usize::from))?];
        let country = Country(*country.as_bytes().as_array()?);
        Some(Located { country, origin: Origin::Prefix })
    }
}

/// The rows' digits as numbers: every message is looked up, and these are compared at once.
const KEYS: [u32; PREFIXES.len()] = {
    let mut keys = [0; PREFIXES.len()];
    let mut row = 0;
    while row < keys.len() {
        keys[row] = key(PREFIXES[row].0);
        row += 1;
    }
    keys
};

/// How many keys begin with each row's digits.
const SPANS: [u32; PREFIXES.len()] = {
    let mut spans = [0; PREFIXES.len()];
    let mut row = 0;
    while row < spans.len() {
        spans[row] = 10_u32.pow(KEY_DIGITS - PREFIXES[row].0.len() as u32);
        row += 1;
    }
    spans
};

/// Keys that begin with the same three digits stand on one shelf.
const SHELF: usize = 10_usize.pow(KEY_DIGITS - 3);

/// For each shelf, how many rows there are up to its end.
const ENDS: [u16; 1_000] = {
    let mut ends = [0; 1_000];
    let (mut shelf, mut row) = (0, 0);
    while shelf < ends.len() {
        while row < KEYS.len() && KEYS[row] as usize / SHELF == shelf {
            row += 1;
        }
        ends[shelf] = row as u16;
        shelf += 1;
    }
    ends
};

/// For each shelf, the longest row of at most three digits: all numbers on it begin so.
const SHORT: [Option<u16>; 1_000] = {
    let mut short = [None; 1_000];
    let mut row = 0;
    while row < KEYS.len() {
        let mut shelf = KEYS[row] as usize / SHELF;
        let end = shelf + SPANS[row] as usize / SHELF; // a longer row has none
        while shelf < end {
            short[shelf] = Some(row as u16);
            shelf += 1;
        }
        row += 1;
    }
    short
};

/// As many digits as a key has; no row has more.
const KEY_DIGITS: u32 = 8;

/// The first digits as a number, with zeros behind them: in the order in which the digits are.
const fn key(digits: &str) -> u32 {
    let digits = digits.as_bytes();
    let (mut key, mut place) = (0, 0);
    while place < KEY_DIGITS as usize {
        let digit = if place < digits.len() { digits[place] - b'0' } else { 0 };
        key = key * 10 + digit as u32;
        place += 1;
    }
    key
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
    use message::address::{Address, Destination, Npi, Ton};

    fn number(text: &str) -> Msisdn {
        let address = Address { ton: Ton::INTERNATIONAL, npi: Npi::ISDN, text };
        match address.destination(None) {
            Ok(Destination::Number(number)) => number,
            other => panic!("{text} is no number: {other:?}"),
        }
    }

    #[test]
    fn the_tables_are_in_order_and_know_the_same_countries() {
        assert!(COUNTRIES.is_sorted_by(|one, next| one.0 < next.0), "countries");
        assert!(PREFIXES.is_sorted_by(|one, next| one.0 < next.0), "prefixes");
        for (digits, country) in PREFIXES {
            let (_, code, _) = row(country).unwrap_or_else(|| panic!("{country} has no row"));
            assert!(digits.starts_with(&code.to_string()), "{digits} is not of {country}");
        }
        assert!(PREFIXES.iter().all(|row| row.0.len() <= KEY_DIGITS as usize), "keys");
        assert_eq!((COUNTRIES.len(), PREFIXES.len()), (245, 325));
        for (country, code, _) in COUNTRIES {
            assert!(CountryCode::new(*code).is_some(), "{country}");
        }
    }

    #[test]
    fn the_longest_row_that_a_number_begins_with_is_its() {
        let longest = |digits: &str| {
            let rows = PREFIXES.iter().filter(|row| digits.starts_with(row.0));
            rows.max_by_key(|row| row.0.len()).map(|row| row.1)
        };
        // Behind each row, and around it, and where there is none.
        let heads = PREFIXES.iter().map(|row| row.0.to_owned());
        let heads = heads.chain((1..1_000).map(|head: u32| head.to_string()));
        for head in heads {
            for tail in ["0000000", "0000001", "1234567", "4999999", "9999999"] {
                for cut in 0..head.len() {
                    let digits = format!("{}{tail}", &head[..head.len() - cut]);
                    let found =
                        Located::of(&number(&digits)).map(|it| it.country.as_str().to_owned());
                    assert_eq!(found.as_deref(), longest(&digits), "{digits}");
                }
            }
        }
    }
}
