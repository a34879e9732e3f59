//! Addresses: each form, each rule of normalisation, each refusal.

use message::address::{Address, AddressError, CountryCode, Destination, Home, Npi, Source, Ton};
use message::code::Refusal;

const UK: Option<Home<'static>> = home(44, "0");
const HUNGARY: Option<Home<'static>> = home(36, "06");
const USA: Option<Home<'static>> = home(1, "");
const NOWHERE: Option<Home<'static>> = None;

const fn home(country: u16, trunk: &'static str) -> Option<Home<'static>> {
    match CountryCode::new(country) {
        Some(country) => Some(Home { country, trunk }),
        None => panic!("no country code"),
    }
}

const fn address(ton: u8, npi: u8, text: &'static str) -> Address<'static> {
    Address { ton: Ton(ton), npi: Npi(npi), text }
}

type Row =
    (&'static str, Address<'static>, Option<Home<'static>>, Result<&'static str, AddressError>);

/// name, as sent, home, meaning.
#[rustfmt::skip]
const DESTINATIONS: &[Row] = &[
    ("A01 international",                    address(1, 1, "447700900123"),     NOWHERE, Ok("number 447700900123")),
    ("A02 plus under TON 1",                 address(1, 1, "+447700900123"),    NOWHERE, Ok("number 447700900123")),
    ("A03 00 under TON 1",                   address(1, 1, "00447700900123"),   NOWHERE, Ok("number 447700900123")),
    ("A04 plus under TON 0",                 address(0, 0, "+447700900123"),    NOWHERE, Ok("number 447700900123")),
    ("A05 00 under TON 0",                   address(0, 1, "00447700900123"),   NOWHERE, Ok("number 447700900123")),
    ("A06 bare digits under TON 0",          address(0, 0, "447700900123"),     NOWHERE, Ok("number 447700900123")),
    ("A07 only one plus is taken off",       address(1, 1, "++447700900123"),   NOWHERE, Err(AddressError::NotDigit('+'))),
    ("A08 only one 00 is taken off",         address(1, 1, "0000447700900123"), NOWHERE, Err(AddressError::National)),
    ("A09 seven digits",                     address(1, 1, "2907700"),          NOWHERE, Ok("number 2907700")),
    ("A10 six digits",                       address(1, 1, "290770"),           NOWHERE, Err(AddressError::NumberLength(6))),
    ("A11 fifteen digits",                   address(1, 1, "123456789012345"),  NOWHERE, Ok("number 123456789012345")),
    ("A12 sixteen digits",                   address(1, 1, "1234567890123456"), NOWHERE, Err(AddressError::NumberLength(16))),
    ("A13 national with trunk digit",        address(2, 1, "07700900123"),      UK,      Ok("number 447700900123")),
    ("A14 national without trunk digit",     address(2, 1, "7700900123"),       UK,      Ok("number 447700900123")),
    ("A15 national, two trunk digits",       address(2, 1, "06201234567"),      HUNGARY, Ok("number 36201234567")),
    ("A16 national, no trunk digits",        address(2, 1, "2025550123"),       USA,     Ok("number 12025550123")),
    ("A17 national without a home",          address(2, 1, "07700900123"),      NOWHERE, Err(AddressError::National)),
    ("A18 TON 0 with the trunk digit",       address(0, 0, "07700900123"),      UK,      Ok("number 447700900123")),
    ("A19 TON 0 with a 0 and no home",       address(0, 0, "07700900123"),      NOWHERE, Err(AddressError::National)),
    ("A20 TON 0, known country code",        address(0, 0, "447700900123"),     UK,      Ok("number 447700900123")),
    ("A21 TON 0, no trunk digits at home",   address(0, 0, "442025550123"),     USA,     Ok("number 442025550123")),
    ("A22 trunk digit under TON 1",          address(1, 1, "07700900123"),      UK,      Err(AddressError::National)),
    ("A23 national too long with country",   address(2, 1, "12345678901234"),   UK,      Err(AddressError::NumberLength(16))),
    ("A24 national far too long",            address(2, 1, "12345678901234567890"), UK,  Err(AddressError::NumberLength(20))),
    ("A25 short code, network specific 3/0", address(3, 0, "777"),              NOWHERE, Ok("short 777")),
    ("A26 short code, network specific 3/1", address(3, 1, "60777"),            NOWHERE, Ok("short 60777")),
    ("A27 short code, abbreviated 6/0",      address(6, 0, "12345678"),         NOWHERE, Ok("short 12345678")),
    ("A28 short code under 0/1",             address(0, 1, "60777"),            UK,      Ok("short 60777")),
    ("A29 short code with two digits",       address(3, 0, "77"),               NOWHERE, Err(AddressError::ShortCodeLength(2))),
    ("A30 short code with nine digits",      address(3, 0, "123456789"),        NOWHERE, Err(AddressError::ShortCodeLength(9))),
    ("A31 subscriber number, TON 4",         address(4, 0, "900123"),           UK,      Ok("short 900123")),
    ("A32 empty",                            address(1, 1, ""),                 NOWHERE, Err(AddressError::Empty)),
    ("A33 blanks only",                      address(0, 0, "   "),              NOWHERE, Err(AddressError::Empty)),
    ("A34 leading spaces of 3.3",            address(1, 1, "  447700900123"),   NOWHERE, Ok("number 447700900123")),
    ("A35 a letter",                         address(1, 1, "44770O900123"),     NOWHERE, Err(AddressError::NotDigit('O'))),
    ("A36 digits of another script",         address(1, 1, "٤٤٧٧٠٠٩٠٠١٢٣"),     NOWHERE, Err(AddressError::NotDigit('٤'))),
    ("A37 never alphanumeric, TON 5",        address(5, 0, "Acme"),             NOWHERE, Err(AddressError::Alphanumeric)),
    ("A38 nor digits under TON 5",           address(5, 0, "447700900123"),     NOWHERE, Err(AddressError::Alphanumeric)),
    ("A39 nor letters under TON 0",          address(0, 0, "Acme"),             NOWHERE, Err(AddressError::NotDigit('A'))),
    ("A40 TON 7",                            address(7, 1, "447700900123"),     NOWHERE, Err(AddressError::UnknownTon(Ton(7)))),
    ("A41 TON 255",                          address(255, 1, "447700900123"),   NOWHERE, Err(AddressError::UnknownTon(Ton(255)))),
    ("A42 an NPI that nobody knows",         address(1, 99, "447700900123"),    NOWHERE, Ok("number 447700900123")),
    ("A43 plus and too few digits, TON 0",   address(0, 0, "+44770"),           NOWHERE, Err(AddressError::NumberLength(5))),
    ("A44 twenty characters",                address(1, 1, "+1234567890123456789"), NOWHERE, Err(AddressError::NumberLength(19))),
    ("A45 a lone plus",                      address(0, 0, "+"),                NOWHERE, Err(AddressError::NumberLength(0))),
    ("A46 short, national without a home",   address(2, 1, "777704"),           NOWHERE, Ok("short 777704")),
    ("A47 one digit more",                   address(2, 1, "7777040"),          NOWHERE, Err(AddressError::National)),
    ("A48 short, national at home",          address(2, 1, "221234"),           home(298, ""), Ok("number 298221234")),
];

/// name, as sent, home, meaning.
#[rustfmt::skip]
const SOURCES: &[Row] = &[
    ("B01 alphanumeric",                     address(5, 0, "Acme"),             NOWHERE, Ok("name Acme")),
    ("B02 eleven characters",                address(5, 0, "ABCDEFGHIJK"),      NOWHERE, Ok("name ABCDEFGHIJK")),
    ("B03 twelve characters",                address(5, 0, "ABCDEFGHIJKL"),     NOWHERE, Err(AddressError::NameLength(12))),
    ("B04 eleven GSM letters, two octets each", address(5, 0, "ÄÖÑÜäöñüàèé"),   NOWHERE, Ok("name ÄÖÑÜäöñüàèé")),
    ("B05 a letter outside of GSM",          address(5, 0, "Łódź"),             NOWHERE, Err(AddressError::NameCharacter('Ł'))),
    ("B06 a character of the extension table", address(5, 0, "A[b]"),           NOWHERE, Err(AddressError::NameCharacter('['))),
    ("B07 the euro sign is one too",         address(5, 0, "5€"),               NOWHERE, Err(AddressError::NameCharacter('€'))),
    ("B08 a control character",              address(5, 0, "Ac\nme"),           NOWHERE, Err(AddressError::NameCharacter('\n'))),
    ("B09 digits under TON 5 are a name",    address(5, 0, "12345"),            NOWHERE, Ok("name 12345")),
    ("B10 letters under TON 0 are a name",   address(0, 0, "My Shop"),          NOWHERE, Ok("name My Shop")),
    ("B11 letters under TON 1",              address(1, 1, "Acme"),             NOWHERE, Err(AddressError::NotDigit('A'))),
    ("B12 digits under TON 0",               address(0, 0, "447700900123"),     NOWHERE, Ok("number 447700900123")),
    ("B13 plus under TON 0",                 address(0, 0, "+447700900123"),    NOWHERE, Ok("number 447700900123")),
    ("B14 short code",                       address(3, 0, "60777"),            NOWHERE, Ok("short 60777")),
    ("B15 national",                         address(2, 1, "07700900123"),      UK,      Ok("number 447700900123")),
    ("B16 empty",                            address(0, 0, ""),                 NOWHERE, Err(AddressError::Empty)),
    ("B17 empty name",                       address(5, 0, " "),                NOWHERE, Err(AddressError::Empty)),
    ("B18 TON 7",                            address(7, 0, "Acme"),             NOWHERE, Err(AddressError::UnknownTon(Ton(7)))),
    ("B19 a lone plus is a name",            address(0, 0, "+"),                NOWHERE, Ok("name +")),
];

#[test]
fn every_destination() {
    for (name, sent, home, expected) in DESTINATIONS {
        let found = sent.destination(*home).map(|meant| match meant {
            Destination::Number(number) => format!("number {}", number.as_str()),
            Destination::ShortCode(code) => format!("short {}", code.as_str()),
        });
        assert_eq!(found.as_deref().map_err(|error| *error), *expected, "{name}");
    }
}

#[test]
fn every_source() {
    for (name, sent, home, expected) in SOURCES {
        let found = sent.source(*home).map(|meant| match meant {
            Source::Number(number) => format!("number {}", number.as_str()),
            Source::ShortCode(code) => format!("short {}", code.as_str()),
            Source::Name(other) => format!("name {}", other.as_str()),
        });
        assert_eq!(found.as_deref().map_err(|error| *error), *expected, "{name}");
    }
}

#[test]
fn forms_of_one_number_are_one_destination() {
    let forms = [
        address(1, 1, "447700900123"),
        address(0, 0, "+447700900123"),
        address(0, 1, "00447700900123"),
        address(2, 1, "07700900123"),
        address(0, 0, "07700900123"),
    ];
    let meant = forms.map(|form| form.destination(UK).expect("a number"));
    assert!(meant.iter().all(|one| *one == meant[0]), "{meant:?}");
}

#[test]
fn types_towards_operators() {
    let sent = |source: &Source| {
        let Address { ton, npi, text } = source.address();
        (ton.0, npi.0, text.to_owned())
    };
    let source = |text: &'static str| address(0, 0, text).source(NOWHERE).expect("valid");
    assert_eq!(sent(&source("+447700900123")), (1, 1, "447700900123".to_owned()));
    assert_eq!(sent(&source("60777")), (3, 0, "60777".to_owned()));
    assert_eq!(sent(&source("Acme")), (5, 0, "Acme".to_owned()));

    let number = address(0, 0, "+447700900123").destination(NOWHERE).expect("valid");
    assert_eq!(number.address(), address(1, 1, "447700900123"));
    assert_eq!(number.to_string(), "447700900123");
}

/// error, answer to a destination, answer to a source.
#[rustfmt::skip]
const REFUSALS: &[(AddressError, Refusal, Refusal)] = &[
    (AddressError::Empty,               Refusal::DestinationEmpty,        Refusal::SenderMalformed),
    (AddressError::NotDigit('x'),       Refusal::DestinationNotDigits,    Refusal::SenderMalformed),
    (AddressError::NumberLength(6),     Refusal::DestinationLength,       Refusal::SenderMalformed),
    (AddressError::ShortCodeLength(9),  Refusal::DestinationLength,       Refusal::SenderMalformed),
    (AddressError::National,            Refusal::DestinationNational,     Refusal::SenderMalformed),
    (AddressError::Alphanumeric,        Refusal::DestinationAlphanumeric, Refusal::SenderMalformed),
    (AddressError::NameLength(12),      Refusal::DestinationAlphanumeric, Refusal::SenderMalformed),
    (AddressError::NameCharacter('€'),  Refusal::DestinationAlphanumeric, Refusal::SenderMalformed),
    (AddressError::UnknownTon(Ton(7)),  Refusal::DestinationTypeUnknown,  Refusal::SenderTypeUnknown),
];

#[test]
fn every_error_has_its_refusal() {
    for (error, destination, source) in REFUSALS {
        assert_eq!(error.of_destination(), *destination, "{error}");
        assert_eq!(error.of_source(), *source, "{error}");
        assert_eq!(error.of_destination().status().code(), 0x0B, "{error}");
        assert_eq!(error.of_source().status().code(), 0x0A, "{error}");
    }
}
