//! The customers' door: a listener, and a task for each connection.

mod password;
mod guesses;
mod refusals;
mod gate;
mod line;

pub(crate) use guesses::Guesses;
pub(crate) use password::hash;

use crate::heart::Heart;
use crate::metrics::Metrics;
use crate::outlet::ToCore;
use crate::said::{MAILBOX, Said};
use crate::sessions::Numbers;
use customers::{Peer, Session, Settings};
use gate::{Checks, Gate};
use gateway::door::SessionId;
use line::{Line, Offices};
use link::Time;
use refusals::Refusals;
use registry::Snapshot;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::{Id, JoinSet};
use tracing::{error, info, warn};

/// Connections at a time. Others wait to be accepted.
const CONNECTIONS_MAX: usize = 12_000;
/// How long to wait when the system gives no more connections.
const BREATH: Duration = Duration::from_millis(100);

/// What every connection needs.
pub(crate) struct Door {
    pub(crate) heart: Heart,
    pub(crate) registry: Arc<Snapshot>,
    pub(crate) settings: Settings,
    pub(crate) guesses: Guesses,
    pub(crate) time: Time,
    pub(crate) numbers: Numbers,
    pub(crate) metrics: Metrics,
}

/// Connections that are open, and how to speak to their sessions.
struct Open {
    tasks: JoinSet<()>,
    mailboxes: HashMap<Id, mpsc::WeakSender<Said>>,
    checks: Checks,
    refusals: Refusals,
}

/// Accepts connections until it is told to drain, and then waits for all of them to end.
pub(crate) async fn serve(door: Door, listener: TcpListener, mut drain: watch::Receiver<bool>) {
    let (checks, of_checks) = mpsc::channel(CONNECTIONS_MAX);
    let gate = Gate::new(of_checks, door.guesses, door.time.clone());
    let gate = tokio::spawn(gate.run());
    let refusals = Refusals::new(door.time.clone());
    let mut open = Open { tasks: JoinSet::new(), mailboxes: HashMap::new(), checks, refusals };
    loop {
        let has_room = open.tasks.len() < CONNECTIONS_MAX;
        tokio::select! {
            biased;
            () = link::raised(&mut drain) => break,
            Some(ended) = open.tasks.join_next_with_id() => open.forget(ended),
            accepted = listener.accept(), if has_room => match accepted {
                Ok((socket, peer)) => open.begin(&door, socket, peer),
                Err(error) => {
                    warn!(%error, "no connection can be accepted");
                    tokio::time::sleep(BREATH).await;
                }
            },
        }
    }
    drop(listener);
    info!(connections = open.tasks.len(), "customers are unbound");
    for mailbox in open.mailboxes.values().filter_map(mpsc::WeakSender::upgrade) {
        let _ = mailbox.try_send(Said::Leave);
    }
    while let Some(ended) = open.tasks.join_next_with_id().await {
        open.forget(ended);
    }
    drop(open);
    let _ = gate.await;
}

impl Open {
    fn begin(&mut self, door: &Door, socket: TcpStream, peer: SocketAddr) {
        let id = door.numbers.next();
        let (mailbox, of_mailbox) = mpsc::channel(MAILBOX);
        let peer = Peer { address: peer.ip().to_canonical(), tls: false };
        let clock = line::clock(door.time.now());
        let registry = Arc::clone(&door.registry);
        let session = Session::new(id, peer, door.settings.clone(), registry, clock);
        let weak = mailbox.downgrade();
        let offices = Offices {
            checks: self.checks.clone(),
            refusals: self.refusals.clone(),
            metrics: door.metrics.clone(),
        };
        let line = Line::new((id, session), peer.address, mailbox, offices);
        let outlet = ToCore::new(&door.heart);
        let task = link::drive(line, socket, of_mailbox, outlet, door.time.clone());
        let task = self.tasks.spawn(named(id, task));
        self.mailboxes.insert(task.id(), weak);
    }

    fn forget(&mut self, ended: Result<(Id, ()), tokio::task::JoinError>) {
        let id = match ended {
            Ok((id, ())) => id,
            Err(error) => {
                error!(%error, "a session has ended by a fault of this program");
                error.id()
            }
        };
        self.mailboxes.remove(&id);
    }
}

async fn named(id: SessionId, task: impl Future<Output = ()>) {
    use tracing::Instrument;
    task.instrument(tracing::debug_span!("customer", session = id.0)).await;
}
