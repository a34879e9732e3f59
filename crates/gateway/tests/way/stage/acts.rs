//! What happens at the doors, line by line.

use super::{Party, Stage, session};
use crate::fixture::{Fixture, digits_of};
use crate::scene::{CURRENCY, account_of, digits, duration};
use gateway::door::{
    Effect, Enquiry, InboundText, Input, Key, Named, OperatorAnswer, Report, Submission, Validity,
};
use message::address::{Address as Sender, Destination, Npi, Source, Ton};
use message::code::{ReportCode, SubmitAnswer};
use message::id::MessageId;
use message::money::{Currency, Money};
use message::object::{LoginId, OperatorId};
use message::state::SmppState;
use message::time::Timestamp;
use records::Octets;
use records::submission::{Content, Group, GroupKind, Mode, Party as Address};
use registry::Snapshot;
use std::sync::Arc;

impl Stage {
    /// Does what a line says, and notes what is told.
    pub(super) fn act(&mut self, line: &[&str]) {
        let told = match line {
            ["..", time] => {
                let millis = i64::try_from(duration(time).as_millis()).expect(time);
                self.it.live(millis)
            }
            ["submit", rest @ ..] => self.submit(rest),
            ["restart"] => {
                self.it.restart();
                Vec::new()
            }
            ["back", time] => {
                let millis = i64::try_from(duration(time).as_millis()).expect(time);
                self.it.now = Timestamp::from_millis(self.it.now.millis() - millis);
                Vec::new()
            }
            _ => {
                let inputs = self.inputs(line);
                let told = self.it.turn(inputs).to_vec();
                let is_ack = |effect: &&Effect| matches!(effect, Effect::Acknowledged { .. });
                let awaited = line.get(1).is_some_and(|verb| ["reports", "brings"].contains(verb));
                let acks = told.iter().filter(is_ack).count();
                assert_eq!(acks, usize::from(awaited), "acknowledged in {line:?}");
                told
            }
        };
        self.note(&told);
    }

    fn inputs(&mut self, line: &[&str]) -> Vec<Input> {
        match line {
            ["idle"] => Vec::new(),
            ["up", rest @ ..] => up(rest),
            ["down", names @ ..] => names.iter().map(|name| Input::Down(session(name).1)).collect(),
            ["change", setting @ ..] => {
                assert!(self.scene.set(setting), "{setting:?}");
                self.scene.draft.version += 1;
                let snapshot = Snapshot::build(&self.scene.draft()).expect("a sound draft");
                self.it.snapshot = Arc::new(snapshot);
                vec![Input::Registry(self.it.snapshot.clone())]
            }
            ["topup", account, amount] => {
                let currency = Currency::parse(CURRENCY).expect("a currency");
                let amount = Money::parse(amount, currency).expect(amount);
                vec![Input::TopUp { account: account_of(account), amount }]
            }
            ["high", "water"] => vec![Input::HighWater(true)],
            ["low", "water"] => vec![Input::HighWater(false)],
            ["query", name, rest @ ..] => vec![Input::Query(self.enquiry(name, rest))],
            ["cancel", name, rest @ ..] => vec![Input::Cancel(self.enquiry(name, rest))],
            [who, verb, what, rest @ ..] => match session(who).0 {
                Party::Operator(operator) => vec![self.operator(operator, (who, verb), what, rest)],
                Party::Account(_) => vec![self.account(who, verb, what, rest)],
            },
            _ => panic!("{line:?}"),
        }
    }

    fn submit(&mut self, rest: &[&str]) -> Vec<Effect> {
        let names: Vec<&str> = rest.iter().take_while(|it| !it.contains('=')).copied().collect();
        let mut tokens = Vec::new();
        let mut inputs = Vec::new();
        for name in &names {
            let mut submission = self.it.submission();
            rest[names.len()..].iter().for_each(|field| self.field(&mut submission, field));
            self.names.by_token.insert(submission.to.token, (*name).to_owned());
            self.names.parts.insert((*name).to_owned(), submission.parts.len());
            tokens.push(submission.to.token);
            inputs.push(Input::Submit(Box::new(submission)));
        }
        let told = self.it.turn(inputs).to_vec();
        for (name, token) in names.iter().zip(&tokens) {
            self.christen(name, *token, &told);
        }
        let is_expected = |effect: &Effect| matches!(effect, Effect::Accepted { to, .. } if tokens.contains(&to.token));
        told.into_iter().filter(|effect| !is_expected(effect)).collect()
    }

