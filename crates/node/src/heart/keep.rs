//! The journal's thread: what turns have left is made durable, all that is here with one fdatasync, and
//! told.

use super::post::{self, Back, Letter};
use crate::fate;
use journal::{AppendError, Fault, Health, Journal, Position};
use records::Batch;
use registry::Snapshot;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::mpsc;
use tracing::error;

/// What a turn leaves: records to be made durable, if any, and what may be told then.
pub(super) struct Job {
    pub(super) batch: Batch,
    /// Before this nothing is needed any more once the batch is durable.
    pub(super) release: Position,
    /// Told by this thread, for to wake the core's first would cost time.
    pub(super) letters: Vec<Letter>,
    /// A part goes out with it that may have arrived before.
    pub(super) has_doubtful: bool,
    /// How peers are called, for the log.
    pub(super) names: Arc<Snapshot>,
}

/// What the journal has to say.
pub(super) enum Kept {
    /// Jobs are done.
    Durable(Durable),
    /// How it is now. The batch that it has, if it has one, is not durable.
    Health(Health),
    /// There was no room for the batch. It is tried again.
    Full,
    /// The disk has failed: nothing will ever be durable again.
    Fault(Fault),
}

/// Jobs that are done: their records are durable, and their letters delivered.
pub(super) struct Durable {
    /// One of each job: its room may be used again.
    pub(super) batches: Vec<Batch>,
    pub(super) health: Health,
    /// What nobody could be told.
    pub(super) back: Back,
}

/// Jobs that are done together.
struct Work {
    /// All that they are, as one.
    all: Job,
    /// The batches of all but the first.
    others: Vec<Batch>,
}

/// The journal, for the core's thread.
pub(super) struct ToJournal {
    pub(super) jobs: SyncSender<Job>,
    pub(super) kept: mpsc::Receiver<Kept>,
    thread: JoinHandle<()>,
}

impl ToJournal {
    /// There is nothing more for it; its directory is free then.
    pub(super) fn close(self) {
        let ToJournal { jobs, kept, thread } = self;
        drop((jobs, kept));
        if thread.join().is_err() {
            error!("the journal's thread has ended by a fault of this program");
        }
    }
}

/// Jobs that may wait.
pub(super) const JOBS: usize = 64;
/// Octets of which no more are gathered: with the greatest turn they stay below what one batch of the
/// journal may have.
const GATHERED: usize = 256 * 1024;
/// How long a full journal is left alone, and how often one without work is asked how it is.
const RETRY: Duration = Duration::from_millis(100);
const LOOK: Duration = Duration::from_secs(1);

/// Starts the thread. It ends when nobody has anything for it any more.
pub(super) fn start(journal: Box<dyn Journal>) -> io::Result<ToJournal> {
    let (jobs, of_jobs) = sync_channel(JOBS);
    let (tell, kept) = mpsc::channel(8);
    let thread = std::thread::Builder::new().name("journal".to_owned());
    let thread = thread.spawn(move || keep(journal, &of_jobs, &tell))?;
    Ok(ToJournal { jobs, kept, thread })
}

/// Until there is nothing more to do, or nobody listens, or the disk has failed.
fn keep(mut journal: Box<dyn Journal>, jobs: &Receiver<Job>, tell: &mpsc::Sender<Kept>) {
    let mut is_high = false;
    loop {
        let said = match jobs.recv_timeout(LOOK) {
            Ok(job) => match Work::gather(job, jobs).finish(&mut *journal, tell) {
                Ok(durable) => Some(Kept::Durable(durable)),
                Err(fault) => {
                    error!(%fault, "nothing more is acknowledged");
                    let _ = tell.blocking_send(Kept::Fault(fault));
                    return;
                }
            },
            Err(RecvTimeoutError::Timeout) => {
                let health = journal.health();
                (health.high_water != is_high).then_some(Kept::Health(health))
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let Some(said) = said else { continue };
        if let Kept::Durable(Durable { health, .. }) | Kept::Health(health) = &said {
            is_high = health.high_water;
        }
        if tell.blocking_send(said).is_err() {
            return;
        }
    }
}

impl Work {
    /// Takes what else is here already: whatever came while the last batch was written is written
    /// together.
    fn gather(first: Job, jobs: &Receiver<Job>) -> Work {
        let mut work = Work { all: first, others: Vec::new() };
        while work.all.batch.size() < GATHERED
            && let Ok(job) = jobs.try_recv()
        {
            work.add(job);
        }
        work
    }

    fn add(&mut self, job: Job) {
        let Work { all, others } = self;
        all.batch.extend(&job.batch);
        others.push(job.batch);
        all.release = job.release;
        all.letters.extend(job.letters);
        all.has_doubtful |= job.has_doubtful;
        all.names = job.names;
    }

    /// Makes it durable, and tells what may be told then: the log first, so that no part is sent again
    /// untold.
    fn finish(
        self,
        journal: &mut dyn Journal,
        tell: &mpsc::Sender<Kept>,
    ) -> Result<Durable, Fault> {
        let Job { batch, release, letters, has_doubtful, names } = self.all;
        if !batch.is_empty() {
            append(journal, &batch, tell)?;
            journal.release(release)?;
        }
        fate::tell(&batch, &names, has_doubtful);
        let back = post::deliver(letters);
        let mut batches = self.others;
        batches.push(batch);
        Ok(Durable { batches, health: journal.health(), back })
    }
}

/// As often as it takes: a full disk passes when somebody makes room.
fn append(
    journal: &mut dyn Journal,
    batch: &Batch,
    tell: &mpsc::Sender<Kept>,
) -> Result<(), Fault> {
    let mut is_told = false;
    loop {
        match journal.append(batch.octets()) {
            Ok(_) => return Ok(()),
            Err(AppendError::Full) => {
                if !std::mem::replace(&mut is_told, true) {
                    error!("the journal is full: nothing is acknowledged until there is room");
                }
                if tell.blocking_send(Kept::Full).is_err() {
                    return Err(Fault("it is full, and nobody waits for it".to_owned()));
                }
                std::thread::sleep(RETRY);
            }
            Err(AppendError::Fault(fault)) => return Err(fault),
            Err(AppendError::Size) => {
                return Err(Fault(format!("a batch of {} octets", batch.size())));
            }
        }
    }
}
