//! All sessions of the gateway, on both sides: what its tasks do, without the tasks.

use super::door::{Door, Said, Wire};
use crate::event::{End, LinkId, Party};
use crate::net::between;
use crate::stage::Stage;
use ::registry::Snapshot;
use customers::{Clock, Output as CustomerOutput, Peer, Settings};
use fastrand::Rng;
use gateway::door::{Effect, Input, SessionId};
use message::object::AccountId;
use message::time::Timestamp;
use operators::Output as OperatorOutput;
use operators::connector::{Action, Connector, Slot};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

pub(super) struct Doors {
    registry: Arc<Snapshot>,
    settings: Settings,
    chance: Rng,
    last: u64,
    doors: BTreeMap<SessionId, Door>,
    by_link: BTreeMap<LinkId, SessionId>,
    /// Where something has happened.
    stirred: BTreeSet<SessionId>,
    /// Sessions that have ended. The core may still hand them something, which they give back.
    ended: BTreeMap<SessionId, Wire>,
    connectors: Vec<Connector>,
    /// Customers' sessions that are bound.
    bound: BTreeMap<SessionId, AccountId>,
    /// Passwords that are being checked: when that is done, for whom, and with which result.
    checks: BTreeMap<(Duration, SessionId), (bool, Option<AccountId>)>,
    inputs: VecDeque<Input>,
}

/// How long a check of a password takes.
const CHECK: [Duration; 2] = [Duration::from_millis(5), Duration::from_millis(200)];

impl Doors {
    /// No sessions; the first that comes has the number behind `last`.
    pub(super) fn new(registry: Arc<Snapshot>, last: u64, now: Duration, chance: Rng) -> Doors {
        let connectors = registry.operators().map(|operator| Connector::new(operator, now));
        Doors {
            settings: Settings::default(),
            chance,
            last,
            doors: BTreeMap::new(),
            by_link: BTreeMap::new(),
            stirred: BTreeSet::new(),
            ended: BTreeMap::new(),
            connectors: connectors.collect(),
            bound: BTreeMap::new(),
            checks: BTreeMap::new(),
            inputs: VecDeque::new(),
            registry,
        }
    }

    /// The number of the last session.
    pub(super) fn last(&self) -> u64 {
        self.last
    }

    /// The connections.
    pub(super) fn ends(&self) -> impl Iterator<Item = End> {
        self.doors.values().map(|door| door.end)
    }

    /// What has happened at the doors, oldest first.
    pub(super) fn inputs(&mut self) -> &mut VecDeque<Input> {
        &mut self.inputs
    }

    /// A customer has connected.
    pub(super) fn knock(&mut self, stage: &Stage, end: End, wall: Timestamp) {
        let id = self.next_id();
        let peer = Peer { address: IpAddr::V4(Ipv4Addr::LOCALHOST), tls: false };
        let (settings, registry) = (self.settings.clone(), Arc::clone(&self.registry));
        let time = Clock { mono: stage.now(), wall };
        let session = customers::Session::new(id, peer, settings, registry, time);
        self.open(id, Door::new(end, Wire::Customer(Box::new(session))));
    }

    /// Something has come at this end.
    pub(super) fn stir(&mut self, end: End) {
        self.stirred.extend(self.by_link.get(&end.link));
    }

    /// Reads what has come, does what is due, connects where it is time to.
    pub(super) fn turn(&mut self, stage: &mut Stage, wall: Timestamp) {
        let time = Clock { mono: stage.now(), wall };
        self.check_passwords(time);
        self.connect(stage);
        for (id, door) in &mut self.doors {
            if door.wire.next_deadline().is_some_and(|at| at <= time.mono) {
                door.wire.handle_timeout(time);
                self.stirred.insert(*id);
            }
        }
        for id in self.stirred.clone() {
            self.listen(id, stage, time);
        }
    }

    /// Writes what is pending.
    pub(super) fn write(&mut self, stage: &mut Stage, wall: Timestamp) {
        let time = Clock { mono: stage.now(), wall };
        for id in std::mem::take(&mut self.stirred) {
            if let Some(door) = self.doors.get_mut(&id) {
                door.write(stage, time);
            }
            self.listen(id, stage, time);
        }
    }

    /// Does what the core says.
    pub(super) fn handle_effect(&mut self, effect: Effect, stage: &mut Stage, wall: Timestamp) {
        let id = effect.session();
        let time = Clock { mono: stage.now(), wall };
        let wire = match self.doors.get_mut(&id) {
            Some(door) => Some(&mut door.wire),
            None => self.ended.get_mut(&id),
        };
        let Some(wire) = wire else { panic!("{effect:?} is for a session that never was") };
        wire.handle_effect(effect, time);
        self.stirred.insert(id);
        while let Some(said) = self.said(id) {
            self.hear(id, said, stage);
        }
    }

