//! A driver in virtual time that writes down what the operator does.

use message::time::Timestamp;
use simulator::chance::{Mix, Span};
use simulator::id::{IdEcho, IdStyle, Naming};
use simulator::receipt::{Fields, ReceiptStyle, Says, Tail};
use simulator::{Action, Brain, Deliver, Party, Profile, Reply, SessionId, Submit};
use smpp::pdu::message::Sm;
use smpp::session::BindKind;
use smpp::{CommandStatus, Pdu, Tlvs, Version};
use std::time::Duration;

/// 2026-11-22 20:39:23.101 UTC.
pub(crate) const BEGINNING: Timestamp = Timestamp::from_millis(1_795_379_963_101);

pub(crate) const PHONE: &str = "447700900001";

/// Everything takes a fixed time, ids are `1000000001` and on, receipts are short: answers come
/// after 10 ms, phones are reached 100 ms later, receipts follow after 50 ms.
pub(crate) fn still() -> Profile {
    let mut profile = Profile::calm();
    let fixed = |millis| Mix::always(Span::millis(millis, millis));
    profile.answers.delay = fixed(10);
    profile.answers.repeat_after = Span::millis(5, 5);
    profile.answers.naming =
        Some(Naming { given: IdStyle::Decimal, text: IdEcho::Same, tlv: IdEcho::Same });
    profile.delivery.delay = fixed(100);
    profile.delivery.retry_every = Duration::from_secs(1);
    profile.receipts.delay = fixed(50);
    profile.receipts.repeat_after = Span::millis(20, 20);
    profile.receipts.style = Some(SHORT);
    profile.receipts.first = Mix::always(None);
    profile.sessions.retry_after = Span::millis(200, 200);
    profile
}

/// `id:1000000001 stat:DELIVRD err:000`
pub(crate) const SHORT: ReceiptStyle = ReceiptStyle {
    says: Says::Text,
    fields: Fields::Few,
    tail: Tail::Missing,
    ..ReceiptStyle::APPENDIX_B
};

pub(crate) struct Stage {
    pub(crate) brain: Brain,
    pub(crate) now: Duration,
    /// What deliveries are answered; `None`: nothing, ever.
    pub(crate) replies: fn(&Deliver) -> Option<Reply>,
    pub(crate) lines: Vec<String>,
    sequence: u32,
}

pub(crate) fn ok(_: &Deliver) -> Option<Reply> {
    Some(Reply::Status(CommandStatus::OK))
}

pub(crate) fn silence(_: &Deliver) -> Option<Reply> {
    None
}

impl Stage {
    /// With session 1 bound as transceiver of 3.4.
    pub(crate) fn new(profile: Profile) -> Stage {
        let mut stage = Stage::unbound(profile);
        stage.bind(1, BindKind::Transceiver, Version::V34);
        stage
    }

    pub(crate) fn unbound(profile: Profile) -> Stage {
        Stage {
            brain: Brain::new(profile, 1, BEGINNING),
            now: Duration::ZERO,
            replies: ok,
            lines: Vec::new(),
            sequence: 0,
        }
    }

    pub(crate) fn bind(&mut self, session: u64, kind: BindKind, version: Version) {
        self.brain.session_bound(self.now, SessionId(session), kind, version);
    }

    /// A submission with the next sequence number.
    pub(crate) fn submit(&mut self, session: u64, pdu: Pdu<'_>) {
        self.sequence += 1;
        let submit = Submit::of(pdu).expect("a submission");
        self.brain.submit(self.now, SessionId(session), self.sequence, submit);
    }

    /// From 777 to the phone, receipt wanted, on session 1.
    pub(crate) fn say(&mut self, text: &str) {
        let (source, destination) = (Party::new("777"), Party::new(PHONE));
        self.submit(1, Pdu::SubmitSm(sm(&source, &destination, text.as_bytes())));
    }

    /// Until this many milliseconds after the beginning.
    pub(crate) fn run(&mut self, until: u64) {
        let until = Duration::from_millis(until);
        while let Some(due) = self.brain.next_due().filter(|due| *due <= until) {
            self.now = self.now.max(due);
            while let Some(action) = self.brain.poll(self.now) {
                self.perform(&action);
            }
        }
        self.now = until;
    }

    fn perform(&mut self, action: &Action) {
        self.lines.push(format!("{:.3} {}", self.now.as_secs_f64(), line(action)));
        if let Action::Deliver(deliver) = action
            && let Some(reply) = (self.replies)(deliver)
        {
            self.brain.answered(self.now, deliver.session, deliver.token, reply);
        }
    }

    #[track_caller]
    pub(crate) fn expect(self, name: &str, expected: &[&str]) {
        assert_eq!(self.lines, expected, "{name}");
    }
}

pub(crate) fn sm<'a>(source: &'a Party, destination: &'a Party, text: &'a [u8]) -> Sm<'a> {
    Sm {
        source: source.view(),
        destination: destination.view(),
        registered_delivery: 1,
        short_message: text,
        ..Sm::default()
    }
}

/// `s1 submit_sm_resp 1 ESME_ROK 1000000001`, `s1 deliver_sm 04 id:...`, `s1 close`.
pub(crate) fn line(action: &Action) -> String {
    match action {
        Action::Close(session) => format!("s{} close", session.0),
        Action::Answer(answer) => {
            let (command, id) = (answer.pdu().command(), answer.message_id());
            let session = answer.session.0;
            let mut line = format!("s{session} {command} {} {}", answer.sequence, answer.status);
            if !id.is_empty() {
                line += &format!(" {id}");
            }
            line + &failures(&answer.pdu())
        }
        Action::Deliver(deliver) => format!("s{} {}", deliver.session.0, delivery(&deliver.pdu())),
    }
}

fn failures(pdu: &Pdu<'_>) -> String {
    let Pdu::SubmitMultiResp(body) = pdu else { return String::new() };
    let failures = body.failures.iter();
    failures
        .map(|one| format!(" {}={}", one.destination.digits.escape_ascii(), one.status))
        .collect()
}

/// Operation, `esm_class`, data_coding if it is not 0, text, TLVs.
pub(crate) fn delivery(pdu: &Pdu<'_>) -> String {
    let (esm_class, data_coding, text) = match pdu {
        Pdu::DeliverSm(sm) => (sm.esm_class, sm.data_coding, sm.short_message),
        Pdu::DataSm(sm) => (sm.esm_class, sm.data_coding, &[][..]),
        other => panic!("no delivery: {other:?}"),
    };
    let coding = if data_coding == 0 { String::new() } else { format!(" dcs={data_coding:02X}") };
    let tlvs = tlvs(pdu.tlvs());
    format!("{} {esm_class:02X}{coding} {}{tlvs}", pdu.command(), text.escape_ascii())
        .trim_end()
        .to_owned()
}

fn tlvs(tlvs: Tlvs<'_>) -> String {
    tlvs.iter().map(|(tag, value)| format!(" {:04X}={}", tag.0, value.escape_ascii())).collect()
}
