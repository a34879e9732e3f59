//! What phones do with what they are sent.

use crate::stage::{PHONE, Stage, sm, still};
use message::text::alphabet::Alphabet;
use message::text::udh::{Concatenation, Element, Header, Ports, Reference};
use simulator::chance::{Mix, Span};
use simulator::phone::{Body, PhoneError, Presence, Received};
use simulator::profile::First;
use simulator::{Party, Profile};
use smpp::pdu::message::Sm;
use smpp::{Pdu, Tag, TlvBuf};
use std::time::Duration;

fn submit(stage: &mut Stage, from: &str, sm: Sm<'_>) {
    let (source, destination) = (Party::new(from), Party::new(PHONE));
    let (source, destination) = (source.view(), destination.view());
    stage.submit(1, Pdu::SubmitSm(Sm { source, destination, ..sm }));
}

/// With the header element for part `sequence` of `total`.
fn part(reference: Reference, sequence: u8, total: u8, body: &[u8]) -> Vec<u8> {
    let mut header = Header::new();
    let part = Concatenation { reference, total, sequence };
    header.push(Element::Concatenation(part)).expect("it fits");
    [header.octets(), body].concat()
}

fn say_part(stage: &mut Stage, from: &str, user_data: &[u8]) {
    submit(stage, from, Sm { esm_class: 0x40, short_message: user_data, ..Sm::default() });
}

fn inbox(stage: &Stage) -> Vec<Received> {
    let phone = stage.brain.phones().phone(PHONE);
    phone.map(|phone| phone.inbox().cloned().collect()).unwrap_or_default()
}

fn texts(stage: &Stage) -> Vec<(String, usize)> {
    let text = |received: Received| match received.body {
        Body::Text { text, flaws: 0 } => (text, received.missing),
        other => panic!("{other:?}"),
    };
    inbox(stage).into_iter().map(text).collect()
}

/// name, data_coding, octets, what the phone shows.
#[test]
fn each_alphabet_is_shown() {
    let rows: [(&str, u8, &[u8], &str); 7] = [
        ("P01 GSM 7-bit", 0x00, b"Hi \x00 \x1Be \x11", "Hi @ € _"),
        ("P02 ASCII", 0x01, b"Hi @ _", "Hi @ _"),
        ("P03 Latin-1", 0x03, b"caf\xE9", "café"),
        ("P04 Cyrillic", 0x06, b"\xBF\xE0\xD8", "При"),
        ("P05 UCS2", 0x08, b"\x04\x1F\xD8\x3D\xDC\x26", "П🐦"),
        ("P06 GSM 7-bit, shown at once", 0xF0, b"\x00", "@"),
        ("P07 UCS2, class 1", 0x19, b"\x20\xAC", "€"),
    ];
    for (name, data_coding, octets, expected) in rows {
        let mut stage = Stage::new(still());
        let sm = Sm { data_coding, short_message: octets, ..Sm::default() };
        submit(&mut stage, "777", sm);
        stage.run(1_000);
        assert_eq!(texts(&stage), [(expected.to_owned(), 0)], "{name}");
    }
}

#[test]
fn data_coding_0_is_the_operators_own() {
    let mut profile = still();
    profile.default_alphabet = Alphabet::Latin1;
    let mut stage = Stage::new(profile);
    submit(&mut stage, "777", Sm { short_message: b"caf\xE9 @", ..Sm::default() });
    stage.run(1_000);
    assert_eq!(texts(&stage), [("café @".to_owned(), 0)]);
}

#[test]
fn binary_is_kept_as_it_is() {
    let mut stage = Stage::new(still());
    let mut header = Header::new();
    let ports = Ports::Sixteen { destination: 2948, originator: 9200 };
    header.push(Element::Ports(ports)).expect("it fits");
    let user_data = [header.octets(), b"\x00\x01\xFE\xFF"].concat();
    let sm = Sm { esm_class: 0x40, data_coding: 0x04, short_message: &user_data, ..Sm::default() };
    submit(&mut stage, "777", sm);
    submit(&mut stage, "777", Sm { data_coding: 0x0B, short_message: b"\x01", ..Sm::default() });
    stage.run(1_000);
    let bodies: Vec<(Body, Option<Ports>)> =
        inbox(&stage).into_iter().map(|received| (received.body, received.ports)).collect();
    let expected =
        [(Body::Binary(b"\x00\x01\xFE\xFF".to_vec()), Some(ports)), (Body::Binary(vec![1]), None)];
    assert_eq!(bodies, expected);
}

