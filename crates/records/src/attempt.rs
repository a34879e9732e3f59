//! What was tried, and what came of it.

use crate::field::{Octets, body, words};
use message::code::ReportCode;
use message::id::MessageId;
use message::object::OperatorId;
use message::state::SmppState;
use message::time::Timestamp;

body! {
    /// A part goes to an operator: durable before the first octet leaves.
    Sent {
        1 message: MessageId, "Of which message.";
        2 part: u8, "Which part, from 1.";
        3 attempt: u32, "Which attempt on it, from 1.";
        4 at: Timestamp, "When.";
        5 operator: OperatorId, "To whom.";
        6 doubtful: bool, "An earlier attempt may have arrived: this may be a duplicate.";
    }
}

body! {
    /// The operator's answer to an attempt.
    Answered {
        1 message: MessageId, "Of which message.";
        2 part: u8, "Which part.";
        3 attempt: u32, "Which attempt.";
        4 at: Timestamp, "When.";
        5 status: u32, "The command_status.";
        6 operators_id: Option<Octets>, "The id that the operator gave it.";
        7 late: bool, "It came after the attempt had been given up.";
        8 step: Option<Step>, "What follows for the part; none: nothing.";
    }
}

body! {
    /// An attempt has no answer.
    Lost {
        1 message: MessageId, "Of which message.";
        2 part: u8, "Which part.";
        3 attempt: u32, "Which attempt.";
        4 at: Timestamp, "When.";
        5 written: bool, "All its octets had left: it may have arrived.";
        6 step: Option<Step>, "What follows for the part; none: nothing.";
    }
}

body! {
    /// A receipt that was matched with an attempt.
    Reported {
        1 message: MessageId, "Of which message.";
        2 part: u8, "Which part.";
        3 attempt: u32, "Which attempt.";
        4 at: Timestamp, "When.";
        5 operator: OperatorId, "By whom.";
        6 matched: Matched, "How it was matched.";
        7 state: Option<SmppState>, "The state it reports.";
        8 code: ReportCode, "What it means.";
        9 is_final: bool, "It closes the attempt.";
        10 raw: RawReceipt, "As it came.";
        11 step: Option<Step>, "What follows for the part; none: nothing.";
    }
}

body! {
    /// Time, or somebody, has ended the wait of a part.
    Settled {
        1 message: MessageId, "Of which message.";
        2 part: u8, "Which part.";
        3 at: Timestamp, "When.";
        4 cause: Cause, "Why.";
        5 step: Option<Step>, "What follows for the part; none: nothing.";
    }
}

words! {
    /// What ends a wait.
    Cause {
        1 Validity, "Its validity has ended.";
        2 ReceiptTimeout, "No receipt came in time.";
        3 Cancelled, "The account has cancelled it.";
        4 Due, "It is its turn again.";
        5 Refused, "It was refused for good before any attempt.";
    }
}

body! {
    /// Where a part stands from now on.
    Step {
        1 state: PartState, "The state.";
        2 due: Option<Timestamp>, "Not to be tried again before.";
        3 at_head: bool, "It goes before those that wait for the same destination.";
        4 code: Option<ReportCode>, "How it ended.";
    }
}

words! {
    /// The states of a part.
    PartState {
        1 Waiting, "In the lane.";
        2 InFlight, "Sent, not answered.";
        3 InDoubt, "It may have arrived.";
        4 Submitted, "With the operator.";
        5 Final, "Over.";
    }
}

words! {
    /// How a receipt was matched with an attempt, by trust.
    Matched {
        1 Exact, "The same id, octet for octet.";
        2 Folded, "The same but for case, zeros and dashes.";
        3 FromHex, "Reported in hexadecimal, given in decimal.";
        4 FromDecimal, "Reported in decimal, given in hexadecimal.";
        5 FromCodes, "Reported as the codes of the characters given.";
        6 ToCodes, "Reported as the characters whose codes were given.";
        7 Destination, "By operator, destination and time: the one attempt in doubt that fits.";
        8 Alone, "By hand.";
    }
}

body! {
    /// A receipt as it came.
    RawReceipt {
        1 esm_class: u8, "Of the deliver_sm or data_sm.";
        2 data_coding: u8, "Of its text.";
        3 text: Octets, "short_message, or message_payload.";
        4 tlvs: Option<Octets>, "All TLVs, in the order of the wire.";
        5 source: Option<Box<str>>, "Its source address.";
        6 destination: Option<Box<str>>, "Its destination address.";
    }
}

body! {
    /// A receipt that no attempt was found for yet.
    Parked {
        1 parked: MessageId, "Its own id.";
        2 at: Timestamp, "When it came.";
        3 operator: OperatorId, "By whom.";
        4 ids: Vec<Octets>, "The ids it names.";
        5 raw: RawReceipt, "As it came.";
        6 until: Timestamp, "When the next step is due.";
        7 orphan: bool, "History does not know it either.";
    }
}

body! {
    /// A parked receipt waits no longer.
    Unparked {
        1 parked: MessageId, "Which.";
        2 at: Timestamp, "When.";
        3 matched: bool, "An attempt was found; else it was kept long enough.";
    }
}

body! {
    /// What was learned of an operator's ids.
    Learned {
        1 operator: OperatorId, "Whose.";
        2 matched: Matched, "How its receipts lead to the ids it gave.";
        3 seen: u32, "How often that was so.";
        4 at: Timestamp, "When it was last so.";
    }
}
