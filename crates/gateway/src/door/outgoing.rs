//! What goes out, and answers about it.

use super::SessionId;
use crate::receipt::AttemptRef;
use message::code::ReportCode;
use message::id::MessageId;
use message::object::{AccountId, OperatorId};
use message::receipt::Style;
use message::state::{MessageState, SmppState};
use message::time::Timestamp;
use records::submission::{Content, Group, Party};
use records::{Octets, SmolStr};

/// A part for an operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// By which session.
    pub session: SessionId,
    /// To whom.
    pub operator: OperatorId,
    /// Which attempt this is.
    pub attempt: AttemptRef,
    /// An earlier attempt may have arrived: the operator may get it twice.
    pub doubtful: bool,
    /// From whom.
    pub source: Party,
    /// To whom.
    pub destination: Party,
    /// Without the mode, which is ours.
    pub esm_class: u8,
    /// As the account has it.
    pub protocol_id: u8,
    /// As the account has it.
    pub priority: u8,
    /// A final receipt is asked for, where the operator sends any.
    pub registered_delivery: u8,
    /// When it must have arrived; none: as long as the operator likes.
    pub expires: Option<Timestamp>,
    /// Of the content.
    pub data_coding: u8,
    /// What goes on the air.
    pub content: Content,
    /// Where the account has split a longer text by TLVs: which part of it this is.
    pub group: Option<Group>,
    /// The account's own reference (TLV 0x0204).
    pub reference: Option<u16>,
    /// TLVs that nobody here knows, as they came.
    pub tlvs: Option<Octets>,
}

/// A receipt or a text for an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// By which session.
    pub session: SessionId,
    /// What comes back must name this.
    pub notice: MessageId,
    /// Whose it is.
    pub account: AccountId,
    /// From whom: of a receipt, whom the message went to.
    pub source: Party,
    /// To whom: of a receipt, who sent the message.
    pub destination: Party,
    /// Which of the two.
    pub body: Body,
}

/// What is delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// A receipt.
    Receipt(Receipt),
    /// A text from a phone.
    Text(Text),
}

/// A receipt for an account (see [`message::receipt::Report`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The message's id, as it was answered.
    pub id: SmolStr,
    /// Parts that were submitted.
    pub sub: u8,
    /// Parts that arrived.
    pub dlvrd: u8,
    /// When the message was accepted.
    pub submitted: Timestamp,
    /// When it came into its state.
    pub done: Timestamp,
    /// How it ended, or how far it is.
    pub code: ReportCode,
    /// Its state.
    pub state: SmppState,
    /// It is not the last word.
    pub intermediate: bool,
    /// The beginning of the text, where it is to be shown.
    pub beginning: Option<SmolStr>,
    /// The account's own reference.
    pub reference: Option<u16>,
    /// The form.
    pub style: Style,
}

/// A text from a phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// When it came.
    pub at: Timestamp,
    /// As received, of the first part.
    pub esm_class: u8,
    /// As received, of the first part.
    pub protocol_id: u8,
    /// As received.
    pub data_coding: u8,
    /// One, or all parts of a longer text in order, each with its header.
    pub parts: Vec<Content>,
    /// The TLVs of the first part.
    pub tlvs: Option<Octets>,
}

/// Where a message stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The id as it was answered.
    pub id: SmolStr,
    /// In our words.
    pub state: MessageState,
    /// How it ended, if it has.
    pub code: Option<ReportCode>,
    /// When it ended, if it has.
    pub ended: Option<Timestamp>,
}
