//! The log: every line is one JSON object, every change of a message's fate an event with the same
//! five fields, and nothing that somebody has written to somebody, nor a password, is in it.

use crate::customer::{Manner, PASSWORD, Word};
use crate::gateway::{DEADLINE, until};
use crate::scene::{FAST, Scene};
use serde_json::Value;
use smpp::session::BindKind;
use std::collections::{BTreeMap, BTreeSet};

/// What a phone writes: a line end, terminal escapes, a letter that turns the direction of writing.
const TEXT: &str = "#s3ntinel#\r\n{\"level\":\"ERROR\"}\u{1b}[31m\u{202e}";

/// The five fields of docs/logs.md.
const FIELDS: [&str; 5] = ["code", "event", "id", "part", "peer"];

#[tokio::test(flavor = "multi_thread")]
async fn one_event_for_each_change_and_no_secrets() {
    let scene = Scene::new(FAST, "").await.logs("trace");
    let gateway = scene.start(0).await;
    let program = scene.program(0, Manner::new("acme", BindKind::Transceiver));
    program.say(Word::Submit { to: "447700900001".to_owned(), count: 3 }).await;
    scene.operator.handle.write("447700900101", "777", TEXT).await.expect("there is room");
    scene.accepted(3).await;
    until("the text is there", async || scene.ledger.book().texts().len() == 1).await;
    scene.rest(&gateway, std::slice::from_ref(&program)).await;
    let id = scene.ledger.book().accepted().next().expect("one of three").0.to_owned();
    let wrong = scene.program(1, Manner::new("nobody", BindKind::Receiver));
    until("a bind is refused", async || wrong.bound.borrow().refused.is_some()).await;
    wrong.vanish().await;
    program.leave().await;
    assert_eq!(gateway.terminate(DEADLINE).await, Some(0));

    let log = scene.place.log();
    let password = std::str::from_utf8(PASSWORD).expect("ASCII");
    for secret in ["s3ntinel", "acme.0.", " and ", password, "0psecret", "4477009"] {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} is in the log");
    }
    let control = |letter: char| letter.is_control() && letter != '\n';
    assert!(!log.contains(control) && !log.contains('\u{202e}'));
    let mut fates: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut peers = BTreeSet::new();
    for line in log.lines() {
        let event: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
        if event["target"] != "fate" {
            continue;
        }
        let fields = event["fields"].as_object().expect("an object");
        let names: Vec<&str> = fields.keys().map(String::as_str).collect();
        assert_eq!(names, FIELDS, "{line}");
        peers.insert(fields["peer"].as_str().expect("a string").to_owned());
        let (id, what) = (fields["id"].as_str(), fields["event"].as_str());
        let what = what.expect("a string").to_owned();
        fates.entry(id.expect("a string").to_owned()).or_default().push(what);
    }
    let expected = ["accepted", "sent", "submitted", "receipt_due", "reported", "taken"];
    assert_eq!(fates[&id], expected);
    let texts = fates.values().filter(|fate| fate[0] == "received").count();
    assert_eq!((texts, fates.len()), (1, 4), "{fates:?}");
    let named = ["account", "account acme", "operator", "operator outside"];
    assert!(peers.iter().eq(named), "{peers:?}");
    scene.place.forget();
}
