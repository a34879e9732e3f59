//! What is remembered for a while: keys of duplicates, and short ids.

use gateway::aliases::Aliases;
use gateway::keys::Keys;
use message::id::{MessageId, ShortId};
use message::object::AccountId;
use message::time::Timestamp;
use records::Octets;
use records::carried::Key;
use records::submission::Aliased;

const ACME: AccountId = AccountId(7);
const OTHER: AccountId = AccountId(8);

fn id(number: u64) -> MessageId {
    MessageId::from_number(1_000_000_000_000_000_000 + number).expect("shard 1")
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_millis(second * 1000)
}

fn octets(text: &str) -> Octets {
    Octets::from(text.as_bytes())
}

fn key(text: &str, message: u64, until: i64) -> Key {
    Key { account: ACME, key: octets(text), message: id(message), until: at(until) }
}

#[test]
fn a_key_leads_to_its_message_until_its_time_is_over() {
    let mut keys = Keys::default();
    keys.remember(&key("order-991", 1, 10));
    for (name, account, text, now, expected) in [
        ("at once", ACME, "order-991", 0, Some(id(1))),
        ("just before the end", ACME, "order-991", 9, Some(id(1))),
        ("at the end", ACME, "order-991", 10, None),
        ("another key", ACME, "order-992", 0, None),
        ("another account", OTHER, "order-991", 0, None),
    ] {
        assert_eq!(keys.find(account, &octets(text), at(now)), expected, "{name}");
    }
    keys.remember(&key("order-991", 2, 20));
    assert_eq!(keys.next_due(), Some(at(20)), "the later one counts");
    assert!(!keys.forget_due(at(19)));
    assert_eq!(keys.len(), 1);
    assert!(keys.forget_due(at(20)));
    assert!(keys.is_empty());
    assert_eq!(keys.next_due(), None);
}

#[test]
fn carried_keys_are_the_same_keys() {
    let mut keys = Keys::default();
    for number in 0..50 {
        keys.remember(&key(&format!("k{number}"), number, 100 - number as i64));
    }
    let mut carried = Keys::default();
    let mut last = None;
    loop {
        let next = keys.carry(last.as_ref()).next();
        let Some(key) = next else { break };
        carried.remember(&key);
        last = Some(key);
    }
    assert_eq!(carried, keys);
}

fn give(aliases: &mut Aliases, account: AccountId, message: u64, until: i64) -> ShortId {
    let alias = aliases.next(account).expect("one is free");
    aliases.give(&Aliased { account, alias, message: id(message), until: at(until) });
    alias
}

#[test]
fn short_ids_are_given_in_order_by_account() {
    let mut aliases = Aliases::default();
    assert_eq!(give(&mut aliases, ACME, 1, 10), ShortId(1));
    assert_eq!(give(&mut aliases, ACME, 2, 10), ShortId(2));
    assert_eq!(give(&mut aliases, OTHER, 3, 10), ShortId(1));
    assert_eq!(aliases.find(ACME, ShortId(1)), Some(id(1)));
    assert_eq!(aliases.find(OTHER, ShortId(1)), Some(id(3)));
    assert_eq!(aliases.find(OTHER, ShortId(2)), None);
}

#[test]
fn a_short_id_is_given_again_when_its_time_is_over_and_all_others_were() {
    let mut aliases = Aliases::default();
    let aliased = |alias, until| Aliased { account: ACME, alias, message: id(9), until: at(until) };
    aliases.give(&aliased(ShortId(1), 5));
    aliases.give(&aliased(ShortId(2), 50));
    aliases.give(&aliased(ShortId(u32::MAX), 50));
    assert_eq!(aliases.next(ACME), Some(ShortId(3)), "0 is no id, 1 and 2 are in use");
    assert_eq!(aliases.next_due(), Some(at(5)));
    assert!(!aliases.take_back_due(at(4)));
    assert!(aliases.take_back_due(at(5)));
    assert_eq!(aliases.next(ACME), Some(ShortId(1)));
    assert_eq!(aliases.find(ACME, ShortId(1)), None);
}

#[test]
fn carried_short_ids_go_on_where_they_were() {
    let mut aliases = Aliases::default();
    for (message, alias) in [(11, u32::MAX - 1), (12, u32::MAX), (13, 1), (14, 2)] {
        let (alias, message) = (ShortId(alias), id(message));
        aliases.give(&Aliased { account: ACME, alias, message, until: at(9) });
    }
    give(&mut aliases, OTHER, 3, 10);
    let mut carried = Aliases::default();
    let mut last = None;
    loop {
        let next = aliases.carry(last.as_ref()).next();
        let Some(aliased) = next else { break };
        carried.give(&aliased);
        last = Some(aliased);
    }
    assert_eq!(carried, aliases);
    assert_eq!(carried.next(ACME), Some(ShortId(3)));
}

#[test]
fn the_row_goes_on_behind_the_last_one_though_its_time_is_over() {
    let mut aliases = Aliases::default();
    give(&mut aliases, ACME, 1, 10);
    give(&mut aliases, ACME, 2, 10);
    assert!(aliases.take_back_due(at(10)));
    assert!(aliases.take_back_due(at(10)));
    assert!(!aliases.take_back_due(at(1_000)));
    assert_eq!(aliases.next(ACME), Some(ShortId(3)));
    assert_eq!(aliases.carry(None).count(), 1, "it is carried for that");
    give(&mut aliases, ACME, 3, 2_000);
    assert_eq!(aliases.carry(None).count(), 1, "and no longer than for that");
}
