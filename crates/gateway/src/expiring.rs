//! A map whose entries have an end.

use message::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// Values by key, each until its own moment. What is over stays until it is taken out, so that time changes nothing by
/// itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expiring<K, V> {
    values: BTreeMap<K, (V, Timestamp)>,
    due: BTreeSet<(Timestamp, K)>,
}

// Not derived: that would ask keys and values for a default, too.
impl<K: Ord + Clone, V> Default for Expiring<K, V> {
    fn default() -> Self {
        Expiring::new()
    }
}

impl<K: Ord + Clone, V> Expiring<K, V> {
    pub(crate) fn new() -> Self {
        Expiring { values: BTreeMap::new(), due: BTreeSet::new() }
    }

    /// Puts a value in; one that was there under this key is replaced, its end too.
    pub(crate) fn insert(&mut self, key: K, value: V, until: Timestamp) {
        if let Some((_, old)) = self.values.insert(key.clone(), (value, until)) {
            self.due.remove(&(old, key.clone()));
        }
        self.due.insert((until, key));
    }

    /// The value and its end.
    pub(crate) fn get(&self, key: &K) -> Option<&(V, Timestamp)> {
        self.values.get(key)
    }

    /// Takes out a value.
    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        let (value, until) = self.values.remove(key)?;
        self.due.remove(&(until, key.clone()));
        Some(value)
    }

    /// Takes out the first value whose end has come.
    pub(crate) fn take_due(&mut self, now: Timestamp) -> Option<(K, V)> {
        if self.next_due()? > now {
            return None;
        }
        let (_, key) = self.due.pop_first()?;
        let (value, _) = self.values.remove(&key)?;
        Some((key, value))
    }

    /// The value whose end comes first, and when.
    pub(crate) fn first(&self) -> Option<(K, Timestamp)> {
        self.due.first().map(|(until, key)| (key.clone(), *until))
    }

    /// When the next end comes.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.due.first().map(|(until, _)| *until)
    }

    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    /// The entries behind this key, by key; `None`: all.
    pub(crate) fn behind(&self, key: Option<K>) -> impl Iterator<Item = (&K, &V, Timestamp)> {
        let from = key.map_or(Bound::Unbounded, Bound::Excluded);
        let entries = self.values.range((from, Bound::Unbounded));
        entries.map(|(key, (value, until))| (key, value, *until))
    }
}
