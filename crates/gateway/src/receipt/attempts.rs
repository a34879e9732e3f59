//! The ids that operators gave, found again in whatever form a receipt has them.

use super::AttemptRef;
use message::id::{IdKey, Likeness, index_key, lookup_keys, recognise};
use message::object::OperatorId;
use message::time::Timestamp;
use std::collections::BTreeMap;

/// An attempt that an operator has answered with an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Which attempt.
    pub attempt: AttemptRef,
    /// The id, as the operator wrote it.
    pub id: Box<[u8]>,
    /// To whom it went, as normalised digits.
    pub destination: Box<str>,
    /// When.
    pub at: Timestamp,
}

/// What a receipt says of the attempt it is about.
#[derive(Debug, Clone, Copy)]
pub struct Sighting<'a> {
    /// By whom.
    pub operator: OperatorId,
    /// The ids it names: the TLV's and the text's.
    pub ids: [Option<&'a [u8]>; 2],
    /// Its addresses as normalised digits, in either order: not every operator swaps them.
    pub parties: [Option<&'a str>; 2],
    /// The operator's way of changing ids, as far as that is known.
    pub rule: Option<Likeness>,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The attempt, and how its id is like the one reported.
    One(AttemptRef, Likeness),
    /// So many attempts fit equally well: none is chosen, because a wrong one would report on
    /// somebody else's message.
    Several(usize),
    /// No attempt with such an id is known.
    Nothing,
}

/// The answered attempts that may still be reported on. Whoever owns it bounds it: an attempt is put in when it is
/// answered and taken out when its receipt may no longer come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attempts(BTreeMap<(OperatorId, IdKey), Vec<Given>>);

impl Attempts {
    /// An operator has given an id. An empty one can never be found again and is not kept.
    pub fn give(&mut self, operator: OperatorId, given: Given) {
        if let Some(key) = index_key(&given.id) {
            // In order, so that what is kept does not depend on how it came to be.
            let all = self.0.entry((operator, key)).or_default();
            let place = all.partition_point(|other| other.attempt < given.attempt);
            all.insert(place, given);
        }
    }

    /// No more receipts are awaited for this attempt.
    pub fn forget(&mut self, operator: OperatorId, id: &[u8], attempt: AttemptRef) {
        let Some(key) = index_key(id) else { return };
        let key = (operator, key);
        let Some(given) = self.0.get_mut(&key) else { return };
        given.retain(|given| given.attempt != attempt);
        if given.is_empty() {
            self.0.remove(&key);
        }
    }

    /// How many keys are kept.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Is none kept?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The attempt that a receipt is about.
    ///
    /// Among all that any form of its ids leads to, one to its destination goes before one to another; then one
    /// found in the operator's own way, because an id in hexadecimal may look like another in decimal; then the
    /// more trusted form; then, to the same destination, the latest: operators that count in few digits begin again.
    pub fn find(&self, sighting: &Sighting<'_>) -> Found {
        let ids = sighting.ids.iter().flatten();
        let mut candidates: Vec<_> = ids.flat_map(|id| self.candidates(sighting, id)).collect();
        candidates.sort_unstable();
        candidates.dedup();
        let Some(&(best, attempt)) = candidates.first() else {
            return Found::Nothing;
        };
        match candidates.iter().filter(|(merit, _)| *merit == best).count() {
            1 => Found::One(attempt, best.likeness),
            equal => Found::Several(equal),
        }
    }

    fn candidates<'a>(
        &'a self,
        sighting: &'a Sighting<'_>,
        id: &'a [u8],
    ) -> impl Iterator<Item = (Merit, AttemptRef)> + 'a {
        let keys = lookup_keys(id).map(|(likeness, key)| (likeness, (sighting.operator, key)));
        let found = keys.filter_map(|(likeness, key)| Some((likeness, self.0.get(&key)?)));
        found.flat_map(move |(likeness, given)| {
            given.iter().map(move |given| {
                let likeness = refine(likeness, &given.id, id);
                (Merit::of(given, likeness, sighting), given.attempt)
            })
        })
    }
}

/// The key does not tell an id that is the same octet for octet from one that differs in case.
fn refine(likeness: Likeness, given: &[u8], reported: &[u8]) -> Likeness {
    match likeness {
        Likeness::Exact | Likeness::Folded => recognise(given, reported).unwrap_or(likeness),
        Likeness::FromHex | Likeness::FromDecimal | Likeness::FromCodes | Likeness::ToCodes => {
            likeness
        }
    }
}

/// How well a candidate fits; the lowest is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Merit {
    goes_elsewhere: bool,
    breaks_rule: bool,
    likeness: Likeness,
    /// Milliseconds from the attempt to the end of time, where the destination is right: to another one the latest is
    /// no better than the others.
    age: i64,
}

impl Merit {
    fn of(given: &Given, likeness: Likeness, sighting: &Sighting<'_>) -> Merit {
        let here = |party: &Option<&str>| party.is_some_and(|party| *party == *given.destination);
        let goes_elsewhere = !sighting.parties.iter().any(here);
        Merit {
            goes_elsewhere,
            breaks_rule: sighting.rule.is_some_and(|rule| !follows(rule, likeness)),
            likeness,
            age: if goes_elsewhere { 0 } else { Timestamp::MAX.millis() - given.at.millis() },
        }
    }
}

/// Whoever changes nothing but case or zeros may leave both as they are in this id.
fn follows(rule: Likeness, likeness: Likeness) -> bool {
    let plain = |it| matches!(it, Likeness::Exact | Likeness::Folded);
    rule == likeness || (plain(rule) && plain(likeness))
}
