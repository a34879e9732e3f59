//! What a lane does, told line by line in its own time.
//!
//! `A1x` is message 1 of account A to destination x. The lane does not know destinations; they
//! stand in the names so that one can see that their order is kept. Times are seconds.

use gateway::lane::{Entry, Lane, Priority, Room, Taken, Ticket};
use message::id::MessageId;
use message::object::AccountId;
use message::time::Timestamp;
use std::collections::BTreeMap;

#[derive(Default)]
struct Story {
    lane: Lane,
    now: i64,
    entries: BTreeMap<String, (Entry, Ticket)>,
}

#[track_caller]
fn check(script: &str) {
    let mut story = Story::default();
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        story.tell(&words, line);
    }
}

impl Story {
    fn tell(&mut self, words: &[&str], line: &str) {
        match *words {
            ["at", seconds] => self.now = number(seconds),
            ["put", ref names_and_options @ ..] => self.put(names_and_options),
            ["back", name] => self.put_again(name, self.now),
            ["later", name, seconds] => self.put_again(name, number(seconds)),
            ["take", ref names @ ..] => {
                assert_eq!(self.take(u32::MAX), names.join(" "), "in the line: {line}");
            }
            ["room", slots, "take", ref names @ ..] => {
                let slots = u32::try_from(number(slots)).expect(line);
                assert_eq!(self.take(slots), names.join(" "), "in the line: {line}");
            }
            ["remove", name] => assert_eq!(self.remove(name), "gone", "in the line: {line}"),
            ["remove", name, "too", "late"] => {
                assert_eq!(self.remove(name), "too late", "in the line: {line}");
            }
            ["expire", name] => assert_eq!(self.expire(), name, "in the line: {line}"),
            ["pause"] => self.lane.pause(None),
            ["pause", until] => self.lane.pause(Some(seconds(number(until)))),
            ["resume"] => self.lane.resume(),
            ["due", "never"] => assert_eq!(self.lane.next_due(seconds(self.now)), None, "{line}"),
            ["due", at] => {
                let due = self.lane.next_due(seconds(self.now));
                assert_eq!(due, Some(seconds(number(at))), "in the line: {line}");
            }
            ["expires", at] => {
                assert_eq!(self.lane.next_expiry(), Some(seconds(number(at))), "{line}");
            }
            ["waiting", count] => {
                assert_eq!(self.lane.waiting().to_string(), count, "in the line: {line}");
            }
            ["oldest", name] => {
                let oldest = self.lane.oldest().map(|id| id.get().to_string());
                assert_eq!(oldest.as_deref().unwrap_or("nobody"), name, "in the line: {line}");
            }
            _ => panic!("{line}"),
        }
    }

    /// `A1x B2 prio 3 due 5 until 9`: the options are for all the names.
    fn put(&mut self, words: &[&str]) {
        let option = |name: &str| {
            let place = words.iter().position(|word| *word == name)?;
            Some(number(words[place + 1]))
        };
        let priority = option("prio").unwrap_or(0);
        let is_name = |word: &&&str| word.starts_with(|first: char| first.is_ascii_uppercase());
        for name in words.iter().filter(is_name) {
            let digits: String = name.chars().filter(char::is_ascii_digit).collect();
            let entry = Entry {
                message: message(&digits),
                part: 1,
                account: AccountId(u32::from(name.as_bytes()[0])),
                priority: Priority::of(u8::try_from(priority).expect("a priority")),
                due: seconds(option("due").unwrap_or(self.now)),
                expires: seconds(option("until").unwrap_or(1_000_000)),
            };
            self.enter(name, entry);
        }
    }

    fn put_again(&mut self, name: &str, due: i64) {
        let (entry, _) = self.entries[name];
        self.enter(name, Entry { due: seconds(due), ..entry });
    }

    fn enter(&mut self, name: &str, entry: Entry) {
        let ticket = self.lane.put(entry, seconds(self.now));
        self.entries.insert(name.to_owned(), (entry, ticket));
    }

