//! The fields of PDUs by name, and the status that tells a peer which one is wrong.

use crate::status::CommandStatus;
use crate::tag::Tag;

macro_rules! fields {
    ($($field:ident $name:literal $status:ident;)*) => {
        /// A field of a PDU.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Field {
            $(#[doc = concat!("`", $name, "`")] $field,)*
            /// A TLV.
            Tlv(Tag),
        }

        impl Field {
            /// The standard's name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Field::$field => $name,)*
                    Field::Tlv(tag) => match tag.name() {
                        Some(name) => name,
                        None => "vendor TLV",
                    },
                }
            }

            /// The status that refuses a malformed value (SMPP 3.4 s5.1.3). Fields that no status of every
            /// version names have `ESME_RINVCMDLEN`, and so has service_type: an unknown one is no fault.
            pub const fn status(self) -> CommandStatus {
                match self {
                    $(Field::$field => CommandStatus::$status,)*
                    Field::Tlv(_) => CommandStatus::INVALID_TLV_LENGTH,
                }
            }
        }
    };
}

fields! {
    Body "body" INVALID_COMMAND_LENGTH;
    SystemId "system_id" INVALID_SYSTEM_ID;
    Password "password" INVALID_PASSWORD;
    SystemType "system_type" INVALID_SYSTEM_TYPE;
    InterfaceVersion "interface_version" INVALID_COMMAND_LENGTH;
    AddressRangeTon "addr_ton" INVALID_COMMAND_LENGTH;
    AddressRangeNpi "addr_npi" INVALID_COMMAND_LENGTH;
    AddressRange "address_range" INVALID_COMMAND_LENGTH;
    ServiceType "service_type" INVALID_COMMAND_LENGTH;
    Source "source_addr" INVALID_SOURCE;
    Destination "destination_addr" INVALID_DESTINATION;
    EsmeAddress "esme_addr" INVALID_COMMAND_LENGTH;
    EsmClass "esm_class" INVALID_ESM_CLASS;
    ProtocolId "protocol_id" INVALID_COMMAND_LENGTH;
    PriorityFlag "priority_flag" INVALID_PRIORITY;
    ScheduleDeliveryTime "schedule_delivery_time" INVALID_SCHEDULE;
    ValidityPeriod "validity_period" INVALID_EXPIRY;
    RegisteredDelivery "registered_delivery" INVALID_REGISTERED_DELIVERY;
    ReplaceIfPresentFlag "replace_if_present_flag" INVALID_REPLACE_FLAG;
    DataCoding "data_coding" INVALID_COMMAND_LENGTH;
    DefaultMessageId "sm_default_msg_id" INVALID_DEFAULT_MESSAGE;
    ShortMessage "short_message" INVALID_MESSAGE_LENGTH;
    DestinationCount "number_of_dests" INVALID_DESTINATION_COUNT;
    DestinationFlag "dest_flag" INVALID_DESTINATION_FLAG;
    ListName "dl_name" INVALID_LIST_NAME;
    FailureCount "no_unsuccess" INVALID_COMMAND_LENGTH;
    ErrorStatus "error_status_code" INVALID_COMMAND_LENGTH;
    MessageId "message_id" INVALID_MESSAGE_ID;
    FinalDate "final_date" INVALID_COMMAND_LENGTH;
    MessageState "message_state" INVALID_COMMAND_LENGTH;
    ErrorCode "error_code" INVALID_COMMAND_LENGTH;
    MessageCount "number_of_messages" INVALID_MESSAGE_COUNT;
    ParameterName "param_name" INVALID_COMMAND_LENGTH;
    ParameterValue "param_value" INVALID_COMMAND_LENGTH;
    TlvStream "TLVs" INVALID_TLV_STREAM;
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Field::Tlv(tag) = self
            && tag.name().is_none()
        {
            return write!(f, "TLV {tag}");
        }
        f.write_str(self.name())
    }
}
