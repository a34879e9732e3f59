//! What phones write, and how it is sent.

use crate::stage::{PHONE, Stage, silence, sm, still};
use message::text::alphabet::Alphabet;
use simulator::chance::{Mix, Span};
use simulator::ledger::End;
use simulator::phone::{PhoneError, Presence};
use simulator::profile::Joint;
use simulator::{Party, SendError};
use smpp::session::BindKind;
use smpp::{Pdu, Version};

/// 173 characters of GSM 7-bit: 153 in the first part, 20 in the second.
const LONG: &str = "A whimbrel flies 6,000 km from Iceland to West Africa in five days, and it does not stop once on its way, although it could well do so, say those who have watched it fly by.";

fn first(text: &str) -> String {
    text[..153].to_owned()
}

#[test]
fn a_short_text() {
    let mut stage = Stage::new(still());
    let to = Party::new("777");
    stage.brain.phone_writes(stage.now, "+447700900001", &to, "Hi @ €").expect("it is on");
    stage.brain.phone_writes(stage.now, PHONE, &to, "Ω→").expect("it is on");
    stage.run(1);
    let expected = [
        "0.000 s1 deliver_sm 00 Hi \\x00 \\x1be",
        "0.000 s1 deliver_sm 00 dcs=08 \\x03\\xa9!\\x92",
    ];
    stage.expect("short", &expected);
}

#[test]
fn addresses_are_those_of_the_phone_and_of_whom_it_writes_to() {
    let mut stage = Stage::new(still());
    let to = Party { ton: 0, npi: 1, digits: b"0777".to_vec() };
    stage.brain.phone_writes(stage.now, PHONE, &to, "Hi").expect("it is on");
    let Some(simulator::Action::Deliver(deliver)) = stage.brain.poll(stage.now) else {
        panic!("nothing was sent")
    };
    let Pdu::DeliverSm(sm) = deliver.pdu() else { panic!("no deliver_sm") };
    assert_eq!(sm.source, smpp::Address { ton: 1, npi: 1, digits: b"447700900001" });
    assert_eq!(sm.destination, to.view());
}

#[test]
fn every_way_to_join_parts() {
    assert_eq!(LONG.len(), 173);
    let (one, two) = (first(LONG), &LONG[153..]);
    let rows: [(Joint, Vec<String>); 4] = [
        (
            Joint::Udh8,
            vec![
                format!("0.000 s1 deliver_sm 40 \\x05\\x00\\x03\\x01\\x02\\x01{one}"),
                format!("0.000 s1 deliver_sm 40 \\x05\\x00\\x03\\x01\\x02\\x02{two}"),
            ],
        ),
        (
            Joint::Udh16,
            vec![
                format!(
                    "0.000 s1 deliver_sm 40 \\x06\\x08\\x04\\x00\\x01\\x02\\x01{}",
                    &one[..152]
                ),
                format!(
                    "0.000 s1 deliver_sm 40 \\x06\\x08\\x04\\x00\\x01\\x02\\x02{}",
                    &LONG[152..]
                ),
            ],
        ),
        (
            Joint::Sar,
            vec![
                format!("0.000 s1 deliver_sm 00 {one} 020C=\\x00\\x01 020E=\\x02 020F=\\x01"),
                format!("0.000 s1 deliver_sm 00 {two} 020C=\\x00\\x01 020E=\\x02 020F=\\x02"),
            ],
        ),
        (Joint::Payload, vec![format!("0.000 s1 deliver_sm 00  0424={LONG}")]),
    ];
    assert!(rows.iter().map(|row| row.0).eq(Joint::ALL.iter().copied()));
    for (joint, expected) in rows {
        let mut profile = still();
        profile.inbound.joint = Mix::always(joint);
        let mut stage = Stage::new(profile);
        stage.brain.phone_writes(stage.now, PHONE, &Party::new("777"), LONG).expect("it is on");
        stage.run(1);
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        stage.expect(&format!("{joint:?}"), &expected);
    }
}

#[test]
fn a_peer_of_3_3_gets_headers_whatever_the_operator_prefers() {
    for joint in Joint::ALL {
        let mut profile = still();
        profile.inbound.joint = Mix::always(*joint);
        profile.inbound.tickets = 1000;
        let mut stage = Stage::unbound(profile);
        stage.bind(1, BindKind::Receiver, Version::V33);
        stage.brain.phone_writes(stage.now, PHONE, &Party::new("777"), LONG).expect("it is on");
        stage.run(1);
        let ways: Vec<&str> = stage.lines.iter().map(|line| &line[..46]).collect();
        let expected = [
            "0.000 s1 deliver_sm 40 \\x05\\x00\\x03\\x01\\x02\\x0",
            "0.000 s1 deliver_sm 40 \\x05\\x00\\x03\\x01\\x02\\x0",
        ];
        assert_eq!(ways, expected, "{joint:?}");
    }
}

/// Written while nobody was bound, in one piece, for a peer that then takes none so long.
#[test]
fn what_no_packet_of_the_version_can_carry_is_given_up() {
    let mut profile = still();
    profile.inbound.joint = Mix::always(Joint::Payload);
    let mut stage = Stage::unbound(profile);
    let to = Party::new("777");
    for text in ["short", &LONG.repeat(2)] {
        stage.brain.phone_writes(stage.now, PHONE, &to, text).expect("it is on");
    }
    stage.bind(1, BindKind::Receiver, Version::V33);
    stage.run(1);
    let messages = stage.brain.ledger().from_phones();
    let ends: Vec<End> = messages.flat_map(|one| &one.postings).map(|it| it.end).collect();
    assert_eq!(ends, [End::Acknowledged, End::Unwritable]);
    stage.expect("unwritable", &["0.000 s1 deliver_sm 00 short"]);
}

