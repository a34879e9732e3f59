//! The whole gateway in one thread and in virtual time.

pub mod event;
pub mod tally;
pub mod timeline;
pub mod clock;
pub mod net;
pub mod disk;
pub mod stage;
pub mod line;
pub mod customer;
pub mod operator;
pub mod plan;
pub mod node;
pub mod history;
pub mod check;
pub mod world;
pub mod many;

use check::Breach;
use plan::Plan;
use tally::Tally;
use timeline::Line;

/// What a run has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What must not be, and was.
    pub breaches: Vec<Breach>,
    /// How often what has happened.
    pub tally: Tally,
    /// Line by line, if asked for.
    pub trace: Vec<Line>,
}

/// Runs a plan; the same seed and plan give the same run. `traced`: the report has the trace.
pub fn run(seed: u64, plan: &Plan, traced: bool) -> Report {
    let mut world = world::World::new(seed, plan.clone(), traced);
    world.run();
    let breaches = world.breaches().to_vec();
    let stage = world.stage_mut();
    Report { breaches, tally: stage.timeline.tally.clone(), trace: stage.timeline.take_trace() }
}
