//! One SMPP session, of either side, without socket and clock.
//!
//! A driver owns the connection and does, in turn:
//!
//! 1. [`Session::handle_bytes`] with what it has read, until nothing more is taken, each time
//!    followed by [`Session::poll_output`] until there is nothing more; or, where no PDU is to be kept,
//!    [`Session::handle_pdu`] and [`Session::poll_rest`] in the same way;
//! 2. what the application wants: [`Session::handle_request`] while [`Session::has_room`],
//!    [`Session::handle_answer`], [`Session::unbind`] and so on;
//! 3. one write of [`Session::pending`], and [`Session::handle_written`] with how much was taken;
//! 4. it waits for the socket to give octets (only while [`Session::wants_bytes`]), for the socket to
//!    take octets, for the application, or for [`Session::next_deadline`], at which it calls
//!    [`Session::handle_timeout`].
//!
//! It ends with [`Output::Closed`]: the connection is then closed without writing anything more, and
//! every request without response has come back, `never written` told apart from `written`.
//!
//! Time is a [`Duration`] since any moment that stays the same for the life of the session.
//!
//! ```
//! use bytes::BytesMut;
//! use smpp::pdu::bind::Bind;
//! use smpp::session::{BindKind, Output, Role, Session, Settings};
//! use std::time::Duration;
//!
//! let now = Duration::ZERO;
//! let mut esme = Session::new(Role::Esme, Settings::default(), now);
//! let mut centre = Session::new(Role::MessageCentre, Settings::default(), now);
//!
//! esme.bind(BindKind::Transceiver, &Bind { system_id: b"acme", ..Bind::default() }, now)?;
//! carry(&mut esme, &mut centre, now);
//! let Some(Output::Bind(_)) = centre.poll_output() else { panic!("a bind was sent") };
//! centre.accept_bind(Settings::default(), now)?;
//! carry(&mut centre, &mut esme, now);
//! assert!(esme.has_room() && centre.has_room());
//!
//! /// What two drivers and a network do.
//! fn carry(from: &mut Session, to: &mut Session, now: Duration) {
//!     let mut octets = BytesMut::from(from.pending());
//!     from.handle_written(octets.len());
//!     to.handle_bytes(&mut octets, now);
//! }
//! # Ok::<(), smpp::session::Refused>(())
//! ```
//!
//! What a PDU leads to depends on the state of the session and on [`matrix`], the table of who may
//! send what in which state. A request out of place is refused and the session goes on; a response is
//! taken in any state as long as its request waits for it: what has become of a message is worth
//! knowing late. Absent on purpose: no session refuses a repeated sequence number, the peer's numbers
//! are only echoed; and no octet of one session means anything to the next (SMPP 5.0 s2.6.3).

mod settings;
pub mod matrix;
mod output;
mod state;
mod window;
mod life;
mod inbound;
mod outbound;
mod clock;
mod invariants;

pub use output::{BindKind, Failure, Fate, Output, Reason, Received, Refused, Token};
pub use settings::{Role, Settings, SystemId, Timers};

use crate::version::Version;
use bytes::{Buf, BytesMut};
use life::Life;
use state::{Clock, Event, State};
use std::collections::VecDeque;
use std::time::Duration;
use window::{Owed, Sequence, Window};

/// One session, from the connection to its end.
pub struct Session {
    role: Role,
    settings: Settings,
    state: State,
    /// The version spoken: before the bind the highest of ours, then the one agreed.
    version: Version,
    /// The number of our next request.
    sequence: Sequence,
    /// Our requests without response.
    window: Window,
    /// The peer's requests without response.
    owed: Owed,
    life: Life,
    outputs: VecDeque<Output>,
    /// Octets to write.
    out: BytesMut,
    /// How many octets were written before those.
    written: u64,
}

/// While so many octets wait to be written, nothing is read and no request taken. A peer that sends
/// without reading cannot make them more by much than this.
const PENDING_MAX: usize = 256 * 1024;

/// While so many outputs wait for the application, nothing is read.
const OUTPUTS_MAX: usize = 1024;

impl Session {
    /// A session on a connection that was made just now.
    pub fn new(role: Role, settings: Settings, now: Duration) -> Session {
        Session {
            role,
            state: State::new(Clock { now, timers: &settings.timers }),
            version: settings.version,
            sequence: Sequence::new(settings.sequence_first),
            window: Window::default(),
            owed: Owed::default(),
            life: Life::new(now),
            outputs: VecDeque::new(),
            out: BytesMut::new(),
            written: 0,
            settings,
        }
    }

    /// What has happened, oldest first.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// The same for an application that takes all PDUs by [`Session::handle_pdu`]: none of them is kept
    /// here.
    pub fn poll_rest<P>(&mut self) -> Option<Output<P>> {
        let output = self.outputs.pop_front();
        output.map(|it| it.map(|_| unreachable!("PDUs are kept by handle_bytes alone")))
    }

    /// The octets to write: all of them at once, in one piece. None after [`Output::Closed`].
    pub fn pending(&self) -> &[u8] {
        &self.out
    }

    /// So many of [`Session::pending`] have reached the socket; the others are pending still.
    pub fn handle_written(&mut self, octets: usize) {
        let octets = octets.min(self.out.len());
        if octets == self.out.len() {
            self.out.clear(); // its room begins at the front again
        } else {
            self.out.advance(octets);
        }
        self.written += octets as u64;
        self.close_when_done();
    }

    /// Is there room for a request of ours? False while the window is full, while too much waits to
    /// be written, and while the session is not bound.
    pub fn has_room(&self) -> bool {
        matches!(self.state, State::Bound(_))
            && self.window.len() < self.settings.window_ours.max(1)
            && self.out.len() < PENDING_MAX
    }

    /// Should the driver read from the socket? False while the peer has as many requests without
    /// response as it may have, while a bind waits for the application (it decides how what follows
    /// is read), while outputs or octets pile up, and when nothing more will be read.
    pub fn wants_bytes(&self) -> bool {
        match self.state {
            State::Binding(_) if self.role == Role::MessageCentre => false,
            State::Closing(_) | State::Closed => false,
            State::Open(_)
            | State::Binding(_)
            | State::Bound(_)
            | State::Draining(_)
            | State::Unbinding(_)
            | State::Departing(_)
            | State::Unbound(_) => !self.waits_for_application() && self.out.len() < PENDING_MAX,
        }
    }

    /// Do we read nothing because of what the application has not done yet?
    fn waits_for_application(&self) -> bool {
        self.owed.len() >= self.settings.window_theirs.max(1) || self.outputs.len() >= OUTPUTS_MAX
    }

    /// Moves to the state that follows, if one does.
    fn turn(&mut self, event: Event, now: Duration) {
        let clock = Clock { now, timers: &self.settings.timers };
        if let Some(next) = self.state.next(event, clock) {
            self.state = next;
        }
    }

    /// The end that a session which is parting comes to; any other has lost its peer.
    fn part(&mut self) {
        self.end(self.state.parting_reason().unwrap_or(Reason::PeerClosed));
    }

    /// The end, at once: every request without response goes back.
    fn end(&mut self, reason: Reason) {
        if self.state == State::Closed {
            return;
        }
        self.state = State::Closed;
        let unknown = self.window.end(self.written);
        self.owed.clear();
        self.out.clear();
        self.outputs.push_back(Output::Closed { reason, unknown });
    }
}
