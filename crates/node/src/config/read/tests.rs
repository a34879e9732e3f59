//! Every setting reaches the field of the draft that it is for.

use crate::config::check::check;
use crate::config::source::Sources;
use message::object::{AccountId, LoginId, NumberId, OperatorId, RuleId, ServiceId};
use registry::draft::{
    AccountDraft, ConditionsDraft, Draft, LimitsDraft, LoginDraft, NumberDraft, OperatorDraft,
    ReadingDraft, ReceiptsDraft, RuleDraft, ServiceDraft, TargetDraft,
};
use registry::name::Secret;
use std::time::Duration;

const FILE: &str = include_str!("tests/all.toml");

fn draft(text: &str) -> Draft {
    let sources = Sources { variable: &|name| Some(format!("({name})")), ..Sources::PROCESS };
    let checked = check("all.toml", text, sources);
    assert!(checked.is_sound(), "{checked}");
    checked.file.draft
}

/// Drafts cannot be compared, as secrets cannot; what they show can.
#[track_caller]
fn check_same<T: std::fmt::Debug>(read: &T, expected: &T) {
    assert_eq!(format!("{read:#?}"), format!("{expected:#?}"));
}

fn some(word: &str) -> Option<String> {
    Some(word.to_owned())
}

fn words(all: &[&str]) -> Vec<String> {
    all.iter().map(|word| (*word).to_owned()).collect()
}

fn seconds(seconds: u64) -> Option<Duration> {
    Some(Duration::from_secs(seconds))
}

#[test]
fn an_account() {
    let login = LoginDraft {
        binds: Some(words(&["receiver", "transceiver"])),
        networks: words(&["198.51.100.0/24"]),
        ..LoginDraft::new(LoginId(0), "acme1", Secret::new(""))
    };
    let expected = AccountDraft {
        disabled: true,
        logins: vec![login],
        senders: Some(words(&["ACME", "number:*"])),
        default_sender: some("ACME"),
        short_codes: true,
        blocked_countries: words(&["FR"]),
        home_country: some("GB"),
        alphabet: some("latin1"),
        allow_empty: true,
        missing_letters: some("refuse"),
        max_parts: Some(9),
        limits: LimitsDraft {
            max_sessions: Some(2),
            session_answer: some("already_bound"),
            window: Some(3),
            window_policy: some("refuse"),
            tps: Some(4),
            queue: Some(5),
            destination_queue: Some(6),
            ..LimitsDraft::default()
        },
        validity: seconds(3_600),
        max_validity: seconds(7_200),
        max_schedule: seconds(86_400),
        duplicate_window: seconds(600),
        duplicate_key: some("content"),
        message_id: some("reference"),
        hold_in_doubt: true,
        receipts: ReceiptsDraft {
            off: true,
            strict: true,
            form: some("appendix_b"),
            err: some("code"),
            hide_text: true,
            parts: some("last"),
            handed_over: some("delivered"),
            late: false,
        },
        ..AccountDraft::new(AccountId(0), "acme")
    };
    let draft = draft(FILE);
    check_same(&draft.accounts[0], &expected);
    let verifier = draft.accounts[0].logins[0].verifier.as_ref();
    assert_eq!(verifier.map(Secret::expose), Some("(ACME)"));
}

#[test]
fn an_operator() {
    let expected = OperatorDraft {
        system_id: "example1".to_owned(),
        password: Some(Secret::new("")),
        bind: some("pair"),
        sessions: Some(2),
        window: Some(3),
        tps: Some(4),
        on_lost_answer: some("hold"),
        no_receipts: true,
        receipts: ReadingDraft {
            unmarked: true,
            accepted: some("final"),
            unknown: some("on_the_way"),
            state_from: some("tlv"),
            gsm: some("rp"),
            errors: vec![
                ("0A5".to_owned(), "absent".to_owned()),
                ("7".to_owned(), "barred".to_owned()),
            ],
        },
        receipt_timeout: seconds(5),
        drop_times: true,
        long_messages: some("sar"),
        alphabet: some("latin9"),
        ..OperatorDraft::new(OperatorId(0), "mno-a", "smpp://192.0.2.1:2775")
    };
    let draft = draft(FILE);
    check_same(&draft.operators[0], &expected);
    assert_eq!(draft.operators[0].password.as_ref().map(Secret::expose), Some("(MNO)"));
}

#[test]
fn services_numbers_and_rules() {
    let draft = draft(FILE);
    let service = ServiceDraft {
        destination: some("smpp://"),
        keywords: words(&["STOP"]),
        ..ServiceDraft::new(ServiceId(0), "stop", "acme")
    };
    check_same(&draft.services[0], &service);
    let number = NumberDraft {
        id: NumberId(0),
        number: "777".to_owned(),
        account: some("acme"),
        services: words(&["stop"]),
    };
    check_same(&draft.numbers[0], &number);
    let target = |operator: &str, weight| TargetDraft { operator: operator.to_owned(), weight };
    let groups = vec![vec![target("mno-a", Some(9))], vec![target("sim", None)]];
    let rule = RuleDraft {
        conditions: ConditionsDraft {
            accounts: words(&["acme"]),
            senders: words(&["ACME"]),
            to: words(&["+44", "+33"]),
            countries: words(&["GB"]),
            networks: words(&["23410"]),
            tags: Vec::new(),
        },
        failover_on: Some(words(&["down"])),
        failover_after: seconds(30),
        max_attempts: Some(5),
        ..RuleDraft::new(RuleId(0), "uk", groups)
    };
    check_same(&draft.rules[0], &rule);
}

#[test]
fn what_is_not_said_is_left_to_the_registry() {
    let text = "[[account]]\nid = \"acme\"\nsystem_id = \"acme\"\npassword = \"${ACME}\"\n";
    let mut expected = AccountDraft::new(AccountId(0), "acme");
    expected.logins.push(LoginDraft::new(LoginId(0), "acme", Secret::new("")));
    check_same(&draft(text).accounts[0], &expected);
}
