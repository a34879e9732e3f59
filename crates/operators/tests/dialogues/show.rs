//! What is told, as lines of a dialogue.

use crate::common::number;
use gateway::door::{InboundText, Input, OperatorAnswer, Report};
use message::code::SubmitAnswer;
use operators::{Note, Output};
use records::Octets;
use records::submission::{Group, GroupKind, Party};
use smpp::session::Output as WireOutput;
use smpp::{Address, Pdu, Tag, Tlvs};
use std::fmt::Write;

/// The name of an attempt.
fn name(attempt: gateway::receipt::AttemptRef) -> char {
    char::from(b'a' + number(attempt) as u8)
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02X}")).collect()
}

/// Characters where all are printable ASCII without quotes, else hex.
fn shown(octets: &[u8]) -> String {
    let is_word = !octets.is_empty()
        && octets.iter().all(|octet| (0x20..0x7F).contains(octet) && *octet != b'"');
    if is_word {
        String::from_utf8_lossy(octets).into_owned()
    } else {
        format!("hex:{}", hex(octets))
    }
}

/// Fields that are not empty.
#[derive(Default)]
struct Fields(String);

impl Fields {
    fn put(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            let quote = if value.contains(' ') { "\"" } else { "" };
            write!(self.0, " {key}={quote}{value}{quote}").expect("a string");
        }
    }

    fn octet(&mut self, key: &str, value: u8) {
        if value != 0 {
            self.put(key, &format!("0x{value:02X}"));
        }
    }
}

// === our session ===

pub(crate) fn output(output: &Output) -> String {
    match output {
        Output::Input(input) => self::input(input),
        Output::Bound { kind, version } => format!("!! bound {kind:?} {version:?}"),
        Output::BindRefused(status) => format!("!! bind refused {}", status.name().unwrap_or("?")),
        Output::Noted(note) => self::note(note),
        Output::Closed(reason) => format!("!! closed {reason:?}"),
    }
}

fn note(note: &Note) -> String {
    match note {
        Note::Tolerated { pdu, deviations } => {
            let first = deviations.first()[0];
            format!("!! tolerated {} {}: {}", pdu.command, first.field, first.kind)
        }
        Note::Refused { request, status, .. } => {
            format!("!! refused {} {}", request.command, status.name().unwrap_or("?"))
        }
        Note::Unexpected(header) => format!("!! unexpected {} {}", header.command, header.sequence),
        Note::Unreadable { attempt, error } => {
            format!("!! unreadable {} {}: {}", name(*attempt), error.field, error.kind)
        }
        Note::Unwritable { attempt, error } => {
            format!("!! unwritable {} {}: {}", name(*attempt), error.field, error.kind)
        }
        Note::Replaced { attempt, letters } => format!("!! replaced {} {letters}", name(*attempt)),
    }
}

fn input(input: &Input) -> String {
    match input {
        Input::OperatorUp { window, .. } => format!("!! up window={window}"),
        Input::Down(_) => "!! down".to_owned(),
        Input::Answered(answer) => answered(answer),
        Input::Reported(report) => reported(report),
        Input::Inbound(text) => inbound(text),
        other => panic!("{other:?}"),
    }
}

fn answered(answer: &OperatorAnswer) -> String {
    let what = match answer.answer {
        SubmitAnswer::Status(status) => format!("0x{status:02X}"),
        SubmitAnswer::NoMessageId => "without id".to_owned(),
        SubmitAnswer::Nack(status) => format!("nack 0x{status:02X}"),
        SubmitAnswer::Lost { written: true } => "lost, written".to_owned(),
        SubmitAnswer::Lost { written: false } => "lost, never written".to_owned(),
    };
    let id = answer.id.as_ref().map(|id| format!(" id={}", shown(id))).unwrap_or_default();
    let late = if answer.late { " late" } else { "" };
    format!("!! answered {} {what}{id}{late}", name(answer.attempt))
}

fn id(id: &Option<Octets>) -> String {
    id.as_ref().map(|id| shown(id)).unwrap_or_default()
}

