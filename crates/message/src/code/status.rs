//! The 23 statuses that `submit_sm`, `data_sm` and the binds are answered with.
//!
//! SMPP has more (3.4 s5.1.3, 5.0 s4.7.6); those stand in for them here: 0x48 and 0x49 are
//! 0x0A, 0x50 and 0x51 are 0x0B, 0x53 is 0x0D, 0x63 is 0x01, 0x54 and 0x104 are 0x43, 0x45 is
//! 0xFF, 0xC1 and 0xC3 are 0xC0, 0xC4 is 0xC2. 0x15 and 0x42 have no stand-in: an unknown
//! service_type and a replace_if_present_flag of 1 are accepted and ignored. `query_sm`,
//! `cancel_sm`, `replace_sm`, `submit_multi` and broadcast answer with exact codes of their own.

use super::ClientRetry;

/// One status with all that is known of it.
#[derive(Debug, Clone, Copy)]
pub struct StatusRow {
    /// The status itself.
    pub status: Status,
    /// The `command_status`.
    pub code: u32,
    /// The name in SMPP.
    pub name: &'static str,
    /// What a client should do.
    pub retry: ClientRetry,
    /// One sentence for a person.
    pub sentence: &'static str,
}

macro_rules! statuses {
    ($($code:literal $status:ident $name:literal $retry:ident $sentence:literal)*) => {
        /// A `command_status` of this gateway.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Status { $(#[doc = concat!($name, ": ", $sentence)] $status,)* }

        /// The table of statuses, by code.
        pub const STATUSES: &[StatusRow] = &[$(StatusRow {
            status: Status::$status,
            code: $code,
            name: $name,
            retry: ClientRetry::$retry,
            sentence: $sentence,
        },)*];
    };
}

statuses! {
    0x00 Ok                   "ESME_ROK"              No             "Done; a message is on disk and has its id."
    0x01 MessageLength        "ESME_RINVMSGLEN"       No             "The text is too long, empty, given twice, or longer than its packet."
    0x02 CommandLength        "ESME_RINVCMDLEN"       No             "The packet is shorter or longer than its command can be."
    0x03 CommandId            "ESME_RINVCMDID"        No             "The command is not one that this gateway knows."
    0x04 BindStatus           "ESME_RINVBNDSTS"       AfterBind      "The session is not bound, or not bound for this command."
    0x05 AlreadyBound         "ESME_RALYBND"          No             "The session is bound already."
    0x06 PriorityFlag         "ESME_RINVPRTFLG"       No             "priority_flag has a value that its version does not know."
    0x07 RegisteredDelivery   "ESME_RINVREGDLVFLG"    No             "registered_delivery asks for what does not exist or is switched off."
    0x08 SystemError          "ESME_RSYSERR"          Backoff        "The gateway cannot take the message now; it is stopping or has lost its disk."
    0x0A SourceAddress        "ESME_RINVSRCADR"       No             "The sender is malformed, or the account may not use it."
    0x0B DestinationAddress   "ESME_RINVDSTADR"       No             "The destination is malformed, blocked, or no rule leads there."
    0x0D BindFailed           "ESME_RBINDFAIL"        Later          "The account may not bind: disabled, wrong address, limit reached, or no TLS."
    0x0E Password             "ESME_RINVPASWD"        No             "The password is wrong or malformed."
    0x0F SystemId             "ESME_RINVSYSID"        No             "The system_id is unknown or malformed."
    0x14 QueueFull            "ESME_RMSGQFUL"         Backoff        "A queue is full: the account's, the destination's or the gateway's."
    0x43 EsmClass             "ESME_RINVESMCLASS"     No             "esm_class, the user data header or a field like them is malformed."
    0x58 Throttled            "ESME_RTHROTTLED"       AfterOneSecond "More messages a second, or more at once, than the account may send."
    0x61 Schedule             "ESME_RINVSCHED"        No             "schedule_delivery_time is malformed or too far away."
    0x62 Expiry               "ESME_RINVEXPIRY"       No             "validity_period is malformed, past, too short, or before the schedule."
    0xC0 TlvStream            "ESME_RINVTLVSTREAM"    No             "The optional parameters cannot be walked through."
    0xC2 TlvLength            "ESME_RINVTLVLEN"       No             "An optional parameter has a length or value that it cannot have."
    0xFE DeliveryFailure      "ESME_RDELIVERYFAILURE" ByReason       "Transaction mode: the one attempt failed or took too long."
    0xFF UnknownError         "ESME_RUNKNOWNERR"      No             "An error without a class of its own."
}

impl Status {
    /// All that is known of the status.
    pub fn row(self) -> &'static StatusRow {
        // The table is written in the order of the enum, by the same macro.
        &STATUSES[self as usize]
    }

    /// The `command_status`.
    pub fn code(self) -> u32 {
        self.row().code
    }

    /// The name in SMPP, such as `ESME_RTHROTTLED`.
    pub fn name(self) -> &'static str {
        self.row().name
    }
}
