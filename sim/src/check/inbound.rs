//! Every text from a phone of which each part was answered with OK reaches the account, whole.

use super::{Breaches, Check, Evidence};
use crate::customer::{Content, Tagged};
use simulator::ledger::End;
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Inbound;

impl Check for Inbound {
    fn name(&self) -> &'static str {
        "inbound"
    }

    fn end(&mut self, evidence: &Evidence<'_>, breaches: &mut Breaches<'_>) {
        let mut seen: BTreeMap<Tagged, usize> = BTreeMap::new();
        let mut refused: BTreeSet<Tagged> = BTreeSet::new();
        for delivery in evidence.customers.iter().flat_map(|it| &it.ledger.deliveries) {
            if let Content::Text { user_data, .. } = &delivery.content
                && let Some(tag) = Tagged::find(user_data)
            {
                *seen.entry(tag).or_default() += letters(user_data);
                // A status that the account answers for good: it does not want the rest either.
                if matches!(delivery.reply, Some((0x65 | 0x66, _))) {
                    refused.insert(tag);
                }
            }
        }
        for (number, operator) in evidence.operators.iter().enumerate() {
            let written = operator.brain().ledger().from_phones();
            for (text, written) in operator.ledger.texts.iter().zip(written) {
                let is_taken =
                    written.postings.iter().all(|posting| posting.end == End::Acknowledged);
                let (wanted, seen) = (text.text.len(), seen.get(&text.tag).copied().unwrap_or(0));
                if is_taken && seen < wanted && !refused.contains(&text.tag) {
                    let mark = text.tag.mark();
                    breaches.add(format!(
                        "operator {number} has OK for all of {mark}, and {seen} of its {wanted} \
                         letters came"
                    ));
                }
            }
        }
    }
}

/// How many letters of a tagged text: headers have none, and UCS2 has two octets for each.
fn letters(user_data: &[u8]) -> usize {
    let is_ours = |octet: &&u8| octet.is_ascii_digit() || b"#. ".contains(octet);
    user_data.iter().filter(is_ours).count()
}
