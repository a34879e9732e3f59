//! Walks through the rules.

use super::support::{account, build, destination, draft, operator, rule, source, words};
use message::object::AccountId;
use registry::Snapshot;
use registry::country::MccMnc;
use registry::draft::{ConditionsDraft, Draft, RuleDraft};
use registry::route::{RouteQuery, route};

fn when(id: u32, name: &str, conditions: ConditionsDraft) -> RuleDraft {
    RuleDraft { conditions, ..rule(id, name, &[&["mno-a"]]) }
}

fn conditions() -> ConditionsDraft {
    ConditionsDraft::default()
}

fn snapshot() -> Snapshot {
    let to = |list: &[&str]| ConditionsDraft { to: words(list), ..conditions() };
    let rules = vec![
        when(1, "bank", ConditionsDraft { senders: words(&["BANK*"]), ..to(&["+44", "+353"]) }),
        when(2, "otp", ConditionsDraft { tags: words(&["otp", "login"]), ..conditions() }),
        when(3, "acme uk", ConditionsDraft { accounts: words(&["acme"]), ..to(&["+44"]) }),
        when(4, "uk mobile", to(&["+4477"])),
        when(5, "uk", to(&["44"])),
        when(6, "uk exact", to(&["+447700900123"])), // never reached: rule 5 is before it
        when(7, "canada", ConditionsDraft { countries: words(&["CA", "PM"]), ..conditions() }),
        when(8, "network", ConditionsDraft { networks: words(&["21630"]), ..conditions() }),
        when(9, "beta", ConditionsDraft { accounts: words(&["beta"]), ..conditions() }),
        when(10, "short", ConditionsDraft { senders: words(&["short_code:*"]), ..conditions() }),
    ];
    build(&Draft { rules, ..draft() })
}

