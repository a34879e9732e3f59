//! The command line: the gateway, and the tools around it.

mod address;
mod bench;
mod check;
mod esme;
mod explain;
mod pdu;
mod phone;
mod port;
mod serve;
mod signals;
mod sim;
mod sms;

use bench::BenchArguments;
use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use phone::{Form, PhoneCommand};
use serve::Places;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Many small things live shortly on a message's way: worth a fifth of the processor's time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const EXAMPLES: &str = "\
Examples:
  whimbrel dev                          a gateway, a simulated operator, phones: nothing to set up
  whimbrel check -c whimbrel.toml       what is wrong with a file, all of it
  whimbrel run -c whimbrel.toml
  whimbrel phone inbox +447700900001
  whimbrel esme --send Hello --to +447700900001 --wait
  whimbrel sim --profile chaos          a simulated operator alone
  whimbrel bench --for 10s
  whimbrel pdu decode 00000010000000150000000000000007
  whimbrel sms count \"Ár 5 €\"
  whimbrel explain 0x58
  whimbrel explain 24 stat:UNDELIV no_route";

#[derive(Parser)]
#[command(version, about = "The Whimbrel SMS gateway", before_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Starts a gateway with a simulated operator and phones; no file, no account needed
    #[command(before_help = serve::DEV_EXAMPLES)]
    Dev {
        #[command(flatten)]
        places: Places,
    },
    /// Starts the gateway
    #[command(before_help = serve::RUN_EXAMPLES)]
    Run {
        /// What it is to do: operators, accounts, rules
        #[arg(short, long, value_name = "FILE")]
        config: PathBuf,
        #[command(flatten)]
        places: Places,
    },
    /// Finds everything that is wrong with a file, and changes nothing
    #[command(before_help = check::EXAMPLES)]
    Check(check::CheckOptions),
    /// Phones of a simulated operator: what they have received, and letting them write
    #[command(subcommand, before_help = phone::EXAMPLES)]
    Phone(PhoneCommand),
    /// A simulated operator alone: accepts every bind, answers, delivers to phones, sends receipts
    #[command(before_help = sim::EXAMPLES)]
    Sim(sim::SimOptions),
    /// A customer's program: binds to any SMPP server, sends, and prints what arrives
    #[command(before_help = esme::EXAMPLES)]
    Esme(esme::EsmeOptions),
    /// Loads a message centre, and says what it takes and how fast
    #[command(before_help = bench::EXAMPLES)]
    Bench(BenchArguments),
    /// Looks into SMPP PDUs, and writes them
    #[command(subcommand, before_help = pdu::EXAMPLES)]
    Pdu(PduCommand),
    /// Text tools: parts, alphabets
    #[command(subcommand, before_help = sms::EXAMPLES)]
    Sms(SmsCommand),
    /// Says what a code means, and who must act
    #[command(before_help = explain::EXAMPLES)]
    Explain {
        /// A command_status (0x58, ESME_RTHROTTLED), a report code (24), a word of receipts
        /// (stat:UNDELIV) or a reason (no_route)
        #[arg(required = true)]
        codes: Vec<String>,
    },
    /// Writes what a shell needs to complete these commands
    #[command(before_help = COMPLETION_EXAMPLES)]
    Completion {
        /// The shell
        shell: Shell,
    },
}

const COMPLETION_EXAMPLES: &str = "\
Examples:
  source <(whimbrel completion bash)
  whimbrel completion bash > /usr/share/bash-completion/completions/whimbrel
  whimbrel completion zsh > ~/.zfunc/_whimbrel
  whimbrel completion fish > ~/.config/fish/completions/whimbrel.fish";

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
    /// Writes a PDU in hex
    #[command(before_help = pdu::encode::EXAMPLES)]
    Encode {
        /// Which one: submit_sm, deliver_sm, bind_transceiver, ...
        operation: String,
        /// Its fields and TLVs
        #[arg(value_name = "FIELD=VALUE")]
        fields: Vec<String>,
        /// The version to write: 3.3, 3.4 or 5.0
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
        /// How to tell
        #[arg(short, long, value_enum, default_value_t = Form::Words)]
        output: Form,
    },
}

