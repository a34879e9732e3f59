//! The entries of a lane, each in a numbered slot that knows where it stands in the heaps.

use super::entry::{Entry, Priority};
use message::id::MessageId;
use message::object::AccountId;
use message::time::Timestamp;

/// An entry and its places. The fields of [`Entry`] stand here one by one, for as a field of its
/// own it would cost eight octets of padding.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) message: MessageId,
    pub(super) due: Timestamp,
    pub(super) expires: Timestamp,
    account: AccountId,
    /// Its place in the heap of its flow.
    pub(super) at: u32,
    /// Its place in the heap of expiries.
    pub(super) at_expiry: u32,
    pub(super) part: u8,
    priority: Priority,
    pub(super) stay: Stay,
}

/// Which heap of its flow the slot is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stay {
    /// None: the slot is free.
    Free,
    /// Not due yet.
    Later,
    /// Due.
    Ready,
}

#[derive(Debug, Default)]
pub(super) struct Slots {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

impl Slots {
    /// The new slot is in no heap yet.
    pub(super) fn insert(&mut self, entry: Entry) -> u32 {
        let slot = Slot {
            message: entry.message,
            due: entry.due,
            expires: entry.expires,
            account: entry.account,
            at: 0,
            at_expiry: 0,
            part: entry.part,
            priority: entry.priority,
            stay: Stay::Later,
        };
        if let Some(id) = self.free.pop() {
            self.slots[id as usize] = slot;
            return id;
        }
        let id = u32::try_from(self.slots.len()).expect("quotas end long before 2^32 entries");
        self.slots.push(slot);
        id
    }

    /// Gives the slot back, once it is in no heap.
    pub(super) fn free(&mut self, id: u32) -> Entry {
        let entry = self.entry(id);
        self.slots[id as usize].stay = Stay::Free;
        self.free.push(id);
        entry
    }

    /// The entry in this slot, if there is one.
    pub(super) fn find(&self, id: u32) -> Option<Entry> {
        let slot = self.slots.get(id as usize)?;
        (slot.stay != Stay::Free).then(|| self.entry(id))
    }

    pub(super) fn entry(&self, id: u32) -> Entry {
        let slot = self.slot(id);
        Entry {
            message: slot.message,
            part: slot.part,
            account: slot.account,
            priority: slot.priority,
            due: slot.due,
            expires: slot.expires,
        }
    }

    pub(super) fn slot(&self, id: u32) -> &Slot {
        &self.slots[id as usize]
    }

    pub(super) fn slot_mut(&mut self, id: u32) -> &mut Slot {
        &mut self.slots[id as usize]
    }

    #[cfg(test)]
    pub(super) fn used(&self) -> usize {
        self.slots.len() - self.free.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What memory an entry takes is counted on this (see the test of the lane's memory).
    #[test]
    fn a_slot_has_forty_octets() {
        assert_eq!(size_of::<Slot>(), 40);
        assert_eq!(size_of::<Entry>(), 32);
    }
}
