//! One connection.

mod binding;
mod request;
mod answer;
mod outgoing;

use crate::bind::Claim;
use crate::output::{Clock, Output, Peer, Settings, Why};
use crate::submit::References;
use bytes::{Buf, BytesMut};
use gateway::door::{Effect, Input, SessionId};
use message::object::{AccountId, LoginId};
use outgoing::Outgoing;
use registry::Snapshot;
use registry::name::SystemId;
use smpp::Version;
use smpp::pdu::Decoded;
use smpp::session::{Fate, Reason, Role, Token};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// A connection of an account's program, from its beginning to its end.
pub struct Session {
    id: SessionId,
    peer: Peer,
    settings: Settings,
    registry: Arc<Snapshot>,
    smpp: smpp::session::Session,
    stage: Stage,
    /// Receipts and texts on their way.
    outgoing: Outgoing,
    references: References,
    outputs: VecDeque<Output>,
}

/// How far it is.
enum Stage {
    /// A bind is awaited.
    Open,
    /// The password of a bind is being checked.
    Checking(Claim),
    /// Messages travel.
    Bound(Bound),
    /// Over.
    Ended,
}

/// Who has bound.
struct Bound {
    account: AccountId,
    login: LoginId,
    system_id: SystemId,
    version: Version,
    /// Requests of the peer that the core has and the peer waits for.
    asked: usize,
    /// How many of them there may be before more are refused.
    window: usize,
    /// The core has been told that it takes receipts and texts, and not yet that it does not.
    is_up: bool,
    /// We are about to unbind: nothing new is taken.
    leaving: bool,
}

/// While so many outputs wait for the driver, nothing is read.
const OUTPUTS_MAX: usize = 1024;

impl Session {
    /// A connection that was made just now.
    pub fn new(
        id: SessionId,
        peer: Peer,
        settings: Settings,
        registry: Arc<Snapshot>,
        clock: Clock,
    ) -> Session {
        let smpp = settings.smpp.clone();
        Session {
            id,
            peer,
            registry,
            smpp: smpp::session::Session::new(Role::MessageCentre, smpp, clock.mono),
            stage: Stage::Open,
            outgoing: Outgoing::default(),
            references: References::new(id.0),
            outputs: VecDeque::new(),
            settings,
        }
    }

    /// What has happened, oldest first.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    // --- the wire

    /// Takes whole packets out of the front of `buffer` and leaves the rest, an incomplete one or what
    /// is not wanted yet; answers how many it took.
    pub fn handle_bytes(&mut self, buffer: &mut BytesMut, clock: Clock) -> usize {
        let (mut taken, mut read) = (0, 0);
        while self.wants_bytes()
            && let Some((octets, output)) = self.smpp.handle_pdu(&buffer[read..], clock.mono)
        {
            read += octets;
            taken += 1;
            if let Some(output) = &output {
                self.take_output(output, clock);
            }
            self.take_outputs(clock);
        }
        buffer.advance(read);
        taken
    }

    /// Should the driver read from the socket?
    pub fn wants_bytes(&self) -> bool {
        self.smpp.wants_bytes() && self.outputs.len() < OUTPUTS_MAX
    }

    /// The octets to write.
    pub fn pending(&self) -> &[u8] {
        self.smpp.pending()
    }

    /// So many of [`Session::pending`] have reached the socket.
    pub fn handle_written(&mut self, octets: usize, clock: Clock) {
        self.smpp.handle_written(octets);
        self.take_outputs(clock);
        self.send_waiting(clock);
    }

    /// The connection is gone: the peer has closed it, or it broke. What was read before that has to
    /// be handed over first.
    pub fn handle_peer_closed(&mut self, clock: Clock) {
        self.smpp.handle_peer_closed();
        self.take_outputs(clock);
    }

    // --- time

    /// When to call [`Session::handle_timeout`] at the latest, by [`Clock::mono`]; `None`: time
    /// changes nothing.
    pub fn next_deadline(&self) -> Option<Duration> {
        self.smpp.next_deadline()
    }

