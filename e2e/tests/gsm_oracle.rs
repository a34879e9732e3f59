//! The 7-bit tables against the Python packages that have them too.

use message::text::gsm::{Language, Tables, decode};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Language identifier (0: default), `locking` or `single`, code.
type Cell = (u8, String, u8);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What a script of this repository prints, run by the venv's Python.
fn printed_by(script: &str) -> String {
    let venv = std::env::var_os("WHIMBREL_VENV")
        .expect("WHIMBREL_VENV is not set; run cargo xtask test, which builds that Python venv");
    let output = Command::new(Path::new(&venv).join("bin/python3"))
        .arg(root().join(script))
        .output()
        .expect("the venv has a python3; run cargo xtask test, which builds it");
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("Python prints UTF-8")
}

/// The cells that a package publishes.
fn published(package: &str) -> BTreeMap<Cell, char> {
    let printed = printed_by("xtask/python/oracle_gsm.py");
    let lines = printed.lines().map(|line| line.split(' ').collect::<Vec<_>>());
    lines
        .filter(|fields| fields[0] == package)
        .map(|fields| {
            let &[_, language, kind, code, point] = fields.as_slice() else {
                panic!("five fields expected: {fields:?}")
            };
            let language = language.parse().expect("a decimal identifier");
            let code = u8::from_str_radix(code, 16).expect("a hexadecimal code");
            let point = u32::from_str_radix(point, 16).expect("a hexadecimal code point");
            let letter = char::from_u32(point).expect("a character");
            ((language, kind.to_owned(), code), letter)
        })
        .collect()
}

/// The cells that we have, found by decoding each code.
fn ours(languages: impl Iterator<Item = Option<Language>>) -> BTreeMap<Cell, char> {
    let mut cells = BTreeMap::new();
    for language in languages {
        let identifier = language.map_or(0, Language::identifier);
        let locking = Tables { locking: language, single: None };
        let single = Tables { locking: None, single: language };
        for code in 0..128 {
            if language != Some(Language::Spanish) {
                let letter = decoded(&[code], locking);
                cells.extend(letter.map(|letter| ((identifier, "locking".into(), code), letter)));
            }
            let letter = decoded(&[0x1B, code], single);
            cells.extend(letter.map(|letter| ((identifier, "single".into(), code), letter)));
        }
    }
    cells
}

fn decoded(septets: &[u8], tables: Tables) -> Option<char> {
    let mut text = String::new();
    let is_known = decode(septets, tables, &mut text) == 0;
    text.chars().next().filter(|_| is_known)
}

#[test]
fn the_default_alphabet_and_its_extension_agree_with_gsm0338() {
    let oracle = published("gsm0338");
    assert_eq!(oracle.len(), 127 + 10);
    assert_eq!(ours([None].into_iter()), oracle);
}

#[test]
fn the_tables_differ_from_their_source_in_these_corrections_only() {
    let source = published("gsmcodecs");
    let ours = ours([None].into_iter().chain(Language::ALL.map(Some)));
    let all: BTreeSet<&Cell> = source.keys().chain(ours.keys()).collect();
    let differences: Vec<_> = all
        .into_iter()
        .filter(|cell| source.get(cell) != ours.get(cell))
        // Under the escape itself some tables of the source have a space.
        .filter(|cell| cell.2 != 0x1B)
        .map(|cell| (cell.0, cell.1.as_str(), cell.2, source.get(cell), ours.get(cell)))
        .collect();

    let comma = (4..=13).map(|language| (language, "locking", 0x2C, Some(&'\''), Some(&',')));
    let mut corrections: Vec<_> = comma.collect();
    corrections.push((7, "locking", 0x24, Some(&'\u{CAA}'), Some(&'\u{CA1}')));
    corrections.push((12, "single", 0x65, None, Some(&'€')));
    corrections.sort_unstable();
    assert_eq!(differences, corrections);
}

#[test]
fn the_generated_file_is_what_its_script_prints() {
    let path = root().join("crates/message/src/text/gsm/tables.rs");
    let file = std::fs::read_to_string(path).expect("the file is in the repository");
    let printed = printed_by("xtask/python/gsm_tables.py");
    assert!(file == printed, "write what xtask/python/gsm_tables.py prints into tables.rs");
}
