//! Accounts.

use super::check::{Check, Expected, Problems};
use super::login::Logins;
use super::names::All;
use super::parse;
use super::words::{ALPHABETS, ERRS, FORMS, GSM7};
use crate::account::{
    Account, Credit, CreditMode, CreditRefusal, DuplicateKey, Duplicates, HandedOver, IdForm,
    Limits, Login, MissingLetters, PartReceipts, ReceiptSettings, SessionAnswer, TextSettings,
    Times, VALIDITY_MIN, WindowPolicy,
};
use crate::draft::{AccountDraft, BillingDraft, LimitsDraft, ReceiptsDraft};
use crate::name::{Secret, SystemId};
use crate::net::Webhook;
use crate::problem::{Fault, Kind};
use crate::sender::{SenderKind, SenderPattern, Senders};
use message::object::AccountId;
use message::receipt::{ErrStyle, Form, Style};
use std::collections::BTreeMap;
use std::num::NonZeroU8;
use std::ops::RangeInclusive;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// Resellers of resellers.
const LEVELS_MAX: usize = 8;

type Accounts = BTreeMap<AccountId, Account>;
type ByLogin = BTreeMap<SystemId, Login>;

pub(super) fn accounts(
    drafts: &[AccountDraft],
    all: &All,
    problems: &mut Problems,
) -> (Accounts, ByLogin) {
    let mut accounts = Accounts::new();
    let mut logins = Logins::default();
    let parents: Parents = drafts
        .iter()
        .filter_map(|draft| Some((draft.id, all.accounts.find(draft.parent.as_ref()?)?)))
        .collect();
    for (index, draft) in drafts.iter().enumerate() {
        let mut check = problems.of(Kind::Account, index, &draft.name);
        check_parents(draft, &parents, &mut check);
        logins.add(draft, &mut check);
        accounts.extend(account(draft, all, &mut check).map(|account| (account.id, account)));
    }
    (accounts, logins.by_system_id)
}

fn account(draft: &AccountDraft, all: &All, check: &mut Check<'_>) -> Option<Account> {
    let name = parse::name(&draft.name).ok();
    let parent =
        draft.parent.as_ref().and_then(|parent| check.find("parent", parent, &all.accounts));
    let senders = senders(draft, check);
    let default_sender = draft.default_sender.as_ref();
    let default_sender =
        default_sender.and_then(|sender| check.parsed("default_sender", sender, parse::sender));
    let blocked_countries =
        check.each("blocked_countries", &draft.blocked_countries, parse::country);
    let home = draft.home_country.as_ref();
    let home = home.and_then(|country| check.parsed("home_country", country, parse::country));
    let text = text(draft, check);
    let receipts = receipts(&draft.receipts, &mut check.within("receipts"));
    let limits = limits(&draft.limits, &mut check.within("limits"));
    let times = times(draft, check);
    let credit = credit(&draft.billing, &mut check.within("billing"));
    let duplicates = duplicates(draft, check);
    let id_form = check.word("message_id", &draft.message_id, IdForm::WORDS, IdForm::Digits);
    let webhook = draft.webhook.as_ref().and_then(|draft| {
        webhook("url", &draft.url, draft.secret.as_ref(), &mut check.within("webhook"))
    });
    Some(Account {
        id: draft.id,
        name: name?,
        enabled: !draft.disabled,
        parent,
        senders,
        default_sender,
        short_codes: draft.short_codes,
        blocked_countries: blocked_countries.into_iter().collect(),
        home,
        text,
        receipts,
        limits,
        times,
        credit,
        duplicates,
        id_form,
        hold_in_doubt: draft.hold_in_doubt,
        webhook,
    })
}

/// Where nothing is said an account sends as numbers; names and short codes are for its owner to
/// allow.
fn senders(draft: &AccountDraft, check: &mut Check<'_>) -> Senders {
    match &draft.senders {
        Some(lines) => check.each("senders", lines, parse::sender_pattern).into_iter().collect(),
        None => Senders::from_iter([SenderPattern::Kind(SenderKind::Number)]),
    }
}

fn text(draft: &AccountDraft, check: &mut Check<'_>) -> TextSettings {
    use MissingLetters as M;
    let parts_max = check.count("max_parts", draft.max_parts, 1..=255, 255);
    TextSettings {
        alphabet: check.word("alphabet", &draft.alphabet, ALPHABETS, GSM7),
        allow_empty: draft.allow_empty,
        missing_letters: check.word(
            "missing_letters",
            &draft.missing_letters,
            M::WORDS,
            M::Nearest,
        ),
        parts_max: NonZeroU8::try_from(parts_max).unwrap_or(NonZeroU8::MAX),
    }
}

