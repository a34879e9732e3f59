//! The driver: one task, one session, one socket.

use crate::session::{Outlet, Session, Step};
use crate::time::Time;
use bytes::BytesMut;
use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::pin::{Pin, pin};
use std::task::{Context, Waker};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::sync::mpsc::Receiver;
use tokio::time::{Sleep, sleep_until};

/// Octets that are read at a time: at first, and at most.
const CHUNK_MIN: usize = 4 * 1024;
const CHUNK_MAX: usize = 64 * 1024;

/// Words that are taken before what they led to is written.
const WORDS_MAX: usize = 512;

/// Drives a session until its connection has ended and nobody can say anything to it any more: all
/// senders of `mailbox` are gone.
pub async fn drive<S: Session, O: Outlet<S::Output>>(
    session: S,
    socket: TcpStream,
    mailbox: Receiver<S::Word>,
    outlet: O,
    time: Time,
) {
    let mut driver = Driver {
        session,
        outlet,
        time,
        mailbox,
        stuck: None,
        is_kept: false,
        closing: false,
        words_end: false,
    };
    driver.connected(socket).await;
    driver.afterwards().await;
}

struct Driver<S: Session, O> {
    session: S,
    outlet: O,
    time: Time,
    mailbox: Receiver<S::Word>,
    /// What the outlet had no room for.
    stuck: Option<S::Output>,
    /// The outlet has kept something back and cannot pass it on yet.
    is_kept: bool,
    /// The connection is to be closed.
    closing: bool,
    /// Nobody can say anything any more.
    words_end: bool,
}

/// Octets on their way in.
struct Inward {
    buffer: BytesMut,
    chunk: usize,
}

/// What woke the driver.
enum Woken<W> {
    Word(Option<W>),
    Read(io::Result<usize>),
    Deadline,
    /// There is room again, at the socket or at the outlet.
    Room,
}

impl<S: Session, O: Outlet<S::Output>> Driver<S, O> {
    /// As long as there is a connection.
    async fn connected(&mut self, mut socket: TcpStream) {
        // Answers are written in batches anyway; nothing is gained by waiting for more.
        let _ = socket.set_nodelay(true);
        let (mut reader, writer) = socket.split();
        let mut inward = Inward { buffer: BytesMut::new(), chunk: CHUNK_MIN };
        let mut timer = pin!(sleep_until(self.time.at(Duration::ZERO)));
        loop {
            self.go_on(&mut inward);
            if self.write(&writer) {
                continue; // what was written may have made room
            }
            if self.closing {
                return;
            }
            self.flush();
            self.arm(timer.as_mut());
            match self.wait((&mut reader, &writer), &mut inward, timer.as_mut()).await {
                Woken::Word(word) => self.take_words(word),
                Woken::Read(read) => self.take_read(read, &mut inward),
                Woken::Deadline => self.session.handle_timeout(self.time.now()),
                Woken::Room => {}
            }
        }
    }

    /// What was said to the session before anybody knew of its end comes back.
    async fn afterwards(&mut self) {
        loop {
            self.hand_out();
            if let Some(output) = self.stuck.take() {
                poll_fn(|context| self.outlet.poll_room(&output, context)).await;
                self.outlet.put(output);
                continue;
            }
            poll_fn(|context| self.outlet.poll_flush(context)).await;
            match self.mailbox.recv().await {
                Some(word) => self.session.handle_word(word, self.time.now()),
                None => return,
            }
        }
    }

    // --- what the session does by itself

    /// Hands out and takes in until neither goes on.
    fn go_on(&mut self, inward: &mut Inward) {
        loop {
            self.hand_out();
            if self.stuck.is_some() || self.closing || inward.buffer.is_empty() {
                return;
            }
            if self.session.handle_bytes(&mut inward.buffer, self.time.now()) == 0 {
                self.hand_out();
                return;
            }
        }
    }

