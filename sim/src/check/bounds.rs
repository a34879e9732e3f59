//! Windows, rates and quotas are kept.

use super::{Breaches, Check, Evidence};
use crate::history::Entry;
use crate::plan::{Fault, Plan};
use gateway::durable::Durable;
use message::object::AccountId;
use message::time::Timestamp;
use records::Record;
use std::collections::BTreeMap;

/// The quotas of accounts.
pub(super) struct Bounds {
    queues: BTreeMap<AccountId, usize>,
}

/// Over how many seconds rates are looked at: beginnings and ends blur shorter times.
const SECONDS: i64 = 10;
/// For how many seconds a medium and a network hold up what is on its way, at most: an append in a
/// thousand takes two, and some come behind each other.
const HELD_UP: i64 = 10;
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
        let is_set =
            |(_, fault): &(_, Fault)| matches!(fault, Fault::ClockStep(_) | Fault::ClockStop(_));
        let clock_is_set = evidence.plan.faults.iter().any(is_set);
        // Until it shows what the wall clock does, the gateway's clock goes up to a tenth faster.
        let seconds = if clock_is_set { SECONDS + SECONDS / 10 } else { SECONDS };
        arrivals(evidence, seconds, breaches);
        if !clock_is_set {
            // Else the times of the records say nothing of a rate.
            decisions(evidence, breaches);
            accounts(evidence, breaches);
        }
    }
}

/// What came to the operators. Rates are kept where it is decided that a part goes; a medium or a
/// network that was held up lets go at once what was decided meanwhile.
fn arrivals(evidence: &Evidence<'_>, seconds: i64, breaches: &mut Breaches<'_>) {
    for (operator, draft) in evidence.operators.iter().zip(&evidence.plan.registry.operators) {
        let name = &draft.name;
        let (open, window) = (operator.ledger.open_max, draft.window.unwrap_or(WINDOW));
        if open > window as usize {
            breaches.add(format!("{name} had {open} open, and takes {window}"));
        }
        let Some(tps) = draft.tps else { continue };
        let times = operator.brain().ledger().submissions();
        let times = times.map(|it| i64::try_from(it.at.as_millis()).unwrap_or(i64::MAX));
        let most = most_within(&times.collect::<Vec<_>>());
        if most > (seconds + HELD_UP) * i64::from(tps) {
            breaches.add(format!("{name} got {most} in {SECONDS} s, and takes {tps} in one"));
        }
    }
}

/// What was decided to go to the operators.
fn decisions(evidence: &Evidence<'_>, breaches: &mut Breaches<'_>) {
    for draft in &evidence.plan.registry.operators {
        let Some(tps) = draft.tps else { continue };
        let decided = |entry: &Entry| {
            let Record::Sent(sent) = &entry.record else { return None };
            (sent.operator == draft.id).then(|| sent.at.millis())
        };
        let times: Vec<i64> = evidence.history.entries().iter().filter_map(decided).collect();
        let most = most_within(&times);
        // And a second's worth that was saved.
        if most > (SECONDS + 1) * i64::from(tps) {
            let name = &draft.name;
            breaches.add(format!("{name} was sent {most} in {SECONDS} s, and takes {tps} in one"));
        }
    }
}

fn accounts(evidence: &Evidence<'_>, breaches: &mut Breaches<'_>) {
    for draft in &evidence.plan.registry.accounts {
        let (name, tps) = (&draft.name, draft.limits.tps.unwrap_or(TPS));
        let accepted = evidence.history.messages().filter(|it| it.account == draft.id);
        let mut times: Vec<i64> = accepted.map(|it| it.at.millis()).collect();
        times.sort_unstable();
        let most = most_within(&times);
        // And a second's worth that was saved.
        if most > (SECONDS + 1) * i64::from(tps) {
            breaches.add(format!("{name} had {most} in {SECONDS} s, and may have {tps} in one"));
        }
    }
}

/// The most of these times that lie so close together.
fn most_within(times: &[i64]) -> i64 {
    let count =
        |from: usize| times[from..].partition_point(|at| at - times[from] < SECONDS * 1_000);
    (0..times.len()).map(count).max().unwrap_or(0) as i64
}
