//! The user data header: what stands before the text when esm_class says so (TS 23.040 s9.2.3.24).
//!
//! UDHL (octets that follow in the header), then elements of identifier, length and data. Nothing
//! here refuses what it does not know: it is kept as it is and passed on.

mod element;
mod header;

pub use element::{Concatenation, Element, Ports, Reason, Reference, identifier};
pub use header::{Header, HeaderFull};

use super::gsm::Tables;

/// Why user data has no readable header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadHeader {
    /// A header is announced and there is not one octet.
    Missing,
    /// UDHL names more octets than follow it.
    HeaderOverrun {
        /// UDHL.
        length: u8,
        /// Octets that follow UDHL.
        held: usize,
    },
    /// An element runs past the end of the header.
    ElementOverrun {
        /// The element's identifier.
        identifier: u8,
        /// Its length octet.
        length: u8,
        /// Octets left in the header for its data.
        held: usize,
    },
    /// The last octet of the header is an identifier without a length.
    ElementWithoutLength {
        /// That identifier.
        identifier: u8,
    },
}

impl std::fmt::Display for BadHeader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BadHeader::Missing => f.write_str("the header is missing"),
            BadHeader::HeaderOverrun { length, held } => {
                write!(f, "the header says {length} octets follow, {held} do")
            }
            BadHeader::ElementOverrun { identifier, length, held } => {
                write!(f, "element {identifier:02X} says {length} octets follow, {held} do")
            }
            BadHeader::ElementWithoutLength { identifier } => {
                write!(f, "element {identifier:02X} has no length")
            }
        }
    }
}

impl std::error::Error for BadHeader {}

/// A header whose elements all lie inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Udh<'a> {
    /// Everything behind UDHL.
    elements: &'a [u8],
}

/// What a header says all in all: of each kind the last usable element counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Which part of which message this is.
    pub concatenation: Option<Concatenation>,
    /// The applications it is for.
    pub ports: Option<Ports>,
    /// The tables its 7-bit text is written in.
    pub tables: Tables,
}

/// Take the header off user data that begins with one: the header and what follows it.
pub fn read(user_data: &[u8]) -> Result<(Udh<'_>, &[u8]), BadHeader> {
    let (&length, rest) = user_data.split_first().ok_or(BadHeader::Missing)?;
    let (elements, body) = rest
        .split_at_checked(usize::from(length))
        .ok_or(BadHeader::HeaderOverrun { length, held: rest.len() })?;
    check(elements)?;
    Ok((Udh { elements }, body))
}

fn check(mut elements: &[u8]) -> Result<(), BadHeader> {
    while let [identifier, rest @ ..] = elements {
        let [length, rest @ ..] = rest else {
            return Err(BadHeader::ElementWithoutLength { identifier: *identifier });
        };
        elements = rest.get(usize::from(*length)..).ok_or(BadHeader::ElementOverrun {
            identifier: *identifier,
            length: *length,
            held: rest.len(),
        })?;
    }
    Ok(())
}

impl<'a> Udh<'a> {
    /// Octets of the header, UDHL included.
    pub fn octets(self) -> usize {
        1 + self.elements.len()
    }

    /// The elements in order, the ignored ones too.
    pub fn elements(self) -> impl Iterator<Item = Element<'a>> {
        let mut rest = self.elements;
        std::iter::from_fn(move || {
            let [identifier, length, tail @ ..] = rest else {
                return None;
            };
            let (data, after) = tail.split_at_checked(usize::from(*length))?;
            rest = after;
            Some(Element::read(*identifier, data))
        })
    }

    /// What counts in the end (TS 23.040 s9.2.3.24: the last of a kind).
    pub fn summary(self) -> Summary {
        let mut summary = Summary::default();
        for element in self.elements() {
            match element {
                Element::Concatenation(concatenation) => {
                    summary.concatenation = Some(concatenation)
                }
                Element::Ports(ports) => summary.ports = Some(ports),
                Element::SingleShift(language) => summary.tables.single = Some(language),
                Element::LockingShift(language) => summary.tables.locking = Some(language),
                Element::Other { .. } | Element::Ignored { .. } => {}
            }
        }
        summary
    }
}
