//! From the octets of one PDU to a view of it.

use crate::error::{Deviations, Kind, PduError};
use crate::fault::Fault;
use crate::field::Field;
use crate::frame::{HEADER, Header};
use crate::pdu::Pdu;
use crate::quirks::Quirks;
use crate::reader::Reader;
use crate::version::Version;

/// How to read PDUs of one peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decoder {
    /// The version agreed with it.
    pub version: Version,
    /// What is tolerated from it.
    pub quirks: Quirks,
}

/// A PDU that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// Its header.
    pub header: Header,
    /// Its body, borrowing from the octets.
    pub pdu: Pdu<'a>,
    /// What was wrong with it and tolerated.
    pub deviations: Deviations,
}

impl Decoder {
    /// A reader that keeps to the letter of the standard.
    pub const fn strict(version: Version) -> Decoder {
        Decoder { version, quirks: Quirks::STRICT }
    }

    /// A reader that understands what it can.
    pub const fn lenient(version: Version) -> Decoder {
        Decoder { version, quirks: Quirks::LENIENT }
    }

    /// Reads the octets of one PDU, header included. Allocates nothing.
    ///
    /// # Errors
    /// The first thing that is wrong and not tolerated. Fewer octets than a header has are told as a
    /// PDU with command id 0, which does not exist.
    pub fn decode<'a>(&self, octets: &'a [u8]) -> Result<Decoded<'a>, PduError> {
        let Some(header) = Header::read(octets) else {
            return Err(headless());
        };
        let mut reader = Reader::new(octets, header.command, self.version, self.quirks);
        let pdu = if header.command.is_response() && header.status.0 != 0 {
            self.decode_refusal(octets, header, &mut reader)
        } else {
            Pdu::read(&mut reader)
        };
        match pdu {
            Ok(pdu) => Ok(Decoded { header, pdu, deviations: reader.into_deviations() }),
            Err(Fault { field, offset, kind }) => {
                let Header { command, sequence, .. } = header;
                Err(PduError { command, sequence, field, offset, kind })
            }
        }
    }

    /// A response with an error: peers send no body, an empty string or a whole body. All are fine,
    /// and none is worth losing the status for (SMPP 5.0 s3.2.1.3).
    fn decode_refusal<'a>(
        &self,
        octets: &'a [u8],
        header: Header,
        reader: &mut Reader<'a>,
    ) -> Result<Pdu<'a>, Fault> {
        let empty = Pdu::empty(header.command).ok_or(Fault {
            field: Field::Body,
            offset: 4,
            kind: Kind::UnknownCommand,
        })?;
        if octets.len() == HEADER {
            return Ok(empty);
        }
        *reader = Reader::new(octets, header.command, self.version, Quirks::LENIENT);
        Pdu::read(reader).or_else(|fault| {
            reader.tolerate(true, fault)?;
            Ok(empty)
        })
    }
}

fn headless() -> PduError {
    PduError {
        command: crate::CommandId(0),
        sequence: 0,
        field: Field::Body,
        offset: 0,
        kind: Kind::Truncated,
    }
}
