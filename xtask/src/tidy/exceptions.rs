//! Exceptions from the size limits. Each has a reason and a size of its own, and goes when it is
//! not needed any more.

use super::finding::Finding;
use toml::{Table, Value};

/// A file, or a function in it, that may be longer than the limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exception {
    pub(crate) path: String,
    /// `None`: the file itself.
    pub(crate) function: Option<String>,
    /// What it may have at most.
    pub(crate) lines: usize,
}

/// Reads `[[exception]]` entries; one that is not whole is a finding and counts for nothing.
pub(crate) fn parse(path: &str, text: &str) -> (Vec<Exception>, Vec<Finding>) {
    let expected = "[[exception]] entries with path, function (or none), lines and a reason";
    let table: Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            return (vec![], vec![Finding::new(path, 1, format!("{error}"), expected)]);
        }
    };
    let mut exceptions = Vec::new();
    let mut findings = Vec::new();
    for (key, value) in &table {
        let entries = value.as_array().filter(|_| key == "exception");
        let Some(entries) = entries else {
            findings.push(Finding::new(path, 1, format!("the key {key}"), expected));
            continue;
        };
        for (index, entry) in entries.iter().enumerate() {
            match read(entry) {
                Some(exception) => exceptions.push(exception),
                None => {
                    let what = format!("exception {} is not whole", index + 1);
                    findings.push(Finding::new(path, 1, what, expected));
                }
            }
        }
    }
    (exceptions, findings)
}

fn read(entry: &Value) -> Option<Exception> {
    let text = |key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
    let is_known = |key: &String| ["path", "function", "lines", "reason"].contains(&key.as_str());
    let is_explained = text("reason")?.split_whitespace().count() >= 2;
    if !is_explained || !entry.as_table()?.keys().all(is_known) {
        return None;
    }
    let lines = usize::try_from(entry.get("lines")?.as_integer()?).ok()?;
    Some(Exception { path: text("path")?, function: text("function"), lines })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_for_files_and_functions_are_read() {
        let text = r#"
            [[exception]]
            path = "a.rs"
            lines = 700
            reason = "one table"
            [[exception]]
            path = "b.rs"
            function = "decode"
            lines = 80
            reason = "one match over the standard's list"
        "#;
        let (exceptions, findings) = parse("x.toml", text);
        assert_eq!(findings, []);
        let file = Exception { path: "a.rs".to_owned(), function: None, lines: 700 };
        let function =
            Exception { path: "b.rs".to_owned(), function: Some("decode".to_owned()), lines: 80 };
        assert_eq!(exceptions, [file, function]);
        assert_eq!(parse("x.toml", ""), (vec![], vec![]));
    }

    #[test]
    fn an_entry_without_a_reason_or_with_an_unknown_key_counts_for_nothing() {
        let cases = [
            ("no reason", "[[exception]]\npath = 'a'\nlines = 1"),
            ("one word", "[[exception]]\npath = 'a'\nlines = 1\nreason = 'legacy'"),
            ("no lines", "[[exception]]\npath = 'a'\nreason = 'a long one'"),
            ("typo", "[[exception]]\npath = 'a'\nlines = 1\nreason = 'a b'\nfunktion = 'f'"),
            ("other table", "[[exceptions]]\npath = 'a'\nlines = 1\nreason = 'a b'"),
            ("no TOML", "[[exception"),
        ];
        for (name, text) in cases {
            let (exceptions, findings) = parse("x.toml", text);
            assert_eq!((exceptions.len(), findings.len()), (0, 1), "{name}");
        }
    }
}
