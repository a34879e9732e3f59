//! The 26 codes of receipts.

use super::Actor;
use crate::state::SmppState;

/// One report code with all that is known of it.
#[derive(Debug, Clone, Copy)]
pub struct ReportRow {
    /// The code itself.
    pub code: ReportCode,
    /// Its number, as after `err:`.
    pub number: u16,
    /// The name in HTTP answers, webhooks and metrics.
    pub name: &'static str,
    /// The words of the reference.
    pub words: &'static str,
    /// It closes the message; else a report on the way.
    pub is_final: bool,
    /// The state that a receipt of ours shows, where no operator has reported one.
    pub state: SmppState,
    /// The states that the code goes with as well, when an operator reports them or, for the
    /// first code, when the account wants to hear `DELIVRD`.
    pub also: &'static [SmppState],
    /// What the gateway does before it reports the code.
    pub retry: GatewayRetry,
    /// Who must act.
    pub actor: Actor,
    /// One sentence for a person.
    pub sentence: &'static str,
}

/// May the gateway try again before it reports?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GatewayRetry {
    /// No.
    No,
    /// The operator tries again, the gateway does not.
    ByOperator,
    /// Over another route, where the rule has one that suits.
    OtherRoute,
    /// With a substitute sender, where the account allows that.
    SubstituteSender,
    /// Yes, waiting longer each time, until validity ends.
    Backoff,
    /// Yes, waiting longer each time, and over another route.
    BackoffAndOtherRoute,
}

impl GatewayRetry {
    /// For people, as it stands behind "the gateway:".
    pub const fn words(self) -> &'static str {
        match self {
            GatewayRetry::No => "does not try again",
            GatewayRetry::ByOperator => "leaves trying again to the operator",
            GatewayRetry::OtherRoute => "tries another route, if the rule has one",
            GatewayRetry::SubstituteSender => "tries a substitute sender, if the account allows it",
            GatewayRetry::Backoff => "has tried again until validity ended",
            GatewayRetry::BackoffAndOtherRoute => "has tried again, and another route",
        }
    }
}

macro_rules! report_codes {
    ($($number:literal $code:ident $name:literal $words:literal $kind:ident $state:ident $also:expr, $retry:ident $actor:ident $sentence:literal)*) => {
        /// How a message, or an attempt on it, ended: the `err` of our receipts. Numbers that
        /// are not here are reserved and never sent.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ReportCode { $(#[doc = concat!(stringify!($number), ": ", $sentence)] $code,)* }

        /// The table of report codes, by number.
        pub const REPORT_CODES: &[ReportRow] = &[$(ReportRow {
            code: ReportCode::$code,
            number: $number,
            name: $name,
            words: $words,
            is_final: $kind,
            state: SmppState::$state,
            also: $also,
            retry: GatewayRetry::$retry,
            actor: Actor::$actor,
            sentence: $sentence,
        },)*];
    };
}

const FINAL: bool = true;
const ON_THE_WAY: bool = false;
const NO_OTHER: &[SmppState] = &[];
const OR_DELIVERED: &[SmppState] = &[SmppState::Delivered];
const OR_REFUSED: &[SmppState] = &[SmppState::Rejected, SmppState::Deleted];
const OR_UNDELIVERABLE: &[SmppState] = &[SmppState::Undeliverable];
const OR_EXPIRED: &[SmppState] = &[SmppState::Expired];

