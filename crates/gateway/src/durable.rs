//! What survives: the half of the state that follows from the journal.
//!
//! [`Durable::apply`] is its only writer. It decides nothing: a record says what has happened, with
//! every value that was decided by then, and neither the clock nor the registry is asked. So what a
//! gateway holds after a restart is what it held before.
//!
//! A message stays until all its parts have ended and the account knows all that it is to know. The
//! record of its last event takes it out; whatever follows from that event, such as a booking or a
//! notice, is written before it.
//!
//! A journal may begin in the middle of an object's life: its earlier records have been freed,
//! because a later one, [`records::carried::Carried`], stands for them all. Until that is read the object is not
//! known, and records about it change nothing.

mod message;
mod usage;
mod apply;
mod inbound;
mod carry;

pub(crate) use carry::Place;
pub(crate) use message::no_currency;
pub use message::{Message, Tracked};
pub use usage::Usage;

use crate::aliases::Aliases;
use crate::expiring::Expiring;
use crate::keys::Keys;
use crate::ledger::Ledger;
use crate::life::{Part, Standing};
use crate::reassembly::{Limits, Reassembly};
use crate::receipt::{
    AttemptRef, Attempts, Doubts, Found, Given, IdSum, Learned, Parking, Sighting,
};
use crate::table::Table;
use ::message::id::MessageId;
use ::message::object::{AccountId, ServiceId};
use ::message::time::Timestamp;
use records::attempt::Parked;
use records::delivery::{Joined, Noticed, Received, Via};
use records::submission::Accepted;
use records::{Packed, Record, SmolStr};
use smallvec::SmallVec;

/// The durable half of the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Durable {
    /// The last id that was given.
    last: Option<MessageId>,
    /// Boxed, because a table has more places than objects.
    messages: Table<Box<Message>>,
    /// What is to be brought to accounts.
    notices: Table<Noticed>,
    /// Texts from phones, until the account has them or they are joined.
    inbound: Table<Packed<Received>>,
    /// Texts from phones that came in parts, until the account has them.
    joined: Table<Joined>,
    /// Receipts without their attempt.
    parked: Expiring<MessageId, Parked>,
    attempts: Attempts,
    pub(crate) doubts: Doubts,
    pub(crate) parking: Parking,
    pub(crate) learned: Learned,
    pub(crate) ledger: Ledger,
    pub(crate) aliases: Aliases,
    pub(crate) keys: Keys,
    pub(crate) reassembly: Reassembly,
    usage: Usage,
}

/// What a record has led to, for the half of the state that follows from this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A message was accepted; its parts are told of each by its own.
    Entered {
        /// Whose.
        account: AccountId,
    },
    /// A part waits in its lane.
    Queued {
        /// Of which message.
        message: MessageId,
        /// Which part.
        part: u8,
    },
    /// The moment has changed until which receipts for a part are waited for.
    Awaits {
        /// Of which message.
        message: MessageId,
        /// Which part.
        part: u8,
        /// Until when before.
        before: Option<Timestamp>,
        /// Until when now; `None`: it has ended.
        by: Option<Timestamp>,
    },
    /// A notice waits in its lane.
    Noticed {
        /// Which.
        notice: MessageId,
    },
    /// A message is gone: nothing is to be done about it any more.
    Gone(Box<Gone>),
}

/// What is worth knowing of a message for a while after it is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Which message.
    pub message: MessageId,
    /// Whose it was.
    pub account: AccountId,
    /// How it ended.
    pub standing: Standing,
    /// When.
    pub ended: Timestamp,
    /// To whom it went.
    pub destination: SmolStr,
    /// The attempts that operators may still speak of, each with the sum of its id.
    pub attempts: SmallVec<[(IdSum, AttemptRef); 1]>,
}

/// How an account is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reach {
    /// Which account.
    pub account: AccountId,
    /// How.
    pub via: Via,
    /// By which service, of a text.
    pub service: Option<ServiceId>,
}

