//! Way 1: has this been submitted before?

use crate::expiring::Expiring;
use message::id::MessageId;
use message::object::AccountId;
use message::time::Timestamp;
use records::Octets;
use records::carried::Key;

/// What tells a duplicate, by account: an Idempotency-Key of HTTP, or whatever the account has chosen for SMPP. Never a
/// sequence number: those begin again with each session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys(Expiring<(AccountId, Octets), MessageId>);

impl Keys {
    /// The message that this key led to, while that counts.
    pub fn find(&self, account: AccountId, key: &Octets, now: Timestamp) -> Option<MessageId> {
        let (message, until) = self.0.get(&(account, key.clone()))?;
        (now < *until).then_some(*message)
    }

    /// A submission with this key was accepted.
    pub fn remember(&mut self, key: &Key) {
        let Key { account, key, message, until } = key;
        self.0.insert((*account, key.clone()), *message, *until);
    }

    /// Forgets the first key whose time is over; answers whether there was one.
    pub fn forget_due(&mut self, now: Timestamp) -> bool {
        self.0.take_due(now).is_some()
    }

    /// When the next one is over.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.0.next_due()
    }

    /// How many are remembered.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Is none remembered?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The keys behind this one, to be carried forward; `None`: all.
    pub fn carry(&self, behind: Option<&Key>) -> impl Iterator<Item = Key> {
        let behind = behind.map(|last| (last.account, last.key.clone()));
        self.0.behind(behind).map(|((account, key), message, until)| Key {
            account: *account,
            key: key.clone(),
            message: *message,
            until,
        })
    }
}
