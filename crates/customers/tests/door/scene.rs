//! What is configured when a dialogue begins.

use crate::line::{Line, number};
use customers::{Peer, Settings};
use message::object::{AccountId, LoginId};
use registry::Snapshot;
use registry::draft::{AccountDraft, Draft, LoginDraft};
use registry::name::Secret;
use smpp::Version;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

/// The fields of an `as` line, and what each one sets.
fn apply(name: &str, value: &str, account: &mut AccountDraft) {
    let few = || u32::try_from(number(value)).expect("a small number");
    let text = || Some(value.to_owned());
    let seconds = || Some(Duration::from_secs(number(value)));
    let words = || value.split(',').map(str::to_owned).collect();
    match name {
        "disabled" => account.disabled = true,
        "binds" => account.logins[0].binds = Some(words()),
        "networks" => account.logins[0].networks = words(),
        "tls_required" => account.logins[0].tls_required = true,
        "login" => account.logins[0].id = LoginId(few()),
        "sender" => account.default_sender = text(),
        "home" => account.home_country = text(),
        "alphabet" => account.alphabet = text(),
        "missing_letters" => account.missing_letters = text(),
        "allow_empty" => account.allow_empty = true,
        "max_parts" => account.max_parts = Some(few()),
        "receipts" => account.receipts.off = value == "off",
        "strict" => account.receipts.strict = true,
        "hide_text" => account.receipts.hide_text = true,
        "max_sessions" => account.limits.max_sessions = Some(few()),
        "session_answer" => account.limits.session_answer = text(),
        "window" => account.limits.window = Some(few()),
        "window_policy" => account.limits.window_policy = text(),
        "max_validity" => account.max_validity = seconds(),
        "max_schedule" => account.max_schedule = seconds(),
        "duplicates" => {
            account.duplicate_window = Some(Duration::from_secs(60));
            account.duplicate_key = text();
        }
        "version" | "tls" | "from" | "uniform" => {}
        other => panic!("the scene has no `{other}`"),
    }
}

/// Account 7, `acme`, with login 3, `esme`; gone: without any.
pub(crate) fn registry(scene: &Line) -> Arc<Snapshot> {
    let mut account = AccountDraft::new(AccountId(7), "acme");
    account.logins.push(LoginDraft::new(LoginId(3), "esme", Secret::new("V")));
    for (name, value) in &scene.fields {
        apply(name, value, &mut account);
    }
    let accounts =
        if scene.words.iter().any(|word| word == "gone") { vec![] } else { vec![account] };
    let draft = Draft { accounts, ..Draft::default() };
    Arc::new(Snapshot::build(&draft).expect("the scene is sound"))
}

pub(crate) fn settings(scene: &Line) -> Settings {
    let smpp = smpp::session::Settings::default();
    Settings { smpp, uniform_bind_errors: scene.get("uniform").is_some() }
}

pub(crate) fn peer(scene: &Line) -> Peer {
    let address = scene.get("from").unwrap_or("192.0.2.1").parse::<Ipv4Addr>();
    Peer { address: address.expect("an address").into(), tls: scene.get("tls").is_some() }
}

pub(crate) fn version(scene: &Line) -> Version {
    match scene.get("version") {
        Some("3.3") => Version::V33,
        None | Some("3.4") => Version::V34,
        Some("5.0") => Version::V50,
        Some(other) => panic!("version {other}"),
    }
}
