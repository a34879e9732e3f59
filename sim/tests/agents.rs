//! The agents without a gateway: customers bound straight to operators, over a network with faults.

use fastrand::Rng;
use message::time::Timestamp;
use sim::clock::WallClock;
use sim::customer::{Answer, Customer, CustomerPlan, LetterMix, ReplyMix, Writing};
use sim::event::{Event, Party};
use sim::net::{Net, Weather};
use sim::operator::{Operator, OperatorPlan};
use sim::stage::Stage;
use sim::tally::Count;
use sim::timeline::{Line, Timeline};
use simulator::Profile;
use smpp::Version;
use smpp::session::{BindKind, Timers};
use std::time::Duration;

const BEGINNING: Timestamp = Timestamp::from_millis(1_795_379_963_101);

struct World {
    stage: Stage,
    customer: Customer,
    operator: Operator,
}

fn customer_plan() -> CustomerPlan {
    CustomerPlan {
        dials: Party::Operator(0),
        system_id: "acme".to_owned(),
        password: "hush".to_owned(),
        binds: vec![BindKind::Transceiver, BindKind::Transmitter, BindKind::Receiver],
        window: 10,
        timers: Timers::default(),
        letters: 60,
        first: Duration::from_secs(1),
        pace: [Duration::from_millis(1), Duration::from_secs(2)],
        writing: Writing {
            source: "447700900100".to_owned(),
            phones: vec!["447700900001".to_owned(), "447700900002".to_owned()],
            mix: LetterMix { long: 100, group: 100, data: 100, valid: 500, ..LetterMix::default() },
            version: Version::V34,
            validity: [Duration::from_secs(60), Duration::from_secs(600)],
        },
        replies: ReplyMix { late: 50, never: 50, temporary: 50, permanent: 50 },
        asks: 100,
        cancels: 100,
        retries: 3,
    }
}

fn operator_plan(profile: Profile) -> OperatorPlan {
    OperatorPlan {
        profile,
        version: Version::V34,
        timers: Timers::default(),
        refuses: 200,
        phones_away: 0,
        texts: 10,
        text_pace: [Duration::from_millis(1), Duration::from_secs(5)],
        phones: vec!["447700900001".to_owned()],
        numbers: vec!["447700900100".to_owned()],
    }
}

impl World {
    fn new(seed: u64, weather: Weather, profile: Profile, is_traced: bool) -> World {
        let mut chance = Rng::with_seed(seed);
        let stage = Stage {
            timeline: Timeline::new(is_traced),
            net: Net::new(weather, chance.fork()),
            wall: WallClock::new(BEGINNING),
        };
        let operator = Operator::new(0, operator_plan(profile), chance.fork(), BEGINNING);
        World { stage, customer: Customer::new(0, customer_plan(), chance.fork()), operator }
    }

    fn run(&mut self, end: Duration) {
        self.customer.turn(&mut self.stage);
        self.operator.turn(&mut self.stage);
        while let Some(event) = self.stage.timeline.next(end) {
            let party = match event {
                Event::Knock(end) => {
                    self.operator.knock(&mut self.stage, end);
                    Some(Party::Operator(0))
                }
                Event::Arrive(end) => {
                    self.stage.net.arrive(&mut self.stage.timeline, end);
                    self.stage.net.owner(end)
                }
                Event::Gone(end) => {
                    self.stage.net.learn(end);
                    self.stage.net.owner(end)
                }
                Event::Room(end) => self.stage.net.owner(end),
                Event::Wake(party) => Some(party),
                Event::Appended(_)
                | Event::Fault(_)
                | Event::FaultOver(_)
                | Event::Kill(_)
                | Event::Start => None,
            };
            match party {
                Some(Party::Customer(_)) => self.customer.turn(&mut self.stage),
                Some(Party::Operator(_)) => self.operator.turn(&mut self.stage),
                Some(Party::Node | Party::Net | Party::Disk | Party::Clock) | None => {}
            }
        }
    }

    fn trace(&mut self) -> Vec<String> {
        self.stage.timeline.take_trace().iter().map(Line::to_string).collect()
    }
}

const HOUR: Duration = Duration::from_secs(3_600);

#[test]
fn without_faults_everything_is_answered_and_told() {
    let mut world = World::new(1, Weather::fair(), Profile::calm(), true);
    world.customer.be_fair();
    world.operator.be_fair();
    world.run(HOUR);
    let trace = world.trace().join("\n");
    let accepted = world.customer.ledger.accepted().count();
    assert_eq!(accepted, world.customer.ledger.submissions.len(), "{trace}");
    let counts = world.operator.brain().ledger().counts();
    assert_eq!((counts.taken, counts.duplicates), (accepted as u64, 0));
    assert_eq!(counts.acknowledged, counts.postings, "{trace}");
    assert_eq!(world.customer.ledger.deliveries.len() as u64, counts.postings);
    assert!(world.customer.is_done() && world.operator.is_done());
}

#[test]
fn with_faults_nothing_hangs_and_the_ledgers_agree() {
    let latency = [Duration::from_millis(1), Duration::from_millis(80)];
    let weather = Weather { latency, doomed: 500, narrow: 200 };
    let mut total = sim::tally::Tally::default();
    for seed in 0..200 {
        let mut world = World::new(seed, weather.clone(), Profile::chaos(), false);
        world.run(HOUR);
        world.stage.net.change(Weather::fair());
        world.customer.be_fair();
        world.operator.be_fair();
        world.run(4 * HOUR);
        assert!(world.customer.is_done(), "seed {seed}");
        for submission in &world.customer.ledger.submissions {
            assert!(!matches!(submission.answer, Answer::Unsent | Answer::Open), "seed {seed}");
        }
        total.join(&world.stage.timeline.tally);
    }
    println!("{total}");
    for count in [
        Count::Cuts,
        Count::CutInPdu,
        Count::HalfOpen,
        Count::Silences,
        Count::PartWrites,
        Count::BindsRefused,
        Count::LateReplies,
        Count::NoReplies,
        Count::TemporaryReplies,
        Count::PermanentReplies,
        Count::Unanswered,
        Count::Refused,
        Count::Queries,
        Count::Cancels,
        Count::FromPhones,
    ] {
        assert!(total.of(count) > 50, "{}: {}", count.word(), total.of(count));
    }
}

#[test]
fn a_seed_is_a_run() {
    let latency = [Duration::from_millis(1), Duration::from_millis(80)];
    let weather = Weather { latency, doomed: 500, narrow: 200 };
    let run = |seed| {
        let mut world = World::new(seed, weather.clone(), Profile::chaos(), true);
        world.run(HOUR);
        world.trace()
    };
    assert!(run(1).len() > 200);
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}
