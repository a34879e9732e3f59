//! Credit: what an account has after each entry, and that nothing is ever made or lost.

use gateway::ledger::{BookError, Ledger, Voucher};
use message::money::{Currency, Money};
use message::object::AccountId;
use message::time::Timestamp;
use proptest::prelude::*;
use records::submission::{Book, Booked, Line, Reason};

const ACME: AccountId = AccountId(7);

fn euro() -> Currency {
    Currency::parse("EUR").expect("three letters")
}

fn micros(micros: i64) -> Money {
    Money { micros, currency: euro() }
}

fn voucher(account: AccountId) -> Voucher {
    Voucher { account, at: Timestamp::from_millis(1), message: None }
}

/// Available, reserved, charged and paid.
fn books(ledger: &Ledger, account: AccountId) -> [i64; 4] {
    [Book::Available, Book::Reserved, Book::Charged, Book::Paid]
        .map(|book| ledger.balance(account, euro(), book))
}

fn apply(ledger: &mut Ledger, booked: Result<Booked, BookError>) {
    let booked = booked.expect("it can be booked");
    ledger.check(&booked).expect("it balances");
    ledger.apply(&booked);
}

#[test]
fn a_message_is_reserved_and_then_charged_or_released() {
    let mut ledger = Ledger::default();
    let acme = voucher(ACME);
    apply(&mut ledger, acme.top_up(micros(25_000)));
    assert_eq!(books(&ledger, ACME), [25_000, 0, 0, -25_000]);
    let reserved = ledger.reserve(acme, micros(10_000), 0);
    apply(&mut ledger, reserved);
    assert_eq!(books(&ledger, ACME), [15_000, 10_000, 0, -25_000]);
    apply(&mut ledger, acme.charge(micros(6_000)));
    assert_eq!(books(&ledger, ACME), [15_000, 4_000, 6_000, -25_000]);
    apply(&mut ledger, acme.release(micros(4_000)));
    assert_eq!(books(&ledger, ACME), [19_000, 0, 6_000, -25_000]);
    assert_eq!(ledger.total(euro()), 0);
}

#[test]
fn nobody_spends_more_than_there_is() {
    let mut ledger = Ledger::default();
    let acme = voucher(ACME);
    apply(&mut ledger, acme.top_up(micros(10_000)));
    for (name, price, limit, expected) in [
        ("to the last millionth", 10_000, 0, Ok(())),
        ("one more", 10_001, 0, Err(BookError::Short { missing: 1 })),
        ("to the limit of a postpaid account", 15_000, 5_000, Ok(())),
        ("one more", 15_001, 5_000, Err(BookError::Short { missing: 1 })),
        ("nothing", 0, 0, Ok(())),
        ("less than nothing", -1, 0, Err(BookError::Amount)),
        ("more than a number holds", i64::MAX, i64::MAX, Err(BookError::Amount)),
    ] {
        assert_eq!(ledger.reserve(acme, micros(price), limit).map(drop), expected, "{name}");
    }
    assert_eq!(books(&ledger, ACME), [10_000, 0, 0, -10_000], "asking changes nothing");
}

#[test]
fn a_free_message_is_booked_too_whatever_the_balance() {
    let mut ledger = Ledger::default();
    let debt = ledger.reserve(voucher(ACME), micros(5), 5);
    apply(&mut ledger, debt);
    let free = ledger.reserve(voucher(ACME), micros(0), 0).expect("it costs nothing");
    assert_eq!(free.reason, Reason::Reserve);
    assert_eq!(free.lines.len(), 2);
    assert_eq!(ledger.check(&free), Ok(()));
}

#[test]
fn an_entry_that_does_not_balance_is_none() {
    let mut ledger = Ledger::default();
    apply(&mut ledger, voucher(ACME).top_up(micros(100)));
    let dollar = Currency::parse("USD").expect("three letters");
    let line = |book, currency, micros| Line { account: ACME, book, currency, micros };
    for (name, lines, expected) in [
        ("one line", vec![line(Book::Available, euro(), 1)], BookError::Unbalanced),
        (
            "two currencies",
            vec![line(Book::Available, euro(), 1), line(Book::Paid, dollar, -1)],
            BookError::Unbalanced,
        ),
        (
            "more out of the reserve than is in it",
            vec![line(Book::Reserved, euro(), -1), line(Book::Charged, euro(), 1)],
            BookError::Unbalanced,
        ),
        (
            "beyond what a book can hold",
            vec![line(Book::Available, euro(), i64::MAX), line(Book::Paid, euro(), -i64::MAX)],
            BookError::Amount,
        ),
    ] {
        let at = Timestamp::from_millis(1);
        let booked = Booked { at, message: None, reason: Reason::Adjust, lines: lines.into() };
        assert_eq!(ledger.check(&booked), Err(expected), "{name}");
    }
}

proptest! {
    /// Whatever is asked for in whatever order: the books add up to nothing, nobody is below the limit, and carried
    /// books are the same books.
    #[test]
    fn nothing_is_ever_made_or_lost(
        steps in proptest::collection::vec((0..4_u8, 0..3_u32, 0..50_000_i64), 1..200),
    ) {
        let mut ledger = Ledger::default();
        for (kind, account, amount) in steps {
            let account = AccountId(account);
            let booked = match kind {
                0 => voucher(account).top_up(micros(amount)),
                1 => ledger.reserve(voucher(account), micros(amount), 1_000),
                2 => voucher(account).charge(micros(amount)),
                _ => voucher(account).release(micros(amount)),
            };
            // Charging or releasing more than is reserved is refused.
            if let Some(booked) = booked.ok().filter(|booked| ledger.check(booked).is_ok()) {
                ledger.apply(&booked);
            }
            prop_assert_eq!(ledger.total(euro()), 0);
            prop_assert!(ledger.balance(account, euro(), Book::Available) >= -1_000);
            prop_assert!(ledger.balance(account, euro(), Book::Reserved) >= 0);
        }
        let mut carried = Ledger::default();
        let mut last = None;
        loop {
            let next = ledger.carry(last.as_ref()).next();
            let Some(balance) = next else { break };
            carried.restore(&balance);
            last = Some(balance);
        }
        prop_assert_eq!(carried, ledger);
    }
}
