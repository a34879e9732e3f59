//! The two threads of the heart: one decides, one makes durable.

use crate::doors::{Doors, settings, snapshot};
use bench::clock;
use gateway::core::{Core, Limits, Turn};
use gateway::door::{Effect, Input};
use journal::{Entry, Journal, LogId, Position};
use journal_file::{Directory, FileJournal, Settings};
use message::time::Timestamp;
use records::Batch;
use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A core with its journal.
pub(crate) struct Driver {
    pub(crate) core: Core,
    to_journal: Option<SyncSender<Job>>,
    from_journal: Receiver<Done>,
    thread: Option<JoinHandle<()>>,
    /// Inputs that are made and not taken.
    inbox: VecDeque<Input>,
    turn: Turn,
    /// Records that wait for the journal to be free, and what may be told after them.
    next: Batch,
    next_effects: Vec<Effect>,
    /// What may be told when the batch that is with the journal is durable.
    held: Option<Vec<Effect>>,
    floor: Position,
    pub(crate) held_octets: u64,
    core_cpu: Duration,
}

/// Inputs that wait for the core at most.
const INBOX: usize = 2_000;

/// A batch for the journal.
struct Job {
    batch: Batch,
    release: Position,
}

/// The batch is durable; its room comes back to be used again.
struct Done {
    batch: Batch,
    end: Position,
    held: u64,
    took: Duration,
    cpu: Duration,
}

/// What was measured.
pub(crate) struct Figures {
    lives: u64,
    time: Duration,
    core: Duration,
    journal: Duration,
    octets: u64,
    commits: Vec<Duration>,
    answers: Vec<Duration>,
}

impl Driver {
    /// Opens the journal, reads it, and starts.
    pub(crate) fn open(directory: &Path, limits: Limits) -> Driver {
        let disk = Arc::new(Directory::open(directory).expect("the directory is free"));
        let settings_of_log = Settings { reserve: 0, ..Settings::new(LogId(1)) };
        let journal = FileJournal::open(disk, settings_of_log).expect("a sound journal").journal;
        // Buckets start empty: this core has waited for a second.
        let begin = Timestamp::from_millis(clock::wall().millis() - 1_000);
        let mut core = Core::new(settings(limits), snapshot(), begin);
        read(&journal, &mut core);
        core.start(clock::wall());
        let floor = journal.health().end;
        let (to_journal, jobs) = sync_channel(1);
        let (done, from_journal) = sync_channel(1);
        let thread = std::thread::Builder::new().name("journal".to_owned());
        let thread = thread.spawn(move || keep(journal, &jobs, &done)).expect("a thread");
        Driver {
            core,
            to_journal: Some(to_journal),
            from_journal,
            thread: Some(thread),
            inbox: VecDeque::new(),
            turn: Turn::default(),
            next: Batch::new(),
            next_effects: Vec::new(),
            held: None,
            floor,
            held_octets: 0,
            core_cpu: Duration::ZERO,
        }
    }

    /// Lets the doors speak for so long.
    pub(crate) fn run(&mut self, doors: &mut Doors, time: Duration) -> Figures {
        let begin = clock::now();
        self.run_while(doors, |_, _| begin.elapsed() < time)
    }

    /// Lets the doors speak as long as this holds.
    pub(crate) fn run_while(
        &mut self,
        doors: &mut Doors,
        go_on: impl Fn(&Driver, &Doors) -> bool,
    ) -> Figures {
        doors.answers.clear();
        let (before, position) = (doors.done, self.floor);
        self.core_cpu = Duration::ZERO;
        let begin: Instant = clock::now();
        let (mut commits, mut journal) = (Vec::new(), Duration::ZERO);
        while go_on(self, doors) {
            self.take_turn(doors);
            if let Some(done) = self.exchange(doors) {
                commits.push(done.0);
                journal += done.1;
            }
        }
        Figures {
            lives: doors.done - before,
            time: begin.elapsed(),
            core: self.core_cpu,
            journal,
            octets: self.floor.since(position),
            commits,
            answers: std::mem::take(&mut doors.answers),
        }
    }

