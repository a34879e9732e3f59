//! Countries by first digits, held against the examples of libphonenumber.

use message::address::{Address, Destination, Npi, Ton};
use registry::country::{Country, Located, Origin};
use std::collections::BTreeSet;

const EXAMPLES: &str = include_str!("data/example_numbers.txt");

/// Regions whose numbers begin as those of a neighbour do, and what the first digits say.
#[rustfmt::skip]
const SHARED: &[(&str, &str, &str)] = &[
    ("AX", "mobile", "FI"),
    ("BL", "fixed",  "GP"),
    ("BL", "mobile", "GP"),
    ("CC", "mobile", "AU"),
    ("CX", "mobile", "AU"),
    ("EH", "mobile", "MA"),
    ("MF", "fixed",  "GP"),
    ("MF", "mobile", "GP"),
    ("SJ", "mobile", "NO"),
    ("VA", "mobile", "IT"),
];

#[track_caller]
fn located(number: &str) -> Option<Located> {
    let address = Address { ton: Ton::INTERNATIONAL, npi: Npi::ISDN, text: number };
    match address.destination(None).expect(number) {
        Destination::Number(number) => Located::of(&number),
        Destination::ShortCode(_) => panic!("{number} is international"),
    }
}

#[test]
fn every_example_is_at_home() {
    let examples = EXAMPLES.lines().filter(|line| !line.starts_with('#'));
    let mut seen = BTreeSet::new();
    let mut others = Vec::new();
    for line in examples {
        let [country, kind, number] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{line:?} is no example");
        };
        seen.insert(country);
        let found = located(number).map(|located| located.country.as_str().to_owned());
        if found.as_deref() != Some(country) {
            others.push((country, kind, found.unwrap_or_default()));
        }
    }
    let others: Vec<_> = others.iter().map(|(a, b, c)| (*a, *b, c.as_str())).collect();
    assert_eq!(others, SHARED);
    assert_eq!(seen.len(), 245, "regions with an example");
}

/// number, country.
#[rustfmt::skip]
const KNOWN: &[(&str, Option<&str>)] = &[
    ("447700900123",  Some("GB")),
    ("447781123456",  Some("GG")),
    ("12125550123",   Some("US")),
    ("14165550123",   Some("CA")),
    ("18765550123",   Some("JM")),
    ("17875550123",   Some("PR")),
    ("79161234567",   Some("RU")),
    ("77011234567",   Some("KZ")),
    ("393123456789",  Some("IT")),
    ("390669812345",  Some("VA")),
    ("36201234567",   Some("HU")),
    ("35312345678",   Some("IE")),
    ("38349123456",   Some("XK")),
    ("80012345678",   None), // free phone
    ("881612345678",  None), // satellite
    ("88213123456",   None), // international network
    ("2101234567",    None), // not assigned
];

#[test]
fn known_numbers() {
    for (number, expected) in KNOWN {
        let found = located(number);
        let country = found.map(|located| located.country.to_string());
        assert_eq!(country.as_deref(), *expected, "{number}");
        assert!(found.is_none_or(|located| located.origin == Origin::Prefix), "{number}");
    }
}

/// country, national number, international number.
const NATIONAL: &[(&str, &str, &str)] = &[
    ("GB", "07700900123", "447700900123"),
    ("HU", "06201234567", "36201234567"),
    ("US", "12125550123", "12125550123"),
    ("RU", "89161234567", "79161234567"),
    ("KZ", "87011234567", "77011234567"),
];

#[test]
fn national_numbers_are_completed() {
    for (country, national, expected) in NATIONAL {
        let home = Country::parse(country).expect(country).home();
        let address = Address { ton: Ton::UNKNOWN, npi: Npi::UNKNOWN, text: national };
        let destination = address.destination(Some(home)).map(|it| it.to_string());
        assert_eq!(destination.as_deref(), Ok(*expected), "{country} {national}");
    }
    // Where nothing is dialled before a national number it has to say that it is one.
    let home = Country::parse("ES").expect("Spain").home();
    let address = Address { ton: Ton::NATIONAL, npi: Npi::ISDN, text: "612345678" };
    let destination = address.destination(Some(home)).map(|it| it.to_string());
    assert_eq!(destination.as_deref(), Ok("34612345678"));
}
