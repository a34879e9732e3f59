//! One session of the gateway on its end of a connection.

use crate::event::End;
use crate::stage::Stage;
use bytes::BytesMut;
use customers::Clock;
use gateway::door::Effect;
use operators::connector::Slot;
use std::time::Duration;

/// A session, of either side.
pub(super) enum Wire {
    /// With a customer.
    Customer(Box<customers::Session>),
    /// With the operator of that number among those of the registry, at this of its places.
    Operator(Box<operators::Session>, usize, Slot),
}

/// What a session says.
pub(super) enum Said {
    Customer(customers::Output),
    Operator(operators::Output, usize, Slot),
}

/// A session and its end of a connection: what a driver with a socket does.
pub(super) struct Door {
    pub(super) end: End,
    pub(super) wire: Wire,
    inbox: BytesMut,
    is_over: bool,
}

impl Door {
    pub(super) fn new(end: End, wire: Wire) -> Door {
        Door { end, wire, inbox: BytesMut::new(), is_over: false }
    }

    /// Reads on until something has happened; `None`: nothing more for now.
    pub(super) fn poll(&mut self, stage: &mut Stage, time: Clock) -> Option<Said> {
        loop {
            if let Some(said) = self.wire.poll() {
                return Some(said);
            }
            if self.wire.wants_bytes() {
                let octets = stage.net.read(&mut stage.timeline, self.end);
                self.inbox.extend_from_slice(&octets);
            }
            if self.wire.handle_bytes(&mut self.inbox, time) > 0 {
                continue;
            }
            if self.is_over || !stage.net.is_over(self.end) {
                return self.wire.poll();
            }
            self.is_over = true;
            self.wire.handle_peer_closed(time);
        }
    }

    /// Writes what is pending, as far as there is room.
    pub(super) fn write(&mut self, stage: &mut Stage, time: Clock) {
        let pending = self.wire.pending();
        if !pending.is_empty() {
            let written = stage.net.write(&mut stage.timeline, self.end, pending);
            self.wire.handle_written(written, time);
        }
    }
}

impl Wire {
    pub(super) fn poll(&mut self) -> Option<Said> {
        match self {
            Wire::Customer(session) => session.poll().map(Said::Customer),
            Wire::Operator(session, operator, slot) => {
                let output = session.poll()?;
                Some(Said::Operator(output, *operator, *slot))
            }
        }
    }

    pub(super) fn handle_effect(&mut self, effect: Effect, time: Clock) {
        match self {
            Wire::Customer(session) => session.handle_effect(effect, time),
            Wire::Operator(session, ..) => session.handle_effect(effect, time.mono),
        }
    }

    pub(super) fn handle_timeout(&mut self, time: Clock) {
        match self {
            Wire::Customer(session) => session.handle_timeout(time),
            Wire::Operator(session, ..) => session.handle_timeout(time.mono),
        }
    }

    pub(super) fn next_deadline(&self) -> Option<Duration> {
        match self {
            Wire::Customer(session) => session.next_deadline(),
            Wire::Operator(session, ..) => session.next_deadline(),
        }
    }

    fn wants_bytes(&self) -> bool {
        match self {
            Wire::Customer(session) => session.wants_bytes(),
            Wire::Operator(session, ..) => session.wants_bytes(),
        }
    }

    fn handle_bytes(&mut self, inbox: &mut BytesMut, time: Clock) -> usize {
        match self {
            Wire::Customer(session) => session.handle_bytes(inbox, time),
            Wire::Operator(session, ..) => session.handle_bytes(inbox, time.mono),
        }
    }

    fn handle_peer_closed(&mut self, time: Clock) {
        match self {
            Wire::Customer(session) => session.handle_peer_closed(time),
            Wire::Operator(session, ..) => session.handle_peer_closed(),
        }
    }

    fn pending(&self) -> &[u8] {
        match self {
            Wire::Customer(session) => session.pending(),
            Wire::Operator(session, ..) => session.pending(),
        }
    }

    fn handle_written(&mut self, octets: usize, time: Clock) {
        match self {
            Wire::Customer(session) => session.handle_written(octets, time),
            Wire::Operator(session, ..) => session.handle_written(octets, time.mono),
        }
    }
}
