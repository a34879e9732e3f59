//! One session against a peer, an application and a wire that do anything in any order.

use crate::chance::Chance;
use crate::ledger::Ledger;
use bytes::BytesMut;
use smpp::Address;
use smpp::pdu::bind::{Bind, Outbind};
use smpp::session::{BindKind, Output, Refused, Role, Session, Settings, Timers, Token};
use smpp::{CommandId, CommandStatus, Encoder, Pdu, Quirks, Version};
use std::collections::BTreeMap;
use std::time::Duration;

const KINDS: [BindKind; 3] = [BindKind::Transmitter, BindKind::Receiver, BindKind::Transceiver];

/// What travels when things go well, so that runs get anywhere.
const USUAL: [CommandId; 8] = [
    CommandId::SUBMIT_SM,
    CommandId::SUBMIT_SM_RESP,
    CommandId::DELIVER_SM,
    CommandId::DELIVER_SM_RESP,
    CommandId::DATA_SM,
    CommandId::DATA_SM_RESP,
    CommandId::ENQUIRE_LINK,
    CommandId::ENQUIRE_LINK_RESP,
];

pub(crate) struct Hostile {
    chance: Chance,
    session: Session,
    role: Role,
    settings: Settings,
    now: Duration,
    ledger: Ledger,
    /// Octets on their way from the peer, and those that the driver has read.
    on_the_way: BytesMut,
    read: BytesMut,
    /// Requests of the peer that the application has seen.
    seen: Vec<(u32, CommandId)>,
    tokens: u64,
    /// How often what came out.
    pub(crate) tally: Tally,
}

/// Outputs by their name, ends by their reason.
pub(crate) type Tally = BTreeMap<String, u64>;

fn name(output: &Output) -> String {
    let shown = match output {
        Output::Closed { reason, .. } => format!("Closed {reason:?}"),
        Output::Failed { why, .. } => format!("Failed {why:?}"),
        Output::Bind(_)
        | Output::Outbind(_)
        | Output::Bound { .. }
        | Output::BindRefused(_)
        | Output::Request(_)
        | Output::Answered { .. }
        | Output::LateAnswer { .. }
        | Output::Unexpected(_)
        | Output::Refused { .. } => format!("{output:?}"),
    };
    shown.split(['(', '{']).next().unwrap_or_default().trim().to_owned()
}

impl Hostile {
    pub(crate) fn new(seed: u64) -> Hostile {
        let mut chance = Chance::new(seed);
        let role = chance.pick(&[Role::MessageCentre, Role::Esme]);
        let settings = Settings {
            version: chance.pick(&Version::ALL),
            quirks: chance.pick(&[Quirks::STRICT, Quirks::LENIENT]),
            window_ours: chance.below(6),
            window_theirs: chance.below(6),
            sequence_first: chance.pick(&[1, 0x7FFF_FFFD, 5]),
            timers: Timers {
                inactivity: Duration::from_secs(chance.pick(&[45, 300])),
                ..Timers::default()
            },
            ..Settings::default()
        };
        let mut hostile = Hostile {
            session: Session::new(role, settings.clone(), Duration::ZERO),
            role,
            settings,
            chance,
            now: Duration::ZERO,
            ledger: Ledger::default(),
            on_the_way: BytesMut::new(),
            read: BytesMut::new(),
            seen: Vec::new(),
            tokens: 0,
            tally: Tally::new(),
        };
        if !hostile.chance.once_in(4) {
            hostile.bind_well();
        }
        hostile
    }

    /// Most runs begin with a bind that succeeds: before it there is not much to do.
    fn bind_well(&mut self) {
        let kind = self.chance.pick(&KINDS);
        let command = match self.role {
            Role::Esme => {
                let bind = Bind::default();
                self.session.bind(kind, &bind, self.now).expect("the session is open");
                kind.command().response().expect("a bind has one")
            }
            Role::MessageCentre => kind.command(),
        };
        Encoder::new(Version::V50)
            .encode(&body(command), CommandStatus::OK, self.settings.sequence_first, &mut self.read)
            .expect("a bind");
        self.hand_over();
        if self.role == Role::MessageCentre {
            self.session.accept_bind(self.settings.clone(), self.now).expect("a bind waits");
        }
        self.collect();
    }

