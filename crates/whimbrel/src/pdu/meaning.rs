//! What a message PDU carries: its text, its place among the parts of a longer one, its receipt.

use message::receipt::{Delivery, Reading, Verdict};
use message::text::alphabet::Alphabet;
use message::text::data_coding::{self, Content};
use message::text::gsm::Tables;
use message::text::udh::{self, Concatenation, Reference};
use smpp::{Pdu, Tag, Tlvs};

/// The fields that say what is carried.
pub(crate) struct Carried<'a> {
    pub(crate) esm_class: u8,
    pub(crate) data_coding: u8,
    short_message: &'a [u8],
    tlvs: Tlvs<'a>,
    /// Did it come from a message centre?
    is_delivery: bool,
}

/// Lines of a name and a value; none for PDUs that carry no message.
pub(super) fn of(pdu: &Pdu<'_>) -> Vec<(&'static str, String)> {
    let Some(carried) = carried(pdu) else { return Vec::new() };
    carried.receipt().unwrap_or_else(|| carried.text())
}

/// What a PDU carries, if it carries a message.
pub(crate) fn carried<'a>(pdu: &Pdu<'a>) -> Option<Carried<'a>> {
    let is_delivery = matches!(pdu, Pdu::DeliverSm(_) | Pdu::DataSm(_));
    let (esm_class, data_coding, short_message, tlvs) =
        if let Pdu::SubmitSm(sm) | Pdu::DeliverSm(sm) = pdu {
            (sm.esm_class, sm.data_coding, sm.short_message, sm.tlvs)
        } else if let Pdu::SubmitMulti(sm) = pdu {
            (sm.esm_class, sm.data_coding, sm.short_message, sm.tlvs)
        } else if let Pdu::DataSm(sm) = pdu {
            (sm.esm_class, sm.data_coding, &[][..], sm.tlvs)
        } else {
            return None;
        };
    Some(Carried { esm_class, data_coding, short_message, tlvs, is_delivery })
}

/// A user data header stands before the content (SMPP 3.4 s5.2.12).
pub(crate) const UDHI: u8 = 0x40;

impl<'a> Carried<'a> {
    /// Header and content.
    pub(crate) fn octets(&self) -> &'a [u8] {
        match self.tlvs.find(Tag::MESSAGE_PAYLOAD) {
            Some(payload) if self.short_message.is_empty() => payload,
            Some(_) | None => self.short_message,
        }
    }

    /// What a receipt of an operator without settings of its own comes to.
    pub(crate) fn verdict(&self) -> Option<Verdict<'a>> {
        let delivery = Delivery {
            esm_class: self.esm_class,
            short_message: self.short_message,
            message_payload: self.tlvs.find(Tag::MESSAGE_PAYLOAD).unwrap_or_default(),
            receipted_message_id: self.tlvs.find(Tag::RECEIPTED_MESSAGE_ID),
            message_state: self.tlvs.integer(Tag::MESSAGE_STATE).map(|state| state as u8),
            network_error_code: self.tlvs.find(Tag::NETWORK_ERROR_CODE),
        };
        delivery.verdict(&Reading::default()).filter(|_| self.is_delivery)
    }

    fn receipt(&self) -> Option<Vec<(&'static str, String)>> {
        let verdict = self.verdict()?;
        let ids = verdict.ids.iter().flatten().map(|id| format!("\"{}\"", id.escape_ascii()));
        let ids = ids.collect::<Vec<_>>().join(" or ");
        let kind = if verdict.is_final { "final" } else { "on the way" };
        let (number, name) = (verdict.code.number(), verdict.code.name());
        Some(vec![
            (
                "= receipt of",
                if ids.is_empty() { "no message that it names".to_owned() } else { ids },
            ),
            ("= which says", format!("report code {number} {name}, {kind}")),
        ])
    }

    fn text(&self) -> Vec<(&'static str, String)> {
        let mut lines = Vec::new();
        let (mut octets, mut tables) = (self.octets(), Tables::DEFAULT);
        if self.esm_class & UDHI != 0 {
            match udh::read(octets) {
                Ok((header, body)) => {
                    let summary = header.summary();
                    (octets, tables) = (body, summary.tables);
                    lines.extend(summary.concatenation.map(|part| ("= part", in_words(part))));
                }
                Err(bad) => lines.push(("= header", bad.to_string())),
            }
        }
        if octets.is_empty() {
            return lines;
        }
        lines.push((
            "= text",
            match data_coding::meaning(self.data_coding).content {
                Content::Default => {
                    shown(Alphabet::Gsm7(tables), octets) + ", if the default is GSM 7-bit"
                }
                Content::Text(Alphabet::Gsm7(_)) => shown(Alphabet::Gsm7(tables), octets),
                Content::Text(alphabet) => shown(alphabet, octets),
                Content::Binary => format!("none: {} octets of binary content", octets.len()),
                Content::Reserved => "none: the data_coding is reserved".to_owned(),
            },
        ));
        lines
    }
}

fn shown(alphabet: Alphabet, octets: &[u8]) -> String {
    let decoded = alphabet.decode(octets);
    let mut shown = format!("{:?}", decoded.text);
    if decoded.meaningless > 0 {
        shown += &format!(", {} characters without meaning", decoded.meaningless);
    }
    if decoded.odd_octet {
        shown += ", and an odd octet at the end";
    }
    shown
}

fn in_words(part: Concatenation) -> String {
    let Concatenation { reference, total, sequence } = part;
    let reference = match reference {
        Reference::Eight(reference) => format!("reference {reference}"),
        Reference::Sixteen(reference) => format!("16-bit reference {reference}"),
    };
    format!("{sequence} of {total}, {reference}")
}
