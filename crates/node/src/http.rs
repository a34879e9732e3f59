//! What the HTTP address answers: health, metrics, and the phones of simulated operators.

mod phones;

use crate::metrics::Metrics;
use axum::Router;
use axum::extract::{FromRef, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use prometheus_client::encoding::text;
use prometheus_client::registry::Registry;
use simulator::tcp::Handle;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// What requests are answered with.
#[derive(Clone)]
pub(crate) struct Desk {
    registry: Arc<Registry>,
    drain: watch::Receiver<bool>,
    phones: Arc<[Handle]>,
}

/// The type of OpenMetrics.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

impl Desk {
    pub(crate) fn new(
        metrics: &Metrics,
        drain: watch::Receiver<bool>,
        phones: Vec<Handle>,
    ) -> Desk {
        Desk { registry: Arc::new(metrics.registry()), drain, phones: phones.into() }
    }
}

/// Until `stop` is true and what was asked is answered.
pub(crate) async fn serve(desk: Desk, listener: TcpListener, stop: watch::Receiver<bool>) {
    let mut router = Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics));
    if !desk.phones.is_empty() {
        router = router.merge(phones::routes());
    }
    answer(router.with_state(desk), listener, stop).await;
}

/// The same for phones alone.
pub(crate) async fn serve_phones(
    phones: Vec<Handle>,
    listener: TcpListener,
    stop: watch::Receiver<bool>,
) {
    let router = phones::routes::<phones::Handles>().route("/healthz", get(async || "ok\n"));
    answer(router.with_state(phones.into()), listener, stop).await;
}

async fn answer(router: Router, listener: TcpListener, mut stop: watch::Receiver<bool>) {
    let stopped = async move { link::raised(&mut stop).await };
    let server = axum::serve(listener, router).with_graceful_shutdown(stopped);
    if let Err(error) = server.await {
        tracing::error!(%error, "the HTTP address is closed");
    }
}

impl FromRef<Desk> for phones::Handles {
    fn from_ref(desk: &Desk) -> phones::Handles {
        Arc::clone(&desk.phones)
    }
}

/// Binds are accepted; not while the node drains.
async fn ready(State(desk): State<Desk>) -> (StatusCode, &'static str) {
    if *desk.drain.borrow() {
        (StatusCode::SERVICE_UNAVAILABLE, "draining\n")
    } else {
        (StatusCode::OK, "ready\n")
    }
}

async fn metrics(State(desk): State<Desk>) -> impl IntoResponse {
    let mut all = String::new();
    match text::encode(&mut all, &desk.registry) {
        Ok(()) => Ok(([(header::CONTENT_TYPE, OPEN_METRICS)], all)),
        Err(_) => Err(StatusCode::INTERNAL_SERVER_ERROR),
    }
}