#[test]
fn parts_can_come_in_any_order() {
    let mut profile = still();
    profile.inbound.shuffled = 1000;
    let mut stage = Stage::new(profile);
    let text = LONG.repeat(5);
    stage.brain.phone_writes(stage.now, PHONE, &Party::new("777"), &text).expect("it is on");
    stage.run(1);
    let mut order: Vec<&str> = stage.lines.iter().map(|line| &line[43..47]).collect();
    assert!(!order.is_sorted(), "{order:?}");
    order.sort_unstable();
    assert_eq!(order, ["\\x01", "\\x02", "\\x03", "\\x04", "\\x05", "\\x06"]);
}

#[test]
fn a_ticket_makes_no_receipt() {
    let mut profile = still();
    profile.inbound.tickets = 1000;
    let mut stage = Stage::new(profile);
    stage.brain.phone_writes(stage.now, PHONE, &Party::new("777"), "STOP").expect("it is on");
    stage.run(1);
    stage.expect("ticket", &["0.000 s1 deliver_sm 00 STOP 001E=ticket-0\\x00"]);
}

/// Where data_coding 0 is Latin-1, an `@` is one; what Latin-1 lacks goes as GSM 7-bit, class 1.
#[test]
fn data_coding_0_is_the_operators_own() {
    let mut profile = still();
    profile.default_alphabet = Alphabet::Latin1;
    let mut stage = Stage::new(profile);
    for text in ["@é", "@€", "@☺"] {
        stage.brain.phone_writes(stage.now, PHONE, &Party::new("777"), text).expect("it is on");
    }
    stage.run(1);
    let expected = [
        "0.000 s1 deliver_sm 00 @\\xe9",
        "0.000 s1 deliver_sm 00 dcs=F1 \\x00\\x1be",
        "0.000 s1 deliver_sm 00 dcs=08 \\x00@&:",
    ];
    stage.expect("Latin-1", &expected);
}

#[test]
fn a_phone_replies_to_whoever_wrote_last() {
    let mut stage = Stage::new(still());
    let now = stage.now;
    let reply = stage.brain.phone_replies(now, PHONE, "Yes");
    assert_eq!(reply, Err(SendError::NothingReceived));
    let destination = Party::new(PHONE);
    for (from, expected) in [("Whimbrel", Err(SendError::FromName)), ("4477009", Ok(()))] {
        let source = Party::new(from);
        stage.submit(1, Pdu::SubmitSm(sm(&source, &destination, b"Yes or no?")));
        stage.run(stage.now.as_millis() as u64 + 1_000);
        assert_eq!(stage.brain.phone_replies(stage.now, PHONE, "Yes"), expected, "{from}");
    }
    let written = stage.brain.ledger().from_phones().next().expect("one");
    assert_eq!((written.to.digits.as_slice(), written.text.as_str()), (&b"4477009"[..], "Yes"));
}

#[test]
fn a_phone_that_cannot_write() {
    let mut profile = still();
    profile.bounds.held_max = 2;
    let mut stage = Stage::new(profile);
    stage.replies = silence;
    let to = Party::new("777");
    for (presence, expected) in [
        (Presence::Off, Err(SendError::Off)),
        (Presence::Barred, Err(SendError::Off)),
        (Presence::Unknown, Err(SendError::Off)),
        (Presence::Full, Ok(())),
        (Presence::On, Ok(())),
        (Presence::On, Err(SendError::Full)),
    ] {
        stage.brain.phones_mut().add(PHONE, presence).expect("a number");
        let result = stage.brain.phone_writes(stage.now, PHONE, &to, "Hi");
        assert_eq!(result, expected, "{presence:?}");
    }
    let nobody = stage.brain.phone_writes(stage.now, "Alice", &to, "Hi");
    assert_eq!(nobody, Err(SendError::Phone(PhoneError::NoNumber)));
    let endless = stage.brain.phone_writes(stage.now, PHONE, &to, &"☺".repeat(67 * 255 + 1));
    assert!(matches!(endless, Err(SendError::Text(_))), "{endless:?}");
}

#[test]
fn chance_writes_too() {
    let mut profile = still();
    profile.inbound.every = Some(Span::millis(10, 20));
    profile.inbound.from = vec![PHONE.to_owned(), "447700900002".to_owned()];
    profile.inbound.to = vec!["777".to_owned(), "778".to_owned()];
    profile.inbound.long = 500;
    let mut stage = Stage::new(profile);
    stage.run(10_000);
    let ledger = stage.brain.ledger();
    let count = ledger.counts().from_phones;
    assert!((500..=1_000).contains(&count), "{count}");
    let long = ledger.from_phones().filter(|one| one.text.len() > 200).count() as u64;
    assert!((count * 2 / 5..count * 3 / 5).contains(&long), "{long} of {count}");
    for number in ["777", "778"] {
        let to_it = ledger.from_phones().filter(|one| one.to == Party::new(number)).count() as u64;
        assert!((count * 2 / 5..count * 3 / 5).contains(&to_it), "{to_it} of {count}");
    }
    let ucs2 = stage.lines.iter().filter(|line| line.contains("dcs=08")).count();
    assert!(ucs2 > 100, "{ucs2}");
}

#[test]
fn without_phones_chance_writes_nothing_and_goes_on() {
    let mut profile = still();
    profile.inbound.every = Some(Span::ZERO);
    let mut stage = Stage::new(profile);
    stage.run(1_000);
    assert_eq!(stage.brain.ledger().counts().from_phones, 0);
    assert_eq!(stage.brain.held(), 1);
}
