use super::element::{Element, Ports, Reference, identifier};
use arrayvec::ArrayVec;

/// Octets in the user data of one part: a header cannot be longer.
const OCTETS_MAX: usize = 140;

/// A header that is being built.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// UDHL first; empty while there is no element.
    octets: ArrayVec<u8, OCTETS_MAX>,
}

/// No room for another element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeaderFull;

impl std::fmt::Display for HeaderFull {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the header has no room for another element")
    }
}

impl std::error::Error for HeaderFull {}

impl Header {
    /// A header without elements, which takes no octets at all.
    pub const fn new() -> Self {
        Self { octets: ArrayVec::new_const() }
    }

    /// The octets as they stand before the text; none if there are no elements.
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// Add the elements of another header at the end, unchanged.
    pub fn append(&mut self, other: &Header) -> Result<(), HeaderFull> {
        let [_, elements @ ..] = other.octets() else {
            return Ok(());
        };
        self.write(&[elements])
    }

    /// Add an element at the end. An ignored or unknown one is written as it was read.
    pub fn push(&mut self, element: Element<'_>) -> Result<(), HeaderFull> {
        match element {
            Element::Concatenation(part) => match part.reference {
                Reference::Eight(reference) => self
                    .element(identifier::CONCATENATION_8, &[reference, part.total, part.sequence]),
                Reference::Sixteen(reference) => {
                    let [high, low] = reference.to_be_bytes();
                    self.element(
                        identifier::CONCATENATION_16,
                        &[high, low, part.total, part.sequence],
                    )
                }
            },
            Element::Ports(Ports::Eight { destination, originator }) => {
                self.element(identifier::PORTS_8, &[destination, originator])
            }
            Element::Ports(Ports::Sixteen { destination, originator }) => {
                let [d_high, d_low] = destination.to_be_bytes();
                let [o_high, o_low] = originator.to_be_bytes();
                self.element(identifier::PORTS_16, &[d_high, d_low, o_high, o_low])
            }
            Element::SingleShift(language) => {
                self.element(identifier::SINGLE_SHIFT, &[language.identifier()])
            }
            Element::LockingShift(language) => {
                self.element(identifier::LOCKING_SHIFT, &[language.identifier()])
            }
            Element::Other { identifier, data } | Element::Ignored { identifier, data, .. } => {
                self.element(identifier, data)
            }
        }
    }

    fn element(&mut self, identifier: u8, data: &[u8]) -> Result<(), HeaderFull> {
        let length = u8::try_from(data.len()).map_err(|_| HeaderFull)?;
        self.write(&[&[identifier, length], data])
    }

    fn write(&mut self, elements: &[&[u8]]) -> Result<(), HeaderFull> {
        let length_octet = usize::from(self.octets.is_empty());
        let added = elements.iter().map(|octets| octets.len()).sum::<usize>();
        if self.octets.remaining_capacity() < length_octet + added {
            return Err(HeaderFull);
        }
        if self.octets.is_empty() {
            self.octets.push(0);
        }
        self.octets.extend(elements.iter().flat_map(|octets| octets.iter().copied()));
        self.octets[0] = (self.octets.len() - 1) as u8;
        Ok(())
    }
}
