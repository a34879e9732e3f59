//! What a submission holds, and what its octets say.

use crate::party::Party;
use message::text::alphabet::{Alphabet, Decoded};
use message::text::data_coding::{self, Content as Coding};
use message::text::gsm::Tables;
use message::text::udh::{self, Concatenation, Ports, Reference};
use smpp::pdu::Pdu;
use smpp::pdu::message::{DataSm, Sm, SubmitMulti};
use smpp::{CommandId, Tag, Tlvs, list};

/// A submission, in any of its three operations.
#[derive(Debug, Clone, Copy)]
pub enum Submit<'a> {
    /// submit_sm.
    Sm(Sm<'a>),
    /// data_sm.
    Data(DataSm<'a>),
    /// submit_multi.
    Multi(SubmitMulti<'a>),
}

/// One message to one destination, as it was submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// From whom.
    pub source: Party,
    /// To whom.
    pub destination: Party,
    /// Mode, type and features (SMPP 3.4 s5.2.12).
    pub esm_class: u8,
    /// The alphabet (SMPP 3.4 s5.2.19).
    pub data_coding: u8,
    /// short_message, or message_payload where that is empty.
    pub user_data: Vec<u8>,
    /// Which part it is, as the sar TLVs say.
    pub sar: Option<Concatenation>,
}

/// The same for the same content: source, destination, data_coding, header and text. Two contents
/// share one by accident once in 10^38 times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentKey(pub u128);

/// What a submission says beside its content.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wishes {
    /// Which receipts are wanted (SMPP 3.4 s5.2.17).
    pub(crate) registered_delivery: u8,
    /// Until when, as sent; empty: not said.
    pub(crate) validity_period: Vec<u8>,
    /// TLV 0x0204.
    pub(crate) user_message_reference: Option<u16>,
}

/// The octets behind the header, and what the header says.
pub(crate) struct Opened<'a> {
    pub(crate) concatenation: Option<Concatenation>,
    pub(crate) ports: Option<Ports>,
    pub(crate) tables: Tables,
    pub(crate) body: &'a [u8],
}

const UDHI: u8 = 0x40;

// === impl Submit ===

impl<'a> Submit<'a> {
    /// The submission that a PDU is; `None` for any other request.
    pub fn of(pdu: Pdu<'a>) -> Option<Submit<'a>> {
        if let Pdu::SubmitSm(sm) = pdu {
            return Some(Submit::Sm(sm));
        }
        if let Pdu::DataSm(sm) = pdu {
            return Some(Submit::Data(sm));
        }
        if let Pdu::SubmitMulti(sm) = pdu {
            return Some(Submit::Multi(sm));
        }
        None
    }

    /// Octets of its text, header included.
    pub(crate) fn octets(&self) -> usize {
        self.user_data().len()
    }

    fn tlvs(&self) -> Tlvs<'a> {
        match self {
            Submit::Sm(sm) => sm.tlvs,
            Submit::Data(sm) => sm.tlvs,
            Submit::Multi(sm) => sm.tlvs,
        }
    }

    fn user_data(&self) -> &'a [u8] {
        let short = match self {
            Submit::Sm(sm) => sm.short_message,
            Submit::Data(_) => &[],
            Submit::Multi(sm) => sm.short_message,
        };
        let payload = self.tlvs().find(Tag::MESSAGE_PAYLOAD).unwrap_or_default();
        if short.is_empty() { payload } else { short }
    }

    pub(crate) fn wishes(&self) -> Wishes {
        let (registered_delivery, validity) = match self {
            Submit::Sm(sm) => (sm.registered_delivery, sm.validity_period),
            Submit::Data(sm) => (sm.registered_delivery, &[][..]),
            Submit::Multi(sm) => (sm.registered_delivery, sm.validity_period),
        };
        let reference = self.tlvs().integer(Tag::USER_MESSAGE_REFERENCE);
        Wishes {
            registered_delivery,
            validity_period: validity.to_vec(),
            user_message_reference: reference.and_then(|number| u16::try_from(number).ok()),
        }
    }

    /// The command of its response.
    pub(crate) fn response(&self) -> CommandId {
        match self {
            Submit::Sm(_) => CommandId::SUBMIT_SM_RESP,
            Submit::Data(_) => CommandId::DATA_SM_RESP,
            Submit::Multi(_) => CommandId::SUBMIT_MULTI_RESP,
        }
    }

    /// One content per destination, with at most so many octets of text. A distribution list, of
    /// which a simulated operator has none, is a destination without digits.
    pub(crate) fn contents(&self, octets_max: usize) -> Vec<Content> {
        let (source, esm_class, data_coding) = match self {
            Submit::Sm(sm) => (sm.source, sm.esm_class, sm.data_coding),
            Submit::Data(sm) => (sm.source, sm.esm_class, sm.data_coding),
            Submit::Multi(sm) => (sm.source, sm.esm_class, sm.data_coding),
        };
        let user_data = self.user_data();
        let content = |destination| Content {
            source: Party::of(source),
            destination: Party::of(destination),
            esm_class,
            data_coding,
            user_data: user_data[..user_data.len().min(octets_max)].to_vec(),
            sar: sar(self.tlvs()),
        };
        match self {
            Submit::Sm(sm) => vec![content(sm.destination)],
            Submit::Data(sm) => vec![content(sm.destination)],
            Submit::Multi(sm) => {
                let destinations = sm.destinations.iter().map(|entry| match entry {
                    list::Destination::Sme(address) => address,
                    list::Destination::List(_) => smpp::Address::default(),
                });
                destinations.map(content).collect()
            }
        }
    }
}

