//! The sessions with operators: how much each takes, and how the operators are.

use super::breaker::Breaker;
use super::rooms::Rooms;
use crate::door::SessionId;
use crate::lane::Pace;
use message::object::OperatorId;
use message::time::Timestamp;
use registry::Snapshot;
use std::collections::BTreeMap;
use std::num::NonZeroU32;

/// All sessions with operators.
#[derive(Debug, Default)]
pub(crate) struct Links {
    sessions: BTreeMap<SessionId, Link>,
    operators: BTreeMap<OperatorId, Health>,
}

#[derive(Debug)]
struct Link {
    operator: OperatorId,
    window: u32,
    /// Parts without answer.
    used: u32,
    /// It takes no more; it stays until everything has come back.
    is_down: bool,
}

/// How an operator is.
#[derive(Debug, Default)]
struct Health {
    /// Its sessions that take parts.
    up: Rooms,
    breaker: Breaker,
    /// Its setting.
    tps: Option<NonZeroU32>,
    /// From its setting; of one without, from its first request to slow down until it is at its old
    /// speed again.
    pace: Option<Pace>,
    meter: Meter,
}

/// How many parts went in the last second.
#[derive(Debug, Default, Clone, Copy)]
struct Meter {
    second: i64,
    count: u32,
    last: u32,
}

/// Slower than this no operator is made that has no setting: its speed was not seen yet.
const CEILING_MIN: u32 = 10;

impl Links {
    pub(super) fn configure(&mut self, snapshot: &Snapshot, now: Timestamp) {
        for operator in snapshot.operators() {
            let health = self.operators.entry(operator.id).or_default();
            if health.tps != operator.tps {
                health.tps = operator.tps;
                health.pace = operator.tps.map(|tps| Pace::new(tps, now));
            }
        }
    }

    pub(crate) fn up(&mut self, session: SessionId, operator: OperatorId, window: u32) {
        self.sessions.insert(session, Link { operator, window, used: 0, is_down: false });
        self.operators.entry(operator).or_default().up.add(session, window);
    }

    pub(crate) fn down(&mut self, session: SessionId) {
        let Some(link) = self.sessions.get_mut(&session) else { return };
        link.is_down = true;
        let (operator, is_empty, room) = (link.operator, link.used == 0, link.room());
        if let Some(health) = self.operators.get_mut(&operator) {
            health.up.remove(session, room);
        }
        if is_empty {
            self.sessions.remove(&session);
        }
    }

    /// An attempt has come back from its session: from which operator?
    pub(crate) fn came_back(&mut self, session: SessionId) -> Option<OperatorId> {
        let link = self.sessions.get_mut(&session)?;
        let (operator, before) = (link.operator, link.room());
        link.used = link.used.saturating_sub(1);
        let after = link.room();
        if link.is_down && link.used == 0 {
            self.sessions.remove(&session);
        }
        if let Some(health) = self.operators.get_mut(&operator) {
            health.up.change(session, before, after);
        }
        Some(operator)
    }

    /// Can the operator be reached at all?
    pub(crate) fn is_up(&self, operator: OperatorId) -> bool {
        self.operators.get(&operator).is_some_and(|health| !health.up.is_empty())
    }

    /// The session by which the operator takes a part now: of those with room the one with the most.
    pub(crate) fn room(&self, operator: OperatorId, now: Timestamp) -> Option<SessionId> {
        let health = self.operators.get(&operator)?;
        let in_time = health.pace.as_ref().is_none_or(|pace| pace.next_slot(now) <= now);
        if !in_time || !health.breaker.allows(now) {
            return None;
        }
        health.up.most()
    }

    /// When an operator that has room now waits for time only.
    pub(crate) fn next_due(&self, now: Timestamp) -> Option<Timestamp> {
        let due = |health: &Health| {
            let pace = health.pace.as_ref().map(|pace| pace.next_slot(now));
            let later = pace.max(health.breaker.next_due()).filter(|at| *at > now);
            later.filter(|_| !health.up.is_empty())
        };
        self.operators.values().filter_map(due).min()
    }

    /// A part goes out.
    pub(crate) fn sent(&mut self, session: SessionId, now: Timestamp) {
        let Some(link) = self.sessions.get_mut(&session) else { return };
        let before = link.room();
        link.used += 1;
        let Some(health) = self.operators.get_mut(&link.operator) else { return };
        health.up.change(session, before, link.room());
        health.breaker.sent();
        health.meter.count(now);
        if let Some(pace) = &mut health.pace {
            pace.take(now);
            if health.tps.is_none() && pace.is_at_ceiling(now) {
                health.pace = None;
            }
        }
    }

    /// How the operator is, to be told what came of a part.
    pub(crate) fn breaker(&mut self, operator: OperatorId) -> Option<&mut Breaker> {
        self.operators.get_mut(&operator).map(|health| &mut health.breaker)
    }

    /// Is it in trouble?
    pub(crate) fn in_trouble(&self, operator: OperatorId) -> bool {
        self.operators.get(&operator).is_some_and(|health| health.breaker.is_open())
    }

    /// It has asked to slow down, in its answer to what was sent then.
    pub(crate) fn slow_down(&mut self, operator: OperatorId, sent: Timestamp, now: Timestamp) {
        let Some(health) = self.operators.get_mut(&operator) else { return };
        let seen = health.meter.seen(now).max(CEILING_MIN);
        let ceiling = health.tps.or(NonZeroU32::new(seen)).unwrap_or(NonZeroU32::MIN);
        health.pace.get_or_insert_with(|| Pace::new(ceiling, now)).slow_down(sent, now);
    }

    /// Parts without answer, over all sessions.
    pub(crate) fn in_flight(&self) -> u64 {
        self.sessions.values().map(|link| u64::from(link.used)).sum()
    }
}

impl Link {
    fn room(&self) -> u32 {
        self.window.saturating_sub(self.used)
    }
}

impl Meter {
    fn count(&mut self, now: Timestamp) {
        self.turn(now);
        self.count += 1;
    }

    fn seen(mut self, now: Timestamp) -> u32 {
        self.turn(now);
        self.count.max(self.last)
    }

    fn turn(&mut self, now: Timestamp) {
        let second = now.millis() / 1000;
        if second != self.second {
            self.last = if second == self.second + 1 { self.count } else { 0 };
            self.count = 0;
            self.second = second;
        }
    }
}
