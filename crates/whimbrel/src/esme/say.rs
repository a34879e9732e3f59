//! What is printed of it: a line for each event, in words or as JSON.

use super::heard::{Heard, Receipt, Text};
use super::line::Event;
use crate::pdu::version_name;
use serde_json::{Value, json};
use smpp::CommandStatus;
use smpp::session::BindKind;

/// How things are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Form {
    /// For people
    Words,
    /// An object a line
    Json,
}

/// One event, one line.
pub(super) fn line(event: &Event, who: &str, form: Form) -> String {
    match form {
        Form::Words => words(event, who),
        Form::Json => json(event, who).to_string(),
    }
}

/// A status with its number, and with what it means.
pub(super) fn status(status: CommandStatus) -> String {
    match status.remark() {
        "" => format!("{status} (0x{:08X})", status.0),
        remark => format!("{status} (0x{:08X}, {remark})", status.0),
    }
}

fn kind(kind: BindKind) -> &'static str {
    match kind {
        BindKind::Transmitter => "transmitter",
        BindKind::Receiver => "receiver",
        BindKind::Transceiver => "transceiver",
    }
}

fn words(event: &Event, who: &str) -> String {
    match event {
        Event::Bound(how, version) => {
            format!("bound {who} as {} ({})", kind(*how), version_name(*version))
        }
        Event::BindRefused(why) => format!("the bind of {who} was refused: {}", status(*why)),
        Event::Answered(number, CommandStatus::OK, id) => format!("#{number} accepted, id {id}"),
        Event::Answered(number, why, _) => format!("#{number} refused: {}", status(*why)),
        Event::Failed(number, why) => format!("#{number} failed: {why}"),
        Event::Heard(Heard::Receipt(receipt)) => receipt_in_words(receipt),
        Event::Heard(Heard::Text(text)) => text_in_words(text),
        Event::Closed(reason) => format!("the session has ended: {reason:?}"),
    }
}

fn receipt_in_words(receipt: &Receipt) -> String {
    let Receipt { ids, stat, err, is_final, .. } = receipt;
    let ids = if ids.is_empty() { "of no id".to_owned() } else { ids.join(" or ") };
    let err = if err.is_empty() { String::new() } else { format!(" err:{err}") };
    let way = if *is_final { "" } else { ", on the way" };
    format!("receipt {ids}  stat:{stat}{err}{way}")
}

fn text_in_words(text: &Text) -> String {
    let Text { from, to, text, octets, part, esm_class, data_coding } = text;
    let what = match text {
        Some(text) => format!("{text:?}"),
        None => format!("octets {octets}"),
    };
    let part = part.map(|it| format!("  part {} of {}", it.sequence, it.total));
    let part = part.unwrap_or_default();
    format!("{from} -> {to}  {what}{part}  data_coding {data_coding}, esm_class 0x{esm_class:02X}")
}

fn json(event: &Event, who: &str) -> Value {
    match event {
        Event::Bound(how, version) => {
            json!({ "event": "bound", "who": who, "as": kind(*how), "version": version_name(*version) })
        }
        Event::BindRefused(status) => {
            json!({ "event": "bind_refused", "who": who, "status": status.to_string() })
        }
        Event::Answered(number, status, id) => json!({
            "event": "answer", "number": number, "status": status.to_string(), "id": id,
        }),
        Event::Failed(number, why) => json!({ "event": "failed", "number": number, "why": why }),
        Event::Heard(Heard::Receipt(receipt)) => json!({
            "event": "receipt",
            "ids": receipt.ids,
            "stat": receipt.stat,
            "err": receipt.err,
            "final": receipt.is_final,
            "text": receipt.text,
        }),
        Event::Heard(Heard::Text(text)) => json!({
            "event": "text",
            "from": text.from,
            "to": text.to,
            "text": text.text,
            "octets": text.octets,
            "part": text.part.map(|part| part.sequence),
            "parts": text.part.map(|part| part.total),
            "esm_class": text.esm_class,
            "data_coding": text.data_coding,
        }),
        Event::Closed(reason) => json!({ "event": "closed", "reason": format!("{reason:?}") }),
    }
}
