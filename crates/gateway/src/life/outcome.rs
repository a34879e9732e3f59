//! How a part ended.

use message::code::ReportCode;
use message::state::{MessageState, SmppState};

/// How a part ended: our code, and the state that its receipt shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    code: ReportCode,
    state: SmppState,
}

impl Outcome {
    /// The outcome with this final code and the state that belongs to it.
    pub fn of(code: ReportCode) -> Outcome {
        Outcome::reported(code, None)
    }

    /// The same with the state that the operator reported, if that is a final one.
    pub fn reported(code: ReportCode, operators: Option<SmppState>) -> Outcome {
        debug_assert!(code.is_final(), "{code:?} is no outcome");
        Outcome { code, state: code.state(operators) }
    }

    /// Cancelled by the account. Receipts have no code for it; 6 is the one that goes with
    /// `DELETED`.
    pub fn cancelled() -> Outcome {
        Outcome::reported(ReportCode::FailedAtOperator, Some(SmppState::Deleted))
    }

    /// The code.
    pub fn code(self) -> ReportCode {
        self.code
    }

    /// The state that the receipt shows.
    pub fn smpp(self) -> SmppState {
        self.state
    }

    /// The same in our words.
    pub fn state(self) -> MessageState {
        MessageState::reported(self.state)
    }

    /// On the phone, or with a network that says no more.
    pub fn is_success(self) -> bool {
        self.code.is_success()
    }

    /// The one that says more of two failures: the one with a cause; the first if both have one,
    /// or neither.
    pub(super) fn or_better(self, later: Outcome) -> Outcome {
        if !self.names_cause() && later.names_cause() { later } else { self }
    }

    fn names_cause(self) -> bool {
        let general = [
            ReportCode::FailedAtOperator,
            ReportCode::OperatorUnreachable,
            ReportCode::ExpiredAtOperator,
            ReportCode::StatusUnknown,
        ];
        !general.contains(&self.code)
    }
}
