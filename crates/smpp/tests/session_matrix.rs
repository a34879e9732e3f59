//! Walks the operation matrix in full: every command, in every state, seen from both sides, in every
//! version, received and sent. What is expected stands below in the form of SMPP 5.0 s2.4; a real
//! session is driven by octets to show what it does.

use bytes::BytesMut;
use smpp::Address;
use smpp::pdu::bind::{Bind, Outbind};
use smpp::session::{BindKind, Output, Reason, Refused, Role, Session, Settings, Token};
use smpp::{CommandId, CommandStatus, Decoder, Encoder, Frame, Limits, Pdu, Version};
use std::time::Duration;

/// E: the ESME may send it, M: the message centre. A response belongs to the receiver of its request.
const TABLE: &str = "
| PDU                                    | versions | OPEN | OUTBOUND | BOUND_TX | BOUND_RX | BOUND_TRX | UNBOUND |
| bind_transmitter                       | 3.3-5.0  | E    | E        |          |          |           |         |
| bind_receiver                          | 3.3-5.0  | E    | E        |          |          |           |         |
| bind_transceiver                       | 3.3-5.0  | E    | E        |          |          |           |         |
| bind_transmitter_resp                  | 3.3-5.0  | M    | M        |          |          |           |         |
| bind_receiver_resp                     | 3.3-5.0  | M    | M        |          |          |           |         |
| bind_transceiver_resp                  | 3.3-5.0  | M    | M        |          |          |           |         |
| outbind                                | 3.4-5.0  | M    |          |          |          |           |         |
| submit_sm                              | 3.3-5.0  |      |          | E        |          | E         |         |
| submit_sm_resp                         | 3.3-5.0  |      |          | M        |          | M         |         |
| submit_multi                           | 3.3-5.0  |      |          | E        |          | E         |         |
| submit_multi_resp                      | 3.3-5.0  |      |          | M        |          | M         |         |
| query_sm                               | 3.3-5.0  |      |          | E        |          | E         |         |
| query_sm_resp                          | 3.3-5.0  |      |          | M        |          | M         |         |
| cancel_sm                              | 3.3-5.0  |      |          | E        |          | E         |         |
| cancel_sm_resp                         | 3.3-5.0  |      |          | M        |          | M         |         |
| replace_sm                             | 3.3-5.0  |      |          | E        |          | E         |         |
| replace_sm_resp                        | 3.3-5.0  |      |          | M        |          | M         |         |
| broadcast_sm                           | 5.0-5.0  |      |          | E        |          | E         |         |
| broadcast_sm_resp                      | 5.0-5.0  |      |          | M        |          | M         |         |
| query_broadcast_sm                     | 5.0-5.0  |      |          | E        |          | E         |         |
| query_broadcast_sm_resp                | 5.0-5.0  |      |          | M        |          | M         |         |
| cancel_broadcast_sm                    | 5.0-5.0  |      |          | E        |          | E         |         |
| cancel_broadcast_sm_resp               | 5.0-5.0  |      |          | M        |          | M         |         |
| param_retrieve                         | 3.3-3.3  |      |          | E        |          | E         |         |
| param_retrieve_resp                    | 3.3-3.3  |      |          | M        |          | M         |         |
| query_last_msgs                        | 3.3-3.3  |      |          | E        |          | E         |         |
| query_last_msgs_resp                   | 3.3-3.3  |      |          | M        |          | M         |         |
| query_msg_details                      | 3.3-3.3  |      |          | E        |          | E         |         |
| query_msg_details_resp                 | 3.3-3.3  |      |          | M        |          | M         |         |
| data_sm                                | 3.4-5.0  |      |          | E        | M        | E M       |         |
| data_sm_resp                           | 3.4-5.0  |      |          | M        | E        | E M       |         |
| deliver_sm                             | 3.3-5.0  |      |          |          | M        | M         |         |
| deliver_sm_resp                        | 3.3-5.0  |      |          |          | E        | E         |         |
| alert_notification                     | 3.4-5.0  |      |          |          | M        | M         |         |
| enquire_link                           | 3.3-5.0  | E M  | E M      | E M      | E M      | E M       | E M     |
| enquire_link_resp                      | 3.3-5.0  | E M  | E M      | E M      | E M      | E M       | E M     |
| generic_nack                           | 3.3-5.0  | E M  | E M      | E M      | E M      | E M       | E M     |
| unbind                                 | 3.3-5.0  |      |          | E M      | E M      | E M       |         |
| unbind_resp                            | 3.3-5.0  |      |          | E M      | E M      | E M       |         |
| 0x00010200                             | none     |      |          |          |          |           |         |
| 0x80010200                             | none     |      |          |          |          |           |         |
";

