//! What a session tells its application.

use super::matrix::Column;
use crate::command::CommandId;
use crate::error::{Deviations, PduError};
use crate::frame::Header;
use crate::owned::OwnedPdu;
use crate::status::CommandStatus;
use crate::version::Version;

/// The application's name for a request. The session gives it back and does not look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(pub u64);

/// A PDU of the peer, and what was wrong with it and tolerated.
#[derive(Debug, Clone)]
pub struct Received {
    /// The PDU.
    pub pdu: OwnedPdu,
    /// What was tolerated.
    pub deviations: Deviations,
}

/// Something that happened, in the order in which it did. `P` is a PDU of the peer.
#[derive(Debug, Clone)]
pub enum Output<P = Received> {
    /// A bind: the application calls `accept_bind` or `refuse_bind`.
    Bind(P),
    /// An outbind: the application looks at its password and calls `bind`, or `close`.
    Outbind(P),
    /// The session is bound; messages may travel.
    Bound {
        /// In which direction.
        kind: BindKind,
        /// The version that both sides speak from now on.
        version: Version,
    },
    /// The peer has refused our bind with this status. The application may bind again.
    BindRefused(CommandStatus),
    /// A request of the peer: the application calls `handle_answer` with its sequence number, unless
    /// it is an alert_notification, which has no response.
    Request(P),
    /// The response to a request of ours, whatever its status.
    Answered {
        /// Which request.
        token: Token,
        /// The response.
        response: P,
    },
    /// A request of ours has come to nothing; the session goes on.
    Failed {
        /// Which request.
        token: Token,
        /// Why.
        why: Failure,
    },
    /// The response to a request that has been told as [`Failure::NoAnswer`].
    LateAnswer {
        /// Which request.
        token: Token,
        /// The response.
        response: P,
    },
    /// A response to nothing that was asked; ignored.
    Unexpected(Header),
    /// The session has refused a request of the peer by itself.
    Refused {
        /// Which request.
        request: Header,
        /// What it was answered.
        status: CommandStatus,
        /// The field that was wrong; `None` if the request as such was out of place or unknown.
        error: Option<PduError>,
    },
    /// The last output: the connection is to be closed, without writing anything more.
    Closed {
        /// Why.
        reason: Reason,
        /// The requests that were without response, oldest first.
        unknown: Vec<(Token, Fate)>,
    },
}

impl<P> Output<P> {
    /// The same of another form of the PDU, where there is one.
    pub(super) fn map<Q>(self, change: impl FnOnce(P) -> Q) -> Output<Q> {
        match self {
            Output::Bind(pdu) => Output::Bind(change(pdu)),
            Output::Outbind(pdu) => Output::Outbind(change(pdu)),
            Output::Request(pdu) => Output::Request(change(pdu)),
            Output::Answered { token, response } => {
                Output::Answered { token, response: change(response) }
            }
            Output::LateAnswer { token, response } => {
                Output::LateAnswer { token, response: change(response) }
            }
            Output::Bound { kind, version } => Output::Bound { kind, version },
            Output::BindRefused(status) => Output::BindRefused(status),
            Output::Failed { token, why } => Output::Failed { token, why },
            Output::Unexpected(header) => Output::Unexpected(header),
            Output::Refused { request, status, error } => {
                Output::Refused { request, status, error }
            }
            Output::Closed { reason, unknown } => Output::Closed { reason, unknown },
        }
    }
}

/// Why a request of ours has no response while the session goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The response timer ran out. All octets had been written: the peer may have acted on it.
    NoAnswer,
    /// The peer answered with generic_nack and this status.
    Nacked(CommandStatus),
    /// The response could not be read.
    Unreadable(PduError),
}

/// How far a request came whose response the end of the session took away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Not all of its octets were written: the peer cannot have acted on it.
    NeverWritten,
    /// All were: it may have.
    Written,
}

/// Why a session has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The application called `close`.
    Application,
    /// The application called `unbind`.
    Unbound,
    /// The peer sent unbind.
    PeerUnbound,
    /// The peer closed the connection without unbind.
    PeerClosed,
    /// No bind came in time.
    NoBind,
    /// The bind was not answered in time.
    BindUnanswered,
    /// The peer, not bound, sent too many requests that had to be refused.
    TooManyRefusals,
    /// Nothing came from the peer in spite of three enquire_links.
    PeerSilent,
    /// A request could not be written as long as its response may take: the peer does not read.
    PeerNotReading,
    /// Nothing came from the peer for the inactivity time.
    Inactive,
    /// The peer announced a PDU of this impossible length.
    FramingLost(u32),
    /// The peer sent a generic_nack without number: it has lost our framing.
    PeerLostFraming,
}

/// Why the session did not take something from the application. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The window is full, or too much waits to be written: try again after the next response.
    Full,
    /// The operation matrix does not allow it in this state, or not by this side.
    OutOfPlace,
    /// The version spoken with this peer has no such request.
    NotInVersion,
    /// One side is unbinding, or the session has ended: another session has to take it.
    Leaving,
    /// The session sends this by itself, or it is no request.
    NotARequest,
    /// No request with this number is waiting for this response.
    NotOwed,
    /// The PDU cannot be written.
    Malformed(PduError),
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refused::Full => f.write_str("the window is full"),
            Refused::OutOfPlace => f.write_str("not allowed in this state of the session"),
            Refused::NotInVersion => f.write_str("the peer's version has no such request"),
            Refused::Leaving => f.write_str("the session is ending"),
            Refused::NotARequest => f.write_str("not a request of the application"),
            Refused::NotOwed => f.write_str("no such request is waiting"),
            Refused::Malformed(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for Refused {}

/// The three kinds of bind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BindKind {
    /// The ESME sends.
    Transmitter,
    /// The ESME receives.
    Receiver,
    /// Both.
    Transceiver,
}

impl BindKind {
    /// The kind that this request asks for; `None` if it is not a bind.
    pub fn from_command(command: CommandId) -> Option<BindKind> {
        match command {
            CommandId::BIND_TRANSMITTER => Some(BindKind::Transmitter),
            CommandId::BIND_RECEIVER => Some(BindKind::Receiver),
            CommandId::BIND_TRANSCEIVER => Some(BindKind::Transceiver),
            _ => None,
        }
    }

    /// The request that asks for it.
    pub const fn command(self) -> CommandId {
        match self {
            BindKind::Transmitter => CommandId::BIND_TRANSMITTER,
            BindKind::Receiver => CommandId::BIND_RECEIVER,
            BindKind::Transceiver => CommandId::BIND_TRANSCEIVER,
        }
    }

    /// Its state in the operation matrix.
    pub(super) const fn column(self) -> Column {
        match self {
            BindKind::Transmitter => Column::BoundTx,
            BindKind::Receiver => Column::BoundRx,
            BindKind::Transceiver => Column::BoundTrx,
        }
    }
}
