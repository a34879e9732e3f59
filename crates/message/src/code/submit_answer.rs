//! What an operator's answer to `submit_sm` means: what to do, and the code if that was all.

use super::ReportCode;
use ReportCode::{
    BinaryTooLong, ExpiredAtGateway, FailedAtOperator, IncorrectBilling, InvalidExpiry,
    InvalidOriginator, OperatorUnreachable, ReceiptTimeout, StatusUnknown, TextTooLong,
    UnknownSubscriber,
};

/// How a `submit_sm` to an operator ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubmitAnswer {
    /// A response with this `command_status` and, if 0, a message id of its own.
    Status(u32),
    /// A response with status 0 whose message id is empty or was another message's.
    NoMessageId,
    /// A `generic_nack` with this `command_status`.
    Nack(u32),
    /// No response: the session was lost, or the response timer ran out.
    Lost {
        /// The request had left for the operator.
        written: bool,
    },
}

/// What the part carries: status 0x01 means another thing for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Text of at least one character.
    Text,
    /// Text of no characters, which the account was allowed to send.
    Empty,
    /// 8-bit data.
    Binary,
}

/// What to do with the part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is with the operator: wait for the receipt.
    Submitted,
    /// It is with the operator, but no receipt can be matched: wait for the receipt timeout.
    SubmittedUntraceable,
    /// Refused for good.
    Refuse,
    /// Refused for good once it was tried again without schedule and validity, where the
    /// operator's settings allow that.
    RefuseOrDropTimes,
    /// Refused for good on this route; one other route may be tried.
    OtherRoute,
    /// The session is at fault: back into the lane, and bind again.
    Rebind,
    /// The stream is out of step: back into the lane, and open a new session.
    ResetSession,
    /// A passing hindrance: back into the lane, to be sent after a wait.
    Retry,
    /// Ambiguous: retried twice, then refused.
    RetryTwice,
    /// Too fast: to the head of the lane, and send more slowly.
    SlowDown,
    /// Never left: back into the lane.
    Requeue,
    /// May have arrived: sent again or held, as the operator's settings say.
    InDoubt,
}

/// A line of the table: what some statuses mean.
#[derive(Debug, Clone, Copy)]
pub struct SubmitRow {
    /// The statuses, in their hexadecimal values.
    pub statuses: &'static [u32],
    /// What to do.
    pub action: Action,
    /// The try counts against the budget of attempts, where one is set and others may follow.
    pub counts: bool,
    /// Somebody should look: our packets or the operator's settings are wrong.
    pub alarm: bool,
    /// The code when the part is refused for good or its budget is spent; when validity ends
    /// first it is always [`ReportCode::ExpiredAtGateway`]. `None`: nothing has failed.
    pub code: Option<ReportCode>,
}

const fn row(
    statuses: &'static [u32],
    action: Action,
    counts: bool,
    alarm: bool,
    code: Option<ReportCode>,
) -> SubmitRow {
    SubmitRow { statuses, action, counts, alarm, code }
}

const COUNTS: bool = true;
const FREE: bool = false;
const ALARM: bool = true;
const QUIET: bool = false;

/// The table of statuses, for operators without a table of their own.
#[rustfmt::skip]
pub const SUBMIT_STATUSES: &[SubmitRow] = &[
    row(&[0x00], Action::Submitted, FREE, QUIET, None),
    row(&[0x01], Action::Refuse, FREE, QUIET, Some(TextTooLong)), // see `too_long`
    row(&[0x02, 0x03, 0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0x06, 0x07, 0x43, 0x54, 0x63, 0x104, 0x105, 0x106], Action::OtherRoute, FREE, ALARM, Some(OperatorUnreachable)),
    row(&[0x04, 0x05, 0x0D, 0x0E, 0x0F, 0x53], Action::Rebind, FREE, QUIET, Some(ExpiredAtGateway)),
    row(&[0x08, 0xFF], Action::Retry, COUNTS, QUIET, Some(OperatorUnreachable)),
    row(&[0x0A, 0x48, 0x49], Action::Refuse, FREE, QUIET, Some(InvalidOriginator)),
    row(&[0x0B, 0x33, 0x34, 0x40, 0x50, 0x51], Action::Refuse, FREE, QUIET, Some(UnknownSubscriber)),
    row(&[0x14, 0x58], Action::SlowDown, FREE, QUIET, Some(ExpiredAtGateway)),
    row(&[0x15, 0x100, 0x103], Action::Refuse, FREE, QUIET, Some(IncorrectBilling)),
    row(&[0x101], Action::Refuse, FREE, ALARM, Some(OperatorUnreachable)),
    row(&[0x102], Action::Retry, COUNTS, QUIET, Some(OperatorUnreachable)),
    row(&[0x45], Action::RetryTwice, COUNTS, QUIET, Some(FailedAtOperator)),
    row(&[0x61, 0x62], Action::RefuseOrDropTimes, FREE, QUIET, Some(InvalidExpiry)),
    row(&[0x64], Action::Retry, COUNTS, QUIET, Some(OperatorUnreachable)),
    row(&[0x65, 0x66, 0xFE], Action::Refuse, FREE, QUIET, Some(FailedAtOperator)),
];

/// Statuses that the table does not have: 0x400-0x4FF (vendor specific) and the unheard of.
const UNKNOWN: SubmitRow = row(&[], Action::Refuse, FREE, ALARM, Some(FailedAtOperator));
const UNTRACEABLE: SubmitRow =
    row(&[], Action::SubmittedUntraceable, FREE, ALARM, Some(ReceiptTimeout));
const NACK_COMMAND_ID: SubmitRow =
    row(&[], Action::OtherRoute, FREE, ALARM, Some(OperatorUnreachable));
const NACK_LENGTH: SubmitRow =
    row(&[], Action::ResetSession, FREE, ALARM, Some(OperatorUnreachable));
const NEVER_WRITTEN: SubmitRow = row(&[], Action::Requeue, FREE, QUIET, Some(ExpiredAtGateway));
const WRITTEN: SubmitRow = row(&[], Action::InDoubt, FREE, QUIET, Some(StatusUnknown));

impl SubmitAnswer {
    /// What the answer means for a part with this content.
    pub fn judge(self, content: Content) -> SubmitRow {
        match self {
            SubmitAnswer::Status(status) => by_status(status, content),
            SubmitAnswer::NoMessageId => UNTRACEABLE,
            SubmitAnswer::Nack(0x02) => NACK_LENGTH,
            SubmitAnswer::Nack(0x03) => NACK_COMMAND_ID,
            // A nack is never success, whatever status it bears.
            SubmitAnswer::Nack(0x00) => UNKNOWN,
            SubmitAnswer::Nack(status) => by_status(status, content),
            SubmitAnswer::Lost { written: false } => NEVER_WRITTEN,
            SubmitAnswer::Lost { written: true } => WRITTEN,
        }
    }
}

fn by_status(status: u32, content: Content) -> SubmitRow {
    let row = SUBMIT_STATUSES.iter().find(|row| row.statuses.contains(&status));
    match row {
        Some(row) if status == 0x01 => SubmitRow { code: Some(too_long(content)), ..*row },
        Some(row) => *row,
        None => UNKNOWN,
    }
}

/// 0x01, ESME_RINVMSGLEN, by what was sent.
fn too_long(content: Content) -> ReportCode {
    match content {
        Content::Text => TextTooLong,
        Content::Empty => ReportCode::TextEmpty,
        Content::Binary => BinaryTooLong,
    }
}
