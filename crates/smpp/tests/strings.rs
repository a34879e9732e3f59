//! How long each C-octet string may be: at its limit it is read and written, one character more is
//! refused in both directions, and so are a NUL and what is not ASCII.

mod common;

use common::{accept, answer, filled, header, nack, refuse, write};
use smpp::Secret;
use smpp::pdu::bind::{Bind, BindResp, Outbind};
use smpp::pdu::broadcast::{
    BroadcastSm, BroadcastSmResp, CancelBroadcastSm, QueryBroadcastSm, QueryBroadcastSmResp,
};
use smpp::pdu::legacy::{ParamRetrieve, ParamRetrieveResp, QueryLastMsgs, QueryMsgDetails};
use smpp::pdu::manage::{AlertNotification, CancelSm, QuerySm, QuerySmResp, ReplaceSm};
use smpp::pdu::message::{DataSm, MessageResp, Sm, SubmitMultiResp};
use smpp::{Address, CommandId, Decoder, Field, Header, Kind, Pdu, PduError, Reply, Version};

/// A string of a PDU: id and body with the string at @ and everything else empty, its field, where it
/// begins, most characters, and the PDU with the string.
type Row = (&'static str, Field, u32, usize, for<'a> fn(&'a [u8]) -> Pdu<'a>);

fn to(digits: &[u8]) -> Address<'_> {
    Address { ton: 0, npi: 0, digits }
}

const SESSION: [Row; 8] = [
    ("00000001 @ 00 00 00 00 00 00", Field::SystemId, 16, 15, |s| {
        Pdu::BindReceiver(Bind { system_id: s, ..Bind::default() })
    }),
    ("00000002 00 @ 00 00 00 00 00", Field::Password, 17, 64, |s| {
        Pdu::BindTransmitter(Bind { password: Secret(s), ..Bind::default() })
    }),
    ("00000009 00 00 @ 00 00 00 00", Field::SystemType, 18, 12, |s| {
        Pdu::BindTransceiver(Bind { system_type: s, ..Bind::default() })
    }),
    ("00000009 00 00 00 00 00 00 @", Field::AddressRange, 22, 40, |s| {
        Pdu::BindTransceiver(Bind { address_range: s, ..Bind::default() })
    }),
    ("80000001 @", Field::SystemId, 16, 15, |s| {
        Pdu::BindReceiverResp(BindResp { system_id: s, ..BindResp::default() })
    }),
    ("80000009 @", Field::SystemId, 16, 15, |s| {
        Pdu::BindTransceiverResp(BindResp { system_id: s, ..BindResp::default() })
    }),
    ("0000000B @ 00", Field::SystemId, 16, 15, |s| {
        Pdu::Outbind(Outbind { system_id: s, ..Outbind::default() })
    }),
    ("0000000B 00 @", Field::Password, 17, 64, |s| {
        Pdu::Outbind(Outbind { password: Secret(s), ..Outbind::default() })
    }),
];

const MESSAGE: [Row; 13] = [
    ("00000004 @ 000000 000000 00 00 00 00 00 00 00 00 00 00", Field::ServiceType, 16, 5, |s| {
        Pdu::SubmitSm(Sm { service_type: s, ..Sm::default() })
    }),
    ("00000004 00 0000 @ 000000 00 00 00 00 00 00 00 00 00 00", Field::Source, 19, 20, |s| {
        Pdu::SubmitSm(Sm { source: to(s), ..Sm::default() })
    }),
    ("00000004 00 000000 0000 @ 00 00 00 00 00 00 00 00 00 00", Field::Destination, 22, 20, |s| {
        Pdu::SubmitSm(Sm { destination: to(s), ..Sm::default() })
    }),
    ("00000005 @ 000000 000000 00 00 00 00 00 00 00 00 00 00", Field::ServiceType, 16, 5, |s| {
        Pdu::DeliverSm(Sm { service_type: s, ..Sm::default() })
    }),
    ("00000005 00 0000 @ 000000 00 00 00 00 00 00 00 00 00 00", Field::Source, 19, 20, |s| {
        Pdu::DeliverSm(Sm { source: to(s), ..Sm::default() })
    }),
    ("00000005 00 000000 0000 @ 00 00 00 00 00 00 00 00 00 00", Field::Destination, 22, 20, |s| {
        Pdu::DeliverSm(Sm { destination: to(s), ..Sm::default() })
    }),
    ("00000103 @ 000000 000000 00 00 00", Field::ServiceType, 16, 5, |s| {
        Pdu::DataSm(DataSm { service_type: s, ..DataSm::default() })
    }),
    ("00000103 00 0000 @ 000000 00 00 00", Field::Source, 19, 64, |s| {
        Pdu::DataSm(DataSm { source: to(s), ..DataSm::default() })
    }),
    ("00000103 00 000000 0000 @ 00 00 00", Field::Destination, 22, 64, |s| {
        Pdu::DataSm(DataSm { destination: to(s), ..DataSm::default() })
    }),
    ("80000004 @", Field::MessageId, 16, 64, |s| {
        Pdu::SubmitSmResp(MessageResp { message_id: s, ..MessageResp::default() })
    }),
    ("80000005 @", Field::MessageId, 16, 64, |s| {
        Pdu::DeliverSmResp(MessageResp { message_id: s, ..MessageResp::default() })
    }),
    ("80000103 @", Field::MessageId, 16, 64, |s| {
        Pdu::DataSmResp(MessageResp { message_id: s, ..MessageResp::default() })
    }),
    ("80000021 @ 00", Field::MessageId, 16, 64, |s| {
        Pdu::SubmitMultiResp(SubmitMultiResp { message_id: s, ..SubmitMultiResp::default() })
    }),
];

