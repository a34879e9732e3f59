//! What one part holds (TS 23.040 s9.2.3.24, TS 23.038 s6.1.2).
//!
//! A part carries 140 octets, header included. 7-bit text begins on a septet boundary, counted from
//! the first octet of the header, so up to six fill bits stand between the two.

/// Octets of a part, header included.
pub const OCTETS: usize = 140;

/// Septets of a part, those under the header included.
pub const SEPTETS: usize = 160;

/// What a text is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Seven bits.
    Septet,
    /// Eight bits.
    Octet,
    /// Sixteen bits of UTF-16.
    CodeUnit,
}

/// The room that a header leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Septets under the header and its fill bits.
    pub header_septets: usize,
    /// Bits between the header and the first septet of the text, 0 to 6.
    pub fill_bits: usize,
    /// Septets left.
    pub septets: usize,
    /// Octets left.
    pub octets: usize,
    /// UTF-16 code units left.
    pub code_units: usize,
}

/// The room behind a header of `header_octets`, UDHL included; 0: no header.
pub const fn room(header_octets: usize) -> Room {
    let header_septets = (8 * header_octets).div_ceil(7);
    let octets = OCTETS.saturating_sub(header_octets);
    Room {
        header_septets,
        fill_bits: 7 * header_septets - 8 * header_octets,
        septets: SEPTETS.saturating_sub(header_septets),
        octets,
        code_units: octets / 2,
    }
}

impl Room {
    /// Units left of one kind.
    pub const fn of(self, unit: Unit) -> usize {
        match unit {
            Unit::Septet => self.septets,
            Unit::Octet => self.octets,
            Unit::CodeUnit => self.code_units,
        }
    }
}
