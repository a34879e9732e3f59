//! Our session and the operator's, and what the lines of a dialogue do to them.

use crate::common::{OPERATOR, Pair, SESSION, operator, outgoing};
use crate::line::{Line, address, number, octets};
use crate::show;
use gateway::door::{Effect, Outgoing, ReplyTo};
use message::code::Refusal;
use message::time::Timestamp;
use operators::Output;
use records::Octets;
use records::submission::{Group, GroupKind, Party};
use registry::draft::OperatorDraft;
use smpp::pdu::manage::AlertNotification;
use smpp::pdu::message::{DataSm, MessageResp, Sm};
use smpp::session::{BindKind, Output as WireOutput, Settings, Token};
use smpp::{Address, CommandId, CommandStatus, Pdu, Tag, TlvBuf, Version};
use std::collections::BTreeSet;
use std::time::Duration;

pub(crate) struct Stage {
    pair: Pair,
    now: Duration,
    version: Version,
    /// How many of our octets the network takes; `None`: all.
    room: Option<usize>,
    is_closed: bool,
    /// The operator has closed the connection.
    has_hung_up: bool,
    /// Attempts that have not come back.
    out: BTreeSet<u64>,
    tokens: u64,
}

impl Stage {
    pub(crate) fn open(line: &Line) -> (Stage, Vec<String>) {
        let operator = operator(|draft| settings(line, draft));
        let kind = match line.field("bind").unwrap_or("transceiver") {
            "transceiver" => BindKind::Transceiver,
            "transmitter" => BindKind::Transmitter,
            "receiver" => BindKind::Receiver,
            other => panic!("{other}"),
        };
        let version = match line.field("version").unwrap_or("3.4") {
            "3.3" => Version::V33,
            "3.4" => Version::V34,
            "5.0" => Version::V50,
            other => panic!("{other}"),
        };
        let mut stage = Stage {
            pair: Pair::new(&operator, kind, version, Duration::ZERO),
            now: Duration::ZERO,
            version,
            room: None,
            is_closed: false,
            has_hung_up: false,
            out: BTreeSet::new(),
            tokens: 0,
        };
        let mut told = stage.talk();
        if !line.has("fresh") {
            stage.accept();
            stage.talk();
            told.clear();
        }
        (stage, told)
    }

    pub(crate) fn play(&mut self, line: &Line) -> Vec<String> {
        let mut told = Vec::new();
        match line.who.as_str() {
            "core" => self.core(line),
            "operator" => self.operator(line),
            "wire" => self.room = self.room_of(line),
            "time" => told = self.time(line),
            "driver" => self.driver(line),
            other => panic!("who is {other}?"),
        }
        told.extend(self.talk());
        told
    }

    /// Every attempt must have come back when a session has ended.
    pub(crate) fn check_end(&self) -> Result<(), String> {
        if self.is_closed && !self.out.is_empty() {
            return Err(format!("{:?} have not come back", self.out));
        }
        Ok(())
    }

    // --- who does something

    fn core(&mut self, line: &Line) {
        let to = || ReplyTo { session: SESSION, token: number(line.word(1)) };
        let effect = match line.word(0) {
            "send" => {
                let part = part(line);
                assert!(self.out.insert(crate::common::number(part.attempt)), "a new attempt");
                Effect::Send(Box::new(part))
            }
            "acknowledge" => Effect::Acknowledged { to: to() },
            "refuse" => Effect::Refused { to: to(), refusal: Refusal::DiskFull },
            "close" => Effect::Close(SESSION),
            other => panic!("core: {other}"),
        };
        self.pair.ours.handle_effect(effect, self.now);
    }

    fn driver(&mut self, line: &Line) {
        match line.word(0) {
            "leave" => self.pair.ours.leave(self.now),
            "close" => self.pair.ours.close(),
            "settings" => {
                self.pair.ours.handle_settings(operator(|draft| settings(line, draft)));
            }
            other => panic!("driver: {other}"),
        }
    }

    /// Deadline by deadline; what each leads to is told.
    fn time(&mut self, line: &Line) -> Vec<String> {
        let (until, mut told, mut steps) = (self.now + line.duration(), Vec::new(), 0);
        while let Some(due) = self.next_due().filter(|due| *due <= until) {
            self.now = self.now.max(due);
            self.tick();
            told.extend(self.talk());
            steps += 1;
            assert!(steps < 1_000, "a deadline is over when it has been dealt with");
        }
        self.now = until;
        self.tick();
        told
    }

