//! The log: one thread that writes and syncs, one group at a time.

use mio::Waker;
use rustix::fs::{FallocateFlags, fallocate};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// What may be written, and where, once a group is durable.
type Held = Vec<(usize, Vec<u8>)>;

pub(crate) struct Log {
    jobs: SyncSender<Vec<u8>>,
    done: Receiver<Vec<u8>>,
    /// What waits for the group under way.
    held: Option<Held>,
    room: Vec<u8>,
}

/// How far ahead the file is given its room.
const STEP: u64 = 64 * 1024 * 1024;

impl Log {
    pub(crate) fn start(path: &Path, waker: Arc<Waker>) -> io::Result<Log> {
        let file = File::create(path)?;
        let (jobs, of_jobs) = sync_channel::<Vec<u8>>(1);
        let (tell, done) = sync_channel(1);
        std::thread::spawn(move || keep(&file, &of_jobs, &tell, &waker));
        Ok(Log { jobs, done, held: None, room: Vec::new() })
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.held.is_none()
    }

    pub(crate) fn append(&mut self, records: &mut Vec<u8>, held: Held) {
        let group = std::mem::replace(records, std::mem::take(&mut self.room));
        self.held = Some(held);
        self.jobs.send(group).expect("the log's thread lives as long as this one");
    }

    /// What may be written now.
    pub(crate) fn durable(&mut self) -> Held {
        let Ok(mut room) = self.done.try_recv() else { return Held::new() };
        room.clear();
        self.room = room;
        self.held.take().unwrap_or_default()
    }
}

fn keep(mut file: &File, jobs: &Receiver<Vec<u8>>, tell: &SyncSender<Vec<u8>>, waker: &Waker) {
    let (mut written, mut given) = (0, 0);
    for group in jobs {
        written += group.len() as u64;
        while given < written + STEP / 2 {
            fallocate(file, FallocateFlags::empty(), given, STEP).expect("room for the log");
            given += STEP;
        }
        file.write_all(&group).expect("the log is written");
        file.sync_data().expect("the log is synced");
        if tell.send(group).is_err() || waker.wake().is_err() {
            return;
        }
    }
}
