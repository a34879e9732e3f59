//! What the registry finds wrong with a draft, shown where it was written.

use super::diagnostic::{Code, Diagnostic};
use super::report::{Report, Spot};
use registry::draft::Draft;
use registry::{Fault, Kind, Problem};

/// Objects that others name, by the last word of the field that does.
const REFERENCES: [(&str, Kind); 6] = [
    ("operator", Kind::Operator),
    ("failover", Kind::Operator),
    ("account", Kind::Account),
    ("accounts", Kind::Account),
    ("services", Kind::Service),
    ("parent", Kind::Account),
];

/// Tells a problem, unless it comes of another that was told.
pub(super) fn tell(problem: &Problem, draft: &Draft, report: &mut Report<'_>) {
    let object = &problem.object;
    let field = (object.kind, object.index, problem.field.clone());
    let Some(spot) = report.spot(&field).cloned() else { return };
    if spot.is_told {
        return;
    }
    let diagnostic = match problem.fault {
        Fault::Unknown => unknown(problem, &spot, draft),
        Fault::Duplicate => duplicate(problem, &spot, report),
        Fault::Malformed => {
            let code = if problem.field == "address" { Code::Address } else { Code::Malformed };
            said(problem, &spot, code, "is malformed")
        }
        Fault::OutOfRange => said(problem, &spot, Code::OutOfRange, "is out of range"),
        Fault::Missing => said(problem, &spot, Code::Missing, "is empty"),
        Fault::Overlap => said(problem, &spot, Code::Overlap, "lies in another account's block"),
        Fault::Foreign => said(problem, &spot, Code::Foreign, "belongs to another account"),
        Fault::Cycle => said(problem, &spot, Code::Limit, "leads back to itself"),
        Fault::TooMany => said(problem, &spot, Code::Limit, "is beyond the limit"),
    };
    report.tell(diagnostic);
}

/// What an object is called, for people.
fn called(problem: &Problem) -> String {
    format!("{} {:?}", problem.object.kind.name(), problem.object.name)
}

/// The sentence that fits most.
fn said(problem: &Problem, spot: &Spot, code: Code, what: &str) -> Diagnostic {
    let Problem { given, expected, nearest, .. } = problem;
    let title = match spot.key == problem.object.kind.name() {
        true => format!("{} {what}", called(problem)),
        false => format!("{} of {} {what}", spot.key, called(problem)),
    };
    let label = match given {
        // A count that is out of range stands there already, but a default may not.
        Some(given) if code == Code::OutOfRange => format!("{given}, expected {expected}"),
        Some(_) | None => format!("expected {expected}"),
    };
    Diagnostic::new(code, spot.span.clone(), title).label(label).nearest(nearest.as_deref())
}

fn unknown(problem: &Problem, spot: &Spot, draft: &Draft) -> Diagnostic {
    let given = problem.given.as_deref().unwrap_or_default();
    let field = problem.field.rsplit('.').next().unwrap_or_default();
    let field = field.split('[').next().unwrap_or_default();
    let Some((_, kind)) = REFERENCES.iter().find(|(word, _)| *word == field) else {
        let title = format!("{} of {} cannot be {given:?}", spot.key, called(problem));
        let error = Diagnostic::new(Code::UnknownWord, spot.span.clone(), title);
        let error = error.label(format!("expected {}", problem.expected));
        return error.nearest(problem.nearest.as_deref());
    };
    let title = format!("unknown {} {given:?} in {}", kind.name(), called(problem));
    let error = Diagnostic::new(Code::UnknownName, spot.span.clone(), title);
    let error = error.nearest(problem.nearest.as_deref());
    let names = names(*kind, draft);
    match names.len() {
        0 => error.help(format!("the file has no [[{}]]", kind.name())),
        1..=NAMES_MAX => error.help(format!("there are: {}", names.join(", "))),
        _ => error.help(format!("there are {} of them, this is none", names.len())),
    }
}

/// Names that a reader can look through.
const NAMES_MAX: usize = 20;

fn names(kind: Kind, draft: &Draft) -> Vec<&str> {
    match kind {
        Kind::Operator => draft.operators.iter().map(|it| it.name.as_str()).collect(),
        Kind::Account => draft.accounts.iter().map(|it| it.name.as_str()).collect(),
        Kind::Service => draft.services.iter().map(|it| it.name.as_str()).collect(),
        Kind::Number | Kind::Rule => Vec::new(),
    }
}

/// Both places of what may be there once.
fn duplicate(problem: &Problem, spot: &Spot, report: &Report<'_>) -> Diagnostic {
    let given = problem.given.as_deref().unwrap_or_default();
    let title = match problem.field.as_str() {
        "name" | "number" => format!("{} is there twice", called(problem)),
        _ => format!("{} {given:?} of {} is taken", spot.key, called(problem)),
    };
    let error = Diagnostic::new(Code::Duplicate, spot.span.clone(), title);
    let error = error.label(format!("expected {}", problem.expected));
    match first(problem, spot, report) {
        Some(first) => error.also(first.span.clone(), "first here"),
        None => error,
    }
}

/// Where it was written first: under the same key, in front of it.
fn first<'r>(problem: &Problem, spot: &Spot, report: &'r Report<'_>) -> Option<&'r Spot> {
    let same = |text: &str| {
        let text: String =
            text.chars().filter(|it| !matches!(it, '"' | '\'' | '+' | ' ')).collect();
        text.to_lowercase()
    };
    let is_list = problem.field.contains('[') && problem.object.kind != Kind::Account;
    let given = same(report.source(spot.span.clone()));
    let all = report.spots(problem.object.kind);
    let earlier = all.filter(|(_, it)| it.span.start < spot.span.start);
    let earlier = earlier.filter(|((_, index, _), it)| match is_list {
        true => *index == problem.object.index,
        false => it.key == spot.key,
    });
    let mut earlier = earlier.map(|(_, it)| it);
    earlier.find(|it| same(report.source(it.span.clone())) == given)
}
