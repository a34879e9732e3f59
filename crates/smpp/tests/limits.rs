//! Limits of texts, lists, times and ids by version, in both directions, and what is not written.

mod common;

use bytes::BytesMut;
use common::{LENIENT, STRICT, accept, answer, cut_off, filled, hex, refuse, write};
use smpp::Secret;
use smpp::list::{BadEntry, Destination, Failure, ListBuf};
use smpp::pdu::bind::{Bind, BindResp};
use smpp::pdu::manage::{QuerySm, QuerySmResp};
use smpp::pdu::message::{DataSm, MessageResp, Sm, SubmitMulti};
use smpp::{
    Address, CommandStatus, Decoder, Encoder, Field, Header, Kind, Pdu, Reply, Tag, TlvBuf, Version,
};

fn to(digits: &[u8]) -> Address<'_> {
    Address { ton: 0, npi: 0, digits }
}

/// Writes `pdu` to a peer of `version`, with status 0 and sequence number 2.
fn written(version: Version, pdu: Pdu<'_>) -> Result<Vec<u8>, (Field, u32, Kind)> {
    let header = Header { command: pdu.command(), status: CommandStatus::OK, sequence: 2 };
    write(version, pdu, header).map_err(|error| {
        assert_eq!((error.command, error.sequence), (header.command, 2));
        (error.field, error.offset, error.kind)
    })
}

/// A peer of 3.3 has room for 8 digits. What it sends is read at any length: ids are echoed.
#[test]
fn message_ids_of_3_3() {
    let resp = |message_id| Pdu::SubmitSmResp(MessageResp { message_id, ..MessageResp::default() });
    let eight = hex("00000019 80000004 00000000 00000002 'FFFFFFFF' 00");
    let nine = hex("0000001A 80000004 00000000 00000002 '1FFFFFFFF' 00");
    assert_eq!(written(Version::V33, resp(b"FFFFFFFF")), Ok(eight));
    let too_long = (Field::MessageId, 16, Kind::TooLong);
    assert_eq!(written(Version::V33, resp(b"1FFFFFFFF")), Err(too_long));
    assert_eq!(written(Version::V34, resp(b"1FFFFFFFF")), Ok(nine.clone()));
    accept(Decoder::strict(Version::V33), &nine, &[], |pdu| assert_eq!(pdu, resp(b"1FFFFFFFF")));

    let query = QuerySm { message_id: b"1FFFFFFFF", ..QuerySm::default() };
    assert_eq!(written(Version::V33, Pdu::QuerySm(query)), Err(too_long));
    let mut list = ListBuf::new();
    assert_eq!(list.push_message_id(b"FFFFFFFF"), Ok(()));
    assert_eq!(list.push_message_id(b"1FFFFFFFF"), Err(BadEntry));
}

#[test]
fn texts_of_254_and_of_255_octets() {
    let (long, longest, beyond) = ([0x41; 254], [0x41; 255], [0x41; 256]);
    let text = |short_message| Pdu::SubmitSm(Sm { short_message, ..Sm::default() });
    let octets = |length: &str, count| {
        let mandatory = "00 000000 000000 00 00 00 00 00 00 00 00 00";
        hex(&format!(
            "{length} 00000004 00000000 00000002 {mandatory} {count:02X} {}",
            "41".repeat(count)
        ))
    };
    let too_long = Err((Field::ShortMessage, 32, Kind::MessageLength));
    for version in Version::ALL {
        assert_eq!(written(version, text(&long)), Ok(octets("0000011F", 254)));
        assert_eq!(written(version, text(&beyond)), too_long);
    }
    assert_eq!(written(Version::V33, text(&longest)), too_long);
    assert_eq!(written(Version::V34, text(&longest)), too_long);
    assert_eq!(written(Version::V50, text(&longest)), Ok(octets("00000120", 255)));
}

