//! Way 7: a receipt or a text from a phone becomes deliver_sm.

mod receipt;
mod text;
mod coding;

use gateway::door::{Body, Delivery};
use message::text::alphabet::Alphabet;
use records::submission::Party;
use smallvec::{SmallVec, smallvec};
use smpp::pdu::message::Sm;
use smpp::{Address, TlvBuf, Version};
use std::borrow::Cow;

/// To whom it is delivered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Receiver {
    /// What the session speaks.
    pub(crate) version: Version,
    /// What the account means by data_coding 0.
    pub(crate) alphabet: Alphabet,
}

/// A deliver_sm that owns what it says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Packet {
    esm_class: u8,
    protocol_id: u8,
    data_coding: u8,
    short_message: Vec<u8>,
    tlvs: TlvBuf,
}

/// Mostly one.
pub(crate) type Packets = SmallVec<[Packet; 1]>;

/// The addresses of a delivery, as they can be written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Way<'a> {
    source: Side<'a>,
    destination: Side<'a>,
}

#[derive(Debug, PartialEq, Eq)]
struct Side<'a> {
    ton: u8,
    npi: u8,
    text: Cow<'a, str>,
}

/// Characters of an address (SMPP 3.4 s4.6.1).
const ADDRESS_MAX: usize = 20;

/// One deliver_sm, or several to be sent one behind the other; none: it cannot be told to a peer of
/// this version. `spare`: one that is not needed any more, for its room.
pub(crate) fn packets(delivery: &Delivery, to: Receiver, spare: &mut Packet) -> Packets {
    match &delivery.body {
        Body::Receipt(receipt) => {
            smallvec![receipt::packet(receipt, to.version, std::mem::take(spare))]
        }
        Body::Text(text) => text::packets(text, delivery.notice, to).into(),
    }
}

impl Packet {
    pub(crate) fn view<'a>(&'a self, way: &'a Way<'_>) -> Sm<'a> {
        Sm {
            source: way.source.view(),
            destination: way.destination.view(),
            esm_class: self.esm_class,
            protocol_id: self.protocol_id,
            data_coding: self.data_coding,
            short_message: &self.short_message,
            tlvs: self.tlvs.view(),
            ..Sm::default()
        }
    }
}

impl Way<'_> {
    pub(crate) fn of(delivery: &Delivery) -> Way<'_> {
        Way { source: Side::of(&delivery.source), destination: Side::of(&delivery.destination) }
    }
}

impl Side<'_> {
    /// Packets carry ASCII. What an HTTP client has named itself, or an operator has sent, may be
    /// more, and nobody loses a receipt for it.
    fn of(party: &Party) -> Side<'_> {
        let sendable = |octet: u8| matches!(octet, b' '..=b'~');
        let ascii = |letter| u8::try_from(letter).ok().filter(|it| sendable(*it)).unwrap_or(b'?');
        let is_plain = party.text.len() <= ADDRESS_MAX && party.text.bytes().all(sendable);
        let text = match is_plain {
            true => Cow::Borrowed(party.text.as_str()),
            false => party.text.chars().take(ADDRESS_MAX).map(ascii).map(char::from).collect(),
        };
        let ton = if party.ton > Address::TON_MAX { 0 } else { party.ton };
        Side { ton, npi: party.npi, text }
    }

    fn view(&self) -> Address<'_> {
        Address { ton: self.ton, npi: self.npi, digits: self.text.as_bytes() }
    }
}
