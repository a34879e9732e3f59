//! A connection of a simulated operator, as the driver sees it.

use crate::action::{Action, Answer, Deliver, Reply, SessionId};
use crate::content::Submit;
use bytes::{Buf, BytesMut};
use link::{Now, Step};
use smpp::pdu::bind::Tail;
use smpp::session::{BindKind, Output, Received, Refused, Session, Settings, Token};
use smpp::{CommandStatus, Encoder, OwnedPdu, Pdu, Version};
use std::collections::VecDeque;
use std::time::Duration;

/// What a session tells the brain.
#[derive(Debug)]
pub(super) enum Said {
    Bound { session: SessionId, kind: BindKind, version: Version },
    Submit { session: SessionId, request: OwnedPdu },
    Answered { session: SessionId, token: Token, reply: Reply },
    Closed(SessionId),
}

/// What the brain tells a session.
#[derive(Debug)]
pub(super) enum Order {
    Answer(Answer),
    Deliver(Deliver),
    Close,
}

/// One connection.
pub(super) struct Line {
    id: SessionId,
    session: Session,
    settings: Settings,
    outputs: VecDeque<Step<Said>>,
    version: Version,
    /// What no session would send: a second answer, or one with a wrong number. It is written when
    /// nothing else is pending.
    strange: BytesMut,
    /// Some of it has been written.
    is_begun: bool,
    /// To be closed when all is written.
    is_closing: bool,
}

impl Order {
    /// For whom it is.
    pub(super) fn of(action: Action) -> (SessionId, Order) {
        match action {
            Action::Answer(answer) => (answer.session, Order::Answer(answer)),
            Action::Deliver(deliver) => (deliver.session, Order::Deliver(deliver)),
            Action::Close(session) => (session, Order::Close),
        }
    }
}

impl Line {
    pub(super) fn new(id: SessionId, session: Session, settings: Settings) -> Line {
        Line {
            id,
            session,
            version: settings.version,
            settings,
            outputs: VecDeque::new(),
            strange: BytesMut::new(),
            is_begun: false,
            is_closing: false,
        }
    }

    fn say(&mut self, said: Said) {
        self.outputs.push_back(Step::Output(said));
    }

    fn take_outputs(&mut self, now: Now) {
        while let Some(output) = self.session.poll_output() {
            self.take(output, now);
        }
    }

    fn take(&mut self, output: Output, now: Now) {
        let session = self.id;
        match output {
            // A simulated operator knows everybody.
            Output::Bind(_) => {
                let _ = self.session.accept_bind(self.settings.clone(), now.mono);
            }
            Output::Bound { kind, version } => {
                self.version = version;
                self.say(Said::Bound { session, kind, version });
            }
            Output::Request(Received { pdu, .. }) => self.take_request(pdu, now),
            Output::Answered { token, response } => {
                let reply = Reply::Status(response.pdu.header().status);
                self.say(Said::Answered { session, token, reply });
            }
            Output::Failed { token, .. } => {
                self.say(Said::Answered { session, token, reply: Reply::Nothing });
            }
            Output::Closed { .. } => {
                self.say(Said::Closed(session));
                self.outputs.push_back(Step::Close);
            }
            Output::Outbind(_)
            | Output::BindRefused(_)
            | Output::LateAnswer { .. }
            | Output::Unexpected(_)
            | Output::Refused { .. } => {}
        }
    }

    fn take_request(&mut self, request: OwnedPdu, now: Now) {
        let session = self.id;
        if Submit::of(request.view()).is_some() {
            return self.say(Said::Submit { session, request });
        }
        // query_sm and others: the simulator has no such operations.
        let sequence = request.header().sequence;
        let (status, nack) = (CommandStatus::INVALID_COMMAND_ID, Pdu::GenericNack(Tail::default()));
        let _ = self.session.handle_answer(sequence, status, &nack, now.mono);
    }

    fn answer(&mut self, answer: &Answer, now: Now) {
        let Answer { sequence, status, .. } = *answer;
        match self.session.handle_answer(sequence, status, &answer.pdu(), now.mono) {
            Err(Refused::NotOwed) => {
                let encoder = Encoder::new(self.version);
                // What cannot be written at all is no answer.
                let _ = encoder.encode(&answer.pdu(), status, sequence, &mut self.strange);
            }
            Ok(())
            | Err(
                Refused::Full
                | Refused::OutOfPlace
                | Refused::NotInVersion
                | Refused::Leaving
                | Refused::NotARequest
                | Refused::Malformed(_),
            ) => {}
        }
    }

    fn deliver(&mut self, deliver: &Deliver, now: Now) {
        let (session, token) = (self.id, deliver.token);
        if self.session.handle_request(token, &deliver.pdu(), now.mono).is_err() {
            self.say(Said::Answered { session, token, reply: Reply::Nothing });
        }
    }

    fn writes_strange(&self) -> bool {
        !self.strange.is_empty() && (self.is_begun || self.session.pending().is_empty())
    }

    fn close_when_written(&mut self) {
        if self.is_closing && self.session.pending().is_empty() && self.strange.is_empty() {
            self.session.close();
        }
    }
}

impl link::Session for Line {
    type Word = Order;
    type Output = Said;

    fn handle_bytes(&mut self, buffer: &mut BytesMut, now: Now) -> usize {
        let taken = self.session.handle_bytes(buffer, now.mono);
        self.take_outputs(now);
        taken
    }

    fn wants_bytes(&self) -> bool {
        self.session.wants_bytes()
    }

    fn pending(&self) -> &[u8] {
        if self.writes_strange() { &self.strange } else { self.session.pending() }
    }

    fn handle_written(&mut self, octets: usize, now: Now) {
        if self.writes_strange() {
            self.strange.advance(octets);
            self.is_begun = !self.strange.is_empty();
        } else {
            self.session.handle_written(octets);
        }
        self.close_when_written();
        self.take_outputs(now);
    }

    fn handle_peer_closed(&mut self, now: Now) {
        self.session.handle_peer_closed();
        self.take_outputs(now);
    }

    fn next_deadline(&self) -> Option<Duration> {
        self.session.next_deadline()
    }

    fn handle_timeout(&mut self, now: Now) {
        self.session.handle_timeout(now.mono);
        self.take_outputs(now);
    }

    fn handle_word(&mut self, order: Order, now: Now) {
        match order {
            Order::Answer(answer) => self.answer(&answer, now),
            Order::Deliver(deliver) => self.deliver(&deliver, now),
            Order::Close => {
                self.is_closing = true;
                self.close_when_written();
            }
        }
        self.take_outputs(now);
    }

    fn poll(&mut self) -> Option<Step<Said>> {
        self.outputs.pop_front()
    }
}
