//! Who is here, and what is told to them.

use crate::metrics::Metrics;
use crate::said::Said;
use gateway::door::{Effect, Input, OperatorAnswer, SessionId};
use message::code::SubmitAnswer;
use std::collections::HashMap;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tracing::error;

/// The mailboxes of all sessions, for the core's thread.
pub(super) struct Post {
    boxes: HashMap<SessionId, Mailbox>,
    /// Those with something that is not in a letter yet.
    open: Vec<SessionId>,
    /// What is for nobody who is here.
    back: Back,
    metrics: Metrics,
}

struct Mailbox {
    to: mpsc::Sender<Said>,
    /// What is told together.
    effects: Vec<Effect>,
}

/// All that is told to a session at a time: waking one costs more than telling it.
pub(super) struct Letter {
    session: SessionId,
    to: mpsc::Sender<Said>,
    effects: Vec<Effect>,
}

/// What nobody can be told, as the core waits for it.
pub(super) type Back = Vec<(SessionId, Vec<Input>)>;

impl Post {
    pub(super) fn new(metrics: Metrics) -> Post {
        Post { boxes: HashMap::new(), open: Vec::new(), back: Back::new(), metrics }
    }

    pub(super) fn join(&mut self, session: SessionId, mailbox: mpsc::Sender<Said>) {
        self.boxes.insert(session, Mailbox { to: mailbox, effects: Vec::new() });
    }

    /// Something to be told with the next letters.
    pub(super) fn put(&mut self, effect: Effect) {
        self.metrics.count(&effect);
        let session = effect.session();
        match self.boxes.get_mut(&session) {
            Some(mailbox) => {
                if mailbox.effects.is_empty() {
                    self.open.push(session);
                }
                mailbox.effects.push(effect);
            }
            None => self.back.extend(give_back(effect).map(|input| (session, vec![input]))),
        }
    }

    /// There is nothing more for this session than the letters that were taken.
    pub(super) fn leave(&mut self, session: SessionId) {
        self.boxes.remove(&session);
    }

    /// All that was put since the last time, in the order of each session.
    pub(super) fn letters(&mut self) -> Vec<Letter> {
        let boxes = &mut self.boxes;
        let letters = self.open.drain(..).filter_map(|session| {
            let mailbox = boxes.get_mut(&session)?;
            // The next letter will be about as long.
            let next = Vec::with_capacity(mailbox.effects.len());
            let effects = std::mem::replace(&mut mailbox.effects, next);
            Some(Letter { session, to: mailbox.to.clone(), effects })
        });
        letters.collect()
    }

    /// What was put for sessions that are not here.
    pub(super) fn take_back(&mut self) -> Back {
        std::mem::take(&mut self.back)
    }
}

/// Brings letters to their sessions; answers what could not be told.
pub(super) fn deliver(letters: Vec<Letter>) -> Back {
    letters.into_iter().filter_map(Letter::deliver).collect()
}

impl Letter {
    fn deliver(self) -> Option<(SessionId, Vec<Input>)> {
        let Letter { session, to, effects } = self;
        let said = match to.try_send(Said::Effects(effects)) {
            Ok(()) => return None,
            Err(TrySendError::Full(said)) => {
                error!(session = session.0, "a session has more to do than it asked for");
                said
            }
            Err(TrySendError::Closed(said)) => said,
        };
        let Said::Effects(effects) = said else { return None };
        let inputs: Vec<Input> = effects.into_iter().filter_map(give_back).collect();
        (!inputs.is_empty()).then_some((session, inputs))
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
