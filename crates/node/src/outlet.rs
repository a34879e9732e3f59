//! The way from a session to the core.

use crate::heart::{Heart, Word};
use gateway::door::Input;
use link::Outlet;
use std::task::{Context, Poll};
use tokio_util::sync::PollSender;

/// The core's two mailboxes, each kept in its place in the queue while it is full.
pub(crate) struct ToCore {
    completions: PollSender<Word>,
    submissions: PollSender<Word>,
}

impl ToCore {
    pub(crate) fn new(heart: &Heart) -> ToCore {
        ToCore {
            completions: PollSender::new(heart.completions.clone()),
            submissions: PollSender::new(heart.submissions.clone()),
        }
    }

    fn mailbox(&mut self, word: &Word) -> &mut PollSender<Word> {
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
        self.mailbox(word).poll_room(word, context)
    }

    fn put(&mut self, word: Word) {
        self.mailbox(&word).put(word);
    }
}
