//! Processes, and what the system says of them.

use crate::setup::{Case, Scratch, config, programs};
use rustix::param::{clock_ticks_per_second, page_size};
use serde::Deserialize;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{self, Command, Stdio};
use std::time::Duration;

/// A program that listens, for as long as this lives.
pub(crate) struct Child {
    process: process::Child,
    smpp: SocketAddr,
    http: Option<SocketAddr>,
    _output: BufReader<process::ChildStdout>,
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Child {
    pub(crate) fn sink(scratch: &Scratch) -> io::Result<Child> {
        let mut command = program("sink", scratch)?;
        command.args(["127.0.0.1:0", "20"]);
        Child::start(command)
    }

    pub(crate) fn relay(scratch: &Scratch, operator: &Child) -> io::Result<Child> {
        let mut command = program("relay", scratch)?;
        command.args(["127.0.0.1:0", &operator.smpp.to_string()]);
        command.arg(scratch.fresh("relay.log")?);
        Child::start(command)
    }

    pub(crate) fn gateway(scratch: &Scratch, operator: &Child, case: Case) -> io::Result<Child> {
        let file = scratch.fresh("whimbrel.toml")?;
        fs::write(&file, config(operator.smpp, case))?;
        let mut command = program("whimbrel", scratch)?;
        command.args(["run", "--smpp", "127.0.0.1:0", "--http", "127.0.0.1:0", "-c"]).arg(file);
        command.arg("--data").arg(scratch.fresh("data")?);
        Child::start(command)
    }

    fn start(mut command: Command) -> io::Result<Child> {
        let mut process = command.stdout(Stdio::piped()).spawn()?;
        let output = process.stdout.take().ok_or_else(|| io::Error::other("no output"))?;
        let mut output = BufReader::new(output);
        let mut line = String::new();
        loop {
            line.clear();
            if output.read_line(&mut line)? == 0 {
                return Err(io::Error::other(format!("{command:?} has ended")));
            }
            let Some(said) = line.trim().strip_prefix("ready ") else { continue };
            let find = |name: &str| said.split(' ').find_map(|word| word.strip_prefix(name));
            let smpp = find("smpp=").and_then(|it| it.parse().ok());
            let smpp = smpp.ok_or_else(|| io::Error::other(line.clone()))?;
            let http = find("http=").and_then(|it| it.parse().ok());
            return Ok(Child { process, smpp, http, _output: output });
        }
    }

    /// Octets that it has in memory.
    pub(crate) fn memory(&self) -> io::Result<u64> {
        let statm = fs::read_to_string(format!("/proc/{}/statm", self.process.id()))?;
        let resident: u64 =
            statm.split(' ').nth(1).and_then(|field| field.parse().ok()).unwrap_or(0);
        Ok(resident * page_size() as u64)
    }

    /// A counter of its metrics; 0 where it has none.
    fn metric(&self, name: &str) -> io::Result<u64> {
        let Some(http) = self.http else { return Ok(0) };
        let mut stream = TcpStream::connect(http)?;
        stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        let value = text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
        value.ok_or_else(|| io::Error::other(format!("there is no metric {name}")))
    }
}

/// What all threads of a process have had of a processor.
fn cpu(process: &process::Child) -> io::Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", process.id()))?;
    // Behind the name, which may have blanks: proc(5), utime and stime are fields 14 and 15.
    let behind = stat.rsplit(')').next().unwrap_or_default();
    let fields = behind.split_whitespace().skip(11).take(2);
    let ticks: u64 = fields.map(|field| field.parse().unwrap_or(0)).sum();
    Ok(Duration::from_secs_f64(ticks as f64 / clock_ticks_per_second() as f64))
}

fn program(name: &str, scratch: &Scratch) -> io::Result<Command> {
    let mut command = Command::new(programs()?.join(name));
    let log = fs::File::create(scratch.fresh(&format!("{name}.stderr"))?)?;
    command.env("WHIMBREL_LOG", "warn").stderr(log).stdin(Stdio::null());
    Ok(command)
}

/// What a run has shown, over the time that counts.
#[derive(Debug, Clone)]
pub(crate) struct Load {
    pub(crate) seconds: f64,
    pub(crate) accepted: u64,
    pub(crate) receipts: u64,
    /// Of the process in the middle.
    pub(crate) cpu: Duration,
    /// Of the load generator and the sink.
    pub(crate) ends: Duration,
    pub(crate) journal: u64,
    pub(crate) last: Summary,
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct Second {
    at: f64,
    accepted: u64,
    receipts: u64,
}

/// The last line of the load generator.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Summary {
    pub(crate) submitted: u64,
    pub(crate) accepted: u64,
    pub(crate) missing: u64,
    pub(crate) surplus: u64,
    pub(crate) answer_us: Quantiles,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Quantiles {
    pub(crate) p50: u64,
    pub(crate) p99: u64,
}

/// The counts at one moment, with what the process in the middle had used by then.
struct Sample {
    second: Second,
    cpu: Duration,
    ends: Duration,
    journal: u64,
}

impl Load {
    /// Runs the load generator towards `to`, behind which there is `sink`, if it is not that itself.
    pub(crate) fn run(
        (to, sink): (&Child, &Child),
        Case { sessions, window }: Case,
        system_id: &str,
        (warming, steady): (Duration, Duration),
    ) -> io::Result<Load> {
        let mut command = Command::new(programs()?.join("whimbrel"));
        command.args(["bench", "-o", "json", "--patience", "3s", "--system-id", system_id]);
        command.args(["--smpp", &to.smpp.to_string(), "--text", TEXT]);
        command.args(["--sessions", &sessions.to_string(), "--accounts", &sessions.to_string()]);
        command.args(["--window", &window.to_string()]);
        command.args(["--for", &format!("{}s", (warming + steady).as_secs())]);
        let mut process = command.stdout(Stdio::piped()).spawn()?;
        let output = process.stdout.take().ok_or_else(|| io::Error::other("no output"))?;
        let (mut first, mut end, mut last) = (None, None, None);
        for line in BufReader::new(output).lines() {
            let line = line?;
            let Ok(second) = serde_json::from_str::<Second>(&line) else {
                last = serde_json::from_str(&line).ok();
                continue;
            };
            let at = Duration::from_secs_f64(second.at);
            let counts = if first.is_none() { at >= warming } else { at <= warming + steady };
            if counts {
                let sample = Sample {
                    second,
                    cpu: cpu(&to.process)?,
                    ends: cpu(&process)? + cpu(&sink.process)?,
                    journal: to.metric("whimbrel_journal_octets_total")?,
                };
                if first.is_none() { first = Some(sample) } else { end = Some(sample) }
            }
        }
        process.wait()?;
        let missing = || io::Error::other("the load generator has said too little");
        let (first, end) = (first.ok_or_else(missing)?, end.ok_or_else(missing)?);
        Ok(Load {
            seconds: end.second.at - first.second.at,
            accepted: end.second.accepted - first.second.accepted,
            receipts: end.second.receipts - first.second.receipts,
            cpu: end.cpu.saturating_sub(first.cpu),
            ends: end.ends.saturating_sub(first.ends),
            journal: end.journal - first.journal,
            last: last.ok_or_else(missing)?,
        })
    }
}

/// 160 letters, as full as one part gets.
const TEXT: &str = "Your parcel with the number 00340434161094015902 is on its way to you and will be \
                    handed over on Friday between 10 and 12. Not at home? Reply LATER or MONDAY.";
