//! What the operator took, answered and sent: what tests compare a gateway's word against.

mod entry;
mod ring;

pub use entry::{End, FromPhone, Posting, Submission, What};

use crate::action::SessionId;
use crate::content::ContentKey;
use crate::party::Party;
use crate::receipt::Outcome;
use ring::Ring;
use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

/// Everything that has happened, as far back as the bounds allow. The counts go back to the beginning.
#[derive(Debug)]
pub struct Ledger {
    submissions: Ring<Submission>,
    from_phones: Ring<FromPhone>,
    /// How often each content was taken, of the submissions that are kept.
    taken: BTreeMap<ContentKey, u32>,
    counts: Counts,
}

/// How often what has happened since the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Submissions, each destination of a submit_multi for itself.
    pub submissions: u64,
    /// Of them: taken.
    pub taken: u64,
    /// Of those: of a content that had been taken before.
    pub duplicates: u64,
    /// Submissions that were dropped, neither taken nor answered.
    pub unheard: u64,
    /// Answers that were sent, second ones included; a submit_multi has one.
    pub answers: u64,
    /// Answers that were not sent because their session was gone.
    pub answers_lost: u64,
    /// Messages that reached a phone.
    pub delivered: u64,
    /// Messages that phones wrote.
    pub from_phones: u64,
    /// Receipts, intermediate reports and parts from phones.
    pub postings: u64,
    /// How often those were sent, again included.
    pub sends: u64,
    /// Postings that were answered ESME_ROK.
    pub acknowledged: u64,
    /// Postings that were refused for good.
    pub refused: u64,
    /// Postings that were given up without a good answer, or could not be written.
    pub lost: u64,
    /// Submissions, and messages from phones, that the ledger has forgotten.
    pub forgotten: u64,
}

/// Where a posting is noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Page {
    book: Book,
    entry: u64,
    index: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Book {
    Submissions,
    FromPhones,
}

// === reading ===

impl Ledger {
    /// The submissions, oldest first.
    pub fn submissions(&self) -> impl DoubleEndedIterator<Item = &Submission> {
        self.submissions.iter()
    }

    /// The messages from phones, oldest first.
    pub fn from_phones(&self) -> impl DoubleEndedIterator<Item = &FromPhone> {
        self.from_phones.iter()
    }

    /// How often this content was taken.
    pub fn times_taken(&self, key: ContentKey) -> u32 {
        self.taken.get(&key).copied().unwrap_or(0)
    }

    /// How often what has happened since the beginning.
    pub fn counts(&self) -> Counts {
        self.counts
    }
}

// === writing ===

impl Ledger {
    pub(crate) fn new(entries_max: usize) -> Ledger {
        Ledger {
            submissions: Ring::new(entries_max),
            from_phones: Ring::new(entries_max),
            taken: BTreeMap::new(),
            counts: Counts::default(),
        }
    }

    /// The number that the next submission will have.
    pub(crate) fn next_submission(&self) -> u64 {
        self.submissions.next()
    }

    /// A submission that was heard. Answers its number.
    pub(crate) fn submitted(&mut self, submission: Submission) -> u64 {
        self.counts.submissions += 1;
        if submission.id.is_some() {
            let times = self.taken.entry(submission.content.key()).or_default();
            self.counts.taken += 1;
            self.counts.duplicates += u64::from(*times > 0);
            *times += 1;
        }
        let (number, forgotten) = self.submissions.push(submission);
        if let Some(old) = forgotten {
            self.forget(&old);
        }
        number
    }

    fn forget(&mut self, old: &Submission) {
        self.counts.forgotten += 1;
        if old.id.is_none() {
            return;
        }
        let key = old.content.key();
        if let Some(times) = self.taken.get_mut(&key) {
            *times -= 1;
            if *times == 0 {
                self.taken.remove(&key);
            }
        }
    }

    pub(crate) fn unheard(&mut self) {
        self.counts.unheard += 1;
    }

    /// One answer went out for all of these.
    pub(crate) fn answered(&mut self, numbers: Range<u64>, at: Duration) {
        self.counts.answers += 1;
        for number in numbers {
            if let Some(submission) = self.submissions.get_mut(number) {
                submission.answers.push(at);
            }
        }
    }

    pub(crate) fn answer_lost(&mut self) {
        self.counts.answers_lost += 1;
    }

    pub(crate) fn ended(&mut self, number: u64, outcome: Outcome) {
        self.counts.delivered += u64::from(outcome == Outcome::DELIVERED);
        if let Some(submission) = self.submissions.get_mut(number) {
            submission.outcome = Some(outcome);
        }
    }

    pub(crate) fn written(&mut self, at: Duration, from: &Party, to: &Party, text: &str) -> u64 {
        self.counts.from_phones += 1;
        let (from, to, text) = (from.clone(), to.clone(), text.to_owned());
        let (number, forgotten) =
            self.from_phones.push(FromPhone { at, from, to, text, postings: Vec::new() });
        self.counts.forgotten += u64::from(forgotten.is_some());
        number
    }

    /// A report on a submission is to be sent.
    pub(crate) fn post_report(&mut self, number: u64, what: What) -> Page {
        self.counts.postings += 1;
        let entry = self.submissions.get_mut(number);
        let index = entry.map_or(0, |entry| note(&mut entry.postings, what));
        Page { book: Book::Submissions, entry: number, index }
    }

    /// A part from a phone is to be sent.
    pub(crate) fn post_part(&mut self, number: u64, what: What) -> Page {
        self.counts.postings += 1;
        let entry = self.from_phones.get_mut(number);
        let index = entry.map_or(0, |entry| note(&mut entry.postings, what));
        Page { book: Book::FromPhones, entry: number, index }
    }

    pub(crate) fn sent(&mut self, page: Page, session: SessionId) {
        self.counts.sends += 1;
        if let Some(posting) = self.posting(page) {
            posting.sends += 1;
            posting.session = Some(session);
        }
    }

    pub(crate) fn settled(&mut self, page: Page, end: End) {
        let count = match end {
            End::Open => return,
            End::Acknowledged => &mut self.counts.acknowledged,
            End::Refused(_) => &mut self.counts.refused,
            End::Lost | End::Unwritable => &mut self.counts.lost,
        };
        *count += 1;
        if let Some(posting) = self.posting(page) {
            posting.end = end;
        }
    }

    fn posting(&mut self, page: Page) -> Option<&mut Posting> {
        let postings = match page.book {
            Book::Submissions => &mut self.submissions.get_mut(page.entry)?.postings,
            Book::FromPhones => &mut self.from_phones.get_mut(page.entry)?.postings,
        };
        postings.get_mut(page.index)
    }
}

/// Answers the posting's index.
fn note(postings: &mut Vec<Posting>, what: What) -> usize {
    postings.push(Posting { what, sends: 0, session: None, end: End::Open });
    postings.len() - 1
}
