//! What the benches have in common.
//!
//! There are four programs: `codec`, beside other people's code, and `doors`, the sessions of both
//! sides, which count allocations as the others must not; `heart`, the core and its journal; and `way`,
//! processes with sockets between them: a sink, a relay, the gateway. `cargo xtask bench` runs them all, and with names only these:
//! `cargo xtask bench lives restart`.
//!
//! Absolute times belong to one machine; what is judged are ratios, allocations, and goals that say
//! which machine they are for.

pub mod clock;
pub mod wire;
pub mod hub;

use std::process::ExitCode;

/// One bench: prints its table and its verdicts.
pub type Bench = fn();

/// Runs the benches that are named on the command line, or all. Names that another program has are
/// passed over.
pub fn run(benches: &[(&str, Bench)]) -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    for (name, bench) in benches {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            bench();
        }
    }
    ExitCode::SUCCESS
}
