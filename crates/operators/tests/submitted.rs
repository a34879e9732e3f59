//! Parts as operators want them: the octets of each submit_sm, written by hand.

#[path = "common/mod.rs"]
mod common;

use common::{Pair, SESSION, operator, outgoing};
use gateway::door::{Effect, Input, Outgoing};
use message::code::SubmitAnswer;
use message::time::Timestamp;
use operators::{Note, Output, Session};
use records::Octets;
use records::submission::{Group, GroupKind, Party};
use registry::draft::OperatorDraft;
use smpp::Version;
use smpp::session::BindKind;
use std::time::Duration;

/// What stands before esm_class in all of them: no service_type, 5/0 `Acme`, 1/1 `491701234567`.
const PARTIES: &str = "00  05 00 41636D6500  01 01 34393137303132333435363700";

/// `05 00 03` or `050003`.
fn octets(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(|octet| !octet.is_ascii_whitespace()).collect();
    let digit = |octet: u8| char::from(octet).to_digit(16).expect("hex") as u8;
    digits.chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}

/// A session that speaks 3.4, or 3.3 because the operator says so (bind_transceiver_resp with
/// sc_interface_version).
fn bound(settings: impl FnOnce(&mut OperatorDraft), version: Version) -> Session {
    let operator = operator(settings);
    if version != Version::V33 {
        return Pair::bound(&operator, version).ours;
    }
    let mut ours = Session::new(SESSION, operator, BindKind::Transceiver, Duration::ZERO);
    ours.handle_written(ours.pending().len(), Duration::ZERO);
    let response = octets("00000016 80000009 00000000 00000001 00 0210 0001 33");
    ours.handle_bytes(&mut response.as_slice().into(), Duration::ZERO);
    while ours.poll().is_some() {}
    ours
}

/// The body of the submit_sm that becomes of a part, and what is told of it.
fn submitted(
    settings: impl FnOnce(&mut OperatorDraft),
    version: Version,
    part: Outgoing,
) -> (Vec<u8>, Vec<Note>) {
    let mut ours = bound(settings, version);
    ours.handle_effect(Effect::Send(Box::new(part)), Duration::ZERO);
    let mut notes = Vec::new();
    while let Some(output) = ours.poll() {
        let Output::Noted(note) = output else { panic!("{output:?}") };
        notes.push(note);
    }
    let pdu = ours.pending();
    let header = [(pdu.len() as u32).to_be_bytes(), [0, 0, 0, 4], [0; 4], [0, 0, 0, 2]];
    assert_eq!(&pdu[..16], header.as_flattened(), "the header");
    (pdu[16..].to_vec(), notes)
}

#[track_caller]
fn check(name: &str, settings: &Settings, part: Outgoing, expected: &str) {
    let Settings { long, alphabet, version } = *settings;
    let change = |draft: &mut OperatorDraft| {
        draft.long_messages = long.map(str::to_owned);
        draft.alphabet = alphabet.map(str::to_owned);
    };
    let (body, notes) = submitted(change, version, part);
    let expected = octets(&format!("{PARTIES} {expected}"));
    let hex = |octets: &[u8]| octets.iter().map(|octet| format!("{octet:02X}")).collect::<String>();
    assert_eq!(hex(&body), hex(&expected), "{name}");
    assert_eq!(notes, [], "{name}");
}

#[derive(Clone, Copy)]
struct Settings {
    long: Option<&'static str>,
    alphabet: Option<&'static str>,
    version: Version,
}

const USUAL: Settings = Settings { long: None, alphabet: None, version: Version::V34 };

fn long(form: &'static str) -> Settings {
    Settings { long: Some(form), ..USUAL }
}

fn alphabet(name: &'static str) -> Settings {
    Settings { alphabet: Some(name), ..USUAL }
}

const V33: Settings = Settings { version: Version::V33, ..USUAL };

// === fields ===

