//! Rules, as people write them.

use message::object::RuleId;
use std::time::Duration;

/// A rule; see [`Rule`](crate::rule::Rule).
#[derive(Debug, Clone)]
pub struct RuleDraft {
    /// Its number, not 0.
    pub id: RuleId,
    /// Its name.
    pub name: String,
    /// The messages it is for: all.
    pub conditions: ConditionsDraft,
    /// What the account pays: nothing.
    pub sell: Option<PriceDraft>,
    /// What the operator is paid: nothing.
    pub buy: Option<PriceDraft>,
    /// Groups of operators, the first to be used first.
    pub groups: Vec<Vec<TargetDraft>>,
    /// When to go on to the next group, `down`, `refused`, `failed`: `down` and `refused`.
    pub failover_on: Option<Vec<String>>,
    /// After how long, 1 s to 7 days; none: never for that.
    pub failover_after: Option<Duration>,
    /// Attempts on a part, 1 to 1,000; none: as many as its validity has room for.
    pub max_attempts: Option<u32>,
}

/// See [`Conditions`](crate::rule::Conditions).
#[derive(Debug, Clone, Default)]
pub struct ConditionsDraft {
    /// Names of accounts; `*` is all.
    pub accounts: Vec<String>,
    /// Senders, as in the list of an account.
    pub senders: Vec<String>,
    /// First digits of destinations: `+44`.
    pub to: Vec<String>,
    /// Countries of destinations: `GB`.
    pub countries: Vec<String>,
    /// Networks of destinations, country and network: `23410`.
    pub networks: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
}

/// See [`Price`](crate::rule::Price).
#[derive(Debug, Clone)]
pub struct PriceDraft {
    /// The price plan.
    pub plan: u32,
    /// Its version.
    pub version: u32,
    /// For one part: `0.0075`.
    pub amount: String,
    /// `EUR`.
    pub currency: String,
}

/// See [`Target`](crate::rule::Target).
#[derive(Debug, Clone)]
pub struct TargetDraft {
    /// Its name.
    pub operator: String,
    /// 1 to 1,000: 1.
    pub weight: Option<u32>,
}

impl RuleDraft {
    /// A rule for everything.
    pub fn new(id: RuleId, name: &str, groups: Vec<Vec<TargetDraft>>) -> RuleDraft {
        RuleDraft {
            id,
            name: name.to_owned(),
            conditions: ConditionsDraft::default(),
            sell: None,
            buy: None,
            groups,
            failover_on: None,
            failover_after: None,
            max_attempts: None,
        }
    }
}
