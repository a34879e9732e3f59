//! Receipts that came before the answer they belong to.

use message::id::{IdKey, MessageId, index_key, lookup_keys};
use message::object::OperatorId;
use std::collections::{BTreeMap, BTreeSet};

/// Where parked receipts wait. What they say is kept elsewhere, under their ids; so is how long they may.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parking(BTreeMap<(OperatorId, IdKey), BTreeSet<MessageId>>);

impl Parking {
    /// A receipt that names these ids waits for one of them to be given.
    pub fn park(&mut self, operator: OperatorId, ids: &[&[u8]], parked: MessageId) {
        for key in keys(operator, ids) {
            self.0.entry(key).or_default().insert(parked);
        }
    }

    /// It waits no longer.
    pub fn leave(&mut self, operator: OperatorId, ids: &[&[u8]], parked: MessageId) {
        for key in keys(operator, ids) {
            if let Some(waiting) = self.0.get_mut(&key) {
                waiting.remove(&parked);
                if waiting.is_empty() {
                    self.0.remove(&key);
                }
            }
        }
    }

    /// The receipts that may be about an attempt which the operator has just given this id, oldest first.
    pub fn waiting_for(
        &self,
        operator: OperatorId,
        given: &[u8],
    ) -> impl Iterator<Item = MessageId> {
        // Mostly none waits, and every message asks.
        let key = if self.0.is_empty() { None } else { index_key(given) };
        let key = key.map(|key| (operator, key));
        key.and_then(|key| self.0.get(&key)).into_iter().flatten().copied()
    }

    /// Does none wait?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn keys(operator: OperatorId, ids: &[&[u8]]) -> impl Iterator<Item = (OperatorId, IdKey)> {
    let keys = ids.iter().flat_map(|id| lookup_keys(id));
    keys.map(move |(_, key)| (operator, key))
}
