//! What must have come of a scene.

use crate::client::Traits;
use crate::http::Phone;
use crate::program::Event;
use crate::scene::{Form, Login, Scene, Way};
use std::collections::BTreeSet;

/// What a program has printed.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    is_bound: bool,
    is_unbound: bool,
    refused: Option<u32>,
    answers: Vec<Answer>,
    receipts: Vec<Receipt>,
    /// From, to, text.
    heard: Vec<(String, String, String)>,
}

#[derive(Debug)]
struct Answer {
    message: usize,
    status: u32,
    id: String,
}

#[derive(Debug)]
struct Receipt {
    id: String,
    stat: String,
    tlv: Option<String>,
    text: String,
}

impl Seen {
    pub(crate) fn note(&mut self, event: Event) {
        match event {
            Event::Bound => self.is_bound = true,
            Event::Unbound => self.is_unbound = true,
            Event::Refused { status } => self.refused = Some(status),
            Event::Answer { message, status, id } => {
                self.answers.push(Answer { message, status, id });
            }
            Event::Receipt { id, stat, tlv, text } => {
                self.receipts.push(Receipt { id, stat, tlv, text });
            }
            Event::Heard { from, to, text } => self.heard.push((from, to, text)),
        }
    }
}

/// What the program saw.
pub(crate) fn seen(scene: &Scene, seen: &Seen, traits: Traits) {
    if let Login::Refused { status, .. } = scene.login {
        assert_eq!((seen.refused, seen.is_bound), (Some(status), false));
        return;
    }
    assert_eq!(seen.refused, None);
    assert!(seen.is_bound);
    assert!(seen.is_unbound || !traits.awaits_unbind, "it has heard that it is unbound");
    answers(scene, seen, traits);
    receipts(scene, seen, traits);
    let mut heard = seen.heard.clone();
    heard.sort();
    let expected = scene.texts.iter();
    let expected = expected.map(|it| ("447700900002".to_owned(), scene.number(), (*it).to_owned()));
    let mut expected: Vec<_> = expected.collect();
    expected.sort();
    assert_eq!(heard, expected);
}

/// Each message is accepted, under an id of its own.
fn answers(scene: &Scene, seen: &Seen, traits: Traits) {
    for (index, message) in (scene.messages)().iter().enumerate() {
        let answers: Vec<_> = seen.answers.iter().filter(|it| it.message == index).collect();
        let is_cut = message.way == Way::Udh && !traits.joins;
        assert_eq!(answers.len() > 1, is_cut, "{index}: {answers:?}");
        assert!(!answers.is_empty(), "{index} has no answer");
    }
    for Answer { status, id, .. } in &seen.answers {
        assert_eq!(*status, 0, "{:?}", seen.answers);
        let digits = id.bytes().all(|octet| octet.is_ascii_digit());
        assert!(digits && (10..=20).contains(&id.len()), "an id is {id:?}");
    }
    let ids: BTreeSet<_> = seen.answers.iter().map(|it| &it.id).collect();
    assert_eq!(ids.len(), seen.answers.len(), "an id is given twice");
}

/// Each id has one receipt, of a success.
fn receipts(scene: &Scene, seen: &Seen, traits: Traits) {
    let mut wanted: Vec<_> = seen.answers.iter().map(|it| it.id.as_str()).collect();
    let mut named: Vec<_> = seen.receipts.iter().map(|it| it.id.as_str()).collect();
    wanted.sort_unstable();
    named.sort_unstable();
    assert_eq!(named, wanted, "receipts, and what was accepted");
    for Receipt { id, stat, tlv, text } in &seen.receipts {
        assert_eq!(stat, "DELIVRD");
        assert_eq!(tlv.as_deref(), traits.shows_tlv.then_some(id.as_str()), "receipted_message_id");
        let rest = text.strip_prefix(&format!("id:{id} sub:")).unwrap_or_else(|| panic!("{text}"));
        let (parts, rest) = rest.split_at(3);
        let is_split = (scene.messages)().iter().any(|it| it.way == Way::Payload);
        assert_eq!(parts > "001", is_split, "{text}");
        let rest = rest.strip_prefix(" submit date:").unwrap_or_else(|| panic!("{text}"));
        let (submitted, rest) = rest.split_at(10);
        let rest = rest.strip_prefix(" done date:").unwrap_or_else(|| panic!("{text}"));
        let (done, rest) = rest.split_at(10);
        assert!(format!("{submitted}{done}").bytes().all(|it| it.is_ascii_digit()), "{text}");
        let beginning = rest.strip_prefix(" stat:DELIVRD err:000 text:");
        let beginning = beginning.unwrap_or_else(|| panic!("{text}"));
        if scene.name == "receipt" {
            assert_eq!(beginning, "\"Your code is 4711. Tell n\"");
        }
    }
}

/// What the phone shows is what was sent.
pub(crate) fn phone(scene: &Scene, phone: &Phone) {
    let mut shown: Vec<_> = phone
        .inbox
        .iter()
        .map(|it| (it.from.as_str(), it.text.clone(), it.octets.clone()))
        .collect();
    let number = scene.number();
    let messages = (scene.messages)();
    let mut sent: Vec<_> = messages
        .iter()
        .map(|it| match it.form {
            Form::Binary => (number.as_str(), None, Some(it.body.clone())),
            Form::Gsm7 | Form::Latin1 | Form::Ucs2 => {
                (number.as_str(), Some(it.body.clone()), None)
            }
        })
        .collect();
    shown.sort();
    sent.sort();
    assert_eq!(shown, sent, "what phones show");
    let is_long = messages.iter().any(|it| it.way != Way::Plain);
    for received in &phone.inbox {
        assert_eq!((received.parts > 1, received.missing), (is_long, 0), "{received:?}");
    }
}
