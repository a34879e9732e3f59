//! What the attempts so far allow for the next one, and how long it waits.

use super::outcome::Outcome;
use super::transition::{Retry, Word};
use message::code::{Action, ReportCode, SubmitRow};
use message::object::OperatorId;
use std::num::NonZeroU16;
use std::time::Duration;

/// What the operator's settings, the rule and the account allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// The operator sends receipts. Without them its answer is the last word: code 2.
    pub receipts: bool,
    /// It may be tried once more without schedule and validity when it refuses those.
    pub without_times: bool,
    /// The rule has another target that may take the part.
    pub other_route: bool,
    /// How many attempts that count there may be. `None`: until validity ends.
    pub attempts_max: Option<NonZeroU16>,
}

/// What is kept of attempts that were not taken: no operator will speak of them again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    /// Attempts made, of any end.
    pub(super) sent: u32,
    /// Attempts that count: refused for now, by an error of the part's own.
    pub(super) counted: u16,
    /// Answers that may also have meant a refusal.
    pub(super) ambiguous: u8,
    /// The operator on whose route the part cannot go; it was let go over another one.
    pub(super) barred: Option<OperatorId>,
    /// It goes without schedule and validity.
    pub(super) without_times: bool,
    /// An attempt has failed for good: there will be no other. Of several, the one that says most.
    pub(super) failure: Option<Outcome>,
}

/// How often an ambiguous answer is taken for a passing one.
const AMBIGUOUS_MAX: u8 = 2;
const DELAY_FIRST: Duration = Duration::from_secs(1);
const DELAY_MAX: Duration = Duration::from_secs(300);
/// The jitter takes off up to this part of the delay: 20 %.
const JITTER_DIVISOR: u64 = 5;

impl Tally {
    /// What an answer means for this part (see [`message::code::SubmitAnswer::judge`]).
    pub(super) fn judge(&self, row: &SubmitRow, terms: &Terms) -> Word {
        let refusal = Outcome::of(row.code.unwrap_or(ReportCode::FailedAtOperator));
        match row.action {
            Action::Submitted | Action::SubmittedUntraceable if !terms.receipts => {
                Word::Succeeded(Outcome::of(ReportCode::DeliveredToNetwork))
            }
            Action::Submitted | Action::SubmittedUntraceable => Word::Accepted,
            Action::Refuse => Word::Failed(refusal),
            Action::RefuseOrDropTimes if terms.without_times && !self.without_times => {
                Word::Again(Retry::WithoutTimes)
            }
            Action::OtherRoute if terms.other_route && self.barred.is_none() => {
                Word::Again(Retry::OtherRoute)
            }
            Action::Retry if self.may_try_again(terms) => Word::Again(Retry::Later),
            Action::RetryTwice if self.ambiguous < AMBIGUOUS_MAX && self.may_try_again(terms) => {
                Word::Again(Retry::LaterAmbiguous)
            }
            Action::RefuseOrDropTimes | Action::OtherRoute | Action::Retry | Action::RetryTwice => {
                Word::Failed(refusal)
            }
            Action::Rebind | Action::ResetSession | Action::SlowDown | Action::Requeue => {
                Word::Again(Retry::AtOnce)
            }
            Action::InDoubt => Word::Lost,
        }
    }

    /// The attempt in hand counts as well.
    fn may_try_again(&self, terms: &Terms) -> bool {
        terms.attempts_max.is_none_or(|max| self.counted.saturating_add(1) < max.get())
    }

    /// The word in the light of the other attempts: after one has failed for good, nothing is
    /// tried again; of two failures the one with a cause is told.
    pub(super) fn weigh(&self, word: Word) -> Word {
        match (word, self.failure) {
            (Word::Again(_), Some(failure)) => Word::Failed(failure),
            (Word::Failed(later), Some(failure)) => Word::Failed(failure.or_better(later)),
            (Word::Again(_) | Word::Failed(_), None)
            | (Word::Accepted | Word::Succeeded(_) | Word::Lost, _) => word,
        }
    }

    /// Keeps what a word about an attempt at this operator leaves behind.
    pub(super) fn note(&mut self, word: Word, operator: OperatorId) {
        match word {
            Word::Again(Retry::OtherRoute) => self.barred = Some(operator),
            Word::Again(Retry::WithoutTimes) => self.without_times = true,
            Word::Again(Retry::Later) => self.counted = self.counted.saturating_add(1),
            Word::Again(Retry::LaterAmbiguous) => {
                self.counted = self.counted.saturating_add(1);
                self.ambiguous = self.ambiguous.saturating_add(1);
            }
            Word::Failed(outcome) => self.failure = Some(outcome),
            Word::Again(Retry::AtOnce) | Word::Accepted | Word::Succeeded(_) | Word::Lost => {}
        }
    }

    /// How long to wait before the next attempt: 1 s, doubled with every attempt that counted, up
    /// to 5 min; of that up to 20 % are taken off by `chance`, a number drawn evenly from all.
    pub(super) fn delay(&self, retry: Retry, chance: u32) -> Duration {
        match retry {
            Retry::AtOnce | Retry::OtherRoute | Retry::WithoutTimes => Duration::ZERO,
            Retry::Later | Retry::LaterAmbiguous => {
                let doublings = u32::from(self.counted.saturating_sub(1));
                let doubled = 2_u32.checked_pow(doublings).unwrap_or(u32::MAX);
                jittered(DELAY_FIRST.saturating_mul(doubled).min(DELAY_MAX), chance)
            }
        }
    }
}

fn jittered(delay: Duration, chance: u32) -> Duration {
    let whole = u64::try_from(delay.as_millis()).expect("at most the longest delay");
    let taken_off = (whole / JITTER_DIVISOR * u64::from(chance)) >> 32;
    Duration::from_millis(whole - taken_off)
}
