//! Messages that are gone, for the time in which operators repeat themselves.

use crate::durable::{Gone, GoneAttempt, Table};
use crate::receipt::{Attempts, Found, Given, Sighting};
use message::id::MessageId;
use message::time::Timestamp;
use std::collections::VecDeque;

/// The messages that ended last: a bounded number, for ten minutes. Older ones are asked of history.
#[derive(Debug)]
pub(crate) struct Recent {
    most: usize,
    order: VecDeque<(Timestamp, MessageId)>,
    gone: Table<Gone>,
    attempts: Attempts,
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
        for it in &gone.attempts {
            self.attempts.give(it.operator, &it.id, it.attempt);
        }
        self.order.push_back((gone.ended, gone.message));
        self.gone.insert(gone.message, gone);
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

    /// The attempt that a receipt is about.
    pub(crate) fn find(&self, sighting: &Sighting<'_>) -> Found {
        self.attempts.find(sighting, |which| {
            let gone = self.gone.get(&which.message)?;
            let GoneAttempt { operator, id, at, .. } =
                gone.attempts.iter().find(|it| it.attempt == which)?;
            let destination = &gone.destination;
            Some(Given { operator: *operator, id, destination, at: *at })
        })
    }

    /// A message that is gone.
    pub(crate) fn get(&self, id: MessageId) -> Option<&Gone> {
        self.gone.get(&id)
    }

    fn forget_first(&mut self) {
        let Some((_, id)) = self.order.pop_front() else { return };
        let Some(gone) = self.gone.remove(&id) else { return };
        for it in &gone.attempts {
            self.attempts.forget(it.operator, &it.id, it.attempt);
        }
    }
}
