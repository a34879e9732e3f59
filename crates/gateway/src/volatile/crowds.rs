//! How many messages wait for one destination.

use crate::durable::{Durable, Message};
use message::id::MessageId;
use message::object::AccountId;
use records::SmolStr;
use registry::Snapshot;
use std::collections::{BTreeMap, BTreeSet};

/// The messages that have not ended, by destination: of the accounts that may have so many only. The
/// others cost nothing.
#[derive(Debug, Default)]
pub(crate) struct Crowds(BTreeMap<AccountId, BTreeMap<SmolStr, BTreeSet<MessageId>>>);

impl Crowds {
    /// Limits have changed, or are known for the first time.
    pub(super) fn configure(&mut self, snapshot: &Snapshot, durable: &Durable) {
        let limited = snapshot.accounts().filter(|it| it.limits.destination_queue.is_some());
        self.0 = limited.map(|account| (account.id, BTreeMap::new())).collect();
        if self.0.is_empty() {
            return;
        }
        for (id, message) in durable.messages().filter(|(_, message)| !message.has_ended()) {
            self.enter(id, message);
        }
    }

    /// A message waits, for the first time or again.
    pub(super) fn enter(&mut self, id: MessageId, message: &Message) {
        if let Some(crowds) = self.0.get_mut(&message.account) {
            crowds.entry(message.destination.text.clone()).or_default().insert(id);
        }
    }

    /// It has ended, if that was not known already.
    pub(super) fn leave(&mut self, account: AccountId, destination: &str, id: MessageId) {
        let Some(crowds) = self.0.get_mut(&account) else { return };
        let Some(crowd) = crowds.get_mut(destination) else { return };
        crowd.remove(&id);
        if crowd.is_empty() {
            crowds.remove(destination);
        }
    }

    /// How many wait; none of an account without a limit.
    pub(crate) fn waiting(&self, account: AccountId, destination: &str) -> usize {
        let crowds = self.0.get(&account);
        crowds.and_then(|crowds| crowds.get(destination)).map_or(0, BTreeSet::len)
    }
}