    fn tick(&mut self) {
        self.pair.ours.handle_timeout(self.now);
        self.pair.centre.handle_timeout(self.now);
    }

    fn next_due(&self) -> Option<Duration> {
        let deadlines = [self.pair.ours.next_deadline(), self.pair.centre.next_deadline()];
        deadlines.into_iter().flatten().min()
    }

    fn room_of(&self, line: &Line) -> Option<usize> {
        match line.word(0) {
            "stop" => Some(0),
            "take" => Some(number(line.word(1)) as usize),
            "flow" => None,
            other => panic!("wire: {other}"),
        }
    }

    fn operator(&mut self, line: &Line) {
        let status = CommandStatus(line.number("status").unwrap_or(0) as u32);
        match line.word(0) {
            "accept" => self.accept(),
            "refuse" => {
                self.pair.centre.refuse_bind(status, self.now).expect("a bind waits");
            }
            "submit_sm_resp" => {
                let id = line.field("id").unwrap_or_default().as_bytes();
                let body = MessageResp { message_id: id, ..MessageResp::default() };
                self.respond(line, status, &Pdu::SubmitSmResp(body));
            }
            "generic_nack" => {
                let nack = Pdu::empty(CommandId::GENERIC_NACK).expect("it is known");
                self.respond(line, status, &nack);
            }
            "deliver_sm" | "data_sm" | "alert_notification" => self.request(line),
            "unbind" => self.pair.centre.unbind(self.now),
            "hangs" => {
                self.pair.ours.handle_peer_closed();
            }
            "hex" => {
                let sent: String = (1..)
                    .map(|at| line.word(at))
                    .take_while(|it| !it.is_empty())
                    .map(repeated)
                    .collect();
                self.pair.to_us.extend_from_slice(&octets(&sent));
            }
            other => panic!("operator: {other}"),
        }
    }

    fn accept(&mut self) {
        let settings = Settings { version: self.version, ..Settings::default() };
        self.pair.centre.accept_bind(settings, self.now).expect("a bind waits");
    }

    fn respond(&mut self, line: &Line, status: CommandStatus, pdu: &Pdu<'_>) {
        let sequence = number(line.word(1)) as u32;
        let answered = self.pair.centre.handle_answer(sequence, status, pdu, self.now);
        answered.expect("the request waits");
    }

    fn request(&mut self, line: &Line) {
        let (from, to) = (
            line.field("from").unwrap_or("1/1/491701234567"),
            line.field("to").unwrap_or("3/0/777"),
        );
        let ((ton, npi, digits), (to_ton, to_npi, to_digits)) = (address(from), address(to));
        let source = Address { ton, npi, digits: digits.as_bytes() };
        let destination = Address { ton: to_ton, npi: to_npi, digits: to_digits.as_bytes() };
        let text = line.field("text").unwrap_or_default().replace("\\n", "\n").into_bytes();
        let [header, rest] = ["udh", "hex"].map(|key| line.field(key).map(octets));
        let text = [header.unwrap_or_default(), text, rest.unwrap_or_default()].concat();
        let esm_class = line.number("esm").unwrap_or(0) as u8;
        let data_coding = line.number("dcs").unwrap_or(0) as u8;
        let mut tlvs = TlvBuf::new();
        for (tag, value) in line.fields().filter(|(key, _)| key.len() == 4 && key.starts_with('0'))
        {
            let tag = Tag(u16::from_str_radix(tag, 16).expect("a tag"));
            tlvs.push(tag, &octets(value)).expect("a length that the tag allows");
        }
        if let Some(payload) = line.field("payload") {
            tlvs.push(Tag::MESSAGE_PAYLOAD, payload.as_bytes()).expect("any length");
        }
        let tlvs = tlvs.view();
        let pdu = match line.word(0) {
            "deliver_sm" => {
                let protocol_id = line.number("pid").unwrap_or(0) as u8;
                Pdu::DeliverSm(Sm {
                    source,
                    destination,
                    esm_class,
                    protocol_id,
                    data_coding,
                    short_message: &text,
                    tlvs,
                    ..Sm::default()
                })
            }
            "data_sm" => Pdu::DataSm(DataSm {
                source,
                destination,
                esm_class,
                data_coding,
                tlvs,
                ..DataSm::default()
            }),
            _ => {
                Pdu::AlertNotification(AlertNotification { source, ..AlertNotification::default() })
            }
        };
        self.tokens += 1;
        self.pair.centre.handle_request(Token(self.tokens), &pdu, self.now).expect("there is room");
    }

