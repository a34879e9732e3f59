//! What a customer hears.

use super::ledger::{Answer, Content, Delivery, Enquiry, Receipt};
use super::{Asked, Customer, Task};
use crate::event::{LinkId, Party};
use crate::net::between;
use crate::stage::Stage;
use crate::tally::Count;
use smpp::session::{Failure, Fate, Output, Received};
use smpp::{CommandId, CommandStatus, Pdu, Tag};
use std::time::Duration;

/// How soon what is delivered is answered.
const PROMPT: [Duration; 2] = [Duration::from_micros(200), Duration::from_millis(40)];
/// The same when that is too late.
const LATE: [Duration; 2] = [Duration::from_secs(31), Duration::from_secs(90)];
/// From an acceptance to a question about it, or its cancellation.
const LATER: [Duration; 2] = [Duration::from_millis(1), Duration::from_secs(120)];
/// From a refusal that passes to the next try.
const RETRY: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(20)];

impl Customer {
    pub(super) fn listen(&mut self, stage: &mut Stage) {
        for index in 0..self.seats.len() {
            while let Some((link, output)) = self.seats[index].poll(stage, &mut self.chance) {
                self.hear(link, output, stage);
            }
        }
    }

    fn hear(&mut self, link: LinkId, output: Output, stage: &mut Stage) {
        let who = Party::Customer(self.number);
        match output {
            Output::Request(received) => self.receive(link, &received, stage),
            Output::Answered { token, response } | Output::LateAnswer { token, response } => {
                if let Some(Asked { task, .. }) = self.asked.remove(&(link, token)) {
                    self.answered(task, &response, stage);
                }
            }
            Output::Failed { token, why: Failure::Nacked(status) } => {
                if let Some(Asked { task: Task::Submit(index), .. }) =
                    self.asked.remove(&(link, token))
                {
                    self.refused(index, status, stage);
                }
            }
            Output::Failed { token, why: Failure::NoAnswer | Failure::Unreadable(_) } => {
                if let Some(asked) = self.asked.get_mut(&(link, token)) {
                    asked.given_up = true;
                    let task = asked.task.clone();
                    self.lose(&task, stage);
                }
            }
            Output::Closed { reason, unknown } => {
                stage.timeline.note(who, || format!("{link}: closed, {reason:?}"));
                for (token, fate) in unknown {
                    let Some(Asked { task, .. }) = self.asked.remove(&(link, token)) else {
                        continue;
                    };
                    match fate {
                        Fate::NeverWritten => self.ready.push_back(task),
                        Fate::Written => self.lose(&task, stage),
                    }
                }
                self.asked.retain(|(of, _), _| *of != link);
            }
            Output::Bound { kind, .. } => {
                stage.timeline.note(who, || format!("{link}: bound as {kind:?}"));
            }
            Output::BindRefused(status) => {
                stage.timeline.note(who, || format!("{link}: bind refused, {status}"));
            }
            Output::Bind(_)
            | Output::Outbind(_)
            | Output::Unexpected(_)
            | Output::Refused { .. } => {}
        }
    }

    // --- answers

    fn answered(&mut self, task: Task, response: &Received, stage: &mut Stage) {
        let status = response.pdu.header().status;
        match task {
            Task::Submit(index) => self.submitted(index, response, stage),
            Task::Query(id) => {
                let state = state_of(response);
                self.ledger.enquiries.push(Enquiry {
                    at: stage.now(),
                    id,
                    state,
                    status: status.0,
                });
            }
            Task::Cancel(id) => {
                let enquiry = Enquiry { at: stage.now(), id, state: None, status: status.0 };
                self.ledger.enquiries.push(enquiry);
            }
            Task::Write | Task::Reply { .. } => {}
        }
    }

    fn submitted(&mut self, index: usize, response: &Received, stage: &mut Stage) {
        let status = response.pdu.header().status;
        if status != CommandStatus::OK {
            return self.refused(index, status, stage);
        }
        let id = id_of(response);
        let submission = &mut self.ledger.submissions[index];
        let mark = submission.letter.tag.mark();
        stage.timeline.count(Count::Accepted);
        stage.timeline.note(Party::Customer(self.number), || format!("{mark} accepted as {id}"));
        submission.answer = Answer::Accepted { id: id.clone(), at: stage.now() };
        self.ask_later(&id, stage.now());
    }

    fn refused(&mut self, index: usize, status: CommandStatus, stage: &mut Stage) {
        let passes =
            [CommandStatus::QUEUE_FULL, CommandStatus::THROTTLED, CommandStatus::SYSTEM_ERROR];
        let submission = &mut self.ledger.submissions[index];
        let mark = submission.letter.tag.mark();
        stage.timeline.note(Party::Customer(self.number), || format!("{mark} refused, {status}"));
        if passes.contains(&status) && submission.sends <= self.plan.retries {
            submission.answer = Answer::Unsent;
            let at = stage.now() + between(&mut self.chance, RETRY);
            self.enter(at, Task::Submit(index));
        } else {
            stage.timeline.count(Count::Refused);
            submission.answer = Answer::Refused(status.0);
        }
    }

