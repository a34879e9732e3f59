//! Receipts as we send them, character for character.

use message::code::ReportCode;
use message::receipt::{ErrStyle, Form, Report, Style, Tlvs, read};
use message::state::SmppState;
use message::time::Timestamp;
use proptest::prelude::*;

const REFERENCE: Style = Style { form: Form::Reference, err: ErrStyle::ZeroOnSuccess };
const APPENDIX_B: Style = Style { form: Form::AppendixB, err: ErrStyle::ZeroOnSuccess };
const CODES: Style = Style { form: Form::Reference, err: ErrStyle::Code };

const DELIVERED: Report<'static> = Report {
    id: "1148394330400000000",
    sub: 1,
    dlvrd: 1,
    submitted: Timestamp::from_millis(1_483_954_500_000), // 2017-01-09 09:35 UTC
    done: Timestamp::from_millis(1_483_954_859_999),      // 09:40:59.999
    code: ReportCode::Delivered,
    state: SmppState::Delivered,
    text: Some("Sending SMS through SMPP is easy"),
    user_message_reference: None,
};

const fn saying(text: &'static str) -> Report<'static> {
    Report { text: Some(text), ..DELIVERED }
}

const fn ended(code: ReportCode, state: SmppState) -> Report<'static> {
    Report { code, state, dlvrd: 0, text: None, ..DELIVERED }
}

