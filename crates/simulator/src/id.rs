//! The ids that an operator gives, and what its receipts make of them.

use crate::chance::scatter;
use crate::choices::choices;

choices! {
    /// How the ids in submit_sm_resp look. Sources stand in brackets: where the form was seen.
    IdStyle {
        /// `1000000007`
        Decimal,
        /// `0000000007`: ten digits with zeros in front (SMPP 3.4 appendix B).
        DecimalPadded,
        /// `04062581460000000000007`: 23 digits (jasmin#423).
        DecimalLong,
        /// `39f99dd5` (jasmin#1034)
        HexLower,
        /// `07EE36CBE3`: ten digits, upper case, with a zero in front.
        HexUpper,
        /// `7`, `1F`: no more digits than needed, from 1 on (SMPP 3.3).
        HexShort,
        /// `812FC7470000001B`: 64 bits, half of the ids above the signed range (jasmin#586).
        Hex64,
        /// `16fd27068baf433b82eb8c7fada847da`
        Hex128,
        /// `16fd2706-8baf-433b-82eb-8c7fada847da` (jasmin#643)
        Uuid,
        /// `1101c1-c9d03d-f000` (jasmin#916)
        Dashed,
        /// `SAR-2347039245475-1eedf843-2-1` (jasmin#418)
        Prefixed,
        /// `1479978899.393701000100` (RestComm)
        Dotted,
        /// `1_14839433040000` (the reference)
        Underscore,
        /// `rdwjwxns18krxr9936ey96ymcw` (smppex#46)
        Base32,
        /// `31303030303030303037`: the codes of the characters of a decimal number (Adobe).
        Codes,
        /// 64 hexadecimal digits, as long as an id can be.
        Longest,
    }
}

choices! {
    /// What a receipt makes of the id. What a way cannot be done to, stays as it is.
    IdEcho {
        /// Nothing.
        Same,
        /// Upper case.
        Upper,
        /// Lower case.
        Lower,
        /// Two zeros in front.
        ZerosAdded,
        /// No zeros in front.
        ZerosRemoved,
        /// No dashes.
        DashesRemoved,
        /// A dash behind every sixth character.
        DashesAdded,
        /// Hexadecimal as decimal.
        Decimal,
        /// Hexadecimal as decimal, with a zero in front (jasmin#1034).
        DecimalPadded,
        /// Decimal as hexadecimal, lower case.
        Hex,
        /// Decimal as hexadecimal, upper case.
        HexUpper,
        /// The hexadecimal codes of its characters (Adobe).
        Codes,
        /// The characters whose hexadecimal codes it is.
        Characters,
    }
}

/// How one operator names a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Naming {
    /// In submit_sm_resp.
    pub given: IdStyle,
    /// After `id:` in receipts.
    pub text: IdEcho,
    /// In the TLV receipted_message_id of receipts.
    pub tlv: IdEcho,
}

/// Most characters of an id (SMPP 3.4 s5.2.23), and of one for a peer of 3.3.
const CHARACTERS_MAX: usize = 64;
const CHARACTERS_33: usize = 8;

const BASE_32: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Gives ids; no two alike.
#[derive(Debug)]
pub(crate) struct Ids {
    style: IdStyle,
    /// So that two operators give different ids.
    salt: u64,
    given: u64,
}

impl Ids {
    pub(crate) fn new(style: IdStyle, salt: u64) -> Ids {
        Ids { style, salt, given: 0 }
    }

    /// The next id. A peer of 3.3 is given eight hexadecimal digits where the style has more.
    pub(crate) fn next(&mut self, short: bool) -> String {
        self.given += 1;
        let id = self.style.spell(self.given, self.salt);
        if short && id.len() > CHARACTERS_33 { IdStyle::HexLower.spell(self.given, 0) } else { id }
    }
}

impl IdStyle {
    /// The `number`th id. Different numbers make different ids for 2^31 of them at least.
    fn spell(self, number: u64, salt: u64) -> String {
        let random = |turn: u64| scatter(number ^ scatter(salt.wrapping_add(turn)));
        let wide = u128::from(random(0)) << 64 | u128::from(random(1));
        match self {
            IdStyle::Decimal => (1_000_000_000 + number).to_string(),
            IdStyle::DecimalPadded => format!("{number:010}"),
            IdStyle::DecimalLong => format!("0406258146{number:013}"),
            IdStyle::HexLower => format!("{:08x}", 0x39F9_9DD4 + number),
            IdStyle::HexUpper => format!("{:010X}", 0x07_EE36_CBE2 + number),
            IdStyle::HexShort => format!("{number:X}"),
            IdStyle::Hex64 => format!("{:016X}", random(0)),
            IdStyle::Hex128 => format!("{wide:032x}"),
            IdStyle::Uuid => dashed(&format!("{wide:032x}"), &[8, 4, 4, 4, 12]),
            IdStyle::Dashed => dashed(&format!("{:016x}", random(0)), &[6, 6, 4]),
            IdStyle::Prefixed => {
                format!("SAR-{:013}-{:08x}-2-1", 2_347_039_245_475 + number, random(0) >> 32)
            }
            IdStyle::Dotted => format!("{}.{number:012}", 1_479_978_899 + (random(0) >> 40)),
            IdStyle::Underscore => format!("1_{:014}", 14_839_433_040_000 + number),
            IdStyle::Base32 => base_32(wide),
            IdStyle::Codes => codes(&(1_000_000_000 + number).to_string()),
            IdStyle::Longest => (0..4).map(|turn| format!("{:016x}", random(turn))).collect(),
        }
    }
}

