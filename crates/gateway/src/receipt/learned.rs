//! What operators' receipts have taught about their ids.

use message::id::Likeness;
use message::object::OperatorId;
use message::time::Timestamp;
use records::attempt::{Learned as Record, Matched};
use std::collections::BTreeMap;

/// So many receipts of one kind make a rule: fewer may be chance.
const RULE_MIN: u32 = 3;

/// How often each operator's receipts led to its ids in which way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Learned(BTreeMap<(OperatorId, Likeness), u32>);

impl Learned {
    /// Another receipt of the operator was matched in this way; answers how many there were.
    pub fn saw(&mut self, operator: OperatorId, likeness: Likeness) -> u32 {
        let seen = self.0.entry((operator, likeness)).or_default();
        *seen = seen.saturating_add(1);
        *seen
    }

    /// What was known before a restart.
    pub fn restore(&mut self, known: &Record) {
        if let Some(likeness) = by_id(known.matched) {
            self.0.insert((known.operator, likeness), known.seen);
        }
    }

    /// All that is known, to be carried forward.
    pub fn carry(&self) -> impl Iterator<Item = Record> {
        self.0.iter().map(|((operator, likeness), seen)| Record {
            operator: *operator,
            matched: matched(*likeness),
            seen: *seen,
            at: Timestamp::default(),
        })
    }

    /// The way in which most of its receipts lead to its ids, once that is no chance any more.
    pub fn rule(&self, operator: OperatorId) -> Option<Likeness> {
        let of_operator = self.0.range((operator, Likeness::Exact)..=(operator, Likeness::ToCodes));
        // Of equals the first in the order of trust.
        let (likeness, seen) = of_operator
            .map(|((_, likeness), seen)| (*likeness, *seen))
            .reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        (seen >= RULE_MIN).then_some(likeness)
    }
}

/// How a record tells a match by ids.
pub(crate) fn matched(likeness: Likeness) -> Matched {
    match likeness {
        Likeness::Exact => Matched::Exact,
        Likeness::Folded => Matched::Folded,
        Likeness::FromHex => Matched::FromHex,
        Likeness::FromDecimal => Matched::FromDecimal,
        Likeness::FromCodes => Matched::FromCodes,
        Likeness::ToCodes => Matched::ToCodes,
    }
}

/// The same back; `None` if the match was made otherwise.
pub(crate) fn by_id(matched: Matched) -> Option<Likeness> {
    match matched {
        Matched::Exact => Some(Likeness::Exact),
        Matched::Folded => Some(Likeness::Folded),
        Matched::FromHex => Some(Likeness::FromHex),
        Matched::FromDecimal => Some(Likeness::FromDecimal),
        Matched::FromCodes => Some(Likeness::FromCodes),
        Matched::ToCodes => Some(Likeness::ToCodes),
        Matched::Destination | Matched::ByHand => None,
    }
}
