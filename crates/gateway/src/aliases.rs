//! Short ids for sessions of SMPP 3.3, whose message_id has eight hexadecimal digits.

use crate::expiring::Expiring;
use message::id::{MessageId, ShortId};
use message::object::AccountId;
use message::time::Timestamp;
use records::submission::Aliased;
use std::collections::BTreeMap;

/// The short ids of each account. They are given in order, so that one is given again as late as can be; one whose
/// message may still be asked for or reported on is passed over. The one given last is kept until the next: from it
/// the row goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases {
    given: Expiring<(AccountId, ShortId), MessageId>,
    /// The one given last, and its message: the youngest.
    last: BTreeMap<AccountId, (MessageId, ShortId)>,
}

/// So many short ids in use behind each other are passed over before a message is refused one. An account would have to
/// keep thousands of millions of messages open for this to be too few.
const TRIES_MAX: u32 = 1_000;

/// The end of one that is kept only until the next is given.
const FOR_NOW: Timestamp = Timestamp::MAX;

impl Aliases {
    /// The next short id of an account; `None` if none is free.
    pub fn next(&self, account: AccountId) -> Option<ShortId> {
        let last = self.last.get(&account).map_or(0, |(_, last)| last.0);
        (1..=TRIES_MAX)
            .map(|step| ShortId(last.wrapping_add(step)))
            .find(|alias| alias.0 != 0 && self.given.get(&(account, *alias)).is_none())
    }

    /// A message has a short id.
    pub fn give(&mut self, aliased: &Aliased) {
        let Aliased { account, alias, message, until } = *aliased;
        self.given.insert((account, alias), message, until);
        let Some((youngest, last)) = self.last.insert(account, (message, alias)) else { return };
        if youngest > message {
            self.last.insert(account, (youngest, last));
        } else if self.given.get(&(account, last)).is_some_and(|(_, until)| *until == FOR_NOW) {
            self.given.remove(&(account, last));
        }
    }

    /// The message with this short id.
    pub fn find(&self, account: AccountId, alias: ShortId) -> Option<MessageId> {
        self.given.get(&(account, alias)).map(|(message, _)| *message)
    }

    /// Takes back the first short id whose time is over; answers whether there was one.
    pub fn take_back_due(&mut self, now: Timestamp) -> bool {
        let Some(((account, alias), message)) = self.given.take_due(now) else { return false };
        if self.last.get(&account) == Some(&(message, alias)) {
            self.given.insert((account, alias), message, FOR_NOW);
        }
        true
    }

    /// How many are given.
    pub(crate) fn len(&self) -> usize {
        self.given.len()
    }

    /// When the next one is over.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.given.next_due()
    }

    /// Those behind this one, to be carried forward; `None`: all.
    pub fn carry(&self, behind: Option<&Aliased>) -> impl Iterator<Item = Aliased> {
        let behind = behind.map(|last| (last.account, last.alias));
        self.given.behind(behind).map(|(&(account, alias), &message, until)| Aliased {
            account,
            alias,
            message,
            until,
        })
    }
}
