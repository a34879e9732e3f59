//! What happened, as lines.

use crate::line::{Line, shown};
use customers::{Output, Why};
use gateway::door::{Enquiry, Input, Named, Submission, Validity};
use message::time::Timestamp;
use records::submission::{Group, GroupKind, Mode};
use smpp::pdu::message::Sm;
use smpp::session::{BindKind, Output as Esme};
use smpp::{CommandStatus, OwnedPdu, Pdu, Tlvs, Version};

pub(crate) fn sequence(token: u64) -> u64 {
    token & 0xFFFF_FFFF
}

/// An output of the door.
pub(crate) fn output(output: &Output, now: Timestamp) -> Line {
    match output {
        Output::CheckPassword { system_id, account, verifier, password } => {
            Line::words("!! check_password")
                .with("system_id", system_id)
                .with("password", password.expose())
                .with_some("account", account.map(|account| account.0))
                .with_some("verifier", verifier.as_ref().map(|it| it.expose().to_owned()))
        }
        Output::Bound { account, login, kind, version } => Line::words("!! bound")
            .with("account", account.0)
            .with("login", login.0)
            .with("kind", kind_name(*kind))
            .with("version", version_name(*version)),
        Output::Input(input) => self::input(input, now),
        Output::Refused { command, sequence, status, why } => {
            Line::words(&format!("!! refused {command} {sequence}"))
                .with("status", status)
                .with("why", why_name(*why))
        }
        Output::Closed(reason) => Line::words(&format!("!! closed {reason:?}")),
    }
}

fn why_name(why: Why) -> String {
    match why {
        Why::Refusal(refusal) => refusal.name().to_owned(),
        Why::Packet(error) => format!("packet:{}", error.field),
        Why::Operation => "operation".to_owned(),
    }
}

fn input(input: &Input, now: Timestamp) -> Line {
    match input {
        Input::Submit(submission) => self::submission(submission, now),
        Input::Query(enquiry) => self::enquiry("query", enquiry),
        Input::Cancel(enquiry) => self::enquiry("cancel", enquiry),
        Input::ReceiverUp { session, account, window } => {
            Line::words(&format!("core: up {}", session.0))
                .with("account", account.0)
                .with("window", window)
        }
        Input::Down(session) => Line::words(&format!("core: down {}", session.0)),
        Input::Taken { session, notice, status } => {
            let notice = notice.get() % 1_000_000;
            let status = status.map_or("none".to_owned(), |it| CommandStatus(it).to_string());
            let line = Line::words(&format!("core: taken {notice}")).with("session", session.0);
            if status == "ESME_ROK" { line } else { line.with("status", status) }
        }
        Input::TopUp { .. }
        | Input::OperatorUp { .. }
        | Input::Answered(_)
        | Input::Reported(_)
        | Input::Inbound(_)
        | Input::Registry(_)
        | Input::HighWater(_) => panic!("no door for customers says {input:?}"),
    }
}

fn enquiry(name: &str, enquiry: &Enquiry) -> Line {
    let id = match enquiry.message {
        Named::Id(id) => format!("id:{id}"),
        Named::Short(id) => format!("short:{id}"),
    };
    Line::words(&format!("core: {name} {}", sequence(enquiry.to.token)))
        .with("account", enquiry.account.0)
        .with("message", id)
}

fn submission(submission: &Submission, now: Timestamp) -> Line {
    let Submission { to, account, login, source, destination, parts, .. } = submission;
    let address =
        |address: message::address::Address<'_>| format!("{}/{}", address.ton.0, address.text);
    let mut line = Line::words(&format!("core: submit {}", sequence(to.token)))
        .with("account", account.0)
        .with_some("login", login.map(|login| login.0))
        .with("from", source.map_or("default".to_owned(), |source| address(source.address())))
        .with("to", address(destination.address()))
        .with("rd", format!("0x{:02X}", submission.registered_delivery))
        .with("priority", submission.priority)
        .with("pid", submission.protocol_id)
        .with("esm", format!("0x{:02X}", submission.esm_class))
        .with("dc", format!("0x{:02X}", submission.data_coding))
        .with("parts", parts.len())
        .with("short_id", submission.short_id)
        .with("beginning", submission.beginning.as_deref().unwrap_or("none"))
        .with_some("schedule", submission.schedule.map(|at| seconds(at, now)))
        .with_some("ref", submission.reference)
        .with_some("group", submission.group.as_ref().map(group))
        .with_some("key", submission.key.as_ref().map(|key| shown(&key.octets)))
        .with_some("tlvs", submission.tlvs.as_ref().map(|tlvs| shown(tlvs)));
    line = match submission.validity {
        Validity::Default => line,
        Validity::For(time) => line.with("validity", format!("for:{}s", time.as_secs())),
        Validity::Until(at) => line.with("validity", format!("until:{}", seconds(at, now))),
    };
    line = match submission.mode {
        Mode::Store => line,
        Mode::Datagram => line.with("mode", "datagram"),
        Mode::Transaction => line.with("mode", "transaction"),
    };
    for (number, part) in (1..).zip(parts) {
        let header = part.header.as_ref().map(|header| shown(header));
        line = line.with_some(&format!("h{number}"), header);
        line.set(&format!("p{number}"), shown(&part.octets));
    }
    assert_eq!((submission.multi, submission.class.as_ref()), (None, None));
    assert!(submission.tags.is_empty() && submission.key.as_ref().is_none_or(|key| !key.replay));
    line
}

