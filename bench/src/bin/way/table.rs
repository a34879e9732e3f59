//! One line for each run.

use crate::child::Load;
use crate::setup::Case;

pub(crate) struct Row {
    name: &'static str,
    case: Case,
    load: Load,
    memory: Option<u64>,
}

impl Row {
    pub(crate) const HEAD: &'static str = "
sessions x window  through    accepted/s  whole way/s  of relay  CPU us  both ends  answer p50/p99 ms  journal  memory";

    pub(crate) fn new(name: &'static str, case: Case, load: Load, memory: Option<u64>) -> Row {
        Row { name, case, load, memory }
    }

    /// Receipts that were acknowledged, in a second.
    fn rate(&self) -> f64 {
        self.load.receipts as f64 / self.load.seconds
    }

    pub(crate) fn line(&self, relay: &Row) -> String {
        let Row { name, case: Case { sessions, window }, load, memory } = self;
        let messages = load.accepted.max(1) as f64;
        let Load { last, .. } = load;
        let mut line = format!(
            "{:>17}  {name:<9}  {:>10.0}  {:>11.0}  {:>7.0}%  {:>6.1}  {:>9.1}  {:>8.2} / {:<7.2}  {:>5.0} B  {}",
            format!("{sessions} x {window}"),
            load.accepted as f64 / load.seconds,
            self.rate(),
            self.rate() * 100.0 / relay.rate(),
            load.cpu.as_secs_f64() * 1e6 / messages,
            load.ends.as_secs_f64() * 1e6 / messages,
            last.answer_us.p50 as f64 / 1e3,
            last.answer_us.p99 as f64 / 1e3,
            load.journal as f64 / messages,
            memory.map_or_else(String::new, |octets| format!("{} MiB", octets >> 20)),
        );
        if last.submitted != last.accepted || last.surplus > 0 {
            line += &format!(
                "  WRONG: {} submitted, {} accepted, {} receipts missing, {} surplus",
                last.submitted, last.accepted, last.missing, last.surplus
            );
        }
        line
    }
}
