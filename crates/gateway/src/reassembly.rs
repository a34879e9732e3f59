//! Long texts from phones, whose parts come in any order, on any session of the operator, twice, or not at all
//! (TS 23.040 s9.2.3.24.1).

use message::id::MessageId;
use message::object::OperatorId;
use message::time::Timestamp;
use records::submission::GroupKind;
use std::collections::{BTreeMap, BTreeSet};

/// What the parts of one text have in common. References are 8 or 16 bits and begin again, and two phones use the same
/// ones: so the addresses belong to it, and the parts' number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupKey {
    /// The operator it came through.
    pub operator: OperatorId,
    /// From whom, normalised.
    pub source: Box<str>,
    /// To whom, normalised.
    pub destination: Box<str>,
    /// How the parts are marked.
    pub kind: GroupKind,
    /// Their reference.
    pub reference: u16,
    /// How many there are.
    pub total: u8,
}

/// A text whose parts are told no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The parts that came, in the order of the text.
    pub parts: Vec<MessageId>,
    /// Is none missing?
    pub is_complete: bool,
}

/// What a part led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// Others are missing.
    Waiting,
    /// It had come before: the first of two counts.
    Duplicate,
    /// It was the last.
    Complete(Text),
    /// Its number is not from 1 to the total: it belongs to no text.
    NoSuchPart,
}

/// Limits of what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long a text waits for its parts after the first of them came, in milliseconds.
    pub wait_millis: i64,
    /// How many texts wait at most.
    pub texts_max: usize,
}

/// The texts that are not complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reassembly {
    limits: Limits,
    waiting: BTreeMap<GroupKey, Waiting>,
    due: BTreeSet<(Timestamp, GroupKey)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Waiting {
    due: Timestamp,
    parts: BTreeMap<u8, MessageId>,
}

impl Reassembly {
    /// Nothing waits yet.
    pub fn new(limits: Limits) -> Reassembly {
        Reassembly { limits, waiting: BTreeMap::new(), due: BTreeSet::new() }
    }

    /// A part came `at`; it is the `sequence`th of its text, from 1.
    pub fn add(&mut self, key: GroupKey, sequence: u8, part: MessageId, at: Timestamp) -> Added {
        if sequence == 0 || sequence > key.total {
            return Added::NoSuchPart;
        }
        let due = Timestamp::from_millis(at.millis().saturating_add(self.limits.wait_millis));
        let new = || Waiting { due, parts: BTreeMap::new() };
        let waiting = self.waiting.entry(key.clone()).or_insert_with(new);
        if waiting.parts.contains_key(&sequence) {
            return Added::Duplicate;
        }
        waiting.parts.insert(sequence, part);
        if waiting.parts.len() == usize::from(key.total) {
            return self.take(&key).map_or(Added::Waiting, Added::Complete);
        }
        self.due.insert((waiting.due, key));
        Added::Waiting
    }

    /// The first of the texts that must wait no longer: their time is up `now`, or there are more than may wait.
    /// Called until it answers `None`.
    pub fn give_up(&mut self, now: Timestamp) -> Option<Text> {
        let (due, key) = self.due.first()?;
        if *due > now && self.waiting.len() <= self.limits.texts_max {
            return None;
        }
        let key = key.clone();
        self.take(&key)
    }

    /// When the next text has waited long enough.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.due.first().map(|(due, _)| *due)
    }

    /// How many texts wait.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Does none wait?
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    fn take(&mut self, key: &GroupKey) -> Option<Text> {
        let Waiting { due, parts } = self.waiting.remove(key)?;
        self.due.remove(&(due, key.clone()));
        let is_complete = parts.len() == usize::from(key.total);
        Some(Text { parts: parts.into_values().collect(), is_complete })
    }
}
