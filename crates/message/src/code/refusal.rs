//! Every reason for refusing a submission or a bind.

use super::{Actor, ClientRetry, ReportCode, Status};

/// One reason with all that is known of it.
#[derive(Debug, Clone, Copy)]
pub struct RefusalRow {
    /// The reason itself.
    pub refusal: Refusal,
    /// The name in HTTP answers, logs and metrics.
    pub name: &'static str,
    /// What SMPP answers.
    pub status: Status,
    /// What HTTP answers; for what only SMPP can do wrong, what HTTP answers to the like.
    pub http: u16,
    /// Who must act.
    pub actor: Actor,
    /// The code that the receipt bears where the same fault shows after acceptance only.
    pub report: Option<ReportCode>,
    /// One sentence for a person.
    pub sentence: &'static str,
}

macro_rules! refusals {
    ($($refusal:ident $name:literal $status:ident $http:literal $actor:ident $report:expr, $sentence:literal)*) => {
        /// Why a submission or a bind was refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Refusal { $(#[doc = $sentence] $refusal,)* }

        /// The table of refusals, by status.
        pub const REFUSALS: &[RefusalRow] = &[$(RefusalRow {
            refusal: Refusal::$refusal,
            name: $name,
            status: Status::$status,
            http: $http,
            actor: Actor::$actor,
            report: $report,
            sentence: $sentence,
        },)*];
    };
}

const NONE: Option<ReportCode> = None;
const UNKNOWN_SUBSCRIBER: Option<ReportCode> = Some(ReportCode::UnknownSubscriber);
const BARRED: Option<ReportCode> = Some(ReportCode::SubscriberBarred);
const ORIGINATOR: Option<ReportCode> = Some(ReportCode::InvalidOriginator);
const EXPIRY: Option<ReportCode> = Some(ReportCode::InvalidExpiry);
const TOO_LONG: Option<ReportCode> = Some(ReportCode::TextTooLong);
const BINARY: Option<ReportCode> = Some(ReportCode::BinaryMalformed);
const EMPTY: Option<ReportCode> = Some(ReportCode::TextEmpty);
const CREDIT: Option<ReportCode> = Some(ReportCode::InsufficientCredit);

