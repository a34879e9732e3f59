//! Contenders measured in turns, so that a busy machine is unfair to all of them alike.

use bench::clock;
use std::time::Duration;

/// Rounds, of which the median counts. Odd, so that there is one in the middle.
const ROUNDS: usize = 301;

/// One way to do the job. A call prepares what it needs and gives the meter the rest.
pub(crate) type Contender<'a> = Box<dyn FnMut(&mut Meter) + 'a>;

/// Sees what is spent between preparation and clearing up.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    time: Duration,
    allocations: u64,
    operations: u32,
}

impl Meter {
    /// Runs `work`, which does the job `operations` times.
    pub(crate) fn run(&mut self, operations: u32, work: impl FnOnce()) {
        let counted = allocation_counter::measure(|| self.time += clock::time(work));
        self.allocations += counted.count_total;
        self.operations += operations;
    }
}

/// What one operation costs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) nanoseconds: f64,
    pub(crate) allocations: f64,
}

/// The median cost of each contender, in their order.
pub(crate) fn measure<const N: usize>(contenders: [Contender<'_>; N]) -> [Cost; N] {
    let mut measured = contenders.map(|contender| (contender, Vec::with_capacity(ROUNDS)));
    for _ in 0..ROUNDS {
        for (contender, costs) in &mut measured {
            let mut meter = Meter::default();
            contender(&mut meter);
            let operations = f64::from(meter.operations);
            costs.push(Cost {
                nanoseconds: meter.time.as_nanos() as f64 / operations,
                allocations: meter.allocations as f64 / operations,
            });
        }
    }
    measured.map(|(_, mut costs)| {
        costs.sort_by(|one, other| one.nanoseconds.total_cmp(&other.nanoseconds));
        costs[ROUNDS / 2]
    })
}
