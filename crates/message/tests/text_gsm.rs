//! The 7-bit tables cell by cell, and what reading and writing make of them.

use message::text::gsm::{Language, MissingLetter, Tables, decode, encode};
use std::ops::RangeInclusive;

/// TS 23.038 s6.2.1: line = low digit, column = high digit.
const DEFAULT: &str = "
    @   Δ   SP  0   ¡   P   ¿   p
    £   _   !   1   A   Q   a   q
    $   Φ   \"  2   B   R   b   r
    ¥   Γ   #   3   C   S   c   s
    è   Λ   ¤   4   D   T   d   t
    é   Ω   %   5   E   U   e   u
    ù   Π   &   6   F   V   f   v
    ì   Ψ   '   7   G   W   g   w
    ò   Σ   (   8   H   X   h   x
    Ç   Θ   )   9   I   Y   i   y
    LF  Ξ   *   :   J   Z   j   z
    Ø   ESC +   ;   K   Ä   k   ä
    ø   Æ   ,   <   L   Ö   l   ö
    CR  æ   -   =   M   Ñ   m   ñ
    Å   ß   .   >   N   Ü   n   ü
    å   É   /   ?   O   §   o   à
";

/// TS 23.038 s6.2.1.1, the codes behind an escape.
const EXTENSION: &str = "0A FF, 14 ^, 28 {, 29 }, 2F \\, 3C [, 3D ~, 3E ], 40 |, 65 €";

/// What the Latin national tables have instead of the default ones, or besides (TS 23.038 annex A).
const TURKISH_LOCKING: &str = "04 €, 07 ı, 0B Ğ, 0C ğ, 1C Ş, 1D ş, 40 İ, 60 ç";
const TURKISH_SINGLE: &str = "47 Ğ, 49 İ, 53 Ş, 63 ç, 67 ğ, 69 ı, 73 ş";
const SPANISH_SINGLE: &str = "09 ç, 41 Á, 49 Í, 4F Ó, 55 Ú, 61 á, 69 í, 6F ó, 75 ú";
const PORTUGUESE_LOCKING: &str = "04 ê, 06 ú, 07 í, 08 ó, 09 ç, 0B Ô, 0C ô, 0E Á, 0F á, 12 ª, 13 Ç, 14 À, \
    15 ∞, 16 ^, 17 \\, 18 €, 19 Ó, 1A |, 1C Â, 1D â, 1E Ê, 24 º, 40 Í, 5B Ã, 5C Õ, 5D Ú, 60 ~, 7B ã, 7C õ, 7D `";
const PORTUGUESE_SINGLE: &str = "05 ê, 09 ç, 0B Ô, 0C ô, 0E Á, 0F á, 12 Φ, 13 Γ, 15 Ω, 16 Π, 17 Ψ, 18 Σ, \
    19 Θ, 1F Ê, 41 À, 49 Í, 4F Ó, 55 Ú, 5B Ã, 5C Õ, 61 Â, 69 í, 6F ó, 75 ú, 7B ã, 7C õ, 7F â";

type Cells = [Option<char>; 128];

fn named(token: &str) -> Option<char> {
    match token {
        "SP" => Some(' '),
        "LF" => Some('\n'),
        "CR" => Some('\r'),
        "FF" => Some('\u{C}'),
        "ESC" => None,
        letter => {
            assert_eq!(letter.chars().count(), 1, "{letter:?} is no cell");
            letter.chars().next()
        }
    }
}

fn default_cells() -> Cells {
    let mut cells = [None; 128];
    for (low, line) in DEFAULT.trim().lines().enumerate() {
        for (high, token) in line.split_whitespace().enumerate() {
            cells[16 * high + low] = named(token);
        }
    }
    cells
}

fn with(mut cells: Cells, differences: &str) -> Cells {
    for difference in differences.split(", ") {
        let (code, letter) = difference.split_once(' ').expect("code, space, letter");
        cells[usize::from_str_radix(code, 16).expect("hexadecimal code")] = named(letter);
    }
    cells
}

