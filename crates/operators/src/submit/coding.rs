//! The octets of a text in the operator's alphabet.

use gateway::door::Outgoing;
use message::text::alphabet::Alphabet;
use message::text::capacity::OCTETS;
use message::text::data_coding::{self, Mark};
use message::text::gsm::Tables;
use message::text::udh::{self, Element, Header};
use std::borrow::Cow;

/// A text ready to be sent.
pub(super) struct Coded<'a> {
    /// What it is.
    pub(super) data_coding: u8,
    /// The header that goes with it; empty if there is none.
    pub(super) header: Cow<'a, [u8]>,
    /// What stands behind the header.
    pub(super) octets: Cow<'a, [u8]>,
    /// Letters that the alphabet does not have, and that became `?`.
    pub(super) replaced: usize,
}

/// The operator's own alphabet, which the gateway keeps as GSM septets.
const DEFAULT: u8 = 0x00;

/// What stands for a letter that an alphabet does not have.
const UNKNOWN: &str = "?";

impl<'a> Coded<'a> {
    /// Text of data_coding 0 in the operator's alphabet, everything else as it is kept.
    ///
    /// A letter that the alphabet lacks makes the part UCS2, if it has room for that; if not it is
    /// sent as `?`. National tables that a header names are GSM's, and stay behind.
    pub(super) fn new(outgoing: &'a Outgoing, alphabet: Alphabet) -> Coded<'a> {
        let Outgoing { data_coding, content, .. } = outgoing;
        let header = content.header.as_deref().unwrap_or_default();
        let kept = Coded {
            data_coding: *data_coding,
            header: Cow::Borrowed(header),
            octets: Cow::Borrowed(&content.octets),
            replaced: 0,
        };
        if *data_coding != DEFAULT || matches!(alphabet, Alphabet::Gsm7(_)) {
            return kept;
        }
        let (tables, header) = without_tables(header);
        let text = Alphabet::Gsm7(tables).decode(&content.octets).text;
        let room = OCTETS.saturating_sub(header.len());
        let (data_coding, octets, replaced) = written(&text, alphabet, room);
        Coded { data_coding, header, octets: Cow::Owned(octets), replaced }
    }
}

/// The tables that a header names, and the header without them.
fn without_tables(header: &[u8]) -> (Tables, Cow<'_, [u8]>) {
    let Ok((read, _)) = udh::read(header) else {
        return (Tables::DEFAULT, Cow::Borrowed(header));
    };
    let tables = read.summary().tables;
    if tables == Tables::DEFAULT {
        return (tables, Cow::Borrowed(header));
    }
    let is_table =
        |element: &Element| matches!(element, Element::SingleShift(_) | Element::LockingShift(_));
    let mut rest = Header::new();
    let others = read.elements().filter(|element| !is_table(element));
    // What is longer than any part can be stays as it is, and is refused for that.
    let fits = others.map(|element| rest.push(element)).all(|pushed| pushed.is_ok());
    (tables, if fits { Cow::Owned(rest.octets().to_vec()) } else { Cow::Borrowed(header) })
}

/// The data_coding, the octets, and how many letters became `?`.
fn written(text: &str, alphabet: Alphabet, room: usize) -> (u8, Vec<u8>, usize) {
    let mut octets = Vec::with_capacity(text.len());
    if alphabet.encode(text, &mut octets).is_ok() {
        return (DEFAULT, octets, 0);
    }
    octets.clear();
    if Alphabet::Ucs2.encode(text, &mut octets).is_ok() && octets.len() <= room {
        return (data_coding::of_ucs2(Mark::None), octets, 0);
    }
    octets.clear();
    let mut replaced = 0;
    for letter in text.chars() {
        let end = octets.len();
        if alphabet.encode(letter.encode_utf8(&mut [0; 4]), &mut octets).is_err() {
            octets.truncate(end);
            alphabet.encode(UNKNOWN, &mut octets).expect("every alphabet has a question mark");
            replaced += 1;
        }
    }
    (DEFAULT, octets, replaced)
}
