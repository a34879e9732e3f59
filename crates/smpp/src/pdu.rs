//! The PDUs, one file per family of operations, each body as one list of fields in wire order.

mod body;
mod check;
pub mod bind;
pub mod message;
pub mod manage;
pub mod broadcast;
pub mod legacy;

use crate::command::CommandId;
use crate::error::{Deviations, PduError};
use crate::frame::Header;
use crate::reader::Reader;
use crate::sink::Sink;
use crate::tlv::Tlvs;
use bind::{Bind, BindResp, Outbind, Tail};
use broadcast::{
    BroadcastSm, BroadcastSmResp, CancelBroadcastSm, QueryBroadcastSm, QueryBroadcastSmResp,
};
use legacy::{
    ParamRetrieve, ParamRetrieveResp, QueryLastMsgs, QueryLastMsgsResp, QueryMsgDetails,
    QueryMsgDetailsResp,
};
use manage::{AlertNotification, CancelSm, QuerySm, QuerySmResp, ReplaceSm};
use message::{DataSm, MessageResp, Sm, SubmitMulti, SubmitMultiResp};

/// A PDU that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// Its header.
    pub header: Header,
    /// Its body, borrowing from the octets.
    pub pdu: Pdu<'a>,
    /// What was wrong with it and tolerated.
    pub deviations: Deviations,
}

/// Makes the enum of all PDUs and the three functions that look at which one it is.
macro_rules! pdus {
    (
        without body { $($bare:ident = $bare_id:ident,)* }
        with body { $($name:ident($body:ident) = $id:ident,)* }
    ) => {
        /// A PDU without its header, borrowing from the octets it was read from.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Pdu<'a> {
            $(#[doc = concat!("[`CommandId::", stringify!($bare_id), "`]")] $bare,)*
            $(#[doc = concat!("[`CommandId::", stringify!($id), "`]")] $name($body<'a>),)*
        }

        impl<'a> Pdu<'a> {
            /// Which operation it is.
            pub const fn command(&self) -> CommandId {
                match self {
                    $(Pdu::$bare => CommandId::$bare_id,)*
                    $(Pdu::$name(_) => CommandId::$id,)*
                }
            }

            /// Its optional part.
            pub fn tlvs(&self) -> Tlvs<'a> {
                match self {
                    $(Pdu::$bare => Tlvs::default(),)*
                    $(Pdu::$name(body) => body.tlvs(),)*
                }
            }

            /// This operation with every field empty or 0; `None` for unknown ids.
            pub fn empty(command: CommandId) -> Option<Pdu<'a>> {
                match command {
                    $(CommandId::$bare_id => Some(Pdu::$bare),)*
                    $(CommandId::$id => Some(Pdu::$name($body::default())),)*
                    _ => None,
                }
            }

            /// Has it fields that a version of the standard makes mandatory?
            pub(crate) const fn has_mandatory_body(&self) -> bool {
                !matches!(
                    self,
                    Pdu::Unbind | Pdu::EnquireLink | Pdu::GenericNack(_) | Pdu::UnbindResp(_)
                        | Pdu::EnquireLinkResp(_) | Pdu::CancelSmResp(_) | Pdu::ReplaceSmResp(_)
                        | Pdu::CancelBroadcastSmResp(_)
                )
            }

            /// Reads the body that the header announces, to the end of the PDU. Each body goes straight
            /// to where the caller wants it: it is too large to be handed from function to function.
            pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Decoded<'a>, PduError> {
                let header = reader.header();
                match header.command {
                    $(CommandId::$bare_id => {
                        reader.finish().map_err(|fault| reader.error(fault))?;
                        let (pdu, deviations) = (Pdu::$bare, reader.take_deviations());
                        Ok(Decoded { header, pdu, deviations })
                    })*
                    $(CommandId::$id => {
                        let body = $body::read(reader).map_err(|fault| reader.error(fault))?;
                        let (pdu, deviations) = (Pdu::$name(body), reader.take_deviations());
                        Ok(Decoded { header, pdu, deviations })
                    })*
                    _ => Err(reader.unknown_command()),
                }
            }

            /// Writes the body.
            pub(crate) fn put<S: Sink>(&self, sink: &mut S) {
                match self {
                    $(Pdu::$bare => {})*
                    $(Pdu::$name(body) => body.put(sink),)*
                }
            }
        }
    };
}

pdus! {
    without body {
    Unbind = UNBIND,
    EnquireLink = ENQUIRE_LINK,
    }
    with body {
    GenericNack(Tail) = GENERIC_NACK,
    BindReceiver(Bind) = BIND_RECEIVER,
    BindReceiverResp(BindResp) = BIND_RECEIVER_RESP,
    BindTransmitter(Bind) = BIND_TRANSMITTER,
    BindTransmitterResp(BindResp) = BIND_TRANSMITTER_RESP,
    BindTransceiver(Bind) = BIND_TRANSCEIVER,
    BindTransceiverResp(BindResp) = BIND_TRANSCEIVER_RESP,
    Outbind(Outbind) = OUTBIND,
    UnbindResp(Tail) = UNBIND_RESP,
    EnquireLinkResp(Tail) = ENQUIRE_LINK_RESP,
    SubmitSm(Sm) = SUBMIT_SM,
    SubmitSmResp(MessageResp) = SUBMIT_SM_RESP,
    DeliverSm(Sm) = DELIVER_SM,
    DeliverSmResp(MessageResp) = DELIVER_SM_RESP,
    DataSm(DataSm) = DATA_SM,
    DataSmResp(MessageResp) = DATA_SM_RESP,
    SubmitMulti(SubmitMulti) = SUBMIT_MULTI,
    SubmitMultiResp(SubmitMultiResp) = SUBMIT_MULTI_RESP,
    QuerySm(QuerySm) = QUERY_SM,
    QuerySmResp(QuerySmResp) = QUERY_SM_RESP,
    CancelSm(CancelSm) = CANCEL_SM,
    CancelSmResp(Tail) = CANCEL_SM_RESP,
    ReplaceSm(ReplaceSm) = REPLACE_SM,
    ReplaceSmResp(Tail) = REPLACE_SM_RESP,
    AlertNotification(AlertNotification) = ALERT_NOTIFICATION,
    BroadcastSm(BroadcastSm) = BROADCAST_SM,
    BroadcastSmResp(BroadcastSmResp) = BROADCAST_SM_RESP,
    QueryBroadcastSm(QueryBroadcastSm) = QUERY_BROADCAST_SM,
    QueryBroadcastSmResp(QueryBroadcastSmResp) = QUERY_BROADCAST_SM_RESP,
    CancelBroadcastSm(CancelBroadcastSm) = CANCEL_BROADCAST_SM,
    CancelBroadcastSmResp(Tail) = CANCEL_BROADCAST_SM_RESP,
    ParamRetrieve(ParamRetrieve) = PARAM_RETRIEVE,
    ParamRetrieveResp(ParamRetrieveResp) = PARAM_RETRIEVE_RESP,
    QueryLastMsgs(QueryLastMsgs) = QUERY_LAST_MSGS,
    QueryLastMsgsResp(QueryLastMsgsResp) = QUERY_LAST_MSGS_RESP,
    QueryMsgDetails(QueryMsgDetails) = QUERY_MSG_DETAILS,
    QueryMsgDetailsResp(QueryMsgDetailsResp) = QUERY_MSG_DETAILS_RESP,
    }
}
