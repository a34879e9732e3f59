//! What a customer knows: its own record, with which the gateway's word is compared.

use super::letter::Letter;
use crate::event::LinkId;
use message::id::MessageId;
use std::time::Duration;

/// What a customer has submitted, and what it was told.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Submissions, in the order in which they were written.
    pub submissions: Vec<Submission>,
    /// Deliveries, in the order in which they came.
    pub deliveries: Vec<Delivery>,
    /// Queries and cancellations that were answered.
    pub enquiries: Vec<Enquiry>,
}

/// One submission.
#[derive(Debug)]
pub struct Submission {
    /// What.
    pub letter: Letter,
    /// When it was sent last.
    pub at: Duration,
    /// How often it was sent.
    pub sends: u32,
    /// What came of it.
    pub answer: Answer,
}

/// What came of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It has not been sent yet, or is to be sent again.
    Unsent,
    /// Nothing yet.
    Open,
    /// OK, with this id.
    Accepted {
        /// The id.
        id: String,
        /// When.
        at: Duration,
    },
    /// Refused for good, or too often, with this status.
    Refused(u32),
    /// Nobody knows: it was sent and not answered.
    Lost,
}

/// A receipt or a text.
#[derive(Debug)]
pub struct Delivery {
    /// When it came.
    pub at: Duration,
    /// On which connection.
    pub link: LinkId,
    /// With which sequence number.
    pub sequence: u32,
    /// From whom: digits.
    pub source: String,
    /// To whom: digits.
    pub destination: String,
    /// What it is.
    pub content: Content,
    /// With which status it was answered, and when; `None`: not yet, or never.
    pub reply: Option<(u32, Duration)>,
}

/// What a delivery is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A receipt.
    Receipt(Receipt),
    /// A text from a phone: esm_class, and user data with its header.
    Text {
        /// SMPP 3.4 s5.2.12.
        esm_class: u8,
        /// As it came.
        user_data: Vec<u8>,
    },
}

/// What a receipt says, as a program that knows nothing of the gateway reads it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Receipt {
    /// The message.
    pub id: String,
    /// Seven letters.
    pub stat: String,
    /// Three digits.
    pub err: String,
    /// It is not the last word.
    pub intermediate: bool,
}

/// The answer to a query or a cancellation.
#[derive(Debug)]
pub struct Enquiry {
    /// When it was answered.
    pub at: Duration,
    /// Of which message.
    pub id: String,
    /// Of a query: the state; `None`: of a cancellation.
    pub state: Option<u8>,
    /// With which status.
    pub status: u32,
}

impl Ledger {
    /// The submissions that were answered OK, with their ids.
    pub fn accepted(&self) -> impl Iterator<Item = (&Submission, &str)> {
        self.submissions.iter().filter_map(|submission| match &submission.answer {
            Answer::Accepted { id, .. } => Some((submission, id.as_str())),
            Answer::Unsent | Answer::Open | Answer::Refused(_) | Answer::Lost => None,
        })
    }
}

impl Receipt {
    /// Reads the text of a receipt, up to the text of the message.
    pub fn read(text: &[u8], esm_class: u8) -> Option<Receipt> {
        let text = String::from_utf8_lossy(text);
        let head = text.split(" text:").next().unwrap_or_default();
        let field = |label: &str| {
            let word = head.split(' ').find_map(|word| word.strip_prefix(label));
            word.map(str::to_owned)
        };
        Some(Receipt {
            id: field("id:")?,
            stat: field("stat:")?,
            err: field("err:")?,
            intermediate: esm_class & 0x3C == 0x20,
        })
    }

    /// The message's id, if it has our form.
    pub fn message(&self) -> Option<MessageId> {
        MessageId::parse(&self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_read_up_to_the_text() {
        let text = b"id:1179537996310100000 sub:001 submit date:2611220806 done date:2611220807 \
            stat:DELIVRD err:000 text:\"stat:REJECTD\"";
        let receipt = Receipt::read(text, 0x04).expect("it has all fields");
        let expected = ("1179537996310100000", "DELIVRD", "000", false);
        let Receipt { id, stat, err, intermediate } = &receipt;
        assert_eq!((id.as_str(), stat.as_str(), err.as_str(), *intermediate), expected);
        assert_eq!(Receipt::read(b"Hello stat:x", 0), None);
    }
}
