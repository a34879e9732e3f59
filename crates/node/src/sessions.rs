//! The numbers of sessions, and how many there are.

use gateway::door::SessionId;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Gives numbers to sessions, of either side, each once in the life of the process.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers(Arc<AtomicU64>);

impl Numbers {
    pub(crate) fn next(&self) -> SessionId {
        // 0 is the core's own, for sessions of the process before this one.
        SessionId(self.0.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

/// The sessions of an account, counted by those who sit there.
#[derive(Debug, Default)]
pub(crate) struct Seats(Arc<()>);

/// A session of an account, as long as it is bound.
#[derive(Debug)]
pub(crate) struct Seat {
    _of: Arc<()>,
}

impl Seats {
    pub(crate) fn taken(&self) -> u32 {
        u32::try_from(Arc::strong_count(&self.0) - 1).unwrap_or(u32::MAX)
    }

    pub(crate) fn take(&self) -> Seat {
        Seat { _of: Arc::clone(&self.0) }
    }
}
