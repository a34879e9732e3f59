//! What an operator's receipt means: its state and its network error, as one of our codes.

use super::ReportCode;
use crate::state::SmppState;

/// The causes that have a code of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// Nobody has the number.
    UnknownSubscriber,
    /// The number may not receive.
    Barred,
    /// The phone is off or out of reach.
    Absent,
    /// The phone has no room.
    MemoryFull,
    /// The centre has the message already.
    Duplicate,
    /// The sender is not registered.
    Sender,
    /// The billing class is wrong.
    Billing,
}

/// Whose numbers an operator puts into a network_error_code of type 3, GSM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum GsmSpace {
    /// User errors of MAP (TS 29.002); the usual case.
    #[default]
    Map,
    /// Causes of the relay layer (TS 24.011 s8.2.5.4).
    Rp,
    /// Failure causes of the transfer layer (TS 23.040 s9.2.3.22).
    Tp,
}

/// A line of the table of GSM errors.
#[derive(Debug, Clone, Copy)]
pub struct GsmError {
    /// Whose number it is.
    pub space: GsmSpace,
    /// The two octets of the network_error_code. MAP error 32 has a cause; a centre that tells
    /// it puts it into the first octet, so a plain 32 says cause 0, memory full, which is also
    /// the usual one.
    pub code: u16,
    /// What it means for us.
    pub class: ErrorClass,
    /// What it means in its standard.
    pub meaning: &'static str,
}

const fn gsm(space: GsmSpace, code: u16, class: ErrorClass, meaning: &'static str) -> GsmError {
    GsmError { space, code, class, meaning }
}

/// The errors that have a class; every other one has none.
#[rustfmt::skip]
pub const GSM_ERRORS: &[GsmError] = &[
    gsm(GsmSpace::Map, 1,    ErrorClass::UnknownSubscriber, "unknown subscriber"),
    gsm(GsmSpace::Map, 5,    ErrorClass::UnknownSubscriber, "unidentified subscriber"),
    gsm(GsmSpace::Map, 6,    ErrorClass::Absent,            "absent subscriber SM"),
    gsm(GsmSpace::Map, 9,    ErrorClass::Barred,            "illegal subscriber"),
    gsm(GsmSpace::Map, 12,   ErrorClass::Barred,            "illegal equipment"),
    gsm(GsmSpace::Map, 13,   ErrorClass::Barred,            "call barred"),
    gsm(GsmSpace::Map, 27,   ErrorClass::Absent,            "absent subscriber"),
    gsm(GsmSpace::Map, 32,   ErrorClass::MemoryFull,        "SM delivery failure, memory full"),
    gsm(GsmSpace::Rp,  1,    ErrorClass::UnknownSubscriber, "unassigned number"),
    gsm(GsmSpace::Rp,  8,    ErrorClass::Barred,            "operator determined barring"),
    gsm(GsmSpace::Rp,  10,   ErrorClass::Barred,            "call barred"),
    gsm(GsmSpace::Rp,  22,   ErrorClass::MemoryFull,        "memory capacity exceeded"),
    gsm(GsmSpace::Rp,  27,   ErrorClass::Absent,            "destination out of order"),
    gsm(GsmSpace::Rp,  28,   ErrorClass::UnknownSubscriber, "unidentified subscriber"),
    gsm(GsmSpace::Rp,  30,   ErrorClass::UnknownSubscriber, "unknown subscriber"),
    gsm(GsmSpace::Tp,  0xC4, ErrorClass::Barred,            "destination SME barred"),
    gsm(GsmSpace::Tp,  0xC5, ErrorClass::Duplicate,         "rejected, duplicate SM"),
    gsm(GsmSpace::Tp,  0xD0, ErrorClass::MemoryFull,        "(U)SIM SMS storage full"),
    gsm(GsmSpace::Tp,  0xD3, ErrorClass::MemoryFull,        "memory capacity exceeded"),
];

impl GsmSpace {
    /// The class of an error of this space, if it has one.
    pub fn class(self, code: u16) -> Option<ErrorClass> {
        GSM_ERRORS.iter().find(|row| row.space == self && row.code == code).map(|row| row.class)
    }
}

/// What an operator means by `ACCEPTD` or `UNKNOWN`: peers differ, so it is a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// The last word on the message.
    Final,
    /// More will come.
    OnTheWay,
}

impl ErrorClass {
    fn code(self) -> ReportCode {
        match self {
            ErrorClass::UnknownSubscriber => ReportCode::UnknownSubscriber,
            ErrorClass::Barred => ReportCode::SubscriberBarred,
            ErrorClass::Absent => ReportCode::AbsentSubscriber,
            ErrorClass::MemoryFull => ReportCode::SimFull,
            ErrorClass::Duplicate => ReportCode::Duplicate,
            ErrorClass::Sender => ReportCode::InvalidOriginator,
            ErrorClass::Billing => ReportCode::IncorrectBilling,
        }
    }
}

/// The code for a receipt with this state (`None`: none that can be read), class of error and
/// meaning of `ACCEPTD`; `error`: it names some error, with a class or without.
///
/// A cause with a code of its own goes before the general codes 6, 26 and 27, whichever
/// negative state it comes with.
pub fn report_code(
    state: Option<SmppState>,
    class: Option<ErrorClass>,
    error: bool,
    accepted: Meaning,
) -> ReportCode {
    let on_the_way = if error { ReportCode::OperatorRetrying } else { ReportCode::AtNetwork };
    let cause = class.map(ErrorClass::code);
    match (state, accepted) {
        (Some(SmppState::Delivered), _) => ReportCode::Delivered,
        (Some(SmppState::Accepted), Meaning::Final) => ReportCode::DeliveredToNetwork,
        (Some(SmppState::Accepted), Meaning::OnTheWay) => ReportCode::AtNetwork,
        (Some(SmppState::Enroute | SmppState::Scheduled), _) => on_the_way,
        (Some(SmppState::Expired), _) => cause.unwrap_or(ReportCode::ExpiredAtOperator),
        (
            Some(
                SmppState::Undeliverable
                | SmppState::Rejected
                | SmppState::Deleted
                | SmppState::Skipped,
            ),
            _,
        ) => cause.unwrap_or(ReportCode::FailedAtOperator),
        (Some(SmppState::Unknown) | None, _) => cause.unwrap_or(ReportCode::StatusUnknown),
    }
}
