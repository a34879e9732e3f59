//! What must hold after kills and cuts, by the ledgers of both sides alone; and the log's word on what may
//! have been sent twice.

use crate::ledger::{Book, Delivery, Fate, Ledger, What};
use crate::operator::{Copy, Written};
use serde_json::Value;
use simulator::ledger::{End, What as Posted};
use simulator::receipt::ReportKind;
use std::collections::{BTreeMap, BTreeSet};

/// What both sides have written down.
pub(crate) struct Evidence {
    pub(crate) name: &'static str,
    pub(crate) ledger: Ledger,
    /// What the operator took, by mark.
    pub(crate) copies: BTreeMap<String, Vec<Copy>>,
    pub(crate) written: Vec<Written>,
    pub(crate) log: String,
    /// How many connections the operator had seen when each kill, or cut, had ended all of them.
    pub(crate) ends: Vec<u64>,
    pub(crate) windows: Windows,
}

/// How much can be without an answer when all ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Windows {
    /// Parts with the operator.
    pub(crate) parts: usize,
    /// Receipts and texts with the customer.
    pub(crate) notices: usize,
}

/// How much of everything there was.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    pub(crate) kills: usize,
    pub(crate) kills_with_open_submissions: usize,
    pub(crate) kills_with_doubles: usize,
    pub(crate) accepted: usize,
    /// Submissions whose answers the kills have taken away; of them: that were accepted all the same.
    pub(crate) unanswered: usize,
    pub(crate) unanswered_and_accepted: usize,
    /// Parts that the operator took twice or more often, and what the log has of them.
    pub(crate) doubles: usize,
    pub(crate) sent_again: usize,
    /// Receipts and texts that a customer got twice or more often.
    pub(crate) told_again: usize,
    pub(crate) texts: usize,
    /// Receipts and texts that the operator had to send again.
    pub(crate) posted_again: usize,
}

impl Sums {
    pub(crate) fn add(&mut self, other: &Sums) {
        self.kills += other.kills;
        self.kills_with_open_submissions += other.kills_with_open_submissions;
        self.kills_with_doubles += other.kills_with_doubles;
        self.accepted += other.accepted;
        self.unanswered += other.unanswered;
        self.unanswered_and_accepted += other.unanswered_and_accepted;
        self.doubles += other.doubles;
        self.sent_again += other.sent_again;
        self.told_again += other.told_again;
        self.texts += other.texts;
        self.posted_again += other.posted_again;
    }
}

impl Evidence {
    /// `last`: how many parts the last life has sent again, by its own count.
    pub(crate) fn judge(&self, last: u64) -> Sums {
        let book = self.ledger.book();
        let mut sums = Sums { kills: self.ends.len(), ..Sums::default() };
        let refused = book.submissions.iter().find(|it| matches!(it.fate, Fate::Refused(_)));
        assert!(refused.is_none(), "{}: {refused:?}", self.name);
        self.messages(&book, &mut sums);
        self.told_once(&book, &mut sums);
        self.posted(&book, &mut sums);
        self.doubles(&book, last, &mut sums);
        sums
    }

    /// What was accepted has reached the operator, and its end was told.
    fn messages(&self, book: &Book, sums: &mut Sums) {
        let receipts = book.receipts();
        for (id, submission) in book.accepted() {
            let mark = &submission.mark;
            let copies = self.copies.get(mark);
            let copies = copies.unwrap_or_else(|| panic!("{mark}, accepted as {id}, is lost"));
            let told = receipts.get(id).unwrap_or_else(|| panic!("nobody was told of {mark}"));
            for delivery in told {
                let What::Receipt { stat, mark: of, .. } = &delivery.what else { continue };
                assert_eq!(of.as_ref(), Some(mark), "{id} is another message");
                let ends: Vec<_> = copies.iter().filter_map(|copy| copy.stat).collect();
                assert!(ends.contains(&stat.as_str()), "{mark} is {stat}, and was {ends:?}");
            }
            sums.accepted += 1;
        }
        let mut lives = BTreeSet::new();
        for submission in book.submissions.iter().filter(|it| it.fate == Fate::Unknown) {
            lives.insert(submission.life);
            sums.unanswered += 1;
            sums.unanswered_and_accepted += usize::from(self.copies.contains_key(&submission.mark));
        }
        sums.kills_with_open_submissions = lives.len();
    }

