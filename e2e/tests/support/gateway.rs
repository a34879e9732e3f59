//! The built binary, started and ended, and programs that speak to it.

#[path = "binary.rs"]
mod binary;

pub(crate) use binary::binary;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A gateway that runs; it is killed at the end of the test.
pub(crate) struct Gateway {
    child: Child,
    // Whoever writes to a closed pipe gets an error.
    _stdout: BufReader<ChildStdout>,
    pub(crate) smpp: String,
    pub(crate) http: String,
}

/// A directory that is gone at the end of the test.
pub(crate) struct Scratch(pub(crate) PathBuf);

const HERE: &str = env!("CARGO_MANIFEST_DIR");

impl Scratch {
    pub(crate) fn new() -> Scratch {
        static LAST: AtomicU32 = AtomicU32::new(0);
        let number = LAST.fetch_add(1, Ordering::Relaxed);
        let name = format!("whimbrel-e2e-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("the temporary folder is writable");
        Scratch(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Gateway {
    /// With `arguments`, on ports of its own; it accepts binds.
    pub(crate) fn start(arguments: &[&str], data: &Path) -> Gateway {
        let mut child = Command::new(binary())
            .args(arguments)
            .args(["--smpp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data"])
            .arg(data)
            .env("WHIMBREL_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let mut stdout = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut line = String::new();
        loop {
            line.clear();
            let octets = stdout.read_line(&mut line).expect("it can be read");
            assert!(octets > 0, "it ended before it was ready");
            let Some(rest) = line.strip_prefix("ready smpp=") else { continue };
            let (smpp, http) = rest.trim_end().split_once(" http=").expect("both addresses");
            let (smpp, http) = (smpp.to_owned(), http.to_owned());
            return Gateway { child, _stdout: stdout, smpp, http };
        }
    }

    pub(crate) fn dev(data: &Path) -> Gateway {
        Gateway::start(&["dev"], data)
    }

    /// One scenario of `e2e/python/esme.py`.
    pub(crate) fn esme(&self, scenario: &str) -> Command {
        let venv = std::env::var_os("WHIMBREL_VENV")
            .expect("WHIMBREL_VENV is not set; run cargo xtask test, which builds that venv");
        let mut python = Command::new(Path::new(&venv).join("bin/python3"));
        python
            .arg(Path::new(HERE).join("python/esme.py"))
            .arg(scenario)
            .env("WHIMBREL_SMPP", &self.smpp)
            .env("WHIMBREL_HTTP", &self.http);
        python
    }

    #[track_caller]
    pub(crate) fn plays(&self, scenario: &str) {
        let status = self.esme(scenario).status().expect("Python runs");
        assert!(status.success(), "{scenario}");
    }

    /// `whimbrel phone ...` at this gateway.
    pub(crate) fn phone(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(binary());
        command.arg("phone").args(arguments).args(["--http", &self.http]);
        command.output().expect("the binary starts")
    }

    /// As a power cut does.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it has ended");
    }

    /// As a supervisor does; its exit code.
    pub(crate) fn terminate(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().expect("kill runs");
        assert!(asked.success());
        self.child.wait().expect("it has ended").code()
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
