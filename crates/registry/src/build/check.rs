//! Looks at one field after another and keeps what is wrong.

use super::names::{Named, nearest};
use crate::problem::{Fault, Kind, Object, Problem};
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::ops::RangeInclusive;
use std::time::Duration;

/// All that is wrong so far.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<Problem>);

/// The fields of one object, or of a part of one.
pub(super) struct Check<'a> {
    problems: &'a mut Problems,
    object: Object,
    /// Goes before the names of fields: empty, or ends with a point.
    path: String,
}

/// What may stand in a field, and what may have been meant.
#[derive(Debug)]
pub(super) struct Expected {
    what: String,
    nearest: Option<String>,
}

/// Reads what stands in a field.
pub(super) type Parse<T> = fn(&str) -> Result<T, Expected>;

/// Who has made more mistakes than this is not helped by guesses, which cost a look at all names.
const GUESSES_MAX: usize = 100;

impl Problems {
    /// The fields of an object.
    pub(super) fn of(&mut self, kind: Kind, index: usize, name: &str) -> Check<'_> {
        let object = Object { kind, index, name: name.to_owned() };
        Check { problems: self, object, path: String::new() }
    }

    /// All is well, or all that is wrong.
    pub(super) fn none(self) -> Result<(), Vec<Problem>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}

impl Expected {
    /// Only something else will do.
    pub(super) fn some(what: impl Into<String>) -> Expected {
        Expected { what: what.into(), nearest: None }
    }

    /// This was probably meant.
    pub(super) fn rather(what: impl Into<String>, nearest: Option<String>) -> Expected {
        Expected { what: what.into(), nearest }
    }
}

impl Check<'_> {
    /// The fields of a part of the object.
    pub(super) fn within(&mut self, part: &str) -> Check<'_> {
        let path = format!("{}{part}.", self.path);
        Check { problems: self.problems, object: self.object.clone(), path }
    }

    /// Something is wrong.
    pub(super) fn fail(
        &mut self,
        field: &str,
        fault: Fault,
        given: Option<&str>,
        expected: Expected,
    ) {
        let Expected { what: expected, nearest } = expected;
        let field = format!("{}{field}", self.path);
        let given = given.map(str::to_owned);
        let object = self.object.clone();
        self.problems.0.push(Problem { object, field, fault, given, expected, nearest });
    }

    /// What must be there.
    pub(super) fn needed<T>(&mut self, field: &str, given: Option<T>, expected: &str) -> Option<T> {
        if given.is_none() {
            self.fail(field, Fault::Missing, None, Expected::some(expected));
        }
        given
    }

    /// What has a form.
    pub(super) fn parsed<T>(&mut self, field: &str, given: &str, parse: Parse<T>) -> Option<T> {
        match parse(given) {
            Ok(value) => Some(value),
            Err(expected) => {
                self.fail(field, Fault::Malformed, Some(given), expected);
                None
            }
        }
    }

    /// A list of what has a form. What has not is left out.
    pub(super) fn each<T>(&mut self, field: &str, given: &[String], parse: Parse<T>) -> Vec<T> {
        let lines = given.iter().enumerate();
        lines
            .filter_map(|(index, line)| self.parsed(&format!("{field}[{index}]"), line, parse))
            .collect()
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(
        &mut self,
        field: &str,
        given: &Option<String>,
        words: &[(&str, T)],
        default: T,
    ) -> T {
        given.as_ref().and_then(|given| self.one_of(field, given, words)).unwrap_or(default)
    }

    /// One of a few words; none of them is no value.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        field: &str,
        given: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let found = words.iter().find(|(word, _)| *word == given);
        if found.is_none() {
            let names = words.iter().map(|(word, _)| *word);
            let nearest = nearest(given, names.clone());
            let what = names.collect::<Vec<_>>().join(", ");
            self.fail(field, Fault::Unknown, Some(given), Expected::rather(what, nearest));
        }
        found.map(|(_, value)| *value)
    }

    /// Several of a few words. What is none of them is left out.
    pub(super) fn words<T: Copy + Ord>(
        &mut self,
        field: &str,
        given: &[String],
        words: &[(&str, T)],
    ) -> BTreeSet<T> {
        let given = given.iter().enumerate();
        given
            .filter_map(|(index, word)| self.one_of(&format!("{field}[{index}]"), word, words))
            .collect()
    }

    /// A count, which is never 0: ranges begin at 1.
    pub(super) fn count(
        &mut self,
        field: &str,
        given: Option<u32>,
        range: RangeInclusive<u32>,
        default: u32,
    ) -> NonZeroU32 {
        let count = given.unwrap_or(default);
        if range.contains(&count)
            && let Some(count) = NonZeroU32::new(count)
        {
            return count;
        }
        let what = format!("{} to {}", range.start(), range.end());
        self.fail(field, Fault::OutOfRange, Some(&count.to_string()), Expected::some(what));
        NonZeroU32::MIN
    }

    /// A count that may be left out.
    pub(super) fn count_if_any(
        &mut self,
        field: &str,
        given: Option<u32>,
        range: RangeInclusive<u32>,
    ) -> Option<NonZeroU32> {
        given.map(|count| self.count(field, Some(count), range, 1))
    }

    /// A time. One that is out of range becomes the nearer end, so that others can be held
    /// against it.
    pub(super) fn time(
        &mut self,
        field: &str,
        given: Option<Duration>,
        range: RangeInclusive<Duration>,
        default: Duration,
    ) -> Duration {
        let time = given.unwrap_or(default);
        if !range.contains(&time) {
            let what = format!("{} to {}", Span(*range.start()), Span(*range.end()));
            let given = Span(time).to_string();
            self.fail(field, Fault::OutOfRange, Some(&given), Expected::some(what));
        }
        time.clamp(*range.start(), *range.end())
    }

    /// An object by its name.
    pub(super) fn find<I: Copy>(
        &mut self,
        field: &str,
        given: &str,
        among: &Named<I>,
    ) -> Option<I> {
        let found = among.find(given);
        if found.is_none() {
            let guess = self.problems.0.len() < GUESSES_MAX;
            let nearest = guess.then(|| nearest(given, among.names())).flatten();
            let what = format!("the name of a configured {}", among.kind.name());
            self.fail(field, Fault::Unknown, Some(given), Expected::rather(what, nearest));
        }
        found
    }
}

/// A time as people write it, in the largest unit that leaves nothing over: `48h`.
struct Span(Duration);

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let millis = self.0.as_millis();
        let units = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1_000, "s"), (1, "ms")];
        let unit = units.into_iter().find(|(size, _)| millis.is_multiple_of(*size) && millis > 0);
        match unit {
            Some((size, unit)) => write!(f, "{}{unit}", millis / size),
            None => f.write_str("0s"),
        }
    }
}
