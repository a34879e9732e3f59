//! What a session tells its driver.

use gateway::door::Input;
use gateway::receipt::AttemptRef;
use smpp::session::{BindKind, Reason};
use smpp::{CommandStatus, Deviations, Header, PduError, Version};

/// Something that has happened, in the order in which it did.
#[derive(Debug, Clone)]
pub enum Output {
    /// For the core.
    Input(Input),
    /// The operator has accepted the bind.
    Bound {
        /// In which direction.
        kind: BindKind,
        /// The version that both sides speak.
        version: Version,
    },
    /// The operator has refused the bind, with this status. [`Output::Closed`] follows.
    BindRefused(CommandStatus),
    /// Something worth knowing that changes nothing.
    Noted(Note),
    /// The last output: the connection is to be closed, without writing anything more.
    Closed(Reason),
}

/// Something worth knowing that changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The operator has sent something wrong, and it was understood all the same.
    Tolerated {
        /// The PDU.
        pdu: Header,
        /// What was wrong.
        deviations: Deviations,
    },
    /// The operator has sent a request that could not be taken, and it was answered so.
    Refused {
        /// The request.
        request: Header,
        /// The answer.
        status: CommandStatus,
        /// What was wrong with it; `None`: it was out of place or unknown.
        error: Option<PduError>,
    },
    /// The operator has answered something that nobody asked.
    Unexpected(Header),
    /// The operator's answer to this attempt cannot be read: it counts as lost.
    Unreadable {
        /// Which attempt.
        attempt: AttemptRef,
        /// What is wrong with the answer.
        error: PduError,
    },
    /// This part cannot be written as a submit_sm: it was never sent, and counts as refused with
    /// the status that names the fault.
    Unwritable {
        /// Which attempt.
        attempt: AttemptRef,
        /// What is wrong with it.
        error: PduError,
    },
    /// Letters that the operator's alphabet does not have were sent as `?`.
    Replaced {
        /// In which attempt.
        attempt: AttemptRef,
        /// How many.
        letters: usize,
    },
}
