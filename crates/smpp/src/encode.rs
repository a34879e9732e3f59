//! From a view of a PDU to octets: measured and judged first, then written once.

use crate::error::PduError;
use crate::fault::Fault;
use crate::frame::{HEADER, Header};
use crate::pdu::Pdu;
use crate::sink::{Emit, Measure};
use crate::status::CommandStatus;
use crate::version::Version;
use bytes::{BufMut, BytesMut};

/// How to write PDUs to one peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoder {
    /// The version agreed with it; what it does not know is left out or refused.
    pub version: Version,
    /// Does a response with an error carry a body of one NUL, as some clients of 3.3 expect, instead
    /// of none (SMPP 3.4 s4.4.2)?
    pub nul_in_refusal: bool,
}

impl Encoder {
    /// A writer that leaves the body out of responses with an error.
    pub const fn new(version: Version) -> Encoder {
        Encoder { version, nul_in_refusal: false }
    }

    /// Appends one PDU to `out` and answers how many octets it has. Nothing is appended on error.
    ///
    /// # Errors
    /// The first field that the standard does not allow, or the version of the peer.
    pub fn encode(
        &self,
        pdu: &Pdu<'_>,
        status: CommandStatus,
        sequence: u32,
        out: &mut BytesMut,
    ) -> Result<usize, PduError> {
        let header = Header { command: pdu.command(), status, sequence };
        let refusal = header.command.is_response() && status != CommandStatus::OK;
        if refusal && !self.sends_tlvs(pdu) {
            let nul = usize::from(self.nul_in_refusal && pdu.has_mandatory_body());
            begin(header, HEADER + nul, out);
            out.put_bytes(0, nul);
            return Ok(HEADER + nul);
        }
        let mut measure = Measure::new(header.command, self.version);
        pdu.put(&mut measure);
        if let Some(Fault { field, offset, kind }) = measure.fault {
            return Err(PduError { command: header.command, sequence, field, offset, kind });
        }
        let length = measure.length;
        let end = out.len() + length;
        begin(header, length, out);
        pdu.put(&mut Emit { out, end, command: header.command, version: self.version });
        debug_assert_eq!(out.len(), end, "{header:?} was measured otherwise");
        Ok(length)
    }

    /// TLVs may say more of an error than its status does, and they stand behind a body.
    fn sends_tlvs(&self, pdu: &Pdu<'_>) -> bool {
        self.version.rules().tlvs && pdu.tlvs().sound().next().is_some()
    }
}

/// Makes room for a PDU of `length` octets and writes its header.
fn begin(header: Header, length: usize, out: &mut BytesMut) {
    let Header { command, status, sequence } = header;
    out.reserve(length);
    let head = [length as u32, command.0, status.0, sequence].map(u32::to_be_bytes);
    out.extend_from_slice(head.as_flattened());
}
