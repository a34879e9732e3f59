//! The alphabets as octets, from tables outside this project.

use message::text::alphabet::{Alphabet, Decoded};
use message::text::gsm::{Language, MissingLetter, Tables};
use proptest::prelude::*;

const ALL: [Alphabet; 11] = [
    Alphabet::Gsm7(Tables::DEFAULT),
    Alphabet::Gsm7(Tables { locking: Some(Language::Tamil), single: Some(Language::Tamil) }),
    Alphabet::Ascii,
    Alphabet::Latin1,
    Alphabet::Latin9,
    Alphabet::Cyrillic,
    Alphabet::Hebrew,
    Alphabet::Japanese,
    Alphabet::JapaneseExtended,
    Alphabet::Korean,
    Alphabet::Ucs2,
];

fn flawless(text: &str) -> Decoded {
    Decoded { text: text.into(), ..Decoded::default() }
}

#[test]
fn texts_are_these_octets() {
    for (name, alphabet, text, octets) in [
        ("GSM 7-bit", Alphabet::Gsm7(Tables::DEFAULT), "@£€", &b"\x00\x01\x1B\x65"[..]),
        ("ASCII", Alphabet::Ascii, "a`~\0", b"a`~\0"),
        ("Latin-1", Alphabet::Latin1, "é¤½ÿ", b"\xE9\xA4\xBD\xFF"),
        ("Latin-9", Alphabet::Latin9, "é€ŠšŽžŒœŸÿ", b"\xE9\xA4\xA6\xA8\xB4\xB8\xBC\xBD\xBE\xFF"),
        ("Cyrillic", Alphabet::Cyrillic, "Привет", b"\xBF\xE0\xD8\xD2\xD5\xE2"),
        ("Hebrew", Alphabet::Hebrew, "שלום", b"\xF9\xEC\xE5\xED"),
        ("Japanese", Alphabet::Japanese, "日本a", b"\x93\xFA\x96\x7Ba"),
        ("Japanese, EUC", Alphabet::JapaneseExtended, "日本a", b"\xC6\xFC\xCB\xDCa"),
        ("Korean", Alphabet::Korean, "한국", b"\xC7\xD1\xB1\xB9"),
        ("UCS2", Alphabet::Ucs2, "Aé€🙂", b"\x00\x41\x00\xE9\x20\xAC\xD8\x3D\xDE\x42"),
    ] {
        assert_eq!(alphabet.decode(octets), flawless(text), "{name}");
        let mut out = b"before".to_vec();
        assert_eq!(alphabet.encode(text, &mut out), Ok(()), "{name}");
        assert_eq!(out, [b"before", octets].concat(), "{name}");
    }
}

#[test]
fn a_character_of_jis_x_0212_is_read() {
    // The encoder of browsers does not write this set, so only reading is promised.
    assert_eq!(Alphabet::JapaneseExtended.decode(b"\x8F\xB0\xA1"), flawless("丂"));
}

#[test]
fn latin_alphabets_differ_from_unicode_in_eight_places() {
    let of_latin9 = [
        (0xA4, '€'),
        (0xA6, 'Š'),
        (0xA8, 'š'),
        (0xB4, 'Ž'),
        (0xB8, 'ž'),
        (0xBC, 'Œ'),
        (0xBD, 'œ'),
        (0xBE, 'Ÿ'),
    ];
    for octet in 0..=255u8 {
        let same = char::from_u32(u32::from(octet)).unwrap();
        assert_eq!(Alphabet::Latin1.decode(&[octet]).text, same.to_string());
        let other = of_latin9.iter().find(|one| one.0 == octet).map_or(same, |one| one.1);
        assert_eq!(Alphabet::Latin9.decode(&[octet]).text, other.to_string());
    }
}

