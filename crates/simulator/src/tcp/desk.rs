//! Phones, asked for from elsewhere.

use crate::brain::{Brain, SendError};
use crate::ledger::{Counts, Ledger};
use crate::party::Party;
use crate::phone::{Phone, Presence, Received};
use message::time::Timestamp;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Asks an operator about its phones, and lets them write. Clones ask the same operator.
#[derive(Debug, Clone)]
pub struct Handle {
    wishes: mpsc::Sender<Wish>,
    beginning: Timestamp,
}

/// A phone as it is now.
#[derive(Debug, Clone)]
pub struct PhoneView {
    /// Digits, without `+`.
    pub number: String,
    /// Can it be reached?
    pub presence: Presence,
    /// What it has received and keeps, oldest first.
    pub inbox: Vec<Received>,
}

/// What an operator has done so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Connections that were accepted. Their sessions are numbered from 1 in that order.
    pub accepted: u64,
    /// Of them: that have not ended, with all that came by them.
    pub sessions: usize,
    /// What has happened since the beginning.
    pub counts: Counts,
}

/// Something that is wanted of the operator's task.
pub(super) enum Wish {
    See(Option<String>, oneshot::Sender<Vec<PhoneView>>),
    Count(oneshot::Sender<Tally>),
    Write { from: String, to: Party, text: String, done: oneshot::Sender<Result<(), SendError>> },
    Look(Box<dyn FnOnce(&Ledger) + Send>),
}

/// Where wishes come in.
pub(super) struct Desk {
    wishes: mpsc::Receiver<Wish>,
}

const WISHES: usize = 64;

impl Handle {
    /// All phones that are known, or the one with this number if it is. None when the operator has
    /// ended.
    pub async fn phones(&self, number: Option<&str>) -> Vec<PhoneView> {
        let (tell, told) = oneshot::channel();
        let wish = Wish::See(number.map(str::to_owned), tell);
        if self.wishes.send(wish).await.is_err() {
            return Vec::new();
        }
        told.await.unwrap_or_default()
    }

    /// What it has done so far; nothing when the operator has ended.
    pub async fn tally(&self) -> Tally {
        let (tell, told) = oneshot::channel();
        if self.wishes.send(Wish::Count(tell)).await.is_err() {
            return Tally::default();
        }
        told.await.unwrap_or_default()
    }

    /// A phone writes.
    ///
    /// # Errors
    /// Nothing is sent, for this reason; an operator that has ended is full.
    pub async fn write(&self, from: &str, to: &str, text: &str) -> Result<(), SendError> {
        let (done, told) = oneshot::channel();
        let (from, to, text) = (from.to_owned(), Party::new(to), text.to_owned());
        let wish = Wish::Write { from, to, text, done };
        self.wishes.send(wish).await.map_err(|_| SendError::Full)?;
        told.await.unwrap_or(Err(SendError::Full))
    }

    /// What `look` makes of the ledger as it is now. None when the operator has ended.
    pub async fn ledger<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Ledger) -> T + Send + 'static,
    ) -> Option<T> {
        let (tell, told) = oneshot::channel();
        // Whoever has asked may be gone.
        let wish = Wish::Look(Box::new(move |ledger| _ = tell.send(look(ledger))));
        self.wishes.send(wish).await.ok()?;
        told.await.ok()
    }

    /// The wall clock's time of something that a phone has received.
    pub fn wall(&self, at: Duration) -> Timestamp {
        self.beginning.plus(at)
    }
}

impl Desk {
    pub(super) fn new(beginning: Timestamp) -> (Desk, Handle) {
        let (wishes, of_wishes) = mpsc::channel(WISHES);
        (Desk { wishes: of_wishes }, Handle { wishes, beginning })
    }

    pub(super) async fn next(&mut self) -> Option<Wish> {
        self.wishes.recv().await
    }

    /// Whoever has asked may be gone.
    /// `connections`: how many were accepted, and how many of them are open.
    pub(super) fn serve(
        &self,
        wish: Wish,
        connections: (u64, usize),
        (brain, now): (&mut Brain, Duration),
    ) {
        match wish {
            Wish::Count(tell) => {
                let (accepted, sessions) = connections;
                let _ = tell.send(Tally { accepted, sessions, counts: brain.ledger().counts() });
            }
            Wish::See(None, tell) => {
                let all = brain.phones().iter().map(|(number, phone)| view(number, phone));
                let _ = tell.send(all.collect());
            }
            Wish::See(Some(number), tell) => {
                let phone = brain.phones().phone(&number);
                let digits = number.trim_start_matches('+');
                let _ = tell.send(phone.map(|phone| view(digits, phone)).into_iter().collect());
            }
            Wish::Write { from, to, text, done } => {
                let _ = done.send(brain.phone_writes(now, &from, &to, &text));
            }
            Wish::Look(look) => look(brain.ledger()),
        }
    }
}

fn view(number: &str, phone: &Phone) -> PhoneView {
    PhoneView {
        number: number.to_owned(),
        presence: phone.presence(),
        inbox: phone.inbox().cloned().collect(),
    }
}