const MANAGE: [Row; 11] = [
    ("00000003 @ 000000", Field::MessageId, 16, 64, |s| {
        Pdu::QuerySm(QuerySm { message_id: s, ..QuerySm::default() })
    }),
    ("00000003 00 0000 @", Field::Source, 19, 20, |s| {
        Pdu::QuerySm(QuerySm { source: to(s), ..QuerySm::default() })
    }),
    ("80000003 @ 00 00 00", Field::MessageId, 16, 64, |s| {
        Pdu::QuerySmResp(QuerySmResp { message_id: s, ..QuerySmResp::default() })
    }),
    ("00000008 @ 00 000000 000000", Field::ServiceType, 16, 5, |s| {
        Pdu::CancelSm(CancelSm { service_type: s, ..CancelSm::default() })
    }),
    ("00000008 00 @ 000000 000000", Field::MessageId, 17, 64, |s| {
        Pdu::CancelSm(CancelSm { message_id: s, ..CancelSm::default() })
    }),
    ("00000008 00 00 0000 @ 000000", Field::Source, 20, 20, |s| {
        Pdu::CancelSm(CancelSm { source: to(s), ..CancelSm::default() })
    }),
    ("00000008 00 00 000000 0000 @", Field::Destination, 23, 20, |s| {
        Pdu::CancelSm(CancelSm { destination: to(s), ..CancelSm::default() })
    }),
    ("00000007 @ 000000 00 00 00 00 00", Field::MessageId, 16, 64, |s| {
        Pdu::ReplaceSm(ReplaceSm { message_id: s, ..ReplaceSm::default() })
    }),
    ("00000007 00 0000 @ 00 00 00 00 00", Field::Source, 19, 20, |s| {
        Pdu::ReplaceSm(ReplaceSm { source: to(s), ..ReplaceSm::default() })
    }),
    ("00000102 0000 @ 000000", Field::Source, 18, 64, |s| {
        Pdu::AlertNotification(AlertNotification { source: to(s), ..Default::default() })
    }),
    ("00000102 000000 0000 @", Field::EsmeAddress, 21, 64, |s| {
        Pdu::AlertNotification(AlertNotification { esme: to(s), ..Default::default() })
    }),
];

const BROADCAST: [Row; 10] = [
    ("00000111 @ 000000 00 00 00 00 00 00 00", Field::ServiceType, 16, 5, |s| {
        Pdu::BroadcastSm(BroadcastSm { service_type: s, ..BroadcastSm::default() })
    }),
    ("00000111 00 0000 @ 00 00 00 00 00 00 00", Field::Source, 19, 20, |s| {
        Pdu::BroadcastSm(BroadcastSm { source: to(s), ..BroadcastSm::default() })
    }),
    ("00000111 00 000000 @ 00 00 00 00 00 00", Field::MessageId, 20, 64, |s| {
        Pdu::BroadcastSm(BroadcastSm { message_id: s, ..BroadcastSm::default() })
    }),
    ("80000111 @", Field::MessageId, 16, 64, |s| {
        Pdu::BroadcastSmResp(BroadcastSmResp { message_id: s, ..Default::default() })
    }),
    ("00000112 @ 000000", Field::MessageId, 16, 64, |s| {
        Pdu::QueryBroadcastSm(QueryBroadcastSm { message_id: s, ..Default::default() })
    }),
    ("00000112 00 0000 @", Field::Source, 19, 20, |s| {
        Pdu::QueryBroadcastSm(QueryBroadcastSm { source: to(s), ..Default::default() })
    }),
    ("80000112 @", Field::MessageId, 16, 64, |s| {
        Pdu::QueryBroadcastSmResp(QueryBroadcastSmResp { message_id: s, ..Default::default() })
    }),
    ("00000113 @ 00 000000", Field::ServiceType, 16, 5, |s| {
        Pdu::CancelBroadcastSm(CancelBroadcastSm { service_type: s, ..Default::default() })
    }),
    ("00000113 00 @ 000000", Field::MessageId, 17, 64, |s| {
        Pdu::CancelBroadcastSm(CancelBroadcastSm { message_id: s, ..Default::default() })
    }),
    ("00000113 00 00 0000 @", Field::Source, 20, 20, |s| {
        Pdu::CancelBroadcastSm(CancelBroadcastSm { source: to(s), ..Default::default() })
    }),
];

