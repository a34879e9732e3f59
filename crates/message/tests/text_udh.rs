//! Reading and building headers.

use Reference::{Eight, Sixteen};
use message::text::gsm::{Language, Tables};
use message::text::udh::{
    BadHeader, Concatenation, Element, Header, HeaderFull, Ports, Reason, Reference, Summary, read,
};
use proptest::prelude::*;

const fn concatenation(reference: Reference, total: u8, sequence: u8) -> Element<'static> {
    Element::Concatenation(Concatenation { reference, total, sequence })
}

const fn ignored(identifier: u8, data: &[u8], reason: Reason) -> Element<'_> {
    Element::Ignored { identifier, data, reason }
}

const fn ports_8(destination: u8, originator: u8) -> Element<'static> {
    Element::Ports(Ports::Eight { destination, originator })
}

const fn ports_16(destination: u16, originator: u16) -> Element<'static> {
    Element::Ports(Ports::Sixteen { destination, originator })
}

const fn other(identifier: u8, data: &[u8]) -> Element<'_> {
    Element::Other { identifier, data }
}

#[rustfmt::skip]
const HEADERS: &[(&str, &[u8], &[Element<'_>])] = &[
    ("no element", b"\x00", &[]),
    ("concat 8", b"\x05\x00\x03\x05\x02\x01", &[concatenation(Eight(5), 2, 1)]),
    ("concat 16", b"\x06\x08\x04\x01\x02\xFF\xFF", &[concatenation(Sixteen(0x0102), 255, 255)]),
    ("ports 8", b"\x04\x04\x02\xF0\xF1", &[ports_8(0xF0, 0xF1)]),
    ("ports 16", b"\x06\x05\x04\x0B\x84\x23\xF0", &[ports_16(2948, 9200)]),
    ("single shift", b"\x03\x24\x01\x01", &[Element::SingleShift(Language::Turkish)]),
    ("locking shift", b"\x03\x25\x01\x0D", &[Element::LockingShift(Language::Urdu)]),
    ("unknown", b"\x04\x70\x02ab", &[other(0x70, b"ab")]),
    ("unknown and empty", b"\x02\x70\x00", &[other(0x70, b"")]),
    ("special indication", b"\x04\x01\x02\x00\x03", &[other(1, b"\x00\x03")]),
    (
        "several",
        b"\x0B\x70\x01a\x00\x03\x05\x02\x01\x24\x01\x02",
        &[other(0x70, b"a"), concatenation(Eight(5), 2, 1), Element::SingleShift(Language::Spanish)],
    ),
    ("total 0", b"\x05\x00\x03\x05\x00\x00", &[ignored(0, b"\x05\x00\x00", Reason::Sequence)]),
    ("sequence 0", b"\x05\x00\x03\x05\x02\x00", &[ignored(0, b"\x05\x02\x00", Reason::Sequence)]),
    ("above total", b"\x06\x08\x04\x00\x05\x02\x03", &[ignored(8, b"\x00\x05\x02\x03", Reason::Sequence)]),
    ("short concat", b"\x04\x00\x02\x05\x02", &[ignored(0, b"\x05\x02", Reason::Length)]),
    ("long concat", b"\x06\x00\x04\x05\x02\x01\x00", &[ignored(0, b"\x05\x02\x01\x00", Reason::Length)]),
    ("short ports", b"\x03\x05\x01\x0B", &[ignored(5, b"\x0B", Reason::Length)]),
    ("language 14", b"\x03\x24\x01\x0E", &[ignored(0x24, b"\x0E", Reason::Language)]),
    ("no language", b"\x02\x25\x00", &[ignored(0x25, b"", Reason::Length)]),
];

#[test]
fn elements_are_read_in_order() {
    for (name, octets, wanted) in HEADERS {
        let user_data = [octets, &b"text"[..]].concat();
        let (udh, body) = read(&user_data).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(udh.elements().collect::<Vec<_>>(), *wanted, "{name}");
        assert_eq!(udh.octets(), octets.len(), "{name}");
        assert_eq!(body, b"text", "{name}");
    }
}

#[test]
fn a_header_may_be_all_there_is() {
    let (udh, body) = read(b"\x03\x24\x01\x01").unwrap();
    assert_eq!((udh.octets(), body), (4, &b""[..]));
}

#[test]
fn malformed_headers_are_told() {
    for (name, user_data, error) in [
        ("nothing", &b""[..], BadHeader::Missing),
        (
            "longer than the data",
            b"\x05\x00\x03\x05\x02",
            BadHeader::HeaderOverrun { length: 5, held: 4 },
        ),
        ("as long as the data", b"\x01", BadHeader::HeaderOverrun { length: 1, held: 0 }),
        (
            "element runs into the text",
            b"\x04\x00\x03\x05\x02\x01text",
            BadHeader::ElementOverrun { identifier: 0, length: 3, held: 2 },
        ),
        (
            "second element runs past",
            b"\x05\x70\x00\x71\x02\x00",
            BadHeader::ElementOverrun { identifier: 0x71, length: 2, held: 1 },
        ),
        ("identifier alone", b"\x01\x00text", BadHeader::ElementWithoutLength { identifier: 0 }),
        (
            "identifier alone at the end",
            b"\x04\x70\x01a\x24text",
            BadHeader::ElementWithoutLength { identifier: 0x24 },
        ),
    ] {
        assert_eq!(read(user_data).map(|_| ()), Err(error), "{name}");
    }
}

#[test]
fn the_last_usable_element_of_a_kind_counts() {
    let part = |reference, total, sequence| Some(Concatenation { reference, total, sequence });
    let none = Summary::default();
    for (name, elements, wanted) in [
        ("nothing known", &b"\x70\x00"[..], none),
        (
            "same kind twice",
            b"\x00\x03\x01\x02\x01\x00\x03\x02\x03\x03",
            Summary { concatenation: part(Reference::Eight(2), 3, 3), ..none },
        ),
        (
            "both sizes, 16 last",
            b"\x00\x03\x01\x02\x01\x08\x04\x00\x01\x02\x02",
            Summary { concatenation: part(Reference::Sixteen(1), 2, 2), ..none },
        ),
        (
            "both sizes, 8 last",
            b"\x08\x04\x00\x01\x02\x02\x00\x03\x01\x02\x01",
            Summary { concatenation: part(Reference::Eight(1), 2, 1), ..none },
        ),
        (
            "a later one without meaning does not undo it",
            b"\x00\x03\x01\x02\x01\x00\x03\x02\x03\x04",
            Summary { concatenation: part(Reference::Eight(1), 2, 1), ..none },
        ),
        (
            "ports of both sizes",
            b"\x05\x04\x0B\x84\x23\xF0\x04\x02\xF0\xF1",
            Summary { ports: Some(Ports::Eight { destination: 0xF0, originator: 0xF1 }), ..none },
        ),
        (
            "tables: the reserved language is left out",
            b"\x24\x01\x01\x25\x01\x03\x24\x01\x02\x25\x01\x63",
            Summary {
                tables: Tables {
                    locking: Some(Language::Portuguese),
                    single: Some(Language::Spanish),
                },
                ..none
            },
        ),
    ] {
        let user_data = [&[elements.len() as u8], elements].concat();
        let (udh, _) = read(&user_data).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(udh.summary(), wanted, "{name}");
    }
}

#[test]
fn a_built_header_has_these_octets() {
    let mut header = Header::new();
    assert_eq!(header.octets(), b"");
    header.push(concatenation(Reference::Eight(5), 2, 1)).unwrap();
    assert_eq!(header.octets(), b"\x05\x00\x03\x05\x02\x01");
    header.push(Element::Ports(Ports::Sixteen { destination: 2948, originator: 9200 })).unwrap();
    header.push(Element::Other { identifier: 0x70, data: b"ab" }).unwrap();
    assert_eq!(header.octets(), b"\x0F\x00\x03\x05\x02\x01\x05\x04\x0B\x84\x23\xF0\x70\x02ab");

    let mut other = Header::new();
    other.append(&Header::new()).unwrap();
    assert_eq!(other.octets(), b"");
    other.push(concatenation(Reference::Sixteen(0x0102), 3, 2)).unwrap();
    other.append(&header).unwrap();
    assert_eq!(
        other.octets(),
        b"\x15\x08\x04\x01\x02\x03\x02\x00\x03\x05\x02\x01\x05\x04\x0B\x84\x23\xF0\x70\x02ab"
    );
}

#[test]
fn a_header_is_never_longer_than_a_part() {
    for (name, data, fits) in
        [("140 octets", 137, true), ("141 octets", 138, false), ("300", 300, false)]
    {
        let mut header = Header::new();
        let data = vec![0; data];
        let pushed = header.push(Element::Other { identifier: 0x70, data: &data });
        assert_eq!(pushed, if fits { Ok(()) } else { Err(HeaderFull) }, "{name}");
        assert_eq!(header.octets().len(), if fits { 140 } else { 0 }, "{name}");
        if fits {
            let more = header.push(Element::Other { identifier: 0x71, data: b"" });
            assert_eq!(more, Err(HeaderFull), "{name}");
            assert_eq!(header.octets().len(), 140, "{name}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    /// What can be read is whole, and writing its elements again gives the same octets.
    #[test]
    fn any_octets_can_be_read(
        octets in prop::collection::vec(prop_oneof![0u8..8, any::<u8>()], 0..40),
    ) {
        let Ok((udh, body)) = read(&octets) else { return Ok(()) };
        prop_assert_eq!(udh.octets() + body.len(), octets.len());
        let _ = udh.summary();
        let mut header = Header::new();
        for element in udh.elements() {
            header.push(element).unwrap();
        }
        if header.octets().is_empty() {
            prop_assert_eq!(octets[0], 0);
        } else {
            prop_assert_eq!(header.octets(), &octets[..udh.octets()]);
        }
    }
}