/// The part that the sar TLVs name (SMPP 3.4 s5.3.2.22-24).
fn sar(tlvs: Tlvs<'_>) -> Option<Concatenation> {
    let octet = |tag| tlvs.integer(tag).and_then(|number| u8::try_from(number).ok());
    let reference = tlvs.integer(Tag::SAR_MSG_REF_NUM)?;
    let reference = Reference::Sixteen(u16::try_from(reference).ok()?);
    let (total, sequence) = (octet(Tag::SAR_TOTAL_SEGMENTS)?, octet(Tag::SAR_SEGMENT_SEQNUM)?);
    (1..=total).contains(&sequence).then_some(Concatenation { reference, total, sequence })
}

// === impl Content ===

impl Content {
    /// To find the same content again.
    pub fn key(&self) -> ContentKey {
        let mut key = Fnv::new();
        for party in [&self.source, &self.destination] {
            key.add(&[party.ton, party.npi]);
            key.add(&party.digits);
        }
        key.add(&[self.esm_class & UDHI, self.data_coding]);
        key.add(&self.user_data);
        if let Some(Concatenation { reference, total, sequence }) = self.sar {
            let reference = match reference {
                Reference::Eight(reference) => u16::from(reference),
                Reference::Sixteen(reference) => reference,
            };
            key.add(&reference.to_be_bytes());
            key.add(&[total, sequence]);
        }
        ContentKey(key.0)
    }

    /// What the header and the sar TLVs say, and what stands behind the header. A header that
    /// cannot be read is none.
    pub(crate) fn open(&self) -> Opened<'_> {
        let header = (self.esm_class & UDHI != 0).then(|| udh::read(&self.user_data).ok());
        let (summary, body) = match header.flatten() {
            Some((header, body)) => (header.summary(), body),
            None => (udh::Summary::default(), &self.user_data[..]),
        };
        Opened {
            concatenation: summary.concatenation.or(self.sar),
            ports: summary.ports,
            tables: summary.tables,
            body,
        }
    }

    /// Which part of a longer message it is.
    pub fn concatenation(&self) -> Option<Concatenation> {
        self.open().concatenation
    }

    /// Its text, where it is one; data_coding 0 means `default`.
    pub(crate) fn text(&self, default: Alphabet) -> Option<Decoded> {
        let opened = self.open();
        let alphabet = alphabet(self.data_coding, opened.tables, default)?;
        Some(alphabet.decode(opened.body))
    }
}

/// The alphabet of a text; `None` if it is none. The header's tables go with GSM 7-bit alone.
pub(crate) fn alphabet(data_coding: u8, tables: Tables, default: Alphabet) -> Option<Alphabet> {
    let named = match data_coding::meaning(data_coding).content {
        Coding::Default => default,
        Coding::Text(alphabet) => alphabet,
        Coding::Binary | Coding::Reserved => return None,
    };
    let is_gsm = matches!(named, Alphabet::Gsm7(_));
    Some(if is_gsm { Alphabet::Gsm7(tables) } else { named })
}

/// FNV-1a of 128 bits. What is added is told apart by its length.
struct Fnv(u128);

impl Fnv {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013B;

    fn new() -> Fnv {
        Fnv(0x6C62_272E_07BB_0142_62B8_2175_6295_C58D)
    }

    fn add(&mut self, octets: &[u8]) {
        let length = (octets.len() as u32).to_be_bytes();
        for octet in length.iter().chain(octets) {
            self.0 = (self.0 ^ u128::from(*octet)).wrapping_mul(Self::PRIME);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(user_data: &[u8]) -> Content {
        Content {
            source: Party::new("777"),
            destination: Party::new("447700900001"),
            esm_class: 0,
            data_coding: 0,
            user_data: user_data.to_vec(),
            sar: None,
        }
    }

    /// Published values of FNV-1a 128: of nothing, and of `a` (here the hash itself, no lengths).
    #[test]
    fn the_hash_is_fnv_1a() {
        let mut key = Fnv::new();
        assert_eq!(key.0, 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D);
        key.0 = (key.0 ^ u128::from(b'a')).wrapping_mul(Fnv::PRIME);
        assert_eq!(key.0, 0xD228_CB69_6F1A_8CAF_7891_2B70_4E4A_8964);
    }

    #[test]
    fn each_field_makes_another_key() {
        let plain = content(b"Hello");
        let reference = Reference::Sixteen(1);
        let others = [
            content(b"Hello "),
            Content { source: Party::new("778"), ..plain.clone() },
            Content { destination: Party::new("447700900002"), ..plain.clone() },
            Content { data_coding: 3, ..plain.clone() },
            Content { esm_class: 0x40, ..plain.clone() },
            Content {
                sar: Some(Concatenation { reference, total: 2, sequence: 1 }),
                ..plain.clone()
            },
            Content {
                sar: Some(Concatenation { reference, total: 2, sequence: 2 }),
                ..plain.clone()
            },
        ];
        let keys: std::collections::BTreeSet<ContentKey> =
            others.iter().map(Content::key).collect();
        assert_eq!(keys.len(), others.len());
        assert!(!keys.contains(&plain.key()));
        assert_eq!(Content { esm_class: 0x03, ..plain.clone() }.key(), plain.key());
    }

    #[test]
    fn a_header_is_opened_and_a_broken_one_is_text() {
        let mut part = content(b"\x05\x00\x03\x07\x02\x01Hi");
        part.esm_class = 0x40;
        assert_eq!(part.open().body, b"Hi");
        let expected = Concatenation { reference: Reference::Eight(7), total: 2, sequence: 1 };
        assert_eq!(part.concatenation(), Some(expected));
        part.user_data = b"\xFFHi".to_vec();
        assert_eq!((part.open().body, part.concatenation()), (&b"\xFFHi"[..], None));
    }
}