fn receipts(draft: &ReceiptsDraft, check: &mut Check<'_>) -> ReceiptSettings {
    use {HandedOver as H, PartReceipts as P};
    ReceiptSettings {
        off: draft.off,
        strict: draft.strict,
        style: Style {
            form: check.word("form", &draft.form, FORMS, Form::Reference),
            err: check.word("err", &draft.err, ERRS, ErrStyle::ZeroOnSuccess),
        },
        show_text: !draft.hide_text,
        parts: check.word("parts", &draft.parts, P::WORDS, P::All),
        handed_over: check.word("handed_over", &draft.handed_over, H::WORDS, H::Accepted),
        late: draft.late,
    }
}

fn limits(draft: &LimitsDraft, check: &mut Check<'_>) -> Limits {
    use {SessionAnswer as S, WindowPolicy as W};
    const TPS: RangeInclusive<u32> = 1..=1_000_000;
    const QUEUE: RangeInclusive<u32> = 1..=100_000_000;
    Limits {
        sessions: check.count("max_sessions", draft.max_sessions, 1..=1_000, 4),
        session_answer: check.word(
            "session_answer",
            &draft.session_answer,
            S::WORDS,
            S::BindFailed,
        ),
        window: check.count("window", draft.window, 1..=10_000, 50),
        window_policy: check.word("window_policy", &draft.window_policy, W::WORDS, W::StopReading),
        tps: check.count("tps", draft.tps, TPS, 50),
        session_tps: check.count_if_any("session_tps", draft.session_tps, TPS),
        network_tps: check.count_if_any("network_tps", draft.network_tps, TPS),
        queue: check.count("queue", draft.queue, QUEUE, 100_000),
        destination_queue: check.count_if_any("destination_queue", draft.destination_queue, QUEUE),
    }
}

fn times(draft: &AccountDraft, check: &mut Check<'_>) -> Times {
    let max = check.time("max_validity", draft.max_validity, VALIDITY_MIN..=WEEK, WEEK);
    let usual = max.min(2 * DAY);
    let year = Duration::ZERO..=366 * DAY;
    Times {
        validity: check.time("validity", draft.validity, VALIDITY_MIN..=max, usual),
        validity_max: max,
        schedule_max: check.time("max_schedule", draft.max_schedule, year, 30 * DAY),
    }
}

fn credit(draft: &BillingDraft, check: &mut Check<'_>) -> Credit {
    use {CreditMode as M, CreditRefusal as R};
    Credit {
        mode: check.word("mode", &draft.mode, M::WORDS, M::Postpaid),
        refusal: check.word("credit_refusal", &draft.credit_refusal, R::WORDS, R::Receipt),
    }
}

fn duplicates(draft: &AccountDraft, check: &mut Check<'_>) -> Option<Duplicates> {
    use DuplicateKey as K;
    let key = check.word("duplicate_key", &draft.duplicate_key, K::WORDS, K::Reference);
    let window = draft.duplicate_window?;
    let window = check.time("duplicate_window", Some(window), SECOND..=WEEK, SECOND);
    Some(Duplicates { window, key })
}

/// A webhook; its address is in `field`, and beside it a secret.
pub(super) fn webhook(
    field: &str,
    url: &str,
    secret: Option<&Secret>,
    check: &mut Check<'_>,
) -> Option<Webhook> {
    let url = check.parsed(field, url, parse::web_url);
    let secret = check.needed("secret", secret, "what its events are signed with");
    Some(Webhook { url: url?, secret: secret?.clone() })
}

/// Whose parent is who.
type Parents = BTreeMap<AccountId, AccountId>;

/// Every account leads to one without a parent, in a few steps.
fn check_parents(draft: &AccountDraft, parents: &Parents, check: &mut Check<'_>) {
    let mut above = Vec::new();
    let mut next = parents.get(&draft.id);
    while let Some(parent) = next.filter(|_| above.len() < LEVELS_MAX) {
        if *parent == draft.id || above.contains(&parent) {
            break;
        }
        above.push(parent);
        next = parents.get(parent);
    }
    if next == Some(&draft.id) {
        let expected = Expected::some("an account that is not below this one");
        check.fail("parent", Fault::Cycle, draft.parent.as_deref(), expected);
    } else if above.len() == LEVELS_MAX {
        let expected = Expected::some(format!("at most {LEVELS_MAX} levels"));
        check.fail("parent", Fault::TooMany, draft.parent.as_deref(), expected);
    }
}
