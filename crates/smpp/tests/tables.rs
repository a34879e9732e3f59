//! Command ids, statuses and tags against tables typed from the standards: nothing is missing, nothing
//! is extra, and each is found by number and by name.

mod common;

use common::{LENIENT, STRICT, accept, answer, cut_off, hex, refuse};
use smpp::tag::{Lengths, Shape};
use smpp::tlv::BadTlv;
use smpp::{CommandId, CommandStatus, Field, Kind, Tag, TlvBuf};
use std::collections::BTreeSet;

/// SMPP 3.3, SMPP 3.4 s5.1.2.1, SMPP 5.0 s4.7.5.
const COMMANDS: [(u32, &str); 39] = [
    (0x0000_0001, "bind_receiver"),
    (0x0000_0002, "bind_transmitter"),
    (0x0000_0003, "query_sm"),
    (0x0000_0004, "submit_sm"),
    (0x0000_0005, "deliver_sm"),
    (0x0000_0006, "unbind"),
    (0x0000_0007, "replace_sm"),
    (0x0000_0008, "cancel_sm"),
    (0x0000_0009, "bind_transceiver"),
    (0x0000_000B, "outbind"),
    (0x0000_0015, "enquire_link"),
    (0x0000_0021, "submit_multi"),
    (0x0000_0022, "param_retrieve"),
    (0x0000_0023, "query_last_msgs"),
    (0x0000_0024, "query_msg_details"),
    (0x0000_0102, "alert_notification"),
    (0x0000_0103, "data_sm"),
    (0x0000_0111, "broadcast_sm"),
    (0x0000_0112, "query_broadcast_sm"),
    (0x0000_0113, "cancel_broadcast_sm"),
    (0x8000_0000, "generic_nack"),
    (0x8000_0001, "bind_receiver_resp"),
    (0x8000_0002, "bind_transmitter_resp"),
    (0x8000_0003, "query_sm_resp"),
    (0x8000_0004, "submit_sm_resp"),
    (0x8000_0005, "deliver_sm_resp"),
    (0x8000_0006, "unbind_resp"),
    (0x8000_0007, "replace_sm_resp"),
    (0x8000_0008, "cancel_sm_resp"),
    (0x8000_0009, "bind_transceiver_resp"),
    (0x8000_0015, "enquire_link_resp"),
    (0x8000_0021, "submit_multi_resp"),
    (0x8000_0022, "param_retrieve_resp"),
    (0x8000_0023, "query_last_msgs_resp"),
    (0x8000_0024, "query_msg_details_resp"),
    (0x8000_0103, "data_sm_resp"),
    (0x8000_0111, "broadcast_sm_resp"),
    (0x8000_0112, "query_broadcast_sm_resp"),
    (0x8000_0113, "cancel_broadcast_sm_resp"),
];

