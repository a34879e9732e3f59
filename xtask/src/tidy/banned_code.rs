//! What must not stand in the code. Tokens are looked at, so that strings and comments do not
//! mislead.

use super::finding::Finding;
use super::modules;
use super::repository::Source;
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Everywhere,
    Tests,
}

/// Code that is banned.
struct Ban {
    name: &'static str,
    /// Begins with these tokens in a row.
    tokens: &'static [&'static str],
    scope: Scope,
    expected: &'static str,
}

const fn ban(
    name: &'static str,
    tokens: &'static [&'static str],
    scope: Scope,
    expected: &'static str,
) -> Ban {
    Ban { name, tokens, scope, expected }
}

const UNFINISHED: &str = "finished code, or none yet";
const NO_SLEEP: &str = "a test that waits for an event or owns the clock";
const NO_IGNORE: &str = "a test that runs, or none";

const BANS: [Ban; 8] = [
    ban("todo!", &["todo", "!"], Scope::Everywhere, UNFINISHED),
    ban("unimplemented!", &["unimplemented", "!"], Scope::Everywhere, UNFINISHED),
    ban("dbg!", &["dbg", "!"], Scope::Everywhere, "no debugging output"),
    ban("#[ignore]", &["#", "[", "ignore"], Scope::Everywhere, NO_IGNORE),
    ban(
        "ignore",
        &["#", "[", "cfg_attr", "(", "test", ",", "ignore"],
        Scope::Everywhere,
        NO_IGNORE,
    ),
    ban("static mut", &["static", "mut"], Scope::Everywhere, "state that is handed in"),
    ban("thread::sleep", &["thread", "::", "sleep"], Scope::Tests, NO_SLEEP),
    ban("time::sleep", &["time", "::", "sleep"], Scope::Tests, NO_SLEEP),
];

/// Words of a reason at least, in `expect("why this holds")`.
const REASON_WORDS_MIN: usize = 2;

/// A token. What is joined (`::`, `!=`, `'static`) is one, a group is brackets around its tokens.
struct Token {
    text: String,
    line: usize,
}

/// Banned tokens, and `expect` without a reason.
pub(crate) fn check(sources: &[Source<'_>], test_files: &BTreeSet<&str>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        let Ok(stream) = source.text.parse::<TokenStream>() else {
            continue; // a file that does not parse is already a finding
        };
        let mut tokens = Vec::new();
        flatten(stream, &mut tokens);
        let test_lines = modules::test_lines(&source.file.items);
        let tests = Tests { whole: test_files.contains(source.path), lines: test_lines };
        findings.extend(banned(source.path, &tokens, &tests));
        findings.extend(unexplained(source.path, &tokens, &tests));
    }
    findings
}

struct Tests {
    whole: bool,
    lines: Vec<RangeInclusive<usize>>,
}

impl Tests {
    fn contain(&self, line: usize) -> bool {
        self.whole || self.lines.iter().any(|lines| lines.contains(&line))
    }
}

fn banned(path: &str, tokens: &[Token], tests: &Tests) -> Vec<Finding> {
    let mut findings = Vec::new();
    for ban in &BANS {
        for place in tokens.windows(ban.tokens.len()) {
            let line = place[0].line;
            let is_here =
                place.iter().map(|token| token.text.as_str()).eq(ban.tokens.iter().copied());
            if is_here && (ban.scope == Scope::Everywhere || tests.contain(line)) {
                findings.push(Finding::new(path, line, format!("`{}`", ban.name), ban.expected));
            }
        }
    }
    findings
}

/// `.expect("")` and `.expect("oops")` outside tests.
fn unexplained(path: &str, tokens: &[Token], tests: &Tests) -> Vec<Finding> {
    let mut findings = Vec::new();
    for place in tokens.windows(4) {
        let [dot, expect, open, reason] = place else {
            continue;
        };
        let is_call = dot.text.ends_with('.') && expect.text == "expect" && open.text == "(";
        let words = reason.text.trim_matches('"').split_whitespace().count();
        let is_short = reason.text.starts_with('"') && words < REASON_WORDS_MIN;
        if is_call && is_short && !tests.contain(expect.line) {
            let what = format!("`.expect({})`", reason.text);
            findings.push(Finding::new(path, expect.line, what, "words on why it holds"));
        }
    }
    findings
}

