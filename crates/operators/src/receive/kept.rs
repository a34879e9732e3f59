//! A text's octets as the gateway keeps them: data_coding 0 is GSM 7-bit, whatever the operator means by
//! it.

use message::text::alphabet::Alphabet;
use message::text::data_coding::{Mark, of_ucs2};
use message::text::gsm::Tables;
use std::borrow::Cow;

const DEFAULT: u8 = 0;

/// The data_coding and the octets. What has no meaning in the operator's alphabet stays as it came.
///
/// The parts of a longer text must not differ, and none knows the others' letters: so they are UCS2.
pub(super) fn kept(
    data_coding: u8,
    octets: &[u8],
    alphabet: Alphabet,
    is_part: bool,
) -> (u8, Cow<'_, [u8]>) {
    let is_told_otherwise = data_coding != DEFAULT || matches!(alphabet, Alphabet::Gsm7(_));
    if is_told_otherwise {
        return (data_coding, Cow::Borrowed(octets));
    }
    if alphabet == Alphabet::Ucs2 {
        // Without reading them: a part may begin or end within a character.
        return (of_ucs2(Mark::None), Cow::Borrowed(octets));
    }
    let decoded = alphabet.decode(octets);
    if decoded.meaningless > 0 || decoded.odd_octet {
        return (data_coding, Cow::Borrowed(octets));
    }
    let mut written = Vec::with_capacity(2 * octets.len());
    if !is_part && Alphabet::Gsm7(Tables::DEFAULT).encode(&decoded.text, &mut written).is_ok() {
        return (DEFAULT, Cow::Owned(written));
    }
    written.clear();
    Alphabet::Ucs2.encode(&decoded.text, &mut written).expect("UTF-16 has every character");
    (of_ucs2(Mark::None), Cow::Owned(written))
}
