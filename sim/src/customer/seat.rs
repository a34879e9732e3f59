//! One session that a customer wants to have, and the connection that it has for it.

use super::plan::CustomerPlan;
use crate::event::{End, LinkId};
use crate::line::Line;
use crate::net::between;
use crate::stage::Stage;
use fastrand::Rng;
use smpp::address::Secret;
use smpp::pdu::bind::Bind;
use smpp::session::{BindKind, Output, Role, Session, Settings};
use std::time::Duration;

pub(super) struct Seat {
    kind: BindKind,
    pub(super) line: Option<Line>,
    /// Not to be dialled again before.
    again_at: Duration,
    /// Nor before its owner is back.
    pub(super) away_until: Duration,
}

/// From the end of a session to the next, and from a refused bind.
const AGAIN: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(5)];

impl Seat {
    pub(super) fn new(kind: BindKind) -> Seat {
        Seat { kind, line: None, again_at: Duration::ZERO, away_until: Duration::ZERO }
    }

    /// A connection was made: asks for the bind.
    pub(super) fn dial(&mut self, end: End, plan: &CustomerPlan, stage: &Stage) {
        let settings = Settings {
            version: plan.writing.version,
            window_ours: plan.window,
            window_theirs: 10_000,
            timers: plan.timers,
            ..Settings::default()
        };
        let mut session = Session::new(Role::Esme, settings, stage.now());
        let system_id = plan.system_id.as_bytes();
        let password = Secret(plan.password.as_bytes());
        let bind = Bind { system_id, password, ..Bind::default() };
        session.bind(self.kind, &bind, stage.now()).expect("a fresh session binds");
        self.line = Some(Line::new(end, session));
    }

    /// The next thing that has happened, and where.
    pub(super) fn poll(&mut self, stage: &mut Stage, chance: &mut Rng) -> Option<(LinkId, Output)> {
        let line = self.line.as_mut()?;
        let link = line.end.link;
        let output = line.poll(stage)?;
        match output {
            Output::Closed { .. } => {
                self.line = None;
                self.again_at = stage.now() + between(chance, AGAIN);
            }
            Output::BindRefused(_) => line.session.close(),
            Output::Bind(_)
            | Output::Outbind(_)
            | Output::Bound { .. }
            | Output::Request(_)
            | Output::Answered { .. }
            | Output::Failed { .. }
            | Output::LateAnswer { .. }
            | Output::Unexpected(_)
            | Output::Refused { .. } => {}
        }
        Some((link, output))
    }

    /// May a submission go this way now?
    pub(super) fn has_room(&self) -> bool {
        let sends = self.kind != BindKind::Receiver;
        sends && self.line.as_ref().is_some_and(|line| line.session.has_room())
    }

    pub(super) fn write(&mut self, stage: &mut Stage) {
        if let Some(line) = &mut self.line {
            line.write(stage);
        }
    }

    /// Not to be dialled before.
    pub(super) fn free_from(&self) -> Duration {
        self.again_at.max(self.away_until)
    }

    /// Does it take receipts and texts?
    pub(super) fn receives(&self) -> bool {
        self.kind != BindKind::Transmitter
    }

    /// When it needs to be looked at.
    pub(super) fn deadline(&self) -> Option<Duration> {
        match &self.line {
            Some(line) => line.deadline(),
            None => Some(self.free_from()),
        }
    }
}
