//! What doors and the core say to each other.
//!
//! A door is whatever speaks with the world for an account or an operator. It knows bytes and
//! packets; the core knows messages. A door hands [`Input`]s in, and does what [`Effect`]s say, no
//! sooner than it gets them: the core's driver holds an effect back until the record behind it is
//! durable.
//!
//! A session has room for as many requests as its window says. The core counts: it hands over no
//! more than that, and every [`Effect::Send`] comes back as one [`Input::Answered`], every
//! [`Effect::Deliver`] as one [`Input::Taken`], also after the session has gone down.

mod submission;
mod inbound;
mod outgoing;

pub use inbound::{InboundText, OperatorAnswer, Report};
pub use outgoing::{Body, Delivery, Outgoing, Receipt, Standing, Text};
pub use submission::{Enquiry, Key, Named, Submission, Validity};

use message::code::Refusal;
use message::id::MessageId;
use message::money::Money;
use message::object::{AccountId, OperatorId};
use records::SmolStr;
use registry::Snapshot;
use std::sync::Arc;

/// A session, on either side, or whatever else takes messages. The process gives it and never gives
/// it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u64);

/// Whom an answer is for. The core gives it back and looks only at the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReplyTo {
    /// The session that asked.
    pub session: SessionId,
    /// The door's own name for the request, such as its sequence number.
    pub token: u64,
}

/// Something that has happened at a door.
#[derive(Debug, Clone)]
pub enum Input {
    /// An account submits a message. Answered by [`Effect::Accepted`] or [`Effect::Refused`].
    Submit(Box<Submission>),
    /// An account asks where a message stands. Answered by [`Effect::Stands`].
    Query(Enquiry),
    /// An account wants a message not to be sent. Answered by [`Effect::Cancelled`].
    Cancel(Enquiry),
    /// An account has paid.
    TopUp {
        /// Who.
        account: AccountId,
        /// How much; not below 0.
        amount: Money,
    },
    /// A session with an operator is bound and takes messages.
    OperatorUp {
        /// Which session.
        session: SessionId,
        /// With whom.
        operator: OperatorId,
        /// Requests that may be without answer at a time.
        window: u32,
    },
    /// A session of an account is bound and takes receipts and texts from phones.
    ReceiverUp {
        /// Which session.
        session: SessionId,
        /// Whose.
        account: AccountId,
        /// Requests that may be without answer at a time.
        window: u32,
    },
    /// A session, of either side, takes nothing more. What is with it still comes back.
    Down(SessionId),
    /// What came back of an [`Effect::Send`], or came later still.
    Answered(OperatorAnswer),
    /// An operator reports on a message. Answered by [`Effect::Acknowledged`].
    Reported(Box<Report>),
    /// A text from a phone. Answered by [`Effect::Acknowledged`].
    Inbound(Box<InboundText>),
    /// What came back of an [`Effect::Deliver`].
    Taken {
        /// On which session.
        session: SessionId,
        /// Of which notice.
        notice: MessageId,
        /// How the account answered; 0: it has it. `None`: not at all.
        status: Option<u32>,
    },
    /// What is configured has changed.
    Registry(Arc<Snapshot>),
    /// The journal has come to its reserve, or has room again.
    HighWater(bool),
}

/// Something for a door to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// A submission is accepted.
    Accepted {
        /// To whom.
        to: ReplyTo,
        /// The id, in the account's form.
        id: SmolStr,
    },
    /// A request is refused.
    Refused {
        /// To whom.
        to: ReplyTo,
        /// Why.
        refusal: Refusal,
    },
    /// Where a message stands; `None`: the account has no such message, as far as the core knows.
    Stands {
        /// To whom.
        to: ReplyTo,
        /// The answer.
        standing: Option<Standing>,
    },
    /// A message has been cancelled, or has not.
    Cancelled {
        /// To whom.
        to: ReplyTo,
        /// All of it will not be sent. `false`: it is too late for at least a part of it.
        done: bool,
    },
    /// A part goes to an operator.
    Send(Box<Outgoing>),
    /// A receipt or a text goes to an account.
    Deliver(Box<Delivery>),
    /// An operator's receipt or text is on disk, and may be answered with OK.
    Acknowledged {
        /// To whom.
        to: ReplyTo,
    },
    /// The session is of no use any more: the operator answers as if it were not bound, or has lost
    /// count. It is to be closed and a new one opened.
    Close(SessionId),
}

impl Effect {
    /// The session that it is for.
    pub fn session(&self) -> SessionId {
        match self {
            Effect::Accepted { to, .. }
            | Effect::Refused { to, .. }
            | Effect::Stands { to, .. }
            | Effect::Cancelled { to, .. }
            | Effect::Acknowledged { to } => to.session,
            Effect::Send(outgoing) => outgoing.session,
            Effect::Deliver(delivery) => delivery.session,
            Effect::Close(session) => *session,
        }
    }
}
