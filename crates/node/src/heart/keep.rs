//! The journal's thread: one batch after the other, each with one fdatasync.

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

/// A batch to be made durable.
pub(super) struct Job {
    pub(super) batch: Batch,
    /// Before this nothing is needed any more once the batch is durable.
    pub(super) release: Position,
    /// What may be told then: by this thread, for to wake the core's first would cost time.
    pub(super) letters: Vec<Letter>,
    /// A part goes out with it that may have arrived before.
    pub(super) has_doubtful: bool,
    /// How peers are called, for the log.
    pub(super) names: Arc<Snapshot>,
}

/// What the journal has to say.
pub(super) enum Kept {
    /// The batch is durable, and its letters are delivered.
    Durable(Durable),
    /// How it is now. The batch that it has, if it has one, is not durable.
    Health(Health),
    /// There was no room for the batch. It is tried again.
    Full,
    /// The disk has failed: nothing will ever be durable again.
    Fault(Fault),
}

/// A batch that is.
pub(super) struct Durable {
    /// Its room may be used again.
    pub(super) batch: Batch,
    pub(super) health: Health,
    /// What nobody could be told.
    pub(super) back: Back,
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

/// How long a full journal is left alone, and how often one without work is asked how it is.
const RETRY: Duration = Duration::from_millis(100);
const LOOK: Duration = Duration::from_secs(1);

/// Starts the thread. It ends when nobody has anything for it any more.
pub(super) fn start(journal: Box<dyn Journal>) -> io::Result<ToJournal> {
    let (jobs, of_jobs) = sync_channel(1);
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
            Ok(job) => match append(&mut *journal, &job, tell) {
                Ok(()) => Some(Kept::Durable(job.tell(journal.health()))),
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

impl Job {
    /// Tells what may be told now: the log first, so that no part is sent again untold.
    fn tell(self, health: Health) -> Durable {
        let Job { batch, letters, has_doubtful, names, .. } = self;
        fate::tell(&batch, &names, has_doubtful);
        Durable { batch, health, back: post::deliver(letters) }
    }
}

/// As often as it takes: a full disk passes when somebody makes room.
fn append(journal: &mut dyn Journal, job: &Job, tell: &mpsc::Sender<Kept>) -> Result<(), Fault> {
    let mut is_told = false;
    loop {
        match journal.append(job.batch.octets()) {
            Ok(_) => return journal.release(job.release),
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
                return Err(Fault(format!("a batch of {} octets", job.batch.size())));
            }
        }
    }
}
