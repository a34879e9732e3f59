//! `whimbrel bench`: a load generator for any message centre.

mod report;

use crate::Failure;
use clap::{Args, ValueEnum};
use load::{Login, Plan, Second, Tally};
use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::time::Duration;

pub(crate) const EXAMPLES: &str = "\
Examples:
  whimbrel bench                                     the account of `whimbrel dev`, for 10 s
  whimbrel bench --rate 2000 --for 1m
  whimbrel bench --sessions 10 --window 100 -o json
  whimbrel bench --smpp 192.0.2.7:2775 --system-id acme --password secret --to 4477009";

/// What is asked for.
#[derive(Args)]
pub(crate) struct BenchArguments {
    /// The message centre
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:2775")]
    smpp: SocketAddr,
    /// Who binds; `{}` stands for a number from 1, where there are several accounts
    #[arg(long, value_name = "ID", default_value = "demo")]
    system_id: String,
    /// The password, the same for all
    #[arg(long, default_value = "demo1234")]
    password: String,
    /// How many accounts there are
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    accounts: u32,
    /// Sessions in all
    #[arg(long, value_name = "N", default_value_t = 4)]
    sessions: usize,
    /// Submissions of a session without answer at a time
    #[arg(long, value_name = "N", default_value_t = 50)]
    window: usize,
    /// Submissions in a second, over all sessions; as many as the windows allow if it is not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    rate: Option<u32>,
    /// How long to submit, such as 10s or 1m
    #[arg(long = "for", value_name = "TIME", default_value = "10s", value_parser = duration)]
    lasting: Duration,
    /// How long to wait for receipts when none comes
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = duration)]
    patience: Duration,
    /// From whom
    #[arg(long, value_name = "SENDER", default_value = "Demo")]
    from: String,
    /// To whom: these digits, and seven more that count
    #[arg(long, value_name = "DIGITS", default_value = "44770", value_parser = digits)]
    to: String,
    /// The text, in GSM 7-bit letters that ASCII has, too
    #[arg(long, default_value = "Hello from the load generator", value_parser = letters)]
    text: String,
    /// Ask for no receipts
    #[arg(long)]
    no_receipts: bool,
    /// How to tell; json: a line for each second, and one for all
    #[arg(short, long, value_enum, default_value_t = Form::Words)]
    output: Form,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Words,
    Json,
}

/// `whimbrel bench`.
pub(crate) fn bench(arguments: BenchArguments) -> Result<String, Failure> {
    let form = arguments.output;
    let rate = arguments.rate;
    let shows = form == Form::Words && std::io::stderr().is_terminal();
    let plan = arguments.plan();
    let report = load::run(plan, |second, tally| match form {
        Form::Json => _ = crate::finish(&report::line(second)),
        Form::Words if shows => show(second, tally),
        Form::Words => {}
    });
    if shows {
        eprint!("\r\x1b[K");
    }
    let report = report.map_err(|error| Failure::new(1, error.to_string()))?;
    let text = match form {
        Form::Words => report::words(&report, rate),
        Form::Json => report::json(&report),
    };
    let wrong = match &report.tally {
        tally if tally.unanswered() > 0 => "not everything was answered",
        tally if tally.accepted == 0 => "nothing was accepted",
        tally if tally.surplus > 0 => "receipts came twice or for nothing",
        _ => return Ok(text),
    };
    crate::finish(&text)?;
    Err(Failure::new(1, wrong.to_owned()))
}

/// One line that is written over, while the run lasts.
fn show(second: &Second, tally: &Tally) {
    let seconds = second.at.as_secs_f64().max(0.001);
    let rate = second.accepted as f64 / seconds;
    let _ = write!(
        std::io::stderr(),
        "\r\x1b[K{:>4.0} s  {} accepted ({rate:.0}/s), {} receipts, {} refused",
        second.at.as_secs_f64(),
        second.accepted,
        second.receipts,
        tally.refused(),
    );
}

impl BenchArguments {
    fn plan(self) -> Plan {
        let login = |number: u32| Login {
            system_id: self.system_id.replace("{}", &number.to_string()),
            password: self.password.clone(),
        };
        Plan {
            address: self.smpp,
            logins: (1..=self.accounts).map(login).collect(),
            sessions: self.sessions,
            window: self.window,
            rate: self.rate,
            lasting: self.lasting,
            patience: self.patience,
            source: self.from,
            prefix: self.to,
            text: self.text,
            receipts: !self.no_receipts,
        }
    }
}

fn duration(text: &str) -> Result<Duration, String> {
    let expected = || format!("{text:?} is no time such as 10s, 500ms, 1m or 2h");
    let end = text.find(|letter: char| !letter.is_ascii_digit()).ok_or_else(expected)?;
    let (number, unit) = text.split_at(end);
    let number: u64 = number.parse().map_err(|_| expected())?;
    let millis = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return Err(expected()),
    };
    number.checked_mul(millis).map(Duration::from_millis).ok_or_else(expected)
}

fn digits(text: &str) -> Result<String, String> {
    match text.len() {
        1..=8 if text.bytes().all(|octet| octet.is_ascii_digit()) => Ok(text.to_owned()),
        _ => Err("1 to 8 digits are expected: seven more are put behind them".to_owned()),
    }
}

/// Letters that are the same octet in ASCII and in GSM 7-bit (TS 23.038 6.2.1).
fn letters(text: &str) -> Result<String, String> {
    let is_same =
        |octet: u8| matches!(octet, b' '..=b'#' | b'%'..=b'?' | b'A'..=b'Z' | b'a'..=b'z');
    match text.bytes().position(|octet| !is_same(octet)) {
        Some(at) => Err(format!("octet {} is no letter of both ASCII and GSM 7-bit", at + 1)),
        None if text.len() > 160 => Err("160 letters at most".to_owned()),
        None => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("10s"), Ok(Duration::from_secs(10)));
        assert_eq!(duration("2h"), Ok(Duration::from_secs(7200)));
        for wrong in ["", "10", "s", "10 s", "1d", "-1s", "99999999999999999999s"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn texts_that_are_the_same_octets_on_the_wire() {
        assert!(letters("Hello, world! 100%").is_ok());
        for wrong in ["5 €", "@", "$", "a_b", "[x]", "line\n"] {
            assert!(letters(wrong).is_err(), "{wrong}");
        }
        assert!(letters(&"x".repeat(161)).is_err());
    }
}
