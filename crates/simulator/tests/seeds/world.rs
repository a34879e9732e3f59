//! A driver that does whatever chance tells it: sessions come and go, submissions of all kinds,
//! deliveries taken, refused, or left alone.

use message::time::Timestamp;
use simulator::phone::Presence;
use simulator::{Action, Brain, Deliver, Party, Profile, Reply, SessionId, Submit};
use smpp::list::{Destination, ListBuf};
use smpp::pdu::message::{DataSm, Sm, SubmitMulti};
use smpp::session::{BindKind, Token};
use smpp::{CommandStatus, Pdu, Tag, TlvBuf, Version};
use std::fmt::Write;
use std::time::Duration;

pub(crate) const PHONES: [&str; 5] =
    ["447700900001", "447700900002", "447700900003", "447700900004", "447700900005"];

/// SplitMix64, as the brain's own, but another stream.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed ^ 0x5555_5555_5555_5555)
    }

    fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.number() % bound as u64) as usize
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// What came out, as a driver saw it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Seen {
    pub(crate) submissions: u64,
    pub(crate) answers: u64,
    pub(crate) deliveries: u64,
    pub(crate) closes: u64,
    pub(crate) lines: u64,
    /// FNV-1a of all lines.
    pub(crate) hash: u64,
}

pub(crate) struct World {
    pub(crate) brain: Brain,
    pub(crate) now: Duration,
    pub(crate) seen: Seen,
    dice: Dice,
    bound: Vec<SessionId>,
    waiting: Vec<(SessionId, Token)>,
    sessions: u64,
    sequence: u32,
}

impl World {
    pub(crate) fn new(profile: Profile, seed: u64) -> World {
        World {
            brain: Brain::new(profile, seed, Timestamp::from_millis(1_795_379_963_101)),
            now: Duration::ZERO,
            seen: Seen { hash: 0xCBF2_9CE4_8422_2325, ..Seen::default() },
            dice: Dice::new(seed),
            bound: Vec::new(),
            waiting: Vec::new(),
            sessions: 0,
            sequence: 0,
        }
    }

    pub(crate) fn step(&mut self) {
        self.now += Duration::from_millis(self.dice.below(50) as u64);
        self.take();
        match self.dice.below(100) {
            0..3 => self.bind(),
            3..4 => self.close(),
            4..50 => self.submit(),
            50..90 => self.reply(),
            90..95 => self.write(),
            95..98 => self.switch(),
            _ => self.now += Duration::from_secs(self.dice.below(20) as u64),
        }
        self.take();
    }

    /// Fetches what there is to do now, and writes it down.
    pub(crate) fn take(&mut self) {
        while let Some(action) = self.brain.poll(self.now) {
            self.seen.lines += 1;
            self.note(&format!("{:?} {action:?}\n", self.now));
            match action {
                Action::Answer(_) => self.seen.answers += 1,
                Action::Deliver(Deliver { session, token, .. }) => {
                    self.seen.deliveries += 1;
                    self.waiting.push((session, token));
                }
                Action::Close(session) => {
                    self.seen.closes += 1;
                    self.forget(session);
                }
            }
        }
    }

    fn note(&mut self, line: &str) {
        for octet in line.bytes() {
            self.seen.hash =
                (self.seen.hash ^ u64::from(octet)).wrapping_mul(0x0000_0100_0000_01B3);
        }
    }

    fn forget(&mut self, session: SessionId) {
        self.bound.retain(|one| *one != session);
        self.waiting.retain(|(one, _)| *one != session);
    }

    // --- what chance can do

    fn bind(&mut self) {
        self.sessions += 1;
        let kind =
            self.dice.pick(&[BindKind::Transceiver, BindKind::Transmitter, BindKind::Receiver]);
        let version = self.dice.pick(&[Version::V34, Version::V34, Version::V50, Version::V33]);
        let session = SessionId(self.sessions);
        self.bound.push(session);
        self.brain.session_bound(self.now, session, kind, version);
    }

    fn close(&mut self) {
        if !self.bound.is_empty() {
            let session = self.dice.pick(&self.bound);
            self.forget(session);
            self.brain.session_closed(session);
        }
    }

