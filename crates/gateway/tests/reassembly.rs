//! Long texts from phones: every order of their parts, parts that come twice, late or never.

use gateway::reassembly::{Added, GroupKey, Limits, Reassembly, Text};
use message::id::MessageId;
use message::object::OperatorId;
use message::time::Timestamp;
use records::submission::GroupKind;

const LIMITS: Limits = Limits { wait_millis: 300_000, texts_max: 100 };

fn id(number: u64) -> MessageId {
    MessageId::from_number(1_000_000_000_000_000_000 + number).expect("shard 1")
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_millis(second * 1000)
}

fn key(source: &str, reference: u16, total: u8) -> GroupKey {
    GroupKey {
        operator: OperatorId(1),
        source: source.into(),
        destination: "777".into(),
        kind: GroupKind::Udh8,
        reference,
        total,
    }
}

fn text(parts: &[u64], is_complete: bool) -> Text {
    Text { parts: parts.iter().map(|part| id(*part)).collect(), is_complete }
}

#[test]
fn every_order_of_four_parts_makes_the_same_text() {
    let mut orders = 0;
    for first in 0..256_u32 {
        // The digits of a number in base 4 are an order if they are all different.
        let order = [first & 3, first >> 2 & 3, first >> 4 & 3, first >> 6 & 3];
        if order.iter().fold(0, |seen, part| seen | 1 << part) != 0b1111 {
            continue;
        }
        orders += 1;
        let mut reassembly = Reassembly::new(LIMITS);
        let add = |reassembly: &mut Reassembly, part: u32| {
            let sequence = u8::try_from(part + 1).expect("1 to 4");
            reassembly.add(key("4477", 5, 4), sequence, id(u64::from(part)), at(0))
        };
        for part in &order[..3] {
            assert_eq!(add(&mut reassembly, *part), Added::Waiting, "{order:?}");
        }
        let whole = Added::Complete(text(&[0, 1, 2, 3], true));
        assert_eq!(add(&mut reassembly, order[3]), whole, "{order:?}");
        assert!(reassembly.is_empty());
        assert_eq!(reassembly.next_due(), None);
    }
    assert_eq!(orders, 24);
}

#[test]
fn the_first_of_two_equal_parts_counts() {
    let mut reassembly = Reassembly::new(LIMITS);
    assert_eq!(reassembly.add(key("1", 5, 2), 1, id(1), at(0)), Added::Waiting);
    assert_eq!(reassembly.add(key("1", 5, 2), 1, id(9), at(1)), Added::Duplicate);
    let whole = Added::Complete(text(&[1, 2], true));
    assert_eq!(reassembly.add(key("1", 5, 2), 2, id(2), at(2)), whole);
}

#[test]
fn one_reference_of_two_phones_is_two_texts() {
    let same = key("1", 5, 2);
    for (name, other) in [
        ("another phone", key("2", 5, 2)),
        ("another number", GroupKey { destination: "778".into(), ..same.clone() }),
        ("another operator", GroupKey { operator: OperatorId(2), ..same.clone() }),
        ("another reference", key("1", 6, 2)),
        ("another number of parts", key("1", 5, 3)),
        ("another kind of reference", GroupKey { kind: GroupKind::Udh16, ..same.clone() }),
    ] {
        let mut reassembly = Reassembly::new(LIMITS);
        assert_eq!(reassembly.add(same.clone(), 1, id(1), at(0)), Added::Waiting);
        assert_eq!(reassembly.add(other, 2, id(2), at(0)), Added::Waiting, "{name}");
        assert_eq!(reassembly.len(), 2, "{name}");
    }
}

#[test]
fn a_part_that_cannot_be_is_told() {
    let mut reassembly = Reassembly::new(LIMITS);
    for sequence in [0, 3, 255] {
        let added = reassembly.add(key("1", 5, 2), sequence, id(1), at(0));
        assert_eq!(added, Added::NoSuchPart, "{sequence}");
    }
    assert_eq!(reassembly.add(key("1", 5, 0), 1, id(1), at(0)), Added::NoSuchPart);
    assert!(reassembly.is_empty());
}

#[test]
fn a_text_waits_five_minutes_from_its_first_part_and_then_goes_as_it_came() {
    let mut reassembly = Reassembly::new(LIMITS);
    reassembly.add(key("1", 5, 3), 3, id(3), at(0));
    reassembly.add(key("2", 5, 3), 1, id(7), at(60));
    reassembly.add(key("1", 5, 3), 1, id(1), at(299));
    assert_eq!(reassembly.next_due(), Some(at(300)));
    assert_eq!(reassembly.overdue(at(299)), None);
    assert_eq!(reassembly.overdue(at(300)), Some(text(&[1, 3], false)));
    reassembly.forget(&key("1", 5, 3));
    assert_eq!(reassembly.overdue(at(300)), None);
    assert_eq!(reassembly.next_due(), Some(at(360)));
    assert_eq!(reassembly.add(key("1", 5, 3), 2, id(2), at(301)), Added::Waiting, "a new text");
}

#[test]
fn when_too_many_wait_the_one_that_is_due_first_goes() {
    let mut reassembly = Reassembly::new(Limits { texts_max: 2, ..LIMITS });
    for (phone, second) in [("a", 3), ("b", 1), ("c", 2)] {
        reassembly.add(key(phone, 5, 2), 1, id(second), at(second as i64));
    }
    assert_eq!(reassembly.overdue(at(0)), Some(text(&[1], false)));
    reassembly.forget(&key("b", 5, 2));
    assert_eq!(reassembly.overdue(at(0)), None);
    assert_eq!(reassembly.len(), 2);
}

#[test]
fn a_text_of_one_part_is_complete_at_once() {
    let mut reassembly = Reassembly::new(LIMITS);
    let whole = Added::Complete(text(&[1], true));
    assert_eq!(reassembly.add(key("1", 5, 1), 1, id(1), at(0)), whole);
    assert!(reassembly.is_empty());
    assert_eq!(reassembly.next_due(), None);
}
