//! Where a dialogue is played: the door on one side, a program of an account on the other, a core and
//! a driver that say what the text says, and time that passes when the text lets it.

use crate::line::{Line, hex, number};
use crate::{say, scene, show};
use bytes::BytesMut;
use customers::{Clock, Output, Session};
use gateway::door::{Input, ReplyTo};
use message::time::Timestamp;
use smpp::pdu::bind::Bind;
use smpp::pdu::message::MessageResp;
use smpp::session::{BindKind, Output as Seen, Role, Session as Esme, Settings, Token};
use smpp::{CommandStatus, Decoder, Pdu, Secret};
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

pub(crate) struct Stage {
    scene: Line,
    door: Session,
    esme: Esme,
    clock: Clock,
    to_door: BytesMut,
    to_esme: BytesMut,
    /// What the door and the peer have said and the text has not mentioned.
    said: VecDeque<Line>,
    seen: VecDeque<Line>,
    /// The core's names of requests.
    tokens: BTreeMap<u64, u64>,
    /// For requests that are written by hand.
    raw_sequence: u32,
    /// The door has closed the connection.
    is_closed: bool,
}

type Outcome = Result<(), String>;

/// 2026-01-01 00:00 UTC.
const NEW_YEAR: i64 = 1_767_225_600_000;

impl Stage {
    /// `as trx`, `as unbound` and so on, with fields of the scene.
    pub(crate) fn open(scene: &Line) -> Result<Stage, String> {
        let clock = Clock { mono: Duration::ZERO, wall: Timestamp::from_millis(NEW_YEAR) };
        let registry = scene::registry(scene);
        let settings = Settings {
            version: scene::version(scene),
            window_theirs: 10_000,
            window_ours: 10_000,
            ..Settings::default()
        };
        let door_settings = scene::settings(scene);
        let peer = scene::peer(scene);
        let mut stage = Stage {
            scene: scene.clone(),
            door: Session::new(say::SESSION, peer, door_settings, registry, clock),
            esme: Esme::new(Role::Esme, settings, clock.mono),
            clock,
            to_door: BytesMut::new(),
            to_esme: BytesMut::new(),
            said: VecDeque::new(),
            seen: VecDeque::new(),
            tokens: BTreeMap::new(),
            raw_sequence: 100,
            is_closed: false,
        };
        match scene.word(1) {
            "unbound" => {}
            kind => stage.bind_at_once(kind)?,
        }
        Ok(stage)
    }

    /// So that a dialogue can begin behind it.
    fn bind_at_once(&mut self, kind: &str) -> Outcome {
        self.act(&format!("-> bind {kind} system_id=esme password=secret"))?;
        self.act("app: password right sessions=0")?;
        let bound = self.said.iter().any(|line| line.words == ["!!", "bound"]);
        self.said.clear();
        self.seen.clear();
        if bound { Ok(()) } else { Err("the scene does not bind".to_owned()) }
    }

    /// Plays one line: either something happens, or what has happened is mentioned.
    pub(crate) fn play(&mut self, line: &str) -> Outcome {
        match line.split(' ').next() {
            Some("<-") => mention(&mut self.seen, line),
            Some("core:" | "!!") => mention(&mut self.said, line),
            _ => {
                self.nothing_left()?;
                self.act(line)
            }
        }
    }

    pub(crate) fn nothing_left(&self) -> Outcome {
        match self.said.front().or(self.seen.front()) {
            Some(line) => Err(format!("not mentioned: {line}")),
            None => Ok(()),
        }
    }

    fn act(&mut self, text: &str) -> Outcome {
        let line = Line::parse(text);
        match line.word(0) {
            "->" => self.peer_acts(&line)?,
            "core>" => {
                let to =
                    line.words.get(2).filter(|word| word.bytes().all(|it| it.is_ascii_digit()));
                let sequence = to.map_or(0, |word| number(word));
                let token = self.tokens.get(&sequence).copied().unwrap_or(4 << 32 | sequence);
                let to = ReplyTo { session: say::SESSION, token };
                self.door.handle_effect(say::effect(&line, to, self.clock.wall), self.clock);
            }
            "app:" => self.driver_acts(&line)?,
            ".." => self.wait(line.word(1)),
            other => return Err(format!("nobody says `{other}`")),
        }
        self.settle();
        Ok(())
    }

    fn driver_acts(&mut self, line: &Line) -> Outcome {
        match line.word(1) {
            "password" => {
                let sessions = line.number("sessions").unwrap_or(0) as u32;
                self.door.password_checked(line.word(2) == "right", sessions, self.clock);
            }
            "registry" => {
                let mut scene = self.scene.clone();
                scene.words.extend(line.words[2..].iter().cloned());
                scene.fields.extend(line.fields.clone());
                self.door.handle_registry(scene::registry(&scene), self.clock);
            }
            "unbind" => self.door.unbind(self.clock),
            "close" => self.door.close(self.clock),
            other => return Err(format!("the driver does not `{other}`")),
        }
        Ok(())
    }

