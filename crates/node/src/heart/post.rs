//! Who is here, and what is told to them.

use crate::fate;
use crate::metrics::Metrics;
use crate::said::Said;
use gateway::door::{Effect, Input, OperatorAnswer, SessionId};
use message::code::SubmitAnswer;
use std::collections::HashMap;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tracing::error;

/// The mailboxes of all sessions.
pub(super) struct Post {
    mailboxes: HashMap<SessionId, mpsc::Sender<Said>>,
    metrics: Metrics,
}

/// Something to be told, in order.
pub(super) enum Told {
    Effect(Effect),
    /// There is nothing more for this session: all that the core said before it knew of the end has
    /// been told.
    Gone(SessionId),
}

impl Post {
    pub(super) fn new(metrics: Metrics) -> Post {
        Post { mailboxes: HashMap::new(), metrics }
    }

    pub(super) fn join(&mut self, session: SessionId, mailbox: mpsc::Sender<Said>) {
        self.mailboxes.insert(session, mailbox);
    }

    /// Tells it. What nobody can be told comes back, where the core waits for it, with the session.
    pub(super) fn tell(&mut self, told: Told) -> Option<(SessionId, Input)> {
        let effect = match told {
            Told::Effect(effect) => effect,
            Told::Gone(session) => {
                self.mailboxes.remove(&session);
                return None;
            }
        };
        self.metrics.count(&effect);
        if let Effect::Send(outgoing) = &effect
            && outgoing.doubtful
        {
            fate::sent_again(outgoing);
        }
        let session = session_of(&effect);
        let back = match self.mailboxes.get(&session) {
            Some(mailbox) => hand(mailbox, session, effect),
            None => give_back(effect),
        };
        back.map(|input| (session, input))
    }
}

fn hand(mailbox: &mpsc::Sender<Said>, session: SessionId, effect: Effect) -> Option<Input> {
    match mailbox.try_send(Said::Effect(effect)) {
        Ok(()) => None,
        Err(TrySendError::Full(said)) => {
            error!(session = session.0, "a session has more to do than it asked for");
            give_back_said(said)
        }
        Err(TrySendError::Closed(said)) => give_back_said(said),
    }
}

fn session_of(effect: &Effect) -> SessionId {
    match effect {
        Effect::Accepted { to, .. }
        | Effect::Refused { to, .. }
        | Effect::Stands { to, .. }
        | Effect::Cancelled { to, .. }
        | Effect::Acknowledged { to } => to.session,
        Effect::Send(outgoing) => outgoing.session,
        Effect::Deliver(delivery) => delivery.session,
        Effect::Close(session) => *session,
    }
}

fn give_back_said(said: Said) -> Option<Input> {
    match said {
        Said::Effect(effect) => give_back(effect),
        Said::Checked { .. } | Said::Leave => None,
    }
}

fn give_back(effect: Effect) -> Option<Input> {
    match effect {
        Effect::Send(outgoing) => Some(Input::Answered(Box::new(OperatorAnswer {
            session: outgoing.session,
            attempt: outgoing.attempt,
            answer: SubmitAnswer::Lost { written: false },
            id: None,
            late: false,
        }))),
        Effect::Deliver(delivery) => {
            let (session, notice) = (delivery.session, delivery.notice);
            Some(Input::Taken { session, notice, status: None })
        }
        Effect::Accepted { .. }
        | Effect::Refused { .. }
        | Effect::Stands { .. }
        | Effect::Cancelled { .. }
        | Effect::Acknowledged { .. }
        | Effect::Close(_) => None,
    }
}
