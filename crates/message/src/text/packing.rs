//! Septets packed into octets, lowest bit first (TS 23.038 s6.1.2.1).
//!
//! On SMPP text travels one septet per octet; the radio path, and operators that ask for it, have
//! it packed. Behind a header the septets begin after fill bits (see [`super::capacity`]).

/// The filler of a spare septet. Seven zero bits would read as `@` where the length is not told.
const CARRIAGE_RETURN: u8 = 0x0D;

/// Fewer octets than the septets asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooShort {
    /// Septets that the octets hold.
    pub held: usize,
}

impl std::fmt::Display for TooShort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the octets hold no more than {} septets", self.held)
    }
}

impl std::error::Error for TooShort {}

/// Append `septets` packed behind `fill_bits` zero bits. Of each septet the low seven bits count.
///
/// Exactly seven bits left over are filled with CR (TS 23.038 s6.1.2.3.1); fewer are zero.
pub fn pack(septets: &[u8], fill_bits: usize, out: &mut Vec<u8>) {
    let bits_used = fill_bits + 7 * septets.len();
    let spare = bits_used.next_multiple_of(8) - bits_used;
    let filler = (spare == 7).then_some(CARRIAGE_RETURN);
    out.reserve(bits_used.div_ceil(8));
    out.resize(out.len() + fill_bits / 8, 0);

    let (mut bits, mut held) = (0u16, fill_bits % 8);
    for septet in septets.iter().copied().chain(filler) {
        bits |= u16::from(septet & 0x7F) << held;
        held += 7;
        if held >= 8 {
            out.push(bits as u8);
            bits >>= 8;
            held -= 8;
        }
    }
    if held > 0 {
        out.push(bits as u8);
    }
}

/// Append the `count` septets that stand in `octets` behind `fill_bits` bits.
pub fn unpack(
    octets: &[u8],
    fill_bits: usize,
    count: usize,
    out: &mut Vec<u8>,
) -> Result<(), TooShort> {
    let held = (8 * octets.len()).saturating_sub(fill_bits) / 7;
    if count > held {
        return Err(TooShort { held });
    }
    out.extend((0..count).map(|index| septet(octets, fill_bits + 7 * index)));
    Ok(())
}

/// Septets in `octets` when nobody told their number: all that fit, but for a filler CR in the last
/// seven bits.
///
/// A text that truly ends with CR on the last bit of an octet loses it; nothing on the wire tells
/// the two apart.
pub fn count(octets: &[u8], fill_bits: usize) -> usize {
    let bits = (8 * octets.len()).saturating_sub(fill_bits);
    let whole = bits / 7;
    let ends_on_octet = whole > 0 && bits.is_multiple_of(7);
    if ends_on_octet && septet(octets, fill_bits + 7 * (whole - 1)) == CARRIAGE_RETURN {
        whole - 1
    } else {
        whole
    }
}

/// The seven bits that begin at `bit`, all of them inside `octets`.
fn septet(octets: &[u8], bit: usize) -> u8 {
    let (octet, shift) = (bit / 8, bit % 8);
    let high = octets.get(octet + 1).copied().unwrap_or(0);
    (u16::from_le_bytes([octets[octet], high]) >> shift) as u8 & 0x7F
}
