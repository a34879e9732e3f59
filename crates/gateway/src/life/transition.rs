//! The one transition function of a part.

use super::outcome::Outcome;
use message::code::ReportCode;

/// Where a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartState {
    /// In its lane, for the first time or again.
    Waiting,
    /// With an operator's session; its answer is awaited.
    InFlight,
    /// It may have arrived: it was written, and the answer is lost. Nothing is in flight, no
    /// operator is known to have it, and it is not in the lane.
    InDoubt,
    /// An operator has it; a receipt is awaited.
    Submitted,
    /// It has ended.
    Final(Outcome),
}

/// What happens to a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartEvent {
    /// An attempt: handed to an operator's session.
    Sent,
    /// The answer to the attempt that is in flight, or that there will be none.
    Answered(Word),
    /// Word of another attempt, in doubt or accepted: by an answer that came late, or by a
    /// receipt.
    News(Word),
    /// The operator's settings want another copy of a part in doubt. Holding it is no event.
    Resend,
    /// The gateway itself refuses it for good at its turn: no credit (12), a block list (13), no
    /// route that can take it (10, 15, 17, 22).
    Rejected(Outcome),
    /// Validity has ended.
    Expired,
    /// No receipt has come in time; this is the outcome then.
    ReceiptTimeout(Outcome),
    /// The account has asked for it not to be sent.
    Cancelled,
}

/// What an answer or a receipt says of its attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// The operator has it, and a receipt will tell the rest. So says an answer, and also a
    /// receipt on the way (codes 3 and 4).
    Accepted,
    /// It has come where it should: a final receipt, or the answer of an operator that sends no
    /// receipts.
    Succeeded(Outcome),
    /// Refused or reported as failed, for good.
    Failed(Outcome),
    /// Not taken, to be tried again; or never written.
    Again(Retry),
    /// Written, and the answer is lost.
    Lost,
}

/// In which way a part is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// At its old place in the lane. No error of the part: the link, the rate, or a lost answer.
    AtOnce,
    /// The same, over another target of the rule.
    OtherRoute,
    /// The same, without schedule and validity.
    WithoutTimes,
    /// After a wait that grows: a passing hindrance.
    Later,
    /// The same, after an answer that may also mean a refusal.
    LaterAmbiguous,
}

/// What the attempts of the part may still bring, without the one that the event is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// Nothing: there are none, or all are closed.
    Closed,
    /// At least one is in doubt, none is with an operator for certain.
    InDoubt,
    /// At least one is with an operator.
    Accepted,
}

/// What follows for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follows {
    /// The event is kept, and nothing is to be done. For a cancellation: it is too late.
    Nothing,
    /// The answer has a deadline.
    AwaitAnswer,
    /// The receipt has a deadline: the end of validity and a day, once for the part.
    AwaitReceipt,
    /// Back into the lane.
    Back(Retry),
    /// Ended: out of the lane, no deadline any more; the customer and the ledger are told.
    Close(Outcome),
}

/// An event that cannot happen in this state: a bug of the caller, who asserts that there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Illegal {
    /// The state.
    pub state: PartState,
    /// The event.
    pub event: PartEvent,
}

type Next = (PartState, Follows);

