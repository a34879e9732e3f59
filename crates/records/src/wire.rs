//! Octets of a record: the encoding of Protocol Buffers (protobuf.dev/programming-guides/encoding), of which two
//! wire types are used. A reader that does not know a field can step over it, and any protobuf tool shows what
//! a record holds (`protoc --decode_raw`).

/// Why octets are no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadRecord {
    /// The octets end inside a value.
    Truncated,
    /// A number above 64 bits, or above what its field holds.
    Number,
    /// A wire type that is not used here, or not by this field.
    WireType,
    /// A field that must be there is not: its tag.
    Missing(u32),
    /// A value that its field cannot have.
    Value,
    /// A kind of record that this release does not know and must not pass over.
    Kind(u64),
    /// A batch of a newer format.
    Format(u8),
}

impl std::fmt::Display for BadRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BadRecord::Truncated => f.write_str("the octets end inside a value"),
            BadRecord::Number => f.write_str("a number is too big for its field"),
            BadRecord::WireType => f.write_str("a wire type that does not belong here"),
            BadRecord::Missing(tag) => write!(f, "field {tag} is missing"),
            BadRecord::Value => f.write_str("a value that its field cannot have"),
            BadRecord::Kind(kind) => write!(f, "records of kind {kind} are of a newer release"),
            BadRecord::Format(version) => write!(f, "format {version} is of a newer release"),
        }
    }
}

impl std::error::Error for BadRecord {}

/// The value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    /// Wire type 0.
    Number(u64),
    /// Wire type 2.
    Octets(&'a [u8]),
}

const NUMBER: u64 = 0;
const OCTETS: u64 = 2;

/// Appends seven bits per octet, the lowest first.
#[inline]
pub(crate) fn put_varint(number: u64, out: &mut Vec<u8>) {
    let (octets, length) = varint(number);
    put_word(octets, length, out);
}

/// Appends a numeric field.
#[inline]
pub(crate) fn put_number(tag: u32, number: u64, out: &mut Vec<u8>) {
    let (key, before) = varint(u64::from(tag) << 3 | NUMBER);
    let (value, length) = varint(number);
    put_word(key | value << (8 * before), before + length, out);
}

/// The octets of a number, seven bits in each, as a word that is read from its lowest end; and how
/// many there are, at most ten.
#[inline]
fn varint(number: u64) -> (u128, usize) {
    if number < 0x80 {
        return (u128::from(number), 1);
    }
    let length = (64 - number.leading_zeros() as usize).div_ceil(7);
    let low = number & ((1 << 56) - 1);
    let octets = u128::from(loosen(low)) | u128::from(number >> 56 & 0x7F) << 64;
    let octets = octets | u128::from(number >> 63) << 72;
    // All but the last say that there are more.
    let more = MORE & ((1 << (8 * (length - 1))) - 1);
    (octets | more, length)
}

/// The highest bit of each octet.
const MORE: u128 = u128::from_ne_bytes([0x80; 16]);

/// 56 bits, seven to an octet.
#[inline]
fn loosen(bits: u64) -> u64 {
    let bits = bits & 0x0FFF_FFFF | (bits & 0x00FF_FFFF_F000_0000) << 4;
    let bits = bits & 0x0000_3FFF_0000_3FFF | (bits & 0x0FFF_C000_0FFF_C000) << 2;
    bits & 0x007F_007F_007F_007F | (bits & 0x3F80_3F80_3F80_3F80) << 1
}

/// The other way round: the highest bits of the octets do not count.
#[inline]
fn tighten(octets: u64) -> u64 {
    let bits = octets & 0x007F_007F_007F_007F | (octets & 0x7F00_7F00_7F00_7F00) >> 1;
    let bits = bits & 0x0000_3FFF_0000_3FFF | (bits & 0x3FFF_0000_3FFF_0000) >> 2;
    bits & 0x0FFF_FFFF | (bits & 0x0FFF_FFFF_0000_0000) >> 4
}

/// Appends the first octets of a word. All sixteen are written and the others forgotten: a copy
/// whose size is known costs one instruction.
#[inline]
fn put_word(word: u128, length: usize, out: &mut Vec<u8>) {
    let end = out.len() + length;
    out.extend_from_slice(&word.to_le_bytes());
    out.truncate(end);
}

/// Appends a field of these octets.
#[inline]
pub(crate) fn put_slice(tag: u32, octets: &[u8], out: &mut Vec<u8>) {
    let (key, before) = varint(u64::from(tag) << 3 | OCTETS);
    let (size, length) = varint(octets.len() as u64);
    put_word(key | size << (8 * before), before + length, out);
    out.extend_from_slice(octets);
}

/// Appends a field of octets that `write` appends: its length stands before them.
#[inline]
pub(crate) fn put_octets(tag: u32, out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    put_varint(u64::from(tag) << 3 | OCTETS, out);
    put_sized(out, write);
}

/// Appends a length and as many octets.
#[inline]
pub(crate) fn put_sized(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.push(0); // most lengths are below 128 and need one octet
    write(out);
    let length = out.len() - start - 1;
    if length < 0x80 {
        out[start] = length as u8;
        return;
    }
    let (prefix, octets) = varint(length as u64);
    out.extend_from_slice(&[0; 9][..octets - 1]);
    out.copy_within(start + 1..start + 1 + length, start + octets);
    out[start..start + octets].copy_from_slice(&prefix.to_le_bytes()[..octets]);
}

