//! From the octets of one PDU to a view of it.

use crate::error::{Deviations, Kind, PduError};
use crate::field::Field;
use crate::frame::{HEADER, Header};
use crate::pdu::Pdu;
use crate::reader::Reader;
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
        if header.command.is_response() && header.status.0 != 0 {
            return self.decode_refusal(octets, header);
        }
        Pdu::read(&mut Reader::new(octets, header, *self))
    }

    /// A response with an error: peers send no body, an empty string or a whole body. All are fine,
    /// and none is worth losing the status for (SMPP 5.0 s3.2.1.3).
    fn decode_refusal<'a>(
        &self,
        octets: &'a [u8],
        header: Header,
    ) -> Result<Decoded<'a>, PduError> {
        let mut reader = Reader::new(octets, header, Decoder::lenient(self.version));
        let Some(pdu) = Pdu::empty(header.command) else {
            return Err(reader.unknown_command());
        };
        if octets.len() > HEADER
            && let Ok(decoded) = Pdu::read(&mut reader)
        {
            return Ok(decoded);
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
