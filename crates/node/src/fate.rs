//! The log of messages' fates: one event for each change, told when it is durable.
//!
//! Every event has the same five fields (docs/logs.md). No text and no address is among them.

use gateway::door::Effect;
use message::code::ReportCode;
use message::id::MessageId;
use message::object::{AccountId, OperatorId};
use records::attempt::{Cause, WordKind};
use records::delivery::{NoticeEnd, NoticeKind};
use records::{Batch, Record};
use std::fmt;
use tracing::{Level, debug, enabled, info};

/// Where these events come from, as filters name it.
const TARGET: &str = "fate";

/// One event.
struct Fate {
    id: MessageId,
    /// 0: the whole message.
    part: u8,
    event: &'static str,
    peer: Peer,
    /// A command_status of an answer, a code of ours of an outcome; 0: fine, or nothing to say.
    code: u32,
}

/// On whose side it has happened.
#[derive(Clone, Copy)]
enum Peer {
    Account(AccountId),
    Operator(OperatorId),
    /// The record does not say which; that of the attempt did.
    AnOperator,
    AnAccount,
    Gateway,
}

/// Tells what these records say, if anybody listens: it takes some microseconds for each.
pub(crate) fn tell(batch: &Batch) {
    if !enabled!(target: TARGET, Level::DEBUG) {
        return;
    }
    let Ok(records) = records::read(batch.octets()) else { return };
    for Fate { id, part, event, peer, code } in records.flatten().filter_map(|it| fate(&it)) {
        let id = id.digits();
        debug!(target: TARGET, id = id.as_str(), part, event, %peer, code);
    }
}

/// A part goes out that may have arrived before: this is told to everybody.
pub(crate) fn sent_again(effect: &Effect) {
    let Effect::Send(outgoing) = effect else { return };
    if !outgoing.doubtful {
        return;
    }
    let (id, part) = (outgoing.attempt.message.digits(), outgoing.attempt.part);
    let (event, peer) = ("sent_again", Peer::Operator(outgoing.operator));
    info!(target: TARGET, id = id.as_str(), part, event, %peer, code = 0_u32);
}

/// None: it changes no fate, or is told by [`sent_again`].
fn fate(record: &Record) -> Option<Fate> {
    let of = |id, part, event, peer, code| Some(Fate { id, part, event, peer, code });
    match record {
        Record::Accepted(it) => of(it.message, 0, "accepted", Peer::Account(it.account), 0),
        Record::Sent(it) if it.doubtful => None,
        Record::Sent(it) => of(it.message, it.part, "sent", Peer::Operator(it.operator), 0),
        Record::Answered(it) => {
            of(it.message, it.part, answer(it.word.kind), Peer::AnOperator, it.status)
        }
        Record::Lost(it) => {
            let event = if it.written { "in_doubt" } else { "not_sent" };
            of(it.message, it.part, event, Peer::AnOperator, 0)
        }
        Record::Reported(it) => {
            let event = if it.is_final { "reported" } else { "on_the_way" };
            of(it.message, it.part, event, Peer::Operator(it.operator), number(Some(it.code)))
        }
        Record::Settled(it) => {
            let code = it.outcome.as_ref().map(|outcome| outcome.code);
            of(it.message, it.part, cause(it.cause), Peer::Gateway, number(code))
        }
        Record::Parked(it) => of(it.parked, 0, "parked", Peer::Operator(it.operator), 0),
        Record::Unparked(it) => {
            let event = if it.matched { "matched" } else { "forgotten" };
            of(it.parked, 0, event, Peer::Gateway, 0)
        }
        Record::Received(it) => of(it.message, 0, "received", Peer::Operator(it.operator), 0),
        Record::Joined(it) => of(it.message, 0, "joined", Peer::Gateway, 0),
        Record::Noticed(it) => {
            let event = match it.kind {
                NoticeKind::Receipt => "receipt_due",
                NoticeKind::Intermediate => "intermediate_due",
                NoticeKind::Inbound => "text_due",
            };
            let (part, peer) = (it.part.unwrap_or(0), Peer::Account(it.account));
            of(it.message, part, event, peer, number(it.code))
        }
        Record::Taken(it) => {
            let event = match it.end {
                NoticeEnd::Acknowledged => "taken",
                NoticeEnd::Refused => "not_wanted",
                NoticeEnd::Expired => "kept_long_enough",
            };
            let (id, code) = (it.message.unwrap_or(it.notice), it.status.unwrap_or(0));
            of(id, 0, event, Peer::AnAccount, code)
        }
        Record::Booked(_) | Record::Aliased(_) | Record::Carried(_) | Record::Learned(_) => None,
    }
}

fn answer(kind: WordKind) -> &'static str {
    match kind {
        WordKind::Accepted => "submitted",
        WordKind::Succeeded => "handed_over",
        WordKind::Failed => "refused",
        WordKind::Again => "put_off",
        WordKind::Lost => "in_doubt",
    }
}

fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Expired => "expired",
        Cause::ReceiptTimeout => "receipt_timeout",
        Cause::Cancelled => "cancelled",
        Cause::Rejected => "rejected",
        Cause::Resent => "back_in_lane",
    }
}

fn number(code: Option<ReportCode>) -> u32 {
    code.map_or(0, |code| u32::from(code.number()))
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Peer::Account(id) => write!(f, "account {}", id.0),
            Peer::Operator(id) => write!(f, "operator {}", id.0),
            Peer::AnOperator => f.write_str("operator"),
            Peer::AnAccount => f.write_str("account"),
            Peer::Gateway => f.write_str("gateway"),
        }
    }
}