/// A table as [`decode`] knows it: a cell is empty if decoding it is told to be meaningless.
fn cells(prefix: &[u8], tables: Tables) -> Cells {
    std::array::from_fn(|code| {
        let mut text = String::new();
        let septets = [prefix, &[code as u8]].concat();
        let meaningless = decode(&septets, tables, &mut text);
        (meaningless == 0).then(|| text.chars().next().expect("one letter"))
    })
}

fn locking_cells(language: Option<Language>) -> Cells {
    cells(&[], Tables { locking: language, single: None })
}

fn single_cells(language: Option<Language>) -> Cells {
    cells(&[0x1B], Tables { locking: None, single: language })
}

#[track_caller]
fn assert_cells(name: &str, found: Cells, wanted: Cells) {
    for code in 0..128 {
        assert_eq!(found[code], wanted[code], "{name}, code {code:02X}");
    }
}

#[test]
fn latin_tables_are_those_of_the_standard() {
    let extension = with([None; 128], EXTENSION);
    let rows = [
        ("default", locking_cells(None), default_cells()),
        ("extension", single_cells(None), extension),
        (
            "Turkish locking",
            locking_cells(Some(Language::Turkish)),
            with(default_cells(), TURKISH_LOCKING),
        ),
        ("Turkish single", single_cells(Some(Language::Turkish)), with(extension, TURKISH_SINGLE)),
        ("Spanish locking", locking_cells(Some(Language::Spanish)), default_cells()),
        ("Spanish single", single_cells(Some(Language::Spanish)), with(extension, SPANISH_SINGLE)),
        (
            "Portuguese locking",
            locking_cells(Some(Language::Portuguese)),
            with(default_cells(), PORTUGUESE_LOCKING),
        ),
        (
            "Portuguese single",
            single_cells(Some(Language::Portuguese)),
            with(extension, PORTUGUESE_SINGLE),
        ),
    ];
    for (name, found, wanted) in rows {
        assert_cells(name, found, wanted);
    }
}

/// The block of each language's letters, and how many letters of its own the locking and the single
/// shift table have (TS 23.038 sA.3.4 to A.3.13, sA.2.4 to A.2.13).
const OTHERS: [(Language, RangeInclusive<u32>, usize, usize); 10] = [
    (Language::Bengali, 0x0981..=0x09FF, 67, 24),
    (Language::Gujarati, 0x0A81..=0x0AFF, 73, 12),
    (Language::Hindi, 0x0901..=0x097F, 80, 30),
    (Language::Kannada, 0x0C81..=0x0CFF, 73, 15),
    (Language::Malayalam, 0x0D01..=0x0D7F, 73, 24),
    (Language::Oriya, 0x0B01..=0x0B7F, 69, 17),
    (Language::Punjabi, 0x0A01..=0x0A7F, 63, 18),
    (Language::Tamil, 0x0B81..=0x0BFF, 55, 19),
    (Language::Telugu, 0x0C01..=0x0C7F, 73, 20),
    (Language::Urdu, 0x0600..=0x06FF, 80, 32),
];

/// The two dandas, which stand in the block of Hindi's letters and serve its neighbours too.
const DANDAS: RangeInclusive<u32> = 0x0964..=0x0965;

/// What stands at the same place in the locking tables of all ten, the small Latin letters apart.
const SHARED_LOCKING: &str = "0A LF, 0D CR, 20 SP, 21 !, 28 ), 29 (, 2C ,, 2E ., 30 0, 31 1, 32 2, 33 3, 34 4, \
    35 5, 36 6, 37 7, 38 8, 39 9, 3A :, 3B ;, 3F ?";