impl IdEcho {
    /// What becomes of `id`.
    pub(crate) fn of(self, id: &str) -> String {
        let changed = match self {
            IdEcho::Same => None,
            IdEcho::Upper => Some(id.to_ascii_uppercase()),
            IdEcho::Lower => Some(id.to_ascii_lowercase()),
            IdEcho::ZerosAdded => Some(format!("00{id}")),
            IdEcho::ZerosRemoved => Some(id.trim_start_matches('0').to_owned()),
            IdEcho::DashesRemoved => Some(id.replace('-', "")),
            IdEcho::DashesAdded => Some(dashed(id, &[6; CHARACTERS_MAX / 6 + 1])),
            IdEcho::Decimal => number(id, 16).map(|number| number.to_string()),
            IdEcho::DecimalPadded => number(id, 16).map(|number| format!("0{number}")),
            IdEcho::Hex => number(id, 10).map(|number| format!("{number:x}")),
            IdEcho::HexUpper => number(id, 10).map(|number| format!("{number:X}")),
            IdEcho::Codes => Some(codes(id)),
            IdEcho::Characters => characters(id),
        };
        let fits = changed.filter(|id| (1..=CHARACTERS_MAX).contains(&id.len()));
        fits.unwrap_or_else(|| id.to_owned())
    }
}

/// `text` with a dash between groups of these lengths.
fn dashed(text: &str, lengths: &[usize]) -> String {
    let mut rest = text;
    let groups = lengths.iter().map_while(|length| {
        let (group, behind) = rest.split_at(rest.len().min(*length));
        rest = behind;
        (!group.is_empty()).then_some(group)
    });
    groups.collect::<Vec<_>>().join("-")
}

/// The number that `id` spells; 128 bits at most.
fn number(id: &str, base: u32) -> Option<u128> {
    u128::from_str_radix(id, base).ok()
}

fn codes(text: &str) -> String {
    text.bytes().map(|octet| format!("{octet:02x}")).collect()
}

fn characters(id: &str) -> Option<String> {
    let pairs = id.as_bytes().chunks(2);
    let octets = pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    let text = String::from_utf8(octets.collect::<Option<_>>()?).ok()?;
    let readable = id.len().is_multiple_of(2) && text.bytes().all(|octet| octet.is_ascii_graphic());
    readable.then_some(text)
}

/// 26 characters, the highest five bits first.
fn base_32(number: u128) -> String {
    let digit = |place: u32| BASE_32[(number >> (5 * place) & 31) as usize];
    (0..26).rev().map(|place| char::from(digit(place))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_style_looks_as_it_was_seen() {
        let number = 7;
        let cases = [
            (IdStyle::Decimal, "1000000007"),
            (IdStyle::DecimalPadded, "0000000007"),
            (IdStyle::DecimalLong, "04062581460000000000007"),
            (IdStyle::HexLower, "39f99ddb"),
            (IdStyle::HexUpper, "07EE36CBE9"),
            (IdStyle::HexShort, "7"),
            (IdStyle::Underscore, "1_14839433040007"),
            (IdStyle::Codes, "31303030303030303037"),
        ];
        for (style, expected) in cases {
            assert_eq!(style.spell(number, 99), expected, "{style:?}");
        }
        let shapes = [
            (IdStyle::Hex64, "################"),
            (IdStyle::Hex128, "################################"),
            (IdStyle::Uuid, "########-####-####-####-############"),
            (IdStyle::Dashed, "######-######-####"),
            (IdStyle::Prefixed, "###-#############-########-#-#"),
            (IdStyle::Dotted, "##########.############"),
            (IdStyle::Base32, "##########################"),
            (IdStyle::Longest, "################################################################"),
        ];
        for (style, shape) in shapes {
            let id = style.spell(number, 99);
            let seen = id.replace(|letter: char| letter.is_ascii_alphanumeric(), "#");
            assert_eq!(seen, shape, "{style:?}: {id}");
        }
        assert_eq!(base_32((1 << 125) + 33), "10000000000000000000000011");
    }

    #[test]
    fn each_echo_does_what_it_says() {
        let cases = [
            (IdEcho::Same, "aB0-1", "aB0-1"),
            (IdEcho::Upper, "39f99dd5", "39F99DD5"),
            (IdEcho::Lower, "07EE36CBE3", "07ee36cbe3"),
            (IdEcho::ZerosAdded, "12", "0012"),
            (IdEcho::ZerosRemoved, "0012", "12"),
            (IdEcho::ZerosRemoved, "000", "000"),
            (IdEcho::DashesRemoved, "1101c1-c9d03d-f000", "1101c1c9d03df000"),
            (IdEcho::DashesAdded, "1101c1c9d03df000", "1101c1-c9d03d-f000"),
            (IdEcho::Decimal, "812FC7470000001B", "9308878062554710043"),
            (IdEcho::Decimal, "1.2", "1.2"),
            (IdEcho::DecimalPadded, "39f99dd5", "0972660181"),
            (IdEcho::Hex, "0972660181", "39f99dd5"),
            (IdEcho::HexUpper, "972660181", "39F99DD5"),
            (IdEcho::Codes, "ABC123", "414243313233"),
            (IdEcho::Characters, "414243313233", "ABC123"),
            (IdEcho::Characters, "4142433132330", "4142433132330"),
        ];
        for (echo, id, expected) in cases {
            assert_eq!(echo.of(id), expected, "{echo:?} {id}");
        }
        let longest = "f".repeat(64);
        assert_eq!(IdEcho::Codes.of(&longest), longest);
    }

    #[test]
    fn a_peer_of_3_3_is_given_eight_characters() {
        let mut ids = Ids::new(IdStyle::Uuid, 1);
        assert_eq!(ids.next(true), "39f99dd5");
        assert_eq!(ids.next(false).len(), 36);
        let mut ids = Ids::new(IdStyle::HexShort, 1);
        assert_eq!(ids.next(true), "1");
    }
}
