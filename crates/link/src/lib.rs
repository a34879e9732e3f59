//! Drives one SMPP session over TCP.
//!
//! A [`Session`] is any of the gateway's sessions, of either side: it has no socket and no clock.
//! [`drive`] gives it both. It reads while the session wants octets, writes all that is pending in
//! one call, keeps the session's deadlines, hands it what others have to say, and hands out what it
//! says itself.
//!
//! Nothing here grows: the session is told by a bounded mailbox, and while the [`Outlet`] has no room
//! nothing is read from the socket. A peer that does not read, or says nothing any more, is the
//! session's to notice, by its deadlines.
//!
//! [`Time`] is the one place of the process that reads clocks.

mod time;
mod session;
mod drive;
mod flag;

pub use drive::drive;
pub use flag::raised;
pub use session::{Outlet, Session, Step};
pub use time::{Now, Time};
