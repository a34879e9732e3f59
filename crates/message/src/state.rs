//! States: where a message is, in our words and in those of SMPP.
//!
//! [`MessageState`] is what the API, the console and the metrics show; [`SmppState`] is what
//! travels, as `message_state` octet and as `stat` word of a receipt. The tables here are the only
//! ones.

use std::fmt;

/// Where a message is. A pure function of its parts and its schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageState {
    /// Accepted, and to be sent later.
    Scheduled,
    /// Accepted, waiting for its turn.
    Queued,
    /// Accepted by an operator, outcome open.
    Submitted,
    /// On the phone.
    Delivered,
    /// Accepted by a network that reports no more; final, and nothing is claimed of the phone.
    HandedOver,
    /// Refused for good by the network or the phone.
    Undeliverable,
    /// Its validity ended first.
    Expired,
    /// Refused for good before any attempt to reach the phone.
    Rejected,
    /// Cancelled.
    Deleted,
    /// Nobody can say.
    Unknown,
}

impl MessageState {
    /// Every state, in the order of a life.
    pub const ALL: [MessageState; 10] = [
        MessageState::Scheduled,
        MessageState::Queued,
        MessageState::Submitted,
        MessageState::Delivered,
        MessageState::HandedOver,
        MessageState::Undeliverable,
        MessageState::Expired,
        MessageState::Rejected,
        MessageState::Deleted,
        MessageState::Unknown,
    ];

    /// The name in HTTP, metrics and console, and the state of SMPP. The one table.
    const fn row(self) -> (&'static str, SmppState) {
        match self {
            MessageState::Scheduled => ("scheduled", SmppState::Scheduled),
            MessageState::Queued => ("queued", SmppState::Enroute),
            MessageState::Submitted => ("submitted", SmppState::Enroute),
            MessageState::Delivered => ("delivered", SmppState::Delivered),
            MessageState::HandedOver => ("handed_over", SmppState::Accepted),
            MessageState::Undeliverable => ("undeliverable", SmppState::Undeliverable),
            MessageState::Expired => ("expired", SmppState::Expired),
            MessageState::Rejected => ("rejected", SmppState::Rejected),
            MessageState::Deleted => ("deleted", SmppState::Deleted),
            MessageState::Unknown => ("unknown", SmppState::Unknown),
        }
    }

    /// The name in HTTP, metrics and console, such as `handed_over`.
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// The state that `query_sm_resp` and receipts show.
    pub const fn smpp(self) -> SmppState {
        self.row().1
    }

    /// The state of a message, or part, of which this is reported (see
    /// [`crate::code::ReportCode::state`]).
    pub const fn reported(state: SmppState) -> MessageState {
        match state {
            SmppState::Scheduled | SmppState::Enroute => MessageState::Submitted,
            SmppState::Delivered => MessageState::Delivered,
            SmppState::Expired => MessageState::Expired,
            SmppState::Deleted => MessageState::Deleted,
            SmppState::Undeliverable | SmppState::Skipped => MessageState::Undeliverable,
            SmppState::Accepted => MessageState::HandedOver,
            SmppState::Unknown => MessageState::Unknown,
            SmppState::Rejected => MessageState::Rejected,
        }
    }

    /// Nothing more will happen to the message.
    pub const fn is_final(self) -> bool {
        !matches!(self, MessageState::Scheduled | MessageState::Queued | MessageState::Submitted)
    }
}

impl fmt::Display for MessageState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A `message_state` (SMPP 3.4 s5.2.28; 0 and 9 from SMPP 5.0 s4.7.15) with its receipt word
/// (SMPP 3.4 appendix B).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum SmppState {
    /// 0, SMPP 5.0: waiting for its schedule.
    Scheduled = 0,
    /// 1: on its way.
    Enroute = 1,
    /// 2: on the phone.
    Delivered = 2,
    /// 3: validity ended.
    Expired = 3,
    /// 4: deleted.
    Deleted = 4,
    /// 5: cannot be delivered.
    Undeliverable = 5,
    /// 6: final by the specification; many operators mean "accepted by the network" by it.
    Accepted = 6,
    /// 7: nobody knows. 3.3 calls it INVALID.
    Unknown = 7,
    /// 8, SMPP 3.4: refused.
    Rejected = 8,
    /// 9, SMPP 5.0: passed over on purpose.
    Skipped = 9,
}

impl SmppState {
    /// Every state, by its octet.
    pub const ALL: [SmppState; 10] = [
        SmppState::Scheduled,
        SmppState::Enroute,
        SmppState::Delivered,
        SmppState::Expired,
        SmppState::Deleted,
        SmppState::Undeliverable,
        SmppState::Accepted,
        SmppState::Unknown,
        SmppState::Rejected,
        SmppState::Skipped,
    ];