/// What a tool has to say, or why it cannot.
type Said = Result<String, String>;

/// Why a command has failed.
#[derive(Debug)]
struct Failure {
    /// 1: it did not work; 2: it was asked wrongly; 3: there is no such thing; 4: the server refuses.
    code: u8,
    text: String,
}

impl Failure {
    fn new(code: u8, text: String) -> Failure {
        Failure { code, text }
    }
}

impl From<String> for Failure {
    fn from(text: String) -> Failure {
        Failure { code: 1, text }
    }
}

fn main() -> ExitCode {
    let said = obey(Arguments::parse().command);
    match said.and_then(|text| finish(&text)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure { code, text }) => {
            if !text.is_empty() {
                eprintln!("{}", text.trim_end());
            }
            ExitCode::from(code)
        }
    }
}

fn obey(command: Command) -> Result<String, Failure> {
    match command {
        Command::Dev { places } => serve::dev(places).map(|()| String::new()),
        Command::Run { config, places } => serve::run(&config, places).map(|()| String::new()),
        Command::Bench(arguments) => bench::bench(arguments),
        Command::Check(options) => check::check(&options),
        Command::Sim(options) => sim::sim(&options),
        Command::Esme(options) => esme::esme(&options),
        Command::Phone(command) => phone::phone(&command),
        Command::Pdu(PduCommand::Decode { hex, smpp }) => Ok(pdu::decode(&hex.concat(), smpp)?),
        Command::Pdu(PduCommand::Encode { operation, fields, smpp }) => {
            Ok(pdu::encode::encode(&operation, &fields, smpp)?)
        }
        Command::Sms(SmsCommand::Count { text, languages, output }) => {
            Ok(sms::count(&text, &languages, output)?)
        }
        Command::Completion { shell } => Ok(completion(shell)),
        Command::Explain { codes } => Ok(all(&codes, explain::explain)?),
    }
}

fn completion(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "whimbrel", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// Says it.
fn finish(text: &str) -> Result<(), Failure> {
    match print(text) {
        Ok(()) => Ok(()),
        // A reader that has seen enough and closes the pipe is no failure of ours.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::new(1, format!("the output could not be written: {error}"))),
    }
}

fn print(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout();
    out.write_all(text.as_bytes())?;
    out.flush()
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The command, and all below it, by their whole names.
    fn all(command: &clap::Command, above: &str) -> Vec<(String, clap::Command)> {
        let name = format!("{above}{}", command.get_name());
        let below = command.get_subcommands().flat_map(|it| all(it, &format!("{name} ")));
        let mut found: Vec<_> = below.collect();
        found.push((name, command.clone()));
        found
    }

    #[test]
    fn every_help_begins_with_examples_of_the_command() {
        Arguments::command().debug_assert();
        let commands = all(&Arguments::command(), "");
        assert!(commands.len() > 15, "{}", commands.len());
        for (name, mut command) in commands {
            let help = command.render_long_help().to_string();
            assert!(help.starts_with("Examples:\n  "), "{name}: {help}");
            assert!(help.contains(&name), "{name}: {help}");
        }
    }

    #[test]
    fn every_shell_is_told_of_every_command() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            let script = completion(shell);
            for command in Arguments::command().get_subcommands() {
                assert!(script.contains(command.get_name()), "{shell} {}", command.get_name());
            }
        }
    }

    #[test]
    fn a_command_that_does_not_exist_is_told_with_the_nearest() {
        let refused = Arguments::try_parse_from(["whimbrel", "chekc"]).err().expect("unknown");
        let said = refused.to_string();
        assert!(said.contains("a similar subcommand exists: 'check'"), "{said}");
    }
}
