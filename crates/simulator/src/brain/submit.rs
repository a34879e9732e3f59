//! Submissions: taken or refused, and when and how that is answered.

use super::deliver::{Origin, Plan};
use super::{Brain, Due, Planned};
use crate::action::{Action, Answer, SessionId};
use crate::content::{Content, Submit};
use crate::ledger::Submission;
use crate::phone::Presence;
use crate::profile::AnswerMishap;
use smpp::list::{Failure, ListBuf};
use smpp::{CommandId, CommandStatus, Version};
use std::sync::Arc;
use std::time::Duration;

/// A submission, and what is to become of it.
struct Judged {
    origin: Origin,
    command: CommandId,
    verdicts: Vec<(Arc<Content>, CommandStatus)>,
    mishap: AnswerMishap,
    /// The operator holds as much as it can: no time may pass before the answer.
    is_full: bool,
    /// Empty: not taken.
    id: String,
    answer_at: Duration,
}

/// Turned over in a sequence number, so that it is one that nobody has used.
const FAR_AWAY: u32 = 0x4000_0000;

impl Brain {
    /// A submit_sm, data_sm or submit_multi came. On a session that is not bound, or no longer, it
    /// is not heard.
    pub fn submit(&mut self, now: Duration, session: SessionId, sequence: u32, submit: Submit<'_>) {
        let origin = Origin { at: now, session, sequence };
        let mishap = self.profile.answers.mishaps.draw(&mut self.chance);
        let is_stuffed = self.out.len() >= self.profile.bounds.held_max;
        let Some(version) = self.post.version(session).filter(|_| !is_stuffed) else {
            return self.ledger.unheard();
        };
        if mishap == AnswerMishap::Swallowed {
            return self.ledger.unheard();
        }
        let mut judged = self.judge(origin, submit, mishap);
        if judged.verdicts.iter().any(|(_, status)| *status == CommandStatus::OK) {
            judged.id = self.ids.next(version == Version::V33);
        }
        let first = self.ledger.next_submission();
        for (content, status) in &judged.verdicts {
            self.note(&judged, content, *status, &submit);
        }
        let planned = Planned {
            numbers: first..self.ledger.next_submission(),
            answer: judged.answer(),
            close: judged.mishap == AnswerMishap::ClosedBehind,
        };
        self.plan_answer(&judged, planned);
    }

    fn judge(&mut self, origin: Origin, submit: Submit<'_>, mishap: AnswerMishap) -> Judged {
        let is_full = self.held() >= self.profile.bounds.held_max;
        let mishap = if is_full { AnswerMishap::None } else { mishap };
        let contents = submit.contents(self.profile.answers.octets_max);
        let refusal = if mishap == AnswerMishap::Nacked {
            Some(CommandStatus::SYSTEM_ERROR)
        } else if is_full {
            Some(CommandStatus::QUEUE_FULL)
        } else if let Some(status) = self.outage_or_throttle(origin.at) {
            Some(status)
        } else if submit.octets() > self.profile.answers.octets_max {
            Some(CommandStatus::INVALID_MESSAGE_LENGTH)
        } else {
            None
        };
        let verdicts = contents.into_iter().map(|content| {
            let status = refusal.unwrap_or_else(|| self.judge_addresses(&content));
            (Arc::new(content), status)
        });
        let verdicts = verdicts.collect();
        let wait = self.profile.answers.delay.draw(&mut self.chance).draw(&mut self.chance);
        let answer_at = origin.at.saturating_add(wait);
        let command = submit.response();
        Judged { origin, command, verdicts, mishap, is_full, id: String::new(), answer_at }
    }

    fn outage_or_throttle(&mut self, now: Duration) -> Option<CommandStatus> {
        let outage = self.profile.answers.outage.filter(|outage| outage.is_at(now));
        if let Some(outage) = outage {
            return Some(outage.status);
        }
        let throttle = self.profile.answers.throttle?;
        let (second, taken) = self.taken_in;
        let taken = if second == now.as_secs() { taken } else { 0 };
        self.taken_in = (now.as_secs(), taken.saturating_add(1));
        (taken >= throttle.per_second).then_some(throttle.status)
    }