fn flatten(stream: TokenStream, tokens: &mut Vec<Token>) {
    let mut joined = false;
    for tree in stream {
        let is_joint = matches!(&tree, TokenTree::Punct(p) if p.spacing() == Spacing::Joint);
        let line = tree.span().start().line;
        if let TokenTree::Group(group) = tree {
            let (open, close) = brackets(group.delimiter());
            tokens.push(Token { text: open.to_owned(), line });
            flatten(group.stream(), tokens);
            let line = group.span_close().start().line;
            tokens.push(Token { text: close.to_owned(), line });
        } else {
            match tokens.last_mut() {
                Some(last) if joined => last.text.push_str(&tree.to_string()),
                Some(_) | None => tokens.push(Token { text: tree.to_string(), line }),
            }
        }
        joined = is_joint;
    }
}

fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::super::modules::tests::sources;
    use super::*;

    fn found_in_code(path: &str, text: &str) -> Vec<(usize, String)> {
        let test_files = BTreeSet::from(["tests/a.rs"]);
        let findings = check(&sources(&[(path, text)]), &test_files);
        findings.into_iter().map(|finding| (finding.line, finding.what)).collect()
    }

    #[test]
    fn banned_code_is_found() {
        let cases = [
            ("fn a() {\n todo!() }", 2, "`todo!`"),
            ("fn a() { assert!(unimplemented!(\"x\")) }", 1, "`unimplemented!`"),
            ("fn a() { let x = dbg!(1); }", 1, "`dbg!`"),
            ("#[test]\n#[ignore = \"slow\"]\nfn a() {}", 2, "`#[ignore]`"),
            ("#[cfg_attr(test, ignore)] fn a() {}", 1, "`ignore`"),
            ("static mut A: u8 = 0;", 1, "`static mut`"),
            ("#[cfg(test)] mod t { fn a() { std::thread::sleep(d) } }", 1, "`thread::sleep`"),
            ("fn a() { b?.expect(\"\") }", 1, "`.expect(\"\")`"),
            ("fn a() { b?\n.expect(\"oops\") }", 2, "`.expect(\"oops\")`"),
        ];
        for (text, line, what) in cases {
            assert_eq!(found_in_code("src/a.rs", text), [(line, what.to_owned())], "{text}");
        }
        let slept = found_in_code("tests/a.rs", "async fn a() { tokio::time::sleep(d).await }");
        assert_eq!(slept, [(1, "`time::sleep`".to_owned())]);
    }

    #[test]
    fn code_that_only_looks_like_it_is_fine() {
        let cases = [
            ("a string", "const A: &str = \"todo!() #[ignore] static mut\";"),
            ("a comment", "// todo!()\n/* dbg!(1) */ fn a() {}"),
            ("a comparison", "fn a() { if todo != dbg {} }"),
            ("a lifetime", "fn a(b: &'static mut u8) {}"),
            ("a sleep outside tests", "fn a() { tokio::time::sleep(d); }"),
            ("a reason", "fn a() { b.expect(\"checked above\") }"),
            ("a test", "#[cfg(test)] mod t { fn a() { b.expect(\"x\") } }"),
            ("a function of ours", "fn a() { expect(\"x\") }"),
            ("an attribute", "#[expect(dead_code, reason = \"x\")] fn a() {}"),
        ];
        for (name, text) in cases {
            assert_eq!(found_in_code("src/a.rs", text), [], "{name}");
        }
        assert_eq!(found_in_code("tests/a.rs", "fn a() { b.expect(\"x\") }"), []);
    }
}
