//! `whimbrel phone`: the phones of a simulated operator, over the HTTP address.

mod wanted;

use crate::Failure;
use clap::{Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;
use wanted::Wanted;

pub(crate) const EXAMPLES: &str = "\
Examples:
  whimbrel phone inbox
  whimbrel phone inbox +447700900001
  whimbrel phone inbox +447700900001 --wait 5s --expect Hello
  code=$(whimbrel phone inbox +447700900001 --wait 5s --expect '/code ([0-9]+)/')
  whimbrel phone send +447700900002 --to 777 \"STOP\"";

#[derive(Subcommand)]
pub(crate) enum PhoneCommand {
    /// Shows what a phone has received; without a number, all phones
    #[command(before_help = EXAMPLES)]
    Inbox {
        /// The phone
        number: Option<String>,
        #[command(flatten)]
        wanted: Wanted,
        /// How to tell
        #[arg(short, long, value_enum, default_value_t = Form::Words)]
        output: Form,
        /// The gateway's HTTP address
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
        http: SocketAddr,
    },
    /// Lets a phone write
    #[command(before_help = EXAMPLES)]
    Send {
        /// The phone
        number: String,
        /// To whom
        #[arg(long)]
        to: String,
        /// What
        text: String,
        /// The gateway's HTTP address
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
        http: SocketAddr,
    },
}

/// How to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// For people
    Words,
    /// For programs
    Json,
}

#[derive(Deserialize)]
struct Phones {
    phones: Vec<Phone>,
}

#[derive(Deserialize, Serialize)]
struct Phone {
    number: String,
    state: String,
    inbox: Vec<Text>,
}

#[derive(Deserialize, Serialize)]
struct Text {
    at: String,
    from: String,
    text: Option<String>,
    octets: Option<String>,
    missing: usize,
}

#[derive(Deserialize)]
struct Problem {
    detail: String,
}

const TIMEOUT: Duration = Duration::from_secs(10);
const ANSWER_MAX: u64 = 64 << 20;

pub(crate) fn phone(command: &PhoneCommand) -> Result<String, Failure> {
    match command {
        PhoneCommand::Inbox { number: None, output, http, .. } => {
            let body = ask(*http, "GET", "/sim/v1/phones", "")?;
            let all: Phones = read(&body)?;
            Ok(match output {
                Form::Words => all.phones.iter().map(show).collect(),
                Form::Json => body + "\n",
            })
        }
        PhoneCommand::Inbox { number: Some(number), wanted, output, http } => {
            let path = format!("/sim/v1/phones/{}", digits(number)?);
            if wanted.is_any() {
                return wanted.wait(number, *output, || ask(*http, "GET", &path, ""));
            }
            let body = ask(*http, "GET", &path, "")?;
            let phone = read(&body)?;
            Ok(match output {
                Form::Words => show(&phone),
                Form::Json => body + "\n",
            })
        }
        PhoneCommand::Send { number, to, text, http } => {
            let path = format!("/sim/v1/phones/{}/messages", digits(number)?);
            let body = serde_json::json!({ "to": to, "text": text }).to_string();
            ask(*http, "POST", &path, &body)?;
            Ok(format!("{number} has written to {to}\n"))
        }
    }
}

/// A number that can stand in a path.
fn digits(number: &str) -> Result<&str, Failure> {
    let digits = number.strip_prefix('+').unwrap_or(number);
    if !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit()) {
        return Ok(number);
    }
    Err(Failure::new(2, format!("{number:?} is no number of a phone")))
}

fn show(phone: &Phone) -> String {
    let mut out = format!("{}  {}\n", phone.number, phone.state);
    for text in &phone.inbox {
        let _ = writeln!(out, "  {}", line(text));
    }
    out
}

fn line(received: &Text) -> String {
    let Text { at, from, text, octets, missing } = received;
    let what = match (text, octets) {
        (Some(text), _) => text.clone(),
        (None, octets) => format!("octets {}", octets.as_deref().unwrap_or_default()),
    };
    let parts = match missing {
        0 => String::new(),
        missing => format!("  ({missing} parts missing)"),
    };
    format!("{at}  {from}: {what}{parts}")
}

fn read<'a, T: Deserialize<'a>>(body: &'a str) -> Result<T, Failure> {
    serde_json::from_str(body)
        .map_err(|error| Failure::new(1, format!("the answer cannot be read: {error}")))
}

/// One request on a connection of its own (HTTP/1.1, RFC 9112); the body of its answer.
fn ask(to: SocketAddr, method: &str, path: &str, body: &str) -> Result<String, Failure> {
    let failed = |error| Failure::new(1, format!("no whimbrel answers on http://{to}: {error}"));
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = exchange(to, request.as_bytes()).map_err(failed)?;
    let Some((head, body)) = answer.split_once("\r\n\r\n") else {
        return Err(Failure::new(1, format!("http://{to} is no whimbrel")));
    };
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0_u16);
    let detail = || match serde_json::from_str::<Problem>(body) {
        Ok(problem) => problem.detail,
        Err(_) => format!("answered {status}"),
    };
    match status {
        200..300 => Ok(body.to_owned()),
        404 if body.is_empty() => {
            Err(Failure::new(3, "this whimbrel has no simulated operator".to_owned()))
        }
        404 => Err(Failure::new(3, detail())),
        _ => Err(Failure::new(4, detail())),
    }
}

fn exchange(to: SocketAddr, request: &[u8]) -> std::io::Result<String> {
    let mut socket = TcpStream::connect_timeout(&to, TIMEOUT)?;
    socket.set_read_timeout(Some(TIMEOUT))?;
    socket.set_write_timeout(Some(TIMEOUT))?;
    socket.write_all(request)?;
    let mut answer = String::new();
    socket.take(ANSWER_MAX).read_to_string(&mut answer)?;
    Ok(answer)
}
