//! The paths that the code of a module names, and the modules they lead to.

use super::modules::Module;
use std::collections::{BTreeMap, BTreeSet};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, ItemMod, ItemUse, Macro, Path, Token, UseTree};

/// Longest chain of re-exports that is followed.
const REEXPORTS_MAX: usize = 8;

/// A path as written, and where.
pub(crate) struct Reference {
    pub(crate) segments: Vec<String>,
    /// The name a `use` gives it.
    name: Option<String>,
    pub(crate) line: usize,
}

/// What the module itself names; the modules inside it speak for themselves.
pub(crate) fn references(module: &Module<'_>) -> Vec<Reference> {
    let mut collector = Collector { references: Vec::new() };
    for item in module.items {
        collector.visit_item(item);
    }
    collector.references
}

struct Collector {
    references: Vec<Reference>,
}

impl Collector {
    fn tree(&mut self, prefix: &[String], tree: &UseTree) {
        let mut add = |last: &syn::Ident, name: Option<String>| {
            let segments = prefix.iter().cloned().chain([last.to_string()]).collect();
            self.references.push(Reference { segments, name, line: last.span().start().line });
        };
        match tree {
            UseTree::Path(path) => {
                let prefix: Vec<String> =
                    prefix.iter().cloned().chain([path.ident.to_string()]).collect();
                self.tree(&prefix, &path.tree);
            }
            UseTree::Name(last) => add(&last.ident, Some(last.ident.to_string())),
            UseTree::Rename(last) => add(&last.ident, Some(last.rename.to_string())),
            UseTree::Glob(glob) => {
                let line = glob.star_token.span.start().line;
                self.references.push(Reference { segments: prefix.to_vec(), name: None, line });
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(prefix, tree);
                }
            }
        }
    }
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_item_mod(&mut self, _: &'ast ItemMod) {}

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast Path) {
        let first = &path.segments[0].ident;
        if path.segments.len() > 1 && (first == "crate" || first == "super" || first == "self") {
            let segments = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            let line = first.span().start().line;
            self.references.push(Reference { segments, name: None, line });
        }
        visit::visit_path(self, path);
    }

    /// The arguments of `assert!`, `format!`, `vec!` and their like are expressions.
    fn visit_macro(&mut self, call: &'ast Macro) {
        visit::visit_macro(self, call);
        let arguments = call.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated);
        for argument in arguments.into_iter().flatten() {
            Visit::visit_expr(self, &argument);
        }
    }
}

// === Where a path leads ===

/// The modules of one crate and the names that `use` brings into them.
pub(crate) struct Tree {
    modules: BTreeSet<Vec<String>>,
    names: BTreeMap<Vec<String>, Vec<String>>,
}

impl Tree {
    pub(crate) fn new(modules: &[&Module<'_>]) -> Self {
        let paths = modules.iter().map(|module| module.path.clone()).collect();
        let mut tree = Self { modules: paths, names: BTreeMap::new() };
        for module in modules {
            for reference in references(module) {
                let Some(name) = reference.name else { continue };
                let Some(target) = tree.absolute(&module.path, &reference.segments) else {
                    continue;
                };
                let name = module.path.iter().cloned().chain([name]).collect();
                if name != target {
                    tree.names.insert(name, target);
                }
            }
        }
        tree
    }

    /// The module of this crate in which a path written in `from` ends. A name that a module
    /// around `from` only hands on (`pub use`) leads to where it comes from.
    pub(crate) fn land(&self, from: &[String], segments: &[String]) -> Option<Vec<String>> {
        let mut rest = self.absolute(from, segments)?;
        for _ in 0..REEXPORTS_MAX {
            let depth = (0..rest.len()).find(|&end| !self.modules.contains(&rest[..=end]));
            let Some(depth) = depth else {
                return Some(rest);
            };
            match self.names.get(&rest[..=depth]) {
                Some(target) if from.starts_with(&rest[..depth]) => {
                    rest = target.iter().chain(&rest[depth + 1..]).cloned().collect();
                }
                Some(_) | None => {
                    rest.truncate(depth);
                    return Some(rest);
                }
            }
        }
        None
    }

    /// From the crate's root. `None`: it leads into another crate.
    fn absolute(&self, from: &[String], segments: &[String]) -> Option<Vec<String>> {
        let mut base = from.to_vec();
        for (index, segment) in segments.iter().enumerate() {
            match segment.as_str() {
                "crate" => base.clear(),
                "self" => {}
                "super" => drop(base.pop()),
                _ if index == 0 && !self.is_child(from, segment) => return None,
                _ => {
                    base.extend_from_slice(&segments[index..]);
                    return Some(base);
                }
            }
        }
        Some(base)
    }

    fn is_child(&self, parent: &[String], name: &str) -> bool {
        let path: Vec<String> = parent.iter().cloned().chain([name.to_owned()]).collect();
        self.modules.contains(&path)
    }
}
