//! generic_nack, the response of the request, or nothing; and whether the stream goes on (SMPP 3.4 s4.3).

mod common;

use bytes::{Bytes, BytesMut};
use common::{Fault, LENIENT, STRICT, accept, answer, cut_off, header, hex, nack, refuse, write};
use smpp::frame::{BadFrame, frame};
use smpp::{
    CommandId, CommandStatus, Decoder, Field, Frame, Framing, Header, Kind, Limits, Pdu, PduError,
    Reply, Version,
};

// === The length cannot be right: generic_nack ESME_RINVCMDLEN, and the connection is closed ===

#[test]
fn lengths_at_and_beyond_the_limits() {
    let cases = [
        (Limits::UNBOUND, "00000000", Some(0)),
        (Limits::UNBOUND, "0000000F", Some(15)),
        (Limits::UNBOUND, "00000010", None),
        (Limits::UNBOUND, "00000100", None),
        (Limits::UNBOUND, "00000101", Some(257)),
        (Limits::BOUND, "0000000F", Some(15)),
        (Limits::BOUND, "00000010", None),
        (Limits::BOUND, "00013880", None),
        (Limits::BOUND, "00013881", Some(80_001)),
        (Limits::BOUND, "FFFFFFFF", Some(u32::MAX)),
    ];
    for (limits, octets, refused) in cases {
        println!("{octets} {limits:?}");
        let expected =
            refused.map_or(Framing::Incomplete, |length| Framing::Invalid { length, sequence: 0 });
        assert_eq!(frame(&hex(octets), limits), expected);
        let expected = refused.map_or(Ok(None), |length| Err(BadFrame { length, sequence: 0 }));
        assert_eq!(Frame::take(&mut BytesMut::from(&hex(octets)[..]), limits), expected);
    }
}

/// The number of the header if there is one: what is answered is a generic_nack of these octets.
#[test]
fn a_bad_length_is_nacked_with_the_sequence_number_of_the_header() {
    for (arrived, octets) in [
        ("0000000F 00000004 00000000 000000", "00000010 80000000 00000002 00000000"),
        ("0000000F 00000004 00000000 00000063", "00000010 80000000 00000002 00000063"),
        ("0000000F 00000004 00000000 00000063 4142", "00000010 80000000 00000002 00000063"),
    ] {
        let mut stream = BytesMut::from(&hex(arrived)[..]);
        let bad = Frame::take(&mut stream, Limits::BOUND).expect_err("15 is too short");
        let pdu = Pdu::GenericNack(Default::default());
        let status = CommandStatus::INVALID_COMMAND_LENGTH;
        let header = Header { command: pdu.command(), status, sequence: bad.sequence };
        assert_eq!(write(Version::V34, pdu, header), Ok(hex(octets)));
    }
}

/// What a browser, a proxy or a TLS client sends first is a length beyond any limit.
#[test]
fn tls_and_http_are_not_waited_for() {
    let openings: [&[u8]; 6] = [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03",
        b"\x16\x03\x03\x00",
        b"GET / HTTP/1.1\r\nHost: example.com\r\n\r\n",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"POST / HTTP/1.1\r\n",
        b"PROXY TCP4 192.0.2.1 192.0.2.2 1 2775\r\n",
    ];
    for octets in openings {
        for limits in [Limits::UNBOUND, Limits::BOUND] {
            let length = u32::from_be_bytes([octets[0], octets[1], octets[2], octets[3]]);
            let Framing::Invalid { length: told, .. } = frame(octets, limits) else {
                panic!("{} is waited for", octets.escape_ascii());
            };
            assert_eq!(told, length);
            let bad = Frame::take(&mut BytesMut::from(octets), limits).expect_err("no PDU");
            assert_eq!(bad.length, length);
        }
    }
}

/// A PDU comes out when its last octet is there, never before, and takes nothing of the next.
#[test]
fn a_stream_that_arrives_octet_by_octet() {
    let first = hex("00000013 80000004 00000000 00000002 'A1' 00");
    let second = hex("00000010 00000015 00000000 00000007");
    let mut stream = BytesMut::new();
    let mut taken = Vec::new();
    for (count, octet) in [first.clone(), second.clone()].concat().into_iter().enumerate() {
        stream.extend_from_slice(&[octet]);
        if let Some(frame) = Frame::take(&mut stream, Limits::BOUND).expect("lengths are good") {
            taken.push((count + 1, frame.into_octets().to_vec()));
        }
    }
    assert_eq!(taken, [(19, first), (35, second)]);
    assert!(stream.is_empty());
}

