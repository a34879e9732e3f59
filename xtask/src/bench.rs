//! `cargo xtask bench`: figures. Times and rates are judged here, never in the tests.

use crate::run::{self, Failure};
use crate::workspace::Workspace;

/// Runs the package `bench` in release with the arguments as given.
pub(crate) fn run(arguments: &[&str]) -> Result<(), Failure> {
    let workspace = Workspace::load()?;
    if !workspace.has("bench") {
        return Err(Failure::new("there is no package `bench` in this workspace yet"));
    }
    let mut cargo = run::cargo();
    cargo.args(["run", "--release", "--package", "bench", "--"]).args(arguments);
    run::command(cargo.current_dir(&workspace.root))
}
