//! The SMPP server door: what an account's program and the core say to each other.
//!
//! A [`Session`] is one connection. On one side it has the octets of the wire, on the other the
//! words of [`gateway::door`]. Pure: no socket, clock, task or lock; the octets, the time and the
//! registry come in as arguments.
//!
//! A driver owns the connection and does, in turn:
//!
//! 1. [`Session::handle_bytes`] with what it has read, and then takes every [`Output`] there is with
//!    [`Session::poll`]: an [`Output::Input`] goes to the core. It does both again until no octets are
//!    taken and there is no output;
//! 2. what others want: [`Session::handle_effect`] with each effect of the core whose session this
//!    is, [`Session::password_checked`], [`Session::handle_registry`], [`Session::unbind`];
//! 3. one write of [`Session::pending`], and [`Session::handle_written`] with how much was taken;
//! 4. it waits for the socket to give octets (only while [`Session::wants_bytes`]), for the socket to
//!    take octets, for the others, or for [`Session::next_deadline`], at which it calls
//!    [`Session::handle_timeout`].
//!
//! It ends with [`Output::Closed`]: the connection is then closed without writing anything more. By
//! then every [`gateway::door::Effect::Deliver`] has come back as one
//! [`gateway::door::Input::Taken`], behind [`gateway::door::Input::Down`]. What the core gave before it
//! heard of that is handed in all the same, also after the end, and comes back at once: or the core
//! would wait for it for ever.
//!
//! A bind asks for its password to be checked elsewhere, because that takes long on purpose
//! ([`Output::CheckPassword`], answered by [`Session::password_checked`]). It asks even where nobody
//! has the system_id, so that both take the same time; all other rules are looked at behind it, so
//! that nobody learns anything of an account without its password.
//!
//! | request | what becomes of it |
//! |---|---|
//! | submit_sm, data_sm | [`gateway::door::Input::Submit`], or refused at once |
//! | query_sm, cancel_sm | [`gateway::door::Input::Query`], [`gateway::door::Input::Cancel`]; a cancel_sm without id is refused with ESME_RCANCELFAIL |
//! | replace_sm | refused with ESME_RREPLACEFAIL |
//! | submit_multi, broadcast, those of 3.3 only | generic_nack ESME_RINVCMDID |
//!
//! ```
//! use bytes::BytesMut;
//! use customers::{Clock, Output, Peer, Session, Settings};
//! use gateway::door::{Effect, Input, SessionId};
//! # use message::object::{AccountId, LoginId};
//! # use message::time::Timestamp;
//! # use registry::draft::{AccountDraft, Draft, LoginDraft};
//! # use registry::{Snapshot, name::Secret};
//! # use smpp::pdu::{bind::Bind, message::Sm};
//! # use smpp::session::{BindKind, Role, Token};
//! # use smpp::{Address, Pdu};
//! # use std::{sync::Arc, time::Duration};
//! # let mut account = AccountDraft::new(AccountId(1), "acme");
//! # account.logins.push(LoginDraft::new(LoginId(1), "acme", Secret::new("...")));
//! # let draft = Draft { accounts: vec![account], ..Draft::default() };
//! # let registry = Arc::new(Snapshot::build(&draft).expect("sound"));
//! # let clock = Clock { mono: Duration::ZERO, wall: Timestamp::from_millis(1_800_000_000_000) };
//! # let mut esme = smpp::session::Session::new(Role::Esme, Default::default(), clock.mono);
//! # let password = smpp::Secret(b"secret");
//! # let bind = Bind { system_id: b"acme", password, ..Bind::default() };
//! # esme.bind(BindKind::Transceiver, &bind, clock.mono)?;
//! # let mut from_socket = BytesMut::from(esme.pending());
//! # esme.handle_written(from_socket.len());
//! let peer = Peer { address: "192.0.2.1".parse()?, tls: true };
//! let mut session = Session::new(SessionId(1), peer, Settings::default(), registry, clock);
//!
//! // A program binds...
//! session.handle_bytes(&mut from_socket, clock);
//! let Some(Output::CheckPassword { password, .. }) = session.poll() else { panic!("a bind") };
//! let is_right = password.expose() == "secret"; // elsewhere, with the verifier
//! session.password_checked(is_right, 0, clock);
//! assert!(matches!(session.poll(), Some(Output::Bound { .. })));
//! assert!(matches!(session.poll(), Some(Output::Input(Input::ReceiverUp { .. }))));
//! # let mut octets = BytesMut::from(session.pending());
//! # session.handle_written(octets.len(), clock);
//! # esme.handle_bytes(&mut octets, clock.mono);
//! # let address = |digits| Address { ton: 1, npi: 1, digits };
//! # let (source, destination) = (address(b"447700900999"), address(b"447700900123"));
//! # let sm = Sm { source, destination, short_message: b"Hello", ..Sm::default() };
//! # esme.handle_request(Token(1), &Pdu::SubmitSm(sm), clock.mono)?;
//! # let mut from_socket = BytesMut::from(esme.pending());
//!
//! // ... and submits; the core accepts; the answer is to be written.
//! session.handle_bytes(&mut from_socket, clock);
//! let Some(Output::Input(Input::Submit(submission))) = session.poll() else { panic!("a text") };
//! let id = "1176722560000000001".into();
//! session.handle_effect(Effect::Accepted { to: submission.to, id }, clock);
//! assert!(!session.pending().is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What needs no state is looked at here: fields, addresses, times, alphabets, headers, parts. Whether
//! the account may use the sender, may send to the destination, has room, rate and credit is for the
//! core to say.

mod output;
mod bind;
mod submit;
mod enquire;
mod deliver;
mod session;

pub use output::{Clock, Output, Peer, Settings, Why};
pub use session::Session;