/// Fields behind the parties: esm_class, protocol_id, priority_flag, schedule, validity,
/// registered_delivery, replace_if_present_flag, data_coding, sm_default_msg_id, sm_length, text.
#[test]
fn the_fields_of_a_part() {
    let plain = outgoing(1, b"Hello");
    check("plain", &USUAL, plain.clone(), "00 00 00 00 00 01 00 00 00 05 48656C6C6F");

    let all = Outgoing {
        doubtful: true,
        // Forward mode and reply path: the mode is ours.
        esm_class: 0x82,
        protocol_id: 0x41,
        priority: 3,
        registered_delivery: 0,
        // 2026-11-22 20:39:23.1 UTC.
        expires: Some(Timestamp::from_millis(1_795_379_963_101)),
        data_coding: 0xF1,
        reference: Some(0x1234),
        // A vendor's TLV, privacy_indicator, and three that are ours to write.
        tlvs: Some(Octets::from(octets(
            "1401 0002 ABCD  0201 0001 03  0204 0002 FFFF  020E 0001 02  0424 0001 41",
        ))),
        ..plain.clone()
    };
    // 261122203923100+, with its end.
    let validity = "323631313232 323033393233 31 3030 2B 00";
    check(
        "all",
        &USUAL,
        all.clone(),
        &format!(
            "80 41 03 00 {validity} 00 00 F1 00 05 48656C6C6F 0204 0002 1234 1401 0002 ABCD \
             0201 0001 03"
        ),
    );
    // In 3.3: no TLVs, and priorities up to 1.
    check("all in 3.3", &V33, all, &format!("80 41 01 00 {validity} 00 00 F1 00 05 48656C6C6F"));

    let on_success = Outgoing { registered_delivery: 0x13, ..plain.clone() };
    check(
        "3.4 has no receipt on success alone",
        &USUAL,
        on_success,
        "00 00 00 00 00 11 00 00 00 05 48656C6C6F",
    );

    let broken =
        Outgoing { tlvs: Some(Octets::from(octets("1401 0001 AA 1402 00FF BB"))), ..plain.clone() };
    check(
        "a TLV that runs past the end",
        &USUAL,
        broken,
        "00 00 00 00 00 01 00 00 00 05 48656C6C6F 1401 0001 AA",
    );
    let impossible = Outgoing {
        tlvs: Some(Octets::from(octets("0201 0002 0303 1401 0001 AA"))),
        ..plain.clone()
    };
    check(
        "a TLV of an impossible length",
        &USUAL,
        impossible,
        "00 00 00 00 00 01 00 00 00 05 48656C6C6F 1401 0001 AA",
    );
    check("no text", &USUAL, outgoing(1, b""), "00 00 00 00 00 01 00 00 00 00");
}

#[test]
fn addresses_go_out_as_the_core_gives_them() {
    let part = Outgoing {
        source: Party { ton: 3, npi: 8, text: "777".into() },
        destination: Party { ton: 2, npi: 1, text: "01701234567".into() },
        ..outgoing(1, b"x")
    };
    let (body, _) = submitted(|_| {}, Version::V34, part);
    let expected =
        "00  03 08 37373700  02 01 303137303132333435363700  00 00 00 00 00 01 00 00 00 01 78";
    assert_eq!(body, octets(expected));
}

// === parts of longer texts ===

fn under(header: &str, text: &[u8]) -> Outgoing {
    let mut part = outgoing(1, text);
    part.content.header = Some(Octets::from(octets(header)));
    part
}

fn by_tlvs(part: Outgoing) -> Outgoing {
    let group = Group { kind: GroupKind::Sar, reference: 0xA1B2, total: 3, sequence: 2 };
    Outgoing { group: Some(group), ..part }
}

#[test]
fn a_part_under_a_header() {
    let eight = || under("05 00 03 7B 03 02", b"Hi");
    let sixteen = || under("06 08 04 7B00 03 02", b"Hi");
    let ports = || under("0B 05 04 0B84 23F0 00 03 7B 03 02", b"Hi");
    let kept_8 = "40 00 00 00 00 01 00 00 00 08 050003 7B0302 4869";
    let kept_16 = "40 00 00 00 00 01 00 00 00 09 060804 7B000302 4869";
    let kept_ports = "40 00 00 00 00 01 00 00 00 0E 0B 05040B8423F0 00037B0302 4869";
    for form in ["udh8", "udh16", "payload"] {
        check(form, &long(form), eight(), kept_8);
        check(form, &long(form), sixteen(), kept_16);
        check(form, &long(form), ports(), kept_ports);
    }
    let tlvs_8 = "00 00 00 00 00 01 00 00 00 02 4869 020C 0002 007B 020E 0001 03 020F 0001 02";
    let tlvs_16 = "00 00 00 00 00 01 00 00 00 02 4869 020C 0002 7B00 020E 0001 03 020F 0001 02";
    check("sar", &long("sar"), eight(), tlvs_8);
    check("sar", &long("sar"), sixteen(), tlvs_16);
    // A header and the TLVs exclude each other (SMPP 3.4 s5.2.12).
    check("sar", &long("sar"), ports(), kept_ports);
    let old = Settings { version: Version::V33, ..long("sar") };
    check("sar in 3.3", &old, eight(), kept_8);

    // What is no part, or cannot be read, stays as it is.
    let alone = || under("06 05 04 0B84 23F0", b"Hi");
    check("ports", &long("sar"), alone(), "40 00 00 00 00 01 00 00 00 09 060504 0B8423F0 4869");
    let broken = || under("05 00 03 7B 02 03", b"Hi");
    check(
        "part 3 of 2",
        &long("sar"),
        broken(),
        "40 00 00 00 00 01 00 00 00 08 050003 7B0203 4869",
    );
    // A header says it, and the group says it again.
    let twice = by_tlvs(eight());
    check("twice", &long("udh8"), twice.clone(), kept_8);
    check("twice", &long("sar"), twice, tlvs_8);
}

