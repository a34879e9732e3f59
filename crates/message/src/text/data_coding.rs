//! What a data_coding says about a message (SMPP 3.4 s5.2.19; groups 1x and C0 to FF: TS 23.038
//! s4).

use super::alphabet::Alphabet;
use super::gsm::Tables;

/// What the octets behind the header are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// 00: the message centre's own alphabet, a setting of each account and operator; mostly GSM
    /// 7-bit.
    Default,
    /// Text in a named alphabet.
    Text(Alphabet),
    /// Octets that are no text of ours: binary, pictograms (09), music codes (0A).
    Binary,
    /// A value without a meaning.
    Reserved,
}

/// What the receiving phone is told beside the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    /// Nothing.
    #[default]
    None,
    /// A message class.
    Class(Class),
    /// An indicator of messages waiting elsewhere.
    Waiting(Waiting),
}

/// Where a message goes on the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Class 0: shown at once ("flash").
    Display = 0,
    /// Class 1: the phone's memory.
    Phone = 1,
    /// Class 2: the SIM.
    Sim = 2,
    /// Class 3: a terminal beside the phone.
    Terminal = 3,
}

/// Turn an indicator on the phone on or off (TS 23.038 s4, groups C to E).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Keep the text, rather than show the indicator only.
    pub store: bool,
    /// On, rather than off.
    pub active: bool,
    /// Which indicator.
    pub kind: WaitingKind,
}

/// What waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitingKind {
    /// Voice mail.
    Voicemail = 0,
    /// A fax.
    Fax = 1,
    /// Electronic mail.
    Email = 2,
    /// Something else.
    Other = 3,
}

/// A data_coding in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// What the octets are.
    pub content: Content,
    /// What the phone is told.
    pub mark: Mark,
}

/// Read a data_coding; every value has a meaning, if only [`Content::Reserved`].
pub const fn meaning(data_coding: u8) -> Meaning {
    let low = data_coding & 0x0F;
    match data_coding {
        0x00..=0x0F => Meaning { content: smpp_content(low), mark: Mark::None },
        0x10..=0x1B => Meaning { content: content_of_bits(low >> 2), mark: class(low) },
        0x1C..=0xBF => Meaning { content: Content::Reserved, mark: Mark::None },
        0xC0..=0xCF => Meaning { content: GSM7, mark: waiting(low, false) },
        0xD0..=0xDF => Meaning { content: GSM7, mark: waiting(low, true) },
        0xE0..=0xEF => Meaning { content: UCS2, mark: waiting(low, true) },
        // Bit 3 is reserved and ignored (TS 23.038 s4).
        0xF0..=0xFF => Meaning { content: content_of_bits(low >> 2 & 1), mark: class(low) },
    }
}

/// The data_coding of text in the 7-bit default alphabet. Without a mark this is 00, which every
/// peer knows.
pub const fn of_gsm7(mark: Mark) -> u8 {
    match mark {
        Mark::None => 0x00,
        Mark::Class(class) => 0xF0 | class as u8,
        Mark::Waiting(waiting) if waiting.store => 0xD0 | waiting_bits(waiting),
        Mark::Waiting(waiting) => 0xC0 | waiting_bits(waiting),
    }
}

/// The data_coding of UCS2. There is no value for a waiting indicator whose text is discarded: it
/// is stored.
pub const fn of_ucs2(mark: Mark) -> u8 {
    match mark {
        Mark::None => 0x08,
        Mark::Class(class) => 0x18 | class as u8,
        Mark::Waiting(waiting) => 0xE0 | waiting_bits(waiting),
    }
}

/// The data_coding of binary. No binary message can carry an indicator, so only a class is asked
/// for.
pub const fn of_binary(class: Option<Class>) -> u8 {
    match class {
        None => 0x04,
        Some(class) => 0xF4 | class as u8,
    }
}

const GSM7: Content = Content::Text(Alphabet::Gsm7(Tables::DEFAULT));
const UCS2: Content = Content::Text(Alphabet::Ucs2);

const fn smpp_content(value: u8) -> Content {
    match value {
        0x00 => Content::Default,
        0x01 => Content::Text(Alphabet::Ascii),
        0x03 => Content::Text(Alphabet::Latin1),
        0x05 => Content::Text(Alphabet::Japanese),
        0x06 => Content::Text(Alphabet::Cyrillic),
        0x07 => Content::Text(Alphabet::Hebrew),
        0x08 => UCS2,
        0x0D => Content::Text(Alphabet::JapaneseExtended),
        0x0E => Content::Text(Alphabet::Korean),
        0x02 | 0x04 | 0x09 | 0x0A => Content::Binary,
        _ => Content::Reserved,
    }
}

const fn content_of_bits(bits: u8) -> Content {
    match bits {
        0 => GSM7,
        1 => Content::Binary,
        2 => UCS2,
        _ => Content::Reserved,
    }
}

const fn class(low: u8) -> Mark {
    Mark::Class(match low & 3 {
        0 => Class::Display,
        1 => Class::Phone,
        2 => Class::Sim,
        _ => Class::Terminal,
    })
}

const fn waiting(low: u8, store: bool) -> Mark {
    let kind = match low & 3 {
        0 => WaitingKind::Voicemail,
        1 => WaitingKind::Fax,
        2 => WaitingKind::Email,
        _ => WaitingKind::Other,
    };
    Mark::Waiting(Waiting { store, active: low & 8 != 0, kind })
}

const fn waiting_bits(waiting: Waiting) -> u8 {
    (waiting.active as u8) << 3 | waiting.kind as u8
}
