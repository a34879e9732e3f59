//! Finding PDUs in a stream of octets (SMPP 3.4 s3.2).

use crate::command::CommandId;
use crate::status::CommandStatus;
use bytes::{Bytes, BytesMut};

/// Octets of the header that every PDU begins with.
pub const HEADER: usize = 16;

/// How long a PDU may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Highest `command_length` accepted, in octets.
    pub pdu_max: usize,
}

impl Limits {
    /// Before bind: a bind has at most 98 octets, with a long password some 160.
    pub const UNBOUND: Limits = Limits { pdu_max: 256 };
    /// After bind: a submit_multi with 255 destinations, a full message_payload and every other TLV.
    pub const BOUND: Limits = Limits { pdu_max: 80_000 };
}

/// What stands at the start of a buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// Not a whole PDU yet.
    Incomplete,
    /// A whole PDU of this many octets.
    Complete(usize),
    /// `command_length` is below 16 or above the limit. Where the next PDU begins is lost with it:
    /// answer generic_nack `ESME_RINVCMDLEN` and close.
    Invalid {
        /// The `command_length` that was read.
        length: u32,
        /// The sequence number, if a whole header was there to read it from; else 0.
        sequence: u32,
    },
}

/// Looks at the start of `buffer`. Judges the length before anything of that size exists.
///
/// An invalid length is told at once, but with the sequence number only when 16 octets have
/// arrived; what will follow such a header cannot be trusted, so it is not waited for.
pub fn frame(buffer: &[u8], limits: Limits) -> Framing {
    let Some(length) = u32_at(buffer, 0) else {
        return Framing::Incomplete;
    };
    let octets = length as usize;
    if octets < HEADER || octets > limits.pdu_max {
        return Framing::Invalid { length, sequence: u32_at(buffer, 12).unwrap_or(0) };
    }
    if buffer.len() < octets { Framing::Incomplete } else { Framing::Complete(octets) }
}

/// The big-endian integer at `offset`, if its four octets are there.
fn u32_at(octets: &[u8], offset: usize) -> Option<u32> {
    let four = octets.get(offset..offset + 4)?;
    four.try_into().ok().map(u32::from_be_bytes)
}

/// The header after `command_length`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Which operation.
    pub command: CommandId,
    /// Its result; 0 in requests.
    pub status: CommandStatus,
    /// Couples a response with its request.
    pub sequence: u32,
}

impl Header {
    /// The header of a PDU; `None` if there are fewer than 16 octets.
    pub fn read(pdu: &[u8]) -> Option<Header> {
        Some(Header {
            command: CommandId(u32_at(pdu, 4)?),
            status: CommandStatus(u32_at(pdu, 8)?),
            sequence: u32_at(pdu, 12)?,
        })
    }
}

/// One whole PDU, cut out of its stream: whoever reads it cannot see the next one.
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    header: Header,
    octets: Bytes,
}

/// Without the octets: they would show passwords.
impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Frame({:?}, {} octets)", self.header, self.octets.len())
    }
}

/// The stream has lost its framing; see [`Framing::Invalid`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadFrame {
    /// The `command_length` that was read.
    pub length: u32,
    /// The sequence number for the generic_nack, 0 if unknown.
    pub sequence: u32,
}

impl Frame {
    /// Takes the next PDU out of `buffer`, without copying; `None` while it is incomplete.
    pub fn take(buffer: &mut BytesMut, limits: Limits) -> Result<Option<Frame>, BadFrame> {
        match frame(buffer, limits) {
            Framing::Incomplete => Ok(None),
            Framing::Complete(octets) => Ok(Frame::new(buffer.split_to(octets).freeze())),
            Framing::Invalid { length, sequence } => Err(BadFrame { length, sequence }),
        }
    }

    /// A frame from the octets of exactly one PDU; `None` if `command_length` says otherwise.
    pub fn new(octets: Bytes) -> Option<Frame> {
        let header = Header::read(&octets)?;
        (u32_at(&octets, 0)? as usize == octets.len()).then_some(Frame { header, octets })
    }

    /// The header.
    pub fn header(&self) -> Header {
        self.header
    }

    /// All octets of the PDU, header included.
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// The same octets, shared.
    pub fn into_octets(self) -> Bytes {
        self.octets
    }
}
