//! Sessions under anything that a peer can send, a core can answer and a network can do: whatever
//! happens, the promises of the door hold.

use bytes::BytesMut;
use customers::{Clock, Output, Peer, Session, Settings};
use fastrand::Rng;
use gateway::door::{
    Body, Delivery, Effect, Input, Receipt, ReplyTo, SessionId, Submission, Text, Validity,
};
use message::code::{REFUSALS, REPORT_CODES};
use message::id::MessageId;
use message::object::{AccountId, LoginId};
use message::receipt::Style;
use message::text::capacity::room;
use message::text::data_coding::{Content as Kind, meaning};
use message::text::{alphabet::Alphabet, udh};
use message::time::Timestamp;
use records::Octets;
use records::submission::{Content, Party};
use registry::Snapshot;
use registry::draft::{AccountDraft, Draft, LoginDraft};
use registry::name::Secret;
use smpp::pdu::bind::Bind;
use smpp::{CommandId, CommandStatus, Decoder, Encoder, Frame, Limits, Pdu, Version};
use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

const WINDOW: usize = 5;

struct World {
    rng: Rng,
    version: Version,
    door: Session,
    clock: Clock,
    to_door: BytesMut,
    from_door: BytesMut,
    asked: Vec<(ReplyTo, Asked)>,
    /// Deliveries that have not come back.
    out: BTreeSet<MessageId>,
    next_notice: u64,
    is_up: bool,
    is_closed: bool,
    tally: Tally,
}

#[derive(Debug, Clone, Copy)]
enum Asked {
    Submit,
    Query,
    Cancel,
}

#[derive(Debug, Default)]
struct Tally {
    submitted: u64,
    split: u64,
    refused: u64,
    delivered: u64,
    taken: u64,
    sessions: u64,
}

fn snapshot(rng: &mut Rng) -> Arc<Snapshot> {
    let mut account = AccountDraft::new(AccountId(7), "acme");
    account.logins.push(LoginDraft::new(LoginId(3), "esme", Secret::new("V")));
    account.limits.window = Some(WINDOW as u32);
    account.limits.window_policy = rng.bool().then(|| "refuse".to_owned());
    account.alphabet = rng.choice(["gsm7", "latin1", "latin9", "japanese"]).map(str::to_owned);
    account.missing_letters = rng.choice(["nearest", "refuse"]).map(str::to_owned);
    account.home_country = rng.bool().then(|| "GB".to_owned());
    account.allow_empty = rng.bool();
    account.receipts.strict = rng.bool();
    account.max_parts = rng.bool().then_some(3);
    account.duplicate_window = rng.bool().then_some(Duration::from_secs(9));
    account.duplicate_key = rng.choice(["reference", "content"]).map(str::to_owned);
    let draft = Draft { accounts: vec![account], ..Draft::default() };
    Arc::new(Snapshot::build(&draft).expect("sound"))
}

fn pick<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    from[rng.usize(..from.len())]
}

/// Mostly the first.
fn mostly<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    if rng.u8(..6) > 0 { from[0] } else { pick(rng, from) }
}

fn octets(rng: &mut Rng, most: usize) -> Vec<u8> {
    let length = rng.usize(..=most);
    match rng.u8(..4) {
        0 => (0..length).map(|_| rng.u8(..)).collect(),
        1 => (0..length).map(|_| pick(rng, &[0x1B, 0x65, b'a', 0xE7])).collect(),
        2 => [0x04, 0x16].into_iter().cycle().take(length).collect(),
        _ => (0..length).map(|_| rng.u8(b' '..b'~')).collect(),
    }
}

const HEADERS: [&[u8]; 12] = [
    &[5, 0, 3, 5, 2, 1],
    &[6, 8, 4, 5, 5, 3, 3],
    &[5, 0, 3, 5, 2, 3],
    &[6, 5, 4, 0x15, 0x81, 0x15, 0x82],
    &[11, 0, 3, 5, 2, 1, 5, 4, 0x15, 0x81, 0x15, 0x82],
    &[3, 0x24, 1, 1],
    &[3, 0x25, 1, 1],
    &[6, 0x24, 1, 3, 0x25, 1, 1],
    &[2, 0, 0],
    &[0],
    &[9, 0, 3],
    &[3, 0x70, 1, 0],
];

