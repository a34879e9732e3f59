//! One direction of a connection.

use bytes::BytesMut;
use std::collections::VecDeque;
use std::time::Duration;

#[derive(Debug)]
pub(super) struct Pipe {
    capacity: usize,
    under_way: VecDeque<BytesMut>,
    /// Octets of those.
    travelling: usize,
    arrived: BytesMut,
    /// Since when something has been there to be read.
    unread_since: Option<Duration>,
    /// How many octets have arrived since the beginning.
    delivered: u64,
    /// When the last piece arrives: none overtakes another.
    arrival: Duration,
    is_lost: bool,
    /// The writer waits for room.
    pub(super) wants_room: bool,
}

impl Pipe {
    pub(super) fn new(capacity: usize, first_arrival: Duration) -> Pipe {
        Pipe {
            capacity,
            under_way: VecDeque::new(),
            travelling: 0,
            arrived: BytesMut::new(),
            unread_since: None,
            delivered: 0,
            arrival: first_arrival,
            is_lost: false,
            wants_room: false,
        }
    }

    pub(super) fn room(&self) -> usize {
        self.capacity.saturating_sub(self.travelling + self.arrived.len())
    }

    /// Answers when the piece arrives; `None` if it never will, or is empty.
    pub(super) fn send(&mut self, piece: &[u8], arrival: Duration) -> Option<Duration> {
        if piece.is_empty() {
            return None;
        }
        self.travelling += piece.len();
        if self.is_lost {
            return None; // it fills the writer's buffer and goes no further
        }
        self.arrival = self.arrival.max(arrival);
        self.under_way.push_back(BytesMut::from(piece));
        Some(self.arrival)
    }

    /// The oldest piece arrives, up to octet `bound` of the stream. True if that is reached.
    pub(super) fn arrive(&mut self, now: Duration, bound: Option<u64>) -> bool {
        let Some(piece) = self.under_way.pop_front() else { return false };
        self.travelling -= piece.len();
        let room = bound.map_or(u64::MAX, |bound| bound.saturating_sub(self.delivered));
        let arrives = piece.len().min(usize::try_from(room).unwrap_or(usize::MAX));
        if self.arrived.is_empty() && arrives == piece.len() {
            self.arrived = piece;
        } else {
            self.arrived.extend_from_slice(&piece[..arrives]);
        }
        self.unread_since.get_or_insert(now);
        self.delivered += arrives as u64;
        bound.is_some_and(|bound| self.delivered >= bound)
    }

    pub(super) fn take(&mut self) -> BytesMut {
        self.unread_since = None;
        std::mem::take(&mut self.arrived)
    }

    /// Since when has something been there that was not read?
    pub(super) fn unread_since(&self) -> Option<Duration> {
        self.unread_since
    }

    /// Has the reader nothing more to read, now or later?
    pub(super) fn is_empty(&self) -> bool {
        self.arrived.is_empty() && self.under_way.is_empty()
    }

    /// What is under way does not arrive, nor does anything behind it.
    pub(super) fn lose(&mut self) {
        self.is_lost = true;
        self.under_way.clear();
    }

    pub(super) fn is_lost(&self) -> bool {
        self.is_lost
    }

    pub(super) fn arrival(&self) -> Duration {
        self.arrival
    }

    /// Nothing arrives before `until`, save what is under way.
    pub(super) fn stall(&mut self, until: Duration) {
        self.arrival = self.arrival.max(until);
    }
}
