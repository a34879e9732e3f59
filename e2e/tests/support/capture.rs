//! A capture file with TCP streams to the SMPP port, and what tshark makes of it.

use pcap_file::DataLink;
use pcap_file::pcap::{PcapHeader, PcapPacket, PcapWriter};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// The port that SMPP is assigned.
const PORT: u16 = 2775;

/// A capture in the making. The clock of the packets counts them.
pub(crate) struct Capture {
    file: PcapWriter<BufWriter<File>>,
    packets: u64,
    sent: BTreeMap<u16, u32>,
}

impl Capture {
    pub(crate) fn create(path: &Path) -> Capture {
        let file = BufWriter::new(File::create(path).expect("the folder is writable"));
        let header = PcapHeader { datalink: DataLink::RAW, ..PcapHeader::default() };
        let file = PcapWriter::with_header(file, header).expect("the header is written");
        Capture { file, packets: 0, sent: BTreeMap::new() }
    }

    /// One TCP segment from this port of the client.
    pub(crate) fn segment(&mut self, from: u16, octets: &[u8]) {
        let sent = self.sent.entry(from).or_insert(1);
        let packet = ip_packet(from, *sent, octets);
        *sent += u32::try_from(octets.len()).expect("a segment is far shorter");
        self.packets += 1;
        let length = u32::try_from(packet.len()).expect("a packet is far shorter");
        let packet = PcapPacket::new(Duration::from_micros(self.packets), length, &packet);
        self.file.write_packet(&packet).expect("the packet is written");
    }
}

/// IPv4 and TCP headers without options (RFC 791 s3.1, RFC 9293 s3.1) before the octets. Checksums are 0:
/// tshark does not look at them.
fn ip_packet(from: u16, sequence: u32, octets: &[u8]) -> Vec<u8> {
    let length = u16::try_from(40 + octets.len()).expect("an IP packet is that long at most");
    let mut packet = vec![0x45, 0];
    packet.extend_from_slice(&length.to_be_bytes());
    packet.extend_from_slice(&[0, 0, 0, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2]);
    packet.extend_from_slice(&from.to_be_bytes());
    packet.extend_from_slice(&PORT.to_be_bytes());
    packet.extend_from_slice(&sequence.to_be_bytes());
    packet.extend_from_slice(&[0, 0, 0, 1, 0x50, 0x18, 0xFF, 0xFF, 0, 0, 0, 0]);
    packet.extend_from_slice(octets);
    packet
}

/// A field as tshark shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) name: String,
    /// For people.
    pub(crate) label: String,
    /// Where its octets begin.
    pub(crate) at: usize,
    /// How many there are.
    pub(crate) size: usize,
    /// They themselves in hex; empty if tshark does not show them.
    pub(crate) octets: String,
}

/// A PDU as tshark shows it, and whether its packet was called malformed.
#[derive(Debug, Default)]
pub(crate) struct Dissected {
    pub(crate) fields: Vec<Shown>,
    pub(crate) malformed: bool,
}

/// Has tshark take the capture apart.
pub(crate) fn dissect(capture: &Path) -> Vec<Dissected> {
    let mut tshark = Command::new("tshark")
        .arg("-r")
        .arg(capture)
        .args(["-d", &format!("tcp.port=={PORT},smpp")])
        .args(["-T", "pdml", "-J", "smpp _ws.malformed"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("tshark is missing: run `cargo xtask test`, which installs it");
    let output = BufReader::new(tshark.stdout.take().expect("it is piped"));
    let pdus = read_pdml(elements(output));
    assert!(tshark.wait().expect("tshark ends").success());
    pdus
}

/// PDML has one element per line, but a text may hold line feeds. Angle brackets in it are escaped.
fn elements(output: impl BufRead) -> impl Iterator<Item = String> {
    let mut octets = output.split(b'\n').map(|line| line.expect("tshark is readable"));
    std::iter::from_fn(move || {
        let mut element = octets.next()?;
        while element.starts_with(b" ") && !element.ends_with(b">") {
            element.extend(octets.next()?);
        }
        Some(String::from_utf8_lossy(&element).trim_start().to_owned())
    })
}

fn read_pdml(elements: impl Iterator<Item = String>) -> Vec<Dissected> {
    let mut pdus = Vec::new();
    let mut in_packet = 0;
    let mut in_pdu = false;
    for element in elements {
        if element.starts_with("<packet>") {
            in_packet = pdus.len();
        } else if element.starts_with("<proto ") {
            in_pdu = element.starts_with("<proto name=\"smpp\"");
            if in_pdu {
                pdus.push(Dissected::default());
            } else if element.contains("name=\"_ws.malformed\"") {
                pdus[in_packet..].iter_mut().for_each(|pdu| pdu.malformed = true);
            }
        } else if in_pdu && element.starts_with("<field ") {
            pdus.last_mut().expect("a proto came before").fields.push(shown(&element));
        }
    }
    pdus
}

fn shown(line: &str) -> Shown {
    let octets = attribute(line, "unmaskedvalue").or_else(|| attribute(line, "value"));
    let number =
        |name| attribute(line, name).and_then(|text| text.parse().ok()).unwrap_or_default();
    Shown {
        name: attribute(line, "name").expect("fields have names").to_owned(),
        label: attribute(line, "showname").unwrap_or_default().to_owned(),
        at: number("pos"),
        size: number("size"),
        octets: octets.unwrap_or_default().to_owned(),
    }
}

fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}
