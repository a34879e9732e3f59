//! A message centre and an ESME, each a session, with nothing between them but octets that are cut in
//! random places.

use crate::chance::Chance;
use crate::ledger::Ledger;
use bytes::BytesMut;
use smpp::Address;
use smpp::pdu::bind::Bind;
use smpp::pdu::message::{MessageResp, Sm};
use smpp::session::{BindKind, Failure, Fate, Output, Reason, Received, Role, Session, Settings};
use smpp::session::{Timers, Token};
use smpp::{CommandId, CommandStatus, Pdu, Version};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How a run goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weather {
    /// Nobody is late and nothing is cut: every request must be answered.
    Calm,
    /// Answers are late, and the connection may be cut at any octet.
    Rough,
}

struct Side {
    role: Role,
    session: Session,
    settings: Settings,
    ledger: Ledger,
    /// Octets on their way to this side, and those that its driver has read.
    wire: BytesMut,
    read: BytesMut,
    /// Requests of the other side that this one's application has not answered yet.
    open: Vec<(u32, CommandId, Token)>,
    /// All requests of the other side that it has seen.
    seen: BTreeSet<Token>,
    /// How it has answered them.
    answers: BTreeMap<Token, CommandStatus>,
    bound: Option<(BindKind, Version)>,
    reason: Option<Reason>,
    unknown: Vec<(Token, Fate)>,
}

impl Side {
    fn new(role: Role, chance: &mut Chance) -> Side {
        let settings = Settings {
            version: chance.pick(&Version::ALL),
            window_ours: 1 + chance.below(12),
            window_theirs: 1 + chance.below(12),
            sequence_first: chance.pick(&[1, 0x7FFF_FFF0]),
            timers: Timers { inactivity: Duration::MAX, ..Timers::default() },
            ..Settings::default()
        };
        Side {
            role,
            session: Session::new(role, settings.clone(), Duration::ZERO),
            settings,
            ledger: Ledger::default(),
            wire: BytesMut::new(),
            read: BytesMut::new(),
            open: Vec::new(),
            seen: BTreeSet::new(),
            answers: BTreeMap::new(),
            bound: None,
            reason: None,
            unknown: Vec::new(),
        }
    }

    /// The messages that this side may send on this bind.
    fn may_send(&self) -> bool {
        match self.bound {
            Some((BindKind::Transceiver, _)) => true,
            Some((BindKind::Transmitter, _)) => self.role == Role::Esme,
            Some((BindKind::Receiver, _)) => self.role == Role::MessageCentre,
            None => false,
        }
    }
}

pub(crate) struct Pair {
    chance: Chance,
    weather: Weather,
    now: Duration,
    sides: [Side; 2],
    tokens: u64,
    /// Requests that were taken, and those of them that were answered.
    pub(crate) asked: u64,
    pub(crate) answered: u64,
    pub(crate) unknown: u64,
}

impl Pair {
    pub(crate) fn new(seed: u64, weather: Weather) -> Pair {
        let mut chance = Chance::new(seed);
        let sides = [Role::MessageCentre, Role::Esme].map(|role| Side::new(role, &mut chance));
        let mut pair = Pair {
            chance,
            weather,
            now: Duration::ZERO,
            sides,
            tokens: 0,
            asked: 0,
            answered: 0,
            unknown: 0,
        };
        let kinds = [BindKind::Transmitter, BindKind::Receiver, BindKind::Transceiver];
        let kind = pair.chance.pick(&kinds);
        pair.sides[1].session.bind(kind, &Bind::default(), pair.now).expect("the session is open");
        pair
    }

    pub(crate) fn is_over(&self) -> bool {
        self.sides.iter().all(|side| side.ledger.closed)
    }

    /// Does one thing.
    pub(crate) fn step(&mut self) {
        let at = self.chance.below(2);
        match self.chance.below(20) {
            0..=3 => self.ask(at),
            4..=7 => self.answer(at),
            8..=11 => self.write(at),
            12..=16 => self.read(at),
            17..=18 => self.pass_up_to(3),
            _ => self.weather(at),
        }
        for at in 0..2 {
            self.collect(at);
            self.sides[at].session.check_invariants().expect("invariant");
        }
    }

    fn ask(&mut self, at: usize) {
        let side = &mut self.sides[at];
        self.tokens += 1;
        let token = Token(self.tokens);
        let text = token.0.to_string();
        let number = Address { ton: 1, npi: 1, digits: b"49170" };
        let sm = Sm {
            source: number,
            destination: number,
            short_message: text.as_bytes(),
            ..Sm::default()
        };
        let pdu = match side.role {
            Role::Esme => Pdu::SubmitSm(sm),
            Role::MessageCentre => Pdu::DeliverSm(sm),
        };
        let expected = side.session.has_room() && side.may_send();
        let result = side.session.handle_request(token, &pdu, self.now);
        assert_eq!(result.is_ok(), expected, "{result:?}");
        if expected {
            side.ledger.sent(token, &side.session);
            self.asked += 1;
        }
    }

    fn answer(&mut self, at: usize) {
        let side = &mut self.sides[at];
        if side.open.is_empty() {
            return;
        }
        let index = self.chance.below(side.open.len());
        let (sequence, command, token) = side.open.remove(index);
        let status = match self.chance.once_in(5) {
            true => CommandStatus::THROTTLED,
            false => CommandStatus::OK,
        };
        let id = token.0.to_string();
        let body = MessageResp { message_id: id.as_bytes(), ..MessageResp::default() };
        let pdu = match command {
            CommandId::SUBMIT_SM => Pdu::SubmitSmResp(body),
            _ => Pdu::DeliverSmResp(body),
        };
        match side.session.handle_answer(sequence, status, &pdu, self.now) {
            Ok(()) => drop(side.answers.insert(token, status)),
            Err(refused) => assert_eq!(self.weather, Weather::Rough, "{token:?}: {refused}"),
        }
    }

