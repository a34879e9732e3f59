//! `whimbrel pdu encode`: a PDU from its fields.

mod fields;

use crate::Said;
use bytes::BytesMut;
use fields::Fields;
use registry::nearest;
use smpp::pdu::bind::{Bind, BindResp, Outbind, Tail};
use smpp::pdu::manage::{AlertNotification, CancelSm, QuerySm, QuerySmResp, ReplaceSm};
use smpp::pdu::message::{DataSm, MessageResp, Sm};
use smpp::{CommandId, Encoder, Pdu, Version};

pub(crate) const EXAMPLES: &str = "\
Examples:
  whimbrel pdu encode submit_sm destination=+447700900001 text=Hello
  whimbrel pdu encode submit_sm sequence=7 source=Demo destination=1/1/447700900001 text='5 €' registered_delivery=1
  whimbrel pdu encode deliver_sm esm_class=4 text='id:7 stat:DELIVRD err:000' receipted_message_id=7 message_state=2
  whimbrel pdu encode submit_sm_resp status=ESME_RTHROTTLED
  whimbrel pdu decode $(whimbrel pdu encode enquire_link)

Fields have the names of the standard. An address is +DIGITS, DIGITS, a name, or TON/NPI/DIGITS. text is
written in GSM 7-bit, or UCS2 if it needs that, or as data_coding says; short_message takes hex. TLVs are
named, too, or by number: 0x1400=01FF.";

/// Operations that can be written, each with its fields.
const OPERATIONS: &[(CommandId, &[&str])] = &[
    (CommandId::SUBMIT_SM, SM),
    (CommandId::DELIVER_SM, SM),
    (CommandId::DATA_SM, DATA_SM),
    (CommandId::BIND_TRANSMITTER, BIND),
    (CommandId::BIND_RECEIVER, BIND),
    (CommandId::BIND_TRANSCEIVER, BIND),
    (CommandId::OUTBIND, &["system_id", "password"]),
    (CommandId::QUERY_SM, &["message_id", "source_addr"]),
    (CommandId::QUERY_SM_RESP, &["message_id", "final_date", "message_state", "error_code"]),
    (CommandId::CANCEL_SM, &["service_type", "message_id", "source_addr", "destination_addr"]),
    (CommandId::REPLACE_SM, REPLACE_SM),
    (CommandId::ALERT_NOTIFICATION, &["source_addr", "esme_addr"]),
    (CommandId::SUBMIT_SM_RESP, &["message_id"]),
    (CommandId::DELIVER_SM_RESP, &["message_id"]),
    (CommandId::DATA_SM_RESP, &["message_id"]),
    (CommandId::BIND_TRANSMITTER_RESP, &["system_id"]),
    (CommandId::BIND_RECEIVER_RESP, &["system_id"]),
    (CommandId::BIND_TRANSCEIVER_RESP, &["system_id"]),
    (CommandId::ENQUIRE_LINK, &[]),
    (CommandId::ENQUIRE_LINK_RESP, &[]),
    (CommandId::UNBIND, &[]),
    (CommandId::UNBIND_RESP, &[]),
    (CommandId::GENERIC_NACK, &[]),
    (CommandId::CANCEL_SM_RESP, &[]),
    (CommandId::REPLACE_SM_RESP, &[]),
];

const SM: &[&str] = &[
    "service_type",
    "source_addr",
    "destination_addr",
    "esm_class",
    "protocol_id",
    "priority_flag",
    "schedule_delivery_time",
    "validity_period",
    "registered_delivery",
    "replace_if_present_flag",
    "data_coding",
    "sm_default_msg_id",
    "short_message",
    "text",
];
const DATA_SM: &[&str] = &[
    "service_type",
    "source_addr",
    "destination_addr",
    "esm_class",
    "registered_delivery",
    "data_coding",
];
const BIND: &[&str] = &[
    "system_id",
    "password",
    "system_type",
    "interface_version",
    "addr_ton",
    "addr_npi",
    "address_range",
];
const REPLACE_SM: &[&str] = &[
    "message_id",
    "source_addr",
    "schedule_delivery_time",
    "validity_period",
    "registered_delivery",
    "sm_default_msg_id",
    "short_message",
    "text",
];

/// The octets in hex.
pub(crate) fn encode(operation: &str, given: &[String], version: Version) -> Said {
    let found = OPERATIONS.iter().find(|(command, _)| command.name() == Some(operation));
    let Some((command, names)) = found else { return Err(unknown(operation)) };
    let fields = Fields::read(given, operation, names)?;
    let mut out = BytesMut::new();
    let pdu = pdu(*command, version, &fields);
    let encoder = Encoder::new(version);
    encoder
        .encode(&pdu, fields.status, fields.sequence, &mut out)
        .map_err(|error| format!("{}: {}", error.field, error.kind))?;
    let hex: String = out.iter().map(|octet| format!("{octet:02X}")).collect();
    Ok(hex + "\n")
}

