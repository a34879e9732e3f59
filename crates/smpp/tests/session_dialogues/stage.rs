//! Where a dialogue is played: one session, a peer and an application that say what the text says, and
//! time that passes when the text lets it.

use crate::line::Line;
use crate::pdus;
use bytes::BytesMut;
use smpp::Secret;
use smpp::pdu::bind::{Bind, Outbind};
use smpp::session::{BindKind, Refused, Role, Session, Settings, SystemId, Token};
use smpp::{CommandStatus, Frame, Limits, Quirks};
use std::collections::VecDeque;
use std::time::Duration;

pub(crate) struct Stage {
    session: Session,
    role: Role,
    settings: Settings,
    now: Duration,
    /// Octets from the peer that the session has not taken.
    from_peer: BytesMut,
    /// Octets of a PDU of which the peer has sent the beginning.
    rest: Vec<u8>,
    /// Octets that reached the peer and are no whole PDU yet.
    to_peer: BytesMut,
    /// How many octets the wire still takes; `None`: all.
    wire: Option<usize>,
    sent: VecDeque<Line>,
    outputs: VecDeque<Line>,
}

type Outcome = Result<(), String>;

impl Stage {
    /// Sets the scene: `as message_centre`, `as esme`, or with ` bound transceiver` and fields.
    pub(crate) fn open(scene: &Line) -> Result<Stage, String> {
        let role = match scene.words[1].as_str() {
            "message_centre" => Role::MessageCentre,
            "esme" => Role::Esme,
            other => return Err(format!("`{other}` is no role")),
        };
        let settings = settings(scene);
        let now = Duration::ZERO;
        let mut stage = Stage {
            session: Session::new(role, settings.clone(), now),
            role,
            settings,
            now,
            from_peer: BytesMut::new(),
            rest: Vec::new(),
            to_peer: BytesMut::new(),
            wire: None,
            sent: VecDeque::new(),
            outputs: VecDeque::new(),
        };
        if scene.words.get(2).is_some_and(|word| word == "bound") {
            stage.bind(&scene.words[3], scene.get("peer").unwrap_or("0x34"))?;
        }
        Ok(stage)
    }

    /// Binds, so that a dialogue can begin behind it. The bind has number 1.
    fn bind(&mut self, kind: &str, peer: &str) -> Outcome {
        let kind = match kind {
            "tx" => "bind_transmitter",
            "rx" => "bind_receiver",
            "trx" => "bind_transceiver",
            other => return Err(format!("`{other}` is no bind")),
        };
        match self.role {
            Role::MessageCentre => {
                self.hear(&format!("{kind} seq=1 system_id=me version={peer}"));
                self.pump()?;
                self.act("accept")?;
            }
            Role::Esme => {
                self.act(&format!("{kind} system_id=me"))?;
                self.hear(&format!("{kind}_resp seq=1 system_id=GW sc_version={peer}"));
            }
        }
        self.pump()?;
        self.sent.clear();
        match self.outputs.drain(..).next_back() {
            Some(last) if last.words[0] == "bound" => Ok(()),
            last => Err(format!("not bound: {last:?}")),
        }
    }

    /// Plays one line of the text.
    pub(crate) fn play(&mut self, text: &str) -> Outcome {
        let (mark, what) = text.split_at(text.find(' ').unwrap_or(text.len()));
        let what = what.trim();
        match mark {
            "<-" => return expect(&mut self.sent, what, "the session sends"),
            "!!" => return expect(&mut self.outputs, what, "the application is told"),
            "??" => return self.ask(what),
            _ => self.nothing_left()?,
        }
        match mark {
            "->" => self.hear(what),
            ".." => self.wait(duration(what))?,
            "app:" => self.act(what)?,
            "wire:" => self.set_wire(what),
            "xx" => self.session.handle_peer_closed(),
            _ => return Err(format!("`{mark}` means nothing")),
        }
        self.pump()
    }

