//! A customer's session, as the driver sees it.

use super::gate::{Check, Checks};
use super::refusals::{Kind, Refusals};
use crate::heart::Word;
use crate::metrics::{Metrics, Reason};
use crate::said::{Said, Verdict};
use crate::sessions::Seat;
use bytes::BytesMut;
use customers::{Clock, Output, Session, Why};
use gateway::door::SessionId;
use link::{Now, Step};
use message::object::AccountId;
use smpp::session::BindKind;
use smpp::{CommandId, CommandStatus, Version};
use std::collections::VecDeque;
use std::net::IpAddr;
use std::time::Duration;
use tokio::sync::mpsc;
use tracing::{debug, info, warn};

/// A session with its place at the gate and in the heart.
pub(super) struct Line {
    id: SessionId,
    session: Session,
    /// What the heart is given when the session is bound.
    mailbox: Option<mpsc::Sender<Said>>,
    address: IpAddr,
    offices: Offices,
    /// Who wants to bind, and whose that is.
    claim: (Box<str>, Option<AccountId>),
    seat: Option<Seat>,
    outputs: VecDeque<Step<Word>>,
    stage: Stage,
}

/// Whom all customers' sessions turn to.
pub(super) struct Offices {
    pub(super) checks: Checks,
    pub(super) refusals: Refusals,
    pub(super) metrics: Metrics,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Unbound,
    Bound,
    Ended,
}

/// The time as a customer's session has it.
pub(super) fn clock(now: Now) -> Clock {
    Clock { mono: now.mono, wall: now.wall }
}

impl Line {
    pub(super) fn new(
        (id, session): (SessionId, Session),
        address: IpAddr,
        mailbox: mpsc::Sender<Said>,
        offices: Offices,
    ) -> Line {
        Line {
            id,
            session,
            mailbox: Some(mailbox),
            address,
            offices,
            claim: ("".into(), None),
            seat: None,
            outputs: VecDeque::new(),
            stage: Stage::Unbound,
        }
    }

    fn take(&mut self, output: Output) {
        match output {
            Output::CheckPassword { system_id, account, verifier, password } => {
                let Some(mailbox) = &self.mailbox else { return };
                let reply = mailbox.clone();
                self.claim = (system_id.clone(), account);
                let address = self.address;
                let check = Check { address, system_id, account, verifier, password, reply };
                // There is room for one check of every connection.
                if self.offices.checks.try_send(check).is_err() {
                    warn!(session = self.id.0, "a password could not be checked");
                    let verdict = Verdict::NotChecked;
                    let _ = mailbox.try_send(Said::Checked { verdict, sessions: 0, seat: None });
                }
            }
            Output::Bound { account, kind, version, .. } => self.bound(account, kind, version),
            Output::Input(input) => self.outputs.push_back(Step::Output(Word::Input(input))),
            Output::Refused { command, status, why, .. } => self.refused(command, status, why),
            Output::Closed(reason) => self.closed(reason),
        }
    }

    fn bound(&mut self, account: AccountId, kind: BindKind, version: Version) {
        info!(session = self.id.0, account = account.0, ?kind, ?version, "a customer is bound");
        self.offices.metrics.customer_sessions.inc();
        self.stage = Stage::Bound;
        if let Some(mailbox) = self.mailbox.take() {
            self.outputs.push_back(Step::Output(Word::Join(self.id, mailbox)));
        }
    }

    fn refused(&mut self, command: CommandId, status: CommandStatus, why: Why) {
        if BindKind::from_command(command).is_none() {
            debug!(session = self.id.0, %command, %status, ?why, "a request is refused");
            return;
        }
        let reason = match why {
            Why::Refusal(refusal) => refusal.row().name,
            Why::Packet(_) => "malformed",
            Why::Operation => "out_of_place",
        };
        self.offices.metrics.binds_refused.get_or_create(&Reason { reason }).inc();
        let (system_id, account) = std::mem::take(&mut self.claim);
        let kind = Kind { account, address: self.address, reason };
        if self.offices.refusals.count(kind) {
            let (session, account, address) = (self.id.0, account.map(|it| it.0), self.address);
            info!(session, account, %address, ?system_id, reason, %command, %status, "a bind is refused");
        }
    }

    fn closed(&mut self, reason: smpp::session::Reason) {
        if self.stage == Stage::Bound {
            info!(session = self.id.0, ?reason, "a customer's session has ended");
            self.offices.metrics.customer_sessions.dec();
            self.outputs.push_back(Step::Output(Word::Leave(self.id)));
        } else {
            debug!(session = self.id.0, ?reason, "a connection has ended without bind");
        }
        self.stage = Stage::Ended;
        self.mailbox = None;
        self.seat = None;
        self.outputs.push_back(Step::Close);
    }
}

impl link::Session for Line {
    type Word = Said;
    type Output = Word;

    fn handle_bytes(&mut self, buffer: &mut BytesMut, now: Now) -> usize {
        self.session.handle_bytes(buffer, clock(now))
    }

    fn wants_bytes(&self) -> bool {
        self.session.wants_bytes()
    }

    fn pending(&self) -> &[u8] {
        self.session.pending()
    }

    fn handle_written(&mut self, octets: usize, now: Now) {
        self.session.handle_written(octets, clock(now));
    }

    fn handle_peer_closed(&mut self, now: Now) {
        self.session.handle_peer_closed(clock(now));
    }

    fn next_deadline(&self) -> Option<Duration> {
        self.session.next_deadline()
    }

    fn handle_timeout(&mut self, now: Now) {
        self.session.handle_timeout(clock(now));
    }

    fn handle_word(&mut self, said: Said, now: Now) {
        match said {
            Said::Effects(effects) => {
                effects.into_iter().for_each(|it| self.session.handle_effect(it, clock(now)));
            }
            Said::Leave => self.session.unbind(clock(now)),
            Said::Checked { verdict, sessions, seat } => {
                match verdict {
                    Verdict::NotChecked => self.session.password_not_checked(clock(now)),
                    Verdict::Right => self.session.password_checked(true, sessions, clock(now)),
                    Verdict::Wrong => self.session.password_checked(false, sessions, clock(now)),
                }
                while let Some(output) = self.session.poll() {
                    self.take(output);
                }
                self.seat = seat.filter(|_| self.stage == Stage::Bound);
            }
        }
    }

    fn poll(&mut self) -> Option<Step<Word>> {
        loop {
            if let Some(step) = self.outputs.pop_front() {
                return Some(step);
            }
            let output = self.session.poll()?;
            // Nearly all are this, and need not wait in between.
            if let Output::Input(input) = output {
                return Some(Step::Output(Word::Input(input)));
            }
            self.take(output);
        }
    }
}
