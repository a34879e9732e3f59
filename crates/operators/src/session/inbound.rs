//! What comes from the operator.

use super::{Note, Output, Session, Told};
use crate::answer;
use crate::receive;
use gateway::door::{Input, ReplyTo};
use message::code::SubmitAnswer;
use smpp::Version;
use smpp::pdu::Decoded;
use smpp::session::{BindKind, Failure, Fate, Output as WireOutput, Reason, Token};

impl Session {
    /// Takes over what the wire has to say.
    pub(super) fn fetch(&mut self) {
        while let Some(output) = self.wire.poll_rest() {
            self.take(&output);
        }
    }

    pub(super) fn take(&mut self, output: &WireOutput<Decoded<'_>>) {
        match *output {
            // Whoever binds is not asked; and an outbind asks for what was done at once.
            WireOutput::Bind(_) | WireOutput::Outbind(_) => {}
            WireOutput::Bound { kind, version } => self.take_bound(kind, version),
            WireOutput::BindRefused(status) => {
                self.outputs.push_back(Output::BindRefused(status));
                self.wire.close();
            }
            WireOutput::Request(ref received) => self.take_request(received),
            WireOutput::Answered { token, ref response } => self.take_answer(token, response),
            WireOutput::Failed { token, why } => self.take_failure(token, why),
            WireOutput::LateAnswer { token, ref response } => self.take_late(token, response),
            WireOutput::Unexpected(header) => self.note(Note::Unexpected(header)),
            WireOutput::Refused { request, status, error } => {
                self.note(Note::Refused { request, status, error });
            }
            WireOutput::Closed { reason, ref unknown } => self.take_end(reason, unknown),
        }
    }

    fn take_bound(&mut self, kind: BindKind, version: Version) {
        self.version = version;
        self.outputs.push_back(Output::Bound { kind, version });
        if kind == BindKind::Receiver {
            return;
        }
        self.told = Told::Up;
        let (session, operator) = (self.id, self.operator.id);
        // As it was when the session began, whatever the settings say now.
        let window = u32::try_from(self.window).unwrap_or(u32::MAX);
        self.tell(Input::OperatorUp { session, operator, window });
    }

    fn take_request(&mut self, received: &Decoded<'_>) {
        self.note_tolerated(received);
        let token = u64::from(received.header.sequence);
        let to = ReplyTo { session: self.id, token };
        if let Some(input) = receive::read(received.pdu, to, &self.operator) {
            self.tell(input);
        }
    }

    fn take_answer(&mut self, token: Token, response: &Decoded<'_>) {
        self.note_tolerated(response);
        if let Some(attempt) = self.attempts.take(token) {
            self.tell_answered(attempt, answer::read(response), false);
        }
    }

    fn take_late(&mut self, token: Token, response: &Decoded<'_>) {
        self.note_tolerated(response);
        if let Some(attempt) = self.attempts.take_late(token) {
            self.tell_answered(attempt, answer::read(response), true);
        }
    }

    fn take_failure(&mut self, token: Token, why: Failure) {
        match why {
            Failure::NoAnswer => {
                if let Some(attempt) = self.attempts.give_up(token) {
                    self.tell_lost(attempt, true);
                }
            }
            Failure::Nacked(status) => {
                if let Some(attempt) = self.attempts.take(token) {
                    self.tell_answered(attempt, (SubmitAnswer::Nack(status.0), None), false);
                }
            }
            // It was written, and whether it was taken nobody can say.
            Failure::Unreadable(error) => {
                if let Some(attempt) = self.attempts.take(token) {
                    self.note(Note::Unreadable { attempt, error });
                    self.tell_lost(attempt, true);
                }
            }
        }
    }

    fn take_end(&mut self, reason: Reason, unknown: &[(Token, Fate)]) {
        self.go_down();
        for (token, fate) in unknown {
            if let Some(attempt) = self.attempts.take(*token) {
                self.tell_lost(attempt, *fate == Fate::Written);
            }
        }
        debug_assert_eq!(self.attempts.len(), 0, "the wire gives everything back");
        self.outputs.push_back(Output::Closed(reason));
    }

    fn note_tolerated(&mut self, received: &Decoded<'_>) {
        if received.deviations.count() > 0 {
            let (pdu, deviations) = (received.header, received.deviations.clone());
            self.note(Note::Tolerated { pdu, deviations });
        }
    }
}
