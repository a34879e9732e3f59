//! The ids that operators gave, found again in whatever form a receipt has them.

use super::AttemptRef;
use crate::table::{IdHasher, spread};
use message::id::{IdKey, Likeness, index_key, lookup_keys, recognise};
use message::object::OperatorId;
use message::time::Timestamp;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasherDefault;

/// What is kept elsewhere of an attempt that an operator has answered with an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given<'a> {
    /// The operator that it went to.
    pub operator: OperatorId,
    /// The id, as the operator wrote it.
    pub id: &'a [u8],
    /// To whom it went, as normalised digits.
    pub destination: &'a str,
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

impl Sighting<'_> {
    /// Is an id that is found in this form the operator's usual way? If not it may be a look-alike,
    /// and only the destination tells.
    pub(crate) fn is_in_its_way(&self, likeness: Likeness) -> bool {
        matches!(likeness, Likeness::Exact | Likeness::Folded) || self.rule == Some(likeness)
    }
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

/// The answered attempts that may still be reported on, by the sum of what does not vary in their
/// ids. Whoever owns it bounds it: an attempt is put in when it is answered and taken out when its
/// receipt may no longer come. What is known of an attempt, its owner keeps: an entry has 24 octets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attempts(HashMap<IdSum, Held, BuildHasherDefault<IdHasher>>);

/// Mostly one; operators that count in few digits begin again.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Held {
    One(AttemptRef),
    /// In order, so that what is kept does not depend on how it came to be.
    Many(Vec<AttemptRef>),
}

impl Attempts {
    /// An operator has given an id. An empty one can never be found again and is not kept.
    pub fn give(&mut self, operator: OperatorId, id: &[u8], attempt: AttemptRef) {
        if let Some(sum) = IdSum::of(operator, id) {
            self.give_sum(sum, attempt);
        }
    }

    /// No more receipts are awaited for this attempt.
    pub fn forget(&mut self, operator: OperatorId, id: &[u8], attempt: AttemptRef) {
        if let Some(sum) = IdSum::of(operator, id) {
            self.forget_sum(sum, attempt);
        }
    }

    pub(crate) fn give_sum(&mut self, sum: IdSum, attempt: AttemptRef) {
        match self.0.entry(sum) {
            Entry::Vacant(vacant) => drop(vacant.insert(Held::One(attempt))),
            Entry::Occupied(mut held) => held.get_mut().add(attempt),
        }
    }

    pub(crate) fn forget_sum(&mut self, sum: IdSum, attempt: AttemptRef) {
        if let Entry::Occupied(mut held) = self.0.entry(sum)
            && held.get_mut().remove(attempt)
        {
            held.remove();
        }
    }

    /// All attempts to which any form of the receipt's ids leads, as far as sums tell.
    pub(crate) fn alike(
        &self,
        sighting: &Sighting<'_>,
    ) -> impl Iterator<Item = (AttemptRef, Likeness)> {
        let keys = sighting.ids.iter().flatten().flat_map(|id| lookup_keys(id));
        keys.flat_map(|(likeness, key)| {
            let held = self.0.get(&IdSum::of_key(sighting.operator, &key));
            let all = held.into_iter().flat_map(Held::all);
            all.map(move |attempt| (*attempt, likeness))
        })
    }

    /// Forgets all, and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// How many sums are kept.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Is none kept?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The attempt that a receipt is about; `given` tells what is known of one.
    ///
    /// Among all that any form of its ids leads to, one to its destination goes before one to another; then one
    /// found in the operator's own way, because an id in hexadecimal may look like another in decimal; then the
    /// more trusted form; then, to the same destination, the latest: operators that count in few digits begin again.
    pub fn find<'a>(
        &self,
        sighting: &Sighting<'_>,
        given: impl Fn(AttemptRef) -> Option<Given<'a>>,
    ) -> Found {
        let mut candidates: Vec<(Merit, AttemptRef)> = Vec::new();
        for id in sighting.ids.iter().flatten() {
            for (likeness, key) in lookup_keys(id) {
                let held = self.0.get(&IdSum::of_key(sighting.operator, &key));
                for attempt in held.into_iter().flat_map(Held::all) {
                    // Another id may have the same sum.
                    let same = |it: &Given<'_>| {
                        let is_same = (likeness == Likeness::Folded && it.id == *id)
                            || index_key(it.id).as_ref() == Some(&key);
                        it.operator == sighting.operator && is_same
                    };
                    if let Some(given) = given(*attempt).filter(same) {
                        let likeness = refine(likeness, given.id, id);
                        candidates.push((Merit::of(&given, likeness, sighting), *attempt));
                    }
                }
                // Mostly the id comes as it was given: then no other form can be better.
                if candidates.iter().any(|(merit, _)| merit.is_beyond_doubt()) {
                    return best(candidates);
                }
            }
        }
        best(candidates)
    }
}

