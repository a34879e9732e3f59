//! Whatever happens, in whatever order: windows hold, nobody is billed or told twice, the journal
//! follows what is alive, a restart changes nothing, and in the end nothing is left.

use crate::fixture::{Fixture, answer};
use crate::scene::{ACCOUNTS, CURRENCY, Scene, account_of};
use crate::stage::session;
use gateway::door::{
    Delivery, Effect, Enquiry, Input, Key, Named, Outgoing, SessionId, Submission, Validity,
};
use message::code::{ReportCode, SubmitAnswer};
use message::id::MessageId;
use message::money::{Currency, Money};
use message::object::{AccountId, LoginId, OperatorId};
use message::time::Timestamp;
use records::delivery::NoticeKind;
use records::submission::{Content, Group, GroupKind, Mode, Reason, ReceiptPolicy};
use records::{Octets, Record, SmolStr};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const SETTINGS: &str = "
    limits journal=30000 texts=20 recent=50 handed_out=7 due=5 batch=4000
    account acme prepaid duplicates=10m
    account beta parts=last
    operator south hold drop_times
    operator east no_receipts tps=20
    service others beta smpp://
    number 778 others
    rule 1 to=447700900001 north:2 south:1 | east price=0.5 after=90s
    rule 2 to=447700900002 south | north price=0.25 attempts=4
    rule 3 north south east
";
const SESSIONS: [&str; 7] = ["north", "north/2", "south", "east", "acme", "acme/2", "beta"];
const SLICE: u64 = 128 * 1024;

struct World {
    it: Fixture,
    chance: fastrand::Rng,
    /// Which sessions are up, with how much room.
    windows: BTreeMap<SessionId, usize>,
    /// What operators have and have not answered.
    flying: Vec<Outgoing>,
    /// Answers that come after they have been given up.
    late: Vec<Outgoing>,
    /// What operators have taken: whose it is, its id, its phone.
    held: Vec<(OperatorId, String, SmolStr)>,
    out: Vec<Delivery>,
    known: Vec<MessageId>,
    books: Books,
    /// How many records of each kind there were.
    seen: BTreeMap<&'static str, usize>,
}

/// What may happen once to a message.
#[derive(Default)]
struct Books {
    accepted: BTreeMap<MessageId, (usize, bool)>,
    reserved: BTreeSet<MessageId>,
    settled: BTreeMap<MessageId, usize>,
    charged: BTreeMap<MessageId, usize>,
    /// Parts that some operator has had.
    had: BTreeSet<(MessageId, u8)>,
    told: BTreeMap<MessageId, usize>,
    taken: BTreeSet<MessageId>,
}

impl World {
    fn new(seed: u64) -> World {
        let mut scene = Scene::new();
        for line in SETTINGS.lines().map(str::trim).filter(|line| !line.is_empty()) {
            assert!(scene.set(&line.split_whitespace().collect::<Vec<_>>()), "{line}");
        }
        World {
            it: Fixture::with(&scene.draft(), scene.limits),
            chance: fastrand::Rng::with_seed(seed),
            windows: BTreeMap::new(),
            flying: Vec::new(),
            late: Vec::new(),
            held: Vec::new(),
            out: Vec::new(),
            known: Vec::new(),
            books: Books::default(),
            seen: BTreeMap::new(),
        }
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.chance.usize(0..many) == 0
    }

    fn pick<T>(&mut self, all: &mut Vec<T>) -> Option<T> {
        (!all.is_empty()).then(|| all.swap_remove(self.chance.usize(0..all.len())))
    }

