//! A part: its state, its attempts, and what is known of it.

mod happen;
mod carry;

pub use carry::PartTimes;

use super::attempt::{Attempt, AttemptState};
use super::outcome::Outcome;
use super::tally::{Tally, Terms};
use super::transition::{PartState, Retry, Word};
use message::code::{ReportCode, SubmitRow};
use message::object::OperatorId;
use message::state::SmppState;
use smallvec::SmallVec;
use std::time::Duration;

/// How many copies of a part operators may have: an operator that takes everything and answers
/// nothing must not flood a phone. After the last one the part is held for a receipt.
pub const COPIES_MAX: usize = 5;

/// One SMS on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    state: PartState,
    /// At most [`COPIES_MAX`], the oldest first.
    attempts: SmallVec<[Attempt; 1]>,
    tally: Tally,
    ended_here: bool,
}

/// What a receipt says of its attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// The operator has it and will say more.
    OnTheWay,
    /// How it ended.
    Final(Outcome),
}

impl Part {
    /// A part that has just been accepted.
    pub fn new() -> Part {
        Part {
            state: PartState::Waiting,
            attempts: SmallVec::new(),
            tally: Tally::default(),
            ended_here: false,
        }
    }

    /// Where it is.
    pub fn state(&self) -> PartState {
        self.state
    }

    /// How it ended, if it has.
    pub fn outcome(&self) -> Option<Outcome> {
        match self.state {
            PartState::Final(outcome) => Some(outcome),
            PartState::Waiting
            | PartState::InFlight
            | PartState::InDoubt
            | PartState::Submitted => None,
        }
    }

    /// The attempts that an operator may still speak of, the oldest first. Only the last can be in
    /// flight.
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// It has left the gateway, or tried to.
    pub fn was_sent(&self) -> bool {
        self.tally.sent > 0
    }

    /// An operator is known to have it, or to have had it.
    pub fn was_accepted(&self) -> bool {
        self.attempts.iter().any(|attempt| match attempt.state {
            AttemptState::Accepted | AttemptState::Reported(_) => true,
            AttemptState::InFlight | AttemptState::InDoubt => false,
        })
    }

    /// It was cancelled, rejected, or expired while no operator could have it.
    pub fn ended_at_gateway(&self) -> bool {
        self.ended_here
    }

    /// The operator on whose route it cannot go.
    pub fn barred(&self) -> Option<OperatorId> {
        self.tally.barred
    }

    /// It goes without schedule and validity from now on.
    pub fn goes_without_times(&self) -> bool {
        self.tally.without_times
    }

    /// Another copy may be sent: the part is in doubt, none of its attempts has failed for good,
    /// and there are not yet [`COPIES_MAX`].
    pub fn may_resend(&self) -> bool {
        let room = self.attempts.len() < COPIES_MAX && self.tally.failure.is_none();
        self.state == PartState::InDoubt && room
    }

    /// What an operator's answer means for this part.
    pub fn judge(&self, row: &SubmitRow, terms: &Terms) -> Word {
        self.tally.judge(row, terms)
    }

    /// How long to wait after [`super::Follows::Back`]: nothing, or 1 s, doubled with every
    /// attempt that counted, up to 5 min, less up to 20 % by `chance`, a number drawn evenly from
    /// all.
    pub fn delay(&self, retry: Retry, chance: u32) -> Duration {
        self.tally.delay(retry, chance)
    }
}

impl Default for Part {
    fn default() -> Part {
        Part::new()
    }
}

// === impl Report ===

impl Report {
    /// What a receipt with this verdict says (see [`message::receipt::Verdict`]).
    pub fn of(code: ReportCode, state: Option<SmppState>, is_final: bool) -> Report {
        if is_final && code.is_final() {
            Report::Final(Outcome::reported(code, state))
        } else {
            Report::OnTheWay
        }
    }
}
