//! What the tests of the splitter share.

use message::text::capacity::Unit;
use message::text::data_coding::Mark;
use message::text::split::{Options, Split};
use message::text::udh::{Element, Header, Ports, Reference};
use std::num::NonZeroU8;

const NO_ELEMENTS: &Header = &Header::new();

pub(crate) const OPTIONS: Options<'_> = Options {
    languages: &[],
    reference: Reference::Eight(5),
    elements: NO_ELEMENTS,
    mark: Mark::None,
    parts_max: NonZeroU8::MAX,
};

/// WAP push: 05 04 0B84 23F0.
pub(crate) const WAP_PORTS: Element<'_> =
    Element::Ports(Ports::Sixteen { destination: 2948, originator: 9200 });

pub(crate) fn header_of(elements: &[Element<'_>]) -> Header {
    let mut header = Header::new();
    for element in elements {
        header.push(*element).expect("a header of a test fits");
    }
    header
}

/// Units in each part, headers not counted.
pub(crate) fn units(split: &Split) -> Vec<usize> {
    let octets_per_unit = match split.unit {
        Unit::Septet | Unit::Octet => 1,
        Unit::CodeUnit => 2,
    };
    split.parts.iter().map(|part| part.body().len() / octets_per_unit).collect()
}
