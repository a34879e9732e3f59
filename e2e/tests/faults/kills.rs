//! SIGKILL at random instants under load: the gateway dies, its customers and its operator live on
//! and write down what they were told.

use crate::check::{Evidence, Sums, Windows};
use crate::customer::{Manner, Program, Whereabouts, Word};
use crate::gateway::{DEADLINE, Gateway, Place, binary, eventually, pause};
use crate::ledger::Ledger;
use crate::operator::Outside;
use fastrand::Rng;
use link::Time;
use simulator::Profile;
use simulator::chance::{Mix, Span};
use smpp::session::BindKind;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tokio::sync::watch;

/// Gateways side by side, each with its own data, operator and customers; how often each is killed.
const GATEWAYS: [&str; 8] = ["g0", "g1", "g2", "g3", "g4", "g5", "g6", "g7"];
const KILLS_EACH: u32 = 25;

/// Sessions and windows towards operators, and of each receiving session of a customer.
const OPERATOR_SESSIONS: usize = 2;
const OPERATOR_WINDOW: usize = 40;
const RECEIVERS: usize = 2;
const RECEIVER_WINDOW: usize = 50;

/// A seed that has failed is given again by this variable.
const SEED: &str = "WHIMBREL_KILLS_SEED";

/// A gateway that is killed again and again, with its peers.
struct Victim {
    place: Place,
    operator: Outside,
    programs: Vec<Program>,
    ledger: Ledger,
    /// Where the programs find it.
    whereabouts: watch::Sender<Whereabouts>,
    rng: Rng,
    time: Time,
    /// How many connections the operator had seen when each of its lives had ended.
    ends: Vec<u64>,
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_kills_under_load() {
    let seed = match std::env::var(SEED) {
        Ok(seed) => seed.parse().expect("a seed is a number"),
        Err(_) => fastrand::u64(..),
    };
    println!("{SEED}={seed}");
    let binary = binary();
    let tasks = GATEWAYS.iter().zip(seed..).map(|(name, seed)| {
        let binary = binary.clone();
        tokio::spawn(async move { endure(name, binary, seed).await })
    });
    let mut sums = Sums::default();
    for task in tasks.collect::<Vec<_>>() {
        sums.add(&task.await.expect("no panic"));
    }
    println!("{sums:#?}");
    // The kills have hit something; what is below counts lives in which that was so.
    let kills = GATEWAYS.len() * KILLS_EACH as usize;
    assert_eq!(sums.kills, kills);
    assert!(sums.kills_with_open_submissions >= kills / 4, "{}", sums.kills_with_open_submissions);
    assert!(sums.kills_with_doubles >= kills / 20, "{}", sums.kills_with_doubles);
    assert!(sums.accepted >= 10 * kills && sums.texts >= kills, "{sums:?}");
}

/// Endures its kills, comes to rest, and is judged.
async fn endure(name: &'static str, binary: PathBuf, seed: u64) -> Sums {
    let mut victim = Victim::new(name, binary, seed).await;
    for life in 0..KILLS_EACH {
        victim.live_and_die(life).await;
    }
    let gateway = victim.place.start().await;
    victim.whereabouts.send_replace(Some((KILLS_EACH, gateway.smpp)));
    let is_at_rest = victim.come_to_rest(&gateway).await;
    let sent_again = gateway.metric("whimbrel_parts_sent_again_total").await;
    assert_eq!(gateway.terminate(DEADLINE).await, Some(0));
    for program in victim.programs {
        program.leave().await;
    }
    let evidence = Evidence {
        name,
        ledger: victim.ledger,
        copies: victim.operator.copies().await,
        written: victim.operator.written().await,
        log: victim.place.log(),
        ends: victim.ends,
        windows: Windows {
            parts: OPERATOR_SESSIONS * OPERATOR_WINDOW,
            notices: RECEIVERS * RECEIVER_WINDOW,
        },
    };
    let sums = evidence.judge(sent_again);
    assert!(is_at_rest, "{name} has something left to do");
    victim.operator.close().await;
    victim.place.forget();
    sums
}

impl Victim {
    async fn new(name: &'static str, binary: PathBuf, seed: u64) -> Victim {
        let time = Time::new();
        let operator = Outside::listen(0, profile(), seed, &time).await;
        let place = Place::new(&binary, &config(name, operator.address));
        let (ledger, (whereabouts, there)) = (Ledger::default(), watch::channel(None));
        let kinds = [BindKind::Transceiver, BindKind::Transmitter, BindKind::Receiver];
        let programs = kinds.into_iter().zip(0..).map(|(kind, seat)| {
            let manner = Manner::new(name, kind).loaded(4..20, 1..12);
            let idle = Manner { load: None, ..manner.clone() };
            let manner = if kind == BindKind::Receiver { idle } else { manner };
            Program::start((seat, seed), manner, &ledger, there.clone(), &time)
        });
        let programs = programs.collect();
        let rng = Rng::with_seed(seed);
        Victim { place, operator, programs, ledger, whereabouts, rng, time, ends: Vec::new() }
    }

