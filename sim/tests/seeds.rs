//! Many small runs, each another one, all from their seeds.

use sim::many::run_many;
use sim::plan::Plan;
use sim::run;
use sim::tally::Count;

/// How many, and how often each kind of fault must have come in all of them.
const SEEDS: u64 = 2_000;
const HITS_MIN: u64 = 20;

/// What is no fault, and what a run need not have.
const FAULTS: &[Count] = &[
    Count::Refused,
    Count::Unanswered,
    Count::Copies,
    Count::Duplicates,
    Count::Crashes,
    Count::CrashBefore,
    Count::CrashLost,
    Count::CrashKept,
    Count::CrashUntold,
    Count::CrashHalfTold,
    Count::DiskFaults,
    Count::DiskFull,
    Count::FaultLost,
    Count::FaultKept,
    Count::Cuts,
    Count::CutInPdu,
    Count::HalfOpen,
    Count::Silences,
    Count::Stalls,
    Count::PartWrites,
    Count::ClockSteps,
    Count::ClockStops,
    Count::OperatorsDown,
    Count::KnocksRefused,
    Count::BindsRefused,
    Count::CustomersAway,
    Count::LateReplies,
    Count::NoReplies,
    Count::TemporaryReplies,
    Count::PermanentReplies,
];

#[test]
fn whatever_happens_nothing_is_lost_doubled_or_forgotten() {
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let summary = run_many(0..SEEDS, threads);
    println!("{} runs\n{}", summary.runs, summary.tally);
    let failures: Vec<String> =
        summary.failures.iter().map(|(seed, first)| format!("seed {seed}: {first}")).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(summary.runs, SEEDS);
    for fault in FAULTS {
        let hits = summary.tally.of(*fault);
        assert!(hits >= HITS_MIN, "{}: {hits}", fault.word());
    }
}

#[test]
fn a_seed_is_a_run() {
    for seed in 0..20 {
        let plan = Plan::any(seed);
        let traced = run(seed, &plan, true);
        assert_eq!(traced, run(seed, &plan, true), "seed {seed}");
        assert_eq!(
            traced.tally,
            run(seed, &plan, false).tally,
            "seed {seed}: whether traced or not"
        );
        assert!(traced.trace.len() > 50, "seed {seed}: {} lines", traced.trace.len());
    }
    assert_ne!(run(1, &Plan::any(1), true).trace, run(2, &Plan::any(1), true).trace);
}

/// The checks are worth nothing if they do not see the one thing that the gateway is built against.
#[test]
fn a_process_that_tells_before_it_is_durable_is_found_out() {
    let mut found = 0;
    for seed in 0..60 {
        let mut plan = Plan::any(seed);
        plan.frailty.is_hasty = true;
        found += u32::from(!run(seed, &plan, false).breaches.is_empty());
    }
    println!("{found} of 60 runs");
    assert!(found >= 5, "{found}");
}
