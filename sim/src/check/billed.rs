//! Every message is billed once: books add up to nothing, and what was set aside for a message is
//! spent or given back, to the last millionth.

use super::{Breaches, Check, Evidence};
use crate::history::Entry;
use message::id::MessageId;
use message::money::Currency;
use message::object::AccountId;
use records::Record;
use records::submission::{Accepted, Book, Booked, Reason};
use std::collections::BTreeMap;

/// The books, kept anew from the records.
#[derive(Default)]
pub(super) struct Billed {
    books: BTreeMap<(AccountId, Currency, Book), i64>,
    messages: BTreeMap<MessageId, Account>,
}

/// What was booked for a message, in millionths, and how often.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Account {
    reserved: [i64; 2],
    charged: [i64; 2],
    released: [i64; 2],
}

impl Check for Billed {
    fn name(&self) -> &'static str {
        "billed"
    }

    fn durable(&mut self, entry: &Entry, breaches: &mut Breaches<'_>) {
        let Record::Booked(booked) = &entry.record else { return };
        let mut sums: BTreeMap<Currency, i64> = BTreeMap::new();
        for line in &booked.lines {
            *sums.entry(line.currency).or_default() += line.micros;
            *self.books.entry((line.account, line.currency, line.book)).or_default() += line.micros;
        }
        if sums.values().any(|sum| *sum != 0) {
            breaches.add(format!("lines that do not add up: {booked:?}"));
        }
        for ((account, currency, book), micros) in &self.books {
            if matches!(book, Book::Reserved | Book::Charged) && *micros < 0 {
                breaches.add(format!("{book:?} of {account:?} has {micros} {currency}"));
            }
        }
        self.note(booked);
    }

    fn end(&mut self, evidence: &Evidence<'_>, breaches: &mut Breaches<'_>) {
        for accepted in evidence.history.messages() {
            let id = accepted.message;
            let account = self.messages.get(&id).copied().unwrap_or_default();
            let is_open = evidence.durable.message(id).is_some_and(|it| !it.has_ended());
            if let Some(wrong) = account.fault(accepted, is_open) {
                breaches.add(format!("{id}: {wrong}: {account:?}"));
            }
        }
    }
}

impl Billed {
    fn note(&mut self, booked: &Booked) {
        let Some(id) = booked.message else { return };
        let account = self.messages.entry(id).or_default();
        let into = |book| booked.lines.iter().filter(move |line| line.book == book);
        let (total, book) = match booked.reason {
            Reason::Reserve => (&mut account.reserved, Book::Reserved),
            Reason::Charge => (&mut account.charged, Book::Charged),
            Reason::Release => (&mut account.released, Book::Available),
            Reason::TopUp | Reason::Adjust => return,
        };
        total[0] += into(book).map(|line| line.micros).sum::<i64>();
        total[1] += 1;
    }
}

impl Account {
    fn fault(&self, accepted: &Accepted, is_open: bool) -> Option<&'static str> {
        let parts = i64::try_from(accepted.parts.len()).expect("255 at most");
        let price = accepted.sell.as_ref().map_or(0, |sell| sell.micros) * parts;
        let [reserved, reserves] = self.reserved;
        if reserves > 1 || (reserved != 0 && reserved != price) {
            Some("not set aside once, at its price")
        } else if self.charged[0] > price || self.charged[1] + self.released[1] > parts {
            Some("charged or given back more than once")
        } else if !is_open && reserved != self.charged[0] + self.released[0] {
            Some("neither charged nor given back")
        } else {
            None
        }
    }
}
