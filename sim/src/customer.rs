//! A customer's program: it binds, submits, is told what became of it, and keeps its own record.

mod letter;
mod ledger;
mod plan;
mod seat;
mod hear;
mod act;

pub use ledger::{Answer, Content, Delivery, Enquiry, Ledger, Receipt, Submission};
pub use letter::{Letter, Operation, Tagged};
pub use plan::{CustomerPlan, LetterMix, ReplyMix, Writing};

use crate::event::{LinkId, Party};
use crate::stage::{Alarm, Stage};
use crate::tally::Count;
use fastrand::Rng;
use seat::Seat;
use smpp::session::Token;
use smpp::{CommandId, CommandStatus};
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

/// A customer's program.
pub struct Customer {
    number: usize,
    plan: CustomerPlan,
    chance: Rng,
    seats: Vec<Seat>,
    /// What is to be done when.
    tasks: BTreeMap<(Duration, u64), Task>,
    serial: u64,
    /// What is to be done as soon as a session has room.
    ready: VecDeque<Task>,
    /// Requests without response. One that was given up may still get one.
    asked: BTreeMap<(LinkId, Token), Asked>,
    letters: u32,
    is_fair: bool,
    alarm: Alarm,
    /// Its record.
    pub ledger: Ledger,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Task {
    /// To write the next letter.
    Write,
    /// To send the submission with this number.
    Submit(usize),
    /// To ask for a message.
    Query(String),
    /// To cancel a message.
    Cancel(String),
    /// To answer the delivery with this number.
    Reply { delivery: usize, status: CommandStatus, response: CommandId },
}

#[derive(Debug)]
struct Asked {
    task: Task,
    given_up: bool,
}

impl Customer {
    /// A program that has done nothing yet.
    pub fn new(number: usize, plan: CustomerPlan, chance: Rng) -> Customer {
        let mut customer = Customer {
            number,
            seats: plan.binds.iter().map(|kind| Seat::new(*kind)).collect(),
            chance,
            tasks: BTreeMap::new(),
            serial: 0,
            ready: VecDeque::new(),
            asked: BTreeMap::new(),
            letters: 0,
            is_fair: false,
            alarm: Alarm::default(),
            ledger: Ledger::default(),
            plan,
        };
        customer.enter(customer.plan.first, Task::Write);
        customer
    }

    /// What it is to do.
    pub fn plan(&self) -> &CustomerPlan {
        &self.plan
    }

    /// From now on it answers everything at once with OK, and asks for nothing more.
    pub fn be_fair(&mut self) {
        self.is_fair = true;
        self.seats.iter_mut().for_each(|seat| seat.away_until = Duration::ZERO);
    }

    /// It closes all its sessions, and comes back then.
    pub fn go_away(&mut self, stage: &mut Stage, until: Duration) {
        self.leave(stage, until, |_| true);
    }

    /// It closes the sessions that receive, and comes back with them then.
    pub fn stop_receiving(&mut self, stage: &mut Stage, until: Duration) {
        self.leave(stage, until, Seat::receives);
    }

    fn leave(&mut self, stage: &mut Stage, until: Duration, which: fn(&Seat) -> bool) {
        stage.timeline.count(Count::CustomersAway);
        for seat in self.seats.iter_mut().filter(|seat| which(seat)) {
            seat.away_until = until;
            if let Some(line) = &mut seat.line {
                if self.chance.bool() {
                    line.session.unbind(stage.timeline.now());
                } else {
                    line.session.close();
                }
            }
        }
    }

    /// Has it done all that it was to do?
    pub fn is_done(&self) -> bool {
        let is_open = self.asked.values().any(|asked| !asked.given_up);
        self.letters >= self.plan.letters && self.ready.is_empty() && !is_open
    }

    /// It looks around.
    pub fn turn(&mut self, stage: &mut Stage) {
        self.take_seats(stage);
        self.listen(stage);
        self.do_tasks(stage);
        self.seats.iter_mut().for_each(|seat| seat.write(stage));
        self.listen(stage);
        let deadlines = self.seats.iter().filter_map(Seat::deadline);
        let task = self.tasks.first_key_value().map(|((at, _), _)| *at);
        let next = deadlines.chain(task).min();
        self.alarm.set(&mut stage.timeline, Party::Customer(self.number), next);
    }

    fn take_seats(&mut self, stage: &mut Stage) {
        let from = Party::Customer(self.number);
        for seat in &mut self.seats {
            if let Some(line) = &mut seat.line {
                line.pass_time(stage);
            } else if stage.now() >= seat.free_from() {
                let end = stage.net.dial(&mut stage.timeline, from, self.plan.dials);
                seat.dial(end, &self.plan, stage);
            }
        }
    }

    fn enter(&mut self, at: Duration, task: Task) {
        self.tasks.insert((at, self.serial), task);
        self.serial += 1;
    }
}
