use crate::text::gsm::Language;

/// Identifiers of the elements that have a word of their own here (TS 23.040 s9.2.3.24).
#[allow(missing_docs)]
pub mod identifier {
    pub const CONCATENATION_8: u8 = 0x00;
    pub const PORTS_8: u8 = 0x04;
    pub const PORTS_16: u8 = 0x05;
    pub const CONCATENATION_16: u8 = 0x08;
    pub const SINGLE_SHIFT: u8 = 0x24;
    pub const LOCKING_SHIFT: u8 = 0x25;
}

/// One information element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element<'a> {
    /// 00 or 08: this is part of a longer message.
    Concatenation(Concatenation),
    /// 04 or 05: for an application.
    Ports(Ports),
    /// 24: the table behind an escape.
    SingleShift(Language),
    /// 25: the table without escape.
    LockingShift(Language),
    /// Any other identifier.
    Other {
        /// The identifier.
        identifier: u8,
        /// Its data, at most 255 octets.
        data: &'a [u8],
    },
    /// One of the above that a receiver has to leave out of account.
    Ignored {
        /// The identifier.
        identifier: u8,
        /// Its data.
        data: &'a [u8],
        /// What is wrong with it.
        reason: Reason,
    },
}

/// Why an element does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Not the length that its identifier has.
    Length,
    /// Total 0, sequence 0, or sequence above total.
    Sequence,
    /// A reserved language identifier.
    Language,
}

/// Part `sequence` of `total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Concatenation {
    /// The same in all parts of a message.
    pub reference: Reference,
    /// 1 to 255.
    pub total: u8,
    /// 1 to `total`.
    pub sequence: u8,
}

/// The reference of a long message. The two sizes are different references, even where the number
/// is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reference {
    /// One octet: identifier 00.
    Eight(u8),
    /// Two octets: identifier 08.
    Sixteen(u16),
}

/// Application port numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Ports {
    /// One octet each: identifier 04.
    Eight { destination: u8, originator: u8 },
    /// Two octets each: identifier 05.
    Sixteen { destination: u16, originator: u16 },
}

impl<'a> Element<'a> {
    pub(super) fn read(identifier: u8, data: &'a [u8]) -> Self {
        let known = match identifier {
            identifier::CONCATENATION_8 => concatenation_8(data),
            identifier::CONCATENATION_16 => concatenation_16(data),
            identifier::PORTS_8 => ports_8(data),
            identifier::PORTS_16 => ports_16(data),
            identifier::SINGLE_SHIFT => language(data).map(Element::SingleShift),
            identifier::LOCKING_SHIFT => language(data).map(Element::LockingShift),
            _ => Ok(Element::Other { identifier, data }),
        };
        known.unwrap_or_else(|reason| Element::Ignored { identifier, data, reason })
    }

    /// The octet that names it in a header.
    pub fn identifier(self) -> u8 {
        match self {
            Element::Concatenation(part) => match part.reference {
                Reference::Eight(_) => identifier::CONCATENATION_8,
                Reference::Sixteen(_) => identifier::CONCATENATION_16,
            },
            Element::Ports(Ports::Eight { .. }) => identifier::PORTS_8,
            Element::Ports(Ports::Sixteen { .. }) => identifier::PORTS_16,
            Element::SingleShift(_) => identifier::SINGLE_SHIFT,
            Element::LockingShift(_) => identifier::LOCKING_SHIFT,
            Element::Other { identifier, .. } | Element::Ignored { identifier, .. } => identifier,
        }
    }
}

fn concatenation_8<'a>(data: &[u8]) -> Result<Element<'a>, Reason> {
    let &[reference, total, sequence] = data else {
        return Err(Reason::Length);
    };
    concatenation(Reference::Eight(reference), total, sequence)
}

fn concatenation_16<'a>(data: &[u8]) -> Result<Element<'a>, Reason> {
    let &[high, low, total, sequence] = data else {
        return Err(Reason::Length);
    };
    concatenation(Reference::Sixteen(u16::from_be_bytes([high, low])), total, sequence)
}

fn concatenation<'a>(reference: Reference, total: u8, sequence: u8) -> Result<Element<'a>, Reason> {
    if sequence == 0 || sequence > total {
        return Err(Reason::Sequence);
    }
    Ok(Element::Concatenation(Concatenation { reference, total, sequence }))
}

fn ports_8<'a>(data: &[u8]) -> Result<Element<'a>, Reason> {
    let &[destination, originator] = data else {
        return Err(Reason::Length);
    };
    Ok(Element::Ports(Ports::Eight { destination, originator }))
}

fn ports_16<'a>(data: &[u8]) -> Result<Element<'a>, Reason> {
    let &[d_high, d_low, o_high, o_low] = data else {
        return Err(Reason::Length);
    };
    Ok(Element::Ports(Ports::Sixteen {
        destination: u16::from_be_bytes([d_high, d_low]),
        originator: u16::from_be_bytes([o_high, o_low]),
    }))
}

fn language(data: &[u8]) -> Result<Language, Reason> {
    let &[identifier] = data else {
        return Err(Reason::Length);
    };
    Language::from_identifier(identifier).ok_or(Reason::Language)
}
