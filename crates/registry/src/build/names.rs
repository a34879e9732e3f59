//! Objects by name.

use crate::problem::Kind;
use message::object::{AccountId, OperatorId, ServiceId};
use std::collections::BTreeMap;

/// The objects that others name.
pub(super) struct All {
    pub(super) accounts: Named<AccountId>,
    pub(super) operators: Named<OperatorId>,
    pub(super) services: Named<ServiceId>,
}

/// Objects of one kind, by name.
pub(super) struct Named<I> {
    pub(super) kind: Kind,
    pub(super) by_name: BTreeMap<Box<str>, I>,
}

impl<I: Copy> Named<I> {
    pub(super) fn find(&self, name: &str) -> Option<I> {
        self.by_name.get(name).copied()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(|name| &**name)
    }
}

/// The name that was probably meant: it differs in case, or in at most a third of its letters. A
/// name of two letters has no neighbours.
pub fn nearest<'a>(given: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let given = given.to_lowercase();
    let distance = |name: &str| strsim::damerau_levenshtein(&given, &name.to_lowercase());
    let near = names.map(|name| (distance(name), name));
    let near = near.filter(|(distance, _)| distance * 3 <= given.chars().count());
    near.min().map(|(_, name)| name.to_owned())
}
