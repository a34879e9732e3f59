//! What was accepted, and what it costs.

use crate::field::{Octets, body, words};
use message::id::{MessageId, ShortId};
use message::money::Currency;
use message::object::{AccountId, LoginId, RuleId};
use message::time::Timestamp;
use smallvec::SmallVec;
use smol_str::SmolStr;

body! {
    /// A message that was accepted from an account, with every value that was decided by then: later changes of
    /// rules, prices and settings do not touch it.
    Accepted {
        1 message: MessageId, "The id.";
        2 at: Timestamp, "When.";
        3 account: AccountId, "Whose.";
        4 login: Option<LoginId>, "By which login.";
        5 door: Door, "Through which door.";
        6 session: Option<u64>, "Through which session.";
        7 answered: Option<SmolStr>, "The id string that was answered, where it is not the nineteen digits.";
        8 source: Party, "From whom, normalised.";
        9 destination: Party, "To whom, normalised.";
        10 network: Option<Network>, "Where the destination is at home.";
        11 class: Option<SmolStr>, "Traffic class, such as otp.";
        12 rule: Option<RuleId>, "The rule that matched.";
        13 sell: Option<Price>, "What the account pays for each part.";
        14 buy: Option<Price>, "What the operator is paid for each part.";
        15 registry: u64, "The version of the registry that all this was decided by.";
        16 schedule: Option<Timestamp>, "Not before.";
        17 expires: Timestamp, "When its validity ends.";
        18 registered_delivery: u8, "As submitted (SMPP 3.4 s5.2.17).";
        19 priority: u8, "As submitted.";
        20 protocol_id: u8, "As submitted.";
        21 esm_class: u8, "As submitted (SMPP 3.4 s5.2.12).";
        22 data_coding: u8, "Of the parts as they are kept here.";
        23 mode: Mode, "What the account was promised.";
        24 parts: SmallVec<[Content; 1]>, "1 to 255 parts, each as it goes on the air.";
        25 beginning: Option<SmolStr>, "The first characters, for receipts; none where they are not to be shown.";
        26 user_message_reference: Option<u16>, "The account's own reference (TLV 0x0204).";
        27 client_key: Option<Octets>, "What tells a duplicate: an Idempotency-Key, or the like.";
        28 tlvs: Option<Octets>, "TLVs that nobody here knows, as they came.";
        29 group: Option<Group>, "Where the customer split a longer text itself.";
        30 form: ReceiptForm, "The form of its receipts.";
        31 err: ReceiptErr, "What their err says of a success.";
        32 policy: ReceiptPolicy, "Which of several parts' receipts are sent.";
        33 multi: Option<u8>, "Its place among the destinations of a submit_multi.";
        34 tags: Vec<Box<str>>, "The customer's tags.";
        35 key_until: Option<Timestamp>, "How long client_key tells a duplicate.";
    }
}

body! {
    /// What of an [`Accepted`] goes to an operator, beside its parties: the same fields under the same tags.
    ForOperator {
        17 expires: Timestamp, "When its validity ends.";
        19 priority: u8, "As submitted.";
        20 protocol_id: u8, "As submitted.";
        21 esm_class: u8, "As submitted.";
        22 data_coding: u8, "Of the parts.";
        24 parts: SmallVec<[Content; 1]>, "Each as it goes on the air.";
        26 user_message_reference: Option<u16>, "The account's own reference.";
        28 tlvs: Option<Octets>, "TLVs that nobody here knows.";
        29 group: Option<Group>, "Where the customer split a longer text itself.";
    }
}

body! {
    /// What of an [`Accepted`] a receipt tells, beside its parties: the same fields under the same tags.
    ForReceipt {
        7 answered: Option<SmolStr>, "The id string that was answered, where it is not the nineteen digits.";
        25 beginning: Option<SmolStr>, "The first characters.";
        26 user_message_reference: Option<u16>, "The account's own reference.";
        30 form: ReceiptForm, "The form.";
        31 err: ReceiptErr, "What its err says of a success.";
    }
}

body! {
    /// An address (SMPP 3.4 s5.2.5-7).
    Party {
        1 ton: u8, "Type of number.";
        2 npi: u8, "Numbering plan.";
        3 text: SmolStr, "Digits or letters.";
    }
}

