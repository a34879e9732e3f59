//! A customer's programs: each keeps a session, binds again whenever it ends, submits without end or
//! on request, and writes down what it hears.

use crate::gateway::pause;
use crate::ledger::{Delivery, Fate, Ledger, Submission, What};
use bytes::BytesMut;
use fastrand::Rng;
use link::{Now, Step, Time, drive};
use smpp::pdu::bind::Bind;
use smpp::pdu::message::{MessageResp, Sm};
use smpp::session::{BindKind, Output, Role, Session, Settings, Timers, Token};
use smpp::{Address, CommandStatus, Pdu, Secret, Version};
use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::ops::Range;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::PollSender;

/// How a program behaves.
#[derive(Clone)]
pub(crate) struct Manner {
    pub(crate) system_id: &'static str,
    pub(crate) kind: BindKind,
    /// What it submits by itself; none: nothing.
    pub(crate) load: Option<Load>,
    /// What it answers a receipt or a text; none: nothing at all.
    pub(crate) reply: Option<CommandStatus>,
    pub(crate) window: usize,
    pub(crate) timers: Timers,
}

/// So many messages each time, so often.
#[derive(Clone)]
pub(crate) struct Load {
    pub(crate) every: Range<Duration>,
    pub(crate) burst: Range<u32>,
}

/// Where the gateway is, in which life; none: it is down.
pub(crate) type Whereabouts = Option<(u32, SocketAddr)>;

/// A program that runs.
pub(crate) struct Program {
    words: mpsc::Sender<Word>,
    stop: watch::Sender<bool>,
    /// Is it bound, and how often has it been?
    pub(crate) bound: watch::Receiver<Standing>,
    task: JoinHandle<()>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Standing {
    pub(crate) is_bound: bool,
    pub(crate) binds: u32,
    pub(crate) refused: Option<CommandStatus>,
}

#[derive(Debug)]
pub(crate) enum Word {
    /// Submit so many messages to this number.
    Submit {
        to: String,
        count: u32,
    },
    /// Submit nothing more by itself.
    Rest,
    Unbind,
}

/// What a session tells its program.
#[derive(Debug)]
enum News {
    Bound,
    Refused(CommandStatus),
    Closed,
}

/// How long to wait before the next connection.
const BREATH: Duration = Duration::from_millis(10);

impl Manner {
    pub(crate) fn new(system_id: &'static str, kind: BindKind) -> Manner {
        let (reply, timers) = (Some(CommandStatus::OK), Timers::default());
        Manner { system_id, kind, load: None, reply, window: 50, timers }
    }

    pub(crate) fn loaded(self, millis: Range<u64>, burst: Range<u32>) -> Manner {
        let every = Duration::from_millis(millis.start)..Duration::from_millis(millis.end);
        Manner { load: Some(Load { every, burst }), ..self }
    }
}

impl Program {
    /// The program with this number of the account with this ledger.
    pub(crate) fn start(
        (seat, seed): (u32, u64),
        manner: Manner,
        ledger: &Ledger,
        place: watch::Receiver<Whereabouts>,
        time: &Time,
    ) -> Program {
        let (words, of_words) = mpsc::channel(1_000);
        let (stop, stops) = watch::channel(false);
        let (tell, bound) = watch::channel(Standing::default());
        let keeper = Keeper {
            seat,
            rng: Rng::with_seed(seed ^ u64::from(seat)),
            manner,
            ledger: ledger.clone(),
            time: time.clone(),
            words: of_words,
            standing: tell,
            sent: 0,
        };
        let task = tokio::spawn(keeper.run(place, stops));
        Program { words, stop, bound, task }
    }

    pub(crate) async fn say(&self, word: Word) {
        self.words.send(word).await.expect("it runs");
    }

    pub(crate) async fn is_bound(&mut self) {
        let bound = self.bound.wait_for(|standing| standing.is_bound);
        let bound = tokio::time::timeout(crate::gateway::DEADLINE, bound).await;
        bound.expect("it binds in time").expect("it runs");
    }

    /// Unbinds, and is no more.
    pub(crate) async fn leave(self) {
        self.stop.send_replace(true);
        let _ = self.words.send(Word::Unbind).await;
        self.task.await.expect("no panic");
    }

    /// It is gone without a word, as with its machine.
    pub(crate) async fn vanish(self) {
        self.task.abort();
        let _ = self.task.await;
    }
}

struct Keeper {
    seat: u32,
    rng: Rng,
    manner: Manner,
    ledger: Ledger,
    time: Time,
    words: mpsc::Receiver<Word>,
    standing: watch::Sender<Standing>,
    sent: u64,
}

impl Keeper {
    async fn run(
        mut self,
        mut place: watch::Receiver<Whereabouts>,
        mut stop: watch::Receiver<bool>,
    ) {
        loop {
            let there = tokio::select! {
                biased;
                () = link::raised(&mut stop) => return,
                there = place.wait_for(Option::is_some) => match there {
                    Ok(there) => *there,
                    Err(_) => return,
                },
            };
            let Some((life, address)) = there else { continue };
            match TcpStream::connect(address).await {
                Ok(socket) => self.session(life, socket).await,
                Err(_) => pause(BREATH).await,
            }
        }
    }

