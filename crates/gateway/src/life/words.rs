//! What parts keep and what records say, in each other's words.

use super::attempt::{Attempt, AttemptState};
use super::outcome::Outcome;
use super::transition::{Retry, Word};
use message::code::ReportCode;
use message::time::Timestamp;
use records::attempt as told;
use records::carried::{AttemptState as Stage, CarriedAttempt};

impl Outcome {
    /// As a record has it.
    pub fn told(self) -> told::Outcome {
        told::Outcome { code: self.code(), state: self.smpp() }
    }
}

impl From<&told::Outcome> for Outcome {
    fn from(outcome: &told::Outcome) -> Outcome {
        // An outcome that a newer release calls final must not end this one.
        let code = Some(outcome.code).filter(|code| code.is_final());
        Outcome::reported(code.unwrap_or(ReportCode::StatusUnknown), Some(outcome.state))
    }
}

impl Word {
    /// As a record has it; `due`: of a part that goes back, when it may be sent again.
    pub fn told(self, due: Option<Timestamp>) -> told::Word {
        let word = |kind, retry, outcome: Option<Outcome>| told::Word {
            kind,
            retry,
            outcome: outcome.map(Outcome::told),
            due,
        };
        match self {
            Word::Accepted => word(told::WordKind::Accepted, None, None),
            Word::Succeeded(outcome) => word(told::WordKind::Succeeded, None, Some(outcome)),
            Word::Failed(outcome) => word(told::WordKind::Failed, None, Some(outcome)),
            Word::Again(retry) => word(told::WordKind::Again, Some(retry.told()), None),
            Word::Lost => word(told::WordKind::Lost, None, None),
        }
    }
}

impl From<&told::Word> for Word {
    fn from(word: &told::Word) -> Word {
        let unknown = || Outcome::of(ReportCode::StatusUnknown);
        let outcome = || word.outcome.as_ref().map_or_else(unknown, Outcome::from);
        match word.kind {
            told::WordKind::Accepted => Word::Accepted,
            told::WordKind::Succeeded => Word::Succeeded(outcome()),
            told::WordKind::Failed => Word::Failed(outcome()),
            told::WordKind::Again => Word::Again(word.retry.map_or(Retry::AtOnce, Retry::from)),
            told::WordKind::Lost => Word::Lost,
        }
    }
}

impl Retry {
    fn told(self) -> told::Retry {
        match self {
            Retry::AtOnce => told::Retry::AtOnce,
            Retry::OtherRoute => told::Retry::OtherRoute,
            Retry::WithoutTimes => told::Retry::WithoutTimes,
            Retry::Later => told::Retry::Later,
            Retry::LaterAmbiguous => told::Retry::LaterAmbiguous,
        }
    }
}

impl From<told::Retry> for Retry {
    fn from(retry: told::Retry) -> Retry {
        match retry {
            told::Retry::AtOnce => Retry::AtOnce,
            told::Retry::OtherRoute => Retry::OtherRoute,
            told::Retry::WithoutTimes => Retry::WithoutTimes,
            told::Retry::Later => Retry::Later,
            told::Retry::LaterAmbiguous => Retry::LaterAmbiguous,
        }
    }
}

impl Attempt {
    pub(super) fn carry(&self) -> CarriedAttempt {
        let (state, code) = match self.state {
            AttemptState::InFlight => (Stage::InFlight, None),
            AttemptState::InDoubt => (Stage::InDoubt, None),
            AttemptState::Accepted => (Stage::Accepted, None),
            AttemptState::Reported(code) => (Stage::Reported, Some(code)),
        };
        CarriedAttempt {
            number: self.number,
            operator: self.operator,
            at: self.at,
            state,
            operators_id: self.id.clone(),
            code,
        }
    }
}

impl From<&CarriedAttempt> for Attempt {
    fn from(carried: &CarriedAttempt) -> Attempt {
        let state = match carried.state {
            Stage::InFlight => AttemptState::InFlight,
            Stage::InDoubt => AttemptState::InDoubt,
            Stage::Accepted => AttemptState::Accepted,
            Stage::Reported => {
                AttemptState::Reported(carried.code.unwrap_or(ReportCode::StatusUnknown))
            }
        };
        Attempt {
            number: carried.number,
            operator: carried.operator,
            at: carried.at,
            id: carried.operators_id.clone(),
            state,
        }
    }
}