fn unknown(operation: &str) -> String {
    let names: Vec<&str> = OPERATIONS.iter().filter_map(|(command, _)| command.name()).collect();
    let near = nearest(operation, names.iter().copied());
    let near = near.map_or(String::new(), |near| format!("; did you mean {near:?}?"));
    format!(
        "{operation:?} is no operation that can be written, there are {}{near}",
        names.join(", ")
    )
}

fn pdu<'a>(command: CommandId, version: Version, fields: &'a Fields) -> Pdu<'a> {
    match command {
        CommandId::SUBMIT_SM => Pdu::SubmitSm(sm(fields)),
        CommandId::DELIVER_SM => Pdu::DeliverSm(sm(fields)),
        CommandId::DATA_SM => Pdu::DataSm(data_sm(fields)),
        CommandId::BIND_TRANSMITTER => Pdu::BindTransmitter(bind(fields, version)),
        CommandId::BIND_RECEIVER => Pdu::BindReceiver(bind(fields, version)),
        CommandId::BIND_TRANSCEIVER => Pdu::BindTransceiver(bind(fields, version)),
        CommandId::OUTBIND => {
            let (system_id, password) = (fields.text("system_id"), fields.secret("password"));
            Pdu::Outbind(Outbind { system_id, password, tlvs: fields.tlvs() })
        }
        CommandId::QUERY_SM => Pdu::QuerySm(QuerySm {
            message_id: fields.text("message_id"),
            source: fields.address("source_addr"),
            tlvs: fields.tlvs(),
        }),
        CommandId::ALERT_NOTIFICATION => Pdu::AlertNotification(AlertNotification {
            source: fields.address("source_addr"),
            esme: fields.address("esme_addr"),
            tlvs: fields.tlvs(),
        }),
        CommandId::CANCEL_SM => Pdu::CancelSm(cancel_sm(fields)),
        CommandId::REPLACE_SM => Pdu::ReplaceSm(replace_sm(fields)),
        _ => answer(command, fields),
    }
}

/// What answers, and what has no fields.
fn answer<'a>(command: CommandId, fields: &'a Fields) -> Pdu<'a> {
    let (message_id, tlvs) = (fields.text("message_id"), fields.tlvs());
    let message = MessageResp { message_id, tlvs };
    let bound = BindResp { system_id: fields.text("system_id"), tlvs };
    let tail = Tail { tlvs };
    match command {
        CommandId::SUBMIT_SM_RESP => Pdu::SubmitSmResp(message),
        CommandId::DELIVER_SM_RESP => Pdu::DeliverSmResp(message),
        CommandId::DATA_SM_RESP => Pdu::DataSmResp(message),
        CommandId::BIND_TRANSMITTER_RESP => Pdu::BindTransmitterResp(bound),
        CommandId::BIND_RECEIVER_RESP => Pdu::BindReceiverResp(bound),
        CommandId::BIND_TRANSCEIVER_RESP => Pdu::BindTransceiverResp(bound),
        CommandId::QUERY_SM_RESP => Pdu::QuerySmResp(QuerySmResp {
            message_id,
            final_date: fields.text("final_date"),
            message_state: fields.number("message_state"),
            error_code: fields.number("error_code"),
            tlvs,
        }),
        CommandId::UNBIND_RESP => Pdu::UnbindResp(tail),
        CommandId::ENQUIRE_LINK_RESP => Pdu::EnquireLinkResp(tail),
        CommandId::CANCEL_SM_RESP => Pdu::CancelSmResp(tail),
        CommandId::REPLACE_SM_RESP => Pdu::ReplaceSmResp(tail),
        CommandId::ENQUIRE_LINK => Pdu::EnquireLink,
        CommandId::UNBIND => Pdu::Unbind,
        _ => Pdu::GenericNack(tail),
    }
}

fn sm(fields: &Fields) -> Sm<'_> {
    Sm {
        service_type: fields.text("service_type"),
        source: fields.address("source_addr"),
        destination: fields.address("destination_addr"),
        esm_class: fields.number("esm_class"),
        protocol_id: fields.number("protocol_id"),
        priority_flag: fields.number("priority_flag"),
        schedule_delivery_time: fields.text("schedule_delivery_time"),
        validity_period: fields.text("validity_period"),
        registered_delivery: fields.number("registered_delivery"),
        replace_if_present_flag: fields.number("replace_if_present_flag"),
        data_coding: fields.number("data_coding"),
        sm_default_msg_id: fields.number("sm_default_msg_id"),
        short_message: fields.text("short_message"),
        tlvs: fields.tlvs(),
    }
}

fn data_sm(fields: &Fields) -> DataSm<'_> {
    DataSm {
        service_type: fields.text("service_type"),
        source: fields.address("source_addr"),
        destination: fields.address("destination_addr"),
        esm_class: fields.number("esm_class"),
        registered_delivery: fields.number("registered_delivery"),
        data_coding: fields.number("data_coding"),
        tlvs: fields.tlvs(),
    }
}