#[test]
fn parts_are_joined_in_any_order_and_by_sender_and_reference() {
    let mut stage = Stage::new(still());
    let (eight, sixteen) = (Reference::Eight(7), Reference::Sixteen(7));
    say_part(&mut stage, "777", &part(eight, 3, 3, b"c"));
    say_part(&mut stage, "778", &part(eight, 1, 3, b"x"));
    say_part(&mut stage, "777", &part(sixteen, 2, 3, b"2"));
    say_part(&mut stage, "777", &part(eight, 1, 3, b"a"));
    say_part(&mut stage, "777", &part(eight, 1, 3, b"a"));
    say_part(&mut stage, "777", &part(sixteen, 1, 3, b"1"));
    say_part(&mut stage, "777", &part(sixteen, 3, 3, b"3"));
    say_part(&mut stage, "777", &part(eight, 2, 3, b"b"));
    stage.run(1_000);
    assert_eq!(texts(&stage), [("123".to_owned(), 0), ("abc".to_owned(), 0)]);
    let phone = stage.brain.phones().phone(PHONE).expect("a phone");
    assert_eq!(phone.joining(), 1);
}

#[test]
fn sar_parts_are_joined() {
    let mut stage = Stage::new(still());
    for (sequence, text) in [(2, b"wor"), (1, b"Hel"), (3, b"ld!")] {
        let mut tlvs = TlvBuf::new();
        tlvs.push(Tag::SAR_MSG_REF_NUM, &[1, 2]).expect("two octets");
        tlvs.push(Tag::SAR_TOTAL_SEGMENTS, &[3]).expect("one octet");
        tlvs.push(Tag::SAR_SEGMENT_SEQNUM, &[sequence]).expect("one octet");
        submit(&mut stage, "777", Sm { short_message: text, tlvs: tlvs.view(), ..Sm::default() });
    }
    stage.run(1_000);
    assert_eq!(texts(&stage), [("Helworld!".to_owned(), 0)]);
}

/// An escape, and a surrogate pair, that the sender has cut in two.
#[test]
fn characters_cut_in_two_are_whole_again() {
    let reference = Reference::Eight(1);
    let mut stage = Stage::new(still());
    say_part(&mut stage, "777", &part(reference, 1, 2, b"5 \x1B"));
    say_part(&mut stage, "777", &part(reference, 2, 2, b"e"));
    for (sequence, text) in [(1, b"\xD8\x3D"), (2, b"\xDC\x26")] {
        let user_data = part(Reference::Eight(2), sequence, 2, text);
        let sm = Sm { esm_class: 0x40, data_coding: 8, short_message: &user_data, ..Sm::default() };
        submit(&mut stage, "777", sm);
    }
    stage.run(1_000);
    assert_eq!(texts(&stage), [("5 €".to_owned(), 0), ("🐦".to_owned(), 0)]);
}

#[test]
fn parts_in_different_alphabets_are_read_each_by_itself() {
    let mut stage = Stage::new(still());
    say_part(&mut stage, "777", &part(Reference::Eight(1), 1, 2, b"\x00"));
    let user_data = part(Reference::Eight(1), 2, 2, b"\x20\xAC");
    let sm = Sm { esm_class: 0x40, data_coding: 8, short_message: &user_data, ..Sm::default() };
    submit(&mut stage, "777", sm);
    stage.run(1_000);
    assert_eq!(texts(&stage), [("@€".to_owned(), 0)]);
}

#[test]
fn a_reference_that_comes_round_begins_another_message() {
    let mut stage = Stage::new(still());
    let reference = Reference::Eight(7);
    say_part(&mut stage, "777", &part(reference, 1, 2, b"old"));
    say_part(&mut stage, "777", &part(reference, 1, 2, b"new "));
    say_part(&mut stage, "777", &part(reference, 2, 2, b"text"));
    stage.run(1_000);
    assert_eq!(texts(&stage), [("old".to_owned(), 1), ("new text".to_owned(), 0)]);
}

#[test]
fn of_too_many_incomplete_messages_the_oldest_is_shown() {
    let mut profile = still();
    profile.bounds.joins_max = 2;
    let mut stage = Stage::new(profile);
    for (reference, text) in [(1, b"one"), (2, b"two"), (3, b"six")] {
        say_part(&mut stage, "777", &part(Reference::Eight(reference), 2, 3, text));
    }
    stage.run(1_000);
    assert_eq!(texts(&stage), [("one".to_owned(), 2)]);
}