    fn ask_later(&mut self, id: &str, now: Duration) {
        if self.is_fair {
            return;
        }
        if self.chance.u16(..1000) < self.plan.asks {
            let at = now + between(&mut self.chance, LATER);
            self.enter(at, Task::Query(id.to_owned()));
        }
        if self.chance.u16(..1000) < self.plan.cancels {
            let at = now + between(&mut self.chance, LATER);
            self.enter(at, Task::Cancel(id.to_owned()));
        }
    }

    /// Nobody knows what has become of it.
    fn lose(&mut self, task: &Task, stage: &mut Stage) {
        if let Task::Submit(index) = task {
            let submission = &mut self.ledger.submissions[*index];
            submission.answer = Answer::Lost;
            stage.timeline.count(Count::Unanswered);
            let mark = submission.letter.tag.mark();
            stage.timeline.note(Party::Customer(self.number), || format!("{mark} is not answered"));
        }
    }

    // --- deliveries

    fn receive(&mut self, link: LinkId, received: &Received, stage: &mut Stage) {
        let header = received.pdu.header();
        let Some(response) = header.command.response() else { return };
        let Some(delivery) = read(link, received, stage.now()) else { return };
        stage.timeline.count(Count::Told);
        let (status, wait) = self.draw_reply(stage);
        stage.timeline.note(Party::Customer(self.number), || {
            let how =
                status.map_or("no answer".to_owned(), |status| format!("{status} in {wait:?}"));
            format!("{link}: told {:?}: {how}", delivery.content)
        });
        self.ledger.deliveries.push(delivery);
        if let Some(status) = status {
            let delivery = self.ledger.deliveries.len() - 1;
            self.enter(stage.now() + wait, Task::Reply { delivery, status, response });
        }
    }

    fn draw_reply(&mut self, stage: &mut Stage) -> (Option<CommandStatus>, Duration) {
        let prompt = between(&mut self.chance, PROMPT);
        if self.is_fair {
            return (Some(CommandStatus::OK), prompt);
        }
        let mix = self.plan.replies;
        let mut roll = self.chance.u16(..1000);
        let mut is = |per_mille: u16| {
            let hit = roll < per_mille;
            roll = if hit { 1000 } else { roll - per_mille };
            hit
        };
        if is(mix.late) {
            stage.timeline.count(Count::LateReplies);
            (Some(CommandStatus::OK), between(&mut self.chance, LATE))
        } else if is(mix.never) {
            stage.timeline.count(Count::NoReplies);
            (None, prompt)
        } else if is(mix.temporary) {
            stage.timeline.count(Count::TemporaryReplies);
            let statuses = [
                CommandStatus::SYSTEM_ERROR,
                CommandStatus::QUEUE_FULL,
                CommandStatus::THROTTLED,
                CommandStatus::RECEIVER_TEMPORARY,
            ];
            (Some(statuses[self.chance.usize(..4)]), prompt)
        } else if is(mix.permanent) {
            stage.timeline.count(Count::PermanentReplies);
            let statuses = [CommandStatus::RECEIVER_PERMANENT, CommandStatus::RECEIVER_REJECT];
            (Some(statuses[self.chance.usize(..2)]), prompt)
        } else {
            (Some(CommandStatus::OK), prompt)
        }
    }
}

fn id_of(response: &Received) -> String {
    let id = if let Pdu::SubmitSmResp(body) | Pdu::DataSmResp(body) = response.pdu.view() {
        body.message_id
    } else {
        b""
    };
    String::from_utf8_lossy(id).into_owned()
}

fn state_of(response: &Received) -> Option<u8> {
    if let Pdu::QuerySmResp(body) = response.pdu.view() {
        Some(body.message_state)
    } else {
        Some(0)
    }
}

fn read(link: LinkId, received: &Received, at: Duration) -> Option<Delivery> {
    let digits = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    let sequence = received.pdu.header().sequence;
    let view = received.pdu.view();
    let payload = view.tlvs().find(Tag::MESSAGE_PAYLOAD).unwrap_or_default();
    let (source, destination, esm_class, short) = if let Pdu::DeliverSm(sm) = view {
        (sm.source, sm.destination, sm.esm_class, sm.short_message)
    } else if let Pdu::DataSm(sm) = view {
        (sm.source, sm.destination, sm.esm_class, &b""[..])
    } else {
        return None;
    };
    let user_data = if short.is_empty() { payload } else { short };
    // What a phone acknowledges (0x08, 0x10) may read like a receipt, and is none.
    let is_receipt = [0x04, 0x20].contains(&(esm_class & 0x3C));
    let receipt = is_receipt.then(|| Receipt::read(user_data, esm_class)).flatten();
    let content = match receipt {
        Some(receipt) => Content::Receipt(receipt),
        None => Content::Text { esm_class, user_data: user_data.to_vec() },
    };
    let (source, destination) = (digits(source.digits), digits(destination.digits));
    Some(Delivery { at, link, sequence, source, destination, content, reply: None })
}

/// The commands that a customer answers.
pub(super) fn response_pdu(response: CommandId) -> Pdu<'static> {
    Pdu::empty(response).unwrap_or(Pdu::EnquireLink)
}
