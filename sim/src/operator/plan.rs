//! How an operator is to behave.

use simulator::Profile;
use smpp::Version;
use smpp::session::Timers;
use std::time::Duration;

/// An operator.
#[derive(Debug, Clone)]
pub struct OperatorPlan {
    /// How it behaves.
    pub profile: Profile,
    /// The version it speaks.
    pub version: Version,
    /// The timers of its sessions.
    pub timers: Timers,
    /// How many of a thousand binds it refuses.
    pub refuses: u16,
    /// How many of its phones cannot be reached: off, full, barred or of nobody.
    pub phones_away: usize,
    /// How many texts its phones write.
    pub texts: u32,
    /// The shortest and the longest time between them.
    pub text_pace: [Duration; 2],
    /// The phones that write.
    pub phones: Vec<String>,
    /// The numbers they write to.
    pub numbers: Vec<String>,
}
