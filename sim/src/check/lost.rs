//! Nothing is lost that was answered with OK: a message has its record and its end, and an
//! operator's receipt or text has its record.

use super::{Breaches, Check, Evidence, account_of, tag_of};
use crate::history::History;
use message::id::MessageId;
use records::Record;
use records::attempt::{Cause, RawReceipt, WordKind};
use records::submission::Accepted;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

pub(super) struct Lost;

impl Check for Lost {
    fn name(&self) -> &'static str {
        "lost"
    }

    fn end(&mut self, evidence: &Evidence<'_>, breaches: &mut Breaches<'_>) {
        submissions(evidence, breaches);
        ends(evidence, breaches);
        early(evidence, breaches);
        postings(evidence, breaches);
    }
}

/// What customers were told is there is there, with their text.
fn submissions(evidence: &Evidence<'_>, breaches: &mut Breaches<'_>) {
    let mut known: BTreeMap<MessageId, String> = BTreeMap::new();
    for (number, customer) in evidence.customers.iter().enumerate() {
        for (submission, id) in customer.ledger.accepted() {
            let mark = submission.letter.tag.mark();
            let message = evidence.message(account_of(number), id);
            let Some(accepted) = message.and_then(|it| evidence.history.accepted(it)) else {
                breaches.add(format!("{mark} was accepted as {id}, and there is no record of it"));
                continue;
            };
            let is_same = tag_of(accepted) == Some(submission.letter.tag)
                && *accepted.destination.text == *submission.letter.destination;
            if !is_same {
                breaches.add(format!("{mark} was accepted as {id}, which is another message"));
            }
            if let Some(other) = known.insert(accepted.message, mark.clone()) {
                breaches.add(format!("{mark} and {other} have the id {id}"));
            }
        }
    }
}

/// Every message has come to an end that a record tells, and is not held any more.
fn ends(evidence: &Evidence<'_>, breaches: &mut Breaches<'_>) {
    let closed = closed(evidence.history);
    for accepted in evidence.history.messages() {
        let id = accepted.message;
        if let Some(message) = evidence.durable.message(id) {
            let parts: Vec<_> = message.parts.iter().map(|it| it.part.state()).collect();
            breaches.add(format!("{id} has not come to its end: {parts:?}"));
        }
        let was_rejected = accepted.rule.is_none();
        for part in (1..=u8::MAX).take(accepted.parts.len()) {
            if !was_rejected && !closed.contains(&(id, part)) {
                breaches.add(format!("no record says how part {part} of {id} ended"));
            }
        }
    }
    let notices = evidence.durable.notices().count();
    if notices > 0 {
        breaches.add(format!("{notices} notices were not brought to their accounts"));
    }
}

/// Nothing has expired before its time, by the clock of the gateway; nor by any other, as long as the
/// process lived: its clock goes on evenly, up to a tenth faster, whatever the wall clock does.
fn early(evidence: &Evidence<'_>, breaches: &mut Breaches<'_>) {
    let mut began: BTreeMap<MessageId, (Duration, &Accepted)> = BTreeMap::new();
    for entry in evidence.history.entries() {
        if let Record::Accepted(accepted) = &entry.record {
            began.insert(accepted.message, (entry.at, accepted));
        }
        let Record::Settled(settled) = &entry.record else { continue };
        let Some((from, accepted)) = began.get(&settled.message) else { continue };
        if settled.cause != Cause::Expired {
            continue;
        }
        let validity = accepted.expires.millis().saturating_sub(accepted.at.millis());
        let validity = Duration::from_millis(u64::try_from(validity).unwrap_or(0));
        let shortest = (validity * 10 / 11).saturating_sub(APPENDING);
        let decided = from.saturating_sub(RESTARTING);
        let is_one_life = evidence.has_lived_through(decided, entry.at);
        let is_early = is_one_life && entry.at.saturating_sub(*from) < shortest;
        if settled.at < accepted.expires || is_early {
            let lasted = entry.at.saturating_sub(*from);
            let id = settled.message;
            breaches.add(format!("{id}, valid for {validity:?}, expired after {lasted:?}"));
        }
    }
}

/// A record is on the medium so long after the decision at most, unless that is full.
const APPENDING: Duration = Duration::from_secs(10);
/// What a crash has kept is seen when the next process starts: so long after the decision at most.
const RESTARTING: Duration = Duration::from_secs(30);

/// The parts of which a record may be the last word.
fn closed(history: &History) -> BTreeSet<(MessageId, u8)> {
    let ending = |record: &Record| match record {
        Record::Settled(it) => Some((it.message, it.part)),
        Record::Reported(it) => it.is_final.then_some((it.message, it.part)),
        Record::Answered(it) => match it.word.kind {
            WordKind::Succeeded | WordKind::Failed => Some((it.message, it.part)),
            WordKind::Accepted | WordKind::Again | WordKind::Lost => None,
        },
        Record::Accepted(_)
        | Record::Booked(_)
        | Record::Sent(_)
        | Record::Lost(_)
        | Record::Parked(_)
        | Record::Unparked(_)
        | Record::Received(_)
        | Record::Joined(_)
        | Record::Noticed(_)
        | Record::Taken(_)
        | Record::Aliased(_)
        | Record::Carried(_)
        | Record::Learned(_) => None,
    };
    history.entries().iter().filter_map(|entry| ending(&entry.record)).collect()
}

/// What operators were told is there is there: as a report on a message, as one that waits for its
/// message, or as a text.
fn postings(evidence: &Evidence<'_>, breaches: &mut Breaches<'_>) {
    let mut kept: BTreeSet<(usize, Vec<u8>, Vec<u8>)> = BTreeSet::new();
    for entry in evidence.history.entries() {
        if let Some((operator, text, tlvs)) = what_came(&entry.record) {
            kept.insert((operator as usize - 1, text, tlvs));
        }
    }
    for (number, operator) in evidence.operators.iter().enumerate() {
        for posted in operator.ledger.postings.values() {
            let key = (number, posted.text.clone(), posted.tlvs.clone());
            if posted.acknowledged.is_some() && !kept.contains(&key) {
                let text = posted.text.escape_ascii();
                breaches.add(format!(
                    "operator {number} has OK for what has no record: {text}, {:02X?}",
                    posted.tlvs
                ));
            }
        }
    }
}

/// From whom, text and TLVs.
fn what_came(record: &Record) -> Option<(u32, Vec<u8>, Vec<u8>)> {
    let octets = |octets: &Option<records::Octets>| {
        octets.as_ref().map(|octets| octets.to_vec()).unwrap_or_default()
    };
    let raw = |operator, raw: &RawReceipt| (operator, raw.text.to_vec(), octets(&raw.tlvs));
    match record {
        Record::Reported(it) => Some(raw(it.operator.0, &it.raw)),
        Record::Parked(it) => Some(raw(it.operator.0, &it.raw)),
        Record::Received(it) => {
            let text = [octets(&it.content.header), it.content.octets.to_vec()].concat();
            Some((it.operator.0, text, octets(&it.tlvs)))
        }
        Record::Accepted(_)
        | Record::Booked(_)
        | Record::Sent(_)
        | Record::Answered(_)
        | Record::Lost(_)
        | Record::Settled(_)
        | Record::Unparked(_)
        | Record::Joined(_)
        | Record::Noticed(_)
        | Record::Taken(_)
        | Record::Aliased(_)
        | Record::Carried(_)
        | Record::Learned(_) => None,
    }
}
