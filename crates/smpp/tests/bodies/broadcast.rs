//! The broadcast operations of 5.0.

use super::session::{check_tail, congestion};
use super::{Body, ONLY_5_0};
use smpp::pdu::broadcast::{
    BroadcastSm, BroadcastSmResp, CancelBroadcastSm, QueryBroadcastSm, QueryBroadcastSmResp,
};
use smpp::{Address, Field, Pdu, Tag, TlvBuf};

const SENDER: Address<'static> = Address { ton: 5, npi: 0, digits: b"Acme" };

/// TLVs in this order.
fn tlvs(rows: &[(u16, &[u8])]) -> TlvBuf {
    let mut tlvs = TlvBuf::new();
    for (tag, value) in rows {
        tlvs.push(Tag(*tag), value).expect("a possible length");
    }
    tlvs
}

const AREA: (u16, &[u8]) = (0x0606, b"\x00UK");
const CONTENT: (u16, &[u8]) = (0x0601, &[1, 0, 2]);
const REPEAT: (u16, &[u8]) = (0x0604, &[0, 5]);
const INTERVAL: (u16, &[u8]) = (0x0605, &[9, 0, 10]);

#[test]
fn broadcast_sm() {
    let rows = [AREA, CONTENT, REPEAT, INTERVAL, (0x0424, b"Hi")];
    let first = |count| tlvs(&rows[..count]);
    let bufs = [first(0), first(1), first(2), first(3), first(4), first(5)];
    let with = |count: usize| {
        Pdu::BroadcastSm(BroadcastSm {
            service_type: b"CBS",
            source: SENDER,
            message_id: b"7",
            priority_flag: 4,
            schedule_delivery_time: b"261231235959000+",
            validity_period: b"000002000000000R",
            replace_if_present_flag: 1,
            data_coding: 0x11,
            sm_default_msg_id: 255,
            tlvs: bufs[count].view(),
        })
    };
    let body = Body {
        versions: ONLY_5_0,
        octets: "
            00000064 00000111 00000000 00000002
            'CBS' 00
            05 00 'Acme' 00
            '7' 00
            04
            '261231235959000+' 00
            '000002000000000R' 00
            01 11 FF
            0606 0003 00 'UK'
            0601 0003 01 0002
            0604 0002 0005
            0605 0003 09 000A
            0424 0002 'Hi'
        ",
        pdu: with(5),
        fields: &[
            (16, Field::ServiceType, 0x02),
            (20, Field::Source, 0x0A),
            (21, Field::Source, 0x0A),
            (22, Field::Source, 0x0A),
            (27, Field::MessageId, 0x0C),
            (29, Field::PriorityFlag, 0x06),
            (30, Field::ScheduleDeliveryTime, 0x61),
            (47, Field::ValidityPeriod, 0x62),
            (64, Field::ReplaceIfPresentFlag, 0x54),
            (65, Field::DataCoding, 0x02),
            (66, Field::DefaultMessageId, 0x63),
            (67, Field::TlvStream, 0xC0),
            (74, Field::TlvStream, 0xC0),
            (81, Field::TlvStream, 0xC0),
            (87, Field::TlvStream, 0xC0),
            (94, Field::TlvStream, 0xC0),
        ],
        good: &[(67, with(0)), (74, with(1)), (81, with(2)), (87, with(3)), (94, with(4))],
    };
    body.check();
}

