//! Sessions with a simulated operator that does whatever operators have been seen to do, on links
//! that take octets in small pieces and break: what comes back must add up all the same.

#![expect(clippy::wildcard_enum_match_arm, reason = "whatever else comes fails the test")]

use bytes::BytesMut;
use fastrand::Rng;
use gateway::door::{Effect, Input, Outgoing, ReplyTo, SessionId};
use gateway::receipt::AttemptRef;
use message::code::SubmitAnswer;
use message::id::MessageId;
use message::object::OperatorId;
use message::time::Timestamp;
use operators::{Output, Session};
use records::Octets;
use records::submission::{Content, Party};
use registry::Snapshot;
use registry::draft::{Draft, OperatorDraft, ReadingDraft};
use registry::name::Secret;
use registry::operator::Operator;
use simulator::{Action, Answer, Brain, Profile, Reply, Submit};
use smpp::session::{BindKind, Failure, Output as WireOutput, Received, Refused, Role};
use smpp::session::{Session as Wire, Settings};
use smpp::{Encoder, Pdu, Version};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

const STEP: Duration = Duration::from_millis(40);
const WINDOW: usize = 20;
const BEGINNING: i64 = 1_795_379_963_101;
const FIRST_ID: u64 = 1_000_000_000_000_000_000;

struct Link {
    id: u64,
    ours: Session,
    centre: Wire,
    to_centre: BytesMut,
    to_us: BytesMut,
    /// Until then the network takes nothing of ours.
    stuck_until: Duration,
    /// Between [`Input::OperatorUp`] and [`Input::Down`].
    is_up: bool,
    /// Attempts with this session that have not come back.
    out: BTreeSet<u64>,
}

/// What has become of an attempt.
#[derive(Debug, Default)]
struct Fate {
    /// Times it came back, not late.
    answered: u32,
    late: u32,
    lost: Option<bool>,
    /// The operator has read it.
    seen: bool,
}

#[derive(Debug, Default)]
struct Tally {
    links: u64,
    lost_written: u64,
    lost_unwritten: u64,
    late: u64,
    nacks: u64,
    without_id: u64,
    reports: u64,
    texts: u64,
    acknowledged: u64,
}

struct World {
    brain: Brain,
    rng: Rng,
    now: Duration,
    version: Version,
    operator: Arc<Operator>,
    link: Link,
    attempts: BTreeMap<u64, Fate>,
    /// Records that are not on disk yet, and when they will be.
    to_acknowledge: VecDeque<(Duration, ReplyTo)>,
    /// The operator's requests: those read by us, and those answered, by link and number.
    asked: BTreeMap<(u64, u64), u32>,
    answered: BTreeMap<(u64, u64), u32>,
    tally: Tally,
}

fn operator() -> Arc<Operator> {
    let id = OperatorId(1);
    let draft = OperatorDraft {
        system_id: "whimbrel".to_owned(),
        password: Some(Secret::new("secret")),
        window: Some(WINDOW as u32),
        receipts: ReadingDraft { unmarked: true, ..ReadingDraft::default() },
        ..OperatorDraft::new(id, "chaos", "smpp://127.0.0.1:2775")
    };
    let draft = Draft { operators: vec![draft], ..Draft::default() };
    let snapshot = Snapshot::build(&draft).expect("a sound draft");
    Arc::new(snapshot.operator(id).expect("it is there").clone())
}

fn settings(version: Version) -> Settings {
    Settings { version, window_theirs: 100_000, ..Settings::default() }
}

fn part(session: u64, number: u64) -> Box<Outgoing> {
    let message = MessageId::from_number(FIRST_ID + number).expect("in the range");
    Box::new(Outgoing {
        session: SessionId(session),
        operator: OperatorId(1),
        attempt: AttemptRef { message, part: 1, attempt: 1 },
        doubtful: false,
        source: Party { ton: 5, npi: 0, text: "Whimbrel".into() },
        destination: Party { ton: 1, npi: 1, text: "447700900001".into() },
        esm_class: 0,
        protocol_id: 0,
        priority: 0,
        registered_delivery: 1,
        expires: None,
        data_coding: 0,
        content: Content { header: None, octets: Octets::from(number.to_string().into_bytes()) },
        group: None,
        reference: None,
        tlvs: None,
    })
}

