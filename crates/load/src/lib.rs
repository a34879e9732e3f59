//! A load generator: customers that bind, keep their windows full, and count all that comes back.
//!
//! It says what a gateway, or any message centre, takes and brings back, and how long that takes. All
//! sessions live in one thread and share one [`Tally`], so that it needs little of the machine that it
//! measures. It trusts nobody: an answer nobody asked for, a receipt for nothing, one that comes twice
//! are counted by themselves.

mod plan;
mod pace;
mod tally;
mod book;
mod wire;
mod line;
mod run;

pub use plan::{Login, Plan};
pub use run::{LoadError, run};
pub use tally::{Report, Second, Tally};
