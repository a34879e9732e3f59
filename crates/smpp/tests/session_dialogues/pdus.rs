//! PDUs as lines and lines as PDUs.

use crate::line::Line;
use bytes::BytesMut;
use smpp::session::{Failure, Fate, Output, Reason, Received, Token};
use smpp::{Address, Secret};
use smpp::{
    CommandId, CommandStatus, Decoder, Encoder, Frame, Header, Pdu, Tag, TlvBuf, Tlvs, Version,
};

/// The command that a word names: by the standard, or as `0x` and eight digits.
pub(crate) fn command(word: &str) -> CommandId {
    let unnamed = || u32::from_str_radix(word.strip_prefix("0x")?, 16).ok().map(CommandId);
    CommandId::from_name(word).or_else(unnamed).unwrap_or_else(|| panic!("`{word}` is no command"))
}

pub(crate) fn status(word: &str) -> CommandStatus {
    CommandStatus::from_name(word)
        .or_else(|| u32::from_str_radix(word.strip_prefix("0x")?, 16).ok().map(CommandStatus))
        .unwrap_or_else(|| panic!("`{word}` is no status"))
}

pub(crate) fn version(word: &str) -> Version {
    match word {
        "3.3" => Version::V33,
        "3.4" => Version::V34,
        "5.0" => Version::V50,
        _ => panic!("`{word}` is no version"),
    }
}

pub(crate) fn version_name(version: Version) -> &'static str {
    match version {
        Version::V33 => "3.3",
        Version::V34 => "3.4",
        Version::V50 => "5.0",
    }
}

/// The optional part that a line asks for.
pub(crate) fn tlvs(line: &Line) -> TlvBuf {
    let mut tlvs = TlvBuf::new();
    if let Some(octet) = line.number("sc_version") {
        tlvs.push(Tag::SC_INTERFACE_VERSION, &[octet as u8]).expect("one octet");
    }
    if let Some(reference) = line.number("reference") {
        tlvs.push(Tag::USER_MESSAGE_REFERENCE, &(reference as u16).to_be_bytes())
            .expect("two octets");
    }
    if let Some(vendor) = line.number("vendor") {
        tlvs.push(Tag(0x1400), &[vendor as u8]).expect("any value");
    }
    tlvs
}