/// What stands at the same place in the single shift tables of all ten, the capital Latin letters
/// apart.
const SHARED_SINGLE: &str = "00 @, 01 £, 02 $, 03 ¥, 04 ¿, 05 \", 06 ¤, 07 %, 08 &, 09 ', 0A FF, 0B *, 0C +, \
    0E -, 0F /, 10 <, 11 =, 12 >, 13 ¡, 14 ^, 15 ¡, 16 _, 17 #, 18 *, 28 {, 29 }, 2F \\, 3C [, 3D ~, 3E ], 40 |, 65 €";

fn latin_letters(mut cells: Cells, from: usize, letters: RangeInclusive<char>) -> Cells {
    for (code, letter) in (from..).zip(letters) {
        cells[code] = Some(letter);
    }
    cells
}

/// Split a table of an Indic language or Urdu into what all ten share and what is its own, and
/// check the former.
#[track_caller]
fn own_letters(name: &str, found: Cells, shared: Cells) -> Vec<u32> {
    let mut own = Vec::new();
    for code in 0..128 {
        match shared[code] {
            Some(letter) => assert_eq!(found[code], Some(letter), "{name}, code {code:02X}"),
            None => own.extend(found[code].map(u32::from)),
        }
    }
    own
}

#[test]
fn the_other_ten_have_their_own_letters_once_each_and_share_the_rest() {
    let shared_locking = latin_letters(with([None; 128], SHARED_LOCKING), 0x61, 'a'..='z');
    let shared_single = latin_letters(with([None; 128], SHARED_SINGLE), 0x41, 'A'..='Z');
    for (language, block, locking_count, single_count) in OTHERS {
        let name = format!("{language:?} locking");
        let mut own = own_letters(&name, locking_cells(Some(language)), shared_locking);
        assert!(own.iter().all(|point| block.contains(point)), "{name}: {own:X?}");
        // In the Indic tables the letters stand in the order of their block.
        if language == Language::Urdu {
            own.sort_unstable();
        }
        assert!(own.is_sorted_by(|a, b| a < b), "{name}: {own:X?}");
        assert_eq!(own.len(), locking_count, "{name}: {own:X?}");

        let name = format!("{language:?} single");
        let mut own = own_letters(&name, single_cells(Some(language)), shared_single);
        let belongs = |point: &u32| block.contains(point) || DANDAS.contains(point);
        assert!(own.iter().all(belongs), "{name}: {own:X?}");
        own.sort_unstable();
        assert!(own.is_sorted_by(|a, b| a < b), "{name}: {own:X?}");
        assert_eq!(own.len(), single_count, "{name}: {own:X?}");
    }
}

#[test]
fn every_character_of_every_language_comes_back() {
    let mut characters = 0;
    for language in Language::ALL {
        for tables in [
            Tables { locking: Some(language), single: None },
            Tables { locking: None, single: Some(language) },
            Tables { locking: Some(language), single: Some(language) },
        ] {
            let known = cells(&[], tables).into_iter().chain(cells(&[0x1B], tables)).flatten();
            let text: String = known.collect();
            let mut septets = Vec::new();
            encode(&text, tables, &mut septets).unwrap_or_else(|e| panic!("{tables:?}: {e:?}"));
            let mut back = String::new();
            assert_eq!(decode(&septets, tables, &mut back), 0, "{tables:?}");
            assert_eq!(back, text, "{tables:?}");
            characters += text.chars().count();
        }
    }
    // 1557 cells in the locking tables (Spanish: the default one), 864 in the single shift tables;
    // 127 and 10 in the default ones.
    assert_eq!(characters, (1557 + 13 * 10) + (13 * 127 + 864) + (1557 + 864));
}