/// Takes a number from the front of `octets`. Most have one octet or two.
#[inline(always)]
pub(crate) fn take_varint(octets: &mut &[u8]) -> Result<u64, BadRecord> {
    match *octets {
        [number @ ..0x80, rest @ ..] => {
            *octets = rest;
            Ok(u64::from(*number))
        }
        [low, high @ ..0x80, rest @ ..] => {
            *octets = rest;
            Ok(u64::from(low & 0x7F) | u64::from(*high) << 7)
        }
        _ => take_long(octets),
    }
}

fn take_long(octets: &mut &[u8]) -> Result<u64, BadRecord> {
    let Some((word, behind)) = octets.split_first_chunk() else { return take_slowly(octets) };
    let word = u64::from_le_bytes(*word);
    let ends = !word & 0x8080_8080_8080_8080;
    if ends != 0 {
        let length = ends.trailing_zeros() as usize / 8 + 1;
        *octets = &octets[length..];
        return Ok(tighten(word & u64::MAX >> (64 - 8 * length)));
    }
    // Ids have nine octets.
    if let [high @ ..0x80, rest @ ..] = behind {
        *octets = rest;
        return Ok(tighten(word) | u64::from(*high) << 56);
    }
    take_slowly(octets)
}

/// Of ten octets, or near the end of what there is.
fn take_slowly(octets: &mut &[u8]) -> Result<u64, BadRecord> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (&octet, rest) = octets.split_first().ok_or(BadRecord::Truncated)?;
        *octets = rest;
        let bits = u64::from(octet & 0x7F);
        if shift == 63 && bits > 1 {
            return Err(BadRecord::Number);
        }
        number |= bits << shift;
        if octet < 0x80 {
            return Ok(number);
        }
    }
    Err(BadRecord::Number)
}

/// Takes a length and as many octets from the front of `octets`.
#[inline(always)]
pub(crate) fn take_sized<'a>(octets: &mut &'a [u8]) -> Result<&'a [u8], BadRecord> {
    let length = usize::try_from(take_varint(octets)?).map_err(|_| BadRecord::Truncated)?;
    let (taken, rest) = octets.split_at_checked(length).ok_or(BadRecord::Truncated)?;
    *octets = rest;
    Ok(taken)
}

/// Takes a field from the front of `octets`: its tag and its value.
#[inline(always)]
pub(crate) fn take_field<'a>(octets: &mut &'a [u8]) -> Result<(u32, Value<'a>), BadRecord> {
    let key = take_varint(octets)?;
    let tag = u32::try_from(key >> 3).map_err(|_| BadRecord::Number)?;
    let value = match key & 7 {
        NUMBER => Value::Number(take_varint(octets)?),
        OCTETS => Value::Octets(take_sized(octets)?),
        _ => return Err(BadRecord::WireType),
    };
    Ok((tag, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of every length, and their octets as protobuf.dev has them.
    const NUMBERS: &[(u64, &[u8])] = &[
        (0, &[0]),
        (127, &[0x7F]),
        (128, &[0x80, 1]),
        (150, &[0x96, 1]),
        (0x3FFF, &[0xFF, 0x7F]),
        (0x4000, &[0x80, 0x80, 1]),
        (0x1F_FFFF, &[0xFF, 0xFF, 0x7F]),
        (1 << 21, &[0x80, 0x80, 0x80, 1]),
        (1 << 28, &[0x80, 0x80, 0x80, 0x80, 1]),
        (1 << 35, &[0x80, 0x80, 0x80, 0x80, 0x80, 1]),
        (1 << 42, &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1]),
        (1 << 49, &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1]),
        ((1 << 56) - 1, &[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]),
        (1 << 56, &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1]),
        ((1 << 63) - 1, &[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]),
        (1 << 63, &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1]),
        (u64::MAX, &[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]),
    ];

    #[test]
    fn numbers_of_every_length_are_written_and_read() {
        for (number, octets) in NUMBERS {
            let mut written = Vec::new();
            put_varint(*number, &mut written);
            assert_eq!(written, *octets, "{number}");
            // At the end of what there is, and before more.
            for behind in [0, 1, 20] {
                let all = [octets, vec![0xFF; behind].as_slice()].concat();
                let mut rest = all.as_slice();
                assert_eq!((take_varint(&mut rest), rest.len()), (Ok(*number), behind));
            }
            for end in 0..octets.len() {
                assert_eq!(take_varint(&mut &octets[..end]), Err(BadRecord::Truncated));
            }
        }
    }

    #[test]
    fn no_number_has_more_than_64_bits() {
        let mut octets = [0xFF; 12];
        assert_eq!(take_varint(&mut octets.as_slice()), Err(BadRecord::Number));
        octets[9] = 2;
        assert_eq!(take_varint(&mut octets.as_slice()), Err(BadRecord::Number));
    }

    #[test]
    fn a_length_goes_before_what_it_counts_whatever_its_own() {
        for (size, prefix) in
            [(0, &[0][..]), (127, &[127]), (128, &[0x80, 1]), (20_000, &[0xA0, 0x9C, 1])]
        {
            let text = vec![b'x'; size];
            let mut out = vec![b'<'];
            put_sized(&mut out, |out| out.extend_from_slice(&text));
            assert_eq!(out, [b"<", prefix, &text].concat(), "{size}");
            let mut slice = Vec::new();
            put_slice(3, &text, &mut slice);
            assert_eq!(slice, [&[3 << 3 | 2], prefix, &text].concat(), "{size}");
        }
    }
}