    /// Something happens.
    fn step(&mut self) {
        let what = self.chance.usize(0..100);
        let inputs = match what {
            0..25 => (0..self.chance.usize(1..4)).map(|_| self.submit()).collect(),
            25..50 => (0..self.chance.usize(1..4)).filter_map(|_| self.answer()).collect(),
            50..65 => self.report().into_iter().collect(),
            65..78 => self.take().into_iter().collect(),
            78..82 => vec![self.up_or_down()],
            82..86 => vec![self.text()],
            86..89 => self.ask().into_iter().collect(),
            89 => {
                let currency = Currency::parse(CURRENCY).expect("a currency");
                let amount = Money { micros: 3_000_000, currency };
                vec![Input::TopUp { account: AccountId(1), amount }]
            }
            90 => return self.restart(),
            _ => {
                let most = if self.one_in(40) { 100_000_000 } else { 20_000 };
                return self.wait(self.chance.clone().i64(0..most));
            }
        };
        self.turn(inputs);
    }

    fn submit(&mut self) -> Input {
        let phones = ["447700900001", "447700900001", "447700900002", "447700900003"];
        let mut it = self.it.submission();
        let chance = &mut self.chance;
        let to = phones[chance.usize(0..phones.len())];
        it.destination = crate::fixture::digits_of(to).destination(None).expect(to);
        it.account = AccountId(chance.u32(1..3));
        it.login = Some(LoginId(it.account.0));
        it.registered_delivery = [0, 1, 1, 2, 3, 0x11][chance.usize(0..6)];
        it.priority = chance.u8(0..4);
        it.parts = vec![it.parts[0].clone(); [1, 1, 1, 2, 3][chance.usize(0..5)]].into();
        it.short_id = chance.u8(0..8) == 0;
        it.reference = (chance.u8(0..3) == 0).then_some(7);
        self.more(it)
    }

    fn more(&mut self, mut it: Submission) -> Input {
        let chance = &mut self.chance;
        match chance.u8(0..20) {
            0 => it.mode = Mode::Datagram,
            1 => it.mode = Mode::Transaction,
            2 => it.schedule = Some(self.it.now.plus(Duration::from_secs(chance.u64(0..10_000)))),
            3..8 => it.validity = Validity::For(Duration::from_secs(chance.u64(60..1_000))),
            8 => {
                let octets = Octets::from([chance.u8(0..20)].as_slice());
                it.key = Some(Key { octets, replay: chance.bool() });
            }
            9 => {
                it.parts.truncate(1);
                let (kind, reference) = (GroupKind::Udh8, u16::from(chance.u8(0..3)));
                it.group = Some(Group { kind, reference, total: 2, sequence: chance.u8(1..3) });
            }
            _ => {}
        }
        Input::Submit(Box::new(it))
    }

    /// An operator answers, in time or late.
    fn answer(&mut self) -> Option<Input> {
        let is_late = self.one_in(6);
        let mut pool = std::mem::take(if is_late { &mut self.late } else { &mut self.flying });
        let sent = self.pick(&mut pool);
        *(if is_late { &mut self.late } else { &mut self.flying }) = pool;
        let sent = sent?;
        let is_up = self.windows.contains_key(&sent.session);
        let (status, id) = match self.chance.usize(0..20) {
            0 => (0x08, None),
            1 => (0x58, None),
            2 => (0x0B, None),
            3 => ([0x43, 0x45, 0x62, 0x64, 0x0D][self.chance.usize(0..5)], None),
            4..7 if !is_late => {
                self.late.push(sent.clone());
                return Some(answer(&sent, SubmitAnswer::Lost { written: true }, ""));
            }
            7 if !is_late => return Some(answer(&sent, SubmitAnswer::Lost { written: false }, "")),
            _ if !is_late && !is_up => {
                self.late.push(sent.clone());
                return Some(answer(&sent, SubmitAnswer::Lost { written: true }, ""));
            }
            _ => (0, Some(self.hold(&sent))),
        };
        let mut input = answer(&sent, SubmitAnswer::Status(status), id.as_deref().unwrap_or(""));
        if let Input::Answered(it) = &mut input {
            it.late = is_late;
        }
        Some(input)
    }

    /// The operator has it, under this id.
    fn hold(&mut self, sent: &Outgoing) -> String {
        let id = format!("{:X}", self.chance.u32(0x1000_0000..));
        self.held.push((sent.operator, id.clone(), sent.destination.text.clone()));
        id
    }

