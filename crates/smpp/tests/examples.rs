//! Whole PDUs as they travel: read field by field, and written from the same fields to the same octets.

mod common;

use common::{LENIENT, STRICT, accept, cut_out, header, hex, write};
use smpp::Secret;
use smpp::pdu::bind::{Bind, BindResp, Tail};
use smpp::pdu::message::{MessageResp, Sm};
use smpp::{Address, CommandId, CommandStatus, Header, OwnedPdu, Pdu, Tag, TlvBuf, Version};

/// The octets, as one PDU with this header and this body, in both directions.
#[track_caller]
fn example(octets: &str, (id, status, sequence): (u32, u32, u32), pdu: Pdu<'_>) {
    let octets = hex(octets);
    let (command, status) = (CommandId(id), CommandStatus(status));
    assert_eq!(header(&octets), Header { command, status, sequence });
    for decoder in [STRICT, LENIENT] {
        accept(decoder, &octets, &[], |read| assert_eq!(read, pdu));
        let owned = OwnedPdu::read(cut_out(&octets), decoder).expect("it is good");
        assert_eq!((owned.view(), owned.header()), (pdu, header(&octets)));
        assert_eq!(owned.octets(), octets);
    }
    assert_eq!(write(Version::V34, pdu, header(&octets)), Ok(octets));
}

#[test]
fn bind_transceiver() {
    let body = Bind {
        system_id: b"SMPP3TEST",
        password: Secret(b"secret08"),
        system_type: b"SUBMIT1",
        interface_version: 0x34,
        addr_ton: 1,
        addr_npi: 1,
        address_range: b"",
        tlvs: Default::default(),
    };
    example(
        "0000002F 00000009 00000000 00000001 534D50503354455354 00 7365637265743038 00
         5355424D495431 00 34 01 01 00",
        (0x0000_0009, 0x00, 1),
        Pdu::BindTransceiver(body),
    );
}

#[test]
fn bind_transceiver_resp() {
    let mut tlvs = TlvBuf::new();
    tlvs.push(Tag(0x0210), &[0x34]).expect("one octet");
    let body = BindResp { system_id: b"GW", tlvs: tlvs.view() };
    example(
        "00000018 80000009 00000000 00000001 475700 0210 0001 34",
        (0x8000_0009, 0x00, 1),
        Pdu::BindTransceiverResp(body),
    );
    assert_eq!(body.tlvs.integer(Tag(0x0210)), Some(0x34));
}

#[test]
fn bind_transceiver_resp_of_a_failed_bind() {
    example(
        "00000010 80000009 0000000D 00000001",
        (0x8000_0009, 0x0D, 1),
        Pdu::BindTransceiverResp(BindResp::default()),
    );
}

const TO: Address<'static> = Address { ton: 1, npi: 1, digits: b"447700900123" };

/// "Hi @ 5" and the euro sign: @ is 0x00, the euro sign two septets.
#[test]
fn submit_sm() {
    let body = Sm {
        service_type: b"",
        source: Address { ton: 5, npi: 0, digits: b"Acme" },
        destination: TO,
        esm_class: 0x00,
        protocol_id: 0,
        priority_flag: 0,
        schedule_delivery_time: b"",
        validity_period: b"",
        registered_delivery: 0x01,
        replace_if_present_flag: 0,
        data_coding: 0,
        sm_default_msg_id: 0,
        short_message: b"Hi\x20\x00\x20\x35\x20\x1B\x65",
        tlvs: Default::default(),
    };
    example(
        "0000003A 00000004 00000000 00000002 00 05 00 41636D6500 01 01 34343737303039303031323300
         00 00 00 00 00 01 00 00 00 09 48692000203520 1B65",
        (0x0000_0004, 0x00, 2),
        Pdu::SubmitSm(body),
    );
}

#[test]
fn submit_sm_of_one_part_of_two() {
    let body = Sm {
        service_type: b"",
        source: Address { ton: 1, npi: 1, digits: b"447700900000" },
        destination: TO,
        esm_class: 0x40,
        protocol_id: 0,
        priority_flag: 0,
        schedule_delivery_time: b"",
        validity_period: b"000001000000000R",
        registered_delivery: 0x01,
        replace_if_present_flag: 0,
        data_coding: 0,
        sm_default_msg_id: 0,
        short_message: b"\x05\x00\x03\x05\x02\x01LG",
        tlvs: Default::default(),
    };
    example(
        "00000051 00000004 00000000 00000003 00 01 01 34343737303039303030303000
         01 01 34343737303039303031323300 40 00 00 00 3030303030313030303030303030305200
         01 00 00 00 08 050003050201 4C47",
        (0x0000_0004, 0x00, 3),
        Pdu::SubmitSm(body),
    );
}

