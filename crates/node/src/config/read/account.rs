//! `[[account]]`.

use super::super::diagnostic::{Code, Diagnostic};
use super::super::table::Table;
use message::object::{AccountId, LoginId};
use registry::Kind;
use registry::draft::{AccountDraft, LimitsDraft, LoginDraft, ReceiptsDraft};
use registry::name::Secret;

/// What SMPP has room for: fields of 16 and 9 octets, each with an end (SMPP 3.4 s5.2.1, s5.2.2).
pub(super) const SYSTEM_ID_MAX: usize = 15;
const PASSWORD_MAX: usize = 8;

pub(super) fn account(table: &mut Table<'_, '_>, index: usize) -> AccountDraft {
    table.becomes(Kind::Account, index, "id");
    let name = table.needed_text("id", "name", "id = \"acme\"");
    let mut account = AccountDraft::new(AccountId(0), &name);
    account.disabled = !table.flag("enabled", true);
    account.logins.push(login(table));
    account.senders = table.list("senders", "senders");
    account.default_sender = table.text("default_sender", "default_sender");
    account.short_codes = table.flag("short_codes", false);
    account.blocked_countries =
        table.list("blocked_countries", "blocked_countries").unwrap_or_default();
    account.home_country = table.text("home_country", "home_country");
    account.alphabet = table.text("alphabet", "alphabet");
    account.allow_empty = table.flag("allow_empty", false);
    account.missing_letters = table.text("missing_letters", "missing_letters");
    account.max_parts = table.count("max_parts", "max_parts");
    account.limits = limits(table);
    account.validity = table.time("validity", "validity");
    account.max_validity = table.time("max_validity", "max_validity");
    account.max_schedule = table.time("max_schedule", "max_schedule");
    account.duplicate_window = table.time("duplicate_window", "duplicate_window");
    account.duplicate_key = table.text("duplicate_key", "duplicate_key");
    account.message_id = table.text("message_id", "message_id");
    account.hold_in_doubt = table.flag("hold_in_doubt", false);
    account.receipts = table.within("receipts", receipts);
    account
}

fn login(table: &mut Table<'_, '_>) -> LoginDraft {
    let system_id = table.needed_text("system_id", "logins[0].system_id", "system_id = \"acme\"");
    check_length(table, ("system_id", "logins[0].system_id"), &system_id, SYSTEM_ID_MAX);
    let password = password(table);
    LoginDraft {
        binds: table.list("binds", "logins[0].binds"),
        networks: table.list("allow_ips", "logins[0].networks").unwrap_or_default(),
        ..LoginDraft::new(LoginId(0), &system_id, password)
    }
}

/// The password itself; one that is wrong and was told of has a stand-in.
fn password(table: &mut Table<'_, '_>) -> Secret {
    const FIELD: &str = "logins[0].verifier";
    const EXAMPLE: &str = "password = \"${ACME_PASSWORD}\"";
    let Some(span) = table.value("password").map(|value| value.span()) else {
        table.missing("password", FIELD, EXAMPLE);
        return Secret::new("");
    };
    let secret = table.secret("password", FIELD).unwrap_or(Secret::new("told"));
    let text = secret.expose();
    check_length(table, ("password", FIELD), text, PASSWORD_MAX);
    if text.is_empty() || !text.bytes().all(|it| it == b' ' || it.is_ascii_graphic()) {
        let title = format!("password of {} cannot be sent in a bind", table.called);
        let error = Diagnostic::new(Code::Malformed, span, title);
        table.tell(error.label("expected 1 to 8 characters of printable ASCII"));
        table.mark_told(FIELD);
    }
    secret
}

/// No longer than a field of SMPP.
pub(super) fn check_length(
    table: &mut Table<'_, '_>,
    (key, field): (&'static str, &str),
    text: &str,
    most: usize,
) {
    let length = text.len();
    let Some(span) = table.value(key).map(|value| value.span()).filter(|_| length > most) else {
        return;
    };
    let title = format!("{key} of {} is longer than SMPP allows", table.called);
    let label = format!("{length} characters, expected {most} at most");
    table.tell(Diagnostic::new(Code::TooLong, span, title).label(label));
    table.mark_told(field);
}

fn limits(table: &mut Table<'_, '_>) -> LimitsDraft {
    LimitsDraft {
        max_sessions: table.count("max_sessions", "limits.max_sessions"),
        session_answer: table.text("session_answer", "limits.session_answer"),
        window: table.count("window", "limits.window"),
        window_policy: table.text("window_policy", "limits.window_policy"),
        tps: table.count("tps", "limits.tps"),
        queue: table.count("queue", "limits.queue"),
        destination_queue: table.count("destination_queue", "limits.destination_queue"),
        ..LimitsDraft::default()
    }
}

fn receipts(table: &mut Table<'_, '_>) -> ReceiptsDraft {
    ReceiptsDraft {
        off: table.flag("off", false),
        strict: table.flag("strict", false),
        form: table.text("form", "receipts.form"),
        err: table.text("err", "receipts.err"),
        hide_text: table.flag("hide_text", false),
        parts: table.text("parts", "receipts.parts"),
        handed_over: table.text("handed_over", "receipts.handed_over"),
        ..ReceiptsDraft::default()
    }
}
