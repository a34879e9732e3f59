//! Every crate takes the workspace's lints: one that does not would escape all of them.

use super::finding::Finding;
use super::repository::Repository;

/// The manifests in `paths` that do not say `[lints] workspace = true`.
pub(crate) fn check<'a>(
    manifests: impl Iterator<Item = &'a str>,
    repository: &Repository,
) -> Vec<Finding> {
    manifests
        .filter(|path| !takes_lints(repository.text(path)))
        .map(|path| Finding::new(path, 1, "lints of its own", "[lints] workspace = true"))
        .collect()
}

fn takes_lints(manifest: &str) -> bool {
    let mut lines = manifest.lines().map(str::trim).skip_while(|line| *line != "[lints]").skip(1);
    lines.next() == Some("workspace = true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_without_the_lints_is_found() {
        let mut repository = Repository::default();
        for (path, text) in [
            ("a/Cargo.toml", "[package]\nname = \"a\"\n\n[lints]\nworkspace = true\n"),
            ("b/Cargo.toml", "[package]\nname = \"b\"\n\n[lints.rust]\nunsafe_code = \"allow\"\n"),
            ("c/Cargo.toml", "[package]\nname = \"c\"\nworkspace = true\n"),
        ] {
            repository.add(path.to_owned(), text.into());
        }
        let manifests = ["a/Cargo.toml", "b/Cargo.toml", "c/Cargo.toml"];
        let found = check(manifests.into_iter(), &repository);
        let paths: Vec<&str> = found.iter().map(|finding| finding.path.as_str()).collect();
        assert_eq!(paths, ["b/Cargo.toml", "c/Cargo.toml"]);
    }
}
