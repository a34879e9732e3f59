//! Sizes of files and functions. Tests do not count towards a file's lines; a function is measured
//! from `fn` to its last brace wherever it stands.

use super::exceptions::Exception;
use super::finding::Finding;
use super::modules;
use super::repository::Source;
use std::collections::BTreeSet;
use syn::visit::{self, Visit};
use syn::{Block, ImplItemFn, ItemFn, Signature, TraitItemFn};

/// Lines of a file at most, without its tests.
const FILE_MAX: usize = 600;
/// Lines of a function at most.
const FUNCTION_MAX: usize = 70;

/// First words of a file that a program wrote; such files have no size to keep.
const GENERATED: &str = "// @generated";

/// What was measured: every file outside tests, and every function.
#[derive(Debug, Default)]
pub(crate) struct Sizes {
    files: Vec<Size>,
    functions: Vec<Size>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Size {
    path: String,
    /// `None`: a file.
    function: Option<String>,
    /// Where it begins.
    line: usize,
    lines: usize,
}

pub(crate) fn measure(sources: &[Source<'_>], test_files: &BTreeSet<&str>) -> Sizes {
    let mut sizes = Sizes::default();
    for source in sources.iter().filter(|source| !source.text.starts_with(GENERATED)) {
        if !test_files.contains(source.path) {
            let tests = modules::test_lines(&source.file.items);
            let tests: usize = tests.into_iter().map(Iterator::count).sum();
            let lines = source.text.lines().count() - tests;
            let path = source.path.to_owned();
            sizes.files.push(Size { path, function: None, line: 1, lines });
        }
        let mut functions = Functions { path: source.path, sizes: &mut sizes.functions };
        functions.visit_file(&source.file);
    }
    sizes
}

/// What is too long, and exceptions that nothing needs. `list` is the exceptions' own file.
pub(crate) fn check(sizes: &Sizes, exceptions: &[Exception], list: &str) -> Vec<Finding> {
    let limited = sizes.files.iter().map(|size| (size, FILE_MAX));
    let limited = limited.chain(sizes.functions.iter().map(|size| (size, FUNCTION_MAX)));
    let mut findings = Vec::new();
    let mut used = BTreeSet::new();
    for (size, limit) in limited.filter(|(size, limit)| size.lines > *limit) {
        let exception = exceptions.iter().position(|exception| {
            exception.path == size.path && exception.function == size.function
        });
        used.extend(exception);
        let allowed = exception.map_or(limit, |index| exceptions[index].lines);
        if size.lines > allowed {
            let expected = format!("at most {allowed}");
            findings.push(Finding::new(&size.path, size.line, size.describe(), expected));
        }
    }
    let unused = (0..exceptions.len()).filter(|index| !used.contains(index));
    findings.extend(unused.map(|index| {
        let Exception { path, function, .. } = &exceptions[index];
        let subject = function.as_ref().map_or(path.clone(), |name| format!("{name} in {path}"));
        Finding::new(list, 1, format!("an exception for {subject}"), "none, it is short enough")
    }));
    findings
}

impl Sizes {
    /// One line for people who watch these figures.
    pub(crate) fn summary(&self) -> String {
        format!(
            "lines per file: {}; lines per function: {}",
            spread(&self.files),
            spread(&self.functions)
        )
    }
}

/// Count, median, 95th percentile (nearest rank) and largest.
fn spread(sizes: &[Size]) -> String {
    let mut lines: Vec<usize> = sizes.iter().map(|size| size.lines).collect();
    lines.sort_unstable();
    let rank = |percent: usize| {
        let rank = (lines.len() * percent).div_ceil(100);
        lines.get(rank.saturating_sub(1)).copied().unwrap_or(0)
    };
    format!("p50 {}, p95 {}, max {} ({})", rank(50), rank(95), rank(100), lines.len())
}

impl Size {
    fn describe(&self) -> String {
        match &self.function {
            Some(name) => format!("function {name} of {} lines", self.lines),
            None => format!("a file of {} lines", self.lines),
        }
    }
}

struct Functions<'a> {
    path: &'a str,
    sizes: &'a mut Vec<Size>,
}

impl Functions<'_> {
    fn add(&mut self, signature: &Signature, body: &Block) {
        let line = signature.fn_token.span.start().line;
        let last = body.brace_token.span.close().end().line;
        let function = Some(signature.ident.to_string());
        let path = self.path.to_owned();
        self.sizes.push(Size { path, function, line, lines: last + 1 - line });
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.add(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.add(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        if let Some(body) = &function.default {
            self.add(&function.sig, body);
        }
        visit::visit_trait_item_fn(self, function);
    }
}

#[cfg(test)]
mod tests {
    use super::super::modules::tests::sources;
    use super::*;

    /// A function of `lines` lines.
    fn function(name: &str, lines: usize) -> String {
        format!("fn {name}() {{{}}}\n", "\n".repeat(lines - 1))
    }

    fn exception(path: &str, function: Option<&str>, lines: usize) -> Exception {
        Exception { path: path.to_owned(), function: function.map(str::to_owned), lines }
    }

    #[track_caller]
    fn check_finds(files: &[(&str, &str)], exceptions: &[Exception], expected: &[&str]) {
        let sizes = measure(&sources(files), &BTreeSet::from(["tests/long.rs"]));
        let findings = check(&sizes, exceptions, "list.toml");
        let found: Vec<String> = findings.iter().map(Finding::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_file_may_have_600_lines_and_its_tests_do_not_count() {
        let longest = "\n".repeat(600);
        let tests = format!("{longest}#[cfg(test)]\nmod tests {{\n\n}}\n");
        let too_long = "\n".repeat(601);
        let generated = format!("// @generated by a program\n{too_long}");
        check_finds(
            &[
                ("a.rs", &longest),
                ("b.rs", &tests),
                ("c.rs", &too_long),
                ("d.rs", &generated),
                ("tests/long.rs", &too_long),
            ],
            &[],
            &["c.rs:1: a file of 601 lines, expected at most 600"],
        );
    }

    #[test]
    fn a_function_may_have_70_lines_in_any_place() {
        let long = function("long", 71);
        let text = format!(
            "{}impl A {{\n{long}}}\ntrait B {{\n{long}fn c();}}\nimpl C {{ fn d() {{\n{long}}} }}\n",
            function("fits", 70),
        );
        check_finds(
            &[("a.rs", &text), ("tests/long.rs", &long)],
            &[],
            &[
                "a.rs:72: function long of 71 lines, expected at most 70",
                "a.rs:145: function long of 71 lines, expected at most 70",
                "a.rs:217: function d of 73 lines, expected at most 70",
                "a.rs:218: function long of 71 lines, expected at most 70",
                "tests/long.rs:1: function long of 71 lines, expected at most 70",
            ],
        );
    }

    #[test]
    fn an_exception_has_a_size_of_its_own_and_must_be_needed() {
        let text = format!("{}{}", function("long", 80), function("longer", 91));
        check_finds(
            &[("a.rs", &text)],
            &[
                exception("a.rs", Some("long"), 80),
                exception("a.rs", Some("longer"), 90),
                exception("a.rs", Some("gone"), 80),
                exception("a.rs", None, 700),
            ],
            &[
                "a.rs:81: function longer of 91 lines, expected at most 90",
                "list.toml:1: an exception for gone in a.rs, expected none, it is short enough",
                "list.toml:1: an exception for a.rs, expected none, it is short enough",
            ],
        );
    }

    #[test]
    fn the_summary_has_median_95th_percentile_and_largest() {
        let text: String = (1..=10).map(|lines| function("f", lines)).collect();
        let sizes = measure(&sources(&[("a.rs", &text)]), &BTreeSet::new());
        assert_eq!(
            sizes.summary(),
            "lines per file: p50 55, p95 55, max 55 (1); lines per function: p50 5, p95 10, \
             max 10 (10)"
        );
        assert_eq!(spread(&[]), "p50 0, p95 0, max 0 (0)");
    }
}