/// name, receipt, style, text.
#[rustfmt::skip]
const WRITTEN: &[(&str, Report<'static>, Style, &str)] = &[
    ("W01 the reference's sample, with the lost digits",
        Report { id: "1_14839433040000", ..DELIVERED }, REFERENCE,
        r#"id:1_14839433040000 sub:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 text:"Sending SMS through SMPP ""#),
    ("W02 our id", DELIVERED, REFERENCE,
        r#"id:1148394330400000000 sub:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 text:"Sending SMS through SMPP ""#),
    ("W03 appendix B", DELIVERED, APPENDIX_B,
        "id:1148394330400000000 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 text:Sending SMS through "),
    ("W04 the code of a success, if asked for", DELIVERED, CODES,
        r#"id:1148394330400000000 sub:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:005 text:"Sending SMS through SMPP ""#),
    ("W05 a failure has its code", ended(ReportCode::AbsentSubscriber, SmppState::Expired), REFERENCE,
        r#"id:1148394330400000000 sub:001 submit date:1701090935 done date:1701090940 stat:EXPIRED err:024 text:"""#),
    ("W06 three digits", ended(ReportCode::MultipartPartial, SmppState::Undeliverable), REFERENCE,
        r#"id:1148394330400000000 sub:001 submit date:1701090935 done date:1701090940 stat:UNDELIV err:101 text:"""#),
    ("W07 handed over is a success", ended(ReportCode::DeliveredToNetwork, SmppState::Accepted), REFERENCE,
        r#"id:1148394330400000000 sub:001 submit date:1701090935 done date:1701090940 stat:ACCEPTD err:000 text:"""#),
    ("W08 on the way is none yet, nor a failure", ended(ReportCode::AtNetwork, SmppState::Enroute), REFERENCE,
        r#"id:1148394330400000000 sub:001 submit date:1701090935 done date:1701090940 stat:ENROUTE err:000 text:"""#),
    ("W09 the operator is retrying", ended(ReportCode::OperatorRetrying, SmppState::Enroute), REFERENCE,
        r#"id:1148394330400000000 sub:001 submit date:1701090935 done date:1701090940 stat:ENROUTE err:004 text:"""#),
    ("W10 some parts of many", Report { sub: 255, dlvrd: 12, ..ended(ReportCode::MultipartPartial, SmppState::Undeliverable) }, APPENDIX_B,
        "id:1148394330400000000 sub:255 dlvrd:012 submit date:1701090935 done date:1701090940 stat:UNDELIV err:101 text:"),
    ("W11 no text", Report { text: None, ..DELIVERED }, REFERENCE,
        r#"id:1148394330400000000 sub:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 text:"""#),
    ("W12 no text, appendix B", Report { text: None, ..DELIVERED }, APPENDIX_B,
        "id:1148394330400000000 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 text:"),
    ("W13 the alias of a session of 3.3", Report { id: "0000BEEF", text: None, ..DELIVERED }, APPENDIX_B,
        "id:0000BEEF sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 text:"),
];

#[test]
fn every_receipt() {
    for (name, report, style, expected) in WRITTEN {
        assert_eq!(report.write(*style), *expected, "{name}");
    }
}

/// name, message, the text in the reference form.
#[rustfmt::skip]
const TEXTS: &[(&str, &str, &str)] = &[
    ("X01 short",                      "Hi",                             "\"Hi\""),
    ("X02 empty",                      "",                               "\"\""),
    ("X03 25 characters",              "1234567890123456789012345",      "\"1234567890123456789012345\""),
    ("X04 26 characters",              "12345678901234567890123456",     "\"1234567890123456789012345\""),
    ("X05 characters, not octets",     "ääääääääääääääääääääääääääää",   "\"?????????????????????????\""),
    ("X06 characters beyond 16 bits",  "😀😀ok",                         "\"??ok\""),
    ("X07 quotes",                     "say \"yes\"",                    "\"say  yes \""),
    ("X08 lines and tabs",             "a\r\nb\tc\0d\x1Be\x7Ff",         "\"a  b c d e f\""),
    ("X09 control characters of Latin-1", "a\u{85}b\u{9F}c",             "\"a b c\""),
    ("X10 letters outside of ASCII",   "Zażółć 5€",                      "\"Za???? 5?\""),
    ("X11 ASCII that GSM has elsewhere", "a@b $5 _ [x] {y} ~ ^ | \\",    "\"a@b $5 _ [x] {y} ~ ^ | \\\""),
    ("X12 a colon",                    "Code: 4711",                     "\"Code: 4711\""),
    ("X13 a forged label",             "stat:DELIVRD err:000",           "\"stat DELIVRD err 000\""),
    ("X14 forged labels in capitals",  "ID:1 Sub:2 DLVRD:3",             "\"ID 1 Sub 2 DLVRD 3\""),
    ("X15 forged dates",               "done date:1701010000",           "\"done date 1701010000\""),
    ("X16 a forged text",              "text:x Text:y",                  "\"text x Text y\""),
    ("X17 a label within a word",      "paid:5 valid:6",                 "\"paid:5 valid:6\""),
    ("X18 dlvrd counts everywhere",    "xdlvrd:9",                       "\"xdlvrd 9\""),
    ("X19 colons only",                ":::id::",                        "\":::id :\""),
    ("X20 a colon after a letter made ?", "éid:5",                       "\"?id 5\""),
];

#[test]
fn every_text() {
    for (name, message, expected) in TEXTS {
        let written = Report { text: Some(message), ..DELIVERED }.write(REFERENCE);
        let text = written.split_once(" text:").expect("every receipt has a text").1;
        assert_eq!(text, *expected, "{name}");
    }
}

#[test]
fn twenty_characters_in_appendix_b() {
    let text = saying("12345678901234567890123456").write(APPENDIX_B);
    assert!(text.ends_with(" text:12345678901234567890"), "{text}");
    let text = saying("żółć\"\n78901234567890123456").write(APPENDIX_B);
    assert!(text.ends_with(" text:????  78901234567890"), "{text}");
}

#[test]
fn values_of_the_tlvs() {
    let report = Report { user_message_reference: Some(0xBEEF), ..DELIVERED };
    let expected = Tlvs {
        receipted_message_id: "1148394330400000000",
        message_state: 2,
        network_error_code: [0x08, 0x00, 0x05],
        user_message_reference: Some(0xBEEF),
    };
    assert_eq!(report.tlvs(), expected);
    let partial = ended(ReportCode::MultipartFailed, SmppState::Undeliverable).tlvs();
    assert_eq!((partial.message_state, partial.network_error_code), (5, [0x08, 0x00, 0x66]));
    assert_eq!(partial.user_message_reference, None);
}

#[test]
fn final_and_intermediate() {
    assert_eq!(DELIVERED.esm_class(), 0x04);
    assert_eq!(ended(ReportCode::DeliveredToNetwork, SmppState::Accepted).esm_class(), 0x04);
    assert_eq!(ended(ReportCode::AtNetwork, SmppState::Enroute).esm_class(), 0x20);
    assert_eq!(ended(ReportCode::OperatorRetrying, SmppState::Enroute).esm_class(), 0x20);
}

#[test]
fn an_underscore_needs_latin_1() {
    assert_eq!(DELIVERED.data_coding(), 0);
    assert_eq!(Report { id: "0000BEEF", ..DELIVERED }.data_coding(), 0);
    assert_eq!(Report { id: "1_14839433040000", ..DELIVERED }.data_coding(), 3);
}

proptest! {
    /// Whatever a customer writes, the receipt is printable ASCII of bounded length, and reads
    /// as the same receipt without a text.
    #[test]
    fn no_text_changes_a_receipt(
        text in prop_oneof![any::<String>(), "(id:|stat:|err:|text:|dlvrd:|\"| |x){0,9}"],
        appendix_b in any::<bool>(),
    ) {
        let style = if appendix_b { APPENDIX_B } else { REFERENCE };
        let with = Report { text: Some(&text), ..DELIVERED }.write(style);
        let without = Report { text: None, ..DELIVERED }.write(style);
        prop_assert!(with.bytes().all(|octet| (b' '..=b'~').contains(&octet)), "{}", with);
        prop_assert!(with.len() <= without.len() + 25);
        let read_with = read(with.as_bytes());
        let read_without = read(without.as_bytes());
        prop_assert_eq!(read_with, read_without);
        let quotes = with.matches('"').count();
        prop_assert_eq!(quotes, if appendix_b { 0 } else { 2 });
    }
}