impl Durable {
    /// Nothing yet.
    pub fn new(reassembly: Limits) -> Durable {
        Durable {
            last: None,
            messages: Table::default(),
            notices: Table::default(),
            inbound: Table::default(),
            joined: Table::default(),
            parked: Expiring::new(),
            attempts: Attempts::default(),
            doubts: Doubts::default(),
            parking: Parking::default(),
            learned: Learned::default(),
            ledger: Ledger::default(),
            aliases: Aliases::default(),
            keys: Keys::default(),
            reassembly: Reassembly::new(reassembly),
            usage: Usage::default(),
        }
    }

    /// The last id that was given.
    pub fn last(&self) -> Option<MessageId> {
        self.last
    }

    /// A message that has not come to its end.
    pub fn message(&self, id: MessageId) -> Option<&Message> {
        self.messages.get(&id).map(Box::as_ref)
    }

    /// The octets of a record that has just been applied, if they are kept.
    pub(crate) fn packed(&self, record: &Record) -> Option<&Packed<Accepted>> {
        let Record::Accepted(accepted) = record else { return None };
        self.messages.get(&accepted.message).map(|message| &message.accepted)
    }

    /// Every such message, in no order.
    pub fn messages(&self) -> impl Iterator<Item = (MessageId, &Message)> {
        self.messages.iter().map(|(id, message)| (*id, message.as_ref()))
    }

    /// A part of a message.
    pub fn part(&self, message: MessageId, part: u8) -> Option<(&Message, &Part)> {
        let message = self.messages.get(&message)?;
        Some((message, &message.part(part)?.part))
    }

    /// What is to be brought to an account.
    pub fn notice(&self, id: MessageId) -> Option<&Noticed> {
        self.notices.get(&id)
    }

    /// Every notice, in no order.
    pub fn notices(&self) -> impl Iterator<Item = &Noticed> {
        self.notices.values()
    }

    /// Every receipt without attempt, by id, with the moment at which something must be done.
    pub fn parked(&self) -> impl Iterator<Item = (&Parked, Timestamp)> {
        self.parked.behind(None).map(|(_, parked, until)| (parked, until))
    }

    /// Such a receipt.
    pub(crate) fn parked_as(&self, id: MessageId) -> Option<&Parked> {
        self.parked.get(&id).map(|(parked, _)| parked)
    }

    /// How many such receipts there are.
    pub(crate) fn parked_len(&self) -> usize {
        self.parked.len()
    }

    /// The first such receipt for which something must be done.
    pub(crate) fn parked_first(&self) -> Option<(MessageId, Timestamp)> {
        self.parked.first()
    }

    /// The attempt that a receipt is about.
    pub(crate) fn attempt(&self, sighting: &Sighting<'_>) -> Found {
        self.attempts.find(sighting, |which| {
            let message = self.messages.get(&which.message)?;
            let attempts = message.part(which.part)?.part.attempts();
            let attempt = attempts.iter().find(|attempt| attempt.number == which.attempt)?;
            Some(Given {
                operator: attempt.operator,
                id: attempt.id.as_deref()?,
                destination: &message.destination.text,
                at: attempt.at,
            })
        })
    }

    /// The books.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// What is open, in numbers.
    pub fn usage(&self) -> &Usage {
        &self.usage
    }

    /// Lets go what has an end that no record tells: keys and short ids. At most so many; answers
    /// whether there may be more.
    pub fn forget_due(&mut self, now: Timestamp, at_most: usize) -> bool {
        (0..at_most).all(|_| self.keys.forget_due(now) | self.aliases.take_back_due(now))
    }
}

/// How an account is reached with this notice.
pub fn reach(notice: &Noticed) -> Reach {
    Reach {
        account: notice.account,
        via: notice.via.unwrap_or(Via::Sessions),
        service: notice.service,
    }
}
