//! Way 5: a part goes to an operator, and its answer is taken.

mod choose;
mod answer;

pub(crate) use answer::judge;
pub(crate) use choose::{Shares, choose};

use crate::desk::Desk;
use crate::door::{Effect, Outgoing, SessionId};
use crate::durable::Message;
use crate::life::{AttemptState, Follows, Part, PartState};
use crate::receipt::AttemptRef;
use message::id::MessageId;
use message::object::OperatorId;
use records::attempt::{Cause, Sent, Settled};
use records::submission::{GroupKind, Mode};
use smallvec::SmallVec;

/// esm_class without its mode, which was between the account and us (SMPP 3.4 s5.2.12).
const WITHOUT_MODE: u8 = 0b1111_1100;
/// A final receipt is asked for (SMPP 3.4 s5.2.17).
const RECEIPT: u8 = 1;

impl Desk<'_> {
    // [way 5] go to an operator
    /// Hands a part to a session of an operator; `false` if it does not wait any more, or not yet.
    pub(crate) fn send(
        &mut self,
        (id, part): (MessageId, u8),
        operator: OperatorId,
        session: SessionId,
    ) -> bool {
        let Some(message) = self.durable.message(id) else { return false };
        let Some(tracked) = message.part(part) else { return false };
        if tracked.part.state() != PartState::Waiting || tracked.times.due > self.now {
            return false;
        }
        let Some(settings) = self.snapshot.operator(operator) else { return false };
        let mut tried = tracked.part.clone();
        if tried.send(operator, self.now).is_err() {
            return false;
        }
        let number = tried.attempts().last().map_or(0, |attempt| attempt.number);
        let attempt = AttemptRef { message: id, part, attempt: number };
        let doubtful = may_have_arrived(&tracked.part);
        let receipt_by = Some(message.expires.plus(settings.receipt_timeout));
        self.record(Sent {
            message: id,
            part,
            attempt: number,
            at: self.now,
            operator,
            doubtful,
            receipt_by,
        });
        let receipts = settings.sends_receipts && message.mode != Mode::Datagram;
        let outgoing = outgoing(message, &tracked.part, (attempt, doubtful), receipts);
        if let Some(outgoing) = outgoing {
            self.tell(Effect::Send(Box::new(Outgoing { session, operator, ..outgoing })));
        }
        true
    }

    /// Its validity has ended while it waited.
    pub(crate) fn expire(&mut self, id: MessageId, part: u8) {
        self.settle(id, part, Cause::Expired, |part| part.expire().ok());
    }

    /// No receipt has come in time.
    pub(crate) fn time_out(&mut self, id: MessageId, part: u8) {
        self.settle(id, part, Cause::ReceiptTimeout, |part| part.time_out().ok());
    }

    /// Something befalls a part that no operator says. What changes nothing is not recorded.
    pub(crate) fn settle(
        &mut self,
        id: MessageId,
        part: u8,
        cause: Cause,
        happen: impl FnOnce(&mut Part) -> Option<Follows>,
    ) {
        let Some(message) = self.durable.message(id) else { return };
        let mut parts = copies(message);
        let Some(changed) = parts.get_mut(usize::from(part).wrapping_sub(1)) else { return };
        let before = changed.state();
        let Some(follows) = happen(changed) else { return };
        if changed.state() == before {
            return;
        }
        if let Follows::Close(_) = follows {
            self.close(id, message, &parts, part);
        }
        self.record(Settled { message: id, part, at: self.now, cause, outcome: None });
    }
}

/// The parts of a message, to try an event on.
pub(crate) fn copies(message: &Message) -> SmallVec<[Part; 1]> {
    message.parts.iter().map(|tracked| tracked.part.clone()).collect()
}

/// An operator may have a copy.
fn may_have_arrived(part: &Part) -> bool {
    part.attempts().iter().any(|attempt| match attempt.state {
        AttemptState::InDoubt | AttemptState::Accepted => true,
        AttemptState::InFlight | AttemptState::Reported(_) => false,
    })
}

/// A part as a session of an operator gets it; the session and the operator are the caller's.
fn outgoing(
    message: &Message,
    part: &Part,
    (attempt, doubtful): (AttemptRef, bool),
    receipts: bool,
) -> Option<Outgoing> {
    let accepted = message.accepted.for_operator();
    let content = accepted.parts.into_iter().nth(usize::from(attempt.part).checked_sub(1)?)?;
    Some(Outgoing {
        session: SessionId(0),
        operator: OperatorId(0),
        attempt,
        doubtful,
        source: message.source.clone(),
        destination: message.destination.clone(),
        esm_class: accepted.esm_class & WITHOUT_MODE,
        protocol_id: accepted.protocol_id,
        priority: accepted.priority,
        registered_delivery: if receipts { RECEIPT } else { 0 },
        expires: Some(accepted.expires).filter(|_| !part.goes_without_times()),
        data_coding: accepted.data_coding,
        content,
        group: accepted.group.filter(|group| group.kind == GroupKind::Sar),
        reference: accepted.user_message_reference,
        tlvs: accepted.tlvs,
    })
}
