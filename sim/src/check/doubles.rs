//! An operator gets a part twice only if what it answered the first time may not have arrived; and
//! the record of the second time says that it may be the second.

use super::{Breaches, Check, Evidence, tag_of};
use crate::customer::Tagged;
use crate::event::LinkId;
use message::id::MessageId;
use records::Record;
use simulator::ContentKey;
use simulator::ledger::Submission;
use simulator::profile::AnswerMishap;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

pub(super) struct Doubles;

/// The gateway hears an answer and has it on the medium after this.
const HEARD: Duration = Duration::from_secs(15);
/// It waits for an answer at least as long as this.
const IN_TIME: Duration = Duration::from_secs(20);

impl Check for Doubles {
    fn name(&self) -> &'static str {
        "doubles"
    }

    fn end(&mut self, evidence: &Evidence<'_>, breaches: &mut Breaches<'_>) {
        let marked = marked(evidence);
        // By what it holds, over all operators: a second copy may have gone to another.
        let mut taken: BTreeMap<(Tagged, ContentKey), Vec<&Submission>> = BTreeMap::new();
        for operator in evidence.operators {
            for submission in operator.brain().ledger().submissions() {
                let tag = Tagged::find(&submission.content.user_data);
                if let Some(tag) = tag.filter(|_| submission.id.is_some()) {
                    taken.entry((tag, submission.content.key())).or_default().push(submission);
                }
            }
        }
        for ((tag, _), mut copies) in taken {
            copies.sort_by_key(|copy| copy.at);
            if copies.len() == 1 {
                continue;
            }
            let mark = tag.mark();
            let needless = |copy: &&&Submission| {
                is_heard(copy, evidence)
                    && copies.iter().any(|other| is_sent_behind(other, copy, evidence))
            };
            if let Some(copy) = copies.iter().find(needless) {
                let at = copy.at;
                breaches
                    .add(format!("{mark}, which came at {at:?}, was sent again though answered"));
            }
            if !marked.contains(&tag) {
                breaches.add(format!("{mark} was sent again, and no record says so"));
            }
        }
    }
}

/// The texts of which a record says that they may have been sent twice.
fn marked(evidence: &Evidence<'_>) -> BTreeSet<Tagged> {
    let doubtful = |record: &Record| {
        if let Record::Sent(sent) = record { sent.doubtful.then_some(sent.message) } else { None }
    };
    let messages: BTreeSet<MessageId> =
        evidence.history.entries().iter().filter_map(|entry| doubtful(&entry.record)).collect();
    let tag = |id: &MessageId| evidence.history.accepted(*id).and_then(tag_of);
    messages.iter().filter_map(tag).collect()
}

/// Was the copy answered, and does the gateway know it for certain?
fn is_heard(copy: &Submission, evidence: &Evidence<'_>) -> bool {
    let Some(&at) = copy.answers.first() else { return false };
    let is_told = match copy.mishap {
        AnswerMishap::None
        | AnswerMishap::Twice
        | AnswerMishap::NoId
        | AnswerMishap::RepeatedId => true,
        AnswerMishap::Unanswered
        | AnswerMishap::Swallowed
        | AnswerMishap::Nacked
        | AnswerMishap::WrongSequence
        | AnswerMishap::ClosedBefore
        | AnswerMishap::ClosedBehind => false,
    };
    let link = LinkId(copy.session.0);
    is_told && at.saturating_sub(copy.at) < IN_TIME && evidence.is_quiet(link, copy.at, at + HEARD)
}

/// Was this copy sent behind the other, for certain? What came later was, unless it was held up on
/// its way, or came over a connection that had ended by then.
fn is_sent_behind(copy: &Submission, other: &Submission, evidence: &Evidence<'_>) -> bool {
    let link = LinkId(copy.session.0);
    copy.at > other.at
        && evidence.net.is_steady(link)
        && evidence.net.ended(link).is_none_or(|ended| ended > other.at)
}
