use super::Decoded;

pub(super) fn decode(octets: &[u8]) -> Decoded {
    let (pairs, rest) = octets.as_chunks::<2>();
    let mut decoded = Decoded { odd_octet: !rest.is_empty(), ..Decoded::default() };
    decoded.text.reserve(octets.len());
    for letter in char::decode_utf16(pairs.iter().map(|pair| u16::from_be_bytes(*pair))) {
        decoded.meaningless += usize::from(letter.is_err());
        decoded.text.push(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    decoded
}

pub(super) fn encode(text: &str, out: &mut Vec<u8>) {
    out.reserve(2 * text.len());
    out.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
}
