//! From a draft to a snapshot, or to all that is wrong with it.

mod names;
mod check;
mod parse;
mod words;
mod register;
mod account;
mod login;
mod operator;
mod inbound;
mod rule;

use crate::draft::Draft;
use crate::operator::Operator;
use crate::problem::Problem;
use crate::rule::{Rule, RuleIndex};
use crate::snapshot::{Rules, Snapshot};
pub use names::nearest;

use check::Problems;
use message::object::OperatorId;
use std::collections::BTreeMap;

impl Snapshot {
    /// Checks a draft and makes it a snapshot.
    ///
    /// # Errors
    /// All that is wrong: names and numbers of objects first, then one object after another.
    pub fn build(draft: &Draft) -> Result<Snapshot, Vec<Problem>> {
        let mut problems = Problems::default();
        let all = register::register(draft, &mut problems);
        let (accounts, logins) = account::accounts(&draft.accounts, &all, &mut problems);
        let operators = operator::operators(&draft.operators, &mut problems);
        let services = inbound::services(&draft.services, &all, &mut problems);
        let numbers = inbound::numbers(&draft.numbers, &services, &all, &mut problems);
        let rules = rule::rules(&draft.rules, &all, &mut problems);
        problems.none()?;
        let rules = in_order(rules, &operators);
        let version = draft.version;
        Ok(Snapshot { version, accounts, logins, operators, services, numbers, rules })
    }
}

/// With one operator and no rule everything goes there.
fn in_order(mut rules: Vec<Rule>, operators: &BTreeMap<OperatorId, Operator>) -> Rules {
    if rules.is_empty()
        && operators.len() == 1
        && let Some(only) = operators.keys().next()
    {
        rules.push(rule::everything(*only));
    }
    let places = rules.iter().enumerate().map(|(place, rule)| (rule.id, place)).collect();
    Rules { index: RuleIndex::new(&rules), places, in_order: rules }
}
