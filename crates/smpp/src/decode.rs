//! From the octets of one PDU to a view of it.

use crate::error::{Deviations, Kind, PduError};
use crate::field::Field;
use crate::frame::{HEADER, Header};
use crate::pdu::Pdu;
use crate::reader::{Fault, Reader};
use crate::version::Version;

/// What a reader tolerates; each use is recorded as a [`crate::Deviation`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quirks {
    /// A body may end early: the end ends a C-octet string, and the fields behind it are empty.
    pub short_body: bool,
    /// C-octet strings other than addresses may be up to 255 octets long.
    pub long_strings: bool,
    /// Octets above 0x7F in C-octet strings are kept.
    pub raw_octets: bool,
    /// Times of any length are kept as they are.
    pub raw_times: bool,
    /// `sm_length` may lie: the end of the PDU is believed.
    pub message_length: bool,
    /// Values and combinations that the version does not define are kept.
    pub values: bool,
    /// Octets after the last field that cannot be a TLV are ignored.
    pub trailing_octets: bool,
    /// A TLV that runs past the end is dropped with all that follows.
    pub tlv_overrun: bool,
    /// A TLV of an impossible length is skipped.
    pub tlv_length: bool,
    /// A body on a PDU that has none is ignored.
    pub unexpected_body: bool,
}

impl Quirks {
    /// The standard to the letter: what a customer's client must keep to.
    pub const STRICT: Quirks = Quirks {
        short_body: false,
        long_strings: false,
        raw_octets: false,
        raw_times: false,
        message_length: false,
        values: false,
        trailing_octets: false,
        tlv_overrun: false,
        tlv_length: false,
        unexpected_body: false,
    };

    /// Everything that still can be understood: operators' message centres are as they are.
    pub const LENIENT: Quirks = Quirks {
        short_body: true,
        long_strings: true,
        raw_octets: true,
        raw_times: true,
        message_length: true,
        values: true,
        trailing_octets: true,
        tlv_overrun: true,
        tlv_length: true,
        unexpected_body: true,
    };
}

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
        let mut reader = Reader::new(octets, header.command, *self);
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
        *reader = Reader::new(octets, header.command, Decoder::lenient(self.version));
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
