//! What goes to the operator.

use super::{Note, Session, Told};
use crate::submit::{self, Packet};
use gateway::door::{Outgoing, ReplyTo};
use message::code::SubmitAnswer;
use smpp::pdu::message::MessageResp;
use smpp::session::Refused;
use smpp::{CommandStatus, Pdu};
use std::time::Duration;

impl Session {
    /// The core hands over no more parts than the window says; one that is too many comes back as
    /// never written.
    pub(super) fn send(&mut self, outgoing: Box<Outgoing>, now: Duration) {
        let held = self.waiting.len() + self.attempts.len();
        if self.told == Told::Up && held < self.window {
            self.waiting.push_back(outgoing);
            self.go_on(now);
        } else {
            self.tell_lost(outgoing.attempt, false);
        }
    }

    /// Hands over to the wire as much as it takes: it takes nothing while too much waits for the
    /// socket.
    pub(super) fn write_waiting(&mut self, now: Duration) {
        while self.told == Told::Up
            && self.wire.has_room()
            && let Some(outgoing) = self.waiting.pop_front()
        {
            self.write(outgoing, now);
        }
    }

    fn write(&mut self, outgoing: Box<Outgoing>, now: Duration) {
        let attempt = outgoing.attempt;
        let packet = Packet::new(&outgoing, &self.operator, self.version);
        let replaced = packet.replaced();
        let token = self.attempts.name();
        match self.wire.handle_request(token, &Pdu::SubmitSm(packet.sm()), now) {
            Ok(_) => {
                self.attempts.open(token, attempt);
                if replaced > 0 {
                    self.note(Note::Replaced { attempt, letters: replaced });
                }
            }
            Err(Refused::Malformed(error)) => {
                self.note(Note::Unwritable { attempt, error });
                let answer = SubmitAnswer::Status(submit::refusal(&error).0);
                self.tell_answered(attempt, (answer, None), false);
            }
            // None of these while there is room; and if there was, then there is none any more, so
            // that the core does not try again and again.
            Err(
                Refused::Full
                | Refused::OutOfPlace
                | Refused::NotInVersion
                | Refused::Leaving
                | Refused::NotARequest
                | Refused::NotOwed,
            ) => {
                self.go_down();
                self.tell_lost(attempt, false);
            }
        }
    }

    /// Answers a deliver_sm or data_sm. The wire knows which of the two has this number; what it
    /// does not know any more needs no answer.
    pub(super) fn answer(&mut self, to: ReplyTo, status: CommandStatus, now: Duration) {
        let Ok(sequence) = u32::try_from(to.token) else { return };
        let body = MessageResp::default();
        for response in [Pdu::DeliverSmResp(body), Pdu::DataSmResp(body)] {
            if self.wire.handle_answer(sequence, status, &response, now).is_ok() {
                break;
            }
        }
        self.go_on(now);
    }
}
