//! An operator's session, as the driver sees it.

use crate::heart::Word;
use crate::metrics::Metrics;
use crate::said::Said;
use bytes::BytesMut;
use gateway::door::SessionId;
use link::{Now, Step};
use operators::connector::Slot;
use operators::{Note, Output, Session};
use smpp::session::BindKind;
use smpp::{CommandStatus, Version};
use std::collections::VecDeque;
use std::time::Duration;
use tokio::sync::mpsc;
use tracing::{debug, error};

/// A session with its place at the connector and in the heart.
pub(super) struct Line {
    id: SessionId,
    session: Session,
    /// What the heart is given when the session is bound.
    mailbox: Option<mpsc::Sender<Said>>,
    slot: Slot,
    news: mpsc::Sender<News>,
    outputs: VecDeque<Step<Word>>,
    metrics: Metrics,
    is_bound: bool,
}

/// What the connector is told of a session.
#[derive(Debug)]
pub(super) struct News {
    pub(super) slot: Slot,
    pub(super) event: Event,
}

#[derive(Debug)]
pub(super) enum Event {
    Bound {
        kind: BindKind,
        version: Version,
    },
    Refused(CommandStatus),
    /// It has ended, or there never was a connection.
    Closed(String),
}

impl Line {
    pub(super) fn new(
        (id, session): (SessionId, Session),
        mailbox: mpsc::Sender<Said>,
        (slot, news): (Slot, mpsc::Sender<News>),
        metrics: Metrics,
    ) -> Line {
        Line {
            id,
            session,
            mailbox: Some(mailbox),
            slot,
            news,
            outputs: VecDeque::new(),
            metrics,
            is_bound: false,
        }
    }

    fn take(&mut self, output: Output) {
        match output {
            Output::Input(input) => self.outputs.push_back(Step::Output(Word::Input(input))),
            Output::Bound { kind, version } => {
                self.is_bound = true;
                self.metrics.operator_sessions.inc();
                self.tell(Event::Bound { kind, version });
                if let Some(mailbox) = self.mailbox.take() {
                    self.outputs.push_back(Step::Output(Word::Join(self.id, mailbox)));
                }
            }
            Output::BindRefused(status) => self.tell(Event::Refused(status)),
            Output::Noted(note) => self.note(&note),
            Output::Closed(reason) => {
                if std::mem::take(&mut self.is_bound) {
                    self.metrics.operator_sessions.dec();
                    self.outputs.push_back(Step::Output(Word::Leave(self.id)));
                }
                self.mailbox = None;
                self.outputs.push_back(Step::Close);
                self.tell(Event::Closed(format!("{reason:?}")));
            }
        }
    }

    fn tell(&self, event: Event) {
        // There is room for all news of all sessions: a place has one session at a time.
        if self.news.try_send(News { slot: self.slot, event }).is_err() {
            error!(session = self.id.0, "nobody hears what becomes of a session");
        }
    }

    fn note(&self, note: &Note) {
        debug!(session = self.id.0, ?note, "the operator deviates");
    }
}

impl link::Session for Line {
    type Word = Said;
    type Output = Word;

    fn handle_bytes(&mut self, buffer: &mut BytesMut, now: Now) -> usize {
        self.session.handle_bytes(buffer, now.mono)
    }

    fn wants_bytes(&self) -> bool {
        self.session.wants_bytes()
    }

    fn pending(&self) -> &[u8] {
        self.session.pending()
    }

    fn handle_written(&mut self, octets: usize, now: Now) {
        self.session.handle_written(octets, now.mono);
    }

    fn handle_peer_closed(&mut self, _: Now) {
        self.session.handle_peer_closed();
    }

    fn next_deadline(&self) -> Option<Duration> {
        self.session.next_deadline()
    }

    fn handle_timeout(&mut self, now: Now) {
        self.session.handle_timeout(now.mono);
    }

    fn handle_word(&mut self, said: Said, now: Now) {
        match said {
            Said::Effects(effects) => {
                effects.into_iter().for_each(|it| self.session.handle_effect(it, now.mono));
            }
            Said::Leave => self.session.leave(now.mono),
            // Nobody asked.
            Said::Checked { .. } => {}
        }
    }

    fn poll(&mut self) -> Option<Step<Word>> {
        loop {
            if let Some(step) = self.outputs.pop_front() {
                return Some(step);
            }
            let output = self.session.poll()?;
            // Nearly all are this, and need not wait in between.
            if let Output::Input(input) = output {
                return Some(Step::Output(Word::Input(input)));
            }
            self.take(output);
        }
    }
}
