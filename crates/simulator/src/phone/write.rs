//! What a phone writes, as the parts that the operator sends on.

use crate::action::{Operation, Packet, put};
use crate::party::Party;
use crate::profile::Joint;
use message::text::alphabet::Alphabet;
use message::text::data_coding::{Class, Mark, of_gsm7};
use message::text::gsm::Tables;
use message::text::split::{self, Options, Part, SplitError};
use message::text::udh::{Concatenation, Element, Header, Reference, read};
use smpp::{Tag, TlvBuf, Version};
use std::num::NonZeroU8;

/// One part of what a phone wrote.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    data_coding: u8,
    header: Vec<u8>,
    body: Vec<u8>,
    joint: Joint,
    /// 1 where there are no parts.
    pub(crate) sequence: u8,
}

const GSM_7: Alphabet = Alphabet::Gsm7(Tables::DEFAULT);
const UDHI: u8 = 0x40;
const SHORT_MESSAGE_MAX: usize = 254;

/// The parts of `text`, in order: GSM 7-bit where it has all characters, else UCS2. data_coding 0
/// means `default` here; what that lacks goes in GSM 7-bit under its own name, 0xF1.
pub(crate) fn write(
    text: &str,
    joint: Joint,
    reference: u16,
    default: Alphabet,
) -> Result<Vec<Written>, SplitError> {
    let eight = Reference::Eight(reference as u8);
    let elements = Header::new();
    let options = Options {
        languages: &[],
        reference: if joint == Joint::Udh16 { Reference::Sixteen(reference) } else { eight },
        elements: &elements,
        mark: Mark::None,
        parts_max: NonZeroU8::MAX,
    };
    let split = split::text(text, &options)?;
    let (data_coding, bodies) = coded(split.data_coding, &split.parts, default);
    let parts = split.parts.iter().zip(bodies);
    if joint == Joint::Payload {
        let body = parts.flat_map(|(_, body)| body).collect();
        return Ok(vec![Written { data_coding, header: Vec::new(), body, joint, sequence: 1 }]);
    }
    let numbered = parts.zip(1..=u8::MAX);
    Ok(numbered
        .map(|((part, body), sequence)| {
            let header = part.header().to_vec();
            Written { data_coding, header, body, joint, sequence }
        })
        .collect())
}

/// The data_coding and the bodies, where data_coding 0 means `default`.
fn coded(data_coding: u8, parts: &[Part], default: Alphabet) -> (u8, Vec<Vec<u8>>) {
    let as_they_are = || parts.iter().map(|part| part.body().to_vec()).collect();
    if data_coding != 0 || default == GSM_7 {
        return (data_coding, as_they_are());
    }
    let in_default = parts.iter().map(|part| {
        let mut body = Vec::new();
        default.encode(&GSM_7.decode(part.body()).text, &mut body).ok()?;
        Some(body)
    });
    match in_default.collect() {
        Some(bodies) => (0, bodies),
        None => (of_gsm7(Mark::Class(Class::Phone)), as_they_are()),
    }
}

impl Written {
    /// The packet, for a peer of this version; one of 3.3 gets no TLVs. `ticket`: a number that
    /// some operators send along as receipted_message_id.
    pub(crate) fn packet(&self, way: [&Party; 2], version: Version, ticket: Option<u64>) -> Packet {
        let [source, destination] = way.map(Party::clone);
        let mut tlvs = TlvBuf::new();
        let mut packet = Packet {
            operation: Operation::DeliverSm,
            source,
            destination,
            esm_class: 0,
            data_coding: self.data_coding,
            short_message: Vec::new(),
            tlvs: TlvBuf::new(),
        };
        if self.joint == Joint::Payload && version > Version::V33 {
            put(&mut tlvs, Tag::MESSAGE_PAYLOAD, &self.body);
        } else if self.joint == Joint::Sar && version > Version::V33 {
            packet.short_message.clone_from(&self.body);
            self.put_sar(&mut tlvs);
        } else {
            packet.esm_class = if self.header.is_empty() { 0 } else { UDHI };
            packet.short_message = [self.header.as_slice(), &self.body].concat();
        }
        if let Some(ticket) = ticket {
            put(&mut tlvs, Tag::RECEIPTED_MESSAGE_ID, format!("ticket-{ticket}\0").as_bytes());
        }
        Packet { tlvs, ..packet }
    }

    /// Too long for a peer of this version: a text in one piece that has no message_payload.
    pub(crate) fn is_writable(&self, version: Version) -> bool {
        version > Version::V33 || self.header.len() + self.body.len() <= SHORT_MESSAGE_MAX
    }

    fn put_sar(&self, tlvs: &mut TlvBuf) {
        let header = read(&self.header).ok();
        let element = header.and_then(|(header, _)| header.elements().next());
        let Some(Element::Concatenation(part)) = element else { return };
        let Concatenation { reference, total, sequence } = part;
        let reference = match reference {
            Reference::Eight(reference) => u16::from(reference),
            Reference::Sixteen(reference) => reference,
        };
        put(tlvs, Tag::SAR_MSG_REF_NUM, &reference.to_be_bytes());
        put(tlvs, Tag::SAR_TOTAL_SEGMENTS, &[total]);
        put(tlvs, Tag::SAR_SEGMENT_SEQNUM, &[sequence]);
    }
}
