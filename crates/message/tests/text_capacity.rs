//! The capacity table, built with real headers.

use message::text::capacity::{Unit, room};
use message::text::gsm::Language::Turkish;
use message::text::udh::{Concatenation, Element, Header, Ports, Reference};

const CONCAT_8: Element<'_> = Element::Concatenation(Concatenation {
    reference: Reference::Eight(0x11),
    total: 2,
    sequence: 1,
});
const CONCAT_16: Element<'_> = Element::Concatenation(Concatenation {
    reference: Reference::Sixteen(0x1122),
    total: 2,
    sequence: 1,
});
const PORTS_8: Element<'_> = Element::Ports(Ports::Eight { destination: 240, originator: 241 });
const PORTS_16: Element<'_> =
    Element::Ports(Ports::Sixteen { destination: 2948, originator: 9200 });
const SINGLE: Element<'_> = Element::SingleShift(Turkish);
const LOCKING: Element<'_> = Element::LockingShift(Turkish);

#[test]
fn every_header_leaves_the_room_of_the_standard() {
    // name, elements, octets, septets under the header, fill bits, 7-bit, 8-bit, UCS2
    let rows: [(&str, &[Element<'_>], [usize; 6]); 15] = [
        ("none", &[], [0, 0, 0, 160, 140, 70]),
        ("concat 8", &[CONCAT_8], [6, 7, 1, 153, 134, 67]),
        ("concat 16", &[CONCAT_16], [7, 8, 0, 152, 133, 66]),
        ("ports 8", &[PORTS_8], [5, 6, 2, 154, 135, 67]),
        ("ports 16", &[PORTS_16], [7, 8, 0, 152, 133, 66]),
        ("one language", &[SINGLE], [4, 5, 3, 155, 136, 68]),
        ("single + locking", &[SINGLE, LOCKING], [7, 8, 0, 152, 133, 66]),
        ("concat 8 + ports 8", &[CONCAT_8, PORTS_8], [10, 12, 4, 148, 130, 65]),
        ("concat 8 + ports 16", &[CONCAT_8, PORTS_16], [12, 14, 2, 146, 128, 64]),
        ("concat 16 + ports 16", &[CONCAT_16, PORTS_16], [13, 15, 1, 145, 127, 63]),
        ("concat 8 + one language", &[CONCAT_8, LOCKING], [9, 11, 5, 149, 131, 65]),
        ("concat 8 + both", &[CONCAT_8, SINGLE, LOCKING], [12, 14, 2, 146, 128, 64]),
        ("concat 16 + one language", &[CONCAT_16, SINGLE], [10, 12, 4, 148, 130, 65]),
        ("concat 16 + both", &[CONCAT_16, SINGLE, LOCKING], [13, 15, 1, 145, 127, 63]),
        (
            "concat 8 + ports 16 + both",
            &[CONCAT_8, PORTS_16, SINGLE, LOCKING],
            [18, 21, 3, 139, 122, 61],
        ),
    ];
    for (name, elements, [octets, header_septets, fill, septets, eight, code_units]) in rows {
        let mut header = Header::new();
        for element in elements {
            header.push(*element).unwrap();
        }
        assert_eq!(header.octets().len(), octets, "{name}");
        let room = room(octets);
        assert_eq!(room.header_septets, header_septets, "{name}");
        assert_eq!(room.fill_bits, fill, "{name}");
        assert_eq!(room.of(Unit::Septet), septets, "{name}");
        assert_eq!(room.of(Unit::Octet), eight, "{name}");
        assert_eq!(room.of(Unit::CodeUnit), code_units, "{name}");
    }
}

#[test]
fn a_header_as_long_as_the_part_leaves_nothing() {
    for (header_octets, septets, octets, code_units) in
        [(138, 2, 2, 1), (139, 1, 1, 0), (140, 0, 0, 0), (141, 0, 0, 0), (10_000, 0, 0, 0)]
    {
        let room = room(header_octets);
        let found = (room.septets, room.octets, room.code_units);
        assert_eq!(found, (septets, octets, code_units), "{header_octets} octets of header");
    }
}

/// Header, fill bits and septets always make up at most the 140 octets of a part.
#[test]
fn what_is_left_always_fits() {
    for header_octets in 0..=140 {
        let room = room(header_octets);
        assert!(room.fill_bits < 7);
        let bits = 8 * header_octets + room.fill_bits + 7 * room.septets;
        assert!(bits <= 8 * 140, "{header_octets} octets of header: {bits} bits");
        assert!(bits + 7 > 8 * 140, "{header_octets} octets of header: room for a septet more");
    }
}
