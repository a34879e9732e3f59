//! Command ids of SMPP 3.3, 3.4 and 5.0 (SMPP 5.0 s4.7.5).

use crate::named::named;

named! {
    /// A `command_id`. Bit 31 marks a response.
    CommandId(u32), "8";
    GENERIC_NACK = 0x8000_0000 "generic_nack" "the header could not be used";
    BIND_RECEIVER = 0x0000_0001 "bind_receiver" "bind to receive";
    BIND_RECEIVER_RESP = 0x8000_0001 "bind_receiver_resp" "answer to bind_receiver";
    BIND_TRANSMITTER = 0x0000_0002 "bind_transmitter" "bind to send";
    BIND_TRANSMITTER_RESP = 0x8000_0002 "bind_transmitter_resp" "answer to bind_transmitter";
    QUERY_SM = 0x0000_0003 "query_sm" "ask for a message's state";
    QUERY_SM_RESP = 0x8000_0003 "query_sm_resp" "answer to query_sm";
    SUBMIT_SM = 0x0000_0004 "submit_sm" "submit a message";
    SUBMIT_SM_RESP = 0x8000_0004 "submit_sm_resp" "answer to submit_sm";
    DELIVER_SM = 0x0000_0005 "deliver_sm" "deliver a message or a receipt";
    DELIVER_SM_RESP = 0x8000_0005 "deliver_sm_resp" "answer to deliver_sm";
    UNBIND = 0x0000_0006 "unbind" "end the session";
    UNBIND_RESP = 0x8000_0006 "unbind_resp" "answer to unbind";
    REPLACE_SM = 0x0000_0007 "replace_sm" "replace a pending message's text";
    REPLACE_SM_RESP = 0x8000_0007 "replace_sm_resp" "answer to replace_sm";
    CANCEL_SM = 0x0000_0008 "cancel_sm" "cancel pending messages";
    CANCEL_SM_RESP = 0x8000_0008 "cancel_sm_resp" "answer to cancel_sm";
    BIND_TRANSCEIVER = 0x0000_0009 "bind_transceiver" "bind to send and receive";
    BIND_TRANSCEIVER_RESP = 0x8000_0009 "bind_transceiver_resp" "answer to bind_transceiver";
    OUTBIND = 0x0000_000B "outbind" "the message centre asks for a bind";
    ENQUIRE_LINK = 0x0000_0015 "enquire_link" "is the peer alive?";
    ENQUIRE_LINK_RESP = 0x8000_0015 "enquire_link_resp" "answer to enquire_link";
    SUBMIT_MULTI = 0x0000_0021 "submit_multi" "submit to several destinations";
    SUBMIT_MULTI_RESP = 0x8000_0021 "submit_multi_resp" "answer to submit_multi";
    PARAM_RETRIEVE = 0x0000_0022 "param_retrieve" "3.3 only: read a parameter";
    PARAM_RETRIEVE_RESP = 0x8000_0022 "param_retrieve_resp" "answer to param_retrieve";
    QUERY_LAST_MSGS = 0x0000_0023 "query_last_msgs" "3.3 only: ids of the last messages";
    QUERY_LAST_MSGS_RESP = 0x8000_0023 "query_last_msgs_resp" "answer to query_last_msgs";
    QUERY_MSG_DETAILS = 0x0000_0024 "query_msg_details" "3.3 only: everything about a message";
    QUERY_MSG_DETAILS_RESP = 0x8000_0024 "query_msg_details_resp" "answer to query_msg_details";
    ALERT_NOTIFICATION = 0x0000_0102 "alert_notification" "a subscriber is available again";
    DATA_SM = 0x0000_0103 "data_sm" "a message in either direction";
    DATA_SM_RESP = 0x8000_0103 "data_sm_resp" "answer to data_sm";
    BROADCAST_SM = 0x0000_0111 "broadcast_sm" "5.0: cell broadcast";
    BROADCAST_SM_RESP = 0x8000_0111 "broadcast_sm_resp" "answer to broadcast_sm";
    QUERY_BROADCAST_SM = 0x0000_0112 "query_broadcast_sm" "5.0: state of a broadcast";
    QUERY_BROADCAST_SM_RESP = 0x8000_0112 "query_broadcast_sm_resp" "answer to query_broadcast_sm";
    CANCEL_BROADCAST_SM = 0x0000_0113 "cancel_broadcast_sm" "5.0: cancel a broadcast";
    CANCEL_BROADCAST_SM_RESP = 0x8000_0113 "cancel_broadcast_sm_resp" "answer to cancel_broadcast_sm";
}

const RESPONSE: u32 = 0x8000_0000;

impl CommandId {
    /// Is bit 31 set? True for `generic_nack` too.
    pub const fn is_response(self) -> bool {
        self.0 & RESPONSE != 0
    }

    /// The id that answers this request; `None` for responses, for the two operations that have no
    /// answer of their own (outbind, alert_notification) and for ids that no version names.
    pub const fn response(self) -> Option<CommandId> {
        let answer = CommandId(self.0 | RESPONSE);
        if self.is_response() || answer.name().is_none() || self.name().is_none() {
            return None;
        }
        Some(answer)
    }

    /// Is this one of the three bind requests?
    pub const fn is_bind(self) -> bool {
        matches!(
            self,
            CommandId::BIND_RECEIVER | CommandId::BIND_TRANSMITTER | CommandId::BIND_TRANSCEIVER
        )
    }
}
