//! The whole way of a message through the core, without doors: inputs in, effects out, and after
//! every story the journal is read again into a second core, which must be as the first.

#![expect(clippy::wildcard_enum_match_arm, reason = "whatever else is told is not asked for")]

mod fixture;
mod scene;
mod stage;
mod stories;
mod admit;
mod route;
mod accept;
mod submit;
mod report;
mod receive;
mod notify;
mod modes;
mod times;
mod enquire;
mod carrying;
mod freed;
mod world;
