//! Both threads over a journal whose faults are planned, and doors that are mailboxes.

#![expect(clippy::wildcard_enum_match_arm, reason = "whatever else comes fails the test")]

use super::recover::take_up;
use super::{Beating, Heart, HeartError, Word};
use crate::config::{Book, Config};
use crate::metrics::Metrics;
use crate::said::Said;
use gateway::door::Validity;
use gateway::door::{Effect, Input, OperatorAnswer, Outgoing, ReplyTo, SessionId, Submission};
use journal::{MemoryStore, Mishap};
use link::Time;
use message::address::{Address, Npi, Ton};
use message::code::{Refusal, SubmitAnswer};
use message::object::{AccountId, LoginId, OperatorId};
use records::Octets;
use records::submission::{Content, Door, Mode};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

/// Nothing here takes that long.
const DEADLINE: Duration = Duration::from_secs(30);
const CUSTOMER: SessionId = SessionId(1);
const OPERATOR: SessionId = SessionId(2);

const FILE: &str = r#"
[[operator]]
id = "north"
address = "smpp://192.0.2.1:2775"
system_id = "whimbrel"
password = "secret"

[[account]]
id = "acme"
system_id = "acme"
password = "secret"
senders = ["*"]
tps = 1000000
"#;

/// A heart, and one session of either side.
struct Stage {
    heart: Heart,
    end: oneshot::Receiver<Result<(), HeartError>>,
    customer: Ear,
    operator: Ear,
}

/// What a session hears, one by one.
struct Ear {
    mailbox: mpsc::Receiver<Said>,
    heard: VecDeque<Effect>,
}

impl Ear {
    fn new() -> (mpsc::Sender<Said>, Ear) {
        let (to, mailbox) = mpsc::channel(1_000);
        (to, Ear { mailbox, heard: VecDeque::new() })
    }

    /// `None`: nothing will ever come.
    async fn next(&mut self) -> Option<Effect> {
        while self.heard.is_empty() {
            match timeout(DEADLINE, self.mailbox.recv()).await.expect("in time")? {
                Said::Effects(effects) => self.heard.extend(effects),
                other => panic!("the heart says nothing else: {other:?}"),
            }
        }
        self.heard.pop_front()
    }

    fn is_quiet(&mut self) -> bool {
        self.heard.is_empty() && self.mailbox.try_recv().is_err()
    }
}

impl Stage {
    async fn new(store: &MemoryStore) -> Stage {
        let folder = std::env::temp_dir().join(format!("no-such-folder-{}", std::process::id()));
        let mut book = Book::open(&folder).unwrap();
        let config = Config::read("test.toml", FILE).unwrap();
        let registry = Arc::new(config.snapshot(&mut book, &BTreeMap::new()).unwrap());
        let time = Time::new();
        let recovered = take_up(Box::new(store.open()), registry, &time).unwrap();
        let (clock, time_begins) = (time.clone(), time.now());
        let Beating { heart, end } = recovered.start(time, Metrics::default()).unwrap();
        // Buckets start empty, and have all that is needed soon.
        let full = time_begins.wall.plus(Duration::from_millis(10));
        while clock.now().wall < full {
            tokio::task::yield_now().await;
        }
        let (to_customer, customer) = Ear::new();
        let (to_operator, operator) = Ear::new();
        let stage = Stage { heart, end, customer, operator };
        stage.complete(Word::Join(CUSTOMER, to_customer)).await;
        stage.complete(Word::Join(OPERATOR, to_operator)).await;
        stage
    }

    async fn complete(&self, word: Word) {
        self.heart.completions.send(vec![word]).await.unwrap();
    }

    async fn operator_up(&self) {
        let (session, operator) = (OPERATOR, OperatorId(1));
        self.complete(Word::Input(Input::OperatorUp { session, operator, window: 10 })).await;
    }

    async fn submit(&self, token: u64) {
        let input = Input::Submit(Box::new(submission(token)));
        self.heart.submissions.send(vec![Word::Input(input)]).await.unwrap();
    }

    async fn told(&mut self) -> Effect {
        self.customer.next().await.expect("the heart has the mailbox")
    }

    async fn sent(&mut self) -> Box<Outgoing> {
        match self.operator.next().await.expect("the heart has the mailbox") {
            Effect::Send(outgoing) => outgoing,
            other => panic!("no part: {other:?}"),
        }
    }

    /// Nobody speaks to the heart any more.
    async fn finish(self) -> Result<(), HeartError> {
        drop(self.heart);
        timeout(DEADLINE, self.end).await.expect("in time").expect("no panic")
    }
}

fn accepted(effect: Effect) -> u64 {
    match effect {
        Effect::Accepted { to, .. } => to.token,
        other => panic!("not accepted: {other:?}"),
    }
}

