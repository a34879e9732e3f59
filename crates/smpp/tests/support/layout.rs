//! What stands in the body of each PDU, as the standards' tables have it (SMPP 3.3; SMPP 3.4 s4;
//! SMPP 5.0 s4), and how long the values of TLVs may be (SMPP 3.4 s5.3.2, SMPP 5.0 s4.8.4).

/// What a field is made of. Lengths are of characters, without the terminator.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// An octet of any value.
    Byte,
    /// An octet that is 0 or 1.
    Flag,
    /// An octet that must be 0.
    Zero,
    /// `esm_class`.
    EsmClass,
    /// `priority_flag`.
    Priority,
    /// `registered_delivery`.
    Receipts,
    /// `sm_default_msg_id`: as high as the version goes.
    DefaultMessage,
    /// How many messages a query_last_msgs asks for: up to 100 (SMPP 3.3).
    LastCount,
    /// A C-octet string of up to so many characters.
    Text(usize),
    /// A C-octet string of up to 64 characters, 8 in version 3.3.
    MessageId,
    /// Type of number, numbering plan and a C-octet string of up to so many characters.
    Address(usize),
    /// Empty or 16 characters.
    Time,
    /// A length of one octet, then as many octets.
    Message,
    /// A count of one octet, then destinations.
    Destinations,
    /// A count of one octet, then refused destinations.
    Failures,
    /// A count of one octet, then message ids.
    MessageIds,
}

/// A PDU: its id, its name and its mandatory fields in wire order.
pub(crate) struct Layout {
    pub(crate) id: u32,
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [(&'static str, Shape)],
}

use Shape::{
    Address, Byte, DefaultMessage, Destinations, EsmClass, Failures, Flag, LastCount, Message,
    MessageId, MessageIds, Priority, Receipts, Text, Time, Zero,
};

type Fields = &'static [(&'static str, Shape)];

const BIND: Fields = &[
    ("system_id", Text(15)),
    ("password", Text(64)),
    ("system_type", Text(12)),
    ("interface_version", Byte),
    ("address_range", Address(40)),
];

const BIND_RESP: Fields = &[("system_id", Text(15))];

const SM: Fields = &[
    ("service_type", Text(5)),
    ("source_addr", Address(20)),
    ("destination_addr", Address(20)),
    ("esm_class", EsmClass),
    ("protocol_id", Byte),
    ("priority_flag", Priority),
    ("schedule_delivery_time", Time),
    ("validity_period", Time),
    ("registered_delivery", Receipts),
    ("replace_if_present_flag", Flag),
    ("data_coding", Byte),
    ("sm_default_msg_id", DefaultMessage),
    ("short_message", Message),
];

const SUBMIT_MULTI: Fields = &[
    ("service_type", Text(5)),
    ("source_addr", Address(20)),
    ("dest_address", Destinations),
    ("esm_class", EsmClass),
    ("protocol_id", Byte),
    ("priority_flag", Priority),
    ("schedule_delivery_time", Time),
    ("validity_period", Time),
    ("registered_delivery", Receipts),
    ("replace_if_present_flag", Zero),
    ("data_coding", Byte),
    ("sm_default_msg_id", DefaultMessage),
    ("short_message", Message),
];

const DATA_SM: Fields = &[
    ("service_type", Text(5)),
    ("source_addr", Address(64)),
    ("destination_addr", Address(64)),
    ("esm_class", EsmClass),
    ("registered_delivery", Receipts),
    ("data_coding", Byte),
];

const QUERY_SM_RESP: Fields = &[
    ("message_id", MessageId),
    ("final_date", Time),
    ("message_state", Byte),
    ("error_code", Byte),
];

const CANCEL_SM: Fields = &[
    ("service_type", Text(5)),
    ("message_id", MessageId),
    ("source_addr", Address(20)),
    ("destination_addr", Address(20)),
];

const REPLACE_SM: Fields = &[
    ("message_id", MessageId),
    ("source_addr", Address(20)),
    ("schedule_delivery_time", Time),
    ("validity_period", Time),
    ("registered_delivery", Receipts),
    ("sm_default_msg_id", DefaultMessage),
    ("short_message", Message),
];

const BROADCAST_SM: Fields = &[
    ("service_type", Text(5)),
    ("source_addr", Address(20)),
    ("message_id", MessageId),
    ("priority_flag", Priority),
    ("schedule_delivery_time", Time),
    ("validity_period", Time),
    ("replace_if_present_flag", Flag),
    ("data_coding", Byte),
    ("sm_default_msg_id", DefaultMessage),
];

const CANCEL_BROADCAST_SM: Fields =
    &[("service_type", Text(5)), ("message_id", MessageId), ("source_addr", Address(20))];

const QUERY_MSG_DETAILS: Fields =
    &[("message_id", MessageId), ("source_addr", Address(20)), ("sm_length", Byte)];

const QUERY_MSG_DETAILS_RESP: Fields = &[
    ("service_type", Text(5)),
    ("source_addr", Address(20)),
    ("dest_address", Destinations),
    ("protocol_id", Byte),
    ("priority_flag", Priority),
    ("schedule_delivery_time", Time),
    ("validity_period", Time),
    ("registered_delivery", Receipts),
    ("data_coding", Byte),
    ("short_message", Message),
    ("message_id", MessageId),
    ("final_date", Time),
    ("message_status", Byte),
    ("error_code", Byte),
];

const ONLY_MESSAGE_ID: Fields = &[("message_id", MessageId)];
const ID_AND_SOURCE: Fields = &[("message_id", MessageId), ("source_addr", Address(20))];

