//! State never goes back: what an operator has had stays so, what has ended stays as it ended, what
//! is gone does not come again, and ids only grow, whatever the clock does.

use super::{Breaches, Check};
use crate::history::Entry;
use gateway::durable::Durable;
use gateway::life::{Outcome, Part};
use message::id::MessageId;
use message::time::Timestamp;
use records::Record;
use std::collections::{BTreeMap, BTreeSet};

/// What was seen last.
#[derive(Default)]
pub(super) struct Forward {
    seen: BTreeMap<MessageId, Vec<Seen>>,
    gone: BTreeSet<MessageId>,
    last: Option<MessageId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    was_sent: bool,
    was_accepted: bool,
    outcome: Option<Outcome>,
}

impl Seen {
    fn of(part: &Part) -> Seen {
        let (was_sent, was_accepted) = (part.was_sent(), part.was_accepted());
        Seen { was_sent, was_accepted, outcome: part.outcome() }
    }

    fn goes_on_as(self, later: Seen) -> bool {
        let sent = later.was_sent || !self.was_sent;
        let ended = self.outcome.is_none() || self.outcome == later.outcome;
        let accepted = later.was_accepted || !self.was_accepted;
        sent && ended && accepted
    }
}

impl Check for Forward {
    fn name(&self) -> &'static str {
        "forward"
    }

    fn durable(&mut self, entry: &Entry, breaches: &mut Breaches<'_>) {
        let Some(id) = given(&entry.record) else { return };
        if self.last.is_some_and(|last| last >= id) {
            breaches.add(format!("{id} was given behind {:?}", self.last));
        }
        self.last = Some(id);
    }

    fn state(&mut self, durable: &Durable, _: Timestamp, breaches: &mut Breaches<'_>) {
        let mut now = BTreeMap::new();
        for (id, message) in durable.messages() {
            let parts: Vec<Seen> = message.parts.iter().map(|it| Seen::of(&it.part)).collect();
            if self.gone.contains(&id) {
                breaches.add(format!("{id} was gone and is here again"));
            }
            if let Some(before) = self.seen.remove(&id) {
                let is_same = before.len() == parts.len();
                if !is_same || !before.iter().zip(&parts).all(|(was, is)| was.goes_on_as(*is)) {
                    breaches.add(format!("{id} went back from {before:?} to {parts:?}"));
                }
            }
            now.insert(id, parts);
        }
        self.gone.extend(self.seen.keys());
        self.seen = now;
    }
}

/// The id that was given with this record.
fn given(record: &Record) -> Option<MessageId> {
    match record {
        Record::Accepted(it) => Some(it.message),
        Record::Parked(it) => (!it.orphan).then_some(it.parked),
        Record::Received(it) => Some(it.message),
        Record::Joined(it) => Some(it.message),
        Record::Noticed(it) => Some(it.notice),
        Record::Booked(_)
        | Record::Sent(_)
        | Record::Answered(_)
        | Record::Lost(_)
        | Record::Reported(_)
        | Record::Settled(_)
        | Record::Unparked(_)
        | Record::Taken(_)
        | Record::Aliased(_)
        | Record::Carried(_)
        | Record::Learned(_) => None,
    }
}
