//! What single values and their combinations must keep to, beyond the shape of the PDU.

use crate::command::CommandId;
use crate::error::Kind;
use crate::fault::{Fault, Misfit};
use crate::field::Field;
use crate::reader::Reader;
use crate::sink::Sink;
use crate::tag::Tag;
use crate::tlv::Tlvs;
use crate::version::{Rules, Version};

/// Bits of `esm_class` (SMPP 3.4 s5.2.12): the type is one value of four bits, not four flags.
const TYPE: u8 = 0x3C;
const UDHI: u8 = 0x40;

/// Most messages that a query_last_msgs asks for (SMPP 3.3).
const LAST_MAX: u8 = 100;

/// Octets of a TLV in front of its value.
const TLV_HEAD: u32 = 4;

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

    /// The number of a text that the message centre keeps.
    #[inline]
    pub(crate) fn default_message(&mut self, field: Field) -> Result<u8, Fault> {
        let rules = self.rules();
        self.integer_where(field, |value| value <= rules.default_message_max)
    }

    pub(crate) fn last_count(&mut self, field: Field) -> Result<u8, Fault> {
        self.integer_where(field, |value| value <= LAST_MAX)
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
        let offset = match (field, at) {
            (_, None) => self.offset(),
            (Field::Tlv(_), Some(value)) => self.offset_of(value) - TLV_HEAD,
            (_, Some(value)) => self.offset_of(value),
        };
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

    #[inline]
    fn default_message(&mut self, value: u8, field: Field) {
        self.require(field, |rules| (value > rules.default_message_max).then_some(Kind::Value));
        self.integer(value, field);
    }

    fn last_count(&mut self, value: u8, field: Field) {
        self.require(field, |_| (value > LAST_MAX).then_some(Kind::Value));
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

/// For a PDU without short_message.
pub(super) fn payload<'a>(esm_class: u8, tlvs: Tlvs<'a>) -> Option<Misfit<'a>> {
    judge(esm_class, None, tlvs)
}

/// For a PDU without esm_class: nothing announces a header.
pub(super) fn plain<'a>(short_message: &'a [u8], tlvs: Tlvs<'a>) -> Option<Misfit<'a>> {
    judge(0, Some(short_message), tlvs)
}

/// For a PDU with both.
#[inline]
pub(super) fn text<'a>(
    esm_class: u8,
    short_message: &'a [u8],
    tlvs: Tlvs<'a>,
) -> Option<Misfit<'a>> {
    judge(esm_class, Some(short_message), tlvs)
}

/// What must not stand beside a user data header: it says the same.
const HEADER_TAGS: [Tag; 5] = [
    Tag::SAR_MSG_REF_NUM,
    Tag::SAR_TOTAL_SEGMENTS,
    Tag::SAR_SEGMENT_SEQNUM,
    Tag::SOURCE_PORT,
    Tag::DESTINATION_PORT,
];

/// Text stands in one place, and a user data header that is announced is there (SMPP 3.4 s5.2.12).
#[inline]
fn judge<'a>(esm_class: u8, short_message: Option<&'a [u8]>, tlvs: Tlvs<'a>) -> Option<Misfit<'a>> {
    let udhi = esm_class & UDHI != 0;
    if tlvs.is_empty() && !udhi {
        return None;
    }
    let payload = tlvs.find(Tag::MESSAGE_PAYLOAD).filter(|payload| !payload.is_empty());
    let in_payload = Field::Tlv(Tag::MESSAGE_PAYLOAD);
    if payload.is_some() && short_message.is_some_and(|text| !text.is_empty()) {
        return Some(Misfit { field: in_payload, kind: Kind::TextTwice, at: payload });
    }
    if !udhi {
        return None;
    }
    let (field, at) = match short_message {
        Some(text) if payload.is_none() => (Field::ShortMessage, Some(text)),
        Some(_) | None => (in_payload, payload),
    };
    if !at.is_some_and(header_fits) {
        return Some(Misfit { field, kind: Kind::UserDataHeader, at });
    }
    let (tag, value) = tlvs.sound().find(|(tag, _)| HEADER_TAGS.contains(tag))?;
    Some(Misfit { field: Field::Tlv(tag), kind: Kind::HeaderTwice, at: Some(value) })
}

/// The first octet of the text is the length of the header behind it (TS 23.040 s9.2.3.24).
fn header_fits(text: &[u8]) -> bool {
    text.first().is_some_and(|&length| usize::from(length) < text.len())
}
