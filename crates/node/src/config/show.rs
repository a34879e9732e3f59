//! Diagnostics, for people and for programs.

use super::checked::Checked;
use super::diagnostic::{Diagnostic, Level};
use annotate_snippets::renderer::Renderer;
use annotate_snippets::{AnnotationKind, Group, Level as Weight, Snippet};
use serde_json::{Value, json};
use std::ops::Range;

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// With the lines they speak of.
    Text {
        /// In colours.
        colours: bool,
    },
    /// One JSON object (RFC 8259).
    Json,
    /// For the checks of a pull request: a workflow command for each.
    GitHub,
}

impl Checked {
    /// All there is to say, ending with a line break; for people the verdict comes last.
    pub fn show(&self, format: Format) -> String {
        match format {
            Format::Text { colours } => text(self, colours),
            Format::Json => json(self),
            Format::GitHub => github(self),
        }
    }
}

/// `2 errors, 1 warning. Nothing was changed.`
fn verdict(checked: &Checked) -> String {
    let count = |level: Level| match checked.count(level) {
        1 => format!("1 {}", level.name()),
        count => format!("{count} {}s", level.name()),
    };
    let (errors, warnings) = (count(Level::Error), count(Level::Warning));
    match (checked.count(Level::Error), checked.count(Level::Warning)) {
        (0, 0) => "No errors, no warnings. Nothing was changed.\n".to_owned(),
        (_, 0) => format!("{errors}. Nothing was changed.\n"),
        (0, _) => format!("No errors, {warnings}. Nothing was changed.\n"),
        (_, _) => format!("{errors}, {warnings}. Nothing was changed.\n"),
    }
}

// --- for people

fn text(checked: &Checked, colours: bool) -> String {
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in &checked.diagnostics {
        out += &renderer.render(&[group(checked, diagnostic)]);
        out += "\n\n";
    }
    out + &verdict(checked)
}

fn group<'a>(checked: &'a Checked, diagnostic: &'a Diagnostic) -> Group<'a> {
    let weight = match diagnostic.code.level() {
        Level::Error => Weight::ERROR,
        Level::Warning => Weight::WARNING,
    };
    let primary = AnnotationKind::Primary.span(diagnostic.span.clone());
    let primary = match diagnostic.label.as_str() {
        "" => primary,
        label => primary.label(label),
    };
    let also = diagnostic.also.iter();
    let also =
        also.map(|(span, what)| AnnotationKind::Context.span(span.clone()).label(what.as_str()));
    let snippet = Snippet::source(checked.text.as_str()).path(checked.name.as_str());
    let snippet = snippet.annotation(primary).annotations(also);
    let title = weight.primary_title(diagnostic.title.as_str()).id(diagnostic.code.name());
    let help = diagnostic.help.iter().map(|help| Weight::HELP.message(help.as_str()));
    title.element(snippet).elements(help)
}

// --- for programs

/// Line and column, both from 1; columns count characters.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let begin = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[begin..].chars().count() + 1)
}

fn json(checked: &Checked) -> String {
    let all: Vec<Value> = checked.diagnostics.iter().map(|it| object(checked, it)).collect();
    let whole = json!({
        "file": checked.name,
        "errors": checked.count(Level::Error),
        "warnings": checked.count(Level::Warning),
        "diagnostics": all,
    });
    format!("{whole}\n")
}

fn object(checked: &Checked, diagnostic: &Diagnostic) -> Value {
    let Diagnostic { code, title, span, label, also, help } = diagnostic;
    let range = |span: &Range<usize>| {
        let ((line, column), end) =
            (place(&checked.text, span.start), place(&checked.text, span.end));
        (line, column, end.0, end.1)
    };
    let (line, column, end_line, end_column) = range(span);
    let also = also.iter().map(|(span, what)| {
        let (line, column, end_line, end_column) = range(span);
        json!({ "message": what, "line": line, "column": column,
                "end_line": end_line, "end_column": end_column })
    });
    json!({
        "level": code.level().name(),
        "code": code.name(),
        "message": title,
        "detail": label,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "also": also.collect::<Vec<_>>(),
        "help": help,
    })
}

fn github(checked: &Checked) -> String {
    let mut out = String::new();
    for Diagnostic { code, title, span, label, help, .. } in &checked.diagnostics {
        let (line, column) = place(&checked.text, span.start);
        let label = Some(label.clone()).filter(|label| !label.is_empty());
        let said: Vec<String> =
            std::iter::once(title.clone()).chain(label).chain(help.iter().cloned()).collect();
        out += &format!(
            "::{level} file={file},line={line},col={column},title={code}::{said}\n",
            level = code.level().name(),
            file = property(&checked.name),
            code = code.name(),
            said = data(&said.join("\n")),
        );
    }
    out
}

/// What would end a command or a property of it, escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