    /// From a start to a kill: mostly when it runs, at times while it starts.
    async fn live_and_die(&mut self, life: u32) {
        let starting = self.place.spawn();
        if self.rng.u32(0..10) == 0 {
            pause(Duration::from_millis(self.rng.u64(1..150))).await;
            starting.kill();
        } else {
            let gateway = starting.ready().await;
            self.whereabouts.send_replace(Some((life, gateway.smpp)));
            let until = self.time.mono() + Duration::from_millis(self.rng.u64(5..=800));
            while self.time.mono() < until {
                self.phone_writes().await;
                let rest = until.saturating_sub(self.time.mono());
                pause(rest.min(Duration::from_millis(20))).await;
            }
            gateway.kill();
        }
        self.whereabouts.send_replace(None);
        self.ends.push(self.operator.deserted().await);
    }

    async fn phone_writes(&mut self) {
        let from = format!("4477009001{:02}", self.rng.u32(0..20));
        let text = format!("#text.{}#", self.rng.u64(..));
        self.operator.handle.write(&from, "777", &text).await.expect("there is room");
    }

    /// Nothing more is submitted, and all that was is brought to its end. If it is not, in a minute,
    /// the ledgers say what is missing.
    async fn come_to_rest(&self, gateway: &Gateway) -> bool {
        for program in &self.programs {
            program.say(Word::Rest).await;
        }
        let is_told = eventually(Duration::from_secs(60), async || {
            self.operator.undelivered().await + self.operator.untold(&self.ledger).await == 0
                && self.ledger.book().unreported() == 0
        });
        let is_at_rest = eventually(Duration::from_secs(60), async || {
            let waiting = gateway.metric("whimbrel_lanes_waiting").await;
            let in_flight = gateway.metric("whimbrel_parts_in_flight").await;
            waiting + in_flight + self.ledger.book().open() as u64 == 0
        });
        is_told.await && is_at_rest.await
    }
}

/// Answers soon, reports soon. All messages arrive: of one that was sent twice and did not arrive
/// once the last word is spoken when its receipt is not waited for any longer, days later.
fn profile() -> Profile {
    let mut profile = Profile::calm();
    profile.answers.delay = Mix::always(Span::millis(1, 60));
    profile.delivery.delay = Mix::always(Span::millis(20, 400));
    profile.sessions.sends_max = u16::MAX;
    profile
}

fn config(name: &str, operator: SocketAddr) -> String {
    format!(
        r#"
[[operator]]
id = "outside"
address = "smpp://{operator}"
system_id = "whimbrel"
password = "secret"
sessions = {OPERATOR_SESSIONS}
window = {OPERATOR_WINDOW}

[[account]]
id = "{name}"
system_id = "{name}"
password = "demo1234"
senders = ["*"]
tps = 100000
short_codes = true

[[service]]
id = "{name}"
account = "{name}"
destination = "smpp://"

[[number]]
number = "777"
service = "{name}"
"#
    )
}
