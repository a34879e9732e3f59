//! Figures beside other people's code, taken in the same run: all of them with `cargo xtask bench`, one
//! with `cargo xtask bench codec`.
//!
//! Absolute times belong to one machine and judge nothing; ratios and allocations are held against
//! the goals, in words, at the end of each bench.

mod clock;
mod rounds;
mod samples;
mod codec;
mod heart;

/// One bench: prints its table and its verdicts.
type Bench = fn();

/// Every bench by name.
const BENCHES: &[(&str, Bench)] = &[
    ("codec", codec::run),
    ("heart", heart::run),
    ("restart", heart::restart),
    ("growth", heart::growth),
];

fn main() -> std::process::ExitCode {
    let wanted = std::env::args().nth(1);
    let chosen: Vec<Bench> = BENCHES
        .iter()
        .filter(|(name, _)| wanted.as_ref().is_none_or(|wanted| wanted == name))
        .map(|(_, bench)| *bench)
        .collect();
    if chosen.is_empty() {
        let names: Vec<&str> = BENCHES.iter().map(|(name, _)| *name).collect();
        eprintln!("usage: bench [NAME], where NAME is one of: {}", names.join(", "));
        return std::process::ExitCode::from(2);
    }
    chosen.iter().for_each(|bench| bench());
    std::process::ExitCode::SUCCESS
}
