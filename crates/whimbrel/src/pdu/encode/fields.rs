//! Fields as people write them: `NAME=VALUE`.

use crate::address::{self, Written};
use crate::pdu::octets;
use message::text::alphabet::Alphabet;
use message::text::data_coding::{self, Content};
use message::text::gsm::Tables;
use registry::nearest;
use smpp::tag::{Lengths, Shape};
use smpp::{Address, CommandStatus, Secret, Tag, TlvBuf, Tlvs};
use std::collections::BTreeMap;

/// What was given.
pub(super) struct Fields {
    pub(super) sequence: u32,
    pub(super) status: CommandStatus,
    texts: BTreeMap<&'static str, Vec<u8>>,
    numbers: BTreeMap<&'static str, u8>,
    addresses: BTreeMap<&'static str, Written>,
    tlvs: TlvBuf,
}

/// Names that people use, and those of the standard.
const ALIASES: [(&str, &str); 4] = [
    ("source", "source_addr"),
    ("destination", "destination_addr"),
    ("from", "source_addr"),
    ("to", "destination_addr"),
];
const ADDRESSES: [&str; 3] = ["source_addr", "destination_addr", "esme_addr"];
const NUMBERS: [&str; 12] = [
    "esm_class",
    "protocol_id",
    "priority_flag",
    "registered_delivery",
    "replace_if_present_flag",
    "data_coding",
    "sm_default_msg_id",
    "interface_version",
    "addr_ton",
    "addr_npi",
    "message_state",
    "error_code",
];

