//! Lines of the routing table.

mod index;

pub(crate) use index::RuleIndex;

use crate::country::{Country, MccMnc};
use crate::name::Name;
use crate::prefix::{Prefix, Prefixes};
use crate::sender::Senders;
use message::money::Money;
use message::object::{AccountId, OperatorId, RuleId};
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::time::Duration;

/// A line of the routing table.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its number, for records; [`Rule::EVERYTHING`] if nobody wrote it.
    pub id: RuleId,
    /// Its name, for people.
    pub name: Name,
    /// The messages it is for.
    pub conditions: Conditions,
    /// What the account pays for each part; none: nothing.
    pub sell: Option<Price>,
    /// What the operator is paid for each part; none: nothing.
    pub buy: Option<Price>,
    /// One or more groups of operators, the first to be used first.
    pub groups: Vec<Group>,
    /// When to go on to the next group.
    pub failover: Failover,
    /// Attempts on a part at most; none: as many as its validity has room for.
    pub attempts_max: Option<NonZeroU32>,
}

/// The messages that a rule is for: those for which all of this holds. Each list holds for a
/// message if any of its lines does, or if it is empty.
#[derive(Debug, Clone, Default)]
pub struct Conditions {
    /// Whose message it is.
    pub accounts: BTreeSet<AccountId>,
    /// Who sends it.
    pub senders: Option<Senders>,
    /// How the number that it goes to begins; short codes have no such beginning.
    pub to: Destinations,
    /// Where that number is at home, by its first digits.
    pub countries: BTreeSet<Country>,
    /// The network of that number, where somebody has found it out.
    pub networks: BTreeSet<MccMnc>,
    /// A tag that it has.
    pub tags: BTreeSet<Name>,
}

/// Beginnings of numbers.
#[derive(Debug, Clone, Default)]
pub struct Destinations {
    all: Vec<Prefix>,
    by_digits: Prefixes<()>,
}

/// What one part costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// The price plan.
    pub plan: u32,
    /// Its version.
    pub version: u32,
    /// Never negative.
    pub money: Money,
}

/// Operators between whom messages are shared out: one at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The operators. None is twice in a rule.
    pub targets: Vec<Target>,
}

/// An operator in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Which one.
    pub operator: OperatorId,
    /// Its share, in proportion to those of the others.
    pub weight: NonZeroU32,
}

/// When to go on to the next group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failover {
    /// When one of this has happened.
    pub on: BTreeSet<FailoverReason>,
    /// When the message has waited so long; none: never for that.
    pub after: Option<Duration>,
}

words! {
    /// What makes a message go on to the next group.
    FailoverReason {
        Down "down" "No operator of the group can be reached.";
        Refused "refused" "The operator refuses it for a reason that another may not have.";
        Failed "failed" "The operator took it, and its receipt gives such a reason.";
    }
}

impl Rule {
    /// The number of the rule that stands where nobody has written one and there is one operator:
    /// everything goes there, and costs nothing.
    pub const EVERYTHING: RuleId = RuleId(0);
}

impl Destinations {
    /// Does the number begin so?
    pub(crate) fn contain(&self, digits: &str) -> bool {
        self.by_digits.of(digits).next().is_some()
    }

    /// The beginnings, as they were written; none: every destination.
    pub fn prefixes(&self) -> &[Prefix] {
        &self.all
    }
}

impl FromIterator<Prefix> for Destinations {
    fn from_iter<I: IntoIterator<Item = Prefix>>(prefixes: I) -> Destinations {
        let mut destinations = Destinations::default();
        for prefix in prefixes {
            destinations.by_digits.insert(prefix.as_str(), ());
            destinations.all.push(prefix);
        }
        destinations
    }
}
