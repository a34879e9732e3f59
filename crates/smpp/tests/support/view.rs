//! From a recipe to the codec's own types.

use super::recipe::{Number, Recipe, Target, Value};
use smpp::list::{Destination, Failure, ListBuf};
use smpp::pdu::bind::{Bind, BindResp, Outbind, Tail};
use smpp::pdu::broadcast::{
    BroadcastSm, BroadcastSmResp, CancelBroadcastSm, QueryBroadcastSm, QueryBroadcastSmResp,
};
use smpp::pdu::legacy::{
    ParamRetrieve, ParamRetrieveResp, QueryLastMsgs, QueryLastMsgsResp, QueryMsgDetails,
    QueryMsgDetailsResp,
};
use smpp::pdu::manage::{AlertNotification, CancelSm, QuerySm, QuerySmResp, ReplaceSm};
use smpp::pdu::message::{DataSm, MessageResp, Sm, SubmitMulti, SubmitMultiResp};
use smpp::{Address, Secret};
use smpp::{CommandStatus, Pdu, Tag, TlvBuf, Tlvs};

/// The parts of a PDU that have to be put together before it can be looked at.
pub(crate) struct Parts {
    tlvs: TlvBuf,
    list: ListBuf,
}

impl Recipe {
    /// The TLVs and the list of this PDU.
    pub(crate) fn parts(&self) -> Parts {
        let mut tlvs = TlvBuf::new();
        for (tag, value) in &self.tlvs {
            tlvs.push(Tag(*tag), value).expect("the recipe is valid");
        }
        let mut list = ListBuf::new();
        for (_, value) in &self.fields {
            fill(&mut list, value);
        }
        Parts { tlvs, list }
    }

    /// This PDU as the codec would show it.
    pub(crate) fn view<'a>(&'a self, parts: &'a Parts) -> Pdu<'a> {
        let Parts { tlvs, list } = parts;
        let tlvs = tlvs.view();
        self.session_pdu(tlvs)
            .or_else(|| self.message_pdu(tlvs, list))
            .or_else(|| self.manage_pdu(tlvs))
            .or_else(|| self.broadcast_pdu(tlvs))
            .or_else(|| self.legacy_pdu(tlvs, list))
            .unwrap_or_else(|| panic!("{} is in no family", self.name))
    }

    fn session_pdu<'a>(&'a self, tlvs: Tlvs<'a>) -> Option<Pdu<'a>> {
        let bind = || Bind {
            system_id: self.text("system_id"),
            password: Secret(self.text("password")),
            system_type: self.text("system_type"),
            interface_version: self.byte("interface_version"),
            addr_ton: self.address("address_range").ton,
            addr_npi: self.address("address_range").npi,
            address_range: self.address("address_range").digits,
            tlvs,
        };
        let bind_resp = || BindResp { system_id: self.text("system_id"), tlvs };
        let tail = Tail { tlvs };
        Some(match self.name {
            "bind_receiver" => Pdu::BindReceiver(bind()),
            "bind_receiver_resp" => Pdu::BindReceiverResp(bind_resp()),
            "bind_transmitter" => Pdu::BindTransmitter(bind()),
            "bind_transmitter_resp" => Pdu::BindTransmitterResp(bind_resp()),
            "bind_transceiver" => Pdu::BindTransceiver(bind()),
            "bind_transceiver_resp" => Pdu::BindTransceiverResp(bind_resp()),
            "outbind" => Pdu::Outbind(Outbind {
                system_id: self.text("system_id"),
                password: Secret(self.text("password")),
                tlvs,
            }),
            "unbind" => Pdu::Unbind,
            "unbind_resp" => Pdu::UnbindResp(tail),
            "enquire_link" => Pdu::EnquireLink,
            "enquire_link_resp" => Pdu::EnquireLinkResp(tail),
            "generic_nack" => Pdu::GenericNack(tail),
            _ => return None,
        })
    }

