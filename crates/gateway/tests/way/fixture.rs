//! A core, a journal in memory, and short ways to say what doors say.

use gateway::core::{Core, Limits, Settings, Turn};
use gateway::door::{
    Body, Delivery, Effect, Input, OperatorAnswer, Outgoing, Receipt, ReplyTo, Report, SessionId,
    Submission, Validity,
};
use gateway::durable::Durable;
use journal::{Entry, Journal, MemoryJournal, MemoryStore, Position};
use message::address::{Address, Npi, Ton};
use message::code::{ReportCode, SubmitAnswer};
use message::id::{MessageId, Shard};
use message::object::{AccountId, LoginId, NumberId, OperatorId, ServiceId};
use message::state::SmppState;
use message::time::Timestamp;
use records::attempt::RawReceipt;
use records::submission::{Content, Door, Mode};
use records::{Octets, Record};
use registry::Snapshot;
use registry::draft::{AccountDraft, Draft, LoginDraft, NumberDraft, OperatorDraft, ServiceDraft};
use registry::name::Secret;
use std::ops::ControlFlow;
use std::sync::Arc;

pub(crate) const ACME: AccountId = AccountId(1);
pub(crate) const NORTH: OperatorId = OperatorId(1);
pub(crate) const NORTH_LINK: SessionId = SessionId(100);
pub(crate) const ACME_LINK: SessionId = SessionId(200);
const BEGINNING: i64 = 1_795_379_963_101;

pub(crate) struct Fixture {
    pub(crate) core: Core,
    journal: MemoryJournal,
    store: MemoryStore,
    pub(crate) snapshot: Arc<Snapshot>,
    settings: Settings,
    pub(crate) now: Timestamp,
    tokens: u64,
    /// What was told in the last turn.
    pub(crate) told: Vec<Effect>,
    /// How much of that was told at once: refusals, which stand first.
    pub(crate) at_once: usize,
    /// The last turn left records.
    pub(crate) wrote: bool,
    /// These.
    pub(crate) new: Vec<Record>,
    released: Position,
    /// Every batch that there ever was, and where it began.
    batches: Vec<(Position, Vec<u8>)>,
}

/// One operator, one account with a number, no rule.
pub(crate) fn draft() -> Draft {
    let mut acme = AccountDraft::new(ACME, "acme");
    acme.logins.push(LoginDraft::new(LoginId(1), "acme", Secret::new("verifier")));
    acme.senders = Some(vec!["*".to_owned()]);
    acme.limits.tps = Some(1_000);
    let mut service = ServiceDraft::new(ServiceId(1), "texts", "acme");
    service.destination = Some("smpp://".to_owned());
    let number = NumberDraft {
        id: NumberId(1),
        number: "777".to_owned(),
        account: None,
        services: vec!["texts".to_owned()],
    };
    Draft {
        version: 1,
        accounts: vec![acme],
        operators: vec![operator(NORTH, "north")],
        services: vec![service],
        numbers: vec![number],
        rules: Vec::new(),
    }
}

pub(crate) fn operator(id: OperatorId, name: &str) -> OperatorDraft {
    let mut operator = OperatorDraft::new(id, name, "smpp://192.0.2.1:2775");
    operator.system_id = "whimbrel".to_owned();
    operator.password = Some(Secret::new("secret"));
    operator
}

impl Fixture {
    pub(crate) fn new(draft: &Draft) -> Fixture {
        Fixture::with(draft, Limits::default())
    }

    pub(crate) fn with(draft: &Draft, limits: Limits) -> Fixture {
        let snapshot = Arc::new(Snapshot::build(draft).expect("a sound draft"));
        let settings = Settings { shard: Shard::FIRST, limits, seed: 1 };
        let store = MemoryStore::new(1 << 30, 1 << 20);
        let now = Timestamp::from_millis(BEGINNING);
        let mut fixture = Fixture {
            core: Core::new(settings, snapshot.clone(), now),
            journal: store.open(),
            store,
            snapshot,
            settings,
            now,
            tokens: 0,
            told: Vec::new(),
            batches: Vec::new(),
            at_once: 0,
            wrote: false,
            new: Vec::new(),
            released: Position::START,
        };
        fixture.core.start(now);
        // Buckets start empty.
        fixture.wait(1_000);
        fixture
    }

    /// The operator's session and the account's are bound.
    pub(crate) fn bound(draft: &Draft) -> Fixture {
        let mut fixture = Fixture::new(draft);
        fixture.bind();
        fixture
    }

    pub(crate) fn bind(&mut self) {
        self.turn(vec![
            Input::OperatorUp { session: NORTH_LINK, operator: NORTH, window: 10 },
            Input::ReceiverUp { session: ACME_LINK, account: ACME, window: 10 },
        ]);
    }

