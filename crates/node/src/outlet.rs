//! The way from a session to the core.

use crate::heart::{Heart, Word, Words};
use gateway::door::Input;
use link::Outlet;
use std::task::{Context, Poll, ready};
use tokio::sync::mpsc;
use tokio_util::sync::PollSender;

/// The core's two mailboxes. What a session says is gathered, and goes there together.
pub(crate) struct ToCore {
    completions: Lane,
    submissions: Lane,
}

/// One of them, kept in its place in the queue while it is full.
struct Lane {
    mailbox: PollSender<Words>,
    gathered: Words,
}

/// How many words go together at most.
const TOGETHER: usize = 64;

impl Lane {
    fn new(mailbox: mpsc::Sender<Words>) -> Lane {
        Lane { mailbox: PollSender::new(mailbox), gathered: Words::new() }
    }

    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if !self.gathered.is_empty() {
            // If nobody is there any more it is dropped.
            let _ = ready!(self.mailbox.poll_reserve(context));
            let _ = self.mailbox.send_item(std::mem::take(&mut self.gathered));
        }
        Poll::Ready(())
    }
}

impl ToCore {
    pub(crate) fn new(heart: &Heart) -> ToCore {
        ToCore {
            completions: Lane::new(heart.completions.clone()),
            submissions: Lane::new(heart.submissions.clone()),
        }
    }

    fn lane(&mut self, word: &Word) -> &mut Lane {
        match word {
            Word::Input(Input::Submit(_) | Input::Query(_) | Input::Cancel(_)) => {
                &mut self.submissions
            }
            Word::Input(
                Input::TopUp { .. }
                | Input::OperatorUp { .. }
                | Input::ReceiverUp { .. }
                | Input::Down(_)
                | Input::Answered(_)
                | Input::Reported(_)
                | Input::Inbound(_)
                | Input::Taken { .. }
                | Input::Registry(_)
                | Input::HighWater(_),
            )
            | Word::Join(..)
            | Word::Leave(_) => &mut self.completions,
        }
    }
}

impl Outlet<Word> for ToCore {
    fn poll_room(&mut self, word: &Word, context: &mut Context<'_>) -> Poll<()> {
        if self.lane(word).gathered.len() < TOGETHER {
            return Poll::Ready(());
        }
        self.poll_flush(context)
    }

    fn put(&mut self, word: Word) {
        self.lane(&word).gathered.push(word);
    }

    /// Completions first: a session joins before it submits.
    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<()> {
        ready!(self.completions.poll_flush(context));
        self.submissions.poll_flush(context)
    }
}
