//! Figures beside other people's code, taken in the same run: `cargo run --release -p bench -- codec`.
//!
//! Absolute times belong to one machine and judge nothing; ratios and allocations are held against
//! the goals, in words, at the end of each bench.

mod clock;
mod rounds;
mod samples;
mod codec;

/// One bench: prints its table and its verdicts.
type Bench = fn();

/// Every bench by name.
const BENCHES: &[(&str, Bench)] = &[("codec", codec::run)];

fn main() -> std::process::ExitCode {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    match BENCHES.iter().find(|(name, _)| *name == wanted) {
        Some((_, bench)) => {
            bench();
            std::process::ExitCode::SUCCESS
        }
        None => {
            let names: Vec<&str> = BENCHES.iter().map(|(name, _)| *name).collect();
            eprintln!("usage: bench NAME, where NAME is one of: {}", names.join(", "));
            std::process::ExitCode::from(2)
        }
    }
}
