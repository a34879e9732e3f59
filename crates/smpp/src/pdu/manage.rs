//! PDUs about messages that were submitted before (SMPP 3.4 s4.8-4.10, s4.12).

use super::Address;
use super::body::body;
use super::check;

body! {
    /// query_sm (SMPP 3.4 s4.8.1).
    QuerySm {
        /// The message asked for.
        message_id: &'a [u8] = message_id(MessageId);
        /// Must be the source the message was submitted with.
        source: Address<'a> = address(Source, 21);
    }
}

body! {
    /// query_sm_resp (SMPP 3.4 s4.8.2).
    QuerySmResp {
        /// The message asked for.
        message_id: &'a [u8] = message_id(MessageId);
        /// When it became final; empty while it is not.
        final_date: &'a [u8] = time(FinalDate);
        /// SMPP 3.4 s5.2.28.
        message_state: u8 = integer(MessageState);
        /// The network's error, 0 for none.
        error_code: u8 = integer(ErrorCode);
    }
}

body! {
    /// cancel_sm (SMPP 3.4 s4.9.1).
    CancelSm {
        /// Which service; empty for any.
        service_type: &'a [u8] = cstring(ServiceType, 6);
        /// The message to cancel; empty for all pending ones of source and destination.
        message_id: &'a [u8] = message_id(MessageId);
        /// Must be the source the message was submitted with.
        source: Address<'a> = address(Source, 21);
        /// Needed when `message_id` is empty.
        destination: Address<'a> = address(Destination, 21);
    }
}

body! {
    /// replace_sm (SMPP 3.4 s4.10.1). It has no data_coding: that of the message stays.
    ReplaceSm {
        /// The message to replace.
        message_id: &'a [u8] = message_id(MessageId);
        /// Must be the source the message was submitted with.
        source: Address<'a> = address(Source, 21);
        /// Empty: as before.
        schedule_delivery_time: &'a [u8] = time(ScheduleDeliveryTime);
        /// Empty: as before.
        validity_period: &'a [u8] = time(ValidityPeriod);
        /// Which receipts are wanted (SMPP 3.4 s5.2.17).
        registered_delivery: u8 = registered_delivery(RegisteredDelivery);
        /// A text the message centre keeps; 0 for none.
        sm_default_msg_id: u8 = integer(DefaultMessageId);
        /// The new text.
        short_message: &'a [u8] = short_message(ShortMessage);
    }
    check check::replace_sm;
}

body! {
    /// alert_notification (SMPP 3.4 s4.12.1).
    AlertNotification {
        /// The subscriber that is available.
        source: Address<'a> = address(Source, 65);
        /// The ESME that had asked for the alert.
        esme: Address<'a> = address(EsmeAddress, 65);
    }
}
