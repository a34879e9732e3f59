//! What has been found in a file so far: mistakes, and where everything stands.

use super::diagnostic::{Code, Diagnostic};
use super::source::Sources;
use registry::Kind;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Collects while a file is read.
pub(super) struct Report<'d> {
    pub(super) text: &'d str,
    pub(super) sources: Sources<'d>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Where the fields of drafts were written.
    spots: BTreeMap<Field, Spot>,
    /// Every key that was asked for: `operator.receipts.gsm`.
    pub(super) keys: BTreeSet<String>,
    /// The text could be read only in part: what is missing may be in the other.
    pub(super) is_broken: bool,
}

/// A field of an object of a draft, in the words of the registry.
pub(super) type Field = (Kind, usize, String);

/// Where a field was written.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) span: Range<usize>,
    /// What it is called in the file.
    pub(super) key: String,
    /// What is wrong with it has been told.
    pub(super) is_told: bool,
}

impl<'d> Report<'d> {
    pub(super) fn new(text: &'d str, sources: Sources<'d>) -> Report<'d> {
        Report {
            text,
            sources,
            diagnostics: Vec::new(),
            spots: BTreeMap::new(),
            keys: BTreeSet::new(),
            is_broken: false,
        }
    }

    pub(super) fn tell(&mut self, diagnostic: Diagnostic) {
        let may_be_there = matches!(diagnostic.code, Code::Missing | Code::UnknownName);
        let is_there = |it: &Diagnostic| it.span.start == diagnostic.span.start;
        // What cannot be read is told once, and so is nothing that may follow from it.
        let follows = may_be_there || self.diagnostics.iter().any(is_there);
        if !(self.is_broken && follows) {
            self.diagnostics.push(diagnostic);
        }
    }

    pub(super) fn mark(&mut self, field: Field, spot: Spot) {
        self.spots.insert(field, spot);
    }

    pub(super) fn mark_told(&mut self, field: &Field) {
        if let Some(spot) = self.spots.get_mut(field) {
            spot.is_told = true;
        }
    }

    /// Where a field stands, or else what it is a part of: `senders[1]` in `senders`, and
    /// everything in its object.
    pub(super) fn spot(&self, (kind, index, field): &Field) -> Option<&Spot> {
        let mut field = field.as_str();
        loop {
            if let Some(spot) = self.spots.get(&(*kind, *index, field.to_owned())) {
                return Some(spot);
            }
            if field.is_empty() {
                return None;
            }
            field = field.rfind(['.', '[']).map_or("", |end| &field[..end]);
        }
    }

    /// Fields of objects of a kind, in their order.
    pub(super) fn spots(&self, kind: Kind) -> impl Iterator<Item = (&Field, &Spot)> {
        self.spots.iter().filter(move |((of, ..), _)| *of == kind)
    }

    /// What stands there.
    pub(super) fn source(&self, span: Range<usize>) -> &'d str {
        self.text.get(span).unwrap_or_default()
    }
}