const TLVS: [&[u8]; 10] = [
    &[0x02, 0x04, 0, 2, 0, 7],
    &[0x02, 0x0A, 0, 2, 0x15, 0x81],
    &[0x02, 0x0B, 0, 2, 0x15, 0x82],
    &[0x02, 0x0C, 0, 2, 0, 5, 0x02, 0x0E, 0, 1, 2, 0x02, 0x0F, 0, 1, 1],
    &[0x02, 0x0E, 0, 1, 2, 0x02, 0x0F, 0, 1, 9],
    &[0x00, 0x17, 0, 4, 0, 0, 1, 0],
    &[0x14, 0x01, 0, 3, 1, 2, 3],
    &[0x04, 0x24, 0, 1, b'x'],
    &[0x00, 0x1E, 0, 2, b'1', 0],
    &[0x02, 0x04, 0],
];

fn some_tlvs(rng: &mut Rng) -> Vec<u8> {
    let count = pick(rng, &[0, 0, 0, 1, 1, 2, 3]);
    (0..count).flat_map(|_| pick(rng, &TLVS).to_vec()).collect()
}

fn user_data(rng: &mut Rng, has_header: bool, most: usize) -> Vec<u8> {
    let header = if has_header { pick(rng, &HEADERS) } else { &[] };
    [header, &octets(rng, most)].concat()
}

/// A submit_sm or data_sm, mostly sound.
fn submission(rng: &mut Rng) -> (u32, Vec<u8>) {
    let mut body = vec![0];
    body.extend_from_slice(mostly(
        rng,
        &[
            &b"\x05\0ACME\0"[..],
            b"\x01\x01447700900999\0",
            b"\0\0\0",
            b"\x03\x00123\0",
            b"\x07\0x\0",
        ],
    ));
    body.extend_from_slice(mostly(
        rng,
        &[
            &b"\x01\x01447700900123\0"[..],
            b"\0\0+447700900123\0",
            b"\x02\x0107700900123\0",
            b"\0\0\0",
        ],
    ));
    let esm = pick(rng, &[0, 0, 0, 0, 0x40, 0x40, 0x80, 1, 2, 0xC3, 0x08, 0x04]);
    let dc = pick(rng, &[0, 0, 0, 1, 2, 3, 3, 4, 5, 6, 8, 8, 0x10, 0x18, 0xF0, 0xF5, 0x0B]);
    let rd = mostly(rng, &[0, 1, 2, 3, 0x11, 0xE1]);
    let most = pick(rng, &[10, 70, 140, 154, 162, 254]);
    let data = user_data(rng, esm & 0x40 != 0, most);
    let long = octets(rng, 3_000);
    let payload = rng.u8(..4) == 0;
    if rng.u8(..4) == 0 {
        body.extend([esm, rd, dc]);
        put_payload(&data, &mut body);
        body.extend(some_tlvs(rng));
        return (CommandId::DATA_SM.0, body);
    }
    body.extend([esm, 0, mostly(rng, &[0, 0, 1, 4])]);
    body.extend_from_slice(mostly(
        rng,
        &[&b"\0"[..], b"\0", b"260102000000000+\0", b"000001000000000R\0"],
    ));
    body.extend_from_slice(mostly(
        rng,
        &[&b"\0"[..], b"\0", b"260104000000000+\0", b"000003000000000R\0"],
    ));
    body.extend([rd, 0, dc, 0]);
    let short: &[u8] = if payload { &[] } else { &data[..data.len().min(255)] };
    body.push(short.len() as u8);
    body.extend_from_slice(short);
    body.extend(some_tlvs(rng));
    if payload {
        put_payload(&long, &mut body);
    }
    (CommandId::SUBMIT_SM.0, body)
}

fn put_payload(data: &[u8], body: &mut Vec<u8>) {
    body.extend([0x04, 0x24]);
    body.extend((data.len() as u16).to_be_bytes());
    body.extend_from_slice(data);
}

fn framed(command: u32, status: u32, sequence: u32, body: &[u8]) -> Vec<u8> {
    let head = [16 + body.len() as u32, command, status, sequence].map(u32::to_be_bytes);
    [head.as_flattened(), body].concat()
}

