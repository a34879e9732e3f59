//! Whoever is at the door and means no good: guesses passwords, sends anything but SMPP, or reads
//! nothing.

use crate::customer::{Manner, Word};
use crate::gateway::{DEADLINE, Gateway, until};
use crate::scene::{FAST, Scene};
use bytes::BytesMut;
use link::Time;
use smpp::pdu::bind::Bind;
use smpp::pdu::message::Sm;
use smpp::session::BindKind;
use smpp::{Address, CommandStatus, Encoder, Pdu, Secret, Version};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A connection that is only octets.
struct Raw {
    socket: TcpStream,
}

impl Raw {
    async fn connect(gateway: &Gateway) -> Raw {
        Raw { socket: TcpStream::connect(gateway.smpp).await.expect("it listens") }
    }

    /// What a bind is answered.
    async fn bind(&mut self, system_id: &str, password: &str) -> CommandStatus {
        let bind = Bind {
            system_id: system_id.as_bytes(),
            password: Secret(password.as_bytes()),
            ..Bind::default()
        };
        self.write(&[Pdu::BindTransceiver(bind)]).await.expect("it is open");
        let [length, _, status, _] =
            [self.word().await, self.word().await, self.word().await, self.word().await];
        let mut rest = vec![0; length as usize - 16];
        let read = timeout(DEADLINE, self.socket.read_exact(&mut rest)).await;
        read.expect("all of it in time").expect("it is open");
        CommandStatus(status)
    }

    async fn word(&mut self) -> u32 {
        let read = timeout(DEADLINE, self.socket.read_u32()).await;
        read.expect("an answer in time").expect("it is open")
    }