    /// An operator reports on what it has, perhaps again, perhaps in another form.
    fn report(&mut self) -> Option<Input> {
        let place = self.chance.usize(0..self.held.len().max(1));
        let (operator, id, to) = self.held.get(place)?.clone();
        let number = [5, 5, 5, 6, 11, 3, 4, 4][self.chance.usize(0..8)];
        let code = ReportCode::from_number(number).expect("a code");
        if code.is_final() && !self.one_in(4) {
            self.held.swap_remove(place);
        }
        Some(self.reports(operator, &id, &to, code))
    }

    fn reports(&mut self, operator: OperatorId, id: &str, to: &str, code: ReportCode) -> Input {
        let named = match self.chance.u8(0..3) {
            0 => id.to_lowercase(),
            1 => u32::from_str_radix(id, 16).expect(id).to_string(),
            _ => id.to_owned(),
        };
        let mut report = self.it.report_of(&named, code, code.state(None));
        report.operator = operator;
        report.parties = [Some(to.into()), None];
        Input::Reported(Box::new(report))
    }

    fn take(&mut self) -> Option<Input> {
        let mut out = std::mem::take(&mut self.out);
        let delivery = self.pick(&mut out);
        self.out = out;
        let Delivery { session, notice, .. } = delivery?;
        let is_up = self.windows.contains_key(&session);
        let status = match self.chance.u8(0..10) {
            0 => Some(0x14),
            1 => Some(0x43),
            2 => None,
            _ if is_up => Some(0),
            _ => None,
        };
        Some(Input::Taken { session, notice, status })
    }

    fn up_or_down(&mut self) -> Input {
        let name = SESSIONS[self.chance.usize(0..SESSIONS.len())];
        let (_, id) = session(name);
        if self.windows.remove(&id).is_some() {
            return Input::Down(id);
        }
        self.up(name, self.chance.clone().u32(1..12))
    }

    /// The process gives a session once. Here one comes again only when nothing of it is out.
    fn up(&mut self, name: &str, window: u32) -> Input {
        let (party, id) = session(name);
        let is_out = self.flying.iter().any(|sent| sent.session == id)
            || self.out.iter().any(|delivery| delivery.session == id);
        if is_out || self.windows.contains_key(&id) {
            return Input::HighWater(false);
        }
        self.windows.insert(id, window as usize);
        party.up(id, window)
    }

    fn text(&mut self) -> Input {
        let mut script = crate::stage::inbound(&mut self.it, OperatorId(1), "777", "Hi");
        script.source.text = ["447700900001", "447700900002"][self.chance.usize(0..2)].into();
        if self.one_in(3) {
            script.destination.text = "778".into();
            script.addressed = crate::fixture::digits_of("778").destination(None).ok();
        }
        if !self.one_in(4) {
            let (reference, total) = (u16::from(self.chance.u8(0..2)), 2);
            let sequence = self.chance.u8(1..3);
            script.group = Some(Group { kind: GroupKind::Udh8, reference, total, sequence });
        }
        script.content = Content { header: None, octets: Octets::from([b'x'].as_slice()) };
        Input::Inbound(Box::new(script))
    }

    fn ask(&mut self) -> Option<Input> {
        let place = self.chance.usize(0..self.known.len().max(1));
        let message = Named::Id(*self.known.get(place)?);
        let account = AccountId(self.chance.u32(1..3));
        let enquiry = Enquiry { to: self.it.reply_to(), account, message };
        Some(if self.chance.bool() { Input::Query(enquiry) } else { Input::Cancel(enquiry) })
    }

    fn restart(&mut self) {
        // What was in flight may have arrived, and its answer is lost.
        let flying = std::mem::take(&mut self.flying);
        for sent in flying {
            if self.chance.bool() {
                self.hold(&sent);
            }
        }
        self.late.clear();
        self.out.clear();
        self.windows.clear();
        self.it.restart();
    }

