//! How an operator behaves, as data.

mod named;

use crate::chance::{Mix, Span};
use crate::choices::choices;
use crate::id::Naming;
use crate::receipt::{Outcome, ReceiptStyle};
use message::state::SmppState;
use message::text::alphabet::Alphabet;
use smpp::CommandStatus;
use std::time::Duration;

/// How an operator behaves. Every value is valid; begin with [`Profile::calm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// What submissions are answered, and when.
    pub answers: Answers,
    /// What becomes of the messages that are taken.
    pub delivery: Delivery,
    /// What is reported of them.
    pub receipts: Receipts,
    /// How it treats sessions, and what it sends on them.
    pub sessions: Sessions,
    /// Messages from phones.
    pub inbound: Inbound,
    /// What data_coding 0 means here.
    pub default_alphabet: Alphabet,
    /// How much it holds.
    pub bounds: Bounds,
}

/// What submissions are answered, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// From the submission to its answer.
    pub delay: Mix<Span>,
    /// The status, where nothing speaks against the submission.
    pub statuses: Mix<CommandStatus>,
    /// What goes wrong with answers.
    pub mishaps: Mix<AnswerMishap>,
    /// From an answer to the same once more.
    pub repeat_after: Span,
    /// How many submissions it takes.
    pub throttle: Option<Throttle>,
    /// When it takes none.
    pub outage: Option<Outage>,
    /// Most octets of a text, header included; longer ones are answered ESME_RINVMSGLEN.
    pub octets_max: usize,
    /// The ids it gives, and what receipts make of them; `None`: drawn once, when the brain begins.
    pub naming: Option<Naming>,
}

choices! {
    /// What goes wrong with an answer.
    AnswerMishap {
        /// Nothing.
        None,
        /// The message is taken, and the answer never comes.
        Unanswered,
        /// Neither is the message taken nor an answer sent.
        Swallowed,
        /// The answer comes twice.
        Twice,
        /// generic_nack with ESME_RSYSERR; the message is not taken.
        Nacked,
        /// The message is taken, and the answer has a sequence number that was never sent.
        WrongSequence,
        /// The answer is ESME_ROK and has no id; receipts name one all the same.
        NoId,
        /// The answer has the id of the message before.
        RepeatedId,
        /// The message is taken, and in place of the answer the connection is closed.
        ClosedBefore,
        /// The connection is closed right behind the answer.
        ClosedBehind,
    }
}

/// A limit on submissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// How many it takes in each second of its clock.
    pub per_second: u32,
    /// What the others are answered: ESME_RTHROTTLED, ESME_RMSGQFUL, or whatever the operator uses.
    pub status: CommandStatus,
}

/// Times in which every submission is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    /// When the first begins.
    pub first: Duration,
    /// From the beginning of one to that of the next; zero, or longer than the run: there is one only.
    pub every: Duration,
    /// How long each lasts.
    pub lasting: Duration,
    /// What submissions are answered: ESME_RSYSERR, as a rule.
    pub status: CommandStatus,
}

/// What becomes of the messages that are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// From the answer to the attempt to reach the phone.
    pub delay: Mix<Span>,
    /// How it ends, where the phone has no say in it.
    pub outcomes: Mix<Outcome>,
    /// From one attempt to the next, while the phone is away.
    pub retry_every: Duration,
    /// Validity of messages that do not say one.
    pub validity: Duration,
}

/// What is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipts {
    /// From the outcome to its receipt.
    pub delay: Mix<Span>,
    /// How they are written; `None`: drawn for each.
    pub style: Option<ReceiptStyle>,
    /// What goes wrong with them.
    pub mishaps: Mix<ReceiptMishap>,
    /// From a receipt to the next on the same message, for the mishaps that make two.
    pub repeat_after: Span,
    /// What is reported while the message is on its way.
    pub first: Mix<Option<First>>,
    /// Which session gets them.
    pub way: Mix<Way>,
    /// Which parts of a long message have one.
    pub parts: PartReceipts,
    /// Everything is reported, asked for or not.
    pub unasked: bool,
}