impl Link {
    fn new(id: u64, operator: &Arc<Operator>, version: Version, now: Duration) -> Link {
        let ours = Session::new(SessionId(id), operator.clone(), BindKind::Transceiver, now);
        Link {
            id,
            ours,
            centre: Wire::new(Role::MessageCentre, settings(version), now),
            to_centre: BytesMut::new(),
            to_us: BytesMut::new(),
            stuck_until: now,
            is_up: false,
            out: BTreeSet::new(),
        }
    }

    /// The network takes some of our octets and all of the operator's.
    fn carry(&mut self, rng: &mut Rng, now: Duration) {
        let pending = self.ours.pending();
        let taken = match rng.u16(0..1_000) {
            _ if now < self.stuck_until => 0,
            0 => {
                self.stuck_until = now + STEP * rng.u32(0..100);
                rng.usize(0..=pending.len())
            }
            1..100 => rng.usize(0..=pending.len()),
            _ => pending.len(),
        };
        self.to_centre.extend_from_slice(&pending[..taken]);
        self.ours.handle_written(taken, now);
        self.to_us.extend_from_slice(self.centre.pending());
        self.centre.handle_written(self.centre.pending().len());
    }
}

impl World {
    fn new(seed: u64, version: Version) -> World {
        let operator = operator();
        let beginning = Timestamp::from_millis(BEGINNING);
        World {
            brain: Brain::new(Profile::chaos(), seed, beginning),
            rng: Rng::with_seed(seed),
            now: Duration::ZERO,
            version,
            link: Link::new(1, &operator, version, Duration::ZERO),
            operator,
            attempts: BTreeMap::new(),
            to_acknowledge: VecDeque::new(),
            asked: BTreeMap::new(),
            answered: BTreeMap::new(),
            tally: Tally { links: 1, ..Tally::default() },
        }
    }

    fn step(&mut self) {
        self.now += STEP;
        self.submit();
        self.acknowledge();
        // Until nobody has anything to say: far fewer turns than these.
        for _ in 0..10 {
            self.link.carry(&mut self.rng, self.now);
            self.centre_turn();
            while let Some(action) = self.brain.poll(self.now) {
                self.perform(action);
            }
            self.link.carry(&mut self.rng, self.now);
            self.our_turn();
        }
        self.link.centre.handle_timeout(self.now);
        self.link.ours.handle_timeout(self.now);
        match self.rng.u16(0..5_000) {
            0 => self.cut(),
            1 => self.link.ours.leave(self.now),
            2 => self.link.centre.unbind(self.now),
            _ => {}
        }
    }

    fn submit(&mut self) {
        for _ in 0..self.rng.u8(0..4) {
            if !self.link.is_up || self.link.out.len() == WINDOW {
                return;
            }
            let number = self.attempts.len() as u64 + 1;
            self.attempts.insert(number, Fate::default());
            self.link.out.insert(number);
            let effect = Effect::Send(part(self.link.id, number));
            self.link.ours.handle_effect(effect, self.now);
            self.tell();
        }
    }

    /// The disk takes its time.
    fn acknowledge(&mut self) {
        while let Some((_, to)) = self.to_acknowledge.pop_front_if(|(at, _)| *at <= self.now) {
            if to.session == SessionId(self.link.id) {
                self.tally.acknowledged += 1;
                self.link.ours.handle_effect(Effect::Acknowledged { to }, self.now);
            }
        }
    }

