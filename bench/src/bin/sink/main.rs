//! An operator that takes everything and reports everything, at once: a stand-in that costs next to
//! nothing. `sink ADDR SHARE`: of SHARE messages one has no receipt; 0: all have one.

use bench::hub::{Hub, Woken};
use bench::wire::{self, Pdu, command};
use std::io;
use std::net::SocketAddr;

struct Sink {
    /// How many messages it has taken.
    taken: u64,
    share: u64,
    sequence: u32,
}

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [address, share] = words.as_slice() else {
        return Err(io::Error::other("an address and a share are expected: sink 127.0.0.1:0 20"));
    };
    let address: SocketAddr = address.parse().map_err(io::Error::other)?;
    let mut sink = Sink { taken: 0, share: share.parse().map_err(io::Error::other)?, sequence: 0 };
    let mut hub = Hub::new()?;
    println!("ready smpp={}", hub.listen(address)?);
    loop {
        let Woken { readable, .. } = hub.wait()?;
        for place in readable {
            hub.read(place, |out, octets| wire::each(octets, |pdu| sink.hear(pdu, out)));
        }
        hub.write();
    }
}

impl Sink {
    fn hear(&mut self, Pdu { command, sequence, body }: Pdu<'_>, out: &mut Vec<u8>) {
        match command {
            command::SUBMIT_SM => self.submitted(sequence, body, out),
            command::BIND_TRANSCEIVER => {
                wire::put(out, command | command::RESPONSE, sequence, &[b"sink\0"]);
            }
            command::ENQUIRE_LINK | command::UNBIND => {
                wire::put(out, command | command::RESPONSE, sequence, &[]);
            }
            _ => {}
        }
    }

    fn submitted(&mut self, sequence: u32, mut body: &[u8], out: &mut Vec<u8>) {
        self.taken += 1;
        let id = wire::id(self.taken);
        wire::put(out, command::SUBMIT_SM | command::RESPONSE, sequence, &[&id, b"\0"]);
        if self.share > 0 && self.taken.is_multiple_of(self.share) {
            return;
        }
        wire::cstring(&mut body);
        let source = wire::address(&mut body);
        let destination = wire::address(&mut body);
        self.sequence = self.sequence % 0x7FFF_FFFF + 1;
        const LETTERS: u8 = 3 + wire::ID as u8 + TEXT.len() as u8;
        let fields = [b"\0", destination, source, b"\x04\0\0\0\0\0\0\0\0", &[LETTERS]];
        let [service, from, to, flags, length] = fields;
        let pieces = [service, from, to, flags, length, b"id:", &id, TEXT];
        wire::put(out, command::DELIVER_SM, self.sequence, &pieces);
    }
}

/// What stands behind the id (SMPP 3.4 appendix B).
const TEXT: &[u8] = b" sub:001 dlvrd:001 submit date:2611230600 done date:2611230600 stat:DELIVRD \
                      err:000 text:Hello";
