//! A part as a record carries it forward.

use super::Part;
use crate::life::attempt::Attempt;
use crate::life::outcome::Outcome;
use crate::life::tally::Tally;
use crate::life::transition::PartState;
use message::code::ReportCode;
use message::time::Timestamp;
use records::attempt::PartState as Stage;
use records::carried::CarriedPart;

/// The times of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartTimes {
    /// Not to be sent before.
    pub due: Timestamp,
    /// How long receipts are waited for, once it has been sent.
    pub receipt_by: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
}

impl Part {
    /// The record of all that is known of the part.
    pub fn carry(&self, times: &PartTimes) -> CarriedPart {
        CarriedPart {
            state: match self.state {
                PartState::Waiting => Stage::Waiting,
                PartState::InFlight => Stage::InFlight,
                PartState::InDoubt => Stage::InDoubt,
                PartState::Submitted => Stage::Submitted,
                PartState::Final(_) => Stage::Final,
            },
            due: Some(times.due),
            outcome: self.outcome().map(Outcome::told),
            ended: times.ended,
            attempts: self.attempts.iter().map(Attempt::carry).collect(),
            sent: self.tally.sent,
            counted: self.tally.counted,
            ambiguous: self.tally.ambiguous,
            barred: self.tally.barred,
            without_times: self.tally.without_times,
            failure: self.tally.failure.map(Outcome::told),
            ended_here: self.ended_here,
            receipt_by: times.receipt_by,
        }
    }
}

impl From<&CarriedPart> for Part {
    fn from(carried: &CarriedPart) -> Part {
        let outcome = || {
            let unknown = || Outcome::of(ReportCode::StatusUnknown);
            carried.outcome.as_ref().map_or_else(unknown, Outcome::from)
        };
        Part {
            state: match carried.state {
                Stage::Waiting => PartState::Waiting,
                Stage::InFlight => PartState::InFlight,
                Stage::InDoubt => PartState::InDoubt,
                Stage::Submitted => PartState::Submitted,
                Stage::Final => PartState::Final(outcome()),
            },
            attempts: carried.attempts.iter().map(Attempt::from).collect(),
            tally: Tally {
                sent: carried.sent,
                counted: carried.counted,
                ambiguous: carried.ambiguous,
                barred: carried.barred,
                without_times: carried.without_times,
                failure: carried.failure.as_ref().map(Outcome::from),
            },
            ended_here: carried.ended_here,
        }
    }
}
