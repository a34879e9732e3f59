//! The house work: `cargo xtask test | tidy | sim | bench`.

mod workspace;
mod run;
mod test;
mod install;
mod venv;
mod npm;
mod services;
mod tidy;
mod sim;
mod bench;

use run::Failure;
use std::process::ExitCode;

const HELP: &str = "\
Examples:
  cargo xtask test                 everything that must hold before a change lands
  cargo xtask test --only clippy   one step of it, while working
  cargo xtask tidy                 layers, module cycles, sizes, bans, links
  cargo xtask sim 17               replay a seed of the simulation, a line for each event
  cargo xtask sim --seeds 0..5000  run many seeds; the counts, and every seed that fails
  cargo xtask bench codec lives    figures, printed and judged

Commands:
  test [--only STEP]   run the steps install, fmt, clippy, tidy, test, e2e in this order, or one
  tidy                 check the rules of CONTRIBUTING.md that a program can check
  sim SEED             the simulation of the whole gateway (docs/simulation.md); or --seeds A..B
  bench [NAME]...      measure codec, doors, lives, restart, growth, way, way-quick, or all of them

`install` gets what the tests need: Debian packages when run as root, and Python packages into
a venv in the target folder. What it cannot get it names, and fails.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {}", failure.message);
            ExitCode::from(failure.code)
        }
    }
}

fn dispatch(words: &[&str]) -> Result<(), Failure> {
    match words {
        [] | ["-h" | "--help"] | ["test" | "tidy", "-h" | "--help"] => {
            print!("{HELP}");
            Ok(())
        }
        ["test"] => test::run(None),
        ["test", "--only", step] => test::run(Some(step)),
        ["tidy"] => tidy::run(),
        ["sim", arguments @ ..] => sim::run(arguments),
        ["bench", arguments @ ..] => bench::run(arguments),
        _ => Err(Failure {
            code: 2,
            message: format!("no such command: {}; see cargo xtask --help", words.join(" ")),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_begins_with_examples() {
        assert!(HELP.starts_with("Examples:\n  cargo xtask test "));
    }

    #[test]
    fn an_unknown_command_is_named_and_exits_with_2() {
        let failure = dispatch(&["test", "--fast"]).expect_err("--fast does not exist");
        assert_eq!(failure.code, 2);
        assert_eq!(failure.message, "no such command: test --fast; see cargo xtask --help");
    }
}
