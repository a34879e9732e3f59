//! Many seeds, on as many threads as are wanted.

use crate::plan::Plan;
use crate::tally::Tally;
use crate::{Report, run};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// What many runs have shown.
#[derive(Debug, Default)]
pub struct Summary {
    /// How many runs.
    pub runs: u64,
    /// What has happened in all of them.
    pub tally: Tally,
    /// The seeds that failed, in order, with their first breach, or with the words of a panic.
    pub failures: Vec<(u64, String)>,
}

/// Runs the small plan of every seed.
pub fn run_many(seeds: Range<u64>, threads: usize) -> Summary {
    let next = AtomicU64::new(seeds.start);
    let mut summary = Summary::default();
    thread::scope(|scope| {
        let work = || {
            let mut mine = Summary::default();
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= seeds.end {
                    return mine;
                }
                mine.add(seed, &attempt(seed));
            }
        };
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            summary.join(worker.join().expect("panics of runs are caught"));
        }
    });
    summary.failures.sort();
    summary
}

/// A run; a panic is a failure like any other.
fn attempt(seed: u64) -> Result<Report, String> {
    catch_unwind(AssertUnwindSafe(|| run(seed, &Plan::any(seed), false))).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        format!("panicked: {}", text.unwrap_or("without words"))
    })
}

impl Summary {
    fn add(&mut self, seed: u64, run: &Result<Report, String>) {
        self.runs += 1;
        match run {
            Ok(report) => {
                self.tally.join(&report.tally);
                if let Some(breach) = report.breaches.first() {
                    self.failures.push((seed, breach.to_string()));
                }
            }
            Err(words) => self.failures.push((seed, words.clone())),
        }
    }

    fn join(&mut self, other: Summary) {
        self.runs += other.runs;
        self.tally.join(&other.tally);
        self.failures.extend(other.failures);
    }
}
