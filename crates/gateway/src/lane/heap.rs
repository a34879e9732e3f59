//! A binary heap of slots in which every slot knows its place, so that any of them can be taken
//! out. Four octets per entry; a tree of keys would take forty.

use super::slots::{Slot, Slots};
use message::id::MessageId;
use message::time::Timestamp;
use std::marker::PhantomData;

/// By what a heap is ordered, and where its slots keep their places. Keys are of one slot only, so
/// the order never depends on what happened before.
pub(super) trait Order {
    type Key: Ord;
    fn key(slot: &Slot) -> Self::Key;
    fn place(slot: &mut Slot) -> &mut u32;
}

/// The smallest first.
#[derive(Debug)]
pub(super) struct Heap<O> {
    ids: Vec<u32>,
    order: PhantomData<O>,
}

/// By acceptance.
#[derive(Debug)]
pub(super) struct ByAge;
/// By due time.
#[derive(Debug)]
pub(super) struct ByDue;
/// By the end of validity.
#[derive(Debug)]
pub(super) struct ByExpiry;

impl Order for ByAge {
    type Key = (MessageId, u8);
    fn key(slot: &Slot) -> Self::Key {
        (slot.message, slot.part)
    }
    fn place(slot: &mut Slot) -> &mut u32 {
        &mut slot.at
    }
}

impl Order for ByDue {
    type Key = (Timestamp, MessageId, u8);
    fn key(slot: &Slot) -> Self::Key {
        (slot.due, slot.message, slot.part)
    }
    fn place(slot: &mut Slot) -> &mut u32 {
        &mut slot.at
    }
}

impl Order for ByExpiry {
    type Key = (Timestamp, MessageId, u8);
    fn key(slot: &Slot) -> Self::Key {
        (slot.expires, slot.message, slot.part)
    }
    fn place(slot: &mut Slot) -> &mut u32 {
        &mut slot.at_expiry
    }
}

impl<O: Order> Heap<O> {
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    pub(super) fn first(&self) -> Option<u32> {
        self.ids.first().copied()
    }

    pub(super) fn push(&mut self, slots: &mut Slots, id: u32) {
        self.ids.push(id);
        self.rise(slots, self.ids.len() - 1);
    }

    /// Takes out a slot that is in this heap.
    pub(super) fn remove(&mut self, slots: &mut Slots, id: u32) {
        let mut place = *O::place(slots.slot_mut(id)) as usize;
        debug_assert_eq!(self.ids[place], id, "a slot in another heap");
        self.ids.swap_remove(place);
        if place == self.ids.len() {
            return;
        }
        // The slot that was last mostly belongs far down: so it is let down all the way, without
        // being looked at, and then up.
        let last = self.ids[place];
        while let Some(child) = self.smaller_child(slots, place) {
            self.set(slots, place, self.ids[child]);
            place = child;
        }
        self.ids[place] = last;
        self.rise(slots, place);
    }

    /// Lets the slot at this place up to where it belongs.
    fn rise(&mut self, slots: &mut Slots, mut place: usize) {
        let id = self.ids[place];
        let key = O::key(slots.slot(id));
        while place > 0 {
            let parent = (place - 1) / 2;
            if self.key(slots, parent) <= key {
                break;
            }
            self.set(slots, place, self.ids[parent]);
            place = parent;
        }
        self.set(slots, place, id);
    }

    fn smaller_child(&self, slots: &Slots, place: usize) -> Option<usize> {
        let children = (2 * place + 1)..(2 * place + 3).min(self.ids.len());
        children.min_by_key(|child| self.key(slots, *child))
    }

    fn key(&self, slots: &Slots, place: usize) -> O::Key {
        O::key(slots.slot(self.ids[place]))
    }

    fn set(&mut self, slots: &mut Slots, place: usize, id: u32) {
        self.ids[place] = id;
        *O::place(slots.slot_mut(id)) = u32::try_from(place).expect("no more places than slots");
    }

    /// Every slot knows its place, and none stands before one that ought to be first.
    #[cfg(test)]
    pub(super) fn assert_sound(&self, slots: &mut Slots) {
        for place in 0..self.ids.len() {
            assert_eq!(*O::place(slots.slot_mut(self.ids[place])) as usize, place);
            assert!(self.key(slots, place.saturating_sub(1) / 2) <= self.key(slots, place));
        }
    }
}

// Not derived: that would ask the order for a default, too.
impl<O> Default for Heap<O> {
    fn default() -> Self {
        Heap { ids: Vec::new(), order: PhantomData }
    }
}
