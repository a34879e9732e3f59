use super::language::Language;
use super::tables;

/// No code: the value of an empty cell in [`Letters::low`].
const NONE: u8 = 0xFF;

/// One 7-bit table in both directions, built while compiling.
pub(super) struct Letters {
    /// The code point of every code; 0: no character.
    points: [u16; 128],
    /// The code of every character below U+0100.
    low: [u8; 256],
    /// The other characters in order, each with its code; only the first `high_count` are used.
    high: [(u16, u8); 128],
    high_count: usize,
}

impl Letters {
    const fn of(points: [u16; 128]) -> Self {
        let mut letters = Self { points, low: [NONE; 256], high: [(0, 0); 128], high_count: 0 };
        // Downwards: of two codes with one character, the lower one is written last and is the one
        // used.
        let mut code = 128;
        while code > 0 {
            code -= 1;
            let point = points[code];
            if point >= 0x100 {
                letters.insert_high(point, code as u8);
            } else if point != 0 {
                letters.low[point as usize] = code as u8;
            }
        }
        letters
    }

    const fn insert_high(&mut self, point: u16, code: u8) {
        let mut at = self.high_count;
        while at > 0 && self.high[at - 1].0 >= point {
            self.high[at] = self.high[at - 1];
            at -= 1;
        }
        self.high[at] = (point, code);
        self.high_count += 1;
    }

    /// The character at `code`, a septet.
    pub(super) fn letter(&self, code: u8) -> Option<char> {
        match self.points.get(usize::from(code)) {
            None | Some(0) => None,
            Some(point) => char::from_u32(u32::from(*point)),
        }
    }

    /// Is the character at `code` the one that ASCII has there? An escape is none.
    pub(super) fn is_ascii(&self, code: u8) -> bool {
        let point = self.points.get(usize::from(code));
        point.is_some_and(|point| *point == u16::from(code) && *point != 0)
    }

    /// The code of `letter`.
    pub(super) fn code(&self, letter: char) -> Option<u8> {
        let point = u16::try_from(u32::from(letter)).ok()?;
        if let Some(&code) = self.low.get(usize::from(point)) {
            return (code != NONE).then_some(code);
        }
        let high = &self.high[..self.high_count];
        let at = high.partition_point(|&(other, _)| other < point);
        high.get(at).filter(|found| found.0 == point).map(|found| found.1)
    }
}

/// The table without escape: a language's locking shift table or the default alphabet.
pub(super) const fn locking(language: Option<Language>) -> &'static Letters {
    const DEFAULT: &Letters = &Letters::of(tables::LOCKING_DEFAULT);
    match language {
        None | Some(Language::Spanish) => DEFAULT,
        Some(Language::Turkish) => const { &Letters::of(tables::LOCKING_TURKISH) },
        Some(Language::Portuguese) => const { &Letters::of(tables::LOCKING_PORTUGUESE) },
        Some(Language::Bengali) => const { &Letters::of(tables::LOCKING_BENGALI) },
        Some(Language::Gujarati) => const { &Letters::of(tables::LOCKING_GUJARATI) },
        Some(Language::Hindi) => const { &Letters::of(tables::LOCKING_HINDI) },
        Some(Language::Kannada) => const { &Letters::of(tables::LOCKING_KANNADA) },
        Some(Language::Malayalam) => const { &Letters::of(tables::LOCKING_MALAYALAM) },
        Some(Language::Oriya) => const { &Letters::of(tables::LOCKING_ORIYA) },
        Some(Language::Punjabi) => const { &Letters::of(tables::LOCKING_PUNJABI) },
        Some(Language::Tamil) => const { &Letters::of(tables::LOCKING_TAMIL) },
        Some(Language::Telugu) => const { &Letters::of(tables::LOCKING_TELUGU) },
        Some(Language::Urdu) => const { &Letters::of(tables::LOCKING_URDU) },
    }
}

/// The table behind an escape: a language's single shift table or the extension table.
pub(super) const fn single(language: Option<Language>) -> &'static Letters {
    match language {
        None => const { &Letters::of(tables::SINGLE_DEFAULT) },
        Some(Language::Turkish) => const { &Letters::of(tables::SINGLE_TURKISH) },
        Some(Language::Spanish) => const { &Letters::of(tables::SINGLE_SPANISH) },
        Some(Language::Portuguese) => const { &Letters::of(tables::SINGLE_PORTUGUESE) },
        Some(Language::Bengali) => const { &Letters::of(tables::SINGLE_BENGALI) },
        Some(Language::Gujarati) => const { &Letters::of(tables::SINGLE_GUJARATI) },
        Some(Language::Hindi) => const { &Letters::of(tables::SINGLE_HINDI) },
        Some(Language::Kannada) => const { &Letters::of(tables::SINGLE_KANNADA) },
        Some(Language::Malayalam) => const { &Letters::of(tables::SINGLE_MALAYALAM) },
        Some(Language::Oriya) => const { &Letters::of(tables::SINGLE_ORIYA) },
        Some(Language::Punjabi) => const { &Letters::of(tables::SINGLE_PUNJABI) },
        Some(Language::Tamil) => const { &Letters::of(tables::SINGLE_TAMIL) },
        Some(Language::Telugu) => const { &Letters::of(tables::SINGLE_TELUGU) },
        Some(Language::Urdu) => const { &Letters::of(tables::SINGLE_URDU) },
    }
}
