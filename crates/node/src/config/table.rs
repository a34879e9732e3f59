//! Reads a table of a file: every key by its name and its type, and no other key.
//!
//! Nothing stops here. What is wrong is told, and reading goes on with what was probably meant.

use super::diagnostic::{Code, Diagnostic};
use super::report::{Field, Report, Spot};
use registry::{Kind, nearest};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table; or one that is not there, in which nothing is.
pub(super) struct Table<'r, 'd> {
    pub(super) report: &'r mut Report<'d>,
    values: Option<&'d DeTable<'d>>,
    span: Range<usize>,
    /// `operator.receipts`; empty for the whole file.
    path: String,
    /// What it is, for people: `operator "mno-a"`.
    pub(super) called: String,
    /// What it becomes in a draft.
    object: Option<(Kind, usize)>,
    known: Vec<&'static str>,
}

pub(super) type Value<'d> = Spanned<DeValue<'d>>;

impl<'r, 'd> Table<'r, 'd> {
    /// The whole file, with a look for what nobody knows.
    pub(super) fn whole<T>(
        report: &'r mut Report<'d>,
        values: &'d DeTable<'d>,
        read: impl FnOnce(&mut Table<'_, 'd>) -> T,
    ) -> T {
        let mut table = Table {
            span: 0..0,
            values: Some(values),
            path: String::new(),
            called: "the file".to_owned(),
            object: None,
            known: Vec::new(),
            report,
        };
        let made = read(&mut table);
        table.refuse_others();
        made
    }

    fn child<'s>(&'s mut self, key: &str, value: Option<&'d Value<'d>>) -> Table<'s, 'd> {
        let path = self.path_of(key);
        let called = match self.path.as_str() {
            "" => format!("[{key}]"),
            _ => format!("{key} of {}", self.called),
        };
        Table {
            values: value.and_then(|it| it.get_ref().as_table()),
            span: value.map_or(0..0, Spanned::span),
            object: self.object,
            known: Vec::new(),
            report: self.report,
            path,
            called,
        }
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// What stands at a key.
    pub(super) fn value(&mut self, key: &'static str) -> Option<&'d Value<'d>> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        self.report.keys.insert(self.path_of(key));
        self.values?.get(key)
    }

    pub(super) fn is_there(&self) -> bool {
        self.values.is_some()
    }

    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// A table in it.
    pub(super) fn within<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Table<'_, 'd>) -> T,
    ) -> T {
        let value = self.value(key);
        let value = value.filter(|value| {
            let is_table = value.get_ref().is_table();
            if !is_table {
                let written = match self.path.as_str() {
                    "" => format!("[{key}] on a line of its own, its settings below"),
                    _ => format!("{key} = {{ ... }}"),
                };
                self.wrong_type(key, value, &format!("a table: {written}"));
            }
            is_table
        });
        let mut table = self.child(key, value);
        let made = read(&mut table);
        table.refuse_others();
        made
    }

    /// Tables in it, of which there may be several.
    pub(super) fn each<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Table<'_, 'd>, usize) -> T,
    ) -> Vec<T> {
        let Some(value) = self.value(key) else {
            // So that its keys are known, too.
            read(&mut self.child(key, None), 0);
            return Vec::new();
        };
        let Some(all) = value.get_ref().as_array() else {
            let two = match self.path.as_str() {
                "" => format!("[[{key}]]: there may be several, so it has two brackets"),
                _ => "a list of tables: [ { ... }, { ... } ]".to_owned(),
            };
            self.wrong_type(key, value, &two);
            return Vec::new();
        };
        let mut made = Vec::new();
        for value in all {
            if value.get_ref().is_table() {
                let mut table = self.child(key, Some(value));
                made.push(read(&mut table, made.len()));
                table.refuse_others();
            } else {
                self.wrong_type(key, value, "a table: { ... }");
            }
        }
        made
    }

    /// It becomes this object of a draft, and this key has its name.
    pub(super) fn becomes(&mut self, kind: Kind, index: usize, key: &str) {
        self.object = Some((kind, index));
        let name = self.values.and_then(|values| values.get(key));
        let name = name.map(|name| match name.get_ref().as_str() {
            Some(text) => text,
            None => self.report.source(name.span()),
        });
        self.called = match name {
            Some(name) => format!("{} {name:?}", kind.name()),
            None => format!("{} number {}", kind.name(), index + 1),
        };
        if self.is_there() {
            let spot = Spot { span: self.span(), key: String::new(), is_told: false };
            self.report.mark((kind, index, String::new()), spot);
        }
    }

    /// A field of the draft is written here.
    pub(super) fn mark(&mut self, field: &str, key: &str, span: Range<usize>) {
        if let Some(field) = self.field(field) {
            let spot = Spot { span, key: key.to_owned(), is_told: false };
            self.report.mark(field, spot);
        }
    }

    /// What is wrong with a field was told: nothing that comes of it need be.
    pub(super) fn mark_told(&mut self, field: &str) {
        if let Some(field) = self.field(field) {
            let spot = Spot { span: self.span(), key: String::new(), is_told: true };
            if self.report.spot(&field).is_none_or(|it| it.key.is_empty()) {
                self.report.mark(field, spot);
            } else {
                self.report.mark_told(&field);
            }
        }
    }

    /// Where a field of the draft is written.
    pub(super) fn span_of(&self, field: &str) -> Option<Range<usize>> {
        self.report.spot(&self.field(field)?).map(|spot| spot.span.clone())
    }

    fn field(&self, field: &str) -> Option<Field> {
        self.object.map(|(kind, index)| (kind, index, field.to_owned()))
    }

    // --- what is wrong

    pub(super) fn tell(&mut self, diagnostic: Diagnostic) {
        self.report.tell(diagnostic);
    }

    pub(super) fn missing(&mut self, key: &str, field: &str, what: &str) {
        if self.is_there() {
            let title = format!("{} has no {key}", self.called);
            self.tell(Diagnostic::new(Code::Missing, self.span(), title).help(what));
            self.mark_told(field);
        }
    }

    pub(super) fn wrong_type(&mut self, key: &str, value: &Value<'_>, expected: &str) {
        let given = match value.get_ref() {
            DeValue::String(_) => "text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let title = format!("{key} of {} cannot be {given}", self.called);
        let title = if self.path.is_empty() { format!("{key} cannot be {given}") } else { title };
        let label = format!("expected {expected}");
        self.tell(Diagnostic::new(Code::WrongType, value.span(), title).label(label));
    }

    /// Every key that was not asked for.
    fn refuse_others(&mut self) {
        let Some(values) = self.values else { return };
        for key in values.keys() {
            let name: &str = key.get_ref();
            if self.known.contains(&name) {
                continue;
            }
            let near = nearest(name, self.known.iter().copied());
            let (code, title) = match self.path.as_str() {
                "" => (Code::UnknownSection, format!("there is no section {name:?}")),
                _ => (Code::UnknownKey, format!("{} has no setting {name:?}", self.called)),
            };
            let diagnostic = Diagnostic::new(code, key.span(), title).nearest(near.as_deref());
            let all = format!("there are: {}", self.known.join(", "));
            self.report.tell(diagnostic.help(all));
        }
    }
}
