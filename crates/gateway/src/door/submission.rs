//! What an account wants.

use super::ReplyTo;
use message::address::{Destination, Source};
use message::id::{MessageId, ShortId};
use message::object::{AccountId, LoginId};
use message::time::Timestamp;
use records::submission::{Content, Door, Group, Mode};
use records::{Octets, SmolStr};
use smallvec::SmallVec;
use std::time::Duration;

/// A message to be sent, as a door has read it: every field is one that can be, the text is split.
/// What the door cannot know (credit, quota, the latest settings) is looked at by the core.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Whom to answer.
    pub to: ReplyTo,
    /// Whose it is.
    pub account: AccountId,
    /// By which login.
    pub login: Option<LoginId>,
    /// Through which door.
    pub door: Door,
    /// The session speaks SMPP 3.3, whose ids have eight hexadecimal digits.
    pub short_id: bool,
    /// From whom; none: the account's default.
    pub source: Option<Source>,
    /// To whom.
    pub destination: Destination,
    /// Traffic class, such as `otp`.
    pub class: Option<SmolStr>,
    /// Not before.
    pub schedule: Option<Timestamp>,
    /// How long it may wait.
    pub validity: Validity,
    /// SMPP 3.4 s5.2.17, as submitted.
    pub registered_delivery: u8,
    /// SMPP 3.4 s5.2.14, as submitted.
    pub priority: u8,
    /// SMPP 3.4 s5.2.13, as submitted.
    pub protocol_id: u8,
    /// SMPP 3.4 s5.2.12, as submitted.
    pub esm_class: u8,
    /// Of the parts.
    pub data_coding: u8,
    /// What the account is promised.
    pub mode: Mode,
    /// 1 to 255 parts, each as it goes on the air.
    pub parts: SmallVec<[Content; 1]>,
    /// The text's first characters, for receipts; none of binary data and of text in UCS2.
    pub beginning: Option<SmolStr>,
    /// The account's own reference (TLV 0x0204).
    pub reference: Option<u16>,
    /// What tells a duplicate.
    pub key: Option<Key>,
    /// TLVs that nobody here knows, one behind the other as they came.
    pub tlvs: Option<Octets>,
    /// Where the account has split a longer text itself.
    pub group: Option<Group>,
    /// Its place among the destinations of a submit_multi.
    pub multi: Option<u8>,
    /// The account's tags.
    pub tags: Vec<Box<str>>,
}

/// How long a message may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// As long as the account's settings say.
    Default,
    /// So long after it is accepted.
    For(Duration),
    /// Until then.
    Until(Timestamp),
}

/// What tells a duplicate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The key, of the account's own making or made of the message.
    pub octets: Octets,
    /// A second message with the key is answered as the first was (Idempotency-Key). Otherwise it
    /// is accepted and rejected at once, with code 18.
    pub replay: bool,
}

/// A question about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enquiry {
    /// Whom to answer.
    pub to: ReplyTo,
    /// Who asks: only the account's own messages are told of.
    pub account: AccountId,
    /// Which message.
    pub message: Named,
}

/// How a message is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// By its id.
    Id(MessageId),
    /// By the short id of SMPP 3.3.
    Short(ShortId),
}
