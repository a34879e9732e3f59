//! The operators' door: for each operator a task that keeps its sessions open, and a task for each
//! of these.

mod line;

use crate::heart::Heart;
use crate::metrics::Metrics;
use crate::outlet::ToCore;
use crate::said::{MAILBOX, Said};
use crate::sessions::Numbers;
use line::{Event, Line, News};
use link::Time;
use operators::connector::{Action, Slot};
use operators::{Connector, Session};
use registry::operator::Operator;
use smpp::session::{BindKind, Timers};
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::timeout;
use tracing::{Instrument, debug_span, error, info, warn};

/// What the sessions of an operator need.
#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) heart: Heart,
    pub(crate) time: Time,
    pub(crate) numbers: Numbers,
    pub(crate) metrics: Metrics,
    pub(crate) timers: Timers,
}

/// One operator.
struct Keeper {
    door: Door,
    operator: Arc<Operator>,
    connector: Connector,
    tasks: JoinSet<()>,
    /// Whose task it is.
    slots: HashMap<Id, Slot>,
    /// How to speak to the sessions that are connecting or connected.
    mailboxes: BTreeMap<Slot, mpsc::WeakSender<Said>>,
    news: mpsc::Sender<News>,
    is_alarmed: bool,
}

/// How long a connection may take.
const CONNECT_MAX: Duration = Duration::from_secs(10);
/// News of one session that may wait: that it is bound or refused, and that it has ended.
const NEWS: usize = 4;

/// Keeps the sessions of one operator open until it is told to drain, and then waits for all of them
/// to end.
pub(crate) async fn keep(door: Door, operator: Arc<Operator>, mut drain: watch::Receiver<bool>) {
    let connector = Connector::new(&operator, door.time.mono());
    let places = operator.sessions.get() as usize * 2;
    let (news, mut of_news) = mpsc::channel(places * NEWS);
    let mut keeper = Keeper {
        door,
        operator,
        connector,
        tasks: JoinSet::new(),
        slots: HashMap::new(),
        mailboxes: BTreeMap::new(),
        news,
        is_alarmed: false,
    };
    let mut is_draining = false;
    loop {
        keeper.act();
        if keeper.connector.is_done() && keeper.tasks.is_empty() {
            break;
        }
        let due = keeper.connector.next_due().map(|due| keeper.door.time.at(due));
        tokio::select! {
            biased;
            () = link::raised(&mut drain), if !is_draining => {
                is_draining = true;
                keeper.connector.drain();
            }
            Some(news) = of_news.recv() => keeper.hear(news),
            Some(ended) = keeper.tasks.join_next_with_id() => keeper.forget(ended),
            () = sleep(due), if due.is_some() => {}
        }
    }
    info!(operator = %keeper.operator.name, "all sessions with the operator have ended");
}

async fn sleep(due: Option<tokio::time::Instant>) {
    if let Some(due) = due {
        tokio::time::sleep_until(due).await;
    }
}

impl Keeper {
    fn act(&mut self) {
        while let Some(action) = self.connector.poll(self.door.time.mono()) {
            match action {
                Action::Open { slot, kind } => self.open(slot, kind),
                Action::Leave(slot) => {
                    if let Some(mailbox) = self.mailboxes.get(&slot).and_then(|it| it.upgrade()) {
                        let _ = mailbox.try_send(Said::Leave);
                    }
                }
            }
        }
    }

    fn open(&mut self, slot: Slot, kind: BindKind) {
        let (mailbox, of_mailbox) = mpsc::channel(MAILBOX);
        self.mailboxes.insert(slot, mailbox.downgrade());
        let opening = Opening {
            door: self.door.clone(),
            operator: Arc::clone(&self.operator),
            slot,
            kind,
            mailbox,
            of_mailbox,
            news: self.news.clone(),
        };
        let span = debug_span!("operator", operator = %self.operator.name, slot = slot.0);
        let task = self.tasks.spawn(opening.run().instrument(span));
        self.slots.insert(task.id(), slot);
    }

    /// A task has ended. One that failed has not told what became of its session.
    fn forget(&mut self, ended: Result<(Id, ()), JoinError>) {
        match ended {
            Ok((id, ())) => _ = self.slots.remove(&id),
            Err(error) => {
                if let Some(slot) = self.slots.remove(&error.id()) {
                    let event = Event::Closed(format!("a fault of this program: {error}"));
                    self.hear(News { slot, event });
                }
            }
        }
    }

    fn hear(&mut self, news: News) {
        let now = self.door.time.mono();
        let operator = &self.operator.name;
        match news.event {
            Event::Bound { kind, version } => {
                info!(%operator, slot = news.slot.0, ?kind, ?version, "bound");
                self.connector.bound(news.slot, now);
            }
            Event::Refused(status) => {
                warn!(%operator, slot = news.slot.0, %status, "the operator has refused the bind");
                self.connector.refused(news.slot, status);
            }
            Event::Closed(why) => {
                info!(%operator, slot = news.slot.0, why, "the session has ended");
                self.mailboxes.remove(&news.slot);
                self.connector.closed(news.slot, now, fastrand::u32(..));
            }
        }
        let is_alarming = self.connector.is_alarming();
        if is_alarming && !self.is_alarmed {
            error!(operator = %self.operator.name, "the operator refuses who we are, five times in a row");
        }
        self.is_alarmed = is_alarming;
    }
}

/// A session that is to be.
struct Opening {
    door: Door,
    operator: Arc<Operator>,
    slot: Slot,
    kind: BindKind,
    mailbox: mpsc::Sender<Said>,
    of_mailbox: mpsc::Receiver<Said>,
    news: mpsc::Sender<News>,
}

impl Opening {
    async fn run(mut self) {
        let connected = tokio::select! {
            connected = connect(&self.operator) => connected,
            // There is nothing else to say to it yet.
            _ = self.of_mailbox.recv() => Err(io::ErrorKind::Interrupted.into()),
        };
        match connected {
            Ok(socket) => self.drive(socket).await,
            Err(error) => {
                let event = Event::Closed(error.to_string());
                let _ = self.news.try_send(News { slot: self.slot, event });
            }
        }
    }

    async fn drive(self, socket: TcpStream) {
        let Opening { door, operator, slot, kind, mailbox, of_mailbox, news } = self;
        let id = door.numbers.next();
        let session = Session::timed(id, operator, (kind, door.timers), door.time.mono());
        let line = Line::new((id, session), mailbox, (slot, news), door.metrics);
        let outlet = ToCore::new(&door.heart);
        link::drive(line, socket, of_mailbox, outlet, door.time).await;
    }
}

async fn connect(operator: &Operator) -> io::Result<TcpStream> {
    if operator.address.is_tls() {
        return Err(io::Error::new(io::ErrorKind::Unsupported, "no TLS towards operators yet"));
    }
    let address = (operator.address.host(), operator.address.port());
    timeout(CONNECT_MAX, TcpStream::connect(address)).await?
}
