//! What is configured in a story, as words.

use crate::fixture::{ACME, operator};
use gateway::core::Limits;
use message::object::{AccountId, LoginId, NumberId, OperatorId, RuleId, ServiceId};
use registry::draft::{
    AccountDraft, Draft, LoginDraft, NumberDraft, OperatorDraft, PriceDraft, RuleDraft,
    ServiceDraft, TargetDraft, WebhookDraft,
};
use registry::name::Secret;
use std::time::Duration;

/// The operators of every story; the first has number 1.
pub(crate) const OPERATORS: [&str; 3] = ["north", "south", "east"];
/// The accounts of every story; the first has number 1.
pub(crate) const ACCOUNTS: [&str; 2] = ["acme", "beta"];
/// The prices of stories are in this currency.
pub(crate) const CURRENCY: &str = "EUR";

/// What is configured: three operators, two accounts, a number of the first account. Without a
/// rule everything goes to the first operator.
pub(crate) struct Scene {
    pub(crate) draft: Draft,
    pub(crate) limits: Limits,
}

impl Scene {
    pub(crate) fn new() -> Scene {
        let ids = || 1..;
        let operators = ids().zip(OPERATORS).map(|(id, name)| operator(OperatorId(id), name));
        let accounts = ids().zip(ACCOUNTS).map(|(id, name)| account(id, name));
        let mut draft = Draft {
            version: 1,
            accounts: accounts.collect(),
            operators: operators.collect(),
            services: Vec::new(),
            numbers: Vec::new(),
            rules: Vec::new(),
        };
        service(&mut draft, &["texts", "acme", "smpp://"]);
        number(&mut draft, &["777", "texts"]);
        Scene { draft, limits: Limits::default() }
    }

    /// Makes a setting; `false` if the words are none.
    pub(crate) fn set(&mut self, words: &[&str]) -> bool {
        match words {
            ["account", name, settings @ ..] => {
                let account = self.draft.accounts.iter_mut().find(|it| it.name == *name);
                let account = account.expect(name);
                settings.iter().for_each(|setting| account_setting(account, setting));
            }
            ["operator", name, settings @ ..] => {
                let operator = self.draft.operators.iter_mut().find(|it| it.name == *name);
                let operator = operator.expect(name);
                settings.iter().for_each(|setting| operator_setting(operator, setting));
            }
            ["rule", id, "none"] => self.draft.rules.retain(|rule| rule.id != RuleId(digits(id))),
            ["rule", id, words @ ..] => {
                let rule = rule(digits(id), words);
                self.draft.rules.retain(|other| other.id != rule.id);
                self.draft.rules.push(rule);
            }
            ["service", words @ ..] => service(&mut self.draft, words),
            ["number", words @ ..] => number(&mut self.draft, words),
            ["limits", settings @ ..] => {
                settings.iter().for_each(|setting| limit(&mut self.limits, setting));
            }
            _ => return false,
        }
        true
    }

    /// As it stands, with a rule in any case.
    pub(crate) fn draft(&self) -> Draft {
        let mut draft = self.draft.clone();
        if draft.rules.is_empty() {
            draft.rules.push(rule(1, &["north"]));
        }
        draft
    }
}

fn account(id: u32, name: &str) -> AccountDraft {
    let mut account = AccountDraft::new(AccountId(id), name);
    account.logins.push(LoginDraft::new(LoginId(id), name, Secret::new("verifier")));
    account.senders = Some(vec!["*".to_owned()]);
    account.limits.tps = Some(1_000);
    account
}