/// SMPP 3.4 s5.1.3, SMPP 5.0 s4.7.6.
const STATUSES: [(u32, &str); 67] = [
    (0x00, "ESME_ROK"),
    (0x01, "ESME_RINVMSGLEN"),
    (0x02, "ESME_RINVCMDLEN"),
    (0x03, "ESME_RINVCMDID"),
    (0x04, "ESME_RINVBNDSTS"),
    (0x05, "ESME_RALYBND"),
    (0x06, "ESME_RINVPRTFLG"),
    (0x07, "ESME_RINVREGDLVFLG"),
    (0x08, "ESME_RSYSERR"),
    (0x0A, "ESME_RINVSRCADR"),
    (0x0B, "ESME_RINVDSTADR"),
    (0x0C, "ESME_RINVMSGID"),
    (0x0D, "ESME_RBINDFAIL"),
    (0x0E, "ESME_RINVPASWD"),
    (0x0F, "ESME_RINVSYSID"),
    (0x11, "ESME_RCANCELFAIL"),
    (0x13, "ESME_RREPLACEFAIL"),
    (0x14, "ESME_RMSGQFUL"),
    (0x15, "ESME_RINVSERTYP"),
    (0x33, "ESME_RINVNUMDESTS"),
    (0x34, "ESME_RINVDLNAME"),
    (0x40, "ESME_RINVDESTFLAG"),
    (0x42, "ESME_RINVSUBREP"),
    (0x43, "ESME_RINVESMCLASS"),
    (0x44, "ESME_RCNTSUBDL"),
    (0x45, "ESME_RSUBMITFAIL"),
    (0x48, "ESME_RINVSRCTON"),
    (0x49, "ESME_RINVSRCNPI"),
    (0x50, "ESME_RINVDSTTON"),
    (0x51, "ESME_RINVDSTNPI"),
    (0x53, "ESME_RINVSYSTYP"),
    (0x54, "ESME_RINVREPFLAG"),
    (0x55, "ESME_RINVNUMMSGS"),
    (0x58, "ESME_RTHROTTLED"),
    (0x61, "ESME_RINVSCHED"),
    (0x62, "ESME_RINVEXPIRY"),
    (0x63, "ESME_RINVDFTMSGID"),
    (0x64, "ESME_RX_T_APPN"),
    (0x65, "ESME_RX_P_APPN"),
    (0x66, "ESME_RX_R_APPN"),
    (0x67, "ESME_RQUERYFAIL"),
    (0xC0, "ESME_RINVTLVSTREAM"),
    (0xC1, "ESME_RTLVNOTALLWD"),
    (0xC2, "ESME_RINVTLVLEN"),
    (0xC3, "ESME_RMISSINGTLV"),
    (0xC4, "ESME_RINVTLVVAL"),
    (0xFE, "ESME_RDELIVERYFAILURE"),
    (0xFF, "ESME_RUNKNOWNERR"),
    (0x100, "ESME_RSERTYPUNAUTH"),
    (0x101, "ESME_RPROHIBITED"),
    (0x102, "ESME_RSERTYPUNAVAIL"),
    (0x103, "ESME_RSERTYPDENIED"),
    (0x104, "ESME_RINVDCS"),
    (0x105, "ESME_RINVSRCADDRSUBUNIT"),
    (0x106, "ESME_RINVDSTADDRSUBUNIT"),
    (0x107, "ESME_RINVBCASTFREQINT"),
    (0x108, "ESME_RINVBCASTALIAS_NAME"),
    (0x109, "ESME_RINVBCASTAREAFMT"),
    (0x10A, "ESME_RINVNUMBCAST_AREAS"),
    (0x10B, "ESME_RINVBCASTCNTTYPE"),
    (0x10C, "ESME_RINVBCASTMSGCLASS"),
    (0x10D, "ESME_RBCASTFAIL"),
    (0x10E, "ESME_RBCASTQUERYFAIL"),
    (0x10F, "ESME_RBCASTCANCELFAIL"),
    (0x110, "ESME_RINVBCAST_REP"),
    (0x111, "ESME_RINVBCASTSRVGRP"),
    (0x112, "ESME_RINVBCASTCHANIND"),
];

