//! What an operator reports of a message, and how that is written.

mod style;
mod text;
mod write;

pub use style::{
    Addresses, Blanks, Carrier, Coding, Counts, Dates, ErrWord, Fields, Labels, Marking, Network,
    ReceiptStyle, Says, StatWord, Tail,
};

use crate::content::Content;
use message::state::SmppState;
use message::time::Timestamp;
use std::sync::Arc;

/// What is reported: facts only.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    /// As submit_sm_resp gave it.
    pub(crate) id: String,
    pub(crate) content: Arc<Content>,
    pub(crate) outcome: Outcome,
    pub(crate) kind: ReportKind,
    pub(crate) submitted: Timestamp,
    pub(crate) done: Timestamp,
    /// TLV 0x0204 of the submission.
    pub(crate) user_message_reference: Option<u16>,
    pub(crate) style: ReceiptStyle,
}

/// How it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// The state.
    pub state: SmppState,
    /// A user error of MAP (TS 29.002); 0 is none.
    pub error: u16,
}

/// Which of the reports it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportKind {
    /// The receipt: `esm_class` type 0x04.
    Receipt,
    /// On the way: type 0x20.
    Intermediate,
    /// The phone's program has got it: type 0x08. Not a receipt, although it reads like one.
    PhoneAck,
    /// A receipt that says nothing that a program could read.
    Unreadable,
}

impl Outcome {
    /// On the phone.
    pub const DELIVERED: Outcome = Outcome::new(SmppState::Delivered, 0);

    /// A state and a user error of MAP.
    pub const fn new(state: SmppState, error: u16) -> Outcome {
        Outcome { state, error }
    }
}
