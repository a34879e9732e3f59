//! Tags of TLVs and the shape of their values (SMPP 3.4 s5.3, SMPP 5.0 s4.8.4).

use crate::named::named;

/// What a TLV's value is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A big-endian integer of as many octets as the TLV is long.
    Integer,
    /// Characters with a terminator. Peers leave the terminator out; both forms are read.
    CString,
    /// Raw octets.
    Octets,
}

/// The lengths a value may have, in octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lengths {
    /// Exactly this many.
    Exactly(u16),
    /// From the first to the second, both included.
    Between(u16, u16),
    /// One of the two.
    Either(u16, u16),
}

impl Lengths {
    /// May a value be this long?
    pub const fn allow(self, length: usize) -> bool {
        match self {
            Lengths::Exactly(n) => length == n as usize,
            Lengths::Between(low, high) => length >= low as usize && length <= high as usize,
            Lengths::Either(one, other) => length == one as usize || length == other as usize,
        }
    }
}

macro_rules! tags {
    ($($konst:ident = $value:literal $name:literal $shape:ident $lengths:ident($($n:literal),*) $remark:literal;)*) => {
        named! {
            /// The tag of a TLV. Tags without a name, vendors' among them (0x1400-0x3FFF), are kept as they are.
            Tag(u16), "4";
            $($konst = $value $name $remark;)*
        }

        impl Tag {
            /// What the standards say of the value; `None` for tags they do not know.
            pub const fn rule(self) -> Option<(Shape, Lengths)> {
                match self.0 {
                    $($value => Some((Shape::$shape, Lengths::$lengths($($n),*))),)*
                    _ => None,
                }
            }
        }
    };
}