impl World {
    fn new(seed: u64) -> World {
        let mut rng = Rng::with_seed(seed);
        let clock = Clock { mono: Duration::ZERO, wall: Timestamp::from_millis(1_767_225_600_000) };
        let door = door(&mut rng, 1, clock);
        World {
            version: Version::V34,
            door,
            clock,
            to_door: BytesMut::new(),
            from_door: BytesMut::new(),
            asked: Vec::new(),
            out: BTreeSet::new(),
            next_notice: 1_000_000_000_000_000_000,
            is_up: false,
            is_closed: true,
            tally: Tally::default(),
            rng,
        }
    }

    fn begin(&mut self) {
        assert!(self.out.is_empty() && !self.is_up, "{:?}", self.out);
        self.tally.sessions += 1;
        self.door = door(&mut self.rng, self.tally.sessions, self.clock);
        self.version = pick(&mut self.rng, &Version::ALL);
        self.to_door.clear();
        self.from_door.clear();
        self.asked.clear();
        self.is_closed = false;
        let interface_version = self.version.rules().interface_version;
        let password = smpp::Secret(b"secret");
        let bind = Bind { system_id: b"esme", password, interface_version, ..Bind::default() };
        let pdu = match self.rng.u8(..3) {
            0 => Pdu::BindTransmitter(bind),
            1 => Pdu::BindReceiver(bind),
            _ => Pdu::BindTransceiver(bind),
        };
        let encoder = Encoder::new(Version::V34);
        encoder.encode(&pdu, CommandStatus::OK, 1, &mut self.to_door).expect("a bind");
    }

    fn step(&mut self) {
        if self.is_closed {
            self.begin();
        }
        let passed = self.rng.u64(..200);
        self.clock.mono += Duration::from_millis(passed);
        self.clock.wall = Timestamp::from_millis(self.clock.wall.millis() + passed as i64);
        match self.rng.u8(..40) {
            0..=11 => self.peer_submits(),
            12 => self.peer_enquires(),
            13..=22 => self.core_answers(),
            23..=32 => self.core_delivers(),
            33..=35 => self.peer_reads(),
            36 => self.door.handle_timeout(self.clock),
            37 => self.seldom(),
            _ => {}
        }
        if self.rng.u8(..20) > 0 {
            self.run();
        }
    }

    fn peer_submits(&mut self) {
        let (command, mut body) = submission(&mut self.rng);
        if self.rng.u8(..20) == 0 && !body.is_empty() {
            let place = self.rng.usize(..body.len());
            body[place] = self.rng.u8(..);
        }
        let sequence = self.rng.u32(1..20);
        self.to_door.extend_from_slice(&framed(command, 0, sequence, &body));
    }

    fn peer_enquires(&mut self) {
        let ids = [&b"1176722560000000001\0\0\0\0"[..], b"BEEF\0\0\0\0", b"?\0\0\0\0"];
        let body = pick(&mut self.rng, &ids);
        let sequence = self.rng.u32(1..20);
        let octets = match self.rng.u8(..3) {
            0 => framed(CommandId::QUERY_SM.0, 0, sequence, body),
            1 => framed(CommandId::CANCEL_SM.0, 0, sequence, &[&[0], body, &[0, 0, 0]].concat()),
            _ => framed(CommandId::ENQUIRE_LINK.0, 0, sequence, b""),
        };
        self.to_door.extend_from_slice(&octets);
    }

    fn seldom(&mut self) {
        match self.rng.u8(..12) {
            0 => self.to_door.extend_from_slice(&framed(CommandId::UNBIND.0, 0, 99, b"")),
            1 => self.door.unbind(self.clock),
            2 => self.door.handle_peer_closed(self.clock),
            3 => {
                let noise = octets(&mut self.rng, 40);
                self.to_door.extend_from_slice(&noise);
            }
            4 => {
                self.clock.mono += Duration::from_secs(31);
                self.door.handle_timeout(self.clock);
            }
            5 => {
                let registry = snapshot(&mut self.rng);
                self.door.handle_registry(registry, self.clock);
            }
            _ => {}
        }
    }

    fn core_answers(&mut self) {
        if self.asked.is_empty() {
            return;
        }
        let (to, asked) = self.asked.swap_remove(self.rng.usize(..self.asked.len()));
        let refusal = pick(&mut self.rng, REFUSALS).refusal;
        let effect = match (asked, self.rng.bool()) {
            (Asked::Submit, true) => Effect::Accepted { to, id: "1176722".into() },
            (Asked::Submit, false) => Effect::Refused { to, refusal },
            (Asked::Query, _) => Effect::Stands { to, standing: None },
            (Asked::Cancel, done) => Effect::Cancelled { to, done },
        };
        self.door.handle_effect(effect, self.clock);
    }

