//! One record of each kind, with every field filled in, and one with as few as there may be.

use message::code::ReportCode;
use message::id::{MessageId, ShortId};
use message::money::Currency;
use message::object::{AccountId, LoginId, NumberId, OperatorId, RuleId, ServiceId};
use message::state::SmppState;
use message::time::Timestamp;
use records::attempt::*;
use records::carried::*;
use records::delivery::*;
use records::submission::*;
use records::{Octets, Record};

fn id(counter: u64) -> MessageId {
    MessageId::from_number(1_176_384_396_310_100_000 + counter).expect("shard 1")
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_millis(1_763_843_963_101 + second * 1000)
}

fn octets(octets: &[u8]) -> Octets {
    Octets::from(octets)
}

fn party(ton: u8, text: &str) -> Party {
    Party { ton, npi: u8::from(ton == 1), text: text.into() }
}

fn price(micros: i64) -> Price {
    Price { plan: 3, version: 14, currency: euro(), micros }
}

fn euro() -> Currency {
    Currency::parse("EUR").expect("three letters")
}

fn network() -> Network {
    Network { country: "GB".into(), mcc_mnc: Some("23410".into()), origin: Origin::Lookup }
}

fn group() -> Group {
    Group { kind: GroupKind::Udh8, reference: 5, total: 2, sequence: 1 }
}

/// Which fields there were when a store was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Store {
    /// 0001.
    First,
    /// 0002: what the core needs.
    Core,
}

impl Store {
    /// A field that came with this store.
    fn has<T>(self, since: Store, value: T) -> Option<T> {
        (self >= since).then_some(value)
    }
}

fn accepted(store: Store) -> Accepted {
    let part = |sequence| Content {
        header: Some(octets(&[5, 0, 3, 5, 2, sequence])),
        octets: octets(b"Hi @ 5 \x1B\x65"),
    };
    Accepted {
        message: id(42),
        at: at(0),
        account: AccountId(7),
        login: Some(LoginId(9)),
        door: Door::Smpp,
        session: Some(1_000_001),
        answered: Some("1_14839433040000".into()),
        source: party(5, "Acme"),
        destination: party(1, "447700900123"),
        network: Some(network()),
        class: Some("otp".into()),
        rule: Some(RuleId(3)),
        sell: Some(price(10_000)),
        buy: Some(price(7_500)),
        registry: 812,
        schedule: Some(at(60)),
        expires: at(172_800),
        registered_delivery: 0x11,
        priority: 1,
        protocol_id: 0x41,
        esm_class: 0x43,
        data_coding: 0,
        mode: Mode::Store,
        parts: [part(1), part(2)].into_iter().collect(),
        beginning: Some("Hi @ 5 €".into()),
        user_message_reference: Some(4660),
        client_key: Some(octets(b"8e03978e")),
        tlvs: Some(octets(&[0x14, 0x01, 0, 2, 0xFF, 0x41])),
        group: Some(group()),
        form: ReceiptForm::AppendixB,
        err: ReceiptErr::Code,
        policy: ReceiptPolicy::Aggregated,
        multi: Some(2),
        tags: vec!["spring".into(), "uk".into()],
        key_until: store.has(Store::Core, at(86_400)),
    }
}

/// As little as an accepted message can have.
fn bare(store: Store) -> Accepted {
    Accepted {
        login: None,
        door: Door::Http,
        session: None,
        answered: None,
        network: None,
        class: None,
        rule: None,
        sell: None,
        buy: None,
        schedule: None,
        parts: [Content { header: None, octets: octets(b"") }].into_iter().collect(),
        beginning: None,
        user_message_reference: None,
        client_key: None,
        tlvs: None,
        group: None,
        mode: Mode::Transaction,
        form: ReceiptForm::Reference,
        err: ReceiptErr::ZeroOnSuccess,
        policy: ReceiptPolicy::All,
        multi: None,
        tags: Vec::new(),
        key_until: None,
        ..accepted(store)
    }
}

