//! The state of a message: a pure function of its parts and its schedule.

use super::outcome::Outcome;
use super::part::Part;
use super::transition::PartState;
use message::code::ReportCode;
use message::state::MessageState;

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its state.
    pub state: MessageState,
    /// How it ended, as one code for all its parts; `None` while it has not.
    pub code: Option<ReportCode>,
}

/// Where a message with these parts stands; `scheduled`: its time has not come.
///
/// This is the aggregated view of a message that the gateway split. Whose receipts go out part by
/// part takes the outcomes of the parts themselves.
pub fn standing(parts: &[Part], scheduled: bool) -> Standing {
    let open = parts.is_empty() || parts.iter().any(|part| part.outcome().is_none());
    if !open {
        return ended(parts);
    }
    let untouched = |part: &Part| part.state() == PartState::Waiting && !part.was_sent();
    let state = if scheduled && parts.iter().all(untouched) {
        MessageState::Scheduled
    } else if parts.iter().any(Part::was_accepted) {
        MessageState::Submitted
    } else {
        MessageState::Queued
    };
    Standing { state, code: None }
}

/// The codes 101 and 102 are about networks: a message that ended here, all parts alike, has the
/// outcome of its parts.
fn ended(parts: &[Part]) -> Standing {
    let outcome = if parts.len() == 1 || ended_here(parts) {
        parts.iter().find_map(Part::outcome)
    } else {
        None
    };
    let outcome = outcome.unwrap_or_else(|| Outcome::of(aggregate(parts)));
    Standing { state: outcome.state(), code: Some(outcome.code()) }
}

fn ended_here(parts: &[Part]) -> bool {
    let alike = parts.windows(2).all(|pair| pair[0].outcome() == pair[1].outcome());
    alike && parts.iter().all(Part::ended_at_gateway)
}

/// All on the phone: 5. All arrived, some only at the network: 2, for nothing more is claimed of a
/// message than of its weakest part. Some or all failed: 101, 102.
fn aggregate(parts: &[Part]) -> ReportCode {
    let outcomes = || parts.iter().filter_map(Part::outcome);
    let arrived = outcomes().filter(|outcome| outcome.is_success()).count();
    let on_the_phone = outcomes().filter(|outcome| outcome.code() == ReportCode::Delivered).count();
    if arrived == 0 {
        ReportCode::MultipartFailed
    } else if arrived < parts.len() {
        ReportCode::MultipartPartial
    } else if on_the_phone < parts.len() {
        ReportCode::DeliveredToNetwork
    } else {
        ReportCode::Delivered
    }
}
