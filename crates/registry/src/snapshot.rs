//! The registry as it stands at one moment: immutable, and fast to ask.

use crate::account::{Account, Login};
use crate::inbound::{Keyword, Number, Service};
use crate::name::SystemId;
use crate::operator::Operator;
use crate::prefix::Prefixes;
use crate::rule::{Rule, RuleIndex};
use message::address::{Destination, Source};
use message::object::{AccountId, OperatorId, RuleId, ServiceId};
use std::collections::BTreeMap;

/// All that is configured, checked. Every object that another one names is there.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub(crate) version: u64,
    pub(crate) accounts: BTreeMap<AccountId, Account>,
    pub(crate) logins: BTreeMap<SystemId, Login>,
    pub(crate) operators: BTreeMap<OperatorId, Operator>,
    pub(crate) services: BTreeMap<ServiceId, Service>,
    pub(crate) numbers: Numbers,
    pub(crate) rules: Rules,
}

/// Numbers, by address.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers {
    pub(crate) ones: BTreeMap<Source, Number>,
    pub(crate) blocks: Prefixes<Number>,
}

/// Rules, in order and by number.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    pub(crate) in_order: Vec<Rule>,
    pub(crate) places: BTreeMap<RuleId, usize>,
    pub(crate) index: RuleIndex,
}

impl Snapshot {
    /// Which version this is: records name it.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The login that binds with this system_id.
    pub fn login(&self, system_id: &str) -> Option<&Login> {
        self.logins.get(system_id)
    }

    /// An account.
    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.get(&id)
    }

    /// All accounts, by number.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.accounts.values()
    }

    /// An operator.
    pub fn operator(&self, id: OperatorId) -> Option<&Operator> {
        self.operators.get(&id)
    }

    /// All operators, by number.
    pub fn operators(&self) -> impl Iterator<Item = &Operator> {
        self.operators.values()
    }

    /// A rule.
    pub fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.rules.places.get(&id).and_then(|place| self.rules.in_order.get(*place))
    }

    /// All rules, in order.
    pub fn rules(&self) -> &[Rule] {
        &self.rules.in_order
    }

    /// A service.
    pub fn service(&self, id: ServiceId) -> Option<&Service> {
        self.services.get(&id)
    }

    /// Whose a text from a phone is, by where it was sent: the number itself goes before a block,
    /// a longer block before a shorter one.
    pub fn number(&self, to: &Destination) -> Option<&Number> {
        match to {
            Destination::Number(number) => self.numbers.holding(&Source::Number(*number)),
            Destination::ShortCode(code) => self.numbers.holding(&Source::ShortCode(*code)),
        }
    }

    /// The service that takes a text to this number: the one with the text's first word among its
    /// keywords, else the one without keywords.
    pub fn service_for(&self, number: &Number, text: &str) -> Option<&Service> {
        let mut services = number.services.iter().filter_map(|id| self.services.get(id));
        let by_keyword = Keyword::of(text)
            .and_then(|word| services.clone().find(|service| service.keywords.contains(&word)));
        by_keyword.or_else(|| services.find(|service| service.keywords.is_empty()))
    }

    /// May the account send as this: is it on its list, or leased to it?
    pub fn may_send_as(&self, account: &Account, source: &Source) -> bool {
        let is_leased =
            || self.numbers.holding(source).is_some_and(|number| number.account == account.id);
        account.allows(source) || is_leased()
    }
}

impl Numbers {
    fn holding(&self, address: &Source) -> Option<&Number> {
        let block = || match address {
            Source::Number(number) => self.blocks.of(number.as_str()).next(),
            Source::ShortCode(_) | Source::Name(_) => None,
        };
        self.ones.get(address).or_else(block)
    }
}
