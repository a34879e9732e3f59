//! The verbs that move a part. An illegal one changes nothing.

use super::{Part, Report};
use crate::life::attempt::{Attempt, AttemptState};
use crate::life::outcome::Outcome;
use crate::life::transition::{Follows, Illegal, Others, PartEvent, Word};
use message::code::ReportCode;
use message::object::OperatorId;
use message::time::Timestamp;
use records::Octets;

type Step = Result<Follows, Illegal>;

impl Part {
    /// Handed to a session of this operator. The attempt is the last one from then on.
    pub fn send(&mut self, operator: OperatorId, at: Timestamp) -> Step {
        let follows = self.step(PartEvent::Sent, self.others(None))?;
        self.tally.sent += 1;
        self.attempts.push(Attempt {
            number: self.tally.sent,
            operator,
            at,
            id: None,
            state: AttemptState::InFlight,
        });
        Ok(follows)
    }

    /// The answer to an attempt, in time or late, with the operator's id if it gave one.
    pub fn answer(&mut self, number: u32, word: Word, id: Option<Octets>) -> Step {
        let weighed = self.tally.weigh(word);
        let illegal = Illegal { state: self.state, event: PartEvent::News(weighed) };
        let index = self.find(number).ok_or(illegal)?;
        let event = match self.attempts[index].state {
            AttemptState::InFlight => PartEvent::Answered(weighed),
            AttemptState::InDoubt => PartEvent::News(weighed),
            AttemptState::Accepted | AttemptState::Reported(_) => return Err(illegal),
        };
        let follows = self.step(event, self.others(Some(index)))?;
        let attempt = &mut self.attempts[index];
        let operator = attempt.operator;
        match weighed {
            Word::Accepted | Word::Succeeded(_) => {
                attempt.state = AttemptState::Accepted;
                attempt.id = id;
            }
            Word::Lost => attempt.state = AttemptState::InDoubt,
            Word::Failed(_) | Word::Again(_) => {
                self.attempts.remove(index);
            }
        }
        self.tally.note(weighed, operator);
        Ok(follows)
    }

    /// A receipt for an attempt that is accepted or in doubt. A further one for an attempt that
    /// has had its last word is an event.
    pub fn receipt(&mut self, number: u32, report: Report) -> Step {
        let word = match report {
            Report::OnTheWay => Word::Accepted,
            Report::Final(outcome) if outcome.is_success() => Word::Succeeded(outcome),
            Report::Final(outcome) => self.tally.weigh(Word::Failed(outcome)),
        };
        let event = PartEvent::News(word);
        let illegal = Illegal { state: self.state, event };
        let index = self.find(number).ok_or(illegal)?;
        match self.attempts[index].state {
            AttemptState::InDoubt | AttemptState::Accepted => {}
            AttemptState::Reported(_) => return Ok(Follows::Nothing),
            AttemptState::InFlight => return Err(illegal),
        }
        let follows = self.step(event, self.others(Some(index)))?;
        let attempt = &mut self.attempts[index];
        attempt.state = match report {
            Report::OnTheWay => AttemptState::Accepted,
            Report::Final(outcome) => AttemptState::Reported(outcome.code()),
        };
        self.tally.note(word, attempt.operator);
        Ok(follows)
    }

    /// Another copy of a part in doubt. Illegal unless [`Part::may_resend`].
    pub fn resend(&mut self) -> Step {
        if !self.may_resend() {
            return Err(Illegal { state: self.state, event: PartEvent::Resend });
        }
        self.step(PartEvent::Resend, self.others(None))
    }

    /// Refused for good by the gateway itself, at its turn.
    pub fn reject(&mut self, code: ReportCode) -> Step {
        let outcome = Outcome::of(code);
        let follows = self.step_here(PartEvent::Rejected(outcome))?;
        self.tally.failure = Some(outcome);
        Ok(follows)
    }

    /// Its validity has ended.
    pub fn expire(&mut self) -> Step {
        self.step_here(PartEvent::Expired)
    }

    /// No receipt has come in time.
    pub fn time_out(&mut self) -> Step {
        self.step(PartEvent::ReceiptTimeout(self.outcome_without_receipt()), self.others(None))
    }

    /// The account wants it not to be sent; too late if nothing follows.
    pub fn cancel(&mut self) -> Step {
        self.step_here(PartEvent::Cancelled)
    }

    /// An event in which no operator has a word.
    fn step_here(&mut self, event: PartEvent) -> Step {
        let follows = self.step(event, self.others(None))?;
        if let Follows::Close(_) = follows {
            self.ended_here = true;
        }
        Ok(follows)
    }

    fn step(&mut self, event: PartEvent, others: Others) -> Step {
        let (state, follows) = self.state.next(event, others)?;
        self.state = state;
        Ok(follows)
    }

    fn find(&self, number: u32) -> Option<usize> {
        self.attempts.iter().position(|attempt| attempt.number == number)
    }

    /// What all attempts but this one may still bring.
    fn others(&self, except: Option<usize>) -> Others {
        let mut others = Others::Closed;
        for (index, attempt) in self.attempts.iter().enumerate() {
            match attempt.state {
                AttemptState::Accepted if Some(index) != except => return Others::Accepted,
                AttemptState::InDoubt if Some(index) != except => others = Others::InDoubt,
                AttemptState::InFlight
                | AttemptState::InDoubt
                | AttemptState::Accepted
                | AttemptState::Reported(_) => {}
            }
        }
        others
    }

    /// 99 if an operator has it and keeps silent; else the failure of another copy; 27 if nobody
    /// can say; 16 if it never left.
    fn outcome_without_receipt(&self) -> Outcome {
        let open = !self.attempts.is_empty();
        match (self.others(None), self.tally.failure) {
            (Others::Accepted, _) => Outcome::of(ReportCode::ReceiptTimeout),
            (Others::Closed | Others::InDoubt, Some(failure)) => failure,
            (Others::Closed | Others::InDoubt, None) if open => {
                Outcome::of(ReportCode::StatusUnknown)
            }
            (Others::Closed | Others::InDoubt, None) => Outcome::of(ReportCode::ExpiredAtGateway),
        }
    }
}
