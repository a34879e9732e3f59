//! The files under version control (and new ones that git would add), read once for all checks.

use super::finding::Finding;
use crate::run::Failure;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// A file of UTF-8 text; its path is relative to the repository's root, with `/`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// A Rust file with its syntax tree.
pub(crate) struct Source<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    pub(crate) file: syn::File,
}

#[derive(Debug, Default)]
pub(crate) struct Repository {
    pub(crate) texts: Vec<Text>,
    /// Every file, and every folder that holds one.
    pub(crate) paths: BTreeSet<String>,
}

impl Repository {
    pub(crate) fn read(root: &Path) -> Result<Self, Failure> {
        let mut repository = Self::default();
        for path in list(root)? {
            let Ok(bytes) = std::fs::read(root.join(&path)) else {
                continue; // deleted, and not committed yet
            };
            repository.add(path, bytes);
        }
        Ok(repository)
    }

    pub(crate) fn add(&mut self, path: String, bytes: Vec<u8>) {
        let folders = path.match_indices('/').map(|(end, _)| path[..end].to_owned());
        self.paths.extend(folders);
        self.paths.insert(path.clone());
        if let Ok(text) = String::from_utf8(bytes) {
            self.texts.push(Text { path, text });
        }
    }

    /// The text of a file; empty when there is none.
    pub(crate) fn text(&self, path: &str) -> &str {
        self.texts.iter().find(|text| text.path == path).map_or("", |text| &text.text)
    }

    /// All Rust files; one that does not parse is a finding.
    pub(crate) fn rust_sources(&self) -> (Vec<Source<'_>>, Vec<Finding>) {
        let mut sources = Vec::new();
        let mut findings = Vec::new();
        for Text { path, text } in self.texts.iter().filter(|text| text.path.ends_with(".rs")) {
            match syn::parse_file(text) {
                Ok(file) => sources.push(Source { path, text, file }),
                Err(error) => {
                    let line = error.span().start().line;
                    findings.push(Finding::new(path, line, format!("no Rust: {error}"), "Rust"));
                }
            }
        }
        (sources, findings)
    }
}

fn list(root: &Path) -> Result<Vec<String>, Failure> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .map_err(|error| Failure::new(format!("git could not be started: {error}")))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!("git ls-files: {}", errors.trim_end())));
    }
    let names = String::from_utf8(output.stdout)
        .map_err(|error| Failure::new(format!("a file name is not UTF-8: {error}")))?;
    Ok(names.split_terminator('\0').map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_count_as_paths_and_only_text_is_read() {
        let mut repository = Repository::default();
        repository.add("crates/a/src/lib.rs".to_owned(), b"//! A.\n".to_vec());
        repository.add("logo.png".to_owned(), vec![0x89, b'P', 0xff]);
        let paths: Vec<&str> = repository.paths.iter().map(String::as_str).collect();
        assert_eq!(
            paths,
            ["crates", "crates/a", "crates/a/src", "crates/a/src/lib.rs", "logo.png"]
        );
        assert_eq!(repository.texts.len(), 1);
        assert_eq!(repository.text("crates/a/src/lib.rs"), "//! A.\n");
        assert_eq!(repository.text("logo.png"), "");
    }

    #[test]
    fn a_file_that_is_no_rust_is_found_at_its_line() {
        let mut repository = Repository::default();
        repository.add("a.rs".to_owned(), b"fn a() {}\n".to_vec());
        repository.add("b.rs".to_owned(), b"fn b() {}\nfn {}\n".to_vec());
        let (sources, findings) = repository.rust_sources();
        assert_eq!(sources.iter().map(|source| source.path).collect::<Vec<_>>(), ["a.rs"]);
        assert_eq!(findings.len(), 1);
        assert_eq!((findings[0].path.as_str(), findings[0].line), ("b.rs", 2));
    }
}
