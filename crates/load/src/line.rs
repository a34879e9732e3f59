//! One session: its socket and its window.

use crate::book::Book;
use crate::pace::Pace;
use crate::plan::{Login, Plan};
use crate::wire::{Heard, Wire};
use bytes::{Buf, BytesMut};
use link::Time;
use smpp::{CommandStatus, Framing, Limits};
use std::cell::{Cell, RefCell};
use std::io::{self, ErrorKind};
use std::rc::Rc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::sleep_until;

/// What all sessions share: they live in one thread.
pub(crate) struct Shared {
    pub(crate) plan: Plan,
    pub(crate) time: Time,
    pub(crate) book: RefCell<Book>,
    /// The number of the next submission.
    pub(crate) number: Cell<u64>,
}

/// A session that is bound.
pub(crate) struct Line {
    shared: Rc<Shared>,
    socket: TcpStream,
    wire: Wire,
    inward: BytesMut,
    outward: BytesMut,
    window: Window,
    pace: Option<Pace>,
    /// The other side is full: nothing is submitted before then.
    pause: Duration,
    unbinding: bool,
}

/// When each submission without answer was written.
struct Window {
    slots: Vec<Option<Duration>>,
    free: Vec<usize>,
    round: u32,
}

const CHUNK: usize = 64 * 1024;
/// Octets that wait to be written at which nothing more is submitted.
const OUTWARD_MAX: usize = 256 * 1024;
/// After a refusal that says "not now".
const BREATH: Duration = Duration::from_millis(20);
/// How often a session looks whether the run is over.
const GLANCE: Duration = Duration::from_millis(50);
const BIND_MAX: Duration = Duration::from_secs(10);

impl Line {
    /// Connects and binds as a transceiver.
    ///
    /// # Errors
    /// In words: no connection, or no bind.
    pub(crate) async fn bind(
        shared: Rc<Shared>,
        login: &Login,
        index: usize,
    ) -> Result<Line, String> {
        let plan = &shared.plan;
        let socket = TcpStream::connect(plan.address).await;
        let socket = socket.map_err(|error| format!("{}: {error}", plan.address))?;
        let _ = socket.set_nodelay(true);
        let pace = plan.rate.map(|rate| Pace::new(rate, plan.sessions, index, shared.time.mono()));
        let mut line = Line {
            wire: Wire::new(),
            inward: BytesMut::with_capacity(CHUNK),
            outward: BytesMut::new(),
            window: Window::new(plan.window),
            pace,
            pause: Duration::ZERO,
            unbinding: false,
            socket,
            shared,
        };
        line.wire.bind(login, &mut line.outward)?;
        match tokio::time::timeout(BIND_MAX, line.bound()).await {
            Ok(Ok(0)) => Ok(line),
            Ok(Ok(status)) => Err(format!(
                "the bind of {} was refused: {}",
                login.system_id,
                CommandStatus(status)
            )),
            Ok(Err(error)) => Err(format!("the bind of {}: {error}", login.system_id)),
            Err(_) => Err(format!("the bind of {} was not answered", login.system_id)),
        }
    }

    /// The status of the answer to the bind.
    async fn bound(&mut self) -> io::Result<u32> {
        loop {
            self.flush()?;
            if let Some(octets) = self.next_pdu()? {
                if let Heard::Bound { status } = self.wire.read(&octets) {
                    return Ok(status);
                }
                continue;
            }
            self.socket.readable().await?;
            self.fill()?;
        }
    }

    /// Until the run is over, or the other side ends it.
    pub(crate) async fn run(mut self) {
        if self.go_on().await.is_err() && !self.unbinding {
            self.shared.book.borrow_mut().tally.lost_sessions += 1;
        }
        self.shared.book.borrow_mut().tally.sessions -= 1;
    }

    async fn go_on(&mut self) -> io::Result<()> {
        loop {
            let now = self.shared.time.mono();
            self.submit(now)?;
            self.end(now);
            self.flush()?;
            let wakes = self.shared.time.at(self.wakes(now));
            tokio::select! {
                ready = self.socket.readable() => {
                    ready?;
                    self.fill()?;
                    self.hear()?;
                }
                ready = self.socket.writable(), if !self.outward.is_empty() => ready?,
                () = sleep_until(wakes) => {}
            }
        }
    }

    /// When to look again, should nothing come.
    fn wakes(&self, now: Duration) -> Duration {
        let pace = self.pace.as_ref().filter(|_| !self.window.is_full()).map(Pace::next);
        let due = pace.map_or(now + GLANCE, |pace| pace.min(now + GLANCE));
        if self.pause > now { self.pause.min(now + GLANCE) } else { due }
    }

    // --- out

