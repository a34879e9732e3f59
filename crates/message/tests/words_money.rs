//! Money: text in, text out, and sums that do not fit.

use message::money::{Currency, Money, MoneyError};

fn eur(micros: i64) -> Money {
    Money { micros, currency: Currency::parse("EUR").expect("a currency") }
}

/// text, micro-units.
#[rustfmt::skip]
const PARSED: &[(&str, Result<i64, MoneyError>)] = &[
    ("0.0075",                Ok(7_500)),
    ("0.01",                  Ok(10_000)),
    ("12",                    Ok(12_000_000)),
    ("12.5",                  Ok(12_500_000)),
    ("-3.5",                  Ok(-3_500_000)),
    ("0.000001",              Ok(1)),
    ("-0",                    Ok(0)),
    ("007",                   Ok(7_000_000)),
    ("9223372036854.775807",  Ok(i64::MAX)),
    ("-9223372036854.775808", Ok(i64::MIN)),
    ("9223372036854.775808",  Err(MoneyError::Overflow)),
    ("-9223372036854.775809", Err(MoneyError::Overflow)),
    ("99999999999999999999999999999999999999999999999999", Err(MoneyError::Overflow)),
    ("0.0000001",             Err(MoneyError::BadAmount)),
    ("",                      Err(MoneyError::BadAmount)),
    ("-",                     Err(MoneyError::BadAmount)),
    (".5",                    Err(MoneyError::BadAmount)),
    ("5.",                    Err(MoneyError::BadAmount)),
    ("+5",                    Err(MoneyError::BadAmount)),
    ("--5",                   Err(MoneyError::BadAmount)),
    ("1e3",                   Err(MoneyError::BadAmount)),
    ("1,000",                 Err(MoneyError::BadAmount)),
    ("1.2.3",                 Err(MoneyError::BadAmount)),
    ("1 ",                    Err(MoneyError::BadAmount)),
    ("١",                     Err(MoneyError::BadAmount)),
];

#[test]
fn every_text() {
    for (text, expected) in PARSED {
        let found = Money::parse(text, eur(0).currency);
        assert_eq!(found, expected.map(eur), "{text:?}");
    }
}

/// micro-units, text.
#[rustfmt::skip]
const WRITTEN: &[(i64, &str)] = &[
    (0,          "0.0000 EUR"),
    (1,          "0.000001 EUR"),
    (10,         "0.00001 EUR"),
    (100,        "0.0001 EUR"),
    (7_500,      "0.0075 EUR"),
    (10_000,     "0.0100 EUR"),
    (12_345,     "0.012345 EUR"),
    (12_000_000, "12.0000 EUR"),
    (-3_500_000, "-3.5000 EUR"),
    (-1,         "-0.000001 EUR"),
    (i64::MAX,   "9223372036854.775807 EUR"),
    (i64::MIN,   "-9223372036854.775808 EUR"),
];

#[test]
fn every_amount() {
    for (micros, text) in WRITTEN {
        assert_eq!(eur(*micros).to_string(), *text);
        let amount = text.strip_suffix(" EUR").expect("all are euros");
        assert_eq!(Money::parse(amount, eur(0).currency), Ok(eur(*micros)), "{text}");
    }
}

#[test]
fn sums() {
    let max = eur(i64::MAX);
    assert_eq!(eur(7_500).checked_add(eur(2_500)), Ok(eur(10_000)));
    assert_eq!(eur(7_500).checked_sub(eur(10_000)), Ok(eur(-2_500)));
    assert_eq!(eur(7_500).checked_mul(3), Ok(eur(22_500)));
    assert_eq!(max.checked_add(eur(1)), Err(MoneyError::Overflow));
    assert_eq!(eur(i64::MIN).checked_sub(eur(1)), Err(MoneyError::Overflow));
    assert_eq!(max.checked_mul(2), Err(MoneyError::Overflow));
    assert_eq!(max.checked_mul(0), Ok(Money::zero(max.currency)));
}

#[test]
fn currencies_do_not_mix() {
    let usd = Currency::parse("USD").expect("a currency");
    let error = MoneyError::Currencies(eur(0).currency, usd);
    assert_eq!(eur(1).checked_add(Money::zero(usd)), Err(error));
    assert_eq!(eur(1).checked_sub(Money::zero(usd)), Err(error));
    assert_eq!(error.to_string(), "EUR and USD do not add up");
}

#[test]
fn what_is_no_currency() {
    for text in ["", "EU", "EURO", "eur", "E1R", "€"] {
        assert_eq!(Currency::parse(text), Err(MoneyError::BadCurrency), "{text:?}");
    }
}
