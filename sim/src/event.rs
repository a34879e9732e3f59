//! Who takes part, and what can happen to them.

use std::fmt;

/// Who takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// The gateway's process.
    Node,
    /// The program of the customer with this number.
    Customer(usize),
    /// The message centre of the operator with this number.
    Operator(usize),
    /// The network between them.
    Net,
    /// The medium below the journal.
    Disk,
    /// The wall clock.
    Clock,
}

/// A connection. No two have the same, not even one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u64);

/// Which end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Who has dialled.
    Caller,
    /// Who was dialled.
    Called,
}

/// One end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct End {
    /// Of which connection.
    pub link: LinkId,
    /// Which of its ends.
    pub side: Side,
}

/// Something that happens at its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Somebody dials the party at this end.
    Knock(End),
    /// Octets arrive at this end.
    Arrive(End),
    /// This end may write again.
    Room(End),
    /// This end learns that the connection is gone.
    Gone(End),
    /// It is time for a party to look around.
    Wake(Party),
    /// The append with this number has ended.
    Appended(u64),
    /// The fault of the plan with this number.
    Fault(usize),
    /// The fault with this number is over.
    FaultOver(usize),
    /// The process with this number dies.
    Kill(u64),
    /// The gateway's process starts.
    Start,
}

impl Side {
    /// The other end.
    pub fn other(self) -> Side {
        match self {
            Side::Caller => Side::Called,
            Side::Called => Side::Caller,
        }
    }
}

impl End {
    /// The other end of the same connection.
    pub fn other(self) -> End {
        End { side: self.side.other(), ..self }
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Party::Node => f.write_str("node"),
            Party::Customer(number) => write!(f, "customer {number}"),
            Party::Operator(number) => write!(f, "operator {number}"),
            Party::Net => f.write_str("net"),
            Party::Disk => f.write_str("disk"),
            Party::Clock => f.write_str("clock"),
        }
    }
}

impl fmt::Display for LinkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "link {}", self.0)
    }
}
