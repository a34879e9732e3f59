//! The octets of a text in the operator's alphabet.

use gateway::door::Outgoing;
use message::text::alphabet::Alphabet;
use message::text::capacity::OCTETS;
use message::text::data_coding::{self, Mark};
use message::text::gsm::Tables;
use message::text::udh;
use std::borrow::Cow;

/// A text ready to be sent.
pub(super) struct Coded<'a> {
    /// What it is.
    pub(super) data_coding: u8,
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
    /// sent as `?`.
    pub(super) fn new(
        outgoing: &'a Outgoing,
        header: Option<&[u8]>,
        alphabet: Alphabet,
    ) -> Coded<'a> {
        let Outgoing { data_coding, content, .. } = outgoing;
        let kept = Coded {
            data_coding: *data_coding,
            octets: Cow::Borrowed(&*content.octets.0),
            replaced: 0,
        };
        if *data_coding != DEFAULT || matches!(alphabet, Alphabet::Gsm7(_)) {
            return kept;
        }
        let text = Alphabet::Gsm7(tables(header)).decode(&content.octets.0).text;
        let mut octets = Vec::with_capacity(text.len());
        if alphabet.encode(&text, &mut octets).is_ok() {
            return Coded { octets: Cow::Owned(octets), ..kept };
        }
        let room = OCTETS.saturating_sub(header.map_or(0, <[u8]>::len));
        in_ucs2(&text, room).unwrap_or_else(|| with_gaps(&text, alphabet))
    }
}

fn tables(header: Option<&[u8]>) -> Tables {
    let header = header.and_then(|octets| udh::read(octets).ok());
    header.map_or(Tables::DEFAULT, |(header, _)| header.summary().tables)
}

fn in_ucs2(text: &str, room: usize) -> Option<Coded<'static>> {
    let mut octets = Vec::with_capacity(2 * text.len());
    Alphabet::Ucs2.encode(text, &mut octets).ok()?;
    let data_coding = data_coding::of_ucs2(Mark::None);
    (octets.len() <= room).then_some(Coded { data_coding, octets: Cow::Owned(octets), replaced: 0 })
}

fn with_gaps(text: &str, alphabet: Alphabet) -> Coded<'static> {
    let (mut octets, mut replaced) = (Vec::with_capacity(text.len()), 0);
    for letter in text.chars() {
        let end = octets.len();
        if alphabet.encode(letter.encode_utf8(&mut [0; 4]), &mut octets).is_err() {
            octets.truncate(end);
            alphabet.encode(UNKNOWN, &mut octets).expect("every alphabet has a question mark");
            replaced += 1;
        }
    }
    Coded { data_coding: DEFAULT, octets: Cow::Owned(octets), replaced }
}