    fn core_delivers(&mut self) {
        if !self.is_up || self.out.len() >= WINDOW {
            return;
        }
        self.next_notice += 1;
        let notice = MessageId::from_number(self.next_notice).expect("shard 1");
        self.out.insert(notice);
        self.tally.delivered += 1;
        let party = |ton, text: &str| Party { ton, npi: 1, text: text.into() };
        let delivery = Delivery {
            session: SessionId(self.tally.sessions),
            notice,
            account: AccountId(7),
            source: party(1, "447700900123"),
            destination: party(pick(&mut self.rng, &[5, 9]), "Grüße, und noch viel mehr"),
            body: if self.rng.bool() { self.receipt() } else { self.text() },
        };
        self.door.handle_effect(Effect::Deliver(Box::new(delivery)), self.clock);
    }

    fn receipt(&mut self) -> Body {
        let row = pick(&mut self.rng, REPORT_CODES);
        Body::Receipt(Receipt {
            id: "1176722560000000001".into(),
            sub: 1,
            dlvrd: 0,
            submitted: self.clock.wall,
            done: self.clock.wall,
            code: row.code,
            state: row.state,
            intermediate: !row.is_final,
            beginning: self.rng.bool().then(|| "Grüße €".into()),
            reference: self.rng.bool().then_some(7),
            style: Style::default(),
        })
    }

    fn text(&mut self) -> Body {
        let parts = (0..self.rng.usize(1..4)).map(|_| {
            let header = self.rng.bool().then(|| pick(&mut self.rng, &HEADERS));
            let header = header.filter(|header| udh::read(header).is_ok());
            let most = pick(&mut self.rng, &[140, 160, 300]);
            let octets = octets(&mut self.rng, most);
            Content { header: header.map(Octets::from), octets: Octets::from(octets) }
        });
        let parts = parts.collect();
        let tlvs = some_tlvs(&mut self.rng);
        Body::Text(Text {
            at: self.clock.wall,
            esm_class: self.rng.u8(..),
            protocol_id: self.rng.u8(..),
            data_coding: pick(&mut self.rng, &[0, 0, 3, 4, 8, 0xF0, 0x0B]),
            parts,
            tlvs: Some(tlvs).filter(|it| !it.is_empty()).map(Octets::from),
        })
    }

    /// The peer reads what has come, strictly, and answers most of what it is asked.
    fn peer_reads(&mut self) {
        while let Some(frame) = Frame::take(&mut self.from_door, Limits::BOUND).expect("framing") {
            let decoder = Decoder::strict(self.version);
            let read = decoder.decode(frame.octets());
            let read = read.unwrap_or_else(|error| panic!("{error}: {frame:?}"));
            let sequence = read.header.sequence;
            let command = read.header.command;
            if command == CommandId::DELIVER_SM || command == CommandId::ENQUIRE_LINK {
                let status = pick(&mut self.rng, &[0, 0, 0, 0, 0x64]);
                let body: &[u8] = if command == CommandId::DELIVER_SM { &[0] } else { &[] };
                let answer = match self.rng.u8(..12) {
                    0 => continue,
                    1 => framed(CommandId::GENERIC_NACK.0, 3, sequence, b""),
                    _ => framed(command.0 | 0x8000_0000, status, sequence, body),
                };
                self.to_door.extend_from_slice(&answer);
            } else if command == CommandId::UNBIND {
                self.to_door.extend_from_slice(&framed(0x8000_0006, 0, sequence, b""));
            }
        }
    }

    // --- the driver

    fn run(&mut self) {
        loop {
            let taken = self.door.handle_bytes(&mut self.to_door, self.clock);
            let mut heard = 0;
            while let Some(output) = self.door.poll() {
                heard += 1;
                self.hear(output);
            }
            assert!(heard <= 2_100, "{heard} outputs at once");
            let most = if self.rng.u8(..10) == 0 { 7 } else { usize::MAX };
            let written = self.door.pending().len().min(most);
            self.from_door.extend_from_slice(&self.door.pending()[..written]);
            self.door.handle_written(written, self.clock);
            if taken == 0 && heard == 0 {
                return;
            }
        }
    }