fn raw() -> RawReceipt {
    RawReceipt {
        esm_class: 4,
        data_coding: 0,
        text: octets(b"id:1_14839433040000 stat:DELIVRD"),
        tlvs: Some(octets(&[0x04, 0x27, 0, 1, 2])),
        source: Some("447700900123".into()),
        destination: Some("Acme".into()),
    }
}

fn outcome() -> Option<Outcome> {
    Some(Outcome { code: ReportCode::Delivered, state: SmppState::Delivered })
}

fn again() -> Word {
    Word { kind: WordKind::Again, retry: Some(Retry::Later), outcome: None, due: Some(at(7)) }
}

fn lost() -> Word {
    Word { kind: WordKind::Lost, retry: None, outcome: outcome(), due: None }
}

fn attempts(store: Store) -> Vec<Record> {
    let (message, part, attempt, operator) = (id(42), 2, 1, OperatorId(1));
    vec![
        Sent {
            message,
            part,
            attempt,
            at: at(1),
            operator,
            doubtful: false,
            receipt_by: store.has(Store::Core, at(259_200)),
        }
        .into(),
        Answered {
            message,
            part,
            attempt,
            at: at(2),
            status: 0x58,
            operators_id: Some(octets(b"8F00A1")),
            late: true,
            word: again(),
        }
        .into(),
        Lost { message, part, attempt, at: at(3), written: true, word: lost() }.into(),
        Reported {
            message,
            part,
            attempt,
            at: at(4),
            operator,
            matched: Matched::FromHex,
            state: Some(SmppState::Delivered),
            code: ReportCode::Delivered,
            is_final: true,
            raw: raw(),
        }
        .into(),
        Settled { message, part, at: at(5), cause: Cause::Expired, outcome: outcome() }.into(),
    ]
}

fn parked(store: Store) -> Parked {
    Parked {
        parked: id(43),
        at: at(6),
        operator: OperatorId(1),
        ids: vec![octets(b"0059113978"), octets(b"38601fa")],
        raw: raw(),
        until: at(66),
        orphan: true,
        state: store.has(Store::Core, SmppState::Undeliverable),
        code: store.has(Store::Core, ReportCode::AbsentSubscriber),
        is_final: store.has(Store::Core, true),
        parties: store.has(Store::Core, vec!["447700900123".into()]).unwrap_or_default(),
        reference: store.has(Store::Core, 4660),
    }
}

fn received() -> Received {
    Received {
        message: id(44),
        at: at(7),
        operator: OperatorId(1),
        source: party(1, "447700900002"),
        destination: party(3, "777"),
        number: Some(NumberId(1)),
        service: Some(ServiceId(2)),
        account: Some(AccountId(7)),
        network: Some(network()),
        esm_class: 0x40,
        protocol_id: 0,
        data_coding: 8,
        content: Content { header: Some(octets(&[5, 0, 3, 1, 2, 1])), octets: octets(&[0, 0x53]) },
        group: Some(Group { kind: GroupKind::Sar, ..group() }),
        tlvs: Some(octets(&[0x02, 0x0C, 0, 2, 0, 1])),
        registry: 812,
    }
}

fn noticed(store: Store) -> Noticed {
    Noticed {
        notice: id(45),
        at: at(8),
        account: AccountId(7),
        kind: NoticeKind::Receipt,
        message: id(42),
        part: Some(2),
        code: Some(ReportCode::MultipartPartial),
        state: Some(SmppState::Undeliverable),
        until: at(604_800),
        via: store.has(Store::Core, Via::Webhook),
        service: store.has(Store::Core, ServiceId(2)),
    }
}

fn aliased() -> Aliased {
    Aliased { account: AccountId(7), alias: ShortId(0xBEEF), message: id(42), until: at(999_999) }
}

