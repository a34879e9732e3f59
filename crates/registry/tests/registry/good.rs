//! Drafts that are right: defaults, and every setting once.

use super::support::{account, build, draft, operator, price, rule, words};
use message::address::CountryCode;
use message::code::{ErrorClass, GsmSpace, Meaning};
use message::object::{AccountId, OperatorId, RuleId, ServiceId};
use message::receipt::{ErrStyle, Form, StateFrom, Style};
use message::text::alphabet::Alphabet;
use message::text::gsm::Tables;
use registry::account::{
    Account, Bind, Credit, CreditMode, CreditRefusal, DuplicateKey, Duplicates, HandedOver, IdForm,
    Limits, MissingLetters, PartReceipts, ReceiptSettings, SessionAnswer, TextSettings, Times,
    WindowPolicy,
};
use registry::draft::{
    AccountDraft, BillingDraft, ConditionsDraft, Draft, LimitsDraft, LoginDraft, OperatorDraft,
    ReadingDraft, ReceiptsDraft, RuleDraft, TargetDraft, WebhookDraft,
};
use registry::inbound::{Leased, Target};
use registry::name::Secret;
use registry::operator::{LongMessages, OnLostAnswer, OperatorBind, ReceiptReading};
use registry::rule::{FailoverReason, Rule};
use std::num::{NonZeroU8, NonZeroU32};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);
const GSM7: Alphabet = Alphabet::Gsm7(Tables::DEFAULT);

#[track_caller]
fn count(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).expect("not 0")
}

#[test]
fn an_account_of_which_nothing_is_said() {
    let snapshot = build(&draft());
    let account = snapshot.account(AccountId(2)).expect("beta");
    let Account { id, name, enabled, parent, senders: _, default_sender, short_codes, .. } =
        account;
    assert_eq!((*id, name.as_str(), *enabled, *parent), (AccountId(2), "beta", true, None));
    assert_eq!((default_sender, *short_codes), (&None, false));
    assert!(account.blocked_countries.is_empty());
    assert_eq!((account.home, account.duplicates, account.hold_in_doubt), (None, None, false));
    assert!(account.webhook.is_none());
    assert_eq!(account.id_form, IdForm::Digits);
    let text = TextSettings {
        alphabet: GSM7,
        allow_empty: false,
        missing_letters: MissingLetters::Nearest,
        parts_max: NonZeroU8::MAX,
    };
    assert_eq!(account.text, text);
    let receipts = ReceiptSettings {
        off: false,
        strict: false,
        style: Style { form: Form::Reference, err: ErrStyle::ZeroOnSuccess },
        show_text: true,
        parts: PartReceipts::All,
        handed_over: HandedOver::Accepted,
        late: false,
    };
    assert_eq!(account.receipts, receipts);
    let limits = Limits {
        sessions: count(4),
        session_answer: SessionAnswer::BindFailed,
        window: count(50),
        window_policy: WindowPolicy::StopReading,
        tps: count(50),
        session_tps: None,
        network_tps: None,
        queue: count(100_000),
        destination_queue: None,
    };
    assert_eq!(account.limits, limits);
    let times =
        Times { validity: 48 * HOUR, validity_max: 7 * 24 * HOUR, schedule_max: 30 * 24 * HOUR };
    assert_eq!(account.times, times);
    let credit = Credit { mode: CreditMode::Postpaid, refusal: CreditRefusal::Receipt };
    assert_eq!(account.credit, credit);
}

/// Nothing as it would be without a word.
fn full_account() -> AccountDraft {
    let some = |word: &str| Some(word.to_owned());
    AccountDraft {
        disabled: true,
        parent: some("acme"),
        short_codes: true,
        blocked_countries: words(&["US", "CA"]),
        home_country: some("HU"),
        alphabet: some("latin9"),
        allow_empty: true,
        missing_letters: some("refuse"),
        max_parts: Some(10),
        receipts: ReceiptsDraft {
            off: true,
            strict: true,
            form: some("appendix_b"),
            err: some("code"),
            hide_text: true,
            parts: some("aggregated"),
            handed_over: some("delivered"),
            late: true,
        },
        limits: LimitsDraft {
            max_sessions: Some(1),
            session_answer: some("already_bound"),
            window: Some(10),
            window_policy: some("refuse"),
            tps: Some(200),
            session_tps: Some(100),
            network_tps: Some(20),
            queue: Some(1_000),
            destination_queue: Some(5),
        },
        validity: Some(HOUR),
        max_validity: Some(2 * HOUR),
        max_schedule: Some(24 * HOUR),
        billing: BillingDraft { mode: some("prepaid"), credit_refusal: some("synchronous") },
        duplicate_window: Some(60 * Duration::from_secs(1)),
        duplicate_key: some("content"),
        message_id: some("reference"),
        hold_in_doubt: true,
        webhook: Some(WebhookDraft {
            url: "https://beta.example/".to_owned(),
            secret: Some(Secret::new("whsec_beta")),
        }),
        ..account(2, "beta")
    }
}

