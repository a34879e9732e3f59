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
pub(crate) fn put_varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a numeric field.
#[inline]
pub(crate) fn put_number(tag: u32, number: u64, out: &mut Vec<u8>) {
    put_varint(u64::from(tag) << 3 | NUMBER, out);
    put_varint(number, out);
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
    let mut prefix = Vec::with_capacity(5);
    put_varint(length as u64, &mut prefix);
    out.splice(start..=start, prefix);
}

/// Takes a number from the front of `octets`.
#[inline]
pub(crate) fn take_varint(octets: &mut &[u8]) -> Result<u64, BadRecord> {
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
#[inline]
pub(crate) fn take_sized<'a>(octets: &mut &'a [u8]) -> Result<&'a [u8], BadRecord> {
    let length = usize::try_from(take_varint(octets)?).map_err(|_| BadRecord::Truncated)?;
    let (taken, rest) = octets.split_at_checked(length).ok_or(BadRecord::Truncated)?;
    *octets = rest;
    Ok(taken)
}

/// Takes a field from the front of `octets`: its tag and its value.
#[inline]
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
