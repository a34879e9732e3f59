//! Everything in one place: who takes part, what befalls them, and who watches.

mod fault;

use crate::check::{self, Breach, Breaches, Check, Evidence};
use crate::clock::WallClock;
use crate::customer::Customer;
use crate::disk::Disk;
use crate::event::{Event, Party};
use crate::history::History;
use crate::net::{Net, Weather, between};
use crate::node::{Health, Node, Start};
use crate::operator::Operator;
use crate::plan::{Frailty, Plan};
use crate::stage::Stage;
use crate::tally::Count;
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

/// From the death of a process to the start of the next.
const RESTART: [Duration; 2] = [Duration::from_millis(20), Duration::from_secs(20)];
/// How often it is asked whether all has come to its end.
const GLANCE: Duration = Duration::from_secs(60);
/// What is left to arrive when all has come to its end has arrived then.
const AFTERMATH: Duration = Duration::from_secs(200);

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
            && self.customers.iter().all(Customer::is_done)
            && self.operators.iter().all(Operator::is_done)
    }

    // --- events

    fn run_until(&mut self, end: Duration) {
        while let Some(event) = self.stage.timeline.next(end) {
            self.happen(event);
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

    // --- life and death of the process

    fn heed(&mut self, health: Health) {
        if let Health::Dead(how) = health {
            self.die(Some(how));
        }
    }

    fn start(&mut self) {
        self.processes += 1;
        let frailty = if self.is_fair { Frailty::default() } else { self.plan.frailty };
        let start = Start {
            number: self.processes,
            last_session: self.last_session,
            registry: Arc::clone(&self.snapshot),
            journal_octets: self.plan.journal_octets,
            frailty,
            chance: self.chance.fork(),
        };
        let node = Node::start(&mut self.stage, &mut self.disk, start);
        self.stage.timeline.note(Party::Node, || "starts".to_owned());
        self.node = Some(node);
        self.note_news();
        self.compare("after a restart");
        self.stir(Party::Node);
    }

    /// The process ends, and with it all but the medium. Its peers learn of it, or, if the machine
    /// went with it, do not.
    fn die(&mut self, how: Option<Count>) {
        let Some(node) = self.node.take() else { return };
        self.last_session = node.last_session();
        self.deaths.push(self.stage.now());
        self.stage.timeline.count(Count::Crashes);
        how.into_iter().for_each(|how| self.stage.timeline.count(how));
        let append = self.disk.crash();
        match append {
            Some(true) => self.stage.timeline.count(Count::CrashKept),
            Some(false) => self.stage.timeline.count(Count::CrashLost),
            None => {}
        }
        self.stage.timeline.note(Party::Node, || {
            let how = how.map_or("", Count::word);
            format!("dies; {how}; append under way and kept: {append:?}")
        });
        let with_machine = self.chance.u8(..4) == 0;
        for end in node.ends() {
            if with_machine {
                self.stage.net.fall_silent(end.link);
            }
            self.stage.net.close(&mut self.stage.timeline, end);
        }
        self.stage.timeline.after(between(&mut self.chance, RESTART), Event::Start);
    }

    // --- watching

    /// What has become durable is read, before anything else happens, and counts.
    fn note_news(&mut self) {
        let (now, wall) = (self.stage.now(), self.stage.wall());
        let mut changes = Vec::new();
        for batch in self.disk.news() {
            for entry in self.history.add(now, &batch) {
                self.stage.timeline.note(Party::Disk, || shown(&entry.record));
                self.shadow.apply(&entry.record, &mut changes);
                changes.clear();
                for check in &mut self.checks {
                    let mut breaches = Breaches::new(check.name(), now, &mut self.breaches);
                    check.durable(entry, &mut breaches);
                }
            }
            for check in &mut self.checks {
                let mut breaches = Breaches::new(check.name(), now, &mut self.breaches);
                check.state(&self.shadow, wall, &mut breaches);
            }
        }
        self.note_peaks();
    }

    fn note_peaks(&mut self) {
        let Peaks { journal, memory, messages, notices } = &mut self.peaks;
        *journal = self.disk.held().max(*journal);
        *memory = self.shadow.usage().octets().max(*memory);
        *messages = self.shadow.messages().count().max(*messages);
        *notices = self.shadow.notices().count().max(*notices);
    }

    /// Now and then, when all that the process holds is durable: does it follow from that?
    fn watch(&mut self) {
        let is_durable = self.node.as_ref().is_some_and(Node::is_durable);
        if is_durable && self.chance.u8(..32) == 0 {
            self.compare("while it runs");
        }
    }

    /// What the process holds is what all durable records make, were they read one after another:
    /// of a process that has just started, whatever of the journal was freed.
    fn compare(&mut self, when: &str) {
        let Some(node) = &self.node else { return };
        let wall = node.wall(&self.stage);
        let mut live = node.core().durable().clone();
        let mut shadow = self.shadow.clone();
        // Keys and short ids have their ends without a record, each process in its own time.
        live.forget_due(wall, usize::MAX);
        shadow.forget_due(wall, usize::MAX);
        if live != shadow {
            let what = format!("{when}:\n{live:?}\nis not\n{shadow:?}");
            Breaches::new("recovery", self.stage.now(), &mut self.breaches).add(what);
        }
    }

    fn look_at_the_end(&mut self) {
        let tally = &mut self.stage.timeline.tally;
        let copies = self.history.entries().iter().filter(|it| is_copy(&it.record)).count();
        tally.add_many(Count::Copies, copies as u64);
        for operator in &self.operators {
            let counts = operator.brain().ledger().counts();
            tally.add_many(Count::Taken, counts.taken);
            tally.add_many(Count::Duplicates, counts.duplicates);
        }
        let durable = self.node.as_ref().map_or(&self.shadow, |node| node.core().durable());
        let evidence = Evidence {
            plan: &self.plan,
            history: &self.history,
            customers: &self.customers,
            operators: &self.operators,
            net: &self.stage.net,
            deaths: &self.deaths,
            full: &self.full,
            durable,
        };
        for check in &mut self.checks {
            let mut breaches =
                Breaches::new(check.name(), self.stage.timeline.now(), &mut self.breaches);
            check.end(&evidence, &mut breaches);
        }
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

fn is_copy(record: &records::Record) -> bool {
    matches!(record, records::Record::Sent(sent) if sent.doubtful)
}

/// A record, short enough for a line.
fn shown(record: &records::Record) -> String {
    let text = format!("{record:?}");
    text.chars().take(500).collect()
}
