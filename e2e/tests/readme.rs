//! What the first page says is typed, and happens.

#[path = "support/gateway.rs"]
#[expect(dead_code, reason = "every test uses another part of it")]
mod gateway;

use gateway::{Gateway, Scratch, binary};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

const README: &str = include_str!("../../README.md");
const OURS: &str = "$ cargo run --release -- ";

/// What stands under a heading.
fn section(heading: &str) -> &'static str {
    let (_, behind) = README.split_once(&format!("\n## {heading}\n")).expect(heading);
    behind.split("\n## ").next().expect("there is always a first")
}

/// The first block of this language.
fn block(text: &'static str, language: &str) -> &'static str {
    let (_, behind) = text.split_once(&format!("```{language}\n")).expect(language);
    behind.split("```").next().expect("there is always a first")
}

/// A line as a shell takes it apart: blanks, and double quotes around words with blanks.
fn words(line: &str) -> Vec<String> {
    let pieces = line.split('"').enumerate();
    let words = pieces.flat_map(|(index, piece)| match index % 2 {
        0 => piece.split_whitespace().map(str::to_owned).collect(),
        _ => vec![piece.to_owned()],
    });
    words.collect()
}

#[test]
fn the_first_two_minutes() {
    let data = Scratch::new();
    let gateway = Gateway::dev(&data.0);
    let commands = section("Two minutes").lines().filter_map(|line| line.strip_prefix(OURS));
    let commands: Vec<&str> = commands.collect();
    assert_eq!(commands.first(), Some(&"dev"));
    assert!(commands.len() >= 5, "{commands:?}");
    for command in &commands[1..] {
        let words = words(command);
        let place = match words[0].as_str() {
            "phone" => ["--http", &gateway.http],
            _ => ["--smpp", &gateway.smpp],
        };
        let output = Command::new(binary()).args(&words).args(place).output().expect("it starts");
        assert!(output.status.success(), "{command}: {output:?}");
    }
    assert_eq!(gateway.terminate(), Some(0));
}

#[test]
fn a_program_of_one_s_own() {
    let venv = std::env::var_os("WHIMBREL_VENV")
        .expect("WHIMBREL_VENV is not set; run cargo xtask test, which builds that venv");
    let data = Scratch::new();
    let gateway = Gateway::dev(&data.0);
    let port = gateway.smpp.rsplit(':').next().expect("an address has a port");
    let program = block(section("Your own program"), "python");
    assert!(program.contains("2775"));
    let mut python = Command::new(Path::new(&venv).join("bin/python3"));
    python.args(["-u", "-c", &program.replace("2775", port)]).stdout(Stdio::piped());
    let mut python = python.spawn().expect("Python starts");
    let lines = BufReader::new(python.stdout.take().expect("it is piped")).lines();
    let receipt = lines.map_while(Result::ok).find(|line| line.contains("stat:DELIVRD"));
    python.kill().expect("it listens for ever");
    python.wait().expect("it was killed");
    assert!(receipt.is_some_and(|line| line.starts_with("id:")), "no receipt came");
}

#[test]
fn a_file_that_can_be_used() {
    let scratch = Scratch::new();
    let file = scratch.0.join("whimbrel.toml");
    std::fs::write(&file, block(section("A real operator"), "toml")).expect("it is writable");
    let mut check = Command::new(binary());
    check.args(["check", "-c"]).arg(&file);
    let output = check
        .envs([("NORTH_PASSWORD", "secret"), ("ACME_PASSWORD", "acme1234")])
        .output()
        .expect("it starts");
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn tools_say_what_the_page_shows() {
    let mut shown = 0;
    for block in section("Tools").split("```console\n").skip(1) {
        let block = block.split("```").next().expect("there is always a first");
        let (command, said) = block.split_once('\n').expect("a command and what it says");
        let command = command.strip_prefix(OURS).expect(command);
        let output = Command::new(binary()).args(words(command)).output().expect("it starts");
        assert_eq!(String::from_utf8_lossy(&output.stdout), said, "{command}");
        shown += 1;
    }
    assert_eq!(shown, 3);
}
