//! How a part of a longer text tells that it is one.
//!
//! Every part is written without sight of the others, and they must all tell it in the same way, or
//! the phone does not join them. So the way depends on nothing but what all parts have alike:
//!
//! | kept as | `udh8`, `payload` | `udh16` | `sar` |
//! |---|---|---|---|
//! | a header with a reference | as it is kept | as it is kept | the three TLVs; as it is kept beside other elements and in SMPP 3.3 |
//! | TLVs | a header with an 8-bit reference | a header with a 16-bit one | the three TLVs; a header with an 8-bit reference beside other elements and in SMPP 3.3 |
//!
//! A kept header does not get a longer reference: a full part has no room for one octet more, and
//! the last, shorter part would be the only one that changes. Of a 16-bit reference an 8-bit one
//! keeps the low octet.
//!
//! Absent: `payload`, the whole text at once in message_payload. It would need all parts; until the
//! core hands these over together, parts are sent as with `udh8`.

use message::text::udh::{self, Concatenation, Element, Reference, identifier};
use records::submission::{Group, GroupKind};
use registry::operator::LongMessages;
use std::borrow::Cow;

/// What a part says of itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Joint<'a> {
    /// The user data header; empty if there is none.
    pub(super) header: Cow<'a, [u8]>,
    /// The three TLVs.
    pub(super) sar: Option<Sar>,
}

/// The TLVs sar_msg_ref_num, sar_total_segments and sar_segment_seqnum (SMPP 3.4 s5.3.2.22-24).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sar {
    pub(super) reference: u16,
    pub(super) total: u8,
    pub(super) sequence: u8,
}

impl<'a> Joint<'a> {
    /// How a part that is kept with this header, or with these TLVs, is sent.
    pub(super) fn new(
        kept: Cow<'a, [u8]>,
        group: Option<&Group>,
        form: LongMessages,
        has_tlvs: bool,
    ) -> Joint<'a> {
        let (in_header, is_alone) = look(&kept);
        let by_tlvs = form == LongMessages::Sar && has_tlvs && is_alone;
        match (in_header, sar_of(group)) {
            (Some(part), _) if by_tlvs => {
                Joint { header: Cow::default(), sar: Some(Sar::of(part)) }
            }
            (None, Some(sar)) if by_tlvs => Joint { header: kept, sar: Some(sar) },
            (None, Some(sar)) => {
                Joint { header: Cow::Owned(with_element(&kept, sar, form)), sar: None }
            }
            (Some(_), _) | (None, None) => Joint { header: kept, sar: None },
        }
    }
}

/// Which part the header says it is, and whether it says nothing else.
fn look(header: &[u8]) -> (Option<Concatenation>, bool) {
    if header.is_empty() {
        return (None, true);
    }
    // What cannot be read stays as it is.
    let Ok((header, _)) = udh::read(header) else { return (None, false) };
    let is_alone = header.elements().all(|element| matches!(element, Element::Concatenation(_)));
    (header.summary().concatenation, is_alone)
}

fn sar_of(group: Option<&Group>) -> Option<Sar> {
    let &Group { kind, reference, total, sequence } = group?;
    match kind {
        GroupKind::Sar => Some(Sar { reference, total, sequence }),
        // The header says it.
        GroupKind::Udh8 | GroupKind::Udh16 => None,
    }
}

impl Sar {
    fn of(Concatenation { reference, total, sequence }: Concatenation) -> Sar {
        let reference = match reference {
            Reference::Eight(reference) => u16::from(reference),
            Reference::Sixteen(reference) => reference,
        };
        Sar { reference, total, sequence }
    }
}

/// The header with one element more (TS 23.040 s9.2.3.24.1 and s9.2.3.24.8). If its length octet has
/// no room for that the part is too long to be sent, and is refused for that.
fn with_element(header: &[u8], sar: Sar, form: LongMessages) -> Vec<u8> {
    let Sar { reference, total, sequence } = sar;
    let [high, low] = reference.to_be_bytes();
    let mut longer = if header.is_empty() { vec![0] } else { header.to_vec() };
    match form {
        LongMessages::Udh16 => {
            longer.extend([identifier::CONCATENATION_16, 4, high, low, total, sequence]);
        }
        LongMessages::Udh8 | LongMessages::Sar | LongMessages::Payload => {
            longer.extend([identifier::CONCATENATION_8, 3, low, total, sequence]);
        }
    }
    longer[0] = u8::try_from(longer.len() - 1).unwrap_or(u8::MAX);
    longer
}