    async fn write(&mut self, pdus: &[Pdu<'_>]) -> std::io::Result<()> {
        let mut octets = BytesMut::new();
        for (pdu, sequence) in pdus.iter().zip(1..) {
            let encoder = Encoder::new(Version::V34);
            encoder.encode(pdu, CommandStatus::OK, sequence, &mut octets).expect("it can be");
        }
        self.socket.write_all(&octets).await
    }

    /// The rest of half a bind, an octet now and then, until the other side closes.
    async fn trickle(&mut self) {
        let mut drop = tokio::time::interval(Duration::from_millis(100));
        while self.socket.write_all(b"a").await.is_ok() {
            drop.tick().await;
        }
    }

    /// Until the other side closes.
    async fn closed(&mut self) {
        let mut all = Vec::new();
        let _ = timeout(DEADLINE, self.socket.read_to_end(&mut all)).await.expect("in time");
    }
}

/// One bind on a connection of its own.
async fn bind(gateway: &Gateway, system_id: &str, password: &str) -> CommandStatus {
    Raw::connect(gateway).await.bind(system_id, password).await
}

const REFUSED: &str = "whimbrel_binds_refused_total";

/// Refused binds that the log tells, by true reason.
fn told(scene: &Scene, reason: &str) -> usize {
    let log = scene.place.log();
    let lines = log.lines().filter(|line| line.contains("\"a bind is refused\""));
    lines.filter(|line| line.contains(&format!("\"reason\":\"{reason}\""))).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_passwords_are_few_a_minute() {
    let scene = Scene::new("", "").await;
    let gateway = scene.start(0).await;
    // Whoever was right before is not kept out by others who guess.
    assert_eq!(bind(&gateway, "acme", "demo1234").await, CommandStatus::OK);
    let mut answers = Vec::new();
    for number in 0..40 {
        let (system_id, status) = match number % 2 {
            0 => ("acme", CommandStatus::INVALID_PASSWORD),
            _ => ("nobody", CommandStatus::INVALID_SYSTEM_ID),
        };
        let answer = bind(&gateway, system_id, &format!("guess{number}")).await;
        let expected = if number < 10 { status } else { CommandStatus::BIND_FAILED };
        assert_eq!(answer, expected, "number {number}");
        answers.push(answer);
    }
    assert_eq!(bind(&gateway, "acme", "demo1234").await, CommandStatus::OK);
    for (reason, count) in [("password_wrong", 5), ("system_id_unknown", 5), ("login_attempts", 30)]
    {
        let metric = format!("{REFUSED}{{reason=\"{reason}\"}}");
        assert_eq!(gateway.metric(&metric).await, count, "{reason}");
        // Ten of them were of the account and ten of nobody's; the log has five of each.
        let most = if count == 5 { 5 } else { 10 };
        assert_eq!(told(&scene, reason), most, "{reason}");
    }
    assert_eq!(gateway.terminate(DEADLINE).await, Some(0));
    scene.place.forget();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_who_is_known() {
    const TIMES: usize = 15;
    let off = "wrong_passwords_per_address = 0\nwrong_passwords_per_system_id = 0";
    let scene = Scene::new(&format!("{off}\nuniform_bind_errors = true"), "").await;
    let gateway = scene.start(0).await;
    let time = Time::new();
    let mut took = [Vec::new(), Vec::new()];
    for number in 0..2 * TIMES {
        let system_id = ["acme", "nobody"][number % 2];
        let begin = time.mono();
        let answer = bind(&gateway, system_id, &format!("guess{number}")).await;
        took[number % 2].push(time.mono() - begin);
        assert_eq!(answer, CommandStatus::BIND_FAILED);
    }
    // The log knows all the same.
    assert!(told(&scene, "password_wrong") >= 5 && told(&scene, "system_id_unknown") >= 5);
    let medians = took.map(|mut took| {
        took.sort();
        took[TIMES / 2].as_secs_f64()
    });
    let ratio = medians[0] / medians[1];
    println!("wrong password {medians:?} unknown, ratio {ratio:.2}");
    // One that is not checked at all takes a twentieth.
    assert!((0.2..5.0).contains(&ratio), "{medians:?}");
    assert_eq!(gateway.terminate(DEADLINE).await, Some(0));
    scene.place.forget();
}

/// What comes to open ports.
const GARBAGE: [&[u8]; 6] = [
    b"GET / HTTP/1.1\r\nHost: example.net\r\n\r\n",
    // A command_length of 4 GiB, one below the header's, and one of 256 MiB of a bind.
    b"\xFF\xFF\xFF\xFF\x00\x00\x00\x09",
    b"\x00\x00\x00\x02\x00\x00\x00\x09\x00\x00\x00\x00\x00\x00\x00\x01",
    b"\x10\x00\x00\x00\x00\x00\x00\x09\x00\x00\x00\x00\x00\x00\x00\x01",
    // Half a bind, and nothing at all.
    b"\x00\x00\x00\x30\x00\x00\x00\x09\x00\x00\x00\x00",
    b"",
];

#[tokio::test(flavor = "multi_thread")]
async fn garbage_before_a_bind_costs_little_and_ends_soon() {
    const CONNECTIONS: usize = 600;
    let scene = Scene::new("session_init = \"2s\"", "").await.logs("debug");
    let gateway = scene.start(0).await;
    assert_eq!(bind(&gateway, "acme", "demo1234").await, CommandStatus::OK);
    let before = gateway.memory();
    let mut tasks = Vec::new();
    for number in 0..CONNECTIONS {
        let mut raw = Raw::connect(&gateway).await;
        let garbage = GARBAGE[number % GARBAGE.len()];
        tasks.push(tokio::spawn(async move {
            let _ = raw.socket.write_all(garbage).await;
            if number % 12 == 4 {
                timeout(DEADLINE, raw.trickle()).await.expect("it is closed in time");
            } else {
                raw.closed().await;
            }
        }));
    }
    // A customer is served meanwhile; by then all of these were accepted.
    assert_eq!(bind(&gateway, "acme", "demo1234").await, CommandStatus::OK);
    let most = gateway.memory();
    for task in tasks {
        task.await.expect("no panic");
    }
    let grown = most.saturating_sub(before);
    println!("{CONNECTIONS} connections: {grown} KiB");
    assert!(grown < 64 * 1024, "{grown} KiB");
    let log = scene.place.log();
    let ended = |reason: &str| {
        let lines = log.lines().filter(|line| line.contains("ended without bind"));
        lines.filter(|line| line.contains(reason)).count()
    };
    assert_eq!(ended("NoBind"), CONNECTIONS / 3, "half a bind, and nothing");
    assert_eq!(ended("FramingLost"), CONNECTIONS * 2 / 3, "no length that can be");
    assert_eq!(gateway.terminate(DEADLINE).await, Some(0));
    scene.place.forget();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_that_does_not_read_is_dropped_and_holds_up_nobody() {
    let scene = Scene::new(FAST, "").await;
    let gateway = scene.start(0).await;
    let mut greedy = Raw::connect(&gateway).await;
    assert_eq!(greedy.bind("acme", "demo1234").await, CommandStatus::OK);
    let program = scene.program(0, Manner::new("acme", BindKind::Transmitter));
    let before = gateway.memory();
    // It submits as fast as it is read, and reads nothing itself.
    let address = |digits| Address { ton: 1, npi: 1, digits };
    let sm = Sm {
        source: address(b"447700900999"),
        destination: address(b"447700900001"),
        short_message: b"#greedy# and so on",
        ..Sm::default()
    };
    let pours = tokio::spawn(async move {
        let batch = vec![Pdu::SubmitSm(sm); 100];
        let mut batches = 0_u64;
        while greedy.write(&batch).await.is_ok() {
            batches += 1;
        }
        batches
    });
    for round in 1..=5 {
        program.say(Word::Submit { to: "447700900002".to_owned(), count: 100 }).await;
        scene.accepted(100 * round).await;
    }
    let poured = timeout(DEADLINE, pours).await.expect("it is dropped in time");
    let poured = poured.expect("no panic");
    until("its session has ended", async || {
        gateway.metric("whimbrel_customer_sessions").await == 1
    })
    .await;
    let grown = gateway.memory().saturating_sub(before);
    println!("{} submissions without reading an answer: {grown} KiB", poured * 100);
    assert!(poured > 0 && grown < 128 * 1024, "{poured} batches, {grown} KiB");
    program.leave().await;
    assert_eq!(gateway.terminate(DEADLINE).await, Some(0));
    scene.place.forget();
}
