//! The splitter: capacities, cuts and the choice of tables.

mod text_support;

use Language::{Hindi, Spanish, Turkish};
use message::text::capacity::Unit;
use message::text::data_coding::{Class, Mark, Waiting, WaitingKind};
use message::text::gsm::{Language, Tables};
use message::text::split::{self, Coding, Count, Options, SplitError};
use message::text::udh::{Concatenation, Element, Reference};
use std::num::NonZeroU8;
use text_support::{OPTIONS, WAP_PORTS, header_of, units};

const SIXTEEN: Options<'_> = Options { reference: Reference::Sixteen(0x0102), ..OPTIONS };

/// A text as pieces, each with the number of its repetitions.
type Pieces = &'static [(&'static str, usize)];

fn text_of(pieces: Pieces) -> String {
    pieces.iter().map(|(piece, times)| piece.repeat(*times)).collect()
}

#[rustfmt::skip]
const SEVEN_BIT: &[(&str, Pieces, &Options<'_>, &[usize])] = &[
    ("empty", &[], &OPTIONS, &[0]),
    ("160 letters", &[("a", 160)], &OPTIONS, &[160]),
    ("161 letters", &[("a", 161)], &OPTIONS, &[153, 8]),
    ("306 letters", &[("a", 306)], &OPTIONS, &[153, 153]),
    ("307 letters", &[("a", 307)], &OPTIONS, &[153, 153, 1]),
    ("161 letters, 16-bit reference", &[("a", 161)], &SIXTEEN, &[152, 9]),
    ("the most letters", &[("a", 39_015)], &OPTIONS, &[153; 255]),
    ("80 euro signs", &[("€", 80)], &OPTIONS, &[160]),
    ("81 euro signs", &[("€", 81)], &OPTIONS, &[152, 10]),
    // 306 septets: dividing by 153 says 2.
    ("153 euro signs", &[("€", 153)], &OPTIONS, &[152, 152, 2]),
    ("159 letters and an escape", &[("a", 159), ("€", 1)], &OPTIONS, &[153, 8]),
    ("escape in the last septet", &[("a", 152), ("€", 1), ("b", 8)], &OPTIONS, &[152, 10]),
    ("escape that still fits", &[("a", 151), ("€", 1), ("b", 8)], &OPTIONS, &[153, 8]),
];

#[rustfmt::skip]
const UCS2: &[(&str, Pieces, &Options<'_>, &[usize])] = &[
    ("70 outside GSM", &[("я", 70)], &OPTIONS, &[70]),
    ("71 outside GSM", &[("я", 71)], &OPTIONS, &[67, 4]),
    ("134 outside GSM", &[("я", 134)], &OPTIONS, &[67, 67]),
    ("71, 16-bit reference", &[("я", 71)], &SIXTEEN, &[66, 5]),
    ("the most", &[("я", 17_085)], &OPTIONS, &[67; 255]),
    ("35 emoji", &[("🙂", 35)], &OPTIONS, &[70]),
    ("36 emoji", &[("🙂", 36)], &OPTIONS, &[66, 6]),
    ("67 emoji", &[("🙂", 67)], &OPTIONS, &[66, 66, 2]),
    ("pair in the last unit", &[("я", 66), ("🙂", 1), ("я", 3)], &OPTIONS, &[66, 5]),
    ("one letter makes all of it UCS2", &[("a", 70), ("я", 1)], &OPTIONS, &[67, 4]),
];

/// A flag is two characters of two units each; a letter with an accent is two of one unit.
#[rustfmt::skip]
const CLUSTERS: &[(&str, Pieces, &Options<'_>, &[usize])] = &[
    ("flags stay whole", &[("🇩🇪", 20)], &OPTIONS, &[64, 16]),
    ("whole letters would take 66 + 66 + 2", &[("e\u{301}", 67)], &OPTIONS, &[67, 67]),
    ("a unit to spare: only the last cut divides a letter", &[("e\u{301}", 100)], &OPTIONS, &[66, 67, 67]),
    ("longer than a part", &[("e", 1), ("\u{301}", 99)], &OPTIONS, &[67, 33]),
];

#[test]
fn texts_take_these_parts() {
    let seven_bit = SEVEN_BIT.iter().map(|row| (Unit::Septet, row));
    let ucs2 = UCS2.iter().chain(CLUSTERS).map(|row| (Unit::CodeUnit, row));
    for (unit, (name, pieces, options, wanted)) in seven_bit.chain(ucs2) {
        let split = split::text(&text_of(pieces), options);
        let split = split.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(split.unit, unit, "{name}");
        assert_eq!(units(&split), *wanted, "{name}");
    }
}

#[test]
fn a_line_end_stays_whole() {
    let text = text_of(&[("a", 152), ("\r\n", 1), ("b", 10)]);
    assert_eq!(units(&split::text(&text, &OPTIONS).unwrap()), [152, 12]);
}

#[test]
fn binary_takes_these_parts() {
    let ports = header_of(&[WAP_PORTS]);
    let with_ports = Options { elements: &ports, ..OPTIONS };
    for (name, octets, options, wanted) in [
        ("empty", 0, &OPTIONS, &[0][..]),
        ("140 octets", 140, &OPTIONS, &[140]),
        ("141 octets", 141, &OPTIONS, &[134, 7]),
        ("268 octets", 268, &OPTIONS, &[134, 134]),
        ("ports, one part", 133, &with_ports, &[133]),
        ("ports, two parts", 134, &with_ports, &[128, 6]),
        ("the most", 34_170, &OPTIONS, &[134; 255]),
    ] {
        let content: Vec<u8> = (0..octets).map(|index| (index % 251) as u8).collect();
        let split = split::binary(&content, options).unwrap();
        assert_eq!((split.unit, split.data_coding), (Unit::Octet, 0x04), "{name}");
        assert_eq!(units(&split), wanted, "{name}");
    }
}

#[test]
fn parts_look_like_this_on_the_wire() {
    let split = split::text(&text_of(&[("a", 153), ("LG @€....", 1)]), &OPTIONS).unwrap();
    assert_eq!(split.data_coding, 0x00);
    assert_eq!(split.parts[0].header(), b"\x05\x00\x03\x05\x02\x01");
    assert_eq!(split.parts[0].user_data().len(), 159);
    assert_eq!(split.parts[1].user_data(), b"\x05\x00\x03\x05\x02\x02LG \x00\x1B\x65....");

    let alone = split::text("Hi @ 5 €", &OPTIONS).unwrap();
    assert_eq!(alone.parts[0].header(), b"");
    assert_eq!(alone.parts[0].user_data(), b"Hi \x00 5 \x1B\x65");

    let split = split::text(&text_of(&[("я", 66), ("Я", 3), ("🙂", 1)]), &SIXTEEN).unwrap();
    assert_eq!(split.data_coding, 0x08);
    assert_eq!(
        split.parts[1].user_data(),
        b"\x06\x08\x04\x01\x02\x02\x02\x04\x2F\x04\x2F\x04\x2F\xD8\x3D\xDE\x42"
    );
}

#[test]
fn tables_and_other_elements_stand_behind_the_concatenation() {
    let ports = header_of(&[WAP_PORTS]);
    let options = Options { elements: &ports, languages: &[Turkish], ..OPTIONS };
    let alone = split::text("ş", &options).unwrap();
    assert_eq!(alone.parts[0].user_data(), b"\x09\x24\x01\x01\x05\x04\x0B\x84\x23\xF0\x1B\x73");

    let split = split::text(&"ğ".repeat(149), &options).unwrap();
    assert_eq!(units(&split), [142, 7]);
    assert_eq!(
        split.parts[1].header(),
        b"\x0E\x00\x03\x05\x02\x02\x25\x01\x01\x05\x04\x0B\x84\x23\xF0"
    );
    assert_eq!(split.parts[1].body(), [0x0C; 7]);

    // 133 octets fit beside the ports alone, 128 beside a concatenation.
    let split = split::binary(&[7; 134], &options).unwrap();
    assert_eq!(
        split.parts[1].user_data(),
        b"\x0B\x00\x03\x05\x02\x02\x05\x04\x0B\x84\x23\xF0\x07\x07\x07\x07\x07\x07"
    );
}

#[test]
fn marks_become_data_codings() {
    let flash = Mark::Class(Class::Display);
    let waiting = Waiting { store: true, active: true, kind: WaitingKind::Voicemail };
    for (name, mark, seven_bit, ucs2, binary) in [
        ("none", Mark::None, 0x00, 0x08, 0x04),
        ("flash", flash, 0xF0, 0x18, 0xF4),
        ("voicemail", Mark::Waiting(waiting), 0xD8, 0xE8, 0x04),
    ] {
        let options = Options { mark, ..OPTIONS };
        assert_eq!(split::text("a", &options).unwrap().data_coding, seven_bit, "{name}");
        assert_eq!(split::text("я", &options).unwrap().data_coding, ucs2, "{name}");
        assert_eq!(split::binary(b"a", &options).unwrap().data_coding, binary, "{name}");
    }
}

const fn seven_bit(locking: Option<Language>, single: Option<Language>) -> Coding {
    Coding::Gsm7(Tables { locking, single })
}

const PLAIN: Coding = seven_bit(None, None);
const SINGLE: Coding = seven_bit(None, Some(Turkish));
const LOCKING: Coding = seven_bit(Some(Turkish), None);
const BOTH: Coding = seven_bit(Some(Hindi), Some(Hindi));
const SPANISH: Coding = seven_bit(None, Some(Spanish));

#[rustfmt::skip]
const CHOICES: &[(&str, Pieces, &[Language], Coding, usize)] = &[
    ("plain letters", &[("a", 160)], &[Turkish], PLAIN, 1),
    ("no language allowed", &[("ş", 1)], &[], Coding::Ucs2, 1),
    ("another language allowed", &[("ş", 1)], &[Spanish], Coding::Ucs2, 1),
    ("single before UCS2 when equal", &[("ş", 1)], &[Turkish], SINGLE, 1),
    ("single before locking when equal", &[("ş", 77)], &[Turkish], SINGLE, 1),
    ("locking where single takes more", &[("ş", 78)], &[Turkish], LOCKING, 1),
    ("the limit of locking", &[("ş", 155)], &[Turkish], LOCKING, 1),
    ("above it", &[("ş", 156)], &[Turkish], LOCKING, 2),
    ("locking beats the default alphabet", &[("€", 81)], &[Turkish], LOCKING, 1),
    ("default where locking saves no part", &[("€", 81), ("a", 100)], &[Turkish], PLAIN, 2),
    ("both", &[("क", 100), ("A", 1)], &[Hindi], BOTH, 1),
    ("the limit of both", &[("क", 150), ("A", 1)], &[Hindi], BOTH, 1),
    ("above it", &[("क", 151), ("A", 1)], &[Hindi], BOTH, 2),
    ("the language that has the letter", &[("á", 1)], &[Turkish, Spanish], SPANISH, 1),
    ("the first of two that have it", &[("ç", 1)], &[Spanish, Turkish], SPANISH, 1),
    ("the same in the other order", &[("ç", 1)], &[Turkish, Spanish], SINGLE, 1),
];

#[test]
fn the_tables_with_the_fewest_parts_are_chosen_the_plainest_among_equals() {
    for (name, pieces, languages, coding, parts) in CHOICES {
        let options = Options { languages, ..OPTIONS };
        let text = text_of(pieces);
        let count = split::count(&text, &options).unwrap();
        assert_eq!((count.coding, count.parts), (*coding, *parts), "{name}");
        assert_eq!(split::text(&text, &options).unwrap().parts.len(), *parts, "{name}");
    }
}

#[test]
fn ucs2_is_chosen_where_tables_take_more_parts() {
    // 121 octets of header leave 9 code units, but 14 septets where both tables have to be named
    // too.
    let long = header_of(&[Element::Other { identifier: 0x70, data: &[0; 118] }]);
    let options = Options { languages: &[Hindi], elements: &long, ..OPTIONS };
    let text = text_of(&[("क", 1), ("A", 8)]);
    let count = split::count(&text, &options).unwrap();
    assert_eq!((count.coding, count.parts, count.left), (Coding::Ucs2, 1, 0));
}

#[rustfmt::skip]
const COUNTS: &[(&str, Pieces, Count)] = &[
    ("empty", &[], Count { characters: 0, coding: PLAIN, units: 0, parts: 1, left: 160 }),
    ("euro", &[("Ar 5 €", 1)], Count { characters: 6, coding: PLAIN, units: 7, parts: 1, left: 153 }),
    ("two parts", &[("a", 161)], Count { characters: 161, coding: PLAIN, units: 161, parts: 2, left: 145 }),
    ("153 euro signs", &[("€", 153)], Count { characters: 153, coding: PLAIN, units: 306, parts: 3, left: 151 }),
    ("accent", &[("Ár 5 €", 1)], Count { characters: 6, coding: Coding::Ucs2, units: 6, parts: 1, left: 64 }),
    ("flags", &[("🇩🇪", 20)], Count { characters: 40, coding: Coding::Ucs2, units: 80, parts: 2, left: 51 }),
];

#[test]
fn a_count_tells_what_a_split_would_be() {
    for (name, pieces, wanted) in COUNTS {
        assert_eq!(split::count(&text_of(pieces), &OPTIONS), Ok(*wanted), "{name}");
    }
}

#[test]
fn what_does_not_fit_is_an_error_with_the_number_needed() {
    let three = Options { parts_max: NonZeroU8::new(3).unwrap(), ..OPTIONS };
    let too_many = |needed, allowed| SplitError::TooManyParts { needed, allowed };
    for (name, text, options, error) in [
        ("460 of 459 septets", "a".repeat(460), &three, too_many(4, 3)),
        ("202 of 201 code units", "я".repeat(202), &three, too_many(4, 3)),
        ("more than a header can number", "a".repeat(39_016), &OPTIONS, too_many(256, 255)),
        ("far more", "🙂".repeat(100_000), &OPTIONS, too_many(3031, 255)),
    ] {
        assert_eq!(split::text(&text, options), Err(error), "{name}");
        assert_eq!(split::count(&text, options), Err(error), "{name}");
    }
    assert_eq!(split::text(&"a".repeat(459), &three).map(|split| split.parts.len()), Ok(3));
    assert_eq!(split::binary(&[0; 403], &three), Err(too_many(4, 3)));
    assert_eq!(split::binary(&[0; 34_171], &OPTIONS), Err(too_many(256, 255)));
}

#[test]
fn elements_that_leave_no_room_are_an_error() {
    for (name, data, alone, among_many) in [
        ("room for a concatenation too", 130, Ok(()), Ok(())),
        ("room for one octet", 136, Ok(()), Err(SplitError::NoRoom)),
        ("no room at all", 137, Err(SplitError::NoRoom), Err(SplitError::NoRoom)),
    ] {
        let elements = header_of(&[Element::Other { identifier: 0x70, data: &vec![0; data] }]);
        let options = Options { elements: &elements, ..OPTIONS };
        let long = "a".repeat(20);
        assert_eq!(split::text("a", &options).map(drop), alone, "{name}");
        assert_eq!(split::binary(b"a", &options).map(drop), alone, "{name}");
        assert_eq!(split::text(&long, &options).map(drop), among_many, "{name}");
        assert_eq!(split::binary(long.as_bytes(), &options).map(drop), among_many, "{name}");
    }
}

#[test]
fn a_character_that_fits_in_no_part_is_an_error() {
    // 138 octets of header with the concatenation: 2 septets, or 1 code unit, in each part.
    let elements = header_of(&[Element::Other { identifier: 0x70, data: &[0; 130] }]);
    let options = Options { elements: &elements, ..OPTIONS };
    let parts = |text: &str| split::text(text, &options).map(|split| units(&split));
    assert_eq!(parts("€€€€a"), Ok(vec![2, 2, 2, 2, 1]));
    assert_eq!(parts("🙂я"), Ok(vec![3]));
    assert_eq!(parts("🙂🙂"), Err(SplitError::NoRoom));
}

#[test]
fn elements_of_the_splitter_itself_are_refused() {
    let part = |reference| Concatenation { reference, total: 2, sequence: 1 };
    for (element, identifier) in [
        (Element::Concatenation(part(Reference::Eight(1))), 0x00),
        (Element::Concatenation(part(Reference::Sixteen(1))), 0x08),
        (Element::SingleShift(Turkish), 0x24),
        (Element::LockingShift(Turkish), 0x25),
        (Element::Other { identifier: 0x00, data: b"" }, 0x00),
    ] {
        let elements = header_of(&[Element::Other { identifier: 0x70, data: b"" }, element]);
        let options = Options { elements: &elements, ..OPTIONS };
        let error = SplitError::ReservedElement { identifier };
        assert_eq!(split::text("a", &options), Err(error));
        assert_eq!(split::count("a", &options), Err(error));
        assert_eq!(split::binary(b"a", &options), Err(error));
    }
}