#[test]
fn an_inbox_and_the_number_of_phones_are_bounded() {
    let mut profile = still();
    profile.bounds.inbox_max = 2;
    profile.bounds.phones_max = 2;
    let mut stage = Stage::new(profile);
    for text in ["one", "two", "three"] {
        stage.say(text);
    }
    for number in ["447700900002", "447700900003", "447700900003"] {
        let (source, destination) = (Party::new("777"), Party::new(number));
        stage.submit(1, Pdu::SubmitSm(sm(&source, &destination, b"Hello")));
    }
    stage.run(1_000);
    assert_eq!(texts(&stage), [("two".to_owned(), 0), ("three".to_owned(), 0)]);
    let phones = stage.brain.phones_mut();
    assert_eq!(phones.phone(PHONE).map(|phone| phone.deleted()), Some(1));
    assert_eq!(
        phones.iter().map(|(number, _)| number).collect::<Vec<_>>(),
        [PHONE, "447700900002"]
    );
    assert_eq!(phones.not_kept(), 2);
    assert_eq!(phones.add("447700900003", Presence::Off), Err(PhoneError::Full));
    assert_eq!(phones.add("Alice", Presence::Off), Err(PhoneError::NoNumber));
    assert_eq!(phones.add("+447700900001", Presence::Off), Ok(()));
}

/// A name, what the phone is, and what one submission comes to that asks for everything.
type Row = (&'static str, Presence, &'static [&'static str]);

const RESP: &str = "0.010 s1 submit_sm_resp 1 ESME_ROK 1000000001";

const PRESENCES: &[Row] = &[
    ("on", Presence::On, &[RESP, "0.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000"]),
    (
        "off",
        Presence::Off,
        &[
            RESP,
            "0.110 s1 deliver_sm 20 id:1000000001 stat:ENROUTE err:027",
            "3.050 s1 deliver_sm 04 id:1000000001 stat:EXPIRED err:027",
        ],
    ),
    ("full", Presence::Full, &[RESP, "0.160 s1 deliver_sm 04 id:1000000001 stat:UNDELIV err:032"]),
    (
        "barred",
        Presence::Barred,
        &[RESP, "0.160 s1 deliver_sm 04 id:1000000001 stat:UNDELIV err:013"],
    ),
    ("unknown", Presence::Unknown, &["0.010 s1 submit_sm_resp 1 ESME_RINVDSTADR"]),
];

fn three_seconds() -> Profile {
    let mut profile = still();
    profile.delivery.validity = Duration::from_secs(3);
    profile
}

#[test]
fn each_presence_has_its_statuses_and_receipts() {
    for (name, presence, expected) in PRESENCES {
        let mut stage = Stage::new(three_seconds());
        stage.brain.phones_mut().add(PHONE, *presence).expect("there is room");
        let sm = Sm { registered_delivery: 0x11, short_message: b"Hello", ..Sm::default() };
        submit(&mut stage, "777", sm);
        stage.run(100_000);
        let expected_messages = usize::from(*presence == Presence::On);
        assert_eq!(inbox(&stage).len(), expected_messages, "{name}");
        assert_eq!(stage.brain.held(), 0, "{name}");
        stage.expect(name, expected);
    }
}

#[test]
fn a_phone_that_is_switched_on_gets_what_waited() {
    let mut stage = Stage::new(three_seconds());
    stage.brain.phones_mut().add(PHONE, Presence::Off).expect("there is room");
    stage.say("Hello");
    stage.run(1_500);
    assert_eq!(texts(&stage), []);
    stage.brain.phones_mut().add(PHONE, Presence::On).expect("it is there");
    stage.run(10_000);
    assert_eq!(texts(&stage), [("Hello".to_owned(), 0)]);
    // Tried at 0.110, 1.110 and 2.110.
    stage.expect("on", &[RESP, "2.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000"]);
}

#[test]
fn the_customers_validity_counts() {
    let mut profile = still();
    profile.receipts.first =
        Mix::always(Some(First { state: message::state::SmppState::Enroute, as_receipt: true }));
    profile.delivery.delay = Mix::always(Span::millis(9_000, 9_000));
    for (name, validity, expected) in [
        ("one second from now", &b"000000000001000R"[..], "EXPIRED"),
        ("ten seconds from now", b"000000000010000R", "DELIVRD"),
        ("a moment that has passed", b"261122203922000+", "EXPIRED"),
        ("a moment to come", b"261122204000000+", "DELIVRD"),
        ("no time at all", b"", "DELIVRD"),
    ] {
        let mut stage = Stage::new(profile.clone());
        let sm = Sm {
            registered_delivery: 1,
            validity_period: validity,
            short_message: b"Hello",
            ..Sm::default()
        };
        submit(&mut stage, "777", sm);
        stage.run(20_000);
        let lines = [
            RESP,
            "4.510 s1 deliver_sm 04 id:1000000001 stat:ENROUTE err:000",
            &format!("9.060 s1 deliver_sm 04 id:1000000001 stat:{expected} err:000"),
        ];
        stage.expect(name, &lines);
    }
}
