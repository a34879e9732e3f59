//! The operations that only SMPP 3.3 has.

use super::body::body;
use crate::address::Address;
use crate::list::{Destinations, MessageIds};

body! {
    /// param_retrieve (SMPP 3.3).
    ParamRetrieve {
        /// Which parameter.
        name: &'a [u8] = cstring(ParameterName, 32);
    }
}

body! {
    /// param_retrieve_resp.
    ParamRetrieveResp {
        /// Its value.
        value: &'a [u8] = cstring_if_any(ParameterValue, 101);
    }
}

body! {
    /// query_last_msgs (SMPP 3.3).
    QueryLastMsgs {
        /// Whose messages.
        source: Address<'a> = address(Source, 21);
        /// At most how many, up to 100.
        count: u8 = last_count(MessageCount);
    }
}

body! {
    /// query_last_msgs_resp.
    QueryLastMsgsResp {
        /// The ids, the last message first.
        message_ids: MessageIds<'a> = message_ids(MessageCount);
    }
}

body! {
    /// query_msg_details (SMPP 3.3).
    QueryMsgDetails {
        /// The message asked for.
        message_id: &'a [u8] = message_id(MessageId);
        /// Must be the source it was submitted with.
        source: Address<'a> = address(Source, 21);
        /// How many octets of its text are wanted.
        sm_length: u8 = integer(ShortMessage);
    }
}

body! {
    /// query_msg_details_resp: what was submitted, and what became of it.
    QueryMsgDetailsResp {
        /// As submitted.
        service_type: &'a [u8] = cstring(ServiceType, 6);
        /// As submitted.
        source: Address<'a> = address(Source, 21);
        /// As submitted.
        destinations: Destinations<'a> = destinations(DestinationCount);
        /// As submitted.
        protocol_id: u8 = integer(ProtocolId);
        /// As submitted.
        priority_flag: u8 = priority(PriorityFlag);
        /// As submitted.
        schedule_delivery_time: &'a [u8] = time(ScheduleDeliveryTime);
        /// As submitted.
        validity_period: &'a [u8] = time(ValidityPeriod);
        /// As submitted.
        registered_delivery: u8 = registered_delivery(RegisteredDelivery);
        /// As submitted.
        data_coding: u8 = integer(DataCoding);
        /// The first octets of its text.
        short_message: &'a [u8] = short_message(ShortMessage);
        /// The message asked for.
        message_id: &'a [u8] = message_id(MessageId);
        /// When it became final; empty while it is not.
        final_date: &'a [u8] = time(FinalDate);
        /// As SMPP 3.4 s5.2.28, without REJECTED; 7 is INVALID.
        message_status: u8 = integer(MessageState);
        /// The network's error, 0 for none.
        error_code: u8 = integer(ErrorCode);
    }
}
