//! A receipt as a packet.

use super::style::{Addresses, Carrier, Coding, Marking, Network, ReceiptStyle, Says};
use super::text::{octets, text};
use super::{Report, ReportKind};
use crate::action::{Operation, Packet, put};
use crate::id::Naming;
use crate::party::Party;
use message::state::SmppState;
use smpp::{Tag, TlvBuf, Version};

/// A header without meaning: part 1 of 1.
const HEADER: &[u8] = b"\x05\x00\x03\xAA\x01\x01";
const UNREADABLE: &str = "Your message has arrived. Thank you!";

const SHORT_MESSAGE_MAX: usize = 254;
const TYPE_RECEIPT: u8 = 0x04;
const TYPE_PHONE_ACK: u8 = 0x08;
const TYPE_INTERMEDIATE: u8 = 0x20;
const UDHI: u8 = 0x40;

/// A tag and a value of SMPPSim.
const VENDOR: (Tag, &[u8]) = (Tag(0x1403), b"mcc=234");

impl Report {
    /// The packet, for a peer of this version: one of 3.3 gets no TLVs, so everything is in the
    /// text, and no data_sm.
    pub(crate) fn write(&self, naming: Naming, version: Version) -> Packet {
        let style = &self.style_for(version);
        let user_data = self.user_data(naming, style);
        let (esm_class, user_data) = self.marked(style, user_data);
        let (source, destination) = self.addresses(style.addresses);
        let mut tlvs = TlvBuf::new();
        let in_payload = style.carrier != Carrier::DeliverSm || user_data.len() > SHORT_MESSAGE_MAX;
        let short_message = if in_payload && !user_data.is_empty() {
            put(&mut tlvs, Tag::MESSAGE_PAYLOAD, &user_data);
            Vec::new()
        } else {
            user_data
        };
        self.put_tlvs(naming, style, &mut tlvs);
        let is_data = style.carrier == Carrier::DataSm;
        Packet {
            operation: if is_data { Operation::DataSm } else { Operation::DeliverSm },
            source,
            destination,
            esm_class,
            data_coding: data_coding(style.coding),
            short_message,
            tlvs,
        }
    }

    fn style_for(&self, version: Version) -> ReceiptStyle {
        let style = self.style.sound();
        if version > Version::V33 {
            return style;
        }
        let twice_as_long = style.coding == Coding::Ucs2;
        ReceiptStyle {
            carrier: Carrier::DeliverSm,
            says: Says::Text,
            coding: if twice_as_long { Coding::Ascii } else { style.coding },
            ..style
        }
    }

    fn user_data(&self, naming: Naming, style: &ReceiptStyle) -> Vec<u8> {
        if self.kind == ReportKind::Unreadable {
            octets(UNREADABLE, style.coding)
        } else if style.says == Says::Tlvs {
            Vec::new()
        } else {
            octets(&text(self, style, &naming.text.of(&self.id)), style.coding)
        }
    }

    /// `esm_class`, and the octets with the header that it announces.
    fn marked(&self, style: &ReceiptStyle, text: Vec<u8>) -> (u8, Vec<u8>) {
        let kind = match self.kind {
            ReportKind::Receipt => TYPE_RECEIPT,
            ReportKind::Intermediate => TYPE_INTERMEDIATE,
            ReportKind::PhoneAck => return (TYPE_PHONE_ACK, text),
            // Without its mark it would be a message from a phone.
            ReportKind::Unreadable => return (TYPE_RECEIPT, text),
        };
        // No encoder writes the flag before octets that cannot be taken for a header.
        let could_be_header = text.first().is_some_and(|first| usize::from(*first) < text.len());
        match style.marking {
            Marking::WithHeader => (UDHI | kind, [HEADER, &text].concat()),
            Marking::FlagOnly if could_be_header => (UDHI | kind, text),
            Marking::Marked | Marking::FlagOnly => (kind, text),
            Marking::Unmarked => (0, text),
        }
    }

    fn put_tlvs(&self, naming: Naming, style: &ReceiptStyle, tlvs: &mut TlvBuf) {
        if style.says != Says::Text && self.kind != ReportKind::Unreadable {
            let mut id = naming.tlv.of(&self.id).into_bytes();
            id.extend(style.terminated.then_some(0));
            put(tlvs, Tag::RECEIPTED_MESSAGE_ID, &id);
            if let Some(state) = self.tlv_state(style.says) {
                put(tlvs, Tag::MESSAGE_STATE, &[state.octet()]);
            }
            if let Some(error) = network_error(style.network, self.outcome.error) {
                put(tlvs, Tag::NETWORK_ERROR_CODE, &error);
            }
            if let Some(reference) = self.user_message_reference {
                put(tlvs, Tag::USER_MESSAGE_REFERENCE, &reference.to_be_bytes());
            }
        }
        if style.vendor_tlvs {
            put(tlvs, VENDOR.0, VENDOR.1);
        }
    }

    fn tlv_state(&self, says: Says) -> Option<SmppState> {
        match says {
            Says::Text | Says::IdTlv => None,
            Says::Contrary if self.outcome.state.is_final() => Some(SmppState::Enroute),
            Says::Both | Says::Tlvs | Says::Contrary => Some(self.outcome.state),
        }
    }

    fn addresses(&self, style: Addresses) -> (Party, Party) {
        let (customer, phone) = (self.content.source.clone(), self.content.destination.clone());
        let before = |digits: &[u8]| {
            let digits = [digits, &phone.digits].concat();
            let before = Party { digits, ..phone.clone() };
            if before.is_writable() { before } else { phone.clone() }
        };
        let untyped = |party: &Party| Party { ton: 0, npi: 0, digits: party.digits.clone() };
        match style {
            Addresses::Swapped => (phone, customer),
            Addresses::Straight => (customer, phone),
            Addresses::Plus => (before(b"+"), customer),
            Addresses::Zeros => (before(b"00"), customer),
            Addresses::Untyped => (untyped(&phone), untyped(&customer)),
        }
    }
}

fn data_coding(coding: Coding) -> u8 {
    match coding {
        Coding::Ascii | Coding::Gsm => 0,
        Coding::Latin1 => 3,
        Coding::Ucs2 => 8,
    }
}

fn network_error(style: Network, error: u16) -> Option<[u8; 3]> {
    let [high, low] = error.to_be_bytes();
    let digit = |unit: u16| b'0' + (error / unit % 10) as u8;
    match style {
        Network::Missing => None,
        Network::Gsm => Some([3, high, low]),
        Network::Centre => Some([8, high, low]),
        Network::Digits => Some([digit(100), digit(10), digit(1)]),
    }
}
