//! The door towards operators: SMPP sessions as the one who binds, without sockets, clock and tasks.
//!
//! A [`Connector`] says when to open which session with an operator; a [`Session`] is one connection,
//! from its bind to its end. In between stands a driver, which owns the sockets and has two
//! neighbours: the core, which speaks in [`gateway::door`]'s words, and the network.
//!
//! Of each session the driver does, in turn:
//!
//! 1. [`Session::handle_bytes`] with what it has read, until it takes nothing more;
//! 2. [`Session::handle_effect`] with what the core has for it: [`Effect::Send`],
//!    [`Effect::Acknowledged`], [`Effect::Refused`], [`Effect::Close`];
//! 3. one write of [`Session::pending`], and [`Session::handle_written`] with how much was taken;
//! 4. it waits for the socket to give octets (only while [`Session::wants_bytes`]), for the socket to
//!    take octets, for the core, or for [`Session::next_deadline`], at which it calls
//!    [`Session::handle_timeout`];
//! 5. after each of these it fetches [`Session::poll`] until there is nothing more, and hands every
//!    [`Output::Input`] to the core.
//!
//! What the core may rely on:
//!
//! - Every [`Effect::Send`] comes back as exactly one [`Input::Answered`] that is not late, also when
//!   the session cannot take it, cannot write it, or has ended. `Lost { written: false }` is only
//!   said of a part whose last octet has not left.
//! - A part that was given up as lost may come back once more, marked as late.
//! - [`Input::OperatorUp`] comes once, of sessions that send; [`Input::Down`] comes once behind it,
//!   as soon as one side begins to leave.
//! - A receipt or a text is answered when [`Effect::Acknowledged`] comes, and not before.
//!
//! ```
//! use bytes::BytesMut;
//! use gateway::door::{Input, SessionId};
//! use operators::{Connector, Output, Session, connector::Action};
//! use registry::{Snapshot, draft::{Draft, OperatorDraft}, name::Secret};
//! use smpp::session::{Role, Settings};
//! use std::{sync::Arc, time::Duration};
//!
//! let id = message::object::OperatorId(1);
//! let acme = OperatorDraft {
//!     system_id: "whimbrel".to_owned(),
//!     password: Some(Secret::new("secret")),
//!     ..OperatorDraft::new(id, "Acme", "smpp://smsc.example:2775")
//! };
//! let draft = Draft { operators: vec![acme], ..Draft::default() };
//! let registry = Snapshot::build(&draft).expect("a sound draft");
//! let operator = Arc::new(registry.operator(id).expect("it is there").clone());
//!
//! let now = Duration::ZERO;
//! let mut connector = Connector::new(&operator, now);
//! let Some(Action::Open { slot, kind }) = connector.poll(now) else { panic!("one session") };
//! let mut session = Session::new(SessionId(1), operator, kind, now);
//!
//! // The operator, and a network between the two.
//! let mut centre = smpp::session::Session::new(Role::MessageCentre, Settings::default(), now);
//! let mut octets = BytesMut::from(session.pending());
//! session.handle_written(octets.len(), now);
//! centre.handle_bytes(&mut octets, now);
//! centre.accept_bind(Settings::default(), now)?;
//! session.handle_bytes(&mut BytesMut::from(centre.pending()), now);
//!
//! let Some(Output::Bound { .. }) = session.poll() else { panic!("it is bound") };
//! connector.bound(slot, now);
//! let Some(Output::Input(Input::OperatorUp { window: 10, .. })) = session.poll() else {
//!     panic!("and the core may hand parts over")
//! };
//! # Ok::<(), smpp::session::Refused>(())
//! ```
//!
//! How operators differ is settings of the registry's [`Operator`](registry::operator::Operator),
//! never code of one operator's. Read leniently, written by the book: what an operator sends is
//! understood where it can be, and every deviation is told as a [`Note`]; what we send keeps to the
//! standard, and a part that cannot be written so is refused for good.
//!
//! | setting | today |
//! |---|---|
//! | `bind`, `sessions` | [`connector`] |
//! | `window` | here; the core counts by it |
//! | `long_messages` | `udh8`, `udh16` and `sar`, each part by itself; `payload` is sent as `udh8` |
//! | `alphabet` | of data_coding 0, both ways |
//! | `receipts` | here |
//! | `tps`, `on_lost_answer`, `drop_times`, `sends_receipts`, `receipt_timeout` | the core's |
//!
//! Absent: an outbind is not waited for, we connect; the version offered is always 3.4; address
//! ranges, system types and service types are empty, as the registry has none.
//!
//! [`Effect::Send`]: gateway::door::Effect::Send
//! [`Effect::Acknowledged`]: gateway::door::Effect::Acknowledged
//! [`Effect::Refused`]: gateway::door::Effect::Refused
//! [`Effect::Close`]: gateway::door::Effect::Close
//! [`Input::Answered`]: gateway::door::Input::Answered
//! [`Input::OperatorUp`]: gateway::door::Input::OperatorUp
//! [`Input::Down`]: gateway::door::Input::Down

mod submit;
mod answer;
mod receive;
pub mod session;
pub mod connector;

pub use connector::Connector;
pub use session::{Note, Output, Session};
