//! The fields of one octet, as far as the reader of packets has not looked at them already.

use message::code::Refusal;
use records::submission::Mode;
use registry::account::ReceiptSettings;
use smpp::Version;

/// Bits 5-2 of `esm_class` (SMPP 3.4 s5.2.12): one value.
const TYPE: u8 = 0x3C;
/// Bits 1-0.
const MODE: u8 = 0x03;
const DATAGRAM: u8 = 0x01;
const TRANSACTION: u8 = 0x02;
/// Bits of `registered_delivery` (SMPP 3.4 s5.2.17).
const RECEIPT: u8 = 0x03;
const INTERMEDIATE: u8 = 0x10;
const RESERVED: u8 = 0xE0;

/// A message, or an acknowledgement of a program or a user. SMPP 5.0 has receipts travel to message
/// centres too; no account reports on messages of ours.
pub(super) fn check_type(esm_class: u8) -> Result<(), Refusal> {
    match esm_class & TYPE {
        0x00 | 0x08 | 0x10 => Ok(()),
        _ => Err(Refusal::MessageTypeReserved),
    }
}

pub(super) fn check_receipts(wanted: u8, settings: &ReceiptSettings) -> Result<(), Refusal> {
    if !settings.strict {
        return Ok(());
    }
    if wanted & RESERVED != 0 {
        return Err(Refusal::ReceiptBitsReserved);
    }
    if settings.off && wanted & (RECEIPT | INTERMEDIATE) != 0 {
        return Err(Refusal::ReceiptsOff);
    }
    Ok(())
}

/// The gateway keeps no texts of its own.
pub(super) fn check_default_message(number: u8) -> Result<(), Refusal> {
    if number == 0 { Ok(()) } else { Err(Refusal::DefaultMessageUnknown) }
}

/// SMPP 3.3 has no modes: a message is stored.
pub(super) fn mode(esm_class: u8, version: Version) -> Mode {
    match esm_class & MODE {
        DATAGRAM if version > Version::V33 => Mode::Datagram,
        TRANSACTION if version > Version::V33 => Mode::Transaction,
        _ => Mode::Store,
    }
}
