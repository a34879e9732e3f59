//! The user data of a request: its header, its text, and what they are.

use super::Request;
use super::tlvs::Known;
use message::code::Refusal;
use message::text::alphabet::Alphabet;
use message::text::data_coding::{Content, Mark, meaning};
use message::text::gsm::Tables;
use message::text::udh::{
    self, Element, Header, HeaderFull, Reason, Reference, Summary, identifier,
};
use records::submission::{Group, GroupKind};
use registry::account::TextSettings;
use smpp::Tag;

/// User data, read.
pub(super) struct UserData<'a> {
    /// The header; that of ports given in TLVs is made here.
    pub(super) header: Box<[u8]>,
    /// What follows it.
    pub(super) body: &'a [u8],
    pub(super) data_coding: u8,
    pub(super) mark: Mark,
    /// What the body is; none: binary.
    pub(super) alphabet: Option<Alphabet>,
    /// Part of which longer text it is.
    pub(super) group: Option<Group>,
}

const UDHI: u8 = 0x40;

impl<'a> UserData<'a> {
    pub(super) fn of(
        request: &Request<'a>,
        known: &Known,
        settings: &TextSettings,
    ) -> Result<UserData<'a>, Refusal> {
        let submitted = submitted(request, settings)?;
        let has_header = request.esm_class & UDHI != 0;
        let mut data = match has_header {
            true => UserData::with_header(submitted)?,
            false => UserData { group: known.group.clone(), ..UserData::plain(submitted) },
        };
        if let Some(ports) = known.ports.filter(|_| !has_header) {
            let mut header = Header::new();
            header.push(Element::Ports(ports)).expect("one element has room");
            data.header = header.octets().into();
        }
        data.mean(request.data_coding, settings.alphabet)?;
        Ok(data)
    }

    /// Without a header.
    fn plain(octets: &'a [u8]) -> UserData<'a> {
        UserData {
            header: Box::default(),
            body: octets,
            data_coding: 0,
            mark: Mark::None,
            alphabet: None,
            group: None,
        }
    }

    fn with_header(octets: &'a [u8]) -> Result<UserData<'a>, Refusal> {
        let (header, body) = udh::read(octets).map_err(|_| Refusal::HeaderMalformed)?;
        if header.elements().any(is_impossible) {
            return Err(Refusal::HeaderMalformed);
        }
        let (head, _) = octets.split_at(header.octets());
        let group = group(header.summary());
        Ok(UserData { header: head.into(), body, group, ..UserData::plain(octets) })
    }

    /// Says what the octets are. `default`: what data_coding 0 stands for.
    fn mean(&mut self, data_coding: u8, default: Alphabet) -> Result<(), Refusal> {
        let meaning = meaning(data_coding);
        let alphabet = match meaning.content {
            Content::Default => Some(default),
            Content::Text(alphabet) => Some(alphabet),
            Content::Binary => None,
            Content::Reserved => return Err(Refusal::DataCodingInvalid),
        };
        self.data_coding = data_coding;
        self.mark = meaning.mark;
        self.alphabet = match alphabet {
            Some(Alphabet::Gsm7(tables)) => Some(Alphabet::Gsm7(self.tables(tables))),
            other => other,
        };
        // Half a character is none (TS 23.038 s6.2.3).
        let is_odd = self.alphabet == Some(Alphabet::Ucs2) && !self.body.len().is_multiple_of(2);
        if is_odd { Err(Refusal::DataCodingInvalid) } else { Ok(()) }
    }

    /// The header's tables, or `default` where it names none.
    fn tables(&self, default: Tables) -> Tables {
        let named = self.summary().tables;
        if named == Tables::DEFAULT { default } else { named }
    }

    /// What the header says.
    pub(super) fn summary(&self) -> Summary {
        udh::read(&self.header).map_or(Summary::default(), |(header, _)| header.summary())
    }

    /// The header without what a splitter writes itself: concatenation and tables.
    ///
    /// # Errors
    /// The header alone is longer than a part.
    pub(super) fn elements(&self) -> Result<Header, HeaderFull> {
        let mut kept = Header::new();
        if let Ok((header, _)) = udh::read(&self.header) {
            let mut elements = header.elements().filter(|it| !is_splitters(*it));
            elements.try_for_each(|element| kept.push(element))?;
        }
        Ok(kept)
    }
}

/// short_message, or else message_payload; the reader of packets has refused both at once.
fn submitted<'a>(request: &Request<'a>, settings: &TextSettings) -> Result<&'a [u8], Refusal> {
    let payload = request.tlvs.find(Tag::MESSAGE_PAYLOAD);
    let text = request.short_message.filter(|text| !text.is_empty()).or(payload);
    match text {
        Some(text) if !text.is_empty() => Ok(text),
        Some(_) | None if settings.allow_empty => Ok(b""),
        None if request.short_message.is_none() => Err(Refusal::TlvMissing),
        Some(_) | None => Err(Refusal::TextEmpty),
    }
}

/// A part that is none of those it says there are.
fn is_impossible(element: Element<'_>) -> bool {
    matches!(element, Element::Ignored { reason: Reason::Sequence, .. })
}

fn is_splitters(element: Element<'_>) -> bool {
    const OURS: [u8; 4] = [
        identifier::CONCATENATION_8,
        identifier::CONCATENATION_16,
        identifier::SINGLE_SHIFT,
        identifier::LOCKING_SHIFT,
    ];
    OURS.contains(&element.identifier())
}

fn group(summary: Summary) -> Option<Group> {
    let part = summary.concatenation.filter(|part| part.total > 1)?;
    let (kind, reference) = match part.reference {
        Reference::Eight(reference) => (GroupKind::Udh8, u16::from(reference)),
        Reference::Sixteen(reference) => (GroupKind::Udh16, reference),
    };
    Some(Group { kind, reference, total: part.total, sequence: part.sequence })
}
