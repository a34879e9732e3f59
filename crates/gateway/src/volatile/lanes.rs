//! All lanes: which there are, and what waits in which.

use crate::durable::{Durable, Reach, reach};
use crate::expiring::Expiring;
use crate::lane::{Entry, Lane, Priority};
use crate::life::PartState;
use message::id::MessageId;
use message::object::{OperatorId, RuleId};
use message::time::Timestamp;
use registry::Snapshot;
use registry::rule::{Group, Rule};
use std::collections::BTreeMap;
use std::ops::Bound;

/// Who waits for the same: whatever is first in a lane may go whenever any of the others may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LaneKey {
    /// Parts, towards the targets of a rule.
    Rule(Towards),
    /// Notices, towards an account.
    Account(Reach),
}

/// Towards which of a rule's targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Towards {
    /// The rule.
    pub rule: RuleId,
    /// Not to this operator: it has refused what another may take.
    pub barred: Option<OperatorId>,
    /// To this one while it is up: parts of one text go one way.
    pub pinned: Option<OperatorId>,
    /// To any group of the rule, not just to the first that is up.
    pub aged: bool,
}

/// The least key that there can be: no lane stands before it.
const FIRST: LaneKey =
    LaneKey::Rule(Towards { rule: RuleId(0), barred: None, pinned: None, aged: false });

/// All lanes.
#[derive(Debug)]
pub(crate) struct Lanes {
    lanes: BTreeMap<LaneKey, Lane>,
    /// So many lanes are kept, with what waits or without.
    kept_max: usize,
    /// When parts may go to other groups, because they have waited so long.
    pub(crate) ages: Expiring<(MessageId, u8), ()>,
}

/// So many empty lanes cost nothing to speak of.
const LANES_KEPT: usize = 1_000;

impl Lanes {
    pub(crate) fn new() -> Lanes {
        Lanes { lanes: BTreeMap::new(), kept_max: LANES_KEPT, ages: Expiring::new() }
    }

    /// The lanes in which something is due, those behind this one first and then around again: so
    /// that none is always the first.
    pub(crate) fn due_from(&self, from: Option<LaneKey>, now: Timestamp) -> Vec<LaneKey> {
        let lanes = |range| self.lanes.range::<LaneKey, (Bound<LaneKey>, Bound<LaneKey>)>(range);
        let around = from.map_or(Bound::Unbounded, Bound::Excluded);
        let to = from.map_or(Bound::Excluded(FIRST), Bound::Included);
        let all = lanes((around, Bound::Unbounded)).chain(lanes((Bound::Unbounded, to)));
        let due = all.filter(|(_, lane)| lane.next_due(now).is_some_and(|at| at <= now));
        due.map(|(key, _)| *key).collect()
    }

    /// May something in this lane go now?
    pub(crate) fn is_due(&self, key: &LaneKey, now: Timestamp) -> bool {
        self.lanes.get(key).and_then(|lane| lane.next_due(now)).is_some_and(|at| at <= now)
    }

    /// When something in a lane is due that is not now.
    pub(crate) fn next_due(&self, now: Timestamp) -> Option<Timestamp> {
        let due = self.lanes.values().filter_map(|lane| lane.next_due(now));
        due.filter(|at| *at > now).min()
    }

    /// An entry whose time is over, with its lane.
    pub(crate) fn expire(&mut self, now: Timestamp) -> Option<(LaneKey, Entry)> {
        self.lanes.iter_mut().find_map(|(key, lane)| Some((*key, lane.expire(now)?)))
    }

    /// When the next one is.
    pub(crate) fn next_expiry(&self) -> Option<Timestamp> {
        self.lanes.values().filter_map(Lane::next_expiry).min()
    }

    pub(crate) fn get_mut(&mut self, key: &LaneKey) -> Option<&mut Lane> {
        self.lanes.get_mut(key)
    }

    /// A part waits.
    pub(crate) fn queue(
        &mut self,
        durable: &Durable,
        snapshot: &Snapshot,
        (id, part): (MessageId, u8),
        now: Timestamp,
    ) {
        let Some(message) = durable.message(id) else { return };
        let Some(tracked) = message.part(part) else { return };
        let Some(rule_id) = message.rule else { return };
        let rule = snapshot.rule(rule_id);
        let barred = tracked.part.barred();
        let after = rule.and_then(|rule| rule.failover.after);
        let start = message.schedule.unwrap_or(message.at);
        let aged_at = after.map(|after| start.plus(after));
        let aged = aged_at.is_some_and(|at| at <= now);
        if let Some(at) = aged_at.filter(|_| !aged) {
            self.ages.insert((id, part), (), at);
        }
        let pinned = rule.zip(message.pin).and_then(|(rule, pin)| pinned(rule, pin, barred));
        let key = LaneKey::Rule(Towards { rule: rule_id, barred, pinned, aged });
        let entry = Entry {
            message: id,
            part,
            account: message.account,
            priority: message.priority,
            due: tracked.times.due,
            expires: message.expires,
        };
        self.lanes.entry(key).or_default().put(entry, now);
    }

    /// A notice waits.
    pub(crate) fn notice(&mut self, durable: &Durable, id: MessageId, now: Timestamp) {
        let Some(notice) = durable.notice(id) else { return };
        let entry = Entry {
            message: id,
            part: 0,
            account: notice.account,
            priority: Priority::Normal,
            due: now,
            expires: notice.until,
        };
        self.lanes.entry(LaneKey::Account(reach(notice))).or_default().put(entry, now);
    }

    /// Rules have changed: everything goes where it now belongs.
    pub(super) fn configure(&mut self, snapshot: &Snapshot, durable: &Durable, now: Timestamp) {
        self.lanes.retain(|key, _| matches!(key, LaneKey::Account(_)));
        self.ages = Expiring::new();
        for (id, message) in durable.messages() {
            for (part, tracked) in (1..=u8::MAX).zip(&message.parts) {
                if tracked.part.state() == PartState::Waiting {
                    self.queue(durable, snapshot, (id, part), now);
                }
            }
        }
    }

    /// How many entries wait in a lane.
    pub(crate) fn waiting(&self) -> usize {
        self.lanes.values().map(Lane::waiting).sum()
    }

    /// Lanes that nothing waits in are kept, for something will soon; but not any number of them.
    pub(crate) fn tidy(&mut self) {
        if self.lanes.len() > self.kept_max {
            self.lanes.retain(|_, lane| lane.waiting() > 0);
            self.kept_max = LANES_KEPT.max(2 * self.lanes.len());
        }
    }
}

/// The target of the first group that a number falls to, by the weights. Where there is no choice in
/// any group, long texts wait in one lane with the others: so their order stays.
fn pinned(rule: &Rule, pin: u32, barred: Option<OperatorId>) -> Option<OperatorId> {
    if rule.groups.iter().all(|group| group.targets.len() == 1) {
        return None;
    }
    let Group { targets } = rule.groups.first()?;
    let targets = || targets.iter().filter(|target| Some(target.operator) != barred);
    let all: u64 = targets().map(|target| u64::from(target.weight.get())).sum();
    let mut place = u64::from(pin).checked_rem(all)?;
    for target in targets() {
        let weight = u64::from(target.weight.get());
        if place < weight {
            return Some(target.operator);
        }
        place -= weight;
    }
    None
}
