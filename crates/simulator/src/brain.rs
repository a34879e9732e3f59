//! The operator: what it is told, what it wants to do, and when.

mod post;
mod submit;
mod deliver;
mod inbound;

pub use inbound::SendError;

use crate::action::{Action, Answer, Deliver, Reply, SessionId};
use crate::agenda::Agenda;
use crate::chance::Chance;
use crate::id::{IdEcho, IdStyle, Ids, Naming};
use crate::ledger::{End, Ledger};
use crate::phone::Phones;
use crate::profile::Profile;
use deliver::{Draft, Message};
use message::time::Timestamp;
use post::Post;
use smpp::session::{BindKind, Token};
use smpp::{CommandStatus, Version};
use std::collections::VecDeque;
use std::ops::Range;
use std::time::Duration;

/// An operator, without sockets and clock: the same profile, seed and inputs lead to the same
/// outputs on every machine.
///
/// A driver tells it what comes, and after that fetches [`Brain::poll`] until there is nothing more;
/// it does so again at [`Brain::next_due`]. All times are those since one moment, the beginning.
#[derive(Debug)]
pub struct Brain {
    profile: Profile,
    /// The wall clock's time at the beginning.
    beginning: Timestamp,
    chance: Chance,
    naming: Naming,
    ids: Ids,
    /// The id given last.
    id_before: String,
    /// The second of the throttle, and how many submissions it has taken in it.
    taken_in: (u64, u32),
    agenda: Agenda<Due>,
    post: Post,
    out: VecDeque<Action>,
    phones: Phones,
    ledger: Ledger,
}

/// What is to be done at some time.
#[derive(Debug)]
enum Due {
    Answer(Box<Planned>),
    /// To try to reach the phone.
    Attempt(Box<Message>),
    /// To report on a message.
    Report(Box<Draft>),
    /// To send a delivery again.
    Repeat(Token),
    /// To close a connection.
    Close(SessionId),
    /// To let a phone write something.
    Write,
}

/// An answer, for the submissions with these numbers in the ledger.
#[derive(Debug, Clone)]
struct Planned {
    answer: Answer,
    numbers: Range<u64>,
    close: bool,
}

/// What a status means for a delivery.
enum Verdict {
    /// It has arrived.
    Done,
    /// It may be sent again.
    Temporary,
    /// It may not.
    Permanent,
}

/// A time that repeats itself takes at least this long.
const STEP_MIN: Duration = Duration::from_millis(1);

impl Brain {
    /// An operator with this behaviour; `beginning` is the wall clock's time at time zero.
    pub fn new(profile: Profile, seed: u64, beginning: Timestamp) -> Brain {
        let mut chance = Chance::new(seed);
        let naming = profile.answers.naming.unwrap_or_else(|| any_naming(&mut chance));
        let mut brain = Brain {
            beginning,
            naming,
            ids: Ids::new(naming.given, chance.number()),
            id_before: String::new(),
            taken_in: (0, 0),
            agenda: Agenda::new(),
            post: Post::new(profile.sessions.window),
            out: VecDeque::new(),
            phones: Phones::new(&profile.bounds, profile.default_alphabet),
            ledger: Ledger::new(profile.bounds.ledger_max),
            chance,
            profile,
        };
        brain.plan_writing(Duration::ZERO);
        brain
    }

    // --- what it is told; submissions: `submit`, messages from phones: `inbound`

    /// A session is bound.
    pub fn session_bound(
        &mut self,
        now: Duration,
        session: SessionId,
        kind: BindKind,
        version: Version,
    ) {
        self.session_closed(session);
        if self.post.sessions() >= self.profile.bounds.sessions_max {
            self.out.push_back(Action::Close(session));
            return;
        }
        self.post.bind(session, kind, version);
        if let Some(lifetime) = self.profile.sessions.lifetime {
            let at = now.saturating_add(lifetime.draw(&mut self.chance));
            self.agenda.enter(at, Due::Close(session));
        }
    }

    /// A session has ended: what it had not acknowledged is sent again elsewhere, or lost.
    pub fn session_closed(&mut self, session: SessionId) {
        let Some((in_flight, queued)) = self.post.unbind(session) else { return };
        for token in in_flight {
            if self.profile.sessions.resend {
                self.send_again(token);
            } else {
                self.settle(token, End::Lost);
            }
        }
        for token in queued {
            self.post.assign(token);
        }
    }

