//! The gateway's process: the core, its doors, and the driver between them and the medium.
//!
//! The driver gives the core turns. What a turn leaves goes to the medium, one batch at a time and
//! in order; its effects are told when the batch is durable. Meanwhile the core goes on.

mod door;
mod doors;

use crate::disk::Disk;
use crate::event::{End, Event, Party};
use crate::plan::Frailty;
use crate::stage::{Alarm, Stage};
use crate::tally::Count;
use ::registry::Snapshot;
use doors::Doors;
use fastrand::Rng;
use gateway::clock::Clock;
use gateway::core::{Core, Limits, Settings, Turn};
use gateway::door::{Effect, Input};
use journal::{AppendError, Position};
use message::id::Shard;
use message::time::Timestamp;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// The gateway's process, from its start to its death.
pub struct Node {
    number: u64,
    clock: Clock,
    /// What it shows.
    time: Timestamp,
    core: Core,
    doors: Doors,
    /// What turns have left and is not durable, oldest first. The first is under way while the
    /// medium is busy.
    queue: VecDeque<Pending>,
    turn: Turn,
    /// When the next turn is, for what has come in.
    turn_at: Option<Duration>,
    /// When the next turn is, as the core has said behind the last one.
    due: Option<Timestamp>,
    /// When the first of the queue is tried again: the medium was full.
    retry_at: Option<Duration>,
    high_water: bool,
    frailty: Frailty,
    chance: Rng,
    alarm: Alarm,
    /// Turns in a row in which nothing happened.
    idle_turns: u32,
}

/// What a process is started with.
pub struct Start {
    /// Which process it is, from 1.
    pub number: u64,
    /// The number of the last session that there ever was.
    pub last_session: u64,
    /// What is configured.
    pub registry: Arc<Snapshot>,
    /// See [`Limits`].
    pub journal_octets: u64,
    /// Where it may die by itself.
    pub frailty: Frailty,
    /// Its chance.
    pub chance: Rng,
}

/// What a turn has left.
struct Pending {
    octets: Vec<u8>,
    effects: Vec<Effect>,
    release_to: Position,
}

/// How the process is after it has looked around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// It lives.
    Lives,
    /// It has died.
    Dead(Count),
}

/// From an input to the turn that takes it, at most.
const TURN_WAIT: Duration = Duration::from_millis(2);
/// From one try to append to a full medium to the next.
const FULL_WAIT: Duration = Duration::from_millis(250);
/// A core that wants so many turns in a row in which nothing happens would never rest.
const IDLE_TURNS_MAX: u32 = 200;

impl Node {
    /// Reads what the medium holds, and begins.
    pub fn start(stage: &mut Stage, disk: &mut Disk, start: Start) -> Node {
        let Start { number, last_session, registry, journal_octets, frailty, mut chance } = start;
        let limits = Limits { journal_octets_min: journal_octets, ..Limits::default() };
        let settings = Settings { shard: Shard::FIRST, limits, seed: chance.u64(..) };
        let clock = Clock::new(stage.wall(), stage.now());
        let mut core = Core::new(settings, Arc::clone(&registry), stage.wall());
        for batch in disk.open() {
            let records = records::read(&batch.octets).expect("this release has written it");
            for record in records {
                core.restore(&record.expect("this release has written it"), batch.at);
            }
        }
        core.start(stage.wall());
        Node {
            due: Some(stage.wall()),
            number,
            clock,
            time: stage.wall(),
            core,
            doors: Doors::new(registry, last_session, stage.now(), chance.fork()),
            queue: VecDeque::new(),
            turn: Turn::default(),
            turn_at: None,
            retry_at: None,
            high_water: false,
            frailty,
            chance,
            alarm: Alarm::default(),
            idle_turns: 0,
        }
    }

    /// What time it is, for the process.
    pub fn time(&self) -> Timestamp {
        self.time
    }

    /// The core.
    pub fn core(&self) -> &Core {
        &self.core
    }

    /// The number of the last session.
    pub fn last_session(&self) -> u64 {
        self.doors.last()
    }

    /// Its ends of connections.
    pub fn ends(&self) -> Vec<End> {
        self.doors.ends().collect()
    }

    /// Is all that it has decided durable?
    pub fn is_durable(&self) -> bool {
        self.queue.is_empty()
    }

    /// Something for the core that comes through no session.
    pub fn hand_in(&mut self, input: Input) {
        self.doors.inputs().push_back(input);
    }

    /// From now on it does not die by itself.
    pub fn be_fair(&mut self) {
        self.frailty = Frailty::default();
    }

    /// A customer has connected.
    pub fn knock(&mut self, stage: &Stage, end: End) {
        self.doors.knock(stage, end, self.time);
    }

    /// Something has come at one of its ends.
    pub fn stir(&mut self, end: End) {
        self.doors.stir(end);
    }

    /// It looks around.
    pub fn turn(&mut self, stage: &mut Stage, disk: &mut Disk) -> Health {
        self.read_clock(stage);
        self.doors.turn(stage, self.time);
        self.watch_disk(disk);
        self.decide(stage, disk);
        let health = self.append(stage, disk);
        self.doors.write(stage, self.time);
        self.set_alarm(stage);
        health
    }

