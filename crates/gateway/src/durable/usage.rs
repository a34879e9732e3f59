//! What is open, in numbers: for quotas and bounds.

use message::object::AccountId;
use std::collections::BTreeMap;

/// What is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    accounts: BTreeMap<AccountId, Open>,
    octets: u64,
}

/// What is open of one account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Open {
    messages: u32,
    notices: u32,
}

impl Usage {
    /// Messages that have not ended, and receipts and texts that the account has not taken.
    pub fn of(&self, account: AccountId) -> u32 {
        self.accounts.get(&account).map_or(0, |open| open.messages.saturating_add(open.notices))
    }

    /// About how many octets of memory everything takes that waits.
    pub fn octets(&self) -> u64 {
        self.octets
    }

    pub(super) fn message_opened(&mut self, account: AccountId) {
        self.accounts.entry(account).or_default().messages += 1;
    }

    pub(super) fn message_ended(&mut self, account: AccountId) {
        self.change(account, |open| open.messages = open.messages.saturating_sub(1));
    }

    pub(super) fn notice_opened(&mut self, account: AccountId) {
        self.accounts.entry(account).or_default().notices += 1;
    }

    pub(super) fn notice_ended(&mut self, account: AccountId) {
        self.change(account, |open| open.notices = open.notices.saturating_sub(1));
    }

    pub(super) fn grown(&mut self, octets: u64) {
        self.octets += octets;
    }

    pub(super) fn shrunk(&mut self, octets: u64) {
        self.octets = self.octets.saturating_sub(octets);
    }

    /// An account of which nothing is open has no entry.
    fn change(&mut self, account: AccountId, change: impl FnOnce(&mut Open)) {
        if let Some(open) = self.accounts.get_mut(&account) {
            change(open);
            if *open == Open::default() {
                self.accounts.remove(&account);
            }
        }
    }
}