refusals! {
    TextBeyondPacket        "text_beyond_packet"          MessageLength      400 Client       NONE,               "sm_length is larger than what is left of the packet."
    TextLength255           "text_length_255"             MessageLength      400 Client       NONE,               "sm_length is 255, which SMPP 3.4 does not have."
    TextGivenTwice          "text_given_twice"            MessageLength      400 Client       NONE,               "Both short_message and message_payload carry a text."
    TextTooManyParts        "text_too_many_parts"         MessageLength      422 Client       TOO_LONG,           "The text needs more parts than the account may send."
    PartTooLong             "part_too_long"               MessageLength      422 Client       TOO_LONG,           "A part with its header is longer than 140 octets."
    TextEmpty               "text_empty"                  MessageLength      422 Client       EMPTY,              "The text is empty, and the account does not allow that."
    DefaultMessageUnknown   "default_message_unknown"     MessageLength      422 Client       NONE,               "sm_default_msg_id names no text of this gateway."
    PacketLength            "packet_length"               CommandLength      413 Client       NONE,               "command_length is below 16 or above the limit."
    BodyUnexpected          "body_unexpected"             CommandLength      400 Client       NONE,               "A packet that is a header only has a body."
    BodyTooShort            "body_too_short"              CommandLength      400 Client       NONE,               "The packet ends within a field."
    OperationUnknown        "operation_unknown"           CommandId          404 Client       NONE,               "The operation does not exist here."
    NotBound                "not_bound"                   BindStatus         401 Client       NONE,               "The session has not bound yet."
    BoundAsReceiver         "bound_as_receiver"           BindStatus         403 Client       NONE,               "The session is bound as receiver and cannot submit."
    NotForClients           "not_for_clients"             BindStatus         403 Client       NONE,               "The operation goes from the gateway to its clients only."
    AlreadyBound            "already_bound"               AlreadyBound       409 Client       NONE,               "The session is bound already."
    SessionLimitBound       "session_limit_already_bound" AlreadyBound       429 AccountOwner NONE,               "All sessions of the account are in use; it wants to hear \"already bound\"."
    PriorityOutOfRange      "priority_out_of_range"       PriorityFlag       422 Client       NONE,               "priority_flag is above 3 (SMPP 5.0: 4; SMPP 3.3: 1)."
    ReceiptReserved         "receipt_reserved"            RegisteredDelivery 422 Client       NONE,               "registered_delivery asks for success only, which SMPP 3.4 does not have."
    ReceiptBitsReserved     "receipt_bits_reserved"       RegisteredDelivery 422 Client       NONE,               "registered_delivery sets reserved bits, and the account is strict."
    ReceiptsOff             "receipts_off"                RegisteredDelivery 422 AccountOwner NONE,               "Receipts are switched off for the account, and it is strict."
    JournalFailed           "journal_failed"              SystemError        503 GatewayStaff NONE,               "The journal cannot be written; the process is ending."
    Draining                "draining"                    SystemError        503 Nobody       NONE,               "The gateway is shutting down."
    StoreTimeout            "store_timeout"               SystemError        503 GatewayStaff NONE,               "The message was not on disk in time."
    SenderMalformed         "sender_malformed"            SourceAddress      422 Client       ORIGINATOR,         "The sender is not what its type of number says."
    SenderNotAllowed        "sender_not_allowed"          SourceAddress      422 AccountOwner ORIGINATOR,         "The account may not use this sender."
    SenderTypeUnknown       "sender_type_unknown"         SourceAddress      422 Client       ORIGINATOR,         "The sender's type of number is 7 or above."
    DestinationEmpty        "destination_empty"           DestinationAddress 422 Client       UNKNOWN_SUBSCRIBER, "There is no destination."
    DestinationNotDigits    "destination_not_digits"      DestinationAddress 422 Client       UNKNOWN_SUBSCRIBER, "The destination has characters that are no digits."
    DestinationLength       "destination_length"          DestinationAddress 422 Client       UNKNOWN_SUBSCRIBER, "The destination has fewer than 7 or more than 15 digits."
    DestinationNational     "destination_national"        DestinationAddress 422 Client       UNKNOWN_SUBSCRIBER, "The destination is a national number, and the account has no country."
    DestinationAlphanumeric "destination_alphanumeric"    DestinationAddress 422 Client       UNKNOWN_SUBSCRIBER, "The destination is alphanumeric; only senders can be."
    DestinationTypeUnknown  "destination_type_unknown"    DestinationAddress 422 Client       UNKNOWN_SUBSCRIBER, "The destination's type of number is 7 or above."
    NoRoute                 "no_route"                    DestinationAddress 422 GatewayStaff NONE,               "No rule leads to the destination."
    CountryBlocked          "country_blocked"             DestinationAddress 422 AccountOwner NONE,               "The account may not send to this country."
    NumberBlocked           "number_blocked"              DestinationAddress 422 Nobody       BARRED,             "The number is on a block list."
    AccountDisabled         "account_disabled"            BindFailed         403 AccountOwner NONE,               "The account is disabled."
    AddressNotAllowed       "address_not_allowed"         BindFailed         403 AccountOwner NONE,               "The account may not be used from this network address."
    SessionLimit            "session_limit"               BindFailed         429 AccountOwner NONE,               "All sessions of the account are in use."
    BindTypeNotAllowed      "bind_type_not_allowed"       BindFailed         403 AccountOwner NONE,               "The account may not bind in this direction."
    TlsRequired             "tls_required"                BindFailed         403 Client       NONE,               "The account must use TLS."
    SystemTypeUnknown       "system_type_unknown"         BindFailed         403 Client       NONE,               "The system_type is not the one agreed."
    LoginRefused            "login_refused"               BindFailed         401 Client       NONE,               "The system_id or the password is wrong; the gateway does not say which."
    LoginAttempts           "login_attempts"              BindFailed         429 Client       NONE,               "Too many wrong passwords in a minute, from this address or for this system_id."
    PasswordWrong           "password_wrong"              Password           401 Client       NONE,               "The password is wrong."
    PasswordMalformed       "password_malformed"          Password           401 Client       NONE,               "The password is empty, above 64 octets, or not ASCII."
    SystemIdUnknown         "system_id_unknown"           SystemId           401 Client       NONE,               "Nobody has this system_id."
    SystemIdMalformed       "system_id_malformed"         SystemId           401 Client       NONE,               "The system_id is empty, above 15 characters, or has control characters."
    AccountQueueFull        "account_queue_full"          QueueFull          429 AccountOwner NONE,               "The account has as many messages waiting as it may have."
    GatewayFull             "gateway_full"                QueueFull          503 GatewayStaff NONE,               "The gateway has as many messages waiting as it can hold."
    DestinationQueueFull    "destination_queue_full"      QueueFull          429 Client       NONE,               "As many messages wait for this destination as may."
    DiskFull                "disk_full"                   QueueFull          503 GatewayStaff NONE,               "The disk is full, or the journal has come to its reserve."
    MessageTypeReserved     "message_type_reserved"       EsmClass           422 Client       NONE,               "esm_class has a message type that is reserved."
    HeaderMalformed         "header_malformed"            EsmClass           422 Client       BINARY,             "The user data header is malformed."
    HeaderAndTlvs           "header_and_tlvs"             EsmClass           422 Client       NONE,               "Parts or ports are given both in a user data header and in TLVs."
    ReplaceFlagInvalid      "replace_flag_invalid"        EsmClass           422 Client       NONE,               "replace_if_present_flag is above 1."
    DataCodingInvalid       "data_coding_invalid"         EsmClass           422 Client       BINARY,             "data_coding has a value that nobody can show."
    AccountRate             "account_rate"                Throttled          429 AccountOwner NONE,               "The account has sent more messages a second than it may."
    SessionRate             "session_rate"                Throttled          429 AccountOwner NONE,               "The session has sent more messages a second than it may."
    NetworkRate             "network_rate"                Throttled          429 AccountOwner NONE,               "More messages a second for one network than the account may send."
    WindowExceeded          "window_exceeded"             Throttled          429 Client       NONE,               "More requests without an answer than the session may have."
    ScheduleMalformed       "schedule_malformed"          Schedule           422 Client       EXPIRY,             "schedule_delivery_time is no time."
    ScheduleRelative        "schedule_relative"           Schedule           422 Client       NONE,               "schedule_delivery_time is relative, which SMPP 3.3 does not have."
    ScheduleTooFar          "schedule_too_far"            Schedule           422 Client       EXPIRY,             "schedule_delivery_time is too far away."
    ValidityMalformed       "validity_malformed"          Expiry             422 Client       EXPIRY,             "validity_period is no time."
    ValidityPast            "validity_past"               Expiry             422 Client       EXPIRY,             "validity_period is over already."
    ValidityBeforeSchedule  "validity_before_schedule"    Expiry             422 Client       EXPIRY,             "validity_period ends before schedule_delivery_time."
    ValidityTooShort        "validity_too_short"          Expiry             422 Client       EXPIRY,             "validity_period is below the minimum."
    TlvsBroken              "tlvs_broken"                 TlvStream          400 Client       NONE,               "The optional parameters end within one of them."
    TlvNotAllowed           "tlv_not_allowed"             TlvStream          422 Client       NONE,               "An optional parameter is not allowed here."
    TlvMissing              "tlv_missing"                 TlvStream          422 Client       NONE,               "An optional parameter that this needs is missing."
    TlvLength               "tlv_length"                  TlvLength          422 Client       NONE,               "An optional parameter has a length that it cannot have."
    TlvValue                "tlv_value"                   TlvLength          422 Client       NONE,               "An optional parameter has a value that it cannot have."
    DeliveryFailed          "delivery_failed"             DeliveryFailure    502 Nobody       NONE,               "Transaction mode: the one attempt failed."
    DeliveryTimeout         "delivery_timeout"            DeliveryFailure    504 Nobody       NONE,               "Transaction mode: no outcome within the time."
    CreditInsufficient      "credit_insufficient"         UnknownError       402 AccountOwner CREDIT,             "The account's credit does not cover the message, and no receipt would say so."
    InternalError           "internal_error"              UnknownError       500 GatewayStaff NONE,               "The gateway has met a fault of its own."
}

impl Refusal {
    /// All that is known of the refusal.
    pub fn row(self) -> &'static RefusalRow {
        // The table is written in the order of the enum, by the same macro.
        &REFUSALS[self as usize]
    }

    /// What SMPP answers.
    pub fn status(self) -> Status {
        self.row().status
    }

    /// What HTTP answers.
    pub fn http(self) -> u16 {
        self.row().http
    }

    /// The name in HTTP answers, logs and metrics, such as `no_route`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// What a well-behaved client does: the status says it, because it is all that an SMPP
    /// client sees.
    pub fn retry(self) -> ClientRetry {
        self.status().row().retry
    }
}
