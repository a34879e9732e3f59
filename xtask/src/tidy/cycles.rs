//! Cycles between modules. Siblings must depend on each other in one direction only; a child and
//! its parent may speak both ways (a parent's file is the front page of its children).

use super::finding::Finding;
use super::modules::Module;
use super::paths::{Tree, references};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Where one module first names another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    file: String,
    line: usize,
}

/// Who uses whom among the children of one module.
type Siblings = BTreeMap<String, BTreeMap<String, Place>>;

/// One finding per shortest cycle, in every crate and at every level.
pub(crate) fn check(modules: &[Module<'_>]) -> Vec<Finding> {
    let roots: BTreeSet<&str> = modules.iter().map(|module| module.root).collect();
    let mut findings = Vec::new();
    for root in roots {
        let of_crate = modules.iter().filter(|module| module.root == root && !module.is_test);
        for siblings in graphs(&of_crate.collect::<Vec<_>>()).values() {
            findings.extend(cycles(siblings));
        }
    }
    findings
}

/// The graphs of siblings by the path of their parent.
fn graphs(modules: &[&Module<'_>]) -> BTreeMap<Vec<String>, Siblings> {
    let tree = Tree::new(modules);
    let mut graphs: BTreeMap<Vec<String>, Siblings> = BTreeMap::new();
    for module in modules {
        for reference in references(module) {
            let Some(target) = tree.land(&module.path, &reference.segments) else {
                continue;
            };
            let shared =
                module.path.iter().zip(&target).take_while(|(from, to)| from == to).count();
            let (Some(from), Some(to)) = (module.path.get(shared), target.get(shared)) else {
                continue; // one is around the other
            };
            let place = Place { file: module.file.to_owned(), line: reference.line };
            let siblings = graphs.entry(module.path[..shared].to_vec()).or_default();
            siblings.entry(from.clone()).or_default().entry(to.clone()).or_insert(place);
        }
    }
    graphs
}

fn cycles(siblings: &Siblings) -> Vec<Finding> {
    let mut findings = Vec::new();
    for start in siblings.keys() {
        let Some(cycle) = shortest_way_back(siblings, start) else {
            continue;
        };
        if cycle.iter().min() != Some(&start) {
            continue; // told from its first module
        }
        let place = &siblings[start][cycle[1]];
        let others = cycle.windows(2).skip(1).map(|pair| {
            let place = &siblings[pair[0]][pair[1]];
            format!("{}:{}", place.file, place.line)
        });
        let names: Vec<&str> = cycle.iter().map(|name| name.as_str()).collect();
        let what = format!("a cycle of modules: {}", names.join(" -> "));
        let expected = format!("one direction (back at {})", others.collect::<Vec<_>>().join(", "));
        findings.push(Finding::new(&place.file, place.line, what, expected));
    }
    findings
}

/// Breadth first from `start` to `start`; both ends are in the answer.
fn shortest_way_back<'a>(siblings: &'a Siblings, start: &'a String) -> Option<Vec<&'a String>> {
    let mut ways = VecDeque::from([vec![start]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        let last = way.last().expect("a way has its start");
        for next in siblings.get(*last).into_iter().flat_map(BTreeMap::keys) {
            let mut longer = way.clone();
            longer.push(next);
            if next == start {
                return Some(longer);
            }
            if seen.insert(next) {
                ways.push_back(longer);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::modules::{tests::sources, walk};
    use super::*;

    #[track_caller]
    fn check_finds(files: &[(&str, &str)], expected: &[&str]) {
        let sources = sources(files);
        let (modules, lost) = walk([files[0].0], &sources);
        assert_eq!(lost, [], "the sample is whole");
        let found: Vec<String> = check(&modules).iter().map(Finding::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn one_direction_is_fine_and_parents_and_children_may_speak_both_ways() {
        check_finds(
            &[
                ("src/lib.rs", "pub mod frame; pub mod session; pub struct Limit;"),
                ("src/frame.rs", "use crate::Limit; use std::fmt; pub struct Frame;"),
                ("src/session.rs", "mod window; use crate::frame::Frame; use self::window::W;"),
                ("src/session/window.rs", "use super::Session; pub struct W;"),
            ],
            &[],
        );
    }

    #[test]
    fn two_modules_that_use_each_other_are_found() {
        check_finds(
            &[
                ("src/lib.rs", "mod frame; mod session;"),
                ("src/frame.rs", "use std::fmt;\nuse crate::session::State;"),
                ("src/session.rs", "use super::{\n    frame::Frame,\n};"),
            ],
            &["src/frame.rs:2: a cycle of modules: frame -> session -> frame, expected one \
               direction (back at src/session.rs:2)"],
        );
    }

    #[test]
    fn a_cycle_of_three_is_told_once_and_by_paths_in_code_and_macros() {
        check_finds(
            &[
                ("src/lib.rs", "mod c; mod b; mod a;"),
                ("src/a.rs", "fn f() { crate::b::g() }"),
                ("src/b.rs", "fn g() { assert_eq!(1, super::c::h()) }"),
                ("src/c.rs", "fn h() -> Option<crate::a::T> { None }"),
            ],
            &["src/a.rs:1: a cycle of modules: a -> b -> c -> a, expected one direction (back at \
               src/b.rs:1, src/c.rs:1)"],
        );
    }

    #[test]
    fn a_cycle_below_the_first_level_is_found() {
        check_finds(
            &[
                ("src/lib.rs", "mod pdu;"),
                ("src/pdu.rs", "mod bind { use super::submit::S; } mod submit;"),
                ("src/pdu/submit.rs", "use crate::pdu::bind::B;"),
            ],
            &["src/pdu.rs:1: a cycle of modules: bind -> submit -> bind, expected one direction \
               (back at src/pdu/submit.rs:1)"],
        );
    }

    #[test]
    fn the_same_names_at_two_levels_make_no_cycle() {
        check_finds(
            &[
                ("src/lib.rs", "mod a; mod b; mod pdu;"),
                ("src/a.rs", "use crate::b::B;"),
                ("src/b.rs", ""),
                ("src/pdu.rs", "mod a {} mod b { use super::a::A; }"),
            ],
            &[],
        );
    }

    #[test]
    fn a_cycle_through_a_name_that_the_root_hands_on_is_found() {
        check_finds(
            &[
                ("src/lib.rs", "mod a; mod b; pub use a::Apple; pub use crate::b::Bee as Wasp;"),
                ("src/a.rs", "use crate::Wasp; pub struct Apple;"),
                ("src/b.rs", "use crate::Apple; pub struct Bee;"),
            ],
            &["src/a.rs:1: a cycle of modules: a -> b -> a, expected one direction (back at \
               src/b.rs:1)"],
        );
    }

    #[test]
    fn test_modules_are_free() {
        check_finds(
            &[
                ("src/lib.rs", "mod a; mod b;"),
                ("src/a.rs", "use crate::b::B;"),
                ("src/b.rs", "#[cfg(test)] mod tests { use crate::a::A; }"),
            ],
            &[],
        );
    }

    #[test]
    fn names_that_lead_in_a_circle_end() {
        check_finds(
            &[
                ("src/lib.rs", "mod a; use self::X as Y; use self::Y as X;"),
                ("src/a.rs", "use crate::X;"),
            ],
            &[],
        );
    }
}
