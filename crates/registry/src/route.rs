//! The walk of a message through the routing table.

use crate::country::{Country, Located, MccMnc};
use crate::rule::{Conditions, Rule};
use crate::snapshot::Snapshot;
use message::address::{Destination, Source};
use message::object::AccountId;
use std::fmt;

/// What rules look at.
#[derive(Debug, Clone, Copy)]
pub struct RouteQuery<'a> {
    /// Whose message it is.
    pub account: AccountId,
    /// Who sends it.
    pub sender: &'a Source,
    /// To whom.
    pub destination: &'a Destination,
    /// The destination's network, where somebody has found it out.
    pub network: Option<MccMnc>,
    /// Its tags.
    pub tags: &'a [Box<str>],
}

/// The walk of a message through the rules, from the first to the one that matches.
#[derive(Debug, Clone, Copy)]
pub struct RouteWalk<'a> {
    /// The first rule that matches; none: there is no route.
    pub rule: Option<&'a Rule>,
    /// Where the destination is at home, as the rules saw it.
    pub home: Option<Located>,
    query: RouteQuery<'a>,
    passed: &'a [Rule],
}

/// Why a rule does not match: the first of its conditions, in this order, that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mismatch {
    /// It is for other accounts.
    Account,
    /// It is for other beginnings of numbers.
    Prefix,
    /// It is for other countries.
    Country,
    /// It is for other networks.
    Network,
    /// It is for other senders.
    Sender,
    /// It is for other tags.
    Tag,
}

/// The first rule that matches, and the walk to it. Ordered rules: the first match wins, however
/// exact a later one would be.
pub fn route<'a>(snapshot: &'a Snapshot, query: &RouteQuery<'a>) -> RouteWalk<'a> {
    let home = match query.destination {
        Destination::Number(number) => Located::of(number),
        Destination::ShortCode(_) => None,
    };
    let country = home.map(|home| home.country);
    let rules = snapshot.rules();
    let matches = |place: usize| {
        rules.get(place).is_some_and(|rule| mismatch(&rule.conditions, query, country).is_none())
    };
    let digits = digits(query.destination);
    let place = snapshot.rules.index.first(query.account, digits, country, matches);
    RouteWalk {
        rule: place.and_then(|place| rules.get(place)),
        home,
        query: *query,
        passed: place.map_or(rules, |place| &rules[..place]),
    }
}

impl<'a> RouteWalk<'a> {
    /// The rules before the match, or all if there is none, in order and each with the reason why
    /// it does not match. Found out as the iterator is asked, so that nobody pays for what nobody
    /// reads; there are at most as many as there are rules.
    pub fn passed(&self) -> impl Iterator<Item = (&'a Rule, Mismatch)> {
        let (query, country) = (self.query, self.home.map(|home| home.country));
        self.passed
            .iter()
            .filter_map(move |rule| Some((rule, mismatch(&rule.conditions, &query, country)?)))
    }
}

/// The first condition that does not hold; `None`: the rule matches.
fn mismatch(
    conditions: &Conditions,
    query: &RouteQuery<'_>,
    country: Option<Country>,
) -> Option<Mismatch> {
    let Conditions { accounts, senders, to, countries, networks, tags } = conditions;
    let begins_so = || digits(query.destination).is_some_and(|digits| to.contain(digits));
    if !accounts.is_empty() && !accounts.contains(&query.account) {
        Some(Mismatch::Account)
    } else if !to.prefixes().is_empty() && !begins_so() {
        Some(Mismatch::Prefix)
    } else if !countries.is_empty() && country.is_none_or(|c| !countries.contains(&c)) {
        Some(Mismatch::Country)
    } else if !networks.is_empty() && query.network.is_none_or(|n| !networks.contains(&n)) {
        Some(Mismatch::Network)
    } else if senders.as_ref().is_some_and(|senders| !senders.contain(query.sender)) {
        Some(Mismatch::Sender)
    } else if !tags.is_empty() && !query.tags.iter().any(|tag| tags.contains(&**tag)) {
        Some(Mismatch::Tag)
    } else {
        None
    }
}

fn digits(destination: &Destination) -> Option<&str> {
    match destination {
        Destination::Number(number) => Some(number.as_str()),
        Destination::ShortCode(_) => None,
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Mismatch::Account => "it is for other accounts",
            Mismatch::Prefix => "it is for numbers that begin otherwise",
            Mismatch::Country => "it is for other countries",
            Mismatch::Network => "it is for other networks",
            Mismatch::Sender => "it is for other senders",
            Mismatch::Tag => "it is for other tags",
        })
    }
}
