//! What each record changes.

use super::{Change, Durable, Gone, Message};
use crate::life::{Attempt, AttemptState, Follows, PartState, Report, Word};
use crate::receipt::{AttemptRef, Doubt, IdSum, by_id};
use message::code::ReportCode;
use message::id::MessageId;
use message::time::Timestamp;
use records::Record;
use records::attempt::{Answered, Cause, Lost, Parked, Reported, Sent, Settled, Unparked};
use records::carried::Key;
use records::submission::{Accepted, Book, Booked, Reason};
use smallvec::SmallVec;

/// Attempts with the sums of their ids.
type Named = SmallVec<[(IdSum, AttemptRef); 1]>;

/// Why an event of a part cannot fail: it was tried on a copy of the part when it was decided.
const DECIDED: &str = "the event was decided on this very state";

impl Durable {
    /// Makes a record count, and tells what it has led to.
    ///
    /// # Panics
    /// A record that was not decided on this state: the process must end before it is told of.
    pub fn apply(&mut self, record: &Record, changes: &mut Vec<Change>) {
        match record {
            Record::Accepted(it) => self.accepted(it, changes),
            Record::Booked(it) => self.booked(it),
            Record::Sent(it) => self.sent(it, changes),
            Record::Answered(it) => self.answered(it, changes),
            Record::Lost(it) => self.lost(it, changes),
            Record::Reported(it) => self.reported(it, changes),
            Record::Settled(it) => self.settled(it, changes),
            Record::Parked(it) => self.park(it),
            Record::Unparked(it) => self.unpark(it),
            Record::Received(it) => self.received(it),
            Record::Joined(it) => self.joined(it),
            Record::Noticed(it) => self.noticed(it, changes),
            Record::Taken(it) => self.taken(it, changes),
            Record::Aliased(it) => self.aliases.give(it),
            Record::Carried(it) => self.restore(it, changes),
            Record::Learned(it) => {
                self.learned.restore(it);
            }
        }
    }

    pub(super) fn gave(&mut self, id: MessageId) {
        self.last = self.last.max(Some(id));
    }

    fn accepted(&mut self, accepted: &Accepted, changes: &mut Vec<Change>) {
        self.gave(accepted.message);
        if let (Some(key), Some(until)) = (&accepted.client_key, accepted.key_until) {
            let Accepted { account, message, .. } = *accepted;
            self.keys.remember(&Key { account, key: key.clone(), message, until });
        }
        self.insert(accepted.message, Message::new(accepted), changes);
        changes.push(Change::Entered { account: accepted.account });
    }

    /// Puts a message in, with its parts as they are.
    pub(super) fn insert(&mut self, id: MessageId, message: Message, changes: &mut Vec<Change>) {
        self.usage.grown(message.octets());
        if !message.has_ended() {
            self.usage.message_opened(message.account);
        }
        for (part, tracked) in (1..=u8::MAX).zip(&message.parts) {
            for attempt in tracked.part.attempts() {
                let which = AttemptRef { message: id, part, attempt: attempt.number };
                if let Some(id) = &attempt.id {
                    self.attempts.give(attempt.operator, id, which);
                }
                if is_nameless(attempt) {
                    let doubt = doubt(&message, which, attempt.at);
                    self.doubts.doubt(attempt.operator, &message.destination.text, doubt);
                }
            }
            if tracked.part.state() == PartState::Waiting {
                changes.push(Change::Queued { message: id, part });
            }
        }
        self.messages.insert(id, Box::new(message));
    }

    /// Takes a message out, with all that leads to it; answers also the attempts that had ids.
    pub(super) fn remove(&mut self, id: MessageId) -> Option<(Message, Named)> {
        let mut named = Named::new();
        let message = self.messages.remove(&id)?;
        self.usage.shrunk(message.octets());
        if !message.has_ended() {
            self.usage.message_ended(message.account);
        }
        for (part, tracked) in (1..=u8::MAX).zip(&message.parts) {
            for attempt in tracked.part.attempts() {
                let which = AttemptRef { message: id, part, attempt: attempt.number };
                let sum = attempt.id.as_ref().and_then(|id| IdSum::of(attempt.operator, id));
                if let Some(sum) = sum {
                    self.attempts.forget_sum(sum, which);
                    named.push((sum, which));
                }
                if is_nameless(attempt) {
                    self.doubts.settle(attempt.operator, &message.destination.text, which);
                }
            }
        }
        Some((*message, named))
    }