fn bind(fields: &Fields, version: Version) -> Bind<'_> {
    let given = fields.number_if_any("interface_version");
    Bind {
        system_id: fields.text("system_id"),
        password: fields.secret("password"),
        system_type: fields.text("system_type"),
        interface_version: given.unwrap_or(version.rules().interface_version),
        addr_ton: fields.number("addr_ton"),
        addr_npi: fields.number("addr_npi"),
        address_range: fields.text("address_range"),
        tlvs: fields.tlvs(),
    }
}

fn cancel_sm(fields: &Fields) -> CancelSm<'_> {
    CancelSm {
        service_type: fields.text("service_type"),
        message_id: fields.text("message_id"),
        source: fields.address("source_addr"),
        destination: fields.address("destination_addr"),
        tlvs: fields.tlvs(),
    }
}

fn replace_sm(fields: &Fields) -> ReplaceSm<'_> {
    ReplaceSm {
        message_id: fields.text("message_id"),
        source: fields.address("source_addr"),
        schedule_delivery_time: fields.text("schedule_delivery_time"),
        validity_period: fields.text("validity_period"),
        registered_delivery: fields.number("registered_delivery"),
        sm_default_msg_id: fields.number("sm_default_msg_id"),
        short_message: fields.text("short_message"),
        tlvs: fields.tlvs(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdu::decode;

    #[track_caller]
    fn check(words: &str, expected: Result<&str, &str>) {
        let mut words = words.split(' ').map(str::to_owned);
        let operation = words.next().expect("an operation");
        let given: Vec<String> = words.map(|word| word.replace('~', " ")).collect();
        let said = encode(&operation, &given, Version::V34);
        let expected = expected.map(|hex| hex.replace([' ', '\n'], "") + "\n");
        assert_eq!(said, expected.map_err(str::to_owned));
    }

    #[test]
    fn what_has_no_fields_is_a_header() {
        check("enquire_link", Ok("00000010 00000015 00000000 00000001"));
        check("generic_nack status=0x3 sequence=7", Ok("00000010 80000000 00000003 00000007"));
        // A refusal has no body (SMPP 3.4 s4.4.2).
        check(
            "submit_sm_resp status=ESME_RTHROTTLED message_id=7",
            Ok("00000010 80000004 00000058 00000001"),
        );
    }

    #[test]
    fn a_message_has_its_fields_in_their_places() {
        check(
            "submit_sm sequence=2 source=Demo destination=+447700900001 text=Hi~@~5~€ registered_delivery=1",
            Ok("0000003A 00000004 00000000 00000002 00 05 00 44656D6F00 01 01 34343737303039303030303100
                00 00 00 00 00 01 00 00 00 09 48692000203520 1B65"),
        );
        check(
            "submit_sm destination=1/1/447700900001 text=Ж",
            Ok("0000002F 00000004 00000000 00000001 00 00 00 00 01 01 34343737303039303030303100
                00 00 00 00 00 00 00 08 00 02 0416"),
        );
        check(
            "deliver_sm esm_class=4 message_state=2 receipted_message_id=7 0x1400=01FF",
            Ok("00000032 00000005 00000000 00000001 00 00 00 00 00 00 00 04 00 00 00 00 00 00 00 00 00
                0427 0001 02 001E 0002 3700 1400 0002 01FF"),
        );
    }

    #[test]
    fn what_was_written_is_read_again() {
        let given = ["system_id=acme", "password=secret"].map(str::to_owned);
        for (command, _) in OPERATIONS {
            let name = command.name().expect("it has one");
            let given = if command.is_bind() { &given[..] } else { &[] };
            let hex = encode(name, given, Version::V50).expect("it can be written");
            let said = decode(&hex, Version::V50).expect("it can be read");
            assert!(said.starts_with(&format!("{name}  sequence 1  ESME_ROK")), "{said}");
        }
    }

    #[test]
    fn what_is_unknown_is_told_with_the_nearest() {
        let refused = encode("sumbit_sm", &[], Version::V34).expect_err("unknown");
        assert!(refused.ends_with("did you mean \"submit_sm\"?"), "{refused}");
        check(
            "query_sm mesage_id=7",
            Err(
                "query_sm has no \"mesage_id\", there are message_id, source_addr, sequence, status \
                 and TLVs; did you mean \"message_id\"?",
            ),
        );
        check("enquire_link sequence", Err("\"sequence\" is no FIELD=VALUE"));
        check("submit_sm esm_class=256", Err("esm_class: \"256\" is no number from 0 to 255"));
        check("submit_sm_resp status=ESME_RNOPE", Err("status: \"ESME_RNOPE\" is no status"));
        check("submit_sm text=Ж data_coding=1", Err("text: data_coding 1 has no letter 'Ж'"));
    }
}