    /// Everything that came out has been mentioned.
    pub(crate) fn nothing_left(&self) -> Outcome {
        let sent = self.sent.iter().map(|line| format!("<- {line}"));
        let outputs = self.outputs.iter().map(|line| format!("!! {line}"));
        let left: Vec<String> = sent.chain(outputs).collect();
        if left.is_empty() { Ok(()) } else { Err(format!("not mentioned: {}", left.join(" | "))) }
    }

    /// `-> rest`, or a PDU of which `send=N` holds all but N octets back.
    fn hear(&mut self, what: &str) {
        if what == "rest" {
            self.from_peer.extend_from_slice(&std::mem::take(&mut self.rest));
            return;
        }
        let line = Line::parse(what);
        let mut octets = pdus::octets(&line);
        if let Some(send) = line.number("send") {
            self.rest = octets.split_off(send as usize);
        }
        for _ in 0..line.number("times").unwrap_or(1) {
            self.from_peer.extend_from_slice(&octets);
        }
    }

    /// Lets time pass, with a stop at every deadline on the way.
    fn wait(&mut self, time: Duration) -> Outcome {
        let until = self.now + time;
        while let Some(deadline) = self.session.next_deadline().filter(|&it| it <= until) {
            if deadline < self.now {
                return Err(format!("a deadline at {deadline:?} was left behind"));
            }
            self.now = deadline;
            self.session.handle_timeout(self.now);
            self.pump()?;
            if self.session.next_deadline().is_some_and(|next| next <= self.now) {
                return Err(format!("the deadline at {deadline:?} stays due"));
            }
        }
        self.now = until;
        self.session.handle_timeout(self.now);
        Ok(())
    }

    /// What the application does; behind `=>` stands why the session refuses it.
    fn act(&mut self, what: &str) -> Outcome {
        let (what, expected) = what.split_once("=>").unwrap_or((what, "ok"));
        let line = Line::parse(what);
        let result = self.act_as(&line);
        let result = match result {
            Ok(()) => "ok".to_owned(),
            Err(Refused::Malformed(error)) => format!("malformed {}", error.field),
            Err(refused) => format!("{refused:?}"),
        };
        if result == expected.trim() { Ok(()) } else { Err(format!("the session says: {result}")) }
    }

    fn act_as(&mut self, line: &Line) -> Result<(), Refused> {
        let octets = |name| line.get(name).unwrap_or_default().as_bytes();
        let (system_id, password) = (octets("system_id"), Secret(octets("password")));
        let (session, now) = (&mut self.session, self.now);
        match line.words[0].as_str() {
            "unbind" => session.unbind(now),
            "close" => session.close(),
            "accept" => return session.accept_bind(merged(&self.settings, line), now),
            "refuse" => return session.refuse_bind(pdus::status(&line.words[1]), now),
            "outbind" => {
                let outbind = Outbind { system_id, password, ..Outbind::default() };
                return session.outbind(&outbind, now);
            }
            "answer" => {
                let sequence = line.number("seq").expect("an answer has a seq") as u32;
                let status = line.get("status").map_or(CommandStatus::OK, pdus::status);
                return pdus::with_pdu(line, 1, |pdu| {
                    session.handle_answer(sequence, status, pdu, now)
                });
            }
            command => {
                if let Some(kind) = BindKind::from_command(pdus::command(command)) {
                    let bind = Bind { system_id, password, ..Bind::default() };
                    return session.bind(kind, &bind, now);
                }
                let token = line.number("token").expect("a request has a token");
                for token in token..token + line.number("times").unwrap_or(1) {
                    pdus::with_pdu(line, 0, |pdu| session.handle_request(Token(token), pdu, now))?;
                }
            }
        }
        Ok(())
    }

    /// `stop`, `flow`, or `take N`: that many more octets pass.
    fn set_wire(&mut self, what: &str) {
        self.wire = match what.split_once(' ') {
            Some(("take", octets)) => Some(octets.parse().expect("a number of octets")),
            None if what == "stop" => Some(0),
            None if what == "flow" => None,
            _ => panic!("a wire cannot `{what}`"),
        };
    }