const LEGACY: [Row; 4] = [
    ("00000022 @", Field::ParameterName, 16, 31, |s| {
        Pdu::ParamRetrieve(ParamRetrieve { name: s, ..ParamRetrieve::default() })
    }),
    ("80000022 @", Field::ParameterValue, 16, 100, |s| {
        Pdu::ParamRetrieveResp(ParamRetrieveResp { value: s, ..Default::default() })
    }),
    ("00000023 0000 @ 00", Field::Source, 18, 20, |s| {
        Pdu::QueryLastMsgs(QueryLastMsgs { source: to(s), ..QueryLastMsgs::default() })
    }),
    ("00000024 00 0000 @ 00", Field::Source, 19, 20, |s| {
        Pdu::QueryMsgDetails(QueryMsgDetails { source: to(s), ..Default::default() })
    }),
];

/// The status of a PDU in which this string is wrong.
fn status_of(field: Field) -> u32 {
    let statuses = [
        (Field::SystemId, 0x0F),
        (Field::Password, 0x0E),
        (Field::SystemType, 0x0D),
        (Field::Source, 0x0A),
        (Field::Destination, 0x0B),
        (Field::MessageId, 0x0C),
    ];
    statuses.iter().find(|row| row.0 == field).map_or(0x02, |row| row.1)
}

/// The form of answer to a PDU with this fault.
fn reply(command: CommandId, status: u32) -> Reply {
    match command.0 {
        0x0B | 0x102 => nack(status),
        request @ 0..0x8000_0000 => answer(request | 0x8000_0000, status),
        _ => Reply::Nothing,
    }
}

#[track_caller]
fn check(version: Version, rows: &[Row]) {
    for &(template, field, offset, max, make) in rows {
        println!("{field} of {template}");
        let longest = vec![b'9'; max];
        let octets = filled(template, &longest);
        accept(Decoder::strict(version), &octets, &[], |pdu| assert_eq!(pdu, make(&longest)));
        accept(Decoder::lenient(version), &octets, &[], |pdu| assert_eq!(pdu, make(&longest)));
        assert_eq!(write(version, make(&longest), header(&octets)), Ok(octets));
        check_refused(
            version,
            (template, field, offset, max, make),
            &vec![b'9'; max + 1],
            Kind::TooLong,
        );
        check_refused(version, (template, field, offset, max, make), b"9\xC3\xA9", Kind::NotAscii);
        let with_nul = write(version, make(b"9\09"), header(&filled(template, b"")));
        let with_nul = with_nul.expect_err("a NUL would end the string");
        assert_eq!((with_nul.field, with_nul.offset, with_nul.kind), (field, offset, Kind::HasNul));
    }
}

/// Refused by the strict reader and the writer, noted by the lenient reader, but for an address that is
/// too long.
#[track_caller]
fn check_refused(
    version: Version,
    (template, field, offset, _, make): Row,
    string: &[u8],
    kind: Kind,
) {
    let octets = filled(template, string);
    let Header { command, sequence, .. } = header(&octets);
    let error = PduError { command, sequence, field, offset, kind };
    assert_eq!(write(version, make(string), header(&octets)), Err(error));
    let status = status_of(field);
    let fault = (field, offset, kind, status);
    refuse(Decoder::strict(version), &octets, fault, reply(command, status));
    let address = [Field::Source, Field::Destination, Field::EsmeAddress].contains(&field);
    if address && kind == Kind::TooLong {
        refuse(Decoder::lenient(version), &octets, fault, reply(command, status));
    } else {
        accept(Decoder::lenient(version), &octets, &[(field, offset, kind)], |pdu| {
            assert_eq!(pdu, make(string));
        });
    }
}

#[test]
fn strings_of_session_pdus() {
    check(Version::V34, &SESSION);
}

#[test]
fn strings_of_messages() {
    check(Version::V34, &MESSAGE);
    check(Version::V50, &MESSAGE);
}

#[test]
fn strings_of_queries_and_changes() {
    check(Version::V34, &MANAGE);
}

#[test]
fn strings_of_broadcasts() {
    check(Version::V50, &BROADCAST);
}

#[test]
fn strings_of_the_operations_of_3_3() {
    check(Version::V33, &LEGACY);
}
