//! Logins of all accounts.

use super::check::{Check, Expected};
use super::parse;
use crate::account::{Bind, Login};
use crate::draft::{AccountDraft, LoginDraft};
use crate::name::SystemId;
use crate::problem::Fault;
use message::object::{AccountId, LoginId};
use std::collections::{BTreeMap, BTreeSet};

/// Logins by what they bind with, and the numbers that they have.
#[derive(Default)]
pub(super) struct Logins {
    pub(super) by_system_id: BTreeMap<SystemId, Login>,
    ids: BTreeSet<LoginId>,
}

impl Logins {
    /// Adds those of an account.
    pub(super) fn add(&mut self, account: &AccountDraft, check: &mut Check<'_>) {
        for (index, draft) in account.logins.iter().enumerate() {
            let mut check = check.within(&format!("logins[{index}]"));
            if !self.ids.insert(draft.id) {
                let expected = Expected::some("a number that no other login has");
                check.fail("id", Fault::Duplicate, None, expected);
            }
            let Some(login) = login(draft, account.id, &mut check) else {
                continue;
            };
            if self.by_system_id.contains_key(&login.system_id) {
                let expected = Expected::some("a system_id that no other login has");
                let given = Some(login.system_id.as_str());
                check.fail("system_id", Fault::Duplicate, given, expected);
            } else {
                self.by_system_id.insert(login.system_id.clone(), login);
            }
        }
    }
}

fn login(draft: &LoginDraft, account: AccountId, check: &mut Check<'_>) -> Option<Login> {
    let system_id = check.parsed("system_id", &draft.system_id, parse::system_id);
    let verifier = draft.verifier.clone().filter(|secret| !secret.expose().is_empty());
    let verifier = check.needed("verifier", verifier, "what the password is checked with");
    let binds = match &draft.binds {
        Some(words) => check.words("binds", words, Bind::WORDS),
        None => Bind::WORDS.iter().map(|(_, bind)| *bind).collect(),
    };
    if draft.binds.as_ref().is_some_and(Vec::is_empty) {
        check.fail("binds", Fault::Missing, None, Expected::some("one bind or more"));
    }
    let networks = check.each("networks", &draft.networks, parse::cidr);
    Some(Login {
        id: draft.id,
        account,
        system_id: system_id?,
        verifier: verifier?,
        binds,
        networks,
        tls_required: draft.tls_required,
    })
}
