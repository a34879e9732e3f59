//! What is to be done.

use std::net::SocketAddr;
use std::time::Duration;

/// A run.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The message centre.
    pub address: SocketAddr,
    /// Who binds; sessions take them in turn. At least one.
    pub logins: Vec<Login>,
    /// How many sessions.
    pub sessions: usize,
    /// How many submissions of a session may wait for their answers.
    pub window: usize,
    /// Submissions in a second, over all sessions; none: as many as the windows allow.
    pub rate: Option<u32>,
    /// How long to submit.
    pub lasting: Duration,
    /// How long to wait for more receipts when none has come.
    pub patience: Duration,
    /// From whom.
    pub source: String,
    /// To whom: these digits, and seven more that count.
    pub prefix: String,
    /// GSM 7-bit letters, one septet each, 160 at most.
    pub text: String,
    /// Receipts are asked for, and waited for.
    pub receipts: bool,
}

/// How a session binds.
#[derive(Debug, Clone)]
pub struct Login {
    /// Who.
    pub system_id: String,
    /// The password.
    pub password: String,
}
