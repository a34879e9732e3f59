//! PDUs that carry messages (SMPP 3.4 s4.4-4.7).

use super::body::body;
use crate::address::Address;
use crate::list::{Destinations, Failures};

body! {
    /// submit_sm and deliver_sm (SMPP 3.4 s4.4.1, s4.6.1).
    Sm {
        /// Which service; empty for the default.
        service_type: &'a [u8] = cstring(ServiceType, 6);
        /// From whom.
        source: Address<'a> = address(Source, 21);
        /// To whom.
        destination: Address<'a> = address(Destination, 21);
        /// Mode, type and features (SMPP 3.4 s5.2.12).
        esm_class: u8 = esm_class(EsmClass);
        /// TP-PID (TS 23.040 s9.2.3.9).
        protocol_id: u8 = integer(ProtocolId);
        /// 0 is the lowest (SMPP 3.4 s5.2.14).
        priority_flag: u8 = priority(PriorityFlag);
        /// Empty: now.
        schedule_delivery_time: &'a [u8] = time(ScheduleDeliveryTime);
        /// Empty: the message centre's default.
        validity_period: &'a [u8] = time(ValidityPeriod);
        /// Which receipts are wanted (SMPP 3.4 s5.2.17).
        registered_delivery: u8 = registered_delivery(RegisteredDelivery);
        /// 1: replace a pending message of the same source, destination and service.
        replace_if_present_flag: u8 = flag(ReplaceIfPresentFlag);
        /// The alphabet (SMPP 3.4 s5.2.19).
        data_coding: u8 = integer(DataCoding);
        /// A text the message centre keeps; 0 for none.
        sm_default_msg_id: u8 = default_message(DefaultMessageId);
        /// User data, with its header if `esm_class` says so.
        short_message: &'a [u8] = short_message(ShortMessage);
    }
    check text(esm_class, short_message);
}

body! {
    /// data_sm (SMPP 3.4 s4.7.1). Its text is in the TLV message_payload.
    DataSm {
        /// Which service; empty for the default.
        service_type: &'a [u8] = cstring(ServiceType, 6);
        /// From whom.
        source: Address<'a> = address(Source, 65);
        /// To whom.
        destination: Address<'a> = address(Destination, 65);
        /// Mode, type and features (SMPP 3.4 s5.2.12).
        esm_class: u8 = esm_class(EsmClass);
        /// Which receipts are wanted (SMPP 3.4 s5.2.17).
        registered_delivery: u8 = registered_delivery(RegisteredDelivery);
        /// The alphabet (SMPP 3.4 s5.2.19).
        data_coding: u8 = integer(DataCoding);
    }
    check payload(esm_class);
}

body! {
    /// The answer to submit_sm, deliver_sm and data_sm (SMPP 3.4 s4.4.2, s4.6.2, s4.7.2).
    MessageResp {
        /// Empty in a deliver_sm_resp.
        message_id: &'a [u8] = message_id_if_any(MessageId);
    }
}

body! {
    /// submit_multi (SMPP 3.4 s4.5.1).
    SubmitMulti {
        /// Which service; empty for the default.
        service_type: &'a [u8] = cstring(ServiceType, 6);
        /// From whom.
        source: Address<'a> = address(Source, 21);
        /// To whom: 1 to 254 (5.0: 255) numbers or distribution lists.
        destinations: Destinations<'a> = destinations(DestinationCount);
        /// Mode, type and features (SMPP 3.4 s5.2.12).
        esm_class: u8 = esm_class(EsmClass);
        /// TP-PID (TS 23.040 s9.2.3.9).
        protocol_id: u8 = integer(ProtocolId);
        /// 0 is the lowest (SMPP 3.4 s5.2.14).
        priority_flag: u8 = priority(PriorityFlag);
        /// Empty: now.
        schedule_delivery_time: &'a [u8] = time(ScheduleDeliveryTime);
        /// Empty: the message centre's default.
        validity_period: &'a [u8] = time(ValidityPeriod);
        /// Which receipts are wanted (SMPP 3.4 s5.2.17).
        registered_delivery: u8 = registered_delivery(RegisteredDelivery);
        /// Must be 0: a submit_multi replaces nothing.
        replace_if_present_flag: u8 = zero(ReplaceIfPresentFlag);
        /// The alphabet (SMPP 3.4 s5.2.19).
        data_coding: u8 = integer(DataCoding);
        /// A text the message centre keeps; 0 for none.
        sm_default_msg_id: u8 = default_message(DefaultMessageId);
        /// User data, with its header if `esm_class` says so.
        short_message: &'a [u8] = short_message(ShortMessage);
    }
    check text(esm_class, short_message);
}

body! {
    /// submit_multi_resp (SMPP 3.4 s4.5.2).
    SubmitMultiResp {
        /// One id for all destinations.
        message_id: &'a [u8] = message_id(MessageId);
        /// The destinations that were refused.
        failures: Failures<'a> = failures(FailureCount);
    }
}
