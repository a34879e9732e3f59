//! What a session is to do, one command a line.

use super::letter::Way;
use super::talk::{Talk, Waited};
use crate::Failure;
use registry::nearest;
use std::io::{self, BufRead, stdin};
use std::time::Duration;
use tokio::sync::mpsc;

/// A line of a script.
#[derive(Debug, PartialEq, Eq)]
enum Command {
    /// From whom what follows is.
    From(String),
    Send {
        to: String,
        text: String,
    },
    Wait(What, Duration),
    /// Prints what comes.
    Listen(Duration),
    Unbind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Answer,
    Receipt,
    Text,
}

const COMMANDS: [&str; 5] = ["from", "send", "wait", "listen", "unbind"];
const WHATS: [(&str, What); 3] =
    [("answer", What::Answer), ("receipt", What::Receipt), ("text", What::Text)];
const WAIT: Duration = Duration::from_secs(30);

/// Does what stands on stdin, line by line.
pub(super) async fn run(talk: &mut Talk, mut way: Way) -> Result<(), Failure> {
    let mut lines = lines();
    let mut number = 0;
    while let Some(line) = talk.line(&mut lines).await? {
        let line = line.map_err(|error| Failure::new(1, format!("stdin: {error}")))?;
        number += 1;
        let command =
            read(&line).map_err(|why| Failure::new(2, format!("line {number}: {why}")))?;
        match command {
            Some(Command::Unbind) => return Ok(()),
            Some(command) => obey(command, talk, &mut way).await?,
            None => {}
        }
    }
    talk.answers(None).await?;
    talk.still_there()
}

/// Lines of stdin. A thread reads them, as stdin cannot be waited for in any other way.
fn lines() -> mpsc::Receiver<io::Result<String>> {
    let (tell, lines) = mpsc::channel(1);
    std::thread::spawn(move || {
        for line in stdin().lock().lines() {
            if tell.blocking_send(line).is_err() {
                return;
            }
        }
    });
    lines
}

async fn obey(command: Command, talk: &mut Talk, way: &mut Way) -> Result<(), Failure> {
    match command {
        Command::From(from) => way.from = from,
        Command::Send { to, text } => talk.send(&text, &Way { to, ..way.clone() }).await?,
        Command::Wait(What::Answer, most) => talk.answers(Some(most)).await?,
        Command::Wait(What::Receipt, most) => talk.receipts(most).await?,
        Command::Wait(What::Text, most) => {
            // One that came before anybody asked is there, too.
            let waited = talk.until(|talk| talk.texts > 0, Some(most)).await?;
            talk.texts = talk.texts.saturating_sub(1);
            if waited != Waited::There {
                return Err(Failure::new(1, "no text came in time".to_owned()));
            }
        }
        Command::Listen(most) => _ = talk.until(|_| false, Some(most)).await?,
        Command::Unbind => {}
    }
    Ok(())
}

/// A line; none if it is empty or a remark.
fn read(line: &str) -> Result<Option<Command>, String> {
    let line = line.trim();
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let command = match word {
        "" => return Ok(None),
        _ if word.starts_with('#') => return Ok(None),
        "from" if !rest.is_empty() => Command::From(rest.to_owned()),
        "from" => return Err("from whom? from Demo".to_owned()),
        "send" => match rest.split_once(char::is_whitespace) {
            Some((to, text)) => {
                Command::Send { to: to.to_owned(), text: text.trim_start().to_owned() }
            }
            None => return Err("to whom, and what? send +447700900001 Hello".to_owned()),
        },
        "wait" => wait(rest)?,
        "listen" => Command::Listen(time(rest)?),
        "unbind" => Command::Unbind,
        other => return Err(unknown(other, &COMMANDS)),
    };
    Ok(Some(command))
}

fn wait(rest: &str) -> Result<Command, String> {
    let (word, most) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let what = WHATS.iter().find(|(name, _)| *name == word);
    let Some((_, what)) = what else {
        return Err(unknown(word, &WHATS.map(|(name, _)| name)));
    };
    let most = if most.trim().is_empty() { WAIT } else { time(most.trim())? };
    Ok(Command::Wait(*what, most))
}

fn time(text: &str) -> Result<Duration, String> {
    humantime::parse_duration(text).map_err(|_| format!("{text:?} is no time such as 10s"))
}

fn unknown(word: &str, names: &[&str]) -> String {
    let near = nearest(word, names.iter().copied());
    let near = near.map_or(String::new(), |near| format!("; did you mean {near:?}?"));
    format!("{word:?} is unknown, there are {}{near}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Result<Option<Command>, &str>) {
        assert_eq!(read(line), expected.map_err(str::to_owned));
    }

    #[test]
    fn a_line_is_a_command() {
        let send =
            |to: &str, text: &str| Command::Send { to: to.to_owned(), text: text.to_owned() };
        check("send +447700900001 Hello  there ", Ok(Some(send("+447700900001", "Hello  there"))));
        check("wait receipt", Ok(Some(Command::Wait(What::Receipt, WAIT))));
        check("wait text 5s", Ok(Some(Command::Wait(What::Text, Duration::from_secs(5)))));
        check("listen 200ms", Ok(Some(Command::Listen(Duration::from_millis(200)))));
        check("from Demo", Ok(Some(Command::From("Demo".to_owned()))));
        check("  # a remark", Ok(None));
        check("", Ok(None));
        check("unbind", Ok(Some(Command::Unbind)));
    }

    #[test]
    fn what_is_no_command_is_told_with_the_nearest() {
        check(
            "sned 1 2",
            Err("\"sned\" is unknown, there are from, send, wait, listen, unbind; \
                 did you mean \"send\"?"),
        );
        check(
            "wait recepit",
            Err("\"recepit\" is unknown, there are answer, receipt, text; \
                                   did you mean \"receipt\"?"),
        );
        check("send 1", Err("to whom, and what? send +447700900001 Hello"));
        check("listen long", Err("\"long\" is no time such as 10s"));
    }
}
