//! Accounts and operators that answer at once.

use bench::clock;
use gateway::core::{Limits, Settings};
use gateway::door::{
    Effect, Input, OperatorAnswer, Outgoing, ReplyTo, Report, SessionId, Submission, Validity,
};
use message::address::{Address, Npi, Ton};
use message::code::{ReportCode, SubmitAnswer};
use message::id::Shard;
use message::object::{AccountId, LoginId, OperatorId};
use message::state::SmppState;
use records::Octets;
use records::attempt::RawReceipt;
use records::submission::{Content, Door, Mode};
use registry::Snapshot;
use registry::draft::{AccountDraft, Draft, LoginDraft, OperatorDraft};
use registry::name::Secret;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

const OPERATOR: OperatorId = OperatorId(1);
const LINK: SessionId = SessionId(1);
const RECEIVER: SessionId = SessionId(2);
const ACCOUNTS: u32 = 100;
const TEXT: &[u8; 160] = b"Your parcel has left our depot in Leeds and will be with you between \
two and four in the afternoon. Reply LATER for another day, or STOP for no more of these...";

/// Everything that is outside.
pub(crate) struct Doors {
    /// Messages under way at a time.
    load: usize,
    /// Of a hundred messages so many are never reported on.
    silent: u64,
    submitted: u64,
    under_way: usize,
    inputs: VecDeque<Input>,
    asked: VecDeque<Instant>,
    pub(crate) done: u64,
    pub(crate) answers: Vec<Duration>,
    operators_ids: u64,
}

impl Doors {
    pub(crate) fn new(load: usize, silent: u64) -> Doors {
        let mut inputs = VecDeque::new();
        inputs.push_back(Input::OperatorUp { session: LINK, operator: OPERATOR, window: 20_000 });
        let account = AccountId(1);
        inputs.push_back(Input::ReceiverUp { session: RECEIVER, account, window: 20_000 });
        Doors {
            load,
            silent,
            submitted: 0,
            under_way: 0,
            inputs,
            asked: VecDeque::new(),
            done: 0,
            answers: Vec::new(),
            operators_ids: 0,
        }
    }

    /// The next input, with as many submissions as there may be under way.
    pub(crate) fn next(&mut self) -> Option<Input> {
        if let Some(input) = self.inputs.pop_front() {
            return Some(input);
        }
        if self.under_way >= self.load {
            return None;
        }
        self.under_way += 1;
        self.submitted += 1;
        self.asked.push_back(clock::now());
        Some(Input::Submit(Box::new(submission(self.submitted))))
    }

    /// Does what it is told.
    pub(crate) fn tell(&mut self, effect: Effect) {
        match effect {
            Effect::Accepted { .. } => {
                if let Some(asked) = self.asked.pop_front() {
                    self.answers.push(asked.elapsed());
                }
            }
            Effect::Send(outgoing) => self.take(&outgoing),
            Effect::Deliver(delivery) => {
                let (session, notice) = (delivery.session, delivery.notice);
                self.inputs.push_back(Input::Taken { session, notice, status: Some(0) });
                self.under_way -= 1;
                self.done += 1;
            }
            Effect::Refused { refusal, .. } => panic!("{}", refusal.row().sentence),
            Effect::Acknowledged { .. }
            | Effect::Stands { .. }
            | Effect::Cancelled { .. }
            | Effect::Close(_) => {}
        }
    }

    fn take(&mut self, outgoing: &Outgoing) {
        self.operators_ids += 1;
        let id = format!("{:010X}", self.operators_ids);
        let id = Octets::from(id.into_bytes());
        self.inputs.push_back(Input::Answered(OperatorAnswer {
            session: outgoing.session,
            attempt: outgoing.attempt,
            answer: SubmitAnswer::Status(0),
            id: Some(id.clone()),
            late: false,
        }));
        if self.operators_ids % 100 < self.silent {
            self.under_way -= 1;
            self.done += 1;
            return;
        }
        self.inputs.push_back(Input::Reported(Box::new(report(outgoing, id))));
    }
}

fn submission(number: u64) -> Submission {
    let digits = format!("4477{:08}", number % 100_000_000);
    let address = |text| Address { ton: Ton::INTERNATIONAL, npi: Npi::ISDN, text };
    Submission {
        to: ReplyTo { session: RECEIVER, token: number },
        account: AccountId(1),
        login: Some(LoginId(1)),
        door: Door::Smpp,
        short_id: false,
        source: Some(address("447700900100").source(None).expect("a number")),
        destination: address(&digits).destination(None).expect("a number"),
        class: None,
        schedule: None,
        validity: Validity::Default,
        registered_delivery: 1,
        priority: 0,
        protocol_id: 0,
        esm_class: 0,
        data_coding: 0,
        mode: Mode::Store,
        parts: vec![Content { header: None, octets: Octets::from(TEXT.as_slice()) }].into(),
        beginning: Some("Your parcel has left our d".into()),
        reference: None,
        key: None,
        tlvs: None,
        group: None,
        multi: None,
        tags: Vec::new(),
    }
}

fn report(outgoing: &Outgoing, id: Octets) -> Report {
    let text = format!(
        "id:{} sub:001 dlvrd:001 submit date:2611231200 done date:2611231200 stat:DELIVRD err:000 \
text:Your parcel has left",
        String::from_utf8_lossy(&id)
    );
    Report {
        to: ReplyTo { session: LINK, token: 0 },
        operator: OPERATOR,
        ids: [Some(id), None],
        parties: [Some(outgoing.destination.text.clone()), Some(outgoing.source.text.clone())],
        reference: None,
        state: Some(SmppState::Delivered),
        code: ReportCode::Delivered,
        is_final: true,
        raw: RawReceipt {
            esm_class: 4,
            data_coding: 0,
            text: Octets::from(text.into_bytes()),
            tlvs: None,
            source: Some(outgoing.destination.text.clone()),
            destination: Some(outgoing.source.text.clone()),
        },
    }
}

/// A hundred accounts, one operator, no rule: everything goes there.
pub(crate) fn snapshot() -> Arc<Snapshot> {
    let account = |number: u32| {
        let mut account = AccountDraft::new(AccountId(number), &format!("account{number}"));
        let login = LoginDraft::new(LoginId(number), &format!("login{number}"), Secret::new("x"));
        account.logins.push(login);
        account.senders = Some(vec!["*".to_owned()]);
        account.limits.tps = Some(1_000_000);
        account.limits.queue = Some(100_000_000);
        account
    };
    let mut operator = OperatorDraft::new(OPERATOR, "north", "smpp://192.0.2.1:2775");
    operator.system_id = "whimbrel".to_owned();
    operator.password = Some(Secret::new("secret"));
    let draft = Draft {
        version: 1,
        accounts: (1..=ACCOUNTS).map(account).collect(),
        operators: vec![operator],
        ..Draft::default()
    };
    Arc::new(Snapshot::build(&draft).expect("a sound draft"))
}

pub(crate) fn limits() -> Limits {
    Limits::default()
}

pub(crate) fn settings(limits: Limits) -> Settings {
    Settings { shard: Shard::FIRST, limits, seed: 1 }
}
