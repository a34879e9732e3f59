//! Where texts from phones go.

use super::support::{build, destination, draft, number, words};
use message::object::ServiceId;
use registry::Snapshot;
use registry::draft::{Draft, ServiceDraft};

fn service(id: u32, name: &str, keywords: &[&str]) -> ServiceDraft {
    ServiceDraft { keywords: words(keywords), ..ServiceDraft::new(ServiceId(id), name, "acme") }
}

fn numbers() -> Draft {
    let mut draft = draft();
    draft.services = vec![
        service(1, "rest", &[]),
        service(2, "stop", &["STOP", "end"]),
        service(3, "win", &["WIN"]),
        service(4, "block", &[]),
        service(5, "shorter", &[]),
    ];
    draft.numbers = vec![
        number(1, "+447700900100", &["win", "rest", "stop"]),
        number(2, "+4477009001*", &["block"]),
        number(3, "+4477*", &["shorter"]),
        number(4, "12345", &["stop"]),
    ];
    draft
}

/// sent to, text, number, service.
#[rustfmt::skip]
const TEXTS: &[(&str, &str, Option<u32>, Option<&str>)] = &[
    ("+447700900100", "hello",         Some(1), Some("rest")),
    ("+447700900100", "Stop it",       Some(1), Some("stop")),
    ("+447700900100", "END",           Some(1), Some("stop")),
    ("+447700900100", " \"win!\" ",    Some(1), Some("win")),
    ("+447700900100", "winter",        Some(1), Some("rest")),
    ("+447700900100", "please STOP",   Some(1), Some("rest")),
    ("+447700900100", "",              Some(1), Some("rest")),
    ("+447700900101", "stop",          Some(2), Some("block")),
    ("+447700900199", "hello",         Some(2), Some("block")),
    ("+447700900200", "hello",         Some(3), Some("shorter")),
    ("+447800900200", "hello",         None,    None),
    ("12345",         "STOP",          Some(4), Some("stop")),
    ("12345",         "hello",         Some(4), None),
    ("54321",         "hello",         None,    None),
];

#[test]
fn every_text() {
    check(&build(&numbers()));
}

#[test]
fn the_order_of_numbers_does_not_matter() {
    let mut draft = numbers();
    draft.numbers.reverse();
    check(&build(&draft));
}

#[track_caller]
fn check(snapshot: &Snapshot) {
    for (to, text, expected_number, expected_service) in TEXTS {
        let number = snapshot.number(&destination(to));
        assert_eq!(number.map(|number| number.id.0), *expected_number, "{to}");
        let service = number.and_then(|number| snapshot.service_for(number, text));
        let service = service.map(|service| service.name.as_str());
        assert_eq!(service, *expected_service, "{text:?} to {to}");
    }
}
