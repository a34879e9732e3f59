//! The code table against what was agreed, row by row.

use message::code::Actor::{AccountOwner, Client, GatewayStaff, Nobody};
use message::code::{
    Actor, ClientRetry, GatewayRetry, REFUSALS, REPORT_CODES, Refusal, ReportCode, STATUSES,
};
use message::state::SmppState;
use std::collections::BTreeSet;

/// code, name, client's retry.
#[rustfmt::skip]
const THE_23: [(u32, &str, ClientRetry); 23] = [
    (0x0000_0000, "ESME_ROK",              ClientRetry::No),
    (0x0000_0001, "ESME_RINVMSGLEN",       ClientRetry::No),
    (0x0000_0002, "ESME_RINVCMDLEN",       ClientRetry::No),
    (0x0000_0003, "ESME_RINVCMDID",        ClientRetry::No),
    (0x0000_0004, "ESME_RINVBNDSTS",       ClientRetry::AfterBind),
    (0x0000_0005, "ESME_RALYBND",          ClientRetry::No),
    (0x0000_0006, "ESME_RINVPRTFLG",       ClientRetry::No),
    (0x0000_0007, "ESME_RINVREGDLVFLG",    ClientRetry::No),
    (0x0000_0008, "ESME_RSYSERR",          ClientRetry::Backoff),
    (0x0000_000A, "ESME_RINVSRCADR",       ClientRetry::No),
    (0x0000_000B, "ESME_RINVDSTADR",       ClientRetry::No),
    (0x0000_000D, "ESME_RBINDFAIL",        ClientRetry::Later),
    (0x0000_000E, "ESME_RINVPASWD",        ClientRetry::No),
    (0x0000_000F, "ESME_RINVSYSID",        ClientRetry::No),
    (0x0000_0014, "ESME_RMSGQFUL",         ClientRetry::Backoff),
    (0x0000_0043, "ESME_RINVESMCLASS",     ClientRetry::No),
    (0x0000_0058, "ESME_RTHROTTLED",       ClientRetry::AfterOneSecond),
    (0x0000_0061, "ESME_RINVSCHED",        ClientRetry::No),
    (0x0000_0062, "ESME_RINVEXPIRY",       ClientRetry::No),
    (0x0000_00C0, "ESME_RINVTLVSTREAM",    ClientRetry::No),
    (0x0000_00C2, "ESME_RINVTLVLEN",       ClientRetry::No),
    (0x0000_00FE, "ESME_RDELIVERYFAILURE", ClientRetry::ByReason),
    (0x0000_00FF, "ESME_RUNKNOWNERR",      ClientRetry::No),
];

#[test]
fn the_23_statuses() {
    assert_eq!(STATUSES.len(), 23);
    for (code, name, retry) in THE_23 {
        let row = STATUSES.iter().find(|row| row.code == code).expect(name);
        assert_eq!((row.name, row.retry), (name, retry));
        assert_eq!((row.status.code(), row.status.name()), (code, name));
        assert!(is_sentence(row.sentence), "{name}: {:?}", row.sentence);
    }
}