    /// Time passes, and whatever is due is done.
    fn wait(&mut self, millis: i64) {
        let end = Timestamp::from_millis(self.it.now.millis() + millis);
        for _ in 0..10_000 {
            match self.it.core.next_due(self.it.now).filter(|at| *at <= end) {
                Some(at) => self.it.now = at.max(self.it.now),
                None => {
                    self.it.now = end;
                    return;
                }
            }
            self.turn(Vec::new());
        }
        panic!("it is never done");
    }

    fn turn(&mut self, inputs: Vec<Input>) {
        let told = self.it.turn(inputs).to_vec();
        for record in std::mem::take(&mut self.it.new) {
            self.books.note(&record);
            *self.seen.entry(kind(&record)).or_default() += 1;
            if let Record::Accepted(it) = &record {
                self.known.push(it.message);
            }
        }
        for effect in told {
            match effect {
                Effect::Send(sent) => self.flying.push(*sent),
                Effect::Deliver(it) => {
                    assert!(!self.books.taken.contains(&it.notice), "told again: {it:?}");
                    self.out.push(*it);
                }
                Effect::Close(session) => drop(self.windows.remove(&session)),
                _ => {}
            }
        }
        self.check();
    }

    fn check(&self) {
        for (session, window) in &self.windows {
            let flying = self.flying.iter().filter(|sent| sent.session == *session).count();
            let out = self.out.iter().filter(|it| it.session == *session).count();
            assert!(flying <= *window && out <= *window, "{session:?} has room for {window}");
        }
        let durable = self.it.core.durable();
        let currency = Currency::parse(CURRENCY).expect("a currency");
        assert_eq!(durable.ledger().total(currency), 0, "the books do not add up");
        let open: i64 = durable.messages().map(|(_, message)| message.reserved).sum();
        let book = records::submission::Book::Reserved;
        let held = ACCOUNTS.map(|name| durable.ledger().balance(account_of(name), currency, book));
        assert_eq!(open, held.iter().sum::<i64>(), "of some message is set aside what is not");
        let bound = (2 * durable.usage().octets()).max(30_000) + SLICE;
        assert!(self.it.held() <= bound, "{} of {bound} octets of journal", self.it.held());
    }

    /// Everything comes to its end: all are bound, take all, and time passes.
    fn end(&mut self) {
        for _ in 0..100_000 {
            let mut inputs: Vec<Input> = SESSIONS.iter().map(|name| self.up(name, 500)).collect();
            for sent in std::mem::take(&mut self.flying) {
                let id = self.hold(&sent);
                inputs.push(answer(&sent, SubmitAnswer::Status(0), &id));
            }
            for (operator, id, to) in std::mem::take(&mut self.held) {
                inputs.push(self.reports(operator, &id, &to, ReportCode::Delivered));
            }
            for Delivery { session, notice, .. } in std::mem::take(&mut self.out) {
                inputs.push(Input::Taken { session, notice, status: Some(0) });
            }
            for input in inputs {
                self.turn(vec![input]);
            }
            if self.flying.is_empty() && self.held.is_empty() && self.out.is_empty() {
                let Some(due) = self.it.core.next_due(self.it.now) else { return };
                self.it.now = due.max(self.it.now);
                self.turn(Vec::new());
            }
        }
        panic!("it never ends");
    }

    fn nothing_is_left(&self) {
        let durable = self.it.core.durable();
        assert_eq!(durable.messages().count(), 0);
        assert_eq!(durable.notices().count(), 0);
        assert_eq!(durable.parked().count(), 0);
        assert_eq!(durable.usage().octets(), 0, "octets");
        for account in [1, 2] {
            assert_eq!(durable.usage().of(AccountId(account)), 0);
        }
        assert_eq!((self.it.core.waiting(), self.it.core.in_flight()), (0, 0));
        self.books.check();
    }
}

