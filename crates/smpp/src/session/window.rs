//! Who owes whom an answer: our requests without response, and the peer's.

use super::output::{Fate, Token};
use crate::command::CommandId;
use crate::frame::Header;
use std::collections::VecDeque;
use std::time::Duration;

/// A sequence number of ours: 1..=0x7FFF_FFFF (SMPP 3.4 s5.1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sequence(u32);

const SEQUENCE_MAX: u32 = 0x7FFF_FFFF;

impl Sequence {
    pub(super) fn new(first: u32) -> Sequence {
        if (1..=SEQUENCE_MAX).contains(&first) { Sequence(first) } else { Sequence(1) }
    }

    pub(super) fn number(self) -> u32 {
        self.0
    }

    /// Wraps to 1, not 0: only a generic_nack about a PDU without usable header has 0. Numbers in use
    /// are not skipped: their requests are answered or given up two thousand million numbers earlier.
    pub(super) fn next(self) -> Sequence {
        Sequence(if self.0 == SEQUENCE_MAX { 1 } else { self.0 + 1 })
    }
}

/// A request of ours without response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) token: Token,
    pub(super) sequence: u32,
    /// The command of its response.
    pub(super) response: CommandId,
    /// Where it ends in the stream of octets to the peer.
    pub(super) end: u64,
    /// When its response is overdue.
    pub(super) deadline: Duration,
}

/// Our requests without response, in the order in which they were sent. All have equally long to be
/// answered, so the first is the next to be overdue; and most responses come in the order of the
/// requests, so looking one up from the front is short.
#[derive(Debug, Default)]
pub(super) struct Window {
    slots: VecDeque<Slot>,
    /// The latest of those that were given up, in case their responses still come.
    late: VecDeque<Slot>,
}

/// How many given up requests are remembered.
const LATE_MAX: usize = 256;

impl Window {
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    pub(super) fn push(&mut self, slot: Slot) {
        self.slots.push_back(slot);
    }

    /// Takes out the request that this response answers.
    pub(super) fn take(&mut self, response: Header) -> Option<Token> {
        take(&mut self.slots, response)
    }

    /// The same among those that were given up.
    pub(super) fn take_late(&mut self, response: Header) -> Option<Token> {
        take(&mut self.late, response)
    }

    /// When the next response is overdue.
    pub(super) fn deadline(&self) -> Option<Duration> {
        self.slots.front().map(|slot| slot.deadline)
    }

    /// The first request, if its response is overdue.
    pub(super) fn overdue(&self, now: Duration) -> Option<Slot> {
        self.slots.front().copied().filter(|slot| slot.deadline <= now)
    }

    /// No response is overdue before then. The order of the deadlines stays what it was.
    pub(super) fn postpone(&mut self, until: Duration) {
        for slot in &mut self.slots {
            slot.deadline = slot.deadline.max(until);
        }
    }

    /// Gives the first request up.
    pub(super) fn give_up_first(&mut self) {
        let Some(slot) = self.slots.pop_front() else { return };
        if self.late.len() == LATE_MAX {
            self.late.pop_front();
        }
        self.late.push_back(slot);
    }

    /// Empties the window at the end of a session of which `written` octets were written.
    pub(super) fn end(&mut self, written: u64) -> Vec<(Token, Fate)> {
        self.late.clear();
        let fate = |end| if end <= written { Fate::Written } else { Fate::NeverWritten };
        self.slots.drain(..).map(|slot| (slot.token, fate(slot.end))).collect()
    }

    pub(super) fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter()
    }

    pub(super) fn late_is_bounded(&self) -> bool {
        self.late.len() <= LATE_MAX
    }
}

fn take(slots: &mut VecDeque<Slot>, header: Header) -> Option<Token> {
    let fits =
        |slot: &Slot| slot.sequence == header.sequence && answers(header.command, slot.response);
    if slots.front().is_some_and(fits) {
        return slots.pop_front().map(|slot| slot.token);
    }
    let index = slots.iter().position(fits)?;
    slots.remove(index).map(|slot| slot.token)
}

/// May a PDU answer where `response` is expected?
fn answers(command: CommandId, response: CommandId) -> bool {
    command == response || command == CommandId::GENERIC_NACK
}

/// The peer's requests that we owe a response, in the order in which they arrived. A number that a
/// peer repeats stands here as often as it came.
#[derive(Debug, Default)]
pub(super) struct Owed(VecDeque<(u32, CommandId)>);

impl Owed {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn push(&mut self, sequence: u32, response: CommandId) {
        self.0.push_back((sequence, response));
    }

    /// Where the first request stands that this answer would settle.
    pub(super) fn find(&self, sequence: u32, answer: CommandId) -> Option<usize> {
        self.0.iter().position(|&(owed, response)| owed == sequence && answers(answer, response))
    }

    pub(super) fn settle(&mut self, index: usize) {
        if index == 0 {
            self.0.pop_front()
        } else {
            self.0.remove(index)
        };
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
