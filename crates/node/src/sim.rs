//! A simulated operator alone, with its phones on an HTTP address.

use crate::http;
use link::Time;
use simulator::Profile;
use simulator::tcp::{Handle, Operator, Tally};
use std::io;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A simulated operator that runs.
pub struct Sim {
    smpp: SocketAddr,
    http: Option<SocketAddr>,
    phones: Handle,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

/// What a simulated operator is told.
#[derive(Debug, Clone, Copy)]
pub struct SimPlan {
    /// Where programs bind.
    pub smpp: SocketAddr,
    /// Where its phones are asked for.
    pub http: Option<SocketAddr>,
    /// What its chance begins with: the same seed and the same events come to the same.
    pub seed: u64,
}

impl Sim {
    /// Opens its doors.
    ///
    /// # Errors
    /// It cannot listen at this address.
    pub async fn start(plan: SimPlan, profile: Profile) -> Result<Sim, (SocketAddr, io::Error)> {
        let listening = Operator::listen(plan.smpp, profile, plan.seed, Time::new()).await;
        let (operator, phones) = listening.map_err(|error| (plan.smpp, error))?;
        let smpp = operator.address().map_err(|error| (plan.smpp, error))?;
        let (stop, stops) = watch::channel(false);
        let (mut tasks, mut http) = (JoinSet::new(), None);
        if let Some(address) = plan.http {
            let failed = |error| (address, error);
            let listener = TcpListener::bind(address).await.map_err(failed)?;
            http = Some(listener.local_addr().map_err(failed)?);
            tasks.spawn(http::serve_phones(vec![phones.clone()], listener, stops.clone()));
        }
        tasks.spawn(operator.run(stops));
        Ok(Sim { smpp, http, phones, stop, tasks })
    }

    /// Where programs bind.
    pub fn smpp_address(&self) -> SocketAddr {
        self.smpp
    }

    /// Where its phones are asked for.
    pub fn http_address(&self) -> Option<SocketAddr> {
        self.http
    }

    /// What it has done so far.
    pub async fn tally(&self) -> Tally {
        self.phones.tally().await
    }

    /// Closes all connections as they are, and says what was done.
    pub async fn stop(mut self) -> Tally {
        let tally = self.tally().await;
        self.stop.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
        tally
    }
}
