//! A submit_sm that ends too early, at every octet of its body.

mod common;

use common::{Fault, LENIENT, STRICT, accept, answer, cut_off, hex, refuse};
use smpp::{Field, Kind, Pdu};

/// Every field but the schedule is there, and one TLV behind them.
const WHOLE: &str = "
    0000004C 00000004 00000000 00000002
    'CMT' 00                        # 16 service_type
    05 00 'Acme' 00                 # 20 source
    01 01 '447700900123' 00         # 27 destination
    00 00 00                        # 42 esm_class, protocol_id, priority_flag
    00                              # 45 schedule_delivery_time
    '000001000000000R' 00           # 46 validity_period
    01 00 00 00                     # 63 registered_delivery, replace, data_coding, default message
    02 'Hi'                         # 67 sm_length, short_message
    0204 0002 1234                  # 70 user_message_reference
";

/// From the first to the last length of the PDU: what is wrong, where, and with which status.
const CUTS: [(usize, usize, Fault); 28] = [
    (16, 16, (Field::ServiceType, 16, Kind::Truncated, 0x02)),
    (17, 19, (Field::ServiceType, 16, Kind::Unterminated, 0x02)),
    (20, 20, (Field::Source, 20, Kind::Truncated, 0x0A)),
    (21, 21, (Field::Source, 21, Kind::Truncated, 0x0A)),
    (22, 22, (Field::Source, 22, Kind::Truncated, 0x0A)),
    (23, 26, (Field::Source, 22, Kind::Unterminated, 0x0A)),
    (27, 27, (Field::Destination, 27, Kind::Truncated, 0x0B)),
    (28, 28, (Field::Destination, 28, Kind::Truncated, 0x0B)),
    (29, 29, (Field::Destination, 29, Kind::Truncated, 0x0B)),
    (30, 41, (Field::Destination, 29, Kind::Unterminated, 0x0B)),
    (42, 42, (Field::EsmClass, 42, Kind::Truncated, 0x43)),
    (43, 43, (Field::ProtocolId, 43, Kind::Truncated, 0x02)),
    (44, 44, (Field::PriorityFlag, 44, Kind::Truncated, 0x06)),
    (45, 45, (Field::ScheduleDeliveryTime, 45, Kind::Truncated, 0x61)),
    (46, 46, (Field::ValidityPeriod, 46, Kind::Truncated, 0x62)),
    (47, 62, (Field::ValidityPeriod, 46, Kind::Unterminated, 0x62)),
    (63, 63, (Field::RegisteredDelivery, 63, Kind::Truncated, 0x07)),
    (64, 64, (Field::ReplaceIfPresentFlag, 64, Kind::Truncated, 0x43)),
    (65, 65, (Field::DataCoding, 65, Kind::Truncated, 0x02)),
    (66, 66, (Field::DefaultMessageId, 66, Kind::Truncated, 0x01)),
    (67, 67, (Field::ShortMessage, 67, Kind::Truncated, 0x01)),
    (68, 68, (Field::ShortMessage, 67, Kind::MessageLength, 0x01)),
    (69, 69, (Field::ShortMessage, 67, Kind::MessageLength, 0x01)),
    // At 70 all mandatory fields are there.
    (71, 71, (Field::TlvStream, 70, Kind::TrailingOctets, 0xC0)),
    (72, 72, (Field::TlvStream, 70, Kind::TrailingOctets, 0xC0)),
    (73, 73, (Field::TlvStream, 70, Kind::TrailingOctets, 0xC0)),
    (74, 74, (Field::TlvStream, 70, Kind::TlvOverrun, 0xC0)),
    (75, 75, (Field::TlvStream, 70, Kind::TlvOverrun, 0xC0)),
];

#[test]
fn each_cut_names_the_field_that_is_not_whole() {
    let whole = hex(WHOLE);
    let mut lengths = vec![70, whole.len()];
    for (first, last, fault) in CUTS {
        for length in first..=last {
            println!("cut at {length}");
            refuse(STRICT, &cut_off(&whole, length), fault, answer(0x8000_0004, fault.3));
            lengths.push(length);
        }
    }
    lengths.sort_unstable();
    assert_eq!(lengths, (16..=76).collect::<Vec<_>>(), "every length stands in the table");
}

#[test]
fn the_cut_before_the_tlvs_and_the_whole_are_good() {
    let whole = hex(WHOLE);
    for (length, tlvs) in [(70, ""), (76, "0204 0002 1234")] {
        for decoder in [STRICT, LENIENT] {
            accept(decoder, &cut_off(&whole, length), &[], |pdu| {
                assert_eq!(pdu.tlvs().octets(), hex(tlvs));
            });
        }
    }
}

/// A lenient reader notes first what a strict one refuses, and keeps what came before it. Only a
/// submit_sm without any body is beyond it.
#[test]
fn each_cut_is_noted_when_tolerated() {
    let whole = hex(WHOLE);
    refuse(LENIENT, &cut_off(&whole, 16), CUTS[0].2, answer(0x8000_0004, 0x02));
    for (first, last, (field, offset, kind, _)) in CUTS.into_iter().skip(1) {
        for length in first..=last {
            let cut = cut_off(&whole, length);
            let read = LENIENT.decode(&cut).expect("a lenient reader goes on");
            let noted = read.deviations.first()[0];
            assert_eq!((noted.field, noted.offset, noted.kind), (field, offset, kind), "{length}");
            let Pdu::SubmitSm(sm) = read.pdu else { panic!("not a submit_sm") };
            assert!(b"CMT".starts_with(sm.service_type), "{length}");
            assert!(b"Acme".starts_with(sm.source.digits), "{length}");
            assert!(b"447700900123".starts_with(sm.destination.digits), "{length}");
            assert!(b"000001000000000R".starts_with(sm.validity_period), "{length}");
            assert!(b"Hi".starts_with(sm.short_message), "{length}");
            assert!(sm.tlvs.is_empty(), "{length}");
        }
    }
}
