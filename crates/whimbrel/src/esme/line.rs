//! The session, as the driver sees it.

use super::heard::Heard;
use crate::address::Written;
use crate::pdu::meaning::UDHI;
use bytes::BytesMut;
use link::{Now, Step};
use smpp::pdu::bind::{Bind, Tail};
use smpp::pdu::message::{MessageResp, Sm};
use smpp::session::{BindKind, Output, Reason, Received, Refused, Role, Session, Settings, Token};
use smpp::{Address, CommandStatus, Pdu, Quirks, Secret, Version};
use std::collections::VecDeque;
use std::time::Duration;

/// What the session is told.
#[derive(Debug)]
pub(super) enum Order {
    Submit(u64, Part),
    Unbind,
}

/// What the session tells.
#[derive(Debug)]
pub(super) enum Event {
    Bound(BindKind, Version),
    BindRefused(CommandStatus),
    /// The answer to a submission: its number, the status, and the id.
    Answered(u64, CommandStatus, String),
    /// A submission has come to nothing.
    Failed(u64, String),
    Heard(Heard),
    Closed(Reason),
}

/// A submission.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) from: Written,
    pub(super) to: Written,
    pub(super) has_header: bool,
    pub(super) data_coding: u8,
    pub(super) receipt: bool,
    pub(super) octets: Vec<u8>,
}

/// A program's session.
pub(super) struct Line {
    session: Session,
    /// What there was no room for.
    waiting: VecDeque<(u64, Part)>,
    outputs: VecDeque<Step<Event>>,
}

impl Line {
    /// A session whose bind is about to be written.
    pub(super) fn new(
        (system_id, password): (&str, &str),
        kind: BindKind,
        version: Version,
        now: Duration,
    ) -> Result<Line, Refused> {
        let settings = Settings { version, quirks: Quirks::LENIENT, ..Settings::default() };
        let mut session = Session::new(Role::Esme, settings, now);
        let password = Secret(password.as_bytes());
        let bind = Bind { system_id: system_id.as_bytes(), password, ..Bind::default() };
        session.bind(kind, &bind, now)?;
        Ok(Line { session, waiting: VecDeque::new(), outputs: VecDeque::new() })
    }

    fn say(&mut self, event: Event) {
        self.outputs.push_back(Step::Output(event));
    }

    fn take_outputs(&mut self, now: Now) {
        while let Some(output) = self.session.poll_output() {
            self.take(output, now);
        }
        self.submit_waiting(now);
    }

    fn take(&mut self, output: Output, now: Now) {
        match output {
            Output::Bound { kind, version } => self.say(Event::Bound(kind, version)),
            Output::BindRefused(status) => {
                self.say(Event::BindRefused(status));
                self.session.close();
            }
            Output::Request(request) => self.take_request(&request, now),
            Output::Answered { token, response } | Output::LateAnswer { token, response } => {
                let status = response.pdu.header().status;
                let mut id: &[u8] = &[];
                if let Pdu::SubmitSmResp(MessageResp { message_id, .. }) = response.pdu.view() {
                    id = message_id;
                }
                let id = id.escape_ascii().to_string();
                self.say(Event::Answered(token.0, status, id));
            }
            Output::Failed { token, why } => self.say(Event::Failed(token.0, format!("{why:?}"))),
            Output::Closed { reason, unknown } => {
                for (Token(number), fate) in unknown {
                    self.say(Event::Failed(number, format!("no answer before the end, {fate:?}")));
                }
                for (number, _) in std::mem::take(&mut self.waiting) {
                    self.say(Event::Failed(number, "not written before the end".to_owned()));
                }
                self.say(Event::Closed(reason));
                self.outputs.push_back(Step::Close);
            }
            Output::Bind(_)
            | Output::Outbind(_)
            | Output::Unexpected(_)
            | Output::Refused { .. } => {}
        }
    }

    /// Every message is taken; nothing else is known.
    fn take_request(&mut self, request: &Received, now: Now) {
        let pdu = request.pdu.view();
        let sequence = request.pdu.header().sequence;
        let taken = MessageResp::default();
        let (status, answer) = if let Pdu::DeliverSm(_) = pdu {
            (CommandStatus::OK, Pdu::DeliverSmResp(taken))
        } else if let Pdu::DataSm(_) = pdu {
            (CommandStatus::OK, Pdu::DataSmResp(taken))
        } else if let Pdu::AlertNotification(_) = pdu {
            return;
        } else {
            (CommandStatus::INVALID_COMMAND_ID, Pdu::GenericNack(Tail::default()))
        };
        // A session that is ending owes no answer any more.
        let _ = self.session.handle_answer(sequence, status, &answer, now.mono);
        if let Some(heard) = Heard::of(&pdu) {
            self.say(Event::Heard(heard));
        }
    }

    fn submit_waiting(&mut self, now: Now) {
        while self.session.has_room()
            && let Some((number, part)) = self.waiting.pop_front()
        {
            let pdu = Pdu::SubmitSm(part.sm());
            match self.session.handle_request(Token(number), &pdu, now.mono) {
                Ok(_) => {}
                Err(Refused::Full) => return self.waiting.push_front((number, part)),
                Err(why) => self.say(Event::Failed(number, why.to_string())),
            }
        }
    }

    fn take_order(&mut self, order: Order, now: Now) {
        match order {
            Order::Submit(number, part) => self.waiting.push_back((number, part)),
            Order::Unbind => self.session.unbind(now.mono),
        }
    }
}

impl Part {
    fn sm(&self) -> Sm<'_> {
        Sm {
            source: address(&self.from),
            destination: address(&self.to),
            esm_class: if self.has_header { UDHI } else { 0 },
            registered_delivery: u8::from(self.receipt),
            data_coding: self.data_coding,
            short_message: &self.octets,
            ..Sm::default()
        }
    }
}

fn address((ton, npi, digits): &Written) -> Address<'_> {
    Address { ton: *ton, npi: *npi, digits: digits.as_bytes() }
}

impl link::Session for Line {
    type Word = Order;
    type Output = Event;

    fn handle_bytes(&mut self, buffer: &mut BytesMut, now: Now) -> usize {
        let taken = self.session.handle_bytes(buffer, now.mono);
        self.take_outputs(now);
        taken
    }

    fn wants_bytes(&self) -> bool {
        self.session.wants_bytes()
    }

    fn pending(&self) -> &[u8] {
        self.session.pending()
    }

    fn handle_written(&mut self, octets: usize, now: Now) {
        self.session.handle_written(octets);
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
        self.take_order(order, now);
        self.take_outputs(now);
    }

    fn poll(&mut self) -> Option<Step<Event>> {
        self.outputs.pop_front()
    }
}
