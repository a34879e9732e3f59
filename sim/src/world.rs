//! Everything in one place: who takes part, what befalls them, and who watches.

mod life;
mod fault;
mod watch;

use crate::check::{self, Breach, Check};
use crate::clock::WallClock;
use crate::customer::Customer;
use crate::disk::Disk;
use crate::event::{Event, Party};
use crate::history::History;
use crate::net::{Net, Weather};
use crate::node::Node;
use crate::operator::Operator;
use crate::plan::Plan;
use crate::stage::Stage;
use crate::timeline::Timeline;
use ::registry::Snapshot;
use fastrand::Rng;
use gateway::door::Input;
use gateway::durable::Durable;
use gateway::reassembly;
use message::money::{Currency, Money};
use std::sync::Arc;
use std::time::Duration;

/// A run under way.
pub struct World {
    plan: Plan,
    stage: Stage,
    disk: Disk,
    chance: Rng,
    snapshot: Arc<Snapshot>,
    /// `None`: it has died, and the next has not begun.
    node: Option<Node>,
    processes: u64,
    last_session: u64,
    customers: Vec<Customer>,
    operators: Vec<Operator>,
    /// No faults any more.
    is_fair: bool,
    history: History,
    /// What all durable records make of a state, were they read one after another.
    shadow: Durable,
    checks: Vec<Box<dyn Check>>,
    breaches: Vec<Breach>,
    deaths: Vec<Duration>,
    full: Vec<(Duration, Duration)>,
    peaks: Peaks,
}

/// The most that was ever held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Peaks {
    /// Octets of the journal.
    pub journal: u64,
    /// Octets of memory, as the gateway counts them.
    pub memory: u64,
    /// Messages that had not come to their end.
    pub messages: usize,
    /// Notices that waited for their accounts.
    pub notices: usize,
}

/// More than any run needs.
const EVENTS_MAX: u64 = 20_000_000;
/// How often it is asked whether all has come to its end.
const GLANCE: Duration = Duration::from_secs(60);
/// What is left to arrive when all has come to its end has arrived then.
const AFTERMATH: Duration = Duration::from_secs(330);

impl World {
    /// Everything at time zero.
    pub fn new(seed: u64, plan: Plan, traced: bool) -> World {
        let mut chance = Rng::with_seed(seed);
        let snapshot = Snapshot::build(&plan.registry);
        let snapshot = snapshot.unwrap_or_else(|wrong| panic!("the plan's registry: {wrong:?}"));
        let stage = Stage {
            timeline: Timeline::new(traced),
            net: Net::new(plan.weather.clone(), chance.fork()),
            wall: WallClock::new(plan.beginning),
        };
        let customers = plan.customers.iter().enumerate();
        let customers = customers.map(|(of, it)| Customer::new(of, it.clone(), chance.fork()));
        let customers = customers.collect();
        let operators = plan.operators.iter().enumerate();
        let operators =
            operators.map(|(of, it)| Operator::new(of, it.clone(), chance.fork(), plan.beginning));
        let operators = operators.collect();
        World {
            stage,
            disk: Disk::new(plan.disk.clone(), chance.fork()),
            snapshot: Arc::new(snapshot),
            node: None,
            processes: 0,
            last_session: 0,
            customers,
            operators,
            is_fair: false,
            history: History::default(),
            shadow: Durable::new(reassembly::Limits { wait_millis: 300_000, texts_max: 100_000 }),
            checks: check::all(&plan),
            breaches: Vec::new(),
            deaths: Vec::new(),
            full: Vec::new(),
            peaks: Peaks::default(),
            chance,
            plan,
        }
    }

    /// Runs it to its end.
    pub fn run(&mut self) {
        self.begin();
        self.run_until(self.plan.rough);
        self.be_fair();
        let end = self.plan.rough + self.plan.calm;
        while self.stage.now() < end && !self.is_done() {
            self.run_until(self.stage.now() + GLANCE);
        }
        self.run_until(self.stage.now() + AFTERMATH);
        self.look_at_the_end();
    }

    fn begin(&mut self) {
        for (index, (at, _)) in self.plan.faults.iter().enumerate() {
            self.stage.timeline.at(*at, Event::Fault(index));
        }
        self.start();
        self.pay_in();
        for number in 0..self.customers.len() {
            self.stir(Party::Customer(number));
        }
        for number in 0..self.operators.len() {
            self.stir(Party::Operator(number));
        }
    }

