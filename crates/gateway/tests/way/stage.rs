//! Stories as texts: what happens at the doors, and behind each such line, with an arrow, all that
//! the core tells. The journal is read into a second core after every line, which must be as the
//! first.
//!
//! ```text
//! account acme prepaid parts=last      settings (see the scene); `change ...` later on
//! up north acme south/2 window=1       sessions are bound; `/2` is the second of its party
//! submit a b parts=3 rd=0 by=beta      messages, in one turn; they are accepted unless it says
//!   -> refused a account_rate          otherwise
//!   -> north gets a.2 #2               part 2 of a, by the first session, at the second attempt
//! north ok a.2 X                       the operator answers: it has the part, its id is X
//! north says a 58                      it answers with a status; `nacks`, `loses`, `unwritten`;
//!                                      `late`: after the session had given it up
//! north reports X 5 to=2               a receipt (they are acknowledged unless it says otherwise)
//!   -> acme hears a 5 DELIVRD
//! acme takes a                         `refuses a 14`, `ignores a`: to what it heard first of a
//! north brings 777 Hello part=1/2      a text from a phone
//! query a   cancel a   topup acme 10   the others of the account's wishes
//! .. 5m                                time passes, turns are made when they are due
//! restart   idle                       the process dies and starts again; a turn without input
//! ? a submitted                        where things stand
//! ```

mod acts;
mod told;

pub(crate) use acts::inbound;

use crate::fixture::Fixture;
use crate::scene::{OPERATORS, Scene, account_of};
use gateway::door::{Delivery, Effect, Input, Outgoing, SessionId};

use message::id::MessageId;
use message::object::{AccountId, OperatorId};
use std::collections::BTreeMap;

/// A story as far as it is told.
pub(crate) struct Stage {
    pub(crate) it: Fixture,
    scene: Scene,
    /// All lines so far, with what was really told.
    transcript: Vec<String>,
    pub(crate) names: Names,
    /// What operators got, the last last.
    pub(crate) sent: Vec<Outgoing>,
    /// What accounts got and have not answered.
    pub(crate) delivered: Vec<Delivery>,
}

/// How messages are called in the story.
#[derive(Default)]
pub(crate) struct Names {
    by_token: BTreeMap<u64, String>,
    by_id: BTreeMap<MessageId, String>,
    /// How many parts each has.
    parts: BTreeMap<String, usize>,
}

/// Whom a session is with.
#[derive(Clone, Copy)]
pub(crate) enum Party {
    Operator(OperatorId),
    Account(AccountId),
}

/// Plays a story to its end.
#[track_caller]
pub(crate) fn play(script: &str) -> Stage {
    let lines: Vec<String> = script.lines().map(tidy).filter(|line| !line.is_empty()).collect();
    let is_setting = |line: &&String| !line.starts_with("up ") && !line.starts_with("submit ");
    let mut scene = Scene::new();
    let settings = lines.iter().take_while(is_setting);
    let settings = settings.take_while(|line| scene.set(&words(line))).count();
    let mut stage = Stage {
        it: Fixture::with(&scene.draft(), scene.limits),
        scene,
        transcript: Vec::new(),
        names: Names::default(),
        sent: Vec::new(),
        delivered: Vec::new(),
    };
    let story = &lines[settings..];
    for line in story.iter().filter(|line| !line.starts_with("->")) {
        stage.line(line);
    }
    let told = stage.transcript.join("\n");
    assert!(told == story.join("\n"), "it was told otherwise:\n{told}\n");
    stage
}

/// Without remarks, and with one blank between words.
fn tidy(line: &str) -> String {
    let line =
        line.split_once('#').filter(|(before, _)| before.trim().is_empty()).map_or(line, |_| "");
    words(line).join(" ")
}

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

impl Stage {
    /// Plays one line more.
    #[track_caller]
    pub(crate) fn line(&mut self, line: &str) {
        if line.starts_with('?') {
            let stands = self.stands(&words(line));
            return self.transcript.push(stands);
        }
        self.transcript.push(line.to_owned());
        self.act(&words(line));
        self.it.restart_keeps();
    }

    /// What was told since the line.
    fn note(&mut self, told: &[Effect]) {
        for effect in told {
            if let Some(line) = self.told(effect) {
                self.transcript.push(format!("-> {line}"));
            }
        }
    }

    pub(crate) fn id(&self, name: &str) -> MessageId {
        let found = self.names.by_id.iter().find(|(_, other)| *other == name);
        *found.unwrap_or_else(|| panic!("no message is called {name}")).0
    }
}

impl Party {
    fn of(name: &str) -> Party {
        let operator = OPERATORS.iter().position(|other| *other == name);
        match operator.and_then(|place| u32::try_from(place + 1).ok()) {
            Some(number) => Party::Operator(OperatorId(number)),
            None => Party::Account(account_of(name)),
        }
    }

    /// A session with it is bound.
    pub(crate) fn up(self, session: SessionId, window: u32) -> Input {
        match self {
            Party::Operator(operator) => Input::OperatorUp { session, operator, window },
            Party::Account(account) => Input::ReceiverUp { session, account, window },
        }
    }
}

/// `north/2`: the second session of the first operator. Each party may have ten.
pub(crate) fn session(name: &str) -> (Party, SessionId) {
    let (name, link) = name.split_once('/').unwrap_or((name, "1"));
    let party = Party::of(name);
    let first = match party {
        Party::Operator(operator) => 90 + 10 * u64::from(operator.0),
        Party::Account(account) => 190 + 10 * u64::from(account.0),
    };
    (party, SessionId(first - 1 + link.parse::<u64>().expect(link)))
}

/// The same back.
fn session_name(SessionId(number): SessionId) -> String {
    let place = usize::try_from(number % 100 / 10).expect("few sessions");
    let name = if number < 200 { OPERATORS[place] } else { crate::scene::ACCOUNTS[place] };
    match number % 10 {
        0 => name.to_owned(),
        link => format!("{name}/{}", link + 1),
    }
}