#[test]
fn texts_are_written_as_these_septets() {
    let turkish = Tables { locking: Some(Language::Turkish), single: Some(Language::Turkish) };
    let hindi = Tables { locking: Some(Language::Hindi), single: Some(Language::Hindi) };
    for (name, text, tables, septets) in [
        ("empty", "", Tables::DEFAULT, &b""[..]),
        ("letters", "hello", Tables::DEFAULT, b"hello"),
        ("an at sign is zero", "Hi @ 5 €", Tables::DEFAULT, b"Hi \x00 5 \x1B\x65"),
        ("line end", "a\r\nb", Tables::DEFAULT, b"a\x0D\x0Ab"),
        ("braces", "{}", Tables::DEFAULT, b"\x1B\x28\x1B\x29"),
        ("euro without escape", "5€", turkish, b"5\x04"),
        ("Turkish small letters", "ğı", turkish, b"\x0C\x07"),
        ("no escape where a plain code will do", "ş", turkish, b"\x1D"),
        ("locking and single", "कA", hindi, b"\x15\x1B\x41"),
        ("the lower of two codes", "*¡", hindi, b"\x1B\x0B\x1B\x13"),
    ] {
        let mut out = Vec::new();
        assert_eq!(encode(text, tables, &mut out), Ok(()), "{name}");
        assert_eq!(out, septets, "{name}");
    }
}

#[test]
fn a_missing_character_is_told_with_its_place() {
    for (name, text, tables, at, letter) in [
        ("backtick", "é`", Tables::DEFAULT, 2, '`'),
        ("small cedilla", "ça", Tables::DEFAULT, 0, 'ç'),
        ("tabulator", "a\tb", Tables::DEFAULT, 1, '\t'),
        ("the escape itself", "\u{1B}", Tables::DEFAULT, 0, '\u{1B}'),
        ("outside the first plane", "ok 🙂", Tables::DEFAULT, 3, '🙂'),
        ("NUL is not an empty cell", "\0", Tables::DEFAULT, 0, '\0'),
        (
            "a capital without the single shift table",
            "Z",
            Tables { locking: Some(Language::Urdu), single: None },
            0,
            'Z',
        ),
    ] {
        let found = encode(text, tables, &mut Vec::new());
        assert_eq!(found, Err(MissingLetter { at, letter }), "{name}");
    }
}

#[test]
fn what_has_no_meaning_is_shown_as_the_standard_wants_and_told() {
    let turkish = Tables { locking: Some(Language::Turkish), single: None };
    let bengali = Tables { locking: Some(Language::Bengali), single: Some(Language::Bengali) };
    for (name, septets, tables, text, meaningless) in [
        ("nothing wrong", &b"a\x00\x1B\x65"[..], Tables::DEFAULT, "a@€", 0),
        ("unknown code behind an escape", b"\x1Ba\x1B\x0D", Tables::DEFAULT, "a\r", 2),
        ("the same with a locking table", b"\x1B\x07", turkish, "ı", 1),
        ("escape at the end", b"ab\x1B", Tables::DEFAULT, "ab ", 1),
        ("escape twice", b"a\x1B\x1Bb", Tables::DEFAULT, "a b", 1),
        ("octet that is no septet", b"a\xE9b", Tables::DEFAULT, "a\u{FFFD}b", 1),
        ("such an octet behind an escape", b"\x1B\xE9b", Tables::DEFAULT, "\u{FFFD}b", 1),
        ("empty cell of a locking table", b"\x0C\x15", bengali, "\u{FFFD}ক", 1),
        ("empty cell of both tables", b"\x1B\x57\x1B\x5C", bengali, "W\u{FFFD}", 1),
    ] {
        let mut out = String::new();
        assert_eq!(decode(septets, tables, &mut out), meaningless, "{name}");
        assert_eq!(out, text, "{name}");
    }
}

#[test]
fn identifiers_name_the_languages() {
    for (identifier, language) in (1..=13).zip(Language::ALL) {
        assert_eq!(language.identifier(), identifier);
        assert_eq!(Language::from_identifier(identifier), Some(language));
    }
    for identifier in [0, 14, 15, 255] {
        assert_eq!(Language::from_identifier(identifier), None, "{identifier}");
    }
}
