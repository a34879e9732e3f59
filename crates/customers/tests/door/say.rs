//! What lines stand for: requests of the peer and effects of the core.

use crate::line::{Line, hex, number};
use gateway::door::{Body, Delivery, Effect, Receipt, ReplyTo, SessionId, Standing, Text};
use message::code::{REFUSALS, ReportCode};
use message::id::MessageId;
use message::object::AccountId;
use message::receipt::{ErrStyle, Form, Style};
use message::state::{MessageState, SmppState};
use message::text::alphabet::Alphabet;
use message::text::gsm::Tables;
use message::time::Timestamp;
use records::Octets;
use records::submission::{Content, Party};

/// The session of every dialogue.
pub(crate) const SESSION: SessionId = SessionId(9);

/// A notice with a short number.
pub(crate) fn notice(number: u64) -> MessageId {
    MessageId::from_number(1_000_000_000_000_000_000 + number).expect("shard 1")
}

/// User data: `udh=` in hexadecimal, then `hex=`, `text=`, or `fill=N` characters `0123456789...`
/// (`fill=N:x`: N times x), in the alphabet `in=` (GSM 7-bit).
pub(crate) fn user_data(line: &Line) -> Vec<u8> {
    let alphabet = match line.get("in") {
        None => Alphabet::Gsm7(Tables::DEFAULT),
        Some("latin1") => Alphabet::Latin1,
        Some("latin9") => Alphabet::Latin9,
        Some("ascii") => Alphabet::Ascii,
        Some("ucs2") => Alphabet::Ucs2,
        Some("cyrillic") => Alphabet::Cyrillic,
        Some(other) => panic!("alphabet {other}"),
    };
    let mut octets = line.get("udh").map(hex).unwrap_or_default();
    octets.extend(line.get("hex").map(hex).unwrap_or_default());
    for text in line.get("text").map(str::to_owned).into_iter().chain(line.get("fill").map(fill)) {
        alphabet.encode(&text, &mut octets).expect("the alphabet has the letters");
    }
    octets
}

fn fill(rule: &str) -> String {
    let (count, letter) = rule.split_once(':').unwrap_or((rule, "0123456789"));
    letter.chars().cycle().take(number(count) as usize).collect()
}

/// `tlvs=0204:0007,1401:ABCD`.
pub(crate) fn tlvs(line: &Line) -> Vec<u8> {
    let mut octets = Vec::new();
    for tlv in line.get("tlvs").into_iter().flat_map(|tlvs| tlvs.split(',')) {
        let (tag, value) = tlv.split_once(':').expect("tag:value");
        put_tlv(&hex(tag), &hex(value), &mut octets);
    }
    octets
}

fn put_tlv(tag: &[u8], value: &[u8], octets: &mut Vec<u8>) {
    octets.extend_from_slice(tag);
    octets.extend_from_slice(&u16::try_from(value.len()).expect("short").to_be_bytes());
    octets.extend_from_slice(value);
}

fn cstring(text: &str, octets: &mut Vec<u8>) {
    octets.extend_from_slice(text.as_bytes());
    octets.push(0);
}

/// `ton/npi/text`.
fn address(text: &str, octets: &mut Vec<u8>) {
    let mut pieces = text.splitn(3, '/');
    let mut octet = || number(pieces.next().expect("ton and npi")) as u8;
    octets.extend([octet(), octet()]);
    cstring(pieces.next().expect("ton/npi/text"), octets);
}

/// A request as its octets, written by hand: what a strict writer would refuse can be said too.
pub(crate) fn request(line: &Line, sequence: u32) -> Vec<u8> {
    let mut body = Vec::new();
    let from = line.get("from").unwrap_or("5/0/ACME");
    let to = line.get("to").unwrap_or("1/1/447700900123");
    let id = line.get("id").unwrap_or("");
    let command: u32 = match line.word(1) {
        "submit_sm" => {
            submit_sm(line, from, to, &mut body);
            0x04
        }
        "data_sm" => {
            data_sm(line, from, to, &mut body);
            0x103
        }
        "query_sm" => {
            cstring(id, &mut body);
            address(from, &mut body);
            0x03
        }
        "cancel_sm" => {
            cstring("", &mut body);
            cstring(id, &mut body);
            address(from, &mut body);
            address(to, &mut body);
            0x08
        }
        "replace_sm" => {
            cstring(id, &mut body);
            address(from, &mut body);
            body.extend([0; 5]);
            0x07
        }
        "submit_multi" => {
            cstring("", &mut body);
            address(from, &mut body);
            body.extend([1, 1]);
            address(to, &mut body);
            body.extend([0; 10]);
            0x21
        }
        "unbind" => 0x06,
        "enquire_link" => 0x15,
        "param_retrieve" => {
            cstring("x", &mut body);
            0x22
        }
        other => panic!("no request `{other}`"),
    };
    let head = [16 + body.len() as u32, command, 0, sequence].map(u32::to_be_bytes);
    [head.as_flattened(), &body].concat()
}

