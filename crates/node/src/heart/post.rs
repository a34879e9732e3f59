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
    boxes: HashMap<SessionId, Mailbox>,
    /// Those with something that is not handed over.
    open: Vec<SessionId>,
    metrics: Metrics,
}

struct Mailbox {
    to: mpsc::Sender<Said>,
    /// What is told together.
    effects: Vec<Effect>,
}

/// What nobody can be told, as the core waits for it.
pub(super) type Back = Vec<(SessionId, Vec<Input>)>;

/// Something to be told, in order.
pub(super) enum Told {
    Effect(Effect),
    /// There is nothing more for this session: all that the core said before it knew of the end has
    /// been told.
    Gone(SessionId),
}

impl Post {
    pub(super) fn new(metrics: Metrics) -> Post {
        Post { boxes: HashMap::new(), open: Vec::new(), metrics }
    }

    pub(super) fn join(&mut self, session: SessionId, mailbox: mpsc::Sender<Said>) {
        self.boxes.insert(session, Mailbox { to: mailbox, effects: Vec::new() });
    }

    /// Tells all of it, each session what is for it, together: waking one costs more than telling it.
    pub(super) fn tell(&mut self, told: impl IntoIterator<Item = Told>) -> Back {
        let mut back = Back::new();
        for told in told {
            match told {
                Told::Effect(effect) => self.put(effect, &mut back),
                Told::Gone(session) => {
                    self.hand_over(session, &mut back);
                    self.boxes.remove(&session);
                }
            }
        }
        for session in std::mem::take(&mut self.open) {
            self.hand_over(session, &mut back);
        }
        back
    }

    fn put(&mut self, effect: Effect, back: &mut Back) {
        self.metrics.count(&effect);
        if let Effect::Send(outgoing) = &effect
            && outgoing.doubtful
        {
            fate::sent_again(outgoing);
        }
        let session = effect.session();
        match self.boxes.get_mut(&session) {
            Some(mailbox) => {
                if mailbox.effects.is_empty() {
                    self.open.push(session);
                }
                mailbox.effects.push(effect);
            }
            None => back.extend(give_back(effect).map(|input| (session, vec![input]))),
        }
    }

    fn hand_over(&mut self, session: SessionId, back: &mut Back) {
        let Some(mailbox) = self.boxes.get_mut(&session) else { return };
        if mailbox.effects.is_empty() {
            return;
        }
        let effects = std::mem::take(&mut mailbox.effects);
        let said = match mailbox.to.try_send(Said::Effects(effects)) {
            Ok(()) => return,
            Err(TrySendError::Full(said)) => {
                error!(session = session.0, "a session has more to do than it asked for");
                said
            }
            Err(TrySendError::Closed(said)) => said,
        };
        if let Said::Effects(effects) = said {
            let inputs: Vec<Input> = effects.into_iter().filter_map(give_back).collect();
            back.extend((!inputs.is_empty()).then_some((session, inputs)));
        }
    }
}

fn give_back(effect: Effect) -> Option<Input> {
    match effect {
        Effect::Send(outgoing) => Some(Input::Answered(OperatorAnswer {
            session: outgoing.session,
            attempt: outgoing.attempt,
            answer: SubmitAnswer::Lost { written: false },
            id: None,
            late: false,
        })),
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
