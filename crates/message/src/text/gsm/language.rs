/// A national language with 7-bit tables of its own; the number is its identifier in a header
/// (TS 23.038 s6.2.1.2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Language {
    Turkish = 1,
    Spanish = 2,
    Portuguese = 3,
    /// And Assamese.
    Bengali = 4,
    Gujarati = 5,
    Hindi = 6,
    Kannada = 7,
    Malayalam = 8,
    Oriya = 9,
    Punjabi = 10,
    Tamil = 11,
    Telugu = 12,
    Urdu = 13,
}

impl Language {
    /// All thirteen, by identifier.
    pub const ALL: [Language; 13] = [
        Language::Turkish,
        Language::Spanish,
        Language::Portuguese,
        Language::Bengali,
        Language::Gujarati,
        Language::Hindi,
        Language::Kannada,
        Language::Malayalam,
        Language::Oriya,
        Language::Punjabi,
        Language::Tamil,
        Language::Telugu,
        Language::Urdu,
    ];

    /// The identifier in a header, 1 to 13.
    pub const fn identifier(self) -> u8 {
        self as u8
    }

    /// The language of an identifier. `None`: reserved; a receiver then ignores the header element.
    pub fn from_identifier(identifier: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.identifier() == identifier)
    }

    /// Spanish has a single shift table only (TS 23.038 sA.3.2 is void).
    pub const fn has_locking_table(self) -> bool {
        !matches!(self, Language::Spanish)
    }
}
