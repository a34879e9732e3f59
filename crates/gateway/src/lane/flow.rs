//! A flow: the entries of one account in one priority.

use super::heap::{ByAge, ByDue};
use super::queue::Queue;
use super::slots::{Slots, Stay};
use message::time::Timestamp;

/// The entries of one account in one priority.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub(super) ready: Queue<ByAge>,
    pub(super) later: Queue<ByDue>,
    pub(super) seat: Seat,
}

/// Where a flow stands in its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Seat {
    /// Nowhere: it is new, or empty.
    #[default]
    None,
    /// It has entries that are due, and this turn.
    Turn(u64),
    /// It has only entries that are due later, the first one then.
    Asleep(Timestamp),
}

impl Flow {
    pub(super) fn put(&mut self, slots: &mut Slots, id: u32, now: Timestamp) {
        if slots.slot(id).due <= now {
            self.push_ready(slots, id);
        } else {
            slots.slot_mut(id).stay = Stay::Later;
            self.later.push(slots, id);
        }
    }

    pub(super) fn remove(&mut self, slots: &mut Slots, id: u32) {
        match slots.slot(id).stay {
            Stay::Ready => self.ready.remove(slots, id),
            Stay::Later => self.later.remove(slots, id),
            Stay::Free => {}
        }
    }

    /// Moves entries that have become due, the longest due first, at most so many.
    pub(super) fn promote(&mut self, slots: &mut Slots, now: Timestamp, at_most: usize) {
        for _ in 0..at_most {
            match self.later.first(slots) {
                Some(id) if slots.slot(id).due <= now => {
                    self.later.remove(slots, id);
                    self.push_ready(slots, id);
                }
                Some(_) | None => return,
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ready.is_empty() && self.later.is_empty()
    }

    fn push_ready(&mut self, slots: &mut Slots, id: u32) {
        slots.slot_mut(id).stay = Stay::Ready;
        self.ready.push(slots, id);
    }
}