    /// A receipt or a text comes a second time only in another life, and no more of them than could
    /// be without an answer at a kill.
    fn told_once(&self, book: &Book, sums: &mut Sums) {
        let mut again: BTreeMap<u32, usize> = BTreeMap::new();
        for (what, deliveries) in book.receipts() {
            let words: BTreeSet<_> = deliveries.iter().map(|it| format!("{:?}", it.what)).collect();
            assert_eq!(words.len(), 1, "{what} has more than one end: {words:?}");
            let twice = deliveries.windows(2).find(|pair| pair[0].life == pair[1].life);
            assert!(twice.is_none(), "{what} was told twice in one life: {twice:?}");
            for delivery in &deliveries[..deliveries.len() - 1] {
                *again.entry(delivery.life).or_default() += 1;
            }
        }
        let most = self.windows.notices;
        let beyond = again.iter().find(|(_, count)| **count > most);
        assert!(beyond.is_none(), "more than {most} were on their way: {beyond:?}");
        sums.told_again += again.values().sum::<usize>();
    }

    /// What the operator was answered OK has been told; a text in each life as often as it was sent
    /// at most.
    fn posted(&self, book: &Book, sums: &mut Sums) {
        let marks: BTreeSet<&str> = book.marks().collect();
        for (mark, copies) in &self.copies {
            for posting in copies.iter().flat_map(|copy| &copy.postings) {
                assert_eq!(posting.end, End::Acknowledged, "{mark}: {posting:?}");
                sums.posted_again += usize::from(posting.sends > 1);
                if matches!(posting.what, Posted::Report(ReportKind::Receipt, _)) {
                    let is_told = marks.contains(mark.as_str());
                    let sent = book.submissions.iter().find(|it| it.mark == *mark);
                    assert!(is_told, "the receipt of {mark} is lost: {sent:?}, {copies:?}");
                }
            }
        }
        let texts = book.texts();
        for Written { text, postings } in &self.written {
            let [posting] = postings[..] else { panic!("{text} has one part: {postings:?}") };
            assert_eq!(posting.end, End::Acknowledged, "{text}: {posting:?}");
            let told = texts.get(text.as_str()).map_or(&[][..], Vec::as_slice);
            assert!(!told.is_empty(), "{text} is lost");
            let in_one_life =
                told.chunk_by(|one, next| one.life == next.life).map(<[_]>::len).max();
            let most = usize::from(posting.sends);
            assert!(in_one_life <= Some(most), "{text} was told {told:?} for {posting:?}");
            sums.posted_again += usize::from(posting.sends > 1);
            sums.told_again += usize::from(told.len() > 1);
            sums.texts += 1;
        }
    }

    /// The operator got a part twice only across a kill, no more of them than could be without an
    /// answer then, and the log has said so of each.
    fn doubles(&self, book: &Book, last: u64, sums: &mut Sums) {
        let marked = sent_again(&self.log);
        let ids: BTreeMap<String, &str> = book.deliveries.iter().filter_map(id_of).collect();
        let mut open: BTreeMap<usize, usize> = BTreeMap::new();
        for (mark, copies) in self.copies.iter().filter(|(_, copies)| copies.len() > 1) {
            let lives: Vec<usize> = copies.iter().map(|copy| self.life(copy.session)).collect();
            assert!(lives.windows(2).all(|pair| pair[0] < pair[1]), "{mark} came in {lives:?}");
            for life in &lives[..lives.len() - 1] {
                *open.entry(*life).or_default() += 1;
            }
            let id = ids.get(mark).unwrap_or_else(|| panic!("nobody was told of {mark}"));
            let count = marked.get(*id).copied().unwrap_or(0);
            assert!(
                count >= copies.len() - 1,
                "{mark} came {} times, {count} marked",
                copies.len()
            );
            sums.doubles += copies.len() - 1;
        }
        let most = self.windows.parts;
        let beyond = open.iter().find(|(_, count)| **count > most);
        assert!(beyond.is_none(), "more than {most} were without an answer: {beyond:?}");
        sums.kills_with_doubles = open.len();
        sums.sent_again = marked.values().sum();
        assert!(last <= sums.sent_again as u64, "{last} of {}", sums.sent_again);
    }

    /// In which life the operator's session was.
    fn life(&self, session: u64) -> usize {
        self.ends.partition_point(|end| *end < session)
    }
}

fn id_of(delivery: &Delivery) -> Option<(String, &str)> {
    let What::Receipt { id, mark, .. } = &delivery.what else { return None };
    mark.clone().map(|mark| (mark, id.as_str()))
}

/// How often the log says of a message that a part of it was sent again and may have arrived before.
fn sent_again(log: &str) -> BTreeMap<String, usize> {
    let mut marked = BTreeMap::new();
    for line in log.lines() {
        // The last line of a life may be cut short.
        let Ok(event) = serde_json::from_str::<Value>(line) else { continue };
        let fields = &event["fields"];
        if event["target"] == "fate" && fields["event"] == "sent_again" {
            let id = fields["id"].as_str().expect("an id is a string").to_owned();
            *marked.entry(id).or_default() += 1;
        }
    }
    marked
}
