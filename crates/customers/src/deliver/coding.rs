//! What the octets of a text are, in the words of the account.
//!
//! In the core's words data_coding 0 is GSM 7-bit. An account that means something else by it gets the
//! text in its own alphabet, or as UCS2 where that lacks a letter.

use super::Receiver;
use message::text::alphabet::Alphabet;
use message::text::data_coding::{self, Class, Content as Kind, Mark, meaning, of_gsm7, of_ucs2};
use message::text::gsm::Tables;
use message::text::split::{self, Options};
use message::text::udh::{self, Header, Reference, Summary};
use records::submission::Content;
use std::num::NonZeroU8;

/// A text without its header.
pub(super) struct Coded {
    pub(super) octets: Vec<u8>,
    pub(super) data_coding: u8,
    /// None: binary, or what nobody knows.
    alphabet: Option<Alphabet>,
}

const GSM7: Alphabet = Alphabet::Gsm7(Tables::DEFAULT);

/// One part, whose header goes with it.
pub(super) fn alone(part: &Content, data_coding: u8, to: Receiver) -> Coded {
    let as_it_is = || as_they_are(std::slice::from_ref(part), data_coding);
    if !means_otherwise(data_coding, to) {
        return as_it_is();
    }
    let text = read(part);
    let coded = Coded::of(&text, to.alphabet).unwrap_or_else(|| Coded::ucs2(&text, Mark::None));
    let header = part.header.as_ref().map_or(0, |header| header.len());
    let rules = to.version.rules();
    if rules.tlvs || header + coded.octets.len() <= rules.short_message_max {
        return coded;
    }
    // Too long as UCS2 for a peer of 3.3: GSM 7-bit under its own name.
    Coded { data_coding: of_gsm7(Mark::Class(Class::Phone)), ..as_it_is() }
}

/// Several parts, whose headers stay behind; and with them the tables that they name.
pub(super) fn joined(parts: &[Content], data_coding: u8, to: Receiver) -> Coded {
    let has_tables = parts.iter().any(|part| tables(part) != Tables::DEFAULT);
    let meaning = meaning(data_coding);
    let is_gsm = match meaning.content {
        Kind::Default | Kind::Text(Alphabet::Gsm7(_)) => true,
        Kind::Text(_) | Kind::Binary | Kind::Reserved => false,
    };
    let otherwise = means_otherwise(data_coding, to);
    let is_read = otherwise || is_gsm && has_tables;
    if !is_read {
        return as_they_are(parts, data_coding);
    }
    let text: String = parts.iter().map(read).collect();
    let alphabet = if otherwise { to.alphabet } else { GSM7 };
    match Coded::of(&text, alphabet) {
        Some(coded) => Coded { data_coding, ..coded },
        None => Coded::ucs2(&text, meaning.mark),
    }
}

fn means_otherwise(data_coding: u8, to: Receiver) -> bool {
    meaning(data_coding).content == Kind::Default && to.alphabet != GSM7
}

fn as_they_are(parts: &[Content], data_coding: u8) -> Coded {
    let alphabet = match meaning(data_coding).content {
        Kind::Default => Some(GSM7),
        Kind::Text(alphabet) => Some(alphabet),
        Kind::Binary | Kind::Reserved => None,
    };
    let octets = parts.iter().flat_map(|part| part.octets.iter().copied()).collect();
    Coded { octets, data_coding, alphabet }
}

fn read(part: &Content) -> String {
    Alphabet::Gsm7(tables(part)).decode(&part.octets).text
}

fn tables(part: &Content) -> Tables {
    header(part).tables
}

/// What the header of a part says; nothing if it has none.
pub(super) fn header(part: &Content) -> Summary {
    let header = part.header.as_ref().and_then(|header| udh::read(header).ok());
    header.map_or(Summary::default(), |(header, _)| header.summary())
}

impl Coded {
    /// As data_coding 0; none: the alphabet lacks a letter.
    fn of(text: &str, alphabet: Alphabet) -> Option<Coded> {
        let mut octets = Vec::new();
        alphabet.encode(text, &mut octets).ok()?;
        Some(Coded { octets, data_coding: of_gsm7(Mark::None), alphabet: Some(alphabet) })
    }

    fn ucs2(text: &str, mark: Mark) -> Coded {
        let mut octets = Vec::new();
        Alphabet::Ucs2.encode(text, &mut octets).expect("UTF-16 has every character");
        Coded { octets, data_coding: of_ucs2(mark), alphabet: Some(Alphabet::Ucs2) }
    }

    /// Parts, each with its header, and their data_coding. None if there would be more than 255.
    pub(super) fn split(&self, reference: Reference, elements: &Header) -> (u8, Vec<Vec<u8>>) {
        let mark = data_coding::meaning(self.data_coding).mark;
        let parts_max = NonZeroU8::MAX;
        let options = Options { languages: &[], reference, elements, mark, parts_max };
        let (data_coding, split) = match self.alphabet {
            Some(alphabet @ (Alphabet::Gsm7(_) | Alphabet::Ucs2)) => {
                let split = split::text(&alphabet.decode(&self.octets).text, &options);
                (split.as_ref().map_or(self.data_coding, |split| split.data_coding), split)
            }
            // No octet means anything by itself, or each does: cut anywhere.
            Some(_) | None => (self.data_coding, split::binary(&self.octets, &options)),
        };
        let parts = split.map(|split| split.parts).unwrap_or_default();
        (data_coding, parts.iter().map(|part| part.user_data().to_vec()).collect())
    }
}
