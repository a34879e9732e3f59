//! Where secrets come from: the file itself, a variable of the environment, another file.

use std::io;
use std::path::Path;

/// The environment that a file is read in.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The value of a variable.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// The text of a file.
    pub file: &'a dyn Fn(&Path) -> io::Result<String>,
}

/// A secret as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Written<'a> {
    /// `${NAME}`
    Variable(&'a str),
    /// `file:/path`
    File(&'a Path),
    /// Anything else.
    Literal(&'a str),
}

impl Sources<'static> {
    /// Of this process.
    pub const PROCESS: Sources<'static> = Sources {
        variable: &|name| std::env::var(name).ok(),
        file: &|path| std::fs::read_to_string(path),
    };
}

impl Written<'_> {
    pub(super) fn read(text: &str) -> Written<'_> {
        let variable = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        match (variable, text.strip_prefix("file:")) {
            (Some(name), _) => Written::Variable(name),
            (None, Some(path)) => Written::File(Path::new(path)),
            (None, None) => Written::Literal(text),
        }
    }
}

impl Sources<'_> {
    /// The secret itself; a file's last line break is none of it.
    pub(super) fn secret(&self, written: &Written<'_>) -> Result<String, String> {
        match written {
            Written::Literal(text) => Ok((*text).to_owned()),
            Written::Variable(name) => (self.variable)(name)
                .ok_or_else(|| format!("the environment has no variable {name}")),
            Written::File(path) => {
                let text =
                    (self.file)(path).map_err(|error| format!("{}: {error}", path.display()))?;
                let line = text.strip_suffix('\n').unwrap_or(&text);
                Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_comes_from_where_it_is_said_to_be() {
        let sources = Sources {
            variable: &|name| (name == "WORD").then(|| "secret".to_owned()),
            file: &|path| match path.to_str() {
                Some("/run/word") => Ok("se cret\n".to_owned()),
                Some(_) | None => Err(io::ErrorKind::NotFound.into()),
            },
        };
        let secret = |text| sources.secret(&Written::read(text));
        assert_eq!(secret("plain"), Ok("plain".to_owned()));
        assert_eq!(secret("${WORD}"), Ok("secret".to_owned()));
        assert_eq!(secret("file:/run/word"), Ok("se cret".to_owned()));
        assert_eq!(secret("${OTHER}"), Err("the environment has no variable OTHER".to_owned()));
        assert_eq!(secret("file:/none"), Err("/none: entity not found".to_owned()));
        assert_eq!(secret("${open"), Ok("${open".to_owned()));
    }
}
