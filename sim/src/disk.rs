//! The medium below the journal: one append at a time, which takes its time and may fail.
//!
//! A crash finds an append under way in one of two states: what was being written is there after
//! the next start, or it is not. Nobody can know which, so chance decides.

use crate::event::{Event, Party};
use crate::net::between;
use crate::tally::Count;
use crate::timeline::Timeline;
use fastrand::Rng;
use journal::{AppendError, Entry, Journal, MemoryJournal, MemoryStore, Mishap, Position};
use std::ops::ControlFlow;
use std::time::Duration;

/// How the medium behaves.
#[derive(Debug, Clone)]
pub struct DiskPlan {
    /// Octets that it holds.
    pub capacity: u64,
    /// Below so many free octets what can be refused is to be refused.
    pub reserve: u64,
    /// The shortest and the longest time of an append.
    pub latency: [Duration; 2],
    /// How many of a thousand appends take a hundred times as long.
    pub slow: u16,
}

/// The medium.
#[derive(Debug)]
pub struct Disk {
    plan: DiskPlan,
    chance: Rng,
    store: MemoryStore,
    journal: Option<MemoryJournal>,
    under_way: Option<Vec<u8>>,
    appends: u64,
    /// Behind the last batch that was shown as news.
    seen: Position,
}

/// A batch on the medium.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Where it begins.
    pub at: Position,
    /// What was appended.
    pub octets: Vec<u8>,
}

impl Disk {
    /// An empty medium.
    pub fn new(plan: DiskPlan, chance: Rng) -> Disk {
        let store = MemoryStore::new(plan.capacity, plan.reserve);
        let seen = Position::START;
        Disk { plan, chance, store, journal: None, under_way: None, appends: 0, seen }
    }

    /// The process starts: all batches that are kept, oldest first.
    pub fn open(&mut self) -> Vec<Batch> {
        let journal = self.journal.insert(self.store.open());
        let oldest = journal.health().oldest;
        read(journal, oldest).0
    }

    /// The process is no more. `Some`: an append was under way, and is kept or not.
    pub fn crash(&mut self) -> Option<bool> {
        let mut journal = self.journal.take()?;
        let octets = self.under_way.take()?;
        let end = journal.health().end;
        if self.chance.bool() {
            // A full medium, or a fault that is due, may lose it after all.
            let _ = journal.append(&octets);
        }
        Some(self.store.open().health().end > end)
    }

    /// The batches that have become durable since the last call.
    pub fn news(&mut self) -> Vec<Batch> {
        let Some(journal) = &self.journal else { return Vec::new() };
        let (batches, seen) = read(journal, self.seen);
        self.seen = seen;
        batches
    }

    /// Begins an append; [`Event::Appended`] comes when it has ended.
    pub fn begin(&mut self, timeline: &mut Timeline, octets: Vec<u8>) {
        debug_assert!(self.under_way.is_none(), "one append at a time");
        self.under_way = Some(octets);
        self.appends += 1;
        let mut wait = between(&mut self.chance, self.plan.latency);
        if self.chance.u16(..1000) < self.plan.slow {
            wait *= 100;
        }
        timeline.after(wait, Event::Appended(self.appends));
    }

    /// It never began.
    pub fn forget_append(&mut self) {
        self.under_way = None;
    }

    /// Is an append under way?
    pub fn is_busy(&self) -> bool {
        self.under_way.is_some()
    }

    /// An append has ended; `None`: it was of a process that is no more.
    pub fn finish(
        &mut self,
        timeline: &mut Timeline,
        number: u64,
    ) -> Option<Result<Position, AppendError>> {
        if number != self.appends {
            return None;
        }
        let octets = self.under_way.take()?;
        let result = self.journal.as_mut()?.append(&octets);
        match &result {
            Ok(_) => timeline.count(Count::Batches),
            Err(AppendError::Full) => {
                timeline.count(Count::DiskFull);
                timeline.note(Party::Disk, || "full".to_owned());
            }
            Err(AppendError::Size) => {
                timeline.note(Party::Disk, || "a batch of no size".to_owned())
            }
            Err(AppendError::Fault(fault)) => timeline.note(Party::Disk, || fault.to_string()),
        }
        Some(result)
    }

    /// Nothing before `up_to` is needed any more.
    pub fn release(&mut self, up_to: Position) {
        if let Some(journal) = &mut self.journal {
            // A dead journal is told by its next append.
            let _ = journal.release(up_to);
        }
    }