impl Fields {
    /// Reads what was given; the operation has fields with these names.
    pub(super) fn read(
        given: &[String],
        operation: &str,
        names: &[&'static str],
    ) -> Result<Fields, String> {
        let mut fields = Fields {
            sequence: 1,
            status: CommandStatus::OK,
            texts: BTreeMap::new(),
            numbers: BTreeMap::new(),
            addresses: BTreeMap::new(),
            tlvs: TlvBuf::new(),
        };
        let mut text = None;
        for word in given {
            let (name, value) =
                word.split_once('=').ok_or_else(|| format!("{word:?} is no FIELD=VALUE"))?;
            let alias = ALIASES.iter().find(|(alias, _)| *alias == name);
            let name = alias.map_or(name, |(_, name)| *name);
            match names.iter().find(|known| **known == name) {
                Some(&"text") => text = Some(value),
                Some(known) => fields.field(known, value)?,
                None => fields
                    .other(name, value)
                    .unwrap_or_else(|| Err(unknown(operation, name, names)))?,
            }
        }
        text.map_or(Ok(()), |text| fields.write(text))?;
        Ok(fields)
    }

    fn field(&mut self, name: &'static str, value: &str) -> Result<(), String> {
        if ADDRESSES.contains(&name) {
            self.addresses.insert(name, address(value).map_err(|why| format!("{name}: {why}"))?);
        } else if NUMBERS.contains(&name) {
            let number = number(value).and_then(|number| u8::try_from(number).ok());
            let number =
                number.ok_or_else(|| format!("{name}: {value:?} is no number from 0 to 255"))?;
            self.numbers.insert(name, number);
        } else if name == "short_message" {
            self.texts.insert(name, octets(value).map_err(|why| format!("{name}: {why}"))?);
        } else {
            self.texts.insert(name, value.as_bytes().to_vec());
        }
        Ok(())
    }

    /// The header's fields, and TLVs; `None` if it is neither.
    fn other(&mut self, name: &str, value: &str) -> Option<Result<(), String>> {
        match name {
            "sequence" => {
                let number = number(value).filter(|number| (1..=0x7FFF_FFFF).contains(number));
                let wrong = || format!("sequence: {value:?} is no number from 1 to 2147483647");
                return Some(number.ok_or_else(wrong).map(|number| self.sequence = number));
            }
            "status" => {
                let status = CommandStatus::from_name(value).or(number(value).map(CommandStatus));
                let wrong = || format!("status: {value:?} is no status");
                return Some(status.ok_or_else(wrong).map(|status| self.status = status));
            }
            _ => {}
        }
        let by_number = name.strip_prefix("0x").and_then(|hex| u16::from_str_radix(hex, 16).ok());
        let tag = Tag::from_name(name).or(by_number.map(Tag))?;
        Some(self.tlv(tag, value).map_err(|why| format!("{name}: {why}")))
    }

    fn tlv(&mut self, tag: Tag, value: &str) -> Result<(), String> {
        let pushed = match tag.rule() {
            Some((Shape::Integer, lengths)) => {
                let number = number(value).ok_or_else(|| format!("{value:?} is no number"))?;
                let length = match lengths {
                    Lengths::Exactly(length) => length,
                    Lengths::Between(least, _) | Lengths::Either(least, _) => least,
                };
                let octets = number.to_be_bytes();
                let from = octets.len() - usize::from(length).min(octets.len());
                if octets[..from].iter().any(|octet| *octet != 0) {
                    return Err(format!("{value} does not fit into {length} octets"));
                }
                self.tlvs.push(tag, &octets[from..])
            }
            Some((Shape::CString, _)) => self.tlvs.push_text(tag, value.as_bytes()),
            Some((Shape::Octets, _)) | None => self.tlvs.push(tag, &octets(value)?),
        };
        pushed.map_err(|_| "no such value is allowed".to_owned())
    }

    /// Writes a text as data_coding says, or else in the alphabet that it fits into.
    fn write(&mut self, text: &str) -> Result<(), String> {
        const GSM7: Alphabet = Alphabet::Gsm7(Tables::DEFAULT);
        const UCS2: u8 = 8;
        let mut written = Vec::new();
        if let Some(coding) = self.numbers.get("data_coding").copied() {
            let alphabet = match data_coding::meaning(coding).content {
                Content::Default => GSM7,
                Content::Text(alphabet) => alphabet,
                Content::Binary | Content::Reserved => {
                    return Err(format!("text: data_coding {coding} is no text"));
                }
            };
            let encoded = alphabet.encode(text, &mut written);
            encoded.map_err(|missing| {
                format!("text: data_coding {coding} has no letter {:?}", missing.letter)
            })?;
        } else if GSM7.encode(text, &mut written).is_err() {
            written.clear();
            let _ = Alphabet::Ucs2.encode(text, &mut written);
            self.numbers.insert("data_coding", UCS2);
        }
        self.texts.insert("short_message", written);
        Ok(())
    }

    pub(super) fn text(&self, name: &str) -> &[u8] {
        self.texts.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn secret(&self, name: &str) -> Secret<'_> {
        Secret(self.text(name))
    }

    pub(super) fn number(&self, name: &str) -> u8 {
        self.number_if_any(name).unwrap_or(0)
    }

    pub(super) fn number_if_any(&self, name: &str) -> Option<u8> {
        self.numbers.get(name).copied()
    }

    pub(super) fn address(&self, name: &str) -> Address<'_> {
        let address = self.addresses.get(name);
        address.map_or(Address::default(), |(ton, npi, digits)| Address {
            ton: *ton,
            npi: *npi,
            digits: digits.as_bytes(),
        })
    }

    pub(super) fn tlvs(&self) -> Tlvs<'_> {
        self.tlvs.view()
    }
}

/// `TON/NPI/DIGITS`, or as people write it.
fn address(value: &str) -> Result<Written, String> {
    let mut cut = value.splitn(3, '/');
    if let (Some(ton), Some(npi), Some(digits)) = (cut.next(), cut.next(), cut.next())
        && let (Ok(ton), Ok(npi)) = (ton.parse(), npi.parse())
    {
        return Ok((ton, npi, digits.to_owned()));
    }
    address::read(value)
}

/// Decimal, or hexadecimal behind `0x`.
fn number(value: &str) -> Option<u32> {
    match value.strip_prefix("0x") {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => value.parse().ok(),
    }
}

fn unknown(operation: &str, name: &str, names: &[&str]) -> String {
    let all = [names, &["sequence", "status"]].concat();
    let tags = Tag::ALL.iter().filter_map(|tag| tag.name());
    let near = nearest(name, all.iter().copied().chain(tags));
    let near = near.map_or(String::new(), |near| format!("; did you mean {near:?}?"));
    format!("{operation} has no {name:?}, there are {} and TLVs{near}", all.join(", "))
}