tags! {
    DEST_ADDR_SUBUNIT = 0x0005 "dest_addr_subunit" Integer Exactly(1) "0 unknown, 1 display, 2 equipment, 3 smart card, 4 external";
    DEST_NETWORK_TYPE = 0x0006 "dest_network_type" Integer Exactly(1) "1 GSM, 2 TDMA, 3 CDMA, 4 PDC, 5 PHS, 6 iDEN, 7 AMPS, 8 paging";
    DEST_BEARER_TYPE = 0x0007 "dest_bearer_type" Integer Exactly(1) "1 SMS, 2 CSD, 3 packet, 4 USSD, 5 CDPD, 6 DataTAC, 7 FLEX, 8 cell broadcast";
    DEST_TELEMATICS_ID = 0x0008 "dest_telematics_id" Integer Exactly(2) "protocol id in the first octet";
    SOURCE_ADDR_SUBUNIT = 0x000D "source_addr_subunit" Integer Exactly(1) "as dest_addr_subunit";
    SOURCE_NETWORK_TYPE = 0x000E "source_network_type" Integer Exactly(1) "as dest_network_type";
    SOURCE_BEARER_TYPE = 0x000F "source_bearer_type" Integer Exactly(1) "as dest_bearer_type";
    SOURCE_TELEMATICS_ID = 0x0010 "source_telematics_id" Integer Exactly(1) "one octet, although dest_telematics_id has two";
    QOS_TIME_TO_LIVE = 0x0017 "qos_time_to_live" Integer Exactly(4) "seconds";
    PAYLOAD_TYPE = 0x0019 "payload_type" Integer Exactly(1) "0 WDP, 1 WCMP";
    ADDITIONAL_STATUS_INFO_TEXT = 0x001D "additional_status_info_text" CString Between(1, 256) "diagnostic text";
    RECEIPTED_MESSAGE_ID = 0x001E "receipted_message_id" CString Between(1, 65) "id of the message that a receipt is about";
    MS_MSG_WAIT_FACILITIES = 0x0030 "ms_msg_wait_facilities" Integer Exactly(1) "bit 7 on/off, bits 1-0 voicemail, fax, e-mail, other";
    PRIVACY_INDICATOR = 0x0201 "privacy_indicator" Integer Exactly(1) "0 none, 1 restricted, 2 confidential, 3 secret";
    SOURCE_SUBADDRESS = 0x0202 "source_subaddress" Octets Between(2, 23) "first octet 0x80 NSAP even, 0x88 NSAP odd, 0xA0 user";
    DEST_SUBADDRESS = 0x0203 "dest_subaddress" Octets Between(2, 23) "as source_subaddress";
    USER_MESSAGE_REFERENCE = 0x0204 "user_message_reference" Integer Exactly(2) "the sender's reference, echoed in receipts";
    USER_RESPONSE_CODE = 0x0205 "user_response_code" Integer Exactly(1) "0-255, by application";
    SOURCE_PORT = 0x020A "source_port" Integer Exactly(2) "application port";
    DESTINATION_PORT = 0x020B "destination_port" Integer Exactly(2) "application port";
    SAR_MSG_REF_NUM = 0x020C "sar_msg_ref_num" Integer Exactly(2) "reference of a concatenated message";
    LANGUAGE_INDICATOR = 0x020D "language_indicator" Integer Exactly(1) "0 unspecified, 1 en, 2 fr, 3 es, 4 de, 5 pt";
    SAR_TOTAL_SEGMENTS = 0x020E "sar_total_segments" Integer Exactly(1) "1-255";
    SAR_SEGMENT_SEQNUM = 0x020F "sar_segment_seqnum" Integer Exactly(1) "1-255";
    SC_INTERFACE_VERSION = 0x0210 "sc_interface_version" Integer Exactly(1) "0x34 or 0x50, in bind responses";
    CALLBACK_NUM_PRES_IND = 0x0302 "callback_num_pres_ind" Integer Exactly(1) "bits 3-2 presentation, 1-0 screening";
    CALLBACK_NUM_ATAG = 0x0303 "callback_num_atag" Octets Between(0, 65) "first octet is a data_coding";
    NUMBER_OF_MESSAGES = 0x0304 "number_of_messages" Integer Exactly(1) "0-99";
    CALLBACK_NUM = 0x0381 "callback_num" Octets Between(4, 19) "digit mode, TON, NPI, digits; may repeat";
    DPF_RESULT = 0x0420 "dpf_result" Integer Exactly(1) "delivery pending flag set: 0 no, 1 yes";
    SET_DPF = 0x0421 "set_dpf" Integer Exactly(1) "set the delivery pending flag: 0 no, 1 yes";
    MS_AVAILABILITY_STATUS = 0x0422 "ms_availability_status" Integer Exactly(1) "0 available, 1 denied, 2 unavailable";
    NETWORK_ERROR_CODE = 0x0423 "network_error_code" Octets Exactly(3) "network type, then a 2-octet code";
    MESSAGE_PAYLOAD = 0x0424 "message_payload" Octets Between(0, 65535) "the text, in place of short_message";
    DELIVERY_FAILURE_REASON = 0x0425 "delivery_failure_reason" Integer Exactly(1) "0 unavailable, 1 invalid, 2 permanent, 3 temporary network error";
    MORE_MESSAGES_TO_SEND = 0x0426 "more_messages_to_send" Integer Exactly(1) "0 no, 1 yes";
    MESSAGE_STATE = 0x0427 "message_state" Integer Exactly(1) "state of the message that a receipt is about";
    CONGESTION_STATE = 0x0428 "congestion_state" Integer Exactly(1) "0 idle to 100 congested";
    USSD_SERVICE_OP = 0x0501 "ussd_service_op" Integer Exactly(1) "0 PSSD ind, 1 PSSR ind, 2 USSR req, 3 USSN req, 16-19 responses";
    BROADCAST_CHANNEL_INDICATOR = 0x0600 "broadcast_channel_indicator" Integer Exactly(1) "0 basic, 1 extended";
    BROADCAST_CONTENT_TYPE = 0x0601 "broadcast_content_type" Octets Exactly(3) "network, then a 2-octet content type";
    BROADCAST_CONTENT_TYPE_INFO = 0x0602 "broadcast_content_type_info" Octets Between(1, 255) "more on the content";
    BROADCAST_MESSAGE_CLASS = 0x0603 "broadcast_message_class" Integer Exactly(1) "0-3";
    BROADCAST_REP_NUM = 0x0604 "broadcast_rep_num" Integer Exactly(2) "number of repetitions";
    BROADCAST_FREQUENCY_INTERVAL = 0x0605 "broadcast_frequency_interval" Octets Exactly(3) "unit, then a 2-octet count";
    BROADCAST_AREA_IDENTIFIER = 0x0606 "broadcast_area_identifier" Octets Between(1, 101) "format, then the area; may repeat";
    BROADCAST_ERROR_STATUS = 0x0607 "broadcast_error_status" Integer Exactly(4) "a command_status; may repeat";
    BROADCAST_AREA_SUCCESS = 0x0608 "broadcast_area_success" Integer Exactly(1) "0-100 per cent, 255 unknown; may repeat";
    BROADCAST_END_TIME = 0x0609 "broadcast_end_time" Octets Between(16, 17) "absolute time, with or without terminator";
    BROADCAST_SERVICE_GROUP = 0x060A "broadcast_service_group" Octets Between(1, 255) "service group";
    BILLING_IDENTIFICATION = 0x060B "billing_identification" Octets Between(1, 1024) "billing information";
    SOURCE_NETWORK_ID = 0x060D "source_network_id" CString Between(6, 65) "kind, then MCC and MNC or the like";
    DEST_NETWORK_ID = 0x060E "dest_network_id" CString Between(6, 65) "as source_network_id";
    SOURCE_NODE_ID = 0x060F "source_node_id" Octets Exactly(6) "6 decimal digits";
    DEST_NODE_ID = 0x0610 "dest_node_id" Octets Exactly(6) "6 decimal digits";
    DEST_ADDR_NP_RESOLUTION = 0x0611 "dest_addr_np_resolution" Integer Exactly(1) "0 no query, 1 not ported, 2 ported";
    DEST_ADDR_NP_INFORMATION = 0x0612 "dest_addr_np_information" Octets Exactly(10) "number portability data";
    DEST_ADDR_NP_COUNTRY = 0x0613 "dest_addr_np_country" Integer Between(1, 5) "E.164 country code";
    DISPLAY_TIME = 0x1201 "display_time" Integer Exactly(1) "0 temporary, 1 default, 2 invoke";
    SMS_SIGNAL = 0x1203 "sms_signal" Integer Exactly(2) "alert tone";
    MS_VALIDITY = 0x1204 "ms_validity" Octets Either(1, 4) "5.0 adds unit and count";
    ALERT_ON_MESSAGE_DELIVERY = 0x130C "alert_on_message_delivery" Integer Between(0, 1) "3.4: no value; 5.0: 0-3";
    ITS_REPLY_TYPE = 0x1380 "its_reply_type" Integer Exactly(1) "0 digit to 8 character";
    ITS_SESSION_INFO = 0x1383 "its_session_info" Octets Exactly(2) "session number and sequence";
}

impl Tag {
    /// May this tag stand more than once in a PDU? Of any other only the first counts.
    pub const fn may_repeat(self) -> bool {
        matches!(
            self,
            Tag::CALLBACK_NUM
                | Tag::CALLBACK_NUM_ATAG
                | Tag::CALLBACK_NUM_PRES_IND
                | Tag::BROADCAST_AREA_IDENTIFIER
                | Tag::BROADCAST_AREA_SUCCESS
                | Tag::BROADCAST_ERROR_STATUS
        )
    }
}
