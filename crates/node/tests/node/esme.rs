//! A customer's program.

use crate::stage::within;
use bytes::BytesMut;
use smpp::pdu::bind::Bind;
use smpp::pdu::message::{MessageResp, Sm};
use smpp::session::{BindKind, Output, Reason, Role, Session, Settings, Token};
use smpp::{Address, CommandStatus, Pdu, Secret};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A transceiver that notes what comes.
pub(crate) struct Esme {
    socket: TcpStream,
    session: Session,
    buffer: BytesMut,
    sent: u64,
    /// Of submissions, in the order in which they came: status and id.
    pub(crate) answers: Vec<(CommandStatus, String)>,
    /// Ids of messages that were reported on.
    pub(crate) receipts: BTreeSet<String>,
    pub(crate) is_unbound: bool,
    bound: Option<Result<(), CommandStatus>>,
    is_closed: bool,
}

/// Its timers do not run: tests have deadlines of their own.
const NOW: Duration = Duration::ZERO;

impl Esme {
    pub(crate) async fn bind(
        to: SocketAddr,
        system_id: &str,
        password: &str,
    ) -> Result<Esme, CommandStatus> {
        let settings = Settings { window_ours: 1_000_000, ..Settings::default() };
        let mut session = Session::new(Role::Esme, settings, NOW);
        let password = Secret(password.as_bytes());
        let bind = Bind { system_id: system_id.as_bytes(), password, ..Bind::default() };
        session.bind(BindKind::Transceiver, &bind, NOW).expect("it can be sent");
        let mut esme = Esme {
            socket: TcpStream::connect(to).await.expect("it listens"),
            session,
            buffer: BytesMut::new(),
            sent: 0,
            answers: Vec::new(),
            receipts: BTreeSet::new(),
            is_unbound: false,
            bound: None,
            is_closed: false,
        };
        esme.until(|esme| esme.bound.is_some()).await;
        let bound = esme.bound.expect("it was waited for");
        bound.map(|()| esme)
    }

    pub(crate) async fn bound(to: SocketAddr) -> Esme {
        Esme::bind(to, "demo", "demo1234").await.expect("it may bind")
    }

    pub(crate) async fn submit(&mut self, to: &str, text: &str) {
        let address = |digits| Address { ton: 1, npi: 1, digits };
        let sm = Sm {
            source: address(b"447700900999"),
            destination: address(to.as_bytes()),
            registered_delivery: 1,
            short_message: text.as_bytes(),
            ..Sm::default()
        };
        self.sent += 1;
        let token = Token(self.sent);
        self.session.handle_request(token, &Pdu::SubmitSm(sm), NOW).expect("there is room");
    }

    /// Ids of the messages that were accepted.
    pub(crate) fn accepted(&self) -> BTreeSet<String> {
        let ok = self.answers.iter().filter(|(status, _)| *status == CommandStatus::OK);
        ok.map(|(_, id)| id.clone()).collect()
    }

    pub(crate) async fn until(&mut self, condition: impl Fn(&Esme) -> bool) {
        within(async {
            while !condition(self) {
                assert!(!self.is_closed, "the connection is closed");
                self.step().await;
            }
        })
        .await;
    }

    pub(crate) async fn until_closed(&mut self) {
        within(async {
            while !self.is_closed {
                self.step().await;
            }
        })
        .await;
    }

    /// Unbinds; the ids of all messages that were reported on.
    pub(crate) async fn leave(mut self) -> BTreeSet<String> {
        self.session.unbind(NOW);
        self.until_closed().await;
        self.receipts
    }

    /// Writes all there is, and waits for more.
    async fn step(&mut self) {
        let pending = self.session.pending();
        if !pending.is_empty() {
            let octets = pending.len();
            match self.socket.write_all(pending).await {
                Ok(()) => self.session.handle_written(octets),
                Err(_) => self.session.handle_peer_closed(),
            }
        } else {
            match self.socket.read_buf(&mut self.buffer).await {
                Ok(0) | Err(_) => self.session.handle_peer_closed(),
                Ok(_) => {}
            }
        }
        loop {
            while let Some(output) = self.session.poll_output() {
                self.take(output);
            }
            if self.session.handle_bytes(&mut self.buffer, NOW) == 0 {
                break;
            }
        }
        while let Some(output) = self.session.poll_output() {
            self.take(output);
        }
    }

    fn take(&mut self, output: Output) {
        match output {
            Output::Bound { .. } => self.bound = Some(Ok(())),
            Output::BindRefused(status) => self.bound = Some(Err(status)),
            Output::Answered { response, .. } => {
                let Pdu::SubmitSmResp(body) = response.pdu.view() else { panic!("{response:?}") };
                let id = String::from_utf8_lossy(body.message_id).into_owned();
                self.answers.push((response.pdu.header().status, id));
            }
            Output::Request(request) => {
                let Pdu::DeliverSm(sm) = request.pdu.view() else { panic!("{request:?}") };
                let text = String::from_utf8_lossy(sm.short_message);
                let id = text.strip_prefix("id:").and_then(|rest| rest.split(' ').next());
                self.receipts.insert(id.expect("a receipt").to_owned());
                let sequence = request.pdu.header().sequence;
                let answer = Pdu::DeliverSmResp(MessageResp::default());
                let taken = self.session.handle_answer(sequence, CommandStatus::OK, &answer, NOW);
                taken.expect("it was asked");
            }
            Output::Closed { reason, .. } => {
                self.is_unbound = matches!(reason, Reason::PeerUnbound | Reason::Unbound);
                self.is_closed = true;
            }
            Output::Failed { .. }
            | Output::LateAnswer { .. }
            | Output::Unexpected(_)
            | Output::Refused { .. }
            | Output::Bind(_)
            | Output::Outbind(_) => panic!("{output:?}"),
        }
    }
}
