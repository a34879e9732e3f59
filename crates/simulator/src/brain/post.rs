//! Deliveries: which session takes which, and what waits for room.

use crate::action::{Packet, SessionId};
use crate::id::Naming;
use crate::ledger::Page;
use crate::party::Party;
use crate::phone::Written;
use crate::profile::Way;
use crate::receipt::Report;
use smpp::Version;
use smpp::session::{BindKind, Token};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A delivery until it is acknowledged or given up.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) says: Says,
    pub(super) page: Page,
    /// The session that it belongs to, and whether it is to take that one.
    pub(super) home: Option<SessionId>,
    pub(super) way: Way,
    pub(super) sends: u16,
}

#[derive(Debug)]
pub(super) enum Says {
    Report(Report),
    Part { from: Party, to: Party, written: Written, ticket: Option<u64> },
}

#[derive(Debug)]
pub(super) struct Post {
    window: usize,
    sessions: BTreeMap<SessionId, Link>,
    letters: BTreeMap<Token, Letter>,
    /// Those that no session can take: none receives.
    stranded: VecDeque<Token>,
    last: u64,
}

#[derive(Debug)]
struct Link {
    receives: bool,
    version: Version,
    queue: VecDeque<Token>,
    in_flight: BTreeSet<Token>,
}

impl Letter {
    /// `None`: the version has no packet for it.
    pub(super) fn write(&self, naming: Naming, version: Version) -> Option<Packet> {
        match &self.says {
            Says::Report(report) => Some(report.write(naming, version)),
            Says::Part { from, to, written, ticket } => {
                written.is_writable(version).then(|| written.packet([from, to], version, *ticket))
            }
        }
    }
}

impl Post {
    pub(super) fn new(window: usize) -> Post {
        Post {
            window: window.max(1),
            sessions: BTreeMap::new(),
            letters: BTreeMap::new(),
            stranded: VecDeque::new(),
            last: 0,
        }
    }

    pub(super) fn bind(&mut self, session: SessionId, kind: BindKind, version: Version) {
        let receives = kind != BindKind::Transmitter;
        let link = Link { receives, version, queue: VecDeque::new(), in_flight: BTreeSet::new() };
        self.sessions.insert(session, link);
        for token in std::mem::take(&mut self.stranded) {
            self.assign(token);
        }
    }

    /// What was in flight on the session, and what waited for it; `None`: it is not bound.
    pub(super) fn unbind(
        &mut self,
        session: SessionId,
    ) -> Option<(BTreeSet<Token>, VecDeque<Token>)> {
        let link = self.sessions.remove(&session)?;
        Some((link.in_flight, link.queue))
    }

    pub(super) fn version(&self, session: SessionId) -> Option<Version> {
        self.sessions.get(&session).map(|link| link.version)
    }

    pub(super) fn sessions(&self) -> usize {
        self.sessions.len()
    }

    /// Is a peer of 3.3 among those that receive?
    pub(super) fn serves_33(&self) -> bool {
        self.sessions.values().any(|link| link.receives && link.version == Version::V33)
    }

    // --- letters

    pub(super) fn put(&mut self, letter: Letter) {
        self.last += 1;
        let token = Token(self.last);
        self.letters.insert(token, letter);
        self.assign(token);
    }

    pub(super) fn letter(&self, token: Token) -> Option<&Letter> {
        self.letters.get(&token)
    }

    pub(super) fn remove(&mut self, token: Token) -> Option<Letter> {
        self.letters.remove(&token)
    }

    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    /// To the end of a session's queue.
    pub(super) fn assign(&mut self, token: Token) {
        let Some(letter) = self.letters.get(&token) else { return };
        match self.choose(letter).and_then(|session| self.sessions.get_mut(&session)) {
            Some(link) => link.queue.push_back(token),
            None => self.stranded.push_back(token),
        }
    }

    /// Home, or the least busy other one; where that cannot be, the other way round.
    fn choose(&self, letter: &Letter) -> Option<SessionId> {
        let receivers = || self.sessions.iter().filter(|(_, link)| link.receives);
        let is_home = |session: &SessionId| Some(*session) == letter.home;
        let home = receivers().map(|(session, _)| *session).find(is_home);
        let other = receivers()
            .filter(|(session, _)| !is_home(session))
            .min_by_key(|(session, link)| (link.queue.len() + link.in_flight.len(), **session))
            .map(|(session, _)| *session);
        match letter.way {
            Way::Same => home.or(other),
            Way::Other => other.or(home),
        }
    }

    // --- sending

    /// Is there something to send, and room for it?
    pub(super) fn is_ready(&self) -> bool {
        self.sessions.values().any(|link| link.is_ready(self.window))
    }

    /// What is to be sent next; it is in flight from now on.
    pub(super) fn next(&mut self) -> Option<(SessionId, Version, Token)> {
        let window = self.window;
        let mut ready = self.sessions.iter_mut().filter(|(_, link)| link.is_ready(window));
        let (session, link) = ready.next()?;
        let token = link.queue.pop_front()?;
        link.in_flight.insert(token);
        if let Some(letter) = self.letters.get_mut(&token) {
            letter.sends = letter.sends.saturating_add(1);
        }
        Some((*session, link.version, token))
    }

    /// No longer in flight; false if it was not, on this session.
    pub(super) fn take_back(&mut self, session: SessionId, token: Token) -> bool {
        self.sessions.get_mut(&session).is_some_and(|link| link.in_flight.remove(&token))
    }
}

impl Link {
    fn is_ready(&self, window: usize) -> bool {
        !self.queue.is_empty() && self.in_flight.len() < window
    }
}