const STATES: [&str; 6] = ["OPEN", "OUTBOUND", "BOUND_TX", "BOUND_RX", "BOUND_TRX", "UNBOUND"];

/// The numbers used by the peer; those of the session are its own.
const PEER_SEQUENCE: u32 = 1000;
const NOW: Duration = Duration::ZERO;

/// What the table says of one command, in one state, sent by one side, in one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    Allowed,
    OutOfPlace,
    NotInVersion,
}

struct Row {
    command: CommandId,
    versions: &'static str,
    cells: [&'static str; 6],
}

fn table() -> Vec<Row> {
    let lines = TABLE.lines().filter(|line| line.starts_with('|')).skip(1);
    lines
        .map(|line| {
            let mut cells = line.trim_matches('|').split('|').map(str::trim);
            let mut next = || cells.next().expect("eight cells");
            let name = next();
            let command = match name.strip_prefix("0x") {
                Some(hex) => CommandId(u32::from_str_radix(hex, 16).expect(name)),
                None => CommandId::from_name(name).expect(name),
            };
            Row { command, versions: next(), cells: std::array::from_fn(|_| next()) }
        })
        .collect()
}

impl Row {
    fn cell(&self, state: usize, sender: Role, version: Version) -> Cell {
        let known = match self.versions {
            "3.3-5.0" => true,
            "3.4-5.0" => version != Version::V33,
            "5.0-5.0" => version == Version::V50,
            "3.3-3.3" => version == Version::V33,
            "none" => false,
            other => panic!("versions {other}"),
        };
        let letter = match sender {
            Role::Esme => 'E',
            Role::MessageCentre => 'M',
        };
        match (known, self.cells[state].contains(letter)) {
            (false, _) => Cell::NotInVersion,
            (true, true) => Cell::Allowed,
            (true, false) => Cell::OutOfPlace,
        }
    }
}

/// A session in one of the states, with nothing left to write or to tell.
struct Bench {
    session: Session,
    role: Role,
    version: Version,
    from_peer: BytesMut,
}

impl Bench {
    /// `None`: this state cannot be reached in this version.
    fn new(role: Role, version: Version, state: usize) -> Option<Bench> {
        let settings = Settings { version, ..Settings::default() };
        let session = Session::new(role, settings, NOW);
        let mut bench = Bench { session, role, version, from_peer: BytesMut::new() };
        match state {
            0 => {}
            1 => bench.reach_outbound()?,
            2 => bench.reach_bound(BindKind::Transmitter),
            3 => bench.reach_bound(BindKind::Receiver),
            4 => bench.reach_bound(BindKind::Transceiver),
            _ => {
                bench.reach_bound(BindKind::Transceiver);
                bench.hear(CommandId::UNBIND, 1);
            }
        }
        bench.sent();
        bench.told();
        Some(bench)
    }

    fn reach_outbound(&mut self) -> Option<()> {
        match self.role {
            Role::MessageCentre => self.session.outbind(&Outbind::default(), NOW).ok(),
            Role::Esme => {
                self.hear(CommandId::OUTBIND, 1);
                matches!(self.told()[..], [Output::Outbind(_)]).then_some(())
            }
        }
    }

    fn reach_bound(&mut self, kind: BindKind) {
        match self.role {
            Role::MessageCentre => {
                self.hear(kind.command(), 1);
                let settings = Settings { version: self.version, ..Settings::default() };
                self.session.accept_bind(settings, NOW).expect("a bind waits");
            }
            Role::Esme => {
                self.session.bind(kind, &Bind::default(), NOW).expect("the session is open");
                self.hear(kind.command().response().expect("a bind has one"), 1);
            }
        }
    }