    fn hear(&mut self, output: Output) {
        match output {
            Output::CheckPassword { .. } => {
                let is_right = self.rng.u8(..10) > 0;
                self.door.password_checked(is_right, 0, self.clock);
            }
            Output::Input(Input::Submit(submission)) => {
                self.check(&submission);
                self.ask(submission.to, Asked::Submit);
            }
            Output::Input(Input::Query(enquiry)) => self.ask(enquiry.to, Asked::Query),
            Output::Input(Input::Cancel(enquiry)) => self.ask(enquiry.to, Asked::Cancel),
            Output::Input(Input::ReceiverUp { session, window, .. }) => {
                assert_eq!((session.0, window as usize), (self.tally.sessions, WINDOW));
                assert!(!std::mem::replace(&mut self.is_up, true), "up twice");
            }
            Output::Input(Input::Down(session)) => {
                assert_eq!(session.0, self.tally.sessions);
                assert!(std::mem::replace(&mut self.is_up, false), "down without up");
            }
            Output::Input(Input::Taken { notice, .. }) => {
                self.tally.taken += 1;
                assert!(self.out.remove(&notice), "{notice} came back twice, or was never out");
            }
            Output::Refused { .. } => self.tally.refused += 1,
            Output::Closed(_) => {
                assert!(!self.is_up, "closed before it was down");
                self.is_closed = true;
            }
            Output::Bound { .. } => assert!(!self.is_up),
            other => panic!("{other:?}"),
        }
    }

    fn ask(&mut self, to: ReplyTo, asked: Asked) {
        self.asked.push((to, asked));
        assert!(self.asked.len() <= WINDOW, "{} requests at once", self.asked.len());
    }

    /// Every part goes on the air as it is.
    fn check(&mut self, submission: &Submission) {
        self.tally.submitted += 1;
        self.tally.split += u64::from(submission.parts.len() > 1);
        assert!((1..=255).contains(&submission.parts.len()));
        let alphabet = match meaning(submission.data_coding).content {
            Kind::Default => Some(Alphabet::Gsm7(message::text::gsm::Tables::DEFAULT)),
            Kind::Text(alphabet) => Some(alphabet),
            Kind::Binary => None,
            Kind::Reserved => panic!("data_coding {:02X}", submission.data_coding),
        };
        for part in &submission.parts {
            let header = part.header.as_ref().map_or(&[][..], |header| &**header);
            assert!(header.is_empty() || udh::read(header).is_ok_and(|(_, rest)| rest.is_empty()));
            let room = room(header.len());
            let length = part.octets.len();
            let fits = match alphabet {
                Some(Alphabet::Gsm7(_)) => length <= room.septets,
                Some(Alphabet::Ucs2) => length.is_multiple_of(2) && length / 2 <= room.code_units,
                None => length <= room.octets,
                Some(other) => panic!("{other:?} goes on no air"),
            };
            assert!(fits, "{submission:?}");
        }
        let late = |at: Timestamp| at > self.clock.wall;
        assert!(submission.schedule.is_none_or(late));
        assert!(!matches!(submission.validity, Validity::Until(at) if !late(at)));
    }
}

fn door(rng: &mut Rng, id: u64, clock: Clock) -> Session {
    let smpp = smpp::session::Settings::default();
    let settings = Settings { smpp, uniform_bind_errors: rng.bool() };
    let peer = Peer { address: Ipv4Addr::LOCALHOST.into(), tls: rng.bool() };
    Session::new(SessionId(id), peer, settings, snapshot(rng), clock)
}

#[test]
fn the_promises_hold_whatever_happens() {
    let mut all = [0; 6];
    for seed in 0..60 {
        println!("seed {seed}");
        let mut world = World::new(seed);
        (0..4_000).for_each(|_| world.step());
        world.door.close(world.clock);
        world.run();
        assert!(world.is_closed && world.tally.delivered == world.tally.taken, "{:?}", world.tally);
        let Tally { submitted, split, refused, delivered, taken, sessions } = world.tally;
        for (sum, more) in
            all.iter_mut().zip([submitted, split, refused, delivered, taken, sessions])
        {
            *sum += more;
        }
    }
    println!("submitted, split, refused, delivered, taken, sessions: {all:?}");
    assert!(all[0] > 10_000 && all[1] > 500 && all[2] > 5_000 && all[3] > 10_000 && all[5] > 500);
}
