//! `whimbrel pdu`: a PDU field by field, what it carries, and what a strict and a lenient reader make of it.

pub(crate) mod encode;
pub(crate) mod meaning;

use crate::Said;
use bytes::BytesMut;
use smpp::frame::BadFrame;
use smpp::{Decoded, Decoder, Frame, Limits, PduError, Reply, Version};
use std::fmt::Write;

pub(crate) const EXAMPLES: &str = "\
Examples:
  whimbrel pdu decode 00000010 00000015 00000000 00000007
  whimbrel pdu decode --smpp 5.0 \"$(xxd -p captured.bin)\"";

const INFALLIBLE: &str = "writing to a string cannot fail";

/// The version that a user names.
pub(crate) fn version(name: &str) -> Result<Version, String> {
    match name {
        "3.3" => Ok(Version::V33),
        "3.4" => Ok(Version::V34),
        "5.0" => Ok(Version::V50),
        other => Err(format!("{other} is no version of SMPP; there are 3.3, 3.4 and 5.0")),
    }
}

/// What a user calls it.
pub(crate) fn version_name(version: Version) -> &'static str {
    match version {
        Version::V33 => "3.3",
        Version::V34 => "3.4",
        Version::V50 => "5.0",
    }
}

/// Describes the PDUs that stand in `hex` one behind the other.
pub(crate) fn decode(hex: &str, version: Version) -> Said {
    let mut stream = BytesMut::from(&octets(hex)?[..]);
    let mut out = String::new();
    loop {
        match Frame::take(&mut stream, Limits::BOUND) {
            Ok(Some(frame)) => describe(&frame, version, &mut out),
            Ok(None) if stream.is_empty() => return Ok(out),
            Ok(None) => {
                let begun = stream.len();
                return Err(format!(
                    "{out}the last {begun} octets are the beginning of a PDU that is not complete"
                ));
            }
            Err(BadFrame { length, .. }) => {
                return Err(format!(
                    "{out}command_length is {length} (0x{length:08X}), expected 16 to {}: is this SMPP?",
                    Limits::BOUND.pdu_max
                ));
            }
        }
    }
}

fn octets(hex: &str) -> Result<Vec<u8>, String> {
    let digits: Vec<char> = hex.chars().filter(|letter| !letter.is_whitespace()).collect();
    if let Some(other) = digits.iter().find(|letter| !letter.is_ascii_hexdigit()) {
        return Err(format!("{other:?} is no hexadecimal digit"));
    }
    if !digits.len().is_multiple_of(2) {
        return Err(format!("{} hexadecimal digits are no whole octets", digits.len()));
    }
    let value = |digit: char| digit.to_digit(16).unwrap_or(0) as u8;
    Ok(digits.chunks_exact(2).map(|pair| value(pair[0]) << 4 | value(pair[1])).collect())
}

fn describe(frame: &Frame, version: Version, out: &mut String) {
    let header = frame.header();
    writeln!(
        out,
        "{}  sequence {}  {}  {} octets",
        header.command,
        header.sequence,
        header.status,
        frame.octets().len()
    )
    .expect(INFALLIBLE);
    match Decoder::lenient(version).decode(frame.octets()) {
        Ok(decoded) => fields(&decoded, out),
        Err(error) => fault("cannot be read", &error, out),
    }
    if let Err(error) = Decoder::strict(version).decode(frame.octets()) {
        fault("a strict reader refuses it", &error, out);
    }
}

fn fields(decoded: &Decoded<'_>, out: &mut String) {
    decoded.pdu.describe(|field, value| {
        writeln!(out, "  {:<24} {value}", field.to_string()).expect(INFALLIBLE);
    });
    for (name, value) in meaning::of(&decoded.pdu) {
        writeln!(out, "  {name:<24} {value}").expect(INFALLIBLE);
    }
    for deviation in decoded.deviations.first() {
        let smpp::Deviation { field, offset, kind } = deviation;
        writeln!(out, "  tolerated: {field} at octet {offset}: {kind}").expect(INFALLIBLE);
    }
}

fn fault(what: &str, error: &PduError, out: &mut String) {
    let answer = match error.reply() {
        Reply::Response(command, status) => format!("answers {command} {status}"),
        Reply::GenericNack(status) => format!("answers generic_nack {status}"),
        Reply::Nothing => "answers nothing, as it is a response".to_owned(),
    };
    let PduError { field, offset, kind, .. } = error;
    writeln!(out, "  {what}: {field} at octet {offset}: {kind}; {answer}").expect(INFALLIBLE);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(hex: &str, expected: Result<&str, &str>) {
        let said = decode(hex, Version::V34);
        assert_eq!(said.as_deref().map_err(String::as_str), expected);
    }

    #[test]
    fn two_pdus_are_shown_one_after_the_other() {
        check(
            "00000010 00000015 00000000 00000007  00000011 80000004 00000058 00000003 00",
            Ok("enquire_link  sequence 7  ESME_ROK  16 octets\n\
                submit_sm_resp  sequence 3  ESME_RTHROTTLED  17 octets\n  \
                message_id               \"\"\n"),
        );
    }

    #[test]
    fn what_is_tolerated_and_what_is_refused_is_told() {
        check(
            "00000012 00000015 00000000 00000007 FFFF",
            Ok("enquire_link  sequence 7  ESME_ROK  18 octets\n  \
                tolerated: body at octet 16: a body where there is none\n  \
                a strict reader refuses it: body at octet 16: a body where there is none; \
                answers enquire_link_resp ESME_RINVCMDLEN\n"),
        );
    }

    /// The lines that say what is carried.
    #[track_caller]
    fn check_meaning(hex: &str, expected: &[&str]) {
        let said = decode(hex, Version::V34).expect("it can be read");
        let lines: Vec<&str> = said.lines().filter(|line| line.starts_with("  =")).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_text_is_shown_as_people_read_it() {
        check_meaning(
            "0000003A 00000004 00000000 00000002 00 05 00 41636D6500 01 01 34343737303039303031323300
             00 00 00 00 00 01 00 00 00 09 48692000203520 1B65",
            &["  = text                   \"Hi @ 5 €\", if the default is GSM 7-bit"],
        );
        check_meaning(
            "0000002A 00000004 00000000 00000002 00 000000 000000 40 00 00 00 00 00 00 08 00 09
             050003050201 0416 D8",
            &[
                "  = part                   1 of 2, reference 5",
                "  = text                   \"Ж\", and an odd octet at the end",
            ],
        );
        check_meaning(
            "00000023 00000004 00000000 00000002 00 000000 000000 00 00 00 00 00 00 00 04 00 02 FF00",
            &["  = text                   none: 2 octets of binary content"],
        );
    }

    #[test]
    fn a_receipt_is_shown_with_what_it_means() {
        check_meaning(
            "00000046 00000005 00000000 00000002 00 000000 000000 04 00 00 00 00 00 00 00 00 1E
             69643A37 20 737461743A554E44454C4956 20 6572723A303031 2078787878
             0423 0003 030001",
            &[
                "  = receipt of             \"7\"",
                "  = which says             report code 11 unknown_subscriber, final",
            ],
        );
    }

    #[test]
    fn what_is_no_smpp_is_told() {
        check(
            "474554202F20485454502F312E310D0A",
            Err("command_length is 1195725856 (0x47455420), expected 16 to 80000: is this SMPP?"),
        );
        check("000000", Err("the last 3 octets are the beginning of a PDU that is not complete"));
        check("00000", Err("5 hexadecimal digits are no whole octets"));
        check("0x10", Err("'x' is no hexadecimal digit"));
    }
}
