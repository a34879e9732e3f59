//! What waits in a lane.

use message::id::MessageId;
use message::object::AccountId;
use message::time::Timestamp;

/// A part that waits, in the order in which it goes within its account and priority: by message,
/// then by part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its message.
    pub message: MessageId,
    /// Which part of it.
    pub part: u8,
    /// Whose it is.
    pub account: AccountId,
    /// How urgent it is.
    pub priority: Priority,
    /// Not before.
    pub due: Timestamp,
    /// Not from then on.
    pub expires: Timestamp,
}

/// How urgent a message is (`priority_flag`, SMPP 3.4 s5.2.14, in the words of IS-95).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// 0, and the 4 of SMPP 5.0, which is for broadcasts in the background.
    Normal,
    /// 1.
    Interactive,
    /// 2.
    Urgent,
    /// 3.
    Emergency,
}

/// How many entries a door takes now: slots of its window that are free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room(pub u32);

/// Where an entry waits in its lane. Of use only together with the message and the part: places
/// are used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket(pub(super) u32);

/// What came out of a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is this entry's turn; it has one slot of the room.
    Due(Entry),
    /// It would have been its turn, but its validity has ended. No slot was used.
    Expired(Entry),
}

impl Priority {
    /// How many there are.
    pub const COUNT: usize = 4;

    /// The priority of a `priority_flag`.
    pub const fn of(flag: u8) -> Priority {
        match flag {
            1 => Priority::Interactive,
            2 => Priority::Urgent,
            3 => Priority::Emergency,
            0 | 4.. => Priority::Normal,
        }
    }

    pub(super) const fn level(self) -> usize {
        self as usize
    }
}
