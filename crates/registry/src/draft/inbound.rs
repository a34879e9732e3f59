//! Services and numbers, as people write them.

use crate::name::Secret;
use message::object::{NumberId, ServiceId};

/// A service; see [`Service`](crate::inbound::Service).
#[derive(Debug, Clone)]
pub struct ServiceDraft {
    /// Its number.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub account: String,
    /// `smpp://`, `https://...` or `keep`: `keep`.
    pub destination: Option<String>,
    /// What events to a webhook are signed with; a webhook must have one.
    pub secret: Option<Secret>,
    /// First words of the texts it takes; none: all others.
    pub keywords: Vec<String>,
}

/// A number; see [`Number`](crate::inbound::Number).
#[derive(Debug, Clone)]
pub struct NumberDraft {
    /// Its number, for records.
    pub id: NumberId,
    /// `+447700900100`, `+4477009001*`, `12345` or `ACME`.
    pub number: String,
    /// To whom it is leased: the account of its first service.
    pub account: Option<String>,
    /// Its services.
    pub services: Vec<String>,
}

impl ServiceDraft {
    /// A service that keeps everything.
    pub fn new(id: ServiceId, name: &str, account: &str) -> ServiceDraft {
        ServiceDraft {
            id,
            name: name.to_owned(),
            account: account.to_owned(),
            destination: None,
            secret: None,
            keywords: Vec::new(),
        }
    }
}
