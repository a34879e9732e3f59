//! What becomes durable, and whether all holds.

use super::{Peaks, World};
use crate::check::{Breaches, Evidence};
use crate::event::Party;
use crate::node::Node;
use crate::tally::Count;
use gateway::durable::Tracked;
use gateway::life::PartState;
use records::Record;

impl World {
    /// What has become durable is read, before anything else happens, and counts.
    pub(super) fn note_news(&mut self) {
        let (now, wall) = (self.stage.now(), self.stage.wall());
        let mut changes = Vec::new();
        for batch in self.disk.news() {
            for entry in self.history.add(now, &batch) {
                self.stage.timeline.note(Party::Disk, || shown(&entry.record));
                self.shadow.apply(&entry.record, &mut changes);
                changes.clear();
                for check in &mut self.checks {
                    let mut breaches = Breaches::new(check.name(), now, &mut self.breaches);
                    check.durable(entry, &mut breaches);
                }
            }
            for check in &mut self.checks {
                let mut breaches = Breaches::new(check.name(), now, &mut self.breaches);
                check.state(&self.shadow, wall, &mut breaches);
            }
        }
        self.note_peaks();
    }

    pub(super) fn note_peaks(&mut self) {
        let Peaks { journal, memory, messages, notices } = &mut self.peaks;
        *journal = self.disk.held().max(*journal);
        *memory = self.shadow.usage().octets().max(*memory);
        *messages = self.shadow.messages().count().max(*messages);
        *notices = self.shadow.notices().count().max(*notices);
    }

    /// Now and then, when all that the process holds is durable: does it follow from that?
    pub(super) fn watch(&mut self) {
        let is_durable = self.node.as_ref().is_some_and(Node::is_durable);
        if is_durable && self.chance.u8(..32) == 0 {
            self.compare("while it runs");
            self.look_for_forgotten();
        }
    }

    /// What is in flight is with a session that will answer for it: whoever forgets that waits for
    /// nobody.
    fn look_for_forgotten(&mut self) {
        let Some(node) = &self.node else { return };
        let is_in_flight = |it: &&Tracked| it.part.state() == PartState::InFlight;
        let messages = node.core().durable().messages();
        let parts = messages.map(|(_, it)| it.parts.iter().filter(is_in_flight).count());
        let (parts, held) = (parts.sum::<usize>(), node.core().in_flight());
        if parts as u64 > held {
            let what = format!("{parts} parts are in flight, and sessions have {held}");
            Breaches::new("bounds", self.stage.now(), &mut self.breaches).add(what);
        }
    }

    /// What the process holds is what all durable records make, were they read one after another:
    /// of a process that has just started, whatever of the journal was freed.
    pub(super) fn compare(&mut self, when: &str) {
        let Some(node) = &self.node else { return };
        let wall = node.time();
        let mut live = node.core().durable().clone();
        let mut shadow = self.shadow.clone();
        // Keys and short ids have their ends without a record, each process in its own time.
        live.forget_due(wall, usize::MAX);
        shadow.forget_due(wall, usize::MAX);
        if live != shadow {
            let what = format!("{when}:\n{live:?}\nis not\n{shadow:?}");
            Breaches::new("recovery", self.stage.now(), &mut self.breaches).add(what);
        }
    }

    pub(super) fn look_at_the_end(&mut self) {
        let tally = &mut self.stage.timeline.tally;
        let copies = self.history.entries().iter().filter(|it| is_copy(&it.record)).count();
        tally.add_many(Count::Copies, copies as u64);
        for operator in &self.operators {
            let counts = operator.brain().ledger().counts();
            tally.add_many(Count::Taken, counts.taken);
            tally.add_many(Count::Duplicates, counts.duplicates);
        }
        self.look_at_counts();
        let durable = self.node.as_ref().map_or(&self.shadow, |node| node.core().durable());
        let evidence = Evidence {
            plan: &self.plan,
            history: &self.history,
            customers: &self.customers,
            operators: &self.operators,
            net: &self.stage.net,
            deaths: &self.deaths,
            full: &self.full,
            durable,
        };
        for check in &mut self.checks {
            let mut breaches =
                Breaches::new(check.name(), self.stage.timeline.now(), &mut self.breaches);
            check.end(&evidence, &mut breaches);
        }
    }
}

impl World {
    /// Nothing is left of what was counted when nothing is left to do.
    fn look_at_counts(&mut self) {
        let Some(node) = self.node.as_ref().filter(|_| self.is_done()) else { return };
        // What was cancelled stands in its lane until its time, and counts for nothing.
        let in_flight = node.core().in_flight();
        if in_flight > 0 {
            let what = format!("{in_flight} parts in flight, of nothing");
            Breaches::new("bounds", self.stage.now(), &mut self.breaches).add(what);
        }
    }
}

fn is_copy(record: &Record) -> bool {
    matches!(record, Record::Sent(sent) if sent.doubtful)
}

/// A record, short enough for a line.
fn shown(record: &Record) -> String {
    let text = format!("{record:?}");
    text.chars().take(500).collect()
}
