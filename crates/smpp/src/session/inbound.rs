//! What the peer sends.

use super::Session;
use super::matrix::{Column, Verdict, judge};
use super::output::{BindKind, Failure, Output, Reason, Received, Token};
use super::settings::Role;
use super::state::{BindAsked, Event, State};
use crate::command::CommandId;
use crate::decode::Decoder;
use crate::error::{PduError, Reply};
use crate::frame::{BadFrame, Frame, Framing, Header, Limits, frame};
use crate::owned::{Body, OwnedPdu};
use crate::pdu::bind::Bind;
use crate::pdu::{Decoded, Pdu};
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

    /// Takes one PDU, and answers how many of the `octets` it was, and what it has led to first, without
    /// keeping anything of it: what it has led to besides comes from [`Session::poll_rest`], as
    /// everything before it did. `None`: it is not whole yet, or not wanted yet.
    #[inline]
    pub fn handle_pdu<'a>(
        &mut self,
        octets: &'a [u8],
        now: Duration,
    ) -> Option<(usize, Option<Output<Decoded<'a>>>)> {
        if !self.wants_bytes() {
            return None;
        }
        let (taken, output) = match frame(octets, self.limits()) {
            Framing::Incomplete => return None,
            Framing::Complete(length) => (length, self.handle_octets(&octets[..length], now)),
            Framing::Invalid { length, sequence } => {
                self.lose_framing(BadFrame { length, sequence }, now);
                (0, None)
            }
        };
        self.settle(now);
        Some((taken, output))
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

    /// The same for a PDU that is kept until the application has looked at it.
    fn handle_frame(&mut self, frame: Frame, now: Duration) {
        let decoder = self.decoder();
        if let Some(output) = self.handle_octets(frame.octets(), now) {
            let parts = output.map(|Decoded { pdu, deviations, .. }| {
                (Body::of(&pdu, frame.octets(), decoder), deviations)
            });
            let kept =
                |(body, deviations)| Received { pdu: OwnedPdu::new(frame, body), deviations };
            self.outputs.push_back(parts.map(kept));
        }
    }

    /// The octets of one PDU.
    #[inline(always)]
    fn handle_octets<'a>(
        &mut self,
        octets: &'a [u8],
        now: Duration,
    ) -> Option<Output<Decoded<'a>>> {
        self.life.heard(now);
        let header = Header::read(octets)?;
        if header.command.is_response() {
            self.handle_response(header, octets, now)
        } else {
            self.handle_peer_request(header, octets, now)
        }
    }

    fn decoder(&self) -> Decoder {
        Decoder { version: self.version, quirks: self.settings.quirks }
    }

    // --- requests

    #[inline(always)]
    fn handle_peer_request<'a>(
        &mut self,
        request: Header,
        octets: &'a [u8],
        now: Duration,
    ) -> Option<Output<Decoded<'a>>> {
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
            Verdict::Allowed => match self.decoder().decode(octets) {
                Ok(decoded) => return self.admit(decoded, now),
                Err(error) => self.refuse(request, error.reply(), Some(error), now),
            },
        }
        None
    }

    /// A sound request in its place.
    #[inline(always)]
    fn admit<'a>(&mut self, decoded: Decoded<'a>, now: Duration) -> Option<Output<Decoded<'a>>> {
        let Header { command, sequence, .. } = decoded.header;
        if let Some(kind) = BindKind::from_command(command) {
            let version = Version::from_interface(interface_version(&decoded.pdu));
            self.turn(Event::BindAsked(BindAsked { kind, sequence, version }), now);
            return Some(Output::Bind(decoded));
        }
        match command {
            CommandId::ENQUIRE_LINK => {
                self.reply(CommandId::ENQUIRE_LINK_RESP, CommandStatus::OK, sequence);
            }
            CommandId::UNBIND => self.turn(Event::PeerUnbinds(sequence), now),
            CommandId::OUTBIND => {
                self.turn(Event::Outbind, now);
                return Some(Output::Outbind(decoded));
            }
            _ => {
                if let Some(response) = command.response() {
                    self.owed.push(sequence, response);
                }
                return Some(Output::Request(decoded));
            }
        }
        None
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

    #[inline(always)]
    fn handle_response<'a>(
        &mut self,
        response: Header,
        octets: &'a [u8],
        now: Duration,
    ) -> Option<Output<Decoded<'a>>> {
        if let Some(token) = self.window.take(response) {
            return Some(self.answer_of(token, response, octets));
        }
        if self.is_bind_answer(response) {
            self.handle_bind_answer(response, octets, now);
        } else if let Some(token) = self.window.take_late(response) {
            return Some(match self.decoder().decode(octets) {
                Ok(response) => Output::LateAnswer { token, response },
                Err(_) => Output::Unexpected(response),
            });
        } else if !self.answers_session(response, now) {
            return Some(Output::Unexpected(response));
        }
        None
    }

    #[inline(always)]
    fn answer_of<'a>(
        &self,
        token: Token,
        Header { command, status, .. }: Header,
        octets: &'a [u8],
    ) -> Output<Decoded<'a>> {
        if command == CommandId::GENERIC_NACK {
            return Output::Failed { token, why: Failure::Nacked(status) };
        }
        match self.decoder().decode(octets) {
            Ok(response) => Output::Answered { token, response },
            Err(error) => Output::Failed { token, why: Failure::Unreadable(error) },
        }
    }

    /// Is it the answer to the bind we have sent?
    fn is_bind_answer(&self, response: Header) -> bool {
        let State::Binding(binding) = self.state else { return false };
        let expected = binding.bind.kind.command().response();
        self.role == Role::Esme
            && response.sequence == binding.bind.sequence
            && (expected == Some(response.command) || response.command == CommandId::GENERIC_NACK)
    }

    fn handle_bind_answer(&mut self, answer: Header, octets: &[u8], now: Duration) {
        let State::Binding(binding) = self.state else { return };
        let Header { command, status, .. } = answer;
        if status != CommandStatus::OK || command == CommandId::GENERIC_NACK {
            self.turn(Event::BindRefused, now);
            self.outputs.push_back(Output::BindRefused(status));
            return;
        }
        // Without the TLV the standard assumes 3.3 (SMPP 3.4 s5.3.2.25), but many message centres that
        // speak what they were asked to speak leave it out. Nor does anything else in the body matter.
        let said = self.decoder().decode(octets).ok();
        let said = said.and_then(|it| it.pdu.tlvs().integer(Tag::SC_INTERFACE_VERSION));
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
fn interface_version(bind: &Pdu<'_>) -> u8 {
    if let Pdu::BindTransmitter(Bind { interface_version, .. })
    | Pdu::BindReceiver(Bind { interface_version, .. })
    | Pdu::BindTransceiver(Bind { interface_version, .. }) = bind
    {
        *interface_version
    } else {
        0
    }
}
