//! What a customer is to do.

use crate::event::Party;
use smpp::Version;
use smpp::session::{BindKind, Timers};
use std::time::Duration;

/// A customer's program.
#[derive(Debug, Clone)]
pub struct CustomerPlan {
    /// Whom it binds to.
    pub dials: Party,
    /// Its login.
    pub system_id: String,
    /// Its password.
    pub password: String,
    /// Its sessions.
    pub binds: Vec<BindKind>,
    /// Requests of its own without response at most.
    pub window: usize,
    /// The timers of its sessions.
    pub timers: Timers,
    /// How many letters it writes.
    pub letters: u32,
    /// When it begins.
    pub first: Duration,
    /// The shortest and the longest time from one letter to the next.
    pub pace: [Duration; 2],
    /// What it writes.
    pub writing: Writing,
    /// How it answers what is delivered to it.
    pub replies: ReplyMix,
    /// How often of a thousand it asks for a message that was accepted, and cancels one.
    pub asks: u16,
    /// The same of cancelling one.
    pub cancels: u16,
    /// How often it offers again what was refused for now (0x14, 0x58, 0x08).
    pub retries: u32,
}

/// What a customer writes, and to whom.
#[derive(Debug, Clone)]
pub struct Writing {
    /// From whom: digits.
    pub source: String,
    /// To whom: digits.
    pub phones: Vec<String>,
    /// Of which kinds.
    pub mix: LetterMix,
    /// What the version has no words for is not written: TLVs, priorities, some receipts.
    pub version: Version,
    /// The shortest and the longest validity, where one is asked for.
    pub validity: [Duration; 2],
}

/// How many of a thousand letters are what.
#[derive(Debug, Clone, Copy, Default)]
pub struct LetterMix {
    /// Of several parts, by message_payload.
    pub long: u16,
    /// Split by the customer.
    pub group: u16,
    /// data_sm.
    pub data: u16,
    /// With a schedule.
    pub scheduled: u16,
    /// With a validity.
    pub valid: u16,
    /// Without receipts.
    pub unwatched: u16,
    /// To be tried once, in datagram mode or in transaction mode (SMPP 3.4 s5.2.12).
    pub once: u16,
}

/// How many of a thousand deliveries are answered how; the others at once with OK.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReplyMix {
    /// OK, after the response timer has run out.
    pub late: u16,
    /// Not at all.
    pub never: u16,
    /// To be sent again.
    pub temporary: u16,
    /// For good.
    pub permanent: u16,
}
