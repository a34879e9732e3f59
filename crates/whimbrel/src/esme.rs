//! `whimbrel esme`: a customer's program, for any SMPP server.

mod heard;
mod letter;
mod line;
mod say;
mod script;
mod talk;

use crate::Failure;
use clap::{Args, ValueEnum};
use letter::Way;
use say::Form;
use smpp::Version;
use smpp::session::BindKind;
use std::time::Duration;
use talk::{Party, Talk};

pub(crate) const EXAMPLES: &str = "\
Examples:
  whimbrel esme --listen                                 binds to `whimbrel dev`, prints what arrives
  whimbrel esme --send \"Hello\" --to +447700900001 --wait
  whimbrel esme --smpp 192.0.2.7:2775 --system-id acme --password secret --bind tx \\
      --from ACME --send \"One\" --to +447700900001 --send \"Two\" --to +447700900002
  printf 'send +447700900001 Hello\\nwait receipt 10s\\nunbind\\n' | whimbrel esme --script -o json

A script has a command a line: from SENDER, send TO TEXT, wait answer|receipt|text [TIME],
listen TIME, unbind.

Ends with 0 when all went well, 1 when the connection did not, 2 when it was asked wrongly,
4 when the bind was refused, 5 when a submission was refused, 6 when a receipt has not come in time.";

/// How the process ends.
const REFUSED_BIND: u8 = 4;
const REFUSED_SUBMIT: u8 = 5;
const NO_RECEIPT: u8 = 6;

#[derive(Args)]
pub(crate) struct EsmeOptions {
    /// The message centre, HOST:PORT
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:2775")]
    smpp: String,
    /// Its host, if not that of --smpp
    #[arg(long)]
    host: Option<String>,
    /// Its port, if not that of --smpp
    #[arg(long)]
    port: Option<u16>,
    /// Who binds
    #[arg(long, value_name = "ID", default_value = "demo")]
    system_id: String,
    /// The password
    #[arg(long, default_value = "demo1234")]
    password: String,
    /// As what
    #[arg(long, value_enum, default_value_t = Kind::Trx)]
    bind: Kind,
    /// The version to offer: 3.3, 3.4 or 5.0
    #[arg(long, value_name = "VERSION", default_value = "3.4", value_parser = crate::pdu::version)]
    offer: Version,
    /// A text to send; may be given several times
    #[arg(long, value_name = "TEXT", requires = "to")]
    send: Vec<String>,
    /// To whom: once for all texts, or once for each
    #[arg(long, value_name = "NUMBER")]
    to: Vec<String>,
    /// From whom: once for all texts, or once for each; an empty one is nobody
    #[arg(long, value_name = "SENDER", default_value = "Demo")]
    from: Vec<String>,
    /// Ask for no receipts
    #[arg(long, conflicts_with = "wait")]
    no_receipts: bool,
    /// Wait for the receipt of each text, this long at most
    #[arg(long, value_name = "TIME", num_args = 0..=1, default_missing_value = "30s", value_parser = humantime::parse_duration)]
    wait: Option<Duration>,
    /// Print what arrives, until Ctrl-C
    #[arg(long)]
    listen: bool,
    /// Listen no longer than this
    #[arg(long = "for", value_name = "TIME", requires = "listen", value_parser = humantime::parse_duration)]
    lasting: Option<Duration>,
    /// Do what stands on stdin
    #[arg(long, conflicts_with_all = ["send", "listen"])]
    script: bool,
    /// How to tell
    #[arg(short, long, value_enum, default_value_t = Form::Words)]
    output: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Transceiver: sends and receives
    Trx,
    /// Transmitter: sends
    Tx,
    /// Receiver: receives
    Rx,
}

/// `whimbrel esme`.
pub(crate) fn esme(options: &EsmeOptions) -> Result<String, Failure> {
    let letters = options.letters().map_err(|why| Failure::new(2, why))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::new(1, format!("no thread: {error}")))?;
    let done = runtime.block_on(async {
        let smpp = options.address();
        let mut talk = Talk::bind(options.party(&smpp), options.output).await?;
        let done = talk_of(options, &letters, &mut talk).await;
        let left = talk.leave().await;
        done.and(left)
    });
    // A script's last line may never come.
    runtime.shutdown_background();
    done.map(|()| String::new())
}

async fn talk_of(
    options: &EsmeOptions,
    letters: &[(&str, Way)],
    talk: &mut Talk,
) -> Result<(), Failure> {
    for (text, way) in letters {
        talk.send(text, way).await?;
    }
    talk.answers(None).await?;
    if let Some(most) = options.wait {
        talk.receipts(most).await?;
    }
    if options.script {
        let receipt = !options.no_receipts;
        let from = options.from.first().cloned().unwrap_or_default();
        return script::run(talk, Way { from, to: String::new(), receipt }).await;
    }
    if options.listen {
        talk.until(|_| false, options.lasting).await?;
        talk.still_there()?;
    }
    Ok(())
}

impl EsmeOptions {
    fn address(&self) -> String {
        let (host, port) = self.smpp.rsplit_once(':').unwrap_or((&self.smpp, "2775"));
        let host = self.host.as_deref().unwrap_or(host);
        match self.port {
            Some(given) => format!("{host}:{given}"),
            None => format!("{host}:{port}"),
        }
    }

    fn party<'a>(&'a self, smpp: &'a str) -> Party<'a> {
        let kind = match self.bind {
            Kind::Trx => BindKind::Transceiver,
            Kind::Tx => BindKind::Transmitter,
            Kind::Rx => BindKind::Receiver,
        };
        let (system_id, password) = (&self.system_id, &self.password);
        Party { smpp, system_id, password, kind, version: self.offer }
    }

    /// Every text with its way.
    fn letters(&self) -> Result<Vec<(&str, Way)>, String> {
        let texts = self.send.len();
        for (name, count) in [("--to", self.to.len()), ("--from", self.from.len())] {
            if count > 1 && count != texts {
                return Err(format!("{texts} texts and {count} {name}: one for all, or as many"));
            }
        }
        let of = |all: &[String], index: usize| all.get(index).or(all.first()).cloned();
        let way = |index| Way {
            from: of(&self.from, index).unwrap_or_default(),
            to: of(&self.to, index).unwrap_or_default(),
            receipt: !self.no_receipts,
        };
        Ok(self.send.iter().enumerate().map(|(index, text)| (text.as_str(), way(index))).collect())
    }
}
