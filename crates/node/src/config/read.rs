//! From a file's tables to drafts and settings.
//!
//! Every setting is named here, and no other is known: what this module does not ask for is refused.

mod account;
mod operator;
mod inbound;
mod rule;
#[cfg(test)]
mod tests;

pub(super) use operator::SIMULATED;

use super::diagnostic::{Code, Diagnostic};
use super::table::Table;
use crate::customers::Guesses;
use registry::draft::Draft;
use simulator::phone::{self, Presence};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ops::Range;
use std::path::PathBuf;
use std::time::Duration;

/// What a file says.
#[derive(Debug)]
pub(super) struct File {
    pub(super) data: PathBuf,
    pub(super) smpp: Smpp,
    pub(super) http: SocketAddr,
    pub(super) log: Log,
    /// Without the numbers of objects; the passwords themselves stand where their hashes will.
    pub(super) draft: Draft,
    pub(super) phones: Vec<(String, Presence)>,
}

/// Where customers bind, and how.
#[derive(Debug)]
pub(crate) struct Smpp {
    pub(crate) listen: SocketAddr,
    pub(crate) timers: smpp::session::Timers,
    pub(crate) uniform_bind_errors: bool,
    pub(crate) guesses: Guesses,
}

/// What is logged, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// `None`: lines of text for people at a terminal, JSON for all others.
    pub format: Option<LogFormat>,
    /// The least important messages that are written: `info`.
    pub level: &'static str,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

const DATA: &str = "whimbrel-data";
const SMPP: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 2775);
const HTTP: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

const MOMENT: Duration = Duration::from_millis(100);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Reads all there is.
pub(super) fn file(whole: &mut Table<'_, '_>) -> File {
    let data = whole.within("node", |node| node.text("data_dir", ""));
    let (smpp, on_smpp) = whole.within("smpp", smpp);
    let http = whole.within("http", |http| http.listen("listen"));
    check_listeners(on_smpp, http.as_ref(), whole);
    let log = whole.within("log", log);
    let draft = Draft {
        version: 1,
        operators: whole.each("operator", operator::operator),
        accounts: whole.each("account", account::account),
        services: whole.each("service", inbound::service),
        numbers: whole.each("number", inbound::number),
        rules: whole.each("rule", rule::rule),
    };
    let phones = phones(whole);
    File {
        data: PathBuf::from(data.as_deref().unwrap_or(DATA)),
        smpp,
        http: http.map_or(HTTP, |(address, _)| address),
        log,
        draft,
        phones,
    }
}

fn smpp(table: &mut Table<'_, '_>) -> (Smpp, Option<(SocketAddr, Range<usize>)>) {
    let usual = smpp::session::Timers::default();
    let listen = table.listen("listen");
    let mut timer = |key, usual| table.time_in(key, MOMENT..=DAY).unwrap_or(usual);
    let timers = smpp::session::Timers {
        session_init: timer("session_init", usual.session_init),
        response: timer("response", usual.response),
        enquire_link: timer("enquire_link", usual.enquire_link),
        inactivity: timer("inactivity", usual.inactivity),
        linger: usual.linger,
    };
    let uniform_bind_errors = table.flag("uniform_bind_errors", false);
    let usual = Guesses::default();
    let mut count = |key, usual| table.count(key, "").unwrap_or(usual);
    let guesses = Guesses {
        of_address: count("wrong_passwords_per_address", usual.of_address),
        of_system_id: count("wrong_passwords_per_system_id", usual.of_system_id),
    };
    let address = listen.as_ref().map_or(SMPP, |(address, _)| *address);
    (Smpp { listen: address, timers, uniform_bind_errors, guesses }, listen)
}

/// Two doors cannot be at one address.
fn check_listeners(
    smpp: Option<(SocketAddr, Range<usize>)>,
    http: Option<&(SocketAddr, Range<usize>)>,
    whole: &mut Table<'_, '_>,
) {
    if let (Some((one, first)), Some((other, second))) = (smpp, http)
        && one == *other
        && one.port() != 0
    {
        let title = format!("SMPP and HTTP cannot both listen on {one}");
        let error = Diagnostic::new(Code::Duplicate, second.clone(), title);
        whole.tell(error.label("expected another port").also(first, "taken here"));
    }
}

fn log(table: &mut Table<'_, '_>) -> Log {
    const FORMATS: [(&str, LogFormat); 2] = [("text", LogFormat::Text), ("json", LogFormat::Json)];
    const LEVELS: [(&str, &str); 6] = [
        ("off", "off"),
        ("error", "error"),
        ("warn", "warn"),
        ("info", "info"),
        ("debug", "debug"),
        ("trace", "trace"),
    ];
    let format = table.one_of("format", &FORMATS);
    Log { format, level: table.one_of("level", &LEVELS).unwrap_or("info") }
}

/// Phones of simulated operators that are not as others.
fn phones(whole: &mut Table<'_, '_>) -> Vec<(String, Presence)> {
    const STATES: [(&str, Presence); 5] = [
        ("on", Presence::On),
        ("off", Presence::Off),
        ("full", Presence::Full),
        ("barred", Presence::Barred),
        ("unknown", Presence::Unknown),
    ];
    let mut seen: Vec<(String, Range<usize>)> = Vec::new();
    let phones = whole.each("phone", |phone, _| {
        let span = phone.value("number").map_or(phone.span(), |value| value.span());
        let number = phone.needed_text("number", "", "number = \"+447700900001\"");
        let presence = phone.one_of("state", &STATES).unwrap_or(Presence::On);
        if number.is_empty() {
            return None;
        }
        check_phone(&number, span, &mut seen, phone);
        Some((number, presence))
    });
    phones.into_iter().flatten().collect()
}

fn check_phone(
    number: &str,
    span: Range<usize>,
    seen: &mut Vec<(String, Range<usize>)>,
    table: &mut Table<'_, '_>,
) {
    let Some(digits) = phone::number(number) else {
        let error = Diagnostic::new(Code::Malformed, span, "this is no number of a phone");
        table.tell(error.label("expected + and 7 to 15 digits"));
        return;
    };
    if let Some((_, first)) = seen.iter().find(|(other, _)| *other == digits) {
        let title = format!("phone {number:?} is there twice");
        let error = Diagnostic::new(Code::Duplicate, span, title);
        table.tell(error.also(first.clone(), "first here"));
    } else {
        seen.push((digits, span));
    }
}

/// The words of a setting, for what this version can do not all of them.
fn only(
    table: &mut Table<'_, '_>,
    (key, field): (&'static str, &str),
    words: &[&str],
) -> Option<String> {
    let span = table.value(key)?.span();
    let given = table.text(key, field)?;
    if words.contains(&given.as_str()) {
        return Some(given);
    }
    table.unknown_word(key, &given, span, words.iter().copied());
    None
}

/// A setting of which this version has only some forms.
fn refuse(table: &mut Table<'_, '_>, key: &'static str, code: Code, title: &str, help: &str) {
    if let Some(span) = table.value(key).map(|value| value.span()) {
        table.tell(Diagnostic::new(code, span, title).label(help));
    }
}