    /// Both addresses must be such that receipts can carry them, and the phone must exist.
    fn judge_addresses(&mut self, content: &Content) -> CommandStatus {
        if !content.source.is_writable() {
            return CommandStatus::INVALID_SOURCE;
        }
        let number = content.destination.number();
        let exists = number.is_some_and(|number| {
            content.destination.is_writable() && self.phones.presence(&number) != Presence::Unknown
        });
        if exists {
            self.profile.answers.statuses.draw(&mut self.chance)
        } else {
            CommandStatus::INVALID_DESTINATION
        }
    }

    /// One destination, into the ledger and, if it is taken, on its way.
    fn note(
        &mut self,
        judged: &Judged,
        content: &Arc<Content>,
        status: CommandStatus,
        submit: &Submit<'_>,
    ) {
        let Origin { at, session, sequence } = judged.origin;
        let is_taken = status == CommandStatus::OK;
        let number = self.ledger.submitted(Submission {
            at,
            session,
            sequence,
            content: Arc::clone(content),
            status,
            id: is_taken.then(|| judged.id.clone()),
            mishap: judged.mishap,
            answers: Vec::new(),
            outcome: None,
            postings: Vec::new(),
        });
        if is_taken {
            let Judged { origin, answer_at, .. } = *judged;
            let plan = Plan { number, id: judged.id.clone(), answer_at, origin };
            self.take(plan, Arc::clone(content), submit.wishes());
        }
    }

    fn plan_answer(&mut self, judged: &Judged, mut planned: Planned) {
        let at = judged.answer_at;
        let id_before = self.id_before.clone();
        if !judged.id.is_empty() {
            self.id_before.clone_from(&judged.id);
        }
        match judged.mishap {
            AnswerMishap::None | AnswerMishap::Nacked | AnswerMishap::ClosedBehind => {}
            AnswerMishap::Unanswered | AnswerMishap::Swallowed => return,
            AnswerMishap::Twice => {
                let wait = self.profile.answers.repeat_after.draw(&mut self.chance);
                let again = Due::Answer(Box::new(planned.clone()));
                self.agenda.enter(at.saturating_add(wait), again);
            }
            AnswerMishap::WrongSequence => planned.answer.sequence ^= FAR_AWAY,
            AnswerMishap::NoId => planned.answer.message_id.clear(),
            AnswerMishap::RepeatedId => planned.answer.message_id = id_before,
            AnswerMishap::ClosedBefore => {
                return self.agenda.enter(at, Due::Close(judged.origin.session));
            }
        }
        if judged.is_full {
            self.ledger.answered(planned.numbers, judged.origin.at);
            self.out.push_back(Action::Answer(planned.answer));
        } else {
            self.agenda.enter(at, Due::Answer(Box::new(planned)));
        }
    }
}

impl Judged {
    /// The answer as it ought to be. A submit_multi succeeds if one destination does.
    fn answer(&self) -> Answer {
        let is_multi = self.command == CommandId::SUBMIT_MULTI_RESP;
        let is_nacked = self.mishap == AnswerMishap::Nacked;
        let first = self.verdicts.first().map_or(CommandStatus::OK, |(_, status)| *status);
        Answer {
            session: self.origin.session,
            sequence: self.origin.sequence,
            status: if self.id.is_empty() { first } else { CommandStatus::OK },
            response: if is_nacked { CommandId::GENERIC_NACK } else { self.command },
            message_id: self.id.clone(),
            failures: if is_multi { self.failures() } else { ListBuf::new() },
        }
    }

    fn failures(&self) -> ListBuf {
        let mut failures = ListBuf::new();
        for (content, status) in &self.verdicts {
            let destination = content.destination.view();
            if *status != CommandStatus::OK && content.destination.is_writable() {
                let failure = Failure { destination, status: *status };
                failures.push_failure(failure).expect("at most as many as the submission had");
            }
        }
        failures
    }
}
