//! A plain SMPP session, driven over real sockets.

use bytes::BytesMut;
use link::{Now, Step, Time, drive};
use smpp::pdu::bind::Bind;
use smpp::pdu::message::{MessageResp, Sm};
use smpp::session::{BindKind, Output, Reason, Role, Session, Settings, Timers, Token};
use smpp::{Address, CommandId, CommandStatus, Encoder, Pdu, Version};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::PollSender;

/// Words that may wait for a session.
const MAILBOX: usize = 10_000;

/// Nothing here takes that long.
const DEADLINE: Duration = Duration::from_secs(30);

/// A session that answers binds and submissions by itself, and submits or delivers what it is told.
struct Line {
    session: Session,
    closed: Option<Reason>,
    words_after_end: u32,
    is_told: bool,
    settings: Settings,
    /// Calls of write that have taken something.
    writes: Arc<AtomicU32>,
}

/// A request to be sent, or what came back of it.
#[derive(Debug, PartialEq, Eq)]
enum Event {
    Bound,
    Request(u32),
    Answered(Token),
    Closed(Reason),
    /// A word came though the session had ended.
    TooLate(u32),
}

impl Line {
    fn new(role: Role, settings: Settings) -> Line {
        let mut session = Session::new(role, settings.clone(), Duration::ZERO);
        if role == Role::Esme {
            let bind = Bind { system_id: b"acme", ..Bind::default() };
            session.bind(BindKind::Transceiver, &bind, Duration::ZERO).expect("it can be sent");
        }
        let (closed, writes) = (None, Arc::default());
        Line { session, closed, words_after_end: 0, is_told: false, settings, writes }
    }

    fn event(&mut self, output: Output, now: Now) -> Option<Event> {
        match output {
            Output::Bind(_) => {
                self.session.accept_bind(self.settings.clone(), now.mono).expect("a bind waits");
                None
            }
            Output::Bound { .. } => Some(Event::Bound),
            Output::Request(request) => {
                let sequence = request.pdu.header().sequence;
                let answer = Pdu::SubmitSmResp(MessageResp::default());
                let status = CommandStatus::OK;
                self.session
                    .handle_answer(sequence, status, &answer, now.mono)
                    .expect("it was asked");
                Some(Event::Request(sequence))
            }
            Output::Answered { token, .. } => Some(Event::Answered(token)),
            Output::Closed { reason, .. } => {
                self.closed = Some(reason);
                Some(Event::Closed(reason))
            }
            Output::Outbind(_)
            | Output::BindRefused(_)
            | Output::Failed { .. }
            | Output::LateAnswer { .. }
            | Output::Unexpected(_)
            | Output::Refused { .. } => None,
        }
    }
}

impl link::Session for Line {
    type Word = u64;
    type Output = Event;

    fn handle_bytes(&mut self, buffer: &mut BytesMut, now: Now) -> usize {
        self.session.handle_bytes(buffer, now.mono)
    }
    fn wants_bytes(&self) -> bool {
        self.session.wants_bytes()
    }
    fn pending(&self) -> &[u8] {
        self.session.pending()
    }
    fn handle_written(&mut self, octets: usize, _: Now) {
        self.writes.fetch_add(1, Ordering::Relaxed);
        self.session.handle_written(octets);
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
    fn handle_word(&mut self, word: u64, now: Now) {
        if self.closed.is_some() {
            self.words_after_end += 1;
            return;
        }
        let text = [b'x'; 100];
        let pdu = match word {
            SUBMIT.. => Pdu::SubmitSm(sm(&text)),
            _ => Pdu::DeliverSm(sm(&text)),
        };
        let _ = self.session.handle_request(Token(word), &pdu, now.mono);
    }
    fn poll(&mut self) -> Option<Step<Event>> {
        let now = Now { mono: Duration::ZERO, wall: Default::default() };
        while let Some(output) = self.session.poll_output() {
            if let Some(event) = self.event(output, now) {
                return Some(Step::Output(event));
            }
        }
        if self.closed.is_some() && !std::mem::replace(&mut self.is_told, true) {
            return Some(Step::Close);
        }
        let late = std::mem::take(&mut self.words_after_end);
        (late > 0).then_some(Step::Output(Event::TooLate(late)))
    }
}

/// Words from this one on are submissions, others deliveries.
const SUBMIT: u64 = 1_000_000;

fn sm(text: &[u8]) -> Sm<'_> {
    let address = Address { ton: 1, npi: 1, digits: b"447700900001" };
    Sm { source: address, destination: address, short_message: text, ..Sm::default() }
}

fn settings() -> Settings {
    Settings { window_ours: 1_000_000, window_theirs: 1_000_000, ..Settings::default() }
}

fn fast(timers: Timers) -> Settings {
    Settings { timers, ..settings() }
}

/// A driven session, and both ends of its mailboxes.
struct Driven {
    words: mpsc::Sender<u64>,
    events: mpsc::Receiver<Event>,
    task: JoinHandle<()>,
    writes: Arc<AtomicU32>,
}

