//! Packing, against examples worked out by hand and as the inverse of unpacking.

use message::text::packing::{TooShort, count, pack, unpack};
use proptest::prelude::*;

fn packed(septets: &[u8], fill_bits: usize) -> Vec<u8> {
    let mut out = Vec::new();
    pack(septets, fill_bits, &mut out);
    out
}

fn unpacked(octets: &[u8], fill_bits: usize, count: usize) -> Result<Vec<u8>, TooShort> {
    let mut out = Vec::new();
    unpack(octets, fill_bits, count, &mut out)?;
    Ok(out)
}

#[test]
fn examples_are_packed_and_unpacked() {
    for (name, septets, fill_bits, octets) in [
        ("nothing", &b""[..], 0, &[][..]),
        ("hello", b"hello", 0, &[0xE8, 0x32, 0x9B, 0xFD, 0x06]),
        ("behind a concatenation, 8-bit reference", b"hello", 1, &[0xD0, 0x65, 0x36, 0xFB, 0x0D]),
        ("behind a language element", b"hello", 3, &[0x40, 0x97, 0xD9, 0xEC, 0x37]),
        ("one at sign", b"\0", 0, &[0x00]),
        ("eight fill seven octets", b"\x7F\x7F\x7F\x7F\x7F\x7F\x7F\x7F", 0, &[0xFF; 7]),
        // Seven septets are 49 bits: seven are left over and take CR, 0D << 1.
        ("seven leave room for CR", b"\0\0\0\0\0\0\0", 0, &[0, 0, 0, 0, 0, 0, 0x1A]),
        ("fill bits that leave no such room", b"\0\0\0\0\0\0\0", 1, &[0; 7]),
        ("fill bits that make such room", b"", 1, &[0x1A]),
    ] {
        assert_eq!(packed(septets, fill_bits), octets, "{name}");
        assert_eq!(unpacked(octets, fill_bits, septets.len()).unwrap(), septets, "{name}");
    }
}

#[test]
fn the_high_bit_of_a_septet_is_left_out() {
    assert_eq!(packed(&[0xE8, 0x65], 0), packed(&[0x68, 0x65], 0));
}

#[test]
fn a_count_beyond_the_octets_is_an_error() {
    for (name, octets, fill_bits, count, held) in [
        ("one too many", &[0u8; 7][..], 0, 9, 8),
        ("fill bits take their room", &[0; 7], 1, 8, 7),
        ("no octets", &[], 0, 1, 0),
        ("more fill bits than octets", &[], 6, 1, 0),
    ] {
        assert_eq!(unpacked(octets, fill_bits, count), Err(TooShort { held }), "{name}");
    }
}

#[test]
fn an_untold_count_leaves_out_the_filler() {
    for (name, octets, fill_bits, wanted) in [
        ("nothing", &[][..], 0, 0),
        ("hello", &[0xE8, 0x32, 0x9B, 0xFD, 0x06], 0, 5),
        ("seven and the filler", &[0, 0, 0, 0, 0, 0, 0x1A], 0, 7),
        ("eight of them, none the filler", &[0; 7], 0, 8),
        ("CR that does not end on an octet is text", &[0x0D], 0, 1),
        ("filler behind a header", &[0x1A], 1, 0),
    ] {
        assert_eq!(count(octets, fill_bits), wanted, "{name}");
    }
}

/// Every fill and every length that a part can have, with septets that set each bit once.
#[test]
fn unpacking_undoes_packing_for_every_fill_and_length() {
    let mut pairs = 0;
    for fill_bits in 0..7 {
        for length in 0..=160u8 {
            let septets: Vec<u8> = (0..length).map(|i| i.wrapping_mul(37) & 0x7F).collect();
            let octets = packed(&septets, fill_bits);
            assert_eq!(octets.len(), (fill_bits + 7 * usize::from(length)).div_ceil(8));
            let back = unpacked(&octets, fill_bits, septets.len()).unwrap();
            assert_eq!(back, septets, "fill {fill_bits}, length {length}");
            pairs += 1;
        }
    }
    assert_eq!(pairs, 7 * 161);
}

proptest! {
    #[test]
    fn any_septets_come_back(
        septets in prop::collection::vec(0u8..0x80, 0..300),
        fill_bits in 0usize..20,
    ) {
        let octets = packed(&septets, fill_bits);
        prop_assert_eq!(unpacked(&octets, fill_bits, septets.len()).unwrap(), septets);
    }

    #[test]
    fn any_octets_can_be_asked(
        octets in prop::collection::vec(any::<u8>(), 0..200),
        fill_bits in 0usize..20,
    ) {
        let counted = count(&octets, fill_bits);
        prop_assert!(unpacked(&octets, fill_bits, counted).is_ok());
    }
}
