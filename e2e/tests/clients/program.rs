//! A client's program: told what to play, it prints an event a line.

use crate::scene::{Login, PASSWORD, Scene, WINDOW};
use serde::Deserialize;
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// What a program prints.
#[derive(Debug, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Event {
    /// All of its sessions are.
    Bound,
    Refused {
        status: u32,
    },
    /// To the submission of the message at this place.
    Answer {
        message: usize,
        status: u32,
        id: String,
    },
    Receipt {
        /// As the client has read it in the text.
        id: String,
        stat: String,
        /// receipted_message_id, if the client shows it.
        tlv: Option<String>,
        text: String,
    },
    /// A text of a phone.
    Heard {
        from: String,
        to: String,
        text: String,
    },
    Unbound,
}

/// It runs.
pub(crate) struct Program {
    child: Child,
    events: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

/// Seconds after which a program is ended.
const DEADLINE: &str = "60";

impl Program {
    /// The words of `command`, and behind them what to play as JSON.
    pub(crate) fn start(command: &[String], scene: &Scene, smpp: &str) -> Program {
        let mut child = Command::new("timeout")
            .arg(DEADLINE)
            .args(command)
            .arg(play(scene, smpp))
            .stdout(Stdio::piped())
            .spawn()
            .expect("timeout runs");
        let stdout = child.stdout.take().expect("it is piped");
        Program { child, events: BufReader::new(stdout).lines() }
    }

    /// The next event; none: it has ended well.
    pub(crate) fn next(&mut self) -> Option<Event> {
        let Some(line) = self.events.next() else {
            let status = self.child.wait().expect("it has ended");
            assert!(status.success(), "the program has failed: {status}");
            return None;
        };
        let line = line.expect("the program prints UTF-8");
        let event = serde_json::from_str(&line);
        Some(event.unwrap_or_else(|error| panic!("{error}: {line}")))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // timeout passes it on to the program.
        let id = self.child.id().to_string();
        let is_running = matches!(self.child.try_wait(), Ok(None));
        if is_running && Command::new("kill").args(["-TERM", &id]).status().is_ok() {
            let _ = self.child.wait();
        }
    }
}

fn play(scene: &Scene, smpp: &str) -> String {
    let (host, port) = smpp.rsplit_once(':').expect("an address has a port");
    let (system_id, password) = match scene.login {
        Login::Transceiver | Login::Pair => (scene.name, PASSWORD),
        Login::Refused { system_id, password, .. } => (system_id, password),
    };
    let messages: Vec<_> = (scene.messages)()
        .iter()
        .map(|it| json!({"form": it.form.name(), "way": it.way.name(), "body": it.body}))
        .collect();
    json!({
        "host": host,
        "port": port.parse::<u16>().expect("a port is a number"),
        "system_id": system_id,
        "password": password,
        "pair": matches!(scene.login, Login::Pair),
        "window": WINDOW,
        "from": scene.number(),
        "to": scene.phone(),
        "messages": messages,
        "texts": scene.texts.len(),
    })
    .to_string()
}