    /// The peer sends this command with its smallest body.
    fn hear(&mut self, command: CommandId, sequence: u32) {
        let mut octets = BytesMut::new();
        match smallest(command, self.version) {
            Some(pdu) => {
                let encoder = Encoder::new(Version::V50);
                encoder
                    .encode(&pdu, CommandStatus::OK, sequence, &mut octets)
                    .expect("small enough");
            }
            None => {
                for part in [16, command.0, 0, sequence] {
                    octets.extend_from_slice(&part.to_be_bytes());
                }
            }
        }
        self.from_peer.extend_from_slice(&octets);
        self.session.handle_bytes(&mut self.from_peer, NOW);
        self.session.check_invariants().expect("invariant");
    }

    /// What the session has sent since.
    fn sent(&mut self) -> Vec<(CommandId, CommandStatus, u32)> {
        let mut octets = BytesMut::from(self.session.pending());
        self.session.handle_written(octets.len());
        std::iter::from_fn(|| Frame::take(&mut octets, Limits::BOUND).expect("framing"))
            .map(|frame| {
                Decoder::strict(self.version).decode(frame.octets()).expect("the writer is strict");
                let header = frame.header();
                (header.command, header.status, header.sequence)
            })
            .collect()
    }

    fn told(&mut self) -> Vec<Output> {
        std::iter::from_fn(|| self.session.poll_output()).collect()
    }

    /// Our side sends this request: by the application, or by what makes the session send it.
    /// Answers its number.
    fn send(&mut self, command: CommandId) -> Result<u32, Refused> {
        match command {
            CommandId::OUTBIND => self.session.outbind(&Outbind::default(), NOW)?,
            CommandId::UNBIND => self.session.unbind(NOW),
            CommandId::ENQUIRE_LINK => self.session.handle_timeout(Duration::from_secs(30)),
            _ => match BindKind::from_command(command) {
                Some(kind) => self.session.bind(kind, &Bind::default(), NOW)?,
                None => {
                    let pdu = smallest(command, self.version).expect("a known command");
                    self.session.handle_request(Token(7), &pdu, NOW)?;
                }
            },
        }
        self.session.check_invariants().expect("invariant");
        match self.sent()[..] {
            [(sent, CommandStatus::OK, sequence)] if sent == command => Ok(sequence),
            [] => Err(Refused::OutOfPlace),
            ref other => panic!("{command} made it send {other:?}"),
        }
    }
}

/// A command with every field as small as it may be; `None`: no such command.
fn smallest(command: CommandId, version: Version) -> Option<Pdu<'static>> {
    let mut pdu = Pdu::empty(command)?;
    if let Pdu::BindTransmitter(bind) | Pdu::BindReceiver(bind) | Pdu::BindTransceiver(bind) =
        &mut pdu
    {
        bind.interface_version = version.rules().interface_version;
    } else if let Pdu::SubmitMulti(multi) = &mut pdu {
        multi.destinations = one_destination().destinations();
    } else if let Pdu::QueryMsgDetailsResp(details) = &mut pdu {
        details.destinations = one_destination().destinations();
    }
    Some(pdu)
}

fn one_destination() -> &'static smpp::list::ListBuf {
    let mut list = smpp::list::ListBuf::new();
    list.push_destination(smpp::list::Destination::Sme(Address::default())).expect("room");
    Box::leak(Box::new(list))
}

/// The request that a response answers.
fn request_of(response: CommandId) -> CommandId {
    CommandId(response.0 & 0x7FFF_FFFF)
}

