//! How long a start takes, and how large a journal grows.

use crate::Scratch;
use crate::doors::{Doors, limits};
use crate::driver::Driver;
use bench::clock;
use std::time::Duration;

/// Messages that wait for their receipts at the restart.
const PENDING: u64 = 1_000_000;
const GOAL: Duration = Duration::from_secs(10);
/// Lives of the run whose journal is watched, and how many of a hundred end without receipt.
const LIVES: u64 = 4_000_000;
const SILENT: u64 = 5;

/// A start over one million messages without receipt.
pub(crate) fn restart() {
    let directory = Scratch::new("restart");
    let before = resident();
    let mut driver = Driver::open(&directory.0, limits());
    let mut doors = Doors::new(10_000, 100);
    driver.run_while(&mut doors, |_, doors| doors.done < PENDING);
    let pending = driver.core.durable().messages().count();
    let after = resident();
    println!("\n{pending} messages pending: {} octets of memory each", (after - before) / PENDING);
    drop(driver);
    let octets: u64 = std::fs::read_dir(&directory.0)
        .expect("it is there")
        .filter_map(|entry| Some(entry.ok()?.metadata().ok()?.len()))
        .sum();
    let mut ready = None;
    let took = clock::time(|| {
        let mut driver = Driver::open(&directory.0, limits());
        let mut doors = Doors::new(1, 0);
        // The first message that goes out and is told of: then it works.
        driver.run_while(&mut doors, |_, doors| doors.done < 1);
        ready = Some(driver);
    });
    let again = ready.as_ref().map_or(0, |driver| driver.core.durable().messages().count());
    let verdict = if took <= GOAL { "reached" } else { "NOT reached" };
    println!(
        "restart: {again} pending, {:.2} s, {:.2} GB of journal; goal {} s: {verdict}",
        took.as_secs_f64(),
        octets as f64 / 1e9,
        GOAL.as_secs()
    );
}

/// The journal of a run that leaves some messages without receipt.
pub(crate) fn growth() {
    let directory = Scratch::new("growth");
    let limits = limits();
    let mut driver = Driver::open(&directory.0, limits);
    let mut doors = Doors::new(10_000, SILENT);
    let (mut most, mut written, mut worst) = (0, 0, 0.0_f64);
    for step in 1..=LIVES / 100_000 {
        let figures = driver.run_while(&mut doors, |_, doors| doors.done < step * 100_000);
        written += figures.octets();
        most = most.max(driver.held_octets);
        let live = driver.core.durable().usage().octets();
        let bound = (2 * live).max(limits.journal_octets_min);
        worst = worst.max(driver.held_octets as f64 / bound as f64);
    }
    let live = driver.core.durable().usage().octets();
    println!(
        "growth: {LIVES} lives, {SILENT} % without receipt: {:.2} GB written, at most {:.2} GB held, \
{:.2} GB live; at most {worst:.2} of max({} MiB, 2 x live)",
        written as f64 / 1e9,
        most as f64 / 1e9,
        live as f64 / 1e9,
        limits.journal_octets_min >> 20,
    );
}

/// Octets of memory that this process has.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok());
    pages.unwrap_or(0) * rustix::param::page_size() as u64
}
