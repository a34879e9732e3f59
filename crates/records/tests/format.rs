//! The octets of records, written down by hand, and what a reader makes of newer ones.

use message::id::MessageId;
use message::money::Currency;
use message::object::{AccountId, OperatorId};
use message::time::Timestamp;
use records::attempt::{Answered, Sent, Word, WordKind};
use records::submission::{Book, Booked, Line, Reason};
use records::{BadRecord, Batch, Octets, Record, read};

fn id(number: u64) -> MessageId {
    MessageId::from_number(number).expect("a shard of 1 to 8")
}

fn sent() -> Sent {
    Sent {
        message: id(1_176_384_396_310_100_042),
        part: 1,
        attempt: 2,
        at: Timestamp::from_millis(1),
        operator: OperatorId(300),
        doubtful: true,
        receipt_by: None,
    }
}

/// kind 3, length 21; 08 message, 10 part, 18 attempt, 20 at, 28 operator, 30 doubtful
const SENT: &[u8] = &[
    1, 3, 21, 0x08, 0xCA, 0xF0, 0x80, 0xEB, 0x82, 0xEC, 0xD6, 0xA9, 0x10, 0x10, 1, 0x18, 2, 0x20,
    1, 0x28, 0xAC, 0x02, 0x30, 1,
];

fn all(batch: &[u8]) -> Vec<Result<Record, BadRecord>> {
    read(batch).expect("a batch of this format").collect()
}

#[test]
fn a_record_is_its_kind_its_length_and_its_fields() {
    let mut batch = Batch::new();
    assert!(batch.is_empty());
    batch.push(&sent().into());
    assert_eq!(batch.octets(), SENT);
    assert_eq!(all(SENT), [Ok(sent().into())]);
    batch.clear();
    assert!(batch.is_empty());
}

#[test]
fn what_is_absent_takes_no_octet_and_lists_repeat_their_tag() {
    let euro = Currency::parse("EUR").expect("three letters");
    let line = |book, micros| Line { account: AccountId(7), book, currency: euro, micros };
    let booked = Booked {
        at: Timestamp::from_millis(1),
        message: None,
        reason: Reason::Reserve,
        lines: [line(Book::Available, -10_000), line(Book::Reserved, 10_000)].into(),
    };
    let mut batch = Batch::new();
    batch.push(&booked.clone().into());
    let expected = [
        &[1, 2, 34, 0x08, 1, 0x18, 1][..],
        &[0x22, 13, 0x08, 7, 0x10, 1, 0x1A, 3, b'E', b'U', b'R', 0x20, 0x9F, 0x9C, 0x01],
        &[0x22, 13, 0x08, 7, 0x10, 2, 0x1A, 3, b'E', b'U', b'R', 0x20, 0xA0, 0x9C, 0x01],
    ];
    assert_eq!(batch.octets(), expected.concat());
    assert_eq!(all(batch.octets()), [Ok(booked.into())]);
}

#[test]
fn a_record_of_more_than_127_octets_has_a_length_of_two() {
    let answered = Answered {
        message: id(1_000_000_000_000_000_000),
        part: 1,
        attempt: 1,
        at: Timestamp::from_millis(0),
        status: 0,
        operators_id: Some(Octets::from(vec![b'x'; 200])),
        late: false,
        word: Word { kind: WordKind::Accepted, retry: None, outcome: None, due: None },
    };
    let mut batch = Batch::new();
    batch.push(&answered.clone().into());
    let octets = batch.octets();
    // 227 octets: 0xE3 0x01; the id has 200: 0xC8 0x01
    assert_eq!(&octets[..4], [1, 4, 0xE3, 0x01]);
    assert_eq!(octets.len(), 4 + 227);
    assert!(octets.windows(3).any(|at| at == [0x32, 0xC8, 0x01]));
    assert_eq!(all(octets), [Ok(answered.into())]);
}

#[test]
fn fields_of_a_newer_release_are_passed_over() {
    // field 15 is a number, field 900 is octets
    let newer = [&[1, 3, 27][..], &SENT[3..], &[0x78, 9, 0xA2, 0x38, 1, 0xFF]].concat();
    assert_eq!(all(&newer), [Ok(sent().into())]);
}

#[test]
fn kinds_of_a_newer_release_are_passed_over_if_they_may_be() {
    let newer = [&[1, 99, 2, 0x08, 1][..], &SENT[1..]].concat();
    assert_eq!(all(&newer), [Ok(sent().into())]);
    let essential = [&[1, 63, 2, 0x08, 1][..], &SENT[1..]].concat();
    assert_eq!(all(&essential), [Err(BadRecord::Kind(63))]);
}

#[test]
fn a_newer_format_is_not_read() {
    assert_eq!(read(&[2]).err(), Some(BadRecord::Format(2)));
    assert_eq!(read(&[]).err(), Some(BadRecord::Truncated));
}

#[test]
fn what_is_wrong_is_told() {
    let rows: &[(&str, &[u8], BadRecord)] = &[
        ("the length is beyond the end", &[1, 3, 5, 0x08], BadRecord::Truncated),
        ("a number ends early", &[1, 3, 2, 0x08, 0x80], BadRecord::Truncated),
        (
            "a number of more than 64 bits",
            &[1, 3, 11, 0x08, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2],
            BadRecord::Number,
        ),
        ("a part above 255", &[1, 3, 3, 0x10, 0x80, 0x02], BadRecord::Number),
        ("a wire type of 32 bits", &[1, 3, 5, 0x0D, 0, 0, 0, 0], BadRecord::WireType),
        ("octets where a number belongs", &[1, 3, 2, 0x0A, 0], BadRecord::WireType),
        ("no message", &[1, 3, 0], BadRecord::Missing(1)),
        ("a message of shard 0", &[1, 3, 2, 0x08, 1], BadRecord::Value),
        (
            "a time after the year 9999",
            &[1, 3, 8, 0x20, 255, 255, 255, 255, 255, 255, 0x7F],
            BadRecord::Value,
        ),
        ("a bool of 2", &[1, 3, 2, 0x30, 2], BadRecord::Value),
        ("a reason that nobody knows", &[1, 2, 2, 0x18, 99], BadRecord::Value),
        ("a currency of two letters", &[1, 2, 6, 0x22, 4, 0x1A, 2, b'E', b'U'], BadRecord::Value),
    ];
    for (name, octets, expected) in rows {
        let last = all(octets).pop();
        assert_eq!(last, Some(Err(*expected)), "{name}");
    }
}
