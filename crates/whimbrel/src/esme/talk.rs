//! A session from the connection to its end, and what is known of its messages.

use super::heard::Heard;
use super::letter::{self, Way};
use super::line::{Event, Line, Order};
use super::say::{self, Form};
use super::{NO_RECEIPT, REFUSED_BIND, REFUSED_SUBMIT};
use crate::Failure;
use crate::signals::Signals;
use link::Time;
use smpp::Version;
use smpp::session::{BindKind, Reason};
use std::collections::BTreeSet;
use std::io;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::PollSender;

/// Who binds, where, and how.
pub(super) struct Party<'a> {
    pub(super) smpp: &'a str,
    pub(super) system_id: &'a str,
    pub(super) password: &'a str,
    pub(super) kind: BindKind,
    pub(super) version: Version,
}

/// A session that talks.
pub(super) struct Talk {
    orders: mpsc::Sender<Order>,
    events: mpsc::Receiver<Event>,
    task: JoinHandle<()>,
    signals: Signals,
    time: Time,
    who: String,
    form: Form,
    submitted: u64,
    /// Submissions without answer.
    pub(super) open: usize,
    pub(super) refused: usize,
    /// Ids of messages whose last receipt is awaited.
    pub(super) awaited: BTreeSet<String>,
    /// Ids that were reported on before they were known.
    early: BTreeSet<String>,
    /// Texts that came and that no script has waited for.
    pub(super) texts: usize,
    pub(super) ended: Option<Reason>,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Binding,
    Bound,
    Refused,
}

/// Why waiting has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waited {
    /// What was waited for is there.
    There,
    /// The time is over, or somebody has pressed Ctrl-C.
    TooLong,
    Interrupted,
    /// The session is over.
    Ended,
}

const CONNECT_MAX: Duration = Duration::from_secs(10);
/// As long as a message centre may take to answer a bind, and a little more.
const BIND_MAX: Duration = Duration::from_secs(35);
const LEAVE_MAX: Duration = Duration::from_secs(10);
const MAILBOX: usize = 1024;

impl Talk {
    /// Connects and binds.
    pub(super) async fn bind(party: Party<'_>, form: Form) -> Result<Talk, Failure> {
        let Party { smpp, system_id, password, kind, version } = party;
        let failed = |error: &dyn std::fmt::Display| {
            Failure::new(1, format!("no connection to {smpp}: {error}"))
        };
        let socket = timeout(CONNECT_MAX, TcpStream::connect(smpp)).await;
        let socket = socket.map_err(|error| failed(&error))?.map_err(|error| failed(&error))?;
        let time = Time::new();
        let line = Line::new((system_id, password), kind, version, time.mono())
            .map_err(|why| Failure::new(2, format!("the bind cannot be written: {why}")))?;
        let (orders, of_orders) = mpsc::channel(MAILBOX);
        let (tell, events) = mpsc::channel(MAILBOX);
        let outlet = PollSender::new(tell);
        let task = tokio::spawn(link::drive(line, socket, of_orders, outlet, time.clone()));
        let mut talk = Talk {
            orders,
            events,
            task,
            signals: Signals::new()?,
            time,
            who: format!("{system_id}@{smpp}"),
            form,
            submitted: 0,
            open: 0,
            refused: 0,
            awaited: BTreeSet::new(),
            early: BTreeSet::new(),
            texts: 0,
            ended: None,
            stage: Stage::Binding,
        };
        talk.until(|talk| talk.stage != Stage::Binding, Some(BIND_MAX)).await?;
        match talk.stage {
            Stage::Bound => Ok(talk),
            // The line that says why is printed.
            Stage::Refused => Err(Failure::new(REFUSED_BIND, String::new())),
            Stage::Binding => Err(Failure::new(1, format!("{smpp} has not answered the bind"))),
        }
    }

    /// Waits for something, and prints all that comes meanwhile.
    pub(super) async fn until(
        &mut self,
        is_there: impl Fn(&Talk) -> bool,
        most: Option<Duration>,
    ) -> Result<Waited, Failure> {
        let end = most.map(|most| self.time.at(self.time.mono().saturating_add(most)));
        loop {
            if is_there(self) {
                return Ok(Waited::There);
            }
            if self.ended.is_some() {
                return Ok(Waited::Ended);
            }
            tokio::select! {
                event = self.events.recv() => match event {
                    Some(event) => self.hear(event)?,
                    None => return Ok(Waited::Ended),
                },
                () = sleep(end) => return Ok(Waited::TooLong),
                () = self.signals.next() => return Ok(Waited::Interrupted),
            }
        }
    }

