//! `whimbrel run` and `whimbrel dev`: the gateway itself.

use crate::signals::Signals;
use crate::{Failure, check, port};
use clap::Args;
use node::{Config, Format, Log, LogFormat, Node, StartError};
use std::fmt::Write;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tracing_subscriber::EnvFilter;

pub(crate) const RUN_EXAMPLES: &str = "\
Examples:
  whimbrel run -c /etc/whimbrel/whimbrel.toml
  whimbrel run -c whimbrel.toml --data /var/lib/whimbrel --smpp 0.0.0.0:2775";

pub(crate) const DEV_EXAMPLES: &str = "\
Examples:
  whimbrel dev
  whimbrel dev --smpp 127.0.0.1:2776 --http 127.0.0.1:8082 --data /tmp/whimbrel";

/// What the command line may say otherwise than the file.
#[derive(Args)]
pub(crate) struct Places {
    /// Where messages are kept
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Where customers bind
    #[arg(long, value_name = "ADDR")]
    smpp: Option<SocketAddr>,
    /// Where metrics, health and simulated phones are asked for
    #[arg(long, value_name = "ADDR")]
    http: Option<SocketAddr>,
}

impl Places {
    fn apply(self, config: &mut Config) {
        let Places { data, smpp, http } = self;
        config.data = data.unwrap_or(std::mem::take(&mut config.data));
        config.smpp = smpp.unwrap_or(config.smpp);
        config.http = http.unwrap_or(config.http);
    }
}

/// `whimbrel run`.
pub(crate) fn run(file: &Path, places: Places) -> Result<(), Failure> {
    let (name, text) = check::read(file)?;
    let mut config = Config::read(&name, &text).map_err(|checked| {
        Failure::new(2, checked.show(Format::Text { colours: std::io::stderr().is_terminal() }))
    })?;
    places.apply(&mut config);
    serve(&config, |_| String::new())
}

/// `whimbrel dev`.
pub(crate) fn dev(places: Places) -> Result<(), Failure> {
    let mut config = Config::dev();
    places.apply(&mut config);
    serve(&config, |node| welcome(node, &config.data))
}

/// What there is, and what to try.
fn welcome(node: &Node, data: &Path) -> String {
    let (smpp, http) = (node.smpp_address(), node.http_address());
    let option = match http.port() {
        8080 => String::new(),
        _ => format!(" --http {http}"),
    };
    let mut text = String::new();
    let version = env!("CARGO_PKG_VERSION");
    let _ = write!(
        text,
        "
  whimbrel {version}  ·  development mode  ·  data in {data} (delete it to start over)

  SMPP server   {smpp}   system_id demo   password demo1234   (3.3 / 3.4 / 5.0)
  Operator      built-in simulator \"sim-a\", two transceivers, no rate limit
  Phones        +447700900001   +447700900002   +447700900003 (always off)
                any other number is a phone, too
  Number        777 -> service \"demo\" -> smpp:// (a session of account \"demo\" that receives)
  HTTP          http://{http}   /healthz /readyz /metrics /sim/v1/phones

  Try: bind as demo with any SMPP client, submit to 447700900001, and in another terminal:
    whimbrel phone inbox +447700900001{option}
    whimbrel phone send +447700900002 --to 777 \"STOP\"{option}

  Ctrl-C to stop · logs on stderr
",
        data = data.display(),
    );
    text
}

fn serve(config: &Config, welcome: impl Fn(&Node) -> String) -> Result<(), Failure> {
    log(&config.log);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::new(1, format!("no threads: {error}")))?;
    let ended = runtime.block_on(async {
        let mut signals = Signals::new()?;
        let node = tokio::select! {
            started = Node::start(config) => started.map_err(|error| explain(&error))?,
            () = signals.next() => return Ok(()),
        };
        crate::finish(&format!(
            "{}ready smpp={} http={}\n",
            welcome(&node),
            node.smpp_address(),
            node.http_address()
        ))?;
        let mut others = Signals::new()?;
        tokio::select! {
            ended = node.run(async { signals.next().await }) => {
                ended.map_err(|error| Failure::new(1, error.to_string()))
            }
            // Whoever asks twice does not want to wait.
            () = async { others.next().await; others.next().await } => {
                Err(Failure::new(1, "stopped before all sessions had ended in order".to_owned()))
            }
        }
    });
    // A thread that hangs on a disk that has failed keeps nobody.
    runtime.shutdown_background();
    ended
}

/// The environment has the last word on what is logged.
fn log(settings: &Log) {
    let filter =
        EnvFilter::try_from_env("WHIMBREL_LOG").unwrap_or_else(|_| EnvFilter::new(settings.level));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let is_terminal = std::io::stderr().is_terminal();
    let usual = if is_terminal { LogFormat::Text } else { LogFormat::Json };
    match settings.format.unwrap_or(usual) {
        LogFormat::Text => log.with_target(false).with_ansi(is_terminal).init(),
        LogFormat::Json => log.json().init(),
    }
}

fn explain(error: &StartError) -> Failure {
    let code = match error {
        StartError::Problems(_) | StartError::Profile(_) => 2,
        StartError::Listen(..)
        | StartError::Book(_)
        | StartError::Journal(_)
        | StartError::System(_) => 1,
    };
    let text = match error {
        StartError::Listen(address, cause) => {
            port::cannot_listen(*address, cause, "--smpp ADDR and --http ADDR choose others")
        }
        StartError::Problems(_)
        | StartError::Profile(_)
        | StartError::Book(_)
        | StartError::Journal(_)
        | StartError::System(_) => error.to_string(),
    };
    Failure::new(code, text)
}
