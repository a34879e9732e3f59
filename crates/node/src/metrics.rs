//! What is counted.

use gateway::door::Effect;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// The counters of a node. Clones count together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Metrics {
    pub(crate) accepted: Counter,
    pub(crate) refused: Family<Reason, Counter>,
    pub(crate) sent: Counter,
    pub(crate) sent_again: Counter,
    pub(crate) delivered: Counter,
    pub(crate) acknowledged: Counter,
    pub(crate) waiting: Gauge,
    pub(crate) in_flight: Gauge,
    pub(crate) customer_sessions: Gauge,
    pub(crate) operator_sessions: Gauge,
    pub(crate) binds_refused: Family<Reason, Counter>,
    pub(crate) journal_batches: Counter,
    pub(crate) journal_octets: Counter,
    pub(crate) journal_held: Gauge,
}

/// Why something was refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct Reason {
    pub(crate) reason: &'static str,
}

impl Metrics {
    /// What the core tells.
    pub(crate) fn count(&self, effect: &Effect) {
        match effect {
            Effect::Accepted { .. } => _ = self.accepted.inc(),
            Effect::Refused { refusal, .. } => {
                let reason = refusal.row().name;
                self.refused.get_or_create(&Reason { reason }).inc();
            }
            Effect::Send(outgoing) => {
                self.sent.inc();
                self.sent_again.inc_by(u64::from(outgoing.doubtful));
            }
            Effect::Deliver(_) => _ = self.delivered.inc(),
            Effect::Acknowledged { .. } => _ = self.acknowledged.inc(),
            Effect::Stands { .. } | Effect::Cancelled { .. } | Effect::Close(_) => {}
        }
    }

    /// All of them, by their names.
    pub(crate) fn registry(&self) -> Registry {
        let mut all = Registry::with_prefix("whimbrel");
        let mut counter = |name, help, metric: &Counter| all.register(name, help, metric.clone());
        counter("messages_accepted", "Messages accepted from customers", &self.accepted);
        counter("parts_sent", "Parts handed to operators' sessions", &self.sent);
        counter("parts_sent_again", "Of them: may have arrived before", &self.sent_again);
        counter("deliveries_sent", "Receipts and texts handed to customers", &self.delivered);
        counter("operator_reports", "Receipts and texts acknowledged", &self.acknowledged);
        counter("journal_batches", "Batches given to the journal", &self.journal_batches);
        counter("journal_octets", "Octets given to the journal", &self.journal_octets);
        let mut gauge = |name, help, metric: &Gauge| all.register(name, help, metric.clone());
        gauge("lanes_waiting", "Parts and notices that wait in lanes", &self.waiting);
        gauge("parts_in_flight", "Parts with operators, not answered", &self.in_flight);
        gauge("customer_sessions", "Sessions that customers have bound", &self.customer_sessions);
        gauge("operator_sessions", "Sessions bound to operators", &self.operator_sessions);
        gauge("journal_held_octets", "Octets that the journal occupies", &self.journal_held);
        let mut family = |name, help, metric: &Family<Reason, Counter>| {
            all.register(name, help, metric.clone());
        };
        family("requests_refused", "Requests refused by the core", &self.refused);
        family("binds_refused", "Binds refused", &self.binds_refused);
        all
    }
}
