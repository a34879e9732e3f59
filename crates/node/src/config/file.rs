//! The file as people write it.

use super::span::Span;
use registry::name::Secret;
use serde::Deserialize;
use simulator::phone::Presence;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

/// A whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    #[serde(default)]
    pub(super) node: NodeTable,
    #[serde(default)]
    pub(crate) smpp: SmppTable,
    #[serde(default)]
    pub(super) http: HttpTable,
    #[serde(default, rename = "operator")]
    pub(super) operators: Vec<OperatorTable>,
    #[serde(default, rename = "account")]
    pub(super) accounts: Vec<AccountTable>,
    #[serde(default, rename = "service")]
    pub(super) services: Vec<ServiceTable>,
    #[serde(default, rename = "number")]
    pub(super) numbers: Vec<NumberTable>,
    #[serde(default, rename = "rule")]
    pub(super) rules: Vec<RuleTable>,
    /// Of simulated operators.
    #[serde(default, rename = "phone")]
    pub(super) phones: Vec<PhoneTable>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NodeTable {
    pub(super) data_dir: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SmppTable {
    pub(super) listen: Option<SocketAddr>,
    #[serde(default)]
    pub(crate) uniform_bind_errors: bool,
    pub(super) session_init: Option<Span>,
    pub(super) response: Option<Span>,
    pub(super) enquire_link: Option<Span>,
    pub(super) inactivity: Option<Span>,
    /// A minute; 0: no limit.
    pub(super) wrong_passwords_per_address: Option<u32>,
    /// A minute; 0: no limit.
    pub(super) wrong_passwords_per_system_id: Option<u32>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HttpTable {
    pub(super) listen: Option<SocketAddr>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OperatorTable {
    pub(super) id: String,
    /// `smpp://HOST:PORT`, or `sim://PROFILE`.
    pub(super) address: String,
    pub(super) system_id: Option<String>,
    pub(super) password: Option<Hidden>,
    pub(super) bind: Option<String>,
    pub(super) sessions: Option<u32>,
    pub(super) window: Option<u32>,
    pub(super) tps: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountTable {
    pub(super) id: String,
    pub(super) system_id: String,
    pub(super) password: Hidden,
    pub(super) senders: Option<Vec<String>>,
    pub(super) max_sessions: Option<u32>,
    pub(super) window: Option<u32>,
    pub(super) tps: Option<u32>,
    pub(super) queue: Option<u32>,
    #[serde(default)]
    pub(super) short_codes: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ServiceTable {
    pub(super) id: String,
    pub(super) account: String,
    pub(super) destination: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NumberTable {
    pub(super) number: String,
    pub(super) service: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleTable {
    pub(super) name: String,
    #[serde(default, rename = "match")]
    pub(super) conditions: MatchTable,
    pub(super) via: Vec<TargetTable>,
    #[serde(default)]
    pub(super) failover: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MatchTable {
    #[serde(default)]
    pub(super) account: Words,
    #[serde(default)]
    pub(super) from: Words,
    #[serde(default)]
    pub(super) to: Words,
    #[serde(default)]
    pub(super) country: Words,
    #[serde(default)]
    pub(super) network: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TargetTable {
    pub(super) operator: String,
    pub(super) weight: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PhoneTable {
    pub(super) number: String,
    #[serde(default)]
    pub(super) state: PhoneState,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PhoneState {
    #[default]
    On,
    Off,
    Full,
    Barred,
    Unknown,
}

/// One text, or a list of them.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
pub(super) enum Words {
    #[default]
    None,
    One(String),
    Many(Vec<String>),
}

/// A text that is nowhere shown.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub(super) struct Hidden(pub(super) Secret);

/// The file cannot be read; says where.
#[derive(Debug)]
pub struct FileError(toml::de::Error);

impl File {
    pub(super) fn read(text: &str) -> Result<File, FileError> {
        toml::from_str(text).map_err(FileError)
    }
}

impl Words {
    pub(super) fn list(&self) -> Vec<String> {
        match self {
            Words::None => Vec::new(),
            Words::One(one) => vec![one.clone()],
            Words::Many(many) => many.clone(),
        }
    }
}

impl From<String> for Hidden {
    fn from(text: String) -> Hidden {
        Hidden(Secret::new(text))
    }
}

impl From<PhoneState> for Presence {
    fn from(state: PhoneState) -> Presence {
        match state {
            PhoneState::On => Presence::On,
            PhoneState::Off => Presence::Off,
            PhoneState::Full => Presence::Full,
            PhoneState::Barred => Presence::Barred,
            PhoneState::Unknown => Presence::Unknown,
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for FileError {}
