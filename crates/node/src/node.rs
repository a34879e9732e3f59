//! A whole node: started, run, drained.

use crate::config::{Book, BookError, Config, Problems};
use crate::heart::{Beating, Heart, HeartError, OpenError, claim, recover};
use crate::metrics::Metrics;
use crate::sessions::Numbers;
use crate::{customers, http, operators};
use link::Time;
use registry::Snapshot;
use simulator::Profile;
use simulator::tcp::{Handle, Operator};
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::timeout;
use tracing::{error, info, warn};

/// A node that runs.
pub struct Node {
    smpp: SocketAddr,
    http: SocketAddr,
    /// Doors, which are drained.
    doors: JoinSet<()>,
    /// What is stopped behind them.
    others: JoinSet<()>,
    drain: watch::Sender<bool>,
    stop: watch::Sender<bool>,
    heart: Heart,
    end: oneshot::Receiver<Result<(), HeartError>>,
}

/// Why a node cannot start.
#[derive(Debug)]
pub enum StartError {
    /// It cannot listen there.
    Listen(SocketAddr, io::Error),
    /// What is configured cannot be.
    Problems(Problems),
    /// There is no such profile of simulated operators.
    Profile(String),
    /// The book of numbers cannot be used.
    Book(BookError),
    /// The journal cannot be taken up.
    Journal(OpenError),
    /// The system gives no threads or sockets.
    System(io::Error),
}

/// How long sessions may take to end in order, and then what they have left to say. Whoever stops a
/// process waits ten seconds (as container runtimes do) before killing it.
const DRAIN_MAX: Duration = Duration::from_secs(8);
const END_MAX: Duration = Duration::from_secs(10);

/// Simulated operators that run, by the names of theirs.
#[derive(Default)]
struct Simulators {
    addresses: BTreeMap<String, SocketAddr>,
    phones: Vec<Handle>,
}

impl Node {
    /// Takes up what was left, opens the doors, and is ready for binds.
    ///
    /// # Errors
    /// It cannot start, for this reason. Nothing was changed that matters.
    pub async fn start(config: &Config) -> Result<Node, StartError> {
        let time = Time::new();
        let smpp = listen(config.smpp).await?;
        let on_http = listen(config.http).await?;
        let directory = claim(&config.data.join("journal")).map_err(StartError::Journal)?;
        let mut others = JoinSet::new();
        let (stop, stops) = watch::channel(false);
        let simulators = simulate(config, &time, (&mut others, &stops)).await?;
        let registry = registry(config, &simulators)?;
        let recovered = {
            let (registry, time) = (Arc::clone(&registry), time.clone());
            // A long journal takes its time, and does not keep the others from theirs.
            spawn_blocking(move || recover(directory, registry, &time)).await
        };
        let recovered = recovered.map_err(|error| StartError::System(error.into()))?;
        let recovered = recovered.map_err(StartError::Journal)?;
        let metrics = Metrics::default();
        let beating = recovered.start(time.clone(), metrics.clone());
        let Beating { heart, end } = beating.map_err(StartError::System)?;

        let (drain, drains) = watch::channel(false);
        let desk = http::Desk::new(&metrics, drains.clone(), simulators.phones);
        let addresses = (smpp.local_addr(), on_http.local_addr());
        others.spawn(http::serve(desk, on_http, stops));
        let (numbers, timers) = (Numbers::default(), config.door().timers);
        let parts = Parts { heart: heart.clone(), time, numbers, metrics, timers };
        let mut doors = JoinSet::new();
        parts.open_operators(&registry, &drains, &mut doors);
        doors.spawn(customers::serve(parts.customers(config, registry), smpp, drains));
        Ok(Node {
            smpp: addresses.0.map_err(StartError::System)?,
            http: addresses.1.map_err(StartError::System)?,
            doors,
            others,
            drain,
            stop,
            heart,
            end,
        })
    }

    /// Where customers bind.
    pub fn smpp_address(&self) -> SocketAddr {
        self.smpp
    }

    /// Where metrics and phones are asked for.
    pub fn http_address(&self) -> SocketAddr {
        self.http
    }

    /// Runs until `stop`, and then drains: all sessions are unbound, what is outstanding is
    /// answered, and the last batch is durable.
    ///
    /// # Errors
    /// The heart has stopped by itself. Nothing that was not durable has been acknowledged, and
    /// nothing more will be: the process is to end at once.
    pub async fn run(mut self, stop: impl Future<Output = ()>) -> Result<(), HeartError> {
        tokio::select! {
            ended = &mut self.end => return Err(why(ended)),
            () = stop => {}
        }
        self.drain().await
    }

