//! What the peer's requests are answered.

use super::{Session, Stage};
use crate::enquire;
use crate::output::{Clock, Output, Why};
use gateway::door::Standing;
use message::code::Refusal;
use smpp::frame::Header;
use smpp::pdu::message::MessageResp;
use smpp::pdu::{Pdu, bind};
use smpp::session::Refused;
use smpp::{CommandId, CommandStatus, Version};

/// A request that the core knows by a token: the operation in its upper half, the sequence number in
/// its lower. So an answer finds its request even where a peer uses a number twice, and one that is
/// owed no more finds none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    command: CommandId,
    sequence: u32,
}

impl Asked {
    pub(super) fn of(header: Header) -> Asked {
        Asked { command: header.command, sequence: header.sequence }
    }

    pub(super) fn token(self) -> u64 {
        u64::from(self.command.0) << 32 | u64::from(self.sequence)
    }

    fn from_token(token: u64) -> Asked {
        let half = |bits: u64| u32::try_from(bits & 0xFFFF_FFFF).expect("32 bits");
        Asked { command: CommandId(half(token >> 32)), sequence: half(token) }
    }

    /// Its response with an empty body.
    fn response(self) -> Pdu<'static> {
        let response = self.command.response().and_then(Pdu::empty);
        response.unwrap_or(Pdu::GenericNack(bind::Tail::default()))
    }
}

impl Session {
    // --- the core's answers

    pub(super) fn accepted(&mut self, token: u64, id: &str, clock: Clock) {
        let asked = Asked::from_token(token);
        let body = MessageResp { message_id: id.as_bytes(), ..MessageResp::default() };
        let pdu = match asked.command {
            CommandId::DATA_SM => Pdu::DataSmResp(body),
            _ => Pdu::SubmitSmResp(body),
        };
        self.answer(asked, CommandStatus::OK, &pdu, clock);
    }

    pub(super) fn refused(&mut self, token: u64, refusal: Refusal, clock: Clock) {
        let asked = Asked::from_token(token);
        self.answer(asked, CommandStatus(refusal.status().code()), &asked.response(), clock);
    }

    pub(super) fn stands(&mut self, token: u64, standing: Option<&Standing>, clock: Clock) {
        let asked = Asked::from_token(token);
        let version = self.version();
        enquire::answer_query(standing, version, |status, pdu| {
            self.answer(asked, status, pdu, clock);
        });
    }

    pub(super) fn cancelled(&mut self, token: u64, done: bool, clock: Clock) {
        let asked = Asked::from_token(token);
        let status = if done { CommandStatus::OK } else { CommandStatus::CANCEL_FAILED };
        self.answer(asked, status, &asked.response(), clock);
    }

    /// Answers what the core was asked. What cannot be written to this peer becomes an error; what is
    /// not owed any more is dropped.
    fn answer(&mut self, asked: Asked, status: CommandStatus, pdu: &Pdu<'_>, clock: Clock) {
        let Asked { sequence, .. } = asked;
        let mut sent = self.smpp.handle_answer(sequence, status, pdu, clock.mono);
        if let Err(Refused::Malformed(_)) = sent {
            let (status, pdu) = (CommandStatus::UNKNOWN_ERROR, asked.response());
            sent = self.smpp.handle_answer(sequence, status, &pdu, clock.mono);
        }
        if let (Ok(()), Stage::Bound(bound)) = (sent, &mut self.stage) {
            bound.asked = bound.asked.saturating_sub(1);
        }
    }

    fn version(&self) -> Version {
        match &self.stage {
            Stage::Bound(bound) => bound.version,
            Stage::Open | Stage::Checking(_) | Stage::Ended => Version::V33,
        }
    }

    // --- our own

    /// Refuses a request that the core is not asked about.
    pub(super) fn refuse_for(&mut self, header: Header, refusal: Refusal, clock: Clock) {
        let status = CommandStatus(refusal.status().code());
        self.refuse(header, status, Why::Refusal(refusal), clock);
    }

    /// What is no operation here is not told from what is none at all: generic_nack (SMPP 3.4 s4.3.1).
    pub(super) fn refuse(&mut self, header: Header, status: CommandStatus, why: Why, clock: Clock) {
        let Header { command, sequence, .. } = header;
        let pdu = match status {
            CommandStatus::INVALID_COMMAND_ID => Pdu::GenericNack(bind::Tail::default()),
            _ => Asked::of(header).response(),
        };
        let sent = self.smpp.handle_answer(sequence, status, &pdu, clock.mono);
        if sent.is_ok() {
            self.outputs.push_back(Output::Refused { command, sequence, status, why });
        }
    }
}
