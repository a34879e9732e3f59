//! Every fate is told, once: what the account asked to be told, and nothing else; a second time only
//! if what it answered the first time may not have arrived.

use super::{Breaches, Check, Evidence, account_of};
use crate::customer::{Content, Customer, Delivery, Receipt};
use message::id::MessageId;
use records::delivery::{NoticeEnd, NoticeKind, Noticed, Taken};
use records::submission::{Accepted, ReceiptPolicy};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

pub(super) struct Told;

/// A notice, and how it ended.
type Notice<'a> = (&'a Noticed, Option<&'a Taken>);

/// The gateway hears an answer and has it on the medium after this.
const HEARD: Duration = Duration::from_secs(15);
/// It waits for an answer at least as long as this.
const IN_TIME: Duration = Duration::from_secs(20);

impl Check for Told {
    fn name(&self) -> &'static str {
        "told"
    }

    fn end(&mut self, evidence: &Evidence<'_>, breaches: &mut Breaches<'_>) {
        let mut notices: BTreeMap<MessageId, Vec<Notice<'_>>> = BTreeMap::new();
        for (noticed, taken) in evidence.history.notices().into_values() {
            if noticed.kind == NoticeKind::Receipt {
                notices.entry(noticed.message).or_default().push((noticed, taken));
            }
        }
        for accepted in evidence.history.messages() {
            let notices = notices.get(&accepted.message).map_or(&[][..], Vec::as_slice);
            if let Some(wrong) = wrong_number(accepted, notices.len(), evidence) {
                breaches.add(format!("{} has {wrong}", accepted.message));
            }
        }
        for (number, customer) in evidence.customers.iter().enumerate() {
            deliveries(number, customer, &notices, evidence, breaches);
        }
    }
}

/// As many receipts as were asked for.
fn wrong_number(accepted: &Accepted, found: usize, evidence: &Evidence<'_>) -> Option<String> {
    let parts = accepted.parts.len();
    let place = accepted.group.as_ref().map(|group| (group.sequence, group.total));
    let most = match accepted.policy {
        ReceiptPolicy::None => 0,
        ReceiptPolicy::All => parts,
        ReceiptPolicy::First => usize::from(place.is_none_or(|(sequence, _)| sequence == 1)),
        ReceiptPolicy::Last => usize::from(place.is_none_or(|(sequence, total)| sequence == total)),
        ReceiptPolicy::Aggregated => 1,
    };
    let account = evidence.plan.registry.accounts.iter().find(|it| it.id == accepted.account);
    let tells_late = account.is_some_and(|account| account.receipts.late);
    let is_rejected = accepted.rule.is_none();
    let range = match accepted.registered_delivery & 3 {
        0 => 0..=0,
        1 if is_rejected => most.min(1)..=most.min(1),
        1 if tells_late => most..=usize::MAX,
        1 => most..=most,
        _ => 0..=most,
    };
    let (low, high) = (range.start(), range.end());
    (!range.contains(&found)).then(|| format!("{found} receipts, not {low} to {high}"))
}

/// What a customer was told is what there was to be told.
fn deliveries(
    number: usize,
    customer: &Customer,
    notices: &BTreeMap<MessageId, Vec<Notice<'_>>>,
    evidence: &Evidence<'_>,
    breaches: &mut Breaches<'_>,
) {
    let mut by_message: BTreeMap<MessageId, Vec<(&Delivery, &Receipt)>> = BTreeMap::new();
    for delivery in &customer.ledger.deliveries {
        let Content::Receipt(receipt) = &delivery.content else { continue };
        match evidence.message(account_of(number), &receipt.id) {
            _ if receipt.intermediate => {}
            Some(id) => by_message.entry(id).or_default().push((delivery, receipt)),
            None => {
                breaches.add(format!("customer {number} was told of {}, which is none", receipt.id))
            }
        }
    }
    for (id, told) in &by_message {
        let notices = notices.get(id).map_or(&[][..], Vec::as_slice);
        let words: BTreeSet<&Receipt> = told.iter().map(|(_, receipt)| *receipt).collect();
        if words.len() > notices.len() {
            breaches.add(format!("{id}: {} notices became {words:?}", notices.len()));
        }
        let heard = told.iter().filter(|(delivery, _)| is_heard(delivery, evidence)).count();
        if heard > notices.len() {
            let count = notices.len();
            breaches
                .add(format!("{id}: {count} notices were told {heard} times, and each time taken"));
        }
    }
    for (id, notices) in notices {
        let is_theirs = |it: &&Notice<'_>| it.0.account == account_of(number);
        let taken = notices
            .iter()
            .filter(is_theirs)
            .filter(|(_, taken)| taken.is_some_and(|taken| taken.end == NoticeEnd::Acknowledged));
        let said_ok = by_message.get(id).map_or(0, |told| {
            let ok =
                |(delivery, _): &&(&Delivery, &Receipt)| matches!(delivery.reply, Some((0, _)));
            told.iter().filter(ok).count()
        });
        let taken = taken.count();
        if taken > said_ok {
            breaches.add(format!("{id}: {taken} notices are on record as taken, {said_ok} were"));
        }
    }
}

/// Was the delivery taken, and does the gateway know it for certain?
fn is_heard(delivery: &Delivery, evidence: &Evidence<'_>) -> bool {
    let Some((0, at)) = delivery.reply else { return false };
    at.saturating_sub(delivery.at) < IN_TIME
        && evidence.is_quiet(delivery.link, delivery.at, at + HEARD)
}
