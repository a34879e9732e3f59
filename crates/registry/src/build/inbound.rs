//! Services and numbers.

use super::account::webhook;
use super::check::{Check, Expected, Problems};
use super::names::All;
use super::parse;
use crate::draft::{NumberDraft, ServiceDraft};
use crate::inbound::{Keyword, Leased, Number, Service, Target};
use crate::problem::{Fault, Kind};
use crate::snapshot::Numbers;
use message::address::Source;
use message::object::{AccountId, ServiceId};
use std::collections::{BTreeMap, BTreeSet};

type Services = BTreeMap<ServiceId, Service>;

pub(super) fn services(drafts: &[ServiceDraft], all: &All, problems: &mut Problems) -> Services {
    let services = drafts.iter().enumerate().filter_map(|(index, draft)| {
        service(draft, all, &mut problems.of(Kind::Service, index, &draft.name))
    });
    services.map(|service| (service.id, service)).collect()
}

fn service(draft: &ServiceDraft, all: &All, check: &mut Check<'_>) -> Option<Service> {
    let name = parse::name(&draft.name).ok();
    let account = check.find("account", &draft.account, &all.accounts);
    let target = target(draft, check);
    let keywords = check.each("keywords", &draft.keywords, parse::keyword);
    let keywords = keywords.into_iter().collect();
    Some(Service { id: draft.id, name: name?, account: account?, target: target?, keywords })
}

fn target(draft: &ServiceDraft, check: &mut Check<'_>) -> Option<Target> {
    match draft.destination.as_deref() {
        None | Some("keep") => Some(Target::Keep),
        // The reference ends its sentence with the URL, and some will copy the full stop.
        Some("smpp://" | "smpp://.") => Some(Target::Sessions),
        Some(url) if url.contains("://") && !url.starts_with("smpp") => {
            webhook("destination", url, draft.secret.as_ref(), check).map(Target::Webhook)
        }
        Some(other) => {
            let nearest = other.starts_with("smpp").then(|| "smpp://".to_owned());
            let expected = Expected::rather("smpp://, https://HOST/PATH or keep", nearest);
            check.fail("destination", Fault::Malformed, Some(other), expected);
            None
        }
    }
}

pub(super) fn numbers(
    drafts: &[NumberDraft],
    services: &Services,
    all: &All,
    problems: &mut Problems,
) -> Numbers {
    let mut numbers = Numbers::default();
    let mut added = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let mut check = problems.of(Kind::Number, index, &draft.number);
        let Some(number) = number(draft, services, all, &mut check) else {
            continue;
        };
        let is_taken = match &number.leased {
            Leased::One(source) => numbers.ones.contains_key(source),
            Leased::Block(digits) => numbers.blocks.at(digits.as_str()).is_some(),
        };
        if is_taken {
            let expected = Expected::some("a number that is leased once");
            check.fail("number", Fault::Duplicate, Some(&draft.number), expected);
            continue;
        }
        added.push((index, number.leased, number.account));
        match number.leased {
            Leased::One(source) => drop(numbers.ones.insert(source, number)),
            Leased::Block(digits) => numbers.blocks.insert(digits.as_str(), number),
        }
    }
    for (index, leased, account) in added {
        let mut check = problems.of(Kind::Number, index, &drafts[index].number);
        check_overlap(&leased, account, &numbers, &mut check);
    }
    numbers
}

fn number(
    draft: &NumberDraft,
    services: &Services,
    all: &All,
    check: &mut Check<'_>,
) -> Option<Number> {
    let leased = check.parsed("number", &draft.number, parse::leased);
    let mut named = Vec::new();
    for (index, name) in draft.services.iter().enumerate() {
        let field = format!("services[{index}]");
        named.extend(check.find(&field, name, &all.services).map(|id| (field, id)));
    }
    let account = match &draft.account {
        Some(account) => check.find("account", account, &all.accounts),
        None if draft.services.is_empty() => {
            check.needed("account", None, "the account it is leased to, or a service")
        }
        None => named.iter().find_map(|(_, id)| services.get(id)).map(|service| service.account),
    };
    // A service that could not be made has told its own faults.
    let made = named.iter().filter_map(|(field, id)| Some((&**field, services.get(id)?)));
    check_services(made, account, check);
    let services = named.iter().map(|(_, id)| *id).collect();
    Some(Number { id: draft.id, leased: leased?, account: account?, services })
}

/// All services belong to the number's account, and no two want the same text.
fn check_services<'a>(
    services: impl Iterator<Item = (&'a str, &'a Service)>,
    account: Option<AccountId>,
    check: &mut Check<'_>,
) {
    let mut keywords: BTreeSet<Option<&Keyword>> = BTreeSet::new();
    for (field, service) in services {
        let name = service.name.as_str();
        if account.is_some_and(|account| account != service.account) {
            let expected = Expected::some("a service of the account that the number is leased to");
            check.fail(field, Fault::Foreign, Some(name), expected);
        }
        let mut wanted: Vec<_> = service.keywords.iter().map(Some).collect();
        if wanted.is_empty() {
            wanted.push(None);
        }
        if let Some(taken) = wanted.iter().find(|word| keywords.contains(*word)) {
            let expected = Expected::some(match taken {
                Some(word) => format!("one service of the number with the keyword {word}"),
                None => "one service of the number without keywords".to_owned(),
            });
            check.fail(field, Fault::Duplicate, Some(name), expected);
        }
        keywords.extend(wanted);
    }
}

/// Inside a block of one account nobody else has a number: one of the two is a mistake.
fn check_overlap(leased: &Leased, account: AccountId, numbers: &Numbers, check: &mut Check<'_>) {
    let digits = match leased {
        Leased::One(Source::Number(number)) => number.as_str(),
        Leased::Block(digits) => digits.as_str(),
        Leased::One(Source::ShortCode(_) | Source::Name(_)) => return,
    };
    let around = numbers.blocks.of(digits).find(|block| block.account != account);
    if let Some(block) = around {
        let what = format!("a number that is not in the block {}", block.leased);
        check.fail("number", Fault::Overlap, Some(&leased.to_string()), Expected::some(what));
    }
}
