//! A customer's session, as the driver sees it.

use super::gate::{Check, Checks};
use crate::heart::Word;
use crate::metrics::{Metrics, Reason};
use crate::said::Said;
use crate::sessions::Seat;
use bytes::BytesMut;
use customers::{Clock, Output, Session, Why};
use gateway::door::SessionId;
use link::{Now, Step};
use message::object::AccountId;
use smpp::session::BindKind;
use smpp::{CommandId, CommandStatus, Version};
use std::collections::VecDeque;
use std::time::Duration;
use tokio::sync::mpsc;
use tracing::{debug, info, warn};

/// A session with its place at the gate and in the heart.
pub(super) struct Line {
    id: SessionId,
    session: Session,
    /// What the heart is given when the session is bound.
    mailbox: Option<mpsc::Sender<Said>>,
    checks: Checks,
    seat: Option<Seat>,
    outputs: VecDeque<Step<Word>>,
    metrics: Metrics,
    stage: Stage,
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
        mailbox: mpsc::Sender<Said>,
        checks: Checks,
        metrics: Metrics,
    ) -> Line {
        Line {
            id,
            session,
            mailbox: Some(mailbox),
            checks,
            seat: None,
            outputs: VecDeque::new(),
            metrics,
            stage: Stage::Unbound,
        }
    }

    fn take(&mut self, output: Output) {
        match output {
            Output::CheckPassword { system_id, account, verifier, password } => {
                let Some(mailbox) = &self.mailbox else { return };
                let reply = mailbox.clone();
                let check = Check { system_id, account, verifier, password, reply };
                // There is room for one check of every connection.
                if self.checks.try_send(check).is_err() {
                    warn!(session = self.id.0, "a password could not be checked");
                    let _ =
                        mailbox.try_send(Said::Checked { right: false, sessions: 0, seat: None });
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
        self.metrics.customer_sessions.inc();
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
        info!(session = self.id.0, %command, %status, ?why, "a bind is refused");
        let reason = match why {
            Why::Refusal(refusal) => refusal.row().name,
            Why::Packet(_) => "malformed",
            Why::Operation => "out_of_place",
        };
        self.metrics.binds_refused.get_or_create(&Reason { reason }).inc();
    }

    fn closed(&mut self, reason: smpp::session::Reason) {
        if self.stage == Stage::Bound {
            info!(session = self.id.0, ?reason, "a customer's session has ended");
            self.metrics.customer_sessions.dec();
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
            Said::Checked { right, sessions, seat } => {
                self.session.password_checked(right, sessions, clock(now));
                while let Some(output) = self.session.poll() {
                    self.take(output);
                }
                self.seat = seat.filter(|_| self.stage == Stage::Bound);
            }
        }
    }

    fn poll(&mut self) -> Option<Step<Word>> {
        while self.outputs.is_empty() {
            let output = self.session.poll()?;
            self.take(output);
        }
        self.outputs.pop_front()
    }
}