    async fn drain(mut self) -> Result<(), HeartError> {
        info!("draining");
        self.drain.send_replace(true);
        tokio::select! {
            ended = &mut self.end => return Err(why(ended)),
            () = finish(&mut self.doors, DRAIN_MAX) => {}
        }
        let Node { heart, end, stop, mut others, .. } = self;
        drop(heart);
        let ended = timeout(END_MAX, end).await;
        stop.send_replace(true);
        finish(&mut others, END_MAX).await;
        ended.map_or(Err(HeartError::Late), |ended| ended.unwrap_or(Err(HeartError::Panic)))
    }
}

/// Waits for tasks to end by themselves, but not for ever.
async fn finish(tasks: &mut JoinSet<()>, most: Duration) {
    let all = async {
        while let Some(ended) = tasks.join_next().await {
            if let Err(error) = ended {
                error!(%error, "a task has ended by a fault of this program");
            }
        }
    };
    if timeout(most, all).await.is_err() {
        warn!(tasks = tasks.len(), "some have not ended in order");
        tasks.shutdown().await;
    }
}

fn why(ended: Result<Result<(), HeartError>, oneshot::error::RecvError>) -> HeartError {
    match ended {
        Ok(Err(error)) => error,
        Ok(Ok(())) | Err(_) => HeartError::Panic,
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|error| StartError::Listen(address, error))
}

/// What doors are made of.
struct Parts {
    heart: Heart,
    time: Time,
    numbers: Numbers,
    metrics: Metrics,
    timers: smpp::session::Timers,
}

impl Parts {
    fn open_operators(
        &self,
        registry: &Snapshot,
        drain: &watch::Receiver<bool>,
        doors: &mut JoinSet<()>,
    ) {
        for operator in registry.operators() {
            let door = operators::Door {
                heart: self.heart.clone(),
                time: self.time.clone(),
                numbers: self.numbers.clone(),
                metrics: self.metrics.clone(),
                timers: self.timers,
            };
            doors.spawn(operators::keep(door, Arc::new(operator.clone()), drain.clone()));
        }
    }

    fn customers(self, config: &Config, registry: Arc<Snapshot>) -> customers::Door {
        let Parts { heart, time, numbers, metrics, timers } = self;
        let name = smpp::session::SystemId::parse(b"whimbrel");
        let settings = ::customers::Settings {
            smpp: smpp::session::Settings {
                system_id: name.unwrap_or_default(),
                timers,
                ..smpp::session::Settings::default()
            },
            uniform_bind_errors: config.door().uniform_bind_errors,
        };
        let guesses = config.door().guesses;
        customers::Door { heart, registry, settings, guesses, time, numbers, metrics }
    }
}

/// Starts the simulated operators.
async fn simulate(
    config: &Config,
    time: &Time,
    (tasks, stop): (&mut JoinSet<()>, &watch::Receiver<bool>),
) -> Result<Simulators, StartError> {
    let mut simulators = Simulators::default();
    for (name, profile) in config.simulated() {
        let unknown = || StartError::Profile(profile.to_owned());
        let profile = Profile::named(profile).ok_or_else(unknown)?;
        let own_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let listening = Operator::listen(own_port, profile, fastrand::u64(..), time.clone()).await;
        let (mut operator, phones) = listening.map_err(StartError::System)?;
        for (number, presence) in config.phones() {
            if let Err(error) = operator.phones_mut().add(number, presence) {
                warn!(number, %error, "no such phone");
            }
        }
        let address = operator.address().map_err(StartError::System)?;
        simulators.addresses.insert(name.to_owned(), address);
        simulators.phones.push(phones);
        tasks.spawn(operator.run(stop.clone()));
    }
    Ok(simulators)
}

fn registry(config: &Config, simulators: &Simulators) -> Result<Arc<Snapshot>, StartError> {
    let mut book = Book::open(&config.data).map_err(StartError::Book)?;
    let snapshot = config.snapshot(&mut book, &simulators.addresses);
    let snapshot = snapshot.map_err(StartError::Problems)?;
    book.save().map_err(StartError::Book)?;
    Ok(Arc::new(snapshot))
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StartError::Listen(address, error) => write!(f, "cannot listen on {address}: {error}"),
            StartError::Problems(problems) => problems.fmt(f),
            StartError::Profile(name) => write!(
                f,
                "no simulated operator is called {name:?}; there are {}",
                Profile::NAMES.join(", ")
            ),
            StartError::Book(error) => error.fmt(f),
            StartError::Journal(error) => error.fmt(f),
            StartError::System(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for StartError {}