impl PartState {
    /// The whole life of a part: the next state, and what follows.
    ///
    /// What can really happen: a waiting part is sent, rejected, expires or is cancelled, and has
    /// news of copies in doubt. A part in flight is answered, and has news of copies sent before.
    /// A part in doubt is sent again, has news or times out; a submitted part has news or times
    /// out. The end of validity and a cancellation may meet every part that has not ended, and the
    /// receipt deadline also one that a stopped clock kept waiting or in flight. A part that has
    /// ended still gets answers, news and cancellations. Everything else is [`Illegal`].
    pub fn next(self, event: PartEvent, others: Others) -> Result<Next, Illegal> {
        use PartEvent as E;
        use PartState as S;
        use Word as W;
        let next = match (self, event) {
            (S::Waiting, E::Sent) => (S::InFlight, Follows::AwaitAnswer),

            (S::InFlight, E::Answered(W::Accepted))
            | (S::Waiting | S::InDoubt, E::News(W::Accepted)) => submitted(),
            (S::InFlight, E::Answered(W::Succeeded(outcome)))
            | (
                S::Waiting | S::InFlight | S::InDoubt | S::Submitted,
                E::News(W::Succeeded(outcome)) | E::ReceiptTimeout(outcome),
            ) => closed(outcome),
            (S::InFlight, E::Answered(W::Failed(outcome)))
            | (S::Waiting, E::News(W::Failed(outcome)) | E::Rejected(outcome))
            | (S::InDoubt | S::Submitted, E::News(W::Failed(outcome))) => failed(outcome, others),
            (S::InFlight, E::Answered(W::Again(retry))) => not_taken(retry, others),
            (S::InFlight, E::Answered(W::Lost)) => lost(others),
            (S::InDoubt, E::News(W::Again(retry))) => no_doubt_left(retry, others),
            (S::InDoubt, E::Resend) => back(Retry::AtOnce),

            (S::Waiting, E::Expired) => failed(Outcome::of(ReportCode::ExpiredAtGateway), others),
            (S::Waiting, E::Cancelled) => cancelled(others),

            // An event without consequence. The copy that is in flight decides, or the receipt,
            // or all has been decided.
            (S::Waiting | S::Submitted, E::News(W::Again(_)))
            | (S::InFlight, E::News(W::Accepted | W::Failed(_) | W::Again(_)))
            | (S::Submitted, E::News(W::Accepted))
            | (S::InFlight | S::InDoubt | S::Submitted, E::Expired | E::Cancelled)
            | (S::Final(_), E::Answered(_) | E::Cancelled)
            | (S::Final(_), E::News(W::Accepted | W::Succeeded(_) | W::Failed(_) | W::Again(_))) => {
                (self, Follows::Nothing)
            }

            (S::Waiting, E::Answered(_) | E::Resend)
            | (S::InFlight, E::Sent | E::Resend | E::Rejected(_))
            | (S::InDoubt, E::Sent | E::Answered(_) | E::Rejected(_))
            | (S::Submitted, E::Sent | E::Answered(_) | E::Resend | E::Rejected(_))
            | (
                S::Final(_),
                E::Sent | E::Resend | E::Rejected(_) | E::Expired | E::ReceiptTimeout(_),
            )
            | (
                S::Waiting | S::InFlight | S::InDoubt | S::Submitted | S::Final(_),
                E::News(W::Lost),
            ) => return Err(Illegal { state: self, event }),
        };
        Ok(next)
    }
}

fn submitted() -> Next {
    (PartState::Submitted, Follows::AwaitReceipt)
}

fn in_doubt() -> Next {
    (PartState::InDoubt, Follows::AwaitReceipt)
}

fn back(retry: Retry) -> Next {
    (PartState::Waiting, Follows::Back(retry))
}

fn closed(outcome: Outcome) -> Next {
    (PartState::Final(outcome), Follows::Close(outcome))
}

/// It comes to nothing this way; another copy may still deliver it.
fn failed(outcome: Outcome, others: Others) -> Next {
    match others {
        Others::Closed => closed(outcome),
        Others::InDoubt => in_doubt(),
        Others::Accepted => submitted(),
    }
}

/// The attempt in flight came back; a copy known to be with an operator makes another needless.
fn not_taken(retry: Retry, others: Others) -> Next {
    match others {
        Others::Closed | Others::InDoubt => back(retry),
        Others::Accepted => submitted(),
    }
}

fn lost(others: Others) -> Next {
    match others {
        Others::Closed | Others::InDoubt => in_doubt(),
        Others::Accepted => submitted(),
    }
}

/// A late answer shows that the operator never took an attempt in doubt. Was it the only one, the
/// part is as any other that was not taken; else it stays held for the others.
fn no_doubt_left(retry: Retry, others: Others) -> Next {
    match others {
        Others::Closed => back(retry),
        Others::InDoubt => (PartState::InDoubt, Follows::Nothing),
        Others::Accepted => submitted(),
    }
}

/// What an operator may have cannot be cancelled.
fn cancelled(others: Others) -> Next {
    match others {
        Others::Closed => closed(Outcome::cancelled()),
        Others::InDoubt | Others::Accepted => (PartState::Waiting, Follows::Nothing),
    }
}
