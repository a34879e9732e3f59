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
pub fn standing<'a>(parts: impl Iterator<Item = &'a Part> + Clone, scheduled: bool) -> Standing {
    let is_empty = parts.clone().next().is_none();
    if !is_empty && parts.clone().all(|part| part.outcome().is_some()) {
        return ended(parts);
    }
    let untouched = |part: &Part| part.state() == PartState::Waiting && !part.was_sent();
    let state = if scheduled && parts.clone().all(untouched) {
        MessageState::Scheduled
    } else if parts.clone().any(Part::was_accepted) {
        MessageState::Submitted
    } else {
        MessageState::Queued
    };
    Standing { state, code: None }
}

fn ended<'a>(parts: impl Iterator<Item = &'a Part> + Clone) -> Standing {
    let outcome = whole(parts);
    Standing { state: outcome.state(), code: Some(outcome.code()) }
}

/// How a message with these parts ended, all of which have.
///
/// The codes 101 and 102 are about networks: a message that ended here, all parts alike, has the
/// outcome of its parts.
pub fn whole<'a>(parts: impl Iterator<Item = &'a Part> + Clone) -> Outcome {
    let first = parts.clone().find_map(Part::outcome);
    let alone = parts.clone().count() == 1;
    let alike = || parts.clone().all(|part| part.outcome() == first && part.ended_at_gateway());
    first
        .filter(|_| alone || alike())
        .unwrap_or_else(|| Outcome::of(aggregate(parts.clone().filter_map(Part::outcome))))
}

/// All on the phone: 5. All arrived, some only at the network: 2, for nothing more is claimed of a
/// message than of its weakest part. Some or all failed: 101, 102.
fn aggregate(outcomes: impl Iterator<Item = Outcome>) -> ReportCode {
    let (mut all, mut arrived, mut on_the_phone) = (0, 0, 0);
    for outcome in outcomes {
        all += 1;
        arrived += u32::from(outcome.is_success());
        on_the_phone += u32::from(outcome.code() == ReportCode::Delivered);
    }
    if arrived == 0 {
        ReportCode::MultipartFailed
    } else if arrived < all {
        ReportCode::MultipartPartial
    } else if on_the_phone < all {
        ReportCode::DeliveredToNetwork
    } else {
        ReportCode::Delivered
    }
}
