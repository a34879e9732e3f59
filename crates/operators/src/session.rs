//! One connection with an operator.

mod attempts;
mod output;
mod outbound;
mod inbound;

pub use output::{Note, Output};

use attempts::Attempts;
use bytes::{Buf, BytesMut};
use gateway::door::{Effect, Input, OperatorAnswer, Outgoing, SessionId};
use gateway::receipt::AttemptRef;
use message::code::SubmitAnswer;
use records::Octets;
use registry::operator::Operator;
use smpp::pdu::bind::Bind;
use smpp::session::{BindKind, Role, Session as Wire, Settings, Timers};
use smpp::{CommandStatus, Quirks, Secret, Version};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// One connection with an operator, from the bind to its end.
///
/// The driver's part and what the core may rely on stand in the [crate's](crate) documentation.
pub struct Session {
    id: SessionId,
    operator: Arc<Operator>,
    /// Requests of ours that may be without answer.
    window: usize,
    wire: Wire,
    /// The version spoken.
    version: Version,
    /// Parts that wait until there is room to write them.
    waiting: VecDeque<Box<Outgoing>>,
    /// Parts that were written, or are being so.
    attempts: Attempts,
    told: Told,
    outputs: VecDeque<Output>,
}

/// What the core was told of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Nothing: it is not bound, or it does not send.
    Nothing,
    /// It takes parts.
    Up,
    /// It takes nothing more.
    Down,
}

/// What most operators speak; an operator that answers with less gets less.
const VERSION: Version = Version::V34;

/// Requests of the operator that may be without answer: while there are that many nothing is read,
/// answers to ours included. It is more than an operator's window is, so that only a core whose
/// disk is full makes it wait.
const WINDOW_THEIRS: usize = 250;

/// While so many outputs wait to be fetched nothing is read.
const OUTPUTS_MAX: usize = 1_024;

impl Session {
    /// A session on a connection that was made just now. It binds at once.
    ///
    /// The operator's settings are those of this moment; later ones come by
    /// [`Session::handle_settings`].
    pub fn new(id: SessionId, operator: Arc<Operator>, kind: BindKind, now: Duration) -> Session {
        Session::timed(id, operator, (kind, Timers::default()), now)
    }

    /// The same, with timers that are not the default ones.
    pub fn timed(
        id: SessionId,
        operator: Arc<Operator>,
        (kind, timers): (BindKind, Timers),
        now: Duration,
    ) -> Session {
        let window = operator.window.get() as usize;
        let settings = Settings {
            version: VERSION,
            quirks: Quirks::LENIENT,
            window_ours: window,
            window_theirs: WINDOW_THEIRS,
            timers,
            ..Settings::default()
        };
        let mut wire = Wire::new(Role::Esme, settings, now);
        let bind = Bind {
            system_id: operator.system_id.as_str().as_bytes(),
            password: Secret(operator.password.expose().as_bytes()),
            ..Bind::default()
        };
        wire.bind(kind, &bind, now).expect("a name and a password of the registry can be sent");
        Session {
            id,
            operator,
            window,
            wire,
            version: VERSION,
            waiting: VecDeque::new(),
            attempts: Attempts::default(),
            told: Told::Nothing,
            outputs: VecDeque::new(),
        }
    }

    // --- the driver: the connection

    /// Takes whole PDUs out of the front of `buffer` and answers how many. Called again with the same
    /// buffer until it takes none, each time after [`Session::poll`] has given all.
    pub fn handle_bytes(&mut self, buffer: &mut BytesMut, now: Duration) -> usize {
        let (mut taken, mut read) = (0, 0);
        while self.wants_bytes()
            && let Some((octets, output)) = self.wire.handle_pdu(&buffer[read..], now)
        {
            read += octets;
            taken += 1;
            if let Some(output) = &output {
                self.take(output);
            }
            self.fetch();
        }
        buffer.advance(read);
        self.go_on(now);
        taken
    }

