//! Where decisions are made: all that may be looked at, and what comes of it.
//!
//! The stations of the way are functions of a desk. They change nothing but the decision on it: the
//! core makes its records count when it is whole, so a decision that fails halfway has not happened.

use crate::door::{Effect, ReplyTo};
use crate::durable::Durable;
use crate::limits::Limits;
use crate::volatile::Volatile;
use message::code::Refusal;
use message::id::{MessageId, Shard};
use message::time::Timestamp;
use records::Record;
use registry::Snapshot;

/// All that may be looked at.
pub(crate) struct Desk<'a> {
    pub(crate) durable: &'a Durable,
    pub(crate) volatile: &'a Volatile,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) limits: &'a Limits,
    pub(crate) now: Timestamp,
    pub(crate) chance: &'a mut fastrand::Rng,
    pub(crate) ids: Ids,
    pub(crate) decision: &'a mut Decision,
}

/// Gives ids, in order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ids {
    pub(crate) shard: Shard,
    pub(crate) last: Option<MessageId>,
}

/// What was decided about one input.
#[derive(Debug, Default)]
pub(crate) struct Decision {
    /// What has happened, in order.
    pub(crate) records: Vec<Record>,
    /// What is told once that is durable.
    pub(crate) effects: Vec<Effect>,
    /// What is told at once.
    pub(crate) refusals: Vec<Effect>,
    /// Somebody waits for the outcome of the message that was accepted.
    pub(crate) transaction: Option<(MessageId, ReplyTo)>,
}

impl Desk<'_> {
    pub(crate) fn next_id(&mut self) -> MessageId {
        let id = MessageId::next(self.ids.shard, self.now, self.ids.last);
        self.ids.last = Some(id);
        id
    }

    pub(crate) fn record(&mut self, record: impl Into<Record>) {
        self.decision.records.push(record.into());
    }

    pub(crate) fn tell(&mut self, effect: Effect) {
        self.decision.effects.push(effect);
    }

    pub(crate) fn refuse(&mut self, to: ReplyTo, refusal: Refusal) {
        self.decision.refusals.push(Effect::Refused { to, refusal });
    }
}

impl Decision {
    pub(crate) fn clear(&mut self) {
        self.records.clear();
        self.effects.clear();
        self.refusals.clear();
        self.transaction = None;
    }
}
