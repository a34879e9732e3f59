//! The one place that reads a clock.

use std::time::{Duration, Instant};

/// How long `work` took.
#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
pub(crate) fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}
