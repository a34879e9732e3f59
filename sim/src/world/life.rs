//! Life and death of the gateway's process.

use super::World;
use crate::event::{Event, Party};
use crate::net::between;
use crate::node::{Health, Node, Start};
use crate::plan::Frailty;
use crate::tally::Count;
use std::sync::Arc;
use std::time::Duration;

/// From the death of a process to the start of the next.
const RESTART: [Duration; 2] = [Duration::from_millis(20), Duration::from_secs(20)];

impl World {
    pub(super) fn heed(&mut self, health: Health) {
        if let Health::Dead(how) = health {
            self.die(Some(how));
        }
    }

    pub(super) fn start(&mut self) {
        self.processes += 1;
        let frailty = if self.is_fair { Frailty::default() } else { self.plan.frailty };
        let start = Start {
            number: self.processes,
            last_session: self.last_session,
            registry: Arc::clone(&self.snapshot),
            journal_octets: self.plan.journal_octets,
            frailty,
            chance: self.chance.fork(),
        };
        let node = Node::start(&mut self.stage, &mut self.disk, start);
        self.stage.timeline.note(Party::Node, || "starts".to_owned());
        self.node = Some(node);
        self.note_news();
        self.compare("after a restart");
        self.stir(Party::Node);
    }

    /// The process ends, and with it all but the medium. Its peers learn of it, or, if the machine
    /// went with it, do not.
    pub(super) fn die(&mut self, how: Option<Count>) {
        let Some(node) = self.node.take() else { return };
        self.last_session = node.last_session();
        self.deaths.push(self.stage.now());
        self.stage.timeline.count(Count::Crashes);
        how.into_iter().for_each(|how| self.stage.timeline.count(how));
        let append = self.disk.crash();
        match append {
            Some(true) => self.stage.timeline.count(Count::CrashKept),
            Some(false) => self.stage.timeline.count(Count::CrashLost),
            None => {}
        }
        self.stage.timeline.note(Party::Node, || {
            let how = how.map_or("", Count::word);
            format!("dies; {how}; append under way and kept: {append:?}")
        });
        let with_machine = self.chance.u8(..4) == 0;
        for end in node.ends() {
            if with_machine {
                self.stage.net.fall_silent(end.link);
            }
            self.stage.net.close(&mut self.stage.timeline, end);
        }
        self.stage.timeline.after(between(&mut self.chance, RESTART), Event::Start);
    }
}