    fn message_pdu<'a>(&'a self, tlvs: Tlvs<'a>, list: &'a ListBuf) -> Option<Pdu<'a>> {
        let resp = || MessageResp { message_id: self.text("message_id"), tlvs };
        Some(match self.name {
            "submit_sm" => Pdu::SubmitSm(self.sm(tlvs)),
            "submit_sm_resp" => Pdu::SubmitSmResp(resp()),
            "deliver_sm" => Pdu::DeliverSm(self.sm(tlvs)),
            "deliver_sm_resp" => Pdu::DeliverSmResp(resp()),
            "data_sm" => Pdu::DataSm(DataSm {
                service_type: self.text("service_type"),
                source: self.address("source_addr"),
                destination: self.address("destination_addr"),
                esm_class: self.byte("esm_class"),
                registered_delivery: self.byte("registered_delivery"),
                data_coding: self.byte("data_coding"),
                tlvs,
            }),
            "data_sm_resp" => Pdu::DataSmResp(resp()),
            "submit_multi" => Pdu::SubmitMulti(self.submit_multi(tlvs, list)),
            "submit_multi_resp" => Pdu::SubmitMultiResp(SubmitMultiResp {
                message_id: self.text("message_id"),
                failures: list.failures(),
                tlvs,
            }),
            _ => return None,
        })
    }

    fn sm<'a>(&'a self, tlvs: Tlvs<'a>) -> Sm<'a> {
        Sm {
            service_type: self.text("service_type"),
            source: self.address("source_addr"),
            destination: self.address("destination_addr"),
            esm_class: self.byte("esm_class"),
            protocol_id: self.byte("protocol_id"),
            priority_flag: self.byte("priority_flag"),
            schedule_delivery_time: self.text("schedule_delivery_time"),
            validity_period: self.text("validity_period"),
            registered_delivery: self.byte("registered_delivery"),
            replace_if_present_flag: self.byte("replace_if_present_flag"),
            data_coding: self.byte("data_coding"),
            sm_default_msg_id: self.byte("sm_default_msg_id"),
            short_message: self.message("short_message"),
            tlvs,
        }
    }

    fn submit_multi<'a>(&'a self, tlvs: Tlvs<'a>, list: &'a ListBuf) -> SubmitMulti<'a> {
        SubmitMulti {
            service_type: self.text("service_type"),
            source: self.address("source_addr"),
            destinations: list.destinations(),
            esm_class: self.byte("esm_class"),
            protocol_id: self.byte("protocol_id"),
            priority_flag: self.byte("priority_flag"),
            schedule_delivery_time: self.text("schedule_delivery_time"),
            validity_period: self.text("validity_period"),
            registered_delivery: self.byte("registered_delivery"),
            replace_if_present_flag: self.byte("replace_if_present_flag"),
            data_coding: self.byte("data_coding"),
            sm_default_msg_id: self.byte("sm_default_msg_id"),
            short_message: self.message("short_message"),
            tlvs,
        }
    }

    fn manage_pdu<'a>(&'a self, tlvs: Tlvs<'a>) -> Option<Pdu<'a>> {
        Some(match self.name {
            "query_sm" => Pdu::QuerySm(QuerySm {
                message_id: self.text("message_id"),
                source: self.address("source_addr"),
                tlvs,
            }),
            "query_sm_resp" => Pdu::QuerySmResp(QuerySmResp {
                message_id: self.text("message_id"),
                final_date: self.text("final_date"),
                message_state: self.byte("message_state"),
                error_code: self.byte("error_code"),
                tlvs,
            }),
            "cancel_sm" => Pdu::CancelSm(CancelSm {
                service_type: self.text("service_type"),
                message_id: self.text("message_id"),
                source: self.address("source_addr"),
                destination: self.address("destination_addr"),
                tlvs,
            }),
            "cancel_sm_resp" => Pdu::CancelSmResp(Tail { tlvs }),
            "replace_sm" => Pdu::ReplaceSm(ReplaceSm {
                message_id: self.text("message_id"),
                source: self.address("source_addr"),
                schedule_delivery_time: self.text("schedule_delivery_time"),
                validity_period: self.text("validity_period"),
                registered_delivery: self.byte("registered_delivery"),
                sm_default_msg_id: self.byte("sm_default_msg_id"),
                short_message: self.message("short_message"),
                tlvs,
            }),
            "replace_sm_resp" => Pdu::ReplaceSmResp(Tail { tlvs }),
            "alert_notification" => Pdu::AlertNotification(AlertNotification {
                source: self.address("source_addr"),
                esme: self.address("esme_addr"),
                tlvs,
            }),
            _ => return None,
        })
    }

    fn broadcast_pdu<'a>(&'a self, tlvs: Tlvs<'a>) -> Option<Pdu<'a>> {
        Some(match self.name {
            "broadcast_sm" => Pdu::BroadcastSm(BroadcastSm {
                service_type: self.text("service_type"),
                source: self.address("source_addr"),
                message_id: self.text("message_id"),
                priority_flag: self.byte("priority_flag"),
                schedule_delivery_time: self.text("schedule_delivery_time"),
                validity_period: self.text("validity_period"),
                replace_if_present_flag: self.byte("replace_if_present_flag"),
                data_coding: self.byte("data_coding"),
                sm_default_msg_id: self.byte("sm_default_msg_id"),
                tlvs,
            }),
            "broadcast_sm_resp" => {
                let message_id = self.text("message_id");
                Pdu::BroadcastSmResp(BroadcastSmResp { message_id, tlvs })
            }
            "query_broadcast_sm" => Pdu::QueryBroadcastSm(QueryBroadcastSm {
                message_id: self.text("message_id"),
                source: self.address("source_addr"),
                tlvs,
            }),
            "query_broadcast_sm_resp" => {
                let message_id = self.text("message_id");
                Pdu::QueryBroadcastSmResp(QueryBroadcastSmResp { message_id, tlvs })
            }
            "cancel_broadcast_sm" => Pdu::CancelBroadcastSm(CancelBroadcastSm {
                service_type: self.text("service_type"),
                message_id: self.text("message_id"),
                source: self.address("source_addr"),
                tlvs,
            }),
            "cancel_broadcast_sm_resp" => Pdu::CancelBroadcastSmResp(Tail { tlvs }),
            _ => return None,
        })
    }

    fn legacy_pdu<'a>(&'a self, tlvs: Tlvs<'a>, list: &'a ListBuf) -> Option<Pdu<'a>> {
        Some(match self.name {
            "param_retrieve" => {
                Pdu::ParamRetrieve(ParamRetrieve { name: self.text("param_name"), tlvs })
            }
            "param_retrieve_resp" => {
                Pdu::ParamRetrieveResp(ParamRetrieveResp { value: self.text("param_value"), tlvs })
            }
            "query_last_msgs" => Pdu::QueryLastMsgs(QueryLastMsgs {
                source: self.address("source_addr"),
                count: self.byte("number_of_messages"),
                tlvs,
            }),
            "query_last_msgs_resp" => {
                Pdu::QueryLastMsgsResp(QueryLastMsgsResp { message_ids: list.message_ids(), tlvs })
            }
            "query_msg_details" => Pdu::QueryMsgDetails(QueryMsgDetails {
                message_id: self.text("message_id"),
                source: self.address("source_addr"),
                sm_length: self.byte("sm_length"),
                tlvs,
            }),
            "query_msg_details_resp" => Pdu::QueryMsgDetailsResp(QueryMsgDetailsResp {
                service_type: self.text("service_type"),
                source: self.address("source_addr"),
                destinations: list.destinations(),
                protocol_id: self.byte("protocol_id"),
                priority_flag: self.byte("priority_flag"),
                schedule_delivery_time: self.text("schedule_delivery_time"),
                validity_period: self.text("validity_period"),
                registered_delivery: self.byte("registered_delivery"),
                data_coding: self.byte("data_coding"),
                short_message: self.message("short_message"),
                message_id: self.text("message_id"),
                final_date: self.text("final_date"),
                message_status: self.byte("message_status"),
                error_code: self.byte("error_code"),
                tlvs,
            }),
            _ => return None,
        })
    }

    fn byte(&self, name: &str) -> u8 {
        match self.find(name) {
            Some(Value::Byte(byte)) => *byte,
            other => panic!("{}: {name} is {other:?}", self.name),
        }
    }

    fn text(&self, name: &str) -> &[u8] {
        match self.find(name) {
            Some(Value::Text(text)) => text,
            other => panic!("{}: {name} is {other:?}", self.name),
        }
    }

    fn message(&self, name: &str) -> &[u8] {
        match self.find(name) {
            Some(Value::Message(text)) => text,
            other => panic!("{}: {name} is {other:?}", self.name),
        }
    }

    fn address(&self, name: &str) -> Address<'_> {
        match self.find(name) {
            Some(Value::Address(number)) => address(number),
            other => panic!("{}: {name} is {other:?}", self.name),
        }
    }
}

fn address(number: &Number) -> Address<'_> {
    Address { ton: number.ton, npi: number.npi, digits: &number.digits }
}

fn fill(list: &mut ListBuf, value: &Value) {
    const VALID: &str = "the recipe is valid";
    match value {
        Value::Destinations(targets) => targets.iter().for_each(|target| {
            let entry = match target {
                Target::Number(number) => Destination::Sme(address(number)),
                Target::List(name) => Destination::List(name),
            };
            list.push_destination(entry).expect(VALID);
        }),
        Value::Failures(failures) => failures.iter().for_each(|(number, status)| {
            let destination = address(number);
            let status = CommandStatus(*status);
            list.push_failure(Failure { destination, status }).expect(VALID);
        }),
        Value::MessageIds(ids) => ids.iter().for_each(|id| list.push_message_id(id).expect(VALID)),
        Value::Byte(_) | Value::Text(_) | Value::Address(_) | Value::Message(_) => {}
    }
}
