//! What was tried, and what came of it.

use crate::field::{Octets, body, words};
use message::code::ReportCode;
use message::id::MessageId;
use message::object::OperatorId;
use message::state::SmppState;
use message::time::Timestamp;
use smol_str::SmolStr;

body! {
    /// A part goes to an operator: durable before the first octet leaves.
    Sent {
        1 message: MessageId, "Of which message.";
        2 part: u8, "Which part, from 1.";
        3 attempt: u32, "Which attempt on it, from 1.";
        4 at: Timestamp, "When.";
        5 operator: OperatorId, "To whom.";
        6 doubtful: bool, "An earlier attempt may have arrived: this may be a duplicate.";
        7 receipt_by: Option<Timestamp>, "How long its receipt is waited for.";
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
        8 word: Word, "What it was taken to mean.";
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
        6 word: Word, "What that was taken to mean.";
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
    }
}

body! {
    /// Something has befallen a part that no operator said.
    Settled {
        1 message: MessageId, "Of which message.";
        2 part: u8, "Which part.";
        3 at: Timestamp, "When.";
        4 cause: Cause, "What.";
        5 outcome: Option<Outcome>, "How it ended, where the cause does not say.";
    }
}

words! {
    /// What can befall a part that no operator says.
    Cause {
        1 Expired, "Its validity has ended.";
        2 ReceiptTimeout, "No receipt came in time.";
        3 Cancelled, "The account has cancelled it.";
        4 Rejected, "The gateway refused it for good at its turn.";
        5 Resent, "In doubt, it goes back into the lane.";
    }
}

body! {
    /// What an answer, or that there is none, was taken to mean: decided once, by the tables and settings of
    /// that moment.
    Word {
        1 kind: WordKind, "What of the attempt.";
        2 retry: Option<Retry>, "Of Again: in which way.";
        3 outcome: Option<Outcome>, "Of Succeeded and Failed: how.";
        4 due: Option<Timestamp>, "Of Again: not before.";
    }
}

words! {
    /// What becomes of an attempt.
    WordKind {
        1 Accepted, "The operator has it.";
        2 Succeeded, "It has come where it should.";
        3 Failed, "Refused for good.";
        4 Again, "Not taken, or never written: to be tried again.";
        5 Lost, "Written, and the answer is lost.";
    }
}

words! {
    /// In which way a part is tried again.
    Retry {
        1 AtOnce, "At its old place.";
        2 OtherRoute, "The same, over another target of the rule.";
        3 WithoutTimes, "The same, without schedule and validity.";
        4 Later, "After a wait that grows.";
        5 LaterAmbiguous, "The same, after an answer that may also mean a refusal.";
    }
}

body! {
    /// How a part, or an attempt, ended.
    Outcome {
        1 code: ReportCode, "The code.";
        2 state: SmppState, "The state that the receipt shows.";
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
        8 ByHand, "Somebody has said which one it is about.";
    }
}

body! {
    /// A receipt as it came.
    RawReceipt {
        1 esm_class: u8, "Of the deliver_sm or data_sm.";
        2 data_coding: u8, "Of its text.";
        3 text: Octets, "short_message, or message_payload.";
        4 tlvs: Option<Octets>, "All TLVs, in the order of the wire.";
        5 source: Option<SmolStr>, "Its source address.";
        6 destination: Option<SmolStr>, "Its destination address.";
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
        8 state: Option<SmppState>, "The state it reports.";
        9 code: Option<ReportCode>, "What it means.";
        10 is_final: Option<bool>, "It closes the attempt.";
        11 parties: Vec<SmolStr>, "Its addresses as normalised digits.";
        12 reference: Option<u16>, "Our user_message_reference, where the operator gives it back.";
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
