//! How long a route takes in a large table: printed, never judged.
//! `cargo test -p registry --test registry measure -- --nocapture`

use super::support::{account, build, destination, operator, rule, source};
use message::object::AccountId;
use registry::draft::{ConditionsDraft, Draft, RuleDraft};
use registry::route::{RouteQuery, route};
use std::time::Instant;

const ACCOUNTS: u32 = 10_000;
const RULES: u32 = 1_000;
const ROUNDS: u32 = 20;

#[expect(clippy::disallowed_methods, reason = "what is measured is real time")]
fn now() -> Instant {
    Instant::now()
}

/// 900 rules by first digits, of which each tenth is for one account; then 99 by account; then one
/// for the rest.
fn draft() -> Draft {
    let rules = (1..=RULES).map(|id| {
        let by_digits = ConditionsDraft { to: vec![format!("+44{id:03}")], ..Default::default() };
        let accounts = vec![format!("a{id}")];
        let conditions = match id {
            1..=900 if id % 10 == 0 => ConditionsDraft { accounts, ..by_digits },
            1..=900 => by_digits,
            901..=999 => ConditionsDraft { accounts, ..Default::default() },
            _ => ConditionsDraft::default(),
        };
        RuleDraft { conditions, ..rule(id, &format!("r{id}"), &[&["mno-a"]]) }
    });
    Draft {
        accounts: (1..=ACCOUNTS).map(|id| account(id, &format!("a{id}"))).collect(),
        operators: vec![operator(1, "mno-a")],
        rules: rules.collect(),
        ..Draft::default()
    }
}

#[test]
fn ten_thousand_accounts_and_a_thousand_rules() {
    let draft = draft();
    let begin = now();
    let snapshot = build(&draft);
    println!("build: {:?} for {ACCOUNTS} accounts and {RULES} rules", begin.elapsed());
    let sender = source("ACME");
    for (what, account, to, expected) in [
        ("by digits, the first rule", 5_000, "+44001700900", 1),
        ("by digits, a late rule", 5_000, "+44899700900", 899),
        ("by digits and account", 890, "+44890700900", 890),
        ("by account, behind all digits", 950, "+36201234567", 950),
        ("none of these: the last rule", 5_000, "+36201234567", 1_000),
    ] {
        let destination = destination(to);
        let query = RouteQuery {
            account: AccountId(account),
            sender: &sender,
            destination: &destination,
            network: None,
            tags: &[],
        };
        assert_eq!(route(&snapshot, &query).rule.map(|rule| rule.id.0), Some(expected), "{what}");
        let begin = now();
        let found = (0..ROUNDS * 1_000).filter(|_| route(&snapshot, &query).rule.is_some()).count();
        println!("route, {what}: {:?} each", begin.elapsed() / ROUNDS / 1_000);
        assert_eq!(found, 20_000);
        let begin = now();
        let passed: usize = (0..ROUNDS).map(|_| route(&snapshot, &query).passed().count()).sum();
        println!("  with the whole walk: {:?} each", begin.elapsed() / ROUNDS);
        assert_eq!(passed, (expected as usize - 1) * 20);
    }
}
