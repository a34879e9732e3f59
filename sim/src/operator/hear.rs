//! What an operator hears.

use super::Operator;
use crate::event::{LinkId, Party};
use crate::stage::Stage;
use crate::tally::Count;
use simulator::{Reply, SessionId, Submit};
use smpp::session::{Failure, Output, Received};
use smpp::{CommandStatus, Pdu};

impl Operator {
    pub(super) fn listen(&mut self, stage: &mut Stage) {
        let links: Vec<LinkId> = self.lines.keys().copied().collect();
        for link in links {
            while let Some(output) = self.lines.get_mut(&link).and_then(|line| line.poll(stage)) {
                self.hear(link, output, stage);
            }
        }
    }

    fn hear(&mut self, link: LinkId, output: Output, stage: &mut Stage) {
        let (now, session) = (stage.now(), SessionId(link.0));
        match output {
            Output::Bind(_) => self.answer_bind(link, stage),
            Output::Bound { kind, version } => {
                self.versions.insert(link, version);
                self.brain.session_bound(now, session, kind, version);
            }
            Output::Request(received) => self.receive(link, &received, stage),
            Output::Answered { token, response } => {
                let status = response.pdu.header().status;
                self.ledger.replied(token, status, now);
                if status == CommandStatus::OK {
                    stage.timeline.count(Count::Acknowledged);
                }
                self.brain.answered(now, session, token, Reply::Status(status));
            }
            Output::Failed { token, why } => {
                let reply = match why {
                    Failure::NoAnswer | Failure::Unreadable(_) => Reply::Nothing,
                    Failure::Nacked(status) => Reply::Status(status),
                };
                self.brain.answered(now, session, token, reply);
            }
            Output::Closed { reason, .. } => {
                let who = Party::Operator(self.number);
                stage.timeline.note(who, || format!("{link}: closed, {reason:?}"));
                self.lines.remove(&link);
                self.versions.remove(&link);
                self.ledger.closed(link);
                self.brain.session_closed(session);
            }
            Output::Outbind(_)
            | Output::BindRefused(_)
            | Output::LateAnswer { .. }
            | Output::Unexpected(_)
            | Output::Refused { .. } => {}
        }
    }

    fn answer_bind(&mut self, link: LinkId, stage: &mut Stage) {
        let settings = self.settings();
        let Some(line) = self.lines.get_mut(&link) else { return };
        let refuses = !self.is_fair && self.chance.u16(..1000) < self.plan.refuses;
        let who = Party::Operator(self.number);
        // The session may have ended meanwhile: then there is nobody to answer.
        let _ = if refuses {
            stage.timeline.count(Count::BindsRefused);
            stage.timeline.note(who, || format!("{link}: refuses the bind"));
            let statuses = [
                CommandStatus::BIND_FAILED,
                CommandStatus::ALREADY_BOUND,
                CommandStatus::SYSTEM_ERROR,
            ];
            line.session.refuse_bind(statuses[self.chance.usize(..3)], stage.now())
        } else {
            stage.timeline.note(who, || format!("{link}: accepts the bind"));
            line.session.accept_bind(settings, stage.now())
        };
    }

    fn receive(&mut self, link: LinkId, received: &Received, stage: &mut Stage) {
        let (now, header) = (stage.now(), received.pdu.header());
        let Some(submit) = Submit::of(received.pdu.view()) else {
            let (Some(line), Some(response)) =
                (self.lines.get_mut(&link), header.command.response().and_then(Pdu::empty))
            else {
                return;
            };
            // An operator that knows nothing but messages.
            let status = CommandStatus::INVALID_COMMAND_ID;
            let _ = line.session.handle_answer(header.sequence, status, &response, now);
            return;
        };
        let who = Party::Operator(self.number);
        stage.timeline.note(who, || {
            let tag = super::tag_of(&received.pdu.view());
            format!("{link}: gets {}, sequence {}", tag.unwrap_or_default(), header.sequence)
        });
        let is_steady = stage.net.is_steady(link);
        self.ledger.asked(link, header.sequence, now, is_steady);
        self.brain.submit(now, SessionId(link.0), header.sequence, submit);
    }
}