    /// One turn with these inputs; more of them if it is full before all are taken.
    pub(crate) fn turn(&mut self, inputs: Vec<Input>) -> &[Effect] {
        let mut inputs = inputs.into_iter();
        self.told.clear();
        self.new.clear();
        self.at_once = 0;
        loop {
            self.one_turn(&mut inputs);
            if inputs.len() == 0 {
                return &self.told;
            }
        }
    }

    /// A single turn; what it has not taken is dropped.
    pub(crate) fn turn_once(&mut self, inputs: Vec<Input>) -> &[Effect] {
        self.told.clear();
        self.new.clear();
        self.one_turn(&mut inputs.into_iter());
        &self.told
    }

    fn one_turn(&mut self, inputs: &mut dyn Iterator<Item = Input>) {
        let mut turn = Turn::default();
        let floor = self.journal.health().end;
        self.core.turn(inputs, self.now, floor, &mut turn);
        self.wrote = !turn.batch.is_empty();
        if self.wrote {
            self.batches.push((floor, turn.batch.octets().to_vec()));
            self.journal.append(turn.batch.octets()).expect("the store has room");
        }
        let written = records::read(turn.batch.octets()).expect("our own format");
        self.new.extend(written.map(|record| record.expect("our own record")));
        let release = self.core.release_to();
        assert!(release >= self.released, "what is free is needed again");
        self.released = release;
        self.journal.release(release).expect("the store is sound");
        self.at_once += turn.refusals.len();
        self.told.append(&mut turn.refusals);
        self.told.append(&mut turn.effects);
    }

    pub(crate) fn give(&mut self, input: Input) -> &[Effect] {
        self.turn(vec![input])
    }

    pub(crate) fn wait(&mut self, millis: i64) -> &[Effect] {
        self.now = Timestamp::from_millis(self.now.millis() + millis);
        self.turn(Vec::new())
    }

    /// A turn whenever one is due, up to then; all that was told.
    pub(crate) fn live(&mut self, millis: i64) -> Vec<Effect> {
        let end = Timestamp::from_millis(self.now.millis() + millis);
        let mut told = Vec::new();
        for _ in 0..100_000 {
            match self.core.next_due(self.now).filter(|at| *at <= end) {
                Some(at) => self.now = at.max(self.now),
                None => {
                    self.now = end;
                    return told;
                }
            }
            told.extend_from_slice(self.turn(Vec::new()));
        }
        panic!("it is never done");
    }

    pub(crate) fn reply_to(&mut self) -> ReplyTo {
        self.tokens += 1;
        ReplyTo { session: ACME_LINK, token: self.tokens }
    }

    pub(crate) fn submission(&mut self) -> Submission {
        Submission {
            to: self.reply_to(),
            account: ACME,
            login: Some(LoginId(1)),
            door: Door::Smpp,
            short_id: false,
            source: Some(digits_of("447700900100").source(None).expect("a number")),
            destination: digits_of("447700900001").destination(None).expect("a number"),
            class: None,
            schedule: None,
            validity: Validity::Default,
            registered_delivery: 1,
            priority: 0,
            protocol_id: 0,
            esm_class: 0,
            data_coding: 0,
            mode: Mode::Store,
            parts: vec![Content { header: None, octets: Octets::from(b"Hello".as_slice()) }].into(),
            beginning: Some("Hello".into()),
            reference: None,
            key: None,
            tlvs: None,
            group: None,
            multi: None,
            tags: Vec::new(),
        }
    }

    /// Submits, and answers with the id and what goes to the operator in the same turn.
    pub(crate) fn submit(&mut self, submission: Submission) -> MessageId {
        self.give(Input::Submit(Box::new(submission)));
        self.accepted().expect("it is accepted")
    }

    pub(crate) fn accepted(&self) -> Option<MessageId> {
        self.told.iter().find_map(|effect| match effect {
            Effect::Accepted { id, .. } => MessageId::parse(id),
            _ => None,
        })
    }

    pub(crate) fn sent(&self) -> Vec<Outgoing> {
        let sent = |effect: &Effect| match effect {
            Effect::Send(outgoing) => Some((**outgoing).clone()),
            _ => None,
        };
        self.told.iter().filter_map(sent).collect()
    }

    pub(crate) fn delivered(&self) -> Vec<Delivery> {
        let delivered = |effect: &Effect| match effect {
            Effect::Deliver(delivery) => Some((**delivery).clone()),
            _ => None,
        };
        self.told.iter().filter_map(delivered).collect()
    }

    /// The only receipt that goes out in this turn.
    pub(crate) fn receipt(&self) -> (MessageId, Receipt) {
        let delivered = self.delivered();
        let [Delivery { notice, body: Body::Receipt(receipt), .. }] = delivered.as_slice() else {
            panic!("no receipt, or several: {:?}", self.told);
        };
        (*notice, receipt.clone())
    }

