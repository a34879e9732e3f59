//! Any draft: what builds never panics when asked, and a route is what a walk in order finds.

use super::support::{account, build, destination, number, operator, price, rule, source, words};
use message::address::{Destination, Source};
use message::object::{AccountId, ServiceId};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use registry::Snapshot;
use registry::country::MccMnc;
use registry::draft::{ConditionsDraft, Draft, NumberDraft, RuleDraft, ServiceDraft};
use registry::inbound::Keyword;
use registry::net::{Cidr, Endpoint, WebUrl};
use registry::route::{RouteQuery, route};
use std::cell::Cell;

const ACCOUNTS: [&str; 3] = ["a", "b", "c"];
const OPERATORS: [&str; 2] = ["x", "y"];
const SENDERS: [&str; 6] = ["ACME", "AC*", "12345", "+4477*", "name:*", "*"];
const TO: [&str; 6] = ["+4", "+44", "+4477", "+447700900123", "+1", "+3"];
const COUNTRIES: [&str; 4] = ["GB", "US", "CA", "HU"];
const NETWORKS: [&str; 2] = ["23410", "21630"];
const TAGS: [&str; 2] = ["otp", "sale"];
const NUMBERS: [&str; 6] = ["+447700900123", "+44770*", "+4477*", "12345", "ACME", "+14165550123"];
const PHONES: [&str; 6] =
    ["+447700900123", "+442079460000", "+14165550123", "+12125550123", "+36201234567", "12345"];
const NAMES: [&str; 4] = ["ACME", "ACRE", "OTHER", "12345"];

/// Mostly nothing, so that rules match often enough.
fn some_of(all: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    prop_oneof![
        2 => Just(Vec::new()),
        1 => subsequence(all, 1..=all.len()).prop_map(|some| words(&some)),
    ]
}

prop_compose! {
    fn conditions()(
        accounts in some_of(&ACCOUNTS),
        senders in some_of(&SENDERS),
        to in some_of(&TO),
        countries in some_of(&COUNTRIES),
        networks in some_of(&NETWORKS),
        tags in some_of(&TAGS),
    ) -> ConditionsDraft {
        ConditionsDraft { accounts, senders, to, countries, networks, tags }
    }
}

prop_compose! {
    /// Three services; two of them may want the same texts.
    fn services()(
        second in subsequence(&["stop", "win"][..], 0..=2),
        third in subsequence(&["win", "24"][..], 0..=2),
    ) -> Vec<ServiceDraft> {
        let services = (1..).zip([vec![], second, third]).map(|(id, keywords)| ServiceDraft {
            keywords: words(&keywords),
            ..ServiceDraft::new(ServiceId(id), &format!("s{id}"), "a")
        });
        services.collect()
    }
}

prop_compose! {
    fn numbers()(
        some in vec(
            (select(&NUMBERS[..]), some_of(&["s1", "s2", "s3"]), select(&ACCOUNTS[..])),
            0..5,
        )
    ) -> Vec<NumberDraft> {
        let numbers = (1..).zip(some).map(|(id, (text, services, account))| NumberDraft {
            account: services.is_empty().then(|| account.to_owned()),
            services,
            ..number(id, text, &[])
        });
        numbers.collect()
    }
}

prop_compose! {
    /// Often right, sometimes wrong.
    fn drafts()(
        all in vec(conditions(), 0..12),
        services in services(),
        numbers in numbers(),
        operators in 1..=2_usize,
    ) -> Draft {
        let rules = (1..).zip(all).map(|(id, conditions)| RuleDraft {
            conditions,
            sell: Some(price("0.01", "EUR")),
            ..rule(id, &format!("r{id}"), &[&["x"]])
        });
        let operators = (1..).zip(OPERATORS).take(operators).map(|(id, name)| operator(id, name));
        Draft {
            version: 1,
            accounts: (1..).zip(ACCOUNTS).map(|(id, name)| account(id, name)).collect(),
            operators: operators.collect(),
            services,
            numbers,
            rules: rules.collect(),
        }
    }
}

/// One question to a snapshot.
#[derive(Debug, Clone)]
struct Question {
    account: AccountId,
    sender: Source,
    destination: Destination,
    network: Option<MccMnc>,
    tags: Vec<Box<str>>,
}

impl Question {
    fn query(&self) -> RouteQuery<'_> {
        let Question { account, sender, destination, network, tags } = self;
        RouteQuery { account: *account, sender, destination, network: *network, tags }
    }
}

prop_compose! {
    fn question()(
        account in 0..5_u32,
        sender in select(&NAMES[..]),
        to in select(&PHONES[..]),
        network in prop_oneof![Just(""), select(&NETWORKS[..])],
        tags in subsequence(&TAGS[..], 0..=2),
    ) -> Question {
        Question {
            account: AccountId(account),
            sender: source(sender),
            destination: destination(to),
            network: MccMnc::parse(network),
            tags: tags.into_iter().map(Into::into).collect(),
        }
    }
}

/// The same cases always, or those of `SEED`.
fn runner() -> TestRunner {
    let seed = std::env::var("SEED").map_or(20_261_123, |text| text.parse().expect("a number"));
    TestRunner::new(Config {
        cases: 2_000,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        ..Config::default()
    })
}