    /// The append under way has ended.
    pub fn appended(
        &mut self,
        stage: &mut Stage,
        disk: &mut Disk,
        result: Result<Position, AppendError>,
    ) -> Health {
        self.read_clock(stage);
        match result {
            Ok(_) => {}
            Err(AppendError::Full) => {
                self.retry_at = Some(stage.now() + FULL_WAIT);
                return self.turn(stage, disk);
            }
            Err(AppendError::Fault(_)) => return Health::Dead(Count::DiskFaults),
            Err(AppendError::Size) => panic!("a batch that no journal takes"),
        }
        let Some(Pending { effects, release_to, .. }) = self.queue.pop_front() else {
            panic!("what was appended came from the queue")
        };
        if self.happens(self.frailty.untold) {
            return Health::Dead(Count::CrashUntold);
        }
        let is_cut = effects.len() > 1 && self.happens(self.frailty.half_told);
        let told = if is_cut { self.chance.usize(1..effects.len()) } else { effects.len() };
        effects
            .into_iter()
            .take(told)
            .for_each(|effect| self.doors.handle_effect(effect, stage, self.time));
        if is_cut {
            self.doors.write(stage, self.time);
            return Health::Dead(Count::CrashHalfTold);
        }
        if self.chance.bool() {
            disk.release(release_to);
        }
        self.turn(stage, disk)
    }

    // --- the core

    fn read_clock(&mut self, stage: &mut Stage) {
        let (time, step) = self.clock.read(stage.wall(), stage.now());
        self.time = time;
        if let Some(step) = step {
            stage.timeline.note(Party::Node, || format!("sees the clock set: {step:?}"));
        }
    }

    fn watch_disk(&mut self, disk: &Disk) {
        if disk.high_water() != self.high_water {
            self.high_water = !self.high_water;
            self.hand_in(Input::HighWater(self.high_water));
        }
    }

    fn decide(&mut self, stage: &mut Stage, disk: &Disk) {
        let now = stage.now();
        if self.turn_at.is_none() && !self.doors.inputs().is_empty() {
            self.turn_at = Some(now + TURN_WAIT.mul_f64(self.chance.f64()));
        }
        let is_due = self.due.is_some_and(|due| due <= self.time);
        if !is_due && self.turn_at.is_none_or(|at| at > now) {
            return;
        }
        self.turn_at = None;
        self.one_turn(stage, disk);
    }

    fn one_turn(&mut self, stage: &mut Stage, disk: &Disk) {
        let inputs = self.doors.inputs();
        let before = inputs.len();
        if let Some(first) = inputs.front() {
            stage.timeline.note(Party::Node, || format!("takes {before} inputs: {first:?}..."));
        }
        let mut next = std::iter::from_fn(|| inputs.pop_front());
        self.core.turn(&mut next, self.time, disk.end(), &mut self.turn);
        self.due = self.core.next_due(self.time);
        let refusals = std::mem::take(&mut self.turn.refusals);
        let mut effects = std::mem::take(&mut self.turn.effects);
        let is_idle =
            before == 0 && self.turn.batch.is_empty() && refusals.is_empty() && effects.is_empty();
        self.idle_turns = if is_idle { self.idle_turns + 1 } else { 0 };
        assert!(self.idle_turns < IDLE_TURNS_MAX, "turn after turn, and nothing happens");
        for refusal in refusals {
            self.doors.handle_effect(refusal, stage, self.time);
        }
        if self.frailty.is_hasty {
            for effect in effects.drain(..) {
                self.doors.handle_effect(effect, stage, self.time);
            }
        }
        if !self.turn.batch.is_empty() {
            let octets = self.turn.batch.octets().to_vec();
            let release_to = self.core.release_to();
            self.queue.push_back(Pending { octets, effects, release_to });
        } else if let Some(last) = self.queue.back_mut() {
            last.effects.extend(effects);
        } else {
            effects
                .into_iter()
                .for_each(|effect| self.doors.handle_effect(effect, stage, self.time));
        }
    }

    // --- the medium

    fn append(&mut self, stage: &mut Stage, disk: &mut Disk) -> Health {
        let is_free = !disk.is_busy() && self.retry_at.is_none_or(|at| at <= stage.now());
        let Some(first) = self.queue.front().filter(|_| is_free) else { return Health::Lives };
        self.retry_at = None;
        disk.begin(&mut stage.timeline, first.octets.clone());
        if self.happens(self.frailty.before) {
            // As if the process had died just before.
            disk.forget_append();
            return Health::Dead(Count::CrashBefore);
        }
        if self.happens(self.frailty.during) {
            let wait = Duration::from_micros(self.chance.u64(..5_000));
            stage.timeline.after(wait, Event::Kill(self.number));
        }
        Health::Lives
    }

    fn happens(&mut self, per_mille: u16) -> bool {
        self.chance.u16(..1000) < per_mille
    }

    fn set_alarm(&mut self, stage: &mut Stage) {
        let due = self.due.map(|due| {
            let millis = due.millis().saturating_sub(self.time.millis());
            // What is due already is so because a turn does only so much.
            stage.now() + Duration::from_millis(u64::try_from(millis).unwrap_or(0).max(1))
        });
        let turn = match (self.turn_at, self.doors.inputs().is_empty()) {
            (None, false) => Some(stage.now()), // what effects have led to
            (at, _) => at,
        };
        let waits = [due, turn, self.retry_at, self.doors.next_deadline()];
        let next = waits.into_iter().flatten().min();
        self.alarm.set(&mut stage.timeline, Party::Node, next);
    }
}
