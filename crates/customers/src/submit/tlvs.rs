//! The optional part: what is known here, and the rest.

use message::code::Refusal;
use message::text::udh::Ports;
use records::Octets;
use records::submission::{Group, GroupKind};
use smpp::{Tag, Tlvs};

/// What the TLVs of a submission say.
pub(super) struct Known {
    pub(super) user_reference: Option<u16>,
    /// The applications it is for.
    pub(super) ports: Option<Ports>,
    /// Part of which longer text it is.
    pub(super) group: Option<Group>,
    /// All others, as they came.
    pub(super) others: Option<Octets>,
}

/// Those that are read here, and do not go further as they are.
const READ: [Tag; 8] = [
    Tag::MESSAGE_PAYLOAD,
    Tag::USER_MESSAGE_REFERENCE,
    Tag::QOS_TIME_TO_LIVE,
    Tag::SOURCE_PORT,
    Tag::DESTINATION_PORT,
    Tag::SAR_MSG_REF_NUM,
    Tag::SAR_TOTAL_SEGMENTS,
    Tag::SAR_SEGMENT_SEQNUM,
];

pub(super) fn read(tlvs: Tlvs<'_>) -> Result<Known, Refusal> {
    Ok(Known {
        user_reference: short(tlvs, Tag::USER_MESSAGE_REFERENCE),
        ports: ports(tlvs),
        group: group(tlvs)?,
        others: others(tlvs),
    })
}

/// A message for one application may name only that.
fn ports(tlvs: Tlvs<'_>) -> Option<Ports> {
    let [destination, originator] =
        [Tag::DESTINATION_PORT, Tag::SOURCE_PORT].map(|tag| short(tlvs, tag));
    (destination.is_some() || originator.is_some()).then(|| Ports::Sixteen {
        destination: destination.unwrap_or(0),
        originator: originator.unwrap_or(0),
    })
}

/// The three count together or not at all (SMPP 3.4 s5.3.2.22). A text of one part is none of several.
fn group(tlvs: Tlvs<'_>) -> Result<Option<Group>, Refusal> {
    let (Some(reference), Some(total), Some(sequence)) = (
        short(tlvs, Tag::SAR_MSG_REF_NUM),
        octet(tlvs, Tag::SAR_TOTAL_SEGMENTS),
        octet(tlvs, Tag::SAR_SEGMENT_SEQNUM),
    ) else {
        return Ok(None);
    };
    if sequence == 0 || sequence > total {
        return Err(Refusal::TlvValue);
    }
    Ok((total > 1).then_some(Group { kind: GroupKind::Sar, reference, total, sequence }))
}

fn others(tlvs: Tlvs<'_>) -> Option<Octets> {
    if tlvs.is_empty() {
        return None;
    }
    let mut octets = Vec::new();
    for (tag, value) in tlvs.iter().filter(|(tag, _)| !READ.contains(tag)) {
        let length = u16::try_from(value.len()).expect("a TLV's length has two octets");
        octets.extend_from_slice(&tag.0.to_be_bytes());
        octets.extend_from_slice(&length.to_be_bytes());
        octets.extend_from_slice(value);
    }
    (!octets.is_empty()).then(|| Octets::from(octets))
}

fn short(tlvs: Tlvs<'_>, tag: Tag) -> Option<u16> {
    tlvs.integer(tag).and_then(|value| u16::try_from(value).ok())
}

fn octet(tlvs: Tlvs<'_>, tag: Tag) -> Option<u8> {
    tlvs.integer(tag).and_then(|value| u8::try_from(value).ok())
}
