//! What the core tells, as lines of a story; and where things stand.

use super::{Stage, session_name};
use crate::scene::{ACCOUNTS, CURRENCY, account_of};
use gateway::door::{Body, Delivery, Effect, Outgoing, Receipt, ReplyTo, Standing, Text};
use gateway::life::standing;
use message::code::ReportCode;
use message::id::MessageId;
use message::money::Currency;
use message::state::MessageState;
use records::submission::Book;

impl Stage {
    /// `None`: it is as expected, and not mentioned.
    pub(super) fn told(&mut self, effect: &Effect) -> Option<String> {
        Some(match effect {
            Effect::Accepted { to, .. } => format!("accepted {}", self.of(*to)),
            Effect::Refused { to, refusal } => {
                format!("refused {} {}", self.of(*to), refusal.name())
            }
            Effect::Stands { to, standing } => {
                format!("{} {}", self.of(*to), standing.as_ref().map_or("unknown".into(), words))
            }
            Effect::Cancelled { to, done: true } => format!("cancelled {}", self.of(*to)),
            Effect::Cancelled { to, done: false } => format!("not cancelled {}", self.of(*to)),
            Effect::Send(outgoing) => self.gets(outgoing),
            Effect::Deliver(delivery) => self.hears(delivery),
            Effect::Acknowledged { .. } => return None,
            Effect::Close(session) => format!("closes {}", session_name(*session)),
        })
    }

    fn of(&self, to: ReplyTo) -> &str {
        self.names.by_token.get(&to.token).map_or("nobody", String::as_str)
    }

    fn name(&self, id: MessageId) -> &str {
        self.names.by_id.get(&id).map_or("nothing", String::as_str)
    }

    fn gets(&mut self, outgoing: &Outgoing) -> String {
        self.sent.push(outgoing.clone());
        let name = self.name(outgoing.attempt.message);
        let mut line = format!("{} gets {name}", session_name(outgoing.session));
        if self.names.parts.get(name).is_some_and(|parts| *parts > 1) {
            line += &format!(".{}", outgoing.attempt.part);
        }
        if outgoing.attempt.attempt > 1 {
            line += &format!(" #{}", outgoing.attempt.attempt);
        }
        line + if outgoing.doubtful { " again?" } else { "" }
    }

    fn hears(&mut self, delivery: &Delivery) -> String {
        self.delivered.push(delivery.clone());
        let (session, label) = (session_name(delivery.session), self.label(delivery));
        match &delivery.body {
            Body::Receipt(receipt) => format!("{session} hears {label} {}", said(receipt)),
            Body::Text(_) => format!("{session} reads {label}"),
        }
    }

    /// How a delivery is called: a receipt by its message, a text by itself.
    pub(crate) fn label(&self, delivery: &Delivery) -> String {
        match &delivery.body {
            Body::Receipt(_) => {
                let notice = self.it.core.durable().notice(delivery.notice);
                self.name(notice.expect("it is not answered").message).to_owned()
            }
            Body::Text(Text { parts, .. }) => {
                let parts = parts.iter().map(|part| String::from_utf8_lossy(&part.octets));
                parts.collect::<Vec<_>>().join("+")
            }
        }
    }

    /// A line that asks where things stand, with the true answer.
    pub(crate) fn stands(&self, asked: &[&str]) -> String {
        let durable = self.it.core.durable();
        match asked {
            ["?", "books", account, ..] => format!("? books {account} {}", self.books(account)),
            ["?", "open", account, ..] => {
                format!("? open {account} {}", durable.usage().of(account_of(account)))
            }
            ["?", "waiting", ..] => format!("? waiting {}", self.it.core.waiting()),
            ["?", "flying", ..] => format!("? flying {}", self.it.core.in_flight()),
            ["?", "parked", ..] => {
                let orphans = durable.parked().filter(|(parked, _)| parked.orphan).count();
                format!("? parked {} {orphans}", durable.parked().count() - orphans)
            }
            ["?", name, ..] => match durable.message(self.id(name)) {
                None => format!("? {name} gone"),
                Some(message) => {
                    let parts = message.parts.iter().map(|tracked| &tracked.part);
                    let scheduled = message.schedule.is_some_and(|at| self.it.now < at);
                    let it = standing(parts, scheduled);
                    format!("? {name} {}", state(it.state, it.code))
                }
            },
            _ => panic!("{asked:?}"),
        }
    }

    /// What an account has, what is set aside, and what is spent.
    pub(crate) fn books(&self, account: &str) -> String {
        assert!(ACCOUNTS.contains(&account), "{account}");
        let currency = Currency::parse(CURRENCY).expect("a currency");
        let ledger = self.it.core.durable().ledger();
        let held = |book| ledger.balance(account_of(account), currency, book);
        let [have, aside, spent] = [Book::Available, Book::Reserved, Book::Charged]
            .map(|book| format!("{}", held(book) as f64 / 1e6));
        format!("{have} {aside} {spent}")
    }
}

fn said(receipt: &Receipt) -> String {
    let mut said = format!("{} {}", receipt.code.number(), receipt.state.stat());
    if receipt.sub > 1 {
        said += &format!(" {}/{}", receipt.dlvrd, receipt.sub);
    }
    said + if receipt.intermediate { " so far" } else { "" }
}

fn words(standing: &Standing) -> String {
    state(standing.state, standing.code)
}

fn state(state: MessageState, code: Option<ReportCode>) -> String {
    let code = code.map_or(String::new(), |code| format!(" {}", code.number()));
    format!("{}{code}", state.name())
}