    /// Where the next batch begins.
    pub fn end(&self) -> Position {
        self.journal.as_ref().map_or(self.seen, |journal| journal.health().end)
    }

    /// Octets that are kept.
    pub fn held(&self) -> u64 {
        self.journal.as_ref().map_or(0, |journal| journal.health().held)
    }

    /// Has it come to its reserve?
    pub fn high_water(&self) -> bool {
        self.journal.as_ref().is_some_and(|journal| journal.health().high_water)
    }

    // --- faults

    /// It is full from now on, or no longer.
    pub fn set_full(&mut self, is_full: bool) {
        self.store.set_full(is_full);
    }

    /// The next append but the one under way fails.
    pub fn fail_next(&mut self, timeline: &mut Timeline) {
        let is_kept = self.chance.bool();
        timeline.count(if is_kept { Count::FaultKept } else { Count::FaultLost });
        let mishap = if is_kept { Mishap::FaultKept } else { Mishap::FaultLost };
        self.store.plan(self.store.appends() + 1, mishap);
    }
}

/// The batches from `from` on, and where they end.
fn read(journal: &MemoryJournal, from: Position) -> (Vec<Batch>, Position) {
    let mut batches = Vec::new();
    let end = journal.reader().read(from, &mut |entry| {
        match entry {
            Entry::Batch { at, payload, .. } => {
                batches.push(Batch { at, octets: payload.to_vec() })
            }
            Entry::Damage { at, .. } => panic!("memory is not damaged, yet it is at {at}"),
        }
        ControlFlow::Continue(())
    });
    (batches, end.expect("a position that this log gave"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk(seed: u64) -> (Disk, Timeline) {
        let latency = [Duration::from_millis(1), Duration::from_millis(2)];
        let plan = DiskPlan { capacity: 1_000, reserve: 100, latency, slow: 0 };
        let mut disk = Disk::new(plan, Rng::with_seed(seed));
        assert!(disk.open().is_empty());
        (disk, Timeline::new(false))
    }

    fn append(
        disk: &mut Disk,
        timeline: &mut Timeline,
        octets: &[u8],
    ) -> Result<Position, AppendError> {
        disk.begin(timeline, octets.to_vec());
        let Some(Event::Appended(number)) = timeline.next(Duration::MAX) else {
            panic!("it ends at some time")
        };
        disk.finish(timeline, number).expect("it is the one under way")
    }

    fn texts(batches: &[Batch]) -> Vec<&[u8]> {
        batches.iter().map(|batch| &batch.octets[..]).collect()
    }

    #[test]
    fn what_is_durable_is_news_once_and_there_after_a_crash() {
        let (mut disk, mut timeline) = disk(1);
        assert_eq!(append(&mut disk, &mut timeline, b"one"), Ok(Position(15)));
        assert_eq!(texts(&disk.news()), [b"one"]);
        assert_eq!(append(&mut disk, &mut timeline, b"two"), Ok(Position(30)));
        assert_eq!((disk.crash(), disk.is_busy()), (None, false));
        assert_eq!(texts(&disk.open()), [b"one", b"two"]);
        assert_eq!(texts(&disk.news()), [b"two"]);
        disk.release(Position(15));
        disk.crash();
        assert_eq!(texts(&disk.open()), [b"two"]);
        assert!(disk.news().is_empty());
    }

    #[test]
    fn a_crash_amid_an_append_keeps_or_loses_it() {
        let mut kept = [0; 2];
        for seed in 0..100 {
            let (mut disk, mut timeline) = disk(seed);
            disk.begin(&mut timeline, b"one".to_vec());
            let is_kept = disk.crash().expect("an append was under way");
            kept[usize::from(is_kept)] += 1;
            assert_eq!(disk.open().len(), usize::from(is_kept));
            assert_eq!(disk.finish(&mut timeline, 1), None, "its process is no more");
        }
        assert!(kept.iter().all(|count| *count > 20), "{kept:?}");
    }

    #[test]
    fn a_full_disk_refuses_and_a_broken_one_is_dead() {
        let (mut disk, mut timeline) = disk(1);
        disk.set_full(true);
        assert_eq!(append(&mut disk, &mut timeline, b"one"), Err(AppendError::Full));
        assert!(disk.high_water());
        disk.set_full(false);
        disk.fail_next(&mut timeline);
        let failed = append(&mut disk, &mut timeline, b"one");
        assert!(matches!(failed, Err(AppendError::Fault(_))), "{failed:?}");
        disk.crash();
        assert!(disk.open().len() <= 1);
    }
}
