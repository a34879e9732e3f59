//! What must hold, one file for each.
//!
//! A check takes its evidence from the agents' own records and from the journal, and asks the
//! gateway's memory only where nobody else knows.

mod lost;
mod billed;
mod forward;
mod told;
mod bounds;
mod doubles;
mod inbound;

use crate::customer::{Customer, Tagged};
use crate::history::{Entry, History};
use crate::net::Net;
use crate::operator::Operator;
use crate::plan::Plan;
use gateway::durable::Durable;
use message::id::{MessageId, ShortId};
use message::object::AccountId;
use message::time::Timestamp;
use records::Record;
use records::submission::Accepted;
use std::fmt;
use std::time::Duration;

/// Something that must not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Which check found it.
    pub check: &'static str,
    /// When.
    pub at: Duration,
    /// What.
    pub what: String,
}

/// Breaches, of one check at one time.
pub struct Breaches<'a> {
    check: &'static str,
    at: Duration,
    found: &'a mut Vec<Breach>,
}

/// What must hold.
pub trait Check {
    /// Its name.
    fn name(&self) -> &'static str;

    /// A record has become durable.
    fn durable(&mut self, _entry: &Entry, _breaches: &mut Breaches<'_>) {}

    /// The state that follows from what is durable, behind each batch.
    fn state(&mut self, _durable: &Durable, _wall: Timestamp, _breaches: &mut Breaches<'_>) {}

    /// Everything has come to its end.
    fn end(&mut self, _evidence: &Evidence<'_>, _breaches: &mut Breaches<'_>) {}
}

/// What is known at the end.
pub struct Evidence<'a> {
    /// What was to happen.
    pub plan: &'a Plan,
    /// What became durable.
    pub history: &'a History,
    /// The customers with their records.
    pub customers: &'a [Customer],
    /// The operators with theirs.
    pub operators: &'a [Operator],
    /// What became of connections.
    pub net: &'a Net,
    /// When the process died.
    pub deaths: &'a [Duration],
    /// From when to when the medium was full.
    pub full: &'a [(Duration, Duration)],
    /// What the gateway still holds.
    pub durable: &'a Durable,
}

/// All checks, fresh.
pub fn all(plan: &Plan) -> Vec<Box<dyn Check>> {
    vec![
        Box::new(lost::Lost),
        Box::new(billed::Billed::default()),
        Box::new(forward::Forward::default()),
        Box::new(told::Told),
        Box::new(bounds::Bounds::new(plan)),
        Box::new(doubles::Doubles),
        Box::new(inbound::Inbound),
    ]
}

impl<'a> Breaches<'a> {
    /// For a check, at a time.
    pub fn new(check: &'static str, at: Duration, found: &'a mut Vec<Breach>) -> Breaches<'a> {
        Breaches { check, at, found }
    }

    /// Something must not be.
    pub fn add(&mut self, what: String) {
        self.found.push(Breach { check: self.check, at: self.at, what });
    }
}

impl Evidence<'_> {
    /// The message that a customer knows by this id, or by this short one.
    pub fn message(&self, account: AccountId, id: &str) -> Option<MessageId> {
        if let Some(id) = MessageId::parse(id) {
            return Some(id);
        }
        let short = ShortId::parse(id)?;
        self.history.entries().iter().find_map(|entry| {
            let Record::Aliased(it) = &entry.record else { return None };
            (it.account == account && it.alias == short).then_some(it.message)
        })
    }

    /// Did nothing happen in this time that could lose or delay what was on its way over the
    /// connection, or what became of it?
    pub fn is_quiet(&self, link: crate::event::LinkId, from: Duration, to: Duration) -> bool {
        self.net.is_steady(link)
            && self.net.ended(link).is_none_or(|at| at > to)
            && self.has_lived_through(from, to)
    }

    /// Did the process live all this time, on a medium that was not full?
    pub fn has_lived_through(&self, from: Duration, to: Duration) -> bool {
        !self.deaths.iter().any(|at| (from..=to).contains(at))
            && !self.full.iter().any(|(begin, end)| *begin <= to && *end >= from)
    }
}

/// The account of a customer.
pub fn account_of(customer: usize) -> AccountId {
    AccountId(u32::try_from(customer + 1).expect("a few customers"))
}

/// The text that a message carries.
pub fn tag_of(accepted: &Accepted) -> Option<Tagged> {
    accepted.parts.iter().find_map(|part| Tagged::find(&part.octets))
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {:?}: {}", self.check, self.at, self.what)
    }
}