choices! {
    /// What goes wrong with a receipt. A late one is a matter of [`Receipts::delay`].
    ReceiptMishap {
        /// Nothing.
        None,
        /// It is never sent.
        Lost,
        /// It is sent twice.
        Twice,
        /// A second one says the contrary.
        Contradicted,
        /// It is sent before the submission is answered.
        Early,
        /// What was on the way is reported after how it ended.
        FirstLast,
        /// Its text is nothing that a program could read, and it has no TLVs.
        Unreadable,
        /// The phone's program acknowledges too, in the same words (esm_class 0x08).
        PhoneAck,
    }
}

/// A report on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct First {
    /// The state: ENROUTE or ACCEPTD, as a rule.
    pub state: SmppState,
    /// It is marked, and sent, like a receipt (jasmin#916); else like an intermediate one, which
    /// has to be asked for by itself.
    pub as_receipt: bool,
}

choices! {
    /// Which session a receipt takes. Where it cannot, any other that receives.
    Way {
        /// That of the submission.
        Same,
        /// Another one.
        Other,
    }
}

choices! {
    /// Which parts of a long message have receipts.
    PartReceipts {
        /// Each.
        Each,
        /// The last one in the order of the text.
        Last,
    }
}

/// How it treats sessions, and what it sends on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sessions {
    /// How many deliveries may be without response on each; 0 counts as 1.
    pub window: usize,
    /// From a bind to the moment at which the connection is closed; `None`: never.
    pub lifetime: Option<Span>,
    /// A delivery without response is sent again; else it is lost.
    pub resend: bool,
    /// From a temporary refusal (0x08, 0x14, 0x58, 0x64), or from a response timer that ran out, to
    /// sending again. What a closed session leaves is sent at once on the next.
    pub retry_after: Span,
    /// How often a delivery is sent at most; 0 counts as 1.
    pub sends_max: u16,
}

/// Messages from phones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inbound {
    /// How often one is sent by chance; `None`: only on request.
    pub every: Option<Span>,
    /// The phones that chance sends them from.
    pub from: Vec<String>,
    /// To whom.
    pub to: Vec<String>,
    /// How many of a thousand of them are long.
    pub long: u16,
    /// How long ones travel.
    pub joint: Mix<Joint>,
    /// How many of a thousand long ones have their parts shuffled.
    pub shuffled: u16,
    /// How many of a thousand carry the TLV receipted_message_id all the same (OpenMarket's ticket).
    pub tickets: u16,
}

choices! {
    /// How the parts of a long message know of each other.
    Joint {
        /// Header element 00 (TS 23.040 s9.2.3.24.1).
        Udh8,
        /// Header element 08 (TS 23.040 s9.2.3.24.8).
        Udh16,
        /// The sar TLVs (SMPP 3.4 s5.3.2.22).
        Sar,
        /// There are no parts: the text stands in message_payload.
        Payload,
    }
}

/// How much is held, and what happens at the bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// Answers, messages and deliveries to be dealt with. At the bound submissions are answered
    /// ESME_RMSGQFUL at once, and phones cannot write. When as many answers again have not been
    /// fetched, submissions are not even answered; the ledger counts them.
    pub held_max: usize,
    /// Sessions; a further one is closed.
    pub sessions_max: usize,
    /// Submissions, and messages from phones, that the ledger keeps; the oldest are forgotten, and counted.
    pub ledger_max: usize,
    /// Phones that keep what they received. What is for others is delivered, and counted.
    pub phones_max: usize,
    /// Messages that a phone keeps; the oldest are deleted, and counted.
    pub inbox_max: usize,
    /// Long messages of which a phone waits for parts; the oldest is then shown as it is.
    pub joins_max: usize,
}

// === impl Outage ===

impl Outage {
    pub(crate) fn is_at(self, now: Duration) -> bool {
        let Some(since) = now.checked_sub(self.first) else { return false };
        let within = match self.every.as_nanos() {
            0 => since.as_nanos(),
            every => since.as_nanos() % every,
        };
        within < self.lasting.as_nanos()
    }
}
