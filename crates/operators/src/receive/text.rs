//! Texts from phones, and parts of longer ones.

use super::kept::kept;
use super::{Delivered, party};
use gateway::door::{InboundText, ReplyTo};
use message::text::alphabet::Alphabet;
use message::text::data_coding;
use message::text::gsm::Tables;
use message::text::udh::{self, Concatenation, Reference, Summary};
use records::submission::{Content, Group, GroupKind, Network, Origin, Party};
use records::{Octets, SmolStr};
use registry::country::{self, Located};
use registry::operator::Operator;
use smpp::{Tag, Tlvs};

const UDHI: u8 = 0x40;

/// Characters of a text that are looked at for keywords, of which one has 32 at most.
const BEGINNING_MAX: usize = 64;

/// The text that it is.
pub(super) fn read(delivered: &Delivered<'_>, to: ReplyTo, operator: &Operator) -> InboundText {
    let opened = Opened::of(delivered);
    let source = party::source(delivered.source);
    let (destination, addressed) = party::destination(delivered.destination);
    let group = opened.group(delivered.tlvs);
    let (data_coding, kept) =
        kept(delivered.data_coding, opened.octets, operator.alphabet, group.is_some());
    InboundText {
        to,
        operator: operator.id,
        network: network(&source),
        source,
        destination,
        addressed,
        esm_class: delivered.esm_class,
        protocol_id: delivered.protocol_id,
        data_coding,
        beginning: opened.beginning(delivered.data_coding, operator.alphabet),
        group,
        content: Content {
            header: opened.header.map(Octets::from),
            octets: Octets::from(kept.as_ref()),
        },
        tlvs: octets(delivered.tlvs),
    }
}

/// All TLVs as they came.
pub(super) fn octets(tlvs: Tlvs<'_>) -> Option<Octets> {
    (!tlvs.is_empty()).then(|| Octets::from(tlvs.octets()))
}

/// Where the phone is at home, by its number.
fn network(source: &Party) -> Option<Network> {
    let located = Located::of(&party::number_of(source)?)?;
    let origin = match located.origin {
        country::Origin::Prefix => Origin::Prefix,
    };
    Some(Network { country: located.country.as_str().into(), mcc_mnc: None, origin })
}

/// User data, its header apart.
struct Opened<'a> {
    header: Option<&'a [u8]>,
    /// What the header says.
    summary: Summary,
    octets: &'a [u8],
}

impl<'a> Opened<'a> {
    /// A header that cannot be read is none: the octets are kept as they came.
    fn of(delivered: &Delivered<'a>) -> Opened<'a> {
        let all = delivered.user_data;
        let has_header = delivered.esm_class & UDHI != 0;
        let header = if has_header { udh::read(all).ok() } else { None };
        match header {
            Some((header, octets)) => {
                Opened { header: all.get(..header.octets()), summary: header.summary(), octets }
            }
            None => Opened { header: None, summary: Summary::default(), octets: all },
        }
    }

    fn group(&self, tlvs: Tlvs<'_>) -> Option<Group> {
        let in_header = self.summary.concatenation.map(group_of);
        in_header.or_else(|| group_by_tlvs(tlvs)).filter(|group| group.total > 1)
    }

    /// Empty if it is no text.
    fn beginning(&self, data_coding: u8, default: Alphabet) -> SmolStr {
        let alphabet = match data_coding::meaning(data_coding).content {
            data_coding::Content::Default => default,
            data_coding::Content::Text(alphabet) => alphabet,
            data_coding::Content::Binary | data_coding::Content::Reserved => return "".into(),
        };
        let alphabet = with_tables(alphabet, self.summary.tables);
        let text = alphabet.decode(self.octets).text;
        text.chars().take(BEGINNING_MAX).collect::<String>().into()
    }
}

/// The header's tables go with GSM 7-bit alone.
fn with_tables(alphabet: Alphabet, tables: Tables) -> Alphabet {
    if matches!(alphabet, Alphabet::Gsm7(_)) { Alphabet::Gsm7(tables) } else { alphabet }
}

fn group_of(Concatenation { reference, total, sequence }: Concatenation) -> Group {
    let (kind, reference) = match reference {
        Reference::Eight(reference) => (GroupKind::Udh8, u16::from(reference)),
        Reference::Sixteen(reference) => (GroupKind::Udh16, reference),
    };
    Group { kind, reference, total, sequence }
}

/// SMPP 3.4 s5.3.2.22-24.
fn group_by_tlvs(tlvs: Tlvs<'_>) -> Option<Group> {
    let octet = |tag| tlvs.integer(tag).and_then(|number| u8::try_from(number).ok());
    let reference = tlvs.integer(Tag::SAR_MSG_REF_NUM)?;
    let reference = u16::try_from(reference).ok()?;
    let (total, sequence) = (octet(Tag::SAR_TOTAL_SEGMENTS)?, octet(Tag::SAR_SEGMENT_SEQNUM)?);
    let is_part = (1..=total).contains(&sequence);
    is_part.then_some(Group { kind: GroupKind::Sar, reference, total, sequence })
}
