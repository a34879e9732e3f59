//! Messages that are gone, for the time in which operators repeat themselves.

use crate::durable::Gone;
use crate::life::Standing;
use crate::receipt::{AttemptRef, Attempts, IdSum, Sighting};
use crate::table::Table;
use message::id::{Likeness, MessageId};
use message::object::AccountId;
use message::time::Timestamp;
use smallvec::SmallVec;

/// The messages that ended last: a bounded number, for ten minutes. Older ones are asked of history.
///
/// Every message comes by here and few are asked for, so to forget them must cost nothing: they are
/// kept in two generations, and the older one goes as a whole. Of ids and destinations only the sums
/// are kept.
#[derive(Debug)]
pub(crate) struct Recent {
    /// How many a generation holds.
    most: usize,
    young: Generation,
    old: Generation,
}

#[derive(Debug, Default)]
struct Generation {
    /// When the first of it ended.
    begin: Timestamp,
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
}

const KEPT_MILLIS: i64 = 10 * 60 * 1000;

impl Recent {
    /// At most so many, and at least half as many.
    pub(super) fn new(most: usize) -> Recent {
        Recent { most: (most / 2).max(1), young: Generation::default(), old: Generation::default() }
    }

    pub(super) fn remember(&mut self, gone: &Gone) {
        if self.young.gone.len() >= self.most {
            self.begin_anew();
        }
        if self.young.gone.is_empty() {
            self.young.begin = gone.ended;
        }
        self.young.remember(gone);
    }

    /// Lets those go that nobody may ask for any more.
    pub(crate) fn forget_due(&mut self, now: Timestamp) {
        if !self.young.gone.is_empty() && is_over(self.young.begin, now) {
            self.begin_anew();
        }
    }

    /// The attempt that a receipt is about, and in which form it has its id: the first to one of the
    /// receipt's parties, else the first in the operator's way. For a message that is gone nothing
    /// hangs on it.
    pub(crate) fn find(
        &self,
        sighting: &Sighting<'_>,
        now: Timestamp,
    ) -> Option<(AttemptRef, Likeness)> {
        let parties = sighting.parties.map(|party| party.map(IdSum::of_digits));
        let generations = [&self.young, &self.old].into_iter();
        let alike = generations.flat_map(|generation| generation.attempts.alike(sighting));
        let found: SmallVec<[_; 4]> = alike
            .filter_map(|(attempt, likeness)| {
                let destination = self.get(attempt.message, now)?.destination;
                Some((attempt, likeness, parties.contains(&Some(destination))))
            })
            .collect();
        let to_party = found.iter().find(|(_, _, is_party)| *is_party);
        let usual = || found.iter().find(|(_, likeness, _)| sighting.is_in_its_way(*likeness));
        to_party.or_else(usual).map(|(attempt, likeness, _)| (*attempt, *likeness))
    }

    /// A message that is gone.
    pub(crate) fn get(&self, id: MessageId, now: Timestamp) -> Option<&Past> {
        let past = self.young.gone.get(&id).or_else(|| self.old.gone.get(&id));
        past.filter(|past| !is_over(past.ended, now))
    }

    fn begin_anew(&mut self) {
        std::mem::swap(&mut self.young, &mut self.old);
        self.young.gone.clear();
        self.young.attempts.clear();
    }
}

fn is_over(ended: Timestamp, now: Timestamp) -> bool {
    ended.millis() + KEPT_MILLIS <= now.millis()
}

impl Generation {
    fn remember(&mut self, gone: &Gone) {
        for (sum, attempt) in &gone.attempts {
            self.attempts.give_sum(*sum, *attempt);
        }
        let past = Past {
            account: gone.account,
            standing: gone.standing,
            ended: gone.ended,
            destination: IdSum::of_digits(&gone.destination),
        };
        self.gone.insert(gone.message, past);
    }
}