    /// Does what is due. Calling it early or often does no harm.
    pub fn handle_timeout(&mut self, clock: Clock) {
        self.smpp.handle_timeout(clock.mono);
        self.take_outputs(clock);
        self.send_waiting(clock);
    }

    // --- what others say

    /// What the core wants of this session. What is for another side of the gateway is ignored.
    pub fn handle_effect(&mut self, effect: Effect, clock: Clock) {
        match effect {
            Effect::Accepted { to, id } => self.accepted(to.token, &id, clock),
            Effect::Refused { to, refusal } => self.refused(to.token, refusal, clock),
            Effect::Stands { to, standing } => self.stands(to.token, standing.as_ref(), clock),
            Effect::Cancelled { to, done } => self.cancelled(to.token, done, clock),
            Effect::Deliver(delivery) => self.deliver(delivery, clock),
            Effect::Close(session) if session == self.id => self.unbind(clock),
            Effect::Close(_) | Effect::Send(_) | Effect::Acknowledged { .. } => {}
        }
        self.take_outputs(clock);
    }

    /// What is configured has changed. A session whose login or account is gone or disabled is
    /// unbound; others keep the window they were bound with.
    pub fn handle_registry(&mut self, registry: Arc<Snapshot>, clock: Clock) {
        self.registry = registry;
        if let Stage::Bound(bound) = &self.stage {
            let login = self.registry.login(bound.system_id.as_str());
            let is_there = login.is_some_and(|login| login.id == bound.login);
            let account = self.registry.account(bound.account);
            if !is_there || account.is_none_or(|account| !account.enabled) {
                self.unbind(clock);
            }
        }
    }

    /// Ends the session in order: nothing new is taken or delivered, what is on its way is answered
    /// first.
    pub fn unbind(&mut self, clock: Clock) {
        if let Stage::Bound(bound) = &mut self.stage {
            bound.leaving = true;
        }
        self.go_down();
        self.smpp.unbind(clock.mono);
        self.take_outputs(clock);
        self.send_waiting(clock);
    }

    /// Ends the session at once; nothing more is written.
    pub fn close(&mut self, clock: Clock) {
        self.smpp.close();
        self.take_outputs(clock);
    }

    // --- what the session says

    fn take_outputs(&mut self, clock: Clock) {
        while let Some(output) = self.smpp.poll_rest() {
            self.take_output(&output, clock);
        }
    }

    fn take_output(&mut self, output: &smpp::session::Output<Decoded<'_>>, clock: Clock) {
        use smpp::session::Output as O;
        match *output {
            O::Bind(ref received) => self.ask_for_bind(received, clock),
            O::Bound { kind, version } => self.bound(kind, version),
            O::Request(ref received) => self.handle_request(received, clock),
            O::Answered { token, ref response } => {
                self.delivered(token, Some(response.header.status), clock);
            }
            O::Failed { token, why } => self.delivered(token, outgoing::status(why), clock),
            O::Refused { request, status, error } => self.outputs.push_back(Output::Refused {
                command: request.command,
                sequence: request.sequence,
                status,
                why: error.map_or(Why::Operation, Why::Packet),
            }),
            O::Closed { reason, ref unknown } => self.ended(reason, unknown),
            // What came of it has been told when it was given up; the others are an ESME's.
            O::LateAnswer { .. } | O::Unexpected(_) | O::Outbind(_) | O::BindRefused(_) => {}
        }
    }

    // --- the end

    /// The core is told, once, that the session takes nothing more.
    fn go_down(&mut self) {
        if let Stage::Bound(bound) = &mut self.stage
            && std::mem::take(&mut bound.is_up)
        {
            self.outputs.push_back(Output::Input(Input::Down(self.id)));
        }
    }

    fn ended(&mut self, reason: Reason, unknown: &[(Token, Fate)]) {
        self.go_down();
        self.give_back(unknown);
        self.stage = Stage::Ended;
        self.outputs.push_back(Output::Closed(reason));
    }
}