    /// One session, from the connection to its end.
    async fn session(&mut self, life: u32, socket: TcpStream) {
        let (mailbox, of_mailbox) = mpsc::channel(1_000);
        let (tell, mut news) = mpsc::channel(16);
        let rng = Rng::with_seed(self.rng.u64(..));
        let line = Line::new((self.seat, life, self.sent), self, rng);
        let sent = line.sent.clone();
        let driven = drive(line, socket, of_mailbox, PollSender::new(tell), self.time.clone());
        let driven = tokio::spawn(driven);
        let guard = Guard(driven.abort_handle());
        let mut mailbox = Some(mailbox);
        loop {
            tokio::select! {
                said = news.recv() => match said {
                    Some(News::Bound) => self.stand(|it| { it.is_bound = true; it.binds += 1; }),
                    Some(News::Refused(status)) => {
                        self.stand(|it| it.refused = Some(status));
                        mailbox = None;
                    }
                    Some(News::Closed) => mailbox = None,
                    None => break,
                },
                word = self.words.recv(), if mailbox.is_some() => {
                    if let (Some(word), Some(mailbox)) = (word, &mailbox) {
                        let _ = mailbox.try_send(word);
                    }
                }
            }
            if mailbox.is_none() {
                self.stand(|it| it.is_bound = false);
            }
        }
        self.sent = *sent.borrow();
        // It is over by itself, or with the test's runtime.
        let _ = driven.await;
        drop(guard);
    }

    fn stand(&self, change: impl FnOnce(&mut Standing)) {
        self.standing.send_modify(change);
    }
}

/// A task that does not outlive its owner.
struct Guard(tokio::task::AbortHandle);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// One session, as the driver sees it.
struct Line {
    seat: u32,
    life: u32,
    session: Session,
    manner: Manner,
    ledger: Ledger,
    rng: Rng,
    /// When to submit by itself again.
    due: Option<Duration>,
    /// What was ordered and has no room yet.
    ordered: VecDeque<String>,
    /// Where in the ledger those without answer stand.
    open: HashMap<Token, usize>,
    news: VecDeque<Step<News>>,
    /// Messages of the program so far.
    last: u64,
    sent: watch::Receiver<u64>,
    tell_sent: watch::Sender<u64>,
}

impl Line {
    fn new((seat, life, last): (u32, u32, u64), keeper: &Keeper, rng: Rng) -> Line {
        let Keeper { manner, ledger, time, .. } = keeper;
        let now = time.mono();
        let settings = Settings {
            version: Version::V34,
            window_ours: manner.window,
            window_theirs: 1_000,
            timers: manner.timers,
            ..Settings::default()
        };
        let mut session = Session::new(Role::Esme, settings, now);
        let bind = Bind {
            system_id: manner.system_id.as_bytes(),
            password: Secret(PASSWORD),
            ..Bind::default()
        };
        session.bind(manner.kind, &bind, now).expect("it can be sent");
        let (tell_sent, sent) = watch::channel(last);
        Line {
            seat,
            life,
            session,
            manner: manner.clone(),
            ledger: ledger.clone(),
            rng,
            due: None,
            ordered: VecDeque::new(),
            open: HashMap::new(),
            news: VecDeque::new(),
            last,
            sent,
            tell_sent,
        }
    }

    fn take_outputs(&mut self, now: Duration) {
        while let Some(output) = self.session.poll_output() {
            self.take(output, now);
        }
        self.submit_ordered(now);
    }

    fn take(&mut self, output: Output, now: Duration) {
        match output {
            Output::Bound { .. } => {
                self.news.push_back(Step::Output(News::Bound));
                self.due = self.manner.load.is_some().then_some(now);
            }
            Output::BindRefused(status) => {
                self.news.push_back(Step::Output(News::Refused(status)));
                self.session.close();
            }
            Output::Answered { token, response } => {
                let status = response.pdu.header().status;
                let fate = if let Pdu::SubmitSmResp(body) = response.pdu.view()
                    && status == CommandStatus::OK
                {
                    Fate::Accepted(String::from_utf8_lossy(body.message_id).into_owned())
                } else {
                    Fate::Refused(status)
                };
                self.settle(token, fate);
            }
            Output::Failed { token, .. } => self.settle(token, Fate::Unknown),
            Output::Request(request) => self.hear(&request.pdu, now),
            Output::Closed { reason, unknown } => {
                for (token, _) in unknown {
                    self.settle(token, Fate::Unknown);
                }
                self.ledger.book().ends.push(format!("{reason:?}"));
                self.news.push_back(Step::Output(News::Closed));
                self.news.push_back(Step::Close);
            }
            Output::LateAnswer { .. }
            | Output::Unexpected(_)
            | Output::Refused { .. }
            | Output::Bind(_)
            | Output::Outbind(_) => panic!("{output:?}"),
        }
    }

