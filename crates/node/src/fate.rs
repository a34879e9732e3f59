//! The log of messages' fates: one event for each change, told when it is durable.
//!
//! Every event has the same five fields (docs/logs.md). No text and no address is among them.

use message::code::ReportCode;
use message::id::MessageId;
use message::object::{AccountId, OperatorId};
use records::attempt::{Cause, WordKind};
use records::delivery::{NoticeEnd, NoticeKind};
use records::{Batch, Record};
use registry::Snapshot;
use std::fmt;
use tracing::{Level, debug, enabled, info};

/// Where these events come from, as filters name it.
const TARGET: &str = "fate";
/// A part has gone out that may have arrived before.
const SENT_AGAIN: &str = "sent_again";

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

/// The peer as it is called; by its number where it is configured no more.
struct Named<'a> {
    peer: Peer,
    names: &'a Snapshot,
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

/// Tells what these records say. Parts that go out although they may have arrived before, of which
/// there may be some if `has_doubtful`, are told to everybody; all else only if somebody listens, for
/// it takes some microseconds for each.
pub(crate) fn tell(batch: &Batch, names: &Snapshot, has_doubtful: bool) {
    let is_heard = enabled!(target: TARGET, Level::DEBUG);
    if !is_heard && !has_doubtful {
        return;
    }
    let Ok(records) = records::read(batch.octets()) else { return };
    for Fate { id, part, event, peer, code } in records.flatten().filter_map(|it| fate(&it)) {
        let (id, peer) = (id.digits(), Named { peer, names });
        if event == SENT_AGAIN {
            info!(target: TARGET, id = id.as_str(), part, event, %peer, code);
        } else if is_heard {
            debug!(target: TARGET, id = id.as_str(), part, event, %peer, code);
        }
    }
}

/// None: it changes no fate.
fn fate(record: &Record) -> Option<Fate> {
    let of = |id, part, event, peer, code| Some(Fate { id, part, event, peer, code });
    match record {
        Record::Accepted(it) => of(it.message, 0, "accepted", Peer::Account(it.account), 0),
        Record::Sent(it) => {
            let event = if it.doubtful { SENT_AGAIN } else { "sent" };
            of(it.message, it.part, event, Peer::Operator(it.operator), 0)
        }
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

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.peer {
            Peer::Account(id) => match self.names.account(id) {
                Some(account) => write!(f, "account {}", account.name),
                None => write!(f, "account {}", id.0),
            },
            Peer::Operator(id) => match self.names.operator(id) {
                Some(operator) => write!(f, "operator {}", operator.name),
                None => write!(f, "operator {}", id.0),
            },
            Peer::AnOperator => f.write_str("operator"),
            Peer::AnAccount => f.write_str("account"),
            Peer::Gateway => f.write_str("gateway"),
        }
    }
}