report_codes! {
    2   DeliveredToNetwork    "delivered_to_network"    "Delivered to Network (final)"                                          FINAL      Accepted      OR_DELIVERED,     No                   Nobody       "The network has the message and will report no more; the phone is unproven."
    3   AtNetwork             "at_network"              "Delivered to Network (Intermediate)"                                   ON_THE_WAY Enroute       NO_OTHER,         No                   Nobody       "The operator has the message and will report again."
    4   OperatorRetrying      "operator_retrying"       "Operator is Retrying Message"                                          ON_THE_WAY Enroute       NO_OTHER,         ByOperator           Nobody       "The operator has met a passing hindrance and tries again."
    5   Delivered             "delivered"               "Delivered to Phone"                                                    FINAL      Delivered     NO_OTHER,         No                   Nobody       "The message is on the phone."
    6   FailedAtOperator      "failed_at_operator"      "Failed @ operator"                                                     FINAL      Undeliverable OR_REFUSED,       OtherRoute           GatewayStaff "The operator has given up on the message without a reason that we know."
    10  TextTooLong           "text_too_long"           "Formatting Error SMS too long"                                         FINAL      Rejected      NO_OTHER,         OtherRoute           Client       "The route takes fewer parts than the text needs."
    11  UnknownSubscriber     "unknown_subscriber"      "Unknown Subscriber"                                                    FINAL      Undeliverable NO_OTHER,         No                   Client       "Nobody has this number."
    12  InsufficientCredit    "insufficient_credit"     "Insufficient Credit"                                                   FINAL      Rejected      NO_OTHER,         No                   AccountOwner "The account's credit did not cover all parts."
    13  SubscriberBarred      "subscriber_barred"       "Subscriber Barred"                                                     FINAL      Rejected      OR_UNDELIVERABLE, No                   Nobody       "The number may not receive: barred by its network, or on a block list of ours."
    14  IncorrectBilling      "incorrect_billing"       "Incorrect Billing C2"                                                  FINAL      Rejected      NO_OTHER,         No                   GatewayStaff "The operator does not know the billing class or the service type."
    15  InvalidOriginator     "invalid_originator"      "Invalid Originator"                                                    FINAL      Rejected      NO_OTHER,         SubstituteSender     AccountOwner "The sender is not registered with the operator or in the country."
    16  ExpiredAtGateway      "expired_at_gateway"      "Message Expired @ Gateway"                                             FINAL      Expired       NO_OTHER,         No                   GatewayStaff "Validity ended before any operator had taken the message."
    17  InvalidExpiry         "invalid_expiry"          "Invalid Expiry Value"                                                  FINAL      Rejected      NO_OTHER,         No                   Client       "No route can keep the validity or the schedule that was asked for."
    18  Duplicate             "duplicate"               "Duplicate Message"                                                     FINAL      Rejected      NO_OTHER,         No                   Client       "The same message came twice within the window."
    19  CreditLocked          "credit_locked"           "Out of Credit. Billing system busy or prepay message already in pipe." FINAL      Rejected      NO_OTHER,         Backoff              AccountOwner "The account's credit was locked until validity ended."
    20  TextEmpty             "text_empty"              "Zero length data"                                                      FINAL      Rejected      NO_OTHER,         No                   Client       "The operator does not take an empty text."
    21  BinaryTooLong         "binary_too_long"         "Binary too long"                                                       FINAL      Rejected      NO_OTHER,         No                   Client       "The binary data do not fit into a part, or into the parts of the route."
    22  BinaryMalformed       "binary_malformed"        "Binary incorrect format"                                               FINAL      Rejected      NO_OTHER,         OtherRoute           Client       "The binary data are malformed, or the route takes none."
    23  SimFull               "sim_full"                "Sim full"                                                              FINAL      Undeliverable OR_EXPIRED,       ByOperator           Nobody       "The phone has no room for messages."
    24  AbsentSubscriber      "absent_subscriber"       "Absent subscriber"                                                     FINAL      Undeliverable OR_EXPIRED,       ByOperator           Nobody       "The phone is switched off or out of reach."
    25  OperatorUnreachable   "operator_unreachable"    "Error in delivery to operator"                                         FINAL      Undeliverable NO_OTHER,         BackoffAndOtherRoute GatewayStaff "No operator would take the message from us."
    26  ExpiredAtOperator     "expired_at_operator"     "Message expired @ operator"                                            FINAL      Expired       NO_OTHER,         No                   Nobody       "Validity ended while the operator was trying."
    27  StatusUnknown         "status_unknown"          "Not defined - status unknown"                                          FINAL      Unknown       NO_OTHER,         No                   GatewayStaff "Nobody can say what became of the message."
    99  ReceiptTimeout        "receipt_timeout"         "SMS delivery receipt timeout"                                          FINAL      Unknown       NO_OTHER,         No                   GatewayStaff "The operator took the message and never sent a final receipt."
    101 MultipartPartial      "multipart_partial"       "Multipart delivered to Network - Partial success"                      FINAL      Undeliverable NO_OTHER,         No                   Nobody       "Some parts of the message have arrived, others never will."
    102 MultipartFailed       "multipart_failed"        "Multipart Delivered to Network - Total Failure"                        FINAL      Undeliverable NO_OTHER,         No                   Nobody       "No part of the message has arrived."
}

impl ReportCode {
    /// All that is known of the code.
    pub fn row(self) -> &'static ReportRow {
        // The table is written in the order of the enum, by the same macro.
        &REPORT_CODES[self as usize]
    }

    /// The code with this number.
    pub fn from_number(number: u16) -> Option<ReportCode> {
        REPORT_CODES.iter().find(|row| row.number == number).map(|row| row.code)
    }

    /// The number, as after `err:` and in the network_error_code of our receipts.
    pub fn number(self) -> u16 {
        self.row().number
    }

    /// The name in HTTP answers, webhooks and metrics, such as `absent_subscriber`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// It closes the message.
    pub fn is_final(self) -> bool {
        self.row().is_final
    }

    /// The message, or part, has come where it should, or is on its way there unhindered:
    /// the codes for which `err:000` may be said.
    pub fn is_success(self) -> bool {
        let success =
            [ReportCode::DeliveredToNetwork, ReportCode::AtNetwork, ReportCode::Delivered];
        success.contains(&self)
    }

    /// The state that the receipt shows: the operator's own final one, for the code is ours
    /// and the state is not; without one, that of the table.
    pub fn state(self, operators: Option<SmppState>) -> SmppState {
        match operators {
            Some(state) if self.is_final() && state.is_final() => state,
            Some(_) | None => self.row().state,
        }
    }
}