    fn centre_turn(&mut self) {
        let Link { id, centre, to_centre, .. } = &mut self.link;
        let session = simulator::SessionId(*id);
        centre.handle_bytes(to_centre, self.now);
        while let Some(output) = centre.poll_output() {
            match output {
                WireOutput::Bind(_) => {
                    centre.accept_bind(settings(self.version), self.now).expect("a bind waits");
                }
                WireOutput::Bound { kind, version } => {
                    self.brain.session_bound(self.now, session, kind, version);
                }
                WireOutput::Request(Received { pdu, deviations }) => {
                    assert_eq!(deviations.first(), [], "{pdu:?}");
                    let Pdu::SubmitSm(sm) = pdu.view() else { panic!("{pdu:?}") };
                    let number = std::str::from_utf8(sm.short_message).expect("digits");
                    let number = number.parse().expect("digits");
                    self.attempts.get_mut(&number).expect("it was sent").seen = true;
                    let submit = Submit::of(pdu.view()).expect("it is one");
                    self.brain.submit(self.now, session, pdu.header().sequence, submit);
                }
                WireOutput::Answered { token, response }
                | WireOutput::LateAnswer { token, response } => {
                    let header = response.pdu.header();
                    *self.answered.entry((*id, u64::from(header.sequence))).or_default() += 1;
                    let reply = Reply::Status(header.status);
                    self.brain.answered(self.now, session, token, reply);
                }
                WireOutput::Failed { token, why: Failure::NoAnswer } => {
                    self.brain.answered(self.now, session, token, Reply::Nothing);
                }
                WireOutput::Closed { .. } => self.brain.session_closed(session),
                other => panic!("the centre: {other:?}"),
            }
        }
    }

    fn perform(&mut self, action: Action) {
        match action {
            Action::Answer(answer) => self.answer(&answer),
            Action::Deliver(deliver) => {
                let sent = self.link.centre.handle_request(deliver.token, &deliver.pdu(), self.now);
                if sent.is_err() {
                    let session = simulator::SessionId(self.link.id);
                    self.brain.answered(self.now, session, deliver.token, Reply::Nothing);
                }
            }
            Action::Close(session) => {
                assert_eq!(session, simulator::SessionId(self.link.id));
                self.cut();
            }
        }
    }

    fn answer(&mut self, answer: &Answer) {
        let link = &mut self.link;
        assert_eq!(answer.session, simulator::SessionId(link.id));
        let (sequence, status) = (answer.sequence, answer.status);
        match link.centre.handle_answer(sequence, status, &answer.pdu(), self.now) {
            Ok(()) => {}
            // A second answer, or one with a wrong number.
            Err(Refused::NotOwed) => {
                link.to_us.extend_from_slice(link.centre.pending());
                link.centre.handle_written(link.centre.pending().len());
                let encoder = Encoder::new(self.version.min(Version::V34));
                let pdu = answer.pdu();
                encoder.encode(&pdu, status, sequence, &mut link.to_us).expect("it can be written");
            }
            Err(refused) => panic!("{refused:?}: {answer:?}"),
        }
    }

    /// The connection breaks; what the operator has written before still arrives.
    fn cut(&mut self) {
        self.link.carry(&mut self.rng, self.now);
        self.our_turn();
        self.link.ours.handle_peer_closed();
        self.tell();
    }

    fn our_turn(&mut self) {
        let id = self.link.id;
        loop {
            let taken = self.link.ours.handle_bytes(&mut self.link.to_us, self.now);
            self.tell();
            if taken == 0 || self.link.id != id {
                break;
            }
        }
    }

    fn tell(&mut self) {
        while let Some(output) = self.link.ours.poll() {
            match output {
                Output::Input(input) => self.take(input),
                Output::Bound { .. } | Output::Noted(_) => {}
                Output::Closed(_) => {
                    assert!(!self.link.is_up && self.link.out.is_empty(), "all has come back");
                    self.brain.session_closed(simulator::SessionId(self.link.id));
                    self.tally.links += 1;
                    self.link = Link::new(self.tally.links, &self.operator, self.version, self.now);
                }
                other => panic!("we: {other:?}"),
            }
        }
    }

