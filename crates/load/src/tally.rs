//! What has come of it.

use hdrhistogram::Histogram;
use std::collections::BTreeMap;
use std::time::Duration;

/// The counts of a run, so far.
#[derive(Debug, Clone)]
pub struct Tally {
    /// Sessions that are bound.
    pub sessions: usize,
    /// Submissions that were written.
    pub submitted: u64,
    /// Answered with ESME_ROK.
    pub accepted: u64,
    /// Answered with anything else, by status.
    pub refused: BTreeMap<u32, u64>,
    /// Final receipts that belong to a submission, each counted once.
    pub receipts: u64,
    /// Receipts of what is not over yet.
    pub intermediate: u64,
    /// Receipts that came once more, or belong to no submission.
    pub surplus: u64,
    /// Texts from phones.
    pub texts: u64,
    /// Answers that nobody waited for.
    pub stray: u64,
    /// Sessions that the other side has ended.
    pub lost_sessions: u64,
    /// From a submission to its answer, in microseconds, with three digits.
    pub answers: Histogram<u64>,
}

impl Default for Tally {
    fn default() -> Tally {
        Tally {
            sessions: 0,
            submitted: 0,
            accepted: 0,
            refused: BTreeMap::new(),
            receipts: 0,
            intermediate: 0,
            surplus: 0,
            texts: 0,
            stray: 0,
            lost_sessions: 0,
            // A minute at most: what takes longer counts as that.
            answers: Histogram::new_with_max(60_000_000, 3).expect("these are allowed"),
        }
    }
}

impl Tally {
    /// How many were refused, with whatever status.
    pub fn refused(&self) -> u64 {
        self.refused.values().sum()
    }

    /// Submissions that nobody has answered.
    pub fn unanswered(&self) -> u64 {
        self.submitted - self.accepted - self.refused()
    }
}

/// The counts at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Second {
    /// Since the run began.
    pub at: Duration,
    /// Accepted until then.
    pub accepted: u64,
    /// Receipts until then.
    pub receipts: u64,
}

/// A run that is over.
#[derive(Debug, Clone)]
pub struct Report {
    /// Everything together.
    pub tally: Tally,
    /// A line for each second, the first at the beginning.
    pub seconds: Vec<Second>,
    /// From the beginning to the last submission's answer.
    pub submitting: Duration,
    /// Accepted messages without a receipt, where receipts were asked for.
    pub missing: u64,
}
