//! SMPP by hand: as little of it as a relay and a sink need, as bare as it can be.

/// What is said.
pub mod command {
    /// The answer to a request has this bit.
    pub const RESPONSE: u32 = 0x8000_0000;
    /// bind_transceiver.
    pub const BIND_TRANSCEIVER: u32 = 0x0000_0009;
    /// submit_sm.
    pub const SUBMIT_SM: u32 = 0x0000_0004;
    /// deliver_sm.
    pub const DELIVER_SM: u32 = 0x0000_0005;
    /// unbind.
    pub const UNBIND: u32 = 0x0000_0006;
    /// enquire_link.
    pub const ENQUIRE_LINK: u32 = 0x0000_0015;
}

/// A whole PDU.
#[derive(Debug, Clone, Copy)]
pub struct Pdu<'a> {
    /// Which.
    pub command: u32,
    /// Its number.
    pub sequence: u32,
    /// Behind the header.
    pub body: &'a [u8],
}

/// Takes the PDUs out of `octets`, and answers how many of them were whole.
pub fn each(octets: &[u8], mut take: impl FnMut(Pdu<'_>)) -> usize {
    let mut rest = octets;
    while let Some((head, _)) = rest.split_first_chunk::<16>() {
        let word =
            |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let Some((pdu, behind)) = rest.split_at_checked((word(0) as usize).max(16)) else { break };
        take(Pdu { command: word(4), sequence: word(12), body: &pdu[16..] });
        rest = behind;
    }
    octets.len() - rest.len()
}

/// Writes a PDU.
pub fn put(out: &mut Vec<u8>, command: u32, sequence: u32, body: &[&[u8]]) {
    let length = 16 + body.iter().map(|piece| piece.len()).sum::<usize>();
    for word in [length as u32, command, 0, sequence] {
        out.extend_from_slice(&word.to_be_bytes());
    }
    body.iter().for_each(|piece| out.extend_from_slice(piece));
}

/// Takes a string up to its NUL off the front.
pub fn cstring<'a>(octets: &mut &'a [u8]) -> &'a [u8] {
    let end = octets.iter().position(|octet| *octet == 0).unwrap_or(octets.len());
    let (string, rest) = octets.split_at(end);
    *octets = rest.get(1..).unwrap_or_default();
    string
}

/// An address with its type and plan, as it stands in a PDU, NUL included.
pub fn address<'a>(octets: &mut &'a [u8]) -> &'a [u8] {
    let whole = *octets;
    *octets = octets.get(2..).unwrap_or_default();
    cstring(octets);
    &whole[..whole.len() - octets.len()]
}

/// Digits of ids, as many in each: so that one can take the place of another.
pub const ID: usize = 10;

/// An id.
pub fn id(number: u64) -> [u8; ID] {
    let mut digits = [b'0'; ID];
    let mut rest = number;
    for place in digits.iter_mut().rev() {
        *place = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    digits
}

/// The number of an id.
pub fn number(id: &[u8]) -> u64 {
    id.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit.wrapping_sub(b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_found_again() {
        let mut out = Vec::new();
        put(&mut out, command::SUBMIT_SM, 7, &[b"ab", b"c"]);
        put(&mut out, command::UNBIND, 8, &[]);
        out.extend_from_slice(&[0, 0, 0, 20]);
        let mut seen = Vec::new();
        let taken = each(&out, |pdu| seen.push((pdu.command, pdu.sequence, pdu.body.to_vec())));
        assert_eq!(taken, 19 + 16);
        assert_eq!(seen, [(4, 7, b"abc".to_vec()), (6, 8, Vec::new())]);
    }

    #[test]
    fn fields_come_off_the_front() {
        let mut octets: &[u8] = b"\0\x01\x01447700\0rest";
        assert_eq!(cstring(&mut octets), b"");
        assert_eq!(address(&mut octets), b"\x01\x01447700\0");
        assert_eq!(octets, b"rest");
        assert_eq!(number(&id(4711)), 4711);
    }
}
