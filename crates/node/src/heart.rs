//! The heart: the thread that decides, the thread that makes durable, and how doors speak to them.

mod recover;
mod keep;
mod keeper;
mod post;
#[cfg(test)]
mod tests;

pub use recover::OpenError;
pub(crate) use recover::{claim, recover};

use crate::metrics::Metrics;
use crate::said::Said;
use gateway::core::Core;
use gateway::door::{Input, SessionId};
use journal::{Fault, Journal, Position};
use link::Time;
use std::fmt;
use tokio::sync::{mpsc, oneshot};

/// Something for the core's thread.
#[derive(Debug)]
pub(crate) enum Word {
    /// A session is here; what is for it goes there.
    Join(SessionId, mpsc::Sender<Said>),
    /// For the core itself.
    Input(Input),
    /// The session has ended, and has said all.
    Leave(SessionId),
}

/// What a session says at a time.
pub(crate) type Words = Vec<Word>;

/// Words of sessions that wait for the core at most; what answers the core's own requests has a way of its own,
/// and goes first.
const COMPLETIONS: usize = 4 * 1024;
const SUBMISSIONS: usize = 1024;

/// How to speak to the core.
#[derive(Debug, Clone)]
pub(crate) struct Heart {
    pub(crate) completions: mpsc::Sender<Words>,
    pub(crate) submissions: mpsc::Sender<Words>,
}

/// A core that is as it was, and its journal.
pub(crate) struct Recovered {
    core: Core,
    journal: Box<dyn Journal>,
    floor: Position,
}

/// Why the heart has stopped.
#[derive(Debug)]
pub enum HeartError {
    /// The disk of the journal has failed.
    Journal(Fault),
    /// A fault of this program.
    Panic,
    /// What was decided last could not be made durable in time: the disk is full, or hangs.
    Late,
}

/// A heart that beats.
pub(crate) struct Beating {
    pub(crate) heart: Heart,
    /// How it ended: in order when nobody speaks to it any more, or else.
    pub(crate) end: oneshot::Receiver<Result<(), HeartError>>,
}

impl Recovered {
    /// Starts both threads.
    pub(crate) fn start(self, time: Time, metrics: Metrics) -> std::io::Result<Beating> {
        let Recovered { core, journal, floor } = self;
        let (completions, of_completions) = mpsc::channel(COMPLETIONS);
        let (submissions, of_submissions) = mpsc::channel(SUBMISSIONS);
        let (tell_end, end) = oneshot::channel();
        let journal = keep::start(journal)?;
        let words = keeper::Inbox::new(of_completions, of_submissions);
        let thread = std::thread::Builder::new().name("core".to_owned());
        thread.spawn(move || {
            let keeper = keeper::Keeper::new(core, journal, words, (floor, time, metrics));
            // A panic drops the sender: that tells it too.
            let _ = tell_end.send(keeper.run());
        })?;
        Ok(Beating { heart: Heart { completions, submissions }, end })
    }
}

impl fmt::Display for HeartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HeartError::Journal(fault) => fault.fmt(f),
            HeartError::Late => f.write_str("the journal did not take the last batch in time"),
            HeartError::Panic => f.write_str("the core has ended by a fault of this program"),
        }
    }
}

impl std::error::Error for HeartError {}