    fn hand_out(&mut self) {
        let mut context = Context::from_waker(Waker::noop());
        loop {
            let output = match self.stuck.take() {
                Some(output) => output,
                None => match self.session.poll() {
                    Some(Step::Output(output)) => output,
                    Some(Step::Close) => {
                        self.closing = true;
                        continue;
                    }
                    None => return,
                },
            };
            if self.outlet.poll_room(&output, &mut context).is_pending() {
                self.stuck = Some(output);
                return;
            }
            self.outlet.put(output);
        }
    }

    /// Passes on what the outlet has kept back, before anything is waited for.
    fn flush(&mut self) {
        let mut context = Context::from_waker(Waker::noop());
        self.is_kept = self.outlet.poll_flush(&mut context).is_pending();
    }

    // --- the socket

    /// One call for all that is pending. Answers whether anything has changed by it.
    fn write(&mut self, socket: &WriteHalf<'_>) -> bool {
        let pending = self.session.pending();
        if pending.is_empty() || self.closing {
            return false;
        }
        match socket.try_write(pending) {
            Ok(octets) => self.session.handle_written(octets, self.time.now()),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return false,
            Err(_) => self.lose_peer(),
        }
        true
    }

    fn take_read(&mut self, read: io::Result<usize>, inward: &mut Inward) {
        match read {
            Ok(0) | Err(_) => self.lose_peer(),
            // Much comes at a time: more is read at a time; and the other way round.
            Ok(octets) if octets >= inward.chunk => {
                inward.chunk = (inward.chunk * 2).min(CHUNK_MAX);
            }
            Ok(octets) if octets < inward.chunk / 8 => {
                inward.chunk = (inward.chunk / 2).max(CHUNK_MIN);
            }
            Ok(_) => {}
        }
    }

    fn lose_peer(&mut self) {
        self.session.handle_peer_closed(self.time.now());
    }

    // --- the others

    fn take_words(&mut self, first: Option<S::Word>) {
        let Some(first) = first else {
            self.words_end = true;
            return;
        };
        let now = self.time.now();
        self.session.handle_word(first, now);
        for _ in 1..WORDS_MAX {
            let Ok(word) = self.mailbox.try_recv() else { return };
            self.session.handle_word(word, now);
        }
    }

    /// The timer is set again when it would come too late; one that comes early does no harm.
    fn arm(&self, timer: Pin<&mut Sleep>) {
        let Some(deadline) = self.session.next_deadline() else { return };
        let deadline = self.time.at(deadline);
        if timer.is_elapsed() || deadline < timer.deadline() {
            timer.reset(deadline);
        }
    }

    async fn wait(
        &mut self,
        (reader, writer): (&mut ReadHalf<'_>, &WriteHalf<'_>),
        inward: &mut Inward,
        timer: Pin<&mut Sleep>,
    ) -> Woken<S::Word> {
        let Driver { session, outlet, mailbox, stuck, is_kept, words_end, .. } = self;
        let reads = session.wants_bytes() && stuck.is_none();
        if reads {
            inward.buffer.reserve(inward.chunk);
        }
        tokio::select! {
            biased;
            word = mailbox.recv(), if !*words_end => Woken::Word(word),
            () = room(outlet, stuck.as_ref()), if stuck.is_some() || *is_kept => Woken::Room,
            _ = writer.writable(), if !session.pending().is_empty() => Woken::Room,
            read = reader.read_buf(&mut inward.buffer), if reads => Woken::Read(read),
            () = timer, if session.next_deadline().is_some() => Woken::Deadline,
        }
    }
}

/// Until there is room for what is stuck, or what was kept back is on its way.
async fn room<T, O: Outlet<T>>(outlet: &mut O, stuck: Option<&T>) {
    poll_fn(|context| match stuck {
        Some(output) => outlet.poll_room(output, context),
        None => outlet.poll_flush(context),
    })
    .await;
}
