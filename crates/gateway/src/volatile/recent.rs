//! Messages that are gone, for the time in which operators repeat themselves.

use crate::durable::Gone;
use crate::life::Standing;
use crate::receipt::{AttemptRef, Attempts, IdSum, Sighting};
use crate::table::Table;
use message::id::{Likeness, MessageId};
use message::object::AccountId;
use message::time::Timestamp;
use smallvec::SmallVec;
use std::collections::VecDeque;

/// The messages that ended last: a bounded number, for ten minutes. Older ones are asked of history.
///
/// Every message comes by here, so little is kept of each: of its ids and its destination their sums.
#[derive(Debug)]
pub(crate) struct Recent {
    most: usize,
    order: VecDeque<(Timestamp, MessageId)>,
    gone: Table<Past>,
    attempts: Attempts,
}

/// What is left of a message.
#[derive(Debug)]
pub(crate) struct Past {
    /// Whose it was.
    pub(crate) account: AccountId,
    /// How it ended.
    pub(crate) standing: Standing,
    /// When.
    pub(crate) ended: Timestamp,
    destination: IdSum,
    attempts: SmallVec<[(IdSum, AttemptRef); 1]>,
}

const KEPT_MILLIS: i64 = 10 * 60 * 1000;

impl Recent {
    pub(super) fn new(most: usize) -> Recent {
        Recent {
            most,
            order: VecDeque::new(),
            gone: Table::default(),
            attempts: Attempts::default(),
        }
    }

    pub(super) fn remember(&mut self, gone: Gone) {
        for (sum, attempt) in &gone.attempts {
            self.attempts.give_sum(*sum, *attempt);
        }
        self.order.push_back((gone.ended, gone.message));
        let past = Past {
            account: gone.account,
            standing: gone.standing,
            ended: gone.ended,
            destination: IdSum::of_digits(&gone.destination),
            attempts: gone.attempts,
        };
        self.gone.insert(gone.message, past);
        if self.order.len() > self.most {
            self.forget_first();
        }
    }

    /// Lets go those that ended ten minutes ago; at most so many.
    pub(crate) fn forget_due(&mut self, now: Timestamp, at_most: usize) {
        for _ in 0..at_most {
            match self.order.front() {
                Some((ended, _)) if ended.millis() + KEPT_MILLIS <= now.millis() => {
                    self.forget_first();
                }
                Some(_) | None => return,
            }
        }
    }

    /// The attempt that a receipt is about, and in which form it has its id: the first to one of the
    /// receipt's parties, else the first in the operator's way. For a message that is gone nothing
    /// hangs on it.
    pub(crate) fn find(&self, sighting: &Sighting<'_>) -> Option<(AttemptRef, Likeness)> {
        let parties = sighting.parties.map(|party| party.map(IdSum::of_digits));
        let is_party = |attempt: &AttemptRef| {
            let destination = self.gone.get(&attempt.message).map(|past| past.destination);
            destination.is_some() && parties.contains(&destination)
        };
        let found: SmallVec<[_; 4]> = self.attempts.alike(sighting).collect();
        let to_party = found.iter().find(|(attempt, _)| is_party(attempt));
        let usual = || found.iter().find(|(_, likeness)| sighting.is_in_its_way(*likeness));
        to_party.or_else(usual).copied()
    }

    /// A message that is gone.
    pub(crate) fn get(&self, id: MessageId) -> Option<&Past> {
        self.gone.get(&id)
    }

    fn forget_first(&mut self) {
        let Some((_, id)) = self.order.pop_front() else { return };
        let Some(past) = self.gone.remove(&id) else { return };
        for (sum, attempt) in past.attempts {
            self.attempts.forget_sum(sum, attempt);
        }
    }
}
