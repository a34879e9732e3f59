//! submit_sm, deliver_sm, data_sm, submit_multi.

use super::{Body, SINCE_3_3, SINCE_3_4};
use smpp::list::{Destination, Failure, ListBuf};
use smpp::pdu::message::{DataSm, MessageResp, Sm, SubmitMulti, SubmitMultiResp};
use smpp::{Address, CommandStatus, Field, Pdu, Tag, TlvBuf};

const PHONE: Address<'static> = Address { ton: 1, npi: 1, digits: b"447700900123" };
const SENDER: Address<'static> = Address { ton: 5, npi: 0, digits: b"Acme" };

fn tlv(tag: u16, value: &[u8]) -> TlvBuf {
    let mut tlvs = TlvBuf::new();
    tlvs.push(Tag(tag), value).expect("a possible length");
    tlvs
}

fn reference() -> TlvBuf {
    tlv(0x0204, &[0x12, 0x34])
}

/// submit_sm and deliver_sm differ by their id and by how a missing field is answered.
#[track_caller]
fn check_sm<'a>(
    id: &str,
    tlvs: &'a TlvBuf,
    pdu: fn(Sm<'a>) -> Pdu<'a>,
    (replace, default_message): (u32, u32),
) {
    let bare = Sm {
        service_type: b"CMT",
        source: SENDER,
        destination: PHONE,
        esm_class: 0x83,
        protocol_id: 0x41,
        priority_flag: 1,
        schedule_delivery_time: b"261231235959000+",
        validity_period: b"000002000000000R",
        registered_delivery: 0x11,
        replace_if_present_flag: 1,
        data_coding: 8,
        sm_default_msg_id: 100,
        short_message: &[0x00, 0x48, 0x00, 0x69],
        ..Sm::default()
    };
    let octets = format!(
        "0000005E {id} 00000000 00000002
         'CMT' 00
         05 00 'Acme' 00
         01 01 '447700900123' 00
         83 41 01
         '261231235959000+' 00
         '000002000000000R' 00
         11 01 08 64
         04 00480069
         0204 0002 1234"
    );
    let body = Body {
        versions: SINCE_3_3,
        octets: &octets,
        pdu: pdu(Sm { tlvs: tlvs.view(), ..bare }),
        fields: &[
            (16, Field::ServiceType, 0x02),
            (20, Field::Source, 0x0A),
            (21, Field::Source, 0x0A),
            (22, Field::Source, 0x0A),
            (27, Field::Destination, 0x0B),
            (28, Field::Destination, 0x0B),
            (29, Field::Destination, 0x0B),
            (42, Field::EsmClass, 0x43),
            (43, Field::ProtocolId, 0x02),
            (44, Field::PriorityFlag, 0x06),
            (45, Field::ScheduleDeliveryTime, 0x61),
            (62, Field::ValidityPeriod, 0x62),
            (79, Field::RegisteredDelivery, 0x07),
            (80, Field::ReplaceIfPresentFlag, replace),
            (81, Field::DataCoding, 0x02),
            (82, Field::DefaultMessageId, default_message),
            (83, Field::ShortMessage, 0x01),
            (88, Field::TlvStream, 0xC0),
        ],
        good: &[(88, pdu(bare))],
    };
    body.check();
}

#[test]
fn submit_sm() {
    check_sm("00000004", &reference(), Pdu::SubmitSm, (0x43, 0x01));
}

#[test]
fn deliver_sm() {
    check_sm("00000005", &reference(), Pdu::DeliverSm, (0x54, 0x63));
}

#[track_caller]
fn check_resp<'a>(octets: &str, tlvs: &'a TlvBuf, pdu: fn(MessageResp<'a>) -> Pdu<'a>) {
    let bare = MessageResp { message_id: b"A1B2C3", ..MessageResp::default() };
    let body = Body {
        versions: SINCE_3_3,
        octets,
        pdu: pdu(MessageResp { tlvs: tlvs.view(), ..bare }),
        fields: &[(16, Field::MessageId, 0x0C), (23, Field::TlvStream, 0xC0)],
        good: &[(16, pdu(MessageResp::default())), (23, pdu(bare))],
    };
    body.check();
}

#[test]
fn submit_sm_resp() {
    let octets = "0000001E 80000004 00000000 00000002 'A1B2C3' 00  001D 0003 'ok' 00";
    check_resp(octets, &tlv(0x001D, b"ok\0"), Pdu::SubmitSmResp);
}

#[test]
fn data_sm_resp() {
    let octets = "0000001C 80000103 00000000 00000002 'A1B2C3' 00  0425 0001 03";
    check_resp(octets, &tlv(0x0425, &[3]), Pdu::DataSmResp);
}

/// Its message_id is empty: one octet.
#[test]
fn deliver_sm_resp() {
    let tlvs = tlv(0x0423, &[3, 0, 5]);
    let body = Body {
        versions: SINCE_3_3,
        octets: "00000018 80000005 00000000 00000002 00  0423 0003 030005",
        pdu: Pdu::DeliverSmResp(MessageResp { tlvs: tlvs.view(), ..MessageResp::default() }),
        fields: &[(16, Field::MessageId, 0x0C), (17, Field::TlvStream, 0xC0)],
        good: &[
            (16, Pdu::DeliverSmResp(MessageResp::default())),
            (17, Pdu::DeliverSmResp(MessageResp::default())),
        ],
    };
    body.check();
}