/// Calls `use_it` with the PDU that a line describes; `word` is where its name stands.
pub(crate) fn with_pdu<T>(line: &Line, word: usize, use_it: impl FnOnce(&Pdu<'_>) -> T) -> T {
    let octets = |name| line.get(name).unwrap_or_default().as_bytes();
    let number = |digits| Address { ton: 1, npi: 1, digits };
    let tlvs = tlvs(line);
    let mut pdu = Pdu::empty(command(&line.words[word])).expect("a command with a body");
    let fields = (octets("system_id"), Secret(octets("password")), octets("id"));
    set_fields(&mut pdu, fields, tlvs.view());
    if let Pdu::BindReceiver(bind) | Pdu::BindTransmitter(bind) | Pdu::BindTransceiver(bind) =
        &mut pdu
    {
        bind.interface_version = line.number("version").unwrap_or(0x34) as u8;
        bind.system_type = octets("system_type");
    }
    if let Pdu::SubmitSm(sm) | Pdu::DeliverSm(sm) = &mut pdu {
        sm.source = number(octets("from"));
        sm.destination = number(octets("to"));
        sm.short_message = octets("text");
    }
    use_it(&pdu)
}

fn set_fields<'a>(
    pdu: &mut Pdu<'a>,
    (system_id, password, id): (&'a [u8], Secret<'a>, &'a [u8]),
    tlvs: Tlvs<'a>,
) {
    if let Pdu::BindReceiver(bind) | Pdu::BindTransmitter(bind) | Pdu::BindTransceiver(bind) = pdu {
        (bind.system_id, bind.password) = (system_id, password);
    } else if let Pdu::BindReceiverResp(resp)
    | Pdu::BindTransmitterResp(resp)
    | Pdu::BindTransceiverResp(resp) = pdu
    {
        (resp.system_id, resp.tlvs) = (system_id, tlvs);
    } else if let Pdu::Outbind(outbind) = pdu {
        (outbind.system_id, outbind.password) = (system_id, password);
    } else if let Pdu::SubmitSmResp(resp) | Pdu::DataSmResp(resp) | Pdu::DeliverSmResp(resp) = pdu {
        (resp.message_id, resp.tlvs) = (id, tlvs);
    } else if let Pdu::SubmitSm(sm) | Pdu::DeliverSm(sm) = pdu {
        sm.tlvs = tlvs;
    } else if let Pdu::DataSm(sm) = pdu {
        sm.tlvs = tlvs;
    } else if let Pdu::QuerySm(query) = pdu {
        query.message_id = id;
    }
}

/// The octets that the peer sends: `hex 0000...`, or a PDU. `cut=N` takes octets off its end,
/// `tail=HEX` appends some, `pad=N` makes it N octets with vendors' TLVs; the length is set right
/// again.
pub(crate) fn octets(line: &Line) -> Vec<u8> {
    if line.words[0] == "hex" {
        return hex(&line.words[1..].concat());
    }
    let sequence = line.number("seq").expect("a PDU has a seq") as u32;
    let status = line.get("status").map_or(CommandStatus::OK, status);
    let command = command(&line.words[0]);
    let mut out = BytesMut::new();
    if Pdu::empty(command).is_none() {
        for part in [16, command.0, status.0, sequence] {
            out.extend_from_slice(&part.to_be_bytes());
        }
    } else {
        let encoder = Encoder::new(Version::V50);
        with_pdu(line, 0, |pdu| encoder.encode(pdu, status, sequence, &mut out))
            .expect("what the peer sends can be written, or stands as hex");
    }
    let cut = line.number("cut").unwrap_or(0) as usize;
    out.truncate(out.len() - cut);
    out.extend_from_slice(&hex(line.get("tail").unwrap_or_default()));
    let pad = line.number("pad").unwrap_or(0) as usize;
    while out.len() < pad {
        let value = (pad - out.len() - 4).min(30_000);
        out.extend_from_slice(&[0x14, 0x00, (value >> 8) as u8, value as u8]);
        out.resize(out.len() + value, 0);
    }
    let length = out.len() as u32;
    out[..4].copy_from_slice(&length.to_be_bytes());
    out.to_vec()
}

pub(crate) fn hex(digits: &str) -> Vec<u8> {
    let digit = |at| u8::from_str_radix(&digits[at..at + 2], 16).expect("hexadecimal digits");
    (0..digits.len()).step_by(2).map(digit).collect()
}

/// What the session has sent.
pub(crate) fn describe_frame(frame: &Frame) -> Line {
    let octets = frame.octets();
    let hex: String = octets.iter().map(|octet| format!("{octet:02X}")).collect();
    let decoded = Decoder::strict(Version::V50).decode(octets).expect("the writer is strict");
    describe(decoded.header, &decoded.pdu).with("octets", octets.len()).with("hex", hex)
}

pub(crate) fn describe_header(header: Header) -> Line {
    let line = Line::words(&header.command.to_string()).with("seq", header.sequence);
    match header.status {
        CommandStatus::OK => line,
        status => line.with("status", status),
    }
}

fn describe_received(received: &Received) -> Line {
    let line = describe(received.pdu.header(), &received.pdu.view());
    match received.deviations.count() {
        0 => line,
        count => line.with("deviations", count),
    }
}

fn describe(header: Header, pdu: &Pdu<'_>) -> Line {
    let mut line = describe_header(header);
    let mut set = |name, octets: &[u8]| line.set(name, octets.escape_ascii());
    if let Pdu::BindReceiver(bind) | Pdu::BindTransmitter(bind) | Pdu::BindTransceiver(bind) = pdu {
        set("system_id", bind.system_id);
        set("password", bind.password.0);
        line.set("version", format!("0x{:02X}", bind.interface_version));
    } else if let Pdu::BindReceiverResp(resp)
    | Pdu::BindTransmitterResp(resp)
    | Pdu::BindTransceiverResp(resp) = pdu
    {
        set("system_id", resp.system_id);
    } else if let Pdu::Outbind(outbind) = pdu {
        set("system_id", outbind.system_id);
        set("password", outbind.password.0);
    } else if let Pdu::SubmitSmResp(resp) | Pdu::DataSmResp(resp) | Pdu::DeliverSmResp(resp) = pdu {
        set("id", resp.message_id);
    } else if let Pdu::SubmitSm(sm) | Pdu::DeliverSm(sm) = pdu {
        set("from", sm.source.digits);
        set("to", sm.destination.digits);
        set("text", sm.short_message);
    }
    describe_tlvs(line, pdu.tlvs())
}

fn describe_tlvs(mut line: Line, tlvs: Tlvs<'_>) -> Line {
    line.set("tlvs", tlvs.iter().count());
    if let Some(octet) = tlvs.integer(Tag::SC_INTERFACE_VERSION) {
        line.set("sc_version", format!("0x{octet:02X}"));
    }
    if let Some(reference) = tlvs.integer(Tag::USER_MESSAGE_REFERENCE) {
        line.set("reference", reference);
    }
    line
}

/// What came out for the application.
pub(crate) fn describe_output(output: &Output) -> Line {
    match output {
        Output::Bind(received) => describe_received(received).behind("bind"),
        Output::Outbind(received) => describe_received(received),
        Output::Bound { kind, version } => {
            let words = format!("bound {kind:?} {}", version_name(*version)).to_lowercase();
            Line::words(&words)
        }
        Output::BindRefused(status) => Line::words("bind refused").with("status", status),
        Output::Request(received) => describe_received(received).behind("request"),
        Output::Answered { token, response } => {
            describe_received(response).behind("answered").with("token", token.0)
        }
        Output::Failed { token, why } => describe_failure(*why).with("token", token.0),
        Output::LateAnswer { token, response } => {
            describe_received(response).behind("late").with("token", token.0)
        }
        Output::Unexpected(header) => describe_header(*header).behind("unexpected"),
        Output::Refused { request, status, error } => {
            let line = describe_header(*request).behind("refused").with("status", status);
            match error {
                Some(error) => line.with("field", error.field),
                None => line,
            }
        }
        Output::Closed { reason, unknown } => describe_end(*reason, unknown),
    }
}

fn describe_failure(why: Failure) -> Line {
    match why {
        Failure::NoAnswer => Line::words("failed no answer"),
        Failure::Nacked(status) => Line::words("failed nacked").with("status", status),
        Failure::Unreadable(error) => Line::words("failed unreadable").with("field", error.field),
    }
}

fn describe_end(reason: Reason, unknown: &[(Token, Fate)]) -> Line {
    let mut line = match reason {
        Reason::FramingLost(length) => Line::words("closed FramingLost").with("length", length),
        Reason::Application
        | Reason::Unbound
        | Reason::PeerUnbound
        | Reason::PeerClosed
        | Reason::NoBind
        | Reason::BindUnanswered
        | Reason::TooManyRefusals
        | Reason::PeerSilent
        | Reason::PeerNotReading
        | Reason::Inactive
        | Reason::PeerLostFraming => Line::words(&format!("closed {reason:?}")),
    };
    for (name, fate) in [("written", Fate::Written), ("never_written", Fate::NeverWritten)] {
        let of_fate = unknown.iter().filter(|(_, it)| *it == fate);
        let tokens: Vec<String> = of_fate.map(|(token, _)| token.0.to_string()).collect();
        if !tokens.is_empty() {
            line.set(name, tokens.join(","));
        }
    }
    line
}