    fn booked(&mut self, booked: &Booked) {
        self.ledger.apply(booked);
        let message = booked.message.and_then(|id| self.messages.get_mut(&id));
        if let Some(message) = message {
            let reserve = booked.lines.iter().filter(|line| line.book == Book::Reserved);
            let change: i64 = reserve.map(|line| line.micros).sum();
            message.reserved = message.reserved.saturating_add(change);
            message.is_booked |= booked.reason == Reason::Reserve;
        }
    }

    fn sent(&mut self, sent: &Sent, changes: &mut Vec<Change>) {
        let Some(message) = self.messages.get_mut(&sent.message) else { return };
        let Some(tracked) = message.part_mut(sent.part) else { return };
        tracked.part.send(sent.operator, sent.at).expect(DECIDED);
        let before = tracked.times.receipt_by;
        let by = before.max(sent.receipt_by);
        tracked.times.receipt_by = by;
        if by != before {
            changes.push(Change::Awaits { message: sent.message, part: sent.part, before, by });
        }
    }

    fn answered(&mut self, answered: &Answered, changes: &mut Vec<Change>) {
        let which = AttemptRef {
            message: answered.message,
            part: answered.part,
            attempt: answered.attempt,
        };
        let word = Word::from(&answered.word);
        let id = answered.operators_id.as_deref();
        let Some(message) = self.messages.get_mut(&which.message) else { return };
        let Some(tracked) = message.part_mut(which.part) else { return };
        let attempt = tracked.part.attempts().iter().find(|it| it.number == which.attempt);
        let (operator, at, was_in_doubt) = attempt
            .map(|it| (it.operator, it.at, it.state == AttemptState::InDoubt))
            .expect(DECIDED);
        let kept = answered.operators_id.clone();
        let follows = tracked.part.answer(which.attempt, word, kept).expect(DECIDED);
        let is_taken = matches!(word, Word::Accepted | Word::Succeeded(_));
        if let Some(id) = id.filter(|_| is_taken) {
            self.attempts.give(operator, id, which);
        }
        let is_nameless = is_taken && id.is_none();
        if was_in_doubt && !is_nameless {
            self.doubts.settle(operator, &message.destination.text, which);
        } else if is_nameless && !was_in_doubt {
            let doubt = doubt(message, which, at);
            self.doubts.doubt(operator, &message.destination.text, doubt);
        }
        self.followed(which, follows, (answered.at, answered.word.due), changes);
    }

    fn lost(&mut self, lost: &Lost, changes: &mut Vec<Change>) {
        let which = AttemptRef { message: lost.message, part: lost.part, attempt: lost.attempt };
        let Some(message) = self.messages.get_mut(&which.message) else { return };
        let Some(tracked) = message.part_mut(which.part) else { return };
        let attempt = tracked.part.attempts().iter().find(|it| it.number == which.attempt);
        let (operator, at) = attempt.map(|it| (it.operator, it.at)).expect(DECIDED);
        let word = Word::from(&lost.word);
        let follows = tracked.part.answer(which.attempt, word, None).expect(DECIDED);
        if word == Word::Lost {
            let doubt = doubt(message, which, at);
            self.doubts.doubt(operator, &message.destination.text, doubt);
        }
        self.followed(which, follows, (lost.at, lost.word.due), changes);
    }

    fn reported(&mut self, reported: &Reported, changes: &mut Vec<Change>) {
        let Reported { message, part, attempt, at, .. } = *reported;
        let which = AttemptRef { message, part, attempt };
        if let Some(likeness) = by_id(reported.matched) {
            self.learned.saw(reported.operator, likeness);
        }
        let Some(message) = self.messages.get_mut(&which.message) else { return };
        let Some(tracked) = message.part_mut(which.part) else { return };
        let attempts = tracked.part.attempts();
        let was_nameless = attempts.iter().any(|it| it.number == attempt && is_nameless(it));
        let report = Report::of(reported.code, reported.state, reported.is_final);
        let follows = tracked.part.receipt(attempt, report).expect(DECIDED);
        if was_nameless && let Report::Final(_) = report {
            self.doubts.settle(reported.operator, &message.destination.text, which);
        }
        self.followed(which, follows, (at, None), changes);
    }

