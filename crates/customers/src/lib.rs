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
//! The last output is [`Output::Closed`]: the connection is then closed without writing anything
//! more. By then every [`gateway::door::Effect::Deliver`] has come back as one
//! [`gateway::door::Input::Taken`], behind [`gateway::door::Input::Down`]. An effect that comes later
//! still is handed in all the same, or the core would wait for what it gave.
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
