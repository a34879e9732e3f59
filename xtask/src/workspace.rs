//! What cargo knows of this repository, from one call of `cargo metadata` (no network needed).

use crate::run::{self, Failure};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The workspace as cargo sees it.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    /// Where cargo builds; follows `CARGO_TARGET_DIR`.
    pub(crate) target: PathBuf,
    pub(crate) packages: Vec<Package>,
}

/// One package. Paths are relative to the workspace's root, with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) manifest: String,
    pub(crate) description: String,
    /// `layer` in `[package.metadata.whimbrel]`.
    pub(crate) layer: Option<u64>,
    /// Names of what it is built from; dev-dependencies are not among them.
    pub(crate) dependencies: Vec<String>,
    /// The files where its library and its binaries begin.
    pub(crate) roots: Vec<String>,
}

impl Workspace {
    pub(crate) fn load() -> Result<Self, Failure> {
        let output = run::cargo()
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .output()
            .map_err(|error| Failure::new(format!("cargo could not be started: {error}")))?;
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            return Err(Failure::new(format!("cargo metadata: {}", errors.trim_end())));
        }
        let json = serde_json::from_slice(&output.stdout)
            .map_err(|error| Failure::new(format!("cargo metadata is not JSON: {error}")))?;
        Self::from_metadata(&json)
            .ok_or_else(|| Failure::new("cargo metadata has another shape than expected"))
    }

    pub(crate) fn has(&self, package: &str) -> bool {
        self.packages.iter().any(|known| known.name == package)
    }

    fn from_metadata(json: &Value) -> Option<Self> {
        let root = PathBuf::from(json["workspace_root"].as_str()?);
        let target = PathBuf::from(json["target_directory"].as_str()?);
        let packages = json["packages"].as_array()?;
        let packages = packages.iter().map(|package| Package::from_metadata(package, &root));
        Some(Self { packages: packages.collect::<Option<_>>()?, root, target })
    }
}

impl Package {
    fn from_metadata(json: &Value, root: &Path) -> Option<Self> {
        let relative = |path: &Value| {
            let path = Path::new(path.as_str()?).strip_prefix(root).ok()?;
            Some(path.to_str()?.replace('\\', "/"))
        };
        let is_built_in = |dependency: &&Value| dependency["kind"].as_str() != Some("dev");
        let is_root = |target: &&Value| {
            let kinds = target["kind"].as_array().into_iter().flatten();
            kinds.filter_map(Value::as_str).any(|kind| matches!(kind, "lib" | "bin" | "proc-macro"))
        };
        let dependencies = json["dependencies"].as_array()?.iter().filter(is_built_in);
        let roots = json["targets"].as_array()?.iter().filter(is_root);
        Some(Self {
            name: json["name"].as_str()?.to_owned(),
            manifest: relative(&json["manifest_path"])?,
            description: json["description"].as_str().unwrap_or_default().to_owned(),
            layer: json["metadata"]["whimbrel"]["layer"].as_u64(),
            dependencies: dependencies
                .map(|dependency| dependency["name"].as_str().map(str::to_owned))
                .collect::<Option<_>>()?,
            roots: roots.map(|target| relative(&target["src_path"])).collect::<Option<_>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const METADATA: &str = r#"{
        "workspace_root": "/repository",
        "target_directory": "/elsewhere/target",
        "packages": [{
            "name": "link",
            "manifest_path": "/repository/crates/link/Cargo.toml",
            "description": "Drives a session over TCP",
            "metadata": { "whimbrel": { "layer": 1 } },
            "dependencies": [
                { "name": "smpp", "kind": null },
                { "name": "cc", "kind": "build" },
                { "name": "serde", "kind": "dev" }
            ],
            "targets": [
                { "kind": ["lib"], "src_path": "/repository/crates/link/src/lib.rs" },
                { "kind": ["test"], "src_path": "/repository/crates/link/tests/tls.rs" }
            ]
        }]
    }"#;

    #[test]
    fn metadata_is_read() {
        let json = serde_json::from_str(METADATA).expect("the sample is JSON");
        let workspace = Workspace::from_metadata(&json).expect("the sample is complete");
        assert_eq!(workspace.root, Path::new("/repository"));
        assert_eq!(workspace.target, Path::new("/elsewhere/target"));
        assert!(workspace.has("link"));
        assert!(!workspace.has("smpp"));
        let link = Package {
            name: "link".to_owned(),
            manifest: "crates/link/Cargo.toml".to_owned(),
            description: "Drives a session over TCP".to_owned(),
            layer: Some(1),
            dependencies: vec!["smpp".to_owned(), "cc".to_owned()],
            roots: vec!["crates/link/src/lib.rs".to_owned()],
        };
        assert_eq!(workspace.packages, [link]);
    }

    #[test]
    fn a_package_without_our_metadata_has_no_layer() {
        let mut json: Value = serde_json::from_str(METADATA).expect("the sample is JSON");
        json["packages"][0]["metadata"] = Value::Null;
        let workspace = Workspace::from_metadata(&json).expect("metadata may be null");
        assert_eq!(workspace.packages[0].layer, None);
    }
}
