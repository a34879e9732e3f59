//! The built binary, and a customer's program with smpplib.

#[path = "support/gateway.rs"]
mod gateway;

use gateway::{Gateway, Scratch, binary};
use link::Time;
use simulator::Profile;
use simulator::tcp::Operator;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use tokio::runtime::Runtime;
use tokio::sync::watch;

#[test]
fn a_newcomer_s_first_minutes() {
    let data = Scratch::new();
    let gateway = Gateway::dev(&data.0);
    gateway.plays("receipt");
    gateway.plays("mo");
    gateway.plays("window");
    gateway.plays("refused");
    assert_eq!(gateway.terminate(), Some(0));
}

#[test]
fn phones_by_the_command_line() {
    let data = Scratch::new();
    let gateway = Gateway::dev(&data.0);
    gateway.plays("receipt");
    let inbox = gateway.phone(&["inbox", "+447700900001"]);
    assert_eq!(inbox.status.code(), Some(0));
    let text = String::from_utf8(inbox.stdout).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("+447700900001  on"));
    assert!(lines.next().unwrap().ends_with("Z  777: Hello from smpplib"), "{text}");
    assert_eq!(lines.next(), None);

    let sent = gateway.phone(&["send", "+447700900002", "--to", "777", "STOP"]);
    assert_eq!(String::from_utf8(sent.stdout).unwrap(), "+447700900002 has written to 777\n");
    for (number, code) in [("+447700900003", 4), ("Bob", 2)] {
        let sent = gateway.phone(&["send", number, "--to", "777", "STOP"]);
        assert_eq!(sent.status.code(), Some(code), "{number}");
    }
    let unknown = gateway.phone(&["inbox", "+447700900009"]);
    assert_eq!(unknown.status.code(), Some(3));
}

/// An operator that lives on while the gateway dies.
struct Outside {
    _runtime: Runtime,
    _stop: watch::Sender<bool>,
    address: SocketAddr,
}

impl Outside {
    fn listen() -> Outside {
        let runtime = Runtime::new().expect("threads");
        let (stop, stops) = watch::channel(false);
        let address = runtime.block_on(async {
            let any_port = "127.0.0.1:0".parse().expect("an address");
            let listening = Operator::listen(any_port, Profile::calm(), 1, Time::new());
            let (operator, _) = listening.await.expect("a port is free");
            let address = operator.address().expect("it listens");
            tokio::spawn(operator.run(stops));
            address
        });
        Outside { _runtime: runtime, _stop: stop, address }
    }
}

/// Messages that are accepted before the gateway is killed.
const POURED: usize = 2_000;

#[test]
fn what_was_accepted_survives_kill_9() {
    let operator = Outside::listen();
    let data = Scratch::new();
    let file = data.0.join("whimbrel.toml");
    let text = format!(
        r#"
[[operator]]
id = "outside"
address = "smpp://{}"
system_id = "whimbrel"
password = "secret"
window = 200

[[account]]
id = "demo"
system_id = "demo"
password = "demo1234"
senders = ["*"]
tps = 100000
short_codes = true
"#,
        operator.address
    );
    std::fs::write(&file, text).expect("the folder is writable");
    let arguments = ["run", "-c", file.to_str().expect("plain letters")];
    let store = data.0.join("data");

    let gateway = Gateway::start(&arguments, &store);
    let mut pour = gateway.esme("pour").stdout(Stdio::piped()).spawn().expect("Python runs");
    let mut ids = BufReader::new(pour.stdout.take().expect("it is piped")).lines();
    let mut accepted: Vec<String> = ids.by_ref().take(POURED).map(Result::unwrap).collect();
    gateway.kill();
    accepted.extend(ids.map(Result::unwrap));
    assert!(pour.wait().expect("it has ended").success());
    assert!(accepted.len() >= POURED);

    let gateway = Gateway::start(&arguments, &store);
    let mut collect = gateway.esme("collect").stdin(Stdio::piped()).spawn().expect("Python runs");
    let mut stdin = collect.stdin.take().expect("it is piped");
    stdin.write_all(accepted.join("\n").as_bytes()).expect("it reads");
    drop(stdin);
    assert!(collect.wait().expect("it has ended").success());
    assert_eq!(gateway.terminate(), Some(0));
}

#[test]
fn a_port_that_is_taken_is_told_with_its_owner() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = taken.local_addr().expect("it listens").to_string();
    let data = Scratch::new();
    let mut command = Command::new(binary());
    command.args(["dev", "--http", "127.0.0.1:0", "--smpp", &address, "--data"]).arg(&data.0);
    let output = command.output().expect("the binary starts");
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    let owner =
        format!("(process {}); --smpp ADDR and --http ADDR choose others", std::process::id());
    assert!(said.contains(&format!("{address} is taken by ")) && said.contains(&owner), "{said}");
}

#[test]
fn a_file_that_cannot_be_is_told_in_full() {
    let data = Scratch::new();
    let file = data.0.join("whimbrel.toml");
    std::fs::write(
        &file,
        "[[operator]]\nid = \"a\"\naddress = \"smpp://192.0.2.1:2775\"\nsystem_id = \"x\"\n\
         password = \"y\"\nwindow = 0\n[[number]]\nnumber = \"777\"\nservice = \"none\"\n",
    )
    .expect("the folder is writable");
    let output = Command::new(binary())
        .args(["run", "--smpp", "127.0.0.1:0", "--http", "127.0.0.1:0", "-c"])
        .arg(&file)
        .arg("--data")
        .arg(data.0.join("data"))
        .output()
        .expect("the binary starts");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("error[E0205]: window of operator \"a\" is out of range"), "{said}");
    assert!(said.contains("error[E0203]: unknown service \"none\" in number \"777\""), "{said}");
}
