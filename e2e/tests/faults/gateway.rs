//! The built binary: started, killed, stopped, and what it has logged.

#[path = "../support/binary.rs"]
mod binary;

pub(crate) use binary::binary;

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// Nothing here takes that long.
pub(crate) const DEADLINE: Duration = Duration::from_secs(120);

/// A gateway's own place: its configuration, its data, its log.
pub(crate) struct Place {
    pub(crate) folder: PathBuf,
    binary: PathBuf,
    /// What it logs, as `WHIMBREL_LOG` takes it.
    level: &'static str,
}

/// A process that has been started.
pub(crate) struct Starting(Process);

/// A gateway that accepts binds.
pub(crate) struct Gateway {
    process: Process,
    pub(crate) smpp: SocketAddr,
    pub(crate) http: SocketAddr,
}

struct Process {
    child: Child,
    // Whoever writes to a closed pipe gets an error.
    stdout: Option<BufReader<ChildStdout>>,
}

/// Until the time is up.
pub(crate) async fn pause(time: Duration) {
    let _ = timeout(time, std::future::pending::<()>()).await;
}

/// Asks again and again until the answer is yes.
pub(crate) async fn until<F: Future<Output = bool>>(what: &str, ask: impl FnMut() -> F) {
    assert!(eventually(DEADLINE, ask).await, "in time: {what}");
}

/// The same; was the answer yes in time?
pub(crate) async fn eventually<F: Future<Output = bool>>(
    most: Duration,
    mut ask: impl FnMut() -> F,
) -> bool {
    let all = async {
        while !ask().await {
            pause(Duration::from_millis(20)).await;
        }
    };
    timeout(most, all).await.is_ok()
}

impl Place {
    pub(crate) fn new(binary: &Path, config: &str) -> Place {
        static LAST: AtomicU32 = AtomicU32::new(0);
        let number = LAST.fetch_add(1, Ordering::Relaxed);
        let name = format!("whimbrel-faults-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("the temporary folder is writable");
        let place = Place { folder, binary: binary.to_owned(), level: "info" };
        std::fs::write(place.config(), config).expect("it is writable");
        place
    }

    pub(crate) fn logs(self, level: &'static str) -> Place {
        Place { level, ..self }
    }

    fn config(&self) -> PathBuf {
        self.folder.join("whimbrel.toml")
    }

    fn log_file(&self) -> File {
        let mut append = OpenOptions::new();
        append.create(true).append(true).open(self.folder.join("log")).expect("it is writable")
    }

    /// All that was logged, over all its lives.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    pub(crate) fn spawn(&self) -> Starting {
        let mut child = Command::new(&self.binary)
            .arg("run")
            .arg("-c")
            .arg(self.config())
            .args(["--smpp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data"])
            .arg(self.folder.join("data"))
            .env("WHIMBREL_LOG", self.level)
            .stdout(Stdio::piped())
            .stderr(self.log_file())
            .spawn()
            .expect("the binary starts");
        let stdout = child.stdout.take().map(BufReader::new);
        Starting(Process { child, stdout })
    }

    pub(crate) async fn start(&self) -> Gateway {
        self.spawn().ready().await
    }

    /// Asserts that nothing of this stands in any file here but those of the journal, which keep it.
    pub(crate) fn forget(self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Starting {
    pub(crate) async fn ready(self) -> Gateway {
        let Starting(mut process) = self;
        let mut stdout = process.stdout.take().expect("it was piped");
        let said = spawn_blocking(move || {
            let mut line = String::new();
            while !line.starts_with("ready smpp=") {
                line.clear();
                let octets = stdout.read_line(&mut line).expect("it can be read");
                assert!(octets > 0, "it ended before it was ready");
            }
            (stdout, line)
        });
        let said = timeout(DEADLINE, said).await.expect("ready in time");
        let (stdout, line) = said.expect("it becomes ready");
        process.stdout = Some(stdout);
        let rest = line.trim_end().strip_prefix("ready smpp=").expect("so it was asked");
        let (smpp, http) = rest.split_once(" http=").expect("both addresses");
        let address = |text: &str| text.parse().expect("an address");
        Gateway { process, smpp: address(smpp), http: address(http) }
    }

    /// At any moment of its start.
    pub(crate) fn kill(mut self) {
        self.0.kill();
    }
}

impl Gateway {
    /// As a power cut does.
    pub(crate) fn kill(mut self) {
        self.process.kill();
    }

    /// As a supervisor does; its exit code, if it ends in this time.
    pub(crate) async fn terminate(self, most: Duration) -> Option<i32> {
        let mut process = self.process;
        let id = process.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().expect("kill runs");
        assert!(asked.success());
        let ended = async {
            loop {
                match process.child.try_wait().expect("it can be waited for") {
                    Some(status) => return status.code(),
                    None => pause(Duration::from_millis(5)).await,
                }
            }
        };
        timeout(most, ended).await.expect("it ends in time")
    }

    /// Its resident memory in KiB (proc(5)).
    pub(crate) fn memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.process.child.id());
        let table = std::fs::read_to_string(path).expect("it runs");
        let line = table.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let words = line.expect("a process has memory").trim().strip_suffix("kB");
        words.expect("in kB").trim().parse().expect("a number")
    }

    /// One of the values of /metrics; 0 where it is not there yet.
    pub(crate) async fn metric(&self, name: &str) -> u64 {
        let mut socket = TcpStream::connect(self.http).await.expect("it listens");
        let request = "GET /metrics HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n";
        socket.write_all(request.as_bytes()).await.expect("it reads");
        let mut answer = String::new();
        let read = timeout(DEADLINE, socket.read_to_string(&mut answer)).await;
        read.expect("in time").expect("it answers");
        let named = |line: &&str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '));
        let line = answer.lines().find(named);
        line.map_or(0, |line| line[name.len() + 1..].parse().expect("a number"))
    }
}

impl Process {
    fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it has ended");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
