//! Credit: what accounts have, as double entries.
//!
//! Whatever one book gains another loses, so the books of a currency always add up to nothing and no message can be
//! billed twice without a line that says so. Amounts are whole millionths. Entries are made where the price is 0 too:
//! the journal then tells the same story for every message.

use message::id::MessageId;
use message::money::{Currency, Money};
use message::object::AccountId;
use message::time::Timestamp;
use records::carried::Balance;
use records::submission::{Book, Booked, Line, Reason};
use std::collections::BTreeMap;
use std::ops::Bound;

/// What every book holds. Changed by [`Ledger::apply`] and [`Ledger::restore`] alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger(BTreeMap<(AccountId, Currency, Book), i64>);

/// Why a booking cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BookError {
    /// The account may not spend that much: so much is missing, in millionths.
    Short {
        /// In millionths.
        missing: i64,
    },
    /// An amount below 0, or sums beyond what a book can hold.
    Amount,
    /// Lines that do not add up to nothing, or take more out of a reserve than is in it: a bug.
    Unbalanced,
}

/// A booking in the making: for whom, when, for which message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voucher {
    /// Whose books.
    pub account: AccountId,
    /// When.
    pub at: Timestamp,
    /// For which message, if for one.
    pub message: Option<MessageId>,
}

impl Ledger {
    /// How many books there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// What a book holds, in millionths.
    pub fn balance(&self, account: AccountId, currency: Currency, book: Book) -> i64 {
        self.0.get(&(account, currency, book)).copied().unwrap_or(0)
    }

    /// The entry that sets `price` aside, if the account has it; `limit` is how far below 0 it may go (postpaid).
    ///
    /// # Errors
    /// [`BookError::Short`], or an amount that cannot be.
    pub fn reserve(&self, voucher: Voucher, price: Money, limit: i64) -> Result<Booked, BookError> {
        let available = self.balance(voucher.account, price.currency, Book::Available);
        let spendable = available.checked_add(limit).ok_or(BookError::Amount)?;
        let missing = price.micros.checked_sub(spendable).ok_or(BookError::Amount)?;
        if missing > 0 && price.micros > 0 {
            return Err(BookError::Short { missing });
        }
        voucher.entry(Reason::Reserve, price, (Book::Available, Book::Reserved))
    }

    /// Can this entry be? One that this ledger made before its last change always can.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, booked: &Booked) -> Result<(), BookError> {
        let mut sums: BTreeMap<Currency, i64> = BTreeMap::new();
        let mut after = BTreeMap::new();
        for Line { account, book, currency, micros } in &booked.lines {
            let sum = sums.entry(*currency).or_default();
            *sum = sum.checked_add(*micros).ok_or(BookError::Amount)?;
            let key = (*account, *currency, *book);
            let now = after.entry(key).or_insert_with(|| self.balance(*account, *currency, *book));
            *now = now.checked_add(*micros).ok_or(BookError::Amount)?;
        }
        let overdrawn =
            |((_, _, book), now): (&(_, _, Book), &i64)| *book == Book::Reserved && *now < 0;
        if sums.values().any(|sum| *sum != 0) || after.iter().any(overdrawn) {
            return Err(BookError::Unbalanced);
        }
        Ok(())
    }

    /// Makes an entry count. Whoever makes one has it checked: here it has happened, and when a
    /// journal is read from its middle, books are wrong until what they held is read.
    pub fn apply(&mut self, booked: &Booked) {
        for Line { account, book, currency, micros } in &booked.lines {
            let held = self.0.entry((*account, *currency, *book)).or_default();
            *held = held.saturating_add(*micros);
        }
    }

    /// What a book held before a restart.
    pub fn restore(&mut self, balance: &Balance) {
        let Balance { account, book, currency, micros } = *balance;
        self.0.insert((account, currency, book), micros);
    }

    /// The books behind this one, to be carried forward; `None`: all.
    pub fn carry(&self, behind: Option<&Balance>) -> impl Iterator<Item = Balance> {
        let behind = behind.map(|last| (last.account, last.currency, last.book));
        let from = behind.map_or(Bound::Unbounded, Bound::Excluded);
        let book = |(&(account, currency, book), &micros): (&(_, _, _), &_)| Balance {
            account,
            book,
            currency,
            micros,
        };
        self.0.range((from, Bound::Unbounded)).map(book)
    }

    /// The sum of all books of a currency: 0, always.
    pub fn total(&self, currency: Currency) -> i128 {
        let of_currency = self.0.iter().filter(|((_, other, _), _)| *other == currency);
        of_currency.map(|(_, micros)| i128::from(*micros)).sum()
    }
}

impl Voucher {
    /// What was set aside is spent.
    ///
    /// # Errors
    /// An amount below 0.
    pub fn charge(self, amount: Money) -> Result<Booked, BookError> {
        self.entry(Reason::Charge, amount, (Book::Reserved, Book::Charged))
    }

    /// What was set aside is given back.
    ///
    /// # Errors
    /// An amount below 0.
    pub fn release(self, amount: Money) -> Result<Booked, BookError> {
        self.entry(Reason::Release, amount, (Book::Reserved, Book::Available))
    }

    /// The account has paid.
    ///
    /// # Errors
    /// An amount below 0.
    pub fn top_up(self, amount: Money) -> Result<Booked, BookError> {
        self.entry(Reason::TopUp, amount, (Book::Paid, Book::Available))
    }

    fn entry(
        self,
        reason: Reason,
        amount: Money,
        (from, to): (Book, Book),
    ) -> Result<Booked, BookError> {
        let Money { micros, currency } = amount;
        if micros < 0 {
            return Err(BookError::Amount);
        }
        let line = |book, micros| Line { account: self.account, book, currency, micros };
        let lines = [line(from, -micros), line(to, micros)].into();
        Ok(Booked { at: self.at, message: self.message, reason, lines })
    }
}