    /// What came back of a delivery on this session. Unknown ones are ignored.
    pub fn answered(&mut self, now: Duration, session: SessionId, token: Token, reply: Reply) {
        if !self.post.take_back(session, token) {
            return;
        }
        let sends_again = match reply {
            Reply::Nothing => self.profile.sessions.resend,
            Reply::Status(status) => match Verdict::of(status) {
                Verdict::Done => return self.settle(token, End::Acknowledged),
                Verdict::Permanent => return self.settle(token, End::Refused(status)),
                Verdict::Temporary => true,
            },
        };
        if sends_again {
            let wait = self.profile.sessions.retry_after.draw(&mut self.chance);
            self.agenda.enter(now.saturating_add(wait), Due::Repeat(token));
        } else {
            self.settle(token, End::Lost);
        }
    }

    // --- what it does

    /// When there is something to do; `Duration::ZERO`: now.
    pub fn next_due(&self) -> Option<Duration> {
        let now = !self.out.is_empty() || self.post.is_ready();
        if now { Some(Duration::ZERO) } else { self.agenda.next_due() }
    }

    /// The next thing to do, if there is one at this time.
    pub fn poll(&mut self, now: Duration) -> Option<Action> {
        loop {
            if let Some(action) = self.out.pop_front() {
                return Some(action);
            }
            if let Some(deliver) = self.deliver_next() {
                return Some(Action::Deliver(deliver));
            }
            // A driver that comes late finds everything as if it had come in time.
            let (at, due) = self.agenda.take_due(now)?;
            match due {
                Due::Answer(planned) => self.answer(at, *planned),
                Due::Attempt(message) => self.attempt(at, message),
                Due::Report(draft) => self.post_report(*draft),
                Due::Repeat(token) => self.send_again(token),
                Due::Close(session) => self.close(session),
                // But phones do not make up for what they have not written.
                Due::Write => self.write_something(now),
            }
        }
    }

    fn answer(&mut self, now: Duration, planned: Planned) {
        let Planned { answer, numbers, close } = planned;
        let session = answer.session;
        if self.post.version(session).is_none() {
            self.ledger.answer_lost();
            return;
        }
        self.ledger.answered(numbers, now);
        self.out.push_back(Action::Answer(answer));
        if close {
            self.close(session);
        }
    }

    fn close(&mut self, session: SessionId) {
        if self.post.version(session).is_some() {
            self.out.push_back(Action::Close(session));
            self.session_closed(session);
        }
    }

    /// The next delivery for which a session has room.
    fn deliver_next(&mut self) -> Option<Deliver> {
        loop {
            let (session, version, token) = self.post.next()?;
            let letter = self.post.letter(token)?;
            let page = letter.page;
            match letter.write(self.naming, version) {
                Some(packet) => {
                    self.ledger.sent(page, session);
                    return Some(Deliver { session, token, packet });
                }
                None => self.settle(token, End::Unwritable),
            }
        }
    }

    /// Again, unless that was often enough.
    fn send_again(&mut self, token: Token) {
        let sends_max = self.profile.sessions.sends_max;
        match self.post.letter(token) {
            Some(letter) if letter.sends >= sends_max => self.settle(token, End::Lost),
            Some(_) => self.post.assign(token),
            None => {}
        }
    }

    fn settle(&mut self, token: Token, end: End) {
        if let Some(letter) = self.post.remove(token) {
            self.ledger.settled(letter.page, end);
        }
    }

    // --- what it holds

    /// Its behaviour.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// How it names messages, drawn or given.
    pub fn naming(&self) -> Naming {
        self.naming
    }

    /// What it took, answered and sent.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Its phones.
    pub fn phones(&self) -> &Phones {
        &self.phones
    }

    /// Its phones, to add some or to switch them on and off.
    pub fn phones_mut(&mut self) -> &mut Phones {
        &mut self.phones
    }

    /// Answers, messages and deliveries to be dealt with.
    pub fn held(&self) -> usize {
        self.agenda.len() + self.post.len()
    }

    /// The wall clock's time.
    fn wall(&self, now: Duration) -> Timestamp {
        let since = i64::try_from(now.as_millis()).unwrap_or(i64::MAX);
        Timestamp::from_millis(self.beginning.millis().saturating_add(since))
    }
}

fn any_naming(chance: &mut Chance) -> Naming {
    Naming {
        given: chance.pick(IdStyle::ALL).copied().unwrap_or(IdStyle::Decimal),
        text: chance.pick(IdEcho::ALL).copied().unwrap_or(IdEcho::Same),
        tlv: chance.pick(IdEcho::ALL).copied().unwrap_or(IdEcho::Same),
    }
}

impl Verdict {
    /// The four statuses that say "later" (SMPP 3.4 s5.1.3); all others are for good.
    fn of(status: CommandStatus) -> Verdict {
        match status {
            CommandStatus::OK => Verdict::Done,
            CommandStatus::SYSTEM_ERROR
            | CommandStatus::QUEUE_FULL
            | CommandStatus::THROTTLED
            | CommandStatus::RECEIVER_TEMPORARY => Verdict::Temporary,
            _ => Verdict::Permanent,
        }
    }
}