fn learned() -> Learned {
    Learned { operator: OperatorId(1), matched: Matched::FromDecimal, seen: 20, at: at(9) }
}

fn taken(store: Store) -> Taken {
    Taken {
        notice: id(45),
        at: at(9),
        end: NoticeEnd::Acknowledged,
        status: Some(0),
        message: store.has(Store::Core, id(42)),
        texts: store.has(Store::Core, vec![id(46), id(47)]).unwrap_or_default(),
    }
}

fn carried_message(store: Store) -> CarriedMessage {
    let attempt = CarriedAttempt {
        number: 3,
        operator: OperatorId(1),
        at: at(1),
        state: AttemptState::InDoubt,
        operators_id: Some(octets(b"8F00A1")),
        code: Some(ReportCode::AtNetwork),
    };
    let part = CarriedPart {
        state: PartState::InDoubt,
        due: Some(at(10)),
        outcome: outcome(),
        ended: Some(at(11)),
        attempts: vec![attempt],
        sent: 70_000,
        counted: 2,
        ambiguous: 1,
        barred: Some(OperatorId(2)),
        without_times: true,
        failure: outcome(),
        ended_here: false,
        receipt_by: store.has(Store::Core, at(259_200)),
    };
    CarriedMessage {
        accepted: accepted(store),
        parts: vec![part.clone(), part],
        reserved: 20_000,
        retrying: store.has(Store::Core, at(12)),
        notices: store.has(Store::Core, 2),
        is_booked: store.has(Store::Core, true),
    }
}

fn carried(store: Store) -> Vec<Record> {
    let nothing = Carried {
        message: None,
        received: None,
        notice: None,
        balance: None,
        parked: None,
        alias: None,
        learned: None,
        key: None,
        joined: None,
        last: None,
        is_waiting: None,
    };
    let account = AccountId(7);
    let balance = Balance { account, book: Book::Paid, currency: euro(), micros: -25_000_000 };
    let key = Key { account, key: octets(b"8e03978e"), message: id(42), until: at(86_400) };
    let mut carried = vec![
        Carried { message: Some(carried_message(store)), ..nothing.clone() },
        Carried {
            received: Some(received()),
            is_waiting: store.has(Store::Core, true),
            ..nothing.clone()
        },
        Carried { notice: Some(noticed(store)), ..nothing.clone() },
        Carried { balance: Some(balance), ..nothing.clone() },
        Carried { parked: Some(parked(store)), ..nothing.clone() },
        Carried { alias: Some(aliased()), ..nothing.clone() },
        Carried { learned: Some(learned()), ..nothing.clone() },
        Carried { key: Some(key), ..nothing.clone() },
    ];
    if store >= Store::Core {
        carried.push(Carried { joined: Some(joined()), ..nothing.clone() });
        carried.push(Carried { last: Some(id(47)), ..nothing });
    }
    carried.into_iter().map(Record::from).collect()
}

fn joined() -> Joined {
    Joined { message: id(46), at: at(8), parts: vec![id(44), id(45)], is_complete: true }
}

/// One record of each kind at least.
pub(crate) fn every_record(store: Store) -> Vec<Record> {
    let account = AccountId(7);
    let line = |book, micros| Line { account, book, currency: euro(), micros };
    let lines = vec![line(Book::Available, -20_000), line(Book::Reserved, 20_000)];
    let booked =
        Booked { at: at(0), message: Some(id(42)), reason: Reason::Reserve, lines: lines.into() };
    let mut records: Vec<Record> = vec![accepted(store).into(), bare(store).into(), booked.into()];
    records.extend(attempts(store));
    records.extend([
        parked(store).into(),
        Unparked { parked: id(43), at: at(7), matched: true }.into(),
        received().into(),
        joined().into(),
        noticed(store).into(),
        taken(store).into(),
        aliased().into(),
        learned().into(),
    ]);
    records.extend(carried(store));
    records
}