fn account_setting(account: &mut AccountDraft, setting: &str) {
    let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
    let text = || Some(value.to_owned());
    match name {
        "prepaid" => account.billing.mode = Some("prepaid".to_owned()),
        "credit" => account.billing.credit_refusal = text(),
        "disabled" => account.disabled = true,
        "enabled" => account.disabled = false,
        "off" => account.receipts.off = true,
        "strict" => account.receipts.strict = true,
        "parts" => account.receipts.parts = text(),
        "handed_over" => account.receipts.handed_over = text(),
        "hide_text" => account.receipts.hide_text = true,
        "form" => account.receipts.form = text(),
        "err" => account.receipts.err = text(),
        "late" => account.receipts.late = true,
        "hold" => account.hold_in_doubt = true,
        "id" => account.message_id = text(),
        "duplicates" => account.duplicate_window = Some(duration(value)),
        "webhook" => {
            let secret = Some(Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
            let url = "https://acme.example/events".to_owned();
            account.webhook = Some(WebhookDraft { url, secret });
        }
        "senders" => account.senders = Some(value.split(',').map(str::to_owned).collect()),
        "default" => account.default_sender = text(),
        "short_codes" => account.short_codes = true,
        "blocked" => account.blocked_countries = vec![value.to_owned()],
        "max_parts" => account.max_parts = Some(digits(value)),
        "max_validity" => account.max_validity = Some(duration(value)),
        "max_schedule" => account.max_schedule = Some(duration(value)),
        "tps" => account.limits.tps = Some(digits(value)),
        "network_tps" => account.limits.network_tps = Some(digits(value)),
        "queue" => account.limits.queue = Some(digits(value)),
        "destination_queue" => account.limits.destination_queue = Some(digits(value)),
        _ => panic!("{setting} of an account"),
    }
}

fn operator_setting(operator: &mut OperatorDraft, setting: &str) {
    let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
    match name {
        "tps" => operator.tps = Some(digits(value)),
        "hold" => operator.on_lost_answer = Some("hold".to_owned()),
        "no_receipts" => operator.no_receipts = true,
        "drop_times" => operator.drop_times = true,
        "receipt_timeout" => operator.receipt_timeout = Some(duration(value)),
        _ => panic!("{setting} of an operator"),
    }
}

/// `to=44 north:3 south | east after=1m`: groups, the first to be used first, and settings.
fn rule(id: u32, words: &[&str]) -> RuleDraft {
    let mut rule = RuleDraft::new(RuleId(id), &format!("rule {id}"), vec![Vec::new()]);
    for word in words {
        let Some((name, value)) = word.split_once('=') else {
            match (*word, rule.groups.last_mut()) {
                ("|", _) | (_, None) => rule.groups.push(Vec::new()),
                (target, Some(group)) => group.push(self::target(target)),
            }
            continue;
        };
        match name {
            "to" => rule.conditions.to = vec![format!("+{value}")],
            "for" => rule.conditions.accounts = vec![value.to_owned()],
            "tag" => rule.conditions.tags = vec![value.to_owned()],
            "on" => rule.failover_on = Some(list(value)),
            "after" => rule.failover_after = Some(duration(value)),
            "attempts" => rule.max_attempts = Some(digits(value)),
            "price" => {
                let (amount, currency) = (value.to_owned(), CURRENCY.to_owned());
                rule.sell = Some(PriceDraft { plan: 1, version: 1, amount, currency });
            }
            _ => panic!("{word} of a rule"),
        }
    }
    rule
}

fn target(word: &str) -> TargetDraft {
    let (operator, weight) = word.split_once(':').unwrap_or((word, ""));
    let weight = (!weight.is_empty()).then(|| digits(weight));
    TargetDraft { operator: operator.to_owned(), weight }
}

/// `name account smpp:// first,second`: where texts go, and the keywords.
fn service(draft: &mut Draft, words: &[&str]) {
    let [name, account, destination, keywords @ ..] = words else { panic!("{words:?}") };
    let id = u32::try_from(draft.services.len() + 1).expect("few services");
    let mut service = ServiceDraft::new(ServiceId(id), name, account);
    service.destination = Some((*destination).to_owned());
    if destination.starts_with("https:") {
        service.secret = Some(Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    }
    service.keywords = keywords.first().map(|words| list(words)).unwrap_or_default();
    draft.services.push(service);
}

/// `777 texts,others`: a number, and its services.
fn number(draft: &mut Draft, words: &[&str]) {
    let [number, services] = words else { panic!("{words:?}") };
    draft.numbers.retain(|other| other.number != *number);
    let id = NumberId(u32::try_from(draft.numbers.len() + 1).expect("few numbers"));
    let number = (*number).to_owned();
    draft.numbers.push(NumberDraft { id, number, account: None, services: list(services) });
}

fn limit(limits: &mut Limits, setting: &str) {
    let (name, value) = setting.split_once('=').expect(setting);
    let value = digits(value) as usize;
    match name {
        "pending" => limits.pending_octets_max = value as u64,
        "journal" => limits.journal_octets_min = value as u64,
        "orphans" => limits.orphans_max = value,
        "texts" => limits.texts_max = value,
        "recent" => limits.recent_max = value,
        "batch" => limits.batch_octets = value,
        "handed_out" => limits.handed_out_max = value,
        "due" => limits.due_max = value,
        _ => panic!("{setting} of the limits"),
    }
}

fn list(words: &str) -> Vec<String> {
    words.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

pub(crate) fn digits(text: &str) -> u32 {
    text.parse().expect(text)
}

/// `500ms`, `10s`, `5m`, `2h`, `7d`.
pub(crate) fn duration(text: &str) -> Duration {
    let end = text.find(|it: char| !it.is_ascii_digit()).expect(text);
    let (number, unit) = text.split_at(end);
    let millis = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => panic!("{text} is no time"),
    };
    Duration::from_millis(number.parse::<u64>().expect(text) * millis)
}

/// An account by its name; `nobody` is one that there is not.
pub(crate) fn account_of(name: &str) -> AccountId {
    if name == "nobody" {
        return AccountId(99);
    }
    let place = ACCOUNTS.iter().position(|other| *other == name).expect(name);
    AccountId(ACME.0 + u32::try_from(place).expect("few accounts"))
}
