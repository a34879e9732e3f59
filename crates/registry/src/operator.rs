//! Upstream message centres.

use crate::name::{Name, Secret, SystemId};
use crate::net::Endpoint;
use message::code::{ErrorClass, GsmSpace, Meaning};
use message::object::OperatorId;
use message::receipt::{Reading, StateFrom};
use message::text::alphabet::Alphabet;
use std::num::NonZeroU32;
use std::time::Duration;

/// An upstream message centre.
#[derive(Debug, Clone)]
pub struct Operator {
    /// Its number, for records.
    pub id: OperatorId,
    /// Its name, for people.
    pub name: Name,
    /// Where it listens.
    pub address: Endpoint,
    /// How we are called there.
    pub system_id: SystemId,
    /// Our password: at most 64 characters of ASCII.
    pub password: Secret,
    /// How we bind.
    pub bind: OperatorBind,
    /// Sessions, or pairs of them.
    pub sessions: NonZeroU32,
    /// Requests of one session without an answer.
    pub window: NonZeroU32,
    /// Messages a second over all sessions; none: as many as the windows let through.
    pub tps: Option<NonZeroU32>,
    /// What to do with a part whose answer is lost.
    pub on_lost_answer: OnLostAnswer,
    /// It sends receipts. If not, its answer is the last word (code 2).
    pub sends_receipts: bool,
    /// How to read these.
    pub receipts: ReceiptReading,
    /// How long after a message's validity the last receipt may come.
    pub receipt_timeout: Duration,
    /// A message refused for its schedule or validity is sent once more without them.
    pub drop_times: bool,
    /// How it takes long texts.
    pub long_messages: LongMessages,
    /// What it means by data_coding 0.
    pub alphabet: Alphabet,
}

/// How to read an operator's receipts; see [`Reading`], whose owner this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptReading {
    /// Receipts come with `esm_class` 0.
    pub unmarked: bool,
    /// The meaning of `ACCEPTD`.
    pub accepted: Meaning,
    /// The meaning of `UNKNOWN`.
    pub unknown: Meaning,
    /// Whom to believe when text and TLV name two states.
    pub state_from: StateFrom,
    /// Whose numbers its GSM errors are.
    pub gsm: GsmSpace,
    /// What its `err` values mean.
    pub errors: Vec<(Box<str>, ErrorClass)>,
}

words! {
    /// How we bind to an operator.
    OperatorBind {
        Transceiver "transceiver" "Each session sends and receives.";
        Pair "pair" "A transmitter and a receiver together.";
    }

    /// What to do with a part that was written and whose answer is lost.
    OnLostAnswer {
        Resend "resend" "It is sent again, marked as a possible duplicate.";
        Hold "hold" "It waits for a receipt.";
    }

    /// How an operator takes long texts.
    LongMessages {
        Udh8 "udh8" "In parts, under a user data header with an 8-bit reference.";
        Udh16 "udh16" "In parts, under a user data header with a 16-bit reference.";
        Sar "sar" "In parts, marked by the TLVs sar_msg_ref_num and so on.";
        Payload "payload" "Whole, in message_payload: the operator splits it.";
    }
}

impl ReceiptReading {
    /// The table of errors as [`ReceiptReading::lend`] needs it: made once by whoever reads many
    /// receipts.
    pub fn lend_errors(&self) -> Vec<(&str, ErrorClass)> {
        self.errors.iter().map(|(err, class)| (&**err, *class)).collect()
    }

    /// The settings as the reader of receipts takes them.
    pub fn lend<'a>(&self, errors: &'a [(&'a str, ErrorClass)]) -> Reading<'a> {
        Reading {
            unmarked: self.unmarked,
            accepted: self.accepted,
            unknown: self.unknown,
            state_from: self.state_from,
            gsm: self.gsm,
            errors,
        }
    }
}
