//! What a session is told when it begins: its side, its limits and its timers.

use crate::frame::Limits;
use crate::quirks::Quirks;
use crate::version::Version;
use arrayvec::ArrayVec;
use std::time::Duration;

/// Which side of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Answers binds; delivers messages to the ESME.
    MessageCentre,
    /// Binds; submits messages.
    Esme,
}

impl Role {
    /// The other side.
    pub const fn peer(self) -> Role {
        match self {
            Role::MessageCentre => Role::Esme,
            Role::Esme => Role::MessageCentre,
        }
    }
}

/// How long to wait for what (SMPP 5.0 s2.7). `Duration::MAX` switches a timer off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timers {
    /// From the connection, or from a refused bind, to the next bind.
    pub session_init: Duration,
    /// From a request to its response; the application has as long to answer a bind.
    pub response: Duration,
    /// After this long without a PDU from the peer it is sent an enquire_link, and another each time
    /// as long again has passed; when three in a row have brought nothing the session ends.
    pub enquire_link: Duration,
    /// After this long without a PDU from the peer, whatever it is, we unbind.
    pub inactivity: Duration,
    /// At the end: how long the last octets may take, and how long a peer that has unbound may take
    /// to close the connection.
    pub linger: Duration,
}

impl Default for Timers {
    fn default() -> Timers {
        Timers {
            session_init: Duration::from_secs(10),
            response: Duration::from_secs(30),
            enquire_link: Duration::from_secs(30),
            inactivity: Duration::from_secs(300),
            linger: Duration::from_secs(5),
        }
    }
}

/// A `system_id` that can be sent: at most 15 ASCII characters, no NUL among them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SystemId(ArrayVec<u8, 15>);

impl SystemId {
    /// `None` if it is longer or holds anything else.
    pub fn parse(octets: &[u8]) -> Option<SystemId> {
        let sendable = octets.is_ascii() && !octets.contains(&0);
        sendable.then(|| octets.try_into().ok().map(SystemId)).flatten()
    }

    /// The characters, without terminator.
    pub fn octets(&self) -> &[u8] {
        &self.0
    }
}

/// What a session keeps to. The defaults are those of a message centre's door for customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The highest version we speak. A session speaks the lower one of ours and the peer's.
    pub version: Version,
    /// What is tolerated from the peer.
    pub quirks: Quirks,
    /// See [`crate::Encoder::nul_in_refusal`].
    pub nul_in_refusal: bool,
    /// Who we say we are when we answer a bind.
    pub system_id: SystemId,
    /// How many requests of ours may be without response; 0 counts as 1.
    pub window_ours: usize,
    /// How many requests of the peer may be without response; 0 counts as 1. While there are that
    /// many nothing more is read.
    pub window_theirs: usize,
    /// How long to wait for what.
    pub timers: Timers,
    /// How long a PDU may be before the session is bound.
    pub limits_unbound: Limits,
    /// How long a PDU may be from then on.
    pub limits_bound: Limits,
    /// The number of our first request: 1 by the standard (SMPP 3.4 s5.1.4). Out of range counts as 1.
    pub sequence_first: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            version: Version::V50,
            quirks: Quirks::STRICT,
            nul_in_refusal: false,
            system_id: SystemId::default(),
            window_ours: 50,
            window_theirs: 50,
            timers: Timers::default(),
            limits_unbound: Limits::UNBOUND,
            limits_bound: Limits::BOUND,
            sequence_first: 1,
        }
    }
}
