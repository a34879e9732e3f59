//! File systems for a test of its own.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) const MIB: u64 = 1 << 20;

/// Lets the tests here run one at a time. A program that another test starts has, until it runs,
/// copies of all files that are open in this process: for that moment, removed files still take
/// space and locks are still held.
pub(crate) fn take_turn() -> File {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("journal-disks.lock");
    let file = File::create(path).expect("a file can be made under target");
    file.lock().expect("the system has locks");
    file
}

/// A mounted file system, until it is dropped.
pub(crate) struct Mount(PathBuf);

impl Mount {
    /// One in memory, of so many octets.
    pub(crate) fn tmpfs(name: &str, octets: u64) -> Mount {
        Mount::new(name, &["-t", "tmpfs", "-o", &format!("size={octets}"), "tmpfs"])
    }

    /// The one that a file holds.
    pub(crate) fn image(name: &str, image: &Path) -> Mount {
        Mount::new(name, &["-o", "loop", text(image)])
    }

    fn new(name: &str, arguments: &[&str]) -> Mount {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).expect("a folder can be made under target");
        run("mount", &[arguments, &[text(&path)]].concat());
        Mount(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // The failure that is under way is the one to tell; a lazy unmount leaves nothing.
            let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
        } else {
            run("umount", &[text(&self.0)]);
        }
    }
}

/// Makes a file that holds an empty ext4. It occupies only what was written to it.
pub(crate) fn make_ext4(image: &Path, octets: u64, features: &str) {
    let file = File::create(image).expect("there is space for an empty file");
    file.set_len(octets).expect("there is space for an empty file");
    // All of it is written now: nothing of the kernel's is under way when the test begins.
    let options = "lazy_itable_init=0,lazy_journal_init=0";
    run("mkfs.ext4", &["-q", "-E", options, "-O", features, text(image)]);
}

/// Runs a program that only root may run.
pub(crate) fn run(program: &str, arguments: &[&str]) {
    run_to(program, arguments, &[0]);
}

/// The same for a program that succeeds with any of these codes.
pub(crate) fn run_to(program: &str, arguments: &[&str], codes: &[i32]) {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("`{program}` is needed: {error}"));
    let error = String::from_utf8_lossy(&output.stderr);
    let line = arguments.join(" ");
    let is_fine = output.status.code().is_some_and(|code| codes.contains(&code));
    assert!(is_fine, "`{program} {line}` (needs root): {}, {error}", output.status);
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("the target folder has a name in UTF-8")
}
