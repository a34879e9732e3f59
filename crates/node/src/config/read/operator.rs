//! `[[operator]]`.

use super::super::diagnostic::{Code, Diagnostic};
use super::super::table::Table;
use super::account::{SYSTEM_ID_MAX, check_length};
use super::{only, refuse};
use message::object::OperatorId;
use registry::draft::{OperatorDraft, ReadingDraft};
use registry::name::Secret;
use registry::net::Endpoint;
use registry::{Kind, nearest};
use simulator::Profile;

/// Before the name of a simulated operator's profile.
pub(in crate::config) const SIMULATED: &str = "sim://";

/// What a simulated operator is told of who binds.
const WHO: &str = "whimbrel";

pub(super) fn operator(table: &mut Table<'_, '_>, index: usize) -> OperatorDraft {
    table.becomes(Kind::Operator, index, "id");
    let name = table.needed_text("id", "name", "id = \"mno-a\"");
    let address = address(table);
    let mut operator = OperatorDraft::new(OperatorId(0), &name, &address);
    login(table, &mut operator);
    operator.bind = table.text("bind", "bind");
    operator.sessions = table.count("sessions", "sessions");
    operator.window = table.count("window", "window");
    operator.tps = table.count("tps", "tps");
    operator.on_lost_answer = table.text("on_lost_answer", "on_lost_answer");
    operator.no_receipts = !table.flag("sends_receipts", true);
    operator.receipt_timeout = table.time("receipt_timeout", "receipt_timeout");
    operator.drop_times = table.flag("drop_times", false);
    // The registry knows `payload`, too, but nobody sends it yet.
    operator.long_messages =
        only(table, ("long_messages", "long_messages"), &["udh8", "udh16", "sar"]);
    operator.alphabet = table.text("alphabet", "alphabet");
    operator.receipts = table.within("receipts", reading);
    operator
}

/// An address that this version can use.
fn address(table: &mut Table<'_, '_>) -> String {
    let help = "address = \"smpp://HOST:PORT\", or \"sim://calm\" for a simulated operator";
    let address = table.needed_text("address", "address", help);
    if let Some(profile) = address.strip_prefix(SIMULATED) {
        if Profile::named(profile).is_none() {
            unknown_profile(table, profile);
        }
    } else if address.starts_with("smpps://") {
        let title = format!("address of {} asks for TLS", table.called);
        let help = "expected smpp://HOST:PORT: there is no TLS towards operators yet";
        refuse(table, "address", Code::Address, &title, help);
    } else if let Some(value) =
        table.value("address").filter(|_| Endpoint::parse(&address).is_none())
    {
        let title = format!("address of {} is no address of an operator", table.called);
        let error = Diagnostic::new(Code::Address, value.span(), title);
        let meant = format!("smpp://{address}");
        let meant = Endpoint::parse(&meant).map(|_| meant);
        let expected = "expected smpp://HOST:PORT, or sim://PROFILE for a simulated operator";
        table.tell(error.label(expected).nearest(meant.as_deref()));
        table.mark_told("address");
    }
    address
}

fn unknown_profile(table: &mut Table<'_, '_>, given: &str) {
    let Some(span) = table.value("address").map(|value| value.span()) else { return };
    let title = format!("no simulated operator is called {given:?}");
    let near = nearest(given, Profile::NAMES.into_iter());
    let label = format!("expected sim:// and {}", Profile::NAMES.join(", "));
    let error = Diagnostic::new(Code::UnknownName, span, title).label(label);
    table.tell(error.nearest(near.map(|it| format!("{SIMULATED}{it}")).as_deref()));
}

/// Who we are there. A simulated operator does not care.
fn login(table: &mut Table<'_, '_>, operator: &mut OperatorDraft) {
    if operator.address.starts_with(SIMULATED) {
        operator.system_id = table.text("system_id", "system_id").unwrap_or(WHO.to_owned());
        operator.password = table.secret("password", "password").or(Some(Secret::new(WHO)));
        return;
    }
    let help = "system_id = \"...\": how we are called there";
    operator.system_id = table.needed_text("system_id", "system_id", help);
    check_length(table, ("system_id", "system_id"), &operator.system_id, SYSTEM_ID_MAX);
    if table.value("password").is_none() {
        table.missing("password", "password", "password = \"${VARIABLE}\", or an empty one");
    }
    operator.password = table.secret("password", "password");
}

fn reading(table: &mut Table<'_, '_>) -> ReadingDraft {
    ReadingDraft {
        unmarked: table.flag("unmarked", false),
        accepted: table.text("accepted", "receipts.accepted"),
        unknown: table.text("unknown", "receipts.unknown"),
        state_from: table.text("state_from", "receipts.state_from"),
        gsm: table.text("gsm", "receipts.gsm"),
        errors: table.pairs("errors", "receipts.errors"),
    }
}
