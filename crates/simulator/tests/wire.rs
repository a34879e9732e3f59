//! The operator behind a real session, and a real session as its peer, in every version: whatever
//! chaos wants to send can be written, and is read by the strict reader without a fault.

#![expect(clippy::wildcard_enum_match_arm, reason = "whatever else comes fails the test")]

use bytes::BytesMut;
use message::time::Timestamp;
use simulator::{Action, Answer, Brain, Profile, Reply, SessionId, Submit};
use smpp::pdu::bind::Bind;
use smpp::pdu::message::{MessageResp, Sm};
use smpp::session::{BindKind, Output, Received, Refused, Role, Session, Settings, Token};
use smpp::{Address, CommandStatus, Encoder, Pdu, Version};
use std::time::Duration;

/// A connection with its two sessions.
struct Link {
    id: SessionId,
    version: Version,
    centre: Session,
    esme: Session,
    /// Octets on their way to each.
    to_centre: BytesMut,
    to_esme: BytesMut,
}

#[derive(Debug, Default)]
struct Tally {
    submitted: u64,
    answered: u64,
    delivered: u64,
    unexpected: u64,
    links: u64,
}

struct World {
    brain: Brain,
    now: Duration,
    link: Link,
    tally: Tally,
}

fn settings(version: Version) -> Settings {
    Settings { version, window_theirs: 100_000, ..Settings::default() }
}

impl Link {
    fn new(id: u64, version: Version, now: Duration) -> Link {
        let mut esme = Session::new(Role::Esme, settings(version), now);
        let bind = Bind { system_id: b"whimbrel", ..Bind::default() };
        esme.bind(BindKind::Transceiver, &bind, now).expect("a fresh session binds");
        Link {
            id: SessionId(id),
            version,
            centre: Session::new(Role::MessageCentre, settings(version), now),
            esme,
            to_centre: BytesMut::new(),
            to_esme: BytesMut::new(),
        }
    }

    /// What two drivers and a network do.
    fn carry(&mut self) {
        for (session, octets) in
            [(&mut self.esme, &mut self.to_centre), (&mut self.centre, &mut self.to_esme)]
        {
            octets.extend_from_slice(session.pending());
            session.handle_written(session.pending().len());
        }
    }
}

impl World {
    fn new(profile: Profile, seed: u64, version: Version) -> World {
        World {
            brain: Brain::new(profile, seed, Timestamp::from_millis(1_795_379_963_101)),
            now: Duration::ZERO,
            link: Link::new(1, version, Duration::ZERO),
            tally: Tally { links: 1, ..Tally::default() },
        }
    }

    fn step(&mut self) {
        self.now += Duration::from_millis(10);
        self.submit();
        // Until nobody has anything to say: far fewer turns than these.
        for _ in 0..10 {
            self.link.carry();
            self.centre_turn();
            while let Some(action) = self.brain.poll(self.now) {
                self.perform(action);
            }
            self.link.carry();
            self.esme_turn();
        }
        self.link.centre.handle_timeout(self.now);
        self.link.esme.handle_timeout(self.now);
    }

    fn submit(&mut self) {
        if !self.link.esme.has_room() {
            return;
        }
        self.tally.submitted += 1;
        let number = self.tally.submitted;
        let text = format!("message {number} @ Grüße, a text that is long enough to be cut short");
        let sm = Sm {
            source: Address { ton: 5, npi: 0, digits: b"Whimbrel" },
            destination: Address { ton: 1, npi: 1, digits: b"447700900001" },
            registered_delivery: 1,
            data_coding: 8,
            short_message: &text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>(),
            ..Sm::default()
        };
        let sent = self.link.esme.handle_request(Token(number), &Pdu::SubmitSm(sm), self.now);
        sent.expect("there is room");
    }

    fn centre_turn(&mut self) {
        let Link { id, version, centre, to_centre, .. } = &mut self.link;
        centre.handle_bytes(to_centre, self.now);
        while let Some(output) = centre.poll_output() {
            match output {
                Output::Bind(_) => {
                    let settings = settings(*version);
                    centre.accept_bind(settings, self.now).expect("a bind waits");
                }
                Output::Bound { kind, version } => {
                    self.brain.session_bound(self.now, *id, kind, version);
                }
                Output::Request(Received { pdu, .. }) => {
                    let submit = Submit::of(pdu.view()).expect("only submissions are sent");
                    self.brain.submit(self.now, *id, pdu.header().sequence, submit);
                }
                Output::Answered { token, response } => {
                    let reply = Reply::Status(response.pdu.header().status);
                    self.brain.answered(self.now, *id, token, reply);
                }
                other => panic!("the centre: {other:?}"),
            }
        }
    }