#[test]
fn an_account_of_which_everything_is_said() {
    let mut draft = draft();
    draft.accounts[1] = full_account();
    let snapshot = build(&draft);
    let account = snapshot.account(AccountId(2)).expect("beta");
    assert_eq!((account.enabled, account.parent), (false, Some(AccountId(1))));
    assert!(account.short_codes && account.hold_in_doubt);
    let blocked: Vec<_> = account.blocked_countries.iter().map(|it| it.as_str()).collect();
    assert_eq!(blocked, ["CA", "US"]);
    let home = account.home.expect("Hungary").home();
    assert_eq!((Some(home.country), home.trunk), (CountryCode::new(36), "06"));
    let text = TextSettings {
        alphabet: Alphabet::Latin9,
        allow_empty: true,
        missing_letters: MissingLetters::Refuse,
        parts_max: NonZeroU8::new(10).expect("ten"),
    };
    assert_eq!(account.text, text);
    let receipts = ReceiptSettings {
        off: true,
        strict: true,
        style: Style { form: Form::AppendixB, err: ErrStyle::Code },
        show_text: false,
        parts: PartReceipts::Aggregated,
        handed_over: HandedOver::Delivered,
        late: true,
    };
    assert_eq!(account.receipts, receipts);
    let limits = Limits {
        sessions: count(1),
        session_answer: SessionAnswer::AlreadyBound,
        window: count(10),
        window_policy: WindowPolicy::Refuse,
        tps: count(200),
        session_tps: Some(count(100)),
        network_tps: Some(count(20)),
        queue: count(1_000),
        destination_queue: Some(count(5)),
    };
    assert_eq!(account.limits, limits);
    let times = Times { validity: HOUR, validity_max: 2 * HOUR, schedule_max: 24 * HOUR };
    assert_eq!(account.times, times);
    let credit = Credit { mode: CreditMode::Prepaid, refusal: CreditRefusal::Synchronous };
    assert_eq!(account.credit, credit);
    let duplicates = Duplicates { window: Duration::from_secs(60), key: DuplicateKey::Content };
    assert_eq!(account.duplicates, Some(duplicates));
    assert_eq!(account.id_form, IdForm::Reference);
    let webhook = account.webhook.as_ref().expect("a webhook");
    assert_eq!(webhook.url.as_str(), "https://beta.example/");
    assert_eq!(webhook.secret.expose(), "whsec_beta");
}

/// The usual validity is never above the longest.
#[test]
fn a_short_longest_validity_is_the_usual_one() {
    let mut draft = draft();
    draft.accounts[0].max_validity = Some(HOUR);
    let snapshot = build(&draft);
    let times = snapshot.account(AccountId(1)).expect("acme").times;
    assert_eq!((times.validity, times.validity_max), (HOUR, HOUR));
}

#[test]
fn logins_are_found_by_system_id() {
    let mut draft = draft();
    draft.accounts[1].logins.push(LoginDraft {
        binds: Some(words(&["receiver", "transmitter"])),
        networks: words(&["198.51.100.0/24", "2001:db8::1"]),
        tls_required: true,
        ..LoginDraft::new(message::object::LoginId(9), "beta2", Secret::new("$argon2id$two"))
    });
    let snapshot = build(&draft);
    let login = snapshot.login("beta2").expect("beta2");
    assert_eq!((login.id.0, login.account, login.tls_required), (9, AccountId(2), true));
    assert_eq!(login.verifier.expose(), "$argon2id$two");
    assert!(login.binds.iter().eq(&[Bind::Transmitter, Bind::Receiver]));
    for (address, allowed) in
        [("198.51.100.9", true), ("198.51.101.9", false), ("2001:db8::1", true), ("::1", false)]
    {
        let address = address.parse().expect(address);
        assert_eq!(login.may_come_from(address), allowed, "{address}");
    }
    let login = snapshot.login("acme").expect("acme");
    assert_eq!((login.account, login.tls_required), (AccountId(1), false));
    assert_eq!(login.binds.len(), 3);
    assert!(login.may_come_from("203.0.113.1".parse().expect("an address")));
    assert!(snapshot.login("ACME").is_none() && snapshot.login("").is_none());
}

