//! The alphabets that text travels in, as octets of a message, and their conversion from and to
//! Unicode.

mod latin;
mod ucs2;

use super::gsm::{self, MissingLetter, Tables};
use encoding_rs::{EUC_JP, EUC_KR, Encoding, ISO_8859_5, ISO_8859_8, SHIFT_JIS};

/// An alphabet and the form of its octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alphabet {
    /// GSM 7-bit, one septet per octet (TS 23.038 s6.2.1).
    Gsm7(Tables),
    /// IA5, in practice ASCII.
    Ascii,
    /// ISO-8859-1.
    Latin1,
    /// ISO-8859-15: Latin-1 with the euro sign. No data_coding names it; it is an account's or
    /// operator's default.
    Latin9,
    /// ISO-8859-5.
    Cyrillic,
    /// ISO-8859-8.
    Hebrew,
    /// JIS X 0208. SMPP does not say in which form; Shift_JIS is the one of two octets a character,
    /// as SMPP counts.
    Japanese,
    /// JIS X 0208 with JIS X 0212, as EUC-JP, the form that has both.
    JapaneseExtended,
    /// KS C 5601, as EUC-KR.
    Korean,
    /// UTF-16, high octet first. The standards say UCS2; phones send surrogates.
    Ucs2,
}

/// Text read from octets, and what was wrong with them. All that had a meaning is in the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decoded {
    /// The text; what had no meaning shows as U+FFFD or as the alphabet's own rule wants.
    pub text: String,
    /// Characters that had no meaning, lone surrogates among them.
    pub meaningless: usize,
    /// Two-octet text ended with one octet more, which is not in the text.
    pub odd_octet: bool,
}

impl Alphabet {
    /// Read `octets`, which begin behind the header if there is one.
    pub fn decode(self, octets: &[u8]) -> Decoded {
        let mut decoded = Decoded::default();
        match self {
            Alphabet::Gsm7(tables) => {
                decoded.meaningless = gsm::decode(octets, tables, &mut decoded.text);
            }
            Alphabet::Ucs2 => return ucs2::decode(octets),
            Alphabet::Ascii => latin::decode(octets, latin::ascii, &mut decoded),
            Alphabet::Latin1 => latin::decode(octets, latin::latin1, &mut decoded),
            Alphabet::Latin9 => latin::decode(octets, latin::latin9, &mut decoded),
            Alphabet::Cyrillic => decode_other(ISO_8859_5, octets, &mut decoded),
            Alphabet::Hebrew => decode_other(ISO_8859_8, octets, &mut decoded),
            Alphabet::Japanese => decode_other(SHIFT_JIS, octets, &mut decoded),
            Alphabet::JapaneseExtended => decode_other(EUC_JP, octets, &mut decoded),
            Alphabet::Korean => decode_other(EUC_KR, octets, &mut decoded),
        }
        decoded
    }

    /// The text, where the octets are all ASCII as they stand, which is quickly seen; `None`: they
    /// may be text all the same, to be decoded.
    pub fn plain(self, octets: &[u8]) -> Option<&str> {
        let is_ascii = match self {
            Alphabet::Gsm7(tables) => gsm::is_ascii(octets, tables),
            Alphabet::Ascii | Alphabet::Latin1 | Alphabet::Latin9 => octets.is_ascii(),
            Alphabet::Cyrillic
            | Alphabet::Hebrew
            | Alphabet::Japanese
            | Alphabet::JapaneseExtended
            | Alphabet::Korean
            | Alphabet::Ucs2 => false,
        };
        if is_ascii { std::str::from_utf8(octets).ok() } else { None }
    }

    /// Append `text` to `out`. Nothing is replaced: a text that does not fit is an error, and then
    /// what stands in `out` behind its former end is of no use.
    pub fn encode(self, text: &str, out: &mut Vec<u8>) -> Result<(), MissingLetter> {
        match self {
            Alphabet::Gsm7(tables) => gsm::encode(text, tables, out),
            Alphabet::Ucs2 => {
                ucs2::encode(text, out);
                Ok(())
            }
            Alphabet::Ascii => latin::encode(text, latin::ascii, out),
            Alphabet::Latin1 => latin::encode(text, latin::latin1, out),
            Alphabet::Latin9 => latin::encode(text, latin::latin9, out),
            Alphabet::Cyrillic => encode_other(ISO_8859_5, text, out),
            Alphabet::Hebrew => encode_other(ISO_8859_8, text, out),
            Alphabet::Japanese => encode_other(SHIFT_JIS, text, out),
            Alphabet::JapaneseExtended => encode_other(EUC_JP, text, out),
            Alphabet::Korean => encode_other(EUC_KR, text, out),
        }
    }
}

fn decode_other(encoding: &'static Encoding, octets: &[u8], decoded: &mut Decoded) {
    let (text, _) = encoding.decode_without_bom_handling(octets);
    decoded.meaningless = text.matches(char::REPLACEMENT_CHARACTER).count();
    decoded.text = text.into_owned();
}

fn encode_other(
    encoding: &'static Encoding,
    text: &str,
    out: &mut Vec<u8>,
) -> Result<(), MissingLetter> {
    let (octets, _, _) = encoding.encode(text);
    // Browsers' encodings write some characters as a neighbour (the yen sign as a backslash) and
    // unknown ones as `&#...;`: reading back finds both.
    let (read_back, _) = encoding.decode_without_bom_handling(&octets);
    match text.char_indices().zip(read_back.chars()).find(|((_, letter), read)| letter != read) {
        Some(((at, letter), _)) => Err(MissingLetter { at, letter }),
        None => {
            out.extend_from_slice(&octets);
            Ok(())
        }
    }
}
