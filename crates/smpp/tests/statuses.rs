//! The status of an undefined value, by operation. Binds, submit_sm and data_sm are answered with
//! the few codes that every client knows, the other operations with the exact ones.

mod common;

use common::{Fault, STRICT, answer, hex, refuse};
use smpp::{CommandId, Field, Kind, PduError, Tag};

struct Row {
    name: &'static str,
    pdu: &'static str,
    fault: Fault,
    answer: u32,
}

const ROWS: [Row; 12] = [
    Row {
        name: "submit_sm, source TON",
        pdu: "00000021 00000004 00000000 00000002 00 070000 000000
              00 00 00 00 00 00 00 00 00 00",
        fault: (Field::Source, 17, Kind::Value, 0x0A),
        answer: 0x8000_0004,
    },
    Row {
        name: "submit_sm, destination TON",
        pdu: "00000021 00000004 00000000 00000002 00 000000 FF0000
              00 00 00 00 00 00 00 00 00 00",
        fault: (Field::Destination, 20, Kind::Value, 0x0B),
        answer: 0x8000_0004,
    },
    Row {
        name: "submit_sm, replace_if_present_flag",
        pdu: "00000021 00000004 00000000 00000002 00 000000 000000
              00 00 00 00 00 00 02 00 00 00",
        fault: (Field::ReplaceIfPresentFlag, 29, Kind::Value, 0x43),
        answer: 0x8000_0004,
    },
    Row {
        name: "data_sm, source TON",
        pdu: "0000001A 00000103 00000000 00000002 00 070000 000000 00 00 00",
        fault: (Field::Source, 17, Kind::Value, 0x0A),
        answer: 0x8000_0103,
    },
    Row {
        name: "data_sm, destination TON",
        pdu: "0000001A 00000103 00000000 00000002 00 000000 070000 00 00 00",
        fault: (Field::Destination, 20, Kind::Value, 0x0B),
        answer: 0x8000_0103,
    },
    Row {
        name: "bind_transmitter, system_type of 13 characters",
        pdu: "00000024 00000002 00000000 00000001 00 00 'ABCDEFGHIJKLM' 00 34 00 00 00",
        fault: (Field::SystemType, 18, Kind::TooLong, 0x0D),
        answer: 0x8000_0002,
    },
    Row {
        name: "deliver_sm, source TON",
        pdu: "00000021 00000005 00000000 00000002 00 070000 000000
              00 00 00 00 00 00 00 00 00 00",
        fault: (Field::Source, 17, Kind::Value, 0x48),
        answer: 0x8000_0005,
    },
    Row {
        name: "submit_multi, source TON",
        pdu: "00000022 00000021 00000000 00000002 00 070000 01 02 'L' 00
              00 00 00 00 00 00 00 00 00 00",
        fault: (Field::Source, 17, Kind::Value, 0x48),
        answer: 0x8000_0021,
    },
    Row {
        name: "submit_multi, destination TON",
        pdu: "00000023 00000021 00000000 00000002 00 000000 01 01 070000
              00 00 00 00 00 00 00 00 00 00",
        fault: (Field::Destination, 22, Kind::Value, 0x50),
        answer: 0x8000_0021,
    },
    Row {
        name: "submit_multi, replace_if_present_flag",
        pdu: "00000022 00000021 00000000 00000002 00 000000 01 02 'L' 00
              00 00 00 00 00 00 01 00 00 00",
        fault: (Field::ReplaceIfPresentFlag, 30, Kind::Value, 0x54),
        answer: 0x8000_0021,
    },
    Row {
        name: "query_sm, source TON",
        pdu: "00000014 00000003 00000000 00000002 00 070000",
        fault: (Field::Source, 17, Kind::Value, 0x48),
        answer: 0x8000_0003,
    },
    Row {
        name: "broadcast_sm, replace_if_present_flag",
        pdu: "0000001B 00000111 00000000 00000002 00 000000 00 00 00 00 02 00 00",
        fault: (Field::ReplaceIfPresentFlag, 24, Kind::Value, 0x54),
        answer: 0x8000_0111,
    },
];

#[test]
fn each_undefined_value_has_the_status_of_its_operation() {
    for Row { name, pdu, fault, answer: id } in ROWS {
        println!("{name}");
        refuse(STRICT, &hex(pdu), fault, answer(id, fault.3));
    }
}

/// Enough for a log: which PDU, which field, where, what.
#[test]
fn errors_say_what_is_wrong_in_words() {
    let error = |field, kind| PduError {
        command: CommandId(0x0000_0004),
        sequence: 9,
        field,
        offset: 26,
        kind,
    };
    for (error, text) in [
        (
            error(Field::Destination, Kind::TooLong),
            "submit_sm 9: destination_addr at octet 26: TooLong",
        ),
        (
            error(Field::Tlv(Tag(0x0204)), Kind::TlvLength),
            "submit_sm 9: user_message_reference at octet 26: TlvLength",
        ),
        (
            error(Field::Tlv(Tag(0x1400)), Kind::TlvLength),
            "submit_sm 9: TLV 0x1400 at octet 26: TlvLength",
        ),
    ] {
        assert_eq!(error.to_string(), text);
    }
    let unknown = PduError { command: CommandId(0x0A), ..error(Field::Body, Kind::UnknownCommand) };
    assert_eq!(unknown.to_string(), "0x0000000A 9: body at octet 26: UnknownCommand");
}