/// A frame is exactly one PDU: neither more octets than its length says, nor fewer.
#[test]
fn a_frame_is_one_whole_pdu() {
    let pdu = Bytes::from(hex("00000013 80000004 00000000 00000002 'A1' 00"));
    assert!(Frame::new(pdu.clone()).is_some());
    for octets in [pdu.slice(..18), pdu.slice(..15), Bytes::new()] {
        assert_eq!(Frame::new(octets), None);
    }
    assert_eq!(Frame::new(Bytes::from([&pdu[..], &[0]].concat())), None);
}

/// Octets without a header are not a PDU; decoding them says so and panics at none of them.
#[test]
fn fewer_octets_than_a_header() {
    let header = hex("00000010 00000015 00000000 00000007");
    for length in 0..16 {
        let error = STRICT.decode(&header[..length]).expect_err("there is no header");
        let expected = PduError {
            command: CommandId(0),
            sequence: 0,
            field: Field::Body,
            offset: 0,
            kind: Kind::Truncated,
        };
        assert_eq!((error, error.reply()), (expected, nack(0x02)));
    }
}

// === Nobody knows the command: generic_nack ESME_RINVCMDID, and the session goes on ===

/// 3.4 and 5.0 define neither these nor the vendors' block.
const UNKNOWN: [&str; 8] = [
    "00000000", "0000000A", "0000000C", "00000025", "00000101", "00000110", "00010200", "7FFFFFFF",
];

#[test]
fn an_unknown_request_is_nacked() {
    for id in UNKNOWN {
        for octets in [
            format!("00000010 {id} 00000000 00000063"),
            format!("00000014 {id} 00000000 00000063 DEADBEEF"),
            format!("00000014 {id} 00000058 00000063 DEADBEEF"),
        ] {
            let fault = (Field::Body, 4, Kind::UnknownCommand, 0x03);
            refuse(STRICT, &hex(&octets), fault, nack(0x03));
            refuse(LENIENT, &hex(&octets), fault, nack(0x03));
        }
    }
}

/// Bit 31 makes a response of it, and no response is ever answered.
#[test]
fn an_unknown_response_is_not_answered() {
    for id in ["8000000A", "8000000B", "80000102", "80010200", "FFFFFFFF"] {
        for octets in [
            format!("00000010 {id} 00000000 00000063"),
            format!("00000010 {id} 00000008 00000063"),
            format!("00000014 {id} 00000008 00000063 DEADBEEF"),
        ] {
            let fault = (Field::Body, 4, Kind::UnknownCommand, 0x03);
            refuse(STRICT, &hex(&octets), fault, Reply::Nothing);
            refuse(LENIENT, &hex(&octets), fault, Reply::Nothing);
        }
    }
}

// === The body is wrong: the response of the request, and the session goes on ===

/// Every request with a body that is wrong: what is told and what is answered.
const MALFORMED: [(&str, Fault, Reply); 19] = [
    ("00000001 'A'", (Field::SystemId, 16, Kind::Unterminated, 0x0F), answer(0x8000_0001, 0x0F)),
    ("00000002 'A'", (Field::SystemId, 16, Kind::Unterminated, 0x0F), answer(0x8000_0002, 0x0F)),
    ("00000009 'A'", (Field::SystemId, 16, Kind::Unterminated, 0x0F), answer(0x8000_0009, 0x0F)),
    ("00000003 'A'", (Field::MessageId, 16, Kind::Unterminated, 0x0C), answer(0x8000_0003, 0x0C)),
    (
        "00000004 'CMT12' 'X' 00",
        (Field::ServiceType, 16, Kind::TooLong, 0x02),
        answer(0x8000_0004, 0x02),
    ),
    (
        "00000005 00 0101 'A'",
        (Field::Source, 19, Kind::Unterminated, 0x0A),
        answer(0x8000_0005, 0x0A),
    ),
    ("00000006 00", (Field::Body, 16, Kind::UnexpectedBody, 0x02), answer(0x8000_0006, 0x02)),
    (
        "00000007 00 0101 '44' E9 00",
        (Field::Source, 19, Kind::NotAscii, 0x0A),
        answer(0x8000_0007, 0x0A),
    ),
    (
        "00000008 00 00 000000 01",
        (Field::Destination, 22, Kind::Truncated, 0x0B),
        answer(0x8000_0008, 0x0B),
    ),
    ("00000015 00", (Field::Body, 16, Kind::UnexpectedBody, 0x02), answer(0x8000_0015, 0x02)),
    (
        "00000021 00 000000 00",
        (Field::DestinationCount, 20, Kind::Value, 0x33),
        answer(0x8000_0021, 0x33),
    ),
    (
        "00000021 00 000000 01 03",
        (Field::DestinationFlag, 21, Kind::Value, 0x40),
        answer(0x8000_0021, 0x40),
    ),
    (
        "00000022 'A'",
        (Field::ParameterName, 16, Kind::Unterminated, 0x02),
        answer(0x8000_0022, 0x02),
    ),
    (
        "00000023 000000",
        (Field::MessageCount, 19, Kind::Truncated, 0x55),
        answer(0x8000_0023, 0x55),
    ),
    ("00000024 'A'", (Field::MessageId, 16, Kind::Unterminated, 0x0C), answer(0x8000_0024, 0x0C)),
    (
        "00000103 00 000000 0101 'A'",
        (Field::Destination, 22, Kind::Unterminated, 0x0B),
        answer(0x8000_0103, 0x0B),
    ),
    (
        "00000111 00 000000 00 05",
        (Field::PriorityFlag, 21, Kind::Value, 0x06),
        answer(0x8000_0111, 0x06),
    ),
    ("00000112 00 07", (Field::Source, 17, Kind::Value, 0x48), answer(0x8000_0112, 0x48)),
    (
        "00000113 00 'A'",
        (Field::MessageId, 17, Kind::Unterminated, 0x0C),
        answer(0x8000_0113, 0x0C),
    ),
];

