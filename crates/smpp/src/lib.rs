//! SMPP 3.3, 3.4 and 5.0 without sockets: the codec and the session.
//!
//! Octets come in as arguments and go out as values; nothing here reads a clock, a socket or chance.
//! The modules stand in the order in which octets meet them: [`mod@frame`] finds a PDU in a stream,
//! [`decode`] reads it into a [`Pdu`] that borrows from it, [`encode`](mod@encode) writes one back, and a
//! [`session`] says what may be sent when, and what became of it.

pub mod version;
mod named;
pub mod command;
pub mod status;
pub mod tag;
pub mod frame;
pub mod field;
pub mod error;
mod fault;
pub mod address;
pub mod quirks;
mod reader;
mod sink;
pub mod tlv;
pub mod list;
pub mod pdu;
pub mod decode;
pub mod owned;
pub mod encode;
pub mod session;
pub mod describe;

pub use address::{Address, Secret};
pub use command::CommandId;
pub use decode::Decoder;
pub use encode::Encoder;
pub use error::{Deviation, Deviations, Kind, PduError, Reply};
pub use field::Field;
pub use frame::{Frame, Framing, Header, Limits};
pub use owned::OwnedPdu;
pub use pdu::{Decoded, Pdu};
pub use quirks::Quirks;
pub use status::CommandStatus;
pub use tag::Tag;
pub use tlv::{TlvBuf, Tlvs};
pub use version::Version;