fn best(mut candidates: Vec<(Merit, AttemptRef)>) -> Found {
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

impl Held {
    fn all(&self) -> &[AttemptRef] {
        match self {
            Held::One(attempt) => std::slice::from_ref(attempt),
            Held::Many(attempts) => attempts,
        }
    }

    fn add(&mut self, attempt: AttemptRef) {
        let mut attempts = match self {
            Held::One(other) => vec![*other],
            Held::Many(attempts) => std::mem::take(attempts),
        };
        if let Err(place) = attempts.binary_search(&attempt) {
            attempts.insert(place, attempt);
        }
        *self = Held::of(attempts);
    }

    /// Answers whether nothing is left.
    fn remove(&mut self, attempt: AttemptRef) -> bool {
        match self {
            Held::One(only) => *only == attempt,
            Held::Many(attempts) => {
                attempts.retain(|other| *other != attempt);
                let attempts = std::mem::take(attempts);
                let is_empty = attempts.is_empty();
                *self = Held::of(attempts);
                is_empty
            }
        }
    }

    fn of(attempts: Vec<AttemptRef>) -> Held {
        match attempts.as_slice() {
            [only] => Held::One(*only),
            _ => Held::Many(attempts),
        }
    }
}

/// The key does not tell an id that is the same octet for octet from one that differs in case.
fn refine(likeness: Likeness, given: &[u8], reported: &[u8]) -> Likeness {
    match likeness {
        Likeness::Exact | Likeness::Folded if given == reported => Likeness::Exact,
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
    fn of(given: &Given<'_>, likeness: Likeness, sighting: &Sighting<'_>) -> Merit {
        let here = |party: &Option<&str>| *party == Some(given.destination);
        let goes_elsewhere = !sighting.parties.iter().any(here);
        Merit {
            goes_elsewhere,
            breaks_rule: sighting.rule.is_some_and(|rule| !follows(rule, likeness)),
            likeness,
            age: if goes_elsewhere { 0 } else { Timestamp::MAX.millis() - given.at.millis() },
        }
    }

    fn is_beyond_doubt(&self) -> bool {
        !self.goes_elsewhere && !self.breaks_rule && self.likeness == Likeness::Exact
    }
}

/// Whoever changes nothing but case or zeros may leave both as they are in this id.
fn follows(rule: Likeness, likeness: Likeness) -> bool {
    let plain = |it| matches!(it, Likeness::Exact | Likeness::Folded);
    rule == likeness || (plain(rule) && plain(likeness))
}

/// The sum of an operator's id, or of anything that is compared and not shown; never written down.
/// An operator that gives ids with equal sums makes its own receipts slower to
/// find, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IdSum(u64);

impl IdSum {
    /// Of an id that an operator gave; `None` of an empty one.
    pub fn of(operator: OperatorId, id: &[u8]) -> Option<IdSum> {
        index_key(id).map(|key| IdSum::of_key(operator, &key))
    }

    pub(crate) fn of_digits(digits: &str) -> IdSum {
        IdSum(0).with(digits.as_bytes())
    }

    fn of_key(operator: OperatorId, key: &IdKey) -> IdSum {
        IdSum(u64::from(operator.0)).with(key.octets())
    }

    fn with(self, octets: &[u8]) -> IdSum {
        let (words, rest) = octets.as_chunks::<8>();
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        let words = words.iter().chain([&last]).map(|word| u64::from_le_bytes(*word));
        // The length tells an end of zeros from no more octets.
        IdSum(words.fold(self.0 ^ (octets.len() as u64) << 32, spread))
    }
}
