//! Which rules are worth a look, so that a thousand others cost nothing.
//!
//! The index is a filter only: a rule that it names may still not match, one that it does not name
//! cannot. Rules that ask for neither account nor destination are worth a look always.

use super::Rule;
use crate::country::Country;
use crate::prefix::Prefixes;
use message::object::AccountId;
use std::collections::BTreeMap;

/// Places of rules in the routing table, in rising order.
type Places = Vec<usize>;

/// Places of rules by what they ask for.
#[derive(Debug, Clone, Default)]
pub(crate) struct RuleIndex {
    any_account: ByDestination,
    accounts: BTreeMap<AccountId, ByDestination>,
}

#[derive(Debug, Clone, Default)]
struct ByDestination {
    any: Places,
    prefixes: Prefixes<Places>,
    countries: BTreeMap<Country, Places>,
}

/// A rule for so many accounts and destinations is indexed by its destinations only: entries are
/// memory, and such a rule is for nearly everybody.
const ENTRIES_MAX: usize = 1_024;

impl RuleIndex {
    pub(crate) fn new(rules: &[Rule]) -> RuleIndex {
        let mut index = RuleIndex::default();
        for (place, rule) in rules.iter().enumerate() {
            let accounts = &rule.conditions.accounts;
            let entries = accounts.len() * ByDestination::entries(rule);
            if accounts.is_empty() || entries > ENTRIES_MAX {
                index.any_account.add(place, rule);
            } else {
                for account in accounts {
                    index.accounts.entry(*account).or_default().add(place, rule);
                }
            }
        }
        index
    }

    /// The first place whose rule `matches`, among those that can match a message of this account
    /// to a number with these digits and of this country.
    pub(crate) fn first(
        &self,
        account: AccountId,
        digits: Option<&str>,
        country: Option<Country>,
        matches: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let mut first = None;
        for index in [Some(&self.any_account), self.accounts.get(&account)].into_iter().flatten() {
            for places in index.worth_a_look(digits, country) {
                let better = places.iter().take_while(|place| first.is_none_or(|f| **place < f));
                let found = better.copied().find(|place| matches(*place));
                first = found.or(first);
            }
        }
        first
    }
}

impl ByDestination {
    fn add(&mut self, place: usize, rule: &Rule) {
        let (prefixes, countries) = (rule.conditions.to.prefixes(), &rule.conditions.countries);
        if !prefixes.is_empty() {
            for prefix in prefixes {
                self.prefixes.entry(prefix.as_str()).push(place);
            }
        } else if !countries.is_empty() {
            for country in countries {
                self.countries.entry(*country).or_default().push(place);
            }
        } else {
            self.any.push(place);
        }
    }

    /// How many entries a rule takes.
    fn entries(rule: &Rule) -> usize {
        let (prefixes, countries) = (rule.conditions.to.prefixes(), &rule.conditions.countries);
        if prefixes.is_empty() { countries.len().max(1) } else { prefixes.len() }
    }

    fn worth_a_look<'a>(
        &'a self,
        digits: Option<&'a str>,
        country: Option<Country>,
    ) -> impl Iterator<Item = &'a Places> {
        let by_digits = digits.into_iter().flat_map(|digits| self.prefixes.of(digits));
        let by_country = country.and_then(|country| self.countries.get(&country));
        std::iter::once(&self.any).chain(by_country).chain(by_digits)
    }
}
