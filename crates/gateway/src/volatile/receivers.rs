//! The sessions of accounts that take receipts and texts.

use super::rooms::Rooms;
use crate::door::SessionId;
use message::id::MessageId;
use message::object::AccountId;
use message::time::Timestamp;
use std::collections::BTreeMap;

/// All sessions of accounts that receive.
#[derive(Debug, Default)]
pub(crate) struct Receivers {
    sessions: BTreeMap<SessionId, Receiver>,
    accounts: BTreeMap<AccountId, Door>,
}

#[derive(Debug)]
struct Receiver {
    account: AccountId,
    window: u32,
    /// Deliveries without answer.
    out: Vec<MessageId>,
    is_down: bool,
}

/// How an account takes.
#[derive(Debug, Default)]
struct Door {
    up: Rooms,
    /// Temporary refusals behind each other.
    refusals: u32,
    /// Nothing before then.
    pause: Option<Timestamp>,
}

const PAUSE_FIRST: i64 = 1_000;
const PAUSE_MAX: i64 = 60_000;

impl Receivers {
    pub(crate) fn up(&mut self, session: SessionId, account: AccountId, window: u32) {
        let receiver = Receiver { account, window, out: Vec::new(), is_down: false };
        self.sessions.insert(session, receiver);
        let door = self.accounts.entry(account).or_default();
        door.up.add(session, window);
        door.refusals = 0;
        door.pause = None;
    }

    pub(crate) fn down(&mut self, session: SessionId) {
        let Some(receiver) = self.sessions.get_mut(&session) else { return };
        receiver.is_down = true;
        let (account, is_empty, room) =
            (receiver.account, receiver.out.is_empty(), receiver.room());
        if let Some(door) = self.accounts.get_mut(&account) {
            door.up.remove(session, room);
            if door.up.is_empty() {
                self.accounts.remove(&account);
            }
        }
        if is_empty {
            self.sessions.remove(&session);
        }
    }

    /// The session by which the account takes a delivery now: of those with room the one with the
    /// most.
    pub(crate) fn room(&self, account: AccountId, now: Timestamp) -> Option<SessionId> {
        let door = self.accounts.get(&account)?;
        if door.pause.is_some_and(|until| now < until) {
            return None;
        }
        door.up.most()
    }

    /// When the next pause is over.
    pub(crate) fn next_due(&self, now: Timestamp) -> Option<Timestamp> {
        self.accounts.values().filter_map(|door| door.pause).filter(|until| *until > now).min()
    }

    /// A notice goes out.
    pub(crate) fn sent(&mut self, session: SessionId, notice: MessageId) {
        let Some(receiver) = self.sessions.get_mut(&session) else { return };
        let before = receiver.room();
        receiver.out.push(notice);
        if let Some(door) = self.accounts.get_mut(&receiver.account) {
            door.up.change(session, before, receiver.room());
        }
    }

    /// A notice has come back; `false`: it was not out on this session.
    pub(crate) fn came_back(&mut self, session: SessionId, notice: MessageId) -> bool {
        let Some(receiver) = self.sessions.get_mut(&session) else { return false };
        let Some(place) = receiver.out.iter().position(|other| *other == notice) else {
            return false;
        };
        let (account, before) = (receiver.account, receiver.room());
        receiver.out.swap_remove(place);
        if let Some(door) = self.accounts.get_mut(&account) {
            door.up.change(session, before, receiver.room());
        }
        if receiver.is_down && receiver.out.is_empty() {
            self.sessions.remove(&session);
        }
        true
    }

    /// The account takes.
    pub(crate) fn took(&mut self, account: AccountId) {
        if let Some(door) = self.accounts.get_mut(&account) {
            door.refusals = 0;
        }
    }

    /// The account takes nothing for now: 1 s, doubled up to a minute. Whatever else was out at that
    /// time and is refused too tells nothing new.
    pub(crate) fn refused(&mut self, account: AccountId, now: Timestamp) {
        let Some(door) = self.accounts.get_mut(&account) else { return };
        if door.pause.is_some_and(|until| now < until) {
            return;
        }
        let wait = (PAUSE_FIRST << door.refusals.min(6)).min(PAUSE_MAX);
        door.refusals += 1;
        door.pause = Some(Timestamp::from_millis(now.millis().saturating_add(wait)));
    }
}

impl Receiver {
    fn room(&self) -> u32 {
        self.window.saturating_sub(u32::try_from(self.out.len()).unwrap_or(u32::MAX))
    }
}