    fn pay_in(&mut self) {
        let Some(node) = &mut self.node else { return };
        let currency = Currency::parse("EUR").expect("three capital letters");
        for account in self.snapshot.accounts() {
            let amount = Money { micros: self.plan.credit, currency };
            node.hand_in(Input::TopUp { account: account.id, amount });
        }
    }

    fn be_fair(&mut self) {
        self.is_fair = true;
        self.stage.timeline.note(Party::Net, || "all is well from now on".to_owned());
        self.stage.net.change(Weather::fair());
        self.stage.wall.go_on(self.stage.timeline.now(), false);
        self.disk.set_full(false);
        self.customers.iter_mut().for_each(Customer::be_fair);
        self.operators.iter_mut().for_each(Operator::be_fair);
        self.node.iter_mut().for_each(Node::be_fair);
        for number in 0..self.customers.len() {
            self.stir(Party::Customer(number));
        }
        self.stir(Party::Node);
    }

    fn is_done(&self) -> bool {
        let Some(node) = &self.node else { return false };
        let durable = node.core().durable();
        node.is_durable()
            && durable.messages().next().is_none()
            && durable.notices().next().is_none()
            && durable.texts_waiting() == 0
            && self.customers.iter().all(Customer::is_done)
            && self.operators.iter().all(Operator::is_done)
    }

    // --- events

    fn run_until(&mut self, end: Duration) {
        while let Some(event) = self.stage.timeline.next(end) {
            self.happen(event);
            assert!(self.stage.timeline.entered() < EVENTS_MAX, "event after event, and no end");
        }
        self.stage.timeline.pass_to(end);
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Knock(end) => self.knock(end),
            Event::Arrive(end) => {
                self.stage.net.arrive(&mut self.stage.timeline, end);
                self.stir_owner(end);
            }
            Event::Gone(end) => {
                self.stage.net.learn(end);
                self.stir_owner(end);
            }
            Event::Room(end) => self.stir_owner(end),
            Event::Wake(party) => self.stir(party),
            Event::Appended(number) => self.appended(number),
            Event::Fault(index) => self.fault(index),
            Event::FaultOver(index) => self.fault_over(index),
            Event::Kill(number) => {
                if number == self.processes && self.node.is_some() {
                    self.die(None);
                }
            }
            Event::Start => self.start(),
        }
    }

    fn knock(&mut self, end: crate::event::End) {
        match self.stage.net.owner(end) {
            Some(Party::Operator(number)) => {
                self.operators[number].knock(&mut self.stage, end);
            }
            Some(Party::Node) => match &mut self.node {
                Some(node) => node.knock(&self.stage, end),
                None => self.stage.net.close(&mut self.stage.timeline, end),
            },
            Some(Party::Customer(_) | Party::Net | Party::Disk | Party::Clock) | None => {}
        }
        self.stir_owner(end);
    }

    fn stir_owner(&mut self, end: crate::event::End) {
        let Some(party) = self.stage.net.owner(end) else { return };
        if let (Party::Node, Some(node)) = (party, &mut self.node) {
            node.stir(end);
        }
        self.stir(party);
    }

    /// A party looks around.
    fn stir(&mut self, party: Party) {
        match party {
            Party::Customer(number) => self.customers[number].turn(&mut self.stage),
            Party::Operator(number) => self.operators[number].turn(&mut self.stage),
            Party::Node => {
                let Some(node) = &mut self.node else { return };
                let health = node.turn(&mut self.stage, &mut self.disk);
                self.watch();
                self.heed(health);
            }
            Party::Net | Party::Disk | Party::Clock => {}
        }
    }

    fn appended(&mut self, number: u64) {
        let Some(result) = self.disk.finish(&mut self.stage.timeline, number) else { return };
        self.note_news();
        let Some(node) = &mut self.node else { return };
        let health = node.appended(&mut self.stage, &mut self.disk, result);
        self.watch();
        self.heed(health);
    }

    // --- what is left

    /// What must not be, and was.
    pub fn breaches(&self) -> &[Breach] {
        &self.breaches
    }

    /// The stage: trace and counts.
    pub fn stage_mut(&mut self) -> &mut Stage {
        &mut self.stage
    }

    /// What became durable.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The customers with their records.
    pub fn customers(&self) -> &[Customer] {
        &self.customers
    }

    /// The operators with theirs.
    pub fn operators(&self) -> &[Operator] {
        &self.operators
    }

    /// The most that was ever held.
    pub fn peaks(&self) -> Peaks {
        self.peaks
    }
}