/// `id` and body of a PDU, with length, status 0 and a sequence number.
fn pdu(id_and_body: &str) -> Vec<u8> {
    let (id, body) = id_and_body.split_at(8);
    let pdu = hex(&format!("00000000 {id} 00000000 00000063 {body}"));
    cut_off(&pdu, pdu.len())
}

#[test]
fn a_malformed_request_is_answered_with_its_own_response() {
    for (octets, fault, reply) in MALFORMED {
        println!("{octets}");
        refuse(Decoder::strict(Version::V34), &pdu(octets), fault, reply);
    }
}

/// Where there is no response of its own.
#[test]
fn a_malformed_outbind_or_alert_notification_is_nacked() {
    let outbind = pdu("0000000B 'GW' 00 'A'");
    refuse(STRICT, &outbind, (Field::Password, 19, Kind::Unterminated, 0x0E), nack(0x0E));
    let alert = pdu("00000102 01 01 '44' 00 01 01 'A'");
    refuse(STRICT, &alert, (Field::EsmeAddress, 23, Kind::Unterminated, 0x02), nack(0x02));
}

/// Three octets behind a good body.
#[test]
fn octets_that_cannot_be_a_tlv() {
    let bodies = [
        ("00000001 00 00 00 34 00 00 00 020400", 23, answer(0x8000_0001, 0xC0)),
        ("00000003 00 000000 020400", 20, answer(0x8000_0003, 0xC0)),
        (
            "00000004 00 000000 000000 00 00 00 00 00 00 00 00 00 00 020400",
            33,
            answer(0x8000_0004, 0xC0),
        ),
        (
            "00000005 00 000000 000000 00 00 00 00 00 00 00 00 00 00 020400",
            33,
            answer(0x8000_0005, 0xC0),
        ),
        ("00000007 00 000000 00 00 00 00 00 020400", 25, answer(0x8000_0007, 0xC0)),
        ("00000008 00 00 000000 000000 020400", 24, answer(0x8000_0008, 0xC0)),
        ("0000000B 00 00 020400", 18, nack(0xC0)),
        (
            "00000021 00 000000 01 02 00 00 00 00 00 00 00 00 00 00 00 020400",
            33,
            answer(0x8000_0021, 0xC0),
        ),
        ("00000022 00 020400", 17, answer(0x8000_0022, 0xC0)),
        ("00000023 000000 00 020400", 20, answer(0x8000_0023, 0xC0)),
        ("00000024 00 000000 00 020400", 21, answer(0x8000_0024, 0xC0)),
        ("00000102 000000 000000 020400", 22, nack(0xC0)),
        ("00000103 00 000000 000000 00 00 00 020400", 26, answer(0x8000_0103, 0xC0)),
        ("00000111 00 000000 00 00 00 00 00 00 00 020400", 27, answer(0x8000_0111, 0xC0)),
        ("00000112 00 000000 020400", 20, answer(0x8000_0112, 0xC0)),
        ("00000113 00 00 000000 020400", 21, answer(0x8000_0113, 0xC0)),
    ];
    for (octets, offset, reply) in bodies {
        println!("{octets}");
        let fault = (Field::TlvStream, offset, Kind::TrailingOctets, 0xC0);
        refuse(STRICT, &pdu(octets), fault, reply);
    }
}