    /// When to look again at the latest.
    pub(super) fn next_deadline(&self) -> Option<Duration> {
        let wires = self.doors.values().filter_map(|door| door.wire.next_deadline());
        let connectors = self.connectors.iter().filter_map(Connector::next_due);
        let checks = self.checks.keys().map(|(at, _)| *at);
        wires.chain(connectors).chain(checks).min()
    }

    // --- sessions

    fn next_id(&mut self) -> SessionId {
        self.last += 1;
        SessionId(self.last)
    }

    fn open(&mut self, id: SessionId, door: Door) {
        self.by_link.insert(door.end.link, id);
        self.stirred.insert(id);
        self.doors.insert(id, door);
    }

    fn connect(&mut self, stage: &mut Stage) {
        let operators: Vec<_> = self.registry.operators().cloned().map(Arc::new).collect();
        for (index, operator) in operators.into_iter().enumerate() {
            while let Some(action) = self.connectors[index].poll(stage.now()) {
                let Action::Open { slot, kind } = action else { continue };
                let id = self.next_id();
                let to = Party::Operator(index);
                let end = stage.net.dial(&mut stage.timeline, Party::Node, to);
                let operator = Arc::clone(&operator);
                let session = operators::Session::new(id, operator, kind, stage.now());
                self.open(id, Door::new(end, Wire::Operator(Box::new(session), index, slot)));
            }
        }
    }

    fn check_passwords(&mut self, time: Clock) {
        while let Some(entry) = self.checks.first_entry().filter(|it| it.key().0 <= time.mono) {
            let ((_, id), (is_right, account)) = entry.remove_entry();
            let same = |other: &&AccountId| account == Some(**other);
            let sessions = self.bound.values().filter(same).count();
            let sessions = u32::try_from(sessions).unwrap_or(u32::MAX);
            if let Some(Door { wire: Wire::Customer(session), .. }) = self.doors.get_mut(&id) {
                session.password_checked(is_right, sessions, time);
                self.stirred.insert(id);
            }
        }
    }

    fn listen(&mut self, id: SessionId, stage: &mut Stage, time: Clock) {
        while let Some(said) = self.doors.get_mut(&id).and_then(|door| door.poll(stage, time)) {
            self.hear(id, said, stage);
        }
    }

    /// What a session says without reading on.
    fn said(&mut self, id: SessionId) -> Option<Said> {
        match self.doors.get_mut(&id) {
            Some(door) => door.wire.poll(),
            None => self.ended.get_mut(&id)?.poll(),
        }
    }

    // --- what they say

    fn hear(&mut self, id: SessionId, said: Said, stage: &mut Stage) {
        match said {
            Said::Customer(output) => self.hear_customer(id, output, stage),
            Said::Operator(output, operator, slot) => {
                self.hear_operator(id, output, (operator, slot), stage);
            }
        }
    }

    fn hear_customer(&mut self, id: SessionId, output: CustomerOutput, stage: &mut Stage) {
        match output {
            CustomerOutput::Input(input) => self.inputs.push_back(input),
            CustomerOutput::CheckPassword { verifier, password, account, .. } => {
                let is_right = verifier.is_some_and(|it| it.expose() == password.expose());
                let at = stage.now() + between(&mut self.chance, CHECK);
                self.checks.insert((at, id), (is_right, account));
            }
            CustomerOutput::Bound { account, .. } => {
                self.bound.insert(id, account);
            }
            CustomerOutput::Refused { command, sequence, status, why } => {
                stage.timeline.note(Party::Node, || {
                    format!("session {}: {command} {sequence} refused, {status}: {why:?}", id.0)
                });
            }
            CustomerOutput::Closed(_) => self.end(id, stage),
        }
    }

    fn hear_operator(
        &mut self,
        id: SessionId,
        output: OperatorOutput,
        (operator, slot): (usize, Slot),
        stage: &mut Stage,
    ) {
        let now = stage.now();
        let connector = &mut self.connectors[operator];
        match output {
            OperatorOutput::Input(input) => self.inputs.push_back(input),
            OperatorOutput::Bound { .. } => connector.bound(slot, now),
            OperatorOutput::BindRefused(status) => connector.refused(slot, status),
            OperatorOutput::Noted(note) => {
                stage.timeline.note(Party::Node, || format!("session {}: {note:?}", id.0));
            }
            OperatorOutput::Closed(_) => {
                connector.closed(slot, now, self.chance.u32(..));
                self.end(id, stage);
            }
        }
    }

    fn end(&mut self, id: SessionId, stage: &mut Stage) {
        self.bound.remove(&id);
        if let Some(door) = self.doors.remove(&id) {
            stage.net.close(&mut stage.timeline, door.end);
            self.by_link.remove(&door.end.link);
            self.ended.insert(id, door.wire);
        }
    }
}