type RefusalRow = (&'static str, u32, u16, Actor, Option<u16>);

/// name, SMPP status, HTTP status, who must act, report code if found after acceptance.
#[rustfmt::skip]
const EVERY_REFUSAL: &[RefusalRow] = &[
    // 01: sm_length > octets left; 255 under 3.4; text given twice; max_parts; UDH part > 140;
    // empty text; and 63
    ("text_beyond_packet",          0x01, 400, Client,       None),
    ("text_length_255",             0x01, 400, Client,       None),
    ("text_given_twice",            0x01, 400, Client,       None),
    ("text_too_many_parts",         0x01, 422, Client,       Some(10)),
    ("part_too_long",               0x01, 422, Client,       Some(10)),
    ("text_empty",                  0x01, 422, Client,       Some(20)),
    ("default_message_unknown",     0x01, 422, Client,       None),
    // 02: command_length < 16 or > limit; header-only PDU with a body; body ends inside a field
    ("packet_length",               0x02, 413, Client,       None),
    ("body_unexpected",             0x02, 400, Client,       None),
    ("body_too_short",              0x02, 400, Client,       None),
    // 03: command_id not implemented
    ("operation_unknown",           0x03, 404, Client,       None),
    // 04: on OPEN; submit_sm on BOUND_RX; deliver_sm sent to us
    ("not_bound",                   0x04, 401, Client,       None),
    ("bound_as_receiver",           0x04, 403, Client,       None),
    ("not_for_clients",             0x04, 403, Client,       None),
    // 05: second bind; the account's policy for the session limit
    ("already_bound",               0x05, 409, Client,       None),
    ("session_limit_already_bound", 0x05, 429, AccountOwner, None),
    // 06: priority_flag
    ("priority_out_of_range",       0x06, 422, Client,       None),
    // 07: bits 1-0 = 11 under 3.4; bits 7-5 if strict; receipts off and strict
    ("receipt_reserved",            0x07, 422, Client,       None),
    ("receipt_bits_reserved",       0x07, 422, Client,       None),
    ("receipts_off",                0x07, 422, AccountOwner, None),
    // 08: journal error; shutdown drain; time-out before durability
    ("journal_failed",              0x08, 503, GatewayStaff, None),
    ("draining",                    0x08, 503, Nobody,       None),
    ("store_timeout",               0x08, 503, GatewayStaff, None),
    // 0A: syntax for TON/NPI, also for 48 and 49; allow-list; TON 7+
    ("sender_malformed",            0x0A, 422, Client,       Some(15)),
    ("sender_not_allowed",          0x0A, 422, AccountOwner, Some(15)),
    ("sender_type_unknown",         0x0A, 422, Client,       Some(15)),
    // 0B: empty; non-digit; < 7 or > 15; TON 5; no route; country; block list; also for 50, 51
    ("destination_empty",           0x0B, 422, Client,       Some(11)),
    ("destination_not_digits",      0x0B, 422, Client,       Some(11)),
    ("destination_length",          0x0B, 422, Client,       Some(11)),
    ("destination_national",        0x0B, 422, Client,       Some(11)),
    ("destination_alphanumeric",    0x0B, 422, Client,       Some(11)),
    ("destination_type_unknown",    0x0B, 422, Client,       Some(11)),
    ("no_route",                    0x0B, 422, GatewayStaff, None),
    ("country_blocked",             0x0B, 422, AccountOwner, None),
    ("number_blocked",              0x0B, 422, Nobody,       Some(13)),
    // 0D: disabled; source address; session limit; bind type; TLS; also for 53; uniform errors
    ("account_disabled",            0x0D, 403, AccountOwner, None),
    ("address_not_allowed",         0x0D, 403, AccountOwner, None),
    ("session_limit",               0x0D, 429, AccountOwner, None),
    ("bind_type_not_allowed",       0x0D, 403, AccountOwner, None),
    ("tls_required",                0x0D, 403, Client,       None),
    ("system_type_unknown",         0x0D, 403, Client,       None),
    ("login_refused",               0x0D, 401, Client,       None),
    ("login_attempts",              0x0D, 429, Client,       None),
    // 0E, 0F
    ("password_wrong",              0x0E, 401, Client,       None),
    ("password_malformed",          0x0E, 401, Client,       None),
    ("system_id_unknown",           0x0F, 401, Client,       None),
    ("system_id_malformed",         0x0F, 401, Client,       None),
    // 14: account's quota; global high-water mark; per destination; disk
    ("account_queue_full",          0x14, 429, AccountOwner, None),
    ("gateway_full",                0x14, 503, GatewayStaff, None),
    ("destination_queue_full",      0x14, 429, Client,       None),
    ("disk_full",                   0x14, 503, GatewayStaff, None),
    // 43: reserved type; malformed header; UDHI with sar_* or ports; also for 42/54 above 1 and 104
    ("message_type_reserved",       0x43, 422, Client,       None),
    ("header_malformed",            0x43, 422, Client,       Some(22)),
    ("header_and_tlvs",             0x43, 422, Client,       None),
    ("replace_flag_invalid",        0x43, 422, Client,       None),
    ("data_coding_invalid",         0x43, 422, Client,       Some(22)),
    // 58: bucket of account, session, network; window
    ("account_rate",                0x58, 429, AccountOwner, None),
    ("session_rate",                0x58, 429, AccountOwner, None),
    ("network_rate",                0x58, 429, AccountOwner, None),
    ("window_exceeded",             0x58, 429, Client,       None),
    // 61: bad format; relative under 3.3; beyond the horizon
    ("schedule_malformed",          0x61, 422, Client,       Some(17)),
    ("schedule_relative",           0x61, 422, Client,       None),
    ("schedule_too_far",            0x61, 422, Client,       Some(17)),
    // 62: bad format; past; before schedule; under the minimum
    ("validity_malformed",          0x62, 422, Client,       Some(17)),
    ("validity_past",               0x62, 422, Client,       Some(17)),
    ("validity_before_schedule",    0x62, 422, Client,       Some(17)),
    ("validity_too_short",          0x62, 422, Client,       Some(17)),
    // C0: cut off; also for C1, C3. C2: length; also for C4
    ("tlvs_broken",                 0xC0, 400, Client,       None),
    ("tlv_not_allowed",             0xC0, 422, Client,       None),
    ("tlv_missing",                 0xC0, 422, Client,       None),
    ("tlv_length",                  0xC2, 422, Client,       None),
    ("tlv_value",                   0xC2, 422, Client,       None),
    // FE: transaction mode
    ("delivery_failed",             0xFE, 502, Nobody,       None),
    ("delivery_timeout",            0xFE, 504, Nobody,       None),
    // FF: credit that no receipt would tell of; an error without class, also for 45
    ("credit_insufficient",         0xFF, 402, AccountOwner, Some(12)),
    ("internal_error",              0xFF, 500, GatewayStaff, None),
];

#[test]
fn every_refusal() {
    assert_eq!(REFUSALS.len(), EVERY_REFUSAL.len());
    for (name, code, http, actor, report) in EVERY_REFUSAL {
        let row = REFUSALS.iter().find(|row| row.name == *name).expect(name);
        assert_eq!(row.status.code(), *code, "{name}");
        assert_eq!(row.http, *http, "{name}");
        assert_eq!(row.actor, *actor, "{name}");
        assert_eq!(row.report.map(ReportCode::number), *report, "{name}");
        assert!(is_sentence(row.sentence), "{name}: {:?}", row.sentence);
    }
}

#[test]
fn refusals_answer_for_themselves() {
    for row in REFUSALS {
        assert_eq!(row.refusal.name(), row.name);
        assert_eq!(row.refusal.status(), row.status, "{}", row.name);
        assert_eq!(row.refusal.http(), row.http, "{}", row.name);
        assert_eq!(row.refusal.retry(), row.status.row().retry, "{}", row.name);
    }
    assert_eq!(Refusal::NoRoute.name(), "no_route");
    assert_eq!(Refusal::DiskFull.retry(), ClientRetry::Backoff);
    assert_eq!(Refusal::AccountRate.retry(), ClientRetry::AfterOneSecond);
    assert_eq!(Refusal::NotBound.retry(), ClientRetry::AfterBind);
    assert_eq!(Refusal::SessionLimit.retry(), ClientRetry::Later);
}

/// Success is no refusal, and every other status refuses something.
#[test]
fn every_status_has_a_refusal() {
    let used: BTreeSet<u32> = REFUSALS.iter().map(|row| row.status.code()).collect();
    let all: BTreeSet<u32> = THE_23.iter().map(|row| row.0).filter(|code| *code != 0).collect();
    assert_eq!(used, all);
}

/// Kannel sends again what is answered with 0x08, 0x14 or 0x58, and drops all else.
#[test]
fn passing_hindrances_and_only_they_ask_to_come_again() {
    for row in STATUSES {
        let again = matches!(row.retry, ClientRetry::Backoff | ClientRetry::AfterOneSecond);
        assert_eq!(again, [0x08, 0x14, 0x58].contains(&row.code), "{}", row.name);
    }
    for row in REFUSALS {
        let http_too = [429, 503].contains(&row.http);
        assert!(http_too || ![0x08, 0x14, 0x58].contains(&row.status.code()), "{}", row.name);
    }
}

type Report = (
    u16,
    &'static str,
    &'static str,
    char,
    (&'static str, u8, &'static [&'static str]),
    GatewayRetry,
    Actor,
);

/// number, the reference's words, name, final or intermediate, stat, message_state, other stats,
/// the gateway's retry, who must act.
#[rustfmt::skip]
const THE_26: [Report; 26] = [
    (2,   "Delivered to Network (final)",        "delivered_to_network", 'F', ("ACCEPTD", 6, &["DELIVRD"]), GatewayRetry::No, Nobody),
    (3,   "Delivered to Network (Intermediate)", "at_network",           'I', ("ENROUTE", 1, &[]), GatewayRetry::No, Nobody),
    (4,   "Operator is Retrying Message",        "operator_retrying",    'I', ("ENROUTE", 1, &[]), GatewayRetry::ByOperator, Nobody),
    (5,   "Delivered to Phone",                  "delivered",            'F', ("DELIVRD", 2, &[]), GatewayRetry::No, Nobody),
    (6,   "Failed @ operator",                   "failed_at_operator",   'F', ("UNDELIV", 5, &["REJECTD", "DELETED"]), GatewayRetry::OtherRoute, GatewayStaff),
    (10,  "Formatting Error SMS too long",       "text_too_long",        'F', ("REJECTD", 8, &[]), GatewayRetry::OtherRoute, Client),
    (11,  "Unknown Subscriber",                  "unknown_subscriber",   'F', ("UNDELIV", 5, &[]), GatewayRetry::No, Client),
    (12,  "Insufficient Credit",                 "insufficient_credit",  'F', ("REJECTD", 8, &[]), GatewayRetry::No, AccountOwner),
    (13,  "Subscriber Barred",                   "subscriber_barred",    'F', ("REJECTD", 8, &["UNDELIV"]), GatewayRetry::No, Nobody),
    (14,  "Incorrect Billing C2",                "incorrect_billing",    'F', ("REJECTD", 8, &[]), GatewayRetry::No, GatewayStaff),
    (15,  "Invalid Originator",                  "invalid_originator",   'F', ("REJECTD", 8, &[]), GatewayRetry::SubstituteSender, AccountOwner),
    (16,  "Message Expired @ Gateway",           "expired_at_gateway",   'F', ("EXPIRED", 3, &[]), GatewayRetry::No, GatewayStaff),
    (17,  "Invalid Expiry Value",                "invalid_expiry",       'F', ("REJECTD", 8, &[]), GatewayRetry::No, Client),
    (18,  "Duplicate Message",                   "duplicate",            'F', ("REJECTD", 8, &[]), GatewayRetry::No, Client),
    (19,  "Out of Credit. Billing system busy or prepay message already in pipe.", "credit_locked", 'F', ("REJECTD", 8, &[]), GatewayRetry::Backoff, AccountOwner),
    (20,  "Zero length data",                    "text_empty",           'F', ("REJECTD", 8, &[]), GatewayRetry::No, Client),
    (21,  "Binary too long",                     "binary_too_long",      'F', ("REJECTD", 8, &[]), GatewayRetry::No, Client),
    (22,  "Binary incorrect format",             "binary_malformed",     'F', ("REJECTD", 8, &[]), GatewayRetry::OtherRoute, Client),
    (23,  "Sim full",                            "sim_full",             'F', ("UNDELIV", 5, &["EXPIRED"]), GatewayRetry::ByOperator, Nobody),
    (24,  "Absent subscriber",                   "absent_subscriber",    'F', ("UNDELIV", 5, &["EXPIRED"]), GatewayRetry::ByOperator, Nobody),
    (25,  "Error in delivery to operator",       "operator_unreachable", 'F', ("UNDELIV", 5, &[]), GatewayRetry::BackoffAndOtherRoute, GatewayStaff),
    (26,  "Message expired @ operator",          "expired_at_operator",  'F', ("EXPIRED", 3, &[]), GatewayRetry::No, Nobody),
    (27,  "Not defined - status unknown",        "status_unknown",       'F', ("UNKNOWN", 7, &[]), GatewayRetry::No, GatewayStaff),
    (99,  "SMS delivery receipt timeout",        "receipt_timeout",      'F', ("UNKNOWN", 7, &[]), GatewayRetry::No, GatewayStaff),
    (101, "Multipart delivered to Network - Partial success", "multipart_partial", 'F', ("UNDELIV", 5, &[]), GatewayRetry::No, Nobody),
    (102, "Multipart Delivered to Network - Total Failure", "multipart_failed",    'F', ("UNDELIV", 5, &[]),             GatewayRetry::No, Nobody),
];

#[test]
fn the_26_report_codes() {
    assert_eq!(REPORT_CODES.len(), 26);
    for (number, words, name, kind, (stat, octet, also), retry, actor) in THE_26 {
        let code = ReportCode::from_number(number).expect(name);
        let row = code.row();
        assert_eq!((code.number(), code.name(), row.words), (number, name, words));
        assert_eq!(code.is_final(), kind == 'F', "{number}");
        assert_eq!((row.state.stat(), row.state.octet()), (stat, octet), "{number}");
        let others: Vec<&str> = row.also.iter().map(|state| state.stat()).collect();
        assert_eq!(others, also, "{number}");
        assert_eq!((row.retry, row.actor), (retry, actor), "{number}");
        assert!(is_sentence(row.sentence), "{number}: {:?}", row.sentence);
    }
}

#[test]
fn numbers_that_are_reserved() {
    for number in (0..=1).chain(7..=9).chain(28..=98).chain([100, 103, 999, u16::MAX]) {
        assert_eq!(ReportCode::from_number(number), None, "{number}");
    }
}

#[test]
fn successes() {
    let successes: Vec<u16> =
        REPORT_CODES.iter().filter(|row| row.code.is_success()).map(|row| row.number).collect();
    assert_eq!(successes, [2, 3, 5]);
}

/// code, state that the operator reported, state that the receipt shows.
#[rustfmt::skip]
const SHOWN: &[(ReportCode, Option<SmppState>, &str)] = &[
    (ReportCode::FailedAtOperator,   None,                           "UNDELIV"),
    (ReportCode::FailedAtOperator,   Some(SmppState::Rejected),      "REJECTD"),
    (ReportCode::FailedAtOperator,   Some(SmppState::Deleted),       "DELETED"),
    (ReportCode::SubscriberBarred,   None,                           "REJECTD"),
    (ReportCode::SubscriberBarred,   Some(SmppState::Undeliverable), "UNDELIV"),
    (ReportCode::AbsentSubscriber,   Some(SmppState::Expired),       "EXPIRED"),
    (ReportCode::AbsentSubscriber,   Some(SmppState::Undeliverable), "UNDELIV"),
    (ReportCode::DeliveredToNetwork, Some(SmppState::Accepted),      "ACCEPTD"),
    (ReportCode::DeliveredToNetwork, None,                           "ACCEPTD"),
    (ReportCode::AtNetwork,          Some(SmppState::Accepted),      "ENROUTE"),
    (ReportCode::OperatorRetrying,   Some(SmppState::Undeliverable), "ENROUTE"),
    (ReportCode::ReceiptTimeout,     Some(SmppState::Enroute),       "UNKNOWN"),
];

#[test]
fn the_state_is_the_operators_own() {
    for (code, operators, stat) in SHOWN {
        assert_eq!(code.state(*operators).stat(), *stat, "{code:?} {operators:?}");
    }
}

#[test]
fn names_and_numbers_are_unique() {
    let names: Vec<&str> = REFUSALS.iter().map(|row| row.name).collect();
    assert_unique("refusals", names);
    assert_unique("reports", REPORT_CODES.iter().map(|row| row.name).collect());
    assert_unique("statuses", STATUSES.iter().map(|row| row.name).collect());
    assert_unique("numbers", REPORT_CODES.iter().map(|row| row.number).collect());
    assert_unique("codes", STATUSES.iter().map(|row| row.code).collect());
    let names = REFUSALS.iter().map(|row| row.name).chain(REPORT_CODES.iter().map(|row| row.name));
    for name in names {
        let snake = name
            .bytes()
            .all(|octet| octet.is_ascii_lowercase() || octet.is_ascii_digit() || octet == b'_');
        assert!(snake, "{name}");
    }
}

fn assert_unique<T: Ord + Clone + std::fmt::Debug>(what: &str, list: Vec<T>) {
    let set: BTreeSet<T> = list.iter().cloned().collect();
    assert_eq!(set.len(), list.len(), "{what}: {list:?}");
}

/// Something to print for a person: begins with a word, ends with a full stop, fits a line or two.
fn is_sentence(text: &str) -> bool {
    text.starts_with(char::is_alphabetic) && text.ends_with('.') && (20..=120).contains(&text.len())
}
