//! Simulated operators and their phones, for `whimbrel dev`, for tests, and alone.
//!
//! Here is the operator's brain: pure, without sockets and clock, and of its chance only the seed
//! comes from outside. A driver puts it behind `smpp::Session`s:
//!
//! | the session says | the driver calls |
//! |---|---|
//! | `Bound` | [`Brain::session_bound`] |
//! | `Request`, where [`Submit::of`] knows it | [`Brain::submit`] |
//! | `Answered`, `Failed` | [`Brain::answered`] |
//! | `Closed` | [`Brain::session_closed`] |
//!
//! and does what [`Brain::poll`] says, with `handle_answer`, `handle_request` and `close`. Any
//! other request is the driver's to answer. An operator that does not answer keeps the request
//! open in its session, so that one needs a large `window_theirs`.
//!
//! ```
//! use message::time::Timestamp;
//! use simulator::{Action, Brain, Party, Profile, SessionId, Submit};
//! use smpp::pdu::message::Sm;
//! use smpp::session::BindKind;
//! use smpp::{Pdu, Version};
//! use std::time::Duration;
//!
//! let mut brain = Brain::new(Profile::calm(), 7, Timestamp::from_millis(1_700_000_000_000));
//! let session = SessionId(1);
//! brain.session_bound(Duration::ZERO, session, BindKind::Transceiver, Version::V34);
//! let (from, to) = (Party::new("777"), Party::new("447700900001"));
//! let sm = Sm {
//!     source: from.view(),
//!     destination: to.view(),
//!     registered_delivery: 1,
//!     short_message: b"Hello",
//!     ..Sm::default()
//! };
//! let submit = Submit::of(Pdu::SubmitSm(sm)).expect("a submit_sm is one");
//! brain.submit(Duration::ZERO, session, 1, submit);
//!
//! let later = Duration::from_secs(5);
//! let Some(Action::Answer(answer)) = brain.poll(later) else { panic!("it answers first") };
//! assert_eq!(answer.message_id(), "07EE36CBE3");
//! let Some(Action::Deliver(receipt)) = brain.poll(later) else { panic!("then it reports") };
//! let Pdu::DeliverSm(receipt) = receipt.pdu() else { panic!("with a deliver_sm") };
//! assert!(receipt.short_message.starts_with(b"id:07EE36CBE3 sub:001 dlvrd:001"));
//! let phone = brain.phones().phone("+447700900001").expect("it has received something");
//! assert_eq!(phone.inbox().count(), 1);
//! ```

mod choices;
pub mod chance;
mod agenda;
mod party;
mod action;
mod content;
pub mod id;
pub mod receipt;
pub mod profile;
pub mod phone;
pub mod ledger;
mod brain;
#[cfg(feature = "tcp")]
pub mod tcp;

pub use action::{Action, Answer, Deliver, Reply, SessionId};
pub use brain::{Brain, SendError};
pub use content::{Content, ContentKey, Submit};
pub use ledger::Ledger;
pub use party::Party;
pub use phone::Phones;
pub use profile::Profile;
