//! The lane: where a part waits for its turn.
//!
//! A lane is the queue towards one rule's targets, or towards an account's receivers. This is its
//! volatile shape, rebuilt from the durable entries after a start; it decides who is next.
//!
//! **Turns.** The higher of two priorities has twice the turns of the next lower one while both
//! have entries; none starves. Within a priority the accounts take turns, one entry each: the
//! burst of one account delays another by one entry per turn and no more. Within an account the
//! entry accepted first goes first.
//!
//! **Order.** An entry has its place by its message id and part, for good. One that comes back with
//! nothing to wait for, because its operator asked to slow down or its link went down, stands again
//! before every later entry of its account and priority, and so before every later entry to its
//! destination. One that is deferred by an error of its own does not hold the later ones up:
//! an operator that keeps refusing one text would stop all traffic to that phone until validity
//! ends. Entries in flight are not the lane's: to have one at a time towards a destination would
//! mean one per round trip.
//!
//! **Bounds.** No operation costs more than the logarithm of what waits. What becomes due at one
//! moment is moved a few entries at a time, and expired entries are handed over one per call.
//!
//! **Speed** is no matter of the lane: [`Pace`] and [`RateLimit`] say when the next may go, and the
//! caller gives room, or pauses the lane until then.

mod entry;
mod slots;
mod heap;
mod queue;
mod flow;
mod level;
mod rate;
#[cfg(test)]
mod model;

pub use entry::{Entry, Priority, Room, Taken, Ticket};
pub use rate::{Pace, RateLimit};

use heap::ByExpiry;
use level::Level;
use message::id::MessageId;
use message::time::Timestamp;
use queue::Queue;
use slots::Slots;

/// A queue with due times, priorities and fairness.
#[derive(Debug, Default)]
pub struct Lane {
    slots: Slots,
    expiries: Queue<ByExpiry>,
    /// By [`Priority`], the lowest first.
    levels: [Level; Priority::COUNT],
    /// The pass of the level that had the last turn.
    pass: u64,
    pause: Pause,
}

/// May entries be taken?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Pause {
    #[default]
    Off,
    Until(Timestamp),
    UntilResumed,
}

/// What a turn costs its level, the lowest priority first: twice the turns for half the cost.
const TURN_COST: [u64; Priority::COUNT] = [8, 4, 2, 1];

impl Lane {
    /// An empty lane.
    pub fn new() -> Lane {
        Lane::default()
    }

    /// Lets an entry in, for the first time or back: at its place, once it is due. The ticket is
    /// good until the entry leaves.
    pub fn put(&mut self, entry: Entry, now: Timestamp) -> Ticket {
        let id = self.slots.insert(entry);
        self.expiries.push(&mut self.slots, id);
        self.levels[entry.priority.level()].put(&mut self.slots, id, now);
        Ticket(id)
    }

    /// The next entry, for one slot of the room. `None` if there is no room, nothing is due, or
    /// the lane is paused.
    pub fn take(&mut self, now: Timestamp, room: &mut Room) -> Option<Taken> {
        if room.0 == 0 || self.is_paused(now) {
            return None;
        }
        for level in &mut self.levels {
            level.wake(&mut self.slots, now);
        }
        let level = self.next_level()?;
        let id = self.levels[level].take(&mut self.slots, now)?;
        self.expiries.remove(&mut self.slots, id);
        let entry = self.slots.free(id);
        if entry.expires <= now {
            return Some(Taken::Expired(entry));
        }
        room.0 -= 1;
        self.charge(level);
        Some(Taken::Due(entry))
    }

    /// Takes out an entry that is no longer to be sent. `None` if the ticket's place is empty or
    /// another entry's by now.
    pub fn remove(&mut self, ticket: Ticket, message: MessageId, part: u8) -> Option<Entry> {
        let entry = self.slots.find(ticket.0)?;
        (entry.message == message && entry.part == part).then(|| self.take_out(ticket.0))
    }

    /// An entry whose validity has ended, if there is one: due or not, paused or not. The caller
    /// bounds how many it takes per turn.
    pub fn expire(&mut self, now: Timestamp) -> Option<Entry> {
        let id =
            self.expiries.first(&self.slots).filter(|id| self.slots.entry(*id).expires <= now)?;
        Some(self.take_out(id))
    }

    /// Stops the lane until then, or until it is resumed: its operators are down or want it slow.
    pub fn pause(&mut self, until: Option<Timestamp>) {
        self.pause = until.map_or(Pause::UntilResumed, Pause::Until);
    }

    /// Lets entries be taken again.
    pub fn resume(&mut self) {
        self.pause = Pause::Off;
    }

    /// When [`Lane::take`] may have something, given room: `now` if it has. `None` while the lane
    /// is empty or paused without an end.
    pub fn next_due(&self, now: Timestamp) -> Option<Timestamp> {
        let due = self.levels.iter().filter_map(Level::next_due).min()?.max(now);
        match self.pause {
            Pause::Off => Some(due),
            Pause::Until(until) => Some(due.max(until)),
            Pause::UntilResumed => None,
        }
    }

    /// When [`Lane::expire`] will have something next.
    pub fn next_expiry(&self) -> Option<Timestamp> {
        self.expiries.first(&self.slots).map(|id| self.slots.entry(id).expires)
    }

    /// How many entries wait, due or not.
    pub fn waiting(&self) -> usize {
        self.expiries.len()
    }

    /// The message that was accepted first among those whose turn may come now. Costs a look at
    /// every account that waits: for metrics, not for every turn.
    pub fn oldest(&self) -> Option<MessageId> {
        self.levels.iter().filter_map(|level| level.oldest(&self.slots)).min()
    }

    fn is_paused(&self, now: Timestamp) -> bool {
        match self.pause {
            Pause::Off => false,
            Pause::Until(until) => now < until,
            Pause::UntilResumed => true,
        }
    }

    fn take_out(&mut self, id: u32) -> Entry {
        self.expiries.remove(&mut self.slots, id);
        let entry = self.slots.entry(id);
        self.levels[entry.priority.level()].remove(&mut self.slots, id);
        self.slots.free(id)
    }

    /// The level whose pass is smallest, the higher of equals. One that had nothing for a while
    /// has not saved up turns.
    fn next_level(&self) -> Option<usize> {
        let ready = (0..Priority::COUNT).rev().filter(|level| self.levels[*level].is_ready());
        ready.min_by_key(|level| self.pass_of(*level))
    }

    fn charge(&mut self, level: usize) {
        self.pass = self.pass_of(level);
        self.levels[level].pass = self.pass + TURN_COST[level];
    }

    fn pass_of(&self, level: usize) -> u64 {
        self.levels[level].pass.max(self.pass)
    }
}

#[cfg(test)]
impl Lane {
    /// All parts agree on what is in the lane.
    fn assert_sound(&mut self) {
        self.expiries.assert_sound(&mut self.slots);
        let mut entries = 0;
        for level in &self.levels {
            entries += level.assert_sound(&mut self.slots);
        }
        assert_eq!(entries, self.expiries.len());
        assert_eq!(entries, self.slots.used());
    }
}
