use std::collections::VecDeque;

/// The last so many entries, by number.
#[derive(Debug)]
pub(super) struct Ring<T> {
    entries: VecDeque<T>,
    /// The number of the oldest.
    first: u64,
    max: usize,
}

impl<T> Ring<T> {
    pub(super) fn new(max: usize) -> Ring<T> {
        Ring { entries: VecDeque::new(), first: 0, max: max.max(1) }
    }

    /// The number of the new entry, and the one that had to make room for it.
    pub(super) fn push(&mut self, entry: T) -> (u64, Option<T>) {
        let full = self.entries.len() == self.max;
        let forgotten = if full { self.entries.pop_front() } else { None };
        self.first += u64::from(full);
        let number = self.next();
        self.entries.push_back(entry);
        (number, forgotten)
    }

    /// The number that the next entry will have.
    pub(super) fn next(&self) -> u64 {
        self.first + self.entries.len() as u64
    }

    /// `None`: forgotten.
    pub(super) fn get_mut(&mut self, number: u64) -> Option<&mut T> {
        let index = number.checked_sub(self.first)?;
        self.entries.get_mut(usize::try_from(index).ok()?)
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.entries.iter()
    }
}
