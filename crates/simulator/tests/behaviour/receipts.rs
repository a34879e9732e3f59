//! What is reported, when, and to whom.

use crate::stage::{PHONE, Stage, sm, still};
use message::state::SmppState;
use message::text::udh::{Concatenation, Element, Header, Reference};
use simulator::chance::{Mix, Span};
use simulator::profile::{First, PartReceipts, ReceiptMishap, Way};
use simulator::receipt::Outcome;
use simulator::{Party, Profile};
use smpp::pdu::message::Sm;
use smpp::session::BindKind;
use smpp::{Pdu, Tag, TlvBuf, Version};

const RESP: &str = "0.010 s1 submit_sm_resp 1 ESME_ROK 1000000001";
const DELIVERED: &str = "0.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000";

/// A name, a change to the quiet profile, `registered_delivery`, and what one submission comes to.
type Row = (&'static str, fn(&mut Profile), u8, &'static [&'static str]);

fn mishap(profile: &mut Profile, mishap: ReceiptMishap) {
    profile.receipts.mishaps = Mix::always(mishap);
}

fn first(profile: &mut Profile, state: SmppState, as_receipt: bool) {
    profile.receipts.first = Mix::always(Some(First { state, as_receipt }));
}

fn ends(profile: &mut Profile, state: SmppState, error: u16) {
    profile.delivery.outcomes = Mix::always(Outcome::new(state, error));
}

const ROWS: &[Row] = &[
    ("R01 asked for", |_| {}, 1, &[RESP, DELIVERED]),
    ("R02 not asked for", |_| {}, 0, &[RESP]),
    ("R03 asked for failures only, and it is none", |_| {}, 2, &[RESP]),
    (
        "R04 asked for failures only, and it is one",
        |profile| ends(profile, SmppState::Expired, 27),
        2,
        &[RESP, "0.160 s1 deliver_sm 04 id:1000000001 stat:EXPIRED err:027"],
    ),
    ("R05 asked for successes only", |_| {}, 3, &[RESP, DELIVERED]),
    (
        "R06 asked for successes only, and it is none",
        |profile| ends(profile, SmppState::Rejected, 0),
        3,
        &[RESP],
    ),
    ("R07 sent all the same", |profile| profile.receipts.unasked = true, 0, &[RESP, DELIVERED]),
    (
        "R08 late",
        |profile| profile.receipts.delay = Mix::always(Span::millis(600_000, 600_000)),
        1,
        &[RESP, "600.110 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000"],
    ),
    ("R09 lost", |profile| mishap(profile, ReceiptMishap::Lost), 1, &[RESP]),
    (
        "R10 twice",
        |profile| mishap(profile, ReceiptMishap::Twice),
        1,
        &[RESP, DELIVERED, "0.180 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000"],
    ),
    (
        "R11 contradicted",
        |profile| mishap(profile, ReceiptMishap::Contradicted),
        1,
        &[RESP, DELIVERED, "0.180 s1 deliver_sm 04 id:1000000001 stat:UNDELIV err:032"],
    ),
    (
        "R12 a failure, contradicted",
        |profile| {
            mishap(profile, ReceiptMishap::Contradicted);
            ends(profile, SmppState::Undeliverable, 1);
        },
        1,
        &[
            RESP,
            "0.160 s1 deliver_sm 04 id:1000000001 stat:UNDELIV err:001",
            "0.180 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000",
        ],
    ),
    (
        "R13 before the answer",
        |profile| mishap(profile, ReceiptMishap::Early),
        1,
        &["0.000 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000", RESP],
    ),
    (
        "R14 before an answer that takes no time",
        |profile| {
            mishap(profile, ReceiptMishap::Early);
            profile.answers.delay = Mix::always(Span::ZERO);
        },
        1,
        &[
            "0.000 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000",
            "0.000 s1 submit_sm_resp 1 ESME_ROK 1000000001",
        ],
    ),
    (
        "R15 unreadable",
        |profile| mishap(profile, ReceiptMishap::Unreadable),
        1,
        &[RESP, "0.160 s1 deliver_sm 04 Your message has arrived. Thank you!"],
    ),
    (
        "R16 acknowledged by the phone's program too",
        |profile| mishap(profile, ReceiptMishap::PhoneAck),
        1,
        &[RESP, DELIVERED, "0.160 s1 deliver_sm 08 id:1000000001 stat:DELIVRD err:000"],
    ),
    (
        "R17 what has not arrived no phone acknowledges",
        |profile| {
            mishap(profile, ReceiptMishap::PhoneAck);
            ends(profile, SmppState::Rejected, 0);
        },
        1,
        &[RESP, "0.160 s1 deliver_sm 04 id:1000000001 stat:REJECTD err:000"],
    ),
    (
        "R18 on the way, asked for",
        |profile| first(profile, SmppState::Enroute, false),
        0x11,
        &[RESP, "0.060 s1 deliver_sm 20 id:1000000001 stat:ENROUTE err:000", DELIVERED],
    ),
    (
        "R19 on the way, not asked for",
        |profile| first(profile, SmppState::Enroute, false),
        1,
        &[RESP, DELIVERED],
    ),
    (
        "R20 on the way, as a receipt",
        |profile| first(profile, SmppState::Accepted, true),
        1,
        &[RESP, "0.060 s1 deliver_sm 04 id:1000000001 stat:ACCEPTD err:000", DELIVERED],
    ),
    (
        "R21 on the way, told last",
        |profile| {
            first(profile, SmppState::Enroute, false);
            mishap(profile, ReceiptMishap::FirstLast);
        },
        0x11,
        &[RESP, DELIVERED, "0.180 s1 deliver_sm 20 id:1000000001 stat:ENROUTE err:000"],
    ),
    (
        "R22 deleted",
        |profile| ends(profile, SmppState::Deleted, 0),
        1,
        &[RESP, "0.160 s1 deliver_sm 04 id:1000000001 stat:DELETED err:000"],
    ),
    (
        "R23 unknown",
        |profile| ends(profile, SmppState::Unknown, 0),
        1,
        &[RESP, "0.160 s1 deliver_sm 04 id:1000000001 stat:UNKNOWN err:000"],
    ),
    (
        "R24 skipped",
        |profile| ends(profile, SmppState::Skipped, 0),
        1,
        &[RESP, "0.160 s1 deliver_sm 04 id:1000000001 stat:SKIPPED err:000"],
    ),
];

#[test]
fn every_way_to_report() {
    for (name, change, registered_delivery, expected) in ROWS {
        let mut profile = still();
        change(&mut profile);
        let mut stage = Stage::new(profile);
        let (source, destination) = (Party::new("777"), Party::new(PHONE));
        let registered_delivery = *registered_delivery;
        let sm = Sm { registered_delivery, ..sm(&source, &destination, b"Hello") };
        stage.submit(1, Pdu::SubmitSm(sm));
        stage.run(700_000);
        stage.expect(name, expected);
    }
}

#[test]
fn receipts_that_take_their_time_overtake_each_other() {
    let mut profile = still();
    profile.receipts.delay = Mix::always(Span::millis(0, 10_000));
    let mut stage = Stage::new(profile);
    for _ in 0..8 {
        stage.say("Hello");
    }
    stage.run(20_000);
    let receipts = stage.lines.iter().filter_map(|line| line.split("id:").nth(1));
    let ids: Vec<&str> = receipts.map(|rest| &rest[..10]).collect();
    assert_eq!(ids.len(), 8);
    assert!(!ids.is_sorted(), "{ids:?}");
}

#[test]
fn a_receipt_goes_home_or_elsewhere() {
    for (way, kinds, expected) in [
        (Way::Same, [BindKind::Transceiver, BindKind::Transceiver], "s1"),
        (Way::Other, [BindKind::Transceiver, BindKind::Transceiver], "s2"),
        (Way::Same, [BindKind::Transmitter, BindKind::Receiver], "s2"),
        (Way::Other, [BindKind::Transceiver, BindKind::Transmitter], "s1"),
    ] {
        let mut profile = still();
        profile.receipts.way = Mix::always(way);
        let mut stage = Stage::unbound(profile);
        stage.bind(1, kinds[0], Version::V34);
        stage.bind(2, kinds[1], Version::V34);
        stage.say("Hello");
        stage.run(1_000);
        let receipt = format!("0.160 {expected} deliver_sm 04 id:1000000001 stat:DELIVRD err:000");
        stage.expect(&format!("{way:?} {kinds:?}"), &[RESP, &receipt]);
    }
}

/// Three parts of one message, the last one first.
fn submit_parts(stage: &mut Stage) {
    let (source, destination) = (Party::new("777"), Party::new(PHONE));
    for sequence in [3, 1, 2] {
        let part = Concatenation { reference: Reference::Eight(7), total: 3, sequence };
        let mut header = Header::new();
        header.push(Element::Concatenation(part)).expect("it fits");
        let user_data = [header.octets(), b"Hello"].concat();
        let sm = Sm { esm_class: 0x40, ..sm(&source, &destination, &user_data) };
        stage.submit(1, Pdu::SubmitSm(sm));
    }
}

#[test]
fn each_part_has_its_own_receipt_or_the_last_one_has() {
    for (parts, expected) in [
        (PartReceipts::Each, &["1000000001", "1000000002", "1000000003"][..]),
        (PartReceipts::Last, &["1000000001"][..]),
    ] {
        let mut profile = still();
        profile.receipts.parts = parts;
        let mut stage = Stage::new(profile);
        submit_parts(&mut stage);
        stage.run(1_000);
        let receipts = stage.lines.iter().filter_map(|line| line.split("id:").nth(1));
        let ids: Vec<&str> = receipts.map(|rest| &rest[..10]).collect();
        assert_eq!(ids, expected, "{parts:?}");
    }
}

#[test]
fn the_customers_reference_comes_back() {
    let mut profile = still();
    profile.receipts.style = Some(simulator::receipt::ReceiptStyle {
        says: simulator::receipt::Says::Tlvs,
        ..crate::stage::SHORT
    });
    let mut stage = Stage::new(profile);
    let (source, destination) = (Party::new("777"), Party::new(PHONE));
    let mut tlvs = TlvBuf::new();
    tlvs.push(Tag::USER_MESSAGE_REFERENCE, &[0x12, 0x34]).expect("two octets");
    let sm = Sm { tlvs: tlvs.view(), ..sm(&source, &destination, b"Hello") };
    stage.submit(1, Pdu::SubmitSm(sm));
    stage.run(1_000);
    let receipt =
        "0.160 s1 deliver_sm 04  001E=1000000001\\x00 0427=\\x02 0423=\\x03\\x00\\x00 0204=\\x124";
    stage.expect("reference", &[RESP, receipt]);
}