impl Books {
    fn note(&mut self, record: &Record) {
        match record {
            Record::Accepted(it) => {
                let always = matches!(it.registered_delivery & 3, 1);
                let alone = it.group.is_none() || it.policy == ReceiptPolicy::All;
                let wants = always && alone && it.policy != ReceiptPolicy::None;
                self.accepted.insert(it.message, (it.parts.len(), wants));
            }
            Record::Booked(it) => {
                let Some(message) = it.message else { return };
                match it.reason {
                    Reason::Reserve => {
                        assert!(self.reserved.insert(message), "set aside twice: {it:?}");
                    }
                    Reason::Charge | Reason::Release => {
                        *self.settled.entry(message).or_default() += 1;
                        let charged = usize::from(it.reason == Reason::Charge);
                        *self.charged.entry(message).or_default() += charged;
                    }
                    Reason::TopUp | Reason::Adjust => {}
                }
            }
            Record::Noticed(it) if it.kind == NoticeKind::Receipt => {
                *self.told.entry(it.message).or_default() += 1;
            }
            Record::Taken(it) => {
                self.taken.insert(it.notice);
            }
            Record::Answered(it) if it.status == 0 => {
                self.had.insert((it.message, it.part));
            }
            Record::Reported(it) => {
                self.had.insert((it.message, it.part));
            }
            _ => {}
        }
    }

    /// Each part is charged or given back once; whoever wants to hear has heard once.
    fn check(&self) {
        for (message, (parts, wants)) in &self.accepted {
            let booked = if self.reserved.contains(message) { *parts } else { 0 };
            assert_eq!(self.settled.get(message).copied().unwrap_or(0), booked, "{message}");
            let had = self.had.range((*message, 0)..=(*message, u8::MAX)).count();
            assert!(self.charged.get(message).is_none_or(|it| *it <= had), "{message} is charged");
            let told = self.told.get(message).copied().unwrap_or(0);
            assert!(told <= 1, "{message} is told {told} times");
            assert!(!wants || told == 1, "{message} is never told");
        }
    }
}

fn kind(record: &Record) -> &'static str {
    match record {
        Record::Accepted(_) => "accepted",
        Record::Booked(_) => "booked",
        Record::Sent(it) if it.doubtful => "copy sent",
        Record::Sent(_) => "sent",
        Record::Answered(it) if it.late => "late answer",
        Record::Answered(_) => "answered",
        Record::Lost(_) => "lost",
        Record::Reported(_) => "reported",
        Record::Settled(it) => match it.cause {
            records::attempt::Cause::Expired => "expired",
            records::attempt::Cause::ReceiptTimeout => "timed out",
            records::attempt::Cause::Cancelled => "cancelled",
            records::attempt::Cause::Rejected => "rejected",
            records::attempt::Cause::Resent => "resent",
        },
        Record::Parked(it) if it.orphan => "orphaned",
        Record::Parked(_) => "parked",
        Record::Unparked(it) if it.matched => "found again",
        Record::Unparked(_) => "given up",
        Record::Received(_) => "received",
        Record::Joined(it) if it.is_complete => "joined",
        Record::Joined(_) => "not complete",
        Record::Noticed(_) => "noticed",
        Record::Taken(_) => "taken",
        Record::Aliased(_) => "aliased",
        Record::Carried(_) => "carried",
        Record::Learned(_) => "learned",
    }
}

#[test]
fn whatever_happens() {
    const SEEDS: u64 = 40;
    let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
    for seed in 0..SEEDS {
        println!("seed {seed}");
        let mut world = World::new(seed);
        for step in 0..500 {
            world.step();
            assert_eq!(world.it.core.in_flight(), world.flying.len() as u64);
            if step % 9 == 0 {
                world.it.restart_keeps();
            }
        }
        world.end();
        world.nothing_is_left();
        world.it.restart_keeps();
        for (kind, count) in world.seen {
            *seen.entry(kind).or_default() += count;
        }
    }
    println!("{seen:?}");
    let all = [
        "accepted",
        "copy sent",
        "late answer",
        "expired",
        "timed out",
        "cancelled",
        "rejected",
        "orphaned",
        "found again",
        "joined",
        "not complete",
        "aliased",
        "carried",
    ];
    for kind in all {
        assert!(seen.get(kind).is_some_and(|count| *count >= 20), "too little is {kind}: {seen:?}");
    }
}
