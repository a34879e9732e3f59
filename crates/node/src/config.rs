//! What a node is told when it starts: a file, and what the command line says on top of it.

mod diagnostic;
mod source;
mod report;
mod table;
mod value;
mod read;
mod book;
mod draft;
mod checked;
mod problem;
mod check;
mod show;

pub use book::BookError;
pub use check::keys;
pub use checked::Checked;
pub use diagnostic::{Code, Level};
pub use read::{Log, LogFormat};
pub use show::Format;
pub use source::Sources;

pub(crate) use book::Book;
pub(crate) use read::Smpp;

use read::{File, SIMULATED};
use registry::{Problem, Snapshot};
use simulator::phone::Presence;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

/// What a node is told.
#[derive(Debug)]
pub struct Config {
    /// Where messages are kept.
    pub data: PathBuf,
    /// Where customers bind.
    pub smpp: SocketAddr,
    /// Where metrics, health and simulated phones are asked for.
    pub http: SocketAddr,
    /// What is logged.
    pub log: Log,
    file: File,
}

/// What `whimbrel dev` is told.
const DEV: &str = include_str!("config/dev.toml");

impl Config {
    /// Reads the text of a file, and finds all that is wrong with it. `name` is what the file is
    /// called; what it does not say has a default.
    pub fn check(name: &str, text: &str, sources: Sources<'_>) -> Checked {
        check::check(name, text, sources)
    }

    /// The same, for whoever wants to start a node.
    ///
    /// # Errors
    /// All that is wrong, and all there is to warn of.
    pub fn read(name: &str, text: &str) -> Result<Config, Box<Checked>> {
        let checked = Config::check(name, text, Sources::PROCESS);
        if !checked.is_sound() {
            return Err(Box::new(checked));
        }
        let file = checked.file;
        let (data, smpp, http) = (file.data.clone(), file.smpp.listen, file.http);
        Ok(Config { data, smpp, http, log: file.log.clone(), file })
    }

    /// For a first look: a simulated operator, an account, a number.
    ///
    /// # Panics
    /// Never: its text is a part of the program.
    pub fn dev() -> Config {
        Config::read("dev.toml", DEV).expect("the configuration of `whimbrel dev` is sound")
    }

    /// The registry that the file describes. Passwords are hashed, each taking 20 ms.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub(crate) fn snapshot(
        &self,
        book: &mut Book,
        simulators: &BTreeMap<String, SocketAddr>,
    ) -> Result<Snapshot, Problems> {
        draft::snapshot(&self.file, book, simulators).map_err(Problems)
    }

    /// How customers bind.
    pub(crate) fn door(&self) -> &Smpp {
        &self.file.smpp
    }

    /// Profiles of the simulated operators, each with its operator's name.
    pub(crate) fn simulated(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.file.draft.operators.iter();
        all.filter_map(|it| Some((it.name.as_str(), it.address.strip_prefix(SIMULATED)?)))
    }

    /// Phones of the simulated operators that are not as others.
    pub(crate) fn phones(&self) -> impl Iterator<Item = (&str, Presence)> {
        self.file.phones.iter().map(|(number, presence)| (number.as_str(), *presence))
    }
}

/// All that is wrong with what is configured.
#[derive(Debug)]
pub struct Problems(pub Vec<Problem>);

impl std::fmt::Display for Problems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for problem in &self.0 {
            writeln!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

impl std::fmt::Display for Checked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.show(Format::Text { colours: false }))
    }
}

impl std::error::Error for Checked {}