    fn take_turn(&mut self, doors: &mut Doors) {
        // Inputs are made first: their making is no work of the core's.
        let room = INBOX.saturating_sub(self.inbox.len());
        self.inbox.extend(std::iter::from_fn(|| doors.next()).take(room));
        let now = clock::wall();
        let cpu = clock::cpu();
        let mut inputs = std::iter::from_fn(|| self.inbox.pop_front());
        self.core.turn(&mut inputs, now, self.floor, &mut self.turn);
        self.core_cpu += clock::cpu() - cpu;
        self.turn.refusals.drain(..).for_each(|effect| doors.tell(effect));
        self.next.extend(&self.turn.batch);
        self.next_effects.append(&mut self.turn.effects);
    }

    /// Takes back what is durable, and gives the journal what waits.
    fn exchange(&mut self, doors: &mut Doors) -> Option<(Duration, Duration)> {
        let mut figures = None;
        if let Some(held) = self.held.take() {
            let done = self.from_journal.recv().expect("the journal's thread lives");
            figures = Some((done.took, done.cpu));
            self.floor = done.end;
            self.held_octets = done.held;
            held.into_iter().for_each(|effect| doors.tell(effect));
            self.give(done.batch);
        } else {
            self.give(Batch::new());
        }
        figures
    }

    fn give(&mut self, mut room: Batch) {
        if self.next.is_empty() {
            return;
        }
        room.clear();
        let batch = std::mem::replace(&mut self.next, room);
        let release = self.core.release_to();
        let jobs = self.to_journal.as_ref().expect("open until it is dropped");
        jobs.send(Job { batch, release }).expect("the journal's thread lives");
        self.held = Some(std::mem::take(&mut self.next_effects));
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.to_journal.take());
        if self.held.take().is_some() {
            // The last batch is written before the journal ends.
            let _ = self.from_journal.recv();
        }
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the journal's thread ends");
        }
    }
}

fn read(journal: &FileJournal, core: &mut Core) {
    let read = journal.reader().read(Position::START, &mut |entry| {
        let Entry::Batch { at, payload, .. } = entry else { panic!("damage") };
        for record in records::read(payload).expect("our own format") {
            core.restore(&record.expect("our own record"), at);
        }
        ControlFlow::Continue(())
    });
    read.expect("the disk can be read");
}

/// The journal's thread: one batch after the other.
fn keep(mut journal: FileJournal, jobs: &Receiver<Job>, done: &SyncSender<Done>) {
    for Job { batch, release } in jobs {
        let cpu = clock::cpu();
        let begin = clock::now();
        let end = journal.append(batch.octets()).expect("there is room");
        let took = begin.elapsed();
        journal.release(release).expect("the disk works");
        let held = journal.health().held;
        let cpu = clock::cpu() - cpu;
        if done.send(Done { batch, end, held, took, cpu }).is_err() {
            return;
        }
    }
}

impl Figures {
    pub(crate) fn rate(&self) -> f64 {
        self.lives as f64 / self.time.as_secs_f64()
    }

    pub(crate) fn core_us(&self) -> f64 {
        self.core.as_secs_f64() * 1e6 / self.lives as f64
    }

    pub(crate) fn journal_us(&self) -> f64 {
        self.journal.as_secs_f64() * 1e6 / self.lives as f64
    }

    pub(crate) fn octets(&self) -> u64 {
        self.octets
    }

    pub(crate) fn octets_per_life(&self) -> f64 {
        self.octets as f64 / self.lives as f64
    }

    pub(crate) fn commits_per_second(&self) -> f64 {
        self.commits.len() as f64 / self.time.as_secs_f64()
    }

    pub(crate) fn commit_ms(&self, percent: usize) -> f64 {
        percentile(&self.commits, percent)
    }

    pub(crate) fn answer_ms(&self, percent: usize) -> f64 {
        percentile(&self.answers, percent)
    }
}

fn percentile(times: &[Duration], percent: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    times
        .get(times.len() * percent / 100)
        .or(times.get(last))
        .map_or(0.0, |time| time.as_secs_f64() * 1e3)
}
