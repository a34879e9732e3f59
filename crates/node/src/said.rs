//! What is said to a session's task.

use crate::sessions::Seat;
use gateway::door::Effect;

/// Something that is said to a session.
#[derive(Debug)]
pub(crate) enum Said {
    /// By the core, in order.
    Effects(Vec<Effect>),
    /// By the gate: what has become of a password.
    Checked {
        /// What was found.
        verdict: Verdict,
        /// Sessions that the account has bound, this one not counted.
        sessions: u32,
        /// The session's own place among them, if the password was right.
        seat: Option<Seat>,
    },
    /// By the door: it is to end in order.
    Leave,
}

/// What was found of a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is the login's.
    Right,
    /// It is not, or nobody has the system_id.
    Wrong,
    /// It was not looked at: there were too many wrong ones.
    NotChecked,
}

/// What may wait for a session at most. The core says nothing that nobody asked for: an answer for
/// each request of the peer, and as many requests as the window has room for, which are 10,000 of
/// either at most.
pub(crate) const MAILBOX: usize = 2 * 10_000 + 64;