fn reported(report: &Report) -> String {
    let mut fields = Fields::default();
    let [first, second] = &report.ids;
    fields.put("id", &id(first));
    fields.put("also", &id(second));
    let [source, destination] = &report.parties;
    fields.put("from", source.as_deref().unwrap_or_default());
    fields.put("to", destination.as_deref().unwrap_or_default());
    fields.put("ref", &report.reference.map(|it| it.to_string()).unwrap_or_default());
    fields.put("state", &report.state.map(|it| format!("{it:?}")).unwrap_or_default());
    let finality = if report.is_final { "final" } else { "on the way" };
    let (number, code) = (report.to.token, report.code);
    format!("!! reported {number}{} {code:?} {finality}", fields.0)
}

fn party(party: &Party) -> String {
    format!("{}/{}/{}", party.ton, party.npi, party.text)
}

fn group(group: &Group) -> String {
    let kind = match group.kind {
        GroupKind::Udh8 => "udh8",
        GroupKind::Udh16 => "udh16",
        GroupKind::Sar => "sar",
    };
    format!("{kind}/{}/{}/{}", group.reference, group.total, group.sequence)
}

fn inbound(text: &InboundText) -> String {
    let mut fields = Fields::default();
    fields.put("from", &party(&text.source));
    fields.put("to", &party(&text.destination));
    fields.put("addressed", &text.addressed.map(|it| it.to_string()).unwrap_or_default());
    fields.put("country", text.network.as_ref().map_or("", |it| &it.country));
    fields.octet("esm", text.esm_class);
    fields.octet("pid", text.protocol_id);
    fields.octet("dcs", text.data_coding);
    fields.put("udh", &text.content.header.as_ref().map(|it| hex(it)).unwrap_or_default());
    fields.put("text", &shown(&text.content.octets));
    fields.put("begins", &text.beginning);
    fields.put("group", &text.group.as_ref().map(group).unwrap_or_default());
    fields.put("tlvs", &text.tlvs.as_ref().map(|it| hex(it)).unwrap_or_default());
    format!("!! inbound {}{}", text.to.token, fields.0)
}

// === the operator's session ===

pub(crate) fn wire_output(output: &WireOutput) -> String {
    match output {
        WireOutput::Bind(received) => {
            format!("<- {}", pdu(received.pdu.header().sequence, &received.pdu.view()))
        }
        WireOutput::Request(received) => {
            assert_eq!(received.deviations.count(), 0, "we write by the book: {received:?}");
            format!("<- {}", pdu(received.pdu.header().sequence, &received.pdu.view()))
        }
        WireOutput::Answered { response, .. } | WireOutput::LateAnswer { response, .. } => {
            let header = response.pdu.header();
            let status = header.status.name().unwrap_or("?");
            format!("<- {} {} {status}", header.command, header.sequence)
        }
        WireOutput::Unexpected(header) => {
            let status = header.status.name().unwrap_or("?");
            format!("<- {} {} {status}", header.command, header.sequence)
        }
        other => panic!("{other:?}"),
    }
}

fn pdu(sequence: u32, pdu: &Pdu<'_>) -> String {
    let mut fields = Fields::default();
    match pdu {
        Pdu::SubmitSm(sm) => {
            fields.put("from", &address(sm.source));
            fields.put("to", &address(sm.destination));
            fields.octet("esm", sm.esm_class);
            fields.octet("pid", sm.protocol_id);
            fields.octet("prio", sm.priority_flag);
            fields.put("valid", &String::from_utf8_lossy(sm.validity_period));
            fields.octet("rd", sm.registered_delivery);
            fields.octet("dcs", sm.data_coding);
            fields.put("text", &shown(sm.short_message));
            fields.put("tlvs", &tlvs(sm.tlvs));
        }
        Pdu::BindTransceiver(bind) | Pdu::BindTransmitter(bind) | Pdu::BindReceiver(bind) => {
            fields.put("system_id", &shown(bind.system_id));
            fields.put("password", &shown(bind.password.0));
            fields.octet("version", bind.interface_version);
        }
        other => panic!("{other:?}"),
    }
    format!("{} {sequence}{}", pdu.command(), fields.0)
}

fn address(address: Address<'_>) -> String {
    format!("{}/{}/{}", address.ton, address.npi, String::from_utf8_lossy(address.digits))
}

fn tlvs(tlvs: Tlvs<'_>) -> String {
    let one = |(Tag(tag), value): (Tag, &[u8])| format!("{tag:04X}:{}", hex(value));
    tlvs.iter().map(one).collect::<Vec<_>>().join(",")
}
