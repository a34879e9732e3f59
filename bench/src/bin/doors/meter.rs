//! What each step has cost.

use crate::TOGETHER;
use bench::clock;
use std::time::Duration;

/// Sees what is spent on each step, round by round.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    steps: Vec<(&'static str, Vec<Cost>)>,
}

/// What a step costs for one message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) nanoseconds: f64,
    pub(crate) allocations: f64,
}

impl Meter {
    /// Takes the step for all messages of a round. It and the steps are not inlined, so that a profiler
    /// can tell them apart.
    #[inline(never)]
    pub(crate) fn run(&mut self, step: &'static str, work: impl FnOnce()) {
        let mut time = Duration::ZERO;
        let counted = allocation_counter::measure(|| time = clock::time(work));
        let messages = f64::from(TOGETHER);
        let cost = Cost {
            nanoseconds: time.as_nanos() as f64 / messages,
            allocations: counted.count_total as f64 / messages,
        };
        match self.steps.iter_mut().find(|(name, _)| *name == step) {
            Some((_, costs)) => costs.push(cost),
            None => self.steps.push((step, vec![cost])),
        }
    }

    /// The median of each step, in their order.
    pub(crate) fn costs(self) -> impl Iterator<Item = (&'static str, Cost)> {
        self.steps.into_iter().map(|(step, mut costs)| {
            costs.sort_by(|one, other| one.nanoseconds.total_cmp(&other.nanoseconds));
            (step, costs[costs.len() / 2])
        })
    }
}
