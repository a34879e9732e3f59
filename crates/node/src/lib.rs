//! The daemon: the one place where the parts of the gateway meet.
//!
//! | module | what it starts |
//! |---|---|
//! | `heart` | the core's thread, which decides, and the journal's, which makes durable |
//! | `customers` | the SMPP listener, a task for each connection, and the gate that checks passwords |
//! | `operators` | for each operator a task that keeps its sessions open, and a task for each of them |
//! | `http` | health, metrics, simulated phones |
//!
//! A session's task speaks to the core by two bounded mailboxes (answers to what the core has asked
//! for, and everything else, go before submissions) and hears from it by one of its own, each time all
//! that there is. The core waits for nobody; who waits for the core reads nothing from its socket
//! meanwhile.

mod config;
mod metrics;
mod fate;
mod sessions;
mod said;
mod heart;
mod outlet;
mod customers;
mod operators;
mod http;
mod node;
mod sim;

pub use config::{
    BookError, Checked, Code, Config, Format, Level, Log, LogFormat, Problems, Sources, keys,
};
pub use heart::{HeartError, OpenError};
pub use node::{Node, StartError};
pub use sim::{Sim, SimPlan};
/// What a simulated operator does, and what it has done.
pub use simulator::{Profile, tcp::Tally};