#[test]
fn an_operator_of_which_nothing_is_said() {
    let snapshot = build(&draft());
    let operator = snapshot.operator(OperatorId(2)).expect("mno-b");
    assert_eq!(operator.name.as_str(), "mno-b");
    assert_eq!(operator.address.to_string(), "smpp://smsc.example:2775");
    assert_eq!(operator.system_id.as_str(), "whimbrel");
    assert_eq!(operator.password.expose(), "hush");
    assert_eq!(operator.bind, OperatorBind::Transceiver);
    assert_eq!((operator.sessions, operator.window, operator.tps), (count(1), count(10), None));
    assert_eq!(operator.on_lost_answer, OnLostAnswer::Resend);
    assert_eq!((operator.sends_receipts, operator.drop_times), (true, false));
    assert_eq!(operator.receipt_timeout, 24 * HOUR);
    assert_eq!((operator.long_messages, operator.alphabet), (LongMessages::Udh8, GSM7));
    let reading = ReceiptReading {
        unmarked: false,
        accepted: Meaning::OnTheWay,
        unknown: Meaning::Final,
        state_from: StateFrom::FinalFirst,
        gsm: GsmSpace::Map,
        errors: Vec::new(),
    };
    assert_eq!(operator.receipts, reading);
}

#[test]
fn an_operator_of_which_everything_is_said() {
    let some = |word: &str| Some(word.to_owned());
    let mut draft = draft();
    draft.operators[0] = OperatorDraft {
        address: "smpps://[2001:db8::1]:3550".to_owned(),
        password: Some(Secret::new("")),
        bind: some("pair"),
        sessions: Some(4),
        window: Some(50),
        tps: Some(1_500),
        on_lost_answer: some("hold"),
        no_receipts: true,
        receipts: ReadingDraft {
            unmarked: true,
            accepted: some("final"),
            unknown: some("on_the_way"),
            state_from: some("text"),
            gsm: some("tp"),
            errors: vec![
                ("0012".to_owned(), "absent".to_owned()),
                ("21b".to_owned(), "billing".to_owned()),
            ],
        },
        receipt_timeout: Some(HOUR),
        drop_times: true,
        long_messages: some("sar"),
        alphabet: some("latin1"),
        ..operator(1, "mno-a")
    };
    let snapshot = build(&draft);
    let operator = snapshot.operator(OperatorId(1)).expect("mno-a");
    assert_eq!(operator.address.to_string(), "smpps://[2001:db8::1]:3550");
    assert_eq!((operator.password.expose(), operator.bind), ("", OperatorBind::Pair));
    let rates = (operator.sessions, operator.window, operator.tps);
    assert_eq!(rates, (count(4), count(50), Some(count(1_500))));
    assert_eq!(operator.on_lost_answer, OnLostAnswer::Hold);
    assert_eq!((operator.sends_receipts, operator.drop_times), (false, true));
    assert_eq!(operator.receipt_timeout, HOUR);
    let form = (operator.long_messages, operator.alphabet);
    assert_eq!(form, (LongMessages::Sar, Alphabet::Latin1));
    let errors = operator.receipts.lend_errors();
    assert_eq!(errors, [("0012", ErrorClass::Absent), ("21b", ErrorClass::Billing)]);
    let reading = operator.receipts.lend(&errors);
    assert_eq!((reading.unmarked, reading.accepted), (true, Meaning::Final));
    assert_eq!((reading.unknown, reading.state_from), (Meaning::OnTheWay, StateFrom::Text));
    assert_eq!((reading.gsm, reading.errors), (GsmSpace::Tp, &errors[..]));
}

