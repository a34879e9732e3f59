//! Links in the Markdown files: the file is there, its heading is there, and a path in backticks
//! that looks like one of ours exists.

use super::finding::Finding;
use super::repository::{Repository, Text};
use std::collections::{BTreeMap, BTreeSet};

/// Looks at every `*.md`.
pub(crate) fn check(repository: &Repository) -> Vec<Finding> {
    let pages = repository.texts.iter().filter(|text| text.path.ends_with(".md"));
    let pages: Vec<(&Text, Page)> = pages.map(|text| (text, Page::read(&text.text))).collect();
    let anchors: BTreeMap<&str, &BTreeSet<String>> =
        pages.iter().map(|(text, page)| (text.path.as_str(), &page.anchors)).collect();
    let folders: BTreeSet<&str> =
        repository.paths.iter().filter_map(|path| Some(path.split_once('/')?.0)).collect();

    let mut findings = Vec::new();
    for (Text { path, .. }, page) in &pages {
        for (line, link) in &page.links {
            if let Err(expected) = follow(path, link, repository, &anchors) {
                findings.push(Finding::new(path, *line, format!("a link to {link}"), expected));
            }
        }
        for (line, code) in &page.codes {
            if is_path(code, &folders) && !repository.paths.contains(code.trim_end_matches('/')) {
                let what = format!("the path `{code}`");
                findings.push(Finding::new(path, *line, what, "a path in the repository"));
            }
        }
    }
    findings
}

/// `Err`: what the link should have led to.
fn follow(
    from: &str,
    link: &str,
    repository: &Repository,
    anchors: &BTreeMap<&str, &BTreeSet<String>>,
) -> Result<(), String> {
    if link.contains("://") || link.starts_with("mailto:") {
        return Ok(()); // another host's pages are not ours to check
    }
    let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = match target {
        "" => from.to_owned(),
        relative => resolve(from, relative).ok_or("a file inside the repository")?,
    };
    if !target.is_empty() && !repository.paths.contains(&target) {
        return Err(format!("the file {target}"));
    }
    let has_heading = |known: &&BTreeSet<String>| known.contains(anchor);
    if anchor.is_empty() || anchors.get(target.as_str()).is_some_and(has_heading) {
        return Ok(());
    }
    Err(format!("a heading {anchor} in {target}"))
}

/// The path that `relative` means in the file `from`. `None`: outside of the repository.
fn resolve(from: &str, relative: &str) -> Option<String> {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(folders.pop()?),
            name => folders.push(name),
        }
    }
    Some(folders.join("/"))
}

/// Whether code in backticks is meant as a path: it begins with a folder of the repository's root.
fn is_path(code: &str, folders: &BTreeSet<&str>) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    code.chars().all(is_plain)
        && code.split_once('/').is_some_and(|(first, _)| folders.contains(first))
}

// === What stands on a page ===

/// With line numbers from 1. Fenced code is not looked at.
#[derive(Debug, Default, PartialEq, Eq)]
struct Page {
    links: Vec<(usize, String)>,
    codes: Vec<(usize, String)>,
    anchors: BTreeSet<String>,
}

impl Page {
    fn read(text: &str) -> Self {
        let mut page = Self::default();
        let mut fence = None;
        for (number, line) in (1..).zip(text.lines()) {
            let start = line.trim_start();
            let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
            match (fence, mark) {
                (None, Some(_)) => fence = mark,
                (Some(open), Some(mark)) if open == mark => fence = None,
                (Some(_), _) => {}
                (None, None) => page.read_line(number, line),
            }
        }
        page
    }

    fn read_line(&mut self, number: usize, line: &str) {
        let title = line.trim_start_matches('#');
        if title.len() < line.len() && title.starts_with(' ') {
            self.add_anchor(title.trim());
        }
        let mut prose = String::new();
        for (index, piece) in line.split('`').enumerate() {
            if index % 2 == 0 {
                prose.push_str(piece);
            } else {
                prose.push('`'); // keeps [`code`](link) a link
                self.codes.push((number, piece.to_owned()));
            }
        }
        self.links.extend(links(&prose).into_iter().map(|link| (number, link)));
    }

    /// The name that GitHub gives a heading; the second of the same name gets `-1`.
    fn add_anchor(&mut self, title: &str) {
        let kept = title.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        let name: String = kept.collect::<String>().to_lowercase().replace(' ', "-");
        let numbered = (1..).map(|number| format!("{name}-{number}"));
        let free = [name.clone()].into_iter().chain(numbered).find(|n| !self.anchors.contains(n));
        self.anchors.extend(free);
    }
}

/// Targets of `[text](target "title")` and of `[label]: target`.
fn links(prose: &str) -> Vec<String> {
    let mut links = Vec::new();
    for (start, mark) in prose.match_indices("](") {
        let rest = &prose[start + mark.len()..];
        let end = rest.find([')', ' ']).unwrap_or(rest.len());
        links.push(rest[..end].to_owned());
    }
    let definition = prose.starts_with('[').then(|| prose.split_once("]: ")).flatten();
    if let Some((_, target)) = definition {
        links.extend(target.split_whitespace().next().map(str::to_owned));
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_finds(page: &str, expected: &[&str]) {
        let mut repository = Repository::default();
        repository.add("docs/guide/page.md".to_owned(), page.as_bytes().to_vec());
        repository.add("README.md".to_owned(), b"# The `house`, in short!\n# A\n# A\n".to_vec());
        repository.add("crates/smpp/src/lib.rs".to_owned(), b"//! SMPP.\n".to_vec());
        let found: Vec<String> = check(&repository).iter().map(Finding::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn whole_links_and_paths_are_fine() {
        check_finds(
            "# Here\n\
             [a](../../README.md) [b](../../README.md#the-house-in-short \"title\") [c](#here)\n\
             [`d`](../../crates/smpp/) ![e](page.md) [f](../../README.md#a-1) [g](../../)\n\
             [h]: ../../README.md#a\n\
             [i](https://example.org/gone) [j](mailto:a@example.org)\n\
             `crates/smpp/src/lib.rs` `crates/smpp/` `target/gone` `crates/{a,b}` `a/b` `[k](k)`\n\
             ```\n[l](gone.md) `crates/gone`\n```\n",
            &[],
        );
    }

    #[test]
    fn broken_links_and_paths_are_found() {
        check_finds(
            "[a](gone.md)\n\
             [b](../../README.md#gone) [`c`](#gone)\n\
             [d]: ../README.md\n\
             [e](../../../outside.md)\n\
             see `crates/gone/src/lib.rs`\n",
            &[
                "docs/guide/page.md:1: a link to gone.md, expected the file docs/guide/gone.md",
                "docs/guide/page.md:2: a link to ../../README.md#gone, expected a heading gone in \
                 README.md",
                "docs/guide/page.md:2: a link to #gone, expected a heading gone in \
                 docs/guide/page.md",
                "docs/guide/page.md:3: a link to ../README.md, expected the file docs/README.md",
                "docs/guide/page.md:4: a link to ../../../outside.md, expected a file inside the \
                 repository",
                "docs/guide/page.md:5: the path `crates/gone/src/lib.rs`, expected a path in the \
                 repository",
            ],
        );
    }

    #[test]
    fn a_fence_is_closed_by_its_own_mark() {
        let page = Page::read("~~~\n```\n[a](b)\n~~~\n[c](d)\n");
        assert_eq!(page.links, [(5, "d".to_owned())]);
    }
}
