//! Octets typed by hand, and the steps that every row takes with them.

#![allow(dead_code, reason = "each test file uses its part of this one")]

use bytes::BytesMut;
use smpp::{
    CommandId, CommandStatus, Decoder, Encoder, Field, Frame, Header, Kind, Limits, Pdu, PduError,
    Reply, Version,
};

pub(crate) const STRICT: Decoder = Decoder::strict(Version::V34);
pub(crate) const LENIENT: Decoder = Decoder::lenient(Version::V34);

/// Octets from hex digits. Blanks are skipped, and what follows a # up to the end of its line;
/// 'characters' in quotes stand for themselves.
#[track_caller]
pub(crate) fn hex(text: &str) -> Vec<u8> {
    let text: Vec<&str> = text.lines().filter_map(|line| line.split('#').next()).collect();
    let text = text.join(" ");
    let mut octets = Vec::new();
    for (index, piece) in text.split('\'').enumerate() {
        if index % 2 == 1 {
            octets.extend_from_slice(piece.as_bytes());
            continue;
        }
        let digits = piece.chars().filter(|digit| !digit.is_whitespace());
        let digits: Vec<u32> = digits.map(|digit| digit.to_digit(16).expect("a digit")).collect();
        assert!(digits.len().is_multiple_of(2), "half an octet in {piece:?}");
        octets.extend(digits.chunks(2).map(|pair| (pair[0] << 4 | pair[1]) as u8));
    }
    octets
}

/// The header of octets typed by hand, read without the code under test.
#[track_caller]
pub(crate) fn header(pdu: &[u8]) -> Header {
    let word =
        |at: usize| pdu[at..at + 4].iter().fold(0, |sum, &octet| sum << 8 | u32::from(octet));
    assert_eq!(word(0) as usize, pdu.len(), "command_length was mistyped");
    Header { command: CommandId(word(4)), status: CommandStatus(word(8)), sequence: word(12) }
}

/// The first `length` octets as a PDU of that length.
pub(crate) fn cut_off(pdu: &[u8], length: usize) -> Vec<u8> {
    let mut cut = pdu[..length].to_vec();
    cut[..4].copy_from_slice(&(length as u32).to_be_bytes());
    cut
}

/// Id and body as a PDU, with `string` and its terminator where @ stands.
pub(crate) fn filled(template: &str, string: &[u8]) -> Vec<u8> {
    let digits: String = string.iter().map(|octet| format!("{octet:02X}")).collect();
    let (id, body) = template.split_at(8);
    let body = body.replace('@', &format!("{digits} 00"));
    let pdu = hex(&format!("00000000 {id} 00000000 00000002 {body}"));
    cut_off(&pdu, pdu.len())
}

/// Cuts `pdu` out of a stream in which a good enquire_link follows, and sees that one come out too.
#[track_caller]
pub(crate) fn cut_out(pdu: &[u8]) -> Frame {
    let link = hex("00000010 00000015 00000000 00000007");
    let mut stream = BytesMut::from([pdu, &link].concat().as_slice());
    let mut take = || Frame::take(&mut stream, Limits::BOUND).expect("framing holds");
    let first = take().expect("the first PDU is whole");
    let next = take().expect("the enquire_link is whole");
    assert_eq!(take(), None, "nothing is left");
    assert_eq!(first.octets(), pdu);
    let next = STRICT.decode(next.octets()).expect("the enquire_link is good");
    assert_eq!((next.pdu, next.header.sequence), (Pdu::EnquireLink, 7));
    first
}

/// What must be said of a refused PDU: field, its offset, kind of fault, status.
pub(crate) type Fault = (Field, u32, Kind, u32);

/// The form of answer that carries `status` in the response `id`.
pub(crate) const fn answer(id: u32, status: u32) -> Reply {
    Reply::Response(CommandId(id), CommandStatus(status))
}

pub(crate) const fn nack(status: u32) -> Reply {
    Reply::GenericNack(CommandStatus(status))
}

/// `decoder` refuses `pdu` with this fault and this form of answer; the stream goes on behind it.
#[track_caller]
pub(crate) fn refuse(decoder: Decoder, pdu: &[u8], fault: Fault, reply: Reply) {
    let Header { command, sequence, .. } = header(pdu);
    let (field, offset, kind, status) = fault;
    let frame = cut_out(pdu);
    let error = decoder.decode(frame.octets()).expect_err("it must be refused");
    assert_eq!(error, PduError { command, sequence, field, offset, kind });
    assert_eq!(error.command_status(), CommandStatus(status), "{error}");
    assert_eq!(error.reply(), reply, "{error}");
}

/// `decoder` reads `pdu`, notes these deviations and no others, the first four of them in full; the
/// stream goes on behind it. What was read is for `judge`.
#[track_caller]
pub(crate) fn accept(
    decoder: Decoder,
    pdu: &[u8],
    deviations: &[(Field, u32, Kind)],
    judge: impl FnOnce(Pdu<'_>),
) {
    let frame = cut_out(pdu);
    let read = decoder.decode(frame.octets()).expect("it must be read");
    assert_eq!(read.header, header(pdu));
    let noted: Vec<_> =
        read.deviations.first().iter().map(|note| (note.field, note.offset, note.kind)).collect();
    assert_eq!(noted, deviations[..deviations.len().min(4)]);
    assert_eq!(read.deviations.count(), deviations.len());
    judge(read.pdu);
}

/// The octets of one PDU for a peer of this version.
pub(crate) fn write(version: Version, pdu: Pdu<'_>, header: Header) -> Result<Vec<u8>, PduError> {
    let mut out = BytesMut::new();
    let length = Encoder::new(version).encode(&pdu, header.status, header.sequence, &mut out)?;
    assert_eq!(length, out.len());
    Ok(out.to_vec())
}
