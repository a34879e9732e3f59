//! The heart: core and journal in files, without sockets.
//!
//! The doors are played by the thread that drives the core: whatever goes to the operator is taken
//! and reported as delivered at once, whatever goes to an account is acknowledged at once. A life is
//! a message from its submission to its acknowledged receipt.

mod doors;
mod driver;
mod restart;

use bench::clock;
use doors::Doors;
use driver::{Driver, Figures};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long each load runs.
const RUN: Duration = Duration::from_secs(5);
/// Messages under way at a time.
const LOADS: [usize; 5] = [1, 10, 100, 1_000, 10_000];
/// The load that the goal is for: ten sessions with a window of 100.
const JUDGED: usize = 1_000;
/// The goal, in microseconds of one core's time: decide, apply and journal, for one life.
const GOAL: f64 = 5.0;

/// As in the gateway's own binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    bench::run(&[("lives", lives), ("restart", restart::restart), ("growth", restart::growth)])
}

/// Message lives at several loads.
fn lives() {
    println!("core and journal, without sockets; 160 characters and their receipt\n");
    println!(
        "{:>7} {:>9} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9} {:>9} {:>9}",
        "at a",
        "lives",
        "core",
        "journal",
        "octets",
        "commits",
        "commit",
        "commit",
        "answer",
        "answer"
    );
    println!(
        "{:>7} {:>9} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9} {:>9} {:>9}",
        "time",
        "per s",
        "us/life",
        "us/life",
        "/life",
        "per s",
        "p50 ms",
        "p99 ms",
        "p50 ms",
        "p99 ms"
    );
    let mut spent = 0.0;
    for load in LOADS {
        let directory = Scratch::new("lives");
        let mut driver = Driver::open(&directory.0, doors::limits());
        let mut doors = Doors::new(load, 0);
        driver.run(&mut doors, RUN / 5);
        let figures = driver.run(&mut doors, RUN);
        row(load, &figures);
        if load == JUDGED {
            spent = figures.core_us() + figures.journal_us();
        }
    }
    let verdict = if spent <= GOAL { "reached" } else { "NOT reached" };
    println!(
        "\ngoal: {GOAL} us for decide, apply and journal with {JUDGED} under way: {verdict} ({spent:.2} us)"
    );
}

fn row(load: usize, figures: &Figures) {
    println!(
        "{load:>7} {:>9.0} {:>8.2} {:>8.2} {:>8.0} {:>8.0} {:>9.3} {:>9.3} {:>9.3} {:>9.3}",
        figures.rate(),
        figures.core_us(),
        figures.journal_us(),
        figures.octets_per_life(),
        figures.commits_per_second(),
        figures.commit_ms(50),
        figures.commit_ms(99),
        figures.answer_ms(50),
        figures.answer_ms(99),
    );
}

/// A directory that goes with the bench.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench");
        let path = root.join(format!("{name}-{}", clock::wall().millis()));
        std::fs::create_dir_all(&path).expect("the target folder can be written");
        Scratch(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left behind is in the target folder.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
