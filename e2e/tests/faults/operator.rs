//! An operator that lives on while the gateway dies, with a ledger of its own.

use crate::gateway::{DEADLINE, until};
use link::Time;
use simulator::ledger::{End, Posting, Submission, What};
use simulator::receipt::ReportKind;
use simulator::tcp::{Handle, Operator};
use simulator::{Ledger, Profile};
use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, SocketAddr};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// An operator in tasks of its own.
pub(crate) struct Outside {
    pub(crate) address: SocketAddr,
    pub(crate) handle: Handle,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// What an operator took of a message, the first copy first.
#[derive(Debug, Clone)]
pub(crate) struct Copy {
    pub(crate) session: u64,
    pub(crate) to: String,
    pub(crate) stat: Option<&'static str>,
    pub(crate) postings: Vec<Posting>,
}

/// What has come from a phone.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) postings: Vec<Posting>,
}

impl Outside {
    /// On this port; 0: any.
    pub(crate) async fn listen(port: u16, profile: Profile, seed: u64, time: &Time) -> Outside {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listening = Operator::listen(address, profile, seed, time.clone()).await;
        let (operator, handle) = listening.expect("the port is free");
        let address = operator.address().expect("it listens");
        let (stop, stops) = watch::channel(false);
        let task = tokio::spawn(operator.run(stops));
        Outside { address, handle, stop, task }
    }

    /// All its connections break, and what it knows is gone. Its port is free again.
    pub(crate) async fn close(&mut self) -> u16 {
        self.stop.send_replace(true);
        let ended = tokio::time::timeout(DEADLINE, &mut self.task).await;
        ended.expect("in time").expect("no panic");
        self.address.port()
    }

    pub(crate) async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Ledger) -> T + Send + 'static,
    ) -> T {
        self.handle.ledger(look).await.expect("it runs")
    }

    /// What it took, by mark.
    pub(crate) async fn copies(&self) -> BTreeMap<String, Vec<Copy>> {
        self.look(copies).await
    }

    /// What its phones wrote.
    pub(crate) async fn written(&self) -> Vec<Written> {
        let written = |ledger: &Ledger| {
            let all = ledger.from_phones();
            all.map(|it| Written { text: it.text.clone(), postings: it.postings.clone() }).collect()
        };
        self.look(written).await
    }

    /// Messages without a receipt, and deliveries that have not ended.
    pub(crate) async fn undelivered(&self) -> usize {
        let open = |ledger: &Ledger| {
            let of_messages = ledger.submissions().flat_map(|it| &it.postings);
            let of_texts = ledger.from_phones().flat_map(|it| &it.postings);
            let without_end = ledger.submissions().filter(|it| is_on_its_way(it)).count();
            without_end + of_messages.chain(of_texts).filter(|it| it.end == End::Open).count()
        };
        self.look(open).await
    }

    /// Messages that it took, and texts of its phones, that no customer has heard of.
    pub(crate) async fn untold(&self, ledger: &crate::ledger::Ledger) -> usize {
        let (copies, written) = (self.copies().await, self.written().await);
        let book = ledger.book();
        let marks: BTreeSet<&str> = book.marks().collect();
        let texts = book.texts();
        let copies = copies.keys().filter(|mark| !marks.contains(mark.as_str())).count();
        copies + written.iter().filter(|it| !texts.contains_key(it.text.as_str())).count()
    }

    /// Waits until all of its connections have ended, with all that came by them; how many there
    /// were.
    pub(crate) async fn deserted(&self) -> u64 {
        until("all connections have ended", async || self.handle.tally().await.sessions == 0).await;
        self.handle.tally().await.accepted
    }
}

/// All ask for receipts; some time lies between an end and its receipt.
fn is_on_its_way(submission: &Submission) -> bool {
    let is_receipt =
        |posting: &Posting| matches!(posting.what, What::Report(ReportKind::Receipt, _));
    submission.id.is_some() && !submission.postings.iter().any(is_receipt)
}

fn copies(ledger: &Ledger) -> BTreeMap<String, Vec<Copy>> {
    let mut copies: BTreeMap<String, Vec<Copy>> = BTreeMap::new();
    for submission in ledger.submissions().filter(|it| it.id.is_some()) {
        let text = String::from_utf8_lossy(&submission.content.user_data);
        let mark = crate::ledger::mark(&text).expect("only programs of ours submit");
        copies.entry(mark).or_default().push(Copy {
            session: submission.session.0,
            to: digits(submission.content.destination.view().digits),
            stat: submission.outcome.map(|outcome| outcome.state.stat()),
            postings: submission.postings.clone(),
        });
    }
    copies
}

fn digits(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}