/// Name, alphabet, octets; text, characters without meaning, an octet too many.
type Flawed = (&'static str, Alphabet, &'static [u8], &'static str, usize, bool);

#[rustfmt::skip]
const FLAWED: &[Flawed] = &[
    ("ASCII with a high bit", Alphabet::Ascii, b"a\xE9b", "a\u{FFFD}b", 1, false),
    ("hole in ISO-8859-8", Alphabet::Hebrew, b"a\xA1b", "a\u{FFFD}b", 1, false),
    ("half a Japanese character", Alphabet::Japanese, b"a\x93", "a\u{FFFD}", 1, false),
    ("UCS2 with an octet more", Alphabet::Ucs2, b"\0a\0b\0", "ab", 0, true),
    ("UCS2 of one octet", Alphabet::Ucs2, b"a", "", 0, true),
    ("lone high surrogate", Alphabet::Ucs2, b"\xD8\x3D\0a", "\u{FFFD}a", 1, false),
    ("lone low surrogate", Alphabet::Ucs2, b"\0a\xDE\x42\0b", "a\u{FFFD}b", 1, false),
    ("surrogates the wrong way round", Alphabet::Ucs2, b"\xDE\x42\xD8\x3D", "\u{FFFD}\u{FFFD}", 2, false),
    ("cut in a pair", Alphabet::Ucs2, b"\0a\xD8\x3D\xDE", "a\u{FFFD}", 1, true),
    ("GSM 7-bit, escape at the end", Alphabet::Gsm7(Tables::DEFAULT), b"a\x1B", "a ", 1, false),
];

#[test]
fn what_has_no_meaning_is_told_and_the_rest_kept() {
    for (name, alphabet, octets, text, meaningless, odd_octet) in FLAWED {
        let decoded = alphabet.decode(octets);
        assert_eq!(decoded.text, *text, "{name}");
        assert_eq!(decoded.meaningless, *meaningless, "{name}");
        assert_eq!(decoded.odd_octet, *odd_octet, "{name}");
    }
}

#[test]
fn a_missing_character_is_told_with_its_place() {
    for (name, alphabet, text, at, letter) in [
        ("GSM 7-bit", Alphabet::Gsm7(Tables::DEFAULT), "éç", 2, 'ç'),
        ("ASCII", Alphabet::Ascii, "aé", 1, 'é'),
        ("Latin-1 has no euro sign", Alphabet::Latin1, "é €", 3, '€'),
        ("Latin-9 gave away the currency sign", Alphabet::Latin9, "€¤", 3, '¤'),
        ("Cyrillic", Alphabet::Cyrillic, "Приvé", 7, 'é'),
        ("written as a reference by browsers", Alphabet::Hebrew, "&#8364;€", 7, '€'),
        ("written as a backslash by browsers", Alphabet::Japanese, "日¥", 3, '¥'),
        ("the same in EUC", Alphabet::JapaneseExtended, "‾", 0, '‾'),
        ("Korean", Alphabet::Korean, "한🙂", 3, '🙂'),
    ] {
        let found = alphabet.encode(text, &mut Vec::new());
        assert_eq!(found, Err(MissingLetter { at, letter }), "{name}");
    }
}

proptest! {
    #[test]
    fn any_octets_can_be_read(octets in prop::collection::vec(any::<u8>(), 0..200)) {
        for alphabet in ALL {
            let decoded = alphabet.decode(&octets);
            prop_assert_eq!(decoded.odd_octet, alphabet == Alphabet::Ucs2 && octets.len() % 2 == 1);
        }
    }

    #[test]
    fn what_was_written_is_read_as_it_was(text in any::<String>(), latin in "[ -ÿ]{0,40}") {
        for (alphabet, text) in ALL.into_iter().flat_map(|one| [(one, &text), (one, &latin)]) {
            let mut octets = Vec::new();
            if alphabet.encode(text, &mut octets).is_ok() {
                prop_assert_eq!(alphabet.decode(&octets), flawless(text), "{:?}", alphabet);
            } else {
                prop_assert_ne!(alphabet, Alphabet::Ucs2);
            }
        }
    }
}

#[test]
fn plain_text_is_what_would_be_decoded() {
    assert_eq!(ALL[0].plain(b"Hello, you 25: (%)\n"), Some("Hello, you 25: (%)\n"));
    let is_plain = |alphabet: &Alphabet, octet| alphabet.plain(&[octet]).is_some();
    let counts = ALL.map(|alphabet| (0..=255).filter(|octet| is_plain(&alphabet, *octet)).count());
    assert_eq!(counts[0], 26 + 26 + 10 + 32 - 11 + 1 + 2 - 1, "letters, digits, most signs");
    for alphabet in ALL {
        for octet in (0..=255).filter(|octet| is_plain(&alphabet, *octet)) {
            let text = char::from(octet).to_string();
            assert_eq!(alphabet.decode(&[octet]), flawless(&text), "{alphabet:?} {octet}");
        }
    }
    assert!(ALL[5..].iter().all(|alphabet| alphabet.plain(b"a").is_none()));
}
