//! Reads a whole file and finds everything that is wrong with it.

use super::checked::Checked;
use super::diagnostic::{Code, Diagnostic};
use super::read::{self, File};
use super::report::Report;
use super::source::Sources;
use super::table::Table;
use super::value::{is_phone_key, unquoted_phone};
use super::{draft, problem};
use std::collections::BTreeSet;
use std::ops::Range;
use toml::de::{DeTable, Error};

/// Reads a text. `name` is what the file is called where something is said of it.
pub(super) fn check(name: &str, text: &str, sources: Sources<'_>) -> Checked {
    let (whole, errors) = DeTable::parse_recoverable(text);
    let mut report = Report::new(text, sources);
    let file = read(whole.get_ref(), errors, &mut report);
    let mut diagnostics = report.diagnostics;
    diagnostics.sort_by_key(|it| (it.span.start, it.code));
    Checked { name: name.to_owned(), text: text.to_owned(), diagnostics, file }
}

/// Every key that a file may have: `operator.receipts.gsm`.
pub fn keys() -> BTreeSet<String> {
    let nothing = DeTable::new();
    let mut report = Report::new("", Sources::PROCESS);
    read(&nothing, Vec::new(), &mut report);
    report.keys
}

fn read<'d>(whole: &'d DeTable<'d>, errors: Vec<Error>, report: &mut Report<'d>) -> File {
    report.is_broken = !errors.is_empty();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        tell_syntax(span, error.message(), report);
    }
    let file = Table::whole(report, whole, read::file);
    for problem in draft::problems(&file.draft) {
        problem::tell(&problem, &file.draft, report);
    }
    file
}

/// What TOML cannot be read from. One line is told of once.
fn tell_syntax(span: Range<usize>, message: &str, report: &mut Report<'_>) {
    let text = report.text;
    let begin = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
    let end = text[span.start..].find('\n').map_or(text.len(), |end| span.start + end);
    let line = begin..end;
    if report.diagnostics.iter().any(|it| line.contains(&it.span.start) || line == it.span) {
        return;
    }
    if let Some((key, value)) = phone(text, line) {
        report.tell(unquoted_phone(key, value.clone(), &text[value]));
        return;
    }
    let (code, title) = match message.starts_with("duplicate key") {
        true => (Code::TwiceInToml, "this is there twice"),
        false => (Code::Syntax, "this is not TOML"),
    };
    report.tell(Diagnostic::new(code, span, title).label(message));
}

/// A line such as `number = 0044 7700`: the key, and where the value is.
fn phone(text: &str, line: Range<usize>) -> Option<(&str, Range<usize>)> {
    let (key, value) = text[line.clone()].split_once('=')?;
    let start = line.start + key.len() + 1 + (value.len() - value.trim_start().len());
    let value = value.split('#').next().unwrap_or_default().trim();
    let is_number = value.starts_with(|it: char| it == '+' || it.is_ascii_digit())
        && value.bytes().all(|it| it.is_ascii_digit() || b"+ -()".contains(&it));
    (is_phone_key(key.trim()) && is_number).then(|| (key.trim(), start..start + value.len()))
}
