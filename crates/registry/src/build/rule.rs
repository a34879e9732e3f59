//! Rules.

use super::check::{Check, Expected, Problems};
use super::names::All;
use super::parse;
use crate::draft::{ConditionsDraft, PriceDraft, RuleDraft, TargetDraft};
use crate::name::Name;
use crate::problem::{Fault, Kind};
use crate::rule::{Conditions, Failover, FailoverReason, Group, Price, Rule, Target};
use crate::sender::Senders;
use message::money::{Currency, Money};
use message::object::OperatorId;
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::time::Duration;

/// A walk through the rules has an end, and somebody has to read it.
const RULES_MAX: usize = 10_000;
const SECOND: Duration = Duration::from_secs(1);
const WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);

pub(super) fn rules(drafts: &[RuleDraft], all: &All, problems: &mut Problems) -> Vec<Rule> {
    if let Some(draft) = drafts.get(RULES_MAX) {
        let count = drafts.len().to_string();
        let expected = Expected::some(format!("at most {RULES_MAX} rules"));
        let mut check = problems.of(Kind::Rule, RULES_MAX, &draft.name);
        check.fail("rules", Fault::TooMany, Some(&count), expected);
    }
    let rules = drafts.iter().enumerate();
    rules
        .filter_map(|(index, draft)| {
            rule(draft, all, &mut problems.of(Kind::Rule, index, &draft.name))
        })
        .collect()
}

/// The rule that stands where nobody has written one.
pub(super) fn everything(operator: OperatorId) -> Rule {
    Rule {
        id: Rule::EVERYTHING,
        name: Name::parse("everything").expect("ten visible letters"),
        conditions: Conditions::default(),
        sell: None,
        buy: None,
        groups: vec![Group { targets: vec![Target { operator, weight: NonZeroU32::MIN }] }],
        failover: Failover { on: BTreeSet::new(), after: None },
        attempts_max: None,
    }
}

fn rule(draft: &RuleDraft, all: &All, check: &mut Check<'_>) -> Option<Rule> {
    let name = parse::name(&draft.name).ok();
    if draft.id == Rule::EVERYTHING {
        check.fail("id", Fault::OutOfRange, Some("0"), Expected::some("a number from 1 on"));
    }
    let conditions = conditions(&draft.conditions, all, &mut check.within("conditions"));
    let sell = draft.sell.as_ref().and_then(|draft| price(draft, &mut check.within("sell")));
    let buy = draft.buy.as_ref().and_then(|draft| price(draft, &mut check.within("buy")));
    let groups = groups(&draft.groups, all, check);
    let failover = failover(draft, check);
    let attempts_max = check.count_if_any("max_attempts", draft.max_attempts, 1..=1_000);
    Some(Rule { id: draft.id, name: name?, conditions, sell, buy, groups, failover, attempts_max })
}

fn conditions(draft: &ConditionsDraft, all: &All, check: &mut Check<'_>) -> Conditions {
    let is_for_all = draft.accounts.iter().any(|name| name == "*");
    let accounts = draft.accounts.iter().enumerate().filter(|(_, name)| *name != "*");
    let accounts: BTreeSet<_> = accounts
        .filter_map(|(index, name)| check.find(&format!("accounts[{index}]"), name, &all.accounts))
        .collect();
    let senders: Senders =
        check.each("senders", &draft.senders, parse::sender_pattern).into_iter().collect();
    Conditions {
        accounts: if is_for_all { BTreeSet::new() } else { accounts },
        senders: (!draft.senders.is_empty()).then_some(senders),
        to: check.each("to", &draft.to, parse::prefix).into_iter().collect(),
        countries: check.each("countries", &draft.countries, parse::country).into_iter().collect(),
        networks: check.each("networks", &draft.networks, parse::mcc_mnc).into_iter().collect(),
        tags: check.each("tags", &draft.tags, parse::name).into_iter().collect(),
    }
}

fn price(draft: &PriceDraft, check: &mut Check<'_>) -> Option<Price> {
    let currency = check.parsed("currency", &draft.currency, parse::currency);
    // The amount is looked at in any case, to tell all that is wrong.
    let some = currency.unwrap_or(Currency::parse("XXX").expect("three capital letters"));
    let money = match Money::parse(&draft.amount, some) {
        Ok(money) if money.micros >= 0 => money,
        Ok(_) => {
            let expected = Expected::some("0 or more");
            check.fail("amount", Fault::OutOfRange, Some(&draft.amount), expected);
            return None;
        }
        Err(_) => {
            let what = "digits, with a point and up to six digits behind it if need be";
            check.fail("amount", Fault::Malformed, Some(&draft.amount), Expected::some(what));
            return None;
        }
    };
    currency.map(|_| Price { plan: draft.plan, version: draft.version, money })
}

fn groups(drafts: &[Vec<TargetDraft>], all: &All, check: &mut Check<'_>) -> Vec<Group> {
    const ONE_AT_LEAST: &str = "one operator or more";
    if drafts.is_empty() {
        check.fail("groups", Fault::Missing, None, Expected::some(ONE_AT_LEAST));
    }
    let mut seen = BTreeSet::new();
    let mut groups = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let field = format!("groups[{index}]");
        if draft.is_empty() {
            check.fail(&field, Fault::Missing, None, Expected::some(ONE_AT_LEAST));
        }
        let mut targets = Vec::new();
        for (index, draft) in draft.iter().enumerate() {
            let mut check = check.within(&format!("{field}[{index}]"));
            let weight = check.count("weight", draft.weight, 1..=1_000, 1);
            let Some(operator) = check.find("operator", &draft.operator, &all.operators) else {
                continue;
            };
            if !seen.insert(operator) {
                let expected = Expected::some("an operator that the rule has not yet");
                check.fail("operator", Fault::Duplicate, Some(&draft.operator), expected);
            }
            targets.push(Target { operator, weight });
        }
        groups.push(Group { targets });
    }
    groups
}

fn failover(draft: &RuleDraft, check: &mut Check<'_>) -> Failover {
    let on = match &draft.failover_on {
        Some(words) => check.words("failover_on", words, FailoverReason::WORDS),
        None => [FailoverReason::Down, FailoverReason::Refused].into(),
    };
    let after = draft.failover_after;
    let after = after.map(|after| check.time("failover_after", Some(after), SECOND..=WEEK, SECOND));
    Failover { on, after }
}