    fn ask(&mut self, what: &str) -> Outcome {
        let is = match what {
            "room" => self.session.has_room(),
            "no room" => !self.session.has_room(),
            "reads" => self.session.wants_bytes(),
            "reads nothing" => !self.session.wants_bytes(),
            "left unread" => !self.from_peer.is_empty(),
            _ => return Err(format!("`{what}` cannot be asked")),
        };
        if is { Ok(()) } else { Err("it is not so".to_owned()) }
    }

    /// What a driver does until nothing moves any more.
    fn pump(&mut self) -> Outcome {
        loop {
            let taken = self.session.handle_bytes(&mut self.from_peer, self.now);
            self.session.check_invariants()?;
            while let Some(output) = self.session.poll_output() {
                self.outputs.push_back(pdus::describe_output(&output));
            }
            let written = self.write();
            self.session.check_invariants()?;
            if taken + written == 0 {
                return Ok(());
            }
        }
    }

    fn write(&mut self) -> usize {
        let pending = self.session.pending();
        let octets = pending.len().min(self.wire.unwrap_or(usize::MAX));
        self.to_peer.extend_from_slice(&pending[..octets]);
        self.session.handle_written(octets);
        self.wire = self.wire.map(|room| room - octets);
        while let Some(frame) = Frame::take(&mut self.to_peer, Limits::BOUND).expect("framing") {
            self.sent.push_back(pdus::describe_frame(&frame));
        }
        octets
    }
}

/// The next line, or `times=N` the next N, are what the text says.
fn expect(actual: &mut VecDeque<Line>, expected: &str, who: &str) -> Outcome {
    let mut expected = Line::parse(expected);
    let times = expected.number("times").unwrap_or(1);
    expected.fields.remove("times");
    for _ in 0..times {
        match actual.pop_front() {
            Some(line) if expected.expects(&line) => {}
            Some(line) => return Err(format!("{who}: {line}")),
            None => return Err(format!("{who} nothing")),
        }
    }
    Ok(())
}

fn settings(scene: &Line) -> Settings {
    merged(&Settings::default(), scene)
}

/// The settings with what a line says of them.
fn merged(settings: &Settings, line: &Line) -> Settings {
    let mut settings = settings.clone();
    settings.system_id = SystemId::parse(b"GW").expect("two letters");
    if let Some(word) = line.get("speaks") {
        settings.version = pdus::version(word);
    }
    if line.get("quirks") == Some("lenient") {
        settings.quirks = Quirks::LENIENT;
    }
    settings.nul_in_refusal |= line.get("nul") == Some("yes");
    let count = |name| line.number(name).map(|it| it as usize);
    settings.window_ours = count("ours").unwrap_or(settings.window_ours);
    settings.window_theirs = count("theirs").unwrap_or(settings.window_theirs);
    settings.sequence_first = line.number("first").map_or(settings.sequence_first, |it| it as u32);
    let timers = &mut settings.timers;
    for (name, timer) in [
        ("session_init", &mut timers.session_init),
        ("response", &mut timers.response),
        ("enquire_link", &mut timers.enquire_link),
        ("inactivity", &mut timers.inactivity),
        ("linger", &mut timers.linger),
    ] {
        match line.get(name) {
            Some("off") => *timer = Duration::MAX,
            Some(text) => *timer = duration(text),
            None => {}
        }
    }
    settings
}

/// `30s`, `1.5s` or `20ms`.
fn duration(text: &str) -> Duration {
    let number = |digits: &str| digits.parse::<f64>().expect("a number of seconds");
    let seconds = match text.strip_suffix("ms") {
        Some(digits) => number(digits) / 1000.0,
        None => number(text.strip_suffix('s').expect("`s` or `ms`")),
    };
    Duration::from_millis((seconds * 1000.0).round() as u64)
}
