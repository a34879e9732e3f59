//! `whimbrel check`: all that is wrong with a file.

use crate::Failure;
use clap::{Args, ValueEnum};
use node::{Config, Format, Sources};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

pub(crate) const EXAMPLES: &str = "\
Examples:
  whimbrel check -c whimbrel.toml
  whimbrel check -c whimbrel.toml --format json
  whimbrel check -c whimbrel.toml --format github     (in a workflow: errors beside the lines)

Ends with 0 when the file can be used, 1 when it cannot, 2 when there is no such file.";

#[derive(Args)]
pub(crate) struct CheckOptions {
    /// The file
    #[arg(short, long, value_name = "FILE")]
    config: PathBuf,
    /// For whom
    #[arg(long, value_enum, default_value_t = Shape::Text)]
    format: Shape,
}

/// How diagnostics are written.
#[derive(Clone, Copy, ValueEnum)]
enum Shape {
    /// For people
    Text,
    /// One object
    Json,
    /// Workflow commands
    Github,
}

/// `whimbrel check`.
pub(crate) fn check(options: &CheckOptions) -> Result<String, Failure> {
    let (name, text) = read(&options.config)?;
    let checked = Config::check(&name, &text, Sources::PROCESS);
    let said = checked.show(match options.format {
        Shape::Text => Format::Text { colours: std::io::stdout().is_terminal() },
        Shape::Json => Format::Json,
        Shape::Github => Format::GitHub,
    });
    if checked.is_sound() {
        return Ok(said);
    }
    crate::finish(&said)?;
    Err(Failure::new(1, String::new()))
}

/// A file's name and text.
pub(crate) fn read(file: &Path) -> Result<(String, String), Failure> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::new(2, format!("{name}: {error}")))?;
    Ok((name, text))
}