/// The peer sends a request.
fn receive_request(bench: &mut Bench, command: CommandId, cell: Cell, state: usize) {
    bench.hear(command, PEER_SEQUENCE);
    let (sent, told) = (bench.sent(), bench.told());
    let bound = (2..=4).contains(&state);
    let nack = (CommandId::GENERIC_NACK, CommandStatus::INVALID_COMMAND_ID, PEER_SEQUENCE);
    let refusal = match (cell, command.response()) {
        (Cell::Allowed, _) => return receive_allowed(command, &sent, &told, bench),
        (Cell::NotInVersion, _) | (Cell::OutOfPlace, None) => nack,
        (Cell::OutOfPlace, Some(response)) => {
            let again = command.is_bind() && bound && bench.role == Role::MessageCentre;
            let status = match again {
                true => CommandStatus::ALREADY_BOUND,
                false => CommandStatus::INVALID_BIND_STATUS,
            };
            (response, status, PEER_SEQUENCE)
        }
    };
    assert_eq!(sent, [refusal]);
    let [Output::Refused { request, status, error: None }] = &told[..] else {
        panic!("told {told:?}")
    };
    assert_eq!((request.command, *status), (command, refusal.1));
    assert!(bench.session.wants_bytes(), "the session goes on");
}

fn receive_allowed(
    command: CommandId,
    sent: &[(CommandId, CommandStatus, u32)],
    told: &[Output],
    bench: &Bench,
) {
    let answered_at_once = match command {
        CommandId::ENQUIRE_LINK => Some(CommandId::ENQUIRE_LINK_RESP),
        CommandId::UNBIND => Some(CommandId::UNBIND_RESP),
        _ => None,
    };
    if let Some(response) = answered_at_once {
        assert_eq!(sent, [(response, CommandStatus::OK, PEER_SEQUENCE)]);
        assert!(told.is_empty(), "told {told:?}");
        return;
    }
    assert_eq!(sent, []);
    let received = match told {
        [Output::Bind(received)] if command.is_bind() => received,
        [Output::Outbind(received)] if command == CommandId::OUTBIND => received,
        [Output::Request(received)] => received,
        _ => panic!("told {told:?}"),
    };
    assert_eq!(received.pdu.header().command, command);
    assert_eq!(bench.session.wants_bytes(), !command.is_bind());
}

/// The peer sends a response: to a request that we can send in this state, or to nothing.
fn receive_response(bench: &mut Bench, command: CommandId, cell: Cell, state: usize) {
    let asked = ask_for(bench, command, state);
    // Two of them are allowed in states in which we, who might ask, never do.
    if !matches!(command, CommandId::GENERIC_NACK | CommandId::ENQUIRE_LINK_RESP) {
        assert_eq!(asked.is_some(), cell == Cell::Allowed, "we may send what may be answered");
    }
    bench.told();
    bench.hear(command, asked.unwrap_or(PEER_SEQUENCE));
    assert_eq!(bench.sent(), [], "no response is ever answered");
    let told = bench.told();
    match &told[..] {
        [Output::Unexpected(header)] if asked.is_none() => assert_eq!(header.command, command),
        told if asked.is_some() && is_answer(told, command) => {}
        told => panic!("told {told:?}"),
    }
}

/// Sends a request that this response would answer; `None` where we cannot or do not.
fn ask_for(bench: &mut Bench, response: CommandId, state: usize) -> Option<u32> {
    let bound = (2..=4).contains(&state);
    let requests = match response {
        CommandId::GENERIC_NACK => vec![CommandId::SUBMIT_SM, CommandId::DELIVER_SM],
        CommandId::ENQUIRE_LINK_RESP | CommandId::UNBIND_RESP if !bound => vec![],
        _ => vec![request_of(response)],
    };
    let known = requests.into_iter().filter(|request| request.name().is_some());
    known.into_iter().find_map(|request| bench.send(request).ok())
}

/// Is this what the application is told when its request is answered?
fn is_answer(told: &[Output], command: CommandId) -> bool {
    match told {
        [Output::Failed { token: Token(7), .. }] => command == CommandId::GENERIC_NACK,
        [Output::Bound { .. }] => request_of(command).is_bind(),
        [Output::Closed { reason: Reason::Unbound, .. }] => command == CommandId::UNBIND_RESP,
        [Output::Answered { token: Token(7), response }] => {
            response.pdu.header().command == command
        }
        told => told.is_empty() && command == CommandId::ENQUIRE_LINK_RESP,
    }
}