    pub(crate) fn answer(&mut self, sent: &Outgoing, status: u32, id: &str) -> &[Effect] {
        self.give(answer(sent, SubmitAnswer::Status(status), id))
    }

    pub(crate) fn report(&mut self, id: &str, code: ReportCode, state: SmppState) -> &[Effect] {
        let report = self.report_of(id, code, state);
        self.give(Input::Reported(Box::new(report)))
    }

    pub(crate) fn report_of(&mut self, id: &str, code: ReportCode, state: SmppState) -> Report {
        Report {
            to: ReplyTo { session: NORTH_LINK, token: 1 },
            operator: NORTH,
            ids: [Some(Octets::from(id.as_bytes())), None],
            parties: [Some("447700900001".into()), Some("447700900100".into())],
            reference: None,
            state: Some(state),
            code,
            is_final: code.is_final(),
            raw: RawReceipt {
                esm_class: 4,
                data_coding: 0,
                text: Octets::from(format!("id:{id}").into_bytes()),
                tlvs: None,
                source: None,
                destination: None,
            },
        }
    }

    pub(crate) fn take(&mut self, notice: MessageId, status: u32) -> &[Effect] {
        self.give(Input::Taken { session: ACME_LINK, notice, status: Some(status) })
    }

    /// A second process that reads the journal knows what the first knows.
    pub(crate) fn restart_keeps(&self) -> Core {
        let again = self.recovered();
        let mut before = self.core.durable().clone();
        let mut after = again.durable().clone();
        before.forget_due(self.now, usize::MAX);
        after.forget_due(self.now, usize::MAX);
        assert!(after == before, "not as before:\n{}", difference(&after, &before));
        again
    }

    /// Wherever the journal begins that may be freed by now, a process that reads it knows the same.
    /// Answers in how many places that is.
    pub(crate) fn any_beginning_keeps(&self) -> usize {
        let places = self.batches.iter().map(|(at, _)| *at);
        let places: Vec<Position> = places.filter(|at| *at <= self.core.release_to()).collect();
        for begin in &places {
            let mut again = Core::new(self.settings, self.snapshot.clone(), self.now);
            for (at, batch) in self.batches.iter().filter(|(at, _)| at >= begin) {
                for record in records::read(batch).expect("our own format") {
                    again.restore(&record.expect("our own record"), *at);
                }
            }
            let mut before = self.core.durable().clone();
            let mut after = again.durable().clone();
            before.forget_due(self.now, usize::MAX);
            after.forget_due(self.now, usize::MAX);
            assert_eq!(after, before, "read from {begin} on");
        }
        places.len()
    }

    /// The process dies and starts again.
    pub(crate) fn restart(&mut self) {
        self.core = self.restart_keeps();
        self.journal = self.store.open();
        self.released = Position::START;
    }

    /// Octets that the journal holds.
    pub(crate) fn held(&self) -> u64 {
        self.journal.health().held
    }

    fn recovered(&self) -> Core {
        let mut core = Core::new(self.settings, self.snapshot.clone(), self.now);
        self.read(|record, at| core.restore(record, at));
        core.start(self.now);
        core
    }

    /// All that the journal holds.
    pub(crate) fn records(&self) -> Vec<Record> {
        let mut records = Vec::new();
        self.read(|record, _| records.push(record.clone()));
        records
    }

    fn read(&self, mut show: impl FnMut(&Record, Position)) {
        let mut reader = self.journal.reader();
        let read = reader.read(Position::START, &mut |entry| {
            let Entry::Batch { at, payload, .. } = entry else { panic!("damage") };
            for record in records::read(payload).expect("our own format") {
                show(&record.expect("our own record"), at);
            }
            ControlFlow::Continue(())
        });
        read.expect("the store is sound");
    }
}

pub(crate) fn answer(sent: &Outgoing, answer: SubmitAnswer, id: &str) -> Input {
    Input::Answered(OperatorAnswer {
        session: sent.session,
        attempt: sent.attempt,
        answer,
        id: (!id.is_empty()).then(|| Octets::from(id.as_bytes())),
        late: false,
    })
}

/// Lines that only one of the two has.
fn difference(after: &Durable, before: &Durable) -> String {
    let (after, before) = (format!("{after:#?}"), format!("{before:#?}"));
    let only = |one: &str, other: &str, sign| {
        let other: std::collections::BTreeSet<&str> = other.lines().collect();
        let only = one.lines().filter(|line| !other.contains(line)).take(20);
        only.map(|line| format!("{sign} {line}\n")).collect::<String>()
    };
    only(&after, &before, "+") + &only(&before, &after, "-")
}

/// An address of digits: a number, or a short code if it is short.
pub(crate) fn digits_of(text: &str) -> Address<'_> {
    let ton = if text.len() < 7 { Ton::NETWORK_SPECIFIC } else { Ton::INTERNATIONAL };
    Address { ton, npi: Npi::ISDN, text }
}
