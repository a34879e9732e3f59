//! What runs, and where it keeps its things.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// A load.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case {
    pub(crate) sessions: usize,
    pub(crate) window: usize,
}

/// A folder of its own, beside the programs: on a real disk, unlike many a /tmp.
pub(crate) struct Scratch(pub(crate) PathBuf);

impl Scratch {
    pub(crate) fn new() -> io::Result<Scratch> {
        let programs = programs()?;
        let folder = programs.join(format!("way-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Scratch(folder))
    }

    /// A path that nothing is at.
    pub(crate) fn fresh(&self, name: &str) -> io::Result<PathBuf> {
        let path = self.0.join(name);
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => fs::remove_dir_all(&path)?,
            Ok(_) => fs::remove_file(&path)?,
            Err(_) => {}
        }
        Ok(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Where this program and the others are.
pub(crate) fn programs() -> io::Result<PathBuf> {
    let mut path = std::env::current_exe()?;
    path.pop();
    Ok(path)
}

/// As many accounts are configured, however many are bound.
const ACCOUNTS: usize = 100;

/// A gateway's file: accounts with credit, rates and quotas that do not stand in the way, rules that
/// are walked through, one operator.
pub(crate) fn config(operator: SocketAddr, case: Case) -> String {
    let Case { sessions, window } = case;
    let mut text = format!(
        "[[operator]]\nid = \"sink\"\naddress = \"smpp://{operator}\"\nsystem_id = \"x\"\n\
         password = \"x\"\nsessions = {sessions}\nwindow = {window}\n"
    );
    for number in 1..=ACCOUNTS {
        let _ = write!(
            text,
            "[[account]]\nid = \"load{number}\"\nsystem_id = \"load{number}\"\n\
             password = \"demo1234\"\nsenders = [\"Demo\", \"+447700900100\"]\nmax_sessions = 10\n\
             window = {window}\ntps = 1000000\nqueue = 10000000\n"
        );
    }
    for country in ["+1", "+33", "+49", "+44"] {
        let _ = write!(
            text,
            "[[rule]]\nname = \"to {country}\"\nmatch = {{ account = \"*\", to = \"{country}\" }}\n\
             via = [{{ operator = \"sink\" }}]\n"
        );
    }
    text
}
