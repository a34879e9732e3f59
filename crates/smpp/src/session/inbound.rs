//! What the peer sends.

use super::Session;
use super::matrix::{Column, Verdict, judge};
use super::output::{BindKind, Failure, Output, Reason, Received, Token};
use super::settings::Role;
use super::state::{BindAsked, Event, State};
use crate::command::CommandId;
use crate::decode::Decoder;
use crate::error::{PduError, Reply};
use crate::frame::{BadFrame, Frame, Header, Limits};
use crate::owned::OwnedPdu;
use crate::pdu::Pdu;
use crate::pdu::bind::Bind;
use crate::status::CommandStatus;
use crate::tag::Tag;
use crate::version::Version;
use bytes::BytesMut;
use std::time::Duration;

impl Session {
    /// Takes whole PDUs out of the front of `buffer` and leaves the rest, an incomplete PDU or what
    /// is not wanted yet; answers how many it took. Call it again, with or without new octets, when
    /// outputs and answers have been dealt with, until it takes none.
    pub fn handle_bytes(&mut self, buffer: &mut BytesMut, now: Duration) -> usize {
        let mut taken = 0;
        while self.wants_bytes() {
            match Frame::take(buffer, self.limits()) {
                Ok(Some(frame)) => self.handle_frame(frame, now),
                Ok(None) => break,
                Err(bad) => self.lose_framing(bad, now),
            }
            taken += 1;
            self.settle(now);
        }
        taken
    }

    /// The connection is gone: the peer has closed it, or it broke. What was read before that has to
    /// be handed over first.
    pub fn handle_peer_closed(&mut self) {
        self.part();
    }

    fn limits(&self) -> Limits {
        match self.state {
            State::Open(_) | State::Binding(_) => self.settings.limits_unbound,
            State::Bound(_)
            | State::Draining(_)
            | State::Unbinding(_)
            | State::Departing(_)
            | State::Unbound(_)
            | State::Closing(_)
            | State::Closed => self.settings.limits_bound,
        }
    }

    /// Where the next PDU begins is unknown: nothing that follows can be read.
    fn lose_framing(&mut self, bad: BadFrame, now: Duration) {
        let status = CommandStatus::INVALID_COMMAND_LENGTH;
        self.reply(CommandId::GENERIC_NACK, status, bad.sequence);
        self.turn(Event::HangUp(Reason::FramingLost(bad.length)), now);
    }

    fn handle_frame(&mut self, frame: Frame, now: Duration) {
        self.life.heard(now);
        if frame.header().command.is_response() {
            self.handle_response(frame, now);
        } else {
            self.handle_peer_request(frame, now);
        }
    }

    fn read(&self, frame: Frame) -> Result<Received, PduError> {
        let decoder = Decoder { version: self.version, quirks: self.settings.quirks };
        let (pdu, deviations) = OwnedPdu::read_noting(frame, decoder)?;
        Ok(Received { pdu, deviations })
    }

    // --- requests

    fn handle_peer_request(&mut self, frame: Frame, now: Duration) {
        let request = frame.header();
        let column = self.state.column();
        match judge(request.command, column, self.role.peer(), self.version) {
            Verdict::Unknown => {
                let reply = Reply::GenericNack(CommandStatus::INVALID_COMMAND_ID);
                self.refuse(request, reply, None, now);
            }
            Verdict::OutOfPlace => {
                let reply = out_of_place(request.command, column, self.role.peer());
                self.refuse(request, reply, None, now);
            }
            Verdict::Allowed => match self.read(frame) {
                Ok(received) => self.admit(received, now),
                Err(error) => self.refuse(request, error.reply(), Some(error), now),
            },
        }
    }

    /// A sound request in its place.
    fn admit(&mut self, received: Received, now: Duration) {
        let Header { command, sequence, .. } = received.pdu.header();
        if let Some(kind) = BindKind::from_command(command) {
            let version = Version::from_interface(interface_version(&received.pdu));
            self.turn(Event::BindAsked(BindAsked { kind, sequence, version }), now);
            self.outputs.push_back(Output::Bind(received));
            return;
        }
        match command {
            CommandId::ENQUIRE_LINK => {
                self.reply(CommandId::ENQUIRE_LINK_RESP, CommandStatus::OK, sequence);
            }
            CommandId::UNBIND => self.turn(Event::PeerUnbinds(sequence), now),
            CommandId::OUTBIND => {
                self.turn(Event::Outbind, now);
                self.outputs.push_back(Output::Outbind(received));
            }
            _ => {
                if let Some(response) = command.response() {
                    self.owed.push(sequence, response);
                }
                self.outputs.push_back(Output::Request(received));
            }
        }
    }