/// 1 to 254 destinations, in 5.0 one more, in both directions.
#[test]
fn lists_of_254_and_of_255_destinations() {
    let octets = |count: usize| {
        let list = "02 'L' 00".repeat(count);
        let pdu = format!(
            "00000000 00000021 00000000 00000002 00 000000 {count:02X} {list} 00 00 00 00 00 00 00 00 00 00"
        );
        let pdu = hex(&pdu);
        cut_off(&pdu, 31 + 3 * count)
    };
    for count in [0, 1, 254, 255] {
        let mut list = ListBuf::new();
        for _ in 0..count {
            list.push_destination(Destination::List(b"L")).expect("there is room");
        }
        let multi = SubmitMulti { destinations: list.destinations(), ..SubmitMulti::default() };
        for version in Version::ALL {
            println!("{count} in {version:?}");
            let expected = octets(count);
            if count == 0 || count == 255 && version != Version::V50 {
                let fault = (Field::DestinationCount, 20, Kind::Value);
                assert_eq!(written(version, Pdu::SubmitMulti(multi)), Err(fault));
                let refused = (fault.0, fault.1, fault.2, 0x33);
                refuse(Decoder::strict(version), &expected, refused, answer(0x8000_0021, 0x33));
                accept(Decoder::lenient(version), &expected, &[fault], |_| {});
            } else {
                assert_eq!(written(version, Pdu::SubmitMulti(multi)), Ok(expected.clone()));
                accept(Decoder::strict(version), &expected, &[], |_| {});
            }
        }
        if count == 255 {
            assert_eq!(list.push_destination(Destination::List(b"L")), Err(BadEntry));
        }
    }
}

/// 20 characters, none of them a NUL, in each kind of entry.
#[test]
fn entries_of_20_and_of_21_characters() {
    for (string, expected) in [
        (&b"12345678901234567890"[..], Ok(())),
        (b"123456789012345678901", Err(BadEntry)),
        (b"1\0", Err(BadEntry)),
        (b"", Ok(())),
    ] {
        let mut list = ListBuf::new();
        assert_eq!(list.push_destination(Destination::Sme(to(string))), expected);
        assert_eq!(list.push_destination(Destination::List(string)), expected);
        let failure = Failure { destination: to(string), status: CommandStatus(8) };
        assert_eq!(ListBuf::new().push_failure(failure), expected);
        assert_eq!(list.destinations().count(), if expected.is_ok() { 2 } else { 0 });
    }
    assert_eq!(ListBuf::new().push_message_id(b"1\0"), Err(BadEntry));
}

/// Empty or 16 characters. A final_date may also come with 12, but we send 16.
#[test]
fn times_of_each_length() {
    let sm = |time| Pdu::SubmitSm(Sm { validity_period: time, ..Sm::default() });
    let done = |time| Pdu::QuerySmResp(QuerySmResp { final_date: time, ..QuerySmResp::default() });
    let time = b"2612312359590000000";
    for length in 0..=19 {
        println!("{length}");
        let time = &time[..length];
        let note = if length > 16 { Kind::TooLong } else { Kind::TimeLength };

        let octets = filled("00000004 00 000000 000000 00 00 00 00 @ 00 00 00 00 00", time);
        let fault = (Field::ValidityPeriod, 27, note);
        if matches!(length, 0 | 16) {
            assert_eq!(written(Version::V34, sm(time)), Ok(octets.clone()));
            accept(STRICT, &octets, &[], |pdu| assert_eq!(pdu, sm(time)));
        } else {
            assert!(
                written(Version::V34, sm(time))
                    .is_err_and(|told| (told.0, told.1) == (fault.0, fault.1))
            );
            refuse(STRICT, &octets, (fault.0, fault.1, fault.2, 0x62), answer(0x8000_0004, 0x62));
            accept(LENIENT, &octets, &[fault], |pdu| assert_eq!(pdu, sm(time)));
        }

        let octets = filled("80000003 00 @ 00 00", time);
        let fault = (Field::FinalDate, 17, note);
        if matches!(length, 0 | 12 | 16) {
            accept(STRICT, &octets, &[], |pdu| assert_eq!(pdu, done(time)));
        } else {
            refuse(STRICT, &octets, (fault.0, fault.1, fault.2, 0x02), Reply::Nothing);
            accept(LENIENT, &octets, &[fault], |pdu| assert_eq!(pdu, done(time)));
        }
        assert_eq!(written(Version::V34, done(time)).is_ok(), matches!(length, 0 | 16));
    }
}

