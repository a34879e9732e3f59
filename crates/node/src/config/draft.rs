//! From what a file says to a registry.

use super::Book;
use super::read::{File, SIMULATED};
use crate::customers::hash;
use message::object::{AccountId, LoginId, NumberId, OperatorId, RuleId, ServiceId};
use registry::draft::{Draft, LoginDraft};
use registry::{Problem, Snapshot};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZero;

/// The registry that a file describes.
pub(super) fn snapshot(
    file: &File,
    book: &mut Book,
    simulators: &BTreeMap<String, SocketAddr>,
) -> Result<Snapshot, Vec<Problem>> {
    let mut draft = file.draft.clone();
    number(&mut draft, |kind, name| book.number(kind, name));
    settle(&mut draft, |name| simulators.get(name).copied());
    hash_passwords(draft.accounts.iter_mut().flat_map(|account| &mut account.logins).collect());
    Snapshot::build(&draft)
}

/// Each takes 20 ms, so all processors share them: a thousand accounts are not to be waited for.
fn hash_passwords(mut logins: Vec<&mut LoginDraft>) {
    let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
    let share = logins.len().div_ceil(processors).max(1);
    std::thread::scope(|scope| {
        for logins in logins.chunks_mut(share) {
            scope.spawn(|| {
                for login in logins {
                    login.verifier = login.verifier.as_ref().map(hash);
                }
            });
        }
    });
}

/// All that is wrong with what a file describes; nothing is numbered, hashed or opened for it.
pub(super) fn problems(draft: &Draft) -> Vec<Problem> {
    let mut draft = draft.clone();
    let mut last = 0;
    number(&mut draft, |_, _| {
        last += 1;
        last
    });
    settle(&mut draft, |_| Some((Ipv4Addr::LOCALHOST, 1).into()));
    Snapshot::build(&draft).err().unwrap_or_default()
}

fn number(draft: &mut Draft, mut number: impl FnMut(&str, &str) -> u32) {
    for account in &mut draft.accounts {
        account.id = AccountId(number("account", &account.name));
        for login in &mut account.logins {
            login.id = LoginId(number("login", &login.system_id));
        }
    }
    for operator in &mut draft.operators {
        operator.id = OperatorId(number("operator", &operator.name));
    }
    for service in &mut draft.services {
        service.id = ServiceId(number("service", &service.name));
    }
    for leased in &mut draft.numbers {
        leased.id = NumberId(number("number", &leased.number));
    }
    for rule in &mut draft.rules {
        rule.id = RuleId(number("rule", &rule.name));
    }
}

/// Simulated operators listen somewhere.
fn settle(draft: &mut Draft, at: impl Fn(&str) -> Option<SocketAddr>) {
    for operator in &mut draft.operators {
        if operator.address.starts_with(SIMULATED)
            && let Some(address) = at(&operator.name)
        {
            operator.address = format!("smpp://{address}");
        }
    }
}
