//! query_sm, cancel_sm, replace_sm, alert_notification.

use super::session::{check_tail, congestion};
use super::{Body, SINCE_3_3, SINCE_3_4};
use smpp::pdu::manage::{AlertNotification, CancelSm, QuerySm, QuerySmResp, ReplaceSm};
use smpp::{Address, Field, Pdu, Tag, TlvBuf};

const SENDER: Address<'static> = Address { ton: 5, npi: 0, digits: b"Acme" };

#[test]
fn query_sm() {
    let body = Body {
        versions: SINCE_3_3,
        octets: "0000001A 00000003 00000000 00000002 'A1' 00 05 00 'Acme' 00",
        pdu: Pdu::QuerySm(QuerySm { message_id: b"A1", source: SENDER, ..QuerySm::default() }),
        fields: &[
            (16, Field::MessageId, 0x0C),
            (19, Field::Source, 0x0A),
            (20, Field::Source, 0x0A),
            (21, Field::Source, 0x0A),
        ],
        good: &[],
    };
    body.check();
}

#[test]
fn query_sm_resp() {
    let resp = QuerySmResp {
        message_id: b"A1",
        final_date: b"260102030405000+",
        message_state: 2,
        error_code: 5,
        ..QuerySmResp::default()
    };
    let body = Body {
        versions: SINCE_3_3,
        octets: "00000026 80000003 00000000 00000002 'A1' 00 '260102030405000+' 00 02 05",
        pdu: Pdu::QuerySmResp(resp),
        fields: &[
            (16, Field::MessageId, 0x0C),
            (19, Field::FinalDate, 0x02),
            (36, Field::MessageState, 0x02),
            (37, Field::ErrorCode, 0x02),
        ],
        good: &[],
    };
    body.check();
}

#[test]
fn cancel_sm() {
    let cancel = CancelSm {
        service_type: b"CMT",
        message_id: b"A1",
        source: SENDER,
        destination: Address { ton: 1, npi: 1, digits: b"4477" },
        ..CancelSm::default()
    };
    let body = Body {
        versions: SINCE_3_3,
        octets: "00000025 00000008 00000000 00000002
                 'CMT' 00 'A1' 00 05 00 'Acme' 00 01 01 '4477' 00",
        pdu: Pdu::CancelSm(cancel),
        fields: &[
            (16, Field::ServiceType, 0x02),
            (20, Field::MessageId, 0x0C),
            (23, Field::Source, 0x0A),
            (24, Field::Source, 0x0A),
            (25, Field::Source, 0x0A),
            (30, Field::Destination, 0x0B),
            (31, Field::Destination, 0x0B),
            (32, Field::Destination, 0x0B),
        ],
        good: &[],
    };
    body.check();
}

#[test]
fn cancel_sm_resp() {
    check_tail("80000008", &congestion(), Pdu::CancelSmResp);
}

#[test]
fn replace_sm() {
    let replace = ReplaceSm {
        message_id: b"A1",
        source: SENDER,
        schedule_delivery_time: b"261231235959000+",
        validity_period: b"",
        registered_delivery: 0x02,
        sm_default_msg_id: 1,
        short_message: b"New",
        ..ReplaceSm::default()
    };
    let body = Body {
        versions: SINCE_3_3,
        octets: "00000032 00000007 00000000 00000002
                 'A1' 00 05 00 'Acme' 00 '261231235959000+' 00 00 02 01 03 'New'",
        pdu: Pdu::ReplaceSm(replace),
        fields: &[
            (16, Field::MessageId, 0x0C),
            (19, Field::Source, 0x0A),
            (20, Field::Source, 0x0A),
            (21, Field::Source, 0x0A),
            (26, Field::ScheduleDeliveryTime, 0x61),
            (43, Field::ValidityPeriod, 0x62),
            (44, Field::RegisteredDelivery, 0x07),
            (45, Field::DefaultMessageId, 0x63),
            (46, Field::ShortMessage, 0x01),
        ],
        good: &[],
    };
    body.check();
}

#[test]
fn replace_sm_resp() {
    check_tail("80000007", &congestion(), Pdu::ReplaceSmResp);
}

#[test]
fn alert_notification() {
    let mut tlvs = TlvBuf::new();
    tlvs.push(Tag(0x0422), &[0]).expect("one octet");
    let bare = AlertNotification {
        source: Address { ton: 1, npi: 1, digits: b"447700900123" },
        esme: Address { ton: 3, npi: 9, digits: b"1000" },
        ..AlertNotification::default()
    };
    let body = Body {
        versions: SINCE_3_4,
        octets: "0000002B 00000102 00000000 00000002
                 01 01 '447700900123' 00 03 09 '1000' 00  0422 0001 00",
        pdu: Pdu::AlertNotification(AlertNotification { tlvs: tlvs.view(), ..bare }),
        fields: &[
            (16, Field::Source, 0x0A),
            (17, Field::Source, 0x0A),
            (18, Field::Source, 0x0A),
            (31, Field::EsmeAddress, 0x02),
            (32, Field::EsmeAddress, 0x02),
            (33, Field::EsmeAddress, 0x02),
            (38, Field::TlvStream, 0xC0),
        ],
        good: &[(38, Pdu::AlertNotification(bare))],
    };
    body.check();
}
