//! The program itself, in processes of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

pub(crate) const PHONE: &str = "+447700900001";

/// What a process that has ended has said.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whimbrel"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs it to its end.
pub(crate) fn run(arguments: &[&str]) -> Ended {
    end(program(arguments).spawn().expect("it starts"))
}

/// The same, with something to read.
pub(crate) fn run_reading(arguments: &[&str], text: &str) -> Ended {
    let mut child = program(arguments).stdin(Stdio::piped()).spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("it reads");
    // Who ends early reads no further.
    let _ = stdin.write_all(text.as_bytes());
    drop(stdin);
    end(child)
}

fn end(child: Child) -> Ended {
    let output = child.wait_with_output().expect("it ends");
    Ended {
        code: output.status.code().expect("by itself"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// One that runs on: `sim` or `dev`.
pub(crate) struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
    pub(crate) smpp: String,
    pub(crate) http: String,
    data: PathBuf,
}

impl Server {
    pub(crate) fn sim(profile: &str) -> Server {
        let ports = ["--listen", "127.0.0.1:0", "--http", "127.0.0.1:0", "--seed", "1"];
        Server::start(&[&["sim", "--profile", profile], &ports[..]].concat())
    }

    pub(crate) fn dev() -> Server {
        Server::start(&["dev", "--smpp", "127.0.0.1:0", "--http", "127.0.0.1:0"])
    }

    fn start(arguments: &[&str]) -> Server {
        static LAST: AtomicU32 = AtomicU32::new(0);
        let number = LAST.fetch_add(1, Ordering::Relaxed);
        let data = format!("whimbrel-tools-{}-{number}", std::process::id());
        let data = std::env::temp_dir().join(data);
        let mut command = program(arguments);
        if arguments[0] == "dev" {
            command.arg("--data").arg(&data);
        }
        let mut child = command.stderr(Stdio::null()).spawn().expect("it starts");
        let mut out = BufReader::new(child.stdout.take().expect("it speaks"));
        let mut line = String::new();
        while !line.starts_with("ready ") {
            line.clear();
            assert_ne!(out.read_line(&mut line).expect("UTF-8"), 0, "it has ended");
        }
        let word = |name: &str| {
            let word = line.split_whitespace().find_map(|word| word.strip_prefix(name));
            word.expect("it says so").to_owned()
        };
        let (smpp, http) = (word("smpp="), word("http="));
        Server { child, out, smpp, http, data }
    }

    /// What it says when it is asked to stop; it ends in order.
    pub(crate) fn stop(mut self) -> String {
        let number = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &number]).status().expect("it is asked");
        assert!(asked.success());
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).expect("UTF-8");
        assert!(self.child.wait().expect("it ends").success());
        rest
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After a failed test; else it has ended, and there is nothing to kill.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.data);
    }
}
