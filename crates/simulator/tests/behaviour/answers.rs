//! How submissions are answered.

use crate::stage::{PHONE, Stage, sm, still};
use message::state::SmppState;
use simulator::chance::{Mix, Span};
use simulator::id::{IdEcho, IdStyle, Naming};
use simulator::phone::Presence;
use simulator::profile::{AnswerMishap, Outage, Throttle};
use simulator::receipt::Outcome;
use simulator::{Party, Profile};
use smpp::list::{Destination, ListBuf};
use smpp::pdu::message::{DataSm, SubmitMulti};
use smpp::session::BindKind;
use smpp::{Address, CommandStatus, Pdu, Tag, TlvBuf, Version};
use std::time::Duration;

/// A name, a change to the quiet profile, and what two submissions at 0.000 come to.
type Row = (&'static str, fn(&mut Profile), &'static [&'static str]);

fn mishap(profile: &mut Profile, mishap: AnswerMishap) {
    profile.answers.mishaps = Mix::always(mishap);
}

const ROWS: &[Row] = &[
    (
        "A01 nothing special",
        |_| {},
        &[
            "0.010 s1 submit_sm_resp 1 ESME_ROK 1000000001",
            "0.010 s1 submit_sm_resp 2 ESME_ROK 1000000002",
            "0.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000",
            "0.160 s1 deliver_sm 04 id:1000000002 stat:DELIVRD err:000",
        ],
    ),
    (
        "A02 late",
        |profile| profile.answers.delay = Mix::always(Span::millis(40_000, 40_000)),
        &[
            "40.000 s1 submit_sm_resp 1 ESME_ROK 1000000001",
            "40.000 s1 submit_sm_resp 2 ESME_ROK 1000000002",
            "40.150 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000",
            "40.150 s1 deliver_sm 04 id:1000000002 stat:DELIVRD err:000",
        ],
    ),
    (
        "A03 never, but taken",
        |profile| mishap(profile, AnswerMishap::Unanswered),
        &[
            "0.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000",
            "0.160 s1 deliver_sm 04 id:1000000002 stat:DELIVRD err:000",
        ],
    ),
    ("A04 never, and not taken", |profile| mishap(profile, AnswerMishap::Swallowed), &[]),
    (
        "A05 twice",
        |profile| mishap(profile, AnswerMishap::Twice),
        &[
            "0.010 s1 submit_sm_resp 1 ESME_ROK 1000000001",
            "0.010 s1 submit_sm_resp 2 ESME_ROK 1000000002",
            "0.015 s1 submit_sm_resp 1 ESME_ROK 1000000001",
            "0.015 s1 submit_sm_resp 2 ESME_ROK 1000000002",
            "0.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000",
            "0.160 s1 deliver_sm 04 id:1000000002 stat:DELIVRD err:000",
        ],
    ),
    (
        "A06 generic_nack",
        |profile| mishap(profile, AnswerMishap::Nacked),
        &["0.010 s1 generic_nack 1 ESME_RSYSERR", "0.010 s1 generic_nack 2 ESME_RSYSERR"],
    ),
    (
        "A07 with another number",
        |profile| mishap(profile, AnswerMishap::WrongSequence),
        &[
            "0.010 s1 submit_sm_resp 1073741825 ESME_ROK 1000000001",
            "0.010 s1 submit_sm_resp 1073741826 ESME_ROK 1000000002",
            "0.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000",
            "0.160 s1 deliver_sm 04 id:1000000002 stat:DELIVRD err:000",
        ],
    ),
    (
        "A08 without id",
        |profile| mishap(profile, AnswerMishap::NoId),
        &[
            "0.010 s1 submit_sm_resp 1 ESME_ROK",
            "0.010 s1 submit_sm_resp 2 ESME_ROK",
            "0.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000",
            "0.160 s1 deliver_sm 04 id:1000000002 stat:DELIVRD err:000",
        ],
    ),
    (
        "A09 with the id of the one before",
        |profile| mishap(profile, AnswerMishap::RepeatedId),
        &[
            "0.010 s1 submit_sm_resp 1 ESME_ROK",
            "0.010 s1 submit_sm_resp 2 ESME_ROK 1000000001",
            "0.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000",
            "0.160 s1 deliver_sm 04 id:1000000002 stat:DELIVRD err:000",
        ],
    ),
    (
        "A10 the connection closes in place of it",
        |profile| mishap(profile, AnswerMishap::ClosedBefore),
        &["0.010 s1 close"],
    ),
    (
        "A11 the connection closes behind it",
        |profile| mishap(profile, AnswerMishap::ClosedBehind),
        &["0.010 s1 submit_sm_resp 1 ESME_ROK 1000000001", "0.010 s1 close"],
    ),
    (
        "A12 a status",
        |profile| profile.answers.statuses = Mix::always(CommandStatus::INVALID_DESTINATION),
        &["0.010 s1 submit_sm_resp 1 ESME_RINVDSTADR", "0.010 s1 submit_sm_resp 2 ESME_RINVDSTADR"],
    ),
    (
        "A13 a vendor's status",
        |profile| profile.answers.statuses = Mix::always(CommandStatus(0x0403)),
        &["0.010 s1 submit_sm_resp 1 0x00000403", "0.010 s1 submit_sm_resp 2 0x00000403"],
    ),
    (
        "A14 too fast",
        |profile| {
            let status = CommandStatus::THROTTLED;
            profile.answers.throttle = Some(Throttle { per_second: 1, status });
        },
        &[
            "0.010 s1 submit_sm_resp 1 ESME_ROK 1000000001",
            "0.010 s1 submit_sm_resp 2 ESME_RTHROTTLED",
            "0.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000",
        ],
    ),
    (
        "A15 too fast, said by another status",
        |profile| {
            let status = CommandStatus::QUEUE_FULL;
            profile.answers.throttle = Some(Throttle { per_second: 0, status });
        },
        &["0.010 s1 submit_sm_resp 1 ESME_RMSGQFUL", "0.010 s1 submit_sm_resp 2 ESME_RMSGQFUL"],
    ),
    (
        "A16 out of order",
        |profile| {
            profile.answers.outage = Some(Outage {
                first: Duration::ZERO,
                every: Duration::ZERO,
                lasting: Duration::from_secs(1),
                status: CommandStatus::SYSTEM_ERROR,
            });
        },
        &["0.010 s1 submit_sm_resp 1 ESME_RSYSERR", "0.010 s1 submit_sm_resp 2 ESME_RSYSERR"],
    ),
    (
        "A17 too long",
        |profile| profile.answers.octets_max = 1,
        &["0.010 s1 submit_sm_resp 1 ESME_RINVMSGLEN", "0.010 s1 submit_sm_resp 2 ESME_RINVMSGLEN"],
    ),
    (
        "A18 hexadecimal, reported in decimal",
        |profile| {
            profile.answers.naming = Some(Naming {
                given: IdStyle::HexLower,
                text: IdEcho::DecimalPadded,
                tlv: IdEcho::Same,
            });
        },
        &[
            "0.010 s1 submit_sm_resp 1 ESME_ROK 39f99dd5",
            "0.010 s1 submit_sm_resp 2 ESME_ROK 39f99dd6",
            "0.160 s1 deliver_sm 04 id:0972660181 stat:DELIVRD err:000",
            "0.160 s1 deliver_sm 04 id:0972660182 stat:DELIVRD err:000",
        ],
    ),
    (
        "A19 it holds one message, and what it holds is two things",
        |profile| profile.bounds.held_max = 2,
        &[
            "0.000 s1 submit_sm_resp 2 ESME_RMSGQFUL",
            "0.010 s1 submit_sm_resp 1 ESME_ROK 1000000001",
            "0.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000",
        ],
    ),
    (
        "A20 refused by the network",
        |profile| {
            profile.delivery.outcomes = Mix::always(Outcome::new(SmppState::Undeliverable, 1));
        },
        &[
            "0.010 s1 submit_sm_resp 1 ESME_ROK 1000000001",
            "0.010 s1 submit_sm_resp 2 ESME_ROK 1000000002",
            "0.160 s1 deliver_sm 04 id:1000000001 stat:UNDELIV err:001",
            "0.160 s1 deliver_sm 04 id:1000000002 stat:UNDELIV err:001",
        ],
    ),
];

#[test]
fn every_way_to_answer() {
    for (name, change, expected) in ROWS {
        let mut profile = still();
        change(&mut profile);
        let mut stage = Stage::new(profile);
        stage.say("one");
        stage.say("two");
        stage.run(60_000);
        stage.expect(name, expected);
    }
}

#[test]
fn each_second_has_its_own_throttle() {
    let mut profile = still();
    let status = CommandStatus::THROTTLED;
    profile.answers.throttle = Some(Throttle { per_second: 2, status });
    let mut stage = Stage::new(profile);
    for until in [0, 0, 0, 1_000, 1_000, 1_999, 2_000] {
        stage.run(until);
        stage.say("again");
    }
    stage.run(2_050);
    let throttled: Vec<bool> = stage
        .brain
        .ledger()
        .submissions()
        .map(|one| one.status == CommandStatus::THROTTLED)
        .collect();
    assert_eq!(throttled, [false, false, true, false, false, true, false]);
}

#[test]
fn outages_come_again() {
    let mut profile = still();
    profile.answers.outage = Some(Outage {
        first: Duration::from_secs(10),
        every: Duration::from_secs(100),
        lasting: Duration::from_secs(5),
        status: CommandStatus::SYSTEM_ERROR,
    });
    let mut stage = Stage::new(profile);
    let times = [0, 9_999, 10_000, 14_999, 15_000, 109_999, 110_000, 115_000];
    for until in times {
        stage.run(until);
        stage.say("again");
    }
    let refused = stage.brain.ledger().submissions().map(|one| one.status != CommandStatus::OK);
    let refused: Vec<bool> = refused.collect();
    assert_eq!(refused, [false, false, true, true, false, false, true, false]);
}

#[test]
fn a_submit_multi_has_one_id_and_its_own_refusals() {
    let mut stage = Stage::new(still());
    stage.brain.phones_mut().add("447700900009", Presence::Unknown).expect("a number");
    let number = |digits: &'static [u8]| Destination::Sme(Address { ton: 1, npi: 1, digits });
    let mut list = ListBuf::new();
    for entry in [
        number(b"447700900001"),
        number(b"447700900009"),
        Destination::List(b"friends"),
        number(b"447700900002"),
    ] {
        list.push_destination(entry).expect("four fit");
    }
    let source = Party::new("777");
    let multi = SubmitMulti {
        source: source.view(),
        destinations: list.destinations(),
        registered_delivery: 1,
        short_message: b"Hello",
        ..SubmitMulti::default()
    };
    stage.submit(1, Pdu::SubmitMulti(multi));
    stage.run(1_000);
    let ids = stage.brain.ledger().submissions().map(|one| one.id.is_some());
    assert_eq!(ids.collect::<Vec<_>>(), [true, false, false, true]);
    let expected = [
        "0.010 s1 submit_multi_resp 1 ESME_ROK 1000000001 447700900009=ESME_RINVDSTADR =ESME_RINVDSTADR",
        "0.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000",
        "0.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000",
    ];
    stage.expect("submit_multi", &expected);
}

#[test]
fn a_submit_multi_that_nobody_can_get_is_refused() {
    let mut stage = Stage::new(still());
    let mut list = ListBuf::new();
    list.push_destination(Destination::List(b"friends")).expect("one fits");
    let multi = SubmitMulti { destinations: list.destinations(), ..SubmitMulti::default() };
    stage.submit(1, Pdu::SubmitMulti(multi));
    stage.run(1_000);
    let expected = ["0.010 s1 submit_multi_resp 1 ESME_RINVDSTADR =ESME_RINVDSTADR"];
    stage.expect("no destination", &expected);
}

#[test]
fn data_sm_is_answered_as_such() {
    let mut stage = Stage::new(still());
    let (source, destination) = (Party::new("777"), Party::new(PHONE));
    let mut tlvs = TlvBuf::new();
    tlvs.push(Tag::MESSAGE_PAYLOAD, b"Hello").expect("it fits");
    let data = DataSm {
        source: source.view(),
        destination: destination.view(),
        registered_delivery: 1,
        tlvs: tlvs.view(),
        ..DataSm::default()
    };
    stage.submit(1, Pdu::DataSm(data));
    stage.run(1_000);
    let content = &stage.brain.ledger().submissions().next().expect("one").content;
    assert_eq!(content.user_data, b"Hello");
    let expected = [
        "0.010 s1 data_sm_resp 1 ESME_ROK 1000000001",
        "0.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000",
    ];
    stage.expect("data_sm", &expected);
}

#[test]
fn a_peer_of_3_3_is_given_short_ids_and_no_tlvs() {
    let mut profile = still();
    profile.receipts.style = Some(simulator::receipt::ReceiptStyle {
        says: simulator::receipt::Says::Tlvs,
        ..crate::stage::SHORT
    });
    let mut stage = Stage::unbound(profile);
    stage.bind(1, BindKind::Transceiver, Version::V33);
    stage.say("Hello");
    stage.run(1_000);
    let expected = [
        "0.010 s1 submit_sm_resp 1 ESME_ROK 39f99dd5",
        "0.160 s1 deliver_sm 04 id:39f99dd5 stat:DELIVRD err:000",
    ];
    stage.expect("3.3", &expected);
}

#[test]
fn addresses_that_no_receipt_could_carry_are_refused() {
    let long = Party { ton: 5, npi: 0, digits: vec![b'x'; 21] };
    let bad_type = Party { ton: 7, ..Party::new("777") };
    let good = Party::new("777");
    let (phone, nobody) = (Party::new(PHONE), Party { ton: 1, npi: 1, digits: b"12".to_vec() });
    let mut stage = Stage::new(still());
    for (from, to) in [(&long, &phone), (&bad_type, &phone), (&good, &nobody), (&good, &phone)] {
        stage.submit(1, Pdu::SubmitSm(sm(from, to, b"Hello")));
    }
    let statuses = stage.brain.ledger().submissions().map(|one| one.status);
    let (source, destination) = (CommandStatus::INVALID_SOURCE, CommandStatus::INVALID_DESTINATION);
    let expected = [source, source, destination, CommandStatus::OK];
    assert_eq!(statuses.collect::<Vec<_>>(), expected);
}

#[test]
fn a_session_that_is_not_bound_is_not_heard() {
    let mut stage = Stage::unbound(still());
    stage.say("Hello");
    stage.run(1_000);
    assert_eq!(stage.brain.ledger().counts().unheard, 1);
    stage.expect("unbound", &[]);
}
