use super::{Options, SplitError};
use crate::text::capacity::{self, Unit};
use crate::text::gsm::Tables;
use crate::text::udh::{self, Concatenation, Element, Header, HeaderFull, identifier};

/// One part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    user_data: Vec<u8>,
    header_octets: usize,
}

impl Part {
    /// Header and content, as they stand in short_message.
    pub fn user_data(&self) -> &[u8] {
        &self.user_data
    }

    /// The header, UDHL first; empty: none, and then esm_class must not announce one.
    pub fn header(&self) -> &[u8] {
        &self.user_data[..self.header_octets]
    }

    /// The content behind the header.
    pub fn body(&self) -> &[u8] {
        &self.user_data[self.header_octets..]
    }
}

/// What all parts of a message have in common.
pub(super) struct Layout<'a> {
    pub(super) tables: Tables,
    pub(super) options: &'a Options<'a>,
    pub(super) total: u8,
}

impl Layout<'_> {
    /// Part `sequence`; `write` appends its content.
    pub(super) fn part(
        &self,
        sequence: u8,
        write: impl FnOnce(&mut Vec<u8>),
    ) -> Result<Part, SplitError> {
        let header = self.header(sequence).map_err(|HeaderFull| SplitError::NoRoom)?;
        let header_octets = header.octets().len();
        let mut user_data = Vec::with_capacity(capacity::SEPTETS);
        user_data.extend_from_slice(header.octets());
        write(&mut user_data);
        Ok(Part { user_data, header_octets })
    }

    /// The concatenation if there are more parts, then the tables, then what the options bring.
    fn header(&self, sequence: u8) -> Result<Header, HeaderFull> {
        let mut header = Header::new();
        if self.total > 1 {
            let (reference, total) = (self.options.reference, self.total);
            header.push(Element::Concatenation(Concatenation { reference, total, sequence }))?;
        }
        if let Some(language) = self.tables.single {
            header.push(Element::SingleShift(language))?;
        }
        if let Some(language) = self.tables.locking {
            header.push(Element::LockingShift(language))?;
        }
        header.append(self.options.elements)?;
        Ok(header)
    }
}

/// Units that fit in a part.
pub(super) struct Rooms {
    /// In the only one.
    pub(super) alone: usize,
    /// In one of several; 0 too where the concatenation element finds no room.
    pub(super) among_many: usize,
}

impl Rooms {
    /// `None`: the header alone is too long.
    pub(super) fn of(tables: Tables, unit: Unit, options: &Options<'_>) -> Option<Self> {
        let units = |total| {
            let header = Layout { tables, options, total }.header(1).ok()?;
            Some(capacity::room(header.octets().len()).of(unit))
        };
        Some(Self { alone: units(1)?, among_many: units(2).unwrap_or(0) })
    }
}

/// What the splitter writes itself would clash with a second one of its kind.
pub(super) fn check_elements(options: &Options<'_>) -> Result<(), SplitError> {
    const RESERVED: [u8; 4] = [
        identifier::CONCATENATION_8,
        identifier::CONCATENATION_16,
        identifier::SINGLE_SHIFT,
        identifier::LOCKING_SHIFT,
    ];
    let Ok((elements, _)) = udh::read(options.elements.octets()) else {
        return Ok(()); // no octets, no elements
    };
    match elements.elements().map(Element::identifier).find(|one| RESERVED.contains(one)) {
        Some(identifier) => Err(SplitError::ReservedElement { identifier }),
        None => Ok(()),
    }
}