    fn write(&mut self, at: usize) {
        let room = self.chance.below(150);
        let side = &mut self.sides[at];
        let octets = side.ledger.write(&mut side.session, room);
        self.sides[1 - at].wire.extend_from_slice(&octets);
    }

    fn read(&mut self, at: usize) {
        let side = &mut self.sides[at];
        if side.session.wants_bytes() {
            let count = self.chance.below(150).min(side.wire.len());
            side.read.extend_from_slice(&side.wire.split_to(count));
        }
        side.ledger.hand_over(&mut side.session, &mut side.read, self.now);
        let other = &self.sides[1 - at];
        if other.ledger.closed && self.sides[at].wire.is_empty() {
            self.sides[at].session.handle_peer_closed();
        }
    }

    fn pass_up_to(&mut self, milliseconds: usize) {
        self.now += Duration::from_millis(self.chance.below(milliseconds) as u64);
        for side in &mut self.sides {
            side.session.handle_timeout(self.now);
        }
    }

    fn weather(&mut self, at: usize) {
        let bound = self.sides.iter().all(|side| side.bound.is_some());
        if self.chance.once_in(40) && (bound || self.weather == Weather::Rough) {
            self.sides[at].session.unbind(self.now);
        }
        if self.weather == Weather::Calm {
            return;
        }
        if self.chance.once_in(8) {
            self.pass_up_to(20_000);
        }
        if self.chance.once_in(60) {
            for side in &mut self.sides {
                side.session.handle_peer_closed();
            }
        }
        if self.chance.once_in(60) {
            self.sides[at].session.close();
        }
    }

    fn collect(&mut self, at: usize) {
        while let Some(output) = self.sides[at].session.poll_output() {
            self.sides[at].ledger.told(&output);
            self.hear(at, output);
        }
    }

    fn hear(&mut self, at: usize, output: Output) {
        let [centre, esme] = &mut self.sides;
        let (side, other) = if at == 0 { (centre, esme) } else { (esme, centre) };
        match output {
            Output::Bind(_) => {
                let accepted = side.session.accept_bind(side.settings.clone(), self.now);
                assert!(accepted.is_ok() || self.weather == Weather::Rough, "{accepted:?}");
            }
            Output::Bound { kind, version } => {
                side.bound = Some((kind, version));
                // A message centre that speaks 3.3 has no way to say so.
                let asked = side.settings.version;
                let agreed = asked.min(other.settings.version);
                let silent = side.role == Role::Esme && agreed == Version::V33;
                assert_eq!(version, if silent { asked } else { agreed });
            }
            Output::Request(received) => {
                let (token, header) = (token_of(&received), received.pdu.header());
                assert!(side.seen.insert(token), "{token:?} came twice");
                side.open.push((header.sequence, header.command, token));
            }
            Output::Answered { token, response } | Output::LateAnswer { token, response } => {
                let status = response.pdu.header().status;
                assert_eq!(other.answers.get(&token), Some(&status), "{token:?}");
                assert!(status != CommandStatus::OK || id_of(&response) == token);
                self.answered += 1;
            }
            Output::Failed { why: Failure::NoAnswer, .. } => {
                assert_eq!(self.weather, Weather::Rough);
            }
            Output::Closed { reason, unknown } => {
                side.reason = Some(reason);
                self.unknown += unknown.len() as u64;
                side.unknown = unknown;
            }
            Output::Outbind(_)
            | Output::BindRefused(_)
            | Output::Unexpected(_)
            | Output::Refused { .. }
            | Output::Failed { why: Failure::Nacked(_) | Failure::Unreadable(_), .. } => {
                panic!("between two good sessions: {output:?}");
            }
        }
    }

    /// What must be true when both have ended.
    pub(crate) fn judge(&self) {
        for at in 0..2 {
            let (side, other) = (&self.sides[at], &self.sides[1 - at]);
            for (token, fate) in &side.unknown {
                assert!(
                    *fate == Fate::Written || !other.seen.contains(token),
                    "{token:?} was seen"
                );
            }
            if self.weather == Weather::Calm {
                assert_eq!(side.unknown, []);
                let reason = side.reason.expect("it has ended");
                assert!(matches!(reason, Reason::Unbound | Reason::PeerUnbound), "{reason:?}");
            }
        }
        if self.weather == Weather::Calm {
            assert_eq!(self.asked, self.answered, "every request was answered");
        }
    }

    /// Lets both leave, so that the run ends.
    pub(crate) fn part(&mut self) {
        let at = self.chance.below(2);
        self.sides[at].session.unbind(self.now);
    }
}

fn token_of(request: &Received) -> Token {
    let view = request.pdu.view();
    let (Pdu::SubmitSm(sm) | Pdu::DeliverSm(sm)) = view else { panic!("{view:?}") };
    number(sm.short_message)
}

fn id_of(response: &Received) -> Token {
    let view = response.pdu.view();
    let (Pdu::SubmitSmResp(body) | Pdu::DeliverSmResp(body)) = view else { panic!("{view:?}") };
    number(body.message_id)
}

fn number(digits: &[u8]) -> Token {
    let text = std::str::from_utf8(digits).expect("digits");
    Token(text.parse().expect("a token"))
}