fn driven(role: Role, settings: Settings, socket: TcpStream, room: usize) -> Driven {
    let (words, of_words) = mpsc::channel(MAILBOX);
    let (tell, events) = mpsc::channel(room);
    let line = Line::new(role, settings);
    let writes = Arc::clone(&line.writes);
    let task = tokio::spawn(drive(line, socket, of_words, PollSender::new(tell), Time::new()));
    Driven { words, events, task, writes }
}

async fn pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let connecting = TcpStream::connect(listener.local_addr().expect("it listens"));
    let (connected, accepted) = tokio::join!(connecting, listener.accept());
    (connected.expect("it listens"), accepted.expect("one connects").0)
}

impl Driven {
    async fn next(&mut self) -> Event {
        timeout(DEADLINE, self.events.recv()).await.expect("in time").expect("an event")
    }

    async fn until_closed(&mut self) -> Reason {
        loop {
            if let Event::Closed(reason) = self.next().await {
                return reason;
            }
        }
    }
}

/// A peer that is only octets, and bound.
async fn raw_bound(socket: &mut TcpStream) {
    let mut octets = BytesMut::new();
    let bind = Pdu::BindTransceiver(Bind { system_id: b"acme", ..Bind::default() });
    Encoder::new(Version::V34)
        .encode(&bind, CommandStatus::OK, 1, &mut octets)
        .expect("it can be written");
    socket.write_all(&octets).await.expect("it is open");
    let length = socket.read_u32().await.expect("an answer");
    let mut rest = vec![0; length as usize - 4];
    socket.read_exact(&mut rest).await.expect("a whole answer");
}

#[tokio::test]
async fn what_is_asked_on_one_side_is_answered_on_the_other() {
    let (near, far) = pair().await;
    let mut esme = driven(Role::Esme, settings(), near, 10);
    let mut centre = driven(Role::MessageCentre, settings(), far, 10);
    assert_eq!(esme.next().await, Event::Bound);
    assert_eq!(centre.next().await, Event::Bound);
    for word in 0..500 {
        esme.words.send(SUBMIT + word).await.unwrap();
    }
    for number in 0..500 {
        // The bind was number 1.
        assert_eq!(centre.next().await, Event::Request(number + 2));
        assert_eq!(esme.next().await, Event::Answered(Token(SUBMIT + u64::from(number))));
    }
}

#[tokio::test]
async fn nothing_is_read_while_the_outlet_is_full() {
    let (mut near, far) = pair().await;
    let mut centre = driven(Role::MessageCentre, settings(), far, 1);
    raw_bound(&mut near).await;
    assert_eq!(centre.next().await, Event::Bound);
    let mut octets = BytesMut::new();
    let text = [b'x'; 250];
    const REQUESTS: u32 = 200_000;
    for number in 0..REQUESTS {
        let pdu = Pdu::SubmitSm(sm(&text));
        Encoder::new(Version::V34).encode(&pdu, CommandStatus::OK, number, &mut octets).unwrap();
    }
    // The answers are read by nobody until the end, so the writer has a task of its own.
    let (mut reader, mut writer) = near.into_split();
    let mut writing = tokio::spawn(async move {
        writer.write_all(&octets).await.unwrap();
        writer
    });
    let stays = timeout(Duration::from_millis(300), &mut writing).await;
    assert!(stays.is_err(), "50 MB fit into no socket: somebody has read them");
    // As soon as somebody listens, it goes on.
    tokio::spawn(async move { tokio::io::copy(&mut reader, &mut tokio::io::sink()).await });
    for number in 0..REQUESTS {
        assert_eq!(centre.next().await, Event::Request(number));
    }
    timeout(DEADLINE, writing).await.expect("in time").unwrap();
}

#[tokio::test]
async fn a_peer_that_does_not_read_is_dropped() {
    let (mut near, far) = pair().await;
    let timers = Timers { response: Duration::from_millis(200), ..Timers::default() };
    let mut centre = driven(Role::MessageCentre, fast(timers), far, 100_000);
    raw_bound(&mut near).await;
    assert_eq!(centre.next().await, Event::Bound);
    // 128 octets each: more than the buffers of both sockets hold.
    let words = centre.words.clone();
    let talk = tokio::spawn(async move {
        for word in 0..SUBMIT {
            if words.send(word).await.is_err() {
                return;
            }
        }
    });
    assert_eq!(centre.until_closed().await, Reason::PeerNotReading);
    talk.abort();
}

#[tokio::test]
async fn a_peer_that_never_binds_is_dropped() {
    let (_near, far) = pair().await;
    let timers = Timers { session_init: Duration::from_millis(50), ..Timers::default() };
    let mut centre = driven(Role::MessageCentre, fast(timers), far, 10);
    assert_eq!(centre.until_closed().await, Reason::NoBind);
}

