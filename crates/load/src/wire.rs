//! What is written, and what is read.

use crate::plan::{Login, Plan};
use bytes::BytesMut;
use smpp::pdu::bind::{Bind, Tail};
use smpp::pdu::message::{MessageResp, Sm};
use smpp::{Address, CommandStatus, Decoder, Encoder, Pdu, Secret, Tag, Version};

/// Reads and writes for one session.
pub(crate) struct Wire {
    encoder: Encoder,
    decoder: Decoder,
}

/// A PDU, as far as it matters here.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Heard<'a> {
    Bound { status: u32 },
    Submitted { sequence: u32, status: u32, id: &'a [u8] },
    Receipt { sequence: u32, id: &'a [u8], is_final: bool },
    Text { sequence: u32 },
    Enquired { sequence: u32 },
    Unbind { sequence: u32 },
    Other,
}

impl Wire {
    pub(crate) fn new() -> Wire {
        Wire { encoder: Encoder::new(Version::V34), decoder: Decoder::lenient(Version::V34) }
    }

    /// # Errors
    /// A field that the standard does not allow, in words.
    pub(crate) fn bind(&self, login: &Login, out: &mut BytesMut) -> Result<(), String> {
        let bind = Bind {
            system_id: login.system_id.as_bytes(),
            password: Secret(login.password.as_bytes()),
            interface_version: 0x34,
            ..Bind::default()
        };
        self.write(&Pdu::BindTransceiver(bind), 1, out)
    }

    /// # Errors
    /// As [`Wire::bind`].
    pub(crate) fn submit(
        &self,
        plan: &Plan,
        number: u64,
        sequence: u32,
        out: &mut BytesMut,
    ) -> Result<(), String> {
        let mut digits = [0; 32];
        let digits = destination(&plan.prefix, number, &mut digits);
        let (ton, npi) = kind(&plan.source);
        let submit = Sm {
            source: Address { ton, npi, digits: plan.source.as_bytes() },
            destination: Address { ton: 1, npi: 1, digits },
            registered_delivery: u8::from(plan.receipts),
            short_message: plan.text.as_bytes(),
            ..Sm::default()
        };
        self.write(&Pdu::SubmitSm(submit), sequence, out)
    }

    pub(crate) fn delivered(&self, sequence: u32, out: &mut BytesMut) {
        self.answer(&Pdu::DeliverSmResp(MessageResp::default()), sequence, out);
    }

    pub(crate) fn enquired(&self, sequence: u32, out: &mut BytesMut) {
        self.answer(&Pdu::EnquireLinkResp(Tail::default()), sequence, out);
    }

    pub(crate) fn unbind(&self, sequence: u32, out: &mut BytesMut) {
        self.answer(&Pdu::Unbind, sequence, out);
    }

    pub(crate) fn unbound(&self, sequence: u32, out: &mut BytesMut) {
        self.answer(&Pdu::UnbindResp(Tail::default()), sequence, out);
    }

    fn answer(&self, pdu: &Pdu<'_>, sequence: u32, out: &mut BytesMut) {
        self.write(pdu, sequence, out).expect("it has no field that could be wrong");
    }

    fn write(&self, pdu: &Pdu<'_>, sequence: u32, out: &mut BytesMut) -> Result<(), String> {
        let written = self.encoder.encode(pdu, CommandStatus::OK, sequence, out);
        written.map(|_| ()).map_err(|error| error.to_string())
    }

    /// What the octets of a whole PDU say.
    pub(crate) fn read<'a>(&self, octets: &'a [u8]) -> Heard<'a> {
        let Ok(decoded) = self.decoder.decode(octets) else { return Heard::Other };
        let (sequence, status) = (decoded.header.sequence, decoded.header.status.0);
        #[expect(clippy::wildcard_enum_match_arm, reason = "a customer hears only these")]
        match decoded.pdu {
            Pdu::BindTransceiverResp(_) => Heard::Bound { status },
            Pdu::SubmitSmResp(MessageResp { message_id: id, .. }) => {
                Heard::Submitted { sequence, status, id }
            }
            Pdu::GenericNack(_) => Heard::Submitted { sequence, status, id: &[] },
            Pdu::DeliverSm(sm) => delivery(sequence, &sm),
            Pdu::EnquireLink => Heard::Enquired { sequence },
            Pdu::Unbind => Heard::Unbind { sequence },
            _ => Heard::Other,
        }
    }
}

/// Type of number and numbering plan: a name, a short code or a number (SMPP 3.4 s5.2.5, s5.2.6).
fn kind(source: &str) -> (u8, u8) {
    match source.len() {
        _ if source.bytes().any(|octet| !octet.is_ascii_digit()) => (5, 0),
        0..=6 => (0, 1),
        _ => (1, 1),
    }
}

/// The prefix and seven digits, into `room`.
fn destination<'a>(prefix: &str, number: u64, room: &'a mut [u8; 32]) -> &'a [u8] {
    let length = prefix.len().min(room.len() - 7);
    room[..length].copy_from_slice(&prefix.as_bytes()[..length]);
    let mut rest = number;
    for place in room[length..length + 7].iter_mut().rev() {
        *place = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    &room[..length + 7]
}

/// A receipt by esm_class (SMPP 3.4 s5.2.12), with the id of its TLV or, where there is none, of its
/// text (SMPP 3.4 appendix B).
fn delivery<'a>(sequence: u32, sm: &Sm<'a>) -> Heard<'a> {
    match sm.esm_class & 0x3C {
        0x04 | 0x20 => {
            let in_text = || {
                let text = sm.short_message.strip_prefix(b"id:").unwrap_or_default();
                text.split(|octet| *octet == b' ').next().unwrap_or_default()
            };
            let id = sm.tlvs.text(Tag::RECEIPTED_MESSAGE_ID).unwrap_or_else(in_text);
            Heard::Receipt { sequence, id, is_final: sm.esm_class & 0x20 == 0 }
        }
        _ => Heard::Text { sequence },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_has_its_id_from_the_tlv_or_else_from_its_text() {
        let text = b"id:0815 sub:001 dlvrd:001 stat:DELIVRD";
        let mut sm = Sm { esm_class: 0x04, short_message: text, ..Sm::default() };
        assert_eq!(delivery(7, &sm), Heard::Receipt { sequence: 7, id: b"0815", is_final: true });
        let mut tlvs = smpp::TlvBuf::new();
        tlvs.push_text(Tag::RECEIPTED_MESSAGE_ID, b"4711").unwrap();
        sm.tlvs = tlvs.view();
        assert_eq!(delivery(7, &sm), Heard::Receipt { sequence: 7, id: b"4711", is_final: true });
        sm.esm_class = 0x20;
        assert_eq!(delivery(7, &sm), Heard::Receipt { sequence: 7, id: b"4711", is_final: false });
        sm.esm_class = 0x00;
        assert_eq!(delivery(7, &sm), Heard::Text { sequence: 7 });
    }

    #[test]
    fn numbers_have_seven_digits_behind_the_prefix() {
        assert_eq!(destination("44770", 12, &mut [0; 32]), b"447700000012");
        assert_eq!(destination("44", 123_456_789, &mut [0; 32]), b"443456789");
    }
}