    /// Takes all that can be had for so many slots; `(A1)` if it had expired.
    fn take(&mut self, slots: u32) -> String {
        let mut room = Room(slots);
        let mut names = Vec::new();
        while let Some(taken) = self.lane.take(seconds(self.now), &mut room) {
            names.push(match taken {
                Taken::Due(entry) => self.name(entry),
                Taken::Expired(entry) => format!("({})", self.name(entry)),
            });
        }
        let used = u32::try_from(names.iter().filter(|name| !name.starts_with('(')).count());
        assert_eq!(room, Room(slots - used.expect("few")), "slots left");
        if names.is_empty() { "nothing".to_owned() } else { names.join(" ") }
    }

    fn remove(&mut self, name: &str) -> &'static str {
        let (entry, ticket) = self.entries[name];
        match self.lane.remove(ticket, entry.message, entry.part) {
            Some(found) => {
                assert_eq!(found, entry);
                "gone"
            }
            None => "too late",
        }
    }

    fn expire(&mut self) -> String {
        let expired = self.lane.expire(seconds(self.now));
        expired.map_or("nothing".to_owned(), |entry| self.name(entry))
    }

    fn name(&self, entry: Entry) -> String {
        let found = self.entries.iter().find(|(_, (known, _))| *known == entry);
        found.map(|(name, _)| name.clone()).expect("an entry as it was put")
    }
}

fn number(word: &str) -> i64 {
    word.parse().expect(word)
}

fn seconds(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_000 * seconds)
}

/// The first id there can be and those after it.
fn message(digits: &str) -> MessageId {
    MessageId::parse(&format!("1{digits:0>18}")).expect(digits)
}

// === order ===

#[test]
fn one_account_goes_in_the_order_of_acceptance() {
    check("put A1 A2 A3 \n take A1 A2 A3 \n take nothing");
    check("put A3 A1 A2 \n take A1 A2 A3");
}

#[test]
fn throttled_goes_first_again_and_nothing_overtakes_it() {
    check(
        "
        put A1x A2x A3y A4x
        room 1 take A1x
        back A1x
        room 1 take A1x
        back A1x
        take A1x A2x A3y A4x
        ",
    );
}

#[test]
fn a_window_that_comes_back_goes_in_its_old_order_before_all_that_is_later() {
    check(
        "
        put A1x A2x A3x A4x A5x
        room 3 take A1x A2x A3x
        back A3x
        back A1x
        back A2x
        take A1x A2x A3x A4x A5x
        ",
    );
}

#[test]
fn throttled_keeps_its_order_through_a_pause() {
    check(
        "
        put A1x A2x
        room 1 take A1x
        back A1x
        pause 5
        put A3x
        take nothing
        due 5
        at 5
        take A1x A2x A3x
        ",
    );
}

#[test]
fn deferred_by_its_own_error_it_lets_others_pass() {
    check(
        "
        put A1x A2x A3y
        room 1 take A1x
        later A1x 4
        room 1 take A2x
        at 4
        take A1x A3y
        ",
    );
}

#[test]
fn scheduled_waits_for_its_time() {
    check(
        "
        put A1 due 10
        put A2
        take A2
        due 10
        take nothing
        at 9
        take nothing
        at 10
        due 10
        put A3
        take A1 A3
        due never
        ",
    );
}

// === fairness ===

#[test]
fn accounts_take_turns() {
    check("put A1 A2 A3 A4 B5 B6 C7 \n take A1 B5 C7 A2 B6 A3 A4");
}

#[test]
fn who_comes_late_waits_for_one_turn_of_each() {
    check(
        "
        put A1 A2 A3 A4 B5 B6 B7
        room 3 take A1 B5 A2
        put C8 C9
        take B6 A3 C8 B7 A4 C9
        ",
    );
}

