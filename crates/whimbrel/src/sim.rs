//! `whimbrel sim`: a simulated operator alone.

use crate::signals::Signals;
use crate::{Failure, port};
use clap::Args;
use clap::builder::PossibleValuesParser;
use node::{Profile, Sim, SimPlan, Tally};
use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

pub(crate) const EXAMPLES: &str = "\
Examples:
  whimbrel sim
  whimbrel sim --profile chaos --seed 7
  whimbrel sim --listen 0.0.0.0:2785 --http 127.0.0.1:8085
  whimbrel phone inbox --http 127.0.0.1:8085               (its phones, in another terminal)

Every bind is accepted, every number is a phone.";

#[derive(Args)]
pub(crate) struct SimOptions {
    /// Where programs bind
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:2785")]
    listen: SocketAddr,
    /// How it behaves
    #[arg(long, default_value = "calm", value_parser = PossibleValuesParser::new(Profile::NAMES))]
    profile: String,
    /// What its chance begins with; any, if it is not given
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Where its phones are asked for; nowhere, if it is not given
    #[arg(long, value_name = "ADDR")]
    http: Option<SocketAddr>,
}

/// How often progress is shown.
const BEAT: Duration = Duration::from_secs(1);

/// `whimbrel sim`.
pub(crate) fn sim(options: &SimOptions) -> Result<String, Failure> {
    let profile = Profile::named(&options.profile).unwrap_or_else(Profile::calm);
    let seed = options.seed.unwrap_or_else(|| fastrand::u64(..1_000_000));
    let plan = SimPlan { smpp: options.listen, http: options.http, seed };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::new(1, format!("no threads: {error}")))?;
    runtime.block_on(async {
        let mut signals = Signals::new()?;
        let sim = Sim::start(plan, profile).await.map_err(|(address, error)| {
            let others = "--listen ADDR and --http ADDR choose others";
            Failure::new(1, port::cannot_listen(address, &error, others))
        })?;
        crate::finish(&ready(&sim, &options.profile, seed))?;
        tokio::select! {
            () = signals.next() => {}
            () = show(&sim) => {}
        }
        Ok(in_words(&sim.stop().await))
    })
}

fn ready(sim: &Sim, profile: &str, seed: u64) -> String {
    let mut line = format!("ready smpp={}", sim.smpp_address());
    if let Some(http) = sim.http_address() {
        let _ = write!(line, " http={http}");
    }
    format!("{line} profile={profile} seed={seed}\n")
}

/// While it runs: a line for people that is written over, and for all others a new line whenever
/// something has happened.
async fn show(sim: &Sim) {
    let is_terminal = std::io::stderr().is_terminal();
    let mut beat = interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut shown = Tally::default();
    loop {
        beat.tick().await;
        let tally = sim.tally().await;
        if tally != shown {
            let counts = &tally.counts;
            let line = format!(
                "{} sessions, {} submissions taken, {} on phones, {} receipts and texts sent",
                tally.sessions, counts.taken, counts.delivered, counts.sends
            );
            let (before, behind) = if is_terminal { ("\r\x1b[K", "") } else { ("", "\n") };
            // Nobody reads it: that is no reason to stop.
            let _ = write!(std::io::stderr(), "{before}{line}{behind}");
            shown = tally;
        }
    }
}

/// What was done, at the end.
fn in_words(tally: &Tally) -> String {
    let it = &tally.counts;
    let mut said = String::new();
    let mut line = |text: String| said += &format!("{text}\n");
    line(String::new());
    line(format!("{} submissions heard, {} of them taken", it.submissions + it.unheard, it.taken));
    line(format!("{} of a content that had been taken before", it.duplicates));
    line(format!("{} left without answer on purpose", it.unheard));
    line(format!("{} answers sent, {} too late for their session", it.answers, it.answers_lost));
    line(format!("{} messages reached phones, {} came from phones", it.delivered, it.from_phones));
    line(format!(
        "{} receipts and texts, sent {} times: {} acknowledged, {} refused, {} given up",
        it.postings, it.sends, it.acknowledged, it.refused, it.lost
    ));
    said
}
