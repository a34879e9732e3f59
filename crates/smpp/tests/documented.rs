//! docs/smpp.md shows the tables that the code goes by.

use smpp::Version;
use smpp::session::matrix::{MATRIX, Row, Senders};
use std::path::Path;

#[test]
fn the_operation_matrix_is_the_one_in_the_docs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/smpp.md");
    let docs = std::fs::read_to_string(&path).expect("docs/smpp.md is there");
    let head = "| request | versions | OPEN | OUTBOUND | BOUND_TX | BOUND_RX | BOUND_TRX | UNBOUND |\n\
                |---|---|---|---|---|---|---|---|\n";
    let table: String = MATRIX.iter().map(line).collect();
    assert!(docs.contains(&format!("{head}{table}\n")), "docs/smpp.md should hold:\n{head}{table}");
}

fn line(row: &Row) -> String {
    let cells = row.senders.map(|senders| match senders {
        Senders::Nobody => "",
        Senders::Esme => "E",
        Senders::MessageCentre => "M",
        Senders::Both => "E M",
    });
    let versions = format!("{}-{}", number(row.since), number(row.until));
    format!("| {} | {versions} | {} |\n", row.command, cells.join(" | "))
}

fn number(version: Version) -> &'static str {
    match version {
        Version::V33 => "3.3",
        Version::V34 => "3.4",
        Version::V50 => "5.0",
    }
}
