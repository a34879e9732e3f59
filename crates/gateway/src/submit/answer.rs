//! What an operator answers.

use super::copies;
use crate::desk::Desk;
use crate::door::{Effect, OperatorAnswer};
use crate::durable::{Durable, Message};
use crate::life::{AttemptState, Follows, Part, Retry, Terms, Word};
use crate::receipt::AttemptRef;
use message::code::{Action, Content, SubmitAnswer, SubmitRow};
use message::object::OperatorId;
use message::text::data_coding;
use records::attempt::{Answered, Cause, Lost, Settled};
use records::submission::Mode;
use registry::operator::OnLostAnswer;
use registry::rule::FailoverReason;
use std::num::NonZeroU16;

/// What the core must know of an answer beyond the part: how the operator is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judged {
    pub(crate) operator: OperatorId,
    pub(crate) sent: message::time::Timestamp,
    pub(crate) action: Action,
}

/// What an answer means, by the table; `None`: nobody waits for it.
pub(crate) fn judge(durable: &Durable, answer: &OperatorAnswer) -> Option<Judged> {
    let (message, part) = durable.part(answer.attempt.message, answer.attempt.part)?;
    let attempt = part.attempts().iter().find(|it| it.number == answer.attempt.attempt)?;
    match attempt.state {
        AttemptState::InFlight | AttemptState::InDoubt => {}
        AttemptState::Accepted | AttemptState::Reported(_) => return None,
    }
    let row = row(answer, message);
    Some(Judged { operator: attempt.operator, sent: attempt.at, action: row.action })
}

impl Desk<'_> {
    /// The answer to an attempt, or that there is none, or one that comes late.
    pub(crate) fn answered(&mut self, answer: &OperatorAnswer) {
        let which = answer.attempt;
        let Some((message, part)) = self.durable.part(which.message, which.part) else { return };
        let attempt = part.attempts().iter().find(|it| it.number == which.attempt);
        let Some((operator, state)) = attempt.map(|it| (it.operator, it.state)) else { return };
        let lost = matches!(answer.answer, SubmitAnswer::Lost { .. });
        match state {
            AttemptState::InFlight => {}
            AttemptState::InDoubt if !lost => {}
            AttemptState::InDoubt | AttemptState::Accepted | AttemptState::Reported(_) => return,
        }
        let row = row(answer, message);
        let word = self.word(message, part, &row, operator);
        let mut parts = copies(message);
        let Some(changed) = parts.get_mut(usize::from(which.part) - 1) else { return };
        let Ok(follows) = changed.answer(which.attempt, word, answer.id.clone()) else { return };
        let due = match follows {
            Follows::Back(retry) => Some(self.now.plus(changed.delay(retry, self.chance.u32(..)))),
            Follows::Nothing | Follows::AwaitAnswer | Follows::AwaitReceipt | Follows::Close(_) => {
                None
            }
        };
        if let Follows::Close(_) = follows {
            self.close(which.message, message, &parts, which.part);
        }
        self.notify_submitted(which.message, message, &parts);
        self.record_answer(answer, word.told(due));
        match word {
            Word::Lost => self.resend(message, &parts, which, operator),
            Word::Accepted | Word::Succeeded(_) => {
                self.match_parked(which, operator, answer, &mut parts);
            }
            Word::Failed(_) | Word::Again(_) => {}
        }
        if matches!(row.action, Action::Rebind | Action::ResetSession) {
            self.tell(Effect::Close(answer.session));
        }
    }

    fn record_answer(&mut self, answer: &OperatorAnswer, word: records::attempt::Word) {
        let AttemptRef { message, part, attempt } = answer.attempt;
        let (at, late) = (self.now, answer.late);
        let status = match answer.answer {
            SubmitAnswer::Lost { written } => {
                return self.record(Lost { message, part, attempt, at, written, word });
            }
            SubmitAnswer::Status(status) | SubmitAnswer::Nack(status) => status,
            SubmitAnswer::NoMessageId => 0,
        };
        let operators_id = answer.id.clone();
        self.record(Answered { message, part, attempt, at, status, operators_id, late, word });
    }

    /// What the answer means for this part. An operator in trouble refuses everything: then it is
    /// no attempt of the part, which keeps its place.
    fn word(&self, message: &Message, part: &Part, row: &SubmitRow, operator: OperatorId) -> Word {
        let word = part.judge(row, &self.terms(message, part, operator));
        match word {
            Word::Again(Retry::Later) if self.volatile.links.in_trouble(operator) => {
                Word::Again(Retry::AtOnce)
            }
            Word::Again(_) | Word::Accepted | Word::Succeeded(_) | Word::Failed(_) | Word::Lost => {
                word
            }
        }
    }

    fn terms(&self, message: &Message, part: &Part, operator: OperatorId) -> Terms {
        let rule = message.rule.and_then(|rule| self.snapshot.rule(rule));
        let settings = self.snapshot.operator(operator);
        let most = rule.and_then(|rule| rule.attempts_max);
        let most = most.map(|most| u16::try_from(most.get()).unwrap_or(u16::MAX));
        // A datagram and a transaction have one attempt: once refused they are not sent again.
        let is_stored = message.mode == Mode::Store;
        let one = (!is_stored).then_some(1);
        let other_route = rule.filter(|_| is_stored).is_some_and(|rule| {
            let mut targets = rule.groups.iter().flat_map(|group| &group.targets);
            rule.failover.on.contains(&FailoverReason::Refused)
                && part.barred().is_none()
                && targets.any(|target| target.operator != operator)
        });
        Terms {
            receipts: settings.is_some_and(|it| it.sends_receipts)
                && message.mode != Mode::Datagram,
            without_times: is_stored && settings.is_some_and(|it| it.drop_times),
            other_route,
            attempts_max: one.or(most).and_then(NonZeroU16::new),
        }
    }

    /// A part in doubt is sent again, where its operator's setting and its account's allow that.
    fn resend(
        &mut self,
        message: &Message,
        parts: &[Part],
        which: AttemptRef,
        operator: OperatorId,
    ) {
        let setting = self.snapshot.operator(operator).map(|it| it.on_lost_answer);
        let account = self.snapshot.account(message.account);
        let hold = setting != Some(OnLostAnswer::Resend)
            || account.is_none_or(|account| account.hold_in_doubt)
            || message.mode != Mode::Store;
        let may = parts.get(usize::from(which.part) - 1).is_some_and(Part::may_resend);
        if may && !hold {
            let AttemptRef { message, part, .. } = which;
            let cause = Cause::Resent;
            self.record(Settled { message, part, at: self.now, cause, outcome: None });
        }
    }
}

/// The line of the table for this answer.
fn row(answer: &OperatorAnswer, message: &Message) -> SubmitRow {
    let content = match answer.answer {
        // Only this status asks what the part carries.
        SubmitAnswer::Status(0x01) | SubmitAnswer::Nack(0x01) => content(message),
        SubmitAnswer::Status(_)
        | SubmitAnswer::Nack(_)
        | SubmitAnswer::NoMessageId
        | SubmitAnswer::Lost { .. } => Content::Text,
    };
    answer.answer.judge(content)
}

fn content(message: &Message) -> Content {
    let accepted = message.accepted();
    if accepted.parts.iter().all(|part| part.octets.is_empty()) {
        return Content::Empty;
    }
    match data_coding::meaning(accepted.data_coding).content {
        data_coding::Content::Binary => Content::Binary,
        data_coding::Content::Default
        | data_coding::Content::Text(_)
        | data_coding::Content::Reserved => Content::Text,
    }
}
