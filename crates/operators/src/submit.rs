//! A part of a message as the operator wants it: submit_sm (SMPP 3.4 s4.4.1).
//!
//! What the operator's settings say of it:
//!
//! | setting | what it does here |
//! |---|---|
//! | `alphabet` | text of data_coding 0, kept as GSM septets, is written in the operator's own alphabet: [`coding`] |
//! | `long_messages` | how a part tells that it is one: [`joint`] |
//!
//! What the version spoken with it does not know is brought into its range: the highest priorities,
//! receipts on success alone. The writer leaves TLVs out in 3.3. `schedule_delivery_time` is always empty: the
//! gateway schedules. The mode in `esm_class` is always the operator's default.

mod coding;
mod joint;

use arrayvec::ArrayString;
use coding::Coded;
use gateway::door::Outgoing;
use joint::{Joint, Sar};
use message::code::{Action, Content, SubmitAnswer};
use registry::operator::Operator;
use smpp::pdu::message::Sm;
use smpp::{Address, CommandStatus, PduError, Tag, TlvBuf, Version};
use std::borrow::Cow;

/// What a submit_sm holds beyond what the part lends it.
pub(crate) struct Packet<'a> {
    outgoing: &'a Outgoing,
    version: Version,
    data_coding: u8,
    has_header: bool,
    /// The header and what stands behind it.
    user_data: Cow<'a, [u8]>,
    /// An absolute time (SMPP 3.4 s7.1.1).
    validity: Option<ArrayString<16>>,
    tlvs: TlvBuf,
    replaced: usize,
}

/// Bits of `esm_class` that are ours: the mode, and that there is a header.
const MODE: u8 = 0x03;
const UDHI: u8 = 0x40;

/// `registered_delivery` (SMPP 3.4 s5.2.17, SMPP 5.0 s4.7.21): what receipt is wanted.
const RECEIPT: u8 = 0x03;
const RECEIPT_ON_SUCCESS: u8 = 0x03;
const RECEIPT_ALWAYS: u8 = 0x01;

impl<'a> Packet<'a> {
    /// The part as this operator wants it, in the version that is spoken with it.
    pub(crate) fn new(outgoing: &'a Outgoing, operator: &Operator, version: Version) -> Packet<'a> {
        let has_tlvs = version.rules().tlvs;
        let coded = Coded::new(outgoing, operator.alphabet);
        let joint =
            Joint::new(coded.header, outgoing.group.as_ref(), operator.long_messages, has_tlvs);
        Packet {
            outgoing,
            version,
            data_coding: coded.data_coding,
            has_header: !joint.header.is_empty(),
            user_data: behind(joint.header, coded.octets),
            validity: outgoing.expires.map(|at| at.smpp()),
            tlvs: tlvs(outgoing, joint.sar),
            replaced: coded.replaced,
        }
    }

    /// Letters that became `?`.
    pub(crate) fn replaced(&self) -> usize {
        self.replaced
    }

    /// The body of the PDU.
    pub(crate) fn sm(&self) -> Sm<'_> {
        let Packet { outgoing, .. } = self;
        let rules = self.version.rules();
        let header = if self.has_header { UDHI } else { 0 };
        Sm {
            source: address(&outgoing.source),
            destination: address(&outgoing.destination),
            esm_class: outgoing.esm_class & !(MODE | UDHI) | header,
            protocol_id: outgoing.protocol_id,
            priority_flag: outgoing.priority.min(rules.priority_max),
            validity_period: self.validity.as_ref().map_or(&[], |time| time.as_bytes()),
            registered_delivery: self.registered_delivery(),
            data_coding: self.data_coding,
            short_message: &self.user_data,
            tlvs: self.tlvs.view(),
            ..Sm::default()
        }
    }

    fn registered_delivery(&self) -> u8 {
        let wanted = self.outgoing.registered_delivery;
        let is_known = self.version.rules().receipt_on_success_only;
        if wanted & RECEIPT == RECEIPT_ON_SUCCESS && !is_known {
            return wanted & !RECEIPT | RECEIPT_ALWAYS;
        }
        wanted
    }
}

fn address(party: &records::submission::Party) -> Address<'_> {
    Address { ton: party.ton, npi: party.npi, digits: party.text.as_bytes() }
}

fn behind<'a>(header: Cow<'a, [u8]>, octets: Cow<'a, [u8]>) -> Cow<'a, [u8]> {
    if header.is_empty() {
        return octets;
    }
    let mut user_data = header.into_owned();
    user_data.extend_from_slice(&octets);
    Cow::Owned(user_data)
}

// === the optional part ===

/// Ours first, then those that nobody here knows. Of these the ones that would say again what we
/// say, or say it otherwise, stay behind.
fn tlvs(outgoing: &Outgoing, sar: Option<Sar>) -> TlvBuf {
    let mut tlvs = TlvBuf::new();
    let mut put = |tag, value: &[u8]| {
        // A value of an impossible length is not sent on.
        let _ = tlvs.push(tag, value);
    };
    if let Some(reference) = outgoing.reference {
        put(Tag::USER_MESSAGE_REFERENCE, &reference.to_be_bytes());
    }
    if let Some(Sar { reference, total, sequence }) = sar {
        put(Tag::SAR_MSG_REF_NUM, &reference.to_be_bytes());
        put(Tag::SAR_TOTAL_SEGMENTS, &[total]);
        put(Tag::SAR_SEGMENT_SEQNUM, &[sequence]);
    }
    let mut rest = outgoing.tlvs.as_deref().unwrap_or_default();
    while let Some((tag, value, behind)) = first_tlv(rest) {
        if !OURS.contains(&tag) {
            put(tag, value);
        }
        rest = behind;
    }
    tlvs
}

const OURS: [Tag; 5] = [
    Tag::USER_MESSAGE_REFERENCE,
    Tag::SAR_MSG_REF_NUM,
    Tag::SAR_TOTAL_SEGMENTS,
    Tag::SAR_SEGMENT_SEQNUM,
    Tag::MESSAGE_PAYLOAD,
];

/// The first TLV and what follows it; `None` at the end, and where no TLV can be read.
fn first_tlv(octets: &[u8]) -> Option<(Tag, &[u8], &[u8])> {
    let (&[tag_high, tag_low, high, low], rest) = octets.split_first_chunk()?;
    let length = usize::from(u16::from_be_bytes([high, low]));
    let (value, behind) = rest.split_at_checked(length)?;
    Some((Tag(u16::from_be_bytes([tag_high, tag_low])), value, behind))
}

// === what cannot be written ===

/// The status that a part counts as refused with when it cannot be written: the one that names the
/// fault, unless it would be tried again, which would lead nowhere.
pub(crate) fn refusal(error: &PduError) -> CommandStatus {
    let status = error.command_status();
    let row = SubmitAnswer::Status(status.0).judge(Content::Text);
    match row.action {
        Action::Refuse | Action::OtherRoute => status,
        Action::Submitted
        | Action::SubmittedUntraceable
        | Action::RefuseOrDropTimes
        | Action::Rebind
        | Action::ResetSession
        | Action::Retry
        | Action::RetryTwice
        | Action::SlowDown
        | Action::Requeue
        | Action::InDoubt => CommandStatus::RECEIVER_PERMANENT,
    }
}
