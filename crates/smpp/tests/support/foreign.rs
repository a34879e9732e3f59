//! What `rusmpp` read, under the names of a recipe. Only the differential test needs it.

use crate::support::recipe::{Number, Target, Value};
use rusmpp::encode::{Encode, Length};
use rusmpp::tlvs::Tlv;
use rusmpp::values::{DestAddress, UnsuccessSme};
use rusmpp::{Command, Pdu};

type Fields = Vec<(&'static str, Value)>;

macro_rules! fields {
    ($body:ident; $($way:ident $name:ident)*) => { vec![$((stringify!($name), $way!($body $name))),*] };
}

macro_rules! service {
    ($body:ident $name:ident) => {
        Value::Text(characters($body.$name.value()))
    };
}

macro_rules! text {
    ($body:ident $name:ident) => {
        Value::Text(characters(&$body.$name))
    };
}

macro_rules! id {
    ($body:ident $name:ident) => {
        Value::Text(characters($body.$name()))
    };
}

macro_rules! byte {
    ($body:ident $name:ident) => {
        Value::Byte($body.$name.into())
    };
}

macro_rules! source {
    ($body:ident $name:ident) => {
        address(&$body.$name, $body.source_addr_ton, $body.source_addr_npi)
    };
}

macro_rules! dest {
    ($body:ident $name:ident) => {
        address(&$body.$name, $body.dest_addr_ton, $body.dest_addr_npi)
    };
}

macro_rules! esme {
    ($body:ident $name:ident) => {
        address(&$body.$name, $body.esme_addr_ton, $body.esme_addr_npi)
    };
}

macro_rules! range {
    ($body:ident $name:ident) => {
        address(&$body.$name, $body.addr_ton, $body.addr_npi)
    };
}

macro_rules! octets {
    ($body:ident $name:ident) => {
        Value::Message($body.$name().to_vec())
    };
}

macro_rules! bind {
    ($body:ident) => {
        fields!($body; text system_id text password text system_type byte interface_version
            range address_range)
    };
}

macro_rules! sm {
    ($body:ident) => {
        fields!($body; service service_type source source_addr dest destination_addr byte esm_class
            byte protocol_id byte priority_flag text schedule_delivery_time text validity_period
            byte registered_delivery byte replace_if_present_flag byte data_coding
            byte sm_default_msg_id octets short_message)
    };
}

/// The mandatory fields of a PDU.
pub(crate) fn fields(pdu: &Pdu) -> Fields {
    match pdu {
        Pdu::BindTransmitter(body) => bind!(body),
        Pdu::BindReceiver(body) => bind!(body),
        Pdu::BindTransceiver(body) => bind!(body),
        Pdu::BindTransmitterResp(body) => fields!(body; text system_id),
        Pdu::BindReceiverResp(body) => fields!(body; text system_id),
        Pdu::BindTransceiverResp(body) => fields!(body; text system_id),
        Pdu::Outbind(body) => fields!(body; text system_id text password),
        Pdu::AlertNotification(body) => fields!(body; source source_addr esme esme_addr),
        Pdu::SubmitSm(body) => sm!(body),
        Pdu::DeliverSm(body) => sm!(body),
        Pdu::SubmitSmResp(body) => fields!(body; id message_id),
        Pdu::DeliverSmResp(body) => fields!(body; id message_id),
        Pdu::DataSm(body) => fields!(body; service service_type source source_addr
            dest destination_addr byte esm_class byte registered_delivery byte data_coding),
        Pdu::DataSmResp(body) => fields!(body; id message_id),
        Pdu::QuerySm(body) => fields!(body; text message_id source source_addr),
        Pdu::QuerySmResp(body) => {
            fields!(body; text message_id text final_date byte message_state byte error_code)
        }
        Pdu::CancelSm(body) => fields!(body; service service_type text message_id
            source source_addr dest destination_addr),
        Pdu::ReplaceSm(body) => fields!(body; text message_id source source_addr
            text schedule_delivery_time text validity_period byte registered_delivery
            byte sm_default_msg_id octets short_message),
        Pdu::SubmitMulti(body) => {
            let mut fields = fields!(body; service service_type source source_addr byte esm_class
                byte protocol_id byte priority_flag text schedule_delivery_time
                text validity_period byte registered_delivery byte replace_if_present_flag
                byte data_coding byte sm_default_msg_id octets short_message);
            let targets = body.dest_address().iter().map(target).collect();
            fields.insert(2, ("dest_address", Value::Destinations(targets)));
            fields
        }
        Pdu::SubmitMultiResp(body) => {
            let failures = body.unsuccess_sme().iter().map(failure).collect();
            let mut fields = fields!(body; text message_id);
            fields.push(("unsuccess_sme", Value::Failures(failures)));
            fields
        }
        Pdu::BroadcastSm(body) => fields!(body; service service_type source source_addr
            text message_id byte priority_flag text schedule_delivery_time text validity_period
            byte replace_if_present_flag byte data_coding byte sm_default_msg_id),
        Pdu::BroadcastSmResp(body) => fields!(body; text message_id),
        Pdu::QueryBroadcastSm(body) => fields!(body; text message_id source source_addr),
        Pdu::QueryBroadcastSmResp(body) => fields!(body; text message_id),
        Pdu::CancelBroadcastSm(body) => {
            fields!(body; service service_type text message_id source source_addr)
        }
        Pdu::Unbind
        | Pdu::UnbindResp
        | Pdu::EnquireLink
        | Pdu::EnquireLinkResp
        | Pdu::GenericNack
        | Pdu::CancelSmResp
        | Pdu::ReplaceSmResp
        | Pdu::CancelBroadcastSmResp => Vec::new(),
        Pdu::Other { body, .. } => vec![("body", Value::Message(body.to_vec()))],
    }
}

/// The optional part of a PDU.
pub(crate) fn tlvs(pdu: &Pdu) -> Vec<(u16, Vec<u8>)> {
    let tlvs: Vec<&Tlv> = match pdu {
        Pdu::BindTransmitterResp(body) => body.sc_interface_version_tlv().into_iter().collect(),
        Pdu::BindReceiverResp(body) => body.sc_interface_version_tlv().into_iter().collect(),
        Pdu::BindTransceiverResp(body) => body.sc_interface_version_tlv().into_iter().collect(),
        Pdu::AlertNotification(body) => body.ms_availability_status_tlv().into_iter().collect(),
        Pdu::SubmitSm(body) => body.tlvs().iter().collect(),
        Pdu::SubmitSmResp(body) => body.tlvs().iter().collect(),
        Pdu::DeliverSm(body) => body.tlvs().iter().collect(),
        Pdu::DeliverSmResp(body) => body.tlvs().iter().collect(),
        Pdu::DataSm(body) => body.tlvs().iter().collect(),
        Pdu::DataSmResp(body) => body.tlvs().iter().collect(),
        Pdu::ReplaceSm(body) => body.message_payload_tlv().into_iter().collect(),
        Pdu::SubmitMulti(body) => body.tlvs().iter().collect(),
        Pdu::SubmitMultiResp(body) => body.tlvs().iter().collect(),
        Pdu::BroadcastSm(body) => body.tlvs().iter().collect(),
        Pdu::BroadcastSmResp(body) => body.tlvs().iter().collect(),
        Pdu::QueryBroadcastSm(body) => body.user_message_reference_tlv().into_iter().collect(),
        Pdu::QueryBroadcastSmResp(body) => body.tlvs().iter().collect(),
        Pdu::CancelBroadcastSm(body) => body.tlvs().iter().collect(),
        Pdu::BindTransmitter(_)
        | Pdu::BindReceiver(_)
        | Pdu::BindTransceiver(_)
        | Pdu::Outbind(_)
        | Pdu::QuerySm(_)
        | Pdu::QuerySmResp(_)
        | Pdu::CancelSm(_)
        | Pdu::Unbind
        | Pdu::UnbindResp
        | Pdu::EnquireLink
        | Pdu::EnquireLinkResp
        | Pdu::GenericNack
        | Pdu::CancelSmResp
        | Pdu::ReplaceSmResp
        | Pdu::CancelBroadcastSmResp
        | Pdu::Other { .. } => Vec::new(),
    };
    tlvs.into_iter().map(tlv).collect()
}

/// The octets that rusmpp writes for a command.
pub(crate) fn octets(command: &Command) -> Vec<u8> {
    let length = u32::try_from(4 + command.length()).expect("it is far shorter");
    [length.to_be_bytes().as_slice(), &written(command)].concat()
}

fn written(value: &impl Encode) -> Vec<u8> {
    let mut octets = vec![0; value.length()];
    assert_eq!(value.encode(&mut octets), octets.len());
    octets
}

fn tlv(tlv: &Tlv) -> (u16, Vec<u8>) {
    (tlv.tag().into(), tlv.value().map(written).unwrap_or_default())
}

fn characters(terminated: &[u8]) -> Vec<u8> {
    terminated.strip_suffix(&[0]).expect("rusmpp keeps the terminator").to_vec()
}

fn number(digits: &[u8], ton: impl Into<u8>, npi: impl Into<u8>) -> Number {
    Number { ton: ton.into(), npi: npi.into(), digits: characters(digits) }
}

fn address(digits: &[u8], ton: impl Into<u8>, npi: impl Into<u8>) -> Value {
    Value::Address(number(digits, ton, npi))
}

fn target(entry: &DestAddress) -> Target {
    match entry {
        DestAddress::SmeAddress(sme) => {
            Target::Number(number(&sme.destination_addr, sme.dest_addr_ton, sme.dest_addr_npi))
        }
        DestAddress::DistributionListName(list) => Target::List(characters(&list.dl_name)),
    }
}

fn failure(entry: &UnsuccessSme) -> (Number, u32) {
    let destination = number(&entry.destination_addr, entry.dest_addr_ton, entry.dest_addr_npi);
    (destination, entry.error_status_code.into())
}
