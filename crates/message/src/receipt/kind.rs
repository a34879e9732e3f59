//! Is it a receipt? What `esm_class` says of a `deliver_sm` or `data_sm`.

/// The type in bits 5-2 of `esm_class` (SMPP 3.4 s5.2.12, 5.0 s4.7.12). A four-bit value, not
/// independent flags: 0x44 is a receipt with a user data header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 0x00: a message from a phone (MO).
    Message,
    /// 0x04: the message centre's receipt.
    Receipt,
    /// 0x08: the phone's program has read the message; no receipt.
    DeliveryAck,
    /// 0x10: the phone's user has answered; no receipt.
    UserAck,
    /// 0x20: an intermediate report of the message centre.
    Intermediate,
    /// A reserved value, or 0x18, conversation abort of Korean CDMA.
    Reserved,
}

const TYPE: u8 = 0x3C;
const UDHI: u8 = 0x40;

impl Kind {
    /// What `esm_class` says.
    pub const fn of(esm_class: u8) -> Kind {
        match esm_class & TYPE {
            0x00 => Kind::Message,
            0x04 => Kind::Receipt,
            0x08 => Kind::DeliveryAck,
            0x10 => Kind::UserAck,
            0x20 => Kind::Intermediate,
            _ => Kind::Reserved,
        }
    }

    /// It reports on a message of ours, for good or on the way.
    pub const fn is_report(self) -> bool {
        matches!(self, Kind::Receipt | Kind::Intermediate)
    }
}

/// `octets` without the user data header that `esm_class` announces. A header longer than the
/// octets is no header: some centres copy the flag from the message that they report on.
pub(super) fn without_header(esm_class: u8, octets: &[u8]) -> &[u8] {
    if esm_class & UDHI == 0 || super::read::begins_with_label(octets) {
        return octets;
    }
    let after = octets.first().and_then(|length| octets.get(1 + usize::from(*length)..));
    after.unwrap_or(octets)
}