    /// The octets to write, all of them at once.
    pub fn pending(&self) -> &[u8] {
        self.wire.pending()
    }

    /// So many of [`Session::pending`] have reached the socket.
    pub fn handle_written(&mut self, octets: usize, now: Duration) {
        self.wire.handle_written(octets);
        self.go_on(now);
    }

    /// Does what is due. Calling it early or often does no harm.
    pub fn handle_timeout(&mut self, now: Duration) {
        self.wire.handle_timeout(now);
        self.go_on(now);
    }

    /// When to call [`Session::handle_timeout`] at the latest.
    pub fn next_deadline(&self) -> Option<Duration> {
        self.wire.next_deadline()
    }

    /// Should the driver read from the socket?
    pub fn wants_bytes(&self) -> bool {
        self.outputs.len() < OUTPUTS_MAX && self.wire.wants_bytes()
    }

    /// The connection is gone. What was read before that is handed over first.
    pub fn handle_peer_closed(&mut self) {
        self.wire.handle_peer_closed();
        self.fetch();
    }

    // --- the driver: the core

    /// What has happened, oldest first.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// Does what the core says to this session. What is for other doors is passed over.
    pub fn handle_effect(&mut self, effect: Effect, now: Duration) {
        match effect {
            Effect::Send(outgoing) => self.send(outgoing, now),
            Effect::Acknowledged { to } => self.answer(to, CommandStatus::OK, now),
            Effect::Refused { to, refusal } => {
                self.answer(to, CommandStatus(refusal.row().status.code()), now);
            }
            Effect::Close(_) => self.leave(now),
            Effect::Accepted { .. }
            | Effect::Stands { .. }
            | Effect::Cancelled { .. }
            | Effect::Deliver(_) => {}
        }
    }

    /// The operator's settings have changed. How it binds and how many requests it takes stay as
    /// they are until the next session.
    pub fn handle_settings(&mut self, operator: Arc<Operator>) {
        self.operator = operator;
    }

    /// Ends the session in order: it takes nothing more, waits for the answers that are missing,
    /// unbinds and closes.
    pub fn leave(&mut self, now: Duration) {
        self.go_down();
        self.wire.unbind(now);
        self.go_on(now);
    }

    /// Ends the session at once; nothing more is written.
    pub fn close(&mut self) {
        self.wire.close();
        self.fetch();
    }

    // --- what follows

    /// Goes on as far as it goes by itself.
    fn go_on(&mut self, now: Duration) {
        self.fetch();
        self.write_waiting(now);
        if self.is_leaving() {
            self.go_down();
        }
    }

    /// The wire does not say when one side begins to leave. But if it takes nothing although nothing
    /// stands in the way, then it is leaving.
    fn is_leaving(&self) -> bool {
        let is_free = self.attempts.len() < self.window && self.wire.pending().is_empty();
        self.told == Told::Up && is_free && !self.wire.has_room()
    }

    /// Takes nothing more; what was not handed to the wire comes back at once.
    fn go_down(&mut self) {
        if self.told != Told::Up {
            return;
        }
        self.told = Told::Down;
        self.outputs.push_back(Output::Input(Input::Down(self.id)));
        while let Some(outgoing) = self.waiting.pop_front() {
            self.tell_lost(outgoing.attempt, false);
        }
    }

    fn tell(&mut self, input: Input) {
        self.outputs.push_back(Output::Input(input));
    }

    fn note(&mut self, note: Note) {
        self.outputs.push_back(Output::Noted(note));
    }

    fn tell_lost(&mut self, attempt: AttemptRef, written: bool) {
        self.tell_answered(attempt, (SubmitAnswer::Lost { written }, None), false);
    }

    fn tell_answered(
        &mut self,
        attempt: AttemptRef,
        (answer, id): (SubmitAnswer, Option<Octets>),
        late: bool,
    ) {
        let session = self.id;
        let answered = OperatorAnswer { session, attempt, answer, id, late };
        self.tell(Input::Answered(answered));
    }
}
