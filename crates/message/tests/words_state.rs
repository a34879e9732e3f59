//! States: every one by name, octet and word.

use message::state::{MessageState, SmppState};

/// state, name, message_state, stat, final.
#[rustfmt::skip]
const STATES: &[(MessageState, &str, u8, &str, bool)] = &[
    (MessageState::Scheduled,     "scheduled",     0, "ENROUTE", false),
    (MessageState::Queued,        "queued",        1, "ENROUTE", false),
    (MessageState::Submitted,     "submitted",     1, "ENROUTE", false),
    (MessageState::Delivered,     "delivered",     2, "DELIVRD", true),
    (MessageState::HandedOver,    "handed_over",   6, "ACCEPTD", true),
    (MessageState::Undeliverable, "undeliverable", 5, "UNDELIV", true),
    (MessageState::Expired,       "expired",       3, "EXPIRED", true),
    (MessageState::Rejected,      "rejected",      8, "REJECTD", true),
    (MessageState::Deleted,       "deleted",       4, "DELETED", true),
    (MessageState::Unknown,       "unknown",       7, "UNKNOWN", true),
];

#[test]
fn every_message_state() {
    assert_eq!(STATES.len(), MessageState::ALL.len());
    for ((state, name, octet, stat, is_final), ours) in STATES.iter().zip(MessageState::ALL) {
        assert_eq!(ours, *state, "{name}");
        assert_eq!(state.name(), *name);
        assert_eq!(state.to_string(), *name);
        assert_eq!(state.smpp().octet(), *octet, "{name}");
        assert_eq!(state.smpp().stat(), *stat, "{name}");
        assert_eq!(state.is_final(), *is_final, "{name}");
    }
}

/// octet, state, stat, final.
#[rustfmt::skip]
const OCTETS: &[(u8, SmppState, &str, bool)] = &[
    (0, SmppState::Scheduled,     "ENROUTE", false),
    (1, SmppState::Enroute,       "ENROUTE", false),
    (2, SmppState::Delivered,     "DELIVRD", true),
    (3, SmppState::Expired,       "EXPIRED", true),
    (4, SmppState::Deleted,       "DELETED", true),
    (5, SmppState::Undeliverable, "UNDELIV", true),
    (6, SmppState::Accepted,      "ACCEPTD", true),
    (7, SmppState::Unknown,       "UNKNOWN", true),
    (8, SmppState::Rejected,      "REJECTD", true),
    (9, SmppState::Skipped,       "SKIPPED", true),
];

#[test]
fn every_octet() {
    assert_eq!(OCTETS.len(), SmppState::ALL.len());
    for (octet, state, stat, is_final) in OCTETS {
        assert_eq!(SmppState::from_octet(*octet), Some(*state), "{octet}");
        assert_eq!(state.octet(), *octet);
        assert_eq!(state.stat(), *stat, "{octet}");
        assert_eq!(stat.len(), 7, "{octet}");
        assert_eq!(state.is_final(), *is_final, "{octet}");
    }
    for octet in 10..=255 {
        assert_eq!(SmppState::from_octet(octet), None, "{octet}");
    }
}

/// message_state as reported, name of our state.
const REPORTED: [(u8, &str); 10] = [
    (0, "submitted"),
    (1, "submitted"),
    (2, "delivered"),
    (3, "expired"),
    (4, "deleted"),
    (5, "undeliverable"),
    (6, "handed_over"),
    (7, "unknown"),
    (8, "rejected"),
    (9, "undeliverable"),
];

#[test]
fn every_reported_state() {
    for (octet, name) in REPORTED {
        let state = SmppState::from_octet(octet).expect(name);
        assert_eq!(MessageState::reported(state).name(), name, "{octet}");
    }
}

/// word, state.
#[rustfmt::skip]
const WORDS: &[(&str, Option<SmppState>)] = &[
    ("DELIVRD",       Some(SmppState::Delivered)),
    ("EXPIRED",       Some(SmppState::Expired)),
    ("DELETED",       Some(SmppState::Deleted)),
    ("UNDELIV",       Some(SmppState::Undeliverable)),
    ("ACCEPTD",       Some(SmppState::Accepted)),
    ("UNKNOWN",       Some(SmppState::Unknown)),
    ("REJECTD",       Some(SmppState::Rejected)),
    ("ENROUTE",       Some(SmppState::Enroute)),
    ("SKIPPED",       Some(SmppState::Skipped)),
    ("SCHEDULED",     Some(SmppState::Scheduled)),
    ("DELIVERED",     Some(SmppState::Delivered)),
    ("UNDELIVERABLE", Some(SmppState::Undeliverable)),
    ("ACCEPTED",      Some(SmppState::Accepted)),
    ("REJECTED",      Some(SmppState::Rejected)),
    ("FAILED",        Some(SmppState::Undeliverable)),
    ("ACKED",         Some(SmppState::Enroute)),
    ("BUFFRED",       Some(SmppState::Enroute)),
    ("BUFFERD",       Some(SmppState::Enroute)),
    ("BUFFERED",      Some(SmppState::Enroute)),
    ("0",             Some(SmppState::Delivered)),
    ("delivrd",       Some(SmppState::Delivered)),
    ("Undeliv",       Some(SmppState::Undeliverable)),
    ("MK:0001",       Some(SmppState::Undeliverable)),
    ("CB:0007",       Some(SmppState::Undeliverable)),
    ("ID:0076",       Some(SmppState::Undeliverable)),
    ("MK:00001",      None),
    ("MK:",           None),
    ("MK:00x1",       None),
    ("M1:0001",       None),
    ("",              None),
    ("DELIVR",        None),
    ("DELIVRDX",      None),
    ("1",             None),
    ("2",             None),
];

#[test]
fn every_word() {
    for (word, expected) in WORDS {
        assert_eq!(SmppState::from_stat(word.as_bytes()), *expected, "{word:?}");
    }
}

/// state, what peers of 3.3, 3.4 and 5.0 hear.
#[rustfmt::skip]
const VERSIONS: &[(SmppState, [SmppState; 3])] = &[
    (SmppState::Scheduled,     [SmppState::Enroute,       SmppState::Enroute,       SmppState::Scheduled]),
    (SmppState::Enroute,       [SmppState::Enroute,       SmppState::Enroute,       SmppState::Enroute]),
    (SmppState::Delivered,     [SmppState::Delivered,     SmppState::Delivered,     SmppState::Delivered]),
    (SmppState::Expired,       [SmppState::Expired,       SmppState::Expired,       SmppState::Expired]),
    (SmppState::Deleted,       [SmppState::Deleted,       SmppState::Deleted,       SmppState::Deleted]),
    (SmppState::Undeliverable, [SmppState::Undeliverable, SmppState::Undeliverable, SmppState::Undeliverable]),
    (SmppState::Accepted,      [SmppState::Accepted,      SmppState::Accepted,      SmppState::Accepted]),
    (SmppState::Unknown,       [SmppState::Unknown,       SmppState::Unknown,       SmppState::Unknown]),
    (SmppState::Rejected,      [SmppState::Undeliverable, SmppState::Rejected,      SmppState::Rejected]),
    (SmppState::Skipped,       [SmppState::Undeliverable, SmppState::Undeliverable, SmppState::Skipped]),
];

#[test]
fn every_state_for_every_version() {
    for (state, heard) in VERSIONS {
        let found = [0x33, 0x34, 0x50].map(|version| state.for_version(version));
        assert_eq!(found, *heard, "{state:?}");
    }
}
