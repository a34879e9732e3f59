//! Drafts that are wrong: each row breaks a right one, and is told so in words.

use super::support::{account, draft, lines, number, operator, price, rule, words};
use message::object::{AccountId, LoginId, NumberId, OperatorId, RuleId, ServiceId};
use registry::draft::{Draft, LoginDraft, NumberDraft, TargetDraft, WebhookDraft};
use registry::name::Secret;
use registry::{Fault, Kind, Object, Problem, Snapshot};
use std::collections::BTreeSet;
use std::time::Duration;

/// What is broken, how, and every line that is said of it.
type Row = (&'static str, fn(&mut Draft), &'static [&'static str]);

const HOUR: Duration = Duration::from_secs(3_600);

fn some(word: &str) -> Option<String> {
    Some(word.to_owned())
}

#[rustfmt::skip]
const NAMES: &[Row] = &[
    ("empty name", |draft| draft.accounts[1].name.clear(), &[
        r#"account "": name: "" is malformed; expected 1 to 64 visible characters, no blank at either end"#,
        r#"number "12345": account: "beta" is unknown; expected the name of a configured account"#,
    ]),
    ("one name twice", |draft| draft.operators.push(operator(9, "mno-a")), &[
        r#"operator "mno-a": name: "mno-a" is taken; expected a name that no other operator has"#,
    ]),
    ("one rule's name twice", |draft| draft.rules[1].name = "uk cheap".to_owned(), &[
        r#"rule "uk cheap": name: "uk cheap" is taken; expected a name that no other rule has"#,
    ]),
    ("one account's number twice", |draft| draft.accounts[1].id = AccountId(1), &[
        r#"account "beta": id: is taken; expected a number other than that of "acme""#,
    ]),
    ("one operator's number twice", |draft| {
        draft.operators[2].id = OperatorId(1);
        draft.rules.truncate(0);
    }, &[
        r#"operator "mno-c": id: is taken; expected a number other than that of "mno-a""#,
    ]),
    ("one service's number twice", |draft| {
        draft.numbers.truncate(0);
        draft.services[1].id = ServiceId(1);
    }, &[
        r#"service "acme-stop": id: is taken; expected a number other than that of "acme-support""#,
    ]),
    ("one number's number twice", |draft| draft.numbers[1].id = NumberId(1), &[
        r#"number "12345": id: is taken; expected a number other than that of "+447700900100""#,
    ]),
    ("one rule's number twice", |draft| draft.rules[1].id = RuleId(1), &[
        r#"rule "rest": id: is taken; expected a number other than that of "uk cheap""#,
    ]),
    ("the number of no rule", |draft| draft.rules[1].id = RuleId(0), &[
        r#"rule "rest": id: "0" is out of range; expected a number from 1 on"#,
    ]),
];

#[rustfmt::skip]
const ACCOUNTS: &[Row] = &[
    ("unknown parent", |draft| draft.accounts[1].parent = some("acmee"), &[
        r#"account "beta": parent: "acmee" is unknown; expected the name of a configured account; did you mean "acme"?"#,
    ]),
    ("parent that is like no other", |draft| draft.accounts[1].parent = some("zcmex"), &[
        r#"account "beta": parent: "zcmex" is unknown; expected the name of a configured account"#,
    ]),
    ("own parent", |draft| draft.accounts[0].parent = some("acme"), &[
        r#"account "acme": parent: "acme" leads back to itself; expected an account that is not below this one"#,
    ]),
    ("parents in a ring, and one below it", |draft| {
        draft.accounts.push(account(3, "gamma"));
        draft.accounts[0].parent = some("beta");
        draft.accounts[1].parent = some("acme");
        draft.accounts[2].parent = some("acme");
    }, &[
        r#"account "acme": parent: "beta" leads back to itself; expected an account that is not below this one"#,
        r#"account "beta": parent: "acme" leads back to itself; expected an account that is not below this one"#,
    ]),
    ("eight parents", |draft| {
        for id in 3..10 {
            draft.accounts.push(account(id, &format!("a{id}")));
        }
        for index in 1..9 {
            draft.accounts[index].parent = Some(draft.accounts[index - 1].name.clone());
        }
    }, &[
        r#"account "a9": parent: "a8" is beyond the limit; expected at most 8 levels"#,
    ]),
    ("sender of too many letters", |draft| draft.accounts[0].senders = Some(words(&["ACME", "ABCDEFGHIJKL"])), &[
        r#"account "acme": senders[1]: "ABCDEFGHIJKL" is malformed; expected a sender, the beginning of one and *, name:*, number:*, short_code:* or *: a sender has at most 11 characters, not 12"#,
    ]),
    ("national default sender", |draft| draft.accounts[0].default_sender = some("07700900100"), &[
        r#"account "acme": default_sender: "07700900100" is malformed; expected a number, a short code or a name of up to 11 characters: a national number needs a country"#,
    ]),
    ("countries", |draft| {
        draft.accounts[0].blocked_countries = words(&["GB", "UK", "us", "ZZ"]);
        draft.accounts[0].home_country = some("hu");
    }, &[
        r#"account "acme": blocked_countries[1]: "UK" is malformed; expected two capital letters of ISO 3166-1, such as GB; did you mean "GB"?"#,
        r#"account "acme": blocked_countries[2]: "us" is malformed; expected two capital letters of ISO 3166-1, such as GB; did you mean "US"?"#,
        r#"account "acme": blocked_countries[3]: "ZZ" is malformed; expected two capital letters of ISO 3166-1, such as GB"#,
        r#"account "acme": home_country: "hu" is malformed; expected two capital letters of ISO 3166-1, such as GB; did you mean "HU"?"#,
    ]),
    ("text", |draft| {
        draft.accounts[0].max_parts = Some(256);
        draft.accounts[0].alphabet = some("latin-9");
        draft.accounts[0].missing_letters = some("REFUSE");
    }, &[
        r#"account "acme": max_parts: "256" is out of range; expected 1 to 255"#,
        r#"account "acme": alphabet: "latin-9" is unknown; expected gsm7, ascii, latin1, latin9, cyrillic, hebrew, japanese, japanese_extended, korean, ucs2; did you mean "latin9"?"#,
        r#"account "acme": missing_letters: "REFUSE" is unknown; expected nearest, refuse; did you mean "refuse"?"#,
    ]),
    ("receipts", |draft| {
        let receipts = &mut draft.accounts[0].receipts;
        receipts.form = some("appendixb");
        receipts.err = some("zero");
        receipts.parts = some("both");
        receipts.handed_over = some("acepted");
    }, &[
        r#"account "acme": receipts.form: "appendixb" is unknown; expected reference, appendix_b; did you mean "appendix_b"?"#,
        r#"account "acme": receipts.err: "zero" is unknown; expected zero_on_success, code"#,
        r#"account "acme": receipts.parts: "both" is unknown; expected all, first, last, aggregated"#,
        r#"account "acme": receipts.handed_over: "acepted" is unknown; expected accepted, delivered; did you mean "accepted"?"#,
    ]),
    ("limits too small", |draft| {
        let limits = &mut draft.accounts[0].limits;
        limits.max_sessions = Some(0);
        limits.window = Some(0);
        limits.tps = Some(0);
        limits.session_tps = Some(0);
        limits.network_tps = Some(0);
        limits.queue = Some(0);
        limits.destination_queue = Some(0);
    }, &[
        r#"account "acme": limits.max_sessions: "0" is out of range; expected 1 to 1000"#,
        r#"account "acme": limits.window: "0" is out of range; expected 1 to 10000"#,
        r#"account "acme": limits.tps: "0" is out of range; expected 1 to 1000000"#,
        r#"account "acme": limits.session_tps: "0" is out of range; expected 1 to 1000000"#,
        r#"account "acme": limits.network_tps: "0" is out of range; expected 1 to 1000000"#,
        r#"account "acme": limits.queue: "0" is out of range; expected 1 to 100000000"#,
        r#"account "acme": limits.destination_queue: "0" is out of range; expected 1 to 100000000"#,
    ]),
    ("limits too large", |draft| {
        let limits = &mut draft.accounts[0].limits;
        limits.max_sessions = Some(1_001);
        limits.window = Some(10_001);
        limits.tps = Some(1_000_001);
        limits.queue = Some(100_000_001);
        limits.session_answer = some("fail");
        limits.window_policy = some("stop reading");
    }, &[
        r#"account "acme": limits.max_sessions: "1001" is out of range; expected 1 to 1000"#,
        r#"account "acme": limits.session_answer: "fail" is unknown; expected bind_failed, already_bound"#,
        r#"account "acme": limits.window: "10001" is out of range; expected 1 to 10000"#,
        r#"account "acme": limits.window_policy: "stop reading" is unknown; expected stop_reading, refuse; did you mean "stop_reading"?"#,
        r#"account "acme": limits.tps: "1000001" is out of range; expected 1 to 1000000"#,
        r#"account "acme": limits.queue: "100000001" is out of range; expected 1 to 100000000"#,
    ]),
    ("times too long", |draft| {
        draft.accounts[0].validity = Some(8 * 24 * HOUR);
        draft.accounts[0].max_validity = Some(8 * 24 * HOUR);
        draft.accounts[0].max_schedule = Some(367 * 24 * HOUR);
        draft.accounts[0].duplicate_window = Some(169 * HOUR);
    }, &[
        r#"account "acme": max_validity: "8d" is out of range; expected 1min to 7d"#,
        r#"account "acme": validity: "8d" is out of range; expected 1min to 7d"#,
        r#"account "acme": max_schedule: "367d" is out of range; expected 0s to 366d"#,
        r#"account "acme": duplicate_window: "169h" is out of range; expected 1s to 7d"#,
    ]),
    ("times too short", |draft| {
        draft.accounts[0].max_validity = Some(Duration::from_secs(59));
        draft.accounts[0].duplicate_window = Some(Duration::from_millis(999));
        draft.accounts[0].duplicate_key = some("text");
        draft.accounts[1].validity = Some(Duration::ZERO);
    }, &[
        r#"account "acme": max_validity: "59s" is out of range; expected 1min to 7d"#,
        r#"account "acme": duplicate_key: "text" is unknown; expected reference, content"#,
        r#"account "acme": duplicate_window: "999ms" is out of range; expected 1s to 7d"#,
        r#"account "beta": validity: "0s" is out of range; expected 1min to 7d"#,
    ]),
    ("validity above the account's own longest", |draft| {
        draft.accounts[0].validity = Some(25 * HOUR);
        draft.accounts[0].max_validity = Some(24 * HOUR);
    }, &[
        r#"account "acme": validity: "25h" is out of range; expected 1min to 1d"#,
    ]),
    ("billing and ids", |draft| {
        draft.accounts[0].billing.mode = some("post-paid");
        draft.accounts[0].billing.credit_refusal = some("sync");
        draft.accounts[0].message_id = some("hex");
    }, &[
        r#"account "acme": billing.mode: "post-paid" is unknown; expected prepaid, postpaid; did you mean "postpaid"?"#,
        r#"account "acme": billing.credit_refusal: "sync" is unknown; expected receipt, synchronous"#,
        r#"account "acme": message_id: "hex" is unknown; expected digits, reference"#,
    ]),
    ("webhook in the clear, unsigned", |draft| {
        let webhook = WebhookDraft { url: "http://acme.example/".to_owned(), secret: None };
        draft.accounts[0].webhook = Some(webhook);
    }, &[
        r#"account "acme": webhook.url: "http://acme.example/" is malformed; expected https://HOST/PATH, or http:// to this machine"#,
        r#"account "acme": webhook.secret: is missing; expected what its events are signed with"#,
    ]),
];

#[rustfmt::skip]
const LOGINS: &[Row] = &[
    ("one system_id of two accounts", |draft| draft.accounts[1].logins[0].system_id = "acme".to_owned(), &[
        r#"account "beta": logins[0].system_id: "acme" is taken; expected a system_id that no other login has"#,
    ]),
    ("one system_id twice in an account", |draft| {
        let second = LoginDraft::new(LoginId(3), "acme", Secret::new("x"));
        draft.accounts[0].logins.push(second);
    }, &[
        r#"account "acme": logins[1].system_id: "acme" is taken; expected a system_id that no other login has"#,
    ]),
    ("one login's number twice", |draft| draft.accounts[1].logins[0].id = LoginId(1), &[
        r#"account "beta": logins[0].id: is taken; expected a number that no other login has"#,
    ]),
    ("everything of a login", |draft| {
        let login = &mut draft.accounts[0].logins[0];
        login.system_id = "sixteen_letters_".to_owned();
        login.verifier = None;
        login.binds = Some(words(&["receiver", "tranceiver"]));
        login.networks = words(&["198.51.100.0/24", "10.1.2.3/8", "acme.example"]);
    }, &[
        r#"account "acme": logins[0].system_id: "sixteen_letters_" is malformed; expected 1 to 15 characters of printable ASCII"#,
        r#"account "acme": logins[0].verifier: is missing; expected what the password is checked with"#,
        r#"account "acme": logins[0].binds[1]: "tranceiver" is unknown; expected transmitter, receiver, transceiver; did you mean "transceiver"?"#,
        r#"account "acme": logins[0].networks[1]: "10.1.2.3/8" is malformed; expected a network such as 192.0.2.0/24, or an address; did you mean "10.0.0.0/8"?"#,
        r#"account "acme": logins[0].networks[2]: "acme.example" is malformed; expected a network such as 192.0.2.0/24, or an address"#,
    ]),
    ("empty password, no bind", |draft| {
        draft.accounts[0].logins[0].verifier = Some(Secret::new(""));
        draft.accounts[0].logins[0].binds = Some(Vec::new());
    }, &[
        r#"account "acme": logins[0].verifier: is missing; expected what the password is checked with"#,
        r#"account "acme": logins[0].binds: is missing; expected one bind or more"#,
    ]),
];

#[rustfmt::skip]
const OPERATORS: &[Row] = &[
    ("everything of an operator", |draft| {
        let operator = &mut draft.operators[0];
        operator.address = "smsc.example:2775".to_owned();
        operator.system_id.clear();
        operator.password = None;
        operator.bind = some("tranceiver");
        operator.sessions = Some(0);
        operator.window = Some(70_000);
        operator.tps = Some(0);
        operator.on_lost_answer = some("retry");
        operator.receipt_timeout = Some(31 * 24 * HOUR);
        operator.long_messages = some("udh");
        operator.alphabet = some("utf8");
    }, &[
        r#"operator "mno-a": address: "smsc.example:2775" is malformed; expected smpp://HOST:PORT, or smpps://HOST:PORT for TLS"#,
        r#"operator "mno-a": system_id: "" is malformed; expected 1 to 15 characters of printable ASCII"#,
        r#"operator "mno-a": password: is missing; expected our password, or an empty one"#,
        r#"operator "mno-a": bind: "tranceiver" is unknown; expected transceiver, pair; did you mean "transceiver"?"#,
        r#"operator "mno-a": sessions: "0" is out of range; expected 1 to 1000"#,
        r#"operator "mno-a": window: "70000" is out of range; expected 1 to 10000"#,
        r#"operator "mno-a": tps: "0" is out of range; expected 1 to 1000000"#,
        r#"operator "mno-a": on_lost_answer: "retry" is unknown; expected resend, hold"#,
        r#"operator "mno-a": receipt_timeout: "31d" is out of range; expected 0s to 30d"#,
        r#"operator "mno-a": long_messages: "udh" is unknown; expected udh8, udh16, sar, payload; did you mean "udh8"?"#,
        r#"operator "mno-a": alphabet: "utf8" is unknown; expected gsm7, ascii, latin1, latin9, cyrillic, hebrew, japanese, japanese_extended, korean, ucs2"#,
    ]),
    ("a password is not shown", |draft| {
        draft.operators[0].password = Some(Secret::new("p\u{e4}ssword"));
        draft.operators[1].password = Some(Secret::new("x".repeat(65)));
    }, &[
        r#"operator "mno-a": password: is malformed; expected at most 64 characters of printable ASCII"#,
        r#"operator "mno-b": password: is malformed; expected at most 64 characters of printable ASCII"#,
    ]),
    ("reading of receipts", |draft| {
        let receipts = &mut draft.operators[0].receipts;
        receipts.accepted = some("intermediate");
        receipts.unknown = some("finall");
        receipts.state_from = some("tlvs");
        receipts.gsm = some("sms");
        let errors = [("21B", "absent"), ("021b", "absent"), ("000", "absent"), ("9", "full"), ("a b", "absent")];
        receipts.errors = errors.map(|(err, class)| (err.to_owned(), class.to_owned())).into();
    }, &[
        r#"operator "mno-a": receipts.accepted: "intermediate" is unknown; expected on_the_way, final"#,
        r#"operator "mno-a": receipts.unknown: "finall" is unknown; expected on_the_way, final; did you mean "final"?"#,
        r#"operator "mno-a": receipts.state_from: "tlvs" is unknown; expected final_first, tlv, text; did you mean "tlv"?"#,
        r#"operator "mno-a": receipts.gsm: "sms" is unknown; expected map, rp, tp"#,
        r#"operator "mno-a": receipts.errors[1]: "021b" is taken; expected an err that no other line has, leading zeros aside"#,
        r#"operator "mno-a": receipts.errors[2]: "000" is malformed; expected 1 to 16 characters of an err, not zeros only"#,
        r#"operator "mno-a": receipts.errors[3]: "full" is unknown; expected unknown_subscriber, barred, absent, memory_full, duplicate, sender, billing"#,
        r#"operator "mno-a": receipts.errors[4]: "a b" is malformed; expected 1 to 16 characters of an err, not zeros only"#,
    ]),
];

#[rustfmt::skip]
const INBOUND: &[Row] = &[
    ("service of nobody", |draft| draft.services[1].account = "acmeuk".to_owned(), &[
        r#"service "acme-stop": account: "acmeuk" is unknown; expected the name of a configured account; did you mean "acme"?"#,
    ]),
    ("destinations", |draft| {
        draft.services[0].destination = some("smpp://acme");
        draft.services[1].destination = some("acme");
    }, &[
        r#"service "acme-support": destination: "smpp://acme" is malformed; expected smpp://, https://HOST/PATH or keep; did you mean "smpp://"?"#,
        r#"service "acme-stop": destination: "acme" is malformed; expected smpp://, https://HOST/PATH or keep"#,
    ]),
    ("webhook without a secret", |draft| draft.services[1].secret = None, &[
        r#"service "acme-stop": secret: is missing; expected what its events are signed with"#,
    ]),
    ("webhook in the clear", |draft| draft.services[1].destination = some("http://acme.example/"), &[
        r#"service "acme-stop": destination: "http://acme.example/" is malformed; expected https://HOST/PATH, or http:// to this machine"#,
    ]),
    ("keyword of two words", |draft| draft.services[1].keywords = words(&["STOP", "opt out"]), &[
        r#"service "acme-stop": keywords[1]: "opt out" is malformed; expected 1 to 32 letters and digits"#,
    ]),
    ("number without its plus and with a zero", |draft| draft.numbers[0].number = "07700900100".to_owned(), &[
        r#"number "07700900100": number: "07700900100" is malformed; expected a number, the first digits of numbers and *, a short code or a sender: a national number needs a country"#,
    ]),
    ("number of nobody", |draft| draft.numbers[1].account = None, &[
        r#"number "12345": account: is missing; expected the account it is leased to, or a service"#,
    ]),
    ("number of an unknown account, with an unknown service", |draft| {
        draft.numbers[1].account = some("betta");
        draft.numbers[1].services = words(&["acme-suport"]);
    }, &[
        r#"number "12345": services[0]: "acme-suport" is unknown; expected the name of a configured service; did you mean "acme-support"?"#,
        r#"number "12345": account: "betta" is unknown; expected the name of a configured account; did you mean "beta"?"#,
    ]),
    ("number with another account's service", |draft| draft.numbers[1].services = words(&["acme-support"]), &[
        r#"number "12345": services[0]: "acme-support" belongs to another account; expected a service of the account that the number is leased to"#,
    ]),
    ("one keyword twice on a number", |draft| {
        draft.services[0].keywords = words(&["help", "stop"]);
    }, &[
        r#"number "+447700900100": services[1]: "acme-stop" is taken; expected one service of the number with the keyword stop"#,
    ]),
    ("two services without keywords on a number", |draft| draft.services[1].keywords.clear(), &[
        r#"number "+447700900100": services[1]: "acme-stop" is taken; expected one service of the number without keywords"#,
    ]),
    ("one number twice, written in two ways", |draft| {
        draft.numbers.push(number(3, "00447700900100", &["acme-support"]));
    }, &[
        r#"number "00447700900100": number: "00447700900100" is taken; expected a number that is leased once"#,
    ]),
    ("one block twice", |draft| {
        draft.numbers.push(number(3, "+4477008*", &["acme-support"]));
        draft.numbers.push(number(4, "4477008*", &["acme-support"]));
    }, &[
        r#"number "4477008*": number: "4477008*" is taken; expected a number that is leased once"#,
    ]),
    ("number and block inside another account's block", |draft| {
        let block = |id, text: &str| NumberDraft { account: some("beta"), ..number(id, text, &[]) };
        draft.numbers.push(number(3, "+4477009*", &["acme-support"]));
        draft.numbers.push(block(4, "+44770090*"));
    }, &[
        r#"number "+447700900100": number: "+447700900100" is a part of what another account has; expected a number that is not in the block +44770090*"#,
        r#"number "+44770090*": number: "+44770090*" is a part of what another account has; expected a number that is not in the block +4477009*"#,
    ]),
];

#[rustfmt::skip]
const RULES: &[Row] = &[
    ("unknown operator", |draft| draft.rules[0] = rule(1, "uk cheap", &[&["mno-B"], &["mno"]]), &[
        r#"rule "uk cheap": groups[0][0].operator: "mno-B" is unknown; expected the name of a configured operator; did you mean "mno-b"?"#,
        r#"rule "uk cheap": groups[1][0].operator: "mno" is unknown; expected the name of a configured operator"#,
    ]),
    ("no group, and one without operators", |draft| {
        draft.rules[0].groups.clear();
        draft.rules[1].groups.push(Vec::new());
    }, &[
        r#"rule "uk cheap": groups: is missing; expected one operator or more"#,
        r#"rule "rest": groups[1]: is missing; expected one operator or more"#,
    ]),
    ("weights", |draft| {
        let target = |weight| TargetDraft { operator: "mno-a".to_owned(), weight: Some(weight) };
        draft.rules[0].groups = vec![vec![target(0)]];
        draft.rules[1].groups = vec![vec![target(1_001)]];
    }, &[
        r#"rule "uk cheap": groups[0][0].weight: "0" is out of range; expected 1 to 1000"#,
        r#"rule "rest": groups[0][0].weight: "1001" is out of range; expected 1 to 1000"#,
    ]),
    ("one operator twice", |draft| draft.rules[0] = rule(1, "uk cheap", &[&["mno-a", "mno-a"], &["mno-a"]]), &[
        r#"rule "uk cheap": groups[0][1].operator: "mno-a" is taken; expected an operator that the rule has not yet"#,
        r#"rule "uk cheap": groups[1][0].operator: "mno-a" is taken; expected an operator that the rule has not yet"#,
    ]),
    ("conditions", |draft| {
        let conditions = &mut draft.rules[0].conditions;
        conditions.accounts = words(&["acme", "Beta"]);
        conditions.senders = words(&["+44*", "ABCDEFGHIJKL*"]);
        conditions.to = words(&["+44", "0044", "uk"]);
        conditions.countries = words(&["uk"]);
        conditions.networks = words(&["234-10"]);
        conditions.tags = words(&["otp", ""]);
    }, &[
        r#"rule "uk cheap": conditions.accounts[1]: "Beta" is unknown; expected the name of a configured account; did you mean "beta"?"#,
        r#"rule "uk cheap": conditions.senders[1]: "ABCDEFGHIJKL*" is malformed; expected a sender, the beginning of one and *, name:*, number:*, short_code:* or *: a sender has at most 11 characters, not 12"#,
        r#"rule "uk cheap": conditions.to[1]: "0044" is malformed; expected + and 1 to 15 digits, such as +44"#,
        r#"rule "uk cheap": conditions.to[2]: "uk" is malformed; expected + and 1 to 15 digits, such as +44"#,
        r#"rule "uk cheap": conditions.countries[0]: "uk" is malformed; expected two capital letters of ISO 3166-1, such as GB; did you mean "GB"?"#,
        r#"rule "uk cheap": conditions.networks[0]: "234-10" is malformed; expected five or six digits of country and network, such as 23410"#,
        r#"rule "uk cheap": conditions.tags[1]: "" is malformed; expected 1 to 64 visible characters, no blank at either end"#,
    ]),
    ("prices", |draft| {
        draft.rules[0].sell = Some(price("-0.01", "EUR"));
        draft.rules[0].buy = Some(price("0,01", "EUR"));
        draft.rules[1].sell = Some(price("x", "euro"));
    }, &[
        r#"rule "uk cheap": sell.amount: "-0.01" is out of range; expected 0 or more"#,
        r#"rule "uk cheap": buy.amount: "0,01" is malformed; expected digits, with a point and up to six digits behind it if need be"#,
        r#"rule "rest": sell.currency: "euro" is malformed; expected three capital letters, such as EUR"#,
        r#"rule "rest": sell.amount: "x" is malformed; expected digits, with a point and up to six digits behind it if need be"#,
    ]),
    ("failover", |draft| {
        draft.rules[0].failover_on = Some(words(&["down", "refuse"]));
        draft.rules[0].failover_after = Some(Duration::from_millis(1));
        draft.rules[0].max_attempts = Some(0);
    }, &[
        r#"rule "uk cheap": failover_on[1]: "refuse" is unknown; expected down, refused, failed; did you mean "refused"?"#,
        r#"rule "uk cheap": failover_after: "1ms" is out of range; expected 1s to 7d"#,
        r#"rule "uk cheap": max_attempts: "0" is out of range; expected 1 to 1000"#,
    ]),
];

fn problems(draft: &Draft) -> Vec<Problem> {
    Snapshot::build(draft).err().unwrap_or_default()
}

#[test]
fn every_row() {
    let mut faults = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    for (name, break_it, expected) in
        [NAMES, ACCOUNTS, LOGINS, OPERATORS, INBOUND, RULES].into_iter().flatten()
    {
        let mut draft = draft();
        break_it(&mut draft);
        let problems = problems(&draft);
        assert_eq!(lines(&problems), *expected, "{name}");
        faults.extend(problems.iter().map(|problem| problem.fault.name()));
        kinds.extend(problems.iter().map(|problem| problem.object.kind.name()));
    }
    let all = |words: &[&'static str]| words.iter().copied().collect::<BTreeSet<_>>();
    let faults_all = [
        "missing",
        "malformed",
        "unknown",
        "out_of_range",
        "duplicate",
        "overlap",
        "foreign",
        "cycle",
        "too_many",
    ];
    assert_eq!(faults, all(&faults_all));
    assert_eq!(Fault::WORDS.len(), faults_all.len(), "every fault has a row");
    assert_eq!(kinds, all(&["account", "operator", "service", "number", "rule"]));
    assert_eq!(Kind::WORDS.len(), 5, "every kind has a row");
}

/// One of everything: all is told at once, and in the order of the draft.
#[test]
fn all_at_once() {
    let mut draft = draft();
    draft.rules[1].groups.clear();
    draft.numbers[1].account = None;
    draft.services[1].secret = None;
    draft.operators[2].tps = Some(0);
    draft.accounts[0].limits.tps = Some(0);
    draft.accounts[1].logins[0].verifier = None;
    draft.rules[0].name.clear();
    assert_eq!(
        lines(&problems(&draft)),
        [
            r#"rule "": name: "" is malformed; expected 1 to 64 visible characters, no blank at either end"#,
            r#"account "acme": limits.tps: "0" is out of range; expected 1 to 1000000"#,
            r#"account "beta": logins[0].verifier: is missing; expected what the password is checked with"#,
            r#"operator "mno-c": tps: "0" is out of range; expected 1 to 1000000"#,
            r#"service "acme-stop": secret: is missing; expected what its events are signed with"#,
            r#"number "12345": account: is missing; expected the account it is leased to, or a service"#,
            r#"rule "rest": groups: is missing; expected one operator or more"#,
        ]
    );
}

/// Whoever prints problems finds the place again by the parts.
#[test]
fn a_problem_in_parts() {
    let mut draft = draft();
    draft.rules[1] = rule(2, "rest", &[&["mno-x"]]);
    let expected = Problem {
        object: Object { kind: Kind::Rule, index: 1, name: "rest".to_owned() },
        field: "groups[0][0].operator".to_owned(),
        fault: Fault::Unknown,
        given: some("mno-x"),
        expected: "the name of a configured operator".to_owned(),
        nearest: some("mno-a"),
    };
    assert_eq!(problems(&draft), [expected]);
}

#[test]
fn rules_have_a_bound() {
    let mut draft = draft();
    let rules = |count: u32| (1..=count).map(|id| rule(id, &format!("r{id}"), &[&["mno-a"]]));
    draft.rules = rules(10_000).collect();
    assert_eq!(problems(&draft), []);
    draft.rules = rules(10_001).collect();
    assert_eq!(
        lines(&problems(&draft)),
        [r#"rule "r10001": rules: "10001" is beyond the limit; expected at most 10000 rules"#]
    );
}

/// Guesses cost a look at every name, so they end after the first hundred problems.
#[test]
fn guesses_have_a_bound() {
    let mut draft = draft();
    draft.rules = (1..=101).map(|id| rule(id, &format!("r{id}"), &[&["mno-d"]])).collect();
    let problems = problems(&draft);
    assert_eq!(problems.len(), 101);
    assert_eq!(problems[99].nearest.as_deref(), Some("mno-a"));
    assert_eq!(problems[100].nearest, None);
}
