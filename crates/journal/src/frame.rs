//! One batch as octets: a header of twelve, then the payload.
//!
//! | octets | what, least significant octet first |
//! |---|---|
//! | 0-3 | length of the payload, 1 to [`PAYLOAD_MAX`] |
//! | 4-7 | CRC-32C (RFC 3720 s12.1) of the payload |
//! | 8-11 | CRC-32C of the log's id, the batch's position (8 octets each) and octets 0-7 |
//!
//! The header has a check of its own so that a false length is known as such before anything is
//! believed of it. Where nothing was written there are zeros, and zeros are not a header.

use crate::position::{LogId, Position};
use crc32c::crc32c;

/// Octets before the payload.
pub const HEADER: usize = 12;
/// Octets of a payload at most: 1 MiB, which one message of NATS holds by default too.
pub const PAYLOAD_MAX: usize = 1 << 20;
/// Octets of a frame at most.
pub const FRAME_MAX: usize = HEADER + PAYLOAD_MAX;

/// The payload is empty or longer than [`PAYLOAD_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadSize;

/// Adds to `out` the frame of `payload` for the place `at` in the log `log`.
pub fn encode(log: LogId, at: Position, payload: &[u8], out: &mut Vec<u8>) -> Result<(), BadSize> {
    if !is_size(payload.len()) {
        return Err(BadSize);
    }
    let length = u32::try_from(payload.len()).map_err(|_| BadSize)?.to_le_bytes();
    let check = crc32c(payload).to_le_bytes();
    out.extend_from_slice(&length);
    out.extend_from_slice(&check);
    out.extend_from_slice(&header_check(log, at, length, check).to_le_bytes());
    out.extend_from_slice(payload);
    Ok(())
}

/// What stands at the start of some octets of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A whole batch that was written for this place.
    Batch {
        /// What was appended.
        payload: &'a [u8],
        /// Octets of the frame.
        octets: usize,
    },
    /// Fewer octets than a header, or than its intact header announces.
    Short {
        /// Octets needed to tell more.
        needed: usize,
    },
    /// An intact header, behind which stands something else than it announces.
    BadPayload {
        /// Octets of the frame.
        octets: usize,
    },
    /// No header that was written for this place.
    NoHeader,
}

/// Looks at the octets that stand at `at` in the log `log`.
pub fn piece(log: LogId, at: Position, octets: &[u8]) -> Piece<'_> {
    let Some((&header, rest)) = octets.split_first_chunk::<HEADER>() else {
        return Piece::Short { needed: HEADER };
    };
    let [l0, l1, l2, l3, p0, p1, p2, p3, h0, h1, h2, h3] = header;
    let (length, check) = ([l0, l1, l2, l3], [p0, p1, p2, p3]);
    let size = u32::from_le_bytes(length) as usize;
    // The size first: it is cheap, and most octets that are no header fail it.
    if !is_size(size)
        || u32::from_le_bytes([h0, h1, h2, h3]) != header_check(log, at, length, check)
    {
        return Piece::NoHeader;
    }
    match rest.get(..size) {
        None => Piece::Short { needed: HEADER + size },
        Some(payload) if crc32c(payload) == u32::from_le_bytes(check) => {
            Piece::Batch { payload, octets: HEADER + size }
        }
        Some(_) => Piece::BadPayload { octets: HEADER + size },
    }
}

fn is_size(octets: usize) -> bool {
    (1..=PAYLOAD_MAX).contains(&octets)
}

fn header_check(log: LogId, at: Position, length: [u8; 4], check: [u8; 4]) -> u32 {
    let mut octets = [0; 24];
    octets[..8].copy_from_slice(&log.0.to_le_bytes());
    octets[8..16].copy_from_slice(&at.0.to_le_bytes());
    octets[16..20].copy_from_slice(&length);
    octets[20..].copy_from_slice(&check);
    crc32c(&octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: LogId = LogId(0x0123_4567_89AB_CDEF);
    const AT: Position = Position(0x1000);
    /// "123456789" has the CRC-32C 0xE3069283, the check value of the algorithm. The last four
    /// octets of the header were computed with another program.
    const FRAME: [u8; 21] = *b"\x09\0\0\0\x83\x92\x06\xE3\xDB\x4D\xBD\x71123456789";

    fn framed(payload: &[u8]) -> Result<Vec<u8>, BadSize> {
        let mut out = Vec::new();
        encode(LOG, AT, payload, &mut out).map(|()| out)
    }

    #[test]
    fn a_frame_has_these_octets() {
        assert_eq!(framed(b"123456789"), Ok(FRAME.to_vec()));
        assert_eq!(piece(LOG, AT, &FRAME), Piece::Batch { payload: b"123456789", octets: 21 });
    }

    #[test]
    fn a_payload_has_one_octet_to_a_mebibyte() {
        assert_eq!(framed(b""), Err(BadSize));
        assert_eq!(framed(&vec![0; 1_048_577]), Err(BadSize));
        assert_eq!(framed(&vec![0; 1_048_576]).map(|frame| frame.len()), Ok(1_048_588));
    }

    #[test]
    fn a_frame_holds_only_where_it_was_written() {
        let cases =
            [("another place", LOG, Position(0x1001)), ("another log", LogId(LOG.0 ^ 1), AT)];
        for (name, log, at) in cases {
            assert_eq!(piece(log, at, &FRAME), Piece::NoHeader, "{name}");
        }
    }

    #[test]
    fn what_is_not_whole_is_told_apart() {
        let mut bad_payload = FRAME;
        bad_payload[20] ^= 0x80;
        let mut bad_length = FRAME;
        bad_length[0] = 8;
        let cases: [(&str, &[u8], Piece<'_>); 6] = [
            ("nothing", &[], Piece::Short { needed: 12 }),
            ("a part of the header", &FRAME[..11], Piece::Short { needed: 12 }),
            ("a part of the payload", &FRAME[..20], Piece::Short { needed: 21 }),
            ("another payload", &bad_payload, Piece::BadPayload { octets: 21 }),
            ("another length", &bad_length, Piece::NoHeader),
            ("zeros", &[0; 64], Piece::NoHeader),
        ];
        for (name, octets, expected) in cases {
            assert_eq!(piece(LOG, AT, octets), expected, "{name}");
        }
    }
}
