//! The operations that only 3.3 has.

use super::{Body, ONLY_3_3};
use smpp::list::{Destination, ListBuf};
use smpp::pdu::legacy::{
    ParamRetrieve, ParamRetrieveResp, QueryLastMsgs, QueryLastMsgsResp, QueryMsgDetails,
    QueryMsgDetailsResp,
};
use smpp::{Address, Field, Pdu};

const SENDER: Address<'static> = Address { ton: 5, npi: 0, digits: b"Acme" };

#[test]
fn param_retrieve() {
    let body = Body {
        versions: ONLY_3_3,
        octets: "00000014 00000022 00000000 00000002 'ABC' 00",
        pdu: Pdu::ParamRetrieve(ParamRetrieve { name: b"ABC", ..Default::default() }),
        fields: &[(16, Field::ParameterName, 0x02)],
        good: &[],
    };
    body.check();
}

#[test]
fn param_retrieve_resp() {
    let body = Body {
        versions: ONLY_3_3,
        octets: "00000013 80000022 00000000 00000002 'on' 00",
        pdu: Pdu::ParamRetrieveResp(ParamRetrieveResp { value: b"on", ..Default::default() }),
        fields: &[(16, Field::ParameterValue, 0x02)],
        good: &[(16, Pdu::ParamRetrieveResp(ParamRetrieveResp::default()))],
    };
    body.check();
}

#[test]
fn query_last_msgs() {
    let body = Body {
        versions: ONLY_3_3,
        octets: "00000018 00000023 00000000 00000002 05 00 'Acme' 00 64",
        pdu: Pdu::QueryLastMsgs(QueryLastMsgs { source: SENDER, count: 100, ..Default::default() }),
        fields: &[
            (16, Field::Source, 0x0A),
            (17, Field::Source, 0x0A),
            (18, Field::Source, 0x0A),
            (23, Field::MessageCount, 0x55),
        ],
        good: &[],
    };
    body.check();
}

#[test]
fn query_last_msgs_resp() {
    let mut list = ListBuf::new();
    list.push_message_id(b"1A2B").expect("short enough");
    list.push_message_id(b"000000FF").expect("short enough");
    let resp = QueryLastMsgsResp { message_ids: list.message_ids(), ..Default::default() };
    let body = Body {
        versions: ONLY_3_3,
        octets: "0000001F 80000023 00000000 00000002 02 '1A2B' 00 '000000FF' 00",
        pdu: Pdu::QueryLastMsgsResp(resp),
        fields: &[
            (16, Field::MessageCount, 0x55),
            (17, Field::Body, 0x02),
            (17, Field::MessageId, 0x0C),
            (22, Field::Body, 0x02),
            (22, Field::MessageId, 0x0C),
        ],
        good: &[],
    };
    body.check();
    assert_eq!(resp.message_ids.iter().collect::<Vec<_>>(), [&b"1A2B"[..], b"000000FF"]);
}

#[test]
fn query_msg_details() {
    let query = QueryMsgDetails {
        message_id: b"1A2B",
        source: SENDER,
        sm_length: 20,
        ..Default::default()
    };
    let body = Body {
        versions: ONLY_3_3,
        octets: "0000001D 00000024 00000000 00000002 '1A2B' 00 05 00 'Acme' 00 14",
        pdu: Pdu::QueryMsgDetails(query),
        fields: &[
            (16, Field::MessageId, 0x0C),
            (21, Field::Source, 0x0A),
            (22, Field::Source, 0x0A),
            (23, Field::Source, 0x0A),
            (28, Field::ShortMessage, 0x01),
        ],
        good: &[],
    };
    body.check();
}

#[test]
fn query_msg_details_resp() {
    let mut list = ListBuf::new();
    let number = Address { ton: 1, npi: 1, digits: b"4477" };
    list.push_destination(Destination::Sme(number)).expect("a number");
    let resp = QueryMsgDetailsResp {
        service_type: b"CMT",
        source: SENDER,
        destinations: list.destinations(),
        protocol_id: 0x41,
        priority_flag: 1,
        schedule_delivery_time: b"",
        validity_period: b"",
        registered_delivery: 1,
        data_coding: 3,
        short_message: b"Hi",
        message_id: b"1A2B",
        final_date: b"260102030405000+",
        message_status: 2,
        error_code: 7,
        ..Default::default()
    };
    let body = Body {
        versions: ONLY_3_3,
        octets: "
            00000045 80000024 00000000 00000002
            'CMT' 00
            05 00 'Acme' 00
            01
            01 01 01 '4477' 00
            41 01 00 00 01 03
            02 'Hi'
            '1A2B' 00
            '260102030405000+' 00
            02 07
        ",
        pdu: Pdu::QueryMsgDetailsResp(resp),
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
            (36, Field::ProtocolId, 0x02),
            (37, Field::PriorityFlag, 0x06),
            (38, Field::ScheduleDeliveryTime, 0x61),
            (39, Field::ValidityPeriod, 0x62),
            (40, Field::RegisteredDelivery, 0x07),
            (41, Field::DataCoding, 0x02),
            (42, Field::ShortMessage, 0x01),
            (45, Field::MessageId, 0x0C),
            (50, Field::FinalDate, 0x02),
            (67, Field::MessageState, 0x02),
            (68, Field::ErrorCode, 0x02),
        ],
        good: &[],
    };
    body.check();
}
