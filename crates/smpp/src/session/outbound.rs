//! What the application sends, and what the session answers for it.

use super::Session;
use super::matrix::{Verdict, judge};
use super::output::{BindKind, Output, Reason, Refused, Token};
use super::settings::{Role, Settings};
use super::state::{BindAsked, Event, State};
use super::window::Slot;
use crate::command::CommandId;
use crate::encode::Encoder;
use crate::error::PduError;
use crate::pdu::Pdu;
use crate::pdu::bind::{Bind, BindResp, Outbind};
use crate::status::CommandStatus;
use crate::tag::Tag;
use crate::tlv::TlvBuf;
use crate::version::Version;
use std::time::Duration;

impl Session {
    /// Sends a request and answers its sequence number. What becomes of it comes back under `token`,
    /// once: [`Output::Answered`], [`Output::Failed`] or in [`Output::Closed`]. An alert_notification
    /// has no response, so nothing comes back of it.
    ///
    /// # Errors
    /// Nothing was sent, for this reason.
    pub fn handle_request(
        &mut self,
        token: Token,
        pdu: &Pdu<'_>,
        now: Duration,
    ) -> Result<u32, Refused> {
        let command = pdu.command();
        if command.is_response() || is_of_session(command) {
            return Err(Refused::NotARequest);
        }
        self.may_send(command)?;
        if !self.has_room() {
            return Err(Refused::Full);
        }
        let sequence = self.send_request(pdu)?;
        if let Some(response) = command.response() {
            let end = self.written + self.out.len() as u64;
            let deadline = now.saturating_add(self.settings.timers.response);
            self.window.push(Slot { token, sequence, response, end, deadline });
        }
        Ok(sequence)
    }

    /// Answers the oldest request of the peer that has this number and waits for this response;
    /// generic_nack answers any. With a status other than `ESME_ROK` the body stays behind.
    ///
    /// # Errors
    /// Nothing was sent, for this reason; a request that waited goes on waiting.
    pub fn handle_answer(
        &mut self,
        sequence: u32,
        status: CommandStatus,
        pdu: &Pdu<'_>,
        now: Duration,
    ) -> Result<(), Refused> {
        let index = self.owed.find(sequence, pdu.command()).ok_or(Refused::NotOwed)?;
        self.put(pdu, status, sequence).map_err(Refused::Malformed)?;
        self.owed.settle(index);
        self.settle(now);
        Ok(())
    }

    // --- binding, as ESME

    /// Asks for a bind. `interface_version` is set to the version of the settings.
    ///
    /// # Errors
    /// Nothing was sent, for this reason.
    pub fn bind(&mut self, kind: BindKind, bind: &Bind<'_>, now: Duration) -> Result<(), Refused> {
        self.may_send(kind.command())?;
        let version = self.settings.version;
        let bind = Bind { interface_version: version.rules().interface_version, ..*bind };
        let sequence = self.send_request(&match kind {
            BindKind::Transmitter => Pdu::BindTransmitter(bind),
            BindKind::Receiver => Pdu::BindReceiver(bind),
            BindKind::Transceiver => Pdu::BindTransceiver(bind),
        })?;
        self.turn(Event::BindAsked(BindAsked { kind, sequence, version }), now);
        Ok(())
    }

    // --- binding, as message centre

    /// Asks the ESME that we have connected to for a bind.
    ///
    /// # Errors
    /// Nothing was sent, for this reason.
    pub fn outbind(&mut self, outbind: &Outbind<'_>, now: Duration) -> Result<(), Refused> {
        self.may_send(CommandId::OUTBIND)?;
        self.send_request(&Pdu::Outbind(*outbind))?;
        self.turn(Event::Outbind, now);
        Ok(())
    }

    /// Accepts the bind that came as [`Output::Bind`]. From now on the session keeps to `settings`:
    /// by now it is known whose it is. Its sequence numbers go on.
    ///
    /// # Errors
    /// No bind is waiting: the session may have ended meanwhile.
    pub fn accept_bind(&mut self, settings: Settings, now: Duration) -> Result<(), Refused> {
        let bind = self.waiting_bind()?;
        self.settings = settings;
        let version = self.settings.version.min(bind.version);
        let mut tlvs = TlvBuf::new();
        tlvs.push(Tag::SC_INTERFACE_VERSION, &[version.rules().interface_version])
            .expect("the TLV takes one octet");
        let system_id = self.settings.system_id.clone();
        let body = BindResp { system_id: system_id.octets(), tlvs: tlvs.view() };
        self.become_bound(bind.kind, version, now); // before the answer: a peer of 3.3 gets no TLV
        self.put(&bind_resp(bind.kind, body), CommandStatus::OK, bind.sequence)
            .expect("a system_id can be sent");
        Ok(())
    }

