//! An operator of the registry, a part for it, and two sessions with a wire between them.

#![allow(dead_code, reason = "each test uses its share of it")]

use bytes::BytesMut;
use gateway::door::{Outgoing, SessionId};
use gateway::receipt::AttemptRef;
use message::id::MessageId;
use message::object::OperatorId;
use operators::Session;
use records::Octets;
use records::submission::{Content, Party};
use registry::Snapshot;
use registry::draft::{Draft, OperatorDraft};
use registry::name::Secret;
use registry::operator::Operator;
use smpp::Version;
use smpp::session::{BindKind, Output as WireOutput, Role, Session as Wire, Settings};
use std::sync::Arc;
use std::time::Duration;

pub(crate) const OPERATOR: OperatorId = OperatorId(7);
pub(crate) const SESSION: SessionId = SessionId(3);
const FIRST_ID: u64 = 1_000_000_000_000_000_000;

/// An operator as the registry makes it.
pub(crate) fn operator(change: impl FnOnce(&mut OperatorDraft)) -> Arc<Operator> {
    let mut draft = OperatorDraft {
        system_id: "whimbrel".to_owned(),
        password: Some(Secret::new("secret")),
        ..OperatorDraft::new(OPERATOR, "Acme", "smpp://127.0.0.1:2775")
    };
    change(&mut draft);
    let draft = Draft { operators: vec![draft], ..Draft::default() };
    let snapshot = Snapshot::build(&draft).expect("a sound draft");
    Arc::new(snapshot.operator(OPERATOR).expect("it is there").clone())
}

/// Attempt 1 on part 1 of a message.
pub(crate) fn attempt(number: u64) -> AttemptRef {
    let message = MessageId::from_number(FIRST_ID + number).expect("in the range");
    AttemptRef { message, part: 1, attempt: 1 }
}

/// Which message it was.
pub(crate) fn number(attempt: AttemptRef) -> u64 {
    attempt.message.get() - FIRST_ID
}

/// A part with a text, and nothing that is not needed.
pub(crate) fn outgoing(number: u64, octets: &[u8]) -> Outgoing {
    Outgoing {
        session: SESSION,
        operator: OPERATOR,
        attempt: attempt(number),
        doubtful: false,
        source: Party { ton: 5, npi: 0, text: "Acme".into() },
        destination: Party { ton: 1, npi: 1, text: "491701234567".into() },
        esm_class: 0,
        protocol_id: 0,
        priority: 0,
        registered_delivery: 1,
        expires: None,
        data_coding: 0,
        content: Content { header: None, octets: Octets::from(octets) },
        group: None,
        reference: None,
        tlvs: None,
    }
}

/// Our session, the operator's, and what is on its way to each.
pub(crate) struct Pair {
    pub(crate) ours: Session,
    pub(crate) centre: Wire,
    pub(crate) to_centre: BytesMut,
    pub(crate) to_us: BytesMut,
}

impl Pair {
    /// Connected; our bind is on its way.
    pub(crate) fn new(
        operator: &Arc<Operator>,
        kind: BindKind,
        version: Version,
        now: Duration,
    ) -> Pair {
        let settings = Settings { version, ..Settings::default() };
        Pair {
            ours: Session::new(SESSION, operator.clone(), kind, now),
            centre: Wire::new(Role::MessageCentre, settings, now),
            to_centre: BytesMut::new(),
            to_us: BytesMut::new(),
        }
    }

    /// Bound; nothing is on its way, and all has been told.
    pub(crate) fn bound(operator: &Arc<Operator>, version: Version) -> Pair {
        let now = Duration::ZERO;
        let mut pair = Pair::new(operator, BindKind::Transceiver, version, now);
        pair.carry(now);
        let Some(WireOutput::Bind(_)) = pair.centre.poll_output() else { panic!("a bind") };
        let settings = Settings { version, ..Settings::default() };
        pair.centre.accept_bind(settings, now).expect("a bind waits");
        pair.carry(now);
        while pair.ours.poll().is_some() {}
        while pair.centre.poll_output().is_some() {}
        pair
    }

    /// Everything that either has to say reaches the other.
    pub(crate) fn carry(&mut self, now: Duration) {
        self.to_centre.extend_from_slice(self.ours.pending());
        self.ours.handle_written(self.ours.pending().len(), now);
        self.centre.handle_bytes(&mut self.to_centre, now);
        self.to_us.extend_from_slice(self.centre.pending());
        self.centre.handle_written(self.centre.pending().len());
        self.ours.handle_bytes(&mut self.to_us, now);
    }
}
