//! An engine in memory, for the tests of whatever stands on a journal. Its faults are scripted.

use crate::engine::{AppendError, Entry, Fault, Health, Journal, ReadError, Reader, Visit};
use crate::frame::{BadSize, HEADER, PAYLOAD_MAX};
use crate::position::Position;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

/// What the medium is to files: it outlives the journal that is opened on it. Clones are handles
/// to the same store.
///
/// A process that dies is a journal that is dropped; [`MemoryStore::open`] is the next start.
#[derive(Debug, Clone)]
pub struct MemoryStore(Arc<Mutex<Inner>>);

/// What is to go wrong at an append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    /// It answers full, this once.
    Full,
    /// It answers with a fault, and the batch is lost.
    FaultLost,
    /// It answers with a fault, and yet the batch is there after the next start.
    FaultKept,
}

#[derive(Debug)]
struct Inner {
    batches: VecDeque<(Position, Vec<u8>)>,
    end: Position,
    held: u64,
    capacity: u64,
    reserve: u64,
    is_full: bool,
    /// Appends asked of all journals on this store, the first being number 1.
    appends: u64,
    mishaps: BTreeMap<u64, Mishap>,
    /// Behind the last batch that readers may see before the next start.
    visible: Position,
}

impl MemoryStore {
    /// An empty store of `capacity` octets; its high-water mark is reached when fewer than
    /// `reserve` of them are left. Positions and sizes are as in a file: twelve octets and the
    /// payload for each batch.
    pub fn new(capacity: u64, reserve: u64) -> MemoryStore {
        MemoryStore(Arc::new(Mutex::new(Inner {
            batches: VecDeque::new(),
            end: Position::START,
            held: 0,
            capacity,
            reserve,
            is_full: false,
            appends: 0,
            mishaps: BTreeMap::new(),
            visible: Position::START,
        })))
    }

    /// The next start. The journal before it must have been dropped.
    pub fn open(&self) -> MemoryJournal {
        let mut inner = self.lock();
        inner.visible = inner.end;
        MemoryJournal { store: self.clone(), fault: None }
    }

    /// Lets the append with this number end so. The first append asked of the store is number 1;
    /// refused ones count too.
    pub fn plan(&self, append: u64, mishap: Mishap) {
        self.lock().mishaps.insert(append, mishap);
    }

    /// Appends asked so far.
    pub fn appends(&self) -> u64 {
        self.lock().appends
    }

    /// Lets every append answer full from now on, or no longer.
    pub fn set_full(&self, is_full: bool) {
        self.lock().is_full = is_full;
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().expect("nothing panics while it holds the store")
    }
}

/// A journal on a [`MemoryStore`].
#[derive(Debug)]
pub struct MemoryJournal {
    store: MemoryStore,
    fault: Option<Fault>,
}

impl Journal for MemoryJournal {
    fn append(&mut self, payload: &[u8]) -> Result<Position, AppendError> {
        if let Some(fault) = &self.fault {
            return Err(AppendError::Fault(fault.clone()));
        }
        let mut inner = self.store.lock();
        inner.appends += 1;
        let number = inner.appends;
        match inner.mishaps.remove(&number) {
            None => inner.append(payload).inspect(|&end| inner.visible = end),
            Some(Mishap::Full) => Err(AppendError::Full),
            Some(mishap) => {
                if mishap == Mishap::FaultKept {
                    inner.append(payload)?;
                }
                let fault = Fault(format!("append {number}: a scripted fault"));
                self.fault = Some(fault.clone());
                Err(AppendError::Fault(fault))
            }
        }
    }

    fn release(&mut self, up_to: Position) -> Result<(), Fault> {
        match &self.fault {
            Some(fault) => Err(fault.clone()),
            None => {
                self.store.lock().release(up_to);
                Ok(())
            }
        }
    }

    fn reader(&self) -> Box<dyn Reader> {
        Box::new(MemoryReader { store: self.store.clone() })
    }

    fn health(&self) -> Health {
        let inner = self.store.lock();
        let free = if inner.is_full { 0 } else { inner.capacity.saturating_sub(inner.held) };
        Health {
            oldest: inner.batches.front().map_or(inner.visible, |&(at, _)| at),
            end: inner.visible,
            held: inner.held,
            free,
            high_water: free < inner.reserve,
        }
    }
}

impl Inner {
    fn append(&mut self, payload: &[u8]) -> Result<Position, AppendError> {
        if payload.is_empty() || payload.len() > PAYLOAD_MAX {
            return Err(BadSize.into());
        }
        let octets = HEADER + payload.len();
        let held = self.held.saturating_add(octets as u64);
        if self.is_full || held > self.capacity {
            return Err(AppendError::Full);
        }
        self.batches.push_back((self.end, payload.to_vec()));
        self.held = held;
        self.end = self.end.plus(octets);
        Ok(self.end)
    }

    fn release(&mut self, up_to: Position) {
        while let Some((at, payload)) = self.batches.front() {
            let octets = HEADER + payload.len();
            if at.plus(octets) > up_to {
                return;
            }
            self.held = self.held.saturating_sub(octets as u64);
            self.batches.pop_front();
        }
    }
}

/// Copies one batch at a time, so that no visitor is called while the store is held.
struct MemoryReader {
    store: MemoryStore,
}

impl Reader for MemoryReader {
    fn read(&mut self, from: Position, visit: &mut Visit<'_>) -> Result<Position, ReadError> {
        let end = self.store.lock().visible;
        if from > end {
            return Err(ReadError::Beyond { end });
        }
        let mut from = from;
        while let Some((at, payload)) = self.batch_from(from, end) {
            from = at.plus(HEADER + payload.len());
            if visit(Entry::Batch { at, next: from, payload: &payload }).is_break() {
                return Ok(from);
            }
        }
        Ok(end)
    }
}

impl MemoryReader {
    /// The first batch at `from` or behind it that ends at `end` at the latest.
    fn batch_from(&self, from: Position, end: Position) -> Option<(Position, Vec<u8>)> {
        let inner = self.store.lock();
        let index = inner.batches.partition_point(|&(at, _)| at < from);
        inner.batches.get(index).filter(|&&(at, _)| at < end).cloned()
    }
}
