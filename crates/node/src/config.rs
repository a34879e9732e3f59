//! What a node is told when it starts: a file, and what the command line says on top of it.

mod span;
mod file;
mod book;
mod draft;

pub use book::BookError;
pub use file::FileError;

pub(crate) use book::Book;

use crate::customers::Guesses;
use file::File;
use registry::Problem;
use simulator::phone::Presence;
use smpp::session::Timers;
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
    pub(crate) file: File,
}

/// What `whimbrel dev` is told.
const DEV: &str = include_str!("config/dev.toml");

const DATA: &str = "whimbrel-data";
const SMPP: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED), 2775);
const HTTP: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

impl Config {
    /// Reads the text of a file. What it does not say has a default.
    ///
    /// # Errors
    /// It is no TOML, or says something that nobody knows; line and column stand with it.
    pub fn read(text: &str) -> Result<Config, FileError> {
        let file = File::read(text)?;
        Ok(Config {
            data: file.node.data_dir.clone().unwrap_or_else(|| PathBuf::from(DATA)),
            smpp: file.smpp.listen.unwrap_or(SMPP),
            http: file.http.listen.unwrap_or(HTTP),
            file,
        })
    }

    /// For a first look: a simulated operator, an account, a number.
    ///
    /// # Panics
    /// Never: its text is a part of the program.
    pub fn dev() -> Config {
        Config::read(DEV).expect("the configuration of `whimbrel dev` is sound")
    }

    /// How long sessions of either side wait for what.
    pub(crate) fn timers(&self) -> Timers {
        let (smpp, default) = (&self.file.smpp, Timers::default());
        let or = |span: Option<span::Span>, default| span.map_or(default, |span| span.0);
        Timers {
            session_init: or(smpp.session_init, default.session_init),
            response: or(smpp.response, default.response),
            enquire_link: or(smpp.enquire_link, default.enquire_link),
            inactivity: or(smpp.inactivity, default.inactivity),
            linger: default.linger,
        }
    }

    /// How many wrong passwords may be tried in a minute.
    pub(crate) fn guesses(&self) -> Guesses {
        let (smpp, default) = (&self.file.smpp, Guesses::default());
        Guesses {
            of_address: smpp.wrong_passwords_per_address.unwrap_or(default.of_address),
            of_system_id: smpp.wrong_passwords_per_system_id.unwrap_or(default.of_system_id),
        }
    }

    /// Profiles of the simulated operators, each with its operator's name.
    pub(crate) fn simulated(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.file.operators.iter();
        all.filter_map(|it| Some((it.id.as_str(), it.address.strip_prefix("sim://")?)))
    }

    /// Phones of the simulated operators that are not as others.
    pub(crate) fn phones(&self) -> impl Iterator<Item = (&str, Presence)> {
        self.file.phones.iter().map(|phone| (phone.number.as_str(), phone.state.into()))
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
