//! The binary, built as it stands in the workspace now.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds it, and answers where it is.
pub(crate) fn binary() -> PathBuf {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--profile", "test", "--package", "whimbrel"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .expect("cargo runs");
    assert!(built.success(), "whimbrel is built");
    let own = std::env::current_exe().expect("a test knows its own file");
    let folder = own.parent().and_then(Path::parent).expect("tests lie in target/debug/deps");
    folder.join("whimbrel")
}