    /// Refuses a request. A peer that has not bound yet may not cause this often.
    fn refuse(&mut self, request: Header, reply: Reply, error: Option<PduError>, now: Duration) {
        let (command, status) = match reply {
            Reply::Response(command, status) => (command, status),
            Reply::GenericNack(status) => (CommandId::GENERIC_NACK, status),
            Reply::Nothing => return,
        };
        self.reply(command, status, request.sequence);
        self.outputs.push_back(Output::Refused { request, status, error });
        self.strike(now);
    }

    /// Counts a refusal. An operator's message centre that is early with its first deliver_sm is not
    /// punished.
    pub(super) fn strike(&mut self, now: Duration) {
        if self.role == Role::MessageCentre {
            self.turn(Event::Strike, now);
        }
    }

    // --- responses

    fn handle_response(&mut self, frame: Frame, now: Duration) {
        let response = frame.header();
        if let Some(token) = self.window.take(response) {
            self.give_answer(token, frame);
        } else if self.is_bind_answer(response) {
            self.handle_bind_answer(frame, now);
        } else if let Some(token) = self.window.take_late(response) {
            self.give_late_answer(token, frame);
        } else if !self.answers_session(response, now) {
            self.outputs.push_back(Output::Unexpected(response));
        }
    }

    fn give_answer(&mut self, token: Token, frame: Frame) {
        let Header { command, status, .. } = frame.header();
        self.outputs.push_back(match self.read(frame) {
            _ if command == CommandId::GENERIC_NACK => {
                Output::Failed { token, why: Failure::Nacked(status) }
            }
            Ok(response) => Output::Answered { token, response },
            Err(error) => Output::Failed { token, why: Failure::Unreadable(error) },
        });
    }

    fn give_late_answer(&mut self, token: Token, frame: Frame) {
        let header = frame.header();
        self.outputs.push_back(match self.read(frame) {
            Ok(response) => Output::LateAnswer { token, response },
            Err(_) => Output::Unexpected(header),
        });
    }

    /// Is it the answer to the bind we have sent?
    fn is_bind_answer(&self, response: Header) -> bool {
        let State::Binding(binding) = self.state else { return false };
        let expected = binding.bind.kind.command().response();
        self.role == Role::Esme
            && response.sequence == binding.bind.sequence
            && (expected == Some(response.command) || response.command == CommandId::GENERIC_NACK)
    }

    fn handle_bind_answer(&mut self, frame: Frame, now: Duration) {
        let State::Binding(binding) = self.state else { return };
        let Header { command, status, .. } = frame.header();
        if status != CommandStatus::OK || command == CommandId::GENERIC_NACK {
            self.turn(Event::BindRefused, now);
            self.outputs.push_back(Output::BindRefused(status));
            return;
        }
        // Without the TLV the standard assumes 3.3 (SMPP 3.4 s5.3.2.25), but many message centres that
        // speak what they were asked to speak leave it out. Nor does anything else in the body matter.
        let said = self.read(frame).ok();
        let said = said.and_then(|it| it.pdu.view().tlvs().integer(Tag::SC_INTERFACE_VERSION));
        let said = said.map_or(binding.bind.version, |octet| Version::from_interface(octet as u8));
        self.become_bound(binding.bind.kind, said.min(binding.bind.version), now);
    }

    /// Responses to what the session itself has sent.
    fn answers_session(&mut self, response: Header, now: Duration) -> bool {
        let Header { command, sequence, .. } = response;
        let nack = command == CommandId::GENERIC_NACK;
        if nack && sequence == 0 {
            self.end(Reason::PeerLostFraming);
            return true;
        }
        let alive = nack || command == CommandId::ENQUIRE_LINK_RESP;
        if alive && self.life.answered(sequence) {
            return true;
        }
        // A peer that does not know unbind is as unbound as it will ever be.
        if (nack || command == CommandId::UNBIND_RESP) && self.state.awaits_unbind(sequence) {
            self.turn(Event::UnbindAnswered, now);
            return true;
        }
        false
    }
}

/// How a request is refused that the matrix does not allow here.
fn out_of_place(command: CommandId, column: Column, sender: Role) -> Reply {
    let bound = matches!(column, Column::BoundTx | Column::BoundRx | Column::BoundTrx);
    match command.response() {
        Some(response) if command.is_bind() && bound && sender == Role::Esme => {
            Reply::Response(response, CommandStatus::ALREADY_BOUND)
        }
        Some(response) => Reply::Response(response, CommandStatus::INVALID_BIND_STATUS),
        None => Reply::GenericNack(CommandStatus::INVALID_COMMAND_ID),
    }
}

/// What a bind says the ESME speaks.
fn interface_version(bind: &OwnedPdu) -> u8 {
    if let Pdu::BindTransmitter(Bind { interface_version, .. })
    | Pdu::BindReceiver(Bind { interface_version, .. })
    | Pdu::BindTransceiver(Bind { interface_version, .. }) = bind.view()
    {
        interface_version
    } else {
        0
    }
}