body! {
    /// One part: the octets behind each other are the user data.
    Content {
        1 header: Option<Octets>, "The user data header, its length octet included.";
        2 octets: Octets, "What follows: septets one per octet, octets, or UTF-16.";
    }
}

body! {
    /// The network a number belongs to, as well as it is known.
    Network {
        1 country: SmolStr, "ISO 3166-1, two letters.";
        2 mcc_mnc: Option<SmolStr>, "E.212, 5 or 6 digits: 01 is not 001.";
        3 origin: Origin, "Who says so.";
    }
}

words! {
    /// Where knowledge of a network comes from.
    Origin {
        1 Prefix, "The number's first digits: wrong for ported numbers.";
        2 Lookup, "A lookup.";
        3 Tlv, "The TLVs source_network_id and dest_network_id.";
        4 Vendor, "A vendor's TLV.";
    }
}

body! {
    /// A price of one part.
    Price {
        1 plan: u32, "The price plan.";
        2 version: u32, "Its version.";
        3 currency: Currency, "In which currency.";
        4 micros: i64, "In millionths of it.";
    }
}

body! {
    /// A part of a message that the customer, or the sender's phone, has split.
    Group {
        1 kind: GroupKind, "How it is marked.";
        2 reference: u16, "Common to all parts.";
        3 total: u8, "How many there are.";
        4 sequence: u8, "Which this is, from 1.";
    }
}

words! {
    /// How the parts of a message are marked. References of different kinds are different references.
    GroupKind {
        1 Udh8, "A user data header with an 8-bit reference.";
        2 Udh16, "A user data header with a 16-bit reference.";
        3 Sar, "The TLVs sar_msg_ref_num and so on.";
    }
}

words! {
    /// A way into the gateway.
    Door {
        1 Smpp, "An SMPP session.";
        2 Http, "The HTTP API.";
    }
}

words! {
    /// What an account was promised (SMPP 3.4 s2.10).
    Mode {
        1 Store, "Stored and tried until it is final.";
        2 Datagram, "One attempt, no receipt.";
        3 Transaction, "One attempt, answered at its outcome.";
    }
}

words! {
    /// The form of receipts.
    ReceiptForm {
        1 Reference, "Quoted text, no dlvrd.";
        2 AppendixB, "As SMPP 3.4 appendix B has it.";
    }
}

words! {
    /// What err says of a success.
    ReceiptErr {
        1 ZeroOnSuccess, "000.";
        2 Code, "The code.";
    }
}

words! {
    /// Which receipts a message of several parts has.
    ReceiptPolicy {
        1 All, "One for each part.";
        2 First, "That of the first part.";
        3 Last, "That of the last part.";
        4 Aggregated, "One, when the last part is final.";
        5 None, "None.";
    }
}

body! {
    /// The short id that a session of SMPP 3.3 was given.
    Aliased {
        1 account: AccountId, "Whose.";
        2 alias: ShortId, "Up to eight hexadecimal digits.";
        3 message: MessageId, "Of which message.";
        4 until: Timestamp, "When the alias may be given again.";
    }
}

body! {
    /// A double entry: the lines add up to nothing, in each currency.
    Booked {
        1 at: Timestamp, "When.";
        2 message: Option<MessageId>, "For which message.";
        3 reason: Reason, "Why.";
        4 lines: SmallVec<[Line; 2]>, "Two or more.";
    }
}

body! {
    /// What one book gains, or loses if negative.
    Line {
        1 account: AccountId, "Whose book.";
        2 book: Book, "Which of them.";
        3 currency: Currency, "In which currency.";
        4 micros: i64, "In millionths of it.";
    }
}

words! {
    /// The books of an account.
    Book {
        1 Available, "What it may spend.";
        2 Reserved, "Held for messages whose outcome is open.";
        3 Charged, "Spent.";
        4 Paid, "What it has paid in; negative.";
    }
}

words! {
    /// Why something was booked.
    Reason {
        1 Reserve, "A message was accepted.";
        2 Charge, "It was delivered, or whatever the contract says.";
        3 Release, "It was not.";
        4 TopUp, "The account has paid.";
        5 Adjust, "By hand.";
    }
}
