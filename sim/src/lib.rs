//! The whole gateway in one thread and in virtual time.

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
