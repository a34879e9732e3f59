//! An agent's session on its end of a connection: what a driver with a socket does.

use crate::event::End;
use crate::stage::Stage;
use crate::tally::Count;
use bytes::BytesMut;
use smpp::session::{Output, Session};
use std::time::Duration;

/// A session and its end of a connection.
pub struct Line {
    /// The end.
    pub end: End,
    /// The session.
    pub session: Session,
    inbox: BytesMut,
    is_over: bool,
}

impl Line {
    /// A session at this end.
    pub fn new(end: End, session: Session) -> Line {
        Line { end, session, inbox: BytesMut::new(), is_over: false }
    }

    /// Reads on until something has happened; `None`: nothing more for now.
    pub fn poll(&mut self, stage: &mut Stage) -> Option<Output> {
        let now = stage.now();
        loop {
            if let Some(output) = self.session.poll_output() {
                if let Output::Closed { .. } = output {
                    stage.net.close(&mut stage.timeline, self.end);
                }
                return Some(output);
            }
            if self.session.wants_bytes() {
                let octets = stage.net.read(&mut stage.timeline, self.end);
                self.inbox.extend_from_slice(&octets);
            }
            if self.session.handle_bytes(&mut self.inbox, now) > 0 {
                continue;
            }
            if self.is_over || !stage.net.is_over(self.end) {
                return None;
            }
            self.is_over = true;
            if !self.inbox.is_empty() {
                stage.timeline.count(Count::CutInPdu);
            }
            self.session.handle_peer_closed();
        }
    }

    /// Writes what is pending, as far as there is room.
    pub fn write(&mut self, stage: &mut Stage) {
        let pending = self.session.pending();
        if !pending.is_empty() {
            let written = stage.net.write(&mut stage.timeline, self.end, pending);
            self.session.handle_written(written);
        }
    }

    /// Does what is due.
    pub fn pass_time(&mut self, stage: &Stage) {
        self.session.handle_timeout(stage.now());
    }

    /// When something is due.
    pub fn deadline(&self) -> Option<Duration> {
        self.session.next_deadline()
    }
}
