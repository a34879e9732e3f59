//! Long messages of which parts are missing.

use crate::content::Content;
use message::text::udh::{Concatenation, Reference};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// The parts of one message, in their order, and how many are missing.
pub(super) struct Group {
    /// One at least.
    pub(super) parts: Vec<Arc<Content>>,
    pub(super) missing: usize,
}

/// The messages that wait for parts, the oldest first.
#[derive(Debug)]
pub(super) struct Joins {
    waiting: VecDeque<Join>,
    max: usize,
}

#[derive(Debug)]
struct Join {
    reference: Reference,
    total: u8,
    parts: BTreeMap<u8, Arc<Content>>,
}

impl Joins {
    pub(super) fn new(max: usize) -> Joins {
        Joins { waiting: VecDeque::new(), max }
    }

    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Takes a message or a part, and gives what can be shown: it, the message that it completes, or
    /// an incomplete one that has to make room. A part that is there already is ignored.
    pub(super) fn add(&mut self, content: Arc<Content>) -> Vec<Group> {
        let Some(Concatenation { reference, total, sequence }) = content.concatenation() else {
            return vec![Group { parts: vec![content], missing: 0 }];
        };
        let is_same = |join: &Join| {
            let one = join.parts.values().next();
            join.reference == reference
                && join.total == total
                && one.is_some_and(|part| part.source == content.source)
        };
        let found = self.waiting.iter().position(is_same);
        let mut join = found.and_then(|at| self.waiting.remove(at)).unwrap_or(Join {
            reference,
            total,
            parts: BTreeMap::new(),
        });
        let mut shown = Vec::new();
        if join.parts.get(&sequence).is_some_and(|known| known.user_data != content.user_data) {
            // The sender has come round to the same reference: another message.
            let parts = std::mem::take(&mut join.parts);
            shown.push(Join { reference, total, parts }.give_up());
        }
        join.parts.insert(sequence, content);
        if join.parts.len() == usize::from(total) {
            shown.push(join.give_up());
        } else {
            self.waiting.push_back(join);
        }
        while self.waiting.len() > self.max {
            shown.extend(self.waiting.pop_front().map(Join::give_up));
        }
        shown
    }
}

impl Join {
    /// With whatever has come.
    fn give_up(self) -> Group {
        let missing = usize::from(self.total) - self.parts.len();
        Group { parts: self.parts.into_values().collect(), missing }
    }
}
