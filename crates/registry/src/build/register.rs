//! Names and numbers of all objects, so that they can be found and none is there twice.

use super::check::{Expected, Problems};
use super::names::{All, Named};
use super::parse;
use crate::draft::Draft;
use crate::problem::{Fault, Kind};
use std::collections::BTreeMap;

pub(super) fn register(draft: &Draft, problems: &mut Problems) -> All {
    let accounts = draft.accounts.iter().map(|account| (account.id, &*account.name));
    let operators = draft.operators.iter().map(|operator| (operator.id, &*operator.name));
    let services = draft.services.iter().map(|service| (service.id, &*service.name));
    let numbers = draft.numbers.iter().map(|number| (number.id, &*number.number));
    let rules = draft.rules.iter().map(|rule| (rule.id, &*rule.name));
    let all = All {
        accounts: named(Kind::Account, accounts, problems),
        operators: named(Kind::Operator, operators, problems),
        services: named(Kind::Service, services, problems),
    };
    check_ids(Kind::Number, numbers, problems);
    named(Kind::Rule, rules, problems);
    all
}

/// Takes the names down; those that are no names too, so that one mistake is told once. A name that
/// two have leads to the first.
fn named<'a, I: Copy + Ord>(
    kind: Kind,
    objects: impl Iterator<Item = (I, &'a str)> + Clone,
    problems: &mut Problems,
) -> Named<I> {
    check_ids(kind, objects.clone(), problems);
    let mut by_name = BTreeMap::new();
    for (index, (id, name)) in objects.enumerate() {
        let mut check = problems.of(kind, index, name);
        check.parsed("name", name, parse::name);
        if by_name.contains_key(name) {
            let expected = Expected::some(format!("a name that no other {} has", kind.name()));
            check.fail("name", Fault::Duplicate, Some(name), expected);
        } else {
            by_name.insert(name.into(), id);
        }
    }
    Named { kind, by_name }
}

/// No two objects of a kind may have one number: records could not tell them apart.
fn check_ids<'a, I: Ord>(
    kind: Kind,
    objects: impl Iterator<Item = (I, &'a str)>,
    problems: &mut Problems,
) {
    let mut seen = BTreeMap::new();
    for (index, (id, name)) in objects.enumerate() {
        if let Some(first) = seen.get(&id) {
            let expected = Expected::some(format!("a number other than that of {first:?}"));
            problems.of(kind, index, name).fail("id", Fault::Duplicate, None, expected);
        } else {
            seen.insert(id, name);
        }
    }
}
