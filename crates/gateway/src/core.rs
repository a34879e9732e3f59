//! The core: the one owner of the state. It decides, makes records count, and tells.
//!
//! A driver gives it turns. In a turn it takes what has arrived, does what is due, hands out what
//! waits, and leaves a batch of records with the effects that may be told once they are durable.
//! While one batch is being made durable the next turn goes on, over a state that counts it
//! already: so effects are held back in the order of the turns.

mod turn;
mod due;
mod dispatch;
mod carrying;

pub use crate::limits::{Limits, Settings};

use crate::admit::TRANSACTION_MAX;
use crate::desk::{Decision, Desk, Ids};
use crate::door::Effect;
use crate::durable::{Change, Durable};
use crate::life::{AttemptState, PartState};
use crate::reassembly;
use crate::receipt::AttemptRef;
use crate::submit::Shares;
use crate::volatile::{LaneKey, Volatile};
use carrying::Carrying;
use journal::Position;
use message::time::Timestamp;
use records::{Batch, Record};
use registry::Snapshot;
use std::sync::Arc;

/// What a turn leaves.
#[derive(Debug, Default)]
pub struct Turn {
    /// The records, to be made durable as one batch. Empty: nothing has happened.
    pub batch: Batch,
    /// To be told at once: they promise nothing.
    pub refusals: Vec<Effect>,
    /// To be told when the batch of this turn is durable; if that is empty, when the last one
    /// before it is.
    pub effects: Vec<Effect>,
}

/// The state, and what decides over it.
pub struct Core {
    settings: Settings,
    snapshot: Arc<Snapshot>,
    durable: Durable,
    volatile: Volatile,
    chance: fastrand::Rng,
    shares: Shares,
    carrying: Carrying,
    /// The lane that was last served.
    cursor: Option<LaneKey>,
    /// When the last turn was: what has become due since has not been looked at.
    turned: Timestamp,
    /// The last turn was full before everything was handed out that there was room for.
    is_cut_short: bool,
    /// Attempts that were in flight when the process before this one ended.
    interrupted: Vec<AttemptRef>,
    decision: Decision,
    changes: Vec<Change>,
}

/// How long a text waits for its parts.
const TEXT_MILLIS: i64 = 5 * 60 * 1000;

impl Core {
    /// A core that knows nothing yet.
    pub fn new(settings: Settings, snapshot: Arc<Snapshot>, now: Timestamp) -> Core {
        let limits = settings.limits;
        let texts = reassembly::Limits { wait_millis: TEXT_MILLIS, texts_max: limits.texts_max };
        let durable = Durable::new(texts);
        let mut volatile = Volatile::new(limits.recent_max);
        volatile.configure(&snapshot, &durable, now);
        Core {
            settings,
            snapshot,
            durable,
            volatile,
            chance: fastrand::Rng::with_seed(settings.seed),
            shares: Shares::default(),
            carrying: Carrying::new(),
            cursor: None,
            turned: now,
            is_cut_short: false,
            interrupted: Vec::new(),
            decision: Decision::default(),
            changes: Vec::new(),
        }
    }

    /// A record of the journal, in its order, before the first turn; `at`: where its batch begins.
    pub fn restore(&mut self, record: &Record, at: Position) {
        self.carrying.note(record, at);
        self.durable.apply(record, &mut self.changes);
        // Only what is gone: lanes and deadlines are made at once, when all is known.
        for change in self.changes.drain(..) {
            if let Change::Gone(_) = change {
                let now = Timestamp::default();
                self.volatile.follow(change, &self.durable, &self.snapshot, now);
            }
        }
    }

    /// The journal is read. What was with operators then may have arrived: the first turn says so.
    pub fn start(&mut self, now: Timestamp) {
        self.turned = now;
        for (id, message) in self.durable.messages() {
            for (part, tracked) in (1..=u8::MAX).zip(&message.parts) {
                if tracked.part.state() == PartState::InFlight {
                    let in_flight = tracked.part.attempts().iter();
                    let numbers = in_flight.filter(|it| it.state == AttemptState::InFlight);
                    self.interrupted.extend(numbers.map(|it| AttemptRef {
                        message: id,
                        part,
                        attempt: it.number,
                    }));
                }
            }
        }
        self.interrupted.sort_unstable();
        self.carrying.keep_last(&self.durable);
        self.volatile.rebuild(&self.durable, &self.snapshot, now);
    }

    /// The durable half of the state.
    pub fn durable(&self) -> &Durable {
        &self.durable
    }

    /// What is configured.
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// How many parts and notices wait in lanes.
    pub fn waiting(&self) -> usize {
        self.volatile.lanes.waiting()
    }

    /// How many parts are with operators' sessions, without answer.
    pub fn in_flight(&self) -> u64 {
        self.volatile.links.in_flight()
    }

    /// Nothing before this is needed any more, once the last turn's batch is durable.
    pub fn release_to(&self) -> Position {
        self.carrying.oldest()
    }

    /// Decides, and makes what was decided count.
    fn decide(&mut self, now: Timestamp, out: &mut Turn, station: impl FnOnce(&mut Desk<'_>)) {
        self.decision.clear();
        let mut desk = Desk {
            durable: &self.durable,
            volatile: &self.volatile,
            snapshot: &self.snapshot,
            limits: &self.settings.limits,
            now,
            chance: &mut self.chance,
            ids: Ids { shard: self.settings.shard, last: self.durable.last() },
            decision: &mut self.decision,
        };
        station(&mut desk);
        self.commit(now, out);
    }

    fn commit(&mut self, now: Timestamp, out: &mut Turn) {
        for record in self.decision.records.drain(..) {
            self.carrying.note_new(&record);
            self.durable.apply(&record, &mut self.changes);
            match self.durable.packed(&record) {
                Some(packed) => out.batch.push_packed(packed),
                None => out.batch.push(&record),
            }
            for change in self.changes.drain(..) {
                self.volatile.follow(change, &self.durable, &self.snapshot, now);
            }
        }
        if let Some((message, to)) = self.decision.transaction {
            let until = now.plus(TRANSACTION_MAX);
            self.volatile.transactions.insert(message, to, until);
        }
        out.effects.append(&mut self.decision.effects);
        out.refusals.append(&mut self.decision.refusals);
    }

    fn is_half_full(&self, out: &Turn) -> bool {
        out.batch.size() >= self.settings.limits.batch_octets / 2
    }

    fn is_full(&self, out: &Turn) -> bool {
        out.batch.size() >= self.settings.limits.batch_octets
    }
}
