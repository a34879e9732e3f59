//! What happens because time has passed: a bounded number of each kind in a turn.

use super::{Core, Turn};
use crate::door::Effect;
use crate::volatile::LaneKey;
use message::code::Refusal;
use message::time::Timestamp;

impl Core {
    /// When a turn is needed without any input; a moment that has passed, if it is needed already.
    pub fn next_due(&self, now: Timestamp) -> Option<Timestamp> {
        if self.is_cut_short || !self.interrupted.is_empty() {
            return Some(now);
        }
        let volatile = &self.volatile;
        let waits = [
            self.next_handed_out(),
            volatile.lanes.next_expiry(),
            volatile.lanes.ages.next_due(),
            volatile.deadlines.first().map(|(by, ..)| *by),
            volatile.transactions.next_due(),
            self.durable.parked_first().map(|(_, at)| at),
            self.durable.reassembly.next_due(),
        ];
        waits.into_iter().flatten().min()
    }

    pub(super) fn fire(&mut self, now: Timestamp, out: &mut Turn) {
        self.fire_expiries(now, out);
        self.fire_receipt_timeouts(now, out);
        self.fire_ages(now);
        self.fire_transactions(now, out);
        self.fire_parked(now, out);
        self.fire_texts(now, out);
        let most = self.settings.limits.due_max;
        self.durable.forget_due(now, most);
        self.volatile.recent.forget_due(now);
    }

    fn fire_expiries(&mut self, now: Timestamp, out: &mut Turn) {
        for _ in 0..self.settings.limits.due_max {
            if self.is_full(out) {
                return;
            }
            let Some((key, entry)) = self.volatile.lanes.expire(now) else { return };
            self.decide(now, out, |desk| match key {
                LaneKey::Rule(_) => desk.expire(entry.message, entry.part),
                LaneKey::Account(_) => desk.notice_expired(entry.message),
            });
        }
    }

    fn fire_receipt_timeouts(&mut self, now: Timestamp, out: &mut Turn) {
        for _ in 0..self.settings.limits.due_max {
            if self.is_full(out) {
                return;
            }
            let first = self.volatile.deadlines.first().filter(|(by, ..)| *by <= now);
            let Some((_, id, part)) = first.copied() else { return };
            self.volatile.deadlines.pop_first();
            self.decide(now, out, |desk| desk.time_out(id, part));
        }
    }

    /// Parts that have waited so long may go to other groups of their rule: they stand in another
    /// lane, too, and whichever is served first has them.
    fn fire_ages(&mut self, now: Timestamp) {
        for _ in 0..self.settings.limits.due_max {
            let Some((which, ())) = self.volatile.lanes.ages.take_due(now) else { return };
            self.volatile.lanes.queue(&self.durable, &self.snapshot, which, now);
        }
    }

    /// Whoever waits for an outcome waits no longer; the message goes its way.
    fn fire_transactions(&mut self, now: Timestamp, out: &mut Turn) {
        while let Some((_, to)) = self.volatile.transactions.take_due(now) {
            out.refusals.push(Effect::Refused { to, refusal: Refusal::DeliveryTimeout });
        }
    }

    fn fire_parked(&mut self, now: Timestamp, out: &mut Turn) {
        for _ in 0..self.settings.limits.due_max {
            if self.is_full(out) {
                return;
            }
            match self.durable.parked_first() {
                Some((id, at)) if at <= now => self.decide(now, out, |desk| desk.parked_due(id)),
                Some(_) | None => return,
            }
        }
    }

    fn fire_texts(&mut self, now: Timestamp, out: &mut Turn) {
        for _ in 0..self.settings.limits.due_max {
            if self.is_full(out) {
                return;
            }
            let Some(text) = self.durable.reassembly.overdue(now) else { return };
            self.decide(now, out, |desk| desk.join(&text, None));
        }
    }
}