    fn wait(&mut self, time: &str) {
        let seconds = time.strip_suffix('s').expect("seconds");
        let until = self.clock.mono + Duration::from_secs(number(seconds));
        loop {
            let due = [self.door.next_deadline(), self.esme.next_deadline()];
            let next =
                due.into_iter().flatten().min().unwrap_or(Duration::MAX).max(self.clock.mono);
            let now = next.min(until);
            let passed = i64::try_from((now - self.clock.mono).as_millis()).expect("short");
            self.clock.wall = Timestamp::from_millis(self.clock.wall.millis() + passed);
            self.clock.mono = now;
            self.door.handle_timeout(self.clock);
            self.esme.handle_timeout(now);
            self.settle();
            if next > until || now == until {
                break;
            }
        }
    }

    fn peer_acts(&mut self, line: &Line) -> Outcome {
        let now = self.clock.mono;
        match line.word(1) {
            "bind" => {
                let kind = match line.word(2) {
                    "tx" => BindKind::Transmitter,
                    "rx" => BindKind::Receiver,
                    "trx" => BindKind::Transceiver,
                    other => return Err(format!("bind as {other}")),
                };
                let field = |name| line.get(name).unwrap_or_default().as_bytes();
                let password = Secret(field("password"));
                let bind = Bind { system_id: field("system_id"), password, ..Bind::default() };
                self.esme.bind(kind, &bind, now).map_err(|refused| refused.to_string())?;
            }
            "raw" => {
                let words = line.words.iter().filter(|word| *word != "raw").cloned().collect();
                let line = Line { words, fields: line.fields.clone() };
                self.raw_sequence += 1;
                let sequence = line.number("seq").map_or(self.raw_sequence, |it| it as u32);
                self.to_door.extend_from_slice(&say::request(&line, sequence));
            }
            "hex" => self.to_door.extend_from_slice(&hex(&line.words[2..].concat())),
            "deliver_sm_resp" => {
                let sequence = number(line.word(2)) as u32;
                let status = line.get("status").map_or(CommandStatus::OK, status);
                let pdu = Pdu::DeliverSmResp(MessageResp::default());
                let sent = self.esme.handle_answer(sequence, status, &pdu, now);
                sent.map_err(|refused| refused.to_string())?;
            }
            "nack" => {
                let pdu = Pdu::empty(smpp::CommandId::GENERIC_NACK).expect("known");
                let status = line.get("status").map_or(CommandStatus::OK, status);
                let sent = self.esme.handle_answer(number(line.word(2)) as u32, status, &pdu, now);
                sent.map_err(|refused| refused.to_string())?;
            }
            "unbind" => self.esme.unbind(now),
            "close" => self.door.handle_peer_closed(self.clock),
            _ => self.peer_asks(line)?,
        }
        Ok(())
    }

    /// A request through the peer's own session.
    fn peer_asks(&mut self, line: &Line) -> Outcome {
        let octets = say::request(line, 1);
        let decoder = Decoder::strict(scene::version(&self.scene));
        let pdu = decoder.decode(&octets).map_err(|error| error.to_string())?.pdu;
        let sent = self.esme.handle_request(Token(0), &pdu, self.clock.mono);
        sent.map(drop).map_err(|refused| refused.to_string())
    }

    // --- what drivers do

    fn settle(&mut self) {
        loop {
            let before = (self.said.len(), self.seen.len());
            self.to_door.extend_from_slice(self.esme.pending());
            self.esme.handle_written(self.esme.pending().len());
            let taken = self.door.handle_bytes(&mut self.to_door, self.clock);
            self.listen();
            self.to_esme.extend_from_slice(self.door.pending());
            self.door.handle_written(self.door.pending().len(), self.clock);
            self.listen();
            let read = self.esme.handle_bytes(&mut self.to_esme, self.clock.mono);
            if self.is_closed {
                self.esme.handle_peer_closed();
            }
            while let Some(seen) = self.esme.poll_output() {
                self.seen.push_back(show::seen(&seen));
                if let Seen::Closed { .. } = seen {
                    self.door.handle_peer_closed(self.clock);
                }
            }
            if taken + read == 0 && before == (self.said.len(), self.seen.len()) {
                return;
            }
        }
    }

    fn listen(&mut self) {
        while let Some(output) = self.door.poll() {
            if let Output::Input(input) = &output {
                let to = match input {
                    Input::Submit(submission) => Some(submission.to),
                    Input::Query(enquiry) | Input::Cancel(enquiry) => Some(enquiry.to),
                    _ => None,
                };
                self.tokens.extend(to.map(|to| (show::sequence(to.token), to.token)));
            }
            self.said.push_back(show::output(&output, self.clock.wall));
            if let Output::Closed(_) = output {
                self.is_closed = true;
            }
        }
    }
}

fn status(name: &str) -> CommandStatus {
    CommandStatus::from_name(name).unwrap_or_else(|| panic!("no status {name}"))
}

fn mention(happened: &mut VecDeque<Line>, text: &str) -> Outcome {
    let expected = Line::parse(text);
    match happened.pop_front() {
        None => Err("nothing happened".to_owned()),
        Some(actual) if expected.expects(&actual) => Ok(()),
        Some(actual) => Err(format!("happened: {actual}")),
    }
}