/// account, sender, destination, network, tags; the rule, or none; the walk.
type Row = (u32, &'static str, &'static str, &'static str, &'static [&'static str]);

/// One letter per rule that was passed: why.
#[rustfmt::skip]
const WALKS: &[(Row, Option<&str>, &str)] = &[
    ((1, "BANK",          "+447700900123", "",      &[]),             Some("bank"),      ""),
    ((1, "BANK UK",       "+353861234567", "",      &[]),             Some("bank"),      ""),
    ((1, "Bank",          "+353861234567", "",      &[]),             None,              "STPPPPCNAS"),
    ((1, "BANK",          "+36201234567",  "",      &[]),             None,              "PTPPPPCNAS"),
    ((1, "ACME",          "+36201234567",  "",      &["otp"]),        Some("otp"),       "P"),
    ((1, "ACME",          "+36201234567",  "",      &["x", "login"]), Some("otp"),       "P"),
    ((1, "ACME",          "+36201234567",  "",      &["OTP"]),        None,              "PTPPPPCNAS"),
    ((1, "ACME",          "+447700900123", "",      &[]),             Some("acme uk"),   "ST"),
    ((2, "BETA",          "+447700900123", "",      &[]),             Some("uk mobile"), "STA"),
    ((2, "BETA",          "+442079460000", "",      &[]),             Some("uk"),        "STAP"),
    ((2, "BETA",          "+14165550123",  "",      &[]),             Some("canada"),    "PTAPPP"),
    ((2, "BETA",          "+12125550123",  "",      &[]),             Some("beta"),      "PTAPPPCN"),
    ((1, "ACME",          "+36301234567",  "21630", &[]),             Some("network"),   "PTPPPPC"),
    ((1, "ACME",          "+36301234567",  "21601", &[]),             None,              "PTPPPPCNAS"),
    ((1, "12345",         "+36301234567",  "",      &[]),             Some("short"),     "PTPPPPCNA"),
    ((1, "ACME",          "447",           "",      &[]),             None,              "PTPPPPCNAS"),
    ((2, "BETA",          "447",           "",      &[]),             Some("beta"),      "PTAPPPCN"),
    ((9, "NOBODY",        "+36301234567",  "",      &[]),             None,              "PTAPPPCNAS"),
];

#[test]
fn every_walk() {
    let snapshot = snapshot();
    for ((account, sender, to, network, tags), expected, reasons) in WALKS {
        let name = format!("{account}: {sender} to {to} {network} {tags:?}");
        let tags: Vec<Box<str>> = tags.iter().map(|tag| (*tag).into()).collect();
        let (sender, destination) = (source(sender), destination(to));
        let query = RouteQuery {
            account: AccountId(*account),
            sender: &sender,
            destination: &destination,
            network: MccMnc::parse(network),
            tags: &tags,
        };
        let walk = route(&snapshot, &query);
        assert_eq!(walk.rule.map(|rule| rule.name.as_str()), *expected, "{name}");
        let letters: String = walk.passed().map(|(_, why)| format!("{why:?}").remove(0)).collect();
        assert_eq!(letters, *reasons, "{name}");
        let passed: Vec<u32> = walk.passed().map(|(rule, _)| rule.id.0).collect();
        assert!(passed.into_iter().eq((1..).take(reasons.len())), "{name}");
    }
}

#[test]
fn the_walk_says_why_in_words_and_where_the_number_is_at_home() {
    let snapshot = snapshot();
    let (sender, destination) = (source("ACME"), destination("+14165550123"));
    let query = RouteQuery {
        account: AccountId(1),
        sender: &sender,
        destination: &destination,
        network: None,
        tags: &[],
    };
    let walk = route(&snapshot, &query);
    let home = walk.home.map(|home| (home.country.to_string(), format!("{:?}", home.origin)));
    assert_eq!(home, Some(("CA".to_owned(), "Prefix".to_owned())));
    let lines: Vec<_> =
        walk.passed().take(3).map(|(rule, why)| format!("{}: {why}", rule.name)).collect();
    assert_eq!(
        lines,
        [
            "bank: it is for numbers that begin otherwise",
            "otp: it is for other tags",
            "acme uk: it is for numbers that begin otherwise",
        ]
    );
}

#[test]
fn short_codes_are_at_home_nowhere() {
    let snapshot = snapshot();
    let (sender, destination) = (source("BETA"), destination("447"));
    let query = RouteQuery {
        account: AccountId(2),
        sender: &sender,
        destination: &destination,
        network: None,
        tags: &[],
    };
    let walk = route(&snapshot, &query);
    assert_eq!(walk.home, None);
    assert_eq!(walk.rule.map(|rule| rule.name.as_str()), Some("beta"));
}

/// The first match wins, also against a longer beginning behind it; a star is every account.
#[test]
fn order_goes_before_exactness() {
    let rules = |names: [&str; 2]| {
        let broad = ConditionsDraft {
            accounts: words(&["acme", "*"]),
            to: words(&["+44"]),
            ..conditions()
        };
        let narrow = ConditionsDraft {
            accounts: words(&["acme"]),
            to: words(&["+447700900123"]),
            ..conditions()
        };
        let mut rules = vec![when(1, "broad", broad), when(2, "narrow", narrow)];
        rules.sort_by_key(|rule| rule.name != names[0]);
        build(&Draft {
            accounts: vec![account(1, "acme"), account(2, "beta")],
            operators: vec![operator(1, "mno-a")],
            rules,
            ..Draft::default()
        })
    };
    for (order, account, expected) in [
        (["broad", "narrow"], 1, "broad"),
        (["narrow", "broad"], 1, "narrow"),
        (["narrow", "broad"], 2, "broad"),
    ] {
        let (sender, destination) = (source("ACME"), destination("+447700900123"));
        let query = RouteQuery {
            account: AccountId(account),
            sender: &sender,
            destination: &destination,
            network: None,
            tags: &[],
        };
        let snapshot = rules(order);
        let found = route(&snapshot, &query).rule.map(|rule| rule.name.as_str());
        assert_eq!(found, Some(expected), "{order:?} for {account}");
    }
}
