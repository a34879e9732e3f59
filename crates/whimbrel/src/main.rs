//! The command line. There is no gateway yet: these are the tools that need none.

mod explain;
mod pdu;
mod sms;

use clap::{Parser, Subcommand};
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  whimbrel pdu decode 00000010000000150000000000000007
  whimbrel sms count \"Ár 5 €\"
  whimbrel explain 0x58
  whimbrel explain 24 stat:UNDELIV no_route";

#[derive(Parser)]
#[command(version, about = "Tools of the Whimbrel SMS gateway", before_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Looks into SMPP PDUs
    #[command(subcommand)]
    Pdu(PduCommand),
    /// Text tools: parts, alphabets
    #[command(subcommand)]
    Sms(SmsCommand),
    /// Says what a code means, and who must act
    #[command(before_help = explain::EXAMPLES)]
    Explain {
        /// A command_status (0x58, ESME_RTHROTTLED), a report code (24), a word of receipts
        /// (stat:UNDELIV) or a reason (no_route)
        #[arg(required = true)]
        codes: Vec<String>,
    },
}

#[derive(Subcommand)]
enum PduCommand {
    /// Shows every field of one or more PDUs, and what is wrong with them
    #[command(before_help = pdu::EXAMPLES)]
    Decode {
        /// The octets in hex; blanks are ignored
        #[arg(required = true)]
        hex: Vec<String>,
        /// The version to read by: 3.3, 3.4 or 5.0
        #[arg(long, default_value = "3.4", value_parser = pdu::version)]
        smpp: smpp::Version,
    },
}

#[derive(Subcommand)]
enum SmsCommand {
    /// Counts the parts that a text takes
    #[command(before_help = sms::EXAMPLES)]
    Count {
        /// The text
        text: String,
        /// Languages whose national tables may be used, such as turkish, the preferred one first
        #[arg(long = "language", value_parser = sms::language)]
        languages: Vec<message::text::gsm::Language>,
    },
}

/// What a command has to say, or why it cannot.
type Said = Result<String, String>;

fn main() -> ExitCode {
    let said = match Arguments::parse().command {
        Command::Pdu(PduCommand::Decode { hex, smpp }) => pdu::decode(&hex.concat(), smpp),
        Command::Sms(SmsCommand::Count { text, languages }) => sms::count(&text, &languages),
        Command::Explain { codes } => all(&codes, explain::explain),
    };
    match said {
        // A reader that has seen enough and closes the pipe is no failure of ours.
        Ok(text) => match std::io::stdout().write_all(text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("the output could not be written: {error}");
                ExitCode::FAILURE
            }
        },
        Err(text) => {
            eprintln!("{text}");
            ExitCode::FAILURE
        }
    }
}

/// What there is to say of each, with an empty line between.
fn all(words: &[String], say: impl Fn(&str) -> Said) -> Said {
    let mut out = String::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        out.push_str(&say(word)?);
    }
    Ok(out)
}