/// The index must find what a look at one rule after another finds: the place of the match is the
/// number of rules that do not match before it, each asked when it is the only rule there is.
#[test]
fn a_route_is_the_first_rule_that_matches() {
    let (matched, unmatched) = (Cell::new(0), Cell::new(0));
    let questions = (drafts(), vec(question(), 1..20));
    let result = runner().run(&questions, |(draft, questions)| {
        let draft = Draft { services: Vec::new(), numbers: Vec::new(), ..draft };
        let snapshot = build(&draft);
        let alone: Vec<_> = draft.rules.iter().map(|rule| alone(rule, &draft)).collect();
        for question in questions {
            let query = question.query();
            let walk = route(&snapshot, &query);
            let expected = match draft.rules.is_empty() {
                true => snapshot.rules().first().map(|rule| rule.id),
                false => {
                    let first = alone.iter().find_map(|rule| route(rule, &query).rule);
                    first.map(|rule| rule.id)
                }
            };
            prop_assert_eq!(walk.rule.map(|rule| rule.id), expected);
            let before = snapshot.rules().iter().take_while(|rule| Some(rule.id) != expected);
            prop_assert!(walk.passed().map(|(rule, _)| rule.id).eq(before.map(|rule| rule.id)));
            let count = if expected.is_some() { &matched } else { &unmatched };
            count.set(count.get() + 1);
        }
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    println!("routes: {} found, {} not", matched.get(), unmatched.get());
    assert!(matched.get() > 5_000 && unmatched.get() > 1_000, "too many of one kind");
}

/// The same registry with one rule.
fn alone(rule: &RuleDraft, draft: &Draft) -> Snapshot {
    build(&Draft { rules: vec![rule.clone()], ..draft.clone() })
}

#[test]
fn what_builds_answers_every_question() {
    let (built, refused, services) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let questions = (drafts(), vec(question(), 1..20), "(stop|win|24)?.{0,20}");
    let result = runner().run(&questions, |(draft, questions, text)| {
        let Ok(snapshot) = Snapshot::build(&draft) else {
            refused.set(refused.get() + 1);
            return Ok(());
        };
        built.set(built.get() + 1);
        for question in questions {
            ask(&snapshot, &question)?;
            let number = snapshot.number(&question.destination);
            let service = number.and_then(|number| snapshot.service_for(number, &text));
            let (Some(number), Some(service)) = (number, service) else {
                continue;
            };
            services.set(services.get() + 1);
            prop_assert_eq!(service.account, number.account);
            prop_assert!(number.services.contains(&service.id));
            let word = Keyword::of(&text);
            let asked_for = word.is_some_and(|word| service.keywords.contains(&word));
            prop_assert!(asked_for || service.keywords.is_empty());
        }
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    println!("built {}, refused {}; services {}", built.get(), refused.get(), services.get());
    assert!(built.get() > 500 && refused.get() > 200 && services.get() > 200, "too few");
}

fn ask(snapshot: &Snapshot, question: &Question) -> Result<(), TestCaseError> {
    let Question { account: id, sender, .. } = question;
    let account = snapshot.account(*id);
    prop_assert_eq!(account.is_some(), (1..=3).contains(&id.0));
    if let Some(account) = account {
        let login = snapshot.login(account.name.as_str());
        prop_assert_eq!(login.map(|login| login.account), Some(*id));
        // Nobody has said anything of senders: numbers, and what is leased.
        let may = snapshot.may_send_as(account, sender);
        prop_assert!(may || !matches!(sender, Source::Number(_)));
    }
    let number = snapshot.number(&question.destination);
    prop_assert!(number.is_none_or(|number| snapshot.account(number.account).is_some()));
    for rule in snapshot.rules() {
        let mut targets = rule.groups.iter().flat_map(|group| &group.targets);
        prop_assert!(targets.all(|target| snapshot.operator(target.operator).is_some()));
        prop_assert_eq!(snapshot.rule(rule.id).map(|rule| rule.id), Some(rule.id));
    }
    Ok(())
}

/// Any text in any field is a value or a problem, and is shown again as it was.
#[test]
fn no_text_makes_a_reader_panic() {
    let texts = prop_oneof!["\\PC{0,40}", "[0-9+*./:a-z\\[\\]-]{0,20}"];
    let result = runner().run(&texts, |text| {
        let shown = Endpoint::parse(&text).map(|endpoint| endpoint.to_string());
        prop_assert!(shown.is_none_or(|shown| Endpoint::parse(&shown) == Endpoint::parse(&text)));
        let url = WebUrl::parse(&text);
        prop_assert!(url.is_none_or(|url| url.as_str() == text));
        if let Ok(network) = Cidr::parse(&text) {
            prop_assert_eq!(Cidr::parse(&network.to_string()), Ok(network));
        }
        let mut draft = super::support::draft();
        draft.accounts[0].senders = Some(vec![text.clone()]);
        draft.accounts[0].logins[0].networks = vec![text.clone()];
        draft.operators[0].address.clone_from(&text);
        draft.services[0].destination = Some(text.clone());
        draft.services[1].keywords = vec![text.clone()];
        draft.numbers[0].number.clone_from(&text);
        draft.rules[0].conditions.to = vec![text.clone()];
        draft.rules[1].name = text;
        let problems = Snapshot::build(&draft).err().unwrap_or_default();
        prop_assert!(problems.iter().all(|problem| !problem.expected.is_empty()));
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}