/// From now on.
fn seconds(at: Timestamp, now: Timestamp) -> String {
    format!("+{}s", (at.millis() - now.millis()) / 1000)
}

fn group(group: &Group) -> String {
    let kind = match group.kind {
        GroupKind::Udh8 => "udh8",
        GroupKind::Udh16 => "udh16",
        GroupKind::Sar => "sar",
    };
    format!("{kind}:{}:{}/{}", group.reference, group.sequence, group.total)
}

pub(crate) fn kind_name(kind: BindKind) -> &'static str {
    match kind {
        BindKind::Transmitter => "tx",
        BindKind::Receiver => "rx",
        BindKind::Transceiver => "trx",
    }
}

fn version_name(version: Version) -> &'static str {
    match version {
        Version::V33 => "3.3",
        Version::V34 => "3.4",
        Version::V50 => "5.0",
    }
}

// --- what the peer sees

pub(crate) fn seen(output: &Esme) -> Line {
    match output {
        Esme::Bound { kind, version } => Line::words("<- bound")
            .with("kind", kind_name(*kind))
            .with("version", version_name(*version)),
        Esme::BindRefused(status) => Line::words("<- bind_refused").with("status", status),
        Esme::Answered { response, .. } | Esme::Request(response) => {
            let line = pdu(&response.pdu);
            match response.deviations.count() {
                0 => line,
                count => line.with("deviations", count),
            }
        }
        Esme::Failed { token, why } => Line::words(&format!("<- failed {}", token.0))
            .with("status", format!("{why:?}").replace(' ', "")),
        Esme::Unexpected(header) => {
            let line = Line::words(&format!("<- {} {}", header.command, header.sequence));
            with_status(line, header.status)
        }
        Esme::Closed { reason, unknown } => {
            Line::words(&format!("<- closed {reason:?}")).with("unanswered", unknown.len())
        }
        Esme::Bind(_) | Esme::Outbind(_) | Esme::LateAnswer { .. } | Esme::Refused { .. } => {
            panic!("{output:?}")
        }
    }
}

fn with_status(line: Line, status: CommandStatus) -> Line {
    if status == CommandStatus::OK { line } else { line.with("status", status) }
}

fn pdu(owned: &OwnedPdu) -> Line {
    let header = owned.header();
    let view = owned.view();
    let mut line = Line::words(&format!("<- {} {}", header.command, header.sequence));
    line = with_status(line, header.status);
    if let Pdu::DeliverSm(sm) = view {
        line = deliver(line, &sm);
    } else if let Pdu::SubmitSmResp(body) | Pdu::DataSmResp(body) = view {
        line.set("id", shown(body.message_id));
    } else if let Pdu::QuerySmResp(body) = view {
        line.set("id", shown(body.message_id));
        line.set("final_date", shown(body.final_date));
        line.set("state", body.message_state);
        line.set("error", body.error_code);
    }
    line
}

fn deliver(line: Line, sm: &Sm<'_>) -> Line {
    let address = |it: smpp::Address<'_>| format!("{}/{}/{}", it.ton, it.npi, shown(it.digits));
    line.with("from", address(sm.source))
        .with("to", address(sm.destination))
        .with("esm", format!("0x{:02X}", sm.esm_class))
        .with("pid", sm.protocol_id)
        .with("dc", format!("0x{:02X}", sm.data_coding))
        .with("text", whole(sm.short_message))
        .with_some("tlvs", (!sm.tlvs.is_empty()).then(|| tlvs(sm.tlvs)))
}

/// As [`shown`], but receipts in full.
fn whole(octets: &[u8]) -> String {
    let text = String::from_utf8_lossy(octets).replace('"', "'");
    if octets.starts_with(b"id:") { text } else { shown(octets) }
}

fn tlvs(tlvs: Tlvs<'_>) -> String {
    let one = |(tag, value): (smpp::Tag, &[u8])| format!("{:04X}:{}", tag.0, shown(value));
    tlvs.iter().map(one).collect::<Vec<_>>().join(",")
}