#[tokio::test]
async fn a_silent_peer_is_dropped_though_its_connection_stands() {
    let (near, _far) = pair().await;
    let timers = Timers { response: Duration::from_millis(50), ..Timers::default() };
    let mut esme = driven(Role::Esme, fast(timers), near, 10);
    assert_eq!(esme.until_closed().await, Reason::BindUnanswered);
}

#[tokio::test]
async fn words_are_heard_until_nobody_can_say_any() {
    let (near, far) = pair().await;
    let mut centre = driven(Role::MessageCentre, settings(), far, 10);
    drop(near);
    assert_eq!(centre.until_closed().await, Reason::PeerClosed);
    for _ in 0..3 {
        centre.words.send(1).await.unwrap();
        assert_eq!(centre.next().await, Event::TooLate(1));
    }
    drop(centre.words);
    timeout(DEADLINE, centre.task).await.expect("in time").unwrap();
    assert_eq!(centre.events.recv().await, None);
}

/// Takes one PDU and answers its command_id.
async fn next_command(socket: &mut TcpStream) -> u32 {
    let length = timeout(DEADLINE, socket.read_u32()).await.expect("in time").expect("a PDU");
    let command = socket.read_u32().await.expect("a command");
    let mut rest = vec![0; length as usize - 8];
    socket.read_exact(&mut rest).await.expect("a whole PDU");
    command
}

#[tokio::test]
async fn what_is_said_together_leaves_in_one_write() {
    const WORDS: u64 = 400;
    let (mut near, far) = pair().await;
    let mut centre = driven(Role::MessageCentre, settings(), far, 10_000);
    raw_bound(&mut near).await;
    assert_eq!(centre.next().await, Event::Bound);
    let before = centre.writes.load(Ordering::Relaxed);
    // Nothing is awaited, so the driver finds all of them at once.
    for word in 0..WORDS {
        centre.words.try_send(word).expect("there is room");
    }
    for _ in 0..WORDS {
        assert_eq!(next_command(&mut near).await, CommandId::DELIVER_SM.0);
    }
    assert_eq!(centre.writes.load(Ordering::Relaxed) - before, 1, "calls of write");
}

#[tokio::test]
async fn what_is_read_together_is_answered_in_one_write() {
    const REQUESTS: u32 = 2_000;
    let (mut near, far) = pair().await;
    let mut centre = driven(Role::MessageCentre, settings(), far, 10_000);
    raw_bound(&mut near).await;
    assert_eq!(centre.next().await, Event::Bound);
    let before = centre.writes.load(Ordering::Relaxed);
    let mut octets = BytesMut::new();
    for number in 2..REQUESTS + 2 {
        let pdu = Pdu::SubmitSm(sm(b"Hello"));
        Encoder::new(Version::V34).encode(&pdu, CommandStatus::OK, number, &mut octets).unwrap();
    }
    let sent = octets.len();
    near.write_all(&octets).await.expect("it is open");
    for _ in 0..REQUESTS {
        assert_eq!(next_command(&mut near).await, CommandId::SUBMIT_SM_RESP.0);
    }
    // What is read at a time is 4 KiB at least, once so much is there.
    let writes = centre.writes.load(Ordering::Relaxed) - before;
    let most = u32::try_from(sent / 4_096 + 1).expect("a few");
    assert!(writes <= most && most < REQUESTS / 20, "{writes} calls of write, at most {most}");
}

#[tokio::test]
async fn a_bound_peer_that_leaves_three_enquire_links_unanswered_is_dropped() {
    let (mut near, far) = pair().await;
    let timers = Timers { enquire_link: Duration::from_millis(50), ..Timers::default() };
    let mut centre = driven(Role::MessageCentre, fast(timers), far, 10);
    raw_bound(&mut near).await;
    assert_eq!(centre.next().await, Event::Bound);
    assert_eq!(centre.until_closed().await, Reason::PeerSilent);
    drop(centre.words);
    let mut left = Vec::new();
    timeout(DEADLINE, near.read_to_end(&mut left)).await.expect("in time").expect("it is closed");
    // A header and nothing else each (SMPP 3.4 s4.11.1).
    let commands: Vec<_> = left.chunks(16).map(|pdu| pdu[4..8].to_vec()).collect();
    assert_eq!(commands, vec![CommandId::ENQUIRE_LINK.0.to_be_bytes().to_vec(); 3]);
}

#[tokio::test]
async fn a_mailbox_holds_what_it_has_room_for() {
    let (_near, far) = pair().await;
    let centre = driven(Role::MessageCentre, settings(), far, 10);
    // The driver has had no turn yet.
    let taken = (0..20_000).take_while(|word| centre.words.try_send(*word).is_ok()).count();
    assert_eq!(taken, MAILBOX);
    // It makes room by itself, whether the session can do anything with them or not.
    for word in 0..20_000 {
        let sent = timeout(DEADLINE, centre.words.send(word)).await;
        sent.expect("in time").expect("somebody listens");
    }
}
