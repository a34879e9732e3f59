//! The log of what was promised: whatever is answered with OK stands here first.
//!
//! A [`Journal`] appends batches of octets and answers when they are durable, reads them back in
//! their order, and forgets the oldest ones when told. What a batch means is not known here.
//!
//! This crate has no IO: the contract ([`Journal`], [`Reader`]), the octets of a log as pure
//! functions ([`frame`], [`Walk`], [`Segment`]), an engine in memory whose faults are scripted
//! ([`MemoryStore`]), and the suite that every engine must pass ([`conformance`]).

mod position;
pub mod frame;
mod engine;
mod walk;
mod segment;
mod memory;
pub mod conformance;

pub use engine::{AppendError, Entry, Fault, Health, Journal, ReadError, Reader, Visit};
pub use memory::{MemoryJournal, MemoryStore, Mishap};
pub use position::{LogId, Position};
pub use segment::{BLOCK, BadHeader, Segment, VERSION};
pub use walk::{Rest, Step, Walk};
