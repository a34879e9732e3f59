//! Customers: what they may do, and how they want things done.

use crate::country::Country;
use crate::name::{Name, Secret, SystemId};
use crate::net::{Cidr, Webhook};
use crate::sender::Senders;
use message::address::Source;
use message::object::{AccountId, LoginId};
use message::receipt::Style;
use message::text::alphabet::Alphabet;
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::num::{NonZeroU8, NonZeroU32};
use std::time::Duration;

/// A customer.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its number, for records.
    pub id: AccountId,
    /// Its name, for people.
    pub name: Name,
    /// It may bind and submit.
    pub enabled: bool,
    /// The reseller it belongs to.
    pub parent: Option<AccountId>,
    /// Whom it may send as.
    pub senders: Senders,
    /// The sender of messages that name none; it is always allowed.
    pub default_sender: Option<Source>,
    /// It may send to short codes.
    pub short_codes: bool,
    /// Countries that it may not send to.
    pub blocked_countries: BTreeSet<Country>,
    /// Whose national numbers it may write.
    pub home: Option<Country>,
    /// How its texts are read and split.
    pub text: TextSettings,
    /// How it is told what became of its messages.
    pub receipts: ReceiptSettings,
    /// How much it may do at a time.
    pub limits: Limits,
    /// How long its messages may wait.
    pub times: Times,
    /// How it pays.
    pub credit: Credit,
    /// What makes two messages one; none: nothing does.
    pub duplicates: Option<Duplicates>,
    /// The form of the ids it is given.
    pub id_form: IdForm,
    /// Parts in doubt are held, whatever their operator's setting says.
    pub hold_in_doubt: bool,
    /// Where its receipts and other events are posted.
    pub webhook: Option<Webhook>,
}

/// A system_id with its password, of an account.
#[derive(Debug, Clone)]
pub struct Login {
    /// Its number, for records.
    pub id: LoginId,
    /// Whose it is.
    pub account: AccountId,
    /// What a bind carries.
    pub system_id: SystemId,
    /// What the password is checked with. Opaque here: whoever checks passwords has written it.
    pub verifier: Secret,
    /// The binds it may use: one at least.
    pub binds: BTreeSet<Bind>,
    /// Where it may come from; empty: from anywhere.
    pub networks: Vec<Cidr>,
    /// It must use TLS.
    pub tls_required: bool,
}

/// How an account's texts are read and split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextSettings {
    /// What data_coding 0 means.
    pub alphabet: Alphabet,
    /// A text of no characters may be sent.
    pub allow_empty: bool,
    /// What to do with a part too long for the alphabet that its letters need.
    pub missing_letters: MissingLetters,
    /// Parts that a text may need at most.
    pub parts_max: NonZeroU8,
}

/// How an account is told what became of its messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceiptSettings {
    /// It gets no receipts over SMPP.
    pub off: bool,
    /// Reserved bits of registered_delivery are refused, and asking for receipts while they are
    /// off is too.
    pub strict: bool,
    /// Their form.
    pub style: Style,
    /// They show the beginning of the text.
    pub show_text: bool,
    /// Which of several parts' receipts are sent.
    pub parts: PartReceipts,
    /// The state of what a network took and will not report on (code 2).
    pub handed_over: HandedOver,
    /// A receipt that comes after the final one, and differs, is sent too.
    pub late: bool,
}

/// How much an account may do at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Sessions at a time.
    pub sessions: NonZeroU32,
    /// What a bind beyond these is answered.
    pub session_answer: SessionAnswer,
    /// Requests of one session without an answer.
    pub window: NonZeroU32,
    /// What happens beyond these.
    pub window_policy: WindowPolicy,
    /// Messages a second.
    pub tps: NonZeroU32,
    /// Messages a second over one session.
    pub session_tps: Option<NonZeroU32>,
    /// Messages a second to one network.
    pub network_tps: Option<NonZeroU32>,
    /// Messages, receipts and texts from phones that may wait.
    pub queue: NonZeroU32,
    /// Messages to one destination that may wait.
    pub destination_queue: Option<NonZeroU32>,
}

/// How long an account's messages may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// The validity of a message that asks for none; at least [`VALIDITY_MIN`].
    pub validity: Duration,
    /// The longest validity.
    pub validity_max: Duration,
    /// How far ahead a message may be scheduled.
    pub schedule_max: Duration,
}

/// How an account pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// Before or after.
    pub mode: CreditMode,
    /// How it learns that its credit does not cover a message.
    pub refusal: CreditRefusal,
}

/// What makes two messages one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duplicates {
    /// For how long; at least a second.
    pub window: Duration,
    /// By what.
    pub key: DuplicateKey,
}

/// The shortest validity that a message can have.
pub const VALIDITY_MIN: Duration = Duration::from_secs(60);

words! {
    /// A kind of bind.
    Bind {
        Transmitter "transmitter" "The session submits.";
        Receiver "receiver" "It receives.";
        Transceiver "transceiver" "It does both.";
    }

    /// What to do with a Latin part with letters that GSM 7-bit lacks, when it fits only there.
    MissingLetters {
        Nearest "nearest" "The nearest letters are sent, and that is recorded.";
        Refuse "refuse" "The message is refused.";
    }

    /// Which receipts of a message in several parts are sent.
    PartReceipts {
        All "all" "One for each part.";
        First "first" "That of the first part.";
        Last "last" "That of the last part.";
        Aggregated "aggregated" "One, when the last part is final.";
    }

    /// The state of what a network took and will not report on.
    HandedOver {
        Accepted "accepted" "ACCEPTD, which claims nothing.";
        Delivered "delivered" "DELIVRD, for programs that wait for it.";
    }

    /// What a bind beyond the limit of sessions is answered.
    SessionAnswer {
        BindFailed "bind_failed" "ESME_RBINDFAIL.";
        AlreadyBound "already_bound" "ESME_RALYBND.";
    }

    /// What happens to requests beyond the window.
    WindowPolicy {
        StopReading "stop_reading" "They are not read until there is room.";
        Refuse "refuse" "They are answered ESME_RTHROTTLED.";
    }

    /// When an account pays.
    CreditMode {
        Prepaid "prepaid" "Before: its balance must cover each message.";
        Postpaid "postpaid" "After: its balance may be negative.";
    }

    /// How an account learns that its credit does not cover a message.
    CreditRefusal {
        Receipt "receipt" "By the receipt, where one is asked for.";
        Synchronous "synchronous" "By the answer to the submission.";
    }

    /// By what a second message is known to be the first one again. An Idempotency-Key always is
    /// such a key.
    DuplicateKey {
        Reference "reference" "The customer's reference and the destination.";
        Content "content" "Sender, destination, text and user data header.";
    }

    /// The form of message ids.
    IdForm {
        Digits "digits" "Nineteen digits.";
        Reference "reference" "An underscore after the first.";
    }
}

impl Account {
    /// Does its own list allow the sender? A number leased to it is allowed too; see
    /// [`Snapshot::may_send_as`](crate::Snapshot::may_send_as).
    pub fn allows(&self, source: &Source) -> bool {
        self.default_sender.as_ref() == Some(source) || self.senders.contain(source)
    }
}

impl Login {
    /// May it come from this address?
    pub fn may_come_from(&self, address: IpAddr) -> bool {
        self.networks.is_empty() || self.networks.iter().any(|network| network.contains(address))
    }
}
