//! A simulated operator that listens on a socket.
//!
//! [`Operator::listen`] opens it; [`Operator::run`] is its one task, which owns the brain and speaks to
//! the tasks of its connections by bounded mailboxes; a [`Handle`] asks for phones from elsewhere.

mod line;
mod desk;

pub use desk::{Handle, PhoneView, Tally};

use crate::action::SessionId;
use crate::brain::Brain;
use crate::profile::Profile;
use desk::Desk;
use line::{Line, Order, Said};
use link::Time;
use smpp::session::{Role, Session, Settings};
use smpp::{Quirks, Version};
use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio_util::sync::PollSender;
use tracing::{error, warn};

/// An operator behind a socket.
pub struct Operator {
    listener: TcpListener,
    time: Time,
    brain: Brain,
    desk: Desk,
    links: HashMap<SessionId, mpsc::Sender<Order>>,
    said: (mpsc::Sender<Said>, mpsc::Receiver<Said>),
    tasks: JoinSet<()>,
    sessions: u64,
}

/// Requests of one session that may be without answer: an operator that does not answer keeps them.
const WINDOW_THEIRS: usize = 100_000;
/// What may wait for a session: an answer to each of these, and deliveries.
const ORDERS: usize = WINDOW_THEIRS + 10_000;
/// What sessions have said and the brain has not heard; then they read no more.
const SAID: usize = 4 * 1024;
/// What is heard before anything is done.
const HEARD_MAX: usize = 512;
/// How long to wait when the system gives no more connections.
const BREATH: Duration = Duration::from_millis(100);

impl Operator {
    /// Listens on a port of its own, or that of `address`.
    ///
    /// # Errors
    /// The port is taken, or the system gives none.
    pub async fn listen(
        address: SocketAddr,
        profile: Profile,
        seed: u64,
        time: Time,
    ) -> io::Result<(Operator, Handle)> {
        let listener = TcpListener::bind(address).await?;
        // The brain's beginning is the process's.
        let now = time.now();
        let since = i64::try_from(now.mono.as_millis()).unwrap_or(i64::MAX);
        let beginning = now.wall.millis().saturating_sub(since);
        let beginning = message::time::Timestamp::from_millis(beginning);
        let brain = Brain::new(profile, seed, beginning);
        let (desk, handle) = Desk::new(beginning);
        let said = mpsc::channel(SAID);
        let (links, tasks) = (HashMap::new(), JoinSet::new());
        Ok((Operator { listener, time, brain, desk, links, said, tasks, sessions: 0 }, handle))
    }

    /// Where it listens.
    ///
    /// # Errors
    /// The system does not know.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Its phones, to add some before it begins.
    pub fn phones_mut(&mut self) -> &mut crate::Phones {
        self.brain.phones_mut()
    }

    /// Until `stop` is true; then the connections are closed as they are.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        loop {
            self.act();
            let due = self.brain.next_due().map(|due| self.time.at(due));
            tokio::select! {
                biased;
                () = link::raised(&mut stop) => break,
                Some(said) = self.said.1.recv() => self.hear_all(said),
                Some(ended) = self.tasks.join_next() => if let Err(error) = ended {
                    error!(%error, "a session of the simulator has failed");
                },
                () = tokio::time::sleep_until(due.unwrap_or_else(tokio::time::Instant::now)),
                    if due.is_some() => {}
                accepted = self.listener.accept() => match accepted {
                    Ok((socket, _)) => self.begin(socket),
                    Err(error) => {
                        warn!(%error, "the simulator can accept no connection");
                        tokio::time::sleep(BREATH).await;
                    }
                },
                Some(wish) = self.desk.next() => {
                    let connections = (self.sessions, self.links.len());
                    self.desk.serve(wish, connections, (&mut self.brain, self.time.mono()));
                }
            }
        }
        self.tasks.shutdown().await;
    }

    fn begin(&mut self, socket: TcpStream) {
        self.sessions += 1;
        let id = SessionId(self.sessions);
        let (orders, of_orders) = mpsc::channel(ORDERS);
        let settings = Settings {
            version: Version::V50,
            quirks: Quirks::LENIENT,
            window_ours: self.brain.profile().sessions.window,
            window_theirs: WINDOW_THEIRS,
            ..Settings::default()
        };
        let session = Session::new(Role::MessageCentre, settings.clone(), self.time.mono());
        let line = Line::new(id, session, settings);
        let outlet = PollSender::new(self.said.0.clone());
        self.links.insert(id, orders);
        self.tasks.spawn(link::drive(line, socket, of_orders, outlet, self.time.clone()));
    }

    fn hear_all(&mut self, first: Said) {
        self.hear(first);
        for _ in 1..HEARD_MAX {
            let Ok(said) = self.said.1.try_recv() else { return };
            self.hear(said);
        }
    }

    fn hear(&mut self, said: Said) {
        let now = self.time.mono();
        match said {
            Said::Bound { session, kind, version } => {
                self.brain.session_bound(now, session, kind, version);
            }
            Said::Submit { session, request } => {
                if let Some(submit) = crate::Submit::of(request.view()) {
                    self.brain.submit(now, session, request.header().sequence, submit);
                }
            }
            Said::Answered { session, token, reply } => {
                self.brain.answered(now, session, token, reply);
            }
            Said::Closed(session) => {
                self.brain.session_closed(session);
                self.links.remove(&session);
            }
        }
    }

    /// Does what the brain says.
    fn act(&mut self) {
        while let Some(action) = self.brain.poll(self.time.mono()) {
            let (session, order) = Order::of(action);
            let Some(link) = self.links.get(&session) else { continue };
            if link.try_send(order).is_err() {
                // It does not take what it asked for: the connection ends.
                self.links.remove(&session);
                self.brain.session_closed(session);
            }
        }
    }
}
