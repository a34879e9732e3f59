//! The name and the head of a segment, octet by octet.

use journal::{BLOCK, BadHeader, LogId, Position, Segment};

const SEGMENT: Segment =
    Segment { log: LogId(0x0123_4567_89AB_CDEF), start: Position(0x1000), octets: 0xF000 };
const NAME: &str = "0000000000001000-0123456789abcdef.segment";
/// The first 40 octets; zeros follow, then the check, computed with another program.
const HEAD: [u8; 40] = *b"WHIMBREL\x01\0\0\0\xEF\xCD\xAB\x89\x67\x45\x23\x01\
    \x00\x10\0\0\0\0\0\0\x00\xF0\0\0\0\0\0\0\0\0\0\0";
const CHECK: [u8; 4] = [0x01, 0x99, 0xAF, 0x14];

#[test]
fn a_name_says_where_the_segment_begins_and_of_which_log() {
    assert_eq!(SEGMENT.file_name(), NAME);
    assert_eq!(Segment::parse_file_name(NAME), Some((SEGMENT.log, SEGMENT.start)));
}

#[test]
fn other_names_are_not_segments() {
    let names = [
        "",
        "new",
        "lost+found",
        "0000000000001000.segment",
        "0000000000001000-0123456789abcdef",
        "000000000001000-0123456789abcdef.segment",
        "00000000000001000-123456789abcdef.segment",
        "0000000000001000-0123456789ABCDEF.segment",
        "+000000000001000-0123456789abcdef.segment",
        "0000000000001000-0123456789abcdef.segment.bak",
        "ffffffffffffffff-0123456789abcdef.segment",
    ];
    for name in names {
        assert_eq!(Segment::parse_file_name(name), None, "{name}");
    }
}

#[test]
fn a_head_has_these_octets() {
    let block = SEGMENT.header();
    assert_eq!(block[..40], HEAD);
    assert!(block[40..4092].iter().all(|&octet| octet == 0));
    assert_eq!(block[4092..], CHECK);
    assert_eq!(Segment::parse_header(&block), Ok(SEGMENT));
}

#[test]
fn a_head_that_is_not_intact_says_nothing() {
    let block = SEGMENT.header();
    for length in [0, 1, 40, BLOCK - 1] {
        assert_eq!(Segment::parse_header(&block[..length]), Err(BadHeader::Damaged), "{length}");
    }
    assert_eq!(Segment::parse_header(&[0; BLOCK]), Err(BadHeader::Damaged), "zeros");
    let far = Segment { start: Position(u64::MAX), ..SEGMENT };
    assert_eq!(Segment::parse_header(&far.header()), Err(BadHeader::Damaged), "no log is so long");
}

#[test]
fn a_later_version_is_told_from_damage() {
    let mut block = SEGMENT.header();
    block[8] = 2;
    assert_eq!(Segment::parse_header(&block), Err(BadHeader::Damaged), "without its check");
    block[4092..].copy_from_slice(&[0x15, 0xC2, 0x19, 0x81]);
    assert_eq!(Segment::parse_header(&block), Err(BadHeader::Version(2)));
}
