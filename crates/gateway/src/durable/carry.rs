//! Objects as one record each, and back.

use super::{Change, Durable, Message, Tracked};
use crate::life::{Part, PartTimes};
use message::id::MessageId;
use records::attempt::Learned;
use records::carried::{Balance, Carried, CarriedMessage, Key};
use records::submission::Aliased;

/// The record of a book, a short id or a key.
const TABLE_ENTRY_OCTETS: usize = 80;

/// How far a walk over what has no id of its own has come: each table by its last entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// Nothing yet.
    Start,
    /// What is known of operators' ids, and the last id, are done.
    Books(Option<Balance>),
    /// The books are done.
    Aliases(Option<Aliased>),
    /// The short ids are done.
    Keys(Option<Key>),
}

impl Durable {
    /// Is this still an object? Records of an object that is gone are needed no longer.
    pub(crate) fn is_live(&self, id: MessageId) -> bool {
        self.messages.contains_key(&id)
            || self.notices.contains_key(&id)
            || self.inbound.contains_key(&id)
            || self.joined.contains_key(&id)
            || self.parked.get(&id).is_some()
    }

    /// How many objects have an id.
    pub(crate) fn live(&self) -> usize {
        self.messages.len()
            + self.notices.len()
            + self.inbound.len()
            + self.joined.len()
            + self.parked.len()
    }

    /// About how many octets of journal the tables take that objects without an id stand in.
    pub(crate) fn table_octets(&self) -> u64 {
        let entries = self.keys.len() + self.aliases.len() + self.ledger.len();
        (entries * TABLE_ENTRY_OCTETS) as u64
    }

    /// The record that stands for all earlier ones of an object.
    pub(crate) fn carry(&self, id: MessageId) -> Option<Carried> {
        let none = nothing();
        if let Some(message) = self.messages.get(&id) {
            Some(Carried { message: Some(message.carry()), ..none })
        } else if let Some(notice) = self.notices.get(&id) {
            Some(Carried { notice: Some(notice.clone()), ..none })
        } else if let Some(received) = self.inbound(id) {
            let is_waiting = self.waits_for_others(&received);
            Some(Carried { received: Some(received), is_waiting: Some(is_waiting), ..none })
        } else if let Some(joined) = self.joined.get(&id) {
            Some(Carried { joined: Some(joined.clone()), ..none })
        } else {
            let (parked, until) = self.parked.get(&id)?;
            let parked = records::attempt::Parked { until: *until, ..parked.clone() };
            Some(Carried { parked: Some(parked), ..none })
        }
    }

    /// The records for what stands behind this place, at most about so many; and the place where
    /// they end, `None`: there is nothing more.
    pub(crate) fn carry_tables(&self, place: Place, many: usize) -> (Vec<Carried>, Option<Place>) {
        let none = nothing;
        match place {
            Place::Start => {
                let learned = |it: Learned| Carried { learned: Some(it), ..none() };
                let mut all: Vec<_> = self.learned.carry().map(learned).collect();
                all.push(Carried { last: self.last, ..none() });
                (all, Some(Place::Books(None)))
            }
            Place::Books(last) => {
                let books: Vec<_> = self.ledger.carry(last.as_ref()).take(many).collect();
                let next = match books.last() {
                    Some(last) => Place::Books(Some(last.clone())),
                    None => Place::Aliases(None),
                };
                let book = |it| Carried { balance: Some(it), ..none() };
                (books.into_iter().map(book).collect(), Some(next))
            }
            Place::Aliases(last) => {
                let aliases: Vec<_> = self.aliases.carry(last.as_ref()).take(many).collect();
                let next = match aliases.last() {
                    Some(last) => Place::Aliases(Some(last.clone())),
                    None => Place::Keys(None),
                };
                let alias = |it| Carried { alias: Some(it), ..none() };
                (aliases.into_iter().map(alias).collect(), Some(next))
            }
            Place::Keys(last) => {
                let keys: Vec<_> = self.keys.carry(last.as_ref()).take(many).collect();
                let next = keys.last().map(|last| Place::Keys(Some(last.clone())));
                let key = |it| Carried { key: Some(it), ..none() };
                (keys.into_iter().map(key).collect(), next)
            }
        }
    }

    /// An object as it stands, instead of all that was known of it.
    pub(super) fn restore(&mut self, carried: &Carried, changes: &mut Vec<Change>) {
        if let Some(message) = &carried.message {
            self.gave(message.accepted.message);
            self.remove(message.accepted.message);
            self.insert(message.accepted.message, Message::restore(message), changes);
        }
        if let Some(received) = &carried.received {
            self.drop_inbound(received.message);
            if carried.is_waiting.unwrap_or(true) {
                self.received(received);
            } else {
                self.gave(received.message);
                self.keep(received);
            }
        }
        if let Some(joined) = &carried.joined {
            self.gave(joined.message);
            // Its own parts wait no more; those that do are of another text with its reference.
            self.joined.insert(joined.message, joined.clone());
        }
        if let Some(notice) = &carried.notice {
            self.restore_notice(notice, changes);
        }
        if let Some(parked) = &carried.parked {
            self.park(parked);
        }
        if let Some(balance) = &carried.balance {
            self.ledger.restore(balance);
        }
        if let Some(alias) = &carried.alias {
            self.aliases.give(alias);
        }
        if let Some(key) = &carried.key {
            self.keys.remember(key);
        }
        if let Some(it) = &carried.learned {
            self.learned.restore(it);
        }
        if let Some(last) = carried.last {
            self.gave(last);
        }
    }
}

fn nothing() -> Carried {
    Carried {
        message: None,
        received: None,
        notice: None,
        balance: None,
        parked: None,
        alias: None,
        learned: None,
        key: None,
        joined: None,
        last: None,
        is_waiting: None,
    }
}

impl Message {
    fn carry(&self) -> CarriedMessage {
        CarriedMessage {
            accepted: self.accepted(),
            parts: self.parts.iter().map(|it| it.part.carry(&it.times)).collect(),
            reserved: self.reserved,
            retrying: self.retrying,
            notices: Some(self.notices),
            is_booked: Some(self.is_booked),
        }
    }

    fn restore(carried: &CarriedMessage) -> Message {
        let accepted = &carried.accepted;
        let parts = carried.parts.iter().map(|part| Tracked {
            part: Part::from(part),
            times: PartTimes {
                due: part.due.unwrap_or(accepted.at),
                receipt_by: part.receipt_by,
                ended: part.ended,
            },
        });
        Message {
            parts: parts.collect(),
            reserved: carried.reserved,
            retrying: carried.retrying,
            notices: carried.notices.unwrap_or(0),
            is_booked: carried.is_booked.unwrap_or(false),
            ..Message::new(accepted)
        }
    }
}
