//! What a message centre delivers: a receipt, or a text.

use crate::pdu::meaning::{Carried, UDHI, carried};
use message::receipt::read;
use message::text::alphabet::Alphabet;
use message::text::data_coding::{self, Content};
use message::text::gsm::Tables;
use message::text::udh::{self, Concatenation};
use smpp::{Address, Pdu};

/// Something that was delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heard {
    Receipt(Receipt),
    Text(Text),
}

/// A report on a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Receipt {
    /// As the TLV has it, and as the text has it where that differs.
    pub(super) ids: Vec<String>,
    /// `DELIVRD`.
    pub(super) stat: String,
    pub(super) err: String,
    pub(super) is_final: bool,
    /// Its whole text.
    pub(super) text: String,
}

/// A text, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) from: String,
    pub(super) to: String,
    /// `None`: it is no text.
    pub(super) text: Option<String>,
    /// Behind the header, in hex.
    pub(super) octets: String,
    pub(super) part: Option<Concatenation>,
    pub(super) esm_class: u8,
    pub(super) data_coding: u8,
}

impl Heard {
    /// Out of a deliver_sm or data_sm; `None` if it is another.
    pub(super) fn of(pdu: &Pdu<'_>) -> Option<Heard> {
        let carried = carried(pdu)?;
        let (source, destination) = if let Pdu::DeliverSm(sm) = pdu {
            (sm.source, sm.destination)
        } else if let Pdu::DataSm(sm) = pdu {
            (sm.source, sm.destination)
        } else {
            return None;
        };
        let receipt = receipt(&carried).map(Heard::Receipt);
        Some(receipt.unwrap_or_else(|| Heard::Text(text(&carried, source, destination))))
    }
}

fn receipt(carried: &Carried<'_>) -> Option<Receipt> {
    let verdict = carried.verdict()?;
    let written = read(carried.octets());
    let words = |octets: Option<&[u8]>| octets.unwrap_or_default().escape_ascii().to_string();
    let stat = match (written.stat, verdict.state) {
        (Some(stat), _) => words(Some(stat.raw)),
        (None, Some(state)) => state.stat().to_owned(),
        (None, None) => "UNKNOWN".to_owned(),
    };
    Some(Receipt {
        ids: verdict.ids.into_iter().flatten().map(|id| words(Some(id))).collect(),
        stat,
        err: words(written.err),
        is_final: verdict.is_final,
        text: String::from_utf8_lossy(carried.octets()).into_owned(),
    })
}

fn text(carried: &Carried<'_>, from: Address<'_>, to: Address<'_>) -> Text {
    let (mut octets, mut tables, mut part) = (carried.octets(), Tables::DEFAULT, None);
    if carried.esm_class & UDHI != 0
        && let Ok((header, body)) = udh::read(octets)
    {
        let summary = header.summary();
        (octets, tables, part) = (body, summary.tables, summary.concatenation);
    }
    let alphabet = match data_coding::meaning(carried.data_coding).content {
        Content::Default | Content::Text(Alphabet::Gsm7(_)) => Some(Alphabet::Gsm7(tables)),
        Content::Text(alphabet) => Some(alphabet),
        Content::Binary | Content::Reserved => None,
    };
    Text {
        from: party(from),
        to: party(to),
        text: alphabet.map(|alphabet| alphabet.decode(octets).text),
        octets: octets.iter().map(|octet| format!("{octet:02X}")).collect(),
        part,
        esm_class: carried.esm_class,
        data_coding: carried.data_coding,
    }
}

/// International numbers with their plus.
fn party(address: Address<'_>) -> String {
    let plus = if address.ton == 1 { "+" } else { "" };
    format!("{plus}{}", address.digits.escape_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use smpp::pdu::message::Sm;

    fn heard(sm: Sm<'_>) -> Heard {
        Heard::of(&Pdu::DeliverSm(sm)).expect("a message")
    }

    #[test]
    fn a_receipt_is_told_from_a_text() {
        let short_message = b"id:7 stat:UNDELIV err:001 text:stat:DELIVRD";
        let receipt = heard(Sm { esm_class: 4, short_message, ..Sm::default() });
        let text = String::from_utf8_lossy(short_message).into_owned();
        let expected = Receipt {
            ids: vec!["7".to_owned()],
            stat: "UNDELIV".to_owned(),
            err: "001".to_owned(),
            is_final: true,
            text,
        };
        assert_eq!(receipt, Heard::Receipt(expected));
        let Heard::Text(text) = heard(Sm { short_message, ..Sm::default() }) else {
            panic!("a phone may write so");
        };
        assert_eq!(text.text.as_deref(), std::str::from_utf8(short_message).ok());
    }

    #[test]
    fn a_part_says_which_one_it_is() {
        let source = Address { ton: 1, npi: 1, digits: b"447700900002" };
        let short_message = &[5, 0, 3, 9, 2, 1, 0x04, 0x16];
        let sm = Sm { source, esm_class: 0x40, data_coding: 8, short_message, ..Sm::default() };
        let Heard::Text(text) = heard(sm) else { panic!("a text") };
        assert_eq!((text.from.as_str(), text.text.as_deref()), ("+447700900002", Some("Ж")));
        assert_eq!(text.part.map(|part| (part.sequence, part.total)), Some((1, 2)));
    }
}
