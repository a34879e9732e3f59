//! A level: the flows of one priority, which take turns.
//!
//! A flow with an entry that is due has a turn, one whose entries are all due later has an alarm,
//! and one without entries is gone.

use super::flow::{Flow, Seat};
use super::slots::Slots;
use message::id::MessageId;
use message::object::AccountId;
use message::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// The flows of one priority.
#[derive(Debug, Default)]
pub(super) struct Level {
    flows: BTreeMap<AccountId, Flow>,
    /// Who is next.
    turns: BTreeMap<u64, AccountId>,
    alarms: BTreeSet<(Timestamp, AccountId)>,
    turn_next: u64,
    /// What the turns of this level have cost so far (see [`super::Lane`]).
    pub(super) pass: u64,
}

/// How many entries of a flow become ready at its turn, and how many flows wake up at one call:
/// more than leave, so that they all get ready, and few enough for one turn of the core.
const MOVED_MAX: usize = 64;

impl Level {
    pub(super) fn put(&mut self, slots: &mut Slots, id: u32, now: Timestamp) {
        let account = slots.entry(id).account;
        self.flows.entry(account).or_default().put(slots, id, now);
        self.seat(slots, account);
    }

    pub(super) fn remove(&mut self, slots: &mut Slots, id: u32) {
        let account = slots.entry(id).account;
        if let Some(flow) = self.flows.get_mut(&account) {
            flow.remove(slots, id);
        }
        self.seat(slots, account);
    }

    /// Gives turns to flows whose entries have become due.
    pub(super) fn wake(&mut self, slots: &mut Slots, now: Timestamp) {
        for _ in 0..MOVED_MAX {
            match self.alarms.first() {
                Some((at, account)) if *at <= now => {
                    let account = *account;
                    if let Some(flow) = self.flows.get_mut(&account) {
                        flow.promote(slots, now, 1);
                    }
                    self.seat(slots, account);
                }
                Some(_) | None => return,
            }
        }
    }

    /// The first entry of the flow whose turn it is; the flow goes to the end of the row.
    pub(super) fn take(&mut self, slots: &mut Slots, now: Timestamp) -> Option<u32> {
        let (_, account) = self.turns.pop_first()?;
        let flow = self.flows.get_mut(&account)?;
        flow.seat = Seat::None;
        flow.promote(slots, now, MOVED_MAX);
        let id = flow.ready.pop(slots);
        self.seat(slots, account);
        id
    }

    pub(super) fn is_ready(&self) -> bool {
        !self.turns.is_empty()
    }

    /// When a turn may be taken: since ever if it may.
    pub(super) fn next_due(&self) -> Option<Timestamp> {
        if self.is_ready() {
            return Some(Timestamp::default());
        }
        self.alarms.first().map(|(at, _)| *at)
    }

    pub(super) fn oldest(&self, slots: &Slots) -> Option<MessageId> {
        let firsts = self.flows.values().filter_map(|flow| flow.ready.first(slots));
        firsts.map(|id| slots.slot(id).message).min()
    }

    /// Gives a flow the seat that its entries call for. Who has a turn keeps it.
    fn seat(&mut self, slots: &Slots, account: AccountId) {
        let Some(flow) = self.flows.get_mut(&account) else {
            return;
        };
        match flow.seat {
            Seat::Turn(_) if !flow.ready.is_empty() => return,
            Seat::Turn(turn) => drop(self.turns.remove(&turn)),
            Seat::Asleep(at) => drop(self.alarms.remove(&(at, account))),
            Seat::None => {}
        }
        if flow.is_empty() {
            self.flows.remove(&account);
        } else if let (true, Some(first)) = (flow.ready.is_empty(), flow.later.first(slots)) {
            let at = slots.slot(first).due;
            flow.seat = Seat::Asleep(at);
            self.alarms.insert((at, account));
        } else {
            flow.seat = Seat::Turn(self.turn_next);
            self.turns.insert(self.turn_next, account);
            self.turn_next += 1;
        }
    }

    /// Every flow has the seat that its entries call for, and no seat is anybody else's.
    #[cfg(test)]
    pub(super) fn assert_sound(&self, slots: &mut Slots) -> usize {
        let mut entries = 0;
        for (account, flow) in &self.flows {
            flow.ready.assert_sound(slots);
            flow.later.assert_sound(slots);
            entries += flow.ready.len() + flow.later.len();
            assert!(!flow.is_empty());
            match flow.seat {
                Seat::None => panic!("{account:?} has no seat"),
                Seat::Turn(turn) => {
                    assert!(!flow.ready.is_empty());
                    assert_eq!(self.turns.get(&turn), Some(account));
                }
                Seat::Asleep(at) => {
                    assert!(flow.ready.is_empty());
                    assert_eq!(flow.later.first(slots).map(|id| slots.slot(id).due), Some(at));
                    assert!(self.alarms.contains(&(at, *account)));
                }
            }
        }
        assert_eq!(self.turns.len() + self.alarms.len(), self.flows.len());
        entries
    }
}
