//! A node that runs, and an operator that is none of its own.

use link::Time;
use node::{Config, HeartError, Node};
use simulator::Profile;
use simulator::phone::Body;
use simulator::tcp::{Handle, Operator};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

pub(crate) const PHONE: &str = "447700900001";

/// Nothing here takes that long.
pub(crate) async fn within<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), work).await.expect("in time")
}

/// A directory that is gone at the end of the test.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new() -> Scratch {
        static LAST: AtomicU32 = AtomicU32::new(0);
        let number = LAST.fetch_add(1, Ordering::Relaxed);
        let name = format!("whimbrel-node-{}-{number}", std::process::id());
        Scratch(std::env::temp_dir().join(name))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One account, one operator; `more`: what else is said of the account.
pub(crate) fn config(data: &Scratch, operator: &Outside, more: &str) -> String {
    format!(
        r#"
[node]
data_dir = "{}"

[smpp]
listen = "127.0.0.1:0"

[http]
listen = "127.0.0.1:0"

[[operator]]
id = "outside"
address = "smpp://{}"
system_id = "whimbrel"
password = "secret"
window = 100

[[account]]
id = "demo"
system_id = "demo"
password = "demo1234"
senders = ["*"]
tps = 1000000
{more}
"#,
        data.0.display(),
        operator.address
    )
}

pub(crate) fn read(text: &str) -> Config {
    Config::read("test.toml", text).expect("a sound file")
}

/// A node in a task of its own.
pub(crate) struct Running {
    pub(crate) smpp: SocketAddr,
    pub(crate) http: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), HeartError>>,
}

impl Running {
    pub(crate) async fn start(text: &str) -> Running {
        let node = Node::start(&read(text)).await.expect("it starts");
        let (smpp, http) = (node.smpp_address(), node.http_address());
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(node.run(async { _ = stopped.await }));
        Running { smpp, http, stop, task }
    }

    pub(crate) async fn stop(self) {
        self.stop.send(()).expect("it runs");
        // Sessions that do not end by themselves are dropped after 8 s: here all do.
        let ended = tokio::time::timeout(Duration::from_secs(7), self.task).await;
        ended.expect("in order").expect("no panic").expect("in order");
    }
}

/// An operator that lives on while the node does not.
pub(crate) struct Outside {
    pub(crate) address: SocketAddr,
    phones: Handle,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Outside {
    /// On this port; 0: any.
    pub(crate) async fn listen(port: u16) -> Outside {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listening = Operator::listen(address, Profile::calm(), 1, Time::new()).await;
        let (operator, phones) = listening.expect("the port is free");
        let address = operator.address().expect("it listens");
        let (stop, stops) = watch::channel(false);
        let task = tokio::spawn(operator.run(stops));
        Outside { address, phones, stop, task }
    }

    /// Texts on a phone.
    pub(crate) async fn inbox(&self, number: &str) -> Vec<String> {
        let phones = self.phones.phones(Some(number)).await;
        let received = phones.iter().flat_map(|phone| &phone.inbox);
        received
            .map(|received| match &received.body {
                Body::Text { text, .. } => text.clone(),
                Body::Binary(octets) => format!("{octets:?}"),
            })
            .collect()
    }

    /// All connections break. Its port is free again.
    pub(crate) async fn close(self) -> u16 {
        self.stop.send_replace(true);
        within(self.task).await.expect("no panic");
        self.address.port()
    }
}

/// One GET, head and body.
pub(crate) async fn ask(http: SocketAddr, path: &str) -> String {
    let mut socket = TcpStream::connect(http).await.expect("it listens");
    let request = format!("GET {path} HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n");
    socket.write_all(request.as_bytes()).await.expect("it reads");
    let mut answer = String::new();
    within(socket.read_to_string(&mut answer)).await.expect("it answers");
    answer
}