/// SMPP 3.4 s5.3.2, SMPP 5.0 s4.8.4: tag, name, kind of value, least and most octets. Characters count their
/// terminator, and may come without it.
const TAGS: [(u16, &str, Shape, usize, usize); 64] = [
    (0x0005, "dest_addr_subunit", Shape::Integer, 1, 1),
    (0x0006, "dest_network_type", Shape::Integer, 1, 1),
    (0x0007, "dest_bearer_type", Shape::Integer, 1, 1),
    (0x0008, "dest_telematics_id", Shape::Integer, 2, 2),
    (0x000D, "source_addr_subunit", Shape::Integer, 1, 1),
    (0x000E, "source_network_type", Shape::Integer, 1, 1),
    (0x000F, "source_bearer_type", Shape::Integer, 1, 1),
    (0x0010, "source_telematics_id", Shape::Integer, 1, 1),
    (0x0017, "qos_time_to_live", Shape::Integer, 4, 4),
    (0x0019, "payload_type", Shape::Integer, 1, 1),
    (0x001D, "additional_status_info_text", Shape::CString, 1, 256),
    (0x001E, "receipted_message_id", Shape::CString, 1, 65),
    (0x0030, "ms_msg_wait_facilities", Shape::Integer, 1, 1),
    (0x0201, "privacy_indicator", Shape::Integer, 1, 1),
    (0x0202, "source_subaddress", Shape::Octets, 2, 23),
    (0x0203, "dest_subaddress", Shape::Octets, 2, 23),
    (0x0204, "user_message_reference", Shape::Integer, 2, 2),
    (0x0205, "user_response_code", Shape::Integer, 1, 1),
    (0x020A, "source_port", Shape::Integer, 2, 2),
    (0x020B, "destination_port", Shape::Integer, 2, 2),
    (0x020C, "sar_msg_ref_num", Shape::Integer, 2, 2),
    (0x020D, "language_indicator", Shape::Integer, 1, 1),
    (0x020E, "sar_total_segments", Shape::Integer, 1, 1),
    (0x020F, "sar_segment_seqnum", Shape::Integer, 1, 1),
    (0x0210, "sc_interface_version", Shape::Integer, 1, 1),
    (0x0302, "callback_num_pres_ind", Shape::Integer, 1, 1),
    (0x0303, "callback_num_atag", Shape::Octets, 0, 65),
    (0x0304, "number_of_messages", Shape::Integer, 1, 1),
    (0x0381, "callback_num", Shape::Octets, 4, 19),
    (0x0420, "dpf_result", Shape::Integer, 1, 1),
    (0x0421, "set_dpf", Shape::Integer, 1, 1),
    (0x0422, "ms_availability_status", Shape::Integer, 1, 1),
    (0x0423, "network_error_code", Shape::Octets, 3, 3),
    (0x0424, "message_payload", Shape::Octets, 0, 65535),
    (0x0425, "delivery_failure_reason", Shape::Integer, 1, 1),
    (0x0426, "more_messages_to_send", Shape::Integer, 1, 1),
    (0x0427, "message_state", Shape::Integer, 1, 1),
    (0x0428, "congestion_state", Shape::Integer, 1, 1),
    (0x0501, "ussd_service_op", Shape::Integer, 1, 1),
    (0x0600, "broadcast_channel_indicator", Shape::Integer, 1, 1),
    (0x0601, "broadcast_content_type", Shape::Octets, 3, 3),
    (0x0602, "broadcast_content_type_info", Shape::Octets, 1, 255),
    (0x0603, "broadcast_message_class", Shape::Integer, 1, 1),
    (0x0604, "broadcast_rep_num", Shape::Integer, 2, 2),
    (0x0605, "broadcast_frequency_interval", Shape::Octets, 3, 3),
    (0x0606, "broadcast_area_identifier", Shape::Octets, 1, 101),
    (0x0607, "broadcast_error_status", Shape::Integer, 4, 4),
    (0x0608, "broadcast_area_success", Shape::Integer, 1, 1),
    (0x0609, "broadcast_end_time", Shape::Octets, 16, 17),
    (0x060A, "broadcast_service_group", Shape::Octets, 1, 255),
    (0x060B, "billing_identification", Shape::Octets, 1, 1024),
    (0x060D, "source_network_id", Shape::CString, 7, 65),
    (0x060E, "dest_network_id", Shape::CString, 7, 65),
    (0x060F, "source_node_id", Shape::Octets, 6, 6),
    (0x0610, "dest_node_id", Shape::Octets, 6, 6),
    (0x0611, "dest_addr_np_resolution", Shape::Integer, 1, 1),
    (0x0612, "dest_addr_np_information", Shape::Octets, 10, 10),
    (0x0613, "dest_addr_np_country", Shape::Integer, 1, 5),
    (0x1201, "display_time", Shape::Integer, 1, 1),
    (0x1203, "sms_signal", Shape::Integer, 2, 2),
    (0x1204, "ms_validity", Shape::Octets, 1, 4),
    (0x130C, "alert_on_message_delivery", Shape::Integer, 0, 1),
    (0x1380, "its_reply_type", Shape::Integer, 1, 1),
    (0x1383, "its_session_info", Shape::Octets, 2, 2),
];

/// Names and numbers of a table, each of which stands there once.
#[track_caller]
fn check_unique<'a, N: Ord>(rows: impl Iterator<Item = (N, &'a str)>, count: usize) {
    let (numbers, names): (BTreeSet<N>, BTreeSet<&str>) = rows.unzip();
    assert_eq!((numbers.len(), names.len()), (count, count), "a number or a name stands twice");
}

#[test]
fn command_ids() {
    check_unique(COMMANDS.into_iter(), 39);
    for (number, name) in COMMANDS {
        assert_eq!(CommandId(number).name(), Some(name));
        assert_eq!(CommandId(number).to_string(), name);
        assert_eq!(CommandId::from_name(name), Some(CommandId(number)));
        assert!(!CommandId(number).remark().is_empty(), "{name}");
    }
    assert_eq!(CommandId::ALL.len(), COMMANDS.len());
    let known = |number| COMMANDS.iter().any(|row| row.0 == number);
    for number in (0..=0xFFFF).flat_map(|low| [low, low | 0x8000_0000, low | 0x0001_0000]) {
        assert_eq!(CommandId(number).name().is_some(), known(number), "{number:#x}");
    }
    assert_eq!(CommandId(0x0001_0200).to_string(), "0x00010200");
    assert_eq!(CommandId::from_name("submit_sms"), None);
}

