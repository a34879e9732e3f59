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
            "submit_sm 9: destination_addr at octet 26: too long",
        ),
        (
            error(Field::Tlv(Tag(0x0204)), Kind::TlvLength),
            "submit_sm 9: user_message_reference at octet 26: a length that this TLV cannot have",
        ),
        (
            error(Field::Tlv(Tag(0x1400)), Kind::TlvLength),
            "submit_sm 9: TLV 0x1400 at octet 26: a length that this TLV cannot have",
        ),
    ] {
        assert_eq!(error.to_string(), text);
    }
    let unknown = PduError { command: CommandId(0x0A), ..error(Field::Body, Kind::UnknownCommand) };
    assert_eq!(unknown.to_string(), "0x0000000A 9: body at octet 26: no such command_id");
}

/// Whatever is wrong with a bind, a submit_sm or a data_sm: the status is one that clients know.
#[test]
fn binds_and_submissions_are_answered_with_few_codes() {
    let few =
        [0x01, 0x02, 0x03, 0x06, 0x07, 0x0A, 0x0B, 0x0D, 0x0E, 0x0F, 0x43, 0x61, 0x62, 0xC0, 0xC2];
    let kinds = [
        Kind::UnknownCommand,
        Kind::Truncated,
        Kind::Unterminated,
        Kind::TooLong,
        Kind::NotAscii,
        Kind::HasNul,
        Kind::TimeLength,
        Kind::MessageLength,
        Kind::TextTwice,
        Kind::UserDataHeader,
        Kind::HeaderTwice,
        Kind::Value,
        Kind::TrailingOctets,
        Kind::TlvOverrun,
        Kind::TlvLength,
        Kind::TlvEmpty,
        Kind::NotInVersion,
        Kind::MissingBody,
        Kind::UnexpectedBody,
    ];
    let of_messages = [
        Field::Body,
        Field::ServiceType,
        Field::Source,
        Field::Destination,
        Field::EsmClass,
        Field::ProtocolId,
        Field::PriorityFlag,
        Field::ScheduleDeliveryTime,
        Field::ValidityPeriod,
        Field::RegisteredDelivery,
        Field::ReplaceIfPresentFlag,
        Field::DataCoding,
        Field::DefaultMessageId,
        Field::ShortMessage,
        Field::TlvStream,
        Field::Tlv(Tag(0x0204)),
    ];
    let of_binds = [
        Field::SystemId,
        Field::Password,
        Field::SystemType,
        Field::InterfaceVersion,
        Field::AddressRangeTon,
        Field::AddressRangeNpi,
        Field::AddressRange,
        Field::TlvStream,
        Field::Tlv(Tag(0x0210)),
    ];
    for (ids, fields) in [(&[0x04, 0x103][..], &of_messages[..]), (&[1, 2, 9], &of_binds)] {
        for (id, field) in ids.iter().flat_map(|id| fields.iter().map(move |field| (*id, *field))) {
            for kind in kinds {
                let error =
                    PduError { command: CommandId(id), sequence: 1, field, offset: 16, kind };
                assert!(
                    few.contains(&error.command_status().0),
                    "{error} {}",
                    error.command_status()
                );
            }
        }
    }
}
