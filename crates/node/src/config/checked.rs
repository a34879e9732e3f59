//! What there is to say about a file.

use super::diagnostic::{Diagnostic, Level};
use super::read::File;

/// A file that was read, and all there is to say about it.
#[derive(Debug)]
pub struct Checked {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) file: File,
}

impl Checked {
    /// How many errors, or warnings.
    pub fn count(&self, level: Level) -> usize {
        self.diagnostics.iter().filter(|it| it.code.level() == level).count()
    }

    /// Can it be used?
    pub fn is_sound(&self) -> bool {
        self.count(Level::Error) == 0
    }
}