fn submit_sm(line: &Line, from: &str, to: &str, body: &mut Vec<u8>) {
    let data = user_data(line);
    let in_payload = line.get("payload").is_some();
    cstring(line.get("service").unwrap_or(""), body);
    address(from, body);
    address(to, body);
    body.extend([line.octet("esm"), line.octet("pid"), line.octet("priority")]);
    cstring(line.get("at").unwrap_or(""), body);
    cstring(line.get("until").unwrap_or(""), body);
    body.extend([line.octet("rd"), line.octet("replace")]);
    body.extend([line.octet("dc"), line.octet("default")]);
    if in_payload {
        body.push(0);
        put_tlv(&[0x04, 0x24], &data, body);
    } else {
        let length = line.number("sm_length").unwrap_or(data.len() as u64);
        body.push(u8::try_from(length).expect("sm_length is an octet"));
        body.extend_from_slice(&data);
    }
    body.extend(tlvs(line));
    body.extend(line.get("behind").map(hex).unwrap_or_default());
}

fn data_sm(line: &Line, from: &str, to: &str, body: &mut Vec<u8>) {
    cstring("", body);
    address(from, body);
    address(to, body);
    body.extend([line.octet("esm"), line.octet("rd"), line.octet("dc")]);
    if line.get("nothing").is_none() {
        put_tlv(&[0x04, 0x24], &user_data(line), body);
    }
    body.extend(tlvs(line));
}

// --- effects

pub(crate) fn effect(line: &Line, to: ReplyTo, now: Timestamp) -> Effect {
    match line.word(1) {
        "accepted" => Effect::Accepted { to, id: line.get("id").expect("an id").into() },
        "refused" => {
            let name = line.word(3);
            let row = REFUSALS.iter().find(|row| row.name == name).expect("a refusal");
            Effect::Refused { to, refusal: row.refusal }
        }
        "stands" => Effect::Stands { to, standing: line.get("id").map(|_| standing(line, now)) },
        "cancelled" => Effect::Cancelled { to, done: line.get("done") == Some("true") },
        "receipt" => deliver(line, Body::Receipt(receipt(line, now))),
        "text" => deliver(line, Body::Text(text(line, now))),
        "close" => Effect::Close(SESSION),
        other => panic!("the core has no `{other}`"),
    }
}

fn standing(line: &Line, now: Timestamp) -> Standing {
    let state = line.get("state").expect("a state");
    let state = MessageState::ALL.into_iter().find(|it| it.name() == state).expect("a state");
    Standing {
        id: line.get("id").expect("an id").into(),
        state,
        code: line.number("code").map(code),
        ended: line.get("ended").map(|_| now),
    }
}

fn code(number: u64) -> ReportCode {
    ReportCode::from_number(number as u16).expect("a report code")
}

fn party(text: &str) -> Party {
    let mut pieces = text.splitn(3, '/');
    let mut next = || pieces.next().expect("ton/npi/text");
    Party { ton: number(next()) as u8, npi: number(next()) as u8, text: next().into() }
}

fn deliver(line: &Line, body: Body) -> Effect {
    let party = |name, default| party(line.get(name).unwrap_or(default));
    Effect::Deliver(Box::new(Delivery {
        session: SESSION,
        notice: notice(number(line.word(2))),
        account: AccountId(7),
        source: party("from", "1/1/447700900123"),
        destination: party("to", "5/0/ACME"),
        body,
    }))
}

fn receipt(line: &Line, now: Timestamp) -> Receipt {
    let code = code(line.number("code").unwrap_or(5));
    let state = line.number("state").and_then(|octet| SmppState::from_octet(octet as u8));
    let form = if line.get("form").is_some() { Form::AppendixB } else { Form::Reference };
    let err = if line.get("err").is_some() { ErrStyle::Code } else { ErrStyle::ZeroOnSuccess };
    Receipt {
        id: line.get("id").unwrap_or("1176722560000000001").into(),
        sub: 1,
        dlvrd: u8::from(code.is_success()),
        submitted: now,
        done: Timestamp::from_millis(now.millis() + 300_000),
        code,
        state: code.state(state),
        intermediate: !code.is_final(),
        beginning: line.get("text").map(Into::into),
        reference: line.number("ref").map(|reference| reference as u16),
        style: Style { form, err },
    }
}

/// `text=` and so on are the first part, `p2=`, `p3=` the bodies of further ones, with headers `h2=`.
fn text(line: &Line, now: Timestamp) -> Text {
    let header = |name: &str| line.get(name).map(|udh| Octets::from(hex(udh)));
    let bare = Line { fields: line.fields.clone(), ..Line::default() };
    let first = user_data(&Line {
        fields: bare.fields.into_iter().filter(|(name, _)| name != "udh").collect(),
        ..Line::default()
    });
    let mut parts = vec![Content { header: header("udh"), octets: Octets::from(first) }];
    for number in 2..10 {
        if let Some(body) = line.get(&format!("p{number}")) {
            let mut line = Line::default();
            line.set(
                if body.starts_with("fill:") { "fill" } else { "text" },
                body.trim_start_matches("fill:"),
            );
            let body = body.strip_prefix("0x").map_or_else(|| user_data(&line), hex);
            let octets = Octets::from(body);
            parts.push(Content { header: header(&format!("h{number}")), octets });
        }
    }
    let tlvs = tlvs(line);
    Text {
        at: now,
        esm_class: line.octet("esm"),
        protocol_id: line.octet("pid"),
        data_coding: line.octet("dc"),
        parts,
        tlvs: (!tlvs.is_empty()).then(|| Octets::from(tlvs)),
    }
}
