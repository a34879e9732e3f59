//! docs/codes.md shows the tables that the code goes by.

use message::code::{REFUSALS, REPORT_CODES, RefusalRow, ReportRow, STATUSES, StatusRow};
use std::path::Path;

#[track_caller]
fn holds(head: &str, lines: impl Iterator<Item = String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/codes.md");
    let docs = std::fs::read_to_string(&path).expect("docs/codes.md is there");
    let rule = "|---".repeat(head.matches('|').count() - 1);
    let table: String = lines.collect();
    let table = format!("{head}\n{rule}|\n{table}\n");
    assert!(docs.contains(&table), "docs/codes.md should hold:\n{table}");
}

#[test]
fn the_statuses() {
    let line = |row: &StatusRow| {
        let StatusRow { code, name, retry, sentence, .. } = row;
        format!("| {code:02X} | `{name}` | {sentence} | {} |\n", retry.words())
    };
    holds("| status | name | when | the client |", STATUSES.iter().map(line));
}

#[test]
fn the_reasons() {
    let line = |row: &RefusalRow| {
        let RefusalRow { name, status, http, actor, report, sentence, .. } = row;
        let report = report.map(|code| code.number().to_string()).unwrap_or_default();
        format!(
            "| `{name}` | {:02X} | {http} | {report} | {sentence} | {} |\n",
            status.code(),
            actor.words()
        )
    };
    holds("| reason | SMPP | HTTP | report | what it says | to act |", REFUSALS.iter().map(line));
}

#[test]
fn the_report_codes() {
    let line = |row: &ReportRow| {
        let ReportRow { number, name, is_final, state, retry, actor, sentence, .. } = row;
        let kind = if *is_final { "final" } else { "on the way" };
        format!(
            "| {number} | `{name}` | {sentence} | {kind} | {} | {} | {} |\n",
            state.stat(),
            retry.words(),
            actor.words()
        )
    };
    let head = "| code | name | what it says | | stat | the gateway | to act |";
    holds(head, REPORT_CODES.iter().map(line));
}
