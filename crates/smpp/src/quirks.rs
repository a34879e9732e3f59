//! What is tolerated from a peer, one switch per deviation.

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
