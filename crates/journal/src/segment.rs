//! A file of a log: its name, and the block at its head.
//!
//! The name alone says all that is needed to read it, so a damaged head costs nothing but a report.
//! The head has a block for itself: no later write touches the sector it stands in.
//!
//! | octets | what, least significant octet first |
//! |---|---|
//! | 0-7 | `WHIMBREL` |
//! | 8-11 | version of the format |
//! | 12-19 | id of the log |
//! | 20-27 | position of the first octet behind the block |
//! | 28-35 | octets that the file was made for, behind the block |
//! | 36-4091 | zeros |
//! | 4092-4095 | CRC-32C of octets 0-4091 |

use crate::position::{LogId, Position};
use crc32c::crc32c;

/// Octets before the first frame of a file.
pub const BLOCK: usize = 4096;
/// The version of the format that is written.
pub const VERSION: u32 = 1;

const MAGIC: [u8; 8] = *b"WHIMBREL";
const CHECK_AT: usize = BLOCK - 4;
/// More than any log reaches; keeps sums with what a name or a head says from overflowing.
const POSITION_MAX: u64 = 1 << 62;

/// What a file of a log holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Of which log.
    pub log: LogId,
    /// Where its first frame begins.
    pub start: Position,
    /// Octets for frames.
    pub octets: u64,
}

/// Why a head says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadHeader {
    /// It is not what was written.
    Damaged,
    /// It is intact and of a later version.
    Version(u32),
}

impl Segment {
    /// The name of its file, such as `0000000000001000-0123456789abcdef.segment`: where it begins,
    /// then the log's id, in hexadecimal digits.
    pub fn file_name(&self) -> String {
        format!("{:016x}-{:016x}.segment", self.start.0, self.log.0)
    }

    /// What a name says; `None` if it is not the name of a segment.
    pub fn parse_file_name(name: &str) -> Option<(LogId, Position)> {
        let (start, log) = name.strip_suffix(".segment")?.split_once('-')?;
        let number = |digits: &str| {
            let is_ours = |octet: u8| matches!(octet, b'0'..=b'9' | b'a'..=b'f');
            let fits = digits.len() == 16 && digits.bytes().all(is_ours);
            if fits { u64::from_str_radix(digits, 16).ok() } else { None }
        };
        let start = number(start).filter(|&start| start <= POSITION_MAX)?;
        Some((LogId(number(log)?), Position(start)))
    }

    /// The block at the head of its file.
    pub fn header(&self) -> [u8; BLOCK] {
        let mut block = [0; BLOCK];
        block[..8].copy_from_slice(&MAGIC);
        block[8..12].copy_from_slice(&VERSION.to_le_bytes());
        block[12..20].copy_from_slice(&self.log.0.to_le_bytes());
        block[20..28].copy_from_slice(&self.start.0.to_le_bytes());
        block[28..36].copy_from_slice(&self.octets.to_le_bytes());
        let check = crc32c(&block[..CHECK_AT]);
        block[CHECK_AT..].copy_from_slice(&check.to_le_bytes());
        block
    }

    /// What the block at the head of a file says.
    pub fn parse_header(file: &[u8]) -> Result<Segment, BadHeader> {
        let block = file.first_chunk::<BLOCK>().ok_or(BadHeader::Damaged)?;
        let check = u32::from_le_bytes(field(block, CHECK_AT));
        if check != crc32c(&block[..CHECK_AT]) || field(block, 0) != MAGIC {
            return Err(BadHeader::Damaged);
        }
        let version = u32::from_le_bytes(field(block, 8));
        if version != VERSION {
            return Err(BadHeader::Version(version));
        }
        let [log, start, octets] = [12, 20, 28].map(|at| u64::from_le_bytes(field(block, at)));
        if start > POSITION_MAX || octets > POSITION_MAX {
            return Err(BadHeader::Damaged);
        }
        Ok(Segment { log: LogId(log), start: Position(start), octets })
    }
}

fn field<const N: usize>(block: &[u8; BLOCK], at: usize) -> [u8; N] {
    let mut octets = [0; N];
    octets.copy_from_slice(&block[at..at + N]);
    octets
}