/// We send a request.
fn send_request(bench: &mut Bench, command: CommandId, cell: Cell, state: usize) {
    if smallest(command, bench.version).is_none() {
        return; // what cannot be written cannot be sent
    }
    let bound = (2..=4).contains(&state);
    let expected = match cell {
        // A session asks only while it is bound, and leaves a connection that is not bound by
        // closing it.
        _ if command == CommandId::ENQUIRE_LINK && !bound => Err(Refused::OutOfPlace),
        _ if command == CommandId::UNBIND && !bound => Err(Refused::OutOfPlace),
        _ if state == 5 => Err(Refused::Leaving),
        Cell::Allowed => Ok(()),
        Cell::OutOfPlace => Err(Refused::OutOfPlace),
        Cell::NotInVersion => Err(Refused::NotInVersion),
    };
    assert_eq!(bench.send(command).map(drop), expected);
}

/// We send a response: to a request that the peer may send in this state, or to nothing.
fn send_response(bench: &mut Bench, command: CommandId, cell: Cell) {
    let Some(pdu) = smallest(command, bench.version) else { return };
    let request = request_of(command);
    if command != CommandId::GENERIC_NACK {
        bench.hear(request, PEER_SEQUENCE);
        let answered_before = bench.sent();
        bench.told();
        // The session answers these by itself, whether it agrees or not.
        if matches!(request, CommandId::ENQUIRE_LINK | CommandId::UNBIND) || cell != Cell::Allowed {
            assert_eq!(answered_before.len(), 1);
            let answer = bench.session.handle_answer(PEER_SEQUENCE, CommandStatus::OK, &pdu, NOW);
            assert_eq!(answer, Err(Refused::NotOwed));
            assert_eq!(bench.sent(), []);
            return;
        }
        assert_eq!(answered_before, []);
    }
    let answer = match request.is_bind() {
        true => bench.session.accept_bind(Settings::default(), NOW),
        false => bench.session.handle_answer(PEER_SEQUENCE, CommandStatus::OK, &pdu, NOW),
    };
    // generic_nack may be sent in any state, but only where it answers something.
    let sent = match command {
        CommandId::GENERIC_NACK => {
            assert_eq!(answer, Err(Refused::NotOwed));
            vec![]
        }
        _ => {
            assert_eq!(answer, Ok(()));
            vec![(command, CommandStatus::OK, PEER_SEQUENCE)]
        }
    };
    assert_eq!(bench.sent(), sent);
}

/// One combination, in both directions. `None`: the state does not exist in this version.
fn walk(row: &Row, state: usize, role: Role, version: Version) -> Option<()> {
    let command = row.command;
    let bench = || Bench::new(role, version, state);
    let theirs = row.cell(state, role.peer(), version);
    let ours = row.cell(state, role, version);
    if command.is_response() {
        receive_response(&mut bench()?, command, theirs, state);
        send_response(&mut bench()?, command, ours);
    } else {
        receive_request(&mut bench()?, command, theirs, state);
        send_request(&mut bench()?, command, ours, state);
    }
    Some(())
}

#[test]
fn every_command_in_every_state_of_both_sides_in_every_version_and_direction() {
    let table = table();
    for command in CommandId::ALL {
        let rows = table.iter().filter(|row| row.command == *command).count();
        assert_eq!(rows, 1, "rows for {command}");
    }
    let (mut walked, mut unreachable) = (0, 0);
    for row in &table {
        for (state, name) in STATES.iter().enumerate() {
            for role in [Role::MessageCentre, Role::Esme] {
                for version in Version::ALL {
                    println!("{} in {name}, {role:?}, {version:?}", row.command); // shown on failure
                    // What no version names cannot be written, so it is only received.
                    let directions = if row.command.name().is_some() { 2 } else { 1 };
                    match walk(row, state, role, version) {
                        Some(()) => walked += directions,
                        None => unreachable += directions,
                    }
                }
            }
        }
    }
    println!("{walked} combinations walked, {unreachable} in a state that 3.3 does not have");
    // 39 commands in 2 directions and 2 in one, x 6 states x 2 sides x 3 versions, less OUTBOUND in 3.3.
    assert_eq!((walked, unreachable), (2_720, 160));
}
