//! Operators, as people write them.

use crate::name::Secret;
use message::object::OperatorId;
use std::time::Duration;

/// An operator; see [`Operator`](crate::operator::Operator).
#[derive(Debug, Clone)]
pub struct OperatorDraft {
    /// Its number.
    pub id: OperatorId,
    /// Its name.
    pub name: String,
    /// `smpp://HOST:PORT`.
    pub address: String,
    /// How we are called there.
    pub system_id: String,
    /// Our password; it must have one, if an empty one.
    pub password: Option<Secret>,
    /// `transceiver` or `pair`: `transceiver`.
    pub bind: Option<String>,
    /// 1 to 1,000: 1.
    pub sessions: Option<u32>,
    /// 1 to 10,000: 10.
    pub window: Option<u32>,
    /// Messages a second, 1 to 1,000,000; none: no limit.
    pub tps: Option<u32>,
    /// `resend` or `hold`: `resend`.
    pub on_lost_answer: Option<String>,
    /// It sends no receipts.
    pub no_receipts: bool,
    /// How to read its receipts.
    pub receipts: ReadingDraft,
    /// How long after a message's validity the last one may come, up to 30 days: 24 h.
    pub receipt_timeout: Option<Duration>,
    /// A message refused for its schedule or validity is sent without them.
    pub drop_times: bool,
    /// `udh8`, `udh16`, `sar` or `payload`: `udh8`.
    pub long_messages: Option<String>,
    /// What data_coding 0 means: `gsm7`.
    pub alphabet: Option<String>,
}

/// See [`ReceiptReading`](crate::operator::ReceiptReading).
#[derive(Debug, Clone, Default)]
pub struct ReadingDraft {
    /// They come with `esm_class` 0.
    pub unmarked: bool,
    /// What `ACCEPTD` means, `on_the_way` or `final`: `on_the_way`.
    pub accepted: Option<String>,
    /// What `UNKNOWN` means, `on_the_way` or `final`: `final`.
    pub unknown: Option<String>,
    /// `final_first`, `tlv` or `text`: `final_first`.
    pub state_from: Option<String>,
    /// `map`, `rp` or `tp`: `map`.
    pub gsm: Option<String>,
    /// Values of `err`, each with `unknown_subscriber`, `barred`, `absent`, `memory_full`,
    /// `duplicate`, `sender` or `billing`.
    pub errors: Vec<(String, String)>,
}

impl OperatorDraft {
    /// An operator with nothing but its names and its address.
    pub fn new(id: OperatorId, name: &str, address: &str) -> OperatorDraft {
        OperatorDraft {
            id,
            name: name.to_owned(),
            address: address.to_owned(),
            system_id: String::new(),
            password: None,
            bind: None,
            sessions: None,
            window: None,
            tps: None,
            on_lost_answer: None,
            no_receipts: false,
            receipts: ReadingDraft::default(),
            receipt_timeout: None,
            drop_times: false,
            long_messages: None,
            alphabet: None,
        }
    }
}
