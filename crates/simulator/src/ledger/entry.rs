use crate::action::SessionId;
use crate::content::Content;
use crate::party::Party;
use crate::profile::AnswerMishap;
use crate::receipt::{Outcome, ReportKind};
use message::state::SmppState;
use smpp::CommandStatus;
use std::sync::Arc;
use std::time::Duration;

/// A message that was submitted, to one destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// When it came.
    pub at: Duration,
    /// On which session.
    pub session: SessionId,
    /// With which sequence number.
    pub sequence: u32,
    /// What it holds.
    pub content: Arc<Content>,
    /// What it is answered, if it is.
    pub status: CommandStatus,
    /// The id that receipts name; `None`: it was not taken.
    pub id: Option<String>,
    /// What goes wrong with the answer.
    pub mishap: AnswerMishap,
    /// When answers were sent: none, one, or two.
    pub answers: Vec<Duration>,
    /// How it ended, if it has.
    pub outcome: Option<Outcome>,
    /// What is reported of it.
    pub postings: Vec<Posting>,
}

/// A message that a phone wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromPhone {
    /// When.
    pub at: Duration,
    /// Which phone.
    pub from: Party,
    /// To whom.
    pub to: Party,
    /// What.
    pub text: String,
    /// Its parts, in the order in which they are sent.
    pub postings: Vec<Posting>,
}

/// A delivery, from the decision to send it to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// What is delivered.
    pub what: What,
    /// How often it was sent.
    pub sends: u16,
    /// On which session last.
    pub session: Option<SessionId>,
    /// How it ended.
    pub end: End,
}

/// What a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A report with this state.
    Report(ReportKind, SmppState),
    /// The part of a message from a phone with this number.
    Part(u8),
}

/// How a delivery ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It has not.
    Open,
    /// With ESME_ROK.
    Acknowledged,
    /// Refused for good, with this status.
    Refused(CommandStatus),
    /// Given up after a temporary refusal, or without an answer.
    Lost,
    /// The version of the session has no PDU for it.
    Unwritable,
}
