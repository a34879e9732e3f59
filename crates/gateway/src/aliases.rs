//! Short ids for sessions of SMPP 3.3, whose message_id has eight hexadecimal digits.

use crate::expiring::Expiring;
use message::id::{MessageId, ShortId};
use message::object::AccountId;
use message::time::Timestamp;
use records::submission::Aliased;
use std::collections::BTreeMap;

/// The short ids of each account. They are given in order, so that one is given again as late as can be; one whose
/// message may still be asked for or reported on is passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aliases {
    given: Expiring<(AccountId, ShortId), MessageId>,
    last: BTreeMap<AccountId, ShortId>,
}

impl Default for Aliases {
    fn default() -> Aliases {
        Aliases { given: Expiring::new(), last: BTreeMap::new() }
    }
}

/// So many short ids in use behind each other are passed over before a message is refused one. An account would have to
/// keep thousands of millions of messages open for this to be too few.
const TRIES_MAX: u32 = 1_000;

impl Aliases {
    /// The next short id of an account; `None` if none is free.
    pub fn next(&self, account: AccountId) -> Option<ShortId> {
        let last = self.last.get(&account).map_or(0, |last| last.0);
        (1..=TRIES_MAX)
            .map(|step| ShortId(last.wrapping_add(step)))
            .find(|alias| alias.0 != 0 && self.given.get(&(account, *alias)).is_none())
    }

    /// A message has a short id.
    pub fn give(&mut self, aliased: &Aliased) {
        let Aliased { account, alias, message, until } = *aliased;
        self.given.insert((account, alias), message, until);
        self.last.insert(account, alias);
    }

    /// The message with this short id.
    pub fn find(&self, account: AccountId, alias: ShortId) -> Option<MessageId> {
        self.given.get(&(account, alias)).map(|(message, _)| *message)
    }

    /// Takes back the first short id whose time is over; answers whether there was one.
    pub fn take_back_due(&mut self, now: Timestamp) -> bool {
        self.given.take_due(now).is_some()
    }

    /// When the next one is over.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.given.next_due()
    }

    /// Each, to be carried forward; of each account the one given last comes last, so that it is known again.
    pub fn carry(&self) -> impl Iterator<Item = Aliased> {
        let aliased = |(&(account, alias), &message, until): (&(_, _), &_, _)| Aliased {
            account,
            alias,
            message,
            until,
        };
        let is_last = move |it: &Aliased| self.last.get(&it.account) == Some(&it.alias);
        let others = self.given.iter().map(aliased).filter(move |it| !is_last(it));
        others.chain(self.given.iter().map(aliased).filter(is_last))
    }
}
