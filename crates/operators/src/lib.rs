//! The door towards operators, without sockets and clock.

mod submit;
mod answer;
mod receive;
pub mod session;
pub mod connector;

pub use connector::Connector;
pub use session::{Note, Output, Session};
