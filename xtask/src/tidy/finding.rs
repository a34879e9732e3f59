//! What a check says when a rule is broken.

use std::fmt;

/// One broken rule. `Display` is the line a person (and an editor) reads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// Relative to the repository's root.
    pub(crate) path: String,
    /// From 1.
    pub(crate) line: usize,
    pub(crate) what: String,
    pub(crate) expected: String,
}

impl Finding {
    pub(crate) fn new(
        path: &str,
        line: usize,
        what: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self { path: path.to_owned(), line, what: what.into(), expected: expected.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}, expected {}", self.path, self.line, self.what, self.expected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_one_line_that_an_editor_can_follow() {
        let finding = Finding::new("crates/a/src/lib.rs", 7, "a file of 700 lines", "at most 600");
        assert_eq!(
            finding.to_string(),
            "crates/a/src/lib.rs:7: a file of 700 lines, expected at most 600"
        );
    }
}