#[test]
fn command_statuses() {
    check_unique(STATUSES.into_iter(), 67);
    for (number, name) in STATUSES {
        assert_eq!(CommandStatus(number).name(), Some(name));
        assert_eq!(CommandStatus(number).to_string(), name);
        assert_eq!(CommandStatus::from_name(name), Some(CommandStatus(number)));
        assert!(!CommandStatus(number).remark().is_empty(), "{name}");
    }
    assert_eq!(CommandStatus::ALL.len(), STATUSES.len());
    let known = |number| STATUSES.iter().any(|row| row.0 == number);
    for number in 0..=0xFFFF {
        assert_eq!(CommandStatus(number).name().is_some(), known(number), "{number:#x}");
    }
    assert_eq!(CommandStatus(0x0450).to_string(), "0x00000450");
}

#[test]
fn tags() {
    check_unique(TAGS.iter().map(|row| (row.0, row.1)), 64);
    for (number, name, shape, ..) in TAGS {
        assert_eq!(Tag(number).name(), Some(name));
        assert_eq!(Tag(number).to_string(), name);
        assert_eq!(Tag::from_name(name), Some(Tag(number)));
        assert!(!Tag(number).remark().is_empty(), "{name}");
        assert_eq!(Tag(number).rule().map(|rule| rule.0), Some(shape), "{name}");
    }
    assert_eq!(Tag::ALL.len(), TAGS.len());
    for number in 0..=0xFFFF {
        let known = TAGS.iter().any(|row| row.0 == number);
        assert_eq!(Tag(number).name().is_some(), known, "{number:#x}");
        assert_eq!(Tag(number).rule().is_some(), known, "{number:#x}");
    }
    assert_eq!(Tag(0x1400).to_string(), "0x1400");
}

/// May the value of a row be this long? One tag has two lengths with nothing between them, and
/// characters may lack the terminator that they are counted with.
fn possible(
    &(number, _, shape, least, most): &(u16, &str, Shape, usize, usize),
    length: usize,
) -> bool {
    if number == 0x1204 {
        return length == 1 || length == 4;
    }
    let least = if shape == Shape::CString { (least - 1).max(1) } else { least };
    (least..=most).contains(&length)
}

#[test]
fn lengths_of_values() {
    for row in &TAGS {
        let (_, lengths) = Tag(row.0).rule().expect("it is known");
        for length in (0..=1100).chain([65_535]) {
            assert_eq!(lengths.allow(length), possible(row, length), "{} of {length}", row.1);
        }
    }
    assert!(!Lengths::Between(0, u16::MAX).allow(65_536));
}

/// The reader and the maker of TLVs keep to the same lengths. No value at all is read as no TLV.
#[test]
fn lengths_are_kept_in_both_directions() {
    for row in &TAGS {
        let (number, name, _, least, most) = *row;
        for length in [0, 1, least.saturating_sub(1), least, most, (most + 1).min(65_535)] {
            println!("{name} of {length}");
            let head = format!(
                "00000000 00000103 00000000 00000002 00 000000 000000 00 00 00 {number:04X} {length:04X}"
            );
            let pdu = [hex(&head), vec![0x31; length]].concat();
            let pdu = cut_off(&pdu, pdu.len());
            let pushed = TlvBuf::new().push(Tag(number), &vec![0x31; length]);
            let kind = if length == 0 { Kind::TlvEmpty } else { Kind::TlvLength };
            let note = (Field::Tlv(Tag(number)), 26, kind);
            if possible(row, length) {
                assert_eq!(pushed, Ok(()));
                accept(STRICT, &pdu, &[], |pdu| {
                    assert_eq!(pdu.tlvs().find(Tag(number)).map(<[u8]>::len), Some(length));
                });
                continue;
            }
            assert_eq!(pushed, Err(BadTlv { tag: Tag(number), length }));
            if length == 0 {
                accept(STRICT, &pdu, &[note], |pdu| assert_eq!(pdu.tlvs().find(Tag(number)), None));
            } else {
                refuse(STRICT, &pdu, (note.0, note.1, note.2, 0xC2), answer(0x8000_0103, 0xC2));
                accept(LENIENT, &pdu, &[note], |pdu| {
                    assert_eq!(pdu.tlvs().find(Tag(number)), None)
                });
            }
        }
    }
}

/// callback_num and its two companions, the areas of a broadcast and what became of them.
#[test]
fn tags_that_may_repeat() {
    let repeated = (0..=0xFFFF).map(Tag).filter(|tag| tag.may_repeat());
    let expected = [0x0302, 0x0303, 0x0381, 0x0606, 0x0607, 0x0608];
    assert_eq!(repeated.collect::<Vec<_>>(), expected.map(Tag));
}
