//! What is driven, and where it speaks to.

use crate::time::Now;
use bytes::BytesMut;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio_util::sync::PollSender;

/// A session without socket and clock, of either side.
pub trait Session: Send {
    /// What others have to say to it.
    type Word: Send;
    /// What it has to say to others.
    type Output: Send;

    /// Takes whole packets out of the front of `buffer` and answers how many. It is called again
    /// until it takes none, each time after all outputs were fetched.
    fn handle_bytes(&mut self, buffer: &mut BytesMut, now: Now) -> usize;
    /// Should more be read?
    fn wants_bytes(&self) -> bool;
    /// The octets to write.
    fn pending(&self) -> &[u8];
    /// So many of them have reached the socket.
    fn handle_written(&mut self, octets: usize, now: Now);
    /// The connection is gone.
    fn handle_peer_closed(&mut self, now: Now);
    /// When to call [`Session::handle_timeout`] at the latest, by [`Now::mono`].
    fn next_deadline(&self) -> Option<Duration>;
    /// Does what is due.
    fn handle_timeout(&mut self, now: Now);
    /// Somebody has something to say. Also after the end.
    fn handle_word(&mut self, word: Self::Word, now: Now);
    /// What it says, oldest first.
    fn poll(&mut self) -> Option<Step<Self::Output>>;
}

/// Something that a session says.
#[derive(Debug)]
pub enum Step<T> {
    /// For others.
    Output(T),
    /// The connection is to be closed, without writing anything more.
    Close,
}

/// Where a session's outputs go. It may be full, and nobody reads from the socket until it is not.
pub trait Outlet<T>: Send {
    /// Is there room for this one? If not, the task is woken when there is.
    fn poll_room(&mut self, output: &T, context: &mut Context<'_>) -> Poll<()>;
    /// Takes it; there was room. If nobody is there any more it is dropped.
    fn put(&mut self, output: T);
    /// Passes on what it has kept back, to pass on much at a time. If it cannot yet, the task is
    /// woken when it can.
    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<()>;
}

/// A mailbox of somebody else's. When its owner has ended there is room for ever.
impl<T: Send + 'static> Outlet<T> for PollSender<T> {
    fn poll_room(&mut self, _: &T, context: &mut Context<'_>) -> Poll<()> {
        self.poll_reserve(context).map(|_| ())
    }

    fn put(&mut self, output: T) {
        let _ = self.send_item(output);
    }

    fn poll_flush(&mut self, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}
