//! The JavaScript packages of the end-to-end tests, installed anew when their lock file changes.

use crate::run::{self, Failure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Says which packages in which versions, relative to the workspace's root; `package.json` lies beside.
pub(crate) const LOCK: &str = "e2e/node/package-lock.json";

/// A copy of the lock file among the packages, written last: without it they are unfinished.
const MARKER: &str = "node_modules/lock.installed";

pub(crate) fn folder(target: &Path) -> PathBuf {
    target.join("node")
}

/// Leaves exactly the packages of the lock file in `folder`.
pub(crate) fn ensure(lock: &Path, folder: &Path) -> Result<(), Failure> {
    let wanted = fs::read_to_string(lock)
        .map_err(|error| Failure::new(format!("{} cannot be read: {error}", lock.display())))?;
    if is_finished(folder, &wanted) {
        return Ok(());
    }
    install(lock, folder).map_err(|failure| {
        let message = format!(
            "the packages of {} could not be installed into {} ({}); it needs a network",
            lock.display(),
            folder.display(),
            failure.message,
        );
        Failure { message, ..failure }
    })?;
    fs::write(folder.join(MARKER), wanted)
        .map_err(|error| Failure::new(format!("{MARKER} cannot be written: {error}")))
}

fn is_finished(folder: &Path, wanted: &str) -> bool {
    fs::read_to_string(folder.join(MARKER)).is_ok_and(|installed| installed == wanted)
}

/// In a copy: `npm ci` works where the lock file lies.
fn install(lock: &Path, folder: &Path) -> Result<(), Failure> {
    let failed = |error| Failure::new(format!("they cannot be copied: {error}"));
    fs::create_dir_all(folder).map_err(failed)?;
    fs::copy(lock, folder.join("package-lock.json")).map_err(failed)?;
    fs::copy(lock.with_file_name("package.json"), folder.join("package.json")).map_err(failed)?;
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    run::command(npm.current_dir(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_finished_with_the_same_lock_file() {
        let folder = std::env::temp_dir().join(format!("xtask-npm-{}", std::process::id()));
        assert!(!is_finished(&folder, "{}"), "absent");
        fs::create_dir_all(folder.join("node_modules")).expect("the folder is writable");
        assert!(!is_finished(&folder, "{}"), "unfinished");
        fs::write(folder.join(MARKER), "{}").expect("the folder is writable");
        assert!(is_finished(&folder, "{}"), "the same");
        assert!(!is_finished(&folder, "{ }"), "another");
        fs::remove_dir_all(folder).expect("we made it");
    }
}