    fn submit(&mut self) {
        if self.bound.is_empty() {
            return self.bind();
        }
        self.sequence += 1;
        // One in ten repeats the text of one before.
        let repeats = self.dice.below(10) == 0;
        let number = if repeats { self.dice.below(20) as u32 } else { self.sequence };
        let mut text = String::new();
        write!(text, "message {number} id:666 stat:UNDELIV").expect("a string takes it");
        let (source, destination) = (Party::new("777"), Party::new(self.dice.pick(&PHONES)));
        let registered_delivery = self.dice.pick(&[0, 1, 1, 1, 2, 3, 0x11]);
        let data_coding = self.dice.pick(&[0, 0, 3, 4, 8, 0xF5]);
        let sm = Sm {
            source: source.view(),
            destination: destination.view(),
            registered_delivery,
            data_coding,
            short_message: text.as_bytes(),
            ..Sm::default()
        };
        let mut tlvs = TlvBuf::new();
        tlvs.push(Tag::MESSAGE_PAYLOAD, text.as_bytes()).expect("it fits");
        let mut list = ListBuf::new();
        for phone in PHONES {
            let phone = Party::new(phone);
            list.push_destination(Destination::Sme(phone.view())).expect("five fit");
        }
        let pdu = match self.dice.below(10) {
            0 => Pdu::DataSm(DataSm {
                source: sm.source,
                destination: sm.destination,
                registered_delivery,
                data_coding,
                tlvs: tlvs.view(),
                ..DataSm::default()
            }),
            1 => Pdu::SubmitMulti(SubmitMulti {
                source: sm.source,
                destinations: list.destinations(),
                registered_delivery,
                short_message: sm.short_message,
                ..SubmitMulti::default()
            }),
            _ => Pdu::SubmitSm(sm),
        };
        self.seen.submissions += 1;
        let session = self.dice.pick(&self.bound);
        let submit = Submit::of(pdu).expect("a submission");
        self.brain.submit(self.now, session, self.sequence, submit);
    }

    fn reply(&mut self) {
        for _ in 0..self.dice.below(5) {
            if self.waiting.is_empty() {
                return;
            }
            let at = self.dice.below(self.waiting.len());
            let (session, token) = self.waiting.swap_remove(at);
            let reply = match self.dice.below(20) {
                0 => Reply::Nothing,
                1 => Reply::Status(CommandStatus::RECEIVER_TEMPORARY),
                2 => Reply::Status(CommandStatus::RECEIVER_REJECT),
                _ => Reply::Status(CommandStatus::OK),
            };
            self.brain.answered(self.now, session, token, reply);
        }
    }

    fn write(&mut self) {
        let phone = self.dice.pick(&PHONES);
        let text =
            self.dice.pick(&["Yes", "Ναι 🐦", "A text of two hundred characters. "]).repeat(6);
        // Whether the phone can is its own matter.
        let _ = self.brain.phone_replies(self.now, phone, &text);
    }

    fn switch(&mut self) {
        let presence = self.dice.pick(&[
            Presence::On,
            Presence::On,
            Presence::On,
            Presence::Off,
            Presence::Full,
            Presence::Barred,
            Presence::Unknown,
        ]);
        let phone = self.dice.pick(&PHONES);
        self.brain.phones_mut().add(phone, presence).expect("five phones have room");
    }

    /// One session that takes everything, until there is nothing more to do.
    pub(crate) fn calm_down(&mut self) {
        let mut rounds = 0;
        loop {
            if self.bound.is_empty() {
                self.sessions += 1;
                let session = SessionId(self.sessions);
                self.bound.push(session);
                let (kind, version) = (BindKind::Transceiver, Version::V50);
                self.brain.session_bound(self.now, session, kind, version);
            }
            self.take();
            for (session, token) in std::mem::take(&mut self.waiting) {
                self.brain.answered(self.now, session, token, Reply::Status(CommandStatus::OK));
            }
            match self.brain.next_due() {
                Some(due) => self.now = self.now.max(due),
                None if self.waiting.is_empty() => return,
                None => {}
            }
            rounds += 1;
            assert!(rounds < 1_000_000, "it never ends");
        }
    }
}
