//! Ctrl-C, and what init systems send.

use crate::Failure;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// What asks a process to stop.
pub(crate) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    pub(crate) fn new() -> Result<Signals, Failure> {
        let of =
            |kind| signal(kind).map_err(|error| Failure::new(1, format!("no signals: {error}")));
        let (terminate, interrupt) = (of(SignalKind::terminate())?, of(SignalKind::interrupt())?);
        Ok(Signals { terminate, interrupt })
    }

    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
