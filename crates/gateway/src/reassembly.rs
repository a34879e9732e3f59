//! Long texts from phones, whose parts come in any order, on any session of the operator, twice, or not at all
//! (TS 23.040 s9.2.3.24.1).

use crate::expiring::Expiring;
use message::id::MessageId;
use message::object::OperatorId;
use message::time::Timestamp;
use records::SmolStr;
use records::submission::GroupKind;
use std::collections::BTreeMap;

/// What the parts of one text have in common. References are 8 or 16 bits and begin again, and two phones use the same
/// ones: so the addresses belong to it, and the parts' number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupKey {
    /// The operator it came through.
    pub operator: OperatorId,
    /// From whom, normalised.
    pub source: SmolStr,
    /// To whom, normalised.
    pub destination: SmolStr,
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
    /// The parts that came, by their number.
    waiting: Expiring<GroupKey, BTreeMap<u8, MessageId>>,
}

impl Reassembly {
    /// Nothing waits yet.
    pub fn new(limits: Limits) -> Reassembly {
        Reassembly { limits, waiting: Expiring::new() }
    }

    /// A part came `at`; it is the `sequence`th of its text, from 1.
    pub fn add(&mut self, key: GroupKey, sequence: u8, part: MessageId, at: Timestamp) -> Added {
        let added = self.would(&key, sequence, part);
        match added {
            Added::Waiting => {
                let wait = self.limits.wait_millis;
                let until = Timestamp::from_millis(at.millis().saturating_add(wait));
                // Read from the journal, parts may come in another order: the first counts.
                let first = self.waiting.get(&key).map_or(until, |(_, first)| until.min(*first));
                let mut parts = self.waiting.remove(&key).unwrap_or_default();
                parts.insert(sequence, part);
                self.waiting.insert(key, parts, first);
            }
            Added::Complete(_) => self.forget(&key),
            Added::Duplicate | Added::NoSuchPart => {}
        }
        added
    }

    /// What [`Reassembly::add`] would lead to.
    pub fn would(&self, key: &GroupKey, sequence: u8, part: MessageId) -> Added {
        if sequence == 0 || sequence > key.total {
            return Added::NoSuchPart;
        }
        let empty = BTreeMap::new();
        let parts = self.waiting.get(key).map_or(&empty, |(parts, _)| parts);
        if parts.contains_key(&sequence) {
            Added::Duplicate
        } else if parts.len() + 1 < usize::from(key.total) {
            Added::Waiting
        } else {
            let mut parts = parts.clone();
            parts.insert(sequence, part);
            Added::Complete(text(key, parts))
        }
    }

    /// The part that came as the `sequence`th of a text which is not complete.
    pub fn holds(&self, key: &GroupKey, sequence: u8) -> Option<MessageId> {
        self.waiting.get(key)?.0.get(&sequence).copied()
    }

    /// The text waits no longer.
    pub fn forget(&mut self, key: &GroupKey) {
        self.waiting.remove(key);
    }

    /// The first of the texts that must wait no longer: their time is up `now`, or there are more
    /// than may wait. It is forgotten by [`Reassembly::forget`].
    pub fn overdue(&self, now: Timestamp) -> Option<Text> {
        let too_many = self.waiting.len() > self.limits.texts_max;
        let (key, until) = self.waiting.first()?;
        let (parts, _) = self.waiting.get(&key)?;
        (too_many || until <= now).then(|| text(&key, parts.clone()))
    }

    /// When the next text has waited long enough.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.waiting.next_due()
    }

    /// How many texts wait.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Does none wait?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn text(key: &GroupKey, parts: BTreeMap<u8, MessageId>) -> Text {
    let is_complete = parts.len() == usize::from(key.total);
    Text { parts: parts.into_values().collect(), is_complete }
}