/// Addresses of up to 64 characters; the text is a TLV.
#[test]
fn data_sm() {
    let tlvs = tlv(0x0424, b"Hi");
    let bare = DataSm {
        service_type: b"WAP",
        source: Address { ton: 1, npi: 14, digits: b"123456789012345678901234567890" },
        destination: Address { ton: 3, npi: 18, digits: b"4477" },
        esm_class: 0x08,
        registered_delivery: 0x05,
        data_coding: 0xF0,
        ..DataSm::default()
    };
    let body = Body {
        versions: SINCE_3_4,
        octets: "
            00000045 00000103 00000000 00000002
            'WAP' 00
            01 0E '123456789012345678901234567890' 00
            03 12 '4477' 00
            08 05 F0
            0424 0002 'Hi'
        ",
        pdu: Pdu::DataSm(DataSm { tlvs: tlvs.view(), ..bare }),
        fields: &[
            (16, Field::ServiceType, 0x02),
            (20, Field::Source, 0x0A),
            (21, Field::Source, 0x0A),
            (22, Field::Source, 0x0A),
            (53, Field::Destination, 0x0B),
            (54, Field::Destination, 0x0B),
            (55, Field::Destination, 0x0B),
            (60, Field::EsmClass, 0x43),
            (61, Field::RegisteredDelivery, 0x07),
            (62, Field::DataCoding, 0x02),
            (63, Field::TlvStream, 0xC0),
        ],
        good: &[(63, Pdu::DataSm(bare))],
    };
    body.check();
}

#[test]
fn submit_multi() {
    let tlvs = reference();
    let mut list = ListBuf::new();
    let number = Address { ton: 1, npi: 1, digits: b"4477" };
    list.push_destination(Destination::Sme(number)).expect("a number");
    list.push_destination(Destination::List(b"friends")).expect("a name");
    let bare = SubmitMulti {
        service_type: b"CMT",
        source: SENDER,
        destinations: list.destinations(),
        esm_class: 0x03,
        protocol_id: 0x41,
        priority_flag: 1,
        schedule_delivery_time: b"",
        validity_period: b"",
        registered_delivery: 0x02,
        replace_if_present_flag: 0,
        data_coding: 0x04,
        sm_default_msg_id: 5,
        short_message: b"Hi",
        ..SubmitMulti::default()
    };
    let body = Body {
        versions: SINCE_3_3,
        octets: "
            0000003F 00000021 00000000 00000002
            'CMT' 00
            05 00 'Acme' 00
            02
            01 01 01 '4477' 00
            02 'friends' 00
            03 41 01 00 00 02 00 04 05
            02 'Hi'
            0204 0002 1234
        ",
        pdu: Pdu::SubmitMulti(SubmitMulti { tlvs: tlvs.view(), ..bare }),
        fields: &[
            (16, Field::ServiceType, 0x02),
            (20, Field::Source, 0x0A),
            (21, Field::Source, 0x0A),
            (22, Field::Source, 0x0A),
            (27, Field::DestinationCount, 0x33),
            (28, Field::Body, 0x02),
            (29, Field::Destination, 0x0B),
            (30, Field::Destination, 0x0B),
            (31, Field::Destination, 0x0B),
            (36, Field::Body, 0x02),
            (37, Field::ListName, 0x34),
            (45, Field::EsmClass, 0x43),
            (46, Field::ProtocolId, 0x02),
            (47, Field::PriorityFlag, 0x06),
            (48, Field::ScheduleDeliveryTime, 0x61),
            (49, Field::ValidityPeriod, 0x62),
            (50, Field::RegisteredDelivery, 0x07),
            (51, Field::ReplaceIfPresentFlag, 0x54),
            (52, Field::DataCoding, 0x02),
            (53, Field::DefaultMessageId, 0x63),
            (54, Field::ShortMessage, 0x01),
            (57, Field::TlvStream, 0xC0),
        ],
        good: &[(57, Pdu::SubmitMulti(bare))],
    };
    body.check();
}

#[test]
fn submit_multi_resp() {
    let tlvs = tlv(0x001D, b"no\0");
    let mut list = ListBuf::new();
    let destination = Address { ton: 1, npi: 1, digits: b"4477" };
    list.push_failure(Failure { destination, status: CommandStatus(0x0B) }).expect("a number");
    let bare = SubmitMultiResp {
        message_id: b"A1",
        failures: list.failures(),
        ..SubmitMultiResp::default()
    };
    let body = Body {
        versions: SINCE_3_3,
        octets: "
            00000026 80000021 00000000 00000002
            'A1' 00
            01
            01 01 '4477' 00 0000000B
            001D 0003 'no' 00
        ",
        pdu: Pdu::SubmitMultiResp(SubmitMultiResp { tlvs: tlvs.view(), ..bare }),
        fields: &[
            (16, Field::MessageId, 0x0C),
            (19, Field::FailureCount, 0x02),
            (20, Field::Body, 0x02),
            (21, Field::Destination, 0x0B),
            (22, Field::Destination, 0x0B),
            (27, Field::ErrorStatus, 0x02),
            (31, Field::TlvStream, 0xC0),
        ],
        good: &[(31, Pdu::SubmitMultiResp(bare))],
    };
    body.check();
}
