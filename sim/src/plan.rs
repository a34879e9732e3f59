//! What is to happen in a run.

mod registry;
mod calm;
mod any;

use crate::customer::CustomerPlan;
use crate::disk::DiskPlan;
use crate::net::Weather;
use crate::operator::OperatorPlan;
use ::registry::draft::Draft;
use message::time::Timestamp;
use std::time::Duration;

/// A whole run: who takes part, and what befalls them. With the seed it says everything.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The wall clock's time at time zero.
    pub beginning: Timestamp,
    /// How long things go wrong. From then on all is well.
    pub rough: Duration,
    /// How long at most everything may then take to come to its end.
    pub calm: Duration,
    /// What is configured.
    pub registry: Draft,
    /// What each prepaid account pays in at the beginning, in millionths.
    pub credit: i64,
    /// The customers; the number of each is its account's, less one.
    pub customers: Vec<CustomerPlan>,
    /// The operators; the number of each is its own in the registry, less one.
    pub operators: Vec<OperatorPlan>,
    /// The network.
    pub weather: Weather,
    /// The medium below the journal.
    pub disk: DiskPlan,
    /// Where the process may die by itself.
    pub frailty: Frailty,
    /// What goes wrong when.
    pub faults: Vec<(Duration, Fault)>,
    /// The core writes live objects forward when its journal is longer than this, in octets.
    pub journal_octets: u64,
}

/// How many of a thousand appends end with the process, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Frailty {
    /// Before the append has begun.
    pub before: u16,
    /// While it is under way.
    pub during: u16,
    /// When it has ended, and nobody has been told.
    pub untold: u16,
    /// When some have been told.
    pub half_told: u16,
    /// It tells what it has decided before that is durable: the fault that all the checks are for.
    pub is_hasty: bool,
}

/// Something that goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The process dies.
    Crash,
    /// A connection, any, breaks.
    Break,
    /// What one end of a connection, any, writes is held up for so long.
    Stall(Duration),
    /// The operator with this number is down for so long.
    OperatorDown(usize, Duration),
    /// The customer with this number is away for so long.
    CustomerAway(usize, Duration),
    /// The same, but its transmitters stay.
    ReceiversAway(usize, Duration),
    /// Somebody sets the wall clock forward by so many milliseconds, or back if negative.
    ClockStep(i64),
    /// The wall clock stands still for so long.
    ClockStop(Duration),
    /// Somebody saves the registry, as it is.
    Registry,
    /// The medium is full for so long.
    DiskFull(Duration),
    /// The next append fails, and with it the process.
    DiskFault,
}

impl Plan {
    /// A run of one customer and one operator in which nothing goes wrong, to be changed.
    pub fn calm(letters: u32) -> Plan {
        calm::plan(letters)
    }

    /// A small run, drawn from the seed: some dozens of messages, with every kind of fault.
    pub fn any(seed: u64) -> Plan {
        any::draw(seed)
    }
}