    fn settle(&mut self, token: Token, fate: Fate) {
        let index = self.open.remove(&token).expect("it was submitted");
        self.ledger.book().submissions[index].fate = fate;
    }

    /// A receipt or a text.
    fn hear(&mut self, pdu: &smpp::OwnedPdu, now: Duration) {
        let Pdu::DeliverSm(sm) = pdu.view() else { panic!("{pdu:?}") };
        let delivery = Delivery {
            life: self.life,
            seat: self.seat,
            from: String::from_utf8_lossy(sm.source.digits).into_owned(),
            what: What::read(sm.esm_class, sm.short_message),
            taken: self.manner.reply == Some(CommandStatus::OK),
        };
        self.ledger.book().deliveries.push(delivery);
        if let Some(status) = self.manner.reply {
            let answer = Pdu::DeliverSmResp(MessageResp::default());
            let sequence = pdu.header().sequence;
            self.session.handle_answer(sequence, status, &answer, now).expect("it was asked");
        }
    }

    fn submit(&mut self, to: &str, now: Duration) {
        self.last += 1;
        let mark = format!("#{}.{}.{}#", self.manner.system_id, self.seat, self.last);
        let text = format!("{mark} and {}", "more ".repeat(self.rng.usize(0..8)));
        let address = |digits| Address { ton: 1, npi: 1, digits };
        let sm = Sm {
            source: address(b"447700900999"),
            destination: address(to.as_bytes()),
            registered_delivery: 1,
            short_message: text.as_bytes(),
            ..Sm::default()
        };
        let token = Token(self.last);
        let mut book = self.ledger.book();
        if self.session.handle_request(token, &Pdu::SubmitSm(sm), now).is_ok() {
            self.open.insert(token, book.submissions.len());
            book.submissions.push(Submission { mark, life: self.life, fate: Fate::Open });
        }
        drop(book);
        self.tell_sent.send_replace(self.last);
    }

    fn submit_ordered(&mut self, now: Duration) {
        while self.session.has_room()
            && let Some(to) = self.ordered.pop_front()
        {
            self.submit(&to, now);
        }
    }

    fn submit_due(&mut self, now: Duration) {
        let Some(load) = self.manner.load.clone() else { return };
        if self.due.is_none_or(|due| due > now) {
            return;
        }
        for _ in 0..self.rng.u32(load.burst) {
            if self.session.has_room() {
                // Each to another phone: a receipt whose id nobody has learned is still known by that.
                let to = format!("4479{}{:07}", self.seat, self.last);
                self.submit(&to, now);
            }
        }
        let (low, high) = (load.every.start.as_micros() as u64, load.every.end.as_micros() as u64);
        self.due = Some(now + Duration::from_micros(self.rng.u64(low..high)));
    }
}

/// Of all accounts here.
pub(crate) const PASSWORD: &[u8] = b"demo1234";

impl link::Session for Line {
    type Word = Word;
    type Output = News;

    fn handle_bytes(&mut self, buffer: &mut BytesMut, now: Now) -> usize {
        let taken = self.session.handle_bytes(buffer, now.mono);
        self.take_outputs(now.mono);
        taken
    }

    fn wants_bytes(&self) -> bool {
        self.session.wants_bytes()
    }

    fn pending(&self) -> &[u8] {
        self.session.pending()
    }

    fn handle_written(&mut self, octets: usize, now: Now) {
        self.session.handle_written(octets);
        self.take_outputs(now.mono);
    }

    fn handle_peer_closed(&mut self, now: Now) {
        self.session.handle_peer_closed();
        self.take_outputs(now.mono);
    }

    fn next_deadline(&self) -> Option<Duration> {
        [self.session.next_deadline(), self.due].into_iter().flatten().min()
    }

    fn handle_timeout(&mut self, now: Now) {
        self.session.handle_timeout(now.mono);
        self.submit_due(now.mono);
        self.take_outputs(now.mono);
    }

    fn handle_word(&mut self, word: Word, now: Now) {
        match word {
            Word::Submit { to, count } => {
                self.ordered.extend(std::iter::repeat_n(to, count as usize));
            }
            Word::Rest => {
                self.due = None;
                self.manner.load = None;
            }
            Word::Unbind => {
                self.due = None;
                self.session.unbind(now.mono);
            }
        }
        self.take_outputs(now.mono);
    }

    fn poll(&mut self) -> Option<Step<News>> {
        self.news.pop_front()
    }
}
