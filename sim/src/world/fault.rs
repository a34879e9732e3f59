//! What befalls whom.

use super::World;
use crate::event::{End, Event, LinkId, Party, Side};
use crate::net::Break;
use crate::plan::Fault;
use crate::tally::Count;
use gateway::door::Input;
use std::sync::Arc;
use std::time::Duration;

impl World {
    pub(super) fn fault(&mut self, index: usize) {
        let Some(&(_, fault)) = self.plan.faults.get(index).filter(|_| !self.is_fair) else {
            return;
        };
        let now = self.stage.now();
        self.stage.timeline.note(Party::Net, || format!("{fault:?}"));
        match fault {
            Fault::Crash => self.die(None),
            Fault::Break => self.break_any(),
            Fault::Stall(lasting) => self.stall_any(now + lasting),
            Fault::OperatorDown(number, lasting) => {
                self.operators[number].go_down(&mut self.stage, now + lasting);
                self.stir(Party::Operator(number));
            }
            Fault::CustomerAway(number, lasting) => {
                self.customers[number].go_away(&mut self.stage, now + lasting);
                self.stir(Party::Customer(number));
            }
            Fault::ReceiversAway(number, lasting) => {
                self.customers[number].stop_receiving(&mut self.stage, now + lasting);
                self.stir(Party::Customer(number));
            }
            Fault::ClockStep(millis) => {
                self.stage.timeline.count(Count::ClockSteps);
                self.stage.wall.step(millis);
                self.stir(Party::Node);
            }
            Fault::ClockStop(lasting) => {
                self.stage.timeline.count(Count::ClockStops);
                self.stage.wall.stop(now);
                self.stage.timeline.after(lasting, Event::FaultOver(index));
            }
            Fault::Registry => {
                if let Some(node) = &mut self.node {
                    node.hand_in(Input::Registry(Arc::clone(&self.snapshot)));
                }
                self.stir(Party::Node);
            }
            Fault::DiskFull(lasting) => {
                self.disk.set_full(true);
                self.full.push((now, now + lasting));
                self.stage.timeline.after(lasting, Event::FaultOver(index));
                self.stir(Party::Node);
            }
            Fault::DiskFault => self.disk.fail_next(&mut self.stage.timeline),
        }
    }

    pub(super) fn fault_over(&mut self, index: usize) {
        let Some(&(_, fault)) = self.plan.faults.get(index) else { return };
        match fault {
            Fault::ClockStop(_) => {
                let corrected = self.chance.bool();
                self.stage.wall.go_on(self.stage.timeline.now(), corrected);
                self.stir(Party::Node);
            }
            Fault::DiskFull(_) => {
                self.disk.set_full(false);
                self.stir(Party::Node);
            }
            Fault::Crash
            | Fault::Break
            | Fault::Stall(_)
            | Fault::OperatorDown(..)
            | Fault::CustomerAway(..)
            | Fault::ReceiversAway(..)
            | Fault::ClockStep(_)
            | Fault::Registry
            | Fault::DiskFault => {}
        }
    }

    fn any_link(&mut self) -> Option<LinkId> {
        let links: Vec<LinkId> = self.stage.net.links().collect();
        (!links.is_empty()).then(|| links[self.chance.usize(..links.len())])
    }

    fn any_side(&mut self) -> Side {
        if self.chance.bool() { Side::Caller } else { Side::Called }
    }

    fn break_any(&mut self) {
        let how = match self.chance.u8(..4) {
            0 => Break::Silence,
            1 => Break::HalfOpen(self.any_side()),
            _ => Break::Cut,
        };
        if let Some(link) = self.any_link() {
            self.stage.timeline.note(Party::Net, || format!("{link}: {how:?}"));
            self.stage.net.break_link(&mut self.stage.timeline, link, how);
        }
    }

    fn stall_any(&mut self, until: Duration) {
        let side = self.any_side();
        if let Some(link) = self.any_link() {
            self.stage.timeline.count(Count::Stalls);
            self.stage.timeline.note(Party::Net, || format!("{link}: {side:?} is held up"));
            self.stage.net.stall(End { link, side }, until);
        }
    }
}