// === The response itself is wrong: nothing ===

/// Every response, without error, with a body that is wrong.
#[test]
fn a_malformed_response_is_not_answered() {
    let bodies: [(&str, Fault); 19] = [
        ("80000000 00", (Field::TlvStream, 16, Kind::TrailingOctets, 0xC0)),
        ("80000001 'A'", (Field::SystemId, 16, Kind::Unterminated, 0x0F)),
        ("80000002 'A'", (Field::SystemId, 16, Kind::Unterminated, 0x0F)),
        ("80000003 'A'", (Field::MessageId, 16, Kind::Unterminated, 0x0C)),
        ("80000004 'A'", (Field::MessageId, 16, Kind::Unterminated, 0x0C)),
        ("80000005 'A'", (Field::MessageId, 16, Kind::Unterminated, 0x0C)),
        ("80000006 00", (Field::TlvStream, 16, Kind::TrailingOctets, 0xC0)),
        ("80000007 00", (Field::TlvStream, 16, Kind::TrailingOctets, 0xC0)),
        ("80000008 00", (Field::TlvStream, 16, Kind::TrailingOctets, 0xC0)),
        ("80000009 'A'", (Field::SystemId, 16, Kind::Unterminated, 0x0F)),
        ("80000015 00", (Field::TlvStream, 16, Kind::TrailingOctets, 0xC0)),
        ("80000021 00", (Field::FailureCount, 17, Kind::Truncated, 0x02)),
        ("80000022 'A'", (Field::ParameterValue, 16, Kind::Unterminated, 0x02)),
        ("80000023 01", (Field::Body, 17, Kind::Truncated, 0x02)),
        ("80000024 'A'", (Field::ServiceType, 16, Kind::Unterminated, 0x02)),
        ("80000103 'A'", (Field::MessageId, 16, Kind::Unterminated, 0x0C)),
        ("80000111 'A'", (Field::MessageId, 16, Kind::Unterminated, 0x0C)),
        ("80000112 'A'", (Field::MessageId, 16, Kind::Unterminated, 0x0C)),
        ("80000113 00", (Field::TlvStream, 16, Kind::TrailingOctets, 0xC0)),
    ];
    for (octets, fault) in bodies {
        println!("{octets}");
        refuse(STRICT, &pdu(octets), fault, Reply::Nothing);
    }
}

/// Whatever status a generic_nack has and whatever is wrong with it.
#[test]
fn a_generic_nack_is_read_and_never_answered() {
    for (octets, status, sequence) in [
        ("00000010 80000000 00000003 00000009", 0x03, 9),
        ("00000010 80000000 00000002 00000000", 0x02, 0),
        ("00000010 80000000 00000000 00000001", 0x00, 1),
        ("00000010 80000000 00000450 00000001", 0x450, 1),
    ] {
        let octets = hex(octets);
        let expected =
            Header { command: CommandId::GENERIC_NACK, status: CommandStatus(status), sequence };
        assert_eq!(header(&octets), expected);
        for decoder in [STRICT, LENIENT] {
            accept(decoder, &octets, &[], |pdu| {
                assert_eq!(pdu, Pdu::GenericNack(Default::default()));
            });
        }
    }
    let fault = (Field::TlvStream, 16, Kind::TlvOverrun, 0xC0);
    refuse(STRICT, &pdu("80000000 DEADBEEF"), fault, Reply::Nothing);
}

/// Every other id has its response, which the session uses when a PDU comes in the wrong state.
#[test]
fn the_response_to_each_request() {
    let requests =
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 0x15, 0x21, 0x22, 0x23, 0x24, 0x103, 0x111, 0x112, 0x113];
    for id in requests {
        assert_eq!(CommandId(id).response(), Some(CommandId(id | 0x8000_0000)), "{id:#x}");
        assert_eq!(CommandId(id | 0x8000_0000).response(), None, "{id:#x}");
        assert!(!CommandId(id).is_response() && CommandId(id | 0x8000_0000).is_response());
    }
    for id in [0, 0x0B, 0x102, 0x0A, 0x10200, 0x8000_0000, 0x8000_000B, 0xFFFF_FFFF] {
        assert_eq!(CommandId(id).response(), None, "{id:#x}");
    }
    let binds = (0..0x200).map(CommandId).filter(|id| id.is_bind());
    assert_eq!(binds.collect::<Vec<_>>(), [CommandId(1), CommandId(2), CommandId(9)]);
}
