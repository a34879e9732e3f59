//! What must be true of a session as seen from outside, kept beside it.

use bytes::BytesMut;
use smpp::session::{Failure, Fate, Output, Session, Token};
use smpp::{CommandId, CommandStatus, Frame, Header, Limits};
use std::collections::BTreeMap;
use std::time::Duration;

/// What is known of a request that a session has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// Nothing yet; it ends here in the stream.
    Open { end: u64 },
    /// The application was told that no response came in time.
    NoAnswer,
    /// It was told anything else, once and for all.
    Told,
}

/// One session's requests, octets and answers.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    requests: BTreeMap<Token, Known>,
    /// Octets reported as written.
    pub(crate) written: u64,
    /// What was written and is no whole PDU yet.
    stream: BytesMut,
    last_sequence: Option<u32>,
    /// The latest requests of the session that reached the peer.
    pub(crate) arrived: Vec<(CommandId, u32)>,
    /// By sequence number: requests of the peer that the session took, less responses to them.
    unanswered: BTreeMap<u32, i64>,
    /// Requests told to the application, less answers it gave.
    pub(crate) owed: usize,
    pub(crate) closed: bool,
}

impl Ledger {
    /// The session took a request.
    pub(crate) fn sent(&mut self, token: Token, session: &Session) {
        let end = self.written + session.pending().len() as u64;
        assert_eq!(self.requests.insert(token, Known::Open { end }), None, "{token:?} is new");
    }

    /// Hands what was read to the session. Of what it takes it may answer the requests.
    pub(crate) fn hand_over(&mut self, session: &mut Session, read: &mut BytesMut, now: Duration) {
        let mut offered = read.clone();
        let wanted = session.wants_bytes();
        let taken = session.handle_bytes(read, now);
        assert!(wanted || taken == 0, "took what it did not want");
        offered.truncate(offered.len() - read.len());
        while let Ok(Some(frame)) = Frame::take(&mut offered, Limits::BOUND) {
            let Header { command, sequence, .. } = frame.header();
            if !command.is_response() {
                *self.unanswered.entry(sequence).or_default() += 1;
            }
        }
    }

    /// Writes up to `room` octets; answers them.
    pub(crate) fn write(&mut self, session: &mut Session, room: usize) -> Vec<u8> {
        let octets = session.pending();
        let octets = octets[..octets.len().min(room)].to_vec();
        session.handle_written(octets.len());
        self.written += octets.len() as u64;
        self.stream.extend_from_slice(&octets);
        while let Some(frame) = Frame::take(&mut self.stream, Limits::BOUND).expect("framing") {
            let header = frame.header();
            if header.command.is_response() {
                self.answered(header);
            } else {
                self.numbered(header.sequence);
                if self.arrived.len() == 8 {
                    self.arrived.remove(0);
                }
                self.arrived.push((header.command, header.sequence));
            }
        }
        octets
    }

    /// A response: to a request of the peer that has none yet. A generic_nack about the length may be
    /// for octets that were no request, with whatever number stands in them.
    fn answered(&mut self, response: Header) {
        let about_length = response.status == CommandStatus::INVALID_COMMAND_LENGTH;
        if response.command == CommandId::GENERIC_NACK && about_length {
            return;
        }
        let count = self.unanswered.entry(response.sequence).or_default();
        *count -= 1;
        assert!(*count >= 0, "{response:?} to nothing");
    }

    /// A request: numbers go up by one and wrap to 1.
    fn numbered(&mut self, sequence: u32) {
        if let Some(last) = self.last_sequence {
            assert_eq!(sequence, if last == 0x7FFF_FFFF { 1 } else { last + 1 });
        }
        self.last_sequence = Some(sequence);
    }

    /// The application was told something.
    pub(crate) fn told(&mut self, output: &Output) {
        assert!(!self.closed, "after the end: {output:?}");
        match output {
            Output::Answered { token, .. } => self.settle(*token, Known::Told),
            Output::Failed { token, why: Failure::NoAnswer } => {
                assert!(self.end_of(*token) <= self.written, "given up unwritten");
                self.settle(*token, Known::NoAnswer);
            }
            Output::Failed { token, why: Failure::Nacked(_) | Failure::Unreadable(_) } => {
                self.settle(*token, Known::Told);
            }
            Output::LateAnswer { token, .. } => {
                let known = self.requests.insert(*token, Known::Told);
                assert_eq!(known, Some(Known::NoAnswer), "{token:?} was late");
            }
            Output::Closed { unknown, .. } => self.end(unknown),
            Output::Request(received) => {
                self.owed += usize::from(received.pdu.header().command.response().is_some());
            }
            Output::Bind(_)
            | Output::Outbind(_)
            | Output::Bound { .. }
            | Output::BindRefused(_)
            | Output::Unexpected(_)
            | Output::Refused { .. } => {}
        }
    }

    fn end_of(&self, token: Token) -> u64 {
        match self.requests.get(&token) {
            Some(Known::Open { end }) => *end,
            other => panic!("{token:?} is {other:?}"),
        }
    }

    fn settle(&mut self, token: Token, known: Known) {
        self.end_of(token);
        self.requests.insert(token, known);
    }

    /// Exactly the open requests come back, each with the fate that the octets tell.
    fn end(&mut self, unknown: &[(Token, Fate)]) {
        for &(token, fate) in unknown {
            let written = self.end_of(token) <= self.written;
            assert_eq!(fate == Fate::Written, written, "{token:?}");
            self.settle(token, Known::Told);
        }
        let open = self.requests.values().any(|known| matches!(known, Known::Open { .. }));
        assert!(!open, "not all came back: {:?}", self.requests);
        self.closed = true;
    }
}