    /// Refuses the bind that came as [`Output::Bind`]; the peer may try again, but not often.
    /// `ESME_ROK` refuses nothing and is sent as `ESME_RBINDFAIL`.
    ///
    /// # Errors
    /// No bind is waiting: the session may have ended meanwhile.
    pub fn refuse_bind(&mut self, status: CommandStatus, now: Duration) -> Result<(), Refused> {
        let bind = self.waiting_bind()?;
        let ok = status == CommandStatus::OK;
        let status = if ok { CommandStatus::BIND_FAILED } else { status };
        let pdu = bind_resp(bind.kind, BindResp::default());
        self.reply(pdu.command(), status, bind.sequence);
        self.turn(Event::BindRefused, now);
        self.strike(now);
        self.settle(now);
        Ok(())
    }

    fn waiting_bind(&self) -> Result<BindAsked, Refused> {
        match self.state {
            State::Binding(binding) if self.role == Role::MessageCentre => Ok(binding.bind),
            State::Closed => Err(Refused::Leaving),
            State::Open(_)
            | State::Binding(_)
            | State::Bound(_)
            | State::Draining(_)
            | State::Unbinding(_)
            | State::Departing(_)
            | State::Unbound(_)
            | State::Closing(_) => Err(Refused::NotOwed),
        }
    }

    pub(super) fn become_bound(&mut self, kind: BindKind, version: Version, now: Duration) {
        self.version = version;
        self.turn(Event::BindAccepted, now);
        self.life.heard(now); // the application may have taken its time
        self.outputs.push_back(Output::Bound { kind, version });
    }

    // --- leaving

    /// Ends the session in order: takes no more requests, waits for the responses to those that are
    /// out, unbinds, and closes when the peer has agreed and has its own responses; each of these as
    /// long as a response may take. A session that is not bound is closed when what is pending is
    /// written.
    pub fn unbind(&mut self, now: Duration) {
        self.turn(Event::Leave(Reason::Unbound), now);
        self.settle(now);
    }

    /// Ends the session at once; nothing more is written.
    pub fn close(&mut self) {
        self.end(Reason::Application);
    }

    pub(super) fn agree_to_unbind(&mut self, sequence: u32, now: Duration) {
        self.reply(CommandId::UNBIND_RESP, CommandStatus::OK, sequence);
        self.turn(Event::PeerAnswered, now);
    }

    pub(super) fn send_unbind(&mut self, now: Duration) {
        let sequence = self.send_request(&Pdu::Unbind).expect("unbind has no fields");
        self.turn(Event::UnbindSent(sequence), now);
    }

    pub(super) fn send_enquire_link(&mut self, now: Duration) {
        let sequence = self.send_request(&Pdu::EnquireLink).expect("enquire_link has no fields");
        self.life.asked(sequence, now);
    }

    // --- writing

    /// May we send this request here and now?
    fn may_send(&self, command: CommandId) -> Result<(), Refused> {
        match self.state {
            State::Draining(_)
            | State::Unbinding(_)
            | State::Departing(_)
            | State::Unbound(_)
            | State::Closing(_)
            | State::Closed => return Err(Refused::Leaving),
            State::Binding(_) => return Err(Refused::OutOfPlace), // one thing at a time
            State::Open(_) | State::Bound(_) => {}
        }
        match judge(command, self.state.column(), self.role, self.version) {
            Verdict::Allowed => Ok(()),
            Verdict::OutOfPlace => Err(Refused::OutOfPlace),
            Verdict::Unknown => Err(Refused::NotInVersion),
        }
    }

    /// Appends a request with the next number, which it answers.
    fn send_request(&mut self, pdu: &Pdu<'_>) -> Result<u32, Refused> {
        let sequence = self.sequence.number();
        self.put(pdu, CommandStatus::OK, sequence).map_err(Refused::Malformed)?;
        self.sequence = self.sequence.next();
        Ok(sequence)
    }

    /// Appends a response without body.
    pub(super) fn reply(&mut self, command: CommandId, status: CommandStatus, sequence: u32) {
        let pdu = Pdu::empty(command).expect("the responses of known requests are known");
        self.put(&pdu, status, sequence).expect("what is empty breaks no rule");
    }

    fn put(&mut self, pdu: &Pdu<'_>, status: CommandStatus, sequence: u32) -> Result<(), PduError> {
        let nul_in_refusal = self.settings.nul_in_refusal;
        let encoder = Encoder { version: self.version, nul_in_refusal };
        encoder.encode(pdu, status, sequence, &mut self.out).map(drop)
    }
}

/// Is it sent by the session, or by a function of its own?
fn is_of_session(command: CommandId) -> bool {
    command.is_bind()
        || matches!(command, CommandId::OUTBIND | CommandId::UNBIND | CommandId::ENQUIRE_LINK)
}

fn bind_resp(kind: BindKind, body: BindResp<'_>) -> Pdu<'_> {
    match kind {
        BindKind::Transmitter => Pdu::BindTransmitterResp(body),
        BindKind::Receiver => Pdu::BindReceiverResp(body),
        BindKind::Transceiver => Pdu::BindTransceiverResp(body),
    }
}
