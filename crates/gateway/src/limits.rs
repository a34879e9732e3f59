//! What bounds a core, and what it is made with.

use message::id::Shard;

/// What bounds a core.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Octets of memory that everything may take that waits; then submissions are refused.
    pub pending_octets_max: u64,
    /// Octets of journal that are never worth carrying forward: 1 GiB.
    pub journal_octets_min: u64,
    /// Receipts without message that are kept.
    pub orphans_max: usize,
    /// Texts from phones that may wait for missing parts.
    pub texts_max: usize,
    /// Messages that are remembered for ten minutes after their end: the last ones, at most so many and
    /// at least half of that.
    pub recent_max: usize,
    /// Octets of records at which a turn ends; inputs are taken up to half of them.
    pub batch_octets: usize,
    /// Parts and notices that are handed out in one turn.
    pub handed_out_max: usize,
    /// Ends of waits of each kind that are looked at in one turn.
    pub due_max: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            pending_octets_max: 4 << 30,
            journal_octets_min: 1 << 30,
            orphans_max: 1_000_000,
            texts_max: 100_000,
            recent_max: 100_000,
            batch_octets: 256 * 1024,
            handed_out_max: 1_000,
            due_max: 1_000,
        }
    }
}

/// What a core is made with.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Its number, which its ids begin with.
    pub shard: Shard,
    /// What bounds it.
    pub limits: Limits,
    /// Where its chance begins: jitter, and nothing else.
    pub seed: u64,
}
