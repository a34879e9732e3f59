//! `cargo xtask tidy`: the rules that a program can check. One file per check; each check is a
//! function from what was read to findings. The glossary follows.

mod finding;
mod repository;
mod modules;
mod layers;
mod lints;
mod paths;
mod cycles;
mod exceptions;
mod sizes;
mod banned_code;
mod banned_text;
mod links;
mod way;

use crate::run::Failure;
use crate::workspace::Workspace;
use finding::Finding;
use repository::Repository;

/// The file of exceptions from the size limits, relative to the workspace's root.
const EXCEPTIONS: &str = "xtask/exceptions.toml";

/// `cargo xtask tidy`.
pub(crate) fn run() -> Result<(), Failure> {
    check(&Workspace::load()?)
}

/// Prints the summary and every finding; a finding is a failure.
pub(crate) fn check(workspace: &Workspace) -> Result<(), Failure> {
    let (findings, summary) = look(workspace)?;
    println!("{summary}");
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => Ok(()),
        count => Err(Failure::new(format!("tidy has {count} findings"))),
    }
}

fn look(workspace: &Workspace) -> Result<(Vec<Finding>, String), Failure> {
    let repository = Repository::read(&workspace.root)?;
    let (sources, unreadable) = repository.rust_sources();
    let roots = workspace.packages.iter().flat_map(|package| &package.roots);
    let (modules, lost) = modules::walk(roots, &sources);
    let test_files = modules::test_files(&sources, &modules);
    let (exceptions, bad_exceptions) = exceptions::parse(EXCEPTIONS, repository.text(EXCEPTIONS));
    let sizes = sizes::measure(&sources, &test_files);

    let mut findings = [unreadable, lost, bad_exceptions].concat();
    findings.extend(layers::check(&workspace.packages));
    let manifests = workspace.packages.iter().map(|package| package.manifest.as_str());
    findings.extend(lints::check(manifests, &repository));
    findings.extend(cycles::check(&modules));
    findings.extend(sizes::check(&sizes, &exceptions, EXCEPTIONS));
    findings.extend(banned_code::check(&sources, &test_files));
    findings.extend(banned_text::check(&repository.texts));
    findings.extend(links::check(&repository));
    findings.extend(way::check(&sources, &repository));
    findings.sort();
    Ok((findings, sizes.summary()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_repository_is_tidy() {
        let workspace = Workspace::load().expect("cargo knows this workspace");
        let (findings, _) = look(&workspace).expect("this repository can be read");
        let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
        assert!(lines.is_empty(), "tidy found:\n{}", lines.join("\n"));
    }
}
