//! What the programs of an account have sent and were told, written down by themselves.

use smpp::CommandStatus;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// Of all programs of one account. Clones are the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger(Arc<Mutex<Book>>);

#[derive(Debug, Clone, Default)]
pub(crate) struct Book {
    pub(crate) submissions: Vec<Submission>,
    pub(crate) deliveries: Vec<Delivery>,
    pub(crate) ends: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Submission {
    /// What its text begins with: no other has it.
    pub(crate) mark: String,
    /// The life of the gateway that it was sent to.
    pub(crate) life: u32,
    pub(crate) fate: Fate,
}

/// What has come of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    Open,
    Accepted(String),
    Refused(CommandStatus),
    /// The connection has ended before the answer came; or there was none in time.
    Unknown,
}

/// A receipt or a text that was brought.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub(crate) life: u32,
    /// The program's number.
    pub(crate) seat: u32,
    pub(crate) from: String,
    pub(crate) what: What,
    /// It was answered ESME_ROK.
    pub(crate) taken: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    Receipt { id: String, stat: String, mark: Option<String> },
    Text(String),
}

impl Ledger {
    /// As it is now.
    pub(crate) fn copy(&self) -> Book {
        self.book().clone()
    }

    pub(crate) fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().expect("nobody has failed over it")
    }
}

impl Book {
    /// Ids and marks of the messages that were accepted.
    pub(crate) fn accepted(&self) -> impl Iterator<Item = (&str, &Submission)> {
        self.submissions.iter().filter_map(|it| match &it.fate {
            Fate::Accepted(id) => Some((id.as_str(), it)),
            Fate::Open | Fate::Refused(_) | Fate::Unknown => None,
        })
    }

    /// Receipts by the id that they name.
    pub(crate) fn receipts(&self) -> BTreeMap<&str, Vec<&Delivery>> {
        let mut receipts: BTreeMap<&str, Vec<&Delivery>> = BTreeMap::new();
        for delivery in &self.deliveries {
            if let What::Receipt { id, .. } = &delivery.what {
                receipts.entry(id).or_default().push(delivery);
            }
        }
        receipts
    }

    /// Texts from phones.
    pub(crate) fn texts(&self) -> BTreeMap<&str, Vec<&Delivery>> {
        let mut texts: BTreeMap<&str, Vec<&Delivery>> = BTreeMap::new();
        for delivery in &self.deliveries {
            if let What::Text(text) = &delivery.what {
                texts.entry(text).or_default().push(delivery);
            }
        }
        texts
    }

    /// Marks of the messages that were reported on.
    pub(crate) fn marks(&self) -> impl Iterator<Item = &str> {
        self.deliveries.iter().filter_map(|it| match &it.what {
            What::Receipt { mark, .. } => mark.as_deref(),
            What::Text(_) => None,
        })
    }

    /// Messages that were accepted and not reported on yet.
    pub(crate) fn unreported(&self) -> usize {
        let receipts = self.receipts();
        self.accepted().filter(|(id, _)| !receipts.contains_key(id)).count()
    }

    pub(crate) fn open(&self) -> usize {
        self.submissions.iter().filter(|it| it.fate == Fate::Open).count()
    }
}

impl What {
    /// A receipt of the reference's form, or a text.
    pub(crate) fn read(esm_class: u8, text: &[u8]) -> What {
        let text = String::from_utf8_lossy(text).into_owned();
        // Bits 5 to 2: what kind of message it is (SMPP 3.4 s5.2.12).
        if esm_class & 0x3C != 0x04 {
            return What::Text(text);
        }
        let field = |name: &str| {
            let begin = text.find(name).expect("a receipt has it") + name.len();
            text[begin..].split(' ').next().unwrap_or_default().to_owned()
        };
        What::Receipt { id: field("id:"), stat: field(" stat:"), mark: mark(&text) }
    }
}

/// `#...#` in a text.
pub(crate) fn mark(text: &str) -> Option<String> {
    let begin = text.find('#')?;
    let length = text[begin + 1..].find('#')? + 2;
    Some(text[begin..begin + length].to_owned())
}
