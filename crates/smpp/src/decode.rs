//! From the octets of one PDU to a view of it.

use crate::error::{Deviation, Kind, PduError};
use crate::field::Field;
use crate::frame::{HEADER, Header};
use crate::pdu::{Decoded, Pdu};
use crate::quirks::Quirks;
use crate::reader::Reader;
use crate::status::CommandStatus;
use crate::version::Version;

/// How to read PDUs of one peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decoder {
    /// The version agreed with it.
    pub version: Version,
    /// What is tolerated from it.
    pub quirks: Quirks,
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
        if header.command.is_response() && header.status != CommandStatus::OK {
            return self.decode_refusal(octets, header);
        }
        Pdu::read(&mut Reader::new(octets, header, self.version, self.quirks))
    }

    /// A response with an error: peers send no body, an empty string or a whole body. All are fine,
    /// and none is worth losing the status for (SMPP 5.0 s3.2.1.3).
    fn decode_refusal<'a>(
        &self,
        octets: &'a [u8],
        header: Header,
    ) -> Result<Decoded<'a>, PduError> {
        let mut reader = Reader::new(octets, header, self.version, Quirks::LENIENT);
        let Some(pdu) = Pdu::empty(header.command) else {
            return Err(reader.unknown_command());
        };
        if octets.len() > HEADER {
            match Pdu::read(&mut reader) {
                Ok(decoded) => return Ok(decoded),
                Err(PduError { field, offset, kind, .. }) => {
                    reader.note(Deviation { field, offset, kind });
                }
            }
        }
        Ok(Decoded { header, pdu, deviations: reader.take_deviations() })
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
