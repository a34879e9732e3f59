//! What operators say.

use super::{ReplyTo, SessionId};
use crate::receipt::AttemptRef;
use message::address::Destination;
use message::code::{ReportCode, SubmitAnswer};
use message::object::OperatorId;
use message::state::SmppState;
use records::attempt::RawReceipt;
use records::submission::{Content, Group, Network, Party};
use records::{Octets, SmolStr};

/// What came back of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorAnswer {
    /// On which session.
    pub session: SessionId,
    /// Of which attempt.
    pub attempt: AttemptRef,
    /// What it was.
    pub answer: SubmitAnswer,
    /// The operator's id of it.
    pub id: Option<Octets>,
    /// It came after the attempt had been given up as lost.
    pub late: bool,
}

/// What an operator reports on a message: a receipt, read by the operator's settings (see
/// [`message::receipt::Delivery::verdict`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Whom to answer.
    pub to: ReplyTo,
    /// Who reports.
    pub operator: OperatorId,
    /// The ids it names: the TLV's, and the text's where it differs.
    pub ids: [Option<Octets>; 2],
    /// Its addresses as normalised digits, source first.
    pub parties: [Option<SmolStr>; 2],
    /// Our user_message_reference, where the operator gives it back.
    pub reference: Option<u16>,
    /// The state it reports.
    pub state: Option<SmppState>,
    /// What it means.
    pub code: ReportCode,
    /// It closes the attempt.
    pub is_final: bool,
    /// As it came.
    pub raw: RawReceipt,
}

/// A text from a phone, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboundText {
    /// Whom to answer.
    pub to: ReplyTo,
    /// From whom we have it.
    pub operator: OperatorId,
    /// The phone, normalised.
    pub source: Party,
    /// Where it was sent, normalised.
    pub destination: Party,
    /// The same as what numbers are looked up by; none if it can be none of ours.
    pub addressed: Option<Destination>,
    /// Where the phone is at home.
    pub network: Option<Network>,
    /// As received.
    pub esm_class: u8,
    /// As received.
    pub protocol_id: u8,
    /// As received.
    pub data_coding: u8,
    /// As received.
    pub content: Content,
    /// The beginning of the text, for keywords; empty of binary data.
    pub beginning: SmolStr,
    /// Where it is a part of a longer text.
    pub group: Option<Group>,
    /// All TLVs, in the order of the wire.
    pub tlvs: Option<Octets>,
}