    fn submit(&mut self, now: Duration) -> io::Result<()> {
        let shared = Rc::clone(&self.shared);
        let mut book = shared.book.borrow_mut();
        if book.is_closing || self.pause > now {
            return Ok(());
        }
        while self.outward.len() < OUTWARD_MAX && !self.window.is_full() {
            if self.pace.as_mut().is_some_and(|pace| !pace.take(now)) {
                return Ok(());
            }
            let Some(sequence) = self.window.open(now) else { return Ok(()) };
            let number = shared.number.replace(shared.number.get() + 1);
            let written = self.wire.submit(&shared.plan, number, sequence, &mut self.outward);
            written.map_err(io::Error::other)?;
            book.tally.submitted += 1;
        }
        Ok(())
    }

    /// Unbinds when the run is over.
    fn end(&mut self, now: Duration) {
        if self.shared.book.borrow().is_over && !self.unbinding {
            self.unbinding = true;
            let sequence = self.window.open(now).unwrap_or(u32::MAX >> 1);
            self.wire.unbind(sequence, &mut self.outward);
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        while !self.outward.is_empty() {
            match self.socket.try_write(&self.outward) {
                Ok(octets) => self.outward.advance(octets),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    // --- in

    fn fill(&mut self) -> io::Result<()> {
        self.inward.reserve(CHUNK);
        match self.socket.try_read_buf(&mut self.inward) {
            Ok(0) => Err(ErrorKind::UnexpectedEof.into()),
            Ok(_) => Ok(()),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn next_pdu(&mut self) -> io::Result<Option<BytesMut>> {
        match smpp::frame::frame(&self.inward, Limits::BOUND) {
            Framing::Incomplete => Ok(None),
            Framing::Complete(octets) => Ok(Some(self.inward.split_to(octets))),
            Framing::Invalid { length, .. } => {
                Err(io::Error::other(format!("a PDU of {length} octets")))
            }
        }
    }

    fn hear(&mut self) -> io::Result<()> {
        let now = self.shared.time.mono();
        while let Some(octets) = self.next_pdu()? {
            let mut book = self.shared.book.borrow_mut();
            match self.wire.read(&octets) {
                Heard::Submitted { sequence, status, id } => {
                    let Some(at) = self.window.close(sequence) else {
                        book.tally.stray += 1;
                        continue;
                    };
                    if status == CommandStatus::OK.0 {
                        book.accepted(id, now.saturating_sub(at), now);
                    } else {
                        book.refused(status, now);
                        self.pause = now + BREATH;
                    }
                }
                Heard::Receipt { sequence, id, is_final } => {
                    self.wire.delivered(sequence, &mut self.outward);
                    if is_final {
                        book.receipt(id, now);
                    } else {
                        book.tally.intermediate += 1;
                    }
                }
                Heard::Text { sequence } => {
                    self.wire.delivered(sequence, &mut self.outward);
                    book.tally.texts += 1;
                }
                Heard::Enquired { sequence } => self.wire.enquired(sequence, &mut self.outward),
                Heard::Unbind { sequence } => self.wire.unbound(sequence, &mut self.outward),
                Heard::Bound { .. } | Heard::Other => {}
            }
        }
        Ok(())
    }
}

impl Window {
    fn new(size: usize) -> Window {
        Window { slots: vec![None; size], free: (0..size).rev().collect(), round: 0 }
    }

    fn is_full(&self) -> bool {
        self.free.is_empty()
    }

    /// A sequence number for something that is written now. They lie behind that of the bind, and one
    /// comes again only when all others have been used.
    fn open(&mut self, now: Duration) -> Option<u32> {
        let slot = self.free.pop()?;
        self.slots[slot] = Some(now);
        self.round = (self.round + 1) % (0x7000_0000 / self.slots.len() as u32);
        Some(2 + self.round * self.slots.len() as u32 + slot as u32)
    }

    /// When it was written; `None`: nobody waits for it.
    fn close(&mut self, sequence: u32) -> Option<Duration> {
        let slot = (sequence.checked_sub(2)? as usize) % self.slots.len();
        let at = self.slots[slot].take()?;
        self.free.push(slot);
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_gives_each_number_once_and_takes_it_back_once() {
        let mut window = Window::new(2);
        let at = Duration::from_millis(3);
        let (first, second) = (window.open(at).unwrap(), window.open(at).unwrap());
        assert_ne!(first, second);
        assert_eq!(window.open(at), None);
        assert_eq!(window.close(first), Some(at));
        assert_eq!(window.close(first), None);
        let third = window.open(at).unwrap();
        assert_ne!(third, first);
        assert_eq!(window.close(1), None);
        assert_eq!(window.close(third), Some(at));
        assert_eq!(window.close(second), Some(at));
    }
}
