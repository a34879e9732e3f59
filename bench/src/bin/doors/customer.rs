//! A customer's session.

use crate::meter::Meter;
use crate::{TEXT, TOGETHER};
use bench::wire::{self, command};
use bytes::BytesMut;
use customers::{Clock, Output, Peer, Session, Settings};
use gateway::door::{Body, Delivery, Effect, Input, Receipt, ReplyTo, SessionId};
use message::code::ReportCode;
use message::id::MessageId;
use message::object::{AccountId, LoginId};
use message::receipt::Style;
use message::state::SmppState;
use message::time::Timestamp;
use records::submission::Party;
use registry::Snapshot;
use registry::draft::{AccountDraft, Draft, LoginDraft};
use registry::name::Secret;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

const LOGIN: &str = "acme";
const ACCOUNT: AccountId = AccountId(1);
const SESSION: SessionId = SessionId(1);
const NOW: Clock = Clock { mono: Duration::from_secs(1), wall: Timestamp::from_millis(WALL) };
const WALL: i64 = 1_795_400_000_000;
const ID_FIRST: u64 = 1_179_540_000_000_000_000;

/// Bound as transceiver.
pub(crate) struct Customer {
    session: Session,
    /// Octets that have arrived.
    arrived: BytesMut,
    sequence: u32,
    id: u64,
    /// Submissions without answer.
    asked: Vec<ReplyTo>,
    /// The numbers of deliver_sm without answer.
    delivered: Vec<u32>,
}

impl Customer {
    pub(crate) fn bound() -> Customer {
        let mut account = AccountDraft::new(ACCOUNT, LOGIN);
        account.logins.push(LoginDraft::new(LoginId(1), LOGIN, Secret::new("...")));
        account.limits.window = Some(TOGETHER + 1);
        let draft = Draft { accounts: vec![account], ..Draft::default() };
        let registry = Arc::new(Snapshot::build(&draft).expect("a sound draft"));
        let peer = Peer { address: IpAddr::V4(Ipv4Addr::LOCALHOST), tls: false };
        let mut session = Session::new(SESSION, peer, Settings::default(), registry, NOW);
        let mut bind = Vec::new();
        let body: [&[u8]; 2] = [b"acme\0secret\0", b"\0\x34\0\0\0"];
        wire::put(&mut bind, command::BIND_TRANSCEIVER, 1, &body);
        session.handle_bytes(&mut BytesMut::from(bind.as_slice()), NOW);
        assert!(matches!(session.poll(), Some(Output::CheckPassword { .. })), "a bind");
        session.password_checked(true, 0, NOW);
        while session.poll().is_some() {}
        session.handle_written(session.pending().len(), NOW);
        Customer {
            session,
            arrived: BytesMut::new(),
            sequence: 1,
            id: ID_FIRST,
            asked: Vec::new(),
            delivered: Vec::new(),
        }
    }

    /// submit_sm arrive and become submissions.
    #[inline(never)]
    pub(crate) fn submit(&mut self, meter: &mut Meter) {
        let mut octets = Vec::new();
        for _ in 0..TOGETHER {
            self.sequence += 1;
            let digits = format!("4477{:08}", self.sequence);
            let from: &[u8] = b"\0\x05\0Whimbrel\0\x01\x01";
            let fields = b"\0\0\0\0\0\0\x01\0\0\0\xA0";
            let body = [from, digits.as_bytes(), fields, TEXT];
            wire::put(&mut octets, command::SUBMIT_SM, self.sequence, &body);
        }
        let inputs = self.hear(meter, "submit_sm becomes a submission", &octets);
        self.asked.extend(inputs.iter().map(|input| {
            let Input::Submit(submission) = input else { panic!("{input:?}") };
            submission.to
        }));
    }

    /// The core accepts them.
    #[inline(never)]
    pub(crate) fn accept(&mut self, meter: &mut Meter) {
        let id = |number: u64| MessageId::from_number(number).expect("an id").digits();
        let first = self.id;
        let effects = self
            .asked
            .drain(..)
            .zip(first..)
            .map(|(to, number)| Effect::Accepted { to, id: id(number).as_str().into() });
        let effects = effects.collect();
        self.tell(meter, "accepted becomes submit_sm_resp", effects);
        self.session.handle_written(self.session.pending().len(), NOW);
    }

    /// The core has receipts for them.
    #[inline(never)]
    pub(crate) fn deliver(&mut self, meter: &mut Meter) {
        let first = self.id;
        self.id += u64::from(TOGETHER);
        let effects = (first..self.id).map(|number| Effect::Deliver(Box::new(receipt(number))));
        let effects = effects.collect();
        self.tell(meter, "a receipt becomes deliver_sm", effects);
        wire::each(self.session.pending(), |pdu| self.delivered.push(pdu.sequence));
        self.session.handle_written(self.session.pending().len(), NOW);
    }

    /// The customer has them.
    #[inline(never)]
    pub(crate) fn take(&mut self, meter: &mut Meter) {
        let mut octets = Vec::new();
        for sequence in self.delivered.drain(..) {
            let response = command::DELIVER_SM | command::RESPONSE;
            wire::put(&mut octets, response, sequence, &[b"\0"]);
        }
        let inputs = self.hear(meter, "deliver_sm_resp becomes taken", &octets);
        let is_taken = |input: &Input| matches!(input, Input::Taken { status: Some(0), .. });
        assert!(inputs.len() == TOGETHER as usize && inputs.iter().all(is_taken), "all are taken");
    }

    fn hear(&mut self, meter: &mut Meter, step: &'static str, octets: &[u8]) -> Vec<Input> {
        let Customer { session, arrived, .. } = self;
        let mut inputs = Vec::with_capacity(TOGETHER as usize);
        meter.run(step, || {
            arrived.extend_from_slice(octets);
            while session.handle_bytes(arrived, NOW) > 0 {
                while let Some(output) = session.poll() {
                    let Output::Input(input) = output else { panic!("{output:?}") };
                    inputs.push(input);
                }
            }
        });
        inputs
    }

    fn tell(&mut self, meter: &mut Meter, step: &'static str, effects: Vec<Effect>) {
        let session = &mut self.session;
        meter.run(step, || {
            effects.into_iter().for_each(|effect| session.handle_effect(effect, NOW));
        });
    }
}

fn receipt(number: u64) -> Delivery {
    let party = |ton, npi, text: &str| Party { ton, npi, text: text.into() };
    let notice = MessageId::from_number(number).expect("an id");
    Delivery {
        session: SESSION,
        notice,
        account: ACCOUNT,
        source: party(1, 1, "447700000002"),
        destination: party(5, 0, "Whimbrel"),
        body: Body::Receipt(Receipt {
            id: notice.digits().as_str().into(),
            sub: 1,
            dlvrd: 1,
            submitted: NOW.wall,
            done: Timestamp::from_millis(WALL + 2_000),
            code: ReportCode::Delivered,
            state: SmppState::Delivered,
            intermediate: false,
            beginning: Some("Your parcel has left our d".into()),
            reference: None,
            style: Style::default(),
        }),
    }
}
