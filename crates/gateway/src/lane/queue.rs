//! A queue in which every slot knows its place, so that any of them can be taken out.
//!
//! Most entries come in the order in which they go: these stand in a row, and cost the same however
//! many wait. Only what comes out of its turn goes into a heap.

use super::heap::{Heap, Order};
use super::slots::Slots;
use std::collections::VecDeque;

/// The smallest first.
#[derive(Debug)]
pub(super) struct Queue<O> {
    /// In order. What was taken out of the middle leaves [`EMPTY`]; the first and the last are not.
    row: VecDeque<u32>,
    /// The number of the first place of the row: places are numbered on and on, in 31 bits.
    begin: u32,
    empty: usize,
    heap: Heap<O>,
}

const EMPTY: u32 = u32::MAX;
/// A place with this bit is one of the row.
const IN_ROW: u32 = 1 << 31;
/// So many empty places are let be, whatever the length of the row.
const EMPTY_MIN: usize = 8;

impl<O: Order> Queue<O> {
    pub(super) fn len(&self) -> usize {
        self.row.len() - self.empty + self.heap.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.row.is_empty() && self.heap.is_empty()
    }

    pub(super) fn first(&self, slots: &Slots) -> Option<u32> {
        let in_row = self.row.front().copied();
        in_row.into_iter().chain(self.heap.first()).min_by_key(|id| O::key(slots.slot(*id)))
    }

    pub(super) fn push(&mut self, slots: &mut Slots, id: u32) {
        let key = O::key(slots.slot(id));
        if self.row.back().is_some_and(|last| key < O::key(slots.slot(*last))) {
            return self.heap.push(slots, id);
        }
        self.row.push_back(id);
        self.note(slots, self.row.len() - 1);
    }

    pub(super) fn pop(&mut self, slots: &mut Slots) -> Option<u32> {
        let first = self.first(slots)?;
        self.remove(slots, first);
        Some(first)
    }

    /// Takes out a slot that is in this queue.
    pub(super) fn remove(&mut self, slots: &mut Slots, id: u32) {
        let place = *O::place(slots.slot_mut(id));
        if place & IN_ROW == 0 {
            return self.heap.remove(slots, id);
        }
        let place = (place.wrapping_sub(self.begin) & !IN_ROW) as usize;
        debug_assert_eq!(self.row[place], id, "a slot in another queue");
        self.row[place] = EMPTY;
        self.empty += 1;
        self.close_ends();
        if self.empty > EMPTY_MIN.max(self.row.len() / 2) {
            self.close_up(slots);
        }
    }

    fn close_ends(&mut self) {
        while self.row.front() == Some(&EMPTY) {
            self.row.pop_front();
            self.begin = self.begin.wrapping_add(1);
            self.empty -= 1;
        }
        while self.row.back() == Some(&EMPTY) {
            self.row.pop_back();
            self.empty -= 1;
        }
    }

    /// As many moves as places were emptied since the last time.
    fn close_up(&mut self, slots: &mut Slots) {
        self.row.retain(|id| *id != EMPTY);
        self.empty = 0;
        for place in 0..self.row.len() {
            self.note(slots, place);
        }
    }

    fn note(&self, slots: &mut Slots, place: usize) {
        let number = u32::try_from(place).expect("no more places than slots, twice");
        *O::place(slots.slot_mut(self.row[place])) = self.begin.wrapping_add(number) | IN_ROW;
    }

    /// Every slot knows its place, and none stands before one that ought to be first.
    #[cfg(test)]
    pub(super) fn assert_sound(&self, slots: &mut Slots) {
        self.heap.assert_sound(slots);
        let mut last = None;
        for (number, id) in (self.begin..).zip(&self.row).filter(|(_, id)| **id != EMPTY) {
            assert_eq!(*O::place(slots.slot_mut(*id)), number | IN_ROW);
            let key = Some(O::key(slots.slot(*id)));
            assert!(last <= key);
            last = key;
        }
        assert_eq!(self.empty, self.row.iter().filter(|id| **id == EMPTY).count());
        assert!(self.row.front() != Some(&EMPTY) && self.row.back() != Some(&EMPTY));
    }
}

// Not derived: that would ask the order for a default, too.
impl<O> Default for Queue<O> {
    fn default() -> Self {
        Queue { row: VecDeque::new(), begin: 0, empty: 0, heap: Heap::default() }
    }
}
