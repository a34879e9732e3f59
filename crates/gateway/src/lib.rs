//! The message's way, from admission to the account's receipt. Pure: no clock, file, socket or chance but what is
//! handed in.
//!
//! The modules will stand in the order in which a message meets them: admit, route, accept, lane, submit, receipt,
//! notify. Today there is:

mod expiring;
pub mod keys;
pub mod ledger;
pub mod aliases;
pub mod receipt;
pub mod reassembly;