    fn take(&mut self, input: Input) {
        let id = SessionId(self.link.id);
        match input {
            Input::OperatorUp { session, operator, window } => {
                assert_eq!((session, operator), (id, OperatorId(1)));
                assert_eq!(window as usize, WINDOW);
                self.link.is_up = true;
            }
            Input::Down(session) => {
                assert!(session == id && self.link.is_up);
                self.link.is_up = false;
            }
            Input::Answered(answer) => {
                assert_eq!(answer.session, id);
                let number = answer.attempt.message.get() - FIRST_ID;
                let fate = self.attempts.get_mut(&number).expect("it was sent");
                if answer.late {
                    self.tally.late += 1;
                    fate.late += 1;
                    assert_eq!(fate.lost, Some(true), "{number}: late is what was lost");
                    return;
                }
                fate.answered += 1;
                assert!(self.link.out.remove(&number), "{number} has come back before");
                match answer.answer {
                    SubmitAnswer::Lost { written } => {
                        fate.lost = Some(written);
                        let lost = &mut self.tally;
                        let count =
                            if written { &mut lost.lost_written } else { &mut lost.lost_unwritten };
                        *count += 1;
                    }
                    SubmitAnswer::Nack(_) => self.tally.nacks += 1,
                    SubmitAnswer::NoMessageId => self.tally.without_id += 1,
                    SubmitAnswer::Status(0) => assert!(answer.id.is_some(), "{answer:?}"),
                    SubmitAnswer::Status(_) => {}
                }
            }
            Input::Reported(report) => {
                self.tally.reports += 1;
                self.take_request(report.to);
            }
            Input::Inbound(text) => {
                self.tally.texts += 1;
                // A phone's program acknowledges to the sender (SMPP 3.4 s5.2.12).
                if text.esm_class & 0x3C == 0 {
                    assert_eq!(&*text.destination.text, "777", "{text:?}");
                    let network = text.network.as_ref().expect("447700900001 is British");
                    assert_eq!(&*network.country, "GB");
                }
                self.take_request(text.to);
            }
            other => panic!("we: {other:?}"),
        }
    }

    fn take_request(&mut self, to: ReplyTo) {
        *self.asked.entry((to.session.0, to.token)).or_default() += 1;
        let durable = self.now + STEP * self.rng.u32(0..5);
        let last = self.to_acknowledge.back().map_or(durable, |(at, _)| durable.max(*at));
        self.to_acknowledge.push_back((last, to));
    }

    /// What is on its way arrives, and the disk takes everything.
    fn finish(&mut self) {
        while let Some((_, to)) = self.to_acknowledge.pop_front() {
            if to.session == SessionId(self.link.id) {
                self.link.ours.handle_effect(Effect::Acknowledged { to }, self.now);
            }
        }
        self.link.to_centre.extend_from_slice(self.link.ours.pending());
        self.link.ours.handle_written(self.link.ours.pending().len(), self.now);
        self.centre_turn();
    }

    fn check(&self) {
        let Tally { links, lost_written, reports, texts, .. } = self.tally;
        for (number, fate) in &self.attempts {
            let expected = u32::from(!self.link.out.contains(number));
            assert_eq!(fate.answered, expected, "{number}: {fate:?}");
            assert!(fate.late <= 1, "{number}: {fate:?}");
            assert!(!(fate.seen && fate.lost == Some(false)), "{number} was written: {fate:?}");
        }
        for (request, times) in &self.answered {
            assert_eq!(self.asked.get(request), Some(times), "{request:?}: only what was asked");
        }
        for (request, times) in &self.asked {
            // A link may end before the disk is ready; the last one has not.
            let answered = self.answered.get(request);
            let is_last = request.0 == self.link.id;
            assert!(answered == Some(times) || !is_last, "{request:?}: {answered:?}");
        }
        assert!(self.attempts.len() > 1_000 && links > 5, "{:?}", self.tally);
        assert!(lost_written > 100 && reports > 1_000 && texts > 100, "{:?}", self.tally);
    }
}

#[test]
fn everything_comes_back_once_and_is_answered_once() {
    let (mut late, mut unwritten) = (0, 0);
    for version in Version::ALL {
        for seed in 0..12 {
            let mut world = World::new(seed, version);
            (0..10_000).for_each(|_| world.step());
            println!(
                "{version:?} seed {seed}: {} attempts, {:?}",
                world.attempts.len(),
                world.tally
            );
            world.finish();
            world.check();
            late += world.tally.late;
            unwritten += world.tally.lost_unwritten;
        }
    }
    assert!(late > 10 && unwritten > 1_000, "{late} late answers, {unwritten} never written");
}
