//! A message that has not come to its end.

use crate::lane::Priority;
use crate::life::{Part, PartTimes, Standing, standing};
use message::id::MessageId;
use message::money::{Currency, Money};
use message::object::{AccountId, RuleId};
use message::time::Timestamp;
use records::Packed;
use records::submission::{Accepted, Group, Mode, Party, ReceiptPolicy};
use smallvec::{SmallVec, smallvec};

/// A message: what of it is asked for at every step stands here, all the rest is packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub(crate) accepted: Packed<Accepted>,
    /// Whose it is.
    pub account: AccountId,
    /// When it was accepted.
    pub at: Timestamp,
    /// When its validity ends.
    pub expires: Timestamp,
    /// Not before.
    pub schedule: Option<Timestamp>,
    /// The rule that matched; none: it was never to be sent.
    pub rule: Option<RuleId>,
    /// How urgent it is.
    pub priority: Priority,
    /// What the account was promised.
    pub mode: Mode,
    /// As submitted.
    pub registered_delivery: u8,
    /// Which receipts it has.
    pub policy: ReceiptPolicy,
    /// Its place in a text that the account has split itself: which part of how many.
    pub place: Option<(u8, u8)>,
    /// What a part costs.
    pub price: Money,
    /// What is set aside for it, in millionths.
    pub reserved: i64,
    /// Something was set aside for it, if only nothing.
    pub is_booked: bool,
    /// The number that its operator is chosen by, where several parts must go the same way.
    pub pin: Option<u32>,
    /// The id that was answered is not the nineteen digits.
    pub answered_otherwise: bool,
    /// From whom.
    pub source: Party,
    /// To whom: digits.
    pub destination: Party,
    /// When the account was last told that its operator is retrying.
    pub retrying: Option<Timestamp>,
    /// Notices about it that wait.
    pub notices: u32,
    /// Its parts, in order.
    pub parts: SmallVec<[Tracked; 1]>,
}

/// A part, and its times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tracked {
    /// The part.
    pub part: Part,
    /// Its times.
    pub times: PartTimes,
}

/// What a message without price is booked in: ISO 4217's code for "no currency".
pub(crate) fn no_currency() -> Currency {
    Currency::parse("XXX").expect("three capital letters")
}

impl Message {
    pub(super) fn new(accepted: &Accepted) -> Message {
        let due = accepted.schedule.unwrap_or(accepted.at);
        let times = PartTimes { due, receipt_by: None, ended: None };
        let tracked = Tracked { part: Part::new(), times };
        let price = accepted.sell.as_ref().map_or(Money::zero(no_currency()), |price| Money {
            micros: price.micros,
            currency: price.currency,
        });
        Message {
            account: accepted.account,
            at: accepted.at,
            expires: accepted.expires,
            schedule: accepted.schedule,
            rule: accepted.rule,
            priority: Priority::of(accepted.priority),
            mode: accepted.mode,
            registered_delivery: accepted.registered_delivery,
            policy: accepted.policy,
            place: accepted.group.as_ref().map(|group| (group.sequence, group.total)),
            price,
            reserved: 0,
            is_booked: false,
            pin: pin(accepted),
            answered_otherwise: accepted.answered.is_some(),
            source: accepted.source.clone(),
            destination: accepted.destination.clone(),
            retrying: None,
            notices: 0,
            parts: smallvec![tracked; accepted.parts.len()],
            accepted: Packed::<Accepted>::of(accepted),
        }
    }

    /// As it was accepted.
    pub fn accepted(&self) -> Accepted {
        self.accepted.unpack()
    }

    /// The part with this number, from 1.
    pub fn part(&self, number: u8) -> Option<&Tracked> {
        self.parts.get(usize::from(number).checked_sub(1)?)
    }

    pub(super) fn part_mut(&mut self, number: u8) -> Option<&mut Tracked> {
        self.parts.get_mut(usize::from(number).checked_sub(1)?)
    }

    /// Where it stands at this moment.
    pub fn standing(&self, now: Timestamp) -> Standing {
        let scheduled = self.schedule.is_some_and(|at| now < at);
        standing(self.parts.iter().map(|tracked| &tracked.part), scheduled)
    }

    /// All parts have ended.
    pub fn has_ended(&self) -> bool {
        self.parts.iter().all(|tracked| tracked.part.outcome().is_some())
    }

    /// Nothing more is to be done about it.
    pub(super) fn is_over(&self) -> bool {
        self.notices == 0 && self.has_ended()
    }

    /// About how many octets of memory it takes.
    pub(super) fn octets(&self) -> u64 {
        let part = size_of::<Tracked>() + ATTEMPT_OCTETS;
        (self.accepted.size() + size_of::<Message>() + self.parts.len() * part) as u64
    }
}

/// An attempt, its id, and its place in the indexes.
const ATTEMPT_OCTETS: usize = 200;

/// The parts of one text have the same number: those of a message, and the messages of a text that
/// the account has split itself.
fn pin(accepted: &Accepted) -> Option<u32> {
    let Accepted { message, account, source, destination, parts, group, .. } = accepted;
    match group {
        Some(Group { kind, reference, total, .. }) => {
            let mut sum = Sum::new();
            sum.add(&account.0.to_be_bytes());
            sum.add(source.text.as_bytes());
            sum.add(&[0]);
            sum.add(destination.text.as_bytes());
            sum.add(&[0, *kind as u8, *total]);
            sum.add(&reference.to_be_bytes());
            Some(sum.finish())
        }
        None => (parts.len() > 1).then(|| of_id(*message)),
    }
}

fn of_id(message: MessageId) -> u32 {
    let mut sum = Sum::new();
    sum.add(&message.get().to_be_bytes());
    sum.finish()
}

/// FNV-1a (datatracker.ietf.org/doc/draft-eastlake-fnv): the same everywhere and for ever.
struct Sum(u32);

impl Sum {
    fn new() -> Sum {
        Sum(0x811C_9DC5)
    }

    fn add(&mut self, octets: &[u8]) {
        for octet in octets {
            self.0 = (self.0 ^ u32::from(*octet)).wrapping_mul(0x0100_0193);
        }
    }

    fn finish(self) -> u32 {
        self.0
    }
}
