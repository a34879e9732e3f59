//! Way 4: whose turn it is. Lanes are served in turn, one entry each, as far as there is room.

use super::{Core, Turn};
use crate::lane::{Entry, Room, Taken};
use crate::submit::choose;
use crate::volatile::{LaneKey, Towards};
use message::time::Timestamp;
use records::delivery::Via;

impl Core {
    // [way 4] wait for its turn
    /// Hands out what waits.
    pub(super) fn dispatch(&mut self, now: Timestamp, out: &mut Turn) {
        let mut lanes = self.volatile.lanes.due_from(self.cursor, now);
        let mut left = self.settings.limits.handed_out_max;
        while !lanes.is_empty() && left > 0 && !self.is_full(out) {
            lanes.retain(|key| {
                if left == 0 {
                    return true;
                }
                // Whoever has nothing to send takes no share of an operator.
                let served = self.volatile.lanes.is_due(key, now) && self.serve(key, now, out);
                if served {
                    left -= 1;
                    self.cursor = Some(*key);
                }
                served
            });
        }
        // What is left here would have been served.
        self.is_cut_short = !lanes.is_empty();
        self.volatile.lanes.tidy();
    }

    /// Hands out one entry of this lane; `false` if there is none that may go.
    fn serve(&mut self, key: &LaneKey, now: Timestamp, out: &mut Turn) -> bool {
        match key {
            LaneKey::Rule(towards) => self.serve_operator(key, towards, now, out),
            LaneKey::Account(reach) if reach.via == Via::Sessions => {
                self.serve_account(key, reach.account, now, out)
            }
            // Nobody takes these yet: they are kept until somebody does.
            LaneKey::Account(_) => false,
        }
    }

    fn serve_operator(
        &mut self,
        key: &LaneKey,
        towards: &Towards,
        now: Timestamp,
        out: &mut Turn,
    ) -> bool {
        let Some(rule) = self.snapshot.rule(towards.rule) else { return false };
        let chosen = choose(rule, towards, &self.volatile.links, &mut self.shares, now);
        let Some((operator, session)) = chosen else { return false };
        let Some(entry) = self.take(key, now, out) else { return false };
        let mut sent = false;
        let which = (entry.message, entry.part);
        self.decide(now, out, |desk| sent = desk.send(which, operator, session));
        if sent {
            self.volatile.links.sent(session, now);
        }
        true
    }

    fn serve_account(
        &mut self,
        key: &LaneKey,
        account: message::object::AccountId,
        now: Timestamp,
        out: &mut Turn,
    ) -> bool {
        let Some(session) = self.volatile.receivers.room(account, now) else { return false };
        let Some(entry) = self.take(key, now, out) else { return false };
        let mut sent = false;
        self.decide(now, out, |desk| sent = desk.deliver(entry.message, session));
        if sent {
            self.volatile.receivers.sent(session, entry.message);
        }
        true
    }

    /// The first entry of a lane. What has expired on the way to it is told.
    fn take(&mut self, key: &LaneKey, now: Timestamp, out: &mut Turn) -> Option<Entry> {
        for _ in 0..self.settings.limits.due_max {
            match self.volatile.lanes.get_mut(key)?.take(now, &mut Room(1))? {
                Taken::Due(entry) => return Some(entry),
                Taken::Expired(entry) => self.decide(now, out, |desk| match key {
                    LaneKey::Rule(_) => desk.expire(entry.message, entry.part),
                    LaneKey::Account(_) => desk.notice_expired(entry.message),
                }),
            }
        }
        None
    }

    /// When something may be handed out that could not be in the last turn: asked at any time behind
    /// it, also when that moment has passed.
    pub(super) fn next_handed_out(&self) -> Option<Timestamp> {
        let now = self.turned;
        let volatile = &self.volatile;
        let links = volatile.links.next_due(now);
        let receivers = volatile.receivers.next_due(now);
        let lanes = volatile.lanes.next_due(now);
        [links, receivers, lanes].into_iter().flatten().min()
    }
}