#[test]
fn a_part_by_tlvs() {
    let part = || by_tlvs(outgoing(1, b"Hi"));
    let eight = "40 00 00 00 00 01 00 00 00 08 050003 B20302 4869";
    let sixteen = "40 00 00 00 00 01 00 00 00 09 060804 A1B20302 4869";
    let tlvs = "00 00 00 00 00 01 00 00 00 02 4869 020C 0002 A1B2 020E 0001 03 020F 0001 02";
    check("udh8", &long("udh8"), part(), eight);
    check("udh16", &long("udh16"), part(), sixteen);
    check("payload", &long("payload"), part(), eight);
    check("sar", &long("sar"), part(), tlvs);
    let old = Settings { version: Version::V33, ..long("sar") };
    check("sar in 3.3", &old, part(), eight);

    let ports = || by_tlvs(under("06 05 04 0B84 23F0", b"Hi"));
    let beside = "40 00 00 00 00 01 00 00 00 0E 0B 05040B8423F0 0003B20302 4869";
    check("udh8", &long("udh8"), ports(), beside);
    check("sar", &long("sar"), ports(), beside);

    let marked_otherwise = Outgoing {
        group: Some(Group { kind: GroupKind::Udh8, reference: 1, total: 3, sequence: 2 }),
        ..outgoing(1, b"Hi")
    };
    check(
        "the header says it",
        &long("sar"),
        marked_otherwise,
        "00 00 00 00 00 01 00 00 00 02 4869",
    );
}

// === alphabets ===

#[test]
fn text_in_the_operators_alphabet() {
    // `é@_` in GSM septets.
    let text = || outgoing(1, &[0x05, 0x00, 0x11]);
    check("gsm7", &USUAL, text(), "00 00 00 00 00 01 00 00 00 03 050011");
    check("latin1", &alphabet("latin1"), text(), "00 00 00 00 00 01 00 00 00 03 E9405F");
    check("ucs2", &alphabet("ucs2"), text(), "00 00 00 00 00 01 00 00 00 06 00E900400 05F");

    // Behind a header too.
    let part = under("05 00 03 7B 03 02", &[0x05]);
    check("latin1", &alphabet("latin1"), part, "40 00 00 00 00 01 00 00 00 07 0500037B0302 E9");

    // The euro sign is in Latin-9, and not in Latin-1: then the part is UCS2.
    let euro = || outgoing(1, &[0x1B, 0x65]);
    check("latin9", &alphabet("latin9"), euro(), "00 00 00 00 00 01 00 00 00 01 A4");
    check("latin1", &alphabet("latin1"), euro(), "00 00 00 00 00 01 00 08 00 02 20AC");

    // Only data_coding 0 is the operator's own.
    for data_coding in [0x03, 0x04, 0x08, 0xF1] {
        let part = Outgoing { data_coding, ..text() };
        let expected = format!("00 00 00 00 00 01 00 {data_coding:02X} 00 03 050011");
        check("other", &alphabet("latin1"), part, &expected);
    }

    // Turkish tables (TS 23.038 A.3.1): `ş` behind an escape. Latin-1 has no such letter, UCS2 has,
    // and neither has tables.
    let turkish = under("08 24 01 01 00 03 7B 03 02", &[0x1B, 0x73]);
    check(
        "latin1",
        &alphabet("latin1"),
        turkish,
        "40 00 00 00 00 01 00 08 00 08 0500037B0302 015F",
    );
    let turkish = under("03 24 01 01", &[0x41]);
    check("latin1", &alphabet("latin1"), turkish, "00 00 00 00 00 01 00 00 00 01 41");
}

