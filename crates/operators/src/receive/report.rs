//! Receipts.

use super::{Delivered, party};
use gateway::door::{ReplyTo, Report};
use message::receipt::Delivery;
use message::text::alphabet::Alphabet;
use message::text::data_coding::{self, Content};
use message::text::udh;
use records::Octets;
use records::attempt::RawReceipt;
use registry::operator::Operator;
use smpp::Tag;
use std::borrow::Cow;

const UDHI: u8 = 0x40;

/// The report that it is; `None`: it is none.
pub(super) fn read(delivered: &Delivered<'_>, to: ReplyTo, operator: &Operator) -> Option<Report> {
    let (esm_class, body) = in_octets(delivered);
    let tlvs = delivered.tlvs;
    let delivery = Delivery {
        esm_class,
        short_message: &body,
        message_payload: &[],
        receipted_message_id: tlvs.find(Tag::RECEIPTED_MESSAGE_ID),
        message_state: tlvs.find(Tag::MESSAGE_STATE).and_then(|value| value.first().copied()),
        network_error_code: tlvs.find(Tag::NETWORK_ERROR_CODE),
    };
    let errors = operator.receipts.lend_errors();
    let verdict = delivery.verdict(&operator.receipts.lend(&errors))?;
    let reference = tlvs.integer(Tag::USER_MESSAGE_REFERENCE);
    let parties = [delivered.source, delivered.destination].map(party::characters);
    Some(Report {
        to,
        operator: operator.id,
        ids: verdict.ids.map(|id| id.map(Octets::from)),
        parties: parties.each_ref().map(|text| party::digits(text)),
        reference: reference.and_then(|number| u16::try_from(number).ok()),
        state: verdict.state,
        code: verdict.code,
        is_final: verdict.is_final,
        raw: raw(delivered, &parties),
    })
}

/// The text as the reader of receipts wants it, with the `esm_class` that goes with it: text in 16
/// bits is decoded. An ASCII character has a zero in it then; a text that does not begin with one
/// only says that it is in 16 bits.
fn in_octets<'a>(delivered: &Delivered<'a>) -> (u8, Cow<'a, [u8]>) {
    let Delivered { esm_class, user_data, .. } = *delivered;
    let content = data_coding::meaning(delivered.data_coding).content;
    let has_header = esm_class & UDHI != 0;
    let header = if has_header { udh::read(user_data).ok() } else { None };
    let text = header.map_or(user_data, |(_, text)| text);
    if content != Content::Text(Alphabet::Ucs2) || text.first() != Some(&0) {
        return (esm_class, Cow::Borrowed(user_data));
    }
    let decoded = Alphabet::Ucs2.decode(text).text;
    (esm_class & !UDHI, Cow::Owned(decoded.into_bytes()))
}

fn raw(delivered: &Delivered<'_>, [source, destination]: &[Cow<'_, str>; 2]) -> RawReceipt {
    let address = |text: &str| (!text.is_empty()).then(|| text.into());
    RawReceipt {
        esm_class: delivered.esm_class,
        data_coding: delivered.data_coding,
        text: Octets::from(delivered.user_data),
        tlvs: super::text::octets(delivered.tlvs),
        source: address(source),
        destination: address(destination),
    }
}