macro_rules! layouts {
    ($($id:literal $name:literal $fields:expr;)*) => {
        /// Every PDU of the three versions.
        pub(crate) const LAYOUTS: &[Layout] =
            &[$(Layout { id: $id, name: $name, fields: $fields }),*];
    };
}

layouts! {
    0x8000_0000 "generic_nack" &[];
    0x0000_0001 "bind_receiver" BIND;
    0x8000_0001 "bind_receiver_resp" BIND_RESP;
    0x0000_0002 "bind_transmitter" BIND;
    0x8000_0002 "bind_transmitter_resp" BIND_RESP;
    0x0000_0003 "query_sm" ID_AND_SOURCE;
    0x8000_0003 "query_sm_resp" QUERY_SM_RESP;
    0x0000_0004 "submit_sm" SM;
    0x8000_0004 "submit_sm_resp" ONLY_MESSAGE_ID;
    0x0000_0005 "deliver_sm" SM;
    0x8000_0005 "deliver_sm_resp" ONLY_MESSAGE_ID;
    0x0000_0006 "unbind" &[];
    0x8000_0006 "unbind_resp" &[];
    0x0000_0007 "replace_sm" REPLACE_SM;
    0x8000_0007 "replace_sm_resp" &[];
    0x0000_0008 "cancel_sm" CANCEL_SM;
    0x8000_0008 "cancel_sm_resp" &[];
    0x0000_0009 "bind_transceiver" BIND;
    0x8000_0009 "bind_transceiver_resp" BIND_RESP;
    0x0000_000B "outbind" &[("system_id", Text(15)), ("password", Text(64))];
    0x0000_0015 "enquire_link" &[];
    0x8000_0015 "enquire_link_resp" &[];
    0x0000_0021 "submit_multi" SUBMIT_MULTI;
    0x8000_0021 "submit_multi_resp" &[("message_id", MessageId), ("unsuccess_sme", Failures)];
    0x0000_0022 "param_retrieve" &[("param_name", Text(31))];
    0x8000_0022 "param_retrieve_resp" &[("param_value", Text(100))];
    0x0000_0023 "query_last_msgs" &[("source_addr", Address(20)), ("number_of_messages", LastCount)];
    0x8000_0023 "query_last_msgs_resp" &[("message_ids", MessageIds)];
    0x0000_0024 "query_msg_details" QUERY_MSG_DETAILS;
    0x8000_0024 "query_msg_details_resp" QUERY_MSG_DETAILS_RESP;
    0x0000_0102 "alert_notification" &[("source_addr", Address(64)), ("esme_addr", Address(64))];
    0x0000_0103 "data_sm" DATA_SM;
    0x8000_0103 "data_sm_resp" ONLY_MESSAGE_ID;
    0x0000_0111 "broadcast_sm" BROADCAST_SM;
    0x8000_0111 "broadcast_sm_resp" ONLY_MESSAGE_ID;
    0x0000_0112 "query_broadcast_sm" ID_AND_SOURCE;
    0x8000_0112 "query_broadcast_sm_resp" ONLY_MESSAGE_ID;
    0x0000_0113 "cancel_broadcast_sm" CANCEL_BROADCAST_SM;
    0x8000_0113 "cancel_broadcast_sm_resp" &[];
}

impl Layout {
    /// Is this a response? generic_nack is one.
    pub(crate) fn is_response(&self) -> bool {
        self.id & 0x8000_0000 != 0
    }

    /// May it carry TLVs of its own? The two requests that are nothing but a header may not.
    pub(crate) fn takes_tlvs(&self) -> bool {
        !matches!(self.name, "unbind" | "enquire_link")
    }
}

#[rustfmt::skip]
/// Tags with the shortest and the longest value of each, in octets.
pub(crate) const TAGS: &[(u16, usize, usize)] = &[
    (0x0005, 1, 1), (0x0006, 1, 1), (0x0007, 1, 1), (0x0008, 2, 2), (0x000D, 1, 1), (0x000E, 1, 1),
    (0x000F, 1, 1), (0x0010, 1, 1), (0x0017, 4, 4), (0x0019, 1, 1), (0x001D, 1, 256),
    (0x001E, 1, 65), (0x0030, 1, 1), (0x0201, 1, 1), (0x0202, 2, 23), (0x0203, 2, 23),
    (0x0204, 2, 2), (0x0205, 1, 1), (0x020A, 2, 2), (0x020B, 2, 2), (0x020C, 2, 2), (0x020D, 1, 1),
    (0x020E, 1, 1), (0x020F, 1, 1), (0x0210, 1, 1), (0x0302, 1, 1), (0x0303, 0, 65), (0x0304, 1, 1),
    (0x0381, 4, 19), (0x0420, 1, 1), (0x0421, 1, 1), (0x0422, 1, 1), (0x0423, 3, 3),
    (0x0424, 0, 1024), (0x0425, 1, 1), (0x0426, 1, 1), (0x0427, 1, 1), (0x0428, 1, 1),
    (0x0501, 1, 1), (0x0600, 1, 1), (0x0601, 3, 3), (0x0602, 1, 255), (0x0603, 1, 1), (0x0604, 2, 2),
    (0x0605, 3, 3), (0x0606, 1, 101), (0x0607, 4, 4), (0x0608, 1, 1), (0x0609, 16, 17),
    (0x060A, 1, 255), (0x060B, 1, 1024), (0x060D, 7, 65), (0x060E, 7, 65), (0x060F, 6, 6),
    (0x0610, 6, 6), (0x0611, 1, 1), (0x0612, 10, 10), (0x0613, 1, 5), (0x1201, 1, 1), (0x1203, 2, 2),
    (0x1204, 1, 1), (0x130C, 0, 1), (0x1380, 1, 1), (0x1383, 2, 2),
];