    /// Does one thing. False when the session has ended.
    pub(crate) fn step(&mut self) -> bool {
        match self.chance.below(100) {
            0..=34 => self.peer_sends(),
            35..=49 => self.driver_reads(),
            50..=61 => self.application_asks(),
            62..=76 => self.application_answers(),
            77..=91 => self.driver_writes(),
            92..=97 => self.time_passes(),
            98 => self.something_rare(),
            _ => self.bind_somehow(),
        }
        self.collect();
        self.session.check_invariants().expect("invariant");
        let window = self.settings.window_theirs.max(1);
        assert!(self.ledger.owed <= window || self.ledger.closed, "more owed than the window");
        !self.ledger.closed
    }

    fn collect(&mut self) {
        while let Some(output) = self.session.poll_output() {
            self.ledger.told(&output);
            *self.tally.entry(name(&output)).or_default() += 1;
            if let Output::Request(received) = &output
                && let Some(response) = received.pdu.header().command.response()
            {
                self.seen.push((received.pdu.header().sequence, response));
            }
        }
        if self.ledger.closed {
            assert!(self.session.pending().is_empty());
            assert_eq!(self.session.next_deadline(), None);
        }
    }

    fn peer_sends(&mut self) {
        let (command, sequence) = self.header();
        put_odd(&mut self.chance, command, sequence, &mut self.on_the_way);
    }

    /// A command and a number, often of a response that is waited for.
    fn header(&mut self) -> (CommandId, u32) {
        if !self.ledger.arrived.is_empty() && self.chance.once_in(3) {
            let (request, sequence) = self.chance.pick(&self.ledger.arrived);
            if let Some(response) = request.response() {
                return (response, sequence);
            }
        }
        odd_header(&mut self.chance)
    }

    /// Reads some octets, if the session wants any, and hands them over.
    fn driver_reads(&mut self) {
        if self.session.wants_bytes() {
            let count = self.chance.below(200).min(self.on_the_way.len());
            self.read.extend_from_slice(&self.on_the_way.split_to(count));
        }
        self.hand_over();
    }

    fn hand_over(&mut self) {
        self.ledger.hand_over(&mut self.session, &mut self.read, self.now);
    }

    fn application_asks(&mut self) {
        let command = match self.chance.once_in(4) {
            true => self.chance.pick(CommandId::ALL),
            false if self.role == Role::Esme => CommandId::SUBMIT_SM,
            false => CommandId::DELIVER_SM,
        };
        self.tokens += 1;
        let token = Token(self.tokens);
        let had_room = self.session.has_room();
        match self.session.handle_request(token, &body(command), self.now) {
            Ok(_) => {
                assert!(had_room);
                if command.response().is_some() {
                    self.ledger.sent(token, &self.session);
                }
            }
            Err(Refused::Full) => assert!(!had_room),
            Err(Refused::NotOwed) => panic!("a request is not an answer"),
            Err(_) => {}
        }
    }

    fn application_answers(&mut self) {
        let status = self.chance.pick(&[CommandStatus::OK, CommandStatus::THROTTLED]);
        let wild = self.seen.is_empty() || self.chance.once_in(20);
        let (sequence, command) = match wild {
            true => (self.chance.below(12) as u32, self.chance.pick(CommandId::ALL)),
            false => self.chance.pick(&self.seen),
        };
        // The oldest that it may answer is the one it answers.
        let index = self.seen.iter().position(|&(owed, response)| {
            owed == sequence && (command == response || command == CommandId::GENERIC_NACK)
        });
        let answer = self.session.handle_answer(sequence, status, &body(command), self.now);
        match (answer, index) {
            (Ok(()), Some(index)) => {
                self.seen.remove(index);
                self.ledger.owed -= 1;
            }
            (Ok(()), None) => panic!("answered what was not asked"),
            // Only a session that is over has stopped waiting.
            (Err(Refused::NotOwed), Some(index)) => {
                assert!(!self.session.has_room(), "{command} {sequence} is owed");
                self.seen.remove(index);
            }
            (Err(_), _) => {}
        }
    }