    /// The next line of a script, while what comes is printed; none at the end of either.
    pub(super) async fn line(
        &mut self,
        lines: &mut mpsc::Receiver<io::Result<String>>,
    ) -> Result<Option<io::Result<String>>, Failure> {
        while self.ended.is_none() {
            tokio::select! {
                line = lines.recv() => return Ok(line),
                event = self.events.recv() => match event {
                    Some(event) => self.hear(event)?,
                    None => break,
                },
                () = self.signals.next() => break,
            }
        }
        Ok(None)
    }

    /// A session that nobody has asked to end has not ended.
    pub(super) fn still_there(&self) -> Result<(), Failure> {
        match self.ended {
            Some(_) => Err(self.end()),
            None => Ok(()),
        }
    }

    fn hear(&mut self, event: Event) -> Result<(), Failure> {
        // Whose end was asked for knows of it.
        if !matches!(event, Event::Closed(Reason::Unbound | Reason::Application)) {
            crate::finish(&format!("{}\n", say::line(&event, &self.who, self.form)))?;
        }
        match event {
            Event::Bound(..) => self.stage = Stage::Bound,
            Event::BindRefused(_) => self.stage = Stage::Refused,
            Event::Answered(_, smpp::CommandStatus::OK, id) => {
                self.open -= 1;
                if !self.early.remove(&id) {
                    self.awaited.insert(id);
                }
            }
            Event::Answered(..) | Event::Failed(..) => {
                self.open -= 1;
                self.refused += 1;
            }
            Event::Heard(Heard::Receipt(receipt)) if receipt.is_final => {
                let known = receipt.ids.iter().any(|id| self.awaited.remove(id));
                if !known {
                    self.early.extend(receipt.ids);
                }
            }
            Event::Heard(Heard::Receipt(_)) => {}
            Event::Heard(Heard::Text(_)) => self.texts += 1,
            Event::Closed(reason) => self.ended = Some(reason),
        }
        Ok(())
    }

    /// Submits a text, in as many parts as it takes.
    pub(super) async fn send(&mut self, text: &str, way: &Way) -> Result<(), Failure> {
        // References of parts wrap: phones only hold those of one moment against each other.
        let parts = letter::parts(text, way, self.submitted as u8);
        for part in parts.map_err(|why| Failure::new(2, why))? {
            self.submitted += 1;
            self.open += 1;
            if self.orders.send(Order::Submit(self.submitted, part)).await.is_err() {
                return Err(Failure::new(1, "the session has ended".to_owned()));
            }
        }
        Ok(())
    }

    /// Until all submissions are answered.
    pub(super) async fn answers(&mut self, most: Option<Duration>) -> Result<(), Failure> {
        match self.until(|talk| talk.open == 0, most).await? {
            Waited::There => Ok(()),
            Waited::TooLong | Waited::Interrupted => {
                Err(Failure::new(1, format!("{} submissions have no answer", self.open)))
            }
            Waited::Ended => Err(self.end()),
        }
    }

    /// Until all that was accepted is reported on.
    pub(super) async fn receipts(&mut self, most: Duration) -> Result<(), Failure> {
        self.answers(None).await?;
        match self.until(|talk| talk.awaited.is_empty(), Some(most)).await? {
            Waited::There => Ok(()),
            Waited::TooLong | Waited::Interrupted => {
                let ids = self.awaited.iter().cloned().collect::<Vec<_>>().join(", ");
                Err(Failure::new(NO_RECEIPT, format!("no receipt in time of {ids}")))
            }
            Waited::Ended => Err(self.end()),
        }
    }

    fn end(&self) -> Failure {
        // Why it has ended is printed.
        let answers = if self.open > 0 { ", submissions are without answer" } else { "" };
        Failure::new(1, format!("the session has ended before its time{answers}"))
    }

    /// Unbinds, and waits for the end.
    pub(super) async fn leave(mut self) -> Result<(), Failure> {
        // A session that has ended by itself hears it, or not.
        let _ = self.orders.send(Order::Unbind).await;
        self.until(|_| false, Some(LEAVE_MAX)).await?;
        let Talk { orders, events, task, refused, .. } = self;
        drop((orders, events));
        task.abort();
        match refused {
            0 => Ok(()),
            1 => Err(Failure::new(REFUSED_SUBMIT, "a submission was refused".to_owned())),
            _ => Err(Failure::new(REFUSED_SUBMIT, format!("{refused} submissions were refused"))),
        }
    }
}

async fn sleep(end: Option<Instant>) {
    match end {
        Some(end) => sleep_until(end).await,
        None => std::future::pending().await,
    }
}
