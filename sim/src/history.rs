//! Everything that has become durable: read from the journal as it came, before it is freed.

use crate::disk::Batch;
use message::id::MessageId;
use records::Record;
use records::delivery::{Noticed, Taken};
use records::submission::Accepted;
use std::collections::BTreeMap;
use std::time::Duration;

/// A record, and when it became durable.
#[derive(Debug, Clone)]
pub struct Entry {
    /// When, in virtual time.
    pub at: Duration,
    /// What.
    pub record: Record,
}

/// All records, in order.
#[derive(Debug, Default)]
pub struct History {
    entries: Vec<Entry>,
    accepted: BTreeMap<MessageId, usize>,
}

impl History {
    /// A batch has become durable. Answers its records.
    pub fn add(&mut self, at: Duration, batch: &Batch) -> &[Entry] {
        let from = self.entries.len();
        for record in records::read(&batch.octets).expect("this release has written it") {
            let record = record.expect("this release has written it");
            if let Record::Accepted(accepted) = &record {
                self.accepted.insert(accepted.message, self.entries.len());
            }
            self.entries.push(Entry { at, record });
        }
        &self.entries[from..]
    }

    /// All of them.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// A message as it was accepted.
    pub fn accepted(&self, id: MessageId) -> Option<&Accepted> {
        let entry = &self.entries[*self.accepted.get(&id)?];
        if let Record::Accepted(accepted) = &entry.record { Some(accepted) } else { None }
    }

    /// Every message that was accepted.
    pub fn messages(&self) -> impl Iterator<Item = &Accepted> {
        self.accepted.keys().filter_map(|id| self.accepted(*id))
    }

    /// Every notice, and how it ended.
    pub fn notices(&self) -> BTreeMap<MessageId, (&Noticed, Option<&Taken>)> {
        let mut notices = BTreeMap::new();
        for entry in &self.entries {
            if let Record::Noticed(noticed) = &entry.record {
                notices.insert(noticed.notice, (noticed, None));
            } else if let Record::Taken(taken) = &entry.record
                && let Some((_, end)) = notices.get_mut(&taken.notice)
            {
                *end = Some(taken);
            }
        }
        notices
    }
}