    fn driver_writes(&mut self) {
        let room = self.chance.below(120);
        self.ledger.write(&mut self.session, room);
    }

    fn time_passes(&mut self) {
        let deadline = self.session.next_deadline();
        self.now = match (deadline, self.chance.below(4)) {
            (Some(deadline), 0) => deadline.max(self.now),
            _ => self.now + Duration::from_millis(self.chance.below(3000) as u64),
        };
        self.session.handle_timeout(self.now);
        let next = self.session.next_deadline();
        assert!(next.is_none_or(|next| next > self.now), "a deadline stays due");
    }

    fn bind_somehow(&mut self) {
        let kind = self.chance.pick(&KINDS);
        match self.role {
            Role::Esme => drop(self.session.bind(kind, &Bind::default(), self.now)),
            Role::MessageCentre => {
                let mut octets = BytesMut::new();
                let pdu = body(kind.command());
                Encoder::new(Version::V50)
                    .encode(&pdu, CommandStatus::OK, 1, &mut octets)
                    .expect("an empty bind");
                self.on_the_way.extend_from_slice(&octets);
            }
        }
    }

    fn something_rare(&mut self) {
        match self.chance.below(12) {
            0 => self.session.unbind(self.now),
            1 => self.session.handle_peer_closed(),
            2 => self.session.close(),
            3 => drop(self.session.outbind(&Outbind::default(), self.now)),
            4..=6 => {
                let _ = self.session.refuse_bind(CommandStatus::INVALID_PASSWORD, self.now);
            }
            7 => self.on_the_way.extend_from_slice(b"GET / HTTP/1.1\r\n"),
            _ => drop(self.session.accept_bind(self.settings.clone(), self.now)),
        }
    }
}

/// Any command, the usual ones more often, and any number.
pub(crate) fn odd_header(chance: &mut Chance) -> (CommandId, u32) {
    let command = match chance.once_in(3) {
        true => chance.pick(CommandId::ALL),
        false => chance.pick(&USUAL),
    };
    let sequence = match chance.below(60) {
        0 => 0,
        1..=5 => chance.next() as u32,
        6..=12 => 0x7FFF_FFFF - chance.below(3) as u32,
        _ => 1 + chance.below(12) as u32,
    };
    (command, sequence)
}

/// Appends a PDU, now and then with an octet that should not be there.
pub(crate) fn put_odd(chance: &mut Chance, command: CommandId, sequence: u32, out: &mut BytesMut) {
    let status = match chance.once_in(4) {
        true => CommandStatus(chance.below(0x70) as u32),
        false => CommandStatus::OK,
    };
    let start = out.len();
    if Encoder::new(Version::V50).encode(&body(command), status, sequence, out).is_err() {
        return;
    }
    let octets = &mut out[start..];
    if chance.once_in(40) {
        octets[7] ^= chance.next() as u8; // another command, or none
    }
    if chance.once_in(30) && octets.len() > 16 {
        let at = 16 + chance.below(octets.len() - 16);
        octets[at] = chance.next() as u8;
    }
    if chance.once_in(2000) {
        octets[chance.below(4)] ^= 0x11; // framing is lost
    }
}

/// A PDU with a body that the writer takes.
pub(crate) fn body(command: CommandId) -> Pdu<'static> {
    let number = Address { ton: 1, npi: 1, digits: b"49170" };
    let mut pdu = Pdu::empty(command).expect("a named command");
    if let Pdu::SubmitSm(sm) | Pdu::DeliverSm(sm) = &mut pdu {
        (sm.source, sm.destination, sm.short_message) = (number, number, b"hello");
    } else if let Pdu::BindTransmitter(bind)
    | Pdu::BindReceiver(bind)
    | Pdu::BindTransceiver(bind) = &mut pdu
    {
        (bind.system_id, bind.interface_version) = (b"acme", 0x34);
    }
    pdu
}
