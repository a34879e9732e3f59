//! What a gateway cannot do without, and nothing else: `relay ADDR OPERATOR FILE`.
//!
//! A message is written to a log, synced in groups, answered and passed on; the operator's receipt
//! finds it by its id, is logged and synced, acknowledged and passed back. No accounts, routing,
//! limits, retries, validity or recovery. It is the measure of what the machine could do at best.

mod log;

use bench::hub::{Hub, Woken};
use bench::wire::{self, Pdu, command};
use log::Log;
use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;

struct Relay {
    operator: SocketAddr,
    /// For each connection the other one that it is coupled with.
    pairs: Vec<Pair>,
    messages: u64,
    /// By the operator's id: the message and its customer's connection.
    sent: HashMap<u64, (u64, usize)>,
    sequence: u32,
    /// What is to be logged next, and what may be written to whom when it is.
    records: Vec<u8>,
    held: Vec<(usize, Vec<u8>)>,
}

#[derive(Debug, Clone, Copy)]
enum Pair {
    /// A customer's connection, with its operator's.
    Customer(usize),
    /// The other way round.
    Operator(usize),
}

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [address, operator, file] = words.as_slice() else {
        return Err(io::Error::other("expected: relay ADDR OPERATOR FILE"));
    };
    let mut hub = Hub::new()?;
    let mut log = Log::start(file.as_ref(), hub.waker()?)?;
    let mut relay = Relay {
        operator: operator.parse().map_err(io::Error::other)?,
        pairs: Vec::new(),
        messages: 0,
        sent: HashMap::new(),
        sequence: 0,
        records: Vec::new(),
        held: Vec::new(),
    };
    println!("ready smpp={}", hub.listen(address.parse().map_err(io::Error::other)?)?);
    loop {
        let Woken { new, readable, called } = hub.wait()?;
        for customer in new {
            relay.couple(customer, &mut hub)?;
        }
        for place in readable {
            hub.read(place, |out, octets| wire::each(octets, |pdu| relay.hear(place, pdu, out)));
        }
        if called {
            for (place, octets) in log.durable() {
                hub.conns[place].out.extend_from_slice(&octets);
            }
        }
        if log.is_idle() && !relay.records.is_empty() {
            let held = std::mem::take(&mut relay.held);
            log.append(&mut relay.records, held);
        }
        hub.write();
    }
}

impl Relay {
    fn couple(&mut self, customer: usize, hub: &mut Hub) -> io::Result<()> {
        let operator = hub.connect(self.operator)?;
        self.pairs.resize(operator + 1, Pair::Customer(0));
        self.pairs[customer] = Pair::Customer(operator);
        self.pairs[operator] = Pair::Operator(customer);
        let bind = [b"relay\0\0\0\x34\0\0\0".as_slice()];
        wire::put(&mut hub.conns[operator].out, command::BIND_TRANSCEIVER, 1, &bind);
        Ok(())
    }

    fn hear(&mut self, place: usize, pdu: Pdu<'_>, out: &mut Vec<u8>) {
        match (self.pairs[place], pdu.command) {
            (Pair::Customer(operator), command::SUBMIT_SM) => self.submit(place, operator, &pdu),
            (Pair::Customer(_), DELIVERED) => self.record(b'a', u64::from(pdu.sequence), &[]),
            (Pair::Operator(customer), SUBMITTED) => self.submitted(customer, &pdu),
            (Pair::Operator(_), command::DELIVER_SM) => self.report(place, &pdu),
            (_, command::BIND_TRANSCEIVER) => {
                wire::put(out, pdu.command | command::RESPONSE, pdu.sequence, &[b"relay\0"]);
            }
            (_, command::ENQUIRE_LINK | command::UNBIND) => {
                wire::put(out, pdu.command | command::RESPONSE, pdu.sequence, &[]);
            }
            _ => {}
        }
    }

    fn submit(&mut self, customer: usize, operator: usize, pdu: &Pdu<'_>) {
        self.messages += 1;
        let message = self.messages;
        self.record(b's', message, pdu.body);
        let id = wire::id(message);
        let answer = self.hold(customer);
        wire::put(answer, SUBMITTED, pdu.sequence, &[&id, b"\0"]);
        let onward = self.hold(operator);
        wire::put(onward, command::SUBMIT_SM, message as u32, &[pdu.body]);
    }

    fn submitted(&mut self, customer: usize, pdu: &Pdu<'_>) {
        let id = wire::number(pdu.body.get(..wire::ID).unwrap_or_default());
        let message = u64::from(pdu.sequence);
        self.sent.insert(id, (message, customer));
        self.record(b'o', message, &id.to_be_bytes());
    }

    fn report(&mut self, operator: usize, pdu: &Pdu<'_>) {
        let answer = self.hold(operator);
        wire::put(answer, DELIVERED, pdu.sequence, &[b"\0"]);
        let Some(at) = pdu.body.windows(3).position(|three| three == b"id:") else { return };
        let (before, rest) = pdu.body.split_at(at + 3);
        let Some((id, behind)) = rest.split_at_checked(wire::ID) else { return };
        let Some((message, customer)) = self.sent.remove(&wire::number(id)) else { return };
        self.record(b'r', message, &[]);
        self.sequence = self.sequence % 0x7FFF_FFFF + 1;
        let sequence = self.sequence;
        let onward = self.hold(customer);
        wire::put(onward, command::DELIVER_SM, sequence, &[before, &wire::id(message), behind]);
    }

    fn record(&mut self, kind: u8, number: u64, octets: &[u8]) {
        self.records.extend_from_slice(&(octets.len() as u32).to_be_bytes());
        self.records.push(kind);
        self.records.extend_from_slice(&number.to_be_bytes());
        self.records.extend_from_slice(octets);
    }

    /// What is written to this connection when all records so far are durable.
    fn hold(&mut self, place: usize) -> &mut Vec<u8> {
        let found = self.held.iter().position(|(held, _)| *held == place);
        let at = found.unwrap_or_else(|| {
            self.held.push((place, Vec::new()));
            self.held.len() - 1
        });
        &mut self.held[at].1
    }
}

const SUBMITTED: u32 = command::SUBMIT_SM | command::RESPONSE;
const DELIVERED: u32 = command::DELIVER_SM | command::RESPONSE;
