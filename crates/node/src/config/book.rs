//! The book of numbers: what each object is called in the journal.
//!
//! A number is given once and never again, also when its object is gone: the journal of last year
//! still means what it meant. So the book only grows, a line for each object that ever was:
//! `account 1 demo`.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The numbers of all objects.
#[derive(Debug)]
pub(crate) struct Book {
    path: PathBuf,
    numbers: BTreeMap<(String, String), u32>,
    /// The highest number of each kind.
    last: BTreeMap<String, u32>,
    is_changed: bool,
}

/// The book cannot be used.
#[derive(Debug)]
pub enum BookError {
    /// The disk failed.
    Disk(PathBuf, io::Error),
    /// This line cannot be read.
    Line(PathBuf, usize),
}

const NAME: &str = "objects";

impl Book {
    /// Reads the book in this directory, or begins one.
    pub(crate) fn open(directory: &Path) -> Result<Book, BookError> {
        let path = directory.join(NAME);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => return Err(BookError::Disk(path, error)),
        };
        let (numbers, last) = (BTreeMap::new(), BTreeMap::new());
        let mut book = Book { path, numbers, last, is_changed: false };
        for (index, line) in text.lines().enumerate() {
            let Some((kind, number, name)) = read(line) else {
                return Err(BookError::Line(book.path, index + 1));
            };
            book.enter(kind, name, number);
        }
        Ok(book)
    }

    /// The number of an object; a new one if it has none.
    pub(crate) fn number(&mut self, kind: &str, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(&(kind.to_owned(), name.to_owned())) {
            return *number;
        }
        let number = self.last.get(kind).copied().unwrap_or(0).saturating_add(1);
        self.enter(kind, name, number);
        self.is_changed = true;
        number
    }

    fn enter(&mut self, kind: &str, name: &str, number: u32) {
        self.numbers.insert((kind.to_owned(), name.to_owned()), number);
        let last = self.last.entry(kind.to_owned()).or_default();
        *last = number.max(*last);
    }

    /// Makes it durable, before any number is used.
    pub(crate) fn save(&mut self) -> Result<(), BookError> {
        if self.is_changed {
            self.write().map_err(|error| BookError::Disk(self.path.clone(), error))?;
            self.is_changed = false;
        }
        Ok(())
    }

    fn write(&self) -> io::Result<()> {
        let mut text = String::new();
        for ((kind, name), number) in &self.numbers {
            // A name has no control characters, so a line is a line.
            text += &format!("{kind} {number} {name}\n");
        }
        let new = self.path.with_extension("new");
        let mut file = File::create(&new)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, &self.path)?;
        match self.path.parent() {
            Some(directory) => File::open(directory)?.sync_all(),
            None => Ok(()),
        }
    }
}

fn read(line: &str) -> Option<(&str, u32, &str)> {
    let (kind, rest) = line.split_once(' ')?;
    let (number, name) = rest.split_once(' ')?;
    Some((kind, number.parse().ok()?, name))
}

impl fmt::Display for BookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BookError::Disk(path, error) => write!(f, "{}: {error}", path.display()),
            BookError::Line(path, line) => {
                write!(f, "{}:{line}: not `KIND NUMBER NAME`", path.display())
            }
        }
    }
}

impl std::error::Error for BookError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("book-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        path
    }

    #[test]
    fn a_number_is_never_given_twice() {
        let directory = directory("twice");
        let mut book = Book::open(&directory).unwrap();
        assert_eq!(book.number("account", "a"), 1);
        assert_eq!(book.number("account", "b c"), 2);
        assert_eq!(book.number("operator", "a"), 1);
        assert_eq!(book.number("account", "a"), 1);
        book.save().unwrap();

        // `b c` is not asked for any more, but keeps its number.
        let mut book = Book::open(&directory).unwrap();
        assert_eq!(book.number("account", "d"), 3);
        book.save().unwrap();
        let text = fs::read_to_string(directory.join(NAME)).unwrap();
        assert_eq!(text, "account 1 a\naccount 2 b c\naccount 3 d\noperator 1 a\n");
        fs::remove_dir_all(directory).unwrap();
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let directory = directory("line");
        fs::write(directory.join(NAME), "account 1 a\naccount x b\n").unwrap();
        let error = Book::open(&directory).unwrap_err();
        assert!(error.to_string().ends_with("objects:2: not `KIND NUMBER NAME`"), "{error}");
        fs::remove_dir_all(directory).unwrap();
    }
}
