//! The attempts of a part that an operator may still speak of.

use message::code::ReportCode;
use message::object::OperatorId;
use message::time::Timestamp;
use records::Octets;

/// One try to hand a part to an operator.
///
/// An attempt that was refused, or never written, is not kept: nothing more can be heard of it,
/// and a part that is throttled for two days would have thousands. Its event tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// 1 for the first attempt of the part; given once.
    pub number: u32,
    /// To whom.
    pub operator: OperatorId,
    /// When.
    pub at: Timestamp,
    /// The operator's id of it, as it came in the answer. `None` until there is one, for good
    /// where the answer had none.
    pub id: Option<Octets>,
    /// Where it is.
    pub state: AttemptState,
}

/// Where an attempt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptState {
    /// Its answer is awaited.
    InFlight,
    /// Written, and the answer is lost.
    InDoubt,
    /// The operator has it.
    Accepted,
    /// The operator has said its last word.
    Reported(ReportCode),
}
