//! bind, outbind, unbind, enquire_link, generic_nack.

use super::{Body, SINCE_3_3, SINCE_3_4};
use smpp::Secret;
use smpp::pdu::bind::{Bind, BindResp, Outbind, Tail};
use smpp::{Field, Pdu, Tag, TlvBuf};

/// The three binds differ by their id. A client of 3.3 may send bind_transceiver too.
#[track_caller]
fn check_bind(id: &str, pdu: fn(Bind<'static>) -> Pdu<'static>) {
    let bind = Bind {
        system_id: b"SMPP3TEST",
        password: Secret(b"secret08"),
        system_type: b"SUBMIT1",
        interface_version: 0x34,
        addr_ton: 2,
        addr_npi: 8,
        address_range: b"^4477",
        ..Bind::default()
    };
    let octets = format!(
        "00000034 {id} 00000000 00000001
         'SMPP3TEST' 00 'secret08' 00 'SUBMIT1' 00 34 02 08 '^4477' 00"
    );
    let body = Body {
        versions: SINCE_3_3,
        octets: &octets,
        pdu: pdu(bind),
        fields: &[
            (16, Field::SystemId, 0x0F),
            (26, Field::Password, 0x0E),
            (35, Field::SystemType, 0x0D),
            (43, Field::InterfaceVersion, 0x02),
            (44, Field::AddressRangeTon, 0x02),
            (45, Field::AddressRangeNpi, 0x02),
            (46, Field::AddressRange, 0x02),
        ],
        good: &[],
    };
    body.check();
}

#[test]
fn bind_receiver() {
    check_bind("00000001", Pdu::BindReceiver);
}

#[test]
fn bind_transmitter() {
    check_bind("00000002", Pdu::BindTransmitter);
}

#[test]
fn bind_transceiver() {
    check_bind("00000009", Pdu::BindTransceiver);
}

/// The only TLV of 3.4: sc_interface_version.
fn version() -> TlvBuf {
    let mut tlvs = TlvBuf::new();
    tlvs.push(Tag(0x0210), &[0x34]).expect("one octet");
    tlvs
}

#[track_caller]
fn check_bind_resp<'a>(id: &str, tlvs: &'a TlvBuf, pdu: fn(BindResp<'a>) -> Pdu<'a>) {
    let bare = BindResp { system_id: b"GW", ..BindResp::default() };
    let octets = format!("00000018 {id} 00000000 00000001 'GW' 00  0210 0001 34");
    let body = Body {
        versions: SINCE_3_3,
        octets: &octets,
        pdu: pdu(BindResp { tlvs: tlvs.view(), ..bare }),
        fields: &[(16, Field::SystemId, 0x0F), (19, Field::TlvStream, 0xC0)],
        good: &[(16, pdu(BindResp::default())), (19, pdu(bare))],
    };
    body.check();
}

#[test]
fn bind_receiver_resp() {
    check_bind_resp("80000001", &version(), Pdu::BindReceiverResp);
}

#[test]
fn bind_transmitter_resp() {
    check_bind_resp("80000002", &version(), Pdu::BindTransmitterResp);
}

#[test]
fn bind_transceiver_resp() {
    check_bind_resp("80000009", &version(), Pdu::BindTransceiverResp);
}

#[test]
fn outbind() {
    let password = Secret(b"secret");
    let body = Body {
        versions: SINCE_3_4,
        octets: "0000001A 0000000B 00000000 00000001 'GW' 00 'secret' 00",
        pdu: Pdu::Outbind(Outbind { system_id: b"GW", password, ..Outbind::default() }),
        fields: &[(16, Field::SystemId, 0x0F), (19, Field::Password, 0x0E)],
        good: &[],
    };
    body.check();
}

#[track_caller]
fn check_bare(octets: &str, pdu: Pdu<'static>) {
    Body { versions: SINCE_3_3, octets, pdu, fields: &[], good: &[] }.check();
}

#[test]
fn unbind() {
    check_bare("00000010 00000006 00000000 00000001", Pdu::Unbind);
}

#[test]
fn enquire_link() {
    check_bare("00000010 00000015 00000000 00000001", Pdu::EnquireLink);
}

/// 5.0 may tell its congestion_state in any response.
pub(super) fn congestion() -> TlvBuf {
    let mut tlvs = TlvBuf::new();
    tlvs.push(Tag(0x0428), &[85]).expect("one octet");
    tlvs
}

/// A response without fields.
#[track_caller]
pub(super) fn check_tail<'a>(id: &str, tlvs: &'a TlvBuf, pdu: fn(Tail<'a>) -> Pdu<'a>) {
    let octets = format!("00000015 {id} 00000000 00000001  0428 0001 55");
    let body = Body {
        versions: SINCE_3_3,
        octets: &octets,
        pdu: pdu(Tail { tlvs: tlvs.view() }),
        fields: &[(16, Field::TlvStream, 0xC0)],
        good: &[(16, pdu(Tail::default()))],
    };
    body.check();
}

#[test]
fn unbind_resp() {
    check_tail("80000006", &congestion(), Pdu::UnbindResp);
}

#[test]
fn enquire_link_resp() {
    check_tail("80000015", &congestion(), Pdu::EnquireLinkResp);
}

#[test]
fn generic_nack() {
    check_tail("80000000", &congestion(), Pdu::GenericNack);
}