#[test]
fn a_rule_of_which_everything_is_said() {
    let target = |name: &str, weight| TargetDraft { operator: name.to_owned(), weight };
    let mut draft = draft();
    draft.rules[0] = RuleDraft {
        sell: Some(price("0.0100", "EUR")),
        buy: Some(price("0.0042", "USD")),
        groups: vec![
            vec![target("mno-a", Some(9)), target("mno-b", None)],
            vec![target("mno-c", None)],
        ],
        failover_on: Some(words(&["failed", "down"])),
        failover_after: Some(HOUR),
        max_attempts: Some(3),
        ..rule(5, "everything said", &[])
    };
    let snapshot = build(&draft);
    let rule = snapshot.rule(RuleId(5)).expect("the rule");
    let sell = rule.sell.expect("a price");
    assert_eq!((sell.plan, sell.version, sell.money.micros), (3, 12, 10_000));
    assert_eq!(sell.money.to_string(), "0.0100 EUR");
    assert_eq!(rule.buy.expect("a price").money.to_string(), "0.0042 USD");
    let groups: Vec<Vec<_>> = rule
        .groups
        .iter()
        .map(|group| group.targets.iter().map(|it| (it.operator.0, it.weight.get())).collect())
        .collect();
    assert_eq!(groups, [vec![(1, 9), (2, 1)], vec![(3, 1)]]);
    assert!(rule.failover.on.iter().eq(&[FailoverReason::Down, FailoverReason::Failed]));
    assert_eq!((rule.failover.after, rule.attempts_max), (Some(HOUR), Some(count(3))));
    let rest = snapshot.rule(RuleId(2)).expect("the rest");
    assert!(rest.failover.on.iter().eq(&[FailoverReason::Down, FailoverReason::Refused]));
    assert_eq!((rest.failover.after, rest.attempts_max), (None, None));
    assert!(rest.sell.is_none() && rest.buy.is_none());
}

#[test]
fn numbers_and_services() {
    let snapshot = build(&draft());
    let support = snapshot.service(ServiceId(1)).expect("support");
    assert_eq!((support.name.as_str(), support.account), ("acme-support", AccountId(1)));
    assert!(matches!(support.target, Target::Sessions));
    let stop = snapshot.service(ServiceId(2)).expect("stop");
    let Target::Webhook(webhook) = &stop.target else {
        panic!("{:?} is no webhook", stop.target);
    };
    assert_eq!(webhook.url.as_str(), "https://acme.example/stop");
    assert_eq!(webhook.secret.expose(), "whsec_hush");
    let number = snapshot.number(&super::support::destination("12345")).expect("12345");
    assert_eq!((number.id.0, number.account), (2, AccountId(2)));
    assert_eq!(number.leased, Leased::parse("12345").expect("a short code"));
    // The reference's own text, with its full stop.
    let mut draft = draft();
    draft.services[0].destination = Some("smpp://.".to_owned());
    draft.services[1].destination = None;
    let snapshot = build(&draft);
    let target = |id| snapshot.service(ServiceId(id)).map(|service| service.target.clone());
    assert!(matches!(target(1), Some(Target::Sessions)));
    assert!(matches!(target(2), Some(Target::Keep)));
}

#[test]
fn with_one_operator_and_no_rule_everything_goes_there() {
    let draft = Draft {
        accounts: vec![account(1, "acme")],
        operators: vec![operator(4, "mno-a")],
        ..Draft::default()
    };
    let snapshot = build(&draft);
    let [rule] = snapshot.rules() else {
        panic!("{} rules", snapshot.rules().len());
    };
    assert_eq!((rule.id, rule.groups[0].targets[0].operator), (Rule::EVERYTHING, OperatorId(4)));
    assert_eq!(snapshot.rule(RuleId(0)).map(|rule| rule.id), Some(RuleId(0)));
    assert!(rule.sell.is_none());

    let two = Draft { operators: vec![operator(4, "a"), operator(5, "b")], ..draft.clone() };
    assert!(build(&two).rules().is_empty(), "which of two is for a rule to say");
    let none = Draft { operators: Vec::new(), ..draft.clone() };
    assert!(build(&none).rules().is_empty(), "no operator, no rule");
    let conditions = ConditionsDraft { to: words(&["+1"]), ..Default::default() };
    let one_rule = RuleDraft { conditions, ..rule_to_mno_a() };
    let ruled = Draft { rules: vec![one_rule], ..draft };
    assert_eq!(build(&ruled).rules().len(), 1, "rules that are there are all there are");
}

fn rule_to_mno_a() -> RuleDraft {
    rule(1, "us", &[&["mno-a"]])
}

#[test]
fn what_nobody_has_is_not_found_and_order_is_by_number() {
    let mut draft = draft();
    draft.accounts.reverse();
    draft.operators.reverse();
    let snapshot = build(&draft);
    assert_eq!(snapshot.version(), 7);
    assert!(snapshot.account(AccountId(3)).is_none());
    assert!(snapshot.operator(OperatorId(4)).is_none());
    assert!(snapshot.rule(RuleId(0)).is_none());
    assert!(snapshot.service(ServiceId(3)).is_none());
    assert!(snapshot.accounts().map(|it| it.name.as_str()).eq(["acme", "beta"]));
    assert!(snapshot.operators().map(|it| it.name.as_str()).eq(["mno-a", "mno-b", "mno-c"]));
}