    fn settled(&mut self, settled: &Settled, changes: &mut Vec<Change>) {
        let Settled { message, part, at, cause, ref outcome } = *settled;
        let Some(tracked) = self.messages.get_mut(&message).and_then(|it| it.part_mut(part)) else {
            return;
        };
        let code = outcome.as_ref().map_or(ReportCode::StatusUnknown, |outcome| outcome.code);
        let follows = match cause {
            Cause::Expired => tracked.part.expire(),
            Cause::ReceiptTimeout => tracked.part.time_out(),
            Cause::Cancelled => tracked.part.cancel(),
            Cause::Rejected => tracked.part.reject(code),
            Cause::Resent => tracked.part.resend(),
        };
        let which = AttemptRef { message, part, attempt: 0 };
        self.followed(which, follows.expect(DECIDED), (at, None), changes);
    }

    /// What an event of a part leads to.
    fn followed(
        &mut self,
        AttemptRef { message: id, part, .. }: AttemptRef,
        follows: Follows,
        (at, due): (Timestamp, Option<Timestamp>),
        changes: &mut Vec<Change>,
    ) {
        let Some(message) = self.messages.get_mut(&id) else { return };
        let account = message.account;
        let Some(tracked) = message.part_mut(part) else { return };
        match follows {
            Follows::Nothing | Follows::AwaitAnswer | Follows::AwaitReceipt => {}
            Follows::Back(_) => {
                tracked.times.due = due.unwrap_or(at);
                changes.push(Change::Queued { message: id, part });
            }
            Follows::Close(_) => {
                tracked.times.ended = Some(at);
                let before = tracked.times.receipt_by;
                changes.push(Change::Awaits { message: id, part, before, by: None });
                if message.has_ended() {
                    self.usage.message_ended(account);
                }
            }
        }
        self.forget_if_over(id, changes);
    }

    pub(super) fn forget_if_over(&mut self, id: MessageId, changes: &mut Vec<Change>) {
        if self.messages.get(&id).is_some_and(|message| message.is_over())
            && let Some((message, named)) = self.remove(id)
        {
            changes.push(Change::Gone(Box::new(gone(id, message, named))));
        }
    }

    pub(super) fn park(&mut self, parked: &Parked) {
        self.gave(parked.parked);
        let ids: Vec<&[u8]> = parked.ids.iter().map(|id| &**id).collect();
        self.parking.park(parked.operator, &ids, parked.parked);
        self.parked.insert(parked.parked, parked.clone(), parked.until);
    }

    fn unpark(&mut self, unparked: &Unparked) {
        if let Some(parked) = self.parked.remove(&unparked.parked) {
            let ids: Vec<&[u8]> = parked.ids.iter().map(|id| &**id).collect();
            self.parking.leave(parked.operator, &ids, parked.parked);
        }
    }
}

/// An operator may have it, and has given no id by which a receipt could name it.
fn is_nameless(attempt: &Attempt) -> bool {
    match attempt.state {
        AttemptState::InDoubt => true,
        AttemptState::Accepted => attempt.id.is_none(),
        AttemptState::InFlight | AttemptState::Reported(_) => false,
    }
}

fn doubt(message: &Message, attempt: AttemptRef, at: Timestamp) -> Doubt {
    Doubt { attempt, at, reference: message.accepted().user_message_reference }
}

fn gone(id: MessageId, message: Message, attempts: Named) -> Gone {
    let ended = message.parts.iter().filter_map(|tracked| tracked.times.ended).max();
    let ended = ended.unwrap_or(message.at);
    Gone {
        message: id,
        account: message.account,
        standing: message.standing(ended),
        ended,
        destination: message.destination.text,
        attempts,
    }
}
