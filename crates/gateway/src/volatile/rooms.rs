//! Of the sessions of a party the one with the most room.

use crate::door::SessionId;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// How much room each session has, the one with the most last; of equals the one that came up first.
/// Asked for every message, so it may not cost more the more sessions there are.
#[derive(Debug, Default)]
pub(super) struct Rooms {
    by_room: BTreeSet<(u32, Reverse<SessionId>)>,
}

impl Rooms {
    /// A session has so much room.
    pub(super) fn add(&mut self, session: SessionId, room: u32) {
        self.by_room.insert((room, Reverse(session)));
    }

    /// It takes nothing any more; it had so much.
    pub(super) fn remove(&mut self, session: SessionId, room: u32) {
        self.by_room.remove(&(room, Reverse(session)));
    }

    /// It has more or less now, unless it was removed.
    pub(super) fn change(&mut self, session: SessionId, from: u32, to: u32) {
        if self.by_room.remove(&(from, Reverse(session))) {
            self.by_room.insert((to, Reverse(session)));
        }
    }

    /// The one with the most room, if it has any.
    pub(super) fn most(&self) -> Option<SessionId> {
        let (room, Reverse(session)) = self.by_room.last()?;
        (*room > 0).then_some(*session)
    }

    /// There is no session.
    pub(super) fn is_empty(&self) -> bool {
        self.by_room.is_empty()
    }
}
