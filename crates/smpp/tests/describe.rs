//! What people are shown of a PDU.

mod common;

use common::hex;
use smpp::{Decoder, Frame, Version};

/// The lines that a PDU is described in.
#[track_caller]
fn check(pdu: &str, expected: &[&str]) {
    let frame = Frame::new(hex(pdu).into()).expect("command_length is right");
    let decoded = Decoder::lenient(Version::V34).decode(frame.octets()).expect("it can be read");
    let mut lines = Vec::new();
    decoded.pdu.describe(|field, value| lines.push(format!("{field} {value}")));
    assert_eq!(lines, expected);
}

#[test]
fn a_bind_keeps_its_password() {
    check(
        "0000002F 00000009 00000000 00000001 'SMPP3TEST' 00 'secret08' 00 'SUBMIT1' 00 34 01 01 00",
        &[
            r#"system_id "SMPP3TEST""#,
            "password (8 octets, not shown)",
            r#"system_type "SUBMIT1""#,
            "interface_version 52 (0x34)",
            "addr_ton 1 (0x01)",
            "addr_npi 1 (0x01)",
            r#"address_range """#,
        ],
    );
}

#[test]
fn a_text_is_shown_as_octets_and_letters_and_tlvs_by_their_shape() {
    check(
        "0000004E 00000004 00000000 00000002
         00 05 00 'Acme' 00 01 01 '447700900123' 00 00 00 00 00 00 01 00 00 00 03 48 00 1B
         0204 0002 1234  001E 0003 'id' 00  1401 0002 FF 41  0423 0003 03 0006",
        &[
            r#"service_type """#,
            r#"source_addr "Acme" (TON 5, NPI 0)"#,
            r#"destination_addr "447700900123" (TON 1, NPI 1)"#,
            "esm_class 0 (0x00)",
            "protocol_id 0 (0x00)",
            "priority_flag 0 (0x00)",
            r#"schedule_delivery_time """#,
            r#"validity_period """#,
            "registered_delivery 1 (0x01)",
            "replace_if_present_flag 0 (0x00)",
            "data_coding 0 (0x00)",
            "sm_default_msg_id 0 (0x00)",
            r#"short_message 48001B "H..""#,
            "user_message_reference 4660 (0x1234)",
            r#"receipted_message_id "id""#,
            r#"TLV 0x1401 FF41 ".A""#,
            r#"network_error_code 030006 "...""#,
        ],
    );
}

#[test]
fn every_entry_of_a_list_is_shown() {
    check(
        "0000002A 80000021 00000000 00000009
         '7' 00 02
         01 01 '4477' 00 0000000B
         05 00 '\u{7f}' 00 00000045
         0424 0000",
        &[
            r#"message_id "7""#,
            r#"destination_addr "4477" (TON 1, NPI 1)"#,
            "error_status_code 11 (0x0B)",
            r#"destination_addr "\x7f" (TON 5, NPI 0)"#,
            "error_status_code 69 (0x45)",
            "message_payload (empty)",
        ],
    );
}
