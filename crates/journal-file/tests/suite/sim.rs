//! A disk that is simulated in full: it knows what a program sees and what would survive a power
//! cut, fails when told, and can be cut off at any call.
//!
//! What is on the medium after a power cut is drawn at random: of the writes since the last sync
//! each sector of 512 octets holds any state that it has had, and of the changes of names since
//! the last sync of the directory any may be missing.

use journal_file::{Disk, DiskFile};
use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

const SECTOR: usize = 512;

/// Handles to one disk are clones of each other.
#[derive(Clone)]
pub(crate) struct SimDisk(Arc<Mutex<World>>);

struct SimFile {
    disk: SimDisk,
    inode: usize,
}

#[derive(Clone)]
struct World {
    files: Vec<Content>,
    names: BTreeMap<String, usize>,
    names_durable: BTreeMap<String, usize>,
    /// Changes of names since the last sync of the directory.
    renames: Vec<NameChange>,
    is_full: bool,
    calls: u64,
    plan: Option<(u64, Failure)>,
    is_halted: bool,
    lie: Lie,
    /// The file of a late sync.
    owed: Option<usize>,
    random: fastrand::Rng,
}

/// One file: what the program sees, what is on the medium, and the states between the two that
/// each sector has had since the last sync.
#[derive(Clone, Default)]
struct Content {
    seen: Vec<u8>,
    durable: Vec<u8>,
    sectors: BTreeMap<usize, Vec<[u8; SECTOR]>>,
}

#[derive(Clone)]
enum NameChange {
    Add(String, usize),
    Rename(String, String, usize),
    Remove(String),
}

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// With an error of the medium.
    Eio,
    /// For want of space.
    Enospc,
    /// The machine stops; no later call does anything.
    Halt,
}

/// What a disk may do that says a sync is done when it is not. Any engine must lose batches on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lie {
    None,
    /// `sync_data` does nothing.
    SyncNever,
    /// `sync_data` answers first and does its work when the next call comes.
    SyncLate,
    /// `sync_dir` does nothing.
    SyncDirNever,
}

/// What a power cut leaves of what was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Nothing.
    Dropped,
    /// All.
    Kept,
    /// Any sector in any state, any change of a name or none.
    Mixed,
}

impl SimDisk {
    pub(crate) fn new(seed: u64, lie: Lie) -> SimDisk {
        SimDisk(Arc::new(Mutex::new(World {
            files: Vec::new(),
            names: BTreeMap::new(),
            names_durable: BTreeMap::new(),
            renames: Vec::new(),
            is_full: false,
            calls: 0,
            plan: None,
            is_halted: false,
            lie,
            owed: None,
            random: fastrand::Rng::with_seed(seed),
        })))
    }

    /// Lets a call fail, the next one being number 1.
    pub(crate) fn fail_at(&self, call: u64, failure: Failure) {
        let mut world = self.world();
        world.calls = 0;
        world.plan = Some((call, failure));
    }

    /// Whether the planned failure has come.
    pub(crate) fn has_failed(&self) -> bool {
        self.world().plan.is_none()
    }

    /// The process dies and another one is started; what it saw is still there.
    pub(crate) fn restart(&self) {
        let mut world = self.world();
        world.is_halted = false;
        world.plan = None;
    }

    /// Lies no more.
    pub(crate) fn reform(&self) {
        self.world().lie = Lie::None;
    }

    pub(crate) fn set_full(&self, is_full: bool) {
        self.world().is_full = is_full;
    }

    /// Another disk with what power leaves of this one.
    pub(crate) fn cut(&self, data: Cut, names: Cut, seed: u64) -> SimDisk {
        let mut world = self.world().clone();
        world.random = fastrand::Rng::with_seed(seed);
        world.cut_names(names);
        let World { files, names, random, .. } = &mut world;
        for (inode, content) in files.iter_mut().enumerate() {
            if names.values().any(|&named| named == inode) {
                content.cut(data, random);
            } else {
                *content = Content::default();
            }
        }
        world.owed = None;
        let disk = SimDisk(Arc::new(Mutex::new(world)));
        disk.restart();
        disk
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().expect("nothing panics while it holds the disk")
    }
}

