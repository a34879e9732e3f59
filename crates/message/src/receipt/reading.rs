//! How to read one operator's receipts, where peers differ.

use super::kind::Kind;
use crate::code::{ErrorClass, GsmSpace, Meaning, ReportCode};
use crate::state::SmppState;
use arrayvec::ArrayString;
use std::fmt::Write;

/// How to read one operator's receipts: settings of that operator.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The operator sends receipts with `esm_class` 0: go by the look of the text.
    pub unmarked: bool,
    /// What it means by `ACCEPTD`. vumi and Jasmin take it for final, Kannel does not.
    pub accepted: Meaning,
    /// What it means by `UNKNOWN`, and by a word that nobody knows. Kannel takes it for
    /// final, vumi does not.
    pub unknown: Meaning,
    /// Whom to believe when text and TLV name two states.
    pub state_from: StateFrom,
    /// Whose numbers its GSM errors are.
    pub gsm: GsmSpace,
    /// What its `err` values mean, leading zeros and case aside; also its network errors of
    /// other types than GSM, by their decimal number.
    pub errors: &'a [(&'a str, ErrorClass)],
}

/// Whom to believe when text and TLV name two states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StateFrom {
    /// The one whose state is final; the TLV if both are, or neither.
    FinalFirst,
    /// The TLV.
    Tlv,
    /// The text.
    Text,
}

/// A network_error_code (SMPP 3.4 s5.3.2.31).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetworkError<'a> {
    /// Type 3: an error of GSM.
    Gsm(u16),
    /// Any other type.
    Other(u16),
    /// Three ASCII digits in place of type and code, as some centres send: an `err` value.
    Digits(&'a [u8]),
}

// === impl Reading ===

impl Default for Reading<'_> {
    /// An operator of which nothing is known.
    fn default() -> Self {
        Reading {
            unmarked: false,
            accepted: Meaning::OnTheWay,
            unknown: Meaning::Final,
            state_from: StateFrom::FinalFirst,
            gsm: GsmSpace::Map,
            errors: &[],
        }
    }
}

impl Reading<'_> {
    pub(super) fn choose(
        &self,
        tlv: Option<SmppState>,
        text: Option<SmppState>,
    ) -> Option<SmppState> {
        match self.state_from {
            StateFrom::Tlv => tlv.or(text),
            StateFrom::Text => text.or(tlv),
            // The last of equals wins: the TLV.
            StateFrom::FinalFirst => {
                [text, tlv].into_iter().flatten().max_by_key(|state| self.says_how_much(*state))
            }
        }
    }

    /// Nothing, that it is on the way, or how it ended.
    fn says_how_much(&self, state: SmppState) -> u8 {
        match state {
            SmppState::Unknown => 0,
            SmppState::Scheduled | SmppState::Enroute => 1,
            SmppState::Accepted if self.accepted == Meaning::OnTheWay => 1,
            SmppState::Accepted
            | SmppState::Delivered
            | SmppState::Expired
            | SmppState::Deleted
            | SmppState::Undeliverable
            | SmppState::Rejected
            | SmppState::Skipped => 2,
        }
    }

    /// Does the report close the attempt, and with which code?
    pub(super) fn finality(
        &self,
        kind: Kind,
        state: Option<SmppState>,
        code: ReportCode,
        error: bool,
    ) -> (ReportCode, bool) {
        if code == ReportCode::Delivered {
            // What is on the phone stays there, whatever the report calls itself.
            (code, true)
        } else if kind == Kind::Intermediate {
            (on_the_way(state, error), false)
        } else if self.unknown == Meaning::OnTheWay
            && matches!(state, Some(SmppState::Unknown) | None)
        {
            (ReportCode::StatusUnknown, false)
        } else {
            (code, code.is_final())
        }
    }

    pub(super) fn class_of(&self, error: NetworkError<'_>) -> Option<ErrorClass> {
        match error {
            NetworkError::Gsm(code) => self.gsm.class(code),
            NetworkError::Digits(digits) => self.class_of_err(digits),
            NetworkError::Other(code) => {
                let mut digits = ArrayString::<5>::new();
                write!(digits, "{code}").expect("16 bits are at most five digits");
                self.class_of_err(digits.as_bytes())
            }
        }
    }

    pub(super) fn class_of_err(&self, err: &[u8]) -> Option<ErrorClass> {
        let err = without_zeros(err);
        let same = |name: &str| without_zeros(name.as_bytes()).eq_ignore_ascii_case(err);
        self.errors.iter().find(|(name, _)| same(name)).map(|(_, class)| *class)
    }
}

/// An intermediate report means that the operator goes on trying, also where it gives the state
/// of the attempt that has just failed.
fn on_the_way(state: Option<SmppState>, error: bool) -> ReportCode {
    let failed = state.is_some_and(|state| {
        matches!(
            state,
            SmppState::Expired
                | SmppState::Deleted
                | SmppState::Undeliverable
                | SmppState::Rejected
                | SmppState::Skipped
        )
    });
    if error || failed { ReportCode::OperatorRetrying } else { ReportCode::AtNetwork }
}

// === errors ===

impl<'a> NetworkError<'a> {
    /// Reads the three octets; `None` for any other length and for "no error".
    pub fn of(octets: &'a [u8]) -> Option<NetworkError<'a>> {
        let &[kind, high, low] = octets else {
            return None;
        };
        let code = u16::from_be_bytes([high, low]);
        match kind {
            b'0'..=b'9' if octets.iter().all(u8::is_ascii_digit) => {
                is_error(octets).then_some(NetworkError::Digits(octets))
            }
            _ if code == 0 => None,
            3 => Some(NetworkError::Gsm(code)),
            _ => Some(NetworkError::Other(code)),
        }
    }
}

/// An `err` that names an error: not empty, not zeros, not a way of writing "none".
pub(super) fn is_error(err: &[u8]) -> bool {
    let none = ["", "nul", "null", "none", "-", "..."];
    let err = without_zeros(err);
    !none.iter().any(|name| name.as_bytes().eq_ignore_ascii_case(err))
}

fn without_zeros(err: &[u8]) -> &[u8] {
    let zeros = err.iter().take_while(|octet| **octet == b'0').count();
    &err[zeros..]
}