    /// The state behind a `message_state` octet; `None` for 10 and above.
    pub fn from_octet(octet: u8) -> Option<SmppState> {
        Self::ALL.get(usize::from(octet)).copied()
    }

    /// The `message_state` octet.
    pub const fn octet(self) -> u8 {
        self as u8
    }

    /// The seven letters after `stat:`. `ENROUTE` and `SKIPPED` are custom only (SMPP 3.4
    /// appendix B has words for the final states it knows); 0 has no word of its own.
    pub const fn stat(self) -> &'static str {
        match self {
            SmppState::Scheduled | SmppState::Enroute => "ENROUTE",
            SmppState::Delivered => "DELIVRD",
            SmppState::Expired => "EXPIRED",
            SmppState::Deleted => "DELETED",
            SmppState::Undeliverable => "UNDELIV",
            SmppState::Accepted => "ACCEPTD",
            SmppState::Unknown => "UNKNOWN",
            SmppState::Rejected => "REJECTD",
            SmppState::Skipped => "SKIPPED",
        }
    }

    /// The state behind the word after `stat:`, any case; `None` when nobody has been seen to
    /// send the word.
    pub fn from_stat(word: &[u8]) -> Option<SmppState> {
        let known = WORDS.iter().find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(word));
        match known {
            Some((_, state)) => Some(*state),
            None => is_cmpp_failure(word).then_some(SmppState::Undeliverable),
        }
    }

    /// What a peer of this `interface_version` can be told: 0 and 9 are known from 0x50 on, 8
    /// from 0x34 on (SMPP 3.3 has seven states only).
    pub const fn for_version(self, interface_version: u8) -> SmppState {
        match self {
            SmppState::Scheduled if interface_version < 0x50 => SmppState::Enroute,
            SmppState::Skipped if interface_version < 0x50 => SmppState::Undeliverable,
            SmppState::Rejected if interface_version < 0x34 => SmppState::Undeliverable,
            SmppState::Scheduled
            | SmppState::Enroute
            | SmppState::Delivered
            | SmppState::Expired
            | SmppState::Deleted
            | SmppState::Undeliverable
            | SmppState::Accepted
            | SmppState::Unknown
            | SmppState::Rejected
            | SmppState::Skipped => self,
        }
    }

    /// Final by the specification. Whether an operator means `ACCEPTD` and `UNKNOWN` so is a
    /// setting of that operator (see [`crate::receipt::Reading`]).
    pub const fn is_final(self) -> bool {
        !matches!(self, SmppState::Scheduled | SmppState::Enroute)
    }
}

/// Words seen after `stat:`, beside those of SMPP 3.4 appendix B: full names, vumi's `FAILED`
/// and `0` (sent by Yo! for a delivered message), Kannel's `ACKED`, `BUFFRED`, `BUFFERD`.
const WORDS: &[(&str, SmppState)] = &[
    ("DELIVRD", SmppState::Delivered),
    ("EXPIRED", SmppState::Expired),
    ("DELETED", SmppState::Deleted),
    ("UNDELIV", SmppState::Undeliverable),
    ("ACCEPTD", SmppState::Accepted),
    ("UNKNOWN", SmppState::Unknown),
    ("REJECTD", SmppState::Rejected),
    ("ENROUTE", SmppState::Enroute),
    ("SKIPPED", SmppState::Skipped),
    ("SCHEDULED", SmppState::Scheduled),
    ("DELIVERED", SmppState::Delivered),
    ("UNDELIVERABLE", SmppState::Undeliverable),
    ("ACCEPTED", SmppState::Accepted),
    ("REJECTED", SmppState::Rejected),
    ("FAILED", SmppState::Undeliverable),
    ("ACKED", SmppState::Enroute),
    ("BUFFRED", SmppState::Enroute),
    ("BUFFERD", SmppState::Enroute),
    ("BUFFERED", SmppState::Enroute),
    ("0", SmppState::Delivered),
];

/// `MK:0001`, `CB:0007` and their family, from gateways that grew out of CMPP: two letters name
/// the element that gave up, four digits its error. All of them report a failure.
fn is_cmpp_failure(word: &[u8]) -> bool {
    let [a, b, b':', code @ ..] = word else {
        return false;
    };
    let letters = a.is_ascii_alphabetic() && b.is_ascii_alphabetic();
    letters && (1..=4).contains(&code.len()) && code.iter().all(u8::is_ascii_digit)
}
