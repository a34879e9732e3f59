//! The Python venv of the end-to-end tests, rebuilt when the list of its packages changes.

use crate::run::{self, Failure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The packages, relative to the workspace's root.
pub(crate) const REQUIREMENTS: &str = "xtask/python/requirements.txt";

/// A copy of the list inside the venv, written last: a venv without it is unfinished.
const MARKER: &str = "requirements.installed";

pub(crate) fn folder(target: &Path) -> PathBuf {
    target.join("venv")
}

/// Leaves a finished venv with exactly these requirements in `venv`.
pub(crate) fn ensure(requirements: &Path, venv: &Path) -> Result<(), Failure> {
    let wanted = fs::read_to_string(requirements).map_err(|error| {
        Failure::new(format!("{} cannot be read: {error}", requirements.display()))
    })?;
    if is_finished(venv, &wanted) {
        return Ok(());
    }
    build(requirements, venv).map_err(|failure| {
        let message = format!(
            "the Python packages of {} could not be installed into {} ({}); with a network: \
             python3 -m venv --clear {} && {} install -r {}",
            requirements.display(),
            venv.display(),
            failure.message,
            venv.display(),
            venv.join("bin/pip").display(),
            requirements.display(),
        );
        Failure { message, ..failure }
    })?;
    fs::write(venv.join(MARKER), wanted)
        .map_err(|error| Failure::new(format!("{MARKER} cannot be written: {error}")))
}

/// Whether the venv has these requirements and its interpreter still starts.
fn is_finished(venv: &Path, wanted: &str) -> bool {
    fs::read_to_string(venv.join(MARKER)).is_ok_and(|installed| installed == wanted)
        && run::command(Command::new(venv.join("bin/python")).args(["-c", ""])).is_ok()
}

fn build(requirements: &Path, venv: &Path) -> Result<(), Failure> {
    run::command(Command::new("python3").args(["-m", "venv", "--clear"]).arg(venv))?;
    let mut pip = Command::new(venv.join("bin/pip"));
    // The list names all of them: nothing else comes along, and no other version another day.
    pip.args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--no-deps",
        "-r",
    ]);
    run::command(pip.arg(requirements))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A venv in all but Python: a marker, and another program as its interpreter.
    fn sham_venv(name: &str, marker: &str, interpreter: &str) -> PathBuf {
        let venv = std::env::temp_dir().join(format!("xtask-venv-{}-{name}", std::process::id()));
        fs::create_dir_all(venv.join("bin")).expect("the temporary folder is writable");
        fs::write(venv.join(MARKER), marker).expect("the temporary folder is writable");
        std::os::unix::fs::symlink(interpreter, venv.join("bin/python"))
            .expect("the temporary folder is writable");
        venv
    }

    #[test]
    fn a_venv_is_finished_with_the_same_list_and_a_working_interpreter() {
        let cases = [
            ("same", "a==1\n", "/bin/sh", true),
            ("other-list", "a==2\n", "/bin/sh", false),
            ("no-interpreter", "a==1\n", "/no/such/program", false),
        ];
        for (name, marker, interpreter, expected) in cases {
            let venv = sham_venv(name, marker, interpreter);
            assert_eq!(is_finished(&venv, "a==1\n"), expected, "{name}");
            fs::remove_dir_all(venv).expect("we made it");
        }
        assert!(!is_finished(Path::new("no/such/venv"), "a==1\n"), "absent");
    }
}
