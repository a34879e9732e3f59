//! `cargo xtask sim`: the simulation of the whole gateway.

use crate::run::{self, Failure};
use crate::workspace::Workspace;

/// Runs the program of the package `sim` in release with the arguments as given.
pub(crate) fn run(arguments: &[&str]) -> Result<(), Failure> {
    let workspace = Workspace::load()?;
    let mut cargo = run::cargo();
    cargo.args(["run", "--quiet", "--release", "--package", "sim", "--"]).args(arguments);
    run::command(cargo.current_dir(&workspace.root))
}
