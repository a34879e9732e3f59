//! The lane against a naive one: a million random operations, each result compared.
//!
//! The naive lane is one list that is searched for everything. It knows no heap, no slot and no
//! alarm; what it shares with the lane are the rules.

use super::{Entry, Lane, Priority, Room, Taken, Ticket};
use message::id::{MessageId, Shard};
use message::object::AccountId;
use message::time::Timestamp;

const OPERATIONS: u32 = 1_000_000;
/// Few enough for a list, and for no flow to have more than may move at once.
const WAITING_MAX: usize = 150;
const ACCOUNTS: u32 = 6;
const DESTINATIONS: u64 = 5;
const COSTS: [u64; 4] = [8, 4, 2, 1];

#[derive(Debug, Clone, Copy)]
struct Waiting {
    entry: Entry,
    ticket: Ticket,
    /// Its account has been told that it is due.
    ready: bool,
}

#[derive(Debug, Default)]
struct Naive {
    waiting: Vec<Waiting>,
    rows: [Vec<AccountId>; 4],
    passes: [u64; 4],
    pass: u64,
    paused_until: Option<Option<Timestamp>>,
}

impl Naive {
    fn put(&mut self, entry: Entry, ticket: Ticket, now: Timestamp) {
        let ready = entry.due <= now;
        self.waiting.push(Waiting { entry, ticket, ready });
        if ready {
            self.join(entry.priority as usize, entry.account);
        }
    }

    fn join(&mut self, level: usize, account: AccountId) {
        if !self.rows[level].contains(&account) {
            self.rows[level].push(account);
        }
    }

    fn of(&self, level: usize, account: AccountId) -> impl Iterator<Item = usize> + '_ {
        (0..self.waiting.len()).filter(move |index| {
            let entry = self.waiting[*index].entry;
            entry.priority as usize == level && entry.account == account
        })
    }

    /// Those that no row has, although something of theirs is due: the longest due first.
    fn wake(&mut self, level: usize, now: Timestamp) {
        let mut due: Vec<(Timestamp, AccountId, usize)> = Vec::new();
        for account in (0..ACCOUNTS).map(AccountId) {
            let first =
                self.of(level, account).min_by_key(|index| by_due(&self.waiting[*index].entry));
            let Some(first) = first else { continue };
            let at = self.waiting[first].entry.due;
            if at <= now && !self.rows[level].contains(&account) {
                due.push((at, account, first));
            }
        }
        due.sort();
        for (_, account, first) in due {
            self.waiting[first].ready = true;
            self.join(level, account);
        }
    }

    fn take(&mut self, now: Timestamp) -> Option<Taken> {
        if self.paused_until.is_some_and(|until| until.is_none_or(|until| now < until)) {
            return None;
        }
        for level in 0..4 {
            self.wake(level, now);
        }
        let ready = [3, 2, 1, 0].into_iter().filter(|level| !self.rows[*level].is_empty());
        let level = ready.min_by_key(|level| self.passes[*level].max(self.pass))?;
        let account = self.rows[level].remove(0);
        for index in self.of(level, account).collect::<Vec<_>>() {
            self.waiting[index].ready |= self.waiting[index].entry.due <= now;
        }
        let all = self.of(level, account).filter(|index| self.waiting[*index].ready);
        let first = all.min_by_key(|index| by_age(&self.waiting[*index].entry))?;
        let entry = self.waiting.swap_remove(first).entry;
        if self.of(level, account).any(|index| self.waiting[index].ready) {
            self.join(level, account);
        }
        if entry.expires <= now {
            return Some(Taken::Expired(entry));
        }
        self.pass = self.pass.max(self.passes[level]);
        self.passes[level] = self.pass + COSTS[level];
        Some(Taken::Due(entry))
    }

    fn remove(&mut self, index: usize) -> Entry {
        let entry = self.waiting.swap_remove(index).entry;
        let level = entry.priority as usize;
        if !self.of(level, entry.account).any(|other| self.waiting[other].ready) {
            self.rows[level].retain(|account| *account != entry.account);
        }
        entry
    }

    fn expire(&mut self, now: Timestamp) -> Option<Entry> {
        let by_expiry = |index: &usize| {
            let entry = self.waiting[*index].entry;
            (entry.expires, by_age(&entry))
        };
        let first = (0..self.waiting.len()).min_by_key(by_expiry)?;
        (self.waiting[first].entry.expires <= now).then(|| self.remove(first))
    }

    fn next_due(&self, now: Timestamp) -> Option<Timestamp> {
        let due = self.waiting.iter().map(|waiting| match waiting.ready {
            true => now,
            false => waiting.entry.due.max(now),
        });
        match self.paused_until {
            None => due.min(),
            Some(Some(until)) => due.min().map(|due| due.max(until)),
            Some(None) => None,
        }
    }

    fn oldest(&self) -> Option<MessageId> {
        let ready = self.waiting.iter().filter(|waiting| waiting.ready);
        ready.map(|waiting| waiting.entry.message).min()
    }

    /// Order kept: what is taken has no earlier entry of its account and priority to the same
    /// destination behind it, unless that one is deferred.
    fn assert_in_order(&self, taken: &Entry, now: Timestamp) {
        for Waiting { entry, .. } in &self.waiting {
            let same = entry.account == taken.account
                && entry.priority == taken.priority
                && destination(entry) == destination(taken);
            let overtaken = same && by_age(entry) < by_age(taken) && entry.due <= now;
            assert!(!overtaken, "{taken:?} overtook {entry:?}");
        }
    }
}

fn by_age(entry: &Entry) -> (MessageId, u8) {
    (entry.message, entry.part)
}

