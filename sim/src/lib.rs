//! The whole gateway in one thread and in virtual time, between customers and operators that keep
//! their own records, on a network and a medium that fail; and what must hold all the same.
//!
//! ```text
//!  Timeline: events to come, the trace, the counts      Clock: what the wall clock shows
//!       |
//!     World: takes the next event, lets whom it concerns look around, has the checks look
//!       |
//!   Customer <==== Net ====> Node, the process <==== Net ====> Operator
//!   smpp::Session            customers::Session                smpp::Session
//!   its ledger               gateway::Core                     simulator::Brain
//!                            operators::Session                its ledger
//!                              | batches    ^ durable
//!                              v            |
//!                            Disk, below journal::MemoryJournal
//!                              | what is durable, as it becomes so
//!                              v
//!                            History, and a shadow of the state ----> Checks
//! ```
//!
//! A run is a seed and a [`Plan`]. Everything that could be otherwise (how long octets take, where a
//! connection breaks, whether a crash keeps the batch under way, what an operator answers) is drawn
//! from the seed, each part from a stream of its own, so the same seed gives the same run on every
//! machine, and a failure is replayed by its number (`cargo xtask sim SEED`).
//!
//! Parties do not call each other. An event stirs a party; it does all that it can at that moment
//! and says when it wants to look again ([`stage::Alarm`]). To be stirred too often does no harm.
//!
//! For the first part of a run everything may go wrong; then all is well, and there is time for
//! everything to come to its end. Then the checks compare what the ledgers of customers and operators
//! say with the records of the journal and with each other; some look at every batch on the way. None
//! takes the gateway's word where anybody else knows.

pub mod event;
pub mod tally;
pub mod timeline;
pub mod clock;
pub mod net;
pub mod disk;
pub mod stage;
pub mod line;
pub mod customer;
pub mod operator;
pub mod plan;
pub mod node;
pub mod history;
pub mod check;
pub mod world;
pub mod many;

use check::Breach;
use plan::Plan;
use tally::Tally;
use timeline::Line;

/// What a run has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What must not be, and was.
    pub breaches: Vec<Breach>,
    /// How often what has happened.
    pub tally: Tally,
    /// Line by line, if asked for.
    pub trace: Vec<Line>,
}

/// Runs a plan; the same seed and plan give the same run. `traced`: the report has the trace.
pub fn run(seed: u64, plan: &Plan, traced: bool) -> Report {
    let mut world = world::World::new(seed, plan.clone(), traced);
    world.run();
    let breaches = world.breaches().to_vec();
    let stage = world.stage_mut();
    Report { breaches, tally: stage.timeline.tally.clone(), trace: stage.timeline.take_trace() }
}
