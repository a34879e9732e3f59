//! `cargo xtask bench`: figures. Times and rates are judged here, never in the tests.

use crate::run::{self, Failure};
use crate::workspace::Workspace;

/// The programs of the package, and the benches of each.
const PROGRAMS: [(&str, &[&str]); 4] = [
    ("codec", &["codec"]),
    ("doors", &["doors"]),
    ("heart", &["lives", "restart", "growth"]),
    ("way", &["way", "way-quick"]),
];

/// What `way` starts.
const WAY: [&str; 6] = ["--bin", "sink", "--bin", "relay", "--bin", "way"];

/// Runs the benches with these names in release, or all.
pub(crate) fn run(arguments: &[&str]) -> Result<(), Failure> {
    let workspace = Workspace::load()?;
    if !workspace.has("bench") {
        return Err(Failure::new("there is no package `bench` in this workspace yet"));
    }
    let known = || PROGRAMS.iter().flat_map(|(_, benches)| benches.iter().copied());
    if let Some(unknown) = arguments.iter().find(|name| !known().any(|it| it == **name)) {
        let all: Vec<&str> = known().collect();
        let message = format!("no such bench: {unknown}; there are {}", all.join(", "));
        return Err(Failure { code: 2, message });
    }
    for (program, benches) in PROGRAMS {
        if arguments.is_empty() || benches.iter().any(|bench| arguments.contains(bench)) {
            // What is installed is measured; and the way starts other programs.
            let is_dist = matches!(program, "doors" | "way");
            let profile = if is_dist { "dist" } else { "release" };
            if program == "way" {
                let mut cargo = run::cargo();
                cargo.args(["build", "--profile", profile, "--package", "bench"]);
                cargo.args(["--package", "whimbrel", "--bin", "whimbrel"]);
                run::command(cargo.args(WAY).current_dir(&workspace.root))?;
            }
            let mut cargo = run::cargo();
            cargo.args(["run", "--profile", profile, "--package", "bench", "--bin", program, "--"]);
            run::command(cargo.args(arguments).current_dir(&workspace.root))?;
        }
    }
    Ok(())
}