#[test]
fn submit_sm_resp() {
    example(
        "00000021 80000004 00000000 00000002 315F313438333934333330343030303000",
        (0x8000_0004, 0x00, 2),
        Pdu::SubmitSmResp(MessageResp { message_id: b"1_14839433040000", ..Default::default() }),
    );
}

#[test]
fn submit_sm_resp_throttled() {
    example(
        "00000010 80000004 00000058 00000003",
        (0x8000_0004, 0x58, 3),
        Pdu::SubmitSmResp(MessageResp::default()),
    );
}

/// Addresses swapped, esm_class 0x04, the text in the form of appendix B, the same again in TLVs.
#[test]
fn deliver_sm_with_a_receipt() {
    let mut tlvs = TlvBuf::new();
    tlvs.push_text(Tag(0x001E), b"1_14839433040000").expect("an id");
    tlvs.push(Tag(0x0427), &[2]).expect("one octet");
    tlvs.push(Tag(0x0423), &[3, 0, 0]).expect("three octets");
    let text = b"id:1_14839433040000 sub:001 dlvrd:001 submit date:1701090935 \
                 done date:1701090940 stat:DELIVRD err:000 text:Hi";
    let body = Sm {
        service_type: b"",
        source: TO,
        destination: Address { ton: 5, npi: 0, digits: b"Acme" },
        esm_class: 0x04,
        protocol_id: 0,
        priority_flag: 0,
        schedule_delivery_time: b"",
        validity_period: b"",
        registered_delivery: 0,
        replace_if_present_flag: 0,
        data_coding: 0,
        sm_default_msg_id: 0,
        short_message: text,
        tlvs: tlvs.view(),
    };
    example(
        "000000C0 00000005 00000000 00000001 00 01 01 34343737303039303031323300 05 00 41636D6500
         04 00 00 00 00 00 00 00 00 6E
         'id:1_14839433040000 sub:001 dlvrd:001 submit date:1701090935 '
         'done date:1701090940 stat:DELIVRD err:000 text:Hi'
         001E 0011 315F313438333934333330343030303000  0427 0001 02  0423 0003 030000",
        (0x0000_0005, 0x00, 1),
        Pdu::DeliverSm(body),
    );
    assert_eq!(body.tlvs.text(Tag(0x001E)), Some(&b"1_14839433040000"[..]));
    assert_eq!(body.tlvs.integer(Tag(0x0427)), Some(2));
    assert_eq!(body.tlvs.find(Tag(0x0423)), Some(&[3, 0, 0][..]));
}

#[test]
fn deliver_sm_resp() {
    example(
        "00000011 80000005 00000000 00000001 00",
        (0x8000_0005, 0x00, 1),
        Pdu::DeliverSmResp(MessageResp::default()),
    );
}

#[test]
fn enquire_link_and_its_answer() {
    example("00000010 00000015 00000000 00000007", (0x0000_0015, 0x00, 7), Pdu::EnquireLink);
    example(
        "00000010 80000015 00000000 00000007",
        (0x8000_0015, 0x00, 7),
        Pdu::EnquireLinkResp(Tail::default()),
    );
}

#[test]
fn generic_nack_of_an_unknown_command() {
    example(
        "00000010 80000000 00000003 00000009",
        (0x8000_0000, 0x03, 9),
        Pdu::GenericNack(Tail::default()),
    );
}

#[test]
fn generic_nack_of_an_unusable_header() {
    example(
        "00000010 80000000 00000002 00000000",
        (0x8000_0000, 0x02, 0),
        Pdu::GenericNack(Tail::default()),
    );
}

#[test]
fn unbind_and_its_answer() {
    example("00000010 00000006 00000000 00000008", (0x0000_0006, 0x00, 8), Pdu::Unbind);
    example(
        "00000010 80000006 00000000 00000008",
        (0x8000_0006, 0x00, 8),
        Pdu::UnbindResp(Tail::default()),
    );
}
