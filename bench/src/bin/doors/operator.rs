//! A session with an operator.

use crate::meter::Meter;
use crate::{TEXT, TOGETHER};
use bench::wire::{self, command};
use bytes::BytesMut;
use gateway::door::{Effect, Input, Outgoing, ReplyTo, SessionId};
use gateway::receipt::AttemptRef;
use message::id::MessageId;
use message::object::OperatorId;
use message::time::Timestamp;
use operators::{Output, Session};
use records::Octets;
use records::submission::{Content, Party};
use registry::Snapshot;
use registry::draft::{Draft, OperatorDraft};
use registry::name::Secret;
use smpp::session::BindKind;
use std::sync::Arc;
use std::time::Duration;

const OPERATOR: OperatorId = OperatorId(1);
const SESSION: SessionId = SessionId(2);
const NOW: Duration = Duration::from_secs(1);
const ID_FIRST: u64 = 1_179_540_000_000_000_000;

/// What stands behind the id of a receipt (SMPP 3.4 appendix B).
const RECEIPT: &[u8] =
    b" sub:001 dlvrd:001 submit date:2611230600 done date:2611230600 stat:DELIVRD \
                         err:000 text:Your parcel has left";

/// Bound as transceiver.
pub(crate) struct Operator {
    session: Session,
    /// Octets that have arrived.
    arrived: BytesMut,
    /// The number of the latest deliver_sm.
    sequence: u32,
    /// Messages that were sent.
    sent: u64,
    /// The numbers of submit_sm without answer.
    submitted: Vec<u32>,
    /// Reports without answer.
    reported: Vec<ReplyTo>,
}

impl Operator {
    pub(crate) fn bound() -> Operator {
        let mut operator = OperatorDraft::new(OPERATOR, "north", "smpp://192.0.2.1:2775");
        operator.system_id = "whimbrel".to_owned();
        operator.password = Some(Secret::new("secret"));
        operator.window = Some(TOGETHER);
        let draft = Draft { operators: vec![operator], ..Draft::default() };
        let registry = Snapshot::build(&draft).expect("a sound draft");
        let operator = Arc::new(registry.operator(OPERATOR).expect("it is there").clone());
        let mut session = Session::new(SESSION, operator, BindKind::Transceiver, NOW);
        let mut bound = Vec::new();
        let response = command::BIND_TRANSCEIVER | command::RESPONSE;
        wire::each(session.pending(), |bind| {
            wire::put(&mut bound, response, bind.sequence, &[b"north\0"]);
        });
        session.handle_written(session.pending().len(), NOW);
        session.handle_bytes(&mut BytesMut::from(bound.as_slice()), NOW);
        while session.poll().is_some() {}
        Operator {
            session,
            arrived: BytesMut::new(),
            sequence: 0,
            sent: 0,
            submitted: Vec::new(),
            reported: Vec::new(),
        }
    }

    /// The core sends messages.
    #[inline(never)]
    pub(crate) fn send(&mut self, meter: &mut Meter) {
        let first = ID_FIRST + self.sent;
        let effects = (first..first + u64::from(TOGETHER)).map(|number| {
            let message = MessageId::from_number(number).expect("an id");
            Effect::Send(Box::new(outgoing(message)))
        });
        let effects = effects.collect();
        self.tell(meter, "a part becomes submit_sm", effects);
        wire::each(self.session.pending(), |pdu| self.submitted.push(pdu.sequence));
        self.session.handle_written(self.session.pending().len(), NOW);
    }

    /// The operator takes them.
    #[inline(never)]
    pub(crate) fn answer(&mut self, meter: &mut Meter) {
        let mut octets = Vec::new();
        for (sequence, number) in self.submitted.drain(..).zip(self.sent..) {
            let response = command::SUBMIT_SM | command::RESPONSE;
            wire::put(&mut octets, response, sequence, &[&wire::id(number), b"\0"]);
        }
        let inputs = self.hear(meter, "submit_sm_resp becomes an answer", &octets);
        let is_answer = |input: &Input| matches!(input, Input::Answered(_));
        assert!(inputs.len() == TOGETHER as usize && inputs.iter().all(is_answer), "all answered");
    }

    /// The operator reports them delivered.
    #[inline(never)]
    pub(crate) fn report(&mut self, meter: &mut Meter) {
        let mut octets = Vec::new();
        for number in self.sent..self.sent + u64::from(TOGETHER) {
            self.sequence += 1;
            let addresses: &[u8] = b"\0\x01\x01447700000002\0\x05\0Whimbrel\0";
            let length = 3 + wire::ID + RECEIPT.len();
            let flags = [4, 0, 0, 0, 0, 0, 0, 0, 0, u8::try_from(length).expect("it is short")];
            let body = [addresses, &flags, b"id:", &wire::id(number), RECEIPT];
            wire::put(&mut octets, command::DELIVER_SM, self.sequence, &body);
        }
        self.sent += u64::from(TOGETHER);
        let inputs = self.hear(meter, "deliver_sm becomes a report", &octets);
        self.reported.extend(inputs.iter().map(|input| {
            let Input::Reported(report) = input else { panic!("{input:?}") };
            assert!(report.is_final, "{report:?}");
            report.to
        }));
    }

    /// The core has kept the reports.
    #[inline(never)]
    pub(crate) fn acknowledge(&mut self, meter: &mut Meter) {
        let effects = self.reported.drain(..).map(|to| Effect::Acknowledged { to });
        let effects = effects.collect();
        self.tell(meter, "acknowledged becomes deliver_sm_resp", effects);
        self.session.handle_written(self.session.pending().len(), NOW);
    }

    fn hear(&mut self, meter: &mut Meter, step: &'static str, octets: &[u8]) -> Vec<Input> {
        let Operator { session, arrived, .. } = self;
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

fn outgoing(message: MessageId) -> Outgoing {
    let party = |ton, npi, text: &str| Party { ton, npi, text: text.into() };
    Outgoing {
        session: SESSION,
        operator: OPERATOR,
        attempt: AttemptRef { message, part: 1, attempt: 1 },
        doubtful: false,
        source: party(5, 0, "Whimbrel"),
        destination: party(1, 1, "447700000002"),
        esm_class: 0,
        protocol_id: 0,
        priority: 0,
        registered_delivery: 1,
        expires: Some(Timestamp::from_millis(1_795_500_000_000)),
        data_coding: 0,
        content: Content { header: None, octets: Octets::from(TEXT.as_slice()) },
        group: None,
        reference: None,
        tlvs: None,
    }
}
