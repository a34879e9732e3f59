//! `cargo xtask sim SEED` and `cargo xtask sim --seeds A..B`.

use sim::many::run_many;
use sim::plan::Plan;
use std::process::ExitCode;

const HELP: &str = "\
Examples:
  cargo xtask sim 17              replay a seed: a line for each event, then the counts
  cargo xtask sim --seeds 0..5000 run many: the counts, and every seed that fails
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["-h" | "--help"] => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        ["--seeds", range] => match parse_range(range) {
            Some(range) => many(range),
            None => wrong(&format!("{range} is no range such as 0..5000")),
        },
        [seed] => match seed.parse() {
            Ok(seed) => one(seed),
            Err(_) => wrong(&format!("{seed} is no seed: a number is expected")),
        },
        _ => wrong("one seed, or one range of seeds, is expected"),
    }
}

fn wrong(what: &str) -> ExitCode {
    eprintln!("sim: {what}\n\n{HELP}");
    ExitCode::from(2)
}

fn parse_range(text: &str) -> Option<std::ops::Range<u64>> {
    let (from, to) = text.split_once("..")?;
    Some(from.parse().ok()?..to.parse().ok()?)
}

fn one(seed: u64) -> ExitCode {
    let report = sim::run(seed, &Plan::any(seed), true);
    for line in &report.trace {
        println!("{line}");
    }
    println!("\n{}", report.tally);
    for breach in &report.breaches {
        println!("BREACH {breach}");
    }
    verdict(report.breaches.is_empty())
}

fn many(seeds: std::ops::Range<u64>) -> ExitCode {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let summary = run_many(seeds, threads);
    println!("{}", summary.tally);
    for (seed, first) in &summary.failures {
        println!("seed {seed}: {first}");
    }
    println!("{} runs, {} failed", summary.runs, summary.failures.len());
    verdict(summary.failures.is_empty())
}

fn verdict(is_good: bool) -> ExitCode {
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