#[test]
fn coming_back_costs_others_nothing() {
    check(
        "
        put A1 A2 B3 B4
        room 1 take A1
        back A1
        room 2 take B3 A1
        back A1
        take B4 A1 A2
        ",
    );
}

#[test]
fn accounts_whose_entries_become_due_take_turns_as_well() {
    check(
        "
        put A1 A2 A3 due 5
        put B4 due 6
        put C5 due 4
        at 6
        take C5 A1 B4 A2 A3
        ",
    );
}

// === priority ===

#[test]
fn the_higher_priority_has_twice_the_turns_and_the_lower_ones_have_some() {
    check(
        "
        put A1 A2 A3 prio 0
        put B11 B12 B13 B14 B15 prio 1
        take B11 A1 B12 B13 A2 B14 B15 A3
        ",
    );
}

#[test]
fn the_urgent_does_not_wait_for_the_bulk() {
    check(
        "
        put A1 A2 A3 A4 B5 B6 prio 0
        room 2 take A1 B5
        put C7 prio 3
        room 1 take C7
        take A2 B6 A3 A4
        ",
    );
}

#[test]
fn idle_saves_no_turns() {
    check(
        "
        put A1 A2 A3 A4 A5 A6 prio 0
        room 4 take A1 A2 A3 A4
        put B11 B12 B13 B14 B15 B16 prio 1
        take B11 B12 B13 A5 B14 B15 A6 B16
        ",
    );
}

// === room and pause ===

#[test]
fn no_more_than_there_is_room_for() {
    check("put A1 A2 A3 \n room 0 take nothing \n room 2 take A1 A2 \n room 2 take A3");
}

#[test]
fn paused_nothing_is_taken_and_nobody_is_woken() {
    check(
        "
        put A1
        put A2 due 7
        put A3 until 3
        pause
        take nothing
        due never
        expires 3
        at 3
        expire A3
        at 7
        take nothing
        resume
        due 7
        take A1 A2
        ",
    );
}

#[test]
fn a_pause_with_an_end() {
    check(
        "
        put A1
        pause 3
        due 3
        take nothing
        at 2
        take nothing
        at 3
        due 3
        take A1
        put A2 due 9
        pause 5
        due 9
        ",
    );
}

// === expiry and removal ===

#[test]
fn expired_entries_come_one_by_one_the_first_to_end_first() {
    check(
        "
        put A1 until 9
        put B2 until 5
        put A3 due 100 until 7
        expires 5
        expire nothing
        at 8
        expire B2
        expire A3
        expire nothing
        waiting 1
        expires 9
        take A1
        expire nothing
        ",
    );
}

#[test]
fn what_has_expired_is_not_sent_and_uses_no_room() {
    check(
        "
        put A1 A2 until 5
        put B3
        at 5
        room 1 take (A1) B3
        room 1 take (A2)
        waiting 0
        ",
    );
}

#[test]
fn removed_entries_are_gone_and_their_tickets_void() {
    check(
        "
        put A1 A2 B3
        put C4 due 9
        remove A2
        remove A2 too late
        remove C4
        due 0
        take A1 B3
        remove A1 too late
        put D5
        remove A1 too late
        waiting 1
        remove D5
        due never
        waiting 0
        ",
    );
}

#[test]
fn a_new_ticket_for_every_stay() {
    check(
        "
        put A1 B2
        take A1 B2
        back B2
        back A1
        remove B2
        take A1
        ",
    );
}

#[test]
fn the_oldest_of_those_that_could_go() {
    check(
        "
        oldest nobody
        put A1 due 50
        oldest nobody
        put B7 A3
        oldest 1000000000000000003
        take B7 A3
        oldest nobody
        ",
    );
}

// === much at once ===

fn entry(account: u32, number: u32, priority: u8) -> Entry {
    Entry {
        message: message(&number.to_string()),
        part: 1,
        account: AccountId(account),
        priority: Priority::of(priority),
        due: seconds(0),
        expires: seconds(1_000_000),
    }
}

