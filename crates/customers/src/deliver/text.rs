//! Texts from phones.
//!
//! One part goes out as it came, with its header. The parts of a longer text are joined into one
//! message_payload, without their headers. A peer of SMPP 3.3 has no TLVs: what does not fit into its
//! short_message goes out in parts of our own, one behind the other, each with a header. So nothing
//! is lost of a text or of its order, and a program that knows no headers still can read it.

use super::coding::{Coded, alone, header, joined};
use super::{Packet, Receiver};
use gateway::door::Text;
use message::id::MessageId;
use message::text::udh::{self, Element, Header, Ports, Reference};
use records::Octets;
use records::submission::Content;
use smpp::{Tag, TlvBuf};

const UDHI: u8 = 0x40;
const REPLY_PATH: u8 = 0x80;
const TYPE: u8 = 0x3C;

/// TLVs that say in which parts a text is.
const SAR: [Tag; 3] = [Tag::SAR_MSG_REF_NUM, Tag::SAR_TOTAL_SEGMENTS, Tag::SAR_SEGMENT_SEQNUM];
const PORTS: [Tag; 2] = [Tag::SOURCE_PORT, Tag::DESTINATION_PORT];
/// TLVs that only mean something in a receipt. Some operators send an id of their own with a text, and
/// some programs take that for a receipt.
const OF_RECEIPTS: [Tag; 3] =
    [Tag::RECEIPTED_MESSAGE_ID, Tag::MESSAGE_STATE, Tag::NETWORK_ERROR_CODE];

pub(super) fn packets(text: &Text, notice: MessageId, to: Receiver) -> Vec<Packet> {
    let rules = to.version.rules();
    let (header, coded) = match text.parts.as_slice() {
        [only] => (octets(&only.header), alone(only, text.data_coding, to)),
        parts => (&[][..], joined(parts, text.data_coding, to)),
    };
    let is_one = text.parts.len() == 1;
    let is_short = header.len() + coded.octets.len() <= rules.short_message_max;
    if rules.tlvs || is_short {
        let in_payload = rules.tlvs && !(is_one && is_short);
        return whole(text, header, &coded, in_payload).into_iter().collect();
    }
    in_parts(text, header, &coded, notice)
}

/// All of it in one packet; none: it is longer than any TLV.
fn whole(text: &Text, header: &[u8], coded: &Coded, in_payload: bool) -> Option<Packet> {
    let user_data = [header, &coded.octets].concat();
    let mut tlvs = tlvs(text, header);
    let mut short_message = Vec::new();
    if in_payload {
        tlvs.push(Tag::MESSAGE_PAYLOAD, &user_data).ok()?;
    } else {
        short_message = user_data;
    }
    Some(Packet {
        esm_class: esm_class(text, header),
        protocol_id: text.protocol_id,
        data_coding: coded.data_coding,
        short_message,
        tlvs,
    })
}

/// For a peer without TLVs.
fn in_parts(text: &Text, header: &[u8], coded: &Coded, notice: MessageId) -> Vec<Packet> {
    let [.., reference] = notice.get().to_be_bytes();
    let elements = elements(header);
    let (data_coding, parts) = coded.split(Reference::Eight(reference), &elements);
    let packet = |part: Vec<u8>| Packet {
        esm_class: features(text.esm_class) | UDHI,
        protocol_id: text.protocol_id,
        data_coding,
        short_message: part,
        tlvs: TlvBuf::new(),
    };
    parts.into_iter().map(packet).collect()
}

fn esm_class(text: &Text, header: &[u8]) -> u8 {
    let has_header = if header.is_empty() { 0 } else { UDHI };
    features(text.esm_class) | has_header
}

/// What of `esm_class` goes on. The mode is nothing to a receiver, and a header speaks for itself. A
/// type that no deliver_sm can have is none: operators are as they are, and the text goes on.
fn features(esm_class: u8) -> u8 {
    let kind = match esm_class & TYPE {
        known @ (0x08 | 0x10 | 0x18) => known,
        _ => 0,
    };
    esm_class & REPLY_PATH | kind
}

/// Those that came, but for what is said otherwise now; and the ports of headers that were taken off.
fn tlvs(text: &Text, header: &[u8]) -> TlvBuf {
    let is_one = text.parts.len() == 1;
    let ports = if is_one { None } else { ports(&text.parts) };
    let in_parts = is_one && header.is_empty();
    let has_ports = !header.is_empty() || ports.is_some();
    let mut tlvs = TlvBuf::new();
    for (tag, value) in walk(octets(&text.tlvs)) {
        let is_told = tag == Tag::MESSAGE_PAYLOAD
            || OF_RECEIPTS.contains(&tag)
            || SAR.contains(&tag) && !in_parts
            || PORTS.contains(&tag) && has_ports;
        if !is_told {
            // What has an impossible length came so from the operator, and is not for a customer.
            let _ = tlvs.push(tag, value);
        }
    }
    if let Some((destination, originator)) = ports {
        for (tag, port) in [(Tag::SOURCE_PORT, originator), (Tag::DESTINATION_PORT, destination)] {
            tlvs.push(tag, &port.to_be_bytes()).expect("a port has two octets");
        }
    }
    tlvs
}

/// The ports that the first header names.
fn ports(parts: &[Content]) -> Option<(u16, u16)> {
    parts.first().and_then(|part| header(part).ports).map(|ports| match ports {
        Ports::Eight { destination, originator } => (destination.into(), originator.into()),
        Ports::Sixteen { destination, originator } => (destination, originator),
    })
}

/// What the parts of our own have to say as well.
fn elements(header: &[u8]) -> Header {
    let mut kept = Header::new();
    if let Ok((header, _)) = udh::read(header)
        && let Some(ports) = header.summary().ports
    {
        kept.push(Element::Ports(ports)).expect("one element has room");
    }
    kept
}

fn octets(octets: &Option<Octets>) -> &[u8] {
    octets.as_deref().unwrap_or_default()
}

/// TLVs one behind the other; what is no TLV ends them.
fn walk(mut octets: &[u8]) -> impl Iterator<Item = (Tag, &[u8])> {
    std::iter::from_fn(move || {
        let (&[high, low, long, short], rest) = octets.split_first_chunk::<4>()?;
        let length = usize::from(u16::from_be_bytes([long, short]));
        let (value, behind) = rest.split_at_checked(length)?;
        octets = behind;
        Some((Tag(u16::from_be_bytes([high, low])), value))
    })
}
