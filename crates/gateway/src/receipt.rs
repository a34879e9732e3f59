//! Way 6: which attempt a receipt is about.
//!
//! The scope is the operator, whichever of its sessions the receipt came on. [`Attempts`] knows the ids that operators
//! gave and finds one again in any form; [`Doubts`] knows the attempts whose answers are lost; [`Parking`] keeps
//! receipts that came before the answer they belong to.

mod attempts;
mod learned;
mod doubts;
mod parking;

pub use attempts::{Attempts, Found, Given, IdSum, Sighting};
pub use doubts::{Doubt, Doubts};
pub use learned::Learned;
pub(crate) use learned::{by_id, matched};
pub use parking::Parking;

use message::id::MessageId;

/// One attempt on a part of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttemptRef {
    /// The message.
    pub message: MessageId,
    /// The part, from 1.
    pub part: u8,
    /// The attempt on it, from 1.
    pub attempt: u32,
}
