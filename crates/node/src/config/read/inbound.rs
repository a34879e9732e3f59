//! `[[service]]` and `[[number]]`.

use super::super::diagnostic::Code;
use super::super::table::Table;
use super::refuse;
use message::object::{NumberId, ServiceId};
use registry::Kind;
use registry::draft::{NumberDraft, ServiceDraft};

pub(super) fn service(table: &mut Table<'_, '_>, index: usize) -> ServiceDraft {
    table.becomes(Kind::Service, index, "id");
    let name = table.needed_text("id", "name", "id = \"support\"");
    let account = table.needed_text("account", "account", "account = \"acme\"");
    let mut service = ServiceDraft::new(ServiceId(0), &name, &account);
    service.destination = table.text("destination", "destination");
    let is_web = |it: &String| it.starts_with("http://") || it.starts_with("https://");
    if service.destination.as_ref().is_some_and(is_web) {
        let title = format!("destination of {} is a web address", table.called);
        let help = "expected smpp:// or keep: there are no webhooks yet";
        refuse(table, "destination", Code::Address, &title, help);
        table.mark_told("destination");
        service.destination = None;
    }
    service.keywords = table.list("keywords", "keywords").unwrap_or_default();
    service
}

pub(super) fn number(table: &mut Table<'_, '_>, index: usize) -> NumberDraft {
    table.becomes(Kind::Number, index, "number");
    let number = table.needed_text("number", "number", "number = \"+447700900100\"");
    NumberDraft {
        id: NumberId(0),
        number,
        account: table.text("account", "account"),
        services: table.list("service", "services").unwrap_or_default(),
    }
}
