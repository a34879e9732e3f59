//! The values of a table's keys: text, counts, times, addresses, secrets.

use super::diagnostic::{Code, Diagnostic};
use super::source::Written;
use super::table::{Table, Value};
use registry::name::Secret;
use registry::nearest;
use std::net::SocketAddr;
use std::ops::Range;
use std::time::Duration;
use toml::de::DeValue;

/// Keys whose values are phone numbers, or may be.
const PHONES: [&str; 7] =
    ["number", "to", "from", "senders", "default_sender", "source", "destination"];

impl<'d> Table<'_, 'd> {
    /// Text that may be left out.
    pub(super) fn text(&mut self, key: &'static str, field: &str) -> Option<String> {
        let value = self.value(key)?;
        self.mark(field, key, value.span());
        self.text_of(key, field, value)
    }

    /// Text that must be there; empty where it is not.
    pub(super) fn needed_text(&mut self, key: &'static str, field: &str, what: &str) -> String {
        if self.value(key).is_none() {
            self.missing(key, field, what);
            return String::new();
        }
        self.text(key, field).unwrap_or_default()
    }

    fn text_of(&mut self, key: &str, field: &str, value: &'d Value<'d>) -> Option<String> {
        let written = self.report.source(value.span());
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(_) | DeValue::Float(_) if PHONES.contains(&key) => {
                self.tell(unquoted_phone(key, value.span(), written));
                Some(written.to_owned())
            }
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {
                self.wrong_type(key, value, &format!("text, in quotes: \"{written}\""));
                self.mark_told(field);
                Some(written.to_owned())
            }
            DeValue::Array(_) | DeValue::Table(_) => {
                self.wrong_type(key, value, "text, in quotes");
                self.mark_told(field);
                None
            }
        }
    }

    /// One text, or a list of them.
    pub(super) fn list(&mut self, key: &'static str, field: &str) -> Option<Vec<String>> {
        let value = self.value(key)?;
        self.mark(field, key, value.span());
        let DeValue::Array(all) = value.get_ref() else {
            let field = format!("{field}[0]");
            self.mark(&field, key, value.span());
            return self.text_of(key, &field, value).map(|one| vec![one]);
        };
        let mut list = Vec::new();
        for value in all {
            let field = format!("{field}[{}]", list.len());
            self.mark(&field, key, value.span());
            list.extend(self.text_of(key, &field, value));
        }
        Some(list)
    }

    /// A table of words: `{ "0A5" = "absent" }`.
    pub(super) fn pairs(&mut self, key: &'static str, field: &str) -> Vec<(String, String)> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let DeValue::Table(all) = value.get_ref() else {
            self.wrong_type(key, value, "a table of words: { \"0A5\" = \"absent\" }");
            return Vec::new();
        };
        let mut pairs = Vec::new();
        for (left, right) in all {
            let field = format!("{field}[{}]", pairs.len());
            self.mark(&field, key, left.span().start..right.span().end);
            let right = self.text_of(key, &field, right);
            pairs.extend(right.map(|right| (left.get_ref().to_string(), right)));
        }
        pairs
    }

    /// A whole number.
    pub(super) fn count(&mut self, key: &'static str, field: &str) -> Option<u32> {
        let value = self.value(key)?;
        self.mark(field, key, value.span());
        let DeValue::Integer(integer) = value.get_ref() else {
            let bare = value.get_ref().as_str().filter(|it| it.parse::<u32>().is_ok());
            let example = bare.map_or(String::new(), |it| format!(", without quotes: {it}"));
            self.wrong_type(key, value, &format!("a whole number{example}"));
            return None;
        };
        let count = u32::from_str_radix(integer.as_str(), integer.radix());
        if count.is_err() {
            let title = format!("{key} of {} is out of range", self.called);
            let error = Diagnostic::new(Code::OutOfRange, value.span(), title);
            self.tell(error.label("expected a whole number that is not negative"));
        }
        count.ok()
    }

    /// `true` or `false`; which one where nothing is said.
    pub(super) fn flag(&mut self, key: &'static str, default: bool) -> bool {
        let Some(value) = self.value(key) else { return default };
        if let DeValue::Boolean(flag) = value.get_ref() {
            return *flag;
        }
        self.wrong_type(key, value, "true or false, without quotes");
        default
    }

    /// A time: `30s`.
    pub(super) fn time(&mut self, key: &'static str, field: &str) -> Option<Duration> {
        const EXPECTED: &str =
            "expected a number and a unit in quotes, such as \"30s\", \"5m\", \"48h\", \"7d\"";
        let value = self.value(key)?;
        self.mark(field, key, value.span());
        let time = value.get_ref().as_str().and_then(|it| humantime::parse_duration(it).ok());
        if time.is_none() {
            let title = format!("{key} of {} is no duration", self.called);
            let error = Diagnostic::new(Code::Duration, value.span(), title).label(EXPECTED);
            let error = match value.get_ref().as_integer() {
                Some(number) => error.help(format!("seconds? {key} = \"{number}s\"")),
                None => error,
            };
            self.tell(error);
        }
        time
    }

    /// A time in a range that the registry knows nothing of.
    pub(super) fn time_in(
        &mut self,
        key: &'static str,
        range: std::ops::RangeInclusive<Duration>,
    ) -> Option<Duration> {
        let span = self.value(key)?.span();
        let time = self.time(key, "")?;
        if range.contains(&time) {
            return Some(time);
        }
        let title = format!("{key} of {} is out of range", self.called);
        let [least, most] = [range.start(), range.end()].map(|it| humantime::format_duration(*it));
        let error = Diagnostic::new(Code::OutOfRange, span, title);
        self.tell(error.label(format!("expected {least} to {most}")));
        None
    }

    /// Where to listen.
    pub(super) fn listen(&mut self, key: &'static str) -> Option<(SocketAddr, Range<usize>)> {
        let span = self.value(key)?.span();
        let text = self.text(key, "")?;
        let address = text.parse();
        if address.is_err() {
            let title = format!("{key} of {} is no address to listen on", self.called);
            let error = Diagnostic::new(Code::Address, span.clone(), title);
            let what =
                "expected IP:PORT with a port up to 65535, such as 0.0.0.0:2775 or [::]:2775";
            self.tell(error.label(what));
        }
        address.ok().map(|address| (address, span))
    }

    /// One of a few words that the registry knows nothing of.
    pub(super) fn one_of<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let span = self.value(key)?.span();
        let given = self.text(key, "")?;
        let found = words.iter().find(|(word, _)| *word == given);
        if found.is_none() {
            self.unknown_word(key, &given, span, words.iter().map(|(word, _)| *word));
        }
        found.map(|(_, value)| *value)
    }

    /// None of these words.
    pub(super) fn unknown_word<'w>(
        &mut self,
        key: &str,
        given: &str,
        span: Range<usize>,
        words: impl Iterator<Item = &'w str> + Clone,
    ) {
        let near = nearest(given, words.clone());
        let title = format!("{key} of {} cannot be {given:?}", self.called);
        let error = Diagnostic::new(Code::UnknownWord, span, title);
        let all = words.collect::<Vec<_>>().join(", ");
        self.tell(error.label(format!("expected {all}")).nearest(near.as_deref()));
    }

    /// A secret, from wherever it is said to be. A literal one is warned of.
    pub(super) fn secret(&mut self, key: &'static str, field: &str) -> Option<Secret> {
        let span = self.value(key)?.span();
        let text = self.text(key, field)?;
        let written = Written::read(&text);
        if let Written::Literal(word) = written
            && !word.is_empty()
        {
            let title = format!("{key} of {} is written in the file", self.called);
            let warning = Diagnostic::new(Code::LiteralSecret, span.clone(), title);
            let help = "use \"${VARIABLE}\" or \"file:/run/secrets/NAME\"";
            self.tell(warning.help(help));
        }
        match self.report.sources.secret(&written) {
            Ok(secret) => Some(Secret::new(secret)),
            Err(why) => {
                let title = format!("{key} of {} cannot be had", self.called);
                self.tell(Diagnostic::new(Code::Secret, span, title).label(why));
                self.mark_told(field);
                None
            }
        }
    }
}

/// A number that TOML has taken for one.
pub(super) fn unquoted_phone(key: &str, span: Range<usize>, written: &str) -> Diagnostic {
    let error =
        Diagnostic::new(Code::PhoneNumber, span, "phone numbers are text, put quotes around them");
    let label = match written.strip_prefix('+') {
        Some(digits) => format!("TOML reads this as the number {digits}, and the \"+\" is lost"),
        None => "TOML reads this as a number".to_owned(),
    };
    error.label(label).help(format!("{key} = \"{written}\""))
}

/// Is a key's value a phone number, or may it be?
pub(super) fn is_phone_key(key: &str) -> bool {
    PHONES.contains(&key)
}
