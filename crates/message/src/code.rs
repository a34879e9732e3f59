//! Codes: the one table of why something was refused or how it ended.
//!
//! Three closed lists, each written down once, one row per line:
//! [`Status`], the 23 codes that a submission or a bind is answered with; [`Refusal`], every
//! reason for one of them, with its HTTP status and name and who must act; [`ReportCode`], the
//! 26 codes of receipts. Two maps lead from an operator's world into ours:
//! [`SubmitAnswer::judge`] and [`report_code`].
//!
//! Clients take 0x08, 0x14, 0x58 and 0x64 for temporary and every other status for final
//! (Kannel does so): hence no permanent fault may get one of these, nor a temporary one any
//! other.

mod status;
mod refusal;
mod report;
mod submit_answer;
mod network_error;

pub use network_error::{ErrorClass, GSM_ERRORS, GsmError, GsmSpace, Meaning, report_code};
pub use refusal::{REFUSALS, Refusal, RefusalRow};
pub use report::{GatewayRetry, REPORT_CODES, ReportCode, ReportRow};
pub use status::{STATUSES, Status, StatusRow};
pub use submit_answer::{Action, Content, SUBMIT_STATUSES, SubmitAnswer, SubmitRow};

/// Who must act before the same thing works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// Whoever wrote or configured the customer's program.
    Client,
    /// The customer: credit, limits, senders, rights.
    AccountOwner,
    /// Whoever runs this gateway: routes, operators, disk.
    GatewayStaff,
    /// Nobody can, or nobody needs to.
    Nobody,
}

/// What a well-behaved client does with a refused request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClientRetry {
    /// Nothing: the same request is refused again, or there is nothing to repeat.
    No,
    /// Binds first.
    AfterBind,
    /// Tries again when somebody has acted.
    Later,
    /// Tries again, waiting longer each time.
    Backoff,
    /// Tries again after at least a second.
    AfterOneSecond,
    /// As the reason beside the status says.
    ByReason,
}

impl Actor {
    /// For people, as it stands behind "to act:".
    pub const fn words(self) -> &'static str {
        match self {
            Actor::Client => "whoever wrote or configured the client",
            Actor::AccountOwner => "the account's owner",
            Actor::GatewayStaff => "whoever runs the gateway",
            Actor::Nobody => "nobody",
        }
    }
}

impl ClientRetry {
    /// For people, as it stands behind "the client:".
    pub const fn words(self) -> &'static str {
        match self {
            ClientRetry::No => "does not repeat it",
            ClientRetry::AfterBind => "binds first",
            ClientRetry::Later => "tries again when somebody has acted",
            ClientRetry::Backoff => "tries again, waiting longer each time",
            ClientRetry::AfterOneSecond => "tries again after at least a second",
            ClientRetry::ByReason => "goes by the reason that comes with it",
        }
    }
}
