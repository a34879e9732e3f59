//! Accounts and their logins, as people write them.

use crate::name::Secret;
use message::object::{AccountId, LoginId};
use std::time::Duration;

/// An account; see [`Account`](crate::account::Account).
#[derive(Debug, Clone)]
pub struct AccountDraft {
    /// Its number.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// It may not bind or submit.
    pub disabled: bool,
    /// The account it belongs to; at most eight levels.
    pub parent: Option<String>,
    /// Its logins.
    pub logins: Vec<LoginDraft>,
    /// Whom it may send as (see [`Senders`](crate::sender::Senders)); `number:*`.
    pub senders: Option<Vec<String>>,
    /// The sender of messages that name none.
    pub default_sender: Option<String>,
    /// It may send to short codes.
    pub short_codes: bool,
    /// Countries it may not send to: `GB`.
    pub blocked_countries: Vec<String>,
    /// Whose national numbers it writes: `GB`; none: it writes no national numbers.
    pub home_country: Option<String>,
    /// What data_coding 0 means: `gsm7`.
    pub alphabet: Option<String>,
    /// It may send texts of no characters.
    pub allow_empty: bool,
    /// `nearest` or `refuse`: `nearest`.
    pub missing_letters: Option<String>,
    /// Parts of a text, 1 to 255: 255.
    pub max_parts: Option<u32>,
    /// How it is told what became of its messages.
    pub receipts: ReceiptsDraft,
    /// How much it may do at a time.
    pub limits: LimitsDraft,
    /// Validity of messages that ask for none: 48 h, or `max_validity` if that is less.
    pub validity: Option<Duration>,
    /// Longest validity, 1 min to 7 days: 7 days.
    pub max_validity: Option<Duration>,
    /// How far ahead messages may be scheduled, up to 366 days: 30 days.
    pub max_schedule: Option<Duration>,
    /// How it pays.
    pub billing: BillingDraft,
    /// How long a second message is known to be the first again, 1 s to 7 days; none: never.
    pub duplicate_window: Option<Duration>,
    /// `reference` or `content`: `reference`.
    pub duplicate_key: Option<String>,
    /// The form of ids, `digits` or `reference`: `digits`.
    pub message_id: Option<String>,
    /// Parts in doubt are held.
    pub hold_in_doubt: bool,
    /// Where its events are posted.
    pub webhook: Option<WebhookDraft>,
}

/// A login; see [`Login`](crate::account::Login).
#[derive(Debug, Clone)]
pub struct LoginDraft {
    /// Its number.
    pub id: LoginId,
    /// Its system_id.
    pub system_id: String,
    /// What its password is checked with; it must have one.
    pub verifier: Option<Secret>,
    /// `transmitter`, `receiver`, `transceiver`: all three.
    pub binds: Option<Vec<String>>,
    /// Where it may come from: `192.0.2.0/24`; none: from anywhere.
    pub networks: Vec<String>,
    /// It must use TLS.
    pub tls_required: bool,
}

/// See [`ReceiptSettings`](crate::account::ReceiptSettings).
#[derive(Debug, Clone, Default)]
pub struct ReceiptsDraft {
    /// There are none.
    pub off: bool,
    /// Wrong wishes are refused.
    pub strict: bool,
    /// `reference` or `appendix_b`: `reference`.
    pub form: Option<String>,
    /// `zero_on_success` or `code`: `zero_on_success`.
    pub err: Option<String>,
    /// They do not show the text.
    pub hide_text: bool,
    /// `all`, `first`, `last` or `aggregated`: `all`.
    pub parts: Option<String>,
    /// `accepted` or `delivered`: `accepted`.
    pub handed_over: Option<String>,
    /// Late ones are sent too.
    pub late: bool,
}

/// See [`Limits`](crate::account::Limits).
#[derive(Debug, Clone, Default)]
pub struct LimitsDraft {
    /// 1 to 1,000: 4.
    pub max_sessions: Option<u32>,
    /// `bind_failed` or `already_bound`: `bind_failed`.
    pub session_answer: Option<String>,
    /// 1 to 10,000: 50.
    pub window: Option<u32>,
    /// `stop_reading` or `refuse`: `stop_reading`.
    pub window_policy: Option<String>,
    /// Messages a second, 1 to 1,000,000: 50.
    pub tps: Option<u32>,
    /// The same for one session; none: no limit of its own.
    pub session_tps: Option<u32>,
    /// The same for one network; none: no limit of its own.
    pub network_tps: Option<u32>,
    /// 1 to 100,000,000: 100,000.
    pub queue: Option<u32>,
    /// The same for one destination; none: no limit of its own.
    pub destination_queue: Option<u32>,
}

/// See [`Credit`](crate::account::Credit).
#[derive(Debug, Clone, Default)]
pub struct BillingDraft {
    /// `prepaid` or `postpaid`: `postpaid`.
    pub mode: Option<String>,
    /// `receipt` or `synchronous`: `receipt`.
    pub credit_refusal: Option<String>,
}

/// See [`Webhook`](crate::net::Webhook).
#[derive(Debug, Clone)]
pub struct WebhookDraft {
    /// `https://...`.
    pub url: String,
    /// What its events are signed with; it must have one.
    pub secret: Option<Secret>,
}

impl AccountDraft {
    /// An account with nothing but its names.
    pub fn new(id: AccountId, name: &str) -> AccountDraft {
        AccountDraft {
            id,
            name: name.to_owned(),
            disabled: false,
            parent: None,
            logins: Vec::new(),
            senders: None,
            default_sender: None,
            short_codes: false,
            blocked_countries: Vec::new(),
            home_country: None,
            alphabet: None,
            allow_empty: false,
            missing_letters: None,
            max_parts: None,
            receipts: ReceiptsDraft::default(),
            limits: LimitsDraft::default(),
            validity: None,
            max_validity: None,
            max_schedule: None,
            billing: BillingDraft::default(),
            duplicate_window: None,
            duplicate_key: None,
            message_id: None,
            hold_in_doubt: false,
            webhook: None,
        }
    }
}

impl LoginDraft {
    /// A login with all its rights.
    pub fn new(id: LoginId, system_id: &str, verifier: Secret) -> LoginDraft {
        LoginDraft {
            id,
            system_id: system_id.to_owned(),
            verifier: Some(verifier),
            binds: None,
            networks: Vec::new(),
            tls_required: false,
        }
    }
}