impl World {
    /// Counts the call and fails it if that was planned.
    fn call(&mut self) -> io::Result<()> {
        if self.is_halted {
            return Err(eio());
        }
        if let Some(inode) = self.owed.take() {
            self.files[inode].sync();
        }
        self.calls += 1;
        match self.plan {
            Some((call, failure)) if call == self.calls => {
                self.plan = None;
                self.is_halted = failure == Failure::Halt;
                Err(if failure == Failure::Enospc { enospc() } else { eio() })
            }
            Some(_) | None => Ok(()),
        }
    }

    fn change(&mut self, change: NameChange) {
        change.apply(&mut self.names);
        self.renames.push(change);
    }

    fn find(&self, name: &str) -> io::Result<usize> {
        self.names.get(name).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Settles the changes of names, and lets the program see what came of it.
    fn cut_names(&mut self, cut: Cut) {
        for change in std::mem::take(&mut self.renames) {
            let stays = match cut {
                Cut::Dropped => false,
                Cut::Kept => true,
                Cut::Mixed => self.random.bool(),
            };
            if stays {
                change.apply(&mut self.names_durable);
            }
        }
        self.names = self.names_durable.clone();
    }
}

impl NameChange {
    fn apply(&self, names: &mut BTreeMap<String, usize>) {
        match self {
            NameChange::Add(name, inode) => {
                names.insert(name.clone(), *inode);
            }
            NameChange::Rename(from, to, inode) => {
                names.remove(from);
                names.insert(to.clone(), *inode);
            }
            NameChange::Remove(name) => {
                names.remove(name);
            }
        }
    }
}

impl Content {
    fn write(&mut self, octets: &[u8], offset: usize) {
        let end = offset + octets.len();
        if self.seen.len() < end {
            self.seen.resize(end, 0);
        }
        self.seen[offset..end].copy_from_slice(octets);
        for sector in offset / SECTOR..end.div_ceil(SECTOR) {
            let state = sector_of(&self.seen, sector);
            self.sectors.entry(sector).or_default().push(state);
        }
    }

    /// Writes what is known to be unwritten.
    fn sync(&mut self) {
        self.durable.resize(self.seen.len(), 0);
        for sector in std::mem::take(&mut self.sectors).into_keys() {
            let state = sector_of(&self.seen, sector);
            self.put(sector, &state);
        }
    }

    fn put(&mut self, sector: usize, state: &[u8; SECTOR]) {
        let begin = (sector * SECTOR).min(self.durable.len());
        let end = (begin + SECTOR).min(self.durable.len());
        self.durable[begin..end].copy_from_slice(&state[..end - begin]);
    }

    /// A sync that fails: some of what was written is on the medium, and the system takes all of
    /// it for written, so no later sync writes it again.
    fn fail_sync(&mut self, random: &mut fastrand::Rng) {
        let seen = self.seen.clone();
        self.cut(Cut::Mixed, random);
        self.seen = seen;
    }

    fn cut(&mut self, cut: Cut, random: &mut fastrand::Rng) {
        match cut {
            Cut::Kept => self.sync(),
            Cut::Mixed => self.mix(random),
            Cut::Dropped => {}
        }
        self.sectors.clear();
        self.seen.clone_from(&self.durable);
    }