#[test]
fn letters_without_any_room_are_replaced_and_told() {
    let latin1 = |draft: &mut OperatorDraft| draft.alphabet = Some("latin1".to_owned());
    // 70 characters fit into a part of UCS2, 71 do not; under a header 67 do, 68 do not.
    let text = |letters: usize| [vec![b'x'; letters - 1], vec![0x1B, 0x65]].concat();
    for (part, fits) in [
        (outgoing(1, &text(70)), true),
        (outgoing(1, &text(71)), false),
        (under("05 00 03 7B 03 02", &text(67)), true),
        (under("05 00 03 7B 03 02", &text(68)), false),
    ] {
        let attempt = part.attempt;
        let (body, notes) = submitted(latin1, Version::V34, part);
        let end: &[u8] = if fits { &[0x20, 0xAC] } else { b"x?" };
        assert!(body.ends_with(end), "{body:02X?}");
        let told = if fits { vec![] } else { vec![Note::Replaced { attempt, letters: 1 }] };
        assert_eq!(notes, told);
    }
}

// === room ===

/// The wire takes no more than it can write; what is left waits for it.
#[test]
fn parts_wait_for_the_socket() {
    let many = 2_000;
    let mut pair = Pair::bound(&operator(|draft| draft.window = Some(many)), Version::V34);
    for number in 0..u64::from(many) {
        let part = outgoing(number, &[b'x'; 250]);
        pair.ours.handle_effect(Effect::Send(Box::new(part)), Duration::ZERO);
    }
    let pending = pair.ours.pending().len();
    assert!((250_000..300_000).contains(&pending), "{pending} octets of 600,000");
    assert!(pair.ours.poll().is_none());
    let mut octets = pending;
    pair.ours.handle_written(pending, Duration::ZERO);
    while !pair.ours.pending().is_empty() {
        octets += pair.ours.pending().len();
        pair.ours.handle_written(pair.ours.pending().len(), Duration::ZERO);
    }
    assert_eq!(octets, many as usize * EACH);
    assert!(pair.ours.poll().is_none(), "nothing has come back, and the session is not leaving");

    pair.ours.handle_peer_closed();
    assert_eq!(lost(&mut pair.ours), (many as usize, 0));
}

/// Those that wait come back too when the session ends, as never written.
#[test]
fn parts_that_wait_for_the_socket_come_back() {
    let many = 2_000;
    let mut pair = Pair::bound(&operator(|draft| draft.window = Some(many)), Version::V34);
    for number in 0..u64::from(many) {
        let part = outgoing(number, &[b'x'; 250]);
        pair.ours.handle_effect(Effect::Send(Box::new(part)), Duration::ZERO);
    }
    pair.ours.handle_written(2 * EACH, Duration::ZERO);
    pair.ours.handle_peer_closed();
    assert_eq!(lost(&mut pair.ours), (2, many as usize - 2));
}

/// An operator that sends faster than the driver fetches is not read.
#[test]
fn nothing_is_read_while_too_much_is_to_be_told() {
    let mut ours = bound(|_| {}, Version::V34);
    let unasked = octets("00000010 80000004 00000000 00000050");
    let mut buffer = bytes::BytesMut::from(unasked.repeat(10_000).as_slice());
    let all = buffer.len();
    while ours.handle_bytes(&mut buffer, Duration::ZERO) > 0 {}
    assert!(!ours.wants_bytes());
    assert!(buffer.len() > all / 2, "{} of {all} octets are left", buffer.len());
    let mut told = 0;
    while ours.poll().is_some() || ours.handle_bytes(&mut buffer, Duration::ZERO) > 0 {
        told += 1;
    }
    assert!(ours.wants_bytes() && buffer.is_empty() && told >= 10_000, "{told}");
}

/// A submit_sm with 250 octets of text.
const EACH: usize = 16 + 1 + 7 + 15 + 3 + 2 + 4 + 1 + 250;

/// How many attempts are lost that were written, and that were not.
fn lost(ours: &mut Session) -> (usize, usize) {
    let mut counts = (0, 0);
    while let Some(output) = ours.poll() {
        let Output::Input(Input::Answered(answer)) = output else { continue };
        match answer.answer {
            SubmitAnswer::Lost { written: true } => counts.0 += 1,
            SubmitAnswer::Lost { written: false } => counts.1 += 1,
            SubmitAnswer::Status(_) | SubmitAnswer::NoMessageId | SubmitAnswer::Nack(_) => {
                panic!("{answer:?}")
            }
        }
    }
    counts
}
