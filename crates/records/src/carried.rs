//! Objects carried forward: one record that stands for all earlier ones of its object.

use crate::attempt::{Learned, Parked, PartState};
use crate::delivery::{Noticed, Received};
use crate::field::{Octets, body, words};
use crate::submission::{Accepted, Aliased, Book};
use message::code::ReportCode;
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
    }
}

body! {
    /// A message with all that has happened to it.
    CarriedMessage {
        1 accepted: Accepted, "As it was accepted.";
        2 parts: Vec<CarriedPart>, "Each part, in order.";
        3 reserved: i64, "What is still reserved for it, in millionths.";
    }
}

body! {
    /// A part as it stands.
    CarriedPart {
        1 state: PartState, "The state.";
        2 due: Option<Timestamp>, "Not to be tried again before.";
        3 code: Option<ReportCode>, "How it ended.";
        4 ended: Option<Timestamp>, "When.";
        5 attempts: Vec<CarriedAttempt>, "Each attempt, in order.";
    }
}

body! {
    /// An attempt as it stands.
    CarriedAttempt {
        1 operator: OperatorId, "With whom.";
        2 at: Timestamp, "When it was sent.";
        3 state: AttemptState, "How far it came.";
        4 status: Option<u32>, "The command_status of the answer.";
        5 operators_id: Option<Octets>, "The id that the operator gave it.";
        6 code: Option<ReportCode>, "What its receipt says.";
    }
}

words! {
    /// How far an attempt came.
    AttemptState {
        1 InFlight, "No answer yet.";
        2 Accepted, "The operator has it.";
        3 Refused, "The operator does not want it.";
        4 InDoubt, "The answer is lost.";
        5 NeverLeft, "It was not written.";
        6 Reported, "A final receipt has come.";
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
        3 message: message::id::MessageId, "What it led to.";
        4 until: Timestamp, "How long it counts.";
    }
}
