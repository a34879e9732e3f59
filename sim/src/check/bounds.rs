//! Windows, rates and quotas are kept.

use super::{Breaches, Check, Evidence};
use crate::plan::{Fault, Plan};
use gateway::durable::Durable;
use message::object::AccountId;
use message::time::Timestamp;
use std::collections::BTreeMap;

/// The quotas of accounts.
pub(super) struct Bounds {
    queues: BTreeMap<AccountId, usize>,
}

/// Over how many seconds rates are looked at: beginnings and ends blur shorter times.
const SECONDS: i64 = 10;
const QUEUE: u32 = 100_000;
const TPS: u32 = 50;
const WINDOW: u32 = 10;

impl Bounds {
    pub(super) fn new(plan: &Plan) -> Bounds {
        let accounts = plan.registry.accounts.iter();
        let queue = |queue: Option<u32>| queue.unwrap_or(QUEUE) as usize;
        Bounds { queues: accounts.map(|it| (it.id, queue(it.limits.queue))).collect() }
    }
}

impl Check for Bounds {
    fn name(&self) -> &'static str {
        "bounds"
    }

    fn state(&mut self, durable: &Durable, _: Timestamp, breaches: &mut Breaches<'_>) {
        let mut open: BTreeMap<AccountId, usize> = BTreeMap::new();
        for (_, message) in durable.messages().filter(|(_, message)| !message.has_ended()) {
            *open.entry(message.account).or_default() += 1;
        }
        for (account, open) in open {
            let queue = self.queues.get(&account).copied().unwrap_or_default();
            if open > queue {
                breaches.add(format!("{account:?} has {open} messages open, and may have {queue}"));
            }
        }
    }

    fn end(&mut self, evidence: &Evidence<'_>, breaches: &mut Breaches<'_>) {
        for (operator, draft) in evidence.operators.iter().zip(&evidence.plan.registry.operators) {
            let window = draft.window.unwrap_or(WINDOW) as usize;
            if operator.ledger.open_max > window {
                let open = operator.ledger.open_max;
                breaches.add(format!("{} had {open} open, and takes {window}", draft.name));
            }
            if let Some(tps) = draft.tps {
                let times = operator.brain().ledger().submissions();
                let times = times.map(|it| i64::try_from(it.at.as_millis()).unwrap_or(i64::MAX));
                if let Some(most) = too_many(&times.collect::<Vec<_>>(), tps) {
                    breaches.add(format!(
                        "{} got {most} in {SECONDS} s, and takes {tps} in one",
                        draft.name
                    ));
                }
            }
        }
        let is_step =
            |(_, fault): &(_, Fault)| matches!(fault, Fault::ClockStep(_) | Fault::ClockStop(_));
        if evidence.plan.faults.iter().any(is_step) {
            return; // the times of the records say nothing of a rate
        }
        for draft in &evidence.plan.registry.accounts {
            let tps = draft.limits.tps.unwrap_or(TPS);
            let accepted = evidence.history.messages().filter(|it| it.account == draft.id);
            let mut times: Vec<i64> = accepted.map(|it| it.at.millis()).collect();
            times.sort_unstable();
            if let Some(most) = too_many(&times, tps) {
                breaches.add(format!(
                    "{} had {most} in {SECONDS} s, and may have {tps} in one",
                    draft.name
                ));
            }
        }
    }
}

/// More than `tps` a second, and two seconds' worth beside that: what was saved, and what the network
/// has held up and lets go at once.
fn too_many(times: &[i64], tps: u32) -> Option<usize> {
    let most = (0..times.len())
        .map(|from| times[from..].partition_point(|at| at - times[from] < SECONDS * 1_000))
        .max()?;
    (most as i64 > (SECONDS + 2) * i64::from(tps)).then_some(most)
}
