//! The module tree of every crate, found as the compiler finds it: by following `mod`.

use super::finding::Finding;
use super::repository::Source;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use syn::{Attribute, Item, ItemMod, Meta};

/// One module, with a body of its own or in a file of its own.
pub(crate) struct Module<'a> {
    /// The root file of its crate.
    pub(crate) root: &'a str,
    /// Names from the crate's root, which itself has none.
    pub(crate) path: Vec<String>,
    pub(crate) file: &'a str,
    pub(crate) items: &'a [Item],
    /// Whether it, or a module around it, is `#[cfg(test)]`.
    pub(crate) is_test: bool,
}

/// All modules below `roots` (paths of root files), parents before children.
pub(crate) fn walk<'a>(
    roots: impl IntoIterator<Item: AsRef<str>>,
    sources: &'a [Source<'a>],
) -> (Vec<Module<'a>>, Vec<Finding>) {
    let mut walker = Walker { sources, modules: Vec::new(), findings: Vec::new() };
    for root in roots {
        if let Some(source) = walker.source(root.as_ref()) {
            let (path, file) = (Vec::new(), source.path);
            let items = &source.file.items;
            walker.add(Module { root: file, path, file, items, is_test: false });
        }
    }
    (walker.modules, walker.findings)
}

/// Files that hold only tests: by their folder, or because they are a `#[cfg(test)]` module.
pub(crate) fn test_files<'a>(
    sources: &'a [Source<'a>],
    modules: &[Module<'a>],
) -> BTreeSet<&'a str> {
    let by_folder = sources.iter().map(|source| source.path).filter(|path| {
        let tests_only = ["e2e", "sim"].contains(&path.split('/').next().unwrap_or_default());
        tests_only || path.split('/').any(|folder| folder == "tests")
    });
    let code = modules.iter().filter(|module| !module.is_test);
    let code: BTreeSet<&str> = code.map(|module| module.file).collect();
    let by_attribute = modules.iter().map(|module| module.file).filter(|file| !code.contains(file));
    by_folder.chain(by_attribute).collect()
}

/// Lines of the `#[cfg(test)]` modules which have their body in this file.
pub(crate) fn test_lines(items: &[Item]) -> Vec<RangeInclusive<usize>> {
    let mut lines = Vec::new();
    for module in items.iter().filter_map(as_module) {
        let Some((braces, items)) = &module.content else {
            continue;
        };
        match module.attrs.iter().find(|attribute| is_cfg_test(attribute)) {
            Some(attribute) => {
                let start = attribute.pound_token.span.start().line;
                lines.push(start..=braces.span.close().end().line);
            }
            None => lines.extend(test_lines(items)),
        }
    }
    lines
}

fn as_module(item: &Item) -> Option<&ItemMod> {
    if let Item::Mod(module) = item { Some(module) } else { None }
}

fn is_cfg_test(attribute: &Attribute) -> bool {
    if let Meta::List(list) = &attribute.meta {
        list.path.is_ident("cfg") && list.tokens.to_string() == "test"
    } else {
        false
    }
}

struct Walker<'a> {
    sources: &'a [Source<'a>],
    modules: Vec<Module<'a>>,
    findings: Vec<Finding>,
}

impl<'a> Walker<'a> {
    fn source(&self, path: &str) -> Option<&'a Source<'a>> {
        self.sources.iter().find(|source| source.path == path)
    }

    fn add(&mut self, module: Module<'a>) {
        let children: Vec<Module<'a>> = module
            .items
            .iter()
            .filter_map(as_module)
            .filter_map(|declared| self.child(&module, declared))
            .collect();
        self.modules.push(module);
        for child in children {
            self.add(child);
        }
    }

