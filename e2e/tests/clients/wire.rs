//! The wire, tapped by tshark.

use crate::scene::WINDOW;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Whatever goes to and from a gateway's SMPP address is being captured.
pub(crate) struct Wire {
    smpp: String,
    tshark: Child,
    captured: Arc<Captured>,
    reading: JoinHandle<()>,
}

/// A capture file as far as it has come.
#[derive(Default)]
struct Captured {
    octets: Mutex<Vec<u8>>,
    more: Condvar,
}

/// A capture that is complete.
pub(crate) struct Capture {
    port: String,
    path: PathBuf,
}

/// The enquire_link by which a capture is known to run, and the one by which it is known to have all.
const FIRST: u32 = 0x0BEE_F001;
const LAST: u32 = 0x0BEE_F002;

/// Attempts of half a second.
const ATTEMPTS: usize = 60;
const ATTEMPT: Duration = Duration::from_millis(500);

impl Wire {
    /// It captures when this returns.
    pub(crate) fn tap(smpp: &str) -> Wire {
        let port = port(smpp);
        let mut tshark = Command::new("tshark")
            .args(["-q", "-l", "-i", "lo", "-B", "16", "-F", "pcap", "-w", "-"])
            .args(["-f", &format!("tcp port {port}")])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("tshark is missing: run `cargo xtask test`, which installs it");
        let mut stdout = tshark.stdout.take().expect("it is piped");
        let captured = Arc::new(Captured::default());
        let ours = Arc::clone(&captured);
        let reading = std::thread::spawn(move || {
            let mut piece = [0; 65_536];
            while let Ok(octets @ 1..) = stdout.read(&mut piece) {
                let mut all = ours.octets.lock().unwrap_or_else(PoisonError::into_inner);
                all.extend_from_slice(&piece[..octets]);
                ours.more.notify_all();
            }
        });
        let wire = Wire { smpp: smpp.to_owned(), tshark, captured, reading };
        wire.mark(FIRST);
        wire
    }

    /// Everything up to now, kept under this name.
    pub(crate) fn cut(mut self, name: &str) -> Capture {
        self.mark(LAST);
        let id = self.tshark.id().to_string();
        let asked = Command::new("kill").args(["-INT", &id]).status().expect("kill runs");
        assert!(asked.success());
        self.tshark.wait().expect("it has ended");
        self.reading.join().expect("it does not panic");
        let octets = self.captured.octets.lock().expect("nobody panics with it");
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pcap"));
        std::fs::write(&path, &*octets).expect("the folder is writable");
        Capture { port: port(&self.smpp).to_owned(), path }
    }

    /// Goes over the wire until it is seen there.
    fn mark(&self, sequence: u32) {
        let header = |id: u32| [16, id, 0, sequence].map(u32::to_be_bytes).concat();
        let answer = header(0x8000_0015);
        for _ in 0..ATTEMPTS {
            let mut socket = TcpStream::connect(&self.smpp).expect("the gateway listens");
            socket.write_all(&header(0x15)).expect("the gateway reads");
            let mut answered = [0; 16];
            socket.read_exact(&mut answered).expect("the gateway answers");
            assert_eq!(answered, *answer);
            let octets = self.captured.octets.lock().expect("nobody panics with it");
            let is_missing = |it: &mut Vec<u8>| !it.windows(16).any(|it| it == answer);
            let waited = self.captured.more.wait_timeout_while(octets, ATTEMPT, is_missing);
            if !waited.expect("nobody panics with it").1.timed_out() {
                return;
            }
        }
        panic!("tshark captures nothing on lo; it needs root, or a dumpcap that may capture");
    }
}

fn port(smpp: &str) -> &str {
    smpp.rsplit_once(':').expect("an address has a port").1
}

/// A PDU by connection, whether it goes to the gateway, sequence_number, and its command_id.
type Name = (u32, bool, u32, u32);

const RESPONSE: u32 = 0x8000_0000;
const SUBMIT_SM: u32 = 4;
const SUBMIT_SM_RESP: u32 = SUBMIT_SM | RESPONSE;
const DELIVER_SM: u32 = 5;
const UNBIND: u32 = 6;