fn submission(token: u64) -> Submission {
    let address = |text| Address { ton: Ton::INTERNATIONAL, npi: Npi::ISDN, text };
    Submission {
        to: ReplyTo { session: CUSTOMER, token },
        account: AccountId(1),
        login: Some(LoginId(1)),
        door: Door::Smpp,
        short_id: false,
        source: Some(address("447700900100").source(None).unwrap()),
        destination: address("447700900001").destination(None).unwrap(),
        class: None,
        schedule: None,
        validity: Validity::Default,
        registered_delivery: 0,
        priority: 0,
        protocol_id: 0,
        esm_class: 0,
        data_coding: 0,
        mode: Mode::Store,
        parts: vec![Content { header: None, octets: Octets::from(b"Hello".as_slice()) }].into(),
        beginning: None,
        reference: None,
        key: None,
        tlvs: None,
        group: None,
        multi: None,
        tags: Vec::new(),
    }
}

#[tokio::test]
async fn answers_come_when_they_are_durable_in_their_order() {
    let store = MemoryStore::new(1 << 20, 0);
    let mut stage = Stage::new(&store).await;
    for token in 0..100 {
        stage.submit(token).await;
    }
    for token in 0..100 {
        assert_eq!(accepted(stage.told().await), token);
        assert!(store.appends() > 0);
    }
    stage.finish().await.unwrap();
}

#[tokio::test]
async fn a_full_journal_lets_nothing_out_until_there_is_room() {
    let store = MemoryStore::new(1 << 20, 0);
    let mut stage = Stage::new(&store).await;
    store.set_full(true);
    stage.submit(1).await;
    stage.operator_up().await;
    // It has been tried, and tried again.
    while store.appends() < 3 {
        tokio::task::yield_now().await;
    }
    assert!(stage.customer.is_quiet() && stage.operator.is_quiet());
    // What comes now is refused, at once.
    stage.submit(2).await;
    let refused = stage.told().await;
    assert!(
        matches!(refused, Effect::Refused { to, refusal: Refusal::DiskFull } if to.token == 2),
        "{refused:?}"
    );
    store.set_full(false);
    assert_eq!(accepted(stage.told().await), 1);
    stage.sent().await;
    stage.finish().await.unwrap();
}

#[tokio::test]
async fn after_a_fault_nothing_is_acknowledged() {
    for mishap in [Mishap::FaultLost, Mishap::FaultKept] {
        let store = MemoryStore::new(1 << 20, 0);
        let mut stage = Stage::new(&store).await;
        store.plan(2, mishap);
        stage.submit(1).await;
        assert_eq!(accepted(stage.told().await), 1);
        stage.submit(2).await;
        let ended = timeout(DEADLINE, &mut stage.end).await.expect("in time").expect("no panic");
        assert!(matches!(ended, Err(HeartError::Journal(_))), "{ended:?}");
        // The mailbox is closed, and nothing more was in it.
        assert!(stage.customer.next().await.is_none());
    }
}

#[tokio::test]
async fn what_was_accepted_goes_on_after_a_restart() {
    let store = MemoryStore::new(1 << 20, 0);
    let mut stage = Stage::new(&store).await;
    stage.submit(1).await;
    assert_eq!(accepted(stage.told().await), 1);
    stage.finish().await.unwrap();

    let mut stage = Stage::new(&store).await;
    stage.operator_up().await;
    assert_eq!(stage.sent().await.destination.text, "447700900001");
    stage.finish().await.unwrap();
}

#[tokio::test]
async fn what_is_said_to_a_session_that_has_ended_comes_back() {
    let store = MemoryStore::new(1 << 20, 0);
    let mut stage = Stage::new(&store).await;
    stage.operator_up().await;
    // The session is gone without a word: its parts come back by themselves and wait again...
    drop(std::mem::replace(&mut stage.operator, Ear::new().1));
    stage.submit(1).await;
    assert_eq!(accepted(stage.told().await), 1);
    // ... for the next one. Nothing more is given to the first, or it would come back for ever.
    let appends = store.appends();
    let (to_next, next) = Ear::new();
    stage.operator = next;
    stage.complete(Word::Join(SessionId(3), to_next)).await;
    let (session, operator) = (SessionId(3), OperatorId(1));
    stage.complete(Word::Input(Input::OperatorUp { session, operator, window: 10 })).await;
    let outgoing = stage.sent().await;
    assert!(store.appends() < appends + 10);
    stage
        .complete(Word::Input(Input::Answered(OperatorAnswer {
            session,
            attempt: outgoing.attempt,
            answer: SubmitAnswer::Status(0),
            id: Some(Octets::from(b"1".as_slice())),
            late: false,
        })))
        .await;
    stage.finish().await.unwrap();
}

#[tokio::test]
async fn a_mailbox_is_closed_when_all_was_told() {
    let store = MemoryStore::new(1 << 20, 0);
    let mut stage = Stage::new(&store).await;
    stage.submit(1).await;
    assert_eq!(accepted(stage.told().await), 1);
    stage.complete(Word::Leave(CUSTOMER)).await;
    assert!(stage.customer.next().await.is_none());
    stage.finish().await.unwrap();
}
