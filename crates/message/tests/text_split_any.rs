//! The splitter on texts and octets of every kind.

mod text_support;

use message::text::alphabet::Alphabet;
use message::text::capacity::{Unit, room};
use message::text::gsm::{Language, Tables};
use message::text::split::{self, Options, Split, SplitError};
use message::text::udh::{self, Concatenation, Element, Header, Reference};
use proptest::prelude::*;
use text_support::{OPTIONS, WAP_PORTS, header_of, units};

/// Read the parts as a phone does: tables from each header, contents joined by sequence.
fn join(split: &Split, reference: Reference) -> String {
    let total = split.parts.len();
    let mut octets = Vec::new();
    let mut tables = Tables::DEFAULT;
    for (sequence, part) in (1..).zip(&split.parts) {
        let summary = match part.header() {
            [] => udh::Summary::default(),
            _ => {
                let (udh, body) = udh::read(part.user_data()).expect("a header");
                assert_eq!((udh.octets(), body), (part.header().len(), part.body()));
                udh.summary()
            }
        };
        let wanted = Concatenation { reference, total: total as u8, sequence };
        assert_eq!(summary.concatenation, (total > 1).then_some(wanted));
        tables = summary.tables;
        octets.extend_from_slice(part.body());
    }
    let alphabet = if split.unit == Unit::Septet { Alphabet::Gsm7(tables) } else { Alphabet::Ucs2 };
    let decoded = alphabet.decode(&octets);
    assert_eq!((decoded.meaningless, decoded.odd_octet), (0, false));
    decoded.text
}

/// Texts of every kind: plain, full of escapes, of a national language, of emoji and accents, and
/// anything at all.
fn texts() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        6 => "[ -~]",
        3 => "[a-zéàÄ€{}\\[\\]|^]",
        2 => "[şğıİçŞĞ€a-z]",
        2 => "[अ-हA-Za-z0-9,।]",
        1 => "(🙂|👩‍👩‍👧|🇩🇪|e\u{301}|\r\n|é)",
        1 => any::<char>().prop_map(String::from),
    ];
    let one_kind = prop_oneof![
        Just("[ -~]"),
        Just("[a-z€]"),
        Just("[şğıİç a-z]"),
        Just("[अ-हA-Z]"),
        Just("(🙂|🇩🇪|ä\u{308})"),
    ];
    let uniform = (one_kind, 0..400usize).prop_flat_map(|(kind, length)| {
        let letter = proptest::string::string_regex(kind).expect("a pattern");
        prop::collection::vec(letter, length).prop_map(|letters| letters.concat())
    });
    let mixed = prop::collection::vec(letter, 0..400).prop_map(|letters| letters.concat());
    prop_oneof![3 => uniform, 2 => mixed, 1 => any::<String>()]
}

fn headers() -> impl Strategy<Value = Header> {
    prop_oneof![
        3 => Just(Header::new()),
        1 => Just(header_of(&[WAP_PORTS])),
        1 => (0..100usize).prop_map(|data| {
            header_of(&[Element::Other { identifier: 0x71, data: &vec![7; data] }])
        }),
    ]
}

fn references() -> impl Strategy<Value = Reference> {
    prop_oneof![any::<u8>().prop_map(Reference::Eight), any::<u16>().prop_map(Reference::Sixteen)]
}

/// Parts in UCS2, counted apart from the splitter.
fn ucs2_parts(text: &str, reference: Reference) -> usize {
    if text.encode_utf16().count() <= 70 {
        return 1;
    }
    let room = if matches!(reference, Reference::Eight(_)) { 67 } else { 66 };
    let (mut parts, mut used) = (1, 0);
    for letter in text.chars() {
        used += letter.len_utf16();
        if used > room {
            parts += 1;
            used = letter.len_utf16();
        }
    }
    parts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn any_text_comes_back_and_no_part_is_over_its_capacity(
        text in texts(),
        languages in prop::sample::subsequence(Language::ALL.to_vec(), 0..4),
        elements in headers(),
        reference in references(),
    ) {
        let options = Options { languages: &languages, elements: &elements, reference, ..OPTIONS };
        let split = match split::text(&text, &options) {
            Ok(split) => split,
            Err(SplitError::TooManyParts { needed, allowed: 255 }) => {
                prop_assert!(needed > 255);
                return Ok(());
            }
            Err(error) => return Err(TestCaseError::fail(format!("{error:?}"))),
        };
        prop_assert_eq!(join(&split, reference), text.as_str());
        for (used, part) in units(&split).into_iter().zip(&split.parts) {
            prop_assert!(used <= room(part.header().len()).of(split.unit));
            prop_assert!(used > 0 || text.is_empty());
        }
        let count = split::count(&text, &options).unwrap();
        prop_assert_eq!(count.parts, split.parts.len());
        prop_assert_eq!(count.units, units(&split).iter().sum::<usize>());
        let last = split.parts.last().unwrap();
        let room_of_last = room(last.header().len()).of(split.unit);
        prop_assert_eq!(count.left, room_of_last - units(&split).last().unwrap());
    }

    /// The more tables are allowed the fewer parts it takes, and never more than UCS2 would.
    #[test]
    fn allowing_more_languages_never_takes_more_parts(text in texts(), reference in references()) {
        let all = Options { languages: &Language::ALL, reference, ..OPTIONS };
        let few = Options { languages: &[Language::Turkish], reference, ..OPTIONS };
        let none = Options { reference, ..OPTIONS };
        let parts = |options| split::count(&text, options).map_or(usize::MAX, |count| count.parts);
        prop_assert!(parts(&all) <= parts(&few));
        prop_assert!(parts(&few) <= parts(&none));
        let ucs2_parts = ucs2_parts(&text, reference);
        prop_assert!(parts(&none) <= ucs2_parts || ucs2_parts > 255);
    }

    #[test]
    fn any_octets_come_back(
        octets in prop::collection::vec(any::<u8>(), 0..3000),
        elements in headers(),
    ) {
        let options = Options { elements: &elements, ..OPTIONS };
        let split = match split::binary(&octets, &options) {
            Ok(split) => split,
            Err(SplitError::TooManyParts { needed, allowed: 255 }) => {
                prop_assert!(needed > 255);
                return Ok(());
            }
            Err(error) => return Err(TestCaseError::fail(format!("{error:?}"))),
        };
        let joined: Vec<u8> = split.parts.iter().flat_map(|part| part.body().to_vec()).collect();
        prop_assert_eq!(joined, octets);
        for part in &split.parts {
            prop_assert!(part.user_data().len() <= 140);
        }
    }
}
