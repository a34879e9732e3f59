//! What the operator does: the outputs of the brain.

use crate::party::Party;
use smpp::list::ListBuf;
use smpp::pdu::message::{DataSm, MessageResp, Sm, SubmitMultiResp};
use smpp::session::Token;
use smpp::{CommandId, CommandStatus, Pdu, Tag, TlvBuf};

/// The driver's name for a session. No two sessions may have the same, not even one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u64);

/// Something to be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Answer a submission.
    Answer(Answer),
    /// Send a receipt or a message from a phone, and tell what comes back as
    /// [`crate::Brain::answered`].
    Deliver(Deliver),
    /// Close the connection without unbind, as soon as what came before this is written.
    Close(SessionId),
}

/// A response to a submission. `smpp::Session` refuses to send one to which there is no request:
/// a second answer, and one with a wrong number. These a driver writes itself, with
/// `smpp::Encoder`, behind what the session has pending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// On which session.
    pub session: SessionId,
    /// To which request.
    pub sequence: u32,
    /// How it went.
    pub status: CommandStatus,
    /// Which operation was asked for: submit_sm, data_sm or submit_multi; or generic_nack.
    pub(crate) response: CommandId,
    pub(crate) message_id: String,
    pub(crate) failures: ListBuf,
}

/// A receipt or a message from a phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deliver {
    /// On which session.
    pub session: SessionId,
    /// To tell its response by. The same again when it is sent again.
    pub token: Token,
    pub(crate) packet: Packet,
}

/// What a deliver_sm or data_sm holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Packet {
    pub(crate) operation: Operation,
    pub(crate) source: Party,
    pub(crate) destination: Party,
    pub(crate) esm_class: u8,
    pub(crate) data_coding: u8,
    pub(crate) short_message: Vec<u8>,
    pub(crate) tlvs: TlvBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    DeliverSm,
    DataSm,
}

/// What came back of a [`Deliver`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// A response with this status.
    Status(CommandStatus),
    /// Nothing in time, a generic_nack, or what could not be read; or the session did not take it.
    Nothing,
}

impl Answer {
    /// The response as a PDU.
    pub fn pdu(&self) -> Pdu<'_> {
        let message_id = self.message_id.as_bytes();
        let body = MessageResp { message_id, ..MessageResp::default() };
        match self.response {
            CommandId::SUBMIT_SM_RESP => Pdu::SubmitSmResp(body),
            CommandId::DATA_SM_RESP => Pdu::DataSmResp(body),
            CommandId::SUBMIT_MULTI_RESP => {
                let failures = self.failures.failures();
                Pdu::SubmitMultiResp(SubmitMultiResp {
                    message_id,
                    failures,
                    ..SubmitMultiResp::default()
                })
            }
            _ => Pdu::GenericNack(smpp::pdu::bind::Tail::default()),
        }
    }

    /// The id that it gives; empty if none.
    pub fn message_id(&self) -> &str {
        &self.message_id
    }
}

impl Deliver {
    /// The request as a PDU.
    pub fn pdu(&self) -> Pdu<'_> {
        self.packet.pdu()
    }
}

impl Packet {
    fn pdu(&self) -> Pdu<'_> {
        let Packet { esm_class, data_coding, .. } = *self;
        let (source, destination) = (self.source.view(), self.destination.view());
        let tlvs = self.tlvs.view();
        match self.operation {
            Operation::DeliverSm => Pdu::DeliverSm(Sm {
                source,
                destination,
                esm_class,
                data_coding,
                short_message: &self.short_message,
                tlvs,
                ..Sm::default()
            }),
            Operation::DataSm => Pdu::DataSm(DataSm {
                source,
                destination,
                esm_class,
                data_coding,
                tlvs,
                ..DataSm::default()
            }),
        }
    }
}

/// Ids have at most 64 characters, texts at most some ten thousand octets, the rest a fixed size.
pub(crate) fn put(tlvs: &mut TlvBuf, tag: Tag, value: &[u8]) {
    tlvs.push(tag, value).expect("every value here is of a length that its tag allows");
}
