//! What an operator sends by itself: receipts, and texts from phones, in deliver_sm and data_sm
//! (SMPP 3.4 s4.6.1, s4.7.1).
//!
//! Nothing is refused that can be understood: whatever is no report is a text.

mod party;
mod report;
mod text;
mod kept;

use gateway::door::{Input, ReplyTo};
use registry::operator::Operator;
use smpp::pdu::message::{DataSm, Sm};
use smpp::{Address, Pdu, Tag, Tlvs};

/// What deliver_sm and data_sm have in common.
#[derive(Debug, Clone, Copy)]
struct Delivered<'a> {
    source: Address<'a>,
    destination: Address<'a>,
    esm_class: u8,
    protocol_id: u8,
    data_coding: u8,
    /// short_message, or message_payload where that is empty.
    user_data: &'a [u8],
    tlvs: Tlvs<'a>,
}

/// What a request of the operator means for the core. `None`: nothing, and it has no answer either,
/// as alert_notification (the wire refuses any other).
pub(crate) fn read(pdu: Pdu<'_>, to: ReplyTo, operator: &Operator) -> Option<Input> {
    let delivered = if let Pdu::DeliverSm(sm) = pdu {
        Delivered::of_deliver(sm)
    } else if let Pdu::DataSm(sm) = pdu {
        Delivered::of_data(sm)
    } else {
        return None;
    };
    let report = report::read(&delivered, to, operator);
    Some(report.map_or_else(
        || Input::Inbound(Box::new(text::read(&delivered, to, operator))),
        |report| Input::Reported(Box::new(report)),
    ))
}

impl<'a> Delivered<'a> {
    fn of_deliver(sm: Sm<'a>) -> Delivered<'a> {
        Delivered {
            source: sm.source,
            destination: sm.destination,
            esm_class: sm.esm_class,
            protocol_id: sm.protocol_id,
            data_coding: sm.data_coding,
            user_data: user_data(sm.short_message, sm.tlvs),
            tlvs: sm.tlvs,
        }
    }

    fn of_data(sm: DataSm<'a>) -> Delivered<'a> {
        Delivered {
            source: sm.source,
            destination: sm.destination,
            esm_class: sm.esm_class,
            protocol_id: 0,
            data_coding: sm.data_coding,
            user_data: user_data(&[], sm.tlvs),
            tlvs: sm.tlvs,
        }
    }
}

fn user_data<'a>(short_message: &'a [u8], tlvs: Tlvs<'a>) -> &'a [u8] {
    if short_message.is_empty() {
        tlvs.find(Tag::MESSAGE_PAYLOAD).unwrap_or_default()
    } else {
        short_message
    }
}