    fn mix(&mut self, random: &mut fastrand::Rng) {
        // Either the new length is there or no octet behind the old one.
        if random.bool() {
            self.durable.resize(self.seen.len(), 0);
        }
        for (sector, states) in std::mem::take(&mut self.sectors) {
            // One state more than there are: as it was at the last sync.
            if let Some(state) = states.get(random.usize(..=states.len())) {
                self.put(sector, state);
            }
        }
    }
}

fn sector_of(file: &[u8], sector: usize) -> [u8; SECTOR] {
    let mut state = [0; SECTOR];
    let there = &file[sector * SECTOR..file.len().min((sector + 1) * SECTOR)];
    state[..there.len()].copy_from_slice(there);
    state
}

fn eio() -> io::Error {
    io::Error::from_raw_os_error(5)
}

fn enospc() -> io::Error {
    io::Error::from_raw_os_error(28)
}

impl Disk for SimDisk {
    fn list(&self) -> io::Result<Vec<String>> {
        let mut world = self.world();
        world.call()?;
        Ok(world.names.keys().cloned().collect())
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let mut world = self.world();
        world.call()?;
        if world.names.contains_key(name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let inode = world.files.len();
        world.files.push(Content::default());
        world.change(NameChange::Add(name.to_owned(), inode));
        Ok(Box::new(SimFile { disk: self.clone(), inode }))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let mut world = self.world();
        world.call()?;
        let inode = world.find(name)?;
        Ok(Box::new(SimFile { disk: self.clone(), inode }))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut world = self.world();
        world.call()?;
        let inode = world.find(from)?;
        world.change(NameChange::Rename(from.to_owned(), to.to_owned(), inode));
        Ok(())
    }

    fn set_aside(&self, name: &str) -> io::Result<()> {
        self.rename(name, &format!("damaged/{name}"))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut world = self.world();
        world.call()?;
        world.find(name)?;
        world.change(NameChange::Remove(name.to_owned()));
        Ok(())
    }

    fn sync_dir(&self) -> io::Result<()> {
        let mut world = self.world();
        world.call()?;
        if world.lie != Lie::SyncDirNever {
            world.cut_names(Cut::Kept);
        }
        Ok(())
    }

    fn free(&self) -> io::Result<u64> {
        Ok(if self.world().is_full { 0 } else { 1 << 30 })
    }
}

impl DiskFile for SimFile {
    fn size(&self) -> io::Result<u64> {
        let mut world = self.disk.world();
        world.call()?;
        Ok(world.files[self.inode].seen.len() as u64)
    }

    fn allocate(&self, octets: u64) -> io::Result<()> {
        let mut world = self.disk.world();
        world.call()?;
        if world.is_full {
            return Err(enospc());
        }
        world.files[self.inode].seen = vec![0; usize::try_from(octets).expect("a small file")];
        Ok(())
    }

    fn read_at(&self, into: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut world = self.disk.world();
        world.call()?;
        let seen = &world.files[self.inode].seen;
        let from = seen.len().min(usize::try_from(offset).expect("a small file"));
        let there = into.len().min(seen.len() - from);
        into[..there].copy_from_slice(&seen[from..from + there]);
        Ok(there)
    }

    fn write_at(&self, octets: &[u8], offset: u64) -> io::Result<()> {
        let mut world = self.disk.world();
        let was_halted = world.is_halted;
        let answer = world.call();
        let written = match answer {
            Ok(()) => octets.len(),
            Err(_) if was_halted => 0,
            Err(_) => world.random.usize(..=octets.len()), // a part, as it may be
        };
        let offset = usize::try_from(offset).expect("a small file");
        world.files[self.inode].write(&octets[..written], offset);
        answer
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut world = self.disk.world();
        let was_halted = world.is_halted;
        let answer = world.call();
        let World { files, random, lie, owed, is_halted, .. } = &mut *world;
        let file = &mut files[self.inode];
        match (&answer, lie) {
            (Ok(()), Lie::None | Lie::SyncDirNever) => file.sync(),
            (Ok(()), Lie::SyncNever) => {}
            (Ok(()), Lie::SyncLate) => *owed = Some(self.inode),
            (Err(_), _) if was_halted || *is_halted => {}
            (Err(_), _) => file.fail_sync(random),
        }
        answer
    }
}