fn take(lane: &mut Lane, now: i64) -> Entry {
    match lane.take(seconds(now), &mut Room(1)) {
        Some(Taken::Due(entry)) => entry,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_parts_of_a_message_go_in_their_order() {
    let mut lane = Lane::new();
    for part in [3, 1, 2] {
        lane.put(Entry { part, ..entry(1, 7, 0) }, seconds(0));
    }
    let parts: Vec<u8> = (0..3).map(|_| take(&mut lane, 0).part).collect();
    assert_eq!(parts, [1, 2, 3]);
}

/// One account with a hundred times the traffic of nine others.
#[test]
fn a_burst_delays_the_others_by_their_share_only() {
    let mut lane = Lane::new();
    let mut number = 0;
    let mut put = |lane: &mut Lane, account: u32, count: u32| {
        for _ in 0..count {
            number += 1;
            lane.put(entry(account, number, 0), seconds(0));
        }
    };
    put(&mut lane, 0, 10_000);
    for account in 1..=9 {
        put(&mut lane, account, 100);
    }
    let first: Vec<u32> = (0..1_000).map(|_| take(&mut lane, 0).account.0).collect();
    for account in 0..=9 {
        let turns = first.iter().filter(|taken| **taken == account).count();
        assert_eq!(turns, 100, "account {account}");
    }
    // No window of ten turns leaves anybody out: the delay is a turn of each, not a burst.
    for turns in first.windows(10) {
        let mut accounts = turns.to_vec();
        accounts.sort_unstable();
        assert_eq!(accounts, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
    // The light ones are served; the heavy one has the lane for itself, until one comes back.
    put(&mut lane, 5, 1);
    assert_eq!(take(&mut lane, 0).account.0, 0);
    assert_eq!(take(&mut lane, 0).account.0, 5);
    assert_eq!(lane.waiting(), 9_899);
}

/// With all four priorities always waiting, each has its part of 8 : 4 : 2 : 1, in every stretch.
#[test]
fn no_priority_starves() {
    let mut lane = Lane::new();
    for number in 1..=4_000 {
        let priority = u8::try_from(number % 4).expect("below four");
        lane.put(entry(1, number, priority), seconds(0));
    }
    let taken: Vec<usize> = (0..1_500).map(|_| take(&mut lane, 0).priority as usize).collect();
    let count = |priority| taken.iter().filter(|taken| **taken == priority).count();
    assert_eq!([count(0), count(1), count(2), count(3)], [100, 200, 400, 800]);
    for stretch in taken.chunks(15) {
        assert_eq!(stretch.iter().filter(|priority| **priority == 0).count(), 1);
    }
}

/// A campaign of ten thousand, due at one moment, while another account has one entry due a
/// moment later.
#[test]
fn what_becomes_due_at_once_is_no_burst_for_others() {
    let mut lane = Lane::new();
    for number in 1..=10_000 {
        lane.put(Entry { due: seconds(9), ..entry(1, number, 0) }, seconds(0));
    }
    lane.put(Entry { due: seconds(10), ..entry(2, 20_000, 0) }, seconds(0));
    assert_eq!(take(&mut lane, 10).message, message("1"));
    assert_eq!(take(&mut lane, 10).message, message("20000"));
    for number in 2..=10_000_u32 {
        assert_eq!(take(&mut lane, 10).message, message(&number.to_string()));
    }
    assert_eq!(lane.waiting(), 0);
}

/// A thousand accounts whose retries become due at one moment.
#[test]
fn a_thousand_accounts_wake_up() {
    let mut lane = Lane::new();
    for account in 1..=1_000 {
        lane.put(Entry { due: seconds(9), ..entry(account, account, 0) }, seconds(0));
    }
    let taken: Vec<u32> = (0..1_000).map(|_| take(&mut lane, 9).account.0).collect();
    assert!(taken.is_sorted());
    assert_eq!(lane.next_due(seconds(9)), None);
}