    fn child(&mut self, parent: &Module<'a>, declared: &'a ItemMod) -> Option<Module<'a>> {
        let name = declared.ident.to_string();
        let path: Vec<String> = parent.path.iter().chain([&name]).cloned().collect();
        let is_test = parent.is_test || declared.attrs.iter().any(is_cfg_test);
        let root = parent.root;
        if let Some((_, items)) = &declared.content {
            return Some(Module { root, path, file: parent.file, items, is_test });
        }
        let candidates = candidates(root, &path);
        if let Some(source) = candidates.iter().find_map(|file| self.source(file)) {
            let (file, items) = (source.path, &source.file.items);
            return Some(Module { root, path, file, items, is_test });
        }
        let line = declared.ident.span().start().line;
        let expected = format!("{} or {}", candidates[0], candidates[1]);
        self.findings.push(Finding::new(
            parent.file,
            line,
            format!("no file for mod {name}"),
            expected,
        ));
        None
    }
}

/// Where the file of a module may stand: `a/b.rs` or `a/b/mod.rs` beside the root file.
fn candidates(root: &str, path: &[String]) -> [String; 2] {
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let stem = format!("{folder}/{}", path.join("/"));
    [format!("{stem}.rs"), format!("{stem}/mod.rs")]
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Sources of a sample, from (path, text).
    pub(crate) fn sources<'a>(files: &[(&'a str, &'a str)]) -> Vec<Source<'a>> {
        let parse = |&(path, text): &(&'a str, &'a str)| {
            let file = syn::parse_file(text).expect("the sample is Rust");
            Source { path, text, file }
        };
        files.iter().map(parse).collect()
    }

    #[test]
    fn modules_are_followed_into_files_folders_and_bodies() {
        let sources = sources(&[
            ("a/src/lib.rs", "mod pdu; mod session { mod window; } #[cfg(test)] mod proof;"),
            ("a/src/pdu.rs", "mod submit;"),
            ("a/src/pdu/submit/mod.rs", "mod tail {}"),
            ("a/src/session/window.rs", ""),
            ("a/src/proof.rs", "mod deeper {}"),
            ("a/src/stray.rs", ""),
        ]);
        let (modules, findings) = walk(["a/src/lib.rs"], &sources);
        assert_eq!(findings, []);
        let seen: Vec<(String, &str, bool)> = modules
            .iter()
            .map(|module| (module.path.join("::"), module.file, module.is_test))
            .collect();
        let expected = [
            ("", "a/src/lib.rs", false),
            ("pdu", "a/src/pdu.rs", false),
            ("pdu::submit", "a/src/pdu/submit/mod.rs", false),
            ("pdu::submit::tail", "a/src/pdu/submit/mod.rs", false),
            ("session", "a/src/lib.rs", false),
            ("session::window", "a/src/session/window.rs", false),
            ("proof", "a/src/proof.rs", true),
            ("proof::deeper", "a/src/proof.rs", true),
        ];
        assert_eq!(seen, expected.map(|(path, file, test)| (path.to_owned(), file, test)));
    }

    #[test]
    fn a_module_without_a_file_is_found() {
        let sources = sources(&[("a/src/main.rs", "//! Main.\nmod gone;")]);
        let (_, findings) = walk(["a/src/main.rs"], &sources);
        let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
        assert_eq!(
            lines,
            ["a/src/main.rs:2: no file for mod gone, expected a/src/gone.rs or a/src/gone/mod.rs"]
        );
    }

    #[test]
    fn test_files_are_known_by_folder_and_by_attribute() {
        let sources = sources(&[
            ("crates/a/src/lib.rs", "mod code; #[cfg(test)] mod proof; #[cfg(test)] mod x {}"),
            ("crates/a/src/code.rs", ""),
            ("crates/a/src/proof.rs", ""),
            ("crates/a/tests/dialogue.rs", ""),
            ("e2e/src/lib.rs", ""),
        ]);
        let (modules, _) = walk(["crates/a/src/lib.rs"], &sources);
        let files: Vec<&str> = test_files(&sources, &modules).into_iter().collect();
        assert_eq!(
            files,
            ["crates/a/src/proof.rs", "crates/a/tests/dialogue.rs", "e2e/src/lib.rs"]
        );
    }

    #[test]
    fn test_lines_reach_from_the_attribute_to_the_brace() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nmod c {\n\
                    #[cfg(test)] mod d { }\n}\n#[cfg(unix)]\nmod e {}\n";
        let file = syn::parse_file(text).expect("the sample is Rust");
        assert_eq!(test_lines(&file.items), [2..=5, 7..=7]);
    }
}