#[test]
fn broadcast_sm_resp() {
    let rows: [(u16, &[u8]); 2] = [(0x0607, &[0, 0, 1, 9]), AREA];
    let (one, two) = (tlvs(&rows[..1]), tlvs(&rows));
    let bare = BroadcastSmResp { message_id: b"9", ..BroadcastSmResp::default() };
    let with = |tlvs| Pdu::BroadcastSmResp(BroadcastSmResp { tlvs, ..bare });
    let body = Body {
        versions: ONLY_5_0,
        octets: "00000021 80000111 00000000 00000002
                 '9' 00  0607 0004 00000109  0606 0003 00 'UK'",
        pdu: with(two.view()),
        fields: &[
            (16, Field::MessageId, 0x0C),
            (18, Field::TlvStream, 0xC0),
            (26, Field::TlvStream, 0xC0),
        ],
        good: &[
            (16, Pdu::BroadcastSmResp(BroadcastSmResp::default())),
            (18, Pdu::BroadcastSmResp(bare)),
            (26, with(one.view())),
        ],
    };
    body.check();
}

#[test]
fn query_broadcast_sm() {
    let reference = tlvs(&[(0x0204, &[0x12, 0x34])]);
    let bare = QueryBroadcastSm { message_id: b"9", source: SENDER, ..Default::default() };
    let body = Body {
        versions: ONLY_5_0,
        octets: "0000001F 00000112 00000000 00000002 '9' 00 05 00 'Acme' 00  0204 0002 1234",
        pdu: Pdu::QueryBroadcastSm(QueryBroadcastSm { tlvs: reference.view(), ..bare }),
        fields: &[
            (16, Field::MessageId, 0x0C),
            (18, Field::Source, 0x0A),
            (19, Field::Source, 0x0A),
            (20, Field::Source, 0x0A),
            (25, Field::TlvStream, 0xC0),
        ],
        good: &[(25, Pdu::QueryBroadcastSm(bare))],
    };
    body.check();
}

#[test]
fn query_broadcast_sm_resp() {
    let rows: [(u16, &[u8]); 4] =
        [(0x0427, &[1]), AREA, (0x0608, &[100]), (0x0609, b"261231235959000+")];
    let bufs = [0, 1, 2, 3, 4].map(|count| tlvs(&rows[..count]));
    let with = |count: usize| {
        let tlvs = bufs[count].view();
        Pdu::QueryBroadcastSmResp(QueryBroadcastSmResp { message_id: b"9", tlvs })
    };
    let body = Body {
        versions: ONLY_5_0,
        octets: "00000037 80000112 00000000 00000002
                 '9' 00
                 0427 0001 01
                 0606 0003 00 'UK'
                 0608 0001 64
                 0609 0010 '261231235959000+'",
        pdu: with(4),
        fields: &[
            (16, Field::MessageId, 0x0C),
            (18, Field::TlvStream, 0xC0),
            (23, Field::TlvStream, 0xC0),
            (30, Field::TlvStream, 0xC0),
            (35, Field::TlvStream, 0xC0),
        ],
        good: &[
            (16, Pdu::QueryBroadcastSmResp(QueryBroadcastSmResp::default())),
            (18, with(0)),
            (23, with(1)),
            (30, with(2)),
            (35, with(3)),
        ],
    };
    body.check();
}

#[test]
fn cancel_broadcast_sm() {
    let content = tlvs(&[CONTENT]);
    let bare = CancelBroadcastSm {
        service_type: b"CBS",
        message_id: b"9",
        source: SENDER,
        ..Default::default()
    };
    let body = Body {
        versions: ONLY_5_0,
        octets: "00000024 00000113 00000000 00000002
                 'CBS' 00 '9' 00 05 00 'Acme' 00  0601 0003 01 0002",
        pdu: Pdu::CancelBroadcastSm(CancelBroadcastSm { tlvs: content.view(), ..bare }),
        fields: &[
            (16, Field::ServiceType, 0x02),
            (20, Field::MessageId, 0x0C),
            (22, Field::Source, 0x0A),
            (23, Field::Source, 0x0A),
            (24, Field::Source, 0x0A),
            (29, Field::TlvStream, 0xC0),
        ],
        good: &[(29, Pdu::CancelBroadcastSm(bare))],
    };
    body.check();
}

#[test]
fn cancel_broadcast_sm_resp() {
    check_tail("80000113", &congestion(), Pdu::CancelBroadcastSmResp);
}
