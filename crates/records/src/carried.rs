//! Objects carried forward: one record that stands for all earlier ones of its object.

use crate::attempt::{Learned, Outcome, Parked, PartState};
use crate::delivery::{Joined, Noticed, Received};
use crate::field::{Octets, body, words};
use crate::submission::{Accepted, Aliased, Book};
use message::code::ReportCode;
use message::id::MessageId;
use message::money::Currency;
use message::object::{AccountId, OperatorId};
use message::time::Timestamp;

body! {
    /// One object as it stands. Exactly one of the fields is there.
    Carried {
        1 message: Option<CarriedMessage>, "A message from an account.";
        2 received: Option<Received>, "A text, or a part of one, from a phone.";
        3 notice: Option<Noticed>, "What is to be brought to an account.";
        4 balance: Option<Balance>, "A book of an account.";
        5 parked: Option<Parked>, "A receipt without its attempt.";
        6 alias: Option<Aliased>, "A short id.";
        7 learned: Option<Learned>, "What is known of an operator's ids.";
        8 key: Option<Key>, "What tells a duplicate.";
        9 joined: Option<Joined>, "Parts from a phone that are one text.";
        10 last: Option<MessageId>, "The last id that was given.";
        11 is_waiting: Option<bool>, "Of a part from a phone: the others are still waited for.";
    }
}

body! {
    /// A message with all that has happened to it.
    CarriedMessage {
        1 accepted: Accepted, "As it was accepted.";
        2 parts: Vec<CarriedPart>, "Each part, in order.";
        3 reserved: i64, "What is still reserved for it, in millionths.";
        4 retrying: Option<Timestamp>, "When the account was last told that its operator is retrying.";
        5 notices: Option<u32>, "How many notices about it wait.";
        6 is_booked: Option<bool>, "Something was reserved for it, if only nothing.";
    }
}

body! {
    /// A part as it stands.
    CarriedPart {
        1 state: PartState, "The state.";
        2 due: Option<Timestamp>, "Not to be tried again before.";
        3 outcome: Option<Outcome>, "How it ended.";
        4 ended: Option<Timestamp>, "When.";
        5 attempts: Vec<CarriedAttempt>, "The attempts that an operator may still speak of, in order.";
        6 sent: u32, "Attempts made, of any end.";
        7 counted: u16, "Those that count against a limit.";
        8 ambiguous: u8, "Answers that may also have meant a refusal.";
        9 barred: Option<OperatorId>, "On whose route it cannot go.";
        10 without_times: bool, "It goes without schedule and validity.";
        11 failure: Option<Outcome>, "An attempt has failed for good: how.";
        12 ended_here: bool, "It ended while no operator could have it.";
        13 receipt_by: Option<Timestamp>, "How long receipts are waited for.";
    }
}

body! {
    /// An attempt as it stands.
    CarriedAttempt {
        1 number: u32, "Which attempt of the part, from 1.";
        2 operator: OperatorId, "With whom.";
        3 at: Timestamp, "When it was sent.";
        4 state: AttemptState, "Where it is.";
        5 operators_id: Option<Octets>, "The id that the operator gave it.";
        6 code: Option<ReportCode>, "The operator's last word.";
    }
}

words! {
    /// Where an attempt is.
    AttemptState {
        1 InFlight, "No answer yet.";
        2 InDoubt, "The answer is lost.";
        3 Accepted, "The operator has it.";
        4 Reported, "The operator has said its last word.";
    }
}

body! {
    /// What a book holds.
    Balance {
        1 account: AccountId, "Whose.";
        2 book: Book, "Which.";
        3 currency: Currency, "In which currency.";
        4 micros: i64, "In millionths of it.";
    }
}

body! {
    /// A key that a later submission is compared with.
    Key {
        1 account: AccountId, "Whose.";
        2 key: Octets, "The key.";
        3 message: MessageId, "What it led to.";
        4 until: Timestamp, "How long it counts.";
    }
}
