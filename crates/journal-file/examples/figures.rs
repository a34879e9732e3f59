//! How fast the journal is on a disk: `cargo run --release -p journal-file --example figures DIR`.
//!
//! Prints commits and octets for each second, and how long a commit takes, for several sizes of a
//! batch; then how fast 1 GiB of log is read. DIR is made, and removed at the end.

use journal::{Journal, LogId, Position};
use journal_file::{Directory, FileJournal, Settings};
use std::error::Error;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, fs};

const COMMITS: usize = 3000;
const SIZES: [usize; 6] = [400, 4_000, 16_000, 64_000, 128_000, 512_000];
const READ: u64 = 1 << 30;

fn main() -> Result<(), Box<dyn Error>> {
    let directory = env::args().nth(1).ok_or("which directory?")?;
    let directory = Path::new(&directory);
    for size in SIZES {
        commits(directory, size)?;
        fs::remove_dir_all(directory)?;
    }
    reading(directory)?;
    fs::remove_dir_all(directory)?;
    Ok(())
}

fn open(directory: &Path) -> Result<FileJournal, Box<dyn Error>> {
    let disk = Arc::new(Directory::open(directory)?);
    Ok(FileJournal::open(disk, Settings::new(LogId(1)))?.journal)
}

fn commits(directory: &Path, size: usize) -> Result<(), Box<dyn Error>> {
    let mut journal = open(directory)?;
    let payload = vec![0x5A; size];
    let mut times = Vec::with_capacity(COMMITS);
    for _ in 0..COMMITS {
        let begin = now();
        journal.append(&payload)?;
        times.push(begin.elapsed());
    }
    let all: Duration = times.iter().sum();
    times.sort_unstable();
    let [p50, p99] = [50, 99].map(|percent| times[COMMITS * percent / 100].as_secs_f64() * 1e3);
    let rate = COMMITS as f64 / all.as_secs_f64();
    let volume = rate * size as f64 / 1e6;
    println!(
        "{size:>7} octets: {rate:>6.0} commits/s {volume:>7.1} MB/s  p50 {p50:.3} ms  p99 {p99:.3} ms"
    );
    Ok(())
}

fn reading(directory: &Path) -> Result<(), Box<dyn Error>> {
    let mut journal = open(directory)?;
    let payload = vec![0x5A; 64_000];
    while journal.health().end < Position(READ) {
        journal.append(&payload)?;
    }
    drop(journal);
    let begin = now();
    let journal = open(directory)?;
    println!("opening 1 GiB: {:.3} s", begin.elapsed().as_secs_f64());
    let begin = now();
    let mut batches = 0;
    journal.reader().read(Position::START, &mut |_| {
        batches += 1;
        ControlFlow::Continue(())
    })?;
    let rate = READ as f64 / begin.elapsed().as_secs_f64() / 1e6;
    println!(
        "reading 1 GiB in {batches} batches: {rate:.0} MB/s (as far as it is cached, from memory)"
    );
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this program is for")]
fn now() -> Instant {
    Instant::now()
}