fn by_due(entry: &Entry) -> (Timestamp, MessageId, u8) {
    (entry.due, entry.message, entry.part)
}

fn destination(entry: &Entry) -> u64 {
    entry.message.get() % DESTINATIONS
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

struct Run {
    lane: Lane,
    naive: Naive,
    chance: fastrand::Rng,
    now: i64,
    last: Option<MessageId>,
    out: Vec<Entry>,
    /// Tickets whose entries have left.
    stale: Vec<(Ticket, Entry)>,
    counts: [u32; 9],
}

impl Run {
    fn put(&mut self, entry: Entry) {
        let ticket = self.lane.put(entry, at(self.now));
        self.naive.put(entry, ticket, at(self.now));
    }

    fn put_new(&mut self) {
        let message = MessageId::next(Shard::FIRST, at(self.now), self.last);
        self.last = Some(message);
        let due = if self.chance.u8(..4) > 0 { 0 } else { self.chance.i64(1..400) };
        let valid = self.chance.i64(1..3_000);
        let account = AccountId(self.chance.u32(..ACCOUNTS));
        let priority = Priority::of(self.chance.u8(..4));
        for part in 1..=self.chance.u8(1..3) {
            self.put(Entry {
                message,
                part,
                account,
                priority,
                due: at(self.now + due),
                expires: at(self.now + valid),
            });
        }
    }

    fn take(&mut self) {
        let mut room = Room(self.chance.u32(..4));
        let granted = room;
        let expected = if room.0 > 0 { self.naive.take(at(self.now)) } else { None };
        let found = self.lane.take(at(self.now), &mut room);
        assert_eq!(found, expected);
        let used = u32::from(matches!(found, Some(Taken::Due(_))));
        assert_eq!(room.0 + used, granted.0);
        if let Some(Taken::Due(entry) | Taken::Expired(entry)) = found {
            self.naive.assert_in_order(&entry, at(self.now));
        }
        if let Some(Taken::Due(entry)) = found {
            self.out.push(entry);
        }
    }

    /// One that was taken comes back: at once, or after a wait.
    fn put_back(&mut self, wait: i64) {
        if self.out.is_empty() {
            return;
        }
        let entry = self.out.swap_remove(self.chance.usize(..self.out.len()));
        self.put(Entry { due: at(self.now + wait), ..entry });
    }

    fn remove(&mut self) {
        if self.naive.waiting.is_empty() {
            return;
        }
        let index = self.chance.usize(..self.naive.waiting.len());
        let Waiting { entry, ticket, .. } = self.naive.waiting[index];
        assert_eq!(self.lane.remove(ticket, entry.message, entry.part + 10), None);
        assert_eq!(self.lane.remove(ticket, entry.message, entry.part), Some(entry));
        self.naive.remove(index);
        self.stale.push((ticket, entry));
    }

    fn remove_stale(&mut self) {
        if let Some((ticket, entry)) = self.stale.pop() {
            assert_eq!(self.lane.remove(ticket, entry.message, entry.part), None);
        }
    }

    fn pause(&mut self) {
        let until = self.chance.bool().then(|| at(self.now + self.chance.i64(1..200)));
        match self.chance.u8(..3) {
            0 => {
                self.lane.pause(until);
                self.naive.paused_until = Some(until);
            }
            1.. => {
                self.lane.resume();
                self.naive.paused_until = None;
            }
        }
    }

    fn operate(&mut self) {
        let operation = match self.chance.u8(..100) {
            0..20 if self.lane.waiting() < WAITING_MAX => 0,
            0..55 => 1,
            55..62 => 2,
            62..69 => 3,
            69..74 => 4,
            74..78 => 5,
            78..84 => 6,
            84..87 => 7,
            87.. => 8,
        };
        self.counts[operation] += 1;
        match operation {
            0 => self.put_new(),
            1 => self.take(),
            2 => self.put_back(0),
            3 => self.put_back(self.chance.clone().i64(1..900)),
            4 => self.remove(),
            5 => self.remove_stale(),
            6 => {
                let expected = self.naive.expire(at(self.now));
                assert_eq!(self.lane.expire(at(self.now)), expected);
            }
            7 => self.pause(),
            _ => self.now += self.chance.i64(0..40),
        }
    }

    fn compare(&mut self) {
        let now = at(self.now);
        assert_eq!(self.lane.waiting(), self.naive.waiting.len());
        assert_eq!(self.lane.next_due(now), self.naive.next_due(now));
        assert_eq!(self.lane.oldest(), self.naive.oldest());
        let expiry = self.naive.waiting.iter().map(|waiting| waiting.entry.expires).min();
        assert_eq!(self.lane.next_expiry(), expiry);
        self.lane.assert_sound();
    }
}

#[test]
fn a_million_operations_give_what_a_naive_lane_gives() {
    let mut run = Run {
        lane: Lane::new(),
        naive: Naive::default(),
        chance: fastrand::Rng::with_seed(0x5748_494D),
        now: 1_000_000,
        last: None,
        out: Vec::new(),
        stale: Vec::new(),
        counts: [0; 9],
    };
    let mut most = 0;
    for operation in 0..OPERATIONS {
        run.operate();
        if operation % 8 == 0 {
            run.compare();
        }
        most = most.max(run.lane.waiting());
    }
    println!("{:?} operations of each kind, at most {most} waiting", run.counts);
    assert_eq!(run.counts.iter().sum::<u32>(), OPERATIONS);
    assert!(run.counts.iter().all(|count| *count > 20_000), "{:?}", run.counts);
    assert!(most >= WAITING_MAX, "only {most} waiting");
}