    fn perform(&mut self, action: Action) {
        match action {
            Action::Answer(answer) => self.answer(&answer),
            Action::Deliver(deliver) => {
                let centre = &mut self.link.centre;
                let sent = centre.handle_request(deliver.token, &deliver.pdu(), self.now);
                sent.unwrap_or_else(|refused| panic!("{refused:?}: {deliver:?}"));
                self.tally.delivered += 1;
            }
            Action::Close(session) => {
                assert_eq!(session, self.link.id);
                self.tally.links += 1;
                self.link = Link::new(self.tally.links, self.link.version, self.now);
            }
        }
    }

    fn answer(&mut self, answer: &Answer) {
        assert_eq!(answer.session, self.link.id);
        let Answer { sequence, status, .. } = *answer;
        let centre = &mut self.link.centre;
        match centre.handle_answer(sequence, status, &answer.pdu(), self.now) {
            Ok(()) => {}
            Err(Refused::NotOwed) => {
                // A second answer, or one with a wrong number: as the documentation says.
                self.link.carry();
                let encoder = Encoder::new(self.link.version);
                let written =
                    encoder.encode(&answer.pdu(), status, sequence, &mut self.link.to_esme);
                written.expect("it can be written");
            }
            Err(refused) => panic!("{refused:?}: {answer:?}"),
        }
    }

    fn esme_turn(&mut self) {
        let Link { esme, to_esme, .. } = &mut self.link;
        esme.handle_bytes(to_esme, self.now);
        while let Some(output) = esme.poll_output() {
            match output {
                Output::Request(Received { pdu, deviations }) => {
                    assert_eq!(deviations.first(), [], "{pdu:?}");
                    let sequence = pdu.header().sequence;
                    let body = MessageResp::default();
                    let response = match pdu.view() {
                        Pdu::DataSm(_) => Pdu::DataSmResp(body),
                        _ => Pdu::DeliverSmResp(body),
                    };
                    let taken =
                        esme.handle_answer(sequence, CommandStatus::OK, &response, self.now);
                    taken.expect("it was asked");
                }
                Output::Answered { response, .. } | Output::LateAnswer { response, .. } => {
                    assert_eq!(response.deviations.first(), [], "{response:?}");
                    self.tally.answered += 1;
                }
                Output::Unexpected(_) => self.tally.unexpected += 1,
                Output::Bound { .. } | Output::Failed { .. } => {}
                other => panic!("the ESME: {other:?}"),
            }
        }
    }
}

#[test]
fn everything_that_chaos_sends_is_written_and_read() {
    for version in Version::ALL {
        for seed in 0..8 {
            let mut world = World::new(Profile::chaos(), seed, version);
            (0..3_000).for_each(|_| world.step());
            let (tally, counts) = (&world.tally, world.brain.ledger().counts());
            println!("{version:?} seed {seed}: {tally:?}");
            assert_eq!(counts.sends, tally.delivered, "{version:?} {seed}");
            assert_eq!(counts.lost, 0, "{version:?} {seed}: nothing was unwritable");
            assert!(tally.delivered > 500 && tally.answered > 300, "{version:?} {seed}: {tally:?}");
            assert!(tally.unexpected > 0 && tally.links > 3, "{version:?} {seed}: {tally:?}");
        }
    }
}

#[test]
fn a_calm_operator_loses_nothing() {
    for version in Version::ALL {
        let mut world = World::new(Profile::calm(), 1, version);
        (0..2_000).for_each(|_| world.step());
        let tally = &world.tally;
        assert_eq!((tally.unexpected, tally.links), (0, 1), "{version:?}: {tally:?}");
        // A second's worth is still on its way.
        assert!(tally.answered + 5 > tally.submitted, "{version:?}: {tally:?}");
        assert!(tally.delivered + 100 > tally.submitted, "{version:?}: {tally:?}");
    }
}
