//! Lists of senders.

use super::support::{account, build, draft, source, words};
use message::address::{Address, Npi, Ton};
use message::object::AccountId;
use registry::draft::AccountDraft;

/// list, sender, allowed.
#[rustfmt::skip]
const SENDERS: &[(&[&str], &str, bool)] = &[
    (&["ACME"],                       "ACME",          true),
    (&["ACME"],                       "Acme",          false),
    (&["ACME"],                       "ACMEE",         false),
    (&["ACME"],                       "ACM",           false),
    (&["ACME*"],                      "ACME",          true),
    (&["ACME*"],                      "ACME UK",       true),
    (&["ACME*"],                      "ACM",           false),
    (&["ACME*"],                      "MY ACME",       false),
    (&["+447700900100"],              "+447700900100", true),
    (&["447700900100"],               "+447700900100", true),
    (&["+447700900100"],              "+447700900101", false),
    (&["+4477*"],                     "+447700900101", true),
    (&["+4477*"],                     "+448700900101", false),
    (&["+447*"],                      "447",           false), // a short code
    (&["12345"],                      "12345",         true),
    (&["12345"],                      "123456",        false),
    (&["number:*"],                   "+447700900100", true),
    (&["number:*"],                   "12345",         false),
    (&["number:*"],                   "ACME",          false),
    (&["short_code:*"],               "12345",         true),
    (&["short_code:*"],               "+447700900100", false),
    (&["name:*"],                     "ACME",          true),
    (&["name:*"],                     "12345",         false),
    (&["*"],                          "ACME",          true),
    (&["*"],                          "12345",         true),
    (&["*"],                          "+447700900100", true),
    (&[],                             "+447700900100", false),
    (&["ACME", "12345", "number:*"],  "12345",         true),
    (&["ACME", "12345", "number:*"],  "54321",         false),
    (&["ÄRZTE*"],                     "ÄRZTE",         true),
    (&["Ä*"],                         "ÄRZTE",         true),
];

#[test]
fn every_list() {
    for (list, sender, expected) in SENDERS {
        let mut draft = draft();
        draft.accounts[0].senders = Some(words(list));
        let snapshot = build(&draft);
        let account = snapshot.account(AccountId(1)).expect("acme");
        assert_eq!(account.allows(&source(sender)), *expected, "{list:?} and {sender}");
    }
}

#[test]
fn without_a_list_numbers_are_allowed_and_the_default_sender() {
    let mut draft = draft();
    let default_sender = Some("ACME".to_owned());
    draft.accounts[0] = AccountDraft { default_sender, ..account(1, "acme") };
    let snapshot = build(&draft);
    let account = snapshot.account(AccountId(1)).expect("acme");
    assert_eq!(account.default_sender, Some(source("ACME")));
    for (sender, expected) in
        [("+447700900199", true), ("ACME", true), ("OTHER", false), ("12345", false)]
    {
        assert_eq!(account.allows(&source(sender)), expected, "{sender}");
    }
}

/// A name that looks like an allowed number is another sender.
#[test]
fn a_type_of_number_does_not_let_a_stranger_in() {
    let mut draft = draft();
    draft.accounts[0].senders = Some(words(&["+447700900155", "12345"]));
    let snapshot = build(&draft);
    let account = snapshot.account(AccountId(1)).expect("acme");
    for (ton, text, expected) in [
        (Ton::INTERNATIONAL, "447700900155", true),
        (Ton::NETWORK_SPECIFIC, "12345", true),
        (Ton::ALPHANUMERIC, "4477009001", false),
        (Ton::ALPHANUMERIC, "12345", false),
        (Ton::NETWORK_SPECIFIC, "44770090", false),
    ] {
        let source = Address { ton, npi: Npi::UNKNOWN, text }.source(None).expect(text);
        assert_eq!(account.allows(&source), expected, "{ton:?} {text}");
    }
}

#[test]
fn what_is_leased_may_be_sent_as() {
    let mut draft = draft();
    draft.accounts[0].senders = Some(Vec::new());
    draft.accounts[1].senders = Some(Vec::new());
    draft.numbers.push(super::support::number(3, "+4477009002*", &["acme-support"]));
    draft.numbers.push(super::support::number(4, "ACME", &["acme-support"]));
    let snapshot = build(&draft);
    for (account, sender, expected) in [
        (1, "+447700900100", true),
        (1, "+447700900255", true),
        (1, "+447700900355", false),
        (1, "ACME", true),
        (1, "12345", false),
        (2, "12345", true),
        (2, "+447700900100", false),
        (2, "+447700900255", false),
        (2, "ACME", false),
    ] {
        let account = snapshot.account(AccountId(account)).expect("acme and beta");
        let allowed = snapshot.may_send_as(account, &source(sender));
        assert_eq!(allowed, expected, "{} as {sender}", account.name);
    }
}
