//! What people configure: accounts, operators, rules, numbers and services.
//!
//! A [`draft::Draft`] is what they wrote, unchecked. [`Snapshot::build`] is the only way on: it
//! finds everything that is wrong at once, or makes an immutable [`Snapshot`] whose types cannot
//! be wrong. Doors and the core read snapshots, never drafts.
//!
//! Absent on purpose: serde, files and locks. Whoever reads a file or a request fills a draft;
//! whoever shares a snapshot puts it into an `Arc`.

#[macro_use]
mod words;
pub mod draft;
mod problem;
pub mod name;
pub mod net;
pub mod prefix;
pub mod country;
pub mod sender;
pub mod account;
pub mod operator;
pub mod rule;
pub mod inbound;
mod snapshot;
mod build;
pub mod route;

pub use build::nearest;
pub use problem::{Fault, Kind, Object, Problem};
pub use snapshot::Snapshot;