    // --- what follows

    fn talk(&mut self) -> Vec<String> {
        let mut told = Vec::new();
        loop {
            let before = told.len();
            self.listen_to_us(&mut told);
            let moved = self.carry();
            while let Some(output) = self.pair.centre.poll_output() {
                match output {
                    WireOutput::Bound { .. } => {}
                    WireOutput::Closed { .. } => self.has_hung_up = true,
                    output => told.push(show::wire_output(&output)),
                }
            }
            if told.len() > before || moved {
                continue;
            }
            if !self.has_hung_up || self.is_closed {
                return told;
            }
            self.pair.ours.handle_peer_closed();
        }
    }

    fn listen_to_us(&mut self, told: &mut Vec<String>) {
        while let Some(output) = self.pair.ours.poll() {
            if let Output::Input(gateway::door::Input::Answered(answer)) = &output
                && !answer.late
            {
                let came = self.out.remove(&crate::common::number(answer.attempt));
                assert!(came, "it comes back once: {answer:?}");
            }
            if let Output::Closed(_) = output {
                assert!(!self.is_closed || self.out.is_empty());
                self.is_closed = true;
            }
            told.push(show::output(&output));
        }
    }

    /// Did anything move?
    fn carry(&mut self) -> bool {
        let Pair { ours, centre, to_centre, to_us } = &mut self.pair;
        let pending = ours.pending();
        let taken = pending.len().min(self.room.unwrap_or(usize::MAX));
        to_centre.extend_from_slice(&pending[..taken]);
        ours.handle_written(taken, self.now);
        self.room = self.room.map(|room| room - taken);
        let sent = centre.pending().len();
        to_us.extend_from_slice(centre.pending());
        centre.handle_written(sent);
        let read = centre.handle_bytes(to_centre, self.now) + ours.handle_bytes(to_us, self.now);
        if self.is_closed && sent == 0 {
            centre.handle_peer_closed();
        }
        taken + sent + read > 0
    }
}

/// `61*300`: so many times.
fn repeated(hex: &str) -> String {
    let (octets, times) = hex.split_once('*').unwrap_or((hex, "1"));
    octets.repeat(number(times) as usize)
}

fn settings(line: &Line, draft: &mut OperatorDraft) {
    draft.window = Some(line.number("window").unwrap_or(10) as u32);
    draft.alphabet = line.field("alphabet").map(str::to_owned);
    draft.long_messages = line.field("long").map(str::to_owned);
    draft.receipts.unmarked = line.has("unmarked");
}

fn party(text: &str) -> Party {
    let (ton, npi, text) = address(text);
    Party { ton, npi, text: text.into() }
}

fn part(line: &Line) -> Outgoing {
    let name = line.word(1).bytes().next().expect("a name");
    let text = line.field("hex").map(octets);
    let text = text.unwrap_or_else(|| line.field("text").unwrap_or_default().as_bytes().to_vec());
    let octet = |key| line.number(key).map(|value| value as u8);
    let mut part = outgoing(u64::from(name - b'a'), &text);
    assert_eq!(part.operator, OPERATOR);
    part.content.header = line.field("udh").map(|it| Octets::from(octets(it)));
    part.data_coding = octet("dcs").unwrap_or(0);
    part.esm_class = octet("esm").unwrap_or(0);
    part.protocol_id = octet("pid").unwrap_or(0);
    part.priority = octet("prio").unwrap_or(0);
    part.registered_delivery = octet("rd").unwrap_or(1);
    part.expires = line.number("expires").map(|it| Timestamp::from_millis(it as i64));
    part.reference = line.number("ref").map(|it| it as u16);
    part.tlvs = line.field("tlvs").map(|it| Octets::from(octets(it)));
    part.source = line.field("from").map_or(part.source, party);
    part.destination = line.field("to").map_or(part.destination, party);
    part.group = line.field("sar").map(|it| {
        let (reference, total, sequence) = {
            let mut numbers = it.split('/').map(number);
            let mut next = || numbers.next().expect("three numbers");
            (next() as u16, next() as u8, next() as u8)
        };
        Group { kind: GroupKind::Sar, reference, total, sequence }
    });
    part
}
