//! What a session is told when it begins, and what it tells its driver.

use gateway::door::Input;
use message::code::Refusal;
use message::object::{AccountId, LoginId};
use message::time::Timestamp;
use registry::name::Secret;
use smpp::session::{BindKind, Reason};
use smpp::{CommandId, CommandStatus, PduError, Version};
use std::net::IpAddr;
use std::time::Duration;

/// What time it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Since any moment that stays the same for the life of the session: for timers.
    pub mono: Duration,
    /// By the calendar: for schedules and validities.
    pub wall: Timestamp,
}

/// Who has connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// From where.
    pub address: IpAddr,
    /// Over TLS.
    pub tls: bool,
}

/// What all sessions of the door keep to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Timers, limits and names. Both windows are the account's own once it is bound: how many
    /// submissions, and how many receipts and texts, may be without answer.
    pub smpp: smpp::session::Settings,
    /// An unknown system_id and a wrong password are answered alike.
    pub uniform_bind_errors: bool,
}

/// Something that has happened, in the order in which it did.
#[derive(Debug)]
pub enum Output {
    /// A bind: is this the password? Answered by [`Session::password_checked`](crate::Session), or
    /// by [`Session::password_not_checked`](crate::Session).
    CheckPassword {
        /// As the bind has it.
        system_id: Box<str>,
        /// Whose it is, to count the account's sessions; none: nobody's.
        account: Option<AccountId>,
        /// What the password is checked with; none: nobody has the system_id, and the check takes
        /// as long as any other, to end with no.
        verifier: Option<Secret>,
        /// What the peer has sent.
        password: Secret,
    },
    /// The session is bound.
    Bound {
        /// Whose it is.
        account: AccountId,
        /// By which login.
        login: LoginId,
        /// In which direction.
        kind: BindKind,
        /// The version that both sides speak.
        version: Version,
    },
    /// For the core.
    Input(Input),
    /// A request was refused here, for the records; it has been answered.
    Refused {
        /// What it was.
        command: CommandId,
        /// Its number.
        sequence: u32,
        /// What it was answered.
        status: CommandStatus,
        /// The true reason, which the status may hide.
        why: Why,
    },
    /// The connection is to be closed, without writing anything more. Behind it comes nothing but
    /// what comes back of deliveries handed in after the end.
    Closed(Reason),
}

/// Why a request was refused here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// One of the reasons that have a name.
    Refusal(Refusal),
    /// The packet breaks the standard.
    Packet(PduError),
    /// The operation does not exist here, is not allowed in this state, or found nothing to do: the
    /// status says which.
    Operation,
}
