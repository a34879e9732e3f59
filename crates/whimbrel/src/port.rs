//! Who has a port, as far as this machine tells us.

use std::fs;
use std::io::{Error, ErrorKind};
use std::net::SocketAddr;
use std::path::Path;

/// Why nobody can listen there; `others`: how to choose another address.
pub(crate) fn cannot_listen(address: SocketAddr, error: &Error, others: &str) -> String {
    if error.kind() != ErrorKind::AddrInUse {
        return format!("cannot listen on {address}: {error}");
    }
    let owner = owner(address.port()).unwrap_or("another process".to_owned());
    format!("{address} is taken by {owner}; {others}")
}

/// `NAME (process 123)`; `None` if it cannot be found, as when it belongs to another user.
fn owner(port: u16) -> Option<String> {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"];
    let inode = tables.iter().find_map(|table| inode(&fs::read_to_string(table).ok()?, port))?;
    let socket = format!("socket:[{inode}]");
    for process in fs::read_dir("/proc").ok()?.flatten() {
        let number = process.file_name();
        let Some(number) = number.to_str().filter(|it| it.bytes().all(|it| it.is_ascii_digit()))
        else {
            continue;
        };
        if has_open(&process.path(), &socket) {
            let name = fs::read_to_string(process.path().join("comm")).unwrap_or_default();
            return Some(format!("{} (process {number})", name.trim()));
        }
    }
    None
}

/// The inode of the socket that listens on this port, in the words of proc(5).
fn inode(table: &str, port: u16) -> Option<String> {
    const LISTEN: &str = "0A";
    let port = format!(":{port:04X}");
    table.lines().skip(1).find_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let (local, state, inode) = (fields.get(1)?, fields.get(3)?, fields.get(9)?);
        (local.ends_with(&port) && *state == LISTEN).then(|| (*inode).to_owned())
    })
}

fn has_open(process: &Path, socket: &str) -> bool {
    let Ok(files) = fs::read_dir(process.join("fd")) else { return false };
    files
        .flatten()
        .any(|file| fs::read_link(file.path()).is_ok_and(|target| target.to_str() == Some(socket)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_is_found_by_its_port() {
        let table = "\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0AD7 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 111 1
   1: 0100007F:0AD7 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 222 1
   2: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1
";
        assert_eq!(inode(table, 2775), Some("222".to_owned()));
        assert_eq!(inode(table, 8080), Some("333".to_owned()));
        assert_eq!(inode(table, 80), None);
    }

    #[test]
    fn this_process_owns_its_listener() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let owner = owner(listener.local_addr().unwrap().port()).unwrap();
        assert!(owner.ends_with(&format!("(process {})", std::process::id())), "{owner}");
    }
}
