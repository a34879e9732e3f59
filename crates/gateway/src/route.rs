//! Way 2: which rule, and so which price and lane.

use crate::admit::Admitted;
use crate::desk::Desk;
use crate::door::Submission;
use crate::durable::no_currency;
use message::code::Refusal;
use message::money::Money;
use records::submission::Price;
use registry::route::{RouteQuery, route};
use registry::rule::Rule;

impl<'a> Desk<'a> {
    // [way 2] find the rule, and so the price and the lane
    pub(crate) fn rule(
        &self,
        submission: &Submission,
        admitted: &Admitted<'_>,
    ) -> Option<&'a Rule> {
        let query = RouteQuery {
            account: submission.account,
            sender: &admitted.source,
            destination: &submission.destination,
            network: None,
            tags: &submission.tags,
        };
        let id = route(self.snapshot, &query).rule?.id;
        self.snapshot.rule(id)
    }
}

/// What all parts cost.
pub(crate) fn total(rule: &Rule, parts: usize) -> Result<Money, Refusal> {
    let each = rule.sell.map_or(Money::zero(no_currency()), |price| price.money);
    let parts = u32::try_from(parts).map_err(|_| Refusal::TextTooManyParts)?;
    each.checked_mul(parts).map_err(|_| Refusal::InternalError)
}

/// A price as records have it.
pub(crate) fn price(price: registry::rule::Price) -> Price {
    let registry::rule::Price { plan, version, money } = price;
    Price { plan, version, currency: money.currency, micros: money.micros }
}