    /// From now on the message has this name.
    fn christen(&mut self, name: &str, token: u64, told: &[Effect]) {
        let answer = told.iter().find_map(|effect| match effect {
            Effect::Accepted { to, id } if to.token == token => Some(Some(id.clone())),
            Effect::Refused { to, .. } if to.token == token => Some(None),
            _ => None,
        });
        let id = match answer {
            Some(None) => return,
            Some(Some(id)) => MessageId::parse(&id),
            None => {
                self.transcript.push(format!("-> {name} waits for its outcome"));
                None
            }
        };
        // One with a short id is the next of the new ones.
        let all = self.it.core.durable().messages().map(|(id, _)| id);
        let next = all.filter(|id| !self.names.by_id.contains_key(id)).min();
        let id = id.or(next).expect("it was accepted");
        if let Some(first) = self.names.by_id.get(&id) {
            return self.transcript.push(format!("-> {name} is {first}"));
        }
        self.names.by_id.insert(id, name.to_owned());
    }

    fn field(&self, submission: &mut Submission, field: &str) {
        let (name, value) = field.split_once('=').expect(field);
        match name {
            "by" => {
                submission.account = account_of(value);
                submission.login = Some(LoginId(submission.account.0));
                submission.to.session = session(value).1;
            }
            "to" => submission.destination = destination(value),
            "from" => submission.source = source(value),
            "parts" => {
                submission.parts = vec![submission.parts[0].clone(); digits(value) as usize].into()
            }
            "text" => {
                let octets = Octets::from(value.as_bytes());
                submission.parts = vec![Content { header: None, octets }].into();
            }
            "dc" => submission.data_coding = hex8(value),
            "rd" => submission.registered_delivery = hex8(value),
            "priority" => submission.priority = hex8(value),
            "mode" => {
                submission.mode = match value {
                    "datagram" => Mode::Datagram,
                    "transaction" => Mode::Transaction,
                    _ => panic!("{field}"),
                }
            }
            "schedule" => submission.schedule = Some(self.later(value)),
            "until" => submission.validity = Validity::Until(self.later(value)),
            "for" => submission.validity = Validity::For(duration(value)),
            "ref" => submission.reference = u16::try_from(digits(value)).ok(),
            "key" | "idempotency" => {
                let octets = Octets::from(value.as_bytes());
                submission.key = Some(Key { octets, replay: name == "idempotency" });
            }
            "id" => submission.short_id = value == "short",
            "group" => submission.group = Some(group(value)),
            "tag" => submission.tags = vec![value.into()],
            _ => panic!("{field} of a submission"),
        }
    }

    /// `5m`: so long after now; `-5m`: before.
    fn later(&self, time: &str) -> Timestamp {
        let millis = |text| i64::try_from(duration(text).as_millis()).expect(text);
        let off = time.strip_prefix('-').map_or_else(|| millis(time), |before| -millis(before));
        Timestamp::from_millis(self.it.now.millis() + off)
    }

    fn enquiry(&mut self, name: &str, rest: &[&str]) -> Enquiry {
        let mut to = self.it.reply_to();
        self.names.by_token.insert(to.token, name.to_owned());
        let mut account = account_of("acme");
        for field in rest {
            let by = field.strip_prefix("by=").expect(field);
            (account, to.session) = (account_of(by), session(by).1);
        }
        Enquiry { to, account, message: Named::Id(self.id(name)) }
    }

    /// What an operator does, on this session.
    fn operator(
        &mut self,
        operator: OperatorId,
        (who, verb): (&str, &str),
        what: &str,
        rest: &[&str],
    ) -> Input {
        let late = rest.contains(&"late");
        let rest: Vec<&str> = rest.iter().filter(|word| **word != "late").copied().collect();
        let (answer, id) = match (verb, rest.as_slice()) {
            ("ok", [id]) => (SubmitAnswer::Status(0), Some(Octets::from(id.as_bytes()))),
            ("ok", []) => (SubmitAnswer::NoMessageId, None),
            ("says", [status]) => (SubmitAnswer::Status(hex(status)), None),
            ("nacks", [status]) => (SubmitAnswer::Nack(hex(status)), None),
            ("loses", []) => (SubmitAnswer::Lost { written: true }, None),
            ("unwritten", []) => (SubmitAnswer::Lost { written: false }, None),
            ("reports", rest) => return self.report(operator, what, rest),
            ("brings", rest) => return self.text(operator, what, rest),
            _ => panic!("{who} {verb} {what} {rest:?}"),
        };
        let (name, attempt) = what.split_once('#').unwrap_or((what, ""));
        let (name, part) = name.split_once('.').unwrap_or((name, "1"));
        let message = self.id(name);
        let number: Option<u32> = (!attempt.is_empty()).then(|| digits(attempt));
        let sent = self.sent.iter().rev().find(|sent| {
            let it = sent.attempt;
            (it.message, u32::from(it.part), sent.operator) == (message, digits(part), operator)
                && number.is_none_or(|number| number == it.attempt)
        });
        let sent = sent.unwrap_or_else(|| panic!("{who} did not get {what}"));
        let (session, attempt) = (sent.session, sent.attempt);
        Input::Answered(OperatorAnswer { session, attempt, answer, id, late })
    }

