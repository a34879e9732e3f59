//! What single values and their combinations must keep to, beyond the shape of the PDU.

use super::manage::ReplaceSm;
use super::message::{DataSm, Sm, SubmitMulti};
use crate::command::CommandId;
use crate::error::Kind;
use crate::field::Field;
use crate::reader::{Fault, Reader};
use crate::sink::Sink;
use crate::tag::Tag;
use crate::tlv::Tlvs;
use crate::version::{Rules, Version};

/// Bits of `esm_class` (SMPP 3.4 s5.2.12): the type is one value of four bits, not four flags.
const TYPE: u8 = 0x3C;
const UDHI: u8 = 0x40;

impl<'a> Reader<'a> {
    /// Mode, type and features.
    #[inline]
    pub(crate) fn esm_class(&mut self, field: Field) -> Result<u8, Fault> {
        let (command, version) = (self.command(), self.version());
        self.integer_where(field, |value| esm_type_exists(value & TYPE, command, version))
    }

    #[inline]
    pub(crate) fn priority(&mut self, field: Field) -> Result<u8, Fault> {
        let rules = self.rules();
        self.integer_where(field, |value| value <= rules.priority_max)
    }

    #[inline]
    pub(crate) fn registered_delivery(&mut self, field: Field) -> Result<u8, Fault> {
        let rules = self.rules();
        self.integer_where(field, |value| receipt_request_exists(value, rules))
    }

    #[inline]
    pub(crate) fn flag(&mut self, field: Field) -> Result<u8, Fault> {
        self.integer_where(field, |value| value <= 1)
    }

    pub(crate) fn zero(&mut self, field: Field) -> Result<u8, Fault> {
        self.integer_where(field, |value| value == 0)
    }

    /// A message id, read at its full length in every version: ids are echoed, not measured.
    #[inline]
    pub(crate) fn message_id(&mut self, field: Field) -> Result<&'a [u8], Fault> {
        self.cstring(field, 65)
    }

    /// The id of a response that peers send without one.
    #[inline]
    pub(crate) fn message_id_if_any(&mut self, field: Field) -> Result<&'a [u8], Fault> {
        self.cstring_if_any(field, 65)
    }

    /// Notes fields that do not go together.
    pub(crate) fn object(&mut self, misfit: Misfit<'_>) -> Result<(), Fault> {
        let Misfit { field, kind, at } = misfit;
        let offset = self.offset_of(at);
        self.tolerate(self.quirks().values, Fault { field, offset, kind })
    }

    /// A PDU without body ends behind its header.
    pub(crate) fn finish(&mut self) -> Result<(), Fault> {
        let rest = self.rest().len();
        if rest > 0 {
            let offset = self.offset();
            let fault = Fault { field: Field::Body, offset, kind: Kind::UnexpectedBody };
            self.tolerate(self.quirks().unexpected_body, fault)?;
        }
        Ok(())
    }
}

/// The same on the way out.
pub(crate) trait ValueSink: Sink {
    #[inline]
    fn esm_class(&mut self, value: u8, field: Field) {
        let (command, version) = (self.command(), self.version());
        self.require(field, |_| {
            (!esm_type_exists(value & TYPE, command, version)).then_some(Kind::Value)
        });
        self.integer(value, field);
    }

    #[inline]
    fn priority(&mut self, value: u8, field: Field) {
        self.require(field, |rules| (value > rules.priority_max).then_some(Kind::Value));
        self.integer(value, field);
    }

    #[inline]
    fn registered_delivery(&mut self, value: u8, field: Field) {
        self.require(field, |rules| (!receipt_request_exists(value, rules)).then_some(Kind::Value));
        self.integer(value, field);
    }

    #[inline]
    fn flag(&mut self, value: u8, field: Field) {
        self.require(field, |_| (value > 1).then_some(Kind::Value));
        self.integer(value, field);
    }

    fn zero(&mut self, value: u8, field: Field) {
        self.require(field, |_| (value != 0).then_some(Kind::Value));
        self.integer(value, field);
    }
}

impl<S: Sink> ValueSink for S {}

/// Is this message type defined? An intermediate notification or a receipt only travels to the message
/// centre in 5.0 (SMPP 5.0 s4.7.12); a conversation abort only to the ESME. A data_sm may go either way.
fn esm_type_exists(kind: u8, command: CommandId, version: Version) -> bool {
    let to_esme = matches!(command, CommandId::DELIVER_SM | CommandId::DATA_SM);
    match kind {
        0x00 | 0x08 | 0x10 => true,
        0x04 | 0x20 => to_esme || version == Version::V50,
        0x18 => to_esme,
        _ => false,
    }
}

/// Is this value of bits 1-0 defined? Bits 7-5 are reserved and ignored.
fn receipt_request_exists(value: u8, rules: &Rules) -> bool {
    value & 0x03 != 0x03 || rules.receipt_on_success_only
}

/// Fields that do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Misfit<'a> {
    pub(crate) field: Field,
    pub(crate) kind: Kind,
    /// The value of the field.
    pub(crate) at: &'a [u8],
}

pub(super) fn sm<'a>(sm: &Sm<'a>) -> Option<Misfit<'a>> {
    text(sm.esm_class, sm.short_message, sm.tlvs)
}

pub(super) fn data_sm<'a>(sm: &DataSm<'a>) -> Option<Misfit<'a>> {
    text(sm.esm_class, &[], sm.tlvs)
}

pub(super) fn replace_sm<'a>(sm: &ReplaceSm<'a>) -> Option<Misfit<'a>> {
    text(0, sm.short_message, sm.tlvs)
}

pub(super) fn submit_multi<'a>(sm: &SubmitMulti<'a>) -> Option<Misfit<'a>> {
    text(sm.esm_class, sm.short_message, sm.tlvs)
}

/// Text stands in one place, and a user data header that is announced is there (SMPP 3.4 s5.2.12).
#[inline]
fn text<'a>(esm_class: u8, short_message: &'a [u8], tlvs: Tlvs<'a>) -> Option<Misfit<'a>> {
    let udhi = esm_class & UDHI != 0;
    if tlvs.is_empty() && !udhi {
        return None;
    }
    let payload = tlvs.find(Tag::MESSAGE_PAYLOAD).unwrap_or_default();
    if !payload.is_empty() && !short_message.is_empty() {
        return Some(Misfit {
            field: Field::Tlv(Tag::MESSAGE_PAYLOAD),
            kind: Kind::TextTwice,
            at: payload,
        });
    }
    if !udhi {
        return None;
    }
    let text = if short_message.is_empty() { payload } else { short_message };
    if !header_fits(text) {
        return Some(Misfit { field: Field::ShortMessage, kind: Kind::UserDataHeader, at: text });
    }
    let twice = [Tag::SAR_MSG_REF_NUM, Tag::SOURCE_PORT, Tag::DESTINATION_PORT];
    let (tag, at) = tlvs.sound().find(|(tag, _)| twice.contains(tag))?;
    Some(Misfit { field: Field::Tlv(tag), kind: Kind::HeaderTwice, at })
}

/// The first octet of the text is the length of the header behind it (TS 23.040 s9.2.3.24).
fn header_fits(text: &[u8]) -> bool {
    text.first().is_some_and(|&length| usize::from(length) < text.len())
}
