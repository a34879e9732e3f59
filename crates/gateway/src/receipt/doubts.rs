//! Attempts whose answers are lost, or had no id: none is known by which a receipt could name them.

use super::AttemptRef;
use message::object::OperatorId;
use message::time::Timestamp;
use records::SmolStr;
use std::collections::BTreeMap;

/// An attempt that may have arrived, or has, and that no id leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// Which attempt.
    pub attempt: AttemptRef,
    /// When it was sent.
    pub at: Timestamp,
    /// The user_message_reference that went with it: some operators echo it.
    pub reference: Option<u16>,
}

/// The attempts in doubt, by operator and destination.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doubts(BTreeMap<(OperatorId, SmolStr), Vec<Doubt>>);

impl Doubts {
    /// An answer is lost.
    pub fn doubt(&mut self, operator: OperatorId, destination: &str, doubt: Doubt) {
        // In order, so that what is kept does not depend on how it came to be.
        let all = self.0.entry((operator, destination.into())).or_default();
        let place = all.partition_point(|other| other.attempt < doubt.attempt);
        all.insert(place, doubt);
    }

    /// The attempt is in doubt no longer.
    pub fn settle(&mut self, operator: OperatorId, destination: &str, attempt: AttemptRef) {
        let key = (operator, destination.into());
        let Some(doubts) = self.0.get_mut(&key) else { return };
        doubts.retain(|doubt| doubt.attempt != attempt);
        if doubts.is_empty() {
            self.0.remove(&key);
        }
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The attempt that a receipt with an unknown id must be about: the only one in doubt with this operator, to
    /// this destination, sent from `since` to the receipt's arrival `at`. A reference that is echoed must be its own.
    /// If two would fit, neither is: guessing would report on the wrong message. Copies of one part are one: their
    /// receipts are taken in the order in which they were sent.
    pub fn find(
        &self,
        operator: OperatorId,
        destination: &str,
        (since, at): (Timestamp, Timestamp),
        echoed: Option<u16>,
    ) -> Option<AttemptRef> {
        let doubts = self.0.get(&(operator, destination.into()))?;
        let fits = |doubt: &&Doubt| {
            (since..=at).contains(&doubt.at) && (echoed.is_none() || echoed == doubt.reference)
        };
        let mut fitting = doubts.iter().filter(fits).map(|doubt| doubt.attempt);
        let first = fitting.next()?;
        let is_copy = |it: AttemptRef| (it.message, it.part) == (first.message, first.part);
        fitting.all(is_copy).then_some(first)
    }
}
