//! `cargo xtask test`: everything that must hold before a change lands, cheapest first.

use crate::run::{self, Failure};
use crate::workspace::Workspace;
use crate::{install, npm, tidy, venv};

/// One step and what it does.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    name: &'static str,
    work: Work,
}

#[derive(Debug, PartialEq, Eq)]
enum Work {
    Install,
    Cargo(&'static [&'static str]),
    Tidy,
    /// The same as `Cargo`, told where the packages of other languages lie.
    EndToEnd(&'static [&'static str]),
    /// Nothing to do in this workspace; said aloud, so that nobody takes it for passed.
    Absent(&'static str),
}

/// Runs all steps, or the one named. The first failure ends the run and gives its exit code.
pub(crate) fn run(only: Option<&str>) -> Result<(), Failure> {
    let workspace = Workspace::load()?;
    for step in select(plan(workspace.has("e2e")), only)? {
        if let Work::Absent(why) = step.work {
            println!("== {}: not run, {why}", step.name);
            continue;
        }
        let work = || step.work.run(&workspace);
        run::step(step.name, &step.work.describe(), work)?;
    }
    Ok(())
}

fn plan(has_e2e: bool) -> Vec<Step> {
    let (test, e2e) = if has_e2e {
        (
            Work::Cargo(&["test", "--workspace", "--exclude", "e2e"]),
            Work::EndToEnd(&["test", "--package", "e2e"]),
        )
    } else {
        (Work::Cargo(&["test", "--workspace"]), Work::Absent("there is no package `e2e` yet"))
    };
    vec![
        Step { name: "install", work: Work::Install },
        Step { name: "fmt", work: Work::Cargo(&["fmt", "--all", "--check"]) },
        Step {
            name: "clippy",
            work: Work::Cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        },
        Step { name: "tidy", work: Work::Tidy },
        Step { name: "test", work: test },
        Step { name: "e2e", work: e2e },
    ]
}

fn select(plan: Vec<Step>, only: Option<&str>) -> Result<Vec<Step>, Failure> {
    let Some(only) = only else { return Ok(plan) };
    let names: Vec<&str> = plan.iter().map(|step| step.name).collect();
    if !names.contains(&only) {
        let message = format!("no such step: {only}; the steps are {}", names.join(", "));
        return Err(Failure { code: 2, message });
    }
    Ok(plan.into_iter().filter(|step| step.name == only).collect())
}

impl Work {
    fn describe(&self) -> String {
        match self {
            Self::Install => "what the tests need from outside".to_owned(),
            Self::Cargo(arguments) | Self::EndToEnd(arguments) => {
                format!("cargo {}", arguments.join(" "))
            }
            Self::Tidy => "the rules a program can check".to_owned(),
            Self::Absent(why) => (*why).to_owned(),
        }
    }

    fn run(&self, workspace: &Workspace) -> Result<(), Failure> {
        let mut cargo = run::cargo();
        cargo.current_dir(&workspace.root);
        match self {
            Self::Install => install::run(workspace),
            Self::Cargo(arguments) => run::command(cargo.args(*arguments)),
            Self::Tidy => tidy::check(workspace),
            Self::EndToEnd(arguments) => {
                cargo.env("WHIMBREL_VENV", venv::folder(&workspace.target));
                cargo.env("WHIMBREL_NODE", npm::folder(&workspace.target));
                run::command(cargo.args(*arguments))
            }
            Self::Absent(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(has_e2e: bool) -> Vec<(&'static str, String)> {
        plan(has_e2e).iter().map(|step| (step.name, step.work.describe())).collect()
    }

    #[test]
    fn the_plan_with_e2e() {
        let expected = [
            ("install", "what the tests need from outside"),
            ("fmt", "cargo fmt --all --check"),
            ("clippy", "cargo clippy --workspace --all-targets -- -D warnings"),
            ("tidy", "the rules a program can check"),
            ("test", "cargo test --workspace --exclude e2e"),
            ("e2e", "cargo test --package e2e"),
        ];
        assert_eq!(described(true), expected.map(|(name, what)| (name, what.to_owned())));
    }

    #[test]
    fn without_e2e_its_absence_is_said() {
        let steps = described(false);
        assert_eq!(steps[4], ("test", "cargo test --workspace".to_owned()));
        assert_eq!(steps[5], ("e2e", "there is no package `e2e` yet".to_owned()));
    }

    #[test]
    fn only_takes_one_step_and_refuses_an_unknown_one() {
        let chosen = select(plan(true), Some("fmt")).expect("fmt is a step");
        assert_eq!(chosen.iter().map(|step| step.name).collect::<Vec<_>>(), ["fmt"]);
        let failure = select(plan(true), Some("lint")).expect_err("lint is no step");
        assert_eq!(
            failure.message,
            "no such step: lint; the steps are install, fmt, clippy, tidy, test, e2e"
        );
    }
}