/// A peer of 3.3 is sent no TLVs. Those that only add something are left out; a text is not lost but refused.
#[test]
fn tlvs_for_a_peer_of_3_3() {
    let bare =
        hex("00000021 00000004 00000000 00000002 00 000000 000000 00 00 00 00 00 00 00 00 00 00");
    let mut tlvs = TlvBuf::new();
    tlvs.push(Tag(0x0204), &[0, 7]).expect("two octets");
    let sm = Sm { tlvs: tlvs.view(), ..Sm::default() };
    assert_eq!(written(Version::V33, Pdu::SubmitSm(sm)), Ok(bare));
    let whole = hex(
        "00000027 00000004 00000000 00000002 00 000000 000000 00 00 00 00 00 00 00 00 00 00 0204 0002 0007",
    );
    assert_eq!(written(Version::V34, Pdu::SubmitSm(sm)), Ok(whole));

    tlvs.push(Tag(0x0424), b"Hi").expect("a text");
    let sm = Sm { tlvs: tlvs.view(), ..Sm::default() };
    let refused = Err((Field::Tlv(Tag(0x0424)), 33, Kind::NotInVersion));
    assert_eq!(written(Version::V33, Pdu::SubmitSm(sm)), refused);
    assert!(written(Version::V34, Pdu::SubmitSm(sm)).is_ok());

    let mut tlvs = TlvBuf::new();
    tlvs.push(Tag(0x0210), &[0x34]).expect("one octet");
    let resp = BindResp { system_id: b"GW", tlvs: tlvs.view() };
    let bare = hex("00000013 80000002 00000000 00000002 'GW' 00");
    assert_eq!(written(Version::V33, Pdu::BindTransmitterResp(resp)), Ok(bare));
}

/// What was refused leaves nothing behind; what is written stands behind what was there.
#[test]
fn pdus_are_appended_whole_or_not_at_all() {
    let mut out = BytesMut::from(&b"before"[..]);
    let encoder = Encoder::new(Version::V34);
    let bad = Pdu::SubmitSm(Sm { source: to(b"123456789012345678901"), ..Sm::default() });
    assert!(encoder.encode(&bad, CommandStatus::OK, 2, &mut out).is_err());
    assert_eq!(out, b"before"[..]);
    let good = Pdu::EnquireLink;
    assert_eq!(encoder.encode(&good, CommandStatus::OK, 7, &mut out), Ok(16));
    assert_eq!(encoder.encode(&good, CommandStatus::OK, 8, &mut out), Ok(16));
    let links = "00000010 00000015 00000000 00000007 00000010 00000015 00000000 00000008";
    assert_eq!(out, [&b"before"[..], &hex(links)].concat());
}

/// A TLV has room for 65,535 octets, a PDU for as many TLVs as one likes.
#[test]
fn the_longest_payload() {
    let mut tlvs = TlvBuf::new();
    assert!(tlvs.push(Tag(0x0424), &[0x41; 65_536]).is_err());
    assert!(tlvs.view().is_empty());
    tlvs.push(Tag(0x0424), &[0x41; 65_535]).expect("it has room");
    let pdu = Pdu::DataSm(DataSm { tlvs: tlvs.view(), ..DataSm::default() });
    let octets = written(Version::V34, pdu).expect("it is good");
    assert_eq!(octets.len(), 26 + 4 + 65_535);
    assert_eq!(octets[..4], [0x00, 0x01, 0x00, 0x1D]);
    accept(STRICT, &octets, &[], |read| assert_eq!(read, pdu));
}

/// Nothing prints a password.
#[test]
fn passwords_are_not_shown() {
    let bind = Bind { password: Secret(b"secret08"), ..Bind::default() };
    let shown = format!("{:?}", Pdu::BindTransceiver(bind));
    assert!(!shown.contains("secret08") && shown.contains("(8 octets)"), "{shown}");
}
