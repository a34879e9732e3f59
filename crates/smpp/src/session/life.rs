//! Is the peer still there?

use super::settings::Timers;
use arrayvec::ArrayVec;
use std::time::Duration;

/// When the peer was heard last, and what it was asked since.
#[derive(Debug)]
pub(super) struct Life {
    heard: Duration,
    /// When the last enquire_link was sent, if later than `heard`; else `heard`.
    asked: Duration,
    /// How many enquire_links were sent since the peer was heard.
    unanswered: u8,
    /// The latest enquire_links without response. A peer that talks without answering them is alive.
    probes: ArrayVec<u32, { PROBES_MAX as usize }>,
}

/// So many enquire_links in a row without any sign of life end a session.
const PROBES_MAX: u8 = 3;

/// What the silence of the peer calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Silence {
    /// Nothing yet.
    Bearable,
    /// An enquire_link.
    Ask,
    /// The session has ended.
    Dead,
    /// An unbind.
    Inactive,
}

impl Life {
    pub(super) fn new(now: Duration) -> Life {
        Life { heard: now, asked: now, unanswered: 0, probes: ArrayVec::new() }
    }

    /// A PDU arrived, whatever it is.
    pub(super) fn heard(&mut self, now: Duration) {
        self.heard = now;
        self.asked = now;
        self.unanswered = 0;
    }

    /// An enquire_link was sent.
    pub(super) fn asked(&mut self, sequence: u32, now: Duration) {
        self.asked = now;
        self.unanswered += 1; // at most PROBES_MAX: then the silence is the peer's end
        if self.probes.is_full() {
            self.probes.remove(0);
        }
        self.probes.push(sequence);
    }

    /// Does this number answer an enquire_link?
    pub(super) fn answered(&mut self, sequence: u32) -> bool {
        let Some(index) = self.probes.iter().position(|&probe| probe == sequence) else {
            return false;
        };
        self.probes.remove(index);
        true
    }

    pub(super) fn silence(&self, now: Duration, timers: &Timers) -> Silence {
        let due = now >= self.asked.saturating_add(timers.enquire_link);
        if due && self.unanswered == PROBES_MAX {
            Silence::Dead
        } else if now >= self.heard.saturating_add(timers.inactivity) {
            Silence::Inactive
        } else if due {
            Silence::Ask
        } else {
            Silence::Bearable
        }
    }

    /// When the silence calls for something.
    pub(super) fn deadline(&self, timers: &Timers) -> Duration {
        let inactive = self.heard.saturating_add(timers.inactivity);
        inactive.min(self.asked.saturating_add(timers.enquire_link))
    }
}