    fn report(&mut self, operator: OperatorId, id: &str, rest: &[&str]) -> Input {
        let [number, rest @ ..] = rest else { panic!("no code") };
        let code = ReportCode::from_number(u16::try_from(digits(number)).expect("three digits"));
        let code = code.expect(number);
        let mut report: Report = self.it.report_of(id, code, code.state(None));
        report.operator = operator;
        for field in rest {
            match field.split_once('=') {
                Some(("to", to)) => {
                    let to = destination(to).address().text.into();
                    report.parties = [Some(to), Some("447700900100".into())];
                }
                Some(("also", id)) => report.ids[1] = Some(Octets::from(id.as_bytes())),
                Some(("ref", reference)) => report.reference = Some(hex16(reference)),
                Some(_) => panic!("{field} of a report"),
                None if *field == "nobody" => report.parties = [None, None],
                None if *field == "open" => report.is_final = false,
                None => report.state = SmppState::from_stat(field.as_bytes()),
            }
        }
        Input::Reported(Box::new(report))
    }

    /// `north brings 777 Hello part=1/2 from=1`.
    fn text(&mut self, operator: OperatorId, number: &str, rest: &[&str]) -> Input {
        let [text, rest @ ..] = rest else { panic!("no text") };
        let mut inbound = inbound(&mut self.it, operator, number, text);
        for field in rest {
            match field.split_once('=').expect(field) {
                ("part", place) => inbound.group = Some(group(&format!("7:{place}"))),
                ("group", value) => inbound.group = Some(group(value)),
                ("from", from) => {
                    inbound.source.text = destination(from).address().text.into();
                }
                _ => panic!("{field} of a text"),
            }
        }
        Input::Inbound(Box::new(inbound))
    }

    /// What an account does with the first that it heard of a message.
    fn account(&mut self, who: &str, verb: &str, what: &str, rest: &[&str]) -> Input {
        let status = match (verb, rest) {
            ("takes", []) => Some(0),
            ("refuses", [status]) => Some(hex(status)),
            ("ignores", []) => None,
            _ => panic!("{who} {verb} {what} {rest:?}"),
        };
        let session = session(who).1;
        let is_it = |it: &gateway::door::Delivery| it.session == session && self.label(it) == what;
        let place = self.delivered.iter().position(is_it);
        let place = place.unwrap_or_else(|| panic!("{who} did not hear of {what}"));
        let notice = self.delivered.remove(place).notice;
        Input::Taken { session, notice, status }
    }
}

fn up(rest: &[&str]) -> Vec<Input> {
    let window = rest.iter().find_map(|word| word.strip_prefix("window=")).map_or(10, digits);
    let names = rest.iter().filter(|word| !word.contains('='));
    names.map(|name| session(name)).map(|(party, id)| party.up(id, window)).collect()
}

/// A text from the first phone.
pub(crate) fn inbound(
    it: &mut Fixture,
    operator: OperatorId,
    number: &str,
    text: &str,
) -> InboundText {
    let party = |ton, text: &str| Address { ton, npi: 1, text: text.into() };
    InboundText {
        to: it.reply_to(),
        operator,
        source: party(1, "447700900001"),
        destination: party(3, number),
        addressed: digits_of(number).destination(None).ok(),
        network: None,
        esm_class: 0,
        protocol_id: 0,
        data_coding: 0,
        content: Content { header: None, octets: Octets::from(text.as_bytes()) },
        beginning: text.into(),
        group: None,
        tlvs: None,
    }
}

/// `1` to `9`: one of the phones of a story; all digits of any other; a short code.
fn destination(text: &str) -> Destination {
    let digits = if text.len() == 1 { format!("44770090000{text}") } else { text.to_owned() };
    digits_of(&digits).destination(None).expect(text)
}

/// A number, a short code or a name; `none`: the account's own.
fn source(text: &str) -> Option<Source> {
    if text == "none" {
        return None;
    }
    let is_name = text.starts_with(|it: char| !it.is_ascii_digit());
    let name = Sender { ton: Ton::ALPHANUMERIC, npi: Npi::UNKNOWN, text };
    let sender = if is_name { name } else { digits_of(text) };
    Some(sender.source(None).expect(text))
}

/// `7:1/3`: the first part of three, with reference 7.
fn group(text: &str) -> Group {
    let (reference, place) = text.split_once(':').expect(text);
    let (sequence, total) = place.split_once('/').expect(text);
    let octet = |text: &str| u8::try_from(digits(text)).expect(text);
    Group {
        kind: GroupKind::Udh8,
        reference: u16::from(octet(reference)),
        total: octet(total),
        sequence: octet(sequence),
    }
}

fn hex(text: &str) -> u32 {
    u32::from_str_radix(text, 16).expect(text)
}

fn hex8(text: &str) -> u8 {
    u8::try_from(hex(text)).expect(text)
}

fn hex16(text: &str) -> u16 {
    u16::try_from(digits(text)).expect(text)
}
