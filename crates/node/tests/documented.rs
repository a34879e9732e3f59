//! The page on the configuration names every setting and every code, and nothing else.

use node::{Code, Config, Sources};
use std::collections::BTreeSet;
use std::io;

const PAGE: &str = include_str!("../../../docs/config.md");

/// Every variable and every file holds the same.
const SOURCES: Sources<'static> = Sources {
    variable: &|_| Some("secret12".to_owned()),
    file: &|_| Ok::<_, io::Error>("secret12\n".to_owned()),
};

/// The rows of tables whose first cell is code, cell by cell.
fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    let rows = PAGE.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| row.trim_matches('|').split(" | ").map(str::trim).collect())
}

fn code(cell: &str) -> &str {
    cell.trim_matches('`')
}

#[test]
fn every_setting_is_on_the_page_and_every_one_there_exists() {
    let all = node::keys();
    let is_table = |key: &str| all.iter().any(|other| other.starts_with(&format!("{key}.")));
    let known: BTreeSet<&str> =
        all.iter().map(String::as_str).filter(|key| !is_table(key)).collect();
    let told: Vec<&str> = rows().filter(|row| row.len() == 4).map(|row| code(row[0])).collect();
    assert_eq!(told.iter().copied().collect::<BTreeSet<_>>(), known);
    assert_eq!(told.len(), known.len(), "one is there twice");
}

#[test]
fn every_code_is_on_the_page_with_its_meaning() {
    let told: Vec<(&str, &str)> =
        rows().filter(|row| row.len() == 2).map(|row| (code(row[0]), row[1])).collect();
    let known: Vec<_> = Code::ALL.iter().map(|code| (code.name(), code.meaning())).collect();
    assert_eq!(told, known);
}

#[test]
fn the_file_on_the_page_is_sound() {
    let (_, rest) = PAGE.split_once("```toml\n").expect("a file");
    let (file, _) = rest.split_once("```").expect("its end");
    let checked = Config::check("whimbrel.toml", file, SOURCES);
    assert_eq!(checked.to_string(), "No errors, no warnings. Nothing was changed.\n");
}

/// Every example of a setting, put into the file of the page in place of what is there, is sound.
#[test]
fn every_example_is_sound() {
    for row in rows().filter(|row| row.len() == 4) {
        let (key, example) = (code(row[0]), code(row[3]));
        let file = with(key, example);
        let checked = Config::check("whimbrel.toml", &file, SOURCES);
        let said = checked.to_string();
        assert_eq!(said, "No errors, no warnings. Nothing was changed.\n", "{key}\n{file}");
    }
}

/// A file in which one setting is as it is said.
fn with(key: &str, example: &str) -> String {
    let mut file = String::new();
    let sections = [
        ("node", vec![]),
        ("smpp", vec![]),
        ("http", vec![]),
        ("log", vec![]),
        (
            "operator",
            vec![
                ("id", "\"mno-a\""),
                ("address", "\"sim://calm\""),
                ("system_id", "\"whimbrel\""),
                ("password", "\"${WORD}\""),
            ],
        ),
        ("operator", vec![("id", "\"mno-c\""), ("address", "\"sim://calm\"")]),
        (
            "account",
            vec![("id", "\"acme\""), ("system_id", "\"acme\""), ("password", "\"${WORD}\"")],
        ),
        ("service", vec![("id", "\"support\""), ("account", "\"acme\"")]),
        ("service", vec![("id", "\"stop\""), ("account", "\"acme\""), ("keywords", "\"STOP\"")]),
        ("number", vec![("number", "\"777\""), ("service", "\"support\"")]),
        ("rule", vec![("name", "\"all\""), ("via", "[ { operator = \"mno-a\" } ]")]),
        ("phone", vec![("number", "\"+447700900001\"")]),
    ];
    let (section, path) = key.split_once('.').expect("a key in a section");
    let (path, example) = match path.strip_prefix("via.") {
        Some("weight") => ("via", format!("[ {{ operator = \"mno-a\", weight = {example} }} ]")),
        Some(leaf) => ("via", format!("[ {{ {leaf} = {example} }} ]")),
        None => (path, example.to_owned()),
    };
    let mut is_put = false;
    for (name, keys) in &sections {
        let brackets = if ["node", "smpp", "http", "log"].contains(name) { 1 } else { 2 };
        file += &format!("{}{name}{}\n", "[".repeat(brackets), "]".repeat(brackets));
        let here = *name == section && !is_put;
        for (key, value) in keys.iter().filter(|(key, _)| !here || *key != path) {
            file += &format!("{key} = {value}\n");
        }
        if here {
            file += &format!("{path} = {example}\n");
            is_put = true;
        }
    }
    file
}
