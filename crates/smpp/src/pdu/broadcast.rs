//! Cell broadcast (SMPP 5.0 s4.4). Area, content type, repetitions and interval are TLVs.

use super::body::body;
use crate::address::Address;

body! {
    /// broadcast_sm (SMPP 5.0 s4.4.1.1).
    BroadcastSm {
        /// Which service; empty for the default.
        service_type: &'a [u8] = cstring(ServiceType, 6);
        /// From whom.
        source: Address<'a> = address(Source, 21);
        /// The broadcast to replace; else empty.
        message_id: &'a [u8] = message_id(MessageId);
        /// 4 is the background channel.
        priority_flag: u8 = priority(PriorityFlag);
        /// Empty: now.
        schedule_delivery_time: &'a [u8] = time(ScheduleDeliveryTime);
        /// Empty: the message centre's default.
        validity_period: &'a [u8] = time(ValidityPeriod);
        /// 1: replace the broadcast `message_id`.
        replace_if_present_flag: u8 = flag(ReplaceIfPresentFlag);
        /// The alphabet (SMPP 3.4 s5.2.19).
        data_coding: u8 = integer(DataCoding);
        /// A text the message centre keeps; 0 for none.
        sm_default_msg_id: u8 = default_message(DefaultMessageId);
    }
}

body! {
    /// broadcast_sm_resp (SMPP 5.0 s4.4.1.2).
    BroadcastSmResp {
        /// The id of the broadcast.
        message_id: &'a [u8] = message_id_if_any(MessageId);
    }
}

body! {
    /// query_broadcast_sm (SMPP 5.0 s4.4.2.1).
    QueryBroadcastSm {
        /// The broadcast asked for.
        message_id: &'a [u8] = message_id(MessageId);
        /// Must be the source it was submitted with.
        source: Address<'a> = address(Source, 21);
    }
}

body! {
    /// query_broadcast_sm_resp (SMPP 5.0 s4.4.2.2): state and areas are TLVs.
    QueryBroadcastSmResp {
        /// The broadcast asked for.
        message_id: &'a [u8] = message_id_if_any(MessageId);
    }
}

body! {
    /// cancel_broadcast_sm (SMPP 5.0 s4.4.3.1).
    CancelBroadcastSm {
        /// Which service; empty for any.
        service_type: &'a [u8] = cstring(ServiceType, 6);
        /// The broadcast to cancel; empty for all that match.
        message_id: &'a [u8] = message_id(MessageId);
        /// Must be the source it was submitted with.
        source: Address<'a> = address(Source, 21);
    }
}
