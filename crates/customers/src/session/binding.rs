//! From a bind to a bound session.

use super::{Bound, Session, Stage};
use crate::bind::{self, Claim, Evidence};
use crate::output::{Clock, Output, Why};
use gateway::door::Input;
use message::code::Refusal;
use registry::account::{Account, Login, WindowPolicy};
use smpp::frame::Header;
use smpp::pdu::Decoded;
use smpp::session::{BindKind, Settings};
use smpp::{CommandStatus, Pdu, Version};
use std::sync::Arc;

impl Session {
    pub(super) fn ask_for_bind(&mut self, received: &Decoded<'_>, clock: Clock) {
        let Header { command, sequence, .. } = received.header;
        let Some(kind) = BindKind::from_command(command) else { return };
        let (Pdu::BindTransmitter(bind) | Pdu::BindReceiver(bind) | Pdu::BindTransceiver(bind)) =
            received.pdu
        else {
            return;
        };
        match bind::read(&bind) {
            Ok((system_id, password)) => {
                let login = self.registry.login(system_id.as_str());
                self.outputs.push_back(Output::CheckPassword {
                    system_id: system_id.as_str().into(),
                    account: login.map(|login| login.account),
                    verifier: login.map(|login| login.verifier.clone()),
                    password,
                });
                self.stage = Stage::Checking(Claim { kind, sequence, system_id });
            }
            Err(refusal) => self.refuse_bind((kind, sequence), refusal, clock),
        }
    }

    /// The answer to [`Output::CheckPassword`]. `sessions`: how many the account has bound by now,
    /// this one not counted. Ignored when the bind is not there any more.
    pub fn password_checked(&mut self, is_right: bool, sessions: u32, clock: Clock) {
        let claim = match std::mem::replace(&mut self.stage, Stage::Open) {
            Stage::Checking(claim) => claim,
            other @ (Stage::Open | Stage::Bound(_) | Stage::Ended) => {
                self.stage = other;
                return;
            }
        };
        let evidence = Evidence { peer: self.peer, password: is_right, sessions };
        let registry = Arc::clone(&self.registry);
        match claim.judge(&registry, &evidence) {
            Ok((login, account)) => self.accept_bind(login, account, clock),
            Err(refusal) => self.refuse_bind((claim.kind, claim.sequence), refusal, clock),
        }
        self.take_outputs(clock);
    }

    /// The other answer to [`Output::CheckPassword`]: there were so many wrong ones that this one was
    /// not looked at.
    pub fn password_not_checked(&mut self, clock: Clock) {
        if let Stage::Checking(claim) = &self.stage {
            let bind = (claim.kind, claim.sequence);
            self.stage = Stage::Open;
            self.refuse_bind(bind, Refusal::LoginAttempts, clock);
            self.take_outputs(clock);
        }
    }

    fn refuse_bind(&mut self, (kind, sequence): (BindKind, u32), refusal: Refusal, clock: Clock) {
        let said = bind::said(refusal, self.settings.uniform_bind_errors);
        let status = CommandStatus(said.status().code());
        if self.smpp.refuse_bind(status, clock.mono).is_ok() {
            let (command, why) = (kind.command(), Why::Refusal(refusal));
            self.outputs.push_back(Output::Refused { command, sequence, status, why });
        }
    }

    fn accept_bind(&mut self, login: &Login, account: &Account, clock: Clock) {
        let window = account.limits.window.get() as usize;
        // What is beyond the window is read to be refused, or stays where it is.
        let window_theirs = match account.limits.window_policy {
            WindowPolicy::Refuse => window + 1,
            WindowPolicy::StopReading => window,
        };
        let settings =
            Settings { window_theirs, window_ours: window, ..self.settings.smpp.clone() };
        if self.smpp.accept_bind(settings, clock.mono).is_err() {
            return; // the session has ended meanwhile
        }
        self.stage = Stage::Bound(Bound {
            account: account.id,
            login: login.id,
            system_id: login.system_id.clone(),
            version: Version::V33,
            asked: 0,
            window,
            is_up: false,
            leaving: false,
        });
    }

    /// The bind is answered, and both sides speak this version.
    pub(super) fn bound(&mut self, kind: BindKind, version: Version) {
        let Stage::Bound(bound) = &mut self.stage else { return };
        bound.version = version;
        let (account, login) = (bound.account, bound.login);
        self.outputs.push_back(Output::Bound { account, login, kind, version });
        if kind != BindKind::Transmitter {
            bound.is_up = true;
            let window = u32::try_from(bound.window).unwrap_or(u32::MAX);
            let up = Input::ReceiverUp { session: self.id, account, window };
            self.outputs.push_back(Output::Input(up));
        }
    }
}