impl Capture {
    /// Nothing is malformed, each request has its one answer, no window is overrun, so many messages
    /// were submitted at least, and so many sessions unbound by the client. Says how much it was.
    pub(crate) fn judge(&self, messages: usize, sessions: usize) -> String {
        let path = &self.path;
        let pdus = self.dissect(path);
        let mut requests: BTreeMap<Name, usize> = BTreeMap::new();
        for pdu in pdus.iter().filter(|(.., id)| id & RESPONSE == 0) {
            *requests.entry(*pdu).or_default() += 1;
        }
        let count = |wanted: u32| requests.keys().filter(|(.., id)| *id == wanted).count();
        let (submits, delivers) = (count(SUBMIT_SM), count(DELIVER_SM));
        let window = open_max(&pdus);
        let summary = format!(
            "{} PDUs, {submits} submit_sm, {window} of them open at most, {delivers} deliver_sm",
            pdus.len()
        );
        let twice: Vec<_> = requests.iter().filter(|(_, count)| **count > 1).collect();
        assert!(twice.is_empty(), "{}: sequence numbers in use twice: {twice:x?}", path.display());
        assert!(submits >= messages && delivers > 0 && (2..=WINDOW).contains(&window), "{summary}");
        let unbinds = requests.keys().filter(|(_, up, _, id)| *up && *id == UNBIND).count();
        assert_eq!(unbinds, sessions, "{}: unbinds of the client", path.display());
        for (stream, up, sequence, id) in pdus.iter().filter(|(.., id)| id & RESPONSE != 0) {
            let asked = requests.remove(&(*stream, !up, *sequence, id ^ RESPONSE));
            let which = format!("{id:08x} {sequence} in stream {stream} of {}", path.display());
            assert!(asked.is_some(), "nobody asked for {which}");
        }
        assert!(requests.is_empty(), "{}: without answer: {requests:x?}", path.display());
        summary
    }

    /// All PDUs in their order. Fails if tshark has anything against one.
    fn dissect(&self, path: &Path) -> Vec<Name> {
        let output = Command::new("tshark")
            .arg("-r")
            .arg(path)
            .args(["-d", &format!("tcp.port=={},smpp", self.port), "-T", "fields"])
            .args(["-e", "frame.number", "-e", "tcp.stream", "-e", "tcp.dstport"])
            .args(["-e", "smpp.sequence_number", "-e", "smpp.command_id"])
            .args(["-e", "_ws.malformed", "-e", "_ws.expert"])
            .output()
            .expect("tshark runs");
        assert!(output.status.success(), "tshark has ended by {}", output.status);
        let mut pdus = Vec::new();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let fields: Vec<_> = line.split('\t').collect();
            let [frame, stream, port, sequences, ids, malformed, expert] = fields[..] else {
                panic!("tshark shows {line:?}");
            };
            let place = format!("frame {frame} of {}", path.display());
            assert!(malformed.is_empty() && !is_bad(expert), "{place}: {malformed} {expert}");
            let stream = stream.parse().expect("a number");
            let (sequences, ids) = (list(sequences), list(ids));
            assert_eq!(sequences.len(), ids.len(), "{place}");
            let is_up = port == self.port;
            let both = sequences.into_iter().zip(ids);
            pdus.extend(both.map(|(sequence, id)| (stream, is_up, sequence, id)));
        }
        pdus
    }
}

/// How many submit_sm of one connection had no answer at a time.
fn open_max(pdus: &[Name]) -> usize {
    let mut open: BTreeMap<u32, usize> = BTreeMap::new();
    let mut max = 0;
    for (stream, _, _, id) in pdus {
        let open = open.entry(*stream).or_default();
        match *id {
            SUBMIT_SM => *open += 1,
            SUBMIT_SM_RESP => *open = open.saturating_sub(1),
            _ => {}
        }
        max = max.max(*open);
    }
    max
}

/// What tshark remarks of the course of TCP connections is no complaint.
fn is_bad(expert: &str) -> bool {
    let remarks = expert.split("Expert Info (").skip(1);
    let kinds = remarks.map(|it| it.split(')').next().unwrap_or(it));
    let mut of_pdus = kinds.filter(|kind| !kind.ends_with("/Sequence"));
    of_pdus.any(|kind| !kind.starts_with("Chat/") && !kind.starts_with("Note/"))
}

/// Numbers as tshark writes those of one frame.
fn list(shown: &str) -> Vec<u32> {
    let numbers = shown.split(',').filter(|it| !it.is_empty());
    let number = |it: &str| match it.strip_prefix("0x") {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => it.parse(),
    };
    numbers.map(|it| number(it).unwrap_or_else(|_| panic!("{it:?} is no number"))).collect()
}

/// The judge can say no.
#[test]
#[should_panic(expected = "Malformed")]
fn a_submit_sm_that_breaks_off_is_complained_of() {
    let capture = captured(&[20, SUBMIT_SM, 0, 1, 0x0001_0137]);
    capture.judge(0, 0);
}

/// What was sent in 32-bit words, and answered.
fn captured(words: &[u32]) -> Capture {
    let data = crate::gateway::Scratch::new();
    let gateway = crate::gateway::Gateway::dev(&data.0);
    let wire = Wire::tap(&gateway.smpp);
    let mut socket = TcpStream::connect(&gateway.smpp).expect("the gateway listens");
    let octets: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
    socket.write_all(&octets).expect("the gateway reads");
    let octets = socket.read(&mut [0; 64]).expect("the gateway answers");
    assert!(octets >= 16);
    wire.cut("broken-off")
}
