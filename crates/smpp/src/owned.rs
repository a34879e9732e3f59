//! A PDU that owns its octets and can travel between threads.

use crate::address::Address;
use crate::decode::Decoder;
use crate::error::{Deviations, PduError};
use crate::frame::{Frame, Header};
use crate::pdu::message::Sm;
use crate::pdu::{Decoded, Pdu};
use crate::tlv::Tlvs;
use bytes::Bytes;

/// A PDU and the octets it was read from, shared, not copied.
///
/// A submit_sm or deliver_sm keeps where its fields lie, so that looking at it again costs
/// nothing; any other PDU is read again. The octets pin the block they were received in: copy
/// what is kept for long.
#[derive(Clone)]
pub struct OwnedPdu {
    header: Header,
    octets: Bytes,
    body: Body,
}

/// How a body is looked at again.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    Submit(SmSpans),
    Deliver(SmSpans),
    Other(Decoder),
}

/// Where the variable fields of a submit_sm lie, and the others themselves.
#[derive(Debug, Clone)]
pub(crate) struct SmSpans {
    /// service_type, source, destination, schedule, validity, text, TLVs.
    spans: [Span; 7],
    source: [u8; 2],
    destination: [u8; 2],
    before_times: [u8; 3],
    behind_times: [u8; 4],
}

/// From where, and how many octets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    start: u32,
    length: u32,
}

impl OwnedPdu {
    /// Reads `frame` and keeps it.
    ///
    /// # Errors
    /// As [`Decoder::decode`].
    pub fn read(frame: Frame, decoder: Decoder) -> Result<OwnedPdu, PduError> {
        OwnedPdu::read_noting(frame, decoder).map(|(pdu, _)| pdu)
    }

    /// Reads `frame`, keeps it, and answers also what was wrong with it and tolerated.
    ///
    /// # Errors
    /// As [`Decoder::decode`].
    fn read_noting(frame: Frame, decoder: Decoder) -> Result<(OwnedPdu, Deviations), PduError> {
        let Decoded { pdu, deviations, .. } = decoder.decode(frame.octets())?;
        let body = Body::of(&pdu, frame.octets(), decoder);
        Ok((OwnedPdu::new(frame, body), deviations))
    }

    /// `body` was made of the same octets.
    pub(crate) fn new(frame: Frame, body: Body) -> OwnedPdu {
        OwnedPdu { header: frame.header(), octets: frame.into_octets(), body }
    }

    /// Its header.
    pub fn header(&self) -> Header {
        self.header
    }

    /// All its octets.
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// Its body.
    pub fn view(&self) -> Pdu<'_> {
        match &self.body {
            Body::Submit(spans) => Pdu::SubmitSm(spans.view(&self.octets)),
            Body::Deliver(spans) => Pdu::DeliverSm(spans.view(&self.octets)),
            Body::Other(decoder) => {
                decoder.decode(&self.octets).expect("the same octets were read before").pdu
            }
        }
    }
}

/// As the view shows it: the octets themselves would show passwords.
impl std::fmt::Debug for OwnedPdu {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let OwnedPdu { header, .. } = self;
        f.debug_struct("OwnedPdu").field("header", header).field("pdu", &self.view()).finish()
    }
}

impl Body {
    /// The body `pdu`, which was read from `octets`.
    pub(crate) fn of(pdu: &Pdu<'_>, octets: &[u8], decoder: Decoder) -> Body {
        if let Pdu::SubmitSm(sm) = pdu {
            Body::Submit(SmSpans::new(octets, sm))
        } else if let Pdu::DeliverSm(sm) = pdu {
            Body::Deliver(SmSpans::new(octets, sm))
        } else {
            Body::Other(decoder)
        }
    }
}

impl Span {
    fn new(octets: &[u8], field: &[u8]) -> Span {
        let start = field.as_ptr().addr().wrapping_sub(octets.as_ptr().addr());
        // An empty field may be a constant that lies elsewhere.
        let start = if field.is_empty() { 0 } else { start };
        Span { start: start as u32, length: field.len() as u32 }
    }

    fn of(self, octets: &[u8]) -> &[u8] {
        &octets[self.start as usize..][..self.length as usize]
    }
}

impl SmSpans {
    fn new(octets: &[u8], sm: &Sm<'_>) -> SmSpans {
        let span = |field| Span::new(octets, field);
        SmSpans {
            spans: [
                span(sm.service_type),
                span(sm.source.digits),
                span(sm.destination.digits),
                span(sm.schedule_delivery_time),
                span(sm.validity_period),
                span(sm.short_message),
                span(sm.tlvs.octets()),
            ],
            source: [sm.source.ton, sm.source.npi],
            destination: [sm.destination.ton, sm.destination.npi],
            before_times: [sm.esm_class, sm.protocol_id, sm.priority_flag],
            behind_times: [
                sm.registered_delivery,
                sm.replace_if_present_flag,
                sm.data_coding,
                sm.sm_default_msg_id,
            ],
        }
    }

    fn view<'a>(&self, octets: &'a [u8]) -> Sm<'a> {
        let [service_type, source, destination, schedule, validity, text, tlvs] =
            self.spans.map(|span| span.of(octets));
        let address = |[ton, npi]: [u8; 2], digits| Address { ton, npi, digits };
        let [esm_class, protocol_id, priority_flag] = self.before_times;
        let [registered_delivery, replace_if_present_flag, data_coding, sm_default_msg_id] =
            self.behind_times;
        Sm {
            service_type,
            source: address(self.source, source),
            destination: address(self.destination, destination),
            esm_class,
            protocol_id,
            priority_flag,
            schedule_delivery_time: schedule,
            validity_period: validity,
            registered_delivery,
            replace_if_present_flag,
            data_coding,
            sm_default_msg_id,
            short_message: text,
            tlvs: Tlvs::from_checked(tlvs),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bind_transmitter with system_id `a`, password `hush` and a fault in interface_version's place:
    /// the body ends early, which the lenient reader notes.
    const BIND: &[u8] = b"\0\0\0\x18\0\0\0\x02\0\0\0\0\0\0\0\x01a\0hush\0\0";

    #[test]
    fn debug_shows_no_password_and_deviations_are_kept() {
        let frame = Frame::new(Bytes::from_static(BIND)).expect("the length is right");
        let shown = format!("{frame:?}");
        assert!(!shown.contains("hush"), "{shown}");
        let decoder = Decoder::lenient(crate::Version::V34);
        let (pdu, deviations) = OwnedPdu::read_noting(frame, decoder).expect("lenient");
        let shown = format!("{pdu:?}");
        assert!(!shown.contains("hush") && shown.contains("(4 octets)"), "{shown}");
        assert_eq!(deviations.first()[0].field, crate::Field::InterfaceVersion);
    }
}
